"""How fast `kg validate` checks a dump, beside the `pyshacl` command on the same dump, and whether both say the same.

    python benchmarks/validate.py [--articles 2000] [--dump DIR]

Needs a dump (make demo). Every tenth article is given a fault. Prints seconds of both, their ratio, peak memory, and the results that
only one of them has: none, if all is well. The checks that SHACL cannot say are run by `kg` alone, within its time.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from load import multiplied
from pyoxigraph import RdfFormat, serialize
from rdflib import Graph
from rdflib.namespace import RDF, SH

from kg.rdf.read import read_quads
from kg.validate.finding import CHECKS

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
TRIGGER = "<https://w3id.org/newskg/ontology#trigger>"
Result = tuple[str, str, str]


def damaged(file: Path, each: int) -> int:
    """Take the triggers of the events from every so many articles; returns of how many."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    names = sorted({line.partition("/article/")[2][:32] for line in lines if "/article/" in line})
    chosen = set(names[::each])
    kept = [
        line
        for line in lines
        if not (f"> {TRIGGER} <" in line and line.partition("/article/")[2][:32] in chosen)
    ]
    file.write_text("".join(kept), encoding="utf-8")
    return len(chosen)


def triples(file: Path) -> Path:
    """The dump without its graphs, as the command reads it."""
    target = file.with_suffix(".nt")
    with target.open("wb") as out:
        for quad in read_quads(file):
            serialize([quad.triple], out, format=RdfFormat.N_TRIPLES)
    return target


def timed(command: list[object], output: Path) -> tuple[float, int]:
    """Seconds and peak memory in MB of a command whose output goes into a file."""
    start = time.perf_counter()
    with output.open("wb") as out:
        process = subprocess.Popen([str(word) for word in command], stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in {0, 1}:
        sys.exit(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - start, usage.ru_maxrss // 1024


def results_of(report: Path) -> set[Result]:
    """Node, component and message of each result of a SHACL report."""
    graph = Graph().parse(report, format="turtle")
    return {
        (
            str(graph.value(node, SH.focusNode)),
            str(graph.value(node, SH.sourceConstraintComponent)),
            str(graph.value(node, SH.resultMessage)),
        )
        for node in graph.subjects(RDF.type, SH.ValidationResult)
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--dump", type=Path, default=ROOT / "demo", help="a folder with graph.nq (make demo)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, shapes = folder / "graph.nq", folder / "shapes.ttl"
        quads = multiplied(options.dump / "graph.nq", options.articles, file)
        broken = damaged(file, 10)
        together = Graph()
        for path in sorted((ROOT / "shapes").glob("*.ttl")):
            together.parse(path)
        together.serialize(shapes, format="turtle")
        ours, memory = timed([BIN / "kg", "validate", file, "--format", "json"], folder / "kg.json")
        theirs, their_memory = timed(
            [BIN / "pyshacl", "-s", shapes, "-f", "turtle", triples(file)], folder / "pyshacl.ttl"
        )
        findings = json.loads((folder / "kg.json").read_text(encoding="utf-8"))["findings"]
        found = {(f["focus"], f["component"], f["message"]) for f in findings if f["component"] != CHECKS}
        expected = results_of(folder / "pyshacl.ttl")
    print(f"{quads:,} quads of {options.articles:,} articles, {broken:,} of them with a fault")
    print(f"kg validate {ours:9.1f} s  {memory:6,} MB  {len(findings):,} findings, {len(found):,} of SHACL")
    print(f"pyshacl     {theirs:9.1f} s  {their_memory:6,} MB  {len(expected):,} results")
    print(f"kg is {theirs / ours:.1f} times as fast (floor 3)")
    print(f"only kg says {len(found - expected):,}, only pyshacl {len(expected - found):,}")


if __name__ == "__main__":
    main()

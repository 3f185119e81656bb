"""How fast dumps are written and how much memory that takes: `python benchmarks/dump.py [--quads N ...]`.

Prints, all measured in this run: sorted N-Quads a second and Turtle as a multiple of rdflib's writer, over the quads of
the example articles; then, for each number of quads, time and largest resident set of a process that publishes a
dump of about that size (clusters, N-Quads, `dataset.ttl`, report). Its articles are copies of the examples with other
identifiers and with names that five of them share; they are put into the journal as a stopped build leaves them, so
no text is analysed. Ten million quads need about 8 GB of disk in the temporary folder.
"""

import argparse
import json
import multiprocessing
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, parse, serialize
from rdflib import Graph

from kg.article import Article
from kg.config import BuildOptions
from kg.rdf.iri import Minter
from kg.rdf.write import nquads, turtle
from kg.readers import Metadata, Rejected, read_paths
from kg.run.analysis import analyse
from kg.run.pipeline import build
from kg.run.version import run_digest
from kg.run.work import Outcome, process, work_key

EXAMPLES = Path(__file__).parents[1] / "examples" / "articles"
SHARING = 5
"""Copies in which an unlinked entity has the same name."""
OPTIONS = BuildOptions(jobs=1, formats=("nquads",))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quads", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    args = parser.parse_args()
    read = read_paths([str(EXAMPLES)], defaults=Metadata())
    originals = [article for article in read if not isinstance(article, Rejected)]
    made = [process(article, OPTIONS, analyse, run_digest(OPTIONS)) for article in originals]
    done = [
        (article, outcome) for article, outcome in zip(originals, made, strict=True) if not outcome.reason
    ]
    print_writers([outcome for _, outcome in done])
    first = 0.0
    for count in args.quads:
        quads, seconds, megabytes = in_process(publish, done, count)
        first = first or megabytes
        print(
            f"{quads:>10,} quads published in {seconds:6.1f} s ({quads / seconds:,.0f}/s), largest resident set "
            f"{megabytes:.0f} MB ({megabytes / first:.2f} of the first)"
        )


def print_writers(outcomes: list[Outcome]) -> None:
    """Times of the writers over the quads of all outcomes, article by article."""
    base = Minter(OPTIONS.base_iri).base
    blocks = [(o.iri, list(parse(o.nquads, format=RdfFormat.N_QUADS))) for o in outcomes]
    count = sum(len(quads) for _, quads in blocks)
    seconds = best(lambda: [nquads(quads) for _, quads in blocks])
    print(f"sorted N-Quads: {count / seconds:,.0f} quads/s ({count:,} quads of {len(blocks)} articles)")
    ours = best(lambda: [turtle(quads, f"{iri}/", base) for iri, quads in blocks])
    graphs = []
    for _, quads in blocks:
        graph = Graph()
        graph.parse(data=serialize((q.triple for q in quads), format=RdfFormat.N_TRIPLES), format="nt")
        graphs.append(graph)
    theirs = best(lambda: [graph.serialize(format="turtle") for graph in graphs], times=2)
    print(f"Turtle: {count / ours:,.0f} quads/s, {theirs / ours:.1f} x rdflib ({count / theirs:,.0f}/s)")


def best(do: Callable[[], object], times: int = 5) -> float:
    """The shortest of several runs, in seconds."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        do()
        found.append(time.perf_counter() - started)
    return min(found)


def in_process(do: Callable[..., Any], *args: Any) -> Any:
    """The result of a function in a process of its own, whose memory so starts anew."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(do, args)


def publish(done: list[tuple[Article, Outcome]], count: int) -> tuple[int, float, float]:
    """Quads, seconds and megabytes of publishing a dump of about so many quads."""
    folder = Path(tempfile.mkdtemp())
    try:
        each = sum(outcome.counts["quads"] for _, outcome in done) / len(done)
        copies = round(count / each) or 1
        journal = folder / ".journal"
        journal.mkdir()
        digest = run_digest(OPTIONS)
        for n in range(copies):
            article, outcome = copy_of(*done[n % len(done)], n, n // len(done) // SHARING)
            (journal / f"{work_key(article, digest)}.json").write_text(outcome.to_json(), encoding="utf-8")
        articles: Iterator[Article] = (copy_of(*done[n % len(done)], n, 0)[0] for n in range(copies))
        started = time.perf_counter()
        report = build(articles, folder, OPTIONS)
        seconds = time.perf_counter() - started
    finally:
        shutil.rmtree(folder)
    return report.counts["quads"], seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def copy_of(article: Article, outcome: Outcome, n: int, shared: int) -> tuple[Article, Outcome]:
    """The n-th copy of an article, and what became of it; its unlinked entities get the number that several share."""
    copy = replace(article, id=f"{article.id}-{n}", url=None, text=f"{article.text}\n\nCopy {n}.")
    row = json.dumps(asdict(outcome)).replace(outcome.iri, Minter(OPTIONS.base_iri).article(copy))
    made = Outcome.from_json(row)
    story = made.story and replace(made.story, digest=f"{n:064x}")
    profile = made.profile and replace(
        made.profile,
        entities=tuple(
            entity if entity.qid else replace(entity, name=f"{entity.name} {shared}")
            for entity in made.profile.entities
        ),
    )
    return copy, replace(made, id=copy.id, story=story, profile=profile)


if __name__ == "__main__":
    main()

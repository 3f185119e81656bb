"""Make the pages of this folder from `ontology/*.ttl`: `python docs/ontology/make.py`; with `--check`, say what is not current.

`index.html` is pyLODE's page of all terms; `README.md` has diagrams of the classes and properties, and the event types.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, SDO, SKOS, Graph, URIRef

from kg.paths import ontology_dir
from kg.rdf.vocabulary import KG_BASE, KGT_BASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

FOLDER = Path(__file__).parent
EVENT_TYPES = "event-types.ttl"
INTRODUCTION = """# Terms of the ontology

Made from `ontology/*.ttl` by `docs/ontology/make.py`; a test says when it is not current. Every term with its definition
is in [`index.html`](index.html); how the terms are used, in [`../ontology.md`](../ontology.md).
"""


def terms() -> Graph:
    """The ontology without the event types."""
    graph = Graph()
    for path in sorted(ontology_dir().glob("*.ttl")):
        if path.name != EVENT_TYPES:
            graph.parse(path)
    return graph


def html(graph: Graph) -> str:
    """PyLODE's page. Its order follows the hashes of strings, which `main` holds fixed."""
    logging.disable()
    from pylode import OntPub  # noqa: PLC0415 - prints while it loads

    return "\n".join(line.rstrip() for line in str(OntPub(ontology=graph).make_html()).splitlines()) + "\n"


def short(term: Node) -> str:
    """The name of a term of ours, "" for others."""
    return str(term).removeprefix(KG_BASE) if str(term).startswith(KG_BASE) else ""


def is_class(graph: Graph, term: Node) -> bool:
    """Whether it is a class of ours."""
    return bool(short(term)) and (term, RDF.type, OWL.Class) in graph


def classes(graph: Graph) -> Iterator[str]:
    """A diagram of what is below what."""
    yield "```mermaid\nflowchart RL"
    for one in sorted(filter(short, graph.subjects(RDF.type, OWL.Class))):
        above = sorted(short(c) for c in graph.objects(one, RDFS.subClassOf) if is_class(graph, c))
        yield from (f"  {short(one)} --> {c}" for c in above)
        if not above:
            yield f"  {short(one)}"
    yield "```"


def properties(graph: Graph) -> Iterator[str]:
    """A diagram of which records point at which: domains and ranges, the non-committal ones too."""
    edges: dict[tuple[str, str], list[str]] = {}
    for one in sorted(filter(short, graph.subjects(RDF.type, OWL.ObjectProperty))):
        sources = [*graph.objects(one, RDFS.domain), *graph.objects(one, SDO.domainIncludes)]
        targets = [*graph.objects(one, RDFS.range), *graph.objects(one, SDO.rangeIncludes)]
        for source in sources:
            for target in targets:
                if is_class(graph, source) and is_class(graph, target):
                    edges.setdefault((short(source), short(target)), []).append(short(one))
    yield "```mermaid\nflowchart LR"
    yield from (f"  {a} -->|{'<br>'.join(sorted(set(by)))}| {b}" for (a, b), by in sorted(edges.items()))
    yield "```"


def event_types() -> Iterator[str]:
    """Tables of types with their modes, and of contexts."""
    graph = Graph().parse(ontology_dir() / EVENT_TYPES)

    def members(name: str) -> list[URIRef]:
        return list(map(URIRef, sorted(graph.objects(URIRef(KGT_BASE + name), SKOS.member))))

    def cell(concept: Node, about: URIRef) -> str:
        return str(graph.value(concept, about) or "").replace("|", "\\|")

    yield "| type | what it is | in PLOVER | modes |\n| --- | --- | --- | --- |"
    modes = members("modes")
    for one in members("types"):
        plover = graph.value(one, URIRef(KG_BASE + "ploverType"))
        yield (
            f"| `{cell(one, SKOS.notation)}` | {cell(one, SKOS.definition)} "
            f"| {'' if plover is None else f'`{plover.removeprefix(KGT_BASE)}`'} "
            f"| {', '.join(cell(m, SKOS.prefLabel) for m in modes if (m, SKOS.broader, one) in graph)} |"
        )
    yield "\n| context | what it is |\n| --- | --- |"
    for one in members("contexts"):
        yield f"| `{cell(one, SKOS.notation)}` | {cell(one, SKOS.definition)} |"


def readme(graph: Graph) -> str:
    """The page with diagrams and tables."""
    return "\n".join(
        [
            INTRODUCTION,
            "## Classes\n",
            *classes(graph),
            "\n## What points at what\n",
            *properties(graph),
            "\n## Event types, modes and contexts\n",
            *event_types(),
            "",
        ]
    )


def main() -> int:
    """0 when the pages are made or current, 1 when `--check` finds one that is not."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        again = [sys.executable, __file__, *sys.argv[1:]]
        return subprocess.run(again, env={**os.environ, "PYTHONHASHSEED": "0"}, check=False).returncode  # noqa: S603
    graph = terms()
    pages = {"README.md": readme(graph), "index.html": html(graph)}
    if "--check" not in sys.argv[1:]:
        for name, text in pages.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
        return 0
    stale = [
        n for n, t in pages.items() if not (FOLDER / n).is_file() or (FOLDER / n).read_text("utf-8") != t
    ]
    for name in stale:
        print(f"docs/ontology/{name} is not what ontology/*.ttl says: run `make docs`", file=sys.stderr)  # noqa: T201
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())

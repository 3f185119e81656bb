"""Quads to bytes: N-Quads, TriG, Turtle and JSON-LD, the same bytes for the same quads.

The writers work article by article, so that a dump of any size is written in the memory of one article. pyoxigraph
writes terms; grouping and prefixes are ours, because its Turtle serialiser depends on the order of its input and
knows no sorted output.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad
from pyoxigraph import Literal as Text

from kg.rdf.vocabulary import PREFIXES, RDF, XSD

__all__ = ["jsonld_context", "jsonld_graphs", "nquads", "trig_blocks", "turtle_blocks", "turtle_prefixes"]

_LOCAL = re.compile(r"^[A-Za-z_][A-Za-z0-9_-]*$")
_ENTRY = {namespace: prefix for prefix, namespace in PREFIXES.items()}

Node = Any


def nquads(quads: Iterable[Quad]) -> str:
    """N-Quads, one line a quad, sorted, each once."""
    return "".join(f"{line} .\n" for line in sorted({str(quad) for quad in quads}))


def _compact(iri: str) -> str | None:
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix, local = _ENTRY.get(iri[:cut]), iri[cut:]
    return f"{prefix}:{local}" if prefix and _LOCAL.match(local) else None


def _term(term: Node) -> str:
    if isinstance(term, NamedNode):
        return _compact(term.value) or str(term)
    if isinstance(term, Text) and term.language is None:
        if (
            term.datatype in (XSD.integer, XSD.decimal, XSD.boolean)
            and re.match(r"^(-?\d+(\.\d+)?|true|false)$", term.value)
            and (term.datatype == XSD.decimal) == ("." in term.value)
        ):
            return term.value
        compact = _compact(term.datatype.value)
        if compact and term.datatype != XSD.string:
            return f"{str(term).rsplit('^^', 1)[0]}^^{compact}"
    return str(term)


def turtle_prefixes() -> str:
    """The prefix lines of Turtle and TriG."""
    return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(PREFIXES.items()))


def turtle_blocks(quads: Iterable[Quad], indent: str = "") -> Iterator[str]:
    """One block of Turtle a subject, sorted; graphs are flattened."""
    subjects: dict[str, dict[str, set[str]]] = {}
    for quad in quads:
        predicate = "a" if quad.predicate == RDF.type else _term(quad.predicate)
        subjects.setdefault(str(quad.subject), {}).setdefault(predicate, set()).add(_term(quad.object))
    for subject in sorted(subjects):
        name = _compact(subject[1:-1]) or subject
        predicates = subjects[subject]
        lines = [
            f"{p} {' , '.join(sorted(predicates[p]))}"
            for p in sorted(predicates, key=lambda p: (p != "a", p))
        ]
        yield f"{indent}{name} " + f" ;\n{indent}    ".join(lines) + " .\n"


def trig_blocks(quads: Iterable[Quad]) -> Iterator[str]:
    """One TriG block a graph, sorted."""
    for graph, members in _by_graph(quads):
        yield f"<{graph}> {{\n" + "".join(turtle_blocks(members, "    ")) + "}\n"


def _by_graph(quads: Iterable[Quad]) -> list[tuple[str, list[Quad]]]:
    graphs: dict[str, list[Quad]] = {}
    for quad in quads:
        name = "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
        graphs.setdefault(name, []).append(quad)
    return sorted(graphs.items())


_COERCED: dict[str, str] = {
    **dict.fromkeys(
        [
            "kg:addressee",
            "kg:agent",
            "kg:basis",
            "kg:candidate",
            "kg:contentSpan",
            "kg:country",
            "kg:cueSpan",
            "kg:eventContext",
            "kg:eventMode",
            "kg:eventType",
            "kg:expressionSpan",
            "kg:holder",
            "kg:inCluster",
            "kg:instrument",
            "kg:mentions",
            "kg:namedEvent",
            "kg:office",
            "kg:on",
            "kg:onBehalfOf",
            "kg:organization",
            "kg:patient",
            "kg:place",
            "kg:ploverType",
            "kg:recipient",
            "kg:reportedIn",
            "kg:reports",
            "kg:sameEntityAs",
            "kg:source",
            "kg:speaker",
            "kg:speakerSpan",
            "kg:standsFor",
            "kg:statedIn",
            "kg:subEventOf",
            "kg:time",
            "kg:titleSpan",
            "kg:topic",
            "kg:trigger",
            "kg:versionOf",
            "gaf:denotedBy",
            "itsrdf:taIdentRef",
            "nif:referenceContext",
            "nif:sourceUrl",
            "owl:sameAs",
            "prov:wasGeneratedBy",
            "schema:contentLocation",
            "schema:isPartOf",
            "schema:sourceOrganization",
            "schema:url",
            "sem:hasActor",
            "sem:hasPlace",
        ],
        "@id",
    ),
    **dict.fromkeys(("kg:earliest", "kg:latest", "kg:anchor", "kg:asOf"), "xsd:date"),
    "kg:confidence": "xsd:decimal",
    "kg:anonymous": "xsd:boolean",
    "nif:beginIndex": "xsd:nonNegativeInteger",
    "nif:endIndex": "xsd:nonNegativeInteger",
}
"""Terms whose values always have one type: the context says it once."""


def jsonld_context() -> dict[str, Any]:
    """The inline context of our JSON-LD: the prefixes, and terms whose values have one type."""
    terms = {name: {"@id": name, "@type": kind} for name, kind in sorted(_COERCED.items())}
    return {**dict(sorted(PREFIXES.items())), **terms}


def jsonld_graphs(quads: Iterable[Quad]) -> Iterator[str]:
    """One JSON object a graph: its name and its nodes, sorted; to be put into the top-level `@graph`."""
    for graph, members in _by_graph(quads):
        nodes: dict[str, dict[str, Any]] = {}
        for quad in sorted(members, key=str):
            subject = _iri(quad.subject)
            node = nodes.setdefault(subject, {"@id": subject})
            if quad.predicate == RDF.type:
                node.setdefault("@type", []).append(_compact(_iri(quad.object)) or _iri(quad.object))
                continue
            name = _compact(quad.predicate.value) or quad.predicate.value
            node.setdefault(name, []).append(_value(name, quad.object))
        listed = [_single(nodes[key]) for key in sorted(nodes)]
        entry = {"@id": graph, "@graph": listed} if graph else {"@graph": listed}
        yield json.dumps(entry, ensure_ascii=False, indent=None, separators=(",", ":"))


def _value(name: str, term: Node) -> Any:
    kind = _COERCED.get(name)
    if isinstance(term, NamedNode):
        return (
            (_compact(term.value) or term.value)
            if kind == "@id"
            else {"@id": _compact(term.value) or term.value}
        )
    if term.language is not None:
        return {"@value": term.value, "@language": term.language}
    datatype = _compact(term.datatype.value) or term.datatype.value
    if datatype == kind:
        return term.value
    if datatype == "xsd:string":
        return {"@value": term.value} if kind else term.value
    return {"@value": term.value, "@type": datatype}


def _iri(term: Node) -> str:
    """The IRI of a node; nothing that we publish has blank nodes or quoted triples."""
    return str(term.value)


def _single(node: dict[str, Any]) -> dict[str, Any]:
    return {k: v[0] if isinstance(v, list) and len(v) == 1 else v for k, v in node.items()}

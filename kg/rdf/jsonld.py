"""Quads to compact JSON-LD with its context inline; nothing is ever fetched."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kg.paths import ontology_dir
from kg.rdf.vocabulary import RDF, XSD
from kg.rdf.write import by_graph

__all__ = ["Context", "jsonld_document", "jsonld_graphs", "shipped_context"]

PREFIX_ENDS = tuple("/#:?[]@")
"""A term can be a prefix when its IRI ends so (JSON-LD 1.1, gen-delim)."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the context: its IRI, and what its values are taken for."""

    name: str
    iri: str
    type: str | None
    is_set: bool


class Context:
    """A JSON-LD context that can shorten: prefixes, and terms with a type; no containers but sets."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self.definitions = dict(definitions)
        self.prefixes: dict[str, str] = {}
        for name, value in self.definitions.items():
            iri = value if isinstance(value, str) else value.get("@id", "") if isinstance(value, dict) else ""
            if "://" in iri and iri.endswith(PREFIX_ENDS):
                self.prefixes[iri] = name
        self.terms: dict[str, list[Term]] = {}
        for name, value in self.definitions.items():
            if not name.startswith("@"):
                term = self._term(name, value if isinstance(value, dict) else {"@id": value})
                self.terms.setdefault(term.iri, []).append(term)

    def _term(self, name: str, value: Mapping[str, Any]) -> Term:
        kind = value.get("@type")
        return Term(
            name,
            self.expand(value.get("@id") or name),
            kind if kind is None or kind.startswith("@") else self.expand(kind),
            value.get("@container") == "@set",
        )

    def expand(self, name: str) -> str:
        """The IRI of a prefixed name.

        >>> Context({"ex": "https://a.example/"}).expand("ex:b")
        'https://a.example/b'
        """
        prefix, colon, local = name.partition(":")
        namespace = self.definitions.get(prefix)
        if colon and isinstance(namespace, str) and not local.startswith("//"):
            return namespace + local
        return name

    def compact(self, iri: str) -> str:
        """The IRI with a prefix, or as it is."""
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self.prefixes.get(iri[:cut])
        return f"{prefix}:{iri[cut:]}" if prefix and iri[cut:] else iri

    def name(self, iri: str) -> str:
        """The term of a class or property, or its IRI with a prefix."""
        terms = self.terms.get(iri, [])
        return next((t.name for t in terms if t.type is None), self.compact(iri))

    def term(self, iri: str, kind: str) -> Term:
        """The term of a property for values of a kind ("@id", a datatype, or "@none")."""
        terms = self.terms.get(iri, [])
        fitting = [t for t in terms if t.type == kind] or [t for t in terms if t.type is None] or terms
        return fitting[0] if fitting else Term(self.compact(iri), iri, None, is_set=False)


@cache
def shipped_context() -> Context:
    """The context that ships with the ontology."""
    text = (ontology_dir() / "context.jsonld").read_text(encoding="utf-8")
    return Context(json.loads(text)["@context"])


def jsonld_document(quads: Iterable[Quad], context: Context | None = None) -> Iterator[str]:
    """A whole document in pieces: the context once, then the graphs."""
    chosen = context or shipped_context()
    yield document_start(chosen)
    for number, graph in enumerate(jsonld_graphs(quads, chosen)):
        yield (",\n" if number else "") + graph
    yield document_end()


def document_start(context: Context | None = None) -> str:
    """What stands before the graphs."""
    definitions = (context or shipped_context()).definitions
    return '{\n"@context": ' + json.dumps(definitions, ensure_ascii=False, indent=1) + ',\n"@graph": [\n'


def document_end() -> str:
    """What stands after the graphs."""
    return "\n]}\n"


def jsonld_graphs(quads: Iterable[Quad], context: Context | None = None) -> Iterator[str]:
    """One JSON object a graph, sorted, with one line a node; they are joined by commas."""
    chosen = context or shipped_context()
    for graph, members in by_graph(quads):
        nodes: dict[str, list[Quad]] = {}
        for quad in members:
            nodes.setdefault(quad.subject.value, []).append(quad)  # type: ignore[union-attr] # no quoted triples
        lines = [_dump(_node(subject, nodes[subject], chosen)) for subject in sorted(nodes)]
        name = f'"@id": {_dump(graph)}, ' if graph else ""
        yield "{" + name + '"@graph": [\n' + ",\n".join(lines) + "\n]}"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _node(subject: str, quads: list[Quad], context: Context) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": subject}
    types = sorted(context.name(q.object.value) for q in quads if q.predicate == RDF.type)  # type: ignore[union-attr]
    if types:
        node["@type"] = types[0] if len(types) == 1 else types
    values: dict[str, list[Any]] = {}
    sets: set[str] = set()
    for quad in sorted((q for q in quads if q.predicate != RDF.type), key=str):
        term = context.term(quad.predicate.value, _kind(quad.object))  # type: ignore[arg-type]
        values.setdefault(term.name, []).append(_value(term, quad.object, context))  # type: ignore[arg-type]
        if term.is_set:
            sets.add(term.name)
    for name in sorted(values):
        single = len(values[name]) == 1 and name not in sets
        node[name] = values[name][0] if single else values[name]
    return node


def _kind(term: NamedNode | Literal) -> str:
    if isinstance(term, NamedNode):
        return "@id"
    return "@none" if term.language is not None or term.datatype == XSD.string else term.datatype.value


def _value(term: Term, value: NamedNode | Literal, context: Context) -> Any:
    if isinstance(value, NamedNode):
        iri = context.compact(value.value)
        return iri if term.type in ("@id", "@vocab") else {"@id": iri}
    if value.language is not None:
        return {"@value": value.value, "@language": value.language}
    if value.datatype == XSD.string:
        return value.value if term.type is None else {"@value": value.value}
    if term.type == value.datatype.value:
        return value.value
    return {"@value": value.value, "@type": context.compact(value.datatype.value)}

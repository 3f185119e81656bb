"""Quads as a graph that pySHACL can read: no copy of the terms that rdflib would rewrite, and quick look-ups."""

import logging
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rdflib.term import BNode, Node, URIRef

from kg.rdf.vocabulary import XSD

__all__ = ["TripleGraph", "Wildcard", "to_node", "to_ntriples"]

Wildcard = Node | None
Pairs = dict[Node, dict[Node, None]]


def to_node(term: NamedNode | BlankNode | Literal, known: Mapping[str, URIRef] | None = None) -> Node:
    """Convert a term of pyoxigraph to rdflib without normalising literals.

    `known` holds IRIs that are already there: look-ups are quicker when equal terms are the same object.
    """
    if isinstance(term, NamedNode):
        iri = term.value
        return (known.get(iri) if known else None) or URIRef(iri)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if term.language is not None:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype == XSD.string:
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


def to_ntriples(node: Node) -> str:
    """Write a term of rdflib as N-Triples does, by way of pyoxigraph."""
    if isinstance(node, rdflib.Literal):
        if node.language:
            return str(Literal(str(node), language=node.language))
        return str(Literal(str(node), datatype=NamedNode(node.datatype) if node.datatype else None))
    return str(BlankNode(node)) if isinstance(node, BNode) else f"<{node}>"


class TripleGraph(rdflib.Graph):
    """The triples of some quads, read-only: pySHACL asks it thousands of times an article."""

    def __init__(self, quads: Iterable[Quad], known: Mapping[str, URIRef]) -> None:
        super().__init__(bind_namespaces="none")
        self.by_subject: dict[Node, Pairs] = {}
        self.by_predicate: dict[Node, Pairs] = {}
        self.count = 0
        names: dict[str, URIRef] = dict(known)
        with _quiet():
            for quad in quads:
                self._insert(
                    _named(quad.subject, names), _named(quad.predicate, names), _named(quad.object, names)
                )

    def _insert(self, subject: Node, predicate: Node, value: Node) -> None:
        values = self.by_subject.setdefault(subject, {}).setdefault(predicate, {})
        if value not in values:
            values[value] = None
            self.by_predicate.setdefault(predicate, {}).setdefault(value, {})[subject] = None
            self.count += 1

    def __len__(self) -> int:
        return self.count

    def __bool__(self) -> bool:
        return True

    def objects(
        self, subject: Any = None, predicate: Any = None, unique: Any = False
    ) -> Generator[Any, None, None]:
        """Yield what is said of a subject by a predicate."""
        if subject is not None and isinstance(predicate, URIRef):
            yield from tuple(self.by_subject.get(subject, {}).get(predicate, ()))
        else:
            yield from super().objects(subject, predicate, unique)

    def subjects(
        self,
        predicate: Any = None,
        object: Any = None,  # noqa: A002 (rdflib's name)
        unique: Any = False,
    ) -> Generator[Any, None, None]:
        """Yield of what a predicate says this."""
        if object is not None and isinstance(predicate, URIRef):
            yield from tuple(self.by_predicate.get(predicate, {}).get(object, ()))
        else:
            yield from super().subjects(predicate, object, unique)

    def having(self, predicate: Node) -> set[Node]:
        """Collect all subjects of a predicate."""
        return {s for subjects in self.by_predicate.get(predicate, {}).values() for s in subjects}

    def values_of(self, predicate: Node) -> set[Node]:
        """Collect all objects of a predicate."""
        return set(self.by_predicate.get(predicate, ()))

    def triples(self, triple: Any) -> Generator[Any, None, None]:
        """Yield the triples that match; None matches anything."""
        subject, predicate, value = triple
        subjects = self.by_subject if subject is None else {subject: self.by_subject.get(subject, {})}
        for s, pairs in subjects.items():
            for p in pairs if predicate is None else (predicate,):
                for o in pairs.get(p, ()):
                    if value is None or o == value:
                        yield s, p, o


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each literal that its datatype does not allow: the shapes say it."""
    log = logging.getLogger("rdflib.term")
    log.addFilter(_drop)
    try:
        yield
    finally:
        log.removeFilter(_drop)


def _drop(_: logging.LogRecord) -> bool:
    return False


def _named(term: Any, names: dict[str, URIRef]) -> Node:
    if isinstance(term, NamedNode):
        iri = term.value
        node = names.get(iri)
        if node is None:
            node = names[iri] = URIRef(iri)
        return node
    return to_node(term)

"""Property paths of shapes: followed in a graph, and written for people."""

from collections.abc import Callable

import rdflib
from rdflib import RDF, Graph
from rdflib.namespace import SH
from rdflib.term import Node, URIRef

from kg.rdf.vocabulary import PREFIXES
from kg.validate.graph import TripleGraph

__all__ = ["Follow", "follower", "path_text", "short"]

Follow = Callable[[TripleGraph, Node], set[Node]]
SUFFIXES: dict[Node, str] = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


def short(iri: str) -> str:
    """Shorten an IRI by our prefixes, else put it into angle brackets.

    >>> short("https://w3id.org/newskg/ontology#Event"), short("urn:a")
    ('kg:Event', '<urn:a>')
    """
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{local}"
    return f"<{iri}>"


def path_text(shapes: Graph, path: Node) -> str:
    """Write a path as SPARQL does."""
    if isinstance(path, URIRef):
        return short(path)
    if (path, RDF.first, None) in shapes:
        return "/".join(_part(shapes, part) for part in shapes.items(path))
    for predicate, value in sorted(shapes.predicate_objects(path)):
        if predicate == SH.alternativePath:
            return "|".join(_part(shapes, part) for part in shapes.items(value))
        if predicate == SH.inversePath:
            return f"^{_part(shapes, value)}"
        if predicate in SUFFIXES:
            return f"{_part(shapes, value)}{SUFFIXES[predicate]}"
    return "?"


def _part(shapes: Graph, path: Node) -> str:
    text = path_text(shapes, path)
    return text if isinstance(path, URIRef) else f"({text})"


def follower(shapes: Graph, path: Node) -> Follow | None:
    """Compile a path of IRIs, sequences and alternatives; None for other paths, which pySHACL follows."""
    if isinstance(path, URIRef):
        return lambda graph, focus: set(graph.by_subject.get(focus, {}).get(path, ()))
    alternatives = shapes.value(path, SH.alternativePath)
    head = alternatives if alternatives is not None else path
    if (head, RDF.first, None) not in shapes:
        return None
    steps = [follower(shapes, part) for part in shapes.items(head)]
    if None in steps:
        return None
    known = [step for step in steps if step]
    return _any_of(known) if alternatives is not None else _one_after_the_other(known)


def _any_of(steps: list[Follow]) -> Follow:
    return lambda graph, focus: {node for step in steps for node in step(graph, focus)}


def _one_after_the_other(steps: list[Follow]) -> Follow:
    def follow(graph: TripleGraph, focus: Node) -> set[Node]:
        nodes = {focus}
        for step in steps:
            nodes = {
                found for node in nodes if not isinstance(node, rdflib.Literal) for found in step(graph, node)
            }
        return nodes

    return follow

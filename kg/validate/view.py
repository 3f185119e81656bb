"""An article's quads by subject, as the checks look at them."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from kg.rdf.vocabulary import KG, RDF
from kg.validate.finding import article_of, data_base

__all__ = ["Term", "View", "graph_name"]

ENTITIES = "graph/entities"
NUMBER = re.compile(r"[0-9]{1,18}")
Term = NamedNode | BlankNode | Literal


def graph_name(quad: Quad) -> str:
    """Name the graph of a quad, "" the default graph."""
    return "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value


class View:
    """What is said of each node, by predicate, with the graph that says it."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.quads: list[Quad] = list(quads)
        self.said: dict[str, dict[str, list[tuple[Term, str]]]] = {}
        self.classes: dict[str, list[str]] = {}
        self.home: dict[str, str] = {}
        for quad in self.quads:
            self._add(quad)

    def _add(self, quad: Quad) -> None:
        subject, predicate, graph = _key(quad.subject), quad.predicate.value, graph_name(quad)
        value: Term = quad.object  # type: ignore[assignment] # no quoted triples
        self.said.setdefault(subject, {}).setdefault(predicate, []).append((value, graph))
        if quad.predicate == RDF.type and isinstance(value, NamedNode):
            self.classes.setdefault(subject, []).append(value.value)
            self.home.setdefault(subject, graph)

    def of(self, *classes: NamedNode) -> list[str]:
        """Collect the nodes of any of these classes, in the order of the quads."""
        names = {name.value for name in classes}
        return [node for node, types in self.classes.items() if not names.isdisjoint(types)]

    def is_a(self, node: str, *classes: NamedNode) -> bool:
        """Tell whether a node has one of these classes."""
        types = self.classes.get(node, ())
        return any(name.value in types for name in classes)

    def terms(self, node: str, predicate: NamedNode) -> Iterator[Term]:
        """Yield the values of a predicate."""
        for value, _ in self.said.get(node, {}).get(predicate.value, ()):
            yield value

    def texts(self, node: str, predicate: NamedNode) -> list[str]:
        """Collect the values of a predicate, IRIs and literals alike, as text."""
        return [value.value for value in self.terms(node, predicate)]

    def text(self, node: str, predicate: NamedNode) -> str | None:
        """Take the first value of a predicate as text."""
        return next((value.value for value in self.terms(node, predicate)), None)

    def number(self, node: str, predicate: NamedNode) -> int | None:
        """Take the first value of a predicate as a whole number, None when it is none."""
        text = self.text(node, predicate)
        return int(text) if text is not None and NUMBER.fullmatch(text) else None

    @cached_property
    def article(self) -> str:
        """The article that the quads are of, "" when it is none."""
        nodes = self.of(KG.Article)
        if nodes:
            return nodes[0]
        graphs = (article_of(graph_name(quad)) for quad in self.quads)
        return next((article for article in graphs if article), "")

    @cached_property
    def base(self) -> str:
        """The base of all IRIs of the dump, "" when neither an article nor the graph of entities shows it."""
        ends = (graph_name(quad) for quad in self.quads)
        shared = (name.removesuffix(ENTITIES) for name in ends if name.endswith(ENTITIES))
        return data_base(self.article) or next(shared, "")


def _key(node: object) -> str:
    return str(node) if isinstance(node, BlankNode) else node.value  # type: ignore[attr-defined]

"""What a dump says of earlier states of its articles: corrections and withdrawals."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.vocabulary import DCTERMS, KG, PROV, RDF

__all__ = ["Past", "read_history", "revision_quads", "tombstone_quads", "version_node"]

SHOWN = 32
"""Digits of a text's hash that name a version."""


@dataclass(frozen=True, slots=True)
class Past:
    """What an earlier dump had of an article.

    `sha256` is that of its text then, `earlier` those of the texts before, the oldest first.
    """

    id: str
    sha256: str
    earlier: tuple[str, ...] = ()
    withdrawn: bool = False

    def revised(self, sha256: str) -> tuple[str, ...]:
        """The hashes of all texts before the one with this hash, the oldest first."""
        before = (*self.earlier, self.sha256)
        return tuple(one for i, one in enumerate(before) if one != sha256 and one not in before[i + 1 :])


def version_node(article: str, sha256: str) -> NamedNode:
    """The IRI of an earlier state of an article."""
    return NamedNode(f"{article}/version/{sha256[:SHOWN]}")


def revision_quads(article: str, earlier: Iterable[str]) -> Iterator[Quad]:
    """That an article is a revision of the last of its earlier texts, and each of those of the one before."""
    graph, before = NamedNode(f"{article}/facts"), None
    for sha256 in earlier:
        node = version_node(article, sha256)
        yield Quad(node, RDF.type, KG.EarlierVersion, graph)
        yield Quad(node, KG.textSha256, Literal(sha256), graph)
        if before:
            yield Quad(node, PROV.wasRevisionOf, before, graph)
        before = node
    if before:
        yield Quad(NamedNode(article), PROV.wasRevisionOf, before, graph)


def tombstone_quads(article: str, past: Past) -> Iterator[Quad]:
    """All that is left of an article that was withdrawn: that it was there."""
    node, graph = NamedNode(article), NamedNode(f"{article}/facts")
    yield Quad(node, RDF.type, KG.WithdrawnArticle, graph)
    yield Quad(node, DCTERMS.identifier, Literal(past.id), graph)
    yield Quad(node, KG.textSha256, Literal(past.sha256), graph)
    yield from revision_quads(article, past.earlier)


def read_history(quads: Iterable[Quad]) -> dict[str, Past]:
    """The articles of a dump, those withdrawn included, by IRI."""
    classes: dict[str, NamedNode] = {}
    said: dict[tuple[NamedNode, str], str] = {}
    for quad in quads:
        subject: str = quad.subject.value  # type: ignore[union-attr] # no quoted triples
        if quad.predicate == RDF.type and quad.object in (KG.Article, KG.WithdrawnArticle):
            classes[subject] = quad.object  # type: ignore[assignment] # one of the two
        elif quad.predicate in (DCTERMS.identifier, KG.textSha256, PROV.wasRevisionOf):
            said[quad.predicate, subject] = quad.object.value  # type: ignore[union-attr] # no quoted triples
    return {
        article: Past(
            said.get((DCTERMS.identifier, article), ""),
            said.get((KG.textSha256, article), ""),
            _earlier(article, said),
            withdrawn=classes[article] == KG.WithdrawnArticle,
        )
        for article in sorted(classes)
    }


def _earlier(node: str, said: dict[tuple[NamedNode, str], str]) -> tuple[str, ...]:
    found: list[str] = []
    seen = {node}
    while (node := said.get((PROV.wasRevisionOf, node), "")) and node not in seen:
        seen.add(node)
        found.append(said.get((KG.textSha256, node), ""))
    return tuple(reversed([sha256 for sha256 in found if sha256]))

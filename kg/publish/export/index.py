"""Quads in memory, asked by subject and predicate."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.rdf.read import read_quads
from kg.rdf.vocabulary import RDF
from kg.validate.finding import article_of

__all__ = ["Index", "indexed_articles", "shared_index"]


class Index:
    """Quads by subject and predicate; what it lacks, the index `behind` it may have."""

    def __init__(self, quads: Iterable[Quad] = (), behind: "Index | None" = None) -> None:
        self._values: dict[str, dict[str, list[str]]] = {}
        self._behind = behind
        for quad in quads:
            self.add(quad)

    def add(self, quad: Quad) -> None:
        """Take one quad over, unless it is there already."""
        values = self._values.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, [])  # type: ignore[union-attr] # no quoted triples
        value: str = quad.object.value  # type: ignore[union-attr] # no quoted triples
        if value not in values:
            values.append(value)

    def all(self, subject: str, predicate: NamedNode) -> list[str]:
        """The values, sorted."""
        found = self._values.get(subject, {}).get(predicate.value)
        if found is None:
            return self._behind.all(subject, predicate) if self._behind else []
        return sorted(found)

    def one(self, subject: str, predicate: NamedNode) -> str:
        """The first value, "" where there is none."""
        return next(iter(self.all(subject, predicate)), "")

    def predicates(self, subject: str) -> list[str]:
        """What is said of a subject here, sorted."""
        return sorted(self._values.get(subject, ()))

    def subjects(self) -> list[str]:
        """All subjects, sorted."""
        return sorted(self._values)

    def of_class(self, *classes: NamedNode) -> list[str]:
        """The subjects of these classes, in text order of their IRIs."""
        names = {c.value for c in classes}
        return sorted(
            (s for s, values in self._values.items() if names.intersection(values.get(RDF.type.value, ()))),
            key=_position,
        )


def _position(iri: str) -> tuple[str, int, str]:
    """Headline before text, then by the offset in an IRI that ends in `text/12-20`."""
    head, _, last = iri.rpartition("/")
    start = last.partition("-")[0]
    return head, int(start) if start.isdecimal() else 0, last


def indexed_articles(dump: Path, predicates: frozenset[NamedNode]) -> Iterator[Index]:
    """Each article of a dump with what is behind it: the entities that all share.

    Only the predicates named are kept. The dump is read twice, and one article at a time is held beside the shared
    entities; all of it if its articles are scattered. Raises like `read_quads`.
    """
    shared, together = _shared(dump, predicates)
    for quads in _articles(dump, predicates, together=together):
        yield Index(quads, behind=shared)


def shared_index(dump: Path, predicates: frozenset[NamedNode], behind: Index | None = None) -> Index:
    """What a dump says with those predicates of nodes that no article owns. Raises like `read_quads`."""
    return Index((quad for article, quad in _kept(dump, predicates) if not article), behind)


def _kept(dump: Path, predicates: frozenset[NamedNode]) -> Iterator[tuple[str, Quad]]:
    """The quads with those predicates, each with the article that it belongs to ("" if shared)."""
    for quad in read_quads(dump):
        if quad.predicate in predicates:
            yield article_of(quad.subject.value), quad  # type: ignore[union-attr] # no quoted triples


def _shared(dump: Path, predicates: frozenset[NamedNode]) -> tuple[Index, bool]:
    """What no article owns, and whether the quads of each article stand together."""
    shared, done, last, together = Index(), set[str](), "", True
    for article, quad in _kept(dump, predicates):
        if not article:
            shared.add(quad)
        elif article != last:
            together = together and article not in done
            done.add(article)
            last = article
    return shared, together


def _articles(dump: Path, predicates: frozenset[NamedNode], *, together: bool) -> Iterator[list[Quad]]:
    held: dict[str, list[Quad]] = {}
    for article, quad in _kept(dump, predicates):
        if not article:
            continue
        if together and held and article not in held:
            yield from held.values()
            held.clear()
        held.setdefault(article, []).append(quad)
    for article in sorted(held):
        yield held[article]

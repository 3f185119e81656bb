"""What all articles share: one description for each linked entity and publication."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.iri import Minter, wikidata
from kg.rdf.literal import english
from kg.rdf.vocabulary import KG, OWL, RDF, SKOS

__all__ = ["CLASSES", "SharedEntity", "Source", "described_quads", "entity_quads", "source_node"]

CLASSES: dict[str, NamedNode] = {
    "person": KG.Person,
    "organization": KG.Organization,
    "country": KG.Country,
    "group": KG.Group,
    "place": KG.Place,
    "agreement": KG.Agreement,
    "artifact": KG.Artifact,
    "work": KG.Work,
    "event": KG.NamedEvent,
    "publication": KG.Publication,
}


@dataclass(frozen=True, slots=True)
class Source:
    """A publication or agency as the article names it, with its Wikidata item and its label if one is known."""

    name: str
    qid: str | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class SharedEntity:
    """What one article says of a linked entity or publication; `iri` is its IRI in the dump."""

    iri: str
    type: str
    label: str
    aliases: tuple[str, ...] = ()
    qid: str | None = None
    country: str | None = None


def source_node(source: Source, minter: Minter) -> NamedNode:
    """The IRI of a publication or agency."""
    return minter.item(source.qid) if source.qid else minter.publication(source.name)


def entity_quads(described: Iterable[SharedEntity], minter: Minter) -> list[Quad]:
    """One description for each linked entity and publication, sorted; see `described_quads`."""
    by_iri: dict[str, Counter[SharedEntity]] = {}
    for entity in described:
        by_iri.setdefault(entity.iri, Counter()).update([entity])
    quads = (quad for iri, said in by_iri.items() for quad in described_quads(iri, said, minter))
    return sorted(quads, key=str)


def described_quads(iri: str, said: Counter[SharedEntity], minter: Minter) -> Iterator[Quad]:
    """The description of a linked entity or publication, of which so many articles say the same.

    Where articles differ, what most of them say wins; a publication stays one.
    """
    graph = minter.shared("entities")
    for predicate, value in _description(said, minter):
        yield Quad(NamedNode(iri), predicate, value, graph)


def _description(
    said: Counter[SharedEntity], minter: Minter
) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    types = _counted((entity.type, count) for entity, count in said.items())
    best = "publication" if "publication" in types else _most(types)
    label = _most(_counted((e.label, count) for e, count in said.items() if e.type == best))
    yield RDF.type, CLASSES[best]
    yield SKOS.prefLabel, english(label)
    spellings = sorted({name for entity in said for name in (*entity.aliases, entity.label)}, reverse=True)
    # of several spellings the last counts: rather one that is not in capitals
    names = {name.casefold(): name for name in sorted(spellings, key=lambda name: not name.isupper())}
    for spelling in sorted(names):
        if spelling != label.casefold():
            yield SKOS.altLabel, english(names[spelling])
    qid = min((e.qid for e in said if e.qid), default=None)
    if qid:
        yield OWL.sameAs, wikidata(qid)
    countries = _counted((e.country, n) for e, n in said.items() if e.country and e.country != qid)
    if countries:
        yield KG.country, minter.item(_most(countries))


def _counted(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for value, count in pairs:
        counts[value] += count
    return counts


def _most(counts: Counter[str]) -> str:
    """The most frequent value, the first in the alphabet of several."""
    return min(counts, key=lambda value: (-counts[value], value))

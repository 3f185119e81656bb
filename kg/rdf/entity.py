"""What all articles share: one description for each linked entity and publication."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.iri import Minter, wikidata
from kg.rdf.literal import english
from kg.rdf.vocabulary import KG, OWL, RDF, SKOS

__all__ = ["CLASSES", "SharedEntity", "Source", "entity_quads", "source_node"]

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
    """One description for each linked entity and publication of a dump, sorted.

    Where articles differ, what most of them say wins; a publication stays one.
    """
    by_iri: dict[str, list[SharedEntity]] = {}
    for entity in described:
        by_iri.setdefault(entity.iri, []).append(entity)
    graph = minter.shared("entities")
    return sorted(
        (
            Quad(NamedNode(iri), p, o, graph)
            for iri, group in by_iri.items()
            for p, o in _description(group, minter)
        ),
        key=str,
    )


def _description(
    group: list[SharedEntity], minter: Minter
) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    types = [entity.type for entity in group]
    best = "publication" if "publication" in types else _most(types)
    label = _most([e.label for e in group if e.type == best])
    yield RDF.type, CLASSES[best]
    yield SKOS.prefLabel, english(label)
    spellings = sorted({name for entity in group for name in (*entity.aliases, entity.label)}, reverse=True)
    # of several spellings the last counts: rather one that is not in capitals
    names = {name.casefold(): name for name in sorted(spellings, key=lambda name: not name.isupper())}
    for spelling in sorted(names):
        if spelling != label.casefold():
            yield SKOS.altLabel, english(names[spelling])
    qid = next((e.qid for e in group if e.qid), None)
    if qid:
        yield OWL.sameAs, wikidata(qid)
    countries = [e.country for e in group if e.country and e.country != qid]
    if countries:
        yield KG.country, minter.item(_most(countries))


def _most(values: list[str]) -> str:
    """The most frequent value, the first in the alphabet of several."""
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value))

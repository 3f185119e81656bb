"""What the linked item says about the type of an entity: a town taken for a person is a place."""

from collections.abc import Mapping
from dataclasses import replace

from kg.records import EntityType, Extraction
from kg.wikidata.base import KnowledgeBase
from kg.wikidata.kinds import CORPORATE, Kind, compatibility

__all__ = ["retyped"]

_TYPES: Mapping[Kind, EntityType] = {
    Kind.PERSON: "person",
    **dict.fromkeys(CORPORATE, "organization"),
    Kind.COUNTRY: "country",
    Kind.FORMER_COUNTRY: "country",
    Kind.TERRITORY: "place",
    Kind.REGION: "place",
    Kind.CITY: "place",
    Kind.PLACE: "place",
    Kind.AGREEMENT: "agreement",
    Kind.PRODUCT: "artifact",
    Kind.WORK: "work",
    Kind.EVENT: "event",
    Kind.COMPETITION: "event",
}
_TOWNS = frozenset({Kind.CITY, Kind.REGION})
_MISREAD: Mapping[EntityType, frozenset[Kind]] = {
    "person": frozenset(_TYPES),
    "work": frozenset(_TYPES),
    "artifact": frozenset(_TYPES),
    "event": frozenset(_TYPES),
    "organization": _TOWNS | {Kind.PLACE, Kind.PERSON},
    "group": _TOWNS | {Kind.COUNTRY},
}
"""Classes of items that an entity of a type may turn out to be; a place or country takes part in events as one."""


def retyped(extraction: Extraction, kb: KnowledgeBase) -> Extraction:
    """The extraction with the types of linked entities whose item can never be of the type that was read.

    Who holds a role or is what the holder belongs to keeps its type: there grammar knows better than the name.
    """
    tied = {key for role in extraction.roles for key in (role.holder, role.organization, role.country)}
    linked = {link.entity: link.qid for link in extraction.links if link.qid and link.entity not in tied}
    entities = []
    for entity in extraction.entities:
        item = kb.item(linked[entity.key]) if entity.key in linked else None
        misread = item is not None and item.kind in _MISREAD.get(entity.type, ())
        if item is not None and misread and not compatibility(entity.type, item.kind):
            entity = replace(entity, type=_TYPES[item.kind])  # noqa: PLW2901 (the same entity, read better)
        entities.append(entity)
    return replace(extraction, entities=tuple(entities))

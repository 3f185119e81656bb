"""Classes of items: how the seed files call them, and which of them an entity of an article can be."""

from collections.abc import Mapping
from enum import IntEnum

from kg.records import EntityType

__all__ = ["CORPORATE", "DOMAINS", "PLACES", "SEED_TYPES", "STATES", "Kind", "compatibility"]


class Kind(IntEnum):
    """The class of an item; the numbers stand in the file of the base."""

    OTHER = 0
    PERSON = 1
    ORGANIZATION = 2
    COMPANY = 3
    GOVERNMENT = 4
    PARTY = 5
    MEDIA = 6
    TEAM = 7
    UNIVERSITY = 8
    COUNTRY = 9
    TERRITORY = 10
    FORMER_COUNTRY = 11
    REGION = 12
    CITY = 13
    PLACE = 14
    GROUP = 15
    AGREEMENT = 16
    PRODUCT = 17
    WORK = 18
    EVENT = 19
    COMPETITION = 20
    OFFICE = 21
    CHARACTER = 22
    LANGUAGE = 23
    AWARD = 24
    CONCEPT = 25

    @property
    def title(self) -> str:
        """The name as shown to users.

        >>> Kind.FORMER_COUNTRY.title
        'former country'
        """
        return self.name.lower().replace("_", " ")


SEED_TYPES: Mapping[str, Kind] = {
    "Person": Kind.PERSON,
    "Organization": Kind.ORGANIZATION,
    "Company": Kind.COMPANY,
    "GovernmentOrganization": Kind.GOVERNMENT,
    "PoliticalParty": Kind.PARTY,
    "NewsMedia": Kind.MEDIA,
    "SportsTeam": Kind.TEAM,
    "EducationalOrganization": Kind.UNIVERSITY,
    "Country": Kind.COUNTRY,
    "Territory": Kind.TERRITORY,
    "HistoricalCountry": Kind.FORMER_COUNTRY,
    "AdminRegion": Kind.REGION,
    "City": Kind.CITY,
    "Place": Kind.PLACE,
    "Group": Kind.GROUP,
    "Agreement": Kind.AGREEMENT,
    "Product": Kind.PRODUCT,
    "CreativeWork": Kind.WORK,
    "Event": Kind.EVENT,
    "Competition": Kind.COMPETITION,
    "Position": Kind.OFFICE,
    "Character": Kind.CHARACTER,
    "Language": Kind.LANGUAGE,
    "Award": Kind.AWARD,
    "Concept": Kind.CONCEPT,
    "Disease": Kind.CONCEPT,
    "Other": Kind.OTHER,
}
"""What the seed files write in the column `type`."""

DOMAINS = ("", "politics", "military", "sport", "arts", "business", "science", "media", "law", "religion")
"""Fields of activity that descriptions name; their places stand in the file of the base."""

CORPORATE = (
    Kind.ORGANIZATION,
    Kind.COMPANY,
    Kind.GOVERNMENT,
    Kind.PARTY,
    Kind.MEDIA,
    Kind.TEAM,
    Kind.UNIVERSITY,
)
"""Classes of organised bodies."""
STATES = frozenset({Kind.COUNTRY, Kind.TERRITORY, Kind.FORMER_COUNTRY})
PLACES = frozenset({Kind.CITY, Kind.REGION, Kind.PLACE}) | STATES
_COMPATIBLE: Mapping[EntityType, Mapping[Kind, float]] = {
    "person": {Kind.PERSON: 1.0, Kind.OTHER: 0.2, Kind.CHARACTER: 0.3},
    "organization": {
        **dict.fromkeys(CORPORATE, 1.0),
        Kind.PLACE: 0.35,
        Kind.GROUP: 0.5,
        Kind.PRODUCT: 0.6,
        Kind.COMPETITION: 0.6,
        Kind.OTHER: 0.4,
        Kind.AGREEMENT: 0.4,
        Kind.WORK: 0.2,
    },
    "country": {
        Kind.COUNTRY: 1.0,
        Kind.TERRITORY: 0.9,
        Kind.FORMER_COUNTRY: 0.8,
        Kind.REGION: 0.5,
        Kind.PLACE: 0.3,
    },
    "place": {
        Kind.PLACE: 1.0,
        Kind.CITY: 1.0,
        Kind.REGION: 1.0,
        Kind.TERRITORY: 1.0,
        Kind.COUNTRY: 0.9,
        Kind.FORMER_COUNTRY: 0.7,
        Kind.UNIVERSITY: 0.3,
        Kind.ORGANIZATION: 0.2,
        Kind.GOVERNMENT: 0.2,
        Kind.OTHER: 0.2,
    },
    "group": {
        Kind.GROUP: 1.0,
        Kind.PARTY: 0.9,
        Kind.ORGANIZATION: 0.8,
        Kind.TEAM: 0.3,
        Kind.GOVERNMENT: 0.5,
        Kind.OTHER: 0.3,
        Kind.COMPANY: 0.2,
    },
    "agreement": {
        Kind.AGREEMENT: 1.0,
        Kind.EVENT: 0.5,
        Kind.WORK: 0.3,
        Kind.OTHER: 0.3,
    },
    "artifact": {
        Kind.PRODUCT: 1.0,
        Kind.PLACE: 0.9,
        Kind.COMPANY: 0.7,
        Kind.ORGANIZATION: 0.4,
        Kind.MEDIA: 0.5,
        Kind.WORK: 0.4,
        Kind.OTHER: 0.4,
    },
    "work": {
        Kind.WORK: 1.0,
        Kind.MEDIA: 0.9,
        Kind.PRODUCT: 0.5,
        Kind.COMPETITION: 0.3,
        Kind.AGREEMENT: 0.4,
        Kind.OTHER: 0.5,
    },
    "event": {
        Kind.EVENT: 1.0,
        Kind.COMPETITION: 1.0,
        Kind.AWARD: 0.4,
        Kind.OTHER: 0.4,
        Kind.AGREEMENT: 0.3,
        Kind.WORK: 0.2,
    },
    "publication": {
        Kind.MEDIA: 1.0,
        Kind.COMPANY: 0.5,
        Kind.ORGANIZATION: 0.5,
        Kind.WORK: 0.6,
        Kind.GOVERNMENT: 0.2,
    },
}


def compatibility(entity_type: EntityType, kind: Kind) -> float:
    """How well an item of this class fits an entity of this type, 0 (never) to 1.

    >>> compatibility("organization", Kind.MEDIA), compatibility("person", Kind.CITY)
    (1.0, 0.0)
    """
    return _COMPATIBLE[entity_type].get(kind, 0.0)

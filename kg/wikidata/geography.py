"""Countries and regions by their names, and which of them a row of the seed mentions."""

from collections.abc import Iterable, Mapping

from kg.wikidata.kinds import Kind
from kg.wikidata.names import name_key
from kg.wikidata.seed import Draft
from kg.wikidata.words import common_words

__all__ = [
    "SHORT_STATE_NAMES",
    "countries_by_name",
    "country_in",
    "region_in",
    "regions_by_name",
    "taken_names",
]

SHORT_STATE_NAMES = frozenset(
    {"US", "USA", "UK", "UAE", "PRC", "ROC", "DPRK", "ROK", "DRC", "GDR", "FRG", "USSR", "CAR", "BC"}
)
"""Codes that news uses as names."""
_REGIONAL = frozenset(
    {Kind.CITY, Kind.PLACE, Kind.REGION, Kind.MEDIA, Kind.UNIVERSITY, Kind.TEAM, Kind.GOVERNMENT}
)
_CONTINENTAL = (
    "south american",
    "north american",
    "latin american",
    "central american",
    "native american",
    "south america",
)
"""They name no state, though their second word alone would."""
_AMERICAN = {230: 30}
"""Georgia, where the United States are named too."""


def taken_names(drafts: Iterable[Draft]) -> dict[str, int]:
    """The labels of countries and of their first-level regions, each with its QID number."""
    taken: dict[str, int] = {}
    for draft in sorted(drafts, key=lambda d: (d.kind, d.qid)):
        if draft.kind is Kind.COUNTRY or (draft.kind is Kind.REGION and draft.file == "admin_regions.tsv"):
            taken.setdefault(name_key(draft.label), draft.qid)
    return taken


def country_in(description: str, places: Mapping[str, int]) -> int:
    """The country that a description names first, by name or adjective, as a QID number; 0 for none."""
    words, start = name_key(description).split(), 0
    while start < len(words):
        found = ((n, places.get(" ".join(words[start : start + n]))) for n in (4, 3, 2, 1))
        length, country = next(((n, qid) for n, qid in found if qid is not None), (1, 0))
        if country:
            return _AMERICAN.get(country, country) if "united states" in name_key(description) else country
        start += length
    return 0


def regions_by_name(drafts: Iterable[Draft]) -> dict[tuple[int, str], int]:
    """Names of states, provinces and the like, each with its country, and the QID number of the region."""
    regions: dict[tuple[int, str], int] = {}
    for draft in drafts:
        if draft.kind is Kind.REGION and draft.file == "admin_regions.tsv" and draft.country:
            for name in (draft.label, *draft.aliases):
                if len(name) > 3:
                    regions.setdefault((draft.country, name_key(name)), draft.qid)
    return regions


def region_in(draft: Draft, regions: Mapping[tuple[int, str], int]) -> int:
    """The region that the description or a name of a place mentions, as a QID number; 0 for none."""
    if draft.kind not in _REGIONAL or not draft.country:
        return 0
    for text in (draft.description, *(name for name in draft.names if "," in name)):
        words = name_key(text.replace(",", " ")).split()
        for start in range(1, len(words)):
            for length in (3, 2, 1):
                found = regions.get((draft.country, " ".join(words[start : start + length])), 0)
                if found and found != draft.qid:
                    return found
    return 0


def countries_by_name(drafts: Iterable[Draft], demonyms: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Names and adjectives of states, each with the QID number of the state."""
    places: dict[str, int] = {}
    for draft in sorted(drafts, key=lambda d: (d.kind, -d.prior, d.qid)):
        if draft.kind is Kind.COUNTRY:
            for name in draft.names:
                key = name_key(name)
                if (len(name) > 3 or name in SHORT_STATE_NAMES) and key not in common_words():
                    places.setdefault(key, draft.qid)
    for form, country in demonyms:
        places.setdefault(name_key(form), country)
    places.update(dict.fromkeys(_CONTINENTAL, 0))
    for name in ("", "us"):
        places.pop(name, None)
    return places

"""One scale for how likely news names an item: 0 (hardly ever) to 255 (every day).

The seed files count different things in `popularity` (inhabitants, Wikipedia languages, office scores, degrees in
a graph). Each is mapped by the logarithm of its count; the anchors were chosen so that items which news names
about as often get about the same number: a head of government 180, a city of a million 190, a town 90.
"""

from math import log2, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.wikidata.seed import SeedRow

__all__ = ["population_prior", "prior_of", "sitelinks_prior"]

_CORE = {"core.tsv": 245, "agencies.tsv": 232, "core_more.tsv": 215}
_UNKNOWN = {
    "countries.tsv": 190,
    "admin_regions.tsv": 120,
    "cities_us.tsv.gz": 72,
    "parties.tsv": 95,
    "gov_bodies.tsv.gz": 92,
    "universities.tsv.gz": 92,
    "organizations.tsv": 82,
    "companies.tsv.gz": 70,
    "media.tsv": 75,
    "sports_teams.tsv": 80,
    "events.tsv.gz": 80,
    "persons.tsv.gz": 60,
    "offices.tsv.gz": 110,
}
_NOT_OURS = "chadwickbureau"
"""Rows that the baseball register counted too: its numbers stay out with it (ODC-BY)."""
_WELL_KNOWN = "FB15K"
"""The 15,000 best connected things of Freebase."""
_AGES = ((10_000, 45), (60_000, 30), (200_000, 20), (600_000, 12), (3_000_000, 5), (30_000_000, 0))
_LARGEST_COUNT = 400
"""More than this is a number of inhabitants, not of languages (in the second layer both occur)."""


def prior_of(file: str, row: "SeedRow") -> int:
    """The prior of a row of a seed file, 0 to 255."""
    if file in _CORE:
        return _CORE[file] if row.popularity >= 900 else _CORE[file] - 40
    counted = row.popularity > 0 and _NOT_OURS not in row.source
    prior = _of_count(file, row) if counted else _UNKNOWN.get(file, 60)
    prior += _age_bonus(row)
    if _WELL_KNOWN in row.source:
        prior = max(prior, 118)
    return max(0, min(255, round(prior)))


def _of_count(file: str, row: "SeedRow") -> float:
    count, first = row.popularity, row.source.split("@", 1)[0]
    if file == "countries.tsv":
        return 196 + 5 * log10(max(count, 1))
    if file == "persons.tsv.gz":
        return 40 + 46 * log10(max(count, 2) / 2) + _recent(row)
    if "natural-earth" in first or first.endswith("/wikitrivia-data"):
        return population_prior(count)
    if "/wikitrivia@" in row.source or first.endswith("thosebefore"):
        return sitelinks_prior(count)
    if "name-suggestion-index" in first:
        return 52 + 17 * log2(count)
    if not file.startswith("more_"):
        return _of_first_layer(first, count)
    return _of_second_layer(first, count)


def _of_first_layer(first: str, count: float) -> float:
    if first.endswith(("reep", "partyfactsdata")):
        return 78 + 4 * min(count, 12)
    return 104 + 34 * log10(count + 1)


def _of_second_layer(first: str, count: float) -> float:
    if count > _LARGEST_COUNT:
        return population_prior(count)
    if "kgtk" in first:
        return 62 + 34 * log10(count)
    return 62 + 5 * min(count, 25)


def population_prior(count: float) -> float:
    """The prior of a town by its inhabitants.

    >>> round(population_prior(1e6)), round(population_prior(1e4))
    (190, 94)
    """
    return max(30.0, 190 + 48 * (log10(max(count, 10)) - 6))


def sitelinks_prior(count: float) -> float:
    """The prior by the number of Wikipedia languages.

    >>> round(sitelinks_prior(10)), round(sitelinks_prior(250))
    (103, 224)
    """
    return 58 + 26 * log2(max(count, 1) / 3) if count >= 3 else 50


def _recent(row: "SeedRow") -> float:
    last = row.end or row.start
    if row.start and not row.end:
        return 14
    return 10 if last >= "2015" else 0


def _age_bonus(row: "SeedRow") -> float:
    """Items that Wikidata got first had many Wikipedia articles; many names mean that people looked."""
    age: float = next((bonus for last, bonus in _AGES if row.qid < last), -6)
    if row.popularity > 0 or row.type == "City":
        age /= 3
    return age + min(len(row.aliases), 6) + 5 * min(row.source.count(";"), 2)

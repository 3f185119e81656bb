"""Terms of office in the seed, and words that tell one office from another."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.wikidata.names import name_key, name_tokens
from kg.wikidata.seed import read_table
from kg.wikidata.words import word_sets

__all__ = ["TERM_FILES", "SeedTerm", "date_number", "office_key", "office_keys", "office_words", "read_terms"]

TERM_FILES: Mapping[str, str] = {
    "recent_terms.tsv": "CC0 (dates written for this project; QIDs from every-politician-scrapers)",
    "person_terms.tsv.gz": "CC0 (Wikidata by every-politician-scrapers; congress-legislators)",
}
"""The files of terms of office and their licences."""


@dataclass(frozen=True, slots=True, order=True)
class SeedTerm:
    """One term: numbers of QIDs (0 unknown), dates as yyyymmdd (0 unknown; months and days may be 00)."""

    person: int
    start: int
    end: int
    position: str
    office: int
    country: int


def date_number(text: str) -> int:
    """An ISO date of any precision as a number that can be compared, 0 for none.

    >>> date_number("2019-09"), date_number("2021-08-12T00:00:00Z"), date_number("")
    (20190900, 20210812, 0)
    """
    digits = text[:10].replace("-", "")
    return int(digits.ljust(8, "0")) if digits.isdigit() and len(digits) >= 4 else 0


def read_terms(folder: Path) -> Iterator[SeedTerm]:
    """All terms of the seed folder."""
    for name in TERM_FILES:
        path = folder / name
        if path.is_file():
            for qid, _, position, office, country, start, end, *_ in read_table(path):
                yield SeedTerm(
                    person=int(qid[1:]),
                    start=date_number(start),
                    end=date_number(end),
                    position=position,
                    office=int(office[1:]) if office else 0,
                    country=int(country[1:]) if country else 0,
                )


@lru_cache(maxsize=4096)
def office_words(title: str) -> frozenset[str]:
    """The words that make up an office, without nations, articles and ways of putting it.

    >>> sorted(office_words("Minister for Foreign Affairs")), sorted(office_words("foreign minister"))
    (['foreign', 'minister'], ['foreign', 'minister'])
    """
    lists = word_sets("office_words")
    same = _synonyms()
    words = (same.get(word, word) for word in name_tokens(title))
    return frozenset(word for word in words if word not in lists["empty"])


@lru_cache(maxsize=1)
def _synonyms() -> Mapping[str, str]:
    return {
        word: name.removeprefix("same_")
        for name, words in word_sets("office_words").items()
        if name.startswith("same_")
        for word in words
    }


def office_key(title: str, country: int, nations: Iterable[str] = ()) -> str:
    """The key under which an office of a country is found, whatever the order of its words."""
    words = office_words(title).difference(nations)
    return f"office|{country}|{' '.join(sorted(words))}" if words else ""


def office_keys(
    names: Iterable[str], country: int, nations: Iterable[str], bodies: Mapping[str, int]
) -> Iterator[str]:
    """The keys of an office by its own names: in its country, and in the body that a name ends in.

    `bodies` are QID numbers of what has offices as states have, by the keys of their names.
    """
    for name in names:
        if country:
            yield office_key(name, country, nations)
        title, _, body = name.partition(" of ")
        if (qid := bodies.get(name_key(body), 0)) != 0:
            yield office_key(title, qid)

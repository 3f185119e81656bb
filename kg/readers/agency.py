"""News agencies by the codes and names under which they stand in datelines and bylines."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Agency", "agencies", "agency_named", "rows", "word_list"]


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency: full name, other names and codes, Wikidata item if known."""

    name: str
    codes: tuple[str, ...]
    qid: str | None


def rows(name: str) -> list[list[str]]:
    """The tab-separated rows of one of this package's data files, without comments."""
    text = (files("kg.readers") / "data" / name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def word_list(name: str, what: str) -> frozenset[str]:
    """The words of one row of a data file of rows `what`, words."""
    return frozenset(word for row, words in rows(name) if row == what for word in words.split())


@cache
def agencies() -> dict[str, Agency]:
    """Every code and name of an agency, exact in case ("PA", "dpa"), to the agency."""
    found: dict[str, Agency] = {}
    for name, codes, qid in rows("agencies.tsv"):
        agency = Agency(name, tuple(codes.split("|")), qid or None)
        for code in (name, *agency.codes):
            found.setdefault(code, agency)
    return found


def agency_named(text: str) -> Agency | None:
    """The agency that a code, name or list of them means; of several the first is the source.

    >>> agency_named("Yonhap/Reuters").name
    'Yonhap News Agency'
    """
    for part in re.split(r"\s*(?:/|,| and | via |;)\s*", text.strip()):
        if agency := agencies().get(part.strip(" .")):
            return agency
    return None

"""Word lists that more than one extractor reads, as data behind cached functions."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = [
    "ActorNoun",
    "Country",
    "actor_nouns",
    "countries",
    "data_rows",
    "demonyms",
    "genders",
    "metonyms",
    "people_nouns",
]

DATA = Path(__file__).parent / "data"


def data_rows(name: str) -> Iterator[list[str]]:
    """The cells of each row of a data file; comment lines and empty ones are left out."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@dataclass(frozen=True, slots=True)
class Country:
    """A country as a word list names it."""

    qid: str
    name: str


@dataclass(frozen=True, slots=True)
class ActorNoun:
    """What a noun that describes actors says of them."""

    type: str
    plural: bool


@cache
def countries() -> dict[str, Country]:
    """Countries by any of their names."""
    return {form: Country(qid, name) for form, qid, name in data_rows("countries.tsv")}


@cache
def country_names() -> dict[str, str]:
    """The usual name of a country by its Wikidata item."""
    return {country.qid: country.name for country in countries().values()}


@cache
def demonyms() -> dict[str, Country]:
    """Countries by nationality adjective ("Russian"), without nouns that only name people."""
    return {
        form: Country(qid, name) for form, kind, qid, name in data_rows("demonyms.tsv") if "adjective" in kind
    }


@cache
def people_nouns() -> dict[str, Country]:
    """Countries by the noun that names their people ("Russians", "Spaniards")."""
    return {
        form: Country(qid, name) for form, kind, qid, name in data_rows("demonyms.tsv") if "plural" in kind
    }


@dataclass(frozen=True, slots=True)
class Metonym:
    """A place or building that stands for a state: its own item, the state, and "capital" or "seat of power"."""

    qid: str
    stands_for: str
    kind: str


@cache
def metonyms() -> dict[str, Metonym]:
    """Capitals, palaces and buildings by name, without "the"."""
    table: dict[str, Metonym] = {}
    for form, qid, stands_for, _, kind in sorted(data_rows("metonyms.tsv"), key=lambda row: (row[0], row[4])):
        table.setdefault(form.removeprefix("the "), Metonym(qid, stands_for, kind))
    return table


@cache
def actor_nouns() -> dict[str, ActorNoun]:
    """Nouns that describe actors, by lower-case form as it stands in the text."""
    table: dict[str, ActorNoun] = {}
    for kind, number, nouns in data_rows("actor_nouns.tsv"):
        for noun in nouns.split("|"):
            table.setdefault(noun, ActorNoun(kind, number == "p"))
    return table


@cache
def genders() -> dict[str, str]:
    """Gender ("f" or "m") by first name; names that both use are left out."""
    seen: dict[str, set[str]] = {}
    for gender, names in data_rows("first_names.tsv"):
        for name in names.split("|"):
            seen.setdefault(name, set()).add(gender)
    return {name: next(iter(found)) for name, found in seen.items() if len(found) == 1}

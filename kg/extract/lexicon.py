"""Word lists about actors that more than one extractor reads, as data behind cached functions."""

from dataclasses import dataclass
from functools import cache

from kg.extract.wordlist import rows
from kg.records import EntityType

__all__ = [
    "ActorNoun",
    "Land",
    "Metonym",
    "acronyms",
    "actor_noun",
    "demonyms",
    "full_titles",
    "genders",
    "honorifics",
    "land_names",
    "lands",
    "metonyms",
    "nicknames",
    "people_nouns",
    "title_words",
    "word_list",
]


@dataclass(frozen=True, slots=True)
class Land:
    """A country, or a place that belongs to one, as a word list names it."""

    qid: str
    name: str
    type: EntityType = "country"


@dataclass(frozen=True, slots=True)
class ActorNoun:
    """What a noun that describes actors says of them; `group` is the class of nouns that may mean the same one."""

    type: EntityType
    group: str
    gender: str


@dataclass(frozen=True, slots=True)
class Metonym:
    """A seat of power: its own item ("" if unknown) and type, and whom it stands for."""

    qid: str
    type: EntityType
    stands_for: Land


@cache
def lands() -> dict[str, Land]:
    """Countries and dependent territories by any of their names, without "the"."""
    return {form: _land(qid, name, kind) for form, qid, name, kind in rows("countries.tsv")}


def _land(qid: str, name: str, kind: str) -> Land:
    return Land(qid, name, "place" if kind == "place" else "country")


@cache
def land_names() -> dict[str, Land]:
    """Countries and territories by their Wikidata item."""
    return {land.qid: land for land in lands().values()}


@cache
def demonyms() -> dict[str, Land]:
    """Lands by adjective ("Russian", "U.S.", "European")."""
    return _demonyms("adjective", "both")


@cache
def people_nouns() -> dict[str, Land]:
    """Lands by the plural noun for their people ("Russians", "Spaniards")."""
    return _demonyms("people")


def _demonyms(*uses: str) -> dict[str, Land]:
    return {
        form: _land(qid, name, kind) for form, use, qid, name, kind in rows("demonyms.tsv") if use in uses
    }


@cache
def metonyms() -> dict[str, Metonym]:
    """Capitals, palaces and buildings by name, without "the"."""
    table: dict[str, Metonym] = {}
    for form, qid, actor, name, actor_type, own_type in rows("metonyms.tsv"):
        whom = Land(actor, name, "organization" if actor_type == "organization" else "country")
        kind: EntityType = (
            "place" if own_type == "place" else "organization" if own_type == "organization" else "artifact"
        )
        table[form] = Metonym(qid, kind, whom)
    return table


@cache
def _actor_nouns() -> dict[str, ActorNoun]:
    table: dict[str, ActorNoun] = {}
    for kind, group, gender, nouns in rows("actor_nouns.tsv"):
        for noun in nouns.split("|"):
            table.setdefault(noun, ActorNoun(kind, group, gender.strip("-")))  # type: ignore[arg-type]
    return table


def actor_noun(lower: str, lemma: str) -> ActorNoun | None:
    """What the noun says of the actor that it describes, by its form or its lemma."""
    table = _actor_nouns()
    return table.get(lower) or table.get(lemma)


@cache
def genders() -> dict[str, str]:
    """A person's gender, "f" or "m", by first name."""
    return {name: gender for gender, names in rows("first_names.tsv") for name in names.split("|")}


@cache
def nicknames() -> dict[str, str]:
    """Full first names by short ones, both folded ("bill", "william")."""
    return {short: full for full, shorts in rows("nicknames.tsv") for short in shorts.split("|")}


@cache
def acronyms() -> dict[str, str]:
    """Full names of bodies by their usual abbreviation ("NATO")."""
    return {row[0]: row[1] for row in rows("acronyms.tsv")}


@cache
def word_list(kind: str) -> frozenset[str]:
    """One of the small word lists about names (`data/name_words.tsv`)."""
    return frozenset(
        word for row_kind, words in rows("name_words.tsv") if row_kind == kind for word in words.split("|")
    )


@cache
def honorifics() -> dict[str, str]:
    """A person's gender, "f", "m" or "" for unknown, by a lower-case title before the name."""
    return {word: gender.strip("-") for gender, words in _titles("honorific") for word in words}


@cache
def title_words(kind: str) -> frozenset[str]:
    """The words of one kind of the list of titles: office, vague, bare, modifier."""
    return frozenset(word for _, words in _titles(kind) for word in words)


@cache
def full_titles() -> dict[str, str]:
    """The noun behind a title that is written short: "gen." → "general"."""
    return {word: noun for noun, words in _titles("short") for word in words}


def _titles(kind: str) -> list[tuple[str, list[str]]]:
    return [(gender, words.split("|")) for row_kind, gender, words in rows("titles.tsv") if row_kind == kind]

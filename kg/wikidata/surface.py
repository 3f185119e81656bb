"""The names under which an entity is looked up: as written, otherwise written, shortened, completed."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from kg.records import Entity
from kg.wikidata.base import KnowledgeBase
from kg.wikidata.names import name_tokens, without_article
from kg.wikidata.spelling import respelled, rewritten
from kg.wikidata.words import common_words, region_names, word_sets

__all__ = [
    "Match",
    "Surface",
    "full_region",
    "is_area",
    "is_plain_name",
    "local_surfaces",
    "other_surfaces",
    "surfaces",
]

Match = Literal["name", "region", "national", "altered", "spelled", "alias"]
"""What was looked up: the fullest name, "name, region", the name with a state of the article, the name without its
nation or title, another spelling of it, another name that the article has."""

_BODIES = frozenset({"organization", "group", "publication", "event", "agreement"})

_MOST_PLAIN_WORDS = 4
_SHORTEST_REST = 3
_FULL_FIELDS = {"Foreign": "Foreign Affairs", "Interior": "Internal Affairs", "Defense": "Defence"}


class Surface(NamedTuple):
    """A name to look up; `nation` is the state that the name itself names ("Russian …")."""

    text: str
    match: Match
    nation: str | None = None


def surfaces(entity: Entity, kb: KnowledgeBase, states: Sequence[str]) -> Iterator[Surface]:
    """The names of an entity, the fullest first; `states` are the QIDs of the states that the article is about."""
    yield Surface(full_region(entity), "name")
    for alias in entity.aliases:
        yield Surface(alias, "alias")
    for name in rewritten(entity.name):
        yield Surface(name, "spelled")
    if entity.type == "person":
        yield from (Surface(name, "altered") for name in _shorter_person(entity.name))
    elif entity.type in {"place", "country"}:
        yield from (Surface(name, "altered") for name in _other_areas(entity.name))
        yield from (Surface(name, "altered") for name in _shorter_place(entity.name))
    elif entity.type in _BODIES:
        yield from _without_nation(entity.name, kb)
        yield from _turned(entity.name)
        if entity.type != "publication":
            yield from _with_nation(entity.name, kb, states)
    if entity.type in {"group", "artifact"}:
        yield from _in_number(entity.name)


def full_region(entity: Entity) -> str:
    """The name, or the state or province that it is short for ("La.")."""
    short = entity.name.removesuffix(".").replace(". ", ".") if entity.type == "place" else ""
    return region_names().get(short, entity.name)


def other_surfaces(entity: Entity) -> Iterator[Surface]:
    """Names to try where none of the others is known: transliterations, and tails that names have or lack."""
    if entity.type in {"person", "place", "organization", "group"}:
        yield from (Surface(name, "spelled") for name in respelled(entity.name))
    tails = word_sets("name_words")
    if entity.type == "place":
        yield from (Surface(f"{entity.name} {tail}", "altered") for tail in sorted(tails["place_tails"]))
    elif entity.type in _BODIES | {"artifact"}:
        words = entity.name.split()
        if len(words) > 1 and words[-1].casefold() in tails["body_tails"]:
            yield Surface(" ".join(words[:-1]), "altered")
        yield from (Surface(f"{entity.name} {tail}", "altered") for tail in sorted(tails["body_tails"]))


def _shorter_person(name: str) -> Iterator[str]:
    words = name.split()
    honorifics = word_sets("name_words")["honorifics"]
    bare = [word for word in words if word.rstrip(".").casefold() not in honorifics]
    if 1 < len(bare) < len(words):
        yield " ".join(bare)
    if len(bare) > 2 and not bare[-1].isupper() and bare[-1].rstrip(".") not in {"Jr", "Sr"}:
        yield f"{bare[0]} {bare[-1]}"


def _shorter_place(name: str) -> Iterator[str]:
    words = without_article(name).split()
    generic = word_sets("name_words")["place_words"]
    if len(words) > 1 and words[-1].casefold() in generic:
        yield " ".join(words[:-1])
    if len(words) > 2 and words[0].casefold() in generic and words[1] == "of":
        yield " ".join(words[2:])
    if len(words) > 1 and words[-1].casefold() == "river":
        yield " ".join(words[:-1])


def is_area(name: str) -> bool:
    """Whether a name says that it is that of more than a town: "Idlib province"."""
    words = name.split()
    return len(words) > 1 and words[-1].casefold() in word_sets("name_words")["areas"]


def _other_areas(name: str) -> Iterator[str]:
    """The name with another word for the area: "Belgorod region" and "Belgorod Oblast"."""
    first, _, last = name.rpartition(" ")
    for pair in sorted(word_sets("spelling")["areas"]):
        one, other = pair.split("=")
        if first and last.casefold() == one:
            yield f"{first} {other}"


def _in_number(name: str) -> Iterator[Surface]:
    """A people or thing in the other number: "Native American", "B-17s"."""
    if name.endswith("s") and len(name) > 4:
        yield Surface(name[:-1], "altered")
    elif len(name) > 3:
        yield Surface(f"{name}s", "altered")


def _nations_of_name(name: str, kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """The states that a name ends or begins with, each with the rest of the name.

    "Russian Foreign Ministry", "Ministry of Defence of Ukraine", "India's Supreme Court".
    """
    words = without_article(name).split()
    for length in (3, 2, 1):
        ends = len(words) > length + 1 and words[-length - 1] in {"of", "in"}
        if ends and (qid := _nation(words[-length:], kb)) is not None:
            yield qid, " ".join(words[: -length - 1])
            break
    for length in (3, 2, 1):
        if len(words) > length and (qid := _nation(words[:length], kb)) is not None:
            yield qid, " ".join(words[length:])
            break


def _nation(words: list[str], kb: KnowledgeBase) -> str | None:
    return kb.nation(" ".join(words))


def _without_nation(name: str, kb: KnowledgeBase) -> Iterator[Surface]:
    words = name.split()
    if len(words) > 1 and words[-1].casefold() in word_sets("name_words")["media_words"]:
        yield Surface(" ".join(words[:-1]), "altered")
    for qid, rest in _nations_of_name(name, kb):
        if len(rest) > _SHORTEST_REST:
            yield from (Surface(full, "name", qid) for full in _of_state(rest, qid, kb))
            yield Surface(rest, "altered", qid)


def _with_nation(name: str, kb: KnowledgeBase, states: Sequence[str]) -> Iterator[Surface]:
    """A name that every state has something of, with the states of the article: "Parliament", "Supreme Court"."""
    if is_plain_name(name):
        for qid in states:
            yield from (Surface(full, "national") for full in _of_state(without_article(name), qid, kb))
    if " " not in name and kb.nation(name) is None:
        yield Surface(f"{name} Party", "national")


def local_surfaces(name: str, places: Sequence[str]) -> Iterator[Surface]:
    """A name that every region has something of, with the regions of the article: "Senate" in Alabama."""
    if is_plain_name(name):
        bare = without_article(name)
        for place in places:
            yield Surface(f"{place} {bare}", "national")
            yield Surface(f"{bare} of {place}", "national")


def is_plain_name(name: str) -> bool:
    """Whether a name is of ordinary words only, as those of public bodies are: "Supreme Court"."""
    words = name_tokens(name)
    return 1 <= len(words) <= _MOST_PLAIN_WORDS and all(map(_is_plain, words))


def _turned(name: str) -> Iterator[Surface]:
    """The place of a body at the other end: "Alabama Senate" and "Senate of Alabama"."""
    words = name.split()
    for place in range(1, len(words)):
        if all(_is_plain(word.casefold()) for word in words[place:]):
            if not all(_is_plain(word.casefold()) for word in words[:place]):
                yield Surface(f"{' '.join(words[place:])} of {' '.join(words[:place])}", "spelled")
            break
    if words.count("of") == 1 and (place := words.index("of")) and len(words) > place + 1:
        rest = [word for word in words[place + 1 :] if word != "the"]
        if all(_is_plain(word.casefold()) for word in words[:place]):
            yield Surface(" ".join((*rest, *words[:place])), "spelled")


def _of_state(rest: str, qid: str, kb: KnowledgeBase) -> Iterator[str]:
    """The names that a body of a state can have, its own and the state's put together."""
    state = kb.item(qid)
    if state is None:
        return
    adjective = kb.adjectives.get(qid)
    for name in (rest, *_ministries(rest)):
        yield f"{name} of {state.label}"
        yield f"{name} of the Republic of {state.label}"
        if state.label.startswith("United ") or state.label.endswith("s"):
            yield f"{name} of the {state.label}"
    yield f"{state.label} {rest}"
    if adjective is not None:
        yield f"{adjective} {rest}"


def _ministries(name: str) -> Iterator[str]:
    """The full name of a ministry that is called by its field: Foreign Ministry, Health Ministry."""
    first, _, last = name.rpartition(" ")
    if last == "Ministry" and first:
        yield f"Ministry of {_FULL_FIELDS.get(first, first)}"


def _is_plain(word: str) -> bool:
    return word in common_words() or word in word_sets("name_words")["chambers"]

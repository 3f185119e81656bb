"""Items that an entity of an article may be: by its names, and by what its names contain."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from kg.records import Entity
from kg.wikidata.base import Hit, Item, KnowledgeBase
from kg.wikidata.derive import Form
from kg.wikidata.kinds import compatibility
from kg.wikidata.names import is_acronym_form, name_tokens, without_article
from kg.wikidata.words import word_sets

__all__ = ["Candidate", "Match", "candidates_of", "nation_of_name", "regional_candidates"]

Match = Literal["name", "region", "altered", "alias"]
"""What was looked up: the fullest name, "name, region", a name without its nation or title, another name."""

_BEST_FIRST: dict[Match, int] = {"region": 0, "name": 1, "altered": 2, "alias": 3}
_MOST = 24
"""Candidates kept of one entity, by prior; "Washington" alone has forty."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One item that an entity may be. `nation` is the state that the name itself names ("Russian …")."""

    item: Item
    form: Form
    match: Match
    capitals: bool = False
    ordinary: bool = False
    namesakes: int = 0
    words: int = 1
    fit: float = 1.0
    also_alias: bool = False
    nation: str | None = None


def candidates_of(entity: Entity, kb: KnowledgeBase) -> list[Candidate]:
    """The items with a name of the entity whose class it can have, each once in its best match."""
    found: dict[int, Candidate] = {}
    for surface, match, nation in _surfaces(entity, kb):
        if match == "altered" and any(
            c.match == "name" and c.form is not Form.SURNAME for c in found.values()
        ):
            continue
        for hit in kb.lookup(surface):
            _add(found, _candidate(hit, surface, match, nation, entity), entity)
    kept = _without_partial(list(found.values()))
    return sorted(kept, key=lambda c: (-c.item.prior, c.item.index))[:_MOST]


def _without_partial(found: list[Candidate]) -> list[Candidate]:
    """Only what the full name means, if that is known: "NBC News" is not NBC, though it may be called so."""
    if any(
        c.match in {"name", "region"} and c.form <= Form.ALIAS and c.words > 1 and c.fit >= 0.5 for c in found
    ):
        return [c for c in found if c.match != "alias"]
    return found


def _candidate(hit: Hit, surface: str, match: Match, nation: str | None, entity: Entity) -> Candidate:
    return Candidate(
        item=hit.item,
        form=hit.form,
        match=match,
        capitals=hit.capitals,
        ordinary=hit.ordinary,
        namesakes=hit.namesakes,
        words=len(name_tokens(surface)),
        fit=compatibility(entity.type, hit.item.kind),
        nation=nation,
    )


def _add(found: dict[int, Candidate], candidate: Candidate, entity: Entity) -> None:
    if not candidate.fit or (candidate.match == "alias" and not _alias_may_decide(candidate, entity)):
        return
    known = found.get(candidate.item.index)
    if known is None:
        found[candidate.item.index] = candidate
    elif candidate.match == "alias" != known.match:
        found[candidate.item.index] = replace(known, also_alias=True)
    elif (_BEST_FIRST[candidate.match], candidate.form) < (_BEST_FIRST[known.match], known.form):
        found[candidate.item.index] = candidate


def _alias_may_decide(candidate: Candidate, entity: Entity) -> bool:
    """Whether a shorter name may bring in an item: not where the full name says something else.

    A person's surname alone never does; of "European Medicines Agency (EMA)" the initials may bring in only
    an item that shares words with the name.
    """
    if is_acronym_form(entity.name) and not candidate.capitals:
        return True
    full = set(name_tokens(entity.name))
    if entity.type == "person":
        names = [set(name_tokens(candidate.item.label))]
        return candidate.form is not Form.SURNAME and any(len(full & name) >= 2 for name in names)
    label = set(name_tokens(candidate.item.label)) - _small_words()
    rest = full - _small_words()
    return bool(rest and label) and (rest <= label or (label <= rest and 2 * len(label) >= len(rest)))


def _small_words() -> frozenset[str]:
    return word_sets("name_words")["small"]


def _surfaces(entity: Entity, kb: KnowledgeBase) -> Iterator[tuple[str, Match, str | None]]:
    yield entity.name, "name", None
    for alias in entity.aliases:
        yield alias, "alias", None
    if entity.type == "person":
        yield from ((name, "altered", None) for name in _shorter_person(entity.name))
    elif entity.type in {"organization", "group", "publication", "event", "agreement"}:
        yield from _without_nation(entity.name, kb)
    elif entity.type in {"place", "country"}:
        yield from ((name, "altered", None) for name in _shorter_place(entity.name))


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


def nation_of_name(name: str, kb: KnowledgeBase) -> tuple[str, str] | None:
    """The state that a name begins or ends with, and the rest of the name.

    "Russian Foreign Ministry", "Ministry of Defence of Ukraine", "India's Supreme Court".
    """
    words = without_article(name).split()
    for length in (3, 2, 1):
        if len(words) > length and (qid := _nation(words[:length], kb)) is not None:
            return qid, " ".join(words[length:])
    for length in (3, 2, 1):
        ends = len(words) > length + 1 and words[-length - 1] in {"of", "in"}
        if ends and (qid := _nation(words[-length:], kb)) is not None:
            return qid, " ".join(words[: -length - 1])
    return None


def _nation(words: list[str], kb: KnowledgeBase) -> str | None:
    return kb.nation(" ".join(words))


def _without_nation(name: str, kb: KnowledgeBase) -> Iterator[tuple[str, Match, str | None]]:
    words = name.split()
    if len(words) > 1 and words[-1].casefold() in word_sets("name_words")["media_words"]:
        yield " ".join(words[:-1]), "altered", None
    found = nation_of_name(name, kb)
    if found is not None and len(found[1]) > 3:
        qid, rest = found
        if (state := kb.item(qid)) is not None:
            yield f"{rest} of {state.label}", "name", qid
            yield f"{state.label} {rest}", "name", qid
        yield rest, "altered", qid


def regional_candidates(entity: Entity, regions: Iterable[str], kb: KnowledgeBase) -> list[Candidate]:
    """Places that are listed under "name, region", as most towns of America are."""
    found: dict[int, Candidate] = {}
    for region in regions:
        surface = f"{entity.name}, {region}"
        for hit in kb.lookup(surface):
            _add(found, _candidate(hit, surface, "region", None, entity), entity)
    return list(found.values())

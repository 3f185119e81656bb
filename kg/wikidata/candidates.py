"""Items that an entity of an article may be: by its names, and by what its names contain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.records import Entity
from kg.wikidata.base import Hit, Item, KnowledgeBase
from kg.wikidata.derive import Form
from kg.wikidata.kinds import Kind, compatibility
from kg.wikidata.names import is_acronym_form, name_key, name_tokens
from kg.wikidata.spelling import is_same_given, without_legal_form
from kg.wikidata.surface import Match, Surface, full_region, is_area, local_surfaces, other_surfaces, surfaces
from kg.wikidata.words import word_sets

__all__ = ["Candidate", "Match", "candidates_of", "regional_candidates"]

_BEST_FIRST: dict[Match, int] = {
    "region": 0,
    "national": 1,
    "name": 2,
    "altered": 3,
    "spelled": 4,
    "alias": 5,
}
_MOST = 24
"""Candidates kept of one entity, those of its states first, by prior; "Washington" alone has forty."""
_PUBLIC = frozenset({Kind.GOVERNMENT, Kind.PARTY})
_MOST_OF_BODIES = 2
"""Regions with whose names a public body is looked up."""
_UNMISTAKABLE = frozenset({Kind.PERSON, Kind.OFFICE, Kind.LANGUAGE, Kind.CONCEPT})
"""Classes that a name of another type does not mean: others may have been taken for something else."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One item that an entity may be. `nation` is the state that the name itself names ("Russian …").

    `shared` says that public bodies of several states have the name ("Supreme Court").
    """

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
    shared: bool = False


def candidates_of(entity: Entity, kb: KnowledgeBase, states: Sequence[str] = ()) -> list[Candidate]:
    """The items with a name of the entity, each once in its best match; another class than its own only by a full name.

    `states` are the QIDs of the states that the article is about, that of the entity first. A bare title ("Dean") is no
    surname.
    """
    found: dict[int, Candidate] = {}
    titled = name_key(entity.name) in word_sets("name_words")["titles"]
    for surface in surfaces(entity, kb, states):
        if surface.match in {"altered", "spelled"} and any(map(_is_named, found.values())):
            continue
        for hit in kb.lookup(surface.text):
            if not (titled and hit.form is Form.SURNAME) and not _is_too_small(hit, surface, entity):
                _add(found, _candidate(hit, surface, entity), entity)
    if not any(map(_is_known, found.values())):
        for candidate in _by_spelling(entity, kb):
            _add(found, candidate, entity)
    kept = _with_rivals(_without_partial(list(found.values())))
    order = {state: place for place, state in enumerate(states)}
    first = sorted(kept, key=lambda c: (_is_elsewhere(c, order), -c.item.prior, c.item.index))[:_MOST]
    return sorted(first, key=lambda c: (-c.item.prior, c.item.index))


def _is_too_small(hit: Hit, surface: Surface, entity: Entity) -> bool:
    """Whether an item is no state or province though the name is short for one ("La.") or says so ("Idlib province")."""
    if entity.type != "place" or hit.item.kind is Kind.REGION:
        return False
    if hit.item.kind is Kind.CITY and surface.match == "altered":
        return is_area(entity.name)
    return surface.match == "name" and full_region(entity) != entity.name


def _with_rivals(found: list[Candidate]) -> list[Candidate]:
    public = {c.item.index for c in found if c.ordinary and not c.capitals and c.item.kind in _PUBLIC}
    states = {c.item.country for c in found if c.item.index in public and c.item.country is not None}
    if len(states) < 2:
        return found
    return [replace(c, shared=True) if c.item.index in public else c for c in found]


def _is_elsewhere(candidate: Candidate, states: dict[str, int]) -> bool:
    country = candidate.item.country
    if candidate.nation is not None:
        return country != candidate.nation
    return bool(states) and candidate.ordinary and country not in states


def _is_named(candidate: Candidate) -> bool:
    return candidate.match == "name" and candidate.form is not Form.SURNAME and candidate.fit > 0


def _is_known(candidate: Candidate) -> bool:
    return candidate.fit > 0 and candidate.form is not Form.SURNAME


def _by_spelling(entity: Entity, kb: KnowledgeBase) -> Iterator[Candidate]:
    """What is known under another spelling; of people also those of the surname whose given names can be the same."""
    if entity.type == "person":
        yield from _by_surname(entity, kb)
    if entity.type == "organization" and (found := _by_company(entity, kb)):
        yield from found
        return
    for surface in other_surfaces(entity):
        for hit in kb.lookup(surface.text):
            if hit.form is not Form.SURNAME and not hit.ordinary:
                yield _candidate(hit, surface, entity)


def _by_company(entity: Entity, kb: KnowledgeBase) -> list[Candidate]:
    """The companies of a name without its legal form, by the longest part of it that names any."""
    for name in without_legal_form(entity.name):
        surface = Surface(name, "altered")
        companies = [hit for hit in kb.lookup(name) if hit.item.kind is Kind.COMPANY]
        found = [_candidate(hit, surface, entity) for hit in companies if hit.form is not Form.SURNAME]
        if found and " " in name:  # variants, too, are full names without their legal form
            return [replace(c, form=Form.ALIAS) if c.form is Form.VARIANT else c for c in found]
        if found:
            return found
    return []


def _by_surname(entity: Entity, kb: KnowledgeBase) -> Iterator[Candidate]:
    words = [w for w in name_tokens(entity.name) if w not in word_sets("name_words")["honorifics"]]
    if len(words) < 2:
        return
    for surname, given in ((words[-1], words[:-1]), (words[0], words[1:])):
        for hit in kb.lookup(surname):
            label = name_tokens(hit.item.label)
            if hit.form is Form.SURNAME and _is_same_person(given, [w for w in label if w != surname]):
                surface = Surface(entity.name, "spelled")
                yield replace(_candidate(hit, surface, entity), form=Form.VARIANT, ordinary=False)


def _is_same_person(given: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether the given names can be those of one person: the first alike, further ones not at odds."""
    if not theirs or not is_same_given(given[0], theirs[0]):
        return False
    few, many = sorted((given[1:], theirs[1:]), key=len)
    return all(any(is_same_given(one, other) for other in many) for one in few)


def _without_partial(found: list[Candidate]) -> list[Candidate]:
    """Only what the full name means, if that is known: "NBC News" is not NBC, though it may be called so."""
    if any(
        c.match in {"name", "region"} and c.form <= Form.ALIAS and c.words > 1 and c.fit >= 0.5 for c in found
    ):
        return [c for c in found if c.match != "alias"]
    return found


def _candidate(hit: Hit, surface: Surface, entity: Entity) -> Candidate:
    return Candidate(
        item=hit.item,
        form=hit.form,
        match=surface.match,
        capitals=hit.capitals,
        ordinary=hit.ordinary,
        namesakes=hit.namesakes,
        words=len(name_tokens(surface.text)),
        fit=compatibility(entity.type, hit.item.kind),
        nation=surface.nation,
    )


def _add(found: dict[int, Candidate], candidate: Candidate, entity: Entity) -> None:
    if not candidate.fit and not _may_be_misread(candidate):
        return
    if candidate.match == "alias" and not _alias_may_decide(candidate, entity):
        return
    known = found.get(candidate.item.index)
    if known is None:
        found[candidate.item.index] = candidate
    elif candidate.match == "alias" != known.match:
        found[candidate.item.index] = replace(known, also_alias=True)
    elif (_BEST_FIRST[candidate.match], candidate.form) < (_BEST_FIRST[known.match], known.form):
        found[candidate.item.index] = candidate


def _may_be_misread(candidate: Candidate) -> bool:
    """Whether the entity may have been taken for something of another type: only what bears just this name."""
    return (
        candidate.match == "name"
        and candidate.nation is None
        and candidate.form <= Form.ALIAS
        and candidate.item.kind not in _UNMISTAKABLE
    )


def _alias_may_decide(candidate: Candidate, entity: Entity) -> bool:
    """Whether a shorter name may bring in an item: not where the full name says something else.

    A person's surname alone never does; of "European Medicines Agency (EMA)" the initials may bring in only
    an item that shares words with the name.
    """
    if is_acronym_form(entity.name) and not candidate.capitals:
        return True
    full = set(name_tokens(entity.name))
    if entity.type == "person":
        label = set(name_tokens(candidate.item.label))
        least = 2 if len(full) > 1 else 1
        return candidate.form is not Form.SURNAME and candidate.words > 1 and len(full & label) >= least
    label = set(name_tokens(candidate.item.label)) - _small_words()
    rest = full - _small_words()
    return bool(rest and label) and (rest <= label or (label <= rest and 2 * len(label) >= len(rest)))


def _small_words() -> frozenset[str]:
    return word_sets("name_words")["small"]


def regional_candidates(entity: Entity, regions: Sequence[str], kb: KnowledgeBase) -> list[Candidate]:
    """What is listed with its region: towns under "name, region", as most of America are, bodies with its name."""
    found: dict[int, Candidate] = {}
    if entity.type == "place":
        names = [Surface(f"{entity.name}, {region}", "region") for region in regions]
    else:
        names = list(local_surfaces(entity.name, regions[:_MOST_OF_BODIES]))
    for surface in names:
        for hit in kb.lookup(surface.text):
            _add(found, _candidate(hit, surface, entity), entity)
    return list(found.values())

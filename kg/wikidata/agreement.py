"""Whether a candidate agrees with its article: in country, region, dates and field of activity."""

from collections.abc import Mapping

from kg.records import Entity
from kg.wikidata.base import Item, KnowledgeBase
from kg.wikidata.candidates import Candidate
from kg.wikidata.derive import Form
from kg.wikidata.kinds import PLACES, STATES, Kind
from kg.wikidata.situation import Situation, state_of

__all__ = ["country_evidence", "date_evidence", "field_evidence", "is_ruled_out", "region_evidence"]

_OWN_COUNTRY = frozenset(
    {Kind.PERSON, Kind.GOVERNMENT, Kind.PARTY, Kind.TEAM, Kind.UNIVERSITY, Kind.COMPANY, Kind.MEDIA}
)
_INITIALS = frozenset(
    {Kind.GOVERNMENT, Kind.PARTY, Kind.MEDIA, Kind.UNIVERSITY, Kind.ORGANIZATION, Kind.OTHER}
)
_HAPPENINGS = frozenset({Kind.EVENT, Kind.COMPETITION, Kind.AGREEMENT})
_METROPOLIS = 190
"""The prior of a town of a million, which news names wherever it happens."""
_FEWEST_FIELDS = 3
"""Entities with a known field of activity from which an article has one."""


def country_evidence(
    candidate: Candidate, entity: Entity, situation: Situation, kb: KnowledgeBase, found: dict[str, float]
) -> None:
    """Add whether the item's state is that of its name, of the entity, or one that the article is about."""
    item = candidate.item
    state = state_of(item, kb)
    if candidate.nation is not None and state != candidate.nation:
        found["country/" + ("not that of the name" if state else "none, one in the name")] = 1.0
        return
    wanted = candidate.nation or situation.country_of(entity, kb)
    if wanted is not None and item.kind not in STATES:
        found[_against(wanted, state, candidate, kb)] = 1.0
    elif state is not None:
        _add_share(candidate, entity, state, situation, kb, found)


def is_ruled_out(candidate: Candidate, entity: Entity, situation: Situation, kb: KnowledgeBase) -> bool:
    """Whether a body of a name that every state has something of belongs to another state than the one named."""
    wanted = candidate.nation or situation.country_of(entity, kb)
    state = state_of(candidate.item, kb)
    return (
        wanted is not None
        and state is not None
        and state != kb.part_of.get(wanted, wanted)
        and candidate.item.kind not in STATES
        and _is_generic(candidate)
    )


def _against(wanted: str, state: str | None, candidate: Candidate, kb: KnowledgeBase) -> str:
    if state is None:
        return "country/unknown"
    if state == kb.part_of.get(wanted, wanted):
        return "country/same, of a name that all have" if _is_generic(candidate) else "country/same"
    kind = candidate.item.kind
    return f"country/another, {'own' if kind in _OWN_COUNTRY | PLACES else 'loose'}"


def _add_share(
    candidate: Candidate,
    entity: Entity,
    state: str,
    situation: Situation,
    kb: KnowledgeBase,
    found: dict[str, float],
) -> None:
    """How much the article is about the item's state, by what is linked so far."""
    item = candidate.item
    if not situation.shares:
        if _is_generic(candidate) and not candidate.capitals:
            found["country/nothing of a name that all have"] = 1.0
        return
    if item.kind in STATES:
        return
    share = situation.shares.get(state, 0.0)
    if _is_generic(candidate):
        _add_generic(candidate, share, situation.shares, found)
        if near := situation.near_states(entity, kb):
            found["country/near a name that all have"] = near.get(state, 0.0)
    elif share:
        found["country/in the article"], found["country/share"] = 1.0, share
    elif item.kind in PLACES:
        found["country/elsewhere, " + ("metropolis" if item.prior >= _METROPOLIS else "place")] = 1.0
    else:
        found["country/elsewhere, " + (item.kind.title if item.kind in _OWN_COUNTRY else "loose")] = 1.0


def _add_generic(
    candidate: Candidate, share: float, shares: Mapping[str, float], found: dict[str, float]
) -> None:
    """What a generic name loses where its country is not what the article is mostly about."""
    if not candidate.capitals:
        found["country/share for a name that all have"] = max(min(0.8, 20 * (share - 0.65)), -5.0)
        found["country/main"] = float(share > 0 and share >= max(shares.values()))
    else:
        least = -1.5 if candidate.item.curated else -4.0
        found["country/share for initials"] = max(min(0.8, 10 * share - 4.0), least)


def _is_generic(candidate: Candidate) -> bool:
    """Whether every country has something of this name or of these initials ("Supreme Court", "ABC")."""
    kind = candidate.item.kind
    if candidate.match == "national":
        return True
    if candidate.capitals:
        return candidate.form is not Form.LABEL and kind in _INITIALS
    return candidate.shared and candidate.match == "name"


def region_evidence(item: Item, entity: Entity, situation: Situation, found: dict[str, float]) -> None:
    """Add whether a town lies in a region that the article names, best just behind it ("Abingdon, Virginia")."""
    if item.kind is Kind.REGION:
        if any(q != item.qid and c == item.country for q, c in situation.regions.items()):
            found["region/beside others"] = 1.0
        if situation.is_behind_place(entity.key, item.country):
            found["region/behind a place"] = 1.0
    elif situation.regions and (name := _region_of_town(item, entity, situation)):
        found[f"region/{name}"] = 1.0


def _region_of_town(item: Item, entity: Entity, situation: Situation) -> str:
    following = {
        situation.linked[k].qid for k in situation.after.get(entity.key, ()) if k in situation.linked
    }
    named = following & situation.regions.keys()
    if named and item.country is not None and item.country not in {situation.regions[q] for q in named}:
        return "another follows"
    if item.region is None:
        return ""
    if item.region in following:
        return "follows"
    if named:
        return "another follows"
    if item.region in situation.regions:
        return "in the article"
    return "others in the article" if item.country in situation.regions.values() else ""


def field_evidence(item: Item, situation: Situation, found: dict[str, float]) -> None:
    """Add whether the article is about the item's field, as far as those it surely names tell."""
    total = sum(situation.domains.values())
    if total < _FEWEST_FIELDS or not item.domain:
        return
    if share := situation.domains.get(item.domain, 0) / total:
        found["field/share"] = share
    else:
        found["field/another"] = 1.0


def date_evidence(item: Item, entity: Entity, situation: Situation, found: dict[str, float]) -> None:
    """Add whether the item was there at the article's date, and a person alive where the text shows them acting."""
    year = situation.year
    if not year:
        return
    if item.kind is Kind.PERSON:
        name = _age(item, entity, situation)
    elif item.start > year:
        name = "after the article" if item.kind in _HAPPENINGS else "founded later"
    else:
        name = "ended" if item.end and item.end < year - 1 and item.kind not in PLACES else ""
    if name:
        found[f"dates/{name}"] = 1.0


def _age(item: Item, entity: Entity, situation: Situation) -> str:
    year, alive = situation.year, situation.alive(entity.key)
    if item.lifetime:
        if item.start > year - 12:
            return "a child"
        dead = bool(item.end and item.end < year - 1) or item.start < year - 105
        if not dead:
            return ""
        old = (item.end or item.start + 80) < year - 60
        return "dead, but acts" if alive else "long dead" if old else "dead"
    if item.start > year + 2:
        return "in office later"
    old = (item.end or item.start) < year - 45
    return "old, but acts" if item.start and old and alive else ""

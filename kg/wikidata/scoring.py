"""How well a candidate explains an entity: a sum of log-odds, and the same for "nobody we know".

The weights were set by hand and then moved until the confidence matched what reading of linked news found right
(see docs/knowledge-base.md). One unit is a factor of e.
"""

from collections.abc import Sequence

from kg.records import Entity, Role
from kg.wikidata.base import Item, KnowledgeBase, Term
from kg.wikidata.candidates import Candidate
from kg.wikidata.derive import Form
from kg.wikidata.kinds import Kind
from kg.wikidata.names import is_acronym_form, name_tokens
from kg.wikidata.situation import Situation, state_of
from kg.wikidata.term import office_words
from kg.wikidata.words import common_words, word_sets

__all__ = ["score", "score_parts", "unknown_score"]

_FORM = {
    Form.LABEL: 1.0,
    Form.ALIAS: 0.4,
    Form.VARIANT: 0.0,
    Form.ACRONYM: -0.9,
    Form.SURNAME: -1.6,
    Form.BYNAME: -3.5,
}
_MATCH = {"name": 0.0, "region": 0.6, "altered": -0.5, "alias": -0.8}
_UNKNOWN_BY_LENGTH = {0: 3.0, 1: 0.9, 2: 0.6, 3: 0.0, 4: -0.7}
"""Of organisations, events and works by words in the name: "Crash" can be much, "Voting Rights Act of 1965" little."""
_STATES = frozenset({Kind.COUNTRY, Kind.TERRITORY, Kind.FORMER_COUNTRY})
_PLACES = frozenset({Kind.CITY, Kind.REGION, Kind.PLACE}) | _STATES
_OWN_COUNTRY = frozenset(
    {Kind.PERSON, Kind.GOVERNMENT, Kind.PARTY, Kind.TEAM, Kind.UNIVERSITY, Kind.COMPANY, Kind.MEDIA}
)
_INITIALS = frozenset(
    {Kind.GOVERNMENT, Kind.PARTY, Kind.MEDIA, Kind.UNIVERSITY, Kind.ORGANIZATION, Kind.OTHER}
)
_HAPPENINGS = frozenset({Kind.EVENT, Kind.COMPETITION, Kind.AGREEMENT})


def score(candidate: Candidate, entity: Entity, situation: Situation, kb: KnowledgeBase) -> float:
    """The log-odds of a candidate, from all evidence there is."""
    return sum(score_parts(candidate, entity, situation, kb).values())


def score_parts(
    candidate: Candidate, entity: Entity, situation: Situation, kb: KnowledgeBase
) -> dict[str, float]:
    """What the log-odds of a candidate are summed up from, by the kind of evidence."""
    parts = {
        "prior": _fame(candidate),
        "name": _FORM[candidate.form] + _MATCH[candidate.match] + 0.4 * candidate.also_alias,
        "class": 0.8 - 4.5 * (1 - candidate.fit),
        "ordinary words": -_ordinariness(candidate),
    }
    if candidate.item.kind is Kind.FORMER_COUNTRY and not candidate.item.curated:
        parts["former country"] = -0.5 if candidate.form is Form.LABEL else -2.5
    parts["country"] = _country(candidate, entity, situation, kb)
    parts["region"] = _region(candidate.item, entity, situation)
    parts["dates"] = _time(candidate.item, entity, situation)
    parts["field"] = _domain(candidate.item, situation)
    if candidate.item.kind is Kind.PERSON and (roles := situation.roles.get(entity.key)):
        parts["role"] = max(_role(candidate.item, role, situation, kb) for role in roles)
    return parts


def _fame(candidate: Candidate) -> float:
    """The prior as log-odds; of a full name of a person namesakes matter more, of a name of birth fame little."""
    prior = candidate.item.prior
    if candidate.form is Form.BYNAME:
        return min(1.5, (prior - 110) / 22)
    if candidate.form is Form.SURNAME and not candidate.item.curated:
        return (prior - 132) / 22
    return (prior - 110) / (40 if _is_full_name(candidate) and prior < 110 else 22)


def _ordinariness(candidate: Candidate) -> float:
    """What a name of ordinary words costs: "Target", "Thomas", "Civic Platform"."""
    if not candidate.ordinary or candidate.capitals or candidate.words > 2:
        return 0.0
    if candidate.item.kind in _PLACES:
        return 0.0 if candidate.form is Form.LABEL or candidate.item.curated else 2.0
    if candidate.words == 2:
        return 0.8
    return 3.0 if candidate.item.kind is Kind.PERSON else 2.0


def _is_full_name(candidate: Candidate) -> bool:
    """Whether a person's whole name matches: then namesakes matter more than fame."""
    return candidate.item.kind is Kind.PERSON and candidate.words > 1 and candidate.form <= Form.VARIANT


def unknown_score(entity: Entity, candidates: Sequence[Candidate]) -> float:
    """The log-odds that the entity is none of the candidates: high for names that many bear."""
    words = name_tokens(entity.name)
    if entity.type == "person":
        if len(words) < 2:
            return 3.8
        return -0.6 + 0.75 * max((c.namesakes for c in candidates if c.match != "alias"), default=3)
    if is_acronym_form(entity.name):
        return max(0.8, 3.8 - 0.6 * len(words[0])) if words else 3.0
    if entity.type == "country":
        return 0.0
    ordinary = all(word in common_words() for word in words)
    if entity.type in {"place", "group"}:
        generic = word_sets("name_words")["geographic"]
        return (1.8 if len(words) == 1 else 0.2 if generic.intersection(words) else 0.7) + 1.0 * ordinary
    length = min(len(words), 4)
    return _UNKNOWN_BY_LENGTH[length] + (1.6 if ordinary and length == 1 else 0.3 * ordinary)


def _country(candidate: Candidate, entity: Entity, situation: Situation, kb: KnowledgeBase) -> float:
    item = candidate.item
    state = state_of(item, kb)
    if candidate.nation is not None and state != candidate.nation:
        return -9.0
    wanted = candidate.nation or situation.country_of(entity, kb)
    if wanted is not None and item.kind not in _STATES:
        wanted = kb.part_of.get(wanted, wanted)
        if state is None:
            return -0.3
        if state == wanted:
            return 2.0
        if _is_generic(candidate):
            return -9.0
        return -2.2 if item.kind in _OWN_COUNTRY | _PLACES else -0.8
    if state is None:
        return 0.0
    if not situation.shares:
        return -3.0 if _is_generic(candidate) and not candidate.capitals else 0.0
    if item.kind in _STATES:
        return 0.0
    share = situation.shares.get(state, 0.0)
    if _is_generic(candidate):
        return _shared_by_nations(candidate, share)
    if share:
        return 0.4 + 1.2 * share
    if item.kind in _PLACES:
        return -0.7 if item.prior >= 190 else -1.8
    return -0.7 if item.kind in _OWN_COUNTRY else -0.2


def _is_generic(candidate: Candidate) -> bool:
    """Whether every country has something of this name or of these initials ("Supreme Court", "ABC")."""
    kind = candidate.item.kind
    if candidate.capitals:
        return candidate.form is not Form.LABEL and kind in _INITIALS
    return candidate.ordinary and kind in {Kind.GOVERNMENT, Kind.PARTY} and candidate.match == "name"


def _shared_by_nations(candidate: Candidate, share: float) -> float:
    """What a generic name loses where its country is not what the article is mostly about."""
    if not candidate.capitals:
        return min(0.8, 20 * (share - 0.65))
    return max(min(0.8, 10 * share - 4.0), -1.5 if candidate.item.curated else -4.0)


def _region(item: Item, entity: Entity, situation: Situation) -> float:
    """Whether a town lies in a region that the article names, best just behind it ("Abingdon, Virginia")."""
    region = item.region
    if item.kind is Kind.REGION:
        others = any(q != item.qid and c == item.country for q, c in situation.regions.items())
        return 1.6 * others + 1.5 * situation.is_behind_place(entity.key, item.country)
    if not situation.regions:
        return 0.0
    following = {
        situation.linked[k].qid for k in situation.after.get(entity.key, ()) if k in situation.linked
    }
    named = following & situation.regions.keys()
    if named and item.country is not None and item.country not in {situation.regions[q] for q in named}:
        return -3.5
    if region is None:
        return 0.0
    if region in following:
        return 3.5
    if named:
        return -3.5
    if region in situation.regions:
        return 1.5
    return -1.2 if item.country in situation.regions.values() else 0.0


def _domain(item: Item, situation: Situation) -> float:
    """Whether the article is about the item's field, as far as those it surely names tell."""
    total = sum(situation.domains.values())
    if total < 3 or not item.domain:
        return 0.0
    share = situation.domains.get(item.domain, 0) / total
    return 0.9 * share if share else -0.4


def _time(item: Item, entity: Entity, situation: Situation) -> float:
    year = situation.year
    if not year:
        return 0.0
    if item.kind is Kind.PERSON:
        return _age(item, entity, situation)
    if item.start > year and item.kind in _HAPPENINGS:
        return -7.0
    if item.start > year:
        return -4.0
    return -1.0 if item.end and item.end < year - 1 and item.kind not in _PLACES else 0.0


def _age(item: Item, entity: Entity, situation: Situation) -> float:
    year, alive = situation.year, situation.alive(entity.key)
    if item.lifetime:
        if item.start > year - 12:
            return -6.0
        dead = bool(item.end and item.end < year - 1) or item.start < year - 105
        if not dead:
            return 0.0
        return -5.0 if alive else -1.8 if (item.end or item.start + 80) < year - 60 else -0.6
    if item.start > year + 2:
        return -1.5
    old = (item.end or item.start) < year - 45
    return -3.0 if item.start and old and alive else 0.0


def _role(item: Item, role: Role, situation: Situation, kb: KnowledgeBase) -> float:
    wanted = office_words(role.title)
    if not wanted:
        return 0.0
    day = situation.day if role.status != "former" else 0
    terms = kb.terms_of(item)
    held = max((_term(term, wanted, day, kb) for term in terms), default=0.0)
    if held:
        return held
    described = office_words(item.description)
    political = bool(wanted & word_sets("office_heads")["political"])
    if wanted & described - word_sets("office_heads")["vague"]:
        return 1.8
    if political and item.domain in {"sport", "arts", "science", "media"}:
        return -2.5
    if political and terms:
        return -0.6
    return 0.0


def _term(term: Term, wanted: frozenset[str], day: int, kb: KnowledgeBase) -> float:
    nation = kb.nation_words.get(term.country or "", frozenset())
    position = office_words(term.position) - nation
    asked = wanted - nation
    common = asked & position
    if not common:
        return 0.0
    if common in (asked, position):
        strength = 3.2 if len(common) > 1 or common == asked else 1.6
    elif common & word_sets("office_heads")["political"]:
        strength = 1.2
    else:
        return 0.0
    return strength if not day or term.covers(day) else strength * 0.45

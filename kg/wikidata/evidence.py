"""What speaks for a candidate and against it, as named values: `scoring` weighs them.

The part of a name before the slash is the kind of evidence ("country/same"), by which reasons are shown.
"""

from collections.abc import Sequence
from math import log2

from kg.records import Entity, EntityType
from kg.wikidata.agreement import country_evidence, date_evidence, field_evidence, region_evidence
from kg.wikidata.base import KnowledgeBase
from kg.wikidata.candidates import Candidate
from kg.wikidata.derive import Form
from kg.wikidata.held import role_evidence
from kg.wikidata.kinds import CORPORATE, PLACES, Kind
from kg.wikidata.names import is_acronym_form, name_tokens
from kg.wikidata.situation import Situation
from kg.wikidata.words import common_words, word_sets

__all__ = ["Evidence", "evidence_for", "evidence_of_none"]

Evidence = dict[str, float]
"""Values by the name of the evidence; what is absent is 0."""

_SORTS: dict[EntityType, str] = {
    "person": "person",
    "organization": "body",
    "publication": "body",
    "group": "group",
    "country": "place",
    "place": "place",
}
_MIDDLE, _OF_SURNAMES, _UNIT = 110, 132, 22
"""Priors (0 to 255) from which fame counts for an item, and what makes it e times as likely."""
_OBSCURE_UNIT = 40
_BYNAME_FAME = 1.5


def evidence_for(candidate: Candidate, entity: Entity, situation: Situation, kb: KnowledgeBase) -> Evidence:
    """All that speaks for or against an item being what an entity means."""
    found: Evidence = {}
    _add_name(candidate, found)
    _add_class(candidate, entity, found)
    _add_context(candidate, situation, found)
    country_evidence(candidate, entity, situation, kb, found)
    region_evidence(candidate.item, entity, situation, found)
    date_evidence(candidate.item, entity, situation, found)
    field_evidence(candidate.item, situation, found)
    if candidate.item.kind is Kind.PERSON:
        role_evidence(candidate.item, entity, situation, kb, found)
    return found


def _add_name(candidate: Candidate, found: Evidence) -> None:
    """How the name matches, how well known the item is by it, and whether it could be ordinary words."""
    item = candidate.item
    found[f"name/{candidate.form.name.lower()}"] = 1.0
    if candidate.match != "name":
        found[f"name/by {candidate.match}"] = 1.0
    if candidate.also_alias:
        found["name/short form too"] = 1.0
    scale = _fame_of(candidate)
    found[f"prior/{scale}"] = _fame(candidate)
    if item.curated:
        found["prior/hand-picked" + (" public body" if scale == "public body" else "")] = 1.0
    if candidate.ordinary and not candidate.capitals and candidate.words <= 2:
        _add_ordinary(candidate, found)


def _fame_of(candidate: Candidate) -> str:
    """Which scale of fame: that of full names of people, surnames, places, and so on."""
    if candidate.form is Form.BYNAME:
        return "byname"
    if candidate.form is Form.SURNAME and not candidate.item.curated:
        return "surname"
    if _is_full_name(candidate):
        return "full name"
    if candidate.shared or candidate.match == "national":
        return "public body"
    kind = candidate.item.kind
    if kind in PLACES:
        return "place"
    return "body" if kind in CORPORATE else "other"


def _fame(candidate: Candidate) -> float:
    """The prior as log-odds; of a full name of a person namesakes matter more, of a name of birth fame little."""
    prior = candidate.item.prior
    if candidate.form is Form.BYNAME:
        return min(_BYNAME_FAME, (prior - _MIDDLE) / _UNIT)
    if candidate.form is Form.SURNAME and not candidate.item.curated:
        return (prior - _OF_SURNAMES) / _UNIT
    return (prior - _MIDDLE) / (_OBSCURE_UNIT if _is_full_name(candidate) and prior < _MIDDLE else _UNIT)


def _is_full_name(candidate: Candidate) -> bool:
    """Whether a person's whole name matches: then namesakes matter more than fame."""
    return candidate.item.kind is Kind.PERSON and candidate.words > 1 and candidate.form <= Form.VARIANT


def _add_ordinary(candidate: Candidate, found: Evidence) -> None:
    """Names of ordinary words: "Target", "Thomas", "Civic Platform"."""
    if candidate.item.kind in PLACES:
        if candidate.form is not Form.LABEL and not candidate.item.curated:
            found["ordinary words/place"] = 1.0
    elif candidate.words > 1:
        found["ordinary words/two"] = 1.0
    else:
        found["ordinary words/" + ("person" if candidate.item.kind is Kind.PERSON else "one")] = 1.0


def _add_class(candidate: Candidate, entity: Entity, found: Evidence) -> None:
    found["class/distance"] = 1 - candidate.fit
    if candidate.fit < 1:
        found[f"class/{_SORTS.get(entity.type, 'thing')} as {_sort(candidate.item.kind)}"] = 1.0
    if candidate.item.kind is Kind.FORMER_COUNTRY and not candidate.item.curated:
        found["former country/" + ("label" if candidate.form is Form.LABEL else "other name")] = 1.0


def _sort(kind: Kind) -> str:
    if kind in PLACES:
        return "place"
    if kind in CORPORATE:
        return "body"
    return kind.title if kind in {Kind.PERSON, Kind.GROUP, Kind.OTHER} else "thing"


def _add_context(candidate: Candidate, situation: Situation, found: Evidence) -> None:
    """Whether the article has the words that describe the item."""
    described, shared = situation.shared_words(candidate.item)
    if described:
        found["context/words"] = min(shared, 3)
        found["context/none"] = float(not shared)


def evidence_of_none(entity: Entity, candidates: Sequence[Candidate]) -> Evidence:
    """What speaks for the entity being none of the candidates: much, for names that many bear."""
    words = name_tokens(entity.name)
    found: Evidence = {"none/candidates": log2(1 + len(candidates))}
    sort = _SORTS.get(entity.type, "thing")
    if sort == "person":
        if len(words) < 2:
            found["none/single name"] = 1.0
        else:
            found["none/full name"] = 1.0
            found["none/namesakes"] = max((c.namesakes for c in candidates if c.match != "alias"), default=3)
    elif is_acronym_form(entity.name):
        found[f"none/{min(len(words[0]), 5) if words else 1} initials"] = 1.0
    elif entity.type == "country":
        found["none/country"] = 1.0
    else:
        _add_length(words, sort, found)
    return found


def _add_length(words: Sequence[str], sort: str, found: Evidence) -> None:
    """By words in the name: "Crash" can be much, "Voting Rights Act of 1965" little."""
    ordinary = all(word in common_words() for word in words)
    if sort in {"place", "group"}:
        generic = word_sets("name_words")["geographic"].intersection(words)
        of = "one word" if len(words) == 1 else "landform" if generic else "words"
        found[f"none/{sort} of {of}"] = 1.0
        if ordinary:
            found[f"none/{sort} of ordinary words"] = 1.0
        return
    found[f"none/{sort} of {min(len(words), 4)}"] = 1.0
    if ordinary:
        found["none/ordinary " + ("word" if len(words) == 1 else "words")] = 1.0

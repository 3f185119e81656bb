"""Whether two events of different articles are one happening: rather none than a wrong one.

Type, participants and days must agree; the weights were set by hand on read pairs (docs/clusters.md).
"""

from collections.abc import Iterator
from datetime import date
from itertools import product
from math import exp

from kg.resolve.member import Member
from kg.resolve.profile import EventProfile

__all__ = ["THRESHOLD", "block_keys", "can_be_one", "likeness"]

EventMember = Member[EventProfile]

THRESHOLD = 0.8
"""No pair joins a cluster with less."""
_HIGHEST = 0.97
_MOST_PARTICIPANTS = 6
"""Of one side, by which an event is found: "27 states" need not all be tried."""
_VERBAL = frozenset({"ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
"""Types of words rather than deeds: the same person says much of the kind in a day."""
_LETHAL = frozenset(
    {"assassinate", "assassination", "behead", "execute", "execution", "kill", "killing", "murder"}
)
"""What nobody suffers twice, as to die."""
_FEW_DAYS, _A_MONTH = 3, 31
_BOTH_SIDES, _ONE_SIDE = 1.6, 0.9
_SAME_DAYS, _SAME_MONTH, _VAGUE = 1.5, 0.6, -0.8
_ONCE = 1.5
_SAME_WORD, _SAME_MODE, _OTHER_MODE, _SAME_PLACE = 0.9, 0.5, -0.5, 0.8
_NOT_SURE = -0.5


def block_keys(event: EventProfile) -> Iterator[str]:
    """The keys under which events that may be one meet: type and a participant of each side that is named."""
    agents, patients = event.agents[:_MOST_PARTICIPANTS], event.patients[:_MOST_PARTICIPANTS]
    if agents and patients:
        for agent, patient in product(agents, patients):
            yield f"{event.type}|{agent}|{patient}"
    for patient in patients if not agents or _is_once(event) else ():
        yield f"{event.type}||{patient}"
    for agent in agents if not patients else ():
        yield f"{event.type}|{agent}|"


def likeness(a: EventMember, b: EventMember, *, specific: bool) -> float:
    """How sure it is that two events of a block are one, 0 to 1.

    `specific`: a participant that both share is a person or an organisation, not a country or a place.
    """
    if not can_be_one(a, b):
        return 0.0
    first, second = a.record, b.record
    both = _shared(first.agents, second.agents) and _shared(first.patients, second.patients)
    same_word, same_mode = first.lemma == second.lemma, first.mode == second.mode != ""
    once = specific and _befalls_once(first, second)
    if not once and not _is_comparable(first, second, both=both, specific=specific):
        return 0.0
    total = _BOTH_SIDES if both else _ONE_SIDE
    total += _ONCE if once and not (first.earliest and second.earliest) else _days(first, second)
    total += _SAME_WORD * same_word + _SAME_MODE * same_mode
    total += _OTHER_MODE * (bool(first.mode and second.mode) and not same_mode)
    total += _SAME_PLACE * (first.place == second.place != "")
    total += _NOT_SURE * (not first.fact or not second.fact)
    return round(min(_HIGHEST, 1 / (1 + exp(-total))), 2)


def can_be_one(a: EventMember, b: EventMember) -> bool:
    """Whether nothing rules it out: type, participants, days, country."""
    first, second = a.record, b.record
    if a.article == b.article or first.type != second.type:
        return False
    for one, other in ((first.agents, second.agents), (first.patients, second.patients)):
        if one and other and not _shared(one, other):
            return False
    if first.earliest and second.earliest and not _overlap(first, second):
        return False
    return not (first.land and second.land and first.land != second.land)


def _is_comparable(a: EventProfile, b: EventProfile, *, both: bool, specific: bool) -> bool:
    """Whether enough is known of both to compare them at all."""
    if not a.earliest or not b.earliest:
        return False
    brief = max(_length(a), _length(b)) <= _FEW_DAYS
    if a.type in _VERBAL:
        return both and brief and a.lemma == b.lemma
    if not specific:
        return both and brief and (a.lemma == b.lemma or a.place == b.place != "")
    if max(_length(a), _length(b)) > _A_MONTH:
        return a.lemma == b.lemma and (a.earliest, a.latest) == (b.earliest, b.latest) and a.fact and b.fact
    return both or a.lemma == b.lemma or a.mode == b.mode != ""


def _befalls_once(a: EventProfile, b: EventProfile) -> bool:
    """Whether both are the one death of the same person, as the articles assert."""
    return a.fact and b.fact and _is_once(a) and _is_once(b) and _shared(a.patients, b.patients)


def _is_once(event: EventProfile) -> bool:
    """Whether it befalls a person only once."""
    return event.type == "DIE" or (event.type == "ASSAULT" and event.lemma in _LETHAL)


def _shared(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return not set(a).isdisjoint(b)


def _length(event: EventProfile) -> int:
    """Days that its time covers."""
    return (date.fromisoformat(event.latest or event.earliest) - date.fromisoformat(event.earliest)).days + 1


def _overlap(a: EventProfile, b: EventProfile) -> bool:
    return a.earliest <= (b.latest or b.earliest) and b.earliest <= (a.latest or a.earliest)


def _days(a: EventProfile, b: EventProfile) -> float:
    longest = max(_length(a), _length(b))
    return _SAME_DAYS if longest <= _FEW_DAYS else _SAME_MONTH if longest <= _A_MONTH else _VAGUE

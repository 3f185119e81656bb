"""Events of an article against the annotators'."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kg.records import Event
from kg.score.figure import Miss, Sheet
from kg.score.matching import HALF, Alignment, assign, overlap, words_in
from kg.score.record import ROLES, GoldEvent, Range

__all__ = ["score_events"]


@dataclass(frozen=True, slots=True)
class _Told:
    """One place where we found an event, with all that is published of it."""

    event: Event
    span: Range
    who: dict[str, frozenset[str]]


def score_events(a: Alignment, sheet: Sheet) -> None:
    """Count events; a trigger of theirs and one of ours are a pair when they overlap, each with one other at most.

    What is said of a happening is compared only for pairs: annotators leave out what matters little.
    """
    told = _told(a)
    gold = a.gold.events
    weights = {
        (i, j): overlap(event.trigger, found.span)
        for i, event in enumerate(gold)
        for j, found in enumerate(told)
    }
    pairs = assign(weights)
    sheet.add("events.trigger", len(pairs), gold=len(gold), found=len(told))
    for i in sorted(set(range(len(gold))) - {i for i, _ in pairs}):
        note = gold[i].type or "untyped"
        sheet.misses.append(Miss("events.trigger", "missed", *gold[i].trigger, note))
    for j in sorted(set(range(len(told))) - {j for _, j in pairs}):
        note = told[j].event.type or "untyped"
        sheet.misses.append(Miss("events.trigger", "invented", *told[j].span, note))
    for i, j in pairs:
        _compare(a, gold[i], told[j], sheet)
    _safety(told, gold, sheet)


def _told(a: Alignment) -> list[_Told]:
    """Our events by trigger in text order; a version of one (who is blamed for it) adds its participants."""
    who: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for event in a.ours.events:
        mine = who[event.version_of or event.key]
        lists = (event.agents, event.patients, event.recipients, event.topics, event.instruments)
        for role, keys in zip(ROLES, lists, strict=True):
            mine[role] |= set(keys) & a.entity.keys()
        mine["place"] |= {key for key in (event.place,) if key is not None and key in a.entity}
    return sorted(
        (
            _Told(event, (span.start, span.end), {k: frozenset(v) for k, v in who[event.key].items()})
            for event in a.ours.events
            if event.version_of is None
            for span in event.mentions or (event.span,)
            if span.context == "text"
        ),
        key=lambda told: told.span,
    )


def _compare(a: Alignment, gold: GoldEvent, ours: _Told, sheet: Sheet) -> None:
    event = ours.event
    note = f"is {gold.type or 'untyped'}, found {event.type or 'untyped'}"
    sheet.judge("events.type", gold.type == event.type, Miss("events.type", "wrong", *gold.trigger, note))
    note = "is a fact" if gold.fact else "is no fact"
    sheet.judge("events.fact", gold.fact == event.fact, Miss("events.fact", "wrong", *gold.trigger, note))
    for role in (*ROLES, "place"):
        _participants(a, gold, ours, role, sheet)
    _time(a, gold, event, sheet)


def _participants(a: Alignment, gold: GoldEvent, ours: _Told, role: str, sheet: Sheet) -> None:
    """Count one role by entity; what only another mention of the same happening has is neither right nor wrong."""
    figure = f"events.{role}"
    theirs = gold.participants[role]
    mine = {key: a.gold_of.get(key) for key in sorted(ours.who[role])}
    right = theirs & set(mine.values())
    wrong = [key for key, entity in mine.items() if entity not in theirs | gold.allowed[role]]
    sheet.add(figure, len(right), gold=len(theirs), found=len(right) + len(wrong))
    for key in sorted(theirs - right):
        sheet.misses.append(Miss(figure, "missed", *gold.trigger, a.gold.entities[key].name))
    for key in wrong:
        sheet.misses.append(Miss(figure, "invented", *gold.trigger, a.entity[key].name))


def _time(a: Alignment, gold: GoldEvent, ours: Event, sheet: Sheet) -> None:
    """Count the time expression: half the words of both are enough ("Tuesday", "on Tuesday evening")."""
    found = next((time.expression for time in a.ours.times if time.key == ours.time), None)
    right = gold.time is not None and found is not None and _alike(words_in(gold.time), words_in(found))
    sheet.add("events.time", right, gold=gold.time is not None, found=found is not None)
    if gold.time is not None and not right:
        note = f"{gold.time}, found {found}" if found else gold.time
        sheet.misses.append(Miss("events.time", "wrong" if found else "missed", *gold.trigger, note))
    elif found is not None and not right:
        sheet.misses.append(Miss("events.time", "invented", *gold.trigger, found))


def _alike(a: Sequence[str], b: Sequence[str]) -> bool:
    shared = sum(min(a.count(word), b.count(word)) for word in set(a))
    return bool(shared) and shared >= HALF * max(len(a), len(b))


def _safety(told: Sequence[_Told], gold: Sequence[GoldEvent], sheet: Sheet) -> None:
    """Count published facts: leaked if annotated, but nowhere as a fact; apart from those not annotated at all."""
    spans: defaultdict[str, list[Range]] = defaultdict(list)
    for found in told:
        if found.event.fact:
            spans[found.event.key].append(found.span)
    for places in spans.values():
        there = [event for event in gold for at in places if overlap(event.trigger, at)]
        annotated = bool(there)
        miss = Miss("safety.unannotated", "invented", *places[0])
        sheet.judge("safety.unannotated", not annotated)
        if not annotated:
            sheet.misses.append(miss)
            continue
        leaked = not any(event.fact for event in there)
        sheet.judge("safety.leaked", leaked)
        if leaked:
            sheet.misses.append(Miss("safety.leaked", "wrong", *places[0], f"{there[0].id} is no fact"))

"""Days of an expression that counts from another happening: "the next day", "a year earlier", "two days after the vote".

The days are known where those of the other happening are: it was told before ("the next day"), or it is named
beside the expression and either of the two has a day ("resigned on Friday, two days after the vote").
"""

import datetime as dt
from dataclasses import dataclass

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.days import DAY, moved, unit_at
from kg.extract.interval_point import Interval, nothing, unit_name
from kg.extract.tense import is_verbal
from kg.extract.time_expression import Expression

__all__ = ["Days", "Story", "counted_from", "ends_of", "told_after"]

_MEMORY = 3
"""As many sentences back does "the next day" look."""
_LONGEST = {
    "day": 1,
    "hour": 1,
    "minute": 1,
    "second": 1,
    "week": 1,
    "fortnight": 1,
    "month": 31,
    "year": 366,
    "decade": 366,
}
"""How many days the other happening may be spread over for a count of the unit to say anything."""
_MOST = {"few": 7, "several": 9, "couple": 3}
_SHORT = frozenset({"hour", "minute", "second"})
_PARTS = frozenset({"morning", "afternoon", "evening", "night"})


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day of a happening, both included."""

    first: dt.date
    last: dt.date

    @property
    def length(self) -> int:
        """How many days they are."""
        return (self.last - self.first).days + 1


class Story:
    """The days told of so far, from which "the next day" counts."""

    def __init__(self) -> None:
        self._told: list[tuple[int, Days]] = []

    def tell(self, sentence: int, days: Days) -> None:
        """Note the days of an expression in the given sentence."""
        self._told.append((sentence, days))

    def last(self, expression: Expression, sentence: int, until: dt.date | None) -> Days | None:
        """The days told of last, up to a day if one is given, no more than a few sentences ago; of "hours later" one."""
        memory = 1 if unit_name(expression.parts.get("unit")) in _SHORT else _MEMORY
        for told, days in reversed(self._told):
            if sentence - told > memory:
                return None
            if until is None or days.first <= until:
                return days
        return None


def told_after(expression: Expression, days: Days) -> Interval:
    """The days of "three weeks later", "the next day", "that night", told after other days."""
    parts = expression.parts
    if "shift" in parts:
        sign = 1 if parts["shift"] in {"later", "after"} else -1
        return counted_from(expression, days, sign)
    unit = unit_name(parts.get("unit") or parts.get("day") or "day")
    if unit in _PARTS:
        unit = "day"
    step = {"following": 1, "next": 1, "previous": -1, "preceding": -1}.get(str(parts.get("which")), 0)
    if unit not in _LONGEST or days.length > _LONGEST[unit] or unit in _SHORT:
        return nothing(unit)
    if unit == "day":
        day = days.first + step * DAY
        return Interval(day, day, "day")
    return Interval(*unit_at(unit, days.first, step), unit)


def counted_from(expression: Expression, days: Days, sign: int) -> Interval:
    """So many units after (`sign` 1) or before (-1) the days."""
    parts = expression.parts
    unit, about = unit_name(parts["unit"]), str(parts.get("about", ""))
    count = parts.get("count", None if str(parts["unit"]).endswith("s") else 1)
    unit = "day" if unit in _PARTS else unit
    if unit not in _LONGEST or days.length > _LONGEST[unit] or "more" in about:
        return nothing(unit)
    if unit in _SHORT:
        far = days.first + sign * DAY if unit == "hour" else days.first
        return Interval(min(far, days.first), max(far, days.last), "hour")
    if not isinstance(count, int):
        return _vaguely(str(count), unit, days.first, sign)
    if "less" in about:
        far = moved(days.first, unit, sign * count)
        return Interval(min(far, days.first), max(far, days.first), unit)
    return _moved(days, unit, sign * count)


def _vaguely(word: str, unit: str, day: dt.date, sign: int) -> Interval:
    """Of "a few days later": from two units away to what the word may mean at most."""
    if word not in _MOST:
        return nothing(unit)
    ends = sorted((moved(day, unit, sign * 2), moved(day, unit, sign * _MOST[word])))
    return Interval(ends[0], ends[1], unit)


def _moved(days: Days, unit: str, count: int) -> Interval:
    """The day, the seven days around it, the month or year so many units away; a month a year away is a month."""
    first = moved(days.first, unit, count)
    if unit == "day":
        return Interval(first, first, "day")
    if unit in {"week", "fortnight"}:
        return Interval(first - 3 * DAY, first + 3 * DAY, "week")
    if 1 < days.length <= 31:
        return Interval(first, unit_at("month", first, 0)[1], "month")
    return Interval(*unit_at("year" if unit == "decade" else unit, first, 0), unit)


def ends_of(span: DocSpan, expression: Expression) -> tuple[Token | None, Token | None]:
    """What "two days after" counts from, and the verb of what is told beside it; None where the parse shows none."""
    if str(expression.parts.get("shift")) not in {"after", "before"}:
        return None, None
    marker = span[-1]
    other = marker.head
    if not is_verbal(other):
        inside = [
            child
            for child in other.children
            if child.dep_ == "acl" and is_verbal(child) and child.i == other.i + 1
        ]
        other = inside[0] if inside else other
    if other.i < span.end or other.i > span.end + 25:
        return None, None
    node = other
    for _ in range(6):
        if node.head.i == node.i:
            return other, None
        node = node.head
        if is_verbal(node) and node.i not in range(span.start, span.end):
            return other, node
    return other, None

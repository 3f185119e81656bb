"""The days of an expression that counts from the anchor: "two days ago", "in recent weeks", "for three years"."""

import datetime as dt

from kg.extract.days import DAY, moved, unit_at
from kg.extract.interval_point import Interval, View, nothing, unit_name
from kg.extract.time_data import Value
from kg.extract.time_grammar import Expression

__all__ = ["ago_days", "coming_days", "duration_days", "recent_days", "span_days"]

_VAGUE_COUNT = {"couple": 2, "few": 5, "several": 7}
"""The most that a vague count is taken for: "the last few days" are at most five."""


_RECENT_DAYS = {"day": 7, "week": 42, "month": 365, "year": 3653, "decade": 36525}
"""How far back "recent days" and the like reach."""


def _number(value: Value | None) -> int | None:
    """A count, None for a vague one."""
    return value if isinstance(value, int) else None


def ago_days(expression: Expression, view: View) -> Interval:
    """So many units back: the day itself, seven days around it, the calendar month or year."""
    parts, anchor, unit = expression.parts, view.anchor, unit_name(expression.parts["unit"])
    if anchor is None or "count" not in parts:
        return nothing(unit)
    count, about = _number(parts["count"]), str(parts.get("about", ""))
    if count is None:
        return _vaguely_ago(str(parts["count"]), unit, anchor)
    if unit in {"hour", "minute", "second"}:
        days = count // 24 if unit == "hour" else 0
        return Interval(anchor - (days + (count > 12)) * DAY if unit == "hour" else anchor, anchor, "hour")
    first, last = _around(anchor, unit, -count)
    if "more" in about:
        return Interval(None, last, unit)
    if "less" in about:
        return Interval(moved(anchor, unit, -count), anchor, unit)
    return Interval(first, last, unit)


def _vaguely_ago(word: str, unit: str, anchor: dt.date) -> Interval:
    """Of "a few days ago": between two units and what the word may mean at most."""
    if word not in _VAGUE_COUNT or unit not in {"day", "week", "month", "year"}:
        return nothing(unit)
    most = _VAGUE_COUNT[word] + 2
    return Interval(moved(anchor, unit, -most), moved(anchor, unit, -2), unit)


def _around(anchor: dt.date, unit: str, count: int) -> tuple[dt.date, dt.date]:
    """The day, the seven days around it, the calendar month or year that lies so many units away."""
    day = moved(anchor, unit, count)
    if unit in {"day", "night"}:
        return day, day
    if unit in {"week", "fortnight"}:
        return day - 3 * DAY, day + 3 * DAY
    return unit_at("year" if unit in {"decade", "century"} else unit, day, 0)


def _reach(parts: dict[str, Value], unit: str, anchor: dt.date, sign: int) -> dt.date | None:
    """The far end of "the past three weeks" or "the coming days"; None for units that cannot be counted."""
    if unit not in {"day", "week", "month", "year", "decade", "fortnight", "night"}:
        return None
    plain = "count" not in parts
    if plain and ("which" in parts or str(parts["unit"]).endswith("s")):
        return anchor + sign * _RECENT_DAYS.get(unit, 7) * DAY
    word = parts.get("count", 1)
    count = word if isinstance(word, int) else _VAGUE_COUNT.get(str(word))
    return moved(anchor, unit, sign * count) if count else None


def recent_days(expression: Expression, view: View) -> Interval:
    """What lies behind: "in recent weeks", "over the past three days"."""
    parts, unit = expression.parts, unit_name(expression.parts["unit"])
    first = _reach(parts, unit, view.anchor, -1) if view.anchor else None
    if first is None:
        return nothing(unit)
    throughout = parts.get("prep") == "for" and view.tense == "perfect"
    return Interval(first, view.anchor, unit, "throughout" if throughout else "within")


def coming_days(expression: Expression, view: View) -> Interval:
    """What lies ahead: "in the coming days", "the next two years"."""
    parts, unit = expression.parts, unit_name(expression.parts["unit"])
    if view.side < 0 and "next" in parts:  # "over the next two days he met them": from another happening
        return nothing(unit)
    last = _reach(parts, unit, view.anchor, 1) if view.anchor else None
    return Interval(view.anchor, last, unit) if last else nothing(unit)


def span_days(expression: Expression, view: View) -> Interval:
    """Of "in two weeks", "within a month": only of what is to come; else it says how long something took."""
    parts, unit, anchor = expression.parts, unit_name(expression.parts["unit"]), view.anchor
    count = _number(parts.get("count"))
    is_ahead = view.side > 0 or (view.is_scheduled and unit != "hour")
    if anchor is None or not is_ahead or not count or unit in {"minute", "second"}:
        return nothing(unit)
    if unit == "hour":
        return Interval(anchor, anchor + (count // 24 + 1) * DAY, "hour")
    if parts["prep"] == "within" or {"less", "under", "than"} & set(str(parts.get("about")).split()):
        return Interval(anchor, moved(anchor, unit, count), unit)
    return Interval(*_around(anchor, unit, count), unit)


def duration_days(expression: Expression, view: View) -> Interval:
    """How long; with a perfect tense it ends at the anchor."""
    parts, unit, anchor = expression.parts, unit_name(expression.parts["unit"]), view.anchor
    count = _number(parts.get("count"))
    is_of_days = unit in {"day", "night", "week", "fortnight", "month", "year", "decade", "century"}
    if anchor is None or not count or view.tense != "perfect" or parts.get("prep") != "for" or not is_of_days:
        return Interval(None, None, unit, "throughout", anchored=False)
    return Interval(moved(anchor, unit, -count), anchor, unit, "throughout")

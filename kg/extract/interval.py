"""The days that a time expression covers, seen from an anchor day: pure arithmetic of dates.

A tense is "past", "perfect", "present", "future", "would" or "" (none, or unclear): it says on which side of the anchor an
expression lies that could be on both. Where nothing decides, the nearest day is taken; where only a vague count
stands, no day.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from kg.extract import interval_count as count
from kg.extract import interval_point as point
from kg.extract.days import DAY
from kg.extract.interval_point import Interval, View, nothing, unit_name
from kg.extract.time_expression import Expression

__all__ = ["Interval", "interval_of", "nothing"]

_Resolver = Callable[[Expression, View], Interval]

_YEARS = frozenset({"year", "year_which"})


def interval_of(
    expression: Expression, anchor: dt.date | None, tense: str = "", *, strict: bool = True
) -> Interval:
    """The days of an expression.

    >>> from kg.extract.time_expression import find_expressions
    >>> (found,) = find_expressions("It ended on Tuesday.")
    >>> interval_of(found, dt.date(2023, 2, 22), "past").latest.isoformat()
    '2023-02-21'
    """
    view = View(anchor, tense, strict)
    try:
        return _RESOLVERS[expression.kind](expression, view)
    except (ValueError, OverflowError):  # a day that no calendar has: February 30, the year 12000
        return nothing("day")


def _event(expression: Expression, _view: View) -> Interval:
    """Counted from another happening ("the next day"): the day is not known here."""
    return nothing(unit_name(expression.parts.get("unit")))


def _set(_expression: Expression, _view: View) -> Interval:
    return nothing("set")


def _clock(_expression: Expression, _view: View) -> Interval:
    return nothing("hour")


def _since(expression: Expression, view: View) -> Interval:
    """From the named time to the anchor; a period of history is over when one says "since"."""
    inner = expression.inner[0]
    found = _inner(inner, replace(view, tense="past", strict=True), is_before=True)
    first = found.latest + DAY if inner.kind == "period" and found.latest else found.earliest
    if first is None or (view.anchor and first > view.anchor):
        return nothing(found.granularity)
    return Interval(first, view.anchor, found.granularity, "throughout", view.anchor is not None)


def _inner(inner: Expression, view: View, *, is_before: bool = False) -> Interval:
    """The days of a part; with `is_before` the anchor's own weekday means the one a week before."""
    found = _RESOLVERS[inner.kind](inner, view)
    if is_before and inner.kind == "weekday" and found.earliest == view.anchor and found.earliest:
        day = found.earliest - 7 * DAY
        return replace(found, earliest=day, latest=day)
    return found


def _until(expression: Expression, view: View) -> Interval:
    """Up to the last day; a month or date may lie ahead of a past tense: "freed on bail until May"."""
    inner = expression.inner[0]
    is_far = inner.kind in {"month", "date"} and view.side < 0
    found = _RESOLVERS[inner.kind](inner, replace(view, tense="") if is_far else view)
    if found.latest is None:
        return found
    first = view.anchor if view.side >= 0 and view.anchor and view.anchor <= found.latest else None
    return Interval(first, found.latest, found.granularity, "throughout", found.anchored or first is not None)


def _by(expression: Expression, view: View) -> Interval:
    found = _RESOLVERS[expression.inner[0].kind](expression.inner[0], view)
    if found.latest is None:
        return found
    is_ahead = view.side > 0 or (view.side == 0 and view.anchor is not None and found.latest > view.anchor)
    first = view.anchor if is_ahead and view.anchor and view.anchor <= found.latest else None
    return Interval(first, found.latest, found.granularity, "within", found.anchored or first is not None)


def _before(expression: Expression, view: View) -> Interval:
    found = _RESOLVERS[expression.inner[0].kind](expression.inner[0], view)
    if found.earliest is None:
        return nothing(found.granularity)
    inner = expression.inner[0]
    last = found.latest if inner.parts.get("edge") == "end" else found.earliest - DAY
    first = view.anchor if view.side > 0 and view.anchor and last and view.anchor <= last else None
    return Interval(first, last, found.granularity, "within", found.anchored or first is not None)


def _after(expression: Expression, view: View) -> Interval:
    found = _RESOLVERS[expression.inner[0].kind](expression.inner[0], view)
    if found.latest is None:
        return nothing(found.granularity)
    first = found.latest + DAY
    last = view.anchor if view.side < 0 and view.anchor and view.anchor >= first else None
    return Interval(first, last, found.granularity, "within", found.anchored or last is not None)


def _range(expression: Expression, view: View) -> Interval:
    """From the first day of one end to the last day of the other; the later end follows the earlier one."""
    return replace(_both_ends(expression, view), relation="throughout")


def _between(expression: Expression, view: View) -> Interval:
    return _both_ends(expression, view)


def _as_of(expression: Expression, view: View) -> Interval:
    """What had come about by then, what is so then, what is so from then on."""
    found = _inner(expression.inner[0], view if view.side else replace(view, tense="past"))
    if view.side > 0 and found.earliest is not None:
        return replace(found, latest=None, relation="throughout")
    if view.tense in {"perfect", "pluperfect"}:
        return replace(found, earliest=None)
    return found


def _from(expression: Expression, view: View) -> Interval:
    """From the first day on, with an open end."""
    found = _RESOLVERS[expression.inner[0].kind](expression.inner[0], view)
    if found.earliest is None:
        return nothing(found.granularity)
    return replace(found, latest=None, relation="throughout")


def _listed(expression: Expression, view: View) -> Interval:
    """From the first to the last of two days or years that are named side by side."""
    own, other = expression.inner
    shared = {name: part for name, part in other.parts.items() if name in _YEARS and name not in own.parts}
    first = _RESOLVERS[own.kind](replace(own, parts={**own.parts, **shared}), view)
    last = _RESOLVERS[other.kind](other, view)
    if first.earliest is None or first.latest is None or last.earliest is None or last.latest is None:
        return nothing(first.granularity)
    return replace(
        first,
        earliest=min(first.earliest, last.earliest),
        latest=max(first.latest, last.latest),
        anchored=first.anchored or last.anchored,
    )


def _both_ends(expression: Expression, view: View) -> Interval:
    one = expression.inner[0]
    two = expression.inner[-1]
    if one is two:
        return _RESOLVERS[one.kind](one, view)
    own = one.parts
    shared = {name: part for name, part in two.parts.items() if name in _YEARS and name not in own}
    if shared and one.kind in {"date", "month"}:
        one = replace(one, parts={**one.parts, **shared})
    first = _RESOLVERS[one.kind](one, view)
    seen_from = view
    if first.earliest and not _YEARS & two.parts.keys() and two.kind in {"weekday", "date", "month"}:
        seen_from = View(first.earliest, "future", strict=True)
    last = _RESOLVERS[two.kind](two, seen_from)
    if first.earliest is None or last.latest is None or last.latest < first.earliest:
        return nothing(first.granularity)
    return Interval(first.earliest, last.latest, first.granularity, "within", first.anchored or last.anchored)


_RESOLVERS: dict[str, _Resolver] = {
    "after": _after,
    "ago": count.ago_days,
    "as-of": _as_of,
    "before": _before,
    "between": _between,
    "by": _by,
    "calendar": point.calendar_days,
    "century": point.century_days,
    "clock": _clock,
    "coming": count.coming_days,
    "date": point.date_days,
    "decade": point.decade_days,
    "duration": count.duration_days,
    "edge": point.edge_days,
    "from": _from,
    "holiday": point.holiday_days,
    "iso": point.iso_days,
    "list": _listed,
    "month": point.month_only_days,
    "period": point.period_days,
    "quarter": point.quarter_days,
    "range": _range,
    "recent": count.recent_days,
    "relative-day": point.relative_day_days,
    "relative-event": _event,
    "season": point.season_days,
    "set": _set,
    "since": _since,
    "span": count.span_days,
    "until": _until,
    "weekday": point.weekday_days,
    "weekend": point.weekend_days,
    "year": point.year_days,
    "years": point.years_days,
}

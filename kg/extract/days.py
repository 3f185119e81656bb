"""Arithmetic of days: calendar units, their parts, movable holidays."""

import datetime as dt

from kg.extract.time_data import Value

__all__ = [
    "DAY",
    "holiday_in",
    "last_of_month",
    "month_days",
    "moved",
    "part_of",
    "three_months",
    "tip_of",
    "unit_at",
]

DAY = dt.timedelta(days=1)


def last_of_month(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year + month // 12, month % 12 + 1, 1) - DAY


def month_days(year: int, month: int) -> tuple[dt.date, dt.date]:
    """First and last day of a month."""
    return dt.date(year, month, 1), last_of_month(year, month)


def unit_at(unit: str, day: dt.date, shift: int) -> tuple[dt.date, dt.date]:
    """The calendar unit that lies `shift` units from the one of the day; weeks run from Monday to Sunday."""
    if unit == "week":
        monday = day - dt.timedelta(days=day.weekday()) + dt.timedelta(weeks=shift)
        return monday, monday + dt.timedelta(days=6)
    if unit == "month":
        year, month = divmod(day.year * 12 + day.month - 1 + shift, 12)
        return month_days(year, month + 1)
    if unit == "quarter":
        year, quarter = divmod(day.year * 4 + (day.month - 1) // 3 + shift, 4)
        return dt.date(year, quarter * 3 + 1, 1), last_of_month(year, quarter * 3 + 3)
    if unit == "half":
        year, half = divmod(day.year * 2 + (day.month > 6) + shift, 2)
        return dt.date(year, half * 6 + 1, 1), last_of_month(year, half * 6 + 6)
    if unit == "year":
        return dt.date(day.year + shift, 1, 1), dt.date(day.year + shift, 12, 31)
    size = 10 if unit == "decade" else 100
    year = (day.year // size + shift) * size
    return dt.date(year, 1, 1), dt.date(year + size - 1, 12, 31)


def moved(day: dt.date, unit: str, count: int) -> dt.date:
    """The day `count` units away, the last of a month where its number does not exist."""
    if unit in {"day", "night"}:
        return day + dt.timedelta(days=count)
    if unit in {"week", "fortnight"}:
        return day + dt.timedelta(weeks=count * (2 if unit == "fortnight" else 1))
    months = count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return min(dt.date(year, month + 1, 1) + dt.timedelta(days=day.day - 1), last_of_month(year, month + 1))


def part_of(edge: Value | None, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """The early, middle or late third of a unit: months of a year, ten days of a month, days of a week."""
    if edge not in {"early", "mid", "late"}:
        return first, last
    third = {"early": 0, "mid": 1, "late": 2}[str(edge)]
    length = (last - first).days + 1
    if length == 7:
        begin, end = ((0, 2), (2, 4), (4, 6))[third]
        return first + begin * DAY, first + end * DAY
    if length < 32:
        start = first + 10 * third * DAY
        return start, last if third == 2 else start + 9 * DAY
    if length < 367:
        return dt.date(first.year, 4 * third + 1, 1), last_of_month(first.year, 4 * third + 4)
    size = (last.year - first.year + 1) / 10
    years = ((0, 3), (4, 6), (7, 9)) if size == 1 else ((0, 33), (34, 66), (67, 99))
    begin_year, end_year = years[third]
    return dt.date(first.year + begin_year, 1, 1), dt.date(first.year + end_year, 12, 31)


def tip_of(edge: str, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """The first or last quarter of a year, third of anything else."""
    if 364 < (last - first).days + 1 < 367 and edge != "middle":
        return (first, dt.date(first.year, 3, 31)) if edge == "start" else (dt.date(first.year, 10, 1), last)
    return part_of({"start": "early", "end": "late", "middle": "mid"}[edge], first, last)


def three_months(year: int, month: int) -> tuple[dt.date, dt.date]:
    """First and last day of the three months that begin with the named one."""
    first = dt.date(year, month, 1)
    return first, unit_at("month", first, 2)[1]


def holiday_in(rule: str, year: int) -> dt.date:
    """The day of a holiday: "12-25", "easter-2", "11/3/4" (4th Thursday of November), with "+1" for the day after."""
    if rule.startswith("easter"):
        return _easter(year) + int(rule.removeprefix("easter")) * DAY
    if "/" not in rule:
        month, day = map(int, rule.split("-"))
        return dt.date(year, month, day)
    rule, _, more = rule.partition("+")
    month, weekday, nth = map(int, rule.split("/"))
    if nth < 0:
        last = last_of_month(year, month)
        return last - ((last.weekday() - weekday) % 7) * DAY
    first = dt.date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (nth - 1) + int(more or 0)) * DAY


def _easter(year: int) -> dt.date:
    """Easter Sunday of the western church.

    Source: the anonymous Gregorian algorithm (Nature, 20 April 1876).
    """
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * el) // 451
    month, day = divmod(h + el - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)

"""The days of an expression that names them: dates, weekdays, months, years, seasons, holidays."""

import datetime as dt
from dataclasses import dataclass, replace

from kg.extract.days import DAY, holiday_in, last_of_month, month_days, part_of, three_months, tip_of, unit_at
from kg.extract.time_data import Value, holidays, periods
from kg.extract.time_grammar import Expression

__all__ = [
    "Interval",
    "View",
    "calendar_days",
    "century_days",
    "date_days",
    "decade_days",
    "edge_days",
    "holiday_days",
    "iso_days",
    "month_only_days",
    "nothing",
    "period_days",
    "quarter_days",
    "relative_day_days",
    "season_days",
    "unit_name",
    "weekday_days",
    "weekend_days",
    "year_days",
    "years_days",
]

_FAR_SIDE_DAYS = 45
"""How far a month and day may lie on the wrong side of a tense that is only inferred."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `earliest` to `latest`, both included; None where open or unknown."""

    earliest: dt.date | None
    latest: dt.date | None
    granularity: str
    relation: str = "within"
    anchored: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """From where an expression is seen; `strict` when the tense is that of the verb itself."""

    anchor: dt.date | None
    tense: str = ""
    strict: bool = True

    @property
    def side(self) -> int:
        """-1 before the anchor, 1 behind it, 0 either."""
        return {"past": -1, "perfect": -1, "pluperfect": -1, "future": 1, "would": 1}.get(self.tense, 0)

    @property
    def is_scheduled(self) -> bool:
        """Whether a present tense of its own verb speaks of a fixed date ahead: "the court meets Friday"."""
        return self.tense == "present" and self.strict


def nothing(granularity: str) -> Interval:
    """An expression of which only the unit is known."""
    return Interval(None, None, granularity, anchored=False)


def unit_name(value: Value | None) -> str:
    """The unit that a word names: "weeks" is "week"."""
    unit = str(value or "day")
    return "century" if unit == "centuries" else unit.rstrip("s")


def _cut(view: View, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """The running unit cut at the anchor, on the side of the tense."""
    if view.anchor is None or not first <= view.anchor <= last:
        return first, last
    if view.side < 0:
        return first, view.anchor
    return (view.anchor, last) if view.side > 0 else (first, last)


def _choose(days: list[dt.date], view: View, anchor: dt.date) -> dt.date:
    """The day on the side of the tense that is nearest; the nearest of all where no side is sure."""
    nearest = min(days, key=lambda day: (abs((day - anchor).days), day))
    if view.is_scheduled:
        return min([day for day in days if day >= anchor] or days)
    if view.side == 0:
        return nearest
    if not view.strict and abs((nearest - anchor).days) <= _FAR_SIDE_DAYS:
        return nearest
    side = [day for day in days if (day >= anchor if view.side > 0 else day <= anchor)]
    return min(side or days, key=lambda day: (abs((day - anchor).days), day))


def iso_days(expression: Expression, _view: View) -> Interval:
    """A date in ISO form."""
    day = dt.date.fromisoformat(str(expression.parts["iso"]))
    return Interval(day, day, "day", anchored=False)


def date_days(expression: Expression, view: View) -> Interval:
    """Month and day, or several days; without a year the nearest, a weekday beside them decides the year."""
    parts = expression.parts
    month, first, last = int(parts["month"]), int(parts["day"]), int(parts.get("day_to", parts["day"]))
    year = _year_named(parts, view)
    if year is not None:
        anchored = "year" not in parts
        return Interval(dt.date(year, month, first), dt.date(year, month, last), "day", anchored=anchored)
    if view.anchor is None or last < first:
        return nothing("day")
    options = _days_of_years(month, first, view.anchor)
    weekday = parts.get("weekday")
    if weekday is not None:
        fitting = [day for day in options if day.weekday() == weekday]
        options = fitting  # a weekday that fits none of the years near: better no day than a wrong one
    else:
        options = [day for day in options if abs(day.year - view.anchor.year) <= 1]
    if not options:
        return nothing("day")
    day = _choose(options, view, view.anchor)
    if "week" in parts:
        return Interval(*unit_at("week", day, 0), "week")
    return Interval(day, day + (last - first) * DAY, "day")


def _days_of_years(month: int, day: int, anchor: dt.date) -> list[dt.date]:
    """A day of the month in the years around the anchor in which it exists."""
    days = []
    for year in range(anchor.year - 5, anchor.year + 6):
        try:
            days.append(dt.date(year, month, day))
        except ValueError:
            continue
    return days


def _year_named(parts: dict[str, Value], view: View) -> int | None:
    """The year that an expression names itself: in digits, or as last, this or next year."""
    if "year" in parts:
        return int(parts["year"])
    which = "this" if "year_this" in parts else parts.get("year_which")
    if which is None or view.anchor is None:
        return None
    return view.anchor.year + _shift(which)


def _shift(which: Value | None) -> int:
    return {"last": -1, "past": -1, "next": 1, "coming": 1}.get(str(which), 0)


def month_only_days(expression: Expression, view: View) -> Interval:
    """A month, or a third of it; without a year the nearest on the side of the tense."""
    parts, month = expression.parts, int(expression.parts["month"])
    year = _year_named(parts, view)
    anchored = "year" not in parts
    if year is None:
        if view.anchor is None:
            return nothing("month")
        year = _year_of_month(month, parts.get("which"), view)
    first, last = part_of(parts.get("edge"), *month_days(year, month))
    return Interval(first, last, "month", anchored=anchored)


def _year_of_month(month: int, which: Value | None, view: View) -> int:
    anchor = view.anchor
    if anchor is None:
        raise ValueError
    if which == "last":
        return anchor.year - (month >= anchor.month)
    if which == "next":
        return anchor.year + (month <= anchor.month)
    if which == "this":
        return anchor.year
    if view.side < 0:
        return anchor.year - (month > anchor.month)
    if view.side > 0 or view.is_scheduled:
        return anchor.year + (month < anchor.month)
    ahead = (month - anchor.month) % 12
    return anchor.year + (month < anchor.month) if ahead < 6 else anchor.year - (month > anchor.month)


def weekday_days(expression: Expression, view: View) -> Interval:
    """A weekday: bare, the nearest on the side of the tense, today if it is that day."""
    parts, anchor = expression.parts, view.anchor
    granularity = "hour" if "clock" in parts else "day"
    if anchor is None:
        return nothing(granularity)
    number, which = int(parts["weekday"]), parts.get("which")
    back, ahead = (anchor.weekday() - number) % 7, (number - anchor.weekday()) % 7
    if which in {"last", "past"}:
        day = anchor - (back or 7) * DAY
    elif which == "next":
        day = unit_at("week", anchor, 1)[0] + number * DAY
    elif which == "coming":
        day = anchor + (ahead or 7) * DAY
    elif view.tense == "would" and back == 1:  # nobody calls a day that is six days off by its bare name
        day = anchor - DAY
    elif view.side < 0 or (view.side == 0 and back < ahead and not view.is_scheduled):
        day = anchor - back * DAY
    else:
        day = anchor + ahead * DAY
    if "plus" in parts:  # "a week from Friday"
        day += 7 * DAY
    return Interval(day, day, granularity)


def relative_day_days(expression: Expression, view: View) -> Interval:
    """Yesterday, today, tomorrow, tonight, last night."""
    parts, anchor = expression.parts, view.anchor
    granularity = "hour" if "clock" in parts else "day"
    if anchor is None:
        return nothing(granularity)
    if "night" in parts:
        return Interval(anchor - DAY, anchor - DAY, granularity)
    value = parts.get("day", 0)
    if value == "overnight":
        return (
            Interval(anchor, anchor + DAY, "day") if view.side > 0 else Interval(anchor - DAY, anchor, "day")
        )
    day = anchor + int(value) * DAY
    if "beside" in parts:
        day += DAY * (-1 if parts["beside"] == "before" else 1)
    return Interval(day, day, granularity)


def calendar_days(expression: Expression, view: View) -> Interval:
    """This, last or next week, month, year; the running one is cut at the anchor on the side of the tense."""
    parts, unit = expression.parts, unit_name(expression.parts["unit"])
    if view.anchor is None:
        return nothing(unit)
    shift = -2 if "beside" in parts else _shift(parts.get("which"))
    first, last = unit_at(unit, view.anchor, shift)
    edge = parts.get("edge")
    if shift == 0:
        if edge == "earlier":
            return Interval(first, view.anchor, unit)
        if edge == "later":
            return Interval(view.anchor, last, unit)
        first, last = part_of(edge, first, last)
        return Interval(*_cut(view, first, last), unit)
    return Interval(*part_of(edge, first, last), unit)


def weekend_days(expression: Expression, view: View) -> Interval:
    """Saturday and Sunday; "over the weekend" is the last one unless a tense looks ahead."""
    anchor, which = view.anchor, expression.parts.get("which")
    if anchor is None:
        return nothing("weekend")
    saturday = unit_at("week", anchor, 0)[0] + 5 * DAY
    is_running = saturday <= anchor
    if which in {"last", "past"}:
        first = saturday - 7 * DAY
    elif which == "next":
        first = saturday + 7 * DAY
    else:
        is_over = view.side < 0 or (which is None and view.side == 0 and not view.is_scheduled)
        first = saturday - 7 * DAY if is_over and not is_running else saturday
    return Interval(first, first + DAY, "weekend")


def year_days(expression: Expression, _view: View) -> Interval:
    """A year, or a third of it."""
    year = int(expression.parts["year"])
    first, last = part_of(expression.parts.get("edge"), dt.date(year, 1, 1), dt.date(year, 12, 31))
    return Interval(first, last, "year", anchored=False)


def years_days(expression: Expression, _view: View) -> Interval:
    """Two years with a dash."""
    first, last = int(expression.parts["year"]), int(expression.parts["year_to"])
    if last < 100:
        last += first // 100 * 100
    return Interval(dt.date(first, 1, 1), dt.date(last, 12, 31), "year", "throughout", anchored=False)


def decade_days(expression: Expression, _view: View) -> Interval:
    """Ten years, or a hundred of "the 1800s"."""
    year = int(expression.parts["decade"])
    size = 100 if year % 100 == 0 and year < 2000 else 10
    whole = dt.date(year, 1, 1), dt.date(year + size - 1, 12, 31)
    return Interval(
        *part_of(expression.parts.get("edge"), *whole), "decade" if size == 10 else "century", anchored=False
    )


def century_days(expression: Expression, _view: View) -> Interval:
    """A hundred years from the one that ends in 01."""
    year = (int(expression.parts["nth"]) - 1) * 100 + 1
    whole = dt.date(year, 1, 1), dt.date(year + 99, 12, 31)
    return Interval(*part_of(expression.parts.get("edge"), *whole), "century", anchored=False)


def quarter_days(expression: Expression, view: View) -> Interval:
    """A quarter or half, or some first or last months, of a year; without a year the nearest quarter on the side of the tense."""
    parts = expression.parts
    year = _year_named(parts, view)
    unit = "month" if "months" in parts else str(parts.get("half", "quarter"))
    if year is None and unit == "quarter" and view.anchor is not None:
        return _near_quarter(parts["nth"], view, view.anchor)
    if year is None or ("months" in parts and parts["unit"] != "months"):
        return nothing(unit)
    size = int(parts["months"]) if "months" in parts else {"quarter": 3, "half": 6}[unit]
    nth, count = parts["nth"], 12 // size
    if nth == "last":
        nth = count
    number = int(nth)
    if not 1 <= number <= count:
        return nothing(unit)
    end = 12 if parts["nth"] == "last" else number * size
    first, last = dt.date(year, end - size + 1, 1), last_of_month(year, end)
    return Interval(*_cut(view, first, last), unit, anchored="year" not in parts)


def _near_quarter(nth: Value, view: View, anchor: dt.date) -> Interval:
    """A quarter that no year is named of: the last that has begun, or the next that is not over."""
    number = 4 if nth == "last" else int(nth)
    if not 1 <= number <= 4:
        return nothing("quarter")
    options = [three_months(anchor.year + shift, 3 * number - 2) for shift in (-1, 0, 1)]
    begun = [pair for pair in options if pair[0] <= anchor]
    ahead = [pair for pair in options if pair[1] >= anchor]
    if view.side > 0:
        return Interval(*ahead[0], "quarter")
    return Interval(*begun[-1], "quarter")


def edge_days(expression: Expression, view: View) -> Interval:
    """The start, middle or end of a week, month or year."""
    parts = expression.parts
    if "month" in parts:
        whole = month_only_days(expression, view)
    elif "year" in parts:
        whole = year_days(Expression("year", 0, 0, {"year": parts["year"]}), view)
    else:
        unit = unit_name(parts["unit"])
        if view.anchor is None or unit not in {"week", "month", "year", "decade", "century", "weekend"}:
            return nothing(unit)
        shift = _shift(parts.get("which"))
        whole = Interval(*unit_at("week" if unit == "weekend" else unit, view.anchor, shift), unit)
    if whole.earliest is None or whole.latest is None:
        return whole
    first, last = tip_of(str(parts["edge"]), whole.earliest, whole.latest)
    return replace(whole, earliest=_cut(view, first, last)[0], latest=_cut(view, first, last)[1])


def season_days(expression: Expression, view: View) -> Interval:
    """A northern season of three months; winter begins in December."""
    parts, anchor = expression.parts, view.anchor
    month, which = int(parts["season"]), parts.get("which")
    if "year" in parts:
        return Interval(*three_months(int(parts["year"]), month), "season", anchored=False)
    if anchor is None:
        return nothing("season")
    options = [three_months(anchor.year + shift, month) for shift in (-2, -1, 0, 1, 2)]
    if which in {"last", "past"}:
        return Interval(*[pair for pair in options if pair[1] < anchor][-1], "season")
    if which == "next":
        coming = [pair for pair in options if pair[0] > anchor]
        is_near = coming[0][0].year == anchor.year
        return Interval(*coming[1 if is_near and month != 12 else 0], "season")
    if which == "this":
        return Interval(*_this_season(options, view, anchor), "season")
    nearest = min(options, key=lambda pair: (abs((pair[0] - anchor).days), pair[0]))
    sided = [pair for pair in options if (pair[1] >= anchor if view.side > 0 else pair[0] <= anchor)]
    if view.side == 0 or not sided:
        return Interval(*nearest, "season")
    return Interval(*(sided[0] if view.side > 0 else sided[-1]), "season")


def _this_season(
    options: list[tuple[dt.date, dt.date]], view: View, anchor: dt.date
) -> tuple[dt.date, dt.date]:
    own = [pair for pair in options if pair[0].year == anchor.year]
    running = [pair for pair in options if pair[0] <= anchor <= pair[1]]
    return _cut(view, *(running or own)[0])


def holiday_days(expression: Expression, view: View) -> Interval:
    """A fixed or movable feast; of those that only a calendar of their own knows, no day."""
    parts = expression.parts
    rule = holidays()[str(parts["holiday"])]
    if rule == "-":
        return nothing("day")
    if "year" in parts:
        day = holiday_in(rule, int(parts["year"]))
        return Interval(day, day, "day", anchored=False)
    if view.anchor is None:
        return nothing("day")
    days = [holiday_in(rule, view.anchor.year + shift) for shift in (-1, 0, 1)]
    which = parts.get("which")
    if which == "last":
        view = replace(view, tense="past", strict=True)
        days = [day for day in days if day < view.anchor] if view.anchor else days
    elif which == "next":
        view = replace(view, tense="future", strict=True)
    chosen = _choose(days, view, view.anchor) if view.anchor else days[1]
    return Interval(chosen, chosen, "day")


def period_days(expression: Expression, _view: View) -> Interval:
    """A period of history."""
    first, last = periods()[str(expression.parts["period"])]
    return Interval(dt.date.fromisoformat(first), dt.date.fromisoformat(last), "period", anchored=False)

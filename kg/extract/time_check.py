"""Whether words that look like a time mean one: "in May" does, "May said" does not."""

from kg.extract.time_data import Value, counted_words, named_weekdays
from kg.extract.time_word import Coded

__all__ = ["is_meant"]

_BARE_MONTH_AFTER = frozenset("iosblrezBA&-hf@u")


_BARE_YEAR_AFTER = frozenset("iosblrezBA&-h@um")


def is_meant(kind: str, parts: dict[str, Value], coded: Coded, first: int, last: int) -> bool:
    """Whether the words mean a time here: "in May" does, "May said" does not."""
    check = _CHECKS.get(kind)
    return check is None or check(parts, coded, first, last)


def _is_date(parts: dict[str, Value], coded: Coded, first: int, last: int) -> bool:
    day = parts["day"]
    if not isinstance(day, int) or not 1 <= day <= 31 or parts.get("week", "week") != "week":
        return False
    is_month_and_count = (
        coded.codes[first - 1 : first] == "i" and "year" not in parts and "weekday" not in parts
    )
    return not (is_month_and_count and _counts(coded, last))


def _is_weekday(parts: dict[str, Value], coded: Coded, first: int, last: int) -> bool:
    """Not in names: "Sunday Times", "Bloody Sunday"."""
    names = named_weekdays()
    before = coded.values[first - 1] if first else ""
    behind = coded.values[last] if last < len(coded.values) else ""
    is_name = before in names["before"] or behind in names["behind"]
    return not is_name and parts.get("plus", "week") == "week"


def _is_years(parts: dict[str, Value], _coded_text: Coded, _first: int, _last: int) -> bool:
    year, to = parts["year"], parts["year_to"]
    return isinstance(year, int) and isinstance(to, int) and (year < to <= 2200 or year % 100 < to < 100)


def _is_month(parts: dict[str, Value], coded: Coded, first: int, last: int) -> bool:
    if parts.keys() & {"year", "year_which", "which", "edge"}:
        return True
    before = coded.codes[first - 1 : first]
    if coded.codes[last : last + 1] == "c":
        return False  # "for May Street", "of June Carter"
    if first and str(coded.values[first - 1]).lower() in {
        "as",
        "than",
    }:  # "as early as May", "no later than May"
        return True
    return before in _BARE_MONTH_AFTER and bool(before)


def _is_year(parts: dict[str, Value], coded: Coded, first: int, last: int) -> bool:
    year = parts["year"]
    if not isinstance(year, int) or _counts(coded, last) or coded.codes[last : last + 1] == "%":
        return False
    before, behind = coded.codes[first - 1 : first], coded.codes[last : last + 1]
    if coded.values[last : last + 1] == ["/"] or (before == "m" and behind in {"x", "c"}):
        return False  # "the 2019/20 season", "some 2000 Thai stores"
    if "edge" in parts:
        return True
    if first and str(coded.values[first - 1]).lower() == "as":  # "as early as 2000"
        return 1800 <= year <= 2050
    if before in _BARE_YEAR_AFTER and before:
        return before not in "&-m" or 1800 <= year <= 2050
    is_modifier = before in {"t", "q", "'", "x", "c"} and behind in {"x", "c"}
    if is_modifier and before == "x":
        is_modifier = str(coded.values[first - 1]) in {"its", "his", "her", "their", "our", "("}
    is_in_brackets = first > 0 and coded.values[first - 1] == "(" and coded.values[last : last + 1] == [")"]
    return 1900 <= year <= 2050 and (is_in_brackets or (is_modifier and year % 100 != 0))


def _is_counted_unit(parts: dict[str, Value], _coded_text: Coded, _first: int, _last: int) -> bool:
    """Not of a modifier: "in a thirty hour period"."""
    if "count" not in parts:
        return parts.get("unit") != "seconds"
    return parts["count"] == 1 or parts["unit"] != str(parts["unit"]).rstrip("s")


def _is_unit_of_days(parts: dict[str, Value], coded: Coded, first: int, last: int) -> bool:
    return _is_counted_unit(parts, coded, first, last) and _is_day_or_more(parts)


def _is_day_or_more(parts: dict[str, Value]) -> bool:
    return "unit" not in parts or str(parts["unit"]).rstrip("s") in {"day", "week", "month", "year", "decade"}


def _is_ordinal_century(parts: dict[str, Value], _coded_text: Coded, _first: int, _last: int) -> bool:
    return parts["unit"] == "century"


def _is_calendar(parts: dict[str, Value], coded: Coded, first: int, _last: int) -> bool:
    if parts["unit"] not in {"week", "month", "year", "decade", "century", "quarter"}:
        return False
    return coded.codes[first - 1 : first] != "t" or "beside" in parts or parts.get("which") != "last"


def _is_relative(parts: dict[str, Value], coded: Coded, first: int, _last: int) -> bool:
    if "day" in parts:
        return parts["day"] not in {"week", "month", "weeks", "months"}
    if "part" in parts:
        return True
    unit = str(parts.get("unit", ""))
    if coded.codes[first] in "UY" and not unit.endswith("s"):
        return False  # "day after" without an article is no time by itself
    return unit != "half"


def _is_edge(parts: dict[str, Value], _coded_text: Coded, _first: int, _last: int) -> bool:
    """Not of a day: "at the end of the day" is a figure of speech."""
    return parts.get("unit", "year") not in {"day", "hour", "minute"}


def _is_clock(_parts: dict[str, Value], coded: Coded, first: int, last: int) -> bool:
    if coded.codes[last - 1] == "C":
        return True
    return (
        last - first > 1
        or coded.codes[first - 1 : first] in {"@", "b", "l"}
        or coded.codes[last : last + 1] in {"n", "W", "K"}
    )


def _is_quarter(parts: dict[str, Value], _coded_text: Coded, _first: int, _last: int) -> bool:
    if "months" in parts:
        return parts["unit"] in {"months", "weeks", "days"}
    return True


def _is_duration(parts: dict[str, Value], coded: Coded, first: int, last: int) -> bool:
    if coded.codes[first] == "i" and "count" not in parts and str(parts["unit"])[-1] != "s":
        return False
    return _is_counted_unit(parts, coded, first, last) and ("count" in parts or str(parts["unit"])[-1] == "s")


def _counts(coded: Coded, at: int) -> bool:
    """Whether the word is one of what is counted: "2014 soldiers"."""
    return (
        at < len(coded.codes) and coded.codes[at] in "xU" and str(coded.values[at]).lower() in counted_words()
    )


_CHECKS = {
    "date": _is_date,
    "month": _is_month,
    "weekday": _is_weekday,
    "years": _is_years,
    "year": _is_year,
    "span": _is_counted_unit,
    "ago": _is_counted_unit,
    "edge": _is_edge,
    "recent": _is_unit_of_days,
    "coming": _is_unit_of_days,
    "century": _is_ordinal_century,
    "calendar": _is_calendar,
    "relative-event": _is_relative,
    "clock": _is_clock,
    "quarter": _is_quarter,
    "duration": _is_duration,
}

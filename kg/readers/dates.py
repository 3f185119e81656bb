"""Calendar dates as newspapers and feeds write them, to ISO 8601 with the precision given."""

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from typing import Literal

__all__ = ["MONTHS", "DateOrder", "find_date", "month_number", "parse_date"]

DateOrder = Literal["day", "month"]
"""What the first number of a date like 3/4/2021 is."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})"
_HAS_YEAR = re.compile(r"[12]\d{3}")
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thurs?|thu|fri|sat|sun)\.?"
_WRITTEN = tuple(
    re.compile(rf"(?:{_WEEKDAY},?\s+)?(?:{form})", re.IGNORECASE)
    for form in (
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}\b",
        rf"{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b",
        rf"{_MONTH},?\s+{_YEAR}\b",
    )
)
_TIME_BEHIND = re.compile(
    r",?\s*(?:at\s+|[-–|]\s*)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?\s*[A-Z]{0,4}", re.IGNORECASE
)
_ISO = re.compile(
    r"(?P<date>\d{4}(?:-\d{2}(?:-\d{2})?)?)"
    r"(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBERS = re.compile(
    r"(?P<one>\d{1,2})(?P<mark>[./-])(?P<other>\d{1,2})(?P=mark)(?P<year>[12]\d{3})"
    r"(?:,?[ T](?P<time>\d{1,2}:\d{2}(?::\d{2})?))?"
)
_MAIL = re.compile(
    rf"(?:{_WEEKDAY},\s+)?\d{{1,2}}\s+[A-Za-z]{{3}}\s+\d{{4}}\s+\d{{1,2}}:\d{{2}}", re.IGNORECASE
)


def month_number(word: str) -> int | None:
    """The number of a month's name or abbreviation, 1 to 12.

    >>> month_number("Sept."), month_number("Monday")
    (9, None)
    """
    return MONTHS.get(word.lower().rstrip("."))


def find_date(text: str) -> tuple[str, int, int] | None:
    """The first full calendar date in a text: ISO date, start and end; a month alone counts if it has a year.

    >>> find_date("Posted Wednesday, February 22, 2023")
    ('2023-02-22', 7, 35)
    """
    if not _HAS_YEAR.search(text):
        return None
    found = [match for pattern in _WRITTEN if (match := pattern.search(text))]
    for match in sorted(found, key=lambda m: (m.start(), -m.end())):
        if iso := _iso(match["year"], match["month"], match.groupdict().get("day")):
            return iso, match.start(), match.end()
    return None


def _iso(year: str, month: str, day: str | None) -> str | None:
    number = month_number(month)
    if day is None:
        return f"{year}-{number:02d}"
    try:
        return dt.date(int(year), number or 0, int(day)).isoformat()
    except ValueError:
        return None


def parse_date(value: str, order: DateOrder | None = None) -> str:
    """A date or time as metadata gives it, in ISO 8601 with the same precision.

    A zone is written as an offset ("+00:00", never "Z"). Numbers between points begin with the day; between strokes one
    must be no month, or `order` says which is first. Raises `ValueError` that says what is accepted.

    >>> parse_date("22.2.2023 07:45"), parse_date("02/22/2023"), parse_date("03/04/2023", "day")
    ('2023-02-22T07:45:00', '2023-02-22', '2023-04-03')

    >>> parse_date("February 22, 2023"), parse_date("2023-02"), parse_date("2023-02-22T10:00:00Z")
    ('2023-02-22', '2023-02', '2023-02-22T10:00:00+00:00')
    """
    value = value.strip()
    if match := _ISO.fullmatch(value):
        return _checked(match["date"], match["time"], match["zone"])
    if match := _COMPACT.fullmatch(value):
        return _checked("-".join(match.groups()), None, None)
    if _MAIL.match(value):
        try:
            moment = parsedate_to_datetime(value)
        except ValueError:
            raise _unusable(value) from None
        return moment.isoformat()
    if match := _NUMBERS.fullmatch(value):
        return _of_numbers(match, order)
    found = find_date(value)
    if (
        found
        and not value[: found[1]]
        and (not value[found[2] :] or _TIME_BEHIND.fullmatch(value[found[2] :]))
    ):
        return found[0]
    raise _unusable(value)


def _of_numbers(match: re.Match[str], order: DateOrder | None) -> str:
    """The date of three numbers; raises `ValueError` if day and month cannot be told apart."""
    one, other = int(match["one"]), int(match["other"])
    if match["mark"] == "." or one > 12 or one == other:
        day, month = one, other
    elif other > 12:
        day, month = other, one
    elif order is None:
        raise _unusable(match[0])
    else:
        day, month = (one, other) if order == "day" else (other, one)
    time = match["time"]
    if time and time[1] == ":":
        time = f"0{time}"
    return _checked(f"{match['year']}-{month:02d}-{day:02d}", time, None)


def _checked(date: str, time: str | None, zone: str | None) -> str:
    """The ISO parts put together, if they name a day that exists."""
    full = date + "-01-01"[len(date) - 4 :]
    zone = "+00:00" if zone == "Z" else zone or ""
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    if time and len(time) == 5:
        time += ":00"
    moment = f"{date}T{time}{zone}" if time else date
    try:
        dt.datetime.fromisoformat(f"{full}T{time}{zone}" if time else full)
    except ValueError:
        raise _unusable(moment) from None
    return moment


def _unusable(value: str) -> ValueError:
    is_open = re.match(r"\d{1,2}[/-]\d{1,2}[/-]\d", value)
    hint = "; day and month are not told apart in it, --date-order does" if is_open else ""
    shown = value if len(value) <= 60 else value[:57] + "..."
    return ValueError(
        f"date {shown!r} is not a date{hint}; write 2023-02-22, 2023-02-22T10:00:00+01:00, 2023-02, 2023, "
        "February 22, 2023, or Wed, 22 Feb 2023 10:00:00 GMT"
    )

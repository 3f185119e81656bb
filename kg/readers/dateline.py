"""Datelines: where, when and by which agency a story was filed ("MOSCOW, March 3 (Reuters) -")."""

import re
from dataclasses import dataclass
from functools import cache

from kg.readers.agency import agency_named, word_list
from kg.readers.dates import MONTHS, find_date

__all__ = ["Dateline", "dateline_of", "read_date_line", "read_dateline", "with_dateline"]

_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_UPPER_WORD = rf"(?:{_UPPER}[\w.'’-]*{_UPPER}\.?|ST\.|MT\.|FT\.|EL|LA|AL|LE|DE|DI|DA)"
_UPPER_PLACE = rf"(?:{_UPPER_WORD}(?:[ /-]+(?:of the|and|de|del|on|upon|sur|am|{_UPPER_WORD}))*?)"
_REGION = r"(?:,\s+[^\W\d_a-z][\w.'’-]*(?:\s+(?:and|of|the|[^\W\d_a-z][\w.'’-]*)){0,4})"
_MIXED_PLACE = r"(?:[^\W\d_a-z][\w.'’-]+(?:[ /-](?:and|of|the|[^\W\d_a-z][\w.'’-]*)){0,3})"
_MONTH = "(?:" + "|".join(sorted((m.capitalize() for m in MONTHS), key=len, reverse=True)) + r")\.?"
_DATE = rf"(?:(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?:,?\s+\d{{4}})?)"
_AGENCY = r"(?:\((?P<agency>[^()\n]{2,50})\)|/(?P<slashed>[^/\n]{2,30})/\.?)"
_DASH = r"(?:\s*(?:—|–|--+|-(?=\s))|\s*:(?=\s))"

_FORMS = tuple(
    re.compile(form)
    for form in (
        # MOSCOW (AP) —   PORT SUDAN, Sudan (AP) —   MOSCOW, March 3 (Reuters) -   MOSCOW, March 3. /TASS/.
        rf"(?P<place>{_UPPER_PLACE}{_REGION}?)(?:,?\s+(?P<date>{_DATE}))?[.,]?\s*{_AGENCY}{_DASH}?",
        # KYIV, Ukraine —   JAKARTA, May 5 —
        rf"(?P<place>{_UPPER_PLACE}{_REGION}?)(?:,?\s+(?P<date>{_DATE}))?[.,]?{_DASH}",
        # Moscow (AFP) -
        rf"(?P<place>{_MIXED_PLACE}{_REGION}?)(?:,\s+(?P<date>{_DATE}))?[.,]?\s*{_AGENCY}{_DASH}",
        # (Reuters) -
        rf"(?P<place>){_AGENCY}{_DASH}",
    )
)
_BEFORE_DATE = re.compile(
    r"(?:(?:first\s+|last\s+)?(?:published|posted|updated|created|modified|filed|issued|date|dated|on|print edition)"
    r"(?:\s+(?:on|at))?\s*[:|–—-]?\s*)?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+|(?:mon|tue|wed|thu|fri|sat|sun)[.,]\s*)?",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(
    r"[\s,|/–—-]*(?:(?:at\s+)?\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4}|local time)?(?:\s*[–—-]\s*[A-Z][a-z]{2,20})?)?[\s|.]*"
    r"(?:(?:updated|modified|last updated)\b.{0,60})?",
    re.IGNORECASE,
)
_ISO_LINE = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}.{0,12})?")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: `end` is its length; `date` only with a year, `day` as it stands ("March 3")."""

    end: int
    place: str | None = None
    day: str | None = None
    date: str | None = None
    agency: str | None = None


def read_date_line(line: str) -> str | None:
    """The ISO date of a line that is only a date.

    >>> read_date_line("Wednesday, February 22, 2023"), read_date_line("Updated on 5 January 2019, 10:30 GMT")
    ('2023-02-22', '2019-01-05')
    """
    line = line.strip()
    if len(line) > 100:
        return None
    before = _BEFORE_DATE.match(line)
    begin = before.end() if before else 0
    if match := _ISO_LINE.fullmatch(line[begin:]):
        return match["date"]
    found = find_date(line[begin:])
    if found and len(found[0]) == 10 and found[1] == 0 and _AFTER_DATE.fullmatch(line[begin + found[2] :]):
        return found[0]
    return None


def read_dateline(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph begins with, or None.

    >>> line = read_dateline("PORT SUDAN, Sudan (AP) — Two armies exchanged prisoners.")
    >>> line.place, line.agency, line.end
    ('PORT SUDAN, Sudan', 'Associated Press', 24)
    """
    head = paragraph[:140]
    for form in _FORMS:
        match = form.match(head)
        if match is None:
            continue
        groups = match.groupdict()
        name = groups.get("agency") or groups.get("slashed")
        agency = agency_named(name) if name else None
        if name and agency is None and not match["place"].isupper():
            continue
        if match.end() < len(paragraph) and _is_sound(match, paragraph):
            return _dateline(match, agency.name if agency else None)
    return None


def with_dateline(lines: list[str], dateline: str | None) -> list[str]:
    """The paragraphs with the dateline that came as a field of its own in front, as agencies print it.

    >>> with_dateline(["Rain fell."], "Oslo, March 3 (AP)"), with_dateline(["BONN (AP) — Rain."], "Bonn")
    (['Oslo, March 3 (AP) — Rain fell.'], ['BONN (AP) — Rain.'])
    """
    if not dateline or not lines or read_dateline(lines[0]):
        return lines
    return [f"{_as_printed(dateline)} — {lines[0]}", *lines[1:]]


def dateline_of(field: str) -> Dateline | None:
    """What a dateline says that came as a field of its own; None if it is none.

    >>> dateline_of("Oslo, Norway").place
    'OSLO, Norway'
    """
    return read_dateline(f"{_as_printed(field)} — .")


def _as_printed(dateline: str) -> str:
    """The dateline without what ends it, its town in capitals if it would not be known for one."""
    line = dateline.rstrip(" -–—:")
    if read_dateline(f"{line} — .") is not None:
        return line
    place, comma, rest = line.partition(",")
    town, bracket, agency = place.partition(" (")
    return f"{town.upper()}{bracket}{agency}{comma}{rest}"


def _is_sound(match: re.Match[str], paragraph: str) -> bool:
    """Text must follow, and an acronym that opens a sentence ("NATO - ...") must not look like a town."""
    return match["place"] not in _not_places() and bool(paragraph[match.end() :].strip())


@cache
def _not_places() -> frozenset[str]:
    return word_list("header_words.tsv", "not-place")


def _dateline(match: re.Match[str], agency: str | None) -> Dateline:
    day = match.groupdict().get("date")
    found = find_date(day) if day else None
    place = match["place"].strip(" ,.") or None
    return Dateline(match.end(), place, day, found[0] if found and len(found[0]) == 10 else None, agency)

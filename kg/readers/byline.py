"""Bylines: who wrote the article, and for which agency."""

import re
from dataclasses import dataclass

from kg.readers.agency import agency_named, word_list

__all__ = ["Byline", "read_byline"]

_BY = re.compile(r"(?:(?:story|text|words|report|written|reported)\s+)?by[:\s]\s*(?P<who>.+)", re.IGNORECASE)
_NAME = r"(?:[^\W\d_a-z][\w'’.-]*|(?:de|da|di|del|der|den|van|von|al|bin|la|le|el|ul|al-\w+|d['’]\w+)\b)"
_PERSON = re.compile(rf"{_NAME}(?:\s+{_NAME}){{1,4}}")
_JOB = re.compile(
    r"(?:(?:the )?[\w.'’ -]{0,40}\b)?(?:staff|correspondent|reporter|writer|editor|columnist|bureau|desk|report|"
    r"reports|wire|wires|contributor|news ?service|newspapers?|press)s?(?: (?:writer|reporter|report|chief|reports))?",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"(?:(?:from )?(?:staff|wire|news service|agency|combined)(?: (?:and|&) (?:staff|wire|news service|agency))?"
    r"(?: (?:reports?|writers?|reporters?|services?|sources))|our correspondent|(?:the )?editorial board)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Byline:
    """The people named in a byline, and the full name of the agency if one is named."""

    authors: tuple[str, ...] = ()
    agency: str | None = None


def read_byline(line: str, *, lenient: bool) -> Byline | None:
    """A line that only says who wrote the article, or None.

    A name alone, or a name with a job ("Jane Doe, Staff Writer"), counts only if `lenient`: under a headline.

    >>> read_byline("By Jane Doe and John Roe, Associated Press", lenient=False)
    Byline(authors=('Jane Doe', 'John Roe'), agency='Associated Press')
    >>> read_byline("By Monday, the army had left the town.", lenient=False)
    """
    line = line.strip(" \u00a0\t—–-*•|")
    if not line or len(line) > 140 or line.count(" ") > 16:
        return None
    agency = agency_named(line)
    if agency and all(agency_named(part) for part in re.split(r"\s*(?:/|,| and )\s*", line)):
        return Byline(agency=agency.name)
    if _STAFF.fullmatch(line):
        return Byline()
    if match := _BY.fullmatch(line):
        return _people(match["who"], needs_job=False)
    return _people(line, needs_job=True) if lenient else None


def _people(text: str, *, needs_job: bool) -> Byline | None:
    """The names in "Jane Doe and John Roe, Associated Press"; None if a part is neither name, job nor agency."""
    authors: list[str] = []
    agency: str | None = None
    has_job = False
    for part in re.split(
        r"\s*(?:,|;|\||/|•| and | & | with |\s[-–—]\s|\sof\s|\bin\b\s[A-Z][\w ]+$)\s*", text
    ):
        part_agency = agency_named(part) if part else None
        if not part:
            continue
        if part_agency:
            agency = agency or part_agency.name
            has_job = True
        elif _STAFF.fullmatch(part) or (authors and _JOB.fullmatch(part)):
            has_job = True
        elif _is_name(part):
            authors.append(_in_title_case(part))
        elif not (authors and re.fullmatch(r"\S+@\S+|@\w+|[A-Z][\w .'’-]{1,40}", part)):
            return None
    if not (authors or agency or has_job) or (needs_job and not has_job):
        return None
    return Byline(tuple(dict.fromkeys(authors)), agency)


def _is_name(part: str) -> bool:
    words = part.lower().replace(".", "").split()
    not_names = word_list("header_words.tsv", "not-author")
    return _PERSON.fullmatch(part) is not None and not not_names & set(words)


def _in_title_case(name: str) -> str:
    return " ".join(w.capitalize() if len(w) > 2 else w for w in name.split()) if name.isupper() else name

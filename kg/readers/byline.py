"""Bylines: who wrote the article, and for which agency."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.readers.agency import agency_named, word_list

__all__ = ["Byline", "credited_authors", "is_job", "read_byline"]

MAX_BYLINE_CHARS = 140

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
    """The people named in a byline, and the full name of the agency if one is named.

    `credit` is the byline as it stands where it says more than the names: what the authors are.
    """

    authors: tuple[str, ...] = ()
    agency: str | None = None
    credit: str | None = None


def read_byline(line: str, *, lenient: bool) -> Byline | None:
    """A line that only says who wrote the article, or None.

    A name alone, or a name with a job ("Jane Doe, Staff Writer"), counts only if `lenient`: under a headline.

    >>> read_byline("By Jane Doe and John Roe, Associated Press", lenient=False)
    Byline(authors=('Jane Doe', 'John Roe'), agency='Associated Press', credit=None)
    >>> read_byline("By Monday, the army had left the town.", lenient=False)
    """
    line = line.strip(" \u00a0\t—–-*•|")
    if not line or len(line) > MAX_BYLINE_CHARS or line.count(" ") > 16:
        return None
    agency = agency_named(line)
    if agency and all(agency_named(part) for part in re.split(r"\s*(?:/|,| and )\s*", line)):
        return Byline(agency=agency.name)
    if _STAFF.fullmatch(line):
        return Byline()
    if match := _BY.fullmatch(line):
        return _people(match["who"], needs_job=False)
    return _people(line, needs_job=True) if lenient else None


def credited_authors(given: Iterable[tuple[str, str | None]]) -> Byline:
    """The byline that pairs of a name and a job make; agencies, desks and addresses are no authors.

    >>> credited_authors([("By Jane Doe, Rome correspondent", None), ("John Roe", "editor"), ("Reuters", None)])
    Byline(authors=('Jane Doe', 'John Roe'), agency='Reuters', credit='Jane Doe, Rome correspondent; John Roe, editor')
    """
    authors: list[str] = []
    lines: list[str] = []
    agency: str | None = None
    for text, job in given:
        line = re.sub(r"^(?:(?:written|reported|words)\s+)?by:?\s+", "", text.strip(), flags=re.IGNORECASE)
        if not line or len(line) > MAX_BYLINE_CHARS or re.match(r"https?://|www\.|@", line):
            continue
        found = read_byline(f"By {line}", lenient=False)
        if found is None and (agency_named(line) or _STAFF.fullmatch(line)):
            found = read_byline(line, lenient=False)
        if found is None or not (found.authors or found.agency):
            continue
        agency = agency or found.agency
        new = [name for name in found.authors if name not in authors]
        authors += new
        if new:
            lines.append(f"{line}, {job}" if job else line)
    says_more = [line.casefold() for line in lines] != [name.casefold() for name in authors]
    return Byline(tuple(authors), agency, "; ".join(lines) if says_more else None)


def is_job(text: str) -> bool:
    """Whether a part of a byline says what somebody is: "Rome correspondent".

    >>> is_job("Associated Press Writer"), is_job("John Roe")
    (True, False)
    """
    return _JOB.fullmatch(text.strip()) is not None


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

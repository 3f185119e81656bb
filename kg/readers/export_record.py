"""One article of a database's export: which lines are the text, and what the others say of it."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.readers.base import Metadata
from kg.readers.dates import find_date
from kg.readers.export_profile import Profile
from kg.readers.metadata import first_good

__all__ = ["Line", "Record", "lines_of", "read_record", "records"]

MAX_FIELD_LINES = 12
"""Lines of one field above or below the text: what is longer is no field."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space at its ends, at the place `start` of the file's text; `number` counts from 1."""

    text: str
    start: int
    number: int

    @property
    def end(self) -> int:
        """Where the line ends, excluded."""
        return self.start + len(self.text)


@dataclass(slots=True)
class Record:
    """What one article of an export holds: the ranges of its text in the file's, and values by field."""

    lines: Sequence[Line]
    body: list[tuple[int, int]] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)

    def metadata(self, profile: Profile) -> Metadata:
        """The metadata; of a field with several values the first that can be used."""
        given = self.values
        names = [
            name for value in given.get("author", ()) for name in _names(value, inverted=profile.inverted)
        ]
        names += given.get("credit", ()) if not names else ()
        row = {
            name: given.get(name, ()) for name in ("id", "title", "publisher", "section", "edition", "rights")
        }
        dates = [_date(value, profile.dates) for value in given.get("date", ())]
        return first_good({**row, "date": dates, "authors": [(name, None) for name in names]})

    def note(self, field: str, match: re.Match[str], *, goes_on: bool) -> None:
        """Keep what a line gives: the pattern's groups, or all of it as the field; it may go on with the last value."""
        given = match.groupdict() or {field: match[0]}
        for name, value in given.items():
            if not name or not value:
                continue
            values = self.values.setdefault(name, [])
            if goes_on and values:
                values[-1] = f"{values[-1]} {value}"
            else:
                values.append(value)

    def first(self, name: str) -> str | None:
        """The first value of a field."""
        return next(iter(self.values.get(name, ())), None)


def lines_of(text: str) -> list[Line]:
    """All lines of a text, blank ones, too."""
    found = []
    for number, match in enumerate(re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text), 1):
        piece = match.group()
        start = match.start() + len(piece) - len(piece.lstrip())
        if match.start() < len(text):
            found.append(Line(piece.strip(), start, number))
    return found


def records(lines: Sequence[Line], profile: Profile) -> Iterator[Sequence[Line]]:
    """The lines of each article in their order, without blank ones at its ends."""
    part: list[Line] = []
    for line in lines:
        is_first, is_between = profile.begin.fullmatch(line.text), profile.between.fullmatch(line.text)
        if part and (is_first or is_between):
            yield from _article(part)
            part = []
        if is_between or (not part and not line.text):
            continue
        part.append(line)
        if profile.end.fullmatch(line.text):
            yield from _article(part)
            part = []
    yield from _article(part)


def _article(part: Sequence[Line]) -> Iterator[Sequence[Line]]:
    written = [i for i, line in enumerate(part) if line.text]
    if written:
        yield part[written[0] : written[-1] + 1]


def read_record(lines: Sequence[Line], profile: Profile) -> Record | None:
    """What the lines of an article say; None for a list of contents, a summary of the search, an empty part."""
    record = Record(lines)
    rest = _read_header(record, profile)
    reader = _Fields(record, profile)
    for line in lines[rest:]:
        reader.take(line)
    own = [line.text for line in lines if line.text and not profile.skip.fullmatch(line.text)]
    return record if record.body or (own and not profile.other.fullmatch(own[0])) else None


def _read_header(record: Record, profile: Profile) -> int:
    """Index of the first line that is not of the unlabelled header."""
    view = "\n".join(line.text for line in record.lines)
    place, step, previous = 0, 0, -1
    for index, line in enumerate(record.lines):
        if line.text and not profile.skip.fullmatch(line.text):
            fits = (
                (i, profile.header[i].pattern.match(view, place)) for i in range(step, len(profile.header))
            )
            found = next(((i, match) for i, match in fits if match), None)
            if found is None:
                return index
            i, match = found
            record.note(profile.header[i].field, match, goes_on=i == previous)
            previous, step = i, i if profile.header[i].many else i + 1
        place += len(line.text) + 1
    return len(record.lines)


class _Fields:
    """Takes the lines below the header: labels with their values, the text, and what stands behind it."""

    def __init__(self, record: Record, profile: Profile) -> None:
        self.record, self.profile = record, profile
        self.field = "" if profile.body_has_label else "text"
        self.lines = 0

    def take(self, line: Line) -> None:
        """Add a line to what it belongs to."""
        if not line.text:
            self.field = self.field if self.field == "text" or not self.lines else ""
        elif self.profile.skip.fullmatch(line.text):
            return
        elif label := self._label(line.text):
            self._begin(label, line)
        elif self._is_rights(line.text):
            self._add_rights(line.text)
        elif self.field == "text" and self.profile.trailer.fullmatch(line.text):
            self.field = ""
        elif self.field == "text":
            self.record.body.append((line.start, line.end))
        elif self.field and self.lines < MAX_FIELD_LINES:
            self.lines += 1
            values = self.record.values.setdefault(self.field, [""])
            values[-1] = f"{values[-1]} {line.text}".strip()

    def _is_rights(self, text: str) -> bool:
        is_outside = self.field != "text" or self.profile.trailer.fullmatch(text) is not None
        return is_outside and self.profile.rights.fullmatch(text) is not None

    def _add_rights(self, text: str) -> None:
        """Lines of copyright behind the text are one value."""
        self.field = ""
        values = self.record.values.setdefault("rights", [""])
        if text not in values[-1]:
            values[-1] = f"{values[-1]} {text}".strip()

    def _label(self, text: str) -> re.Match[str] | None:
        match = self.profile.label.fullmatch(text)
        if match is None or (self.field == "text" and _name(match) not in self.profile.after):
            return None
        return match

    def _begin(self, label: re.Match[str], line: Line) -> None:
        meaning = self.profile.labels[_name(label)]
        value = (label["value"] or "").strip()
        if self.profile.skip.fullmatch(value):
            value = ""
        self.lines = 1 if value else 0
        if isinstance(meaning, re.Pattern):
            self.field = ""
            if match := meaning.fullmatch(value):
                self.record.note("", match, goes_on=False)
            return
        self.field = meaning
        if meaning == "text" and value:
            start = line.start + label.start("value")
            self.record.body.append((start, start + len(value)))
        elif meaning and meaning != "text":
            self.record.values.setdefault(meaning, []).append(value)


def _name(label: re.Match[str]) -> str:
    return label["label"] or label["bare"]


def _names(value: str, *, inverted: bool) -> list[str]:
    """The names in a field of authors.

    >>> _names("Doe, Jane; Roe, John", inverted=True), _names("By JANE DOE", inverted=False)
    (['Jane Doe', 'John Roe'], ['By JANE DOE'])
    """
    if not inverted:
        return [part.strip() for part in value.split(";")]
    parts = (part.strip().partition(",") for part in value.split(";"))
    return [f"{given.strip()} {name.strip()}".strip() for name, _, given in parts if name]


def _date(value: str, forms: Sequence[str]) -> str:
    """A date in ISO 8601 where it is of one of the forms or stands in words; else as it is."""
    for form in forms:
        try:
            return dt.datetime.strptime(value, form).date().isoformat()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    found = find_date(value)
    return found[0] if found else value

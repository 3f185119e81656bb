"""Metadata as JSON fields or options give it: checked, in one form; the first source that has a field wins."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from kg.errors import FormatError, LanguageError, UsageError
from kg.readers.agency import word_list
from kg.readers.base import Metadata
from kg.readers.byline import credited_authors, read_byline
from kg.readers.dates import DateOrder, parse_date
from kg.readers.english import check_language_tag

__all__ = ["check_options", "first_good", "metadata_of", "prefer"]

MAX_FIELD_CHARS = 2000
"""Longest id, title, URL or name: a longer one is a field in the wrong place."""

_FIELDS = (
    "id",
    "title",
    "date",
    "modified",
    "url",
    "publisher",
    "agency",
    "credit",
    "section",
    "edition",
    "rights",
    "correction",
    "language",
)
_YEARS = range(1600, 2101)
_SECONDS = range(315_532_800, 4_102_444_800)
"""1980 to 2099: earlier articles have no time to the second."""
_URL_KEPT = "%/:?#[]@!$&'()*+,;=~-._"
_JSON_TYPES = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


def metadata_of(row: Mapping[str, Any], date_order: DateOrder | None = None) -> Metadata:
    """The metadata fields of a JSON object; unknown fields are nobody's business.

    Raises `FormatError` that names the field, or `LanguageError`.

    >>> metadata_of({"id": 7, "date": "February 22, 2023", "author": "Jane Doe and John Roe"}).authors
    ('Jane Doe', 'John Roe')
    """
    values = {name: _string(name, row.get(name)) for name in _FIELDS}
    for name in ("date", "modified"):
        if given := values[name]:
            values[name] = _date(given, date_order)
    if values["url"]:
        values["url"] = _url(values["url"])
    if values["language"]:
        values["language"] = check_language_tag(values["language"])
    authors = _authors(row["author"] if row.get("author") is not None else row.get("authors"))
    fields: dict[str, Any] = {name: value for name, value in values.items() if value}
    return Metadata(**fields, authors=authors)


def _string(name: str, value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        if name == "id":
            return str(value)
        if name in ("date", "modified") and (moment := _moment(value)):
            return moment
    if not isinstance(value, str):
        raise FormatError(
            f'field "{name}" must be a string, found {_JSON_TYPES.get(type(value), "something else")}'
        )
    value = " ".join(value.split()) if name != "title" else value.strip()
    if len(value) > MAX_FIELD_CHARS:
        raise FormatError(f'field "{name}" has {len(value):,} characters, the limit is {MAX_FIELD_CHARS:,}')
    if any(c < " " for c in value) or any("\ud800" <= c <= "\udfff" for c in value):
        raise FormatError(f'field "{name}" holds a line break, a control character or half a character')
    return value or None


def _moment(value: int) -> str | None:
    """A date as a number: 2023, 20230222, or seconds or thousandths of them since 1970; None for others.

    >>> _moment(1559635200), _moment(1559635200000), _moment(20230222), _moment(7)
    ('2019-06-04T08:00:00+00:00', '2019-06-04T08:00:00+00:00', '20230222', None)
    """
    if value in _YEARS or value // 10_000 in _YEARS:
        return str(value)
    seconds = value // 1000 if value > _SECONDS.stop else value
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat() if seconds in _SECONDS else None


def _date(value: str, order: DateOrder | None) -> str:
    try:
        return parse_date(value, order)
    except ValueError as error:
        raise FormatError(str(error)) from None


def _url(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+\S*", value, re.IGNORECASE):
        raise FormatError(f'field "url" must be an absolute http(s) address, found {value[:80]!r}')
    if "?" in value:
        value = _without_tracking(value)
    return quote(value, safe=_URL_KEPT) if re.search(r"[\s<>\"{}|\\^`]", value) else value


def _without_tracking(url: str) -> str:
    """The address without what only says where a reader came from (`header_words.tsv`).

    >>> _without_tracking("https://a.example/x?id=7&utm_source=feed&fbclid=1#top")
    'https://a.example/x?id=7#top'
    """
    address, mark, fragment = url.partition("#")
    path, _, query = address.partition("?")
    names = word_list("header_words.tsv", "tracking")
    kept = [part for part in query.split("&") if not _is_tracking(part.partition("=")[0].lower(), names)]
    return path + ("?" + "&".join(kept) if any(kept) else "") + mark + fragment


def _is_tracking(name: str, names: frozenset[str]) -> bool:
    return name in names or name.startswith("utm_")


def _authors(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        name = _string("author", value)
        if name is None:
            return ()
        name = re.sub(r"^by\s+", "", name, flags=re.IGNORECASE)
        byline = read_byline(f"By {name}", lenient=False)
        return byline.authors if byline and byline.authors else (name,)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise FormatError('field "author" must be a string or a list of strings')
    return tuple(dict.fromkeys(name for item in value if (name := _string("author", item))))


def first_good(row: Mapping[str, Sequence[Any]]) -> Metadata:
    """The first value of each field that can be used; the others are passed over: a page is no database.

    `authors` are pairs of a name and what that author is, or None.
    """
    values: dict[str, Any] = {}
    for name in _FIELDS:
        for value in row.get(name, ()):
            try:
                found = getattr(metadata_of({name: value}), name)
            except (FormatError, LanguageError):
                continue
            if found:
                values[name] = found
                break
    credited = credited_authors(row.get("authors", ()))
    values.setdefault("credit", credited.credit)
    values.setdefault("agency", credited.agency)
    owner = values.get("publisher")
    return Metadata(**values, authors=tuple(name for name in credited.authors if name != owner))


def check_options(options: Metadata) -> Metadata:
    """The options with date, URL and language in their one form; raises `UsageError`."""
    row = {name: getattr(options, name) for name in _FIELDS}
    try:
        checked = metadata_of(row, options.date_order)
    except (FormatError, LanguageError) as error:
        raise UsageError(f"option: {error}") from None
    return replace(
        checked,
        authors=options.authors,
        collection=options.collection,
        encoding=options.encoding,
        columns=options.columns,
        date_order=options.date_order,
    )


def prefer(first: Metadata, second: Metadata) -> Metadata:
    """Field by field what `first` says, else what `second` says; how the input is read is the second's."""
    return Metadata(
        **{name: getattr(first, name) or getattr(second, name) for name in (*_FIELDS, "authors")},
        collection=second.collection,
        encoding=second.encoding,
        columns=second.columns,
        date_order=second.date_order,
    )

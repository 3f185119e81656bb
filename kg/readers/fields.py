"""Fields of rows and objects: which of ours they are by their names (`data/columns.tsv`), and their values in one form."""

import datetime as dt
import html
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from kg.errors import FormatError, UsageError
from kg.readers.agency import rows, word_list
from kg.readers.markup import fragment_lines

__all__ = ["field_of", "fields_of", "goodness", "plain", "read_columns", "text_of", "tidy"]

MAX_BROKEN_SHARE = 0.01
"""Share of zero bytes and halves of characters above which a text is not repaired but refused."""

_NAMES = ("name", "main", "rendered", "value", "text", "content", "original", "title", "full_name", "display_name", "label", "href", "url")  # fmt: skip
"""Where an object that stands for one value has it, the best first."""
_TEXTS = ("rendered", "value", "text", "content", "plain", "html", "body")
"""The same for one that stands for a text."""
_BLOCK = re.compile(
    r"</?(?:p|div|br|h[1-6]|ul|ol|li|article|section|figure|blockquote|table)\b[^<>]{0,500}>", re.IGNORECASE
)
_INLINE = re.compile(r"</(?:a|b|i|em|strong|span|u|sup|sub|font)>|<br ?/?>", re.IGNORECASE)
_ENTITY = re.compile(
    r"&(?:#\d{2,5}|#x[0-9a-f]{2,5}|amp|quot|apos|lt|gt|nbsp|[lr][sd]quo|[mn]dash|hellip|pound|euro|[a-z](?:acute|grave|uml|circ|cedil|tilde));",
    re.IGNORECASE,
)
_BROKEN = re.compile("[\x00\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f]")
_PLAIN_FIELDS = frozenset(("id", "url", "date", "modified", "language"))
"""Fields in which no markup stands, and of which no character may be changed."""


@cache
def _known() -> dict[str, tuple[str, int]]:
    """Each name of a field elsewhere to the field of ours that it means, and how good a name it is."""
    words = ((field, names.split()) for field, names in rows("columns.tsv"))
    return {name: (field, place) for field, names in words for place, name in enumerate(names)}


def field_of(name: str) -> str | None:
    """The field of ours that a column or key means.

    >>> field_of("Pub_Date"), field_of("bodyText"), field_of("colour")
    ('date', 'text', None)
    """
    found = _known().get(_plain_name(name))
    return found[0] if found else None


def goodness(name: str) -> int:
    """How surely a column or key means its field: 0 is best; 99 for one that is not known."""
    return _known().get(_plain_name(name), ("", 99))[1]


def _plain_name(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def read_columns(given: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of a field and its column, from what a user writes; raises `UsageError`.

    >>> read_columns(["text=body_html", "date=Pub. date"])
    (('text', 'body_html'), ('date', 'Pub. date'))
    """
    pairs = [pair.partition("=")[::2] for pair in given]
    fields = [field for field, _ in rows("columns.tsv")]
    for field, name in pairs:
        if field not in fields or not name:
            raise UsageError(f"column {field}={name}: give FIELD=NAME; the fields are {', '.join(fields)}")
    return tuple(pairs)


def fields_of(row: Mapping[str, Any], chosen: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """The values of an object by field: by the names of its keys, of those of an object inside that has the text, and by choice.

    A chosen name may be a path.

    >>> fields_of({"_id": 7, "_source": {"body": "It rained.", "source": {"id": 3, "name": "Post"}}})
    {'text': 'It rained.', 'publisher': {'id': 3, 'name': 'Post'}, 'id': 7}
    >>> fields_of({"a": {"b": "It rained."}}, [("text", "a.b")])
    {'text': 'It rained.'}
    """
    found: dict[str, Any] = {}
    for inside in _containers(row):
        for name in sorted(inside, key=lambda name: goodness(str(name))):
            field = field_of(str(name))
            if field is not None and found.get(field) in (None, "", [], {}):
                found[field] = inside[name]
    for field, name in chosen:
        found[field] = row[name] if name in row else _along(row, name)
    return found


def _containers(row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The object and, where they have a text of their own, the objects in it (`_source`, `fields`)."""
    inner = [] if _has_text(row) else [value for value in row.values() if _is_container(value)]
    if inner:
        yield from inner
        yield {name: value for name, value in row.items() if not any(value is other for other in inner)}
    else:
        yield row


def _has_text(row: Mapping[str, Any]) -> bool:
    return any(
        value and not _is_container(value) and field_of(str(name)) == "text" for name, value in row.items()
    )


def _is_container(value: Any) -> bool:
    """Whether a value is an object with a text and another field of ours."""
    if not isinstance(value, Mapping):
        return False
    fields = {field_of(str(name)): inner for name, inner in value.items() if inner}
    return isinstance(fields.get("text"), str | list) and len(fields.keys() - {None}) > 1


def _along(row: Any, path: str) -> Any:
    for name in path.split("."):
        row = row.get(name) if isinstance(row, Mapping) else None
    return row


def plain(value: Any) -> Any:
    """A value as text, number or list of them; None for an empty one.

    >>> plain({"id": 3, "name": "Post"}), plain([{"name": "Jane Doe"}]), plain(float("nan")), plain("N/A")
    ('Post', ['Jane Doe'], None, None)
    """
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return _one_of(value, _NAMES)
    if isinstance(value, list):
        return [found for item in value if (found := plain(item)) is not None] or None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        is_missing = value.strip().casefold() in word_list("header_words.tsv", "missing")
        return None if is_missing or not value.strip() else value
    return value


def _one_of(value: Mapping[str, Any], names: Sequence[str]) -> Any:
    """What an object says that stands for one value, by the first of these keys; itself if that is not known."""
    keys = {str(key).strip("#@_").lower(): found for key, found in value.items()}
    for name in names:
        if isinstance(found := keys.get(name), str) and found.strip():
            return found
    parts = [keys.get(f"{name}_name") or keys.get(f"{name}name") for name in ("first", "last")]
    return " ".join(part for part in parts if isinstance(part, str)) or dict(value)


def text_of(value: Any) -> str:
    r"""The text of an article: of markup what it says, of a list its paragraphs; a few broken characters are replaced.

    Raises `FormatError` if it is no text. Offsets count in what comes back.

    >>> text_of("<p>Rain &amp; snow</p><p>fell.</p>"), text_of(["It rained.", "It snowed."])
    ('Rain & snow\n\nfell.', 'It rained.\n\nIt snowed.')
    """
    if isinstance(value, Mapping):
        value = _one_of(value, _TEXTS)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "\n\n".join(value)
    if not isinstance(value, str):
        raise FormatError('field "text" must be a string')
    text = _repaired(value)
    if _BLOCK.search(text[:20_000]) or _INLINE.search(text[:20_000]):
        return "\n\n".join(fragment_lines(text))
    return html.unescape(text) if "&" in text and _ENTITY.search(text) else text


def _repaired(text: str) -> str:
    """The text with a replacement character for each zero byte and half of a character, if there are few."""
    if text.isprintable() or not (count := len(_BROKEN.findall(text))):
        return text
    return _BROKEN.sub("\ufffd", text) if count <= MAX_BROKEN_SHARE * len(text) else text


def tidy(field: str, value: Any) -> Any:
    r"""The value of a field of metadata without markup, controls and halves of characters.

    >>> tidy("title", "Miners &amp; <b>owners</b>\tagree"), tidy("id", "a\tb")
    ('Miners & owners agree', 'a\tb')
    """
    if isinstance(value, list):
        return [tidy(field, item) for item in value]
    if not isinstance(value, str) or field in _PLAIN_FIELDS:
        return value
    value = _CONTROLS.sub(" ", _BROKEN.sub("\ufffd", value)) if not value.isprintable() else value
    if "<" in value and (_INLINE.search(value) or _BLOCK.search(value)):
        value = " ".join(fragment_lines(value))
    return html.unescape(value) if "&" in value else value

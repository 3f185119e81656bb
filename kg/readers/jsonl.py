"""JSON Lines (one object a line) and JSON (one object, or a list of them).

Fields: `text` (required), `id`, `title`, `date`, `url`, `publisher`, `author` (a string or a list), `section`,
`language`; others are not looked at. A line that cannot be used costs that line.
"""

import json
from collections.abc import Callable, Iterator
from typing import IO, Any

from kg.article import Article
from kg.errors import DecodeError, FormatError, RecordError
from kg.readers.assemble import article_of
from kg.readers.base import MAX_TEXT_BYTES, Fit, Metadata, Rejected, Source
from kg.readers.decoding import decode
from kg.readers.metadata import metadata_of, prefer

__all__ = ["SUFFIXES", "read", "read_objects", "sniff"]

SUFFIXES = (".jsonl", ".ndjson", ".json")

MAX_LINE_BYTES = 6 * MAX_TEXT_BYTES + 100_000
"""No line is kept longer: JSON may write a character as `\\uXXXX`, six bytes, and the other fields need room."""
MAX_DOCUMENT_BYTES = 64_000_000
"""A JSON file that is not JSON Lines is read as a whole, up to this size."""

ArticleMaker = Callable[[Any, Source, Metadata], Article]
"""What makes an article of a JSON value; raises `RecordError` when there is none."""

_BOM = b"\xef\xbb\xbf"


def sniff(head: bytes, name: str) -> Fit:
    """Whether the first bytes open a JSON object or list."""
    del name
    return Fit.LIKELY if head.removeprefix(_BOM).lstrip()[:1] in (b"{", b"[") else Fit.NO


def read(stream: IO[bytes], source: Source, *, defaults: Metadata) -> Iterator[Article | Rejected]:
    """The articles of a file, in its order, with a rejected row for each object that cannot be used."""
    yield from read_objects(stream, source, defaults, _article)


def read_objects(
    stream: IO[bytes], source: Source, defaults: Metadata, article: ArticleMaker
) -> Iterator[Article | Rejected]:
    """What `article` makes of each JSON value of a file: one a line, or a list, or a single one."""
    lines = _lines(stream)
    number, first, size = next(lines, (1, b"", 0))
    if _is_wide(first, defaults.encoding) or (first and not _is_complete(first, size)):
        yield from _read_document(first, size, stream, source, defaults, article)
        return
    found = False
    for number, line, size in _chain((number, first, size), lines):  # noqa: B020
        if line.removeprefix(_BOM).strip():
            found = True
            yield _read_line(line, size, number, source, defaults, article)
    if not found:
        yield Rejected(source.name, None, "read", "empty: there is no JSON object in it")


def _chain(
    first: tuple[int, bytes, int], rest: Iterator[tuple[int, bytes, int]]
) -> Iterator[tuple[int, bytes, int]]:
    yield first
    yield from rest


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes, int]]:
    """Number, bytes and full size of each line; of a line over the limit only the beginning is kept."""
    number = 0
    while line := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        size = len(line)
        while size > MAX_LINE_BYTES and not line.endswith(b"\n"):
            more = stream.readline(1_000_000)
            if not more:
                break
            size += len(more)
            line = line[:MAX_LINE_BYTES] + more[-1:]
        yield number, line, size


def _is_wide(head: bytes, encoding: str | None) -> bool:
    """UTF-16 and UTF-32, whose bytes cannot be cut at line ends."""
    named = (encoding or "").lower().replace("_", "-").startswith(("utf-16", "utf-32", "utf16", "utf32"))
    return named or head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff"))


def _is_complete(line: bytes, size: int) -> bool:
    """Whether a first line is a JSON object by itself; a broken one counts if it looks like a whole one."""
    body = line.removeprefix(_BOM).strip()
    return size > MAX_LINE_BYTES or not body or (body[:1] != b"[" and body != b"{" and body[-1:] != b",")


def _read_line(
    line: bytes, size: int, number: int, source: Source, defaults: Metadata, article: ArticleMaker
) -> Article | Rejected:
    row: Any = None
    try:
        if size > MAX_LINE_BYTES:
            raise FormatError(f"the line has {size:,} bytes, the limit is {MAX_LINE_BYTES:,}")
        row = _parse(decode(line, defaults.encoding, is_container=True))
        return article(row, source, defaults)
    except RecordError as error:
        return Rejected(source.name, _id_of(row), "read", str(error), number)


def _read_document(
    head: bytes, size: int, stream: IO[bytes], source: Source, defaults: Metadata, article: ArticleMaker
) -> Iterator[Article | Rejected]:
    """A JSON file that is one object or list."""
    data = head + stream.read(max(0, MAX_DOCUMENT_BYTES - size) + 1)
    try:
        if len(data) > MAX_DOCUMENT_BYTES:
            raise FormatError(
                f"a JSON file over {MAX_DOCUMENT_BYTES:,} bytes is not read as a whole; write it as JSON Lines"
            )
        text = decode(data, defaults.encoding, is_container=True)
        content = _parse_any(text)
    except RecordError as error:
        yield Rejected(source.name, None, "read", str(error))
        return
    rows = content if isinstance(content, list) else [content]
    if not rows:
        yield Rejected(source.name, None, "read", "empty: the list has no article in it")
    for place, row in enumerate(rows, 1):
        try:
            yield article(row, source, defaults)
        except RecordError as error:
            where = f"item {place}: " if isinstance(content, list) else ""
            yield Rejected(source.name, _id_of(row), "read", f"{where}{error}")


def _parse_any(text: str) -> Any:
    """The value of a JSON text; of JSON Lines (in a wide charset) the list of its objects."""
    try:
        return _parse(text)
    except FormatError:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2 or not lines[0].rstrip().endswith("}"):
            raise
        return [_parse(line) for line in lines]


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise FormatError(f"not JSON: {error.msg} at {where}") from None
    except (RecursionError, ValueError) as error:
        raise FormatError(f"JSON that cannot be read: {error}") from None


def _id_of(row: Any) -> str | None:
    value = row.get("id") or row.get("uri") if isinstance(row, dict) else None
    return str(value)[:200] if isinstance(value, str | int) else None


def _article(row: Any, source: Source, defaults: Metadata) -> Article:
    if not isinstance(row, dict):
        raise FormatError('an article must be a JSON object with a field "text"')
    text = row.get("text")
    if text is None:
        known = ", ".join(sorted(map(str, row))[:8]) or "none"
        raise FormatError(f'field "text" is missing; the fields are: {known}')
    if not isinstance(text, str):
        raise FormatError('field "text" must be a string')
    metadata = prefer(metadata_of(row), defaults)
    try:
        return article_of(text, metadata, source=source.name, has_title_field=True)
    except DecodeError as error:
        raise DecodeError(f'field "text": {error}') from None

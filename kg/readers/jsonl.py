"""JSON Lines (one object a line) and JSON (one object, or a list of them).

Fields: `text` (required), `id`, `title`, `date`, `url`, `publisher`, `author`, `section`, `language`, …, under these or other names
(`data/columns.tsv`), or the user says which key is which field. A line that cannot be used costs that line.
"""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, Any

from kg.article import Article
from kg.errors import DecodeError, FormatError, RecordError
from kg.readers.assemble import article_of
from kg.readers.base import MAX_TEXT_BYTES, Fit, Metadata, Rejected, Source
from kg.readers.decoding import decode, wide_guess
from kg.readers.fields import fields_of, plain, text_of, tidy
from kg.readers.json_value import elements, parse, parse_object
from kg.readers.metadata import metadata_of, prefer

__all__ = ["SUFFIXES", "read", "read_objects", "sniff"]

SUFFIXES = (".jsonl", ".ndjson", ".json")

MAX_LINE_BYTES = 6 * MAX_TEXT_BYTES + 100_000
"""No line is kept longer: JSON may write a character as `\\uXXXX`, six bytes, and the other fields need room."""
MAX_DOCUMENT_BYTES = 64_000_000
"""A JSON object over several lines is read as a whole, up to this size."""

ArticleMaker = Callable[[Any, Source, Metadata], Article]
"""What makes an article of a JSON value; raises `RecordError` when there is none."""

_BOM = b"\xef\xbb\xbf"
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_PIECE = 1_000_000
_BYTES = re.compile("[\udc80-\udcff]")


def sniff(head: bytes, name: str) -> Fit:
    """Whether the first bytes open a JSON object or list."""
    del name
    return Fit.LIKELY if head.removeprefix(_BOM).lstrip()[:1] in (b"{", b"[") else Fit.NO


def read(stream: IO[bytes], source: Source, *, defaults: Metadata) -> Iterator[Article | Rejected]:
    """The articles of a file, in its order, with a rejected row for each object that cannot be used."""
    yield from read_objects(stream, source, defaults, _article, unwrap=_articles_in)


def read_objects(
    stream: IO[bytes],
    source: Source,
    defaults: Metadata,
    article: ArticleMaker,
    *,
    unwrap: Callable[[Any], list[Any] | None] = lambda _: None,
) -> Iterator[Article | Rejected]:
    """What `article` makes of each JSON value of a file: one a line, or a list, or a single one.

    `unwrap` gives the values inside one that only holds others.
    """
    maker = _Maker(source, defaults, article, unwrap)
    lines = _lines(stream)
    number, first, size = next(lines, (1, b"", 0))
    head: list[tuple[int, bytes, int]] = [(number, first, size)]
    if first.removeprefix(_BOM).strip() == b"[" and (second := next(lines, None)):
        head.append(second)
    if _is_wide(first, defaults.encoding) or (first and not _is_complete(*head[-1][1:])):
        yield from _read_document(b"".join(line for _, line, _ in head), stream, maker)
        return
    found = False
    for number, line, size in chain(head, lines):
        content = line.removeprefix(_BOM).replace(b"\x00", b"")
        if content.strip() and (content.strip() not in (b"[", b"]") or number == 1 == len(head)):
            found = True
            yield from maker.line(content, size, number)
    if not found:
        yield Rejected(source.name, None, "read", "empty: there is no JSON object in it")


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
    marked = head.startswith(_MARKS)
    return named or marked or (encoding is None and wide_guess(head) is not None)


def _is_complete(line: bytes, size: int) -> bool:
    """Whether a first line is a JSON object by itself; a broken one counts if it looks like a whole one."""
    body = line.removeprefix(_BOM).strip(b" \t\r\n\x00")
    if size > MAX_LINE_BYTES or not body:
        return True
    if body[-1:] == b",":
        return parse_object(body[:-1].decode("utf-8", "replace")) is not None
    return body[:1] != b"[" and body != b"{"


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes articles and rejected rows of the values of one file."""

    source: Source
    defaults: Metadata
    article: ArticleMaker
    unwrap: Callable[[Any], list[Any] | None]

    def line(self, line: bytes, size: int, number: int) -> Iterator[Article | Rejected]:
        """Those of a line: one, or several objects that stand in it."""
        try:
            if size > MAX_LINE_BYTES:
                raise FormatError(f"the line has {size:,} bytes, the limit is {MAX_LINE_BYTES:,}")
            text = decode(line, self.defaults.encoding, is_container=True)
        except RecordError as error:
            yield Rejected(self.source.name, None, "read", str(error), number)
            return
        try:
            values = iter([parse(text)])
        except FormatError as error:
            values = elements(iter([text]))
            first = next(values, None)
            values = chain([first], values) if isinstance(first, dict) else iter([error])
        for value in values:
            inside = self.unwrap(value)
            for place, item in enumerate(inside or [value], 1):
                yield self.one(item, number, f"item {place}: " if inside else "")

    def one(self, value: Any, number: int | None, where: str = "") -> Article | Rejected:
        """The article of a value, or the reason why there is none."""
        try:
            if isinstance(value, RecordError):
                raise value
            return self.article(value, self.source, self.defaults)
        except RecordError as error:
            return Rejected(self.source.name, _id_of(value), "read", f"{where}{error}", number)


def _read_document(head: bytes, stream: IO[bytes], maker: _Maker) -> Iterator[Article | Rejected]:
    """A JSON file that is one object or list, or several over several lines; a list may be of any length."""
    head += stream.read(max(0, _PIECE - len(head)))
    charset = maker.defaults.encoding or ("utf-16" if head.startswith(_MARKS) else wide_guess(head))
    text = head.decode(charset or "utf-8-sig", "replace").replace("\x00", "").lstrip()
    if text.startswith("["):
        yield from _read_list(_pieces(head, stream, charset or "utf-8-sig"), maker)
        return
    data = head + stream.read(max(0, MAX_DOCUMENT_BYTES - len(head)) + 1)
    try:
        if len(data) > MAX_DOCUMENT_BYTES:
            raise FormatError(
                f"a JSON object over {MAX_DOCUMENT_BYTES:,} bytes is not read; write its articles as JSON Lines"
            )
        given = maker.defaults.encoding or (None if data.startswith(_MARKS) else wide_guess(data))
        text = decode(data, given, is_container=True).replace("\x00", "").strip()
        value = parse(text)
    except RecordError as error:
        if isinstance(error, DecodeError) or len(list(islice(elements(iter([text])), 2))) < 2:
            yield Rejected(maker.source.name, None, "read", str(error))
        else:
            yield from _read_list(iter([text]), maker)
        return
    inside = maker.unwrap(value)
    for place, item in enumerate(inside or [value], 1):
        yield maker.one(item, None, f"item {place}: " if inside else "")


def _pieces(head: bytes, stream: IO[bytes], charset: str) -> Iterator[str]:
    """The text of a stream; a byte that is none of the charset costs the value in which it stands."""
    errors = "surrogateescape" if "16" not in charset and "32" not in charset else "replace"
    decoder = codecs.getincrementaldecoder(charset)(errors)
    data = head
    while data:
        yield decoder.decode(data).replace("\x00", "")
        data = stream.read(_PIECE)
    yield decoder.decode(b"", final=True)


def _read_list(pieces: Iterator[str], maker: _Maker) -> Iterator[Article | Rejected]:
    place = 0
    for place, value in enumerate(elements(pieces), 1):
        if isinstance(value, dict) and _BYTES.search(json.dumps(value, ensure_ascii=False)):
            value = DecodeError("not UTF-8; if an old Windows program wrote it, try --encoding windows-1252")  # noqa: PLW2901
        yield maker.one(value, None, f"item {place}: ")
    if not place:
        yield Rejected(maker.source.name, None, "read", "empty: the list has no article in it")


def _articles_in(value: Any, depth: int = 3) -> list[Any] | None:
    """The list of articles in an object that is none itself: the answer of a service."""
    if not isinstance(value, dict) or not depth or fields_of(value).get("text"):
        return None
    inner = [item for item in value.values() if isinstance(item, list | dict) and item]
    for item in inner:
        if isinstance(item, list) and any(
            isinstance(row, dict) and fields_of(row).get("text") for row in item
        ):
            return item
    return next((found for item in inner if (found := _articles_in(item, depth - 1))), None)


def _id_of(row: Any) -> str | None:
    value = row.get("id") or row.get("uri") if isinstance(row, dict) else None
    return str(value)[:200] if isinstance(value, str | int) else None


def _article(row: Any, source: Source, defaults: Metadata) -> Article:
    if not isinstance(row, dict):
        raise FormatError('an article must be a JSON object with a field "text"')
    fields = fields_of(row, defaults.columns)
    if (given := fields.pop("text", None)) in (None, {}):
        known = ", ".join(sorted(map(str, row))[:8]) or "none"
        raise FormatError(
            f'field "text" is missing; the fields are: {known}; say which it is with --column text=NAME'
        )
    text = text_of(given)
    row = {name: tidy(name, plain(value)) for name, value in fields.items()}
    metadata = metadata_of(row, defaults.date_order)
    try:
        return article_of(text, prefer(metadata, defaults), source=source.name, has_title_field=True)
    except DecodeError as error:
        raise DecodeError(f'field "text": {error}') from None

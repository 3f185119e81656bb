"""Tables: CSV and TSV with a header line, and Parquet, which needs the extra `parquet`; a row is an article.

Columns are known by name (`data/columns.tsv`), or the user says which column is which field (`--column text=body_html`).
A row that cannot be used costs that row.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from kg.article import Article
from kg.errors import DecodeError, FormatError, RecordError, UsageError
from kg.readers.assemble import article_of
from kg.readers.base import MAX_TEXT_BYTES, Fit, Metadata, Rejected, Source, need
from kg.readers.decoding import wide_guess
from kg.readers.fields import field_of, goodness, plain, text_of, tidy
from kg.readers.metadata import metadata_of, prefer
from kg.readers.stream import peek, seekable

__all__ = ["SUFFIXES", "read", "sniff"]

SUFFIXES = (".csv", ".tsv", ".tab", ".parquet")

MAX_GROUP_BYTES = 2_000_000_000
"""Largest row group of a Parquet file, unpacked: one is held as a whole."""
_HEAD_BYTES = 8192
_BATCH_ROWS = 64
_DELIMITERS = ",;\t|"


def sniff(head: bytes, name: str) -> Fit:
    """Whether the first bytes are those of Parquet, or a first line that names a column of texts and another one."""
    del name
    if head.startswith(b"PAR1"):
        return Fit.CERTAIN
    line = _first_line(head, _charset(head))
    if line.lstrip()[:1] in ("{", "[", "<"):
        return Fit.NO
    names = _split(line)
    known = [field for field in map(field_of, names) if field]
    return Fit.LIKELY if "text" in known and len(known) > 1 and len(known) > len(names) / 3 else Fit.NO


def read(stream: IO[bytes], source: Source, *, defaults: Metadata) -> Iterator[Article | Rejected]:
    """The articles of a table in its order; raises `UsageError` if a column that the user names is not there."""
    head, stream = peek(stream, _HEAD_BYTES)
    parsed = _parquet(stream) if head.startswith(b"PAR1") else _csv(stream, head, source, defaults)
    columns: dict[str, str] | None = None
    found = False
    for line, row in parsed:
        found = True
        if isinstance(row, RecordError):
            yield Rejected(source.name, None, "read", str(row), line)
            continue
        columns = columns or _columns(list(row), defaults.columns, source)
        yield _made(row, columns, line, source, defaults)
    if not found:
        yield Rejected(source.name, None, "read", "empty: there is no row in the table")


def _made(
    row: Mapping[str, Any], columns: Mapping[str, str], line: int, source: Source, defaults: Metadata
) -> Article | Rejected:
    fields = {field: plain(row.get(name)) for field, name in columns.items()}
    try:
        return _article(fields, source, defaults)
    except RecordError as error:
        name = str(fields["id"])[:200] if fields.get("id") else None
        return Rejected(source.name, name, "read", str(error), line)


def _article(fields: dict[str, Any], source: Source, defaults: Metadata) -> Article:
    text = fields.pop("text")
    if text is None:
        raise FormatError("there is no text in this row")
    if any("\udc80" <= c <= "\udcff" for value in fields.values() for c in str(value or "")) or any(
        "\udc80" <= c <= "\udcff" for c in str(text)
    ):
        raise DecodeError("not UTF-8; if an old Windows program wrote it, try --encoding windows-1252")
    row = {name: tidy(name, value) for name, value in fields.items()}
    metadata = prefer(metadata_of(row, defaults.date_order), defaults)
    return article_of(text_of(text), metadata, source=source.name, has_title_field=True)


def _columns(names: Sequence[str], chosen: Sequence[tuple[str, str]], source: Source) -> dict[str, str]:
    """Each field of ours to the column that holds it."""
    found: dict[str, str] = {}
    for name in sorted(names, key=goodness):
        if (field := field_of(name)) is not None:
            found.setdefault(field, name)
    shown = ", ".join(names[:20])
    for field, name in chosen:
        if name not in names:
            raise UsageError(f"--column {field}={name}: {source.name} has no such column; it has: {shown}")
        found[field] = name
    if "text" not in found:
        raise FormatError(
            f"no column is known to hold the text; say which with --column text=NAME, of: {shown}"
        )
    return found


Rows = Iterator[tuple[int, Mapping[str, Any] | RecordError]]


def _csv(stream: IO[bytes], head: bytes, source: Source, defaults: Metadata) -> Rows:
    """The rows of a CSV file with their lines; a row of other than the header's length is an error."""
    csv.field_size_limit(2 * MAX_TEXT_BYTES)
    charset = defaults.encoding or _charset(head)
    with io.TextIOWrapper(io.BufferedReader(_Kept(stream)), charset, "surrogateescape", newline="") as text:
        lines = csv.reader(
            (line.replace("\x00", "") for line in text),
            delimiter="\t" if source.suffix in (".tsv", ".tab") else _delimiter(head, charset),
        )
        try:
            names = [name.strip() for name in next(lines, [])]
            for cells in lines:
                if len(cells) == len(names):
                    yield lines.line_num, dict(zip(names, cells, strict=True))
                elif any(cells):
                    yield lines.line_num, FormatError(f"{len(cells)} cells, the header has {len(names)}")
        except (csv.Error, UnicodeError) as error:
            yield lines.line_num, FormatError(f"the rest of the table cannot be read: {error}")


class _Kept(io.RawIOBase):
    """A stream that closing leaves open: it is its owner's."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer."""
        data = self.stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _charset(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return wide_guess(head) or "utf-8-sig"


def _first_line(head: bytes, charset: str) -> str:
    return next(iter(head.decode(charset, "replace").splitlines()), "")


def _delimiter(head: bytes, charset: str) -> str:
    line = _first_line(head, charset)
    return max(_DELIMITERS, key=lambda mark: (len(_split(line, mark)), -_DELIMITERS.index(mark)))


def _split(line: str, mark: str | None = None) -> list[str]:
    """The cells of a header line; none if it is no such line."""
    try:
        return next(csv.reader([line], delimiter=mark or max(_DELIMITERS, key=line.count)), [])
    except csv.Error:
        return []


def _parquet(stream: IO[bytes]) -> Rows:
    """The rows of a Parquet file with their numbers."""
    parquet = need("pyarrow.parquet", "parquet", "Parquet")
    arrow = need("pyarrow", "parquet", "Parquet")
    number = 0
    with seekable(stream) as content:
        try:
            table = parquet.ParquetFile(content)
            for group in range(table.metadata.num_row_groups):
                size = table.metadata.row_group(group).total_byte_size
                if size > MAX_GROUP_BYTES:
                    raise FormatError(f"a row group of {size:,} bytes, the limit is {MAX_GROUP_BYTES:,}")
            for batch in table.iter_batches(batch_size=_BATCH_ROWS):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
        except (arrow.ArrowException, OSError, ValueError, UnicodeError) as error:
            if isinstance(error, FormatError):
                raise
            raise FormatError(f"the Parquet file is damaged: {' '.join(str(error).split())[:200]}") from None

"""Plain text: one file is one article; `NAME.json` beside `NAME.txt` gives the metadata that it lacks.

What the file beside says wins over options, and options win over what is found in the text.
"""

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from kg.article import Article
from kg.errors import FormatError, RecordError
from kg.readers.assemble import article_of, check_size
from kg.readers.base import (
    MAX_TEXT_BYTES,
    Fit,
    Metadata,
    Rejected,
    Source,
    source_error,
    unpacked_name,
)
from kg.readers.dates import DateOrder
from kg.readers.decoding import decode
from kg.readers.metadata import metadata_of, prefer

__all__ = ["SUFFIXES", "read", "sidecar_of", "sniff"]

SUFFIXES = (".txt", ".text")

MAX_FILE_BYTES = 4 * MAX_TEXT_BYTES
"""No file is read further: the widest charset takes four bytes for a character of one byte in UTF-8."""


def sniff(head: bytes, name: str) -> Fit:
    """Any bytes may be text; whether they are is found when they are decoded."""
    del head, name
    return Fit.MAYBE


def sidecar_of(path: Path) -> Path:
    """Where the metadata of a text file would stand: `a.json` beside `a.txt` or `a.txt.gz`."""
    return path.with_name(unpacked_name(path.name)).with_suffix(".json")


def read(stream: IO[bytes], source: Source, *, defaults: Metadata) -> Iterator[Article | Rejected]:
    """The article of a text file, or the reason why there is none."""
    given = Metadata()
    try:
        given = _sidecar(source, defaults.date_order)
        data = _bytes(stream, source)
        metadata = prefer(prefer(given, defaults), Metadata(id=source.id, collection=defaults.collection))
        text = decode(data, defaults.encoding)
        yield article_of(text, metadata, source=source.name, has_title_field=False)
    except RecordError as error:
        yield Rejected(source.name, given.id or defaults.id or source.id, "read", str(error))


def _bytes(stream: IO[bytes], source: Source) -> bytes:
    data = stream.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        check_size(max(len(data), source.path.stat().st_size if source.path else 0))
    return data


def _sidecar(source: Source, order: DateOrder | None) -> Metadata:
    """What the JSON file beside a text says; nothing if there is none."""
    if source.beside is not None:
        return _metadata_in(source.beside, f"{PurePosixPath(source.name).stem}.json", order)
    if source.path is None or not (path := sidecar_of(source.path)).is_file():
        return Metadata()
    try:
        return _metadata_in(path.read_bytes(), path.name, order)
    except OSError as error:
        raise source_error(Source(str(path)), error) from error


def _metadata_in(data: bytes, name: str, order: DateOrder | None) -> Metadata:
    where = f"the metadata beside it, {name},"
    try:
        row = json.loads(data)
        if not isinstance(row, dict):
            raise FormatError("it must hold one JSON object")
        return metadata_of(row, order)
    except UnicodeDecodeError:
        raise FormatError(f"{where} is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise FormatError(f"{where} is not JSON: {error.msg} in line {error.lineno}") from None
    except RecursionError:
        raise FormatError(f"{where} is nested too deeply") from None
    except RecordError as error:
        raise type(error)(f"{where} cannot be used: {error}") from None

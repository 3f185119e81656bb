"""Plain text: one file is one article; `NAME.json` beside `NAME.txt` gives the metadata that it lacks.

What the file beside says wins over options, and options win over what is found in the text.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from kg.article import Article
from kg.errors import FormatError, RecordError
from kg.readers.assemble import article_of, check_size
from kg.readers.base import BROKEN_GZIP, MAX_TEXT_BYTES, Metadata, Rejected, Source, source_error
from kg.readers.decoding import decode
from kg.readers.metadata import metadata_of, prefer

__all__ = ["SUFFIXES", "read", "sidecar_of", "sniff"]

SUFFIXES = (".txt", ".text")

MAX_FILE_BYTES = 4 * MAX_TEXT_BYTES
"""No file is read further: the widest charset takes four bytes for a character of one byte in UTF-8."""


def sniff(head: bytes) -> bool:
    """Any bytes may be text; whether they are is found when they are decoded."""
    del head
    return True


def sidecar_of(path: Path) -> Path:
    """Where the metadata of a text file would stand: `a.json` beside `a.txt` or `a.txt.gz`."""
    return path.with_name(path.name.removesuffix(".gz")).with_suffix(".json")


def read(source: Source, *, defaults: Metadata) -> Iterator[Article | Rejected]:
    """The article of a text file, or the reason why there is none."""
    given = Metadata()
    try:
        given = _sidecar(source)
        data = _bytes(source)
        metadata = prefer(prefer(given, defaults), Metadata(id=source.id, collection=defaults.collection))
        text = decode(data, defaults.encoding)
        yield article_of(text, metadata, source=source.name, has_title_field=False)
    except RecordError as error:
        yield Rejected(source.name, given.id or defaults.id or source.id, "read", str(error))


def _bytes(source: Source) -> bytes:
    try:
        with source.open() as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except BROKEN_GZIP as error:
        raise FormatError(f"the compressed file is damaged: {error}") from None
    except OSError as error:
        raise source_error(source, error) from error
    if len(data) > MAX_FILE_BYTES:
        size = source.path.stat().st_size if source.path and source.path.suffix != ".gz" else len(data)
        check_size(size)
    return data


def _sidecar(source: Source) -> Metadata:
    """What the JSON file beside a text says; nothing if there is none."""
    if source.path is None or not (path := sidecar_of(source.path)).is_file():
        return Metadata()
    try:
        row = json.loads(path.read_bytes())
        if not isinstance(row, dict):
            raise FormatError("it must hold one JSON object")
        return metadata_of(row)
    except OSError as error:
        raise source_error(Source(str(path)), error) from error
    except UnicodeDecodeError:
        raise FormatError(f"the metadata beside it, {path.name}, is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise FormatError(
            f"the metadata beside it, {path.name}, is not JSON: {error.msg} in line {error.lineno}"
        ) from None
    except RecursionError:
        raise FormatError(f"the metadata beside it, {path.name}, is nested too deeply") from None
    except RecordError as error:
        raise type(error)(f"the metadata beside it, {path.name}, cannot be used: {error}") from None

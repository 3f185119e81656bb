"""What every reader takes and gives: a stream of bytes and its source, defaults, articles or rejected rows."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import IO, Any

from kg.errors import EnvironmentFaultError, UsageError
from kg.readers.dates import DateOrder

__all__ = [
    "MAX_TEXT_BYTES",
    "PACKED",
    "Fit",
    "Metadata",
    "Rejected",
    "Source",
    "need",
    "source_error",
    "unpacked_name",
]

MAX_TEXT_BYTES = 2_000_000
"""Longest text of one article, as UTF-8: a newspaper page has 10,000 bytes, a long court ruling 500,000."""

PACKED = (".gz", ".bz2")
"""Suffixes of packed single files: what is in front of them is the name of what is inside."""


class Fit(IntEnum):
    """How well the first bytes of a file look like a format.

    `CERTAIN` (a signature that nothing else has) wins over the file's name, `LIKELY` only over no or an unknown
    suffix, `MAYBE` is a last resort.
    """

    NO = 0
    MAYBE = 1
    LIKELY = 2
    CERTAIN = 3


@dataclass(frozen=True, slots=True)
class Rejected:
    """An article that could not be read: where it stands and why; `line` counts from 1 in files of many.

    `format` is the name of the reader, None where none was found.
    """

    source: str
    id: str | None
    stage: str
    reason: str
    line: int | None = None
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """Metadata of articles: from options, from a file beside the text, or from the fields of a row.

    `credit` is the byline as it stands, `correction` says what was wrong in an earlier version. Three fields are no property of an article but say how the input is to be
    read: `encoding`, the charset of its bytes, `columns`, pairs of a field of ours and what it is called there, and
    `date_order`, what the first number of a date like 3/4/2021 is.
    """

    id: str | None = None
    title: str | None = None
    date: str | None = None
    modified: str | None = None
    url: str | None = None
    publisher: str | None = None
    agency: str | None = None
    authors: tuple[str, ...] = ()
    credit: str | None = None
    section: str | None = None
    edition: str | None = None
    rights: str | None = None
    correction: str | None = None
    language: str | None = None
    collection: str = "articles"
    encoding: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    date_order: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One input: a file, standard input ("-"), or a member of an archive ("news.zip!/2023/a.html").

    `name` is how messages call it; `path` is given for a file of its own; `id` is the article's id when the
    source holds just one without its own; `beside` is the content of the member that holds its metadata.
    """

    name: str
    path: Path | None = None
    id: str | None = None
    beside: bytes | None = None

    @property
    def suffix(self) -> str:
        """The last suffix in lower case, that of packing aside: ".jsonl" of "News.JSONL.gz"."""
        return PurePosixPath(unpacked_name(self.name.lower())).suffix

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes as they are, still packed; closed on leaving unless standard input."""
        if self.path is None:
            yield sys.stdin.buffer
            return
        with self.path.open("rb") as raw:
            yield raw


def unpacked_name(name: str) -> str:
    """A file name without the suffix of packing.

    >>> unpacked_name("rows.jsonl.gz")
    'rows.jsonl'
    """
    path = PurePosixPath(name)
    return name[: -len(path.suffix)] if path.suffix.lower() in PACKED else name


def source_error(source: Source, error: OSError) -> UsageError | EnvironmentFaultError:
    """The error of ours for a file that cannot be opened.

    >>> source_error(Source("a.txt"), FileNotFoundError())
    UsageError('a.txt: no such file')
    """
    if isinstance(error, FileNotFoundError):
        return UsageError(f"{source.name}: no such file")
    if isinstance(error, PermissionError):
        return EnvironmentFaultError(f"{source.name}: no permission to read it")
    return EnvironmentFaultError(f"{source.name}: cannot be read: {error.strerror or error}")


def need(module: str, extra: str, what: str) -> Any:
    """A module of an optional dependency; raises `EnvironmentFaultError` that says how to install it."""
    try:
        return import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        raise EnvironmentFaultError(
            f"reading {what} needs {package}, which is not installed: pip install 'newskg[{extra}]'"
        ) from None

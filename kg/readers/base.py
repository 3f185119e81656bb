"""What every reader takes and gives: a source of bytes, defaults from options, articles or rejected rows."""

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kg.errors import EnvironmentFaultError, UsageError

__all__ = ["BROKEN_GZIP", "MAX_TEXT_BYTES", "Metadata", "Rejected", "Source", "source_error"]

MAX_TEXT_BYTES = 2_000_000
"""Longest text of one article, as UTF-8: a newspaper page has 10,000 bytes, a long court ruling 500,000."""

BROKEN_GZIP = (gzip.BadGzipFile, EOFError, zlib.error)
"""What reading a `.gz` file raises when it is none, is cut off, or is damaged: a fault of that file alone."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """An article that could not be read: where it stands and why; `line` counts from 1 in files of many."""

    source: str
    id: str | None
    stage: str
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """Metadata of articles: from options, from a file beside the text, or from the fields of a row.

    `encoding` is the charset that the user declares for the bytes, not a property of the article.
    """

    id: str | None = None
    title: str | None = None
    date: str | None = None
    url: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    language: str | None = None
    collection: str = "articles"
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One input: a file, or standard input when `path` is None.

    `name` is how messages call it; `id` is the article's id when the file holds just one without its own.
    """

    name: str
    path: Path | None = None
    id: str | None = None

    @property
    def suffix(self) -> str:
        """The last suffix in lower case, a `.gz` aside: ".jsonl" of "News.JSONL.gz"."""
        name = self.name.lower().removesuffix(".gz")
        return Path(name).suffix

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes, unpacked if the name ends in `.gz`; closed on leaving unless standard input."""
        if self.path is None:
            yield sys.stdin.buffer
            return
        with self.path.open("rb") as raw:
            if self.name.lower().endswith(".gz"):
                with gzip.GzipFile(fileobj=raw) as unpacked:
                    yield io.BufferedReader(unpacked)
            else:
                yield raw


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

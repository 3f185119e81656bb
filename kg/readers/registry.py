"""Which reader reads what: every module of this package that has `SUFFIXES` is one.

A new format is one file here with `SUFFIXES`, `sniff(head)` and `read(source, *, defaults)`.
"""

import pkgutil
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from kg.article import Article
from kg.errors import UsageError
from kg.readers.base import Metadata, Rejected, Source

__all__ = ["Reader", "reader_for", "readers", "suffixes"]

FALLBACK = "text"
SNIFF_BYTES = 2048


class Reader(Protocol):
    """What a reader module offers."""

    SUFFIXES: Sequence[str]

    def sniff(self, head: bytes) -> bool:
        """Whether bytes at the start of a file look like this format."""

    def read(self, source: Source, *, defaults: Metadata) -> Iterator[Article | Rejected]:
        """The articles of a source and what had to be rejected, in its order."""


@cache
def readers() -> dict[str, Reader]:
    """All readers by name, sorted, the fallback last."""
    names = sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    found = {name: import_module(f"kg.readers.{name}") for name in names}
    chosen = [name for name in names if hasattr(found[name], "SUFFIXES")]
    chosen.sort(key=lambda name: name == FALLBACK)
    return {name: cast("Reader", found[name]) for name in chosen}


@cache
def suffixes() -> dict[str, str]:
    """Each file suffix to the name of its reader."""
    return {suffix: name for name, reader in readers().items() for suffix in reader.SUFFIXES}


def reader_for(source: Source, head: bytes, input_format: str | None = None) -> Reader:
    """The reader by the format that the user names, else by the suffix, else by the first bytes."""
    if input_format is not None:
        if input_format not in readers():
            raise UsageError(f"unknown input format {input_format!r}; known are: {', '.join(readers())}")
        return readers()[input_format]
    if source.path is not None and (name := suffixes().get(source.suffix)):
        return readers()[name]
    return next(reader for reader in readers().values() if reader.sniff(head))

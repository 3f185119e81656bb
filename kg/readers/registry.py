"""Which reader reads what: every module of this package that has `SUFFIXES` is one.

A new format is one file here with `SUFFIXES`, `sniff(head, name)` and `read(stream, source, *, defaults)`.
"""

import pkgutil
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO, Protocol, cast

from kg.article import Article
from kg.errors import UsageError
from kg.readers.base import Fit, Metadata, Rejected, Source

__all__ = ["SNIFF_BYTES", "Reader", "check_format", "choose", "readers", "suffixes"]

FALLBACK = "text"
SNIFF_BYTES = 8192


class Reader(Protocol):
    """What a reader module offers."""

    SUFFIXES: Sequence[str]

    def sniff(self, head: bytes, name: str) -> Fit:
        """How well the first bytes of a file (up to `SNIFF_BYTES`, unpacked) look like this format."""

    def read(self, stream: IO[bytes], source: Source, *, defaults: Metadata) -> Iterator[Article | Rejected]:
        """The articles of a stream and what had to be rejected, in its order.

        A `RecordError` that it raises costs the rest of the stream.
        """


@cache
def readers() -> dict[str, Reader]:
    """All readers by name, sorted, the fallback last."""
    names = sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    found = {name: import_module(f"kg.readers.{name}") for name in names}
    chosen = [name for name in names if hasattr(found[name], "SUFFIXES")]
    chosen.sort(key=lambda name: name == FALLBACK)
    return {name: cast("Reader", found[name]) for name in chosen}


@cache
def suffixes() -> dict[str, tuple[str, ...]]:
    """Each file suffix to the names of the readers that know it: several read ".xml"."""
    found: dict[str, tuple[str, ...]] = {}
    for name, reader in readers().items():
        for suffix in reader.SUFFIXES:
            found[suffix] = (*found.get(suffix, ()), name)
    return found


def check_format(name: str | None) -> None:
    """Raise `UsageError` that lists the known formats if this is none."""
    if name is not None and name not in readers():
        raise UsageError(f"unknown input format {name!r}; known are: {', '.join(readers())}")


def choose(head: bytes, source: Source, input_format: str | None = None) -> tuple[str, Fit]:
    """The name of the reader for a stream, and how sure its content makes it.

    What the user names wins; then content that can be nothing else; then suffix and likely content together.
    Without any, it is text.
    """
    if input_format is not None:
        check_format(input_format)
        return input_format, Fit.CERTAIN
    fits = {name: reader.sniff(head, source.name) for name, reader in readers().items()}
    named = suffixes().get(source.suffix, ())

    def rank(name: str) -> tuple[bool, int]:
        return fits[name] is Fit.CERTAIN, 2 * fits[name] + 3 * (name in named)

    best = max(fits, key=rank)
    return best, fits[best]

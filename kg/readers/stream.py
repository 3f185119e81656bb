"""Streams that can be looked into, that know how much was read, and that stop when too much comes out of them."""

import gzip
import io
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, cast

from kg.errors import FormatError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["Budget", "Metered", "Unpacked", "peek", "read_some", "read_whole", "seekable"]

MAX_RATIO = 250
"""Unpacked bytes for each packed one: pages of text have 3 to 20, a crawl of equal pages 100, a bomb 1,000."""
FREE_BYTES = 20_000_000
"""The ratio is looked at when so much has come out."""
MAX_UNPACKED_BYTES = 100_000_000_000
"""All that may come out of one input; a large crawl file of 1 GB holds 5 to 10."""
MAX_MEMBERS = 1_000_000
"""Files in one input, all its archives together."""
MAX_SPOOLED_BYTES = 4_000_000_000
"""What is copied to a temporary file because its format cannot be read as a stream."""
_IN_MEMORY_BYTES = 8_000_000

DAMAGED = (gzip.BadGzipFile, EOFError, zlib.error, zipfile.BadZipFile, ValueError)
"""What unpacking damaged bytes raises, beside an `OSError` without a number (bzip2)."""


class Budget:
    """How much may still come out of one input, all archives inside it together."""

    def __init__(self) -> None:
        self.left_bytes = MAX_UNPACKED_BYTES
        self.left_members = MAX_MEMBERS

    def spend(self, size: int) -> None:
        """Note so many bytes; raises `FormatError` when it has become too much."""
        self.left_bytes -= size
        if self.left_bytes < 0:
            raise FormatError(f"more than {MAX_UNPACKED_BYTES:,} bytes come out of it; split it")

    def spend_member(self) -> None:
        """Note a member of an archive; raises `FormatError` when there have been too many."""
        self.left_members -= 1
        if self.left_members < 0:
            raise FormatError(f"more than {MAX_MEMBERS:,} files are in it; split it")


class Metered(io.RawIOBase):
    """A stream that counts what was read from it; closing it leaves the other one open."""

    def __init__(self, stream: IO[bytes], head: bytes = b"") -> None:
        self.stream, self.head, self.count = stream, head, 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill the buffer from what was put back, then from the stream."""
        view = memoryview(buffer).cast("B")
        data = self._next(len(view))
        view[: len(data)] = data
        self.count += len(data)
        return len(data)

    def _next(self, size: int) -> bytes:
        if self.head:
            data, self.head = self.head[:size], self.head[size:]
            return data
        return read_some(self.stream, size)


def read_some(stream: IO[bytes], size: int) -> bytes:
    """What a stream gives at once, none only at its end: no error behind it takes it away."""
    data: bytes = getattr(stream, "read1", stream.read)(size)
    return data


class Unpacked(Metered):
    """A packed stream's content, bounded in all and in its ratio to what it is made from.

    `packed` tells how many bytes it has been made from so far. Reading raises `FormatError` when they are damaged
    or too many come out of too few.
    """

    def __init__(self, content: IO[bytes], packed: Callable[[], int], budget: Budget) -> None:
        super().__init__(content)
        self.packed, self.budget = packed, budget

    def _next(self, size: int) -> bytes:
        try:
            data = super()._next(size)
        except FormatError:
            raise
        except DAMAGED as error:
            raise _damaged(error) from None
        except OSError as error:
            if error.errno is not None:
                raise
            raise _damaged(error) from None
        self.budget.spend(len(data))
        _check_ratio(self.count + len(data), self.packed())
        return data


def _damaged(error: Exception) -> FormatError:
    return FormatError(f"the compressed file is damaged: {error}")


def _check_ratio(unpacked: int, packed: int) -> None:
    if unpacked > FREE_BYTES and unpacked > MAX_RATIO * max(packed, 1):
        raise FormatError(f"an archive bomb: {packed:,} bytes unpack to more than {MAX_RATIO} times as many")


def peek(stream: IO[bytes], size: int) -> tuple[bytes, IO[bytes]]:
    """The first bytes of a stream, fewer only at its end, and a stream that still has them."""
    parts: list[bytes] = []
    missing = size
    while missing > 0 and (part := stream.read(missing)):
        parts.append(part)
        missing -= len(part)
    head = b"".join(parts)
    if stream.seekable():
        stream.seek(-len(head), io.SEEK_CUR)
        return head, stream
    return head, io.BufferedReader(Metered(stream, head), 65536)


@contextmanager
def seekable(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """The stream itself if one can move in it, else a temporary copy that goes away on leaving.

    Raises `FormatError` if it is too long to be copied.
    """
    if stream.seekable():
        yield stream
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES) as copy:
        size = 0
        while part := stream.read(1_000_000):
            size += len(part)
            if size > MAX_SPOOLED_BYTES:
                raise FormatError(f"over {MAX_SPOOLED_BYTES:,} bytes inside another file; unpack it first")
            copy.write(part)
        copy.seek(0)
        yield cast("IO[bytes]", copy)


def read_whole(stream: IO[bytes], limit: int, what: str) -> bytes:
    """All bytes of a stream; raises `FormatError` if there are more than the limit."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise FormatError(f"{what} has more than {limit:,} bytes, the limit")
    return data

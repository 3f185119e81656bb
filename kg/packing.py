"""Packed files, gzip and zstd: read in bounded memory, refused when cut off; written the same bytes each time."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import IO, Any, Final

from kg.errors import EnvironmentFaultError, FormatError

__all__ = [
    "PACKINGS",
    "DamagedError",
    "create_packed",
    "open_packed",
    "packing_of",
    "plain_name",
    "unpacked_zstd",
]

PACKINGS: Final = {"gzip": ".gz", "zstd": ".zst"}
"""Name of each packing and how a file's name ends."""

ZSTD_LEVEL = 10
CHUNK_BYTES = 1024
"""Of packed data that are unpacked at once; a zstd block of 4 bytes can hold 128 KiB."""


def packing_of(name: str) -> str:
    """How a file is packed, by its name; "" if it is not.

    >>> packing_of("graph.nq.zst")
    'zstd'
    """
    return next((packing for packing, end in PACKINGS.items() if name.endswith(end)), "")


def plain_name(name: str) -> str:
    """The name without the suffix of its packing.

    >>> plain_name("graph.nq.gz")
    'graph.nq'
    """
    return name.removesuffix(PACKINGS.get(packing_of(name), ""))


@contextmanager
def open_packed(path: Path) -> Iterator[IO[bytes]]:
    """A file as a stream of what is in it, packed or not.

    Raises `FormatError` for packed data that are damaged or cut off, also while the stream is read;
    `EnvironmentFaultError` for zstd without the library for it; `OSError` as `open` does.
    """
    packing = packing_of(path.name)
    try:
        with path.open("rb") as raw:
            if packing == "gzip":
                with gzip.GzipFile(fileobj=raw) as unpacked:
                    yield unpacked  # type: ignore[misc]
            elif packing == "zstd":
                yield unpacked_zstd(raw)
            else:
                yield raw
    except (EOFError, gzip.BadGzipFile, zlib.error, DamagedError) as error:
        raise FormatError(f"{path}: the packed data are damaged or cut off: {error}") from error


@contextmanager
def create_packed(path: Path, packing: str) -> Iterator[IO[bytes]]:
    """A new file as a stream to write to; nothing of the day or the machine goes into it.

    The file is removed when the block fails. Raises `EnvironmentFaultError` for zstd without the library for it.
    """
    library = _zstandard() if packing == "zstd" else None
    try:
        with path.open("wb") as raw:
            if packing == "gzip":
                with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
                    yield packed  # type: ignore[misc]
            elif library:
                with library.ZstdCompressor(level=ZSTD_LEVEL, write_checksum=True).stream_writer(
                    raw, closefd=False
                ) as packed:
                    yield packed
            else:
                yield raw
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def unpacked_zstd(raw: IO[bytes]) -> IO[bytes]:
    """The content of zstd frames; reading raises `DamagedError` where they are damaged or cut off.

    Raises `EnvironmentFaultError` without the library for it.
    """
    return io.BufferedReader(_Unpacked(raw, _zstandard()), buffer_size=1 << 16)


def _zstandard() -> ModuleType:
    try:
        import zstandard  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError as error:
        raise EnvironmentFaultError("zstd needs zstandard: python -m pip install 'newskg[zstd]'") from error
    return zstandard


class DamagedError(Exception):
    """Data that are no whole zstd frames."""


class _Unpacked(io.RawIOBase):
    """The content of zstd frames. The library's own reader takes a file that was cut off for a whole one."""

    def __init__(self, raw: IO[bytes], library: ModuleType) -> None:
        self.raw, self.library = raw, library
        self.frame = library.ZstdDecompressor().decompressobj()
        self.waiting, self.ready, self.begun = b"", memoryview(b""), False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.ready:
            packed = self.waiting or self.raw.read(CHUNK_BYTES)
            self.waiting = b""
            if not packed:
                if self.begun:
                    raise DamagedError("it ends in the middle of a frame")
                return 0
            self._unpack(packed)
        view = memoryview(buffer).cast("B")
        size = min(len(view), len(self.ready))
        view[:size], self.ready = self.ready[:size], self.ready[size:]
        return size

    def _unpack(self, packed: bytes) -> None:
        self.begun = True
        try:
            self.ready = memoryview(self.frame.decompress(packed))
        except self.library.ZstdError as error:
            raise DamagedError(str(error)) from error
        if self.frame.eof:
            self.begun, self.waiting = False, self.frame.unused_data
            self.frame = self.library.ZstdDecompressor().decompressobj()

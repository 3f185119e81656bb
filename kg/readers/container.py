"""From a source to its articles: unpacks, looks into archives, finds the format and lets its reader read.

Nothing is written to disk under a member's name, and what comes out of an input is bounded.
"""

import bz2
import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import IO, cast

from kg.article import Article
from kg.errors import FormatError, KGError, RecordError
from kg.readers.base import Metadata, Rejected, Source, source_error, unpacked_name
from kg.readers.registry import SNIFF_BYTES, choose, readers, suffixes
from kg.readers.stream import Budget, Metered, Unpacked, peek, read_whole, seekable

__all__ = ["ARCHIVES", "is_archive_name", "read_source", "stem_of"]

ARCHIVES = (".zip", ".tar", ".tgz", ".tbz2")
"""Suffixes of archives, apart from a suffix of packing."""
MAX_DEPTH = 4
"""Archives inside archives, packing counted."""
MAX_BESIDE_BYTES = 100_000

_TAR_MAGIC = slice(257, 262)
_PACKED = (b"\x1f\x8b", b"BZh")
_OFFICE = ("[Content_Types].xml", "mimetype")


def read_source(
    source: Source, *, defaults: Metadata, input_format: str | None = None
) -> Iterator[Article | Rejected]:
    """The articles of a source and what had to be rejected.

    Raises `UsageError` or `EnvironmentFaultError` when it cannot be opened, or an extra is missing.
    """
    try:
        with source.open() as stream:
            yield from _Opener(defaults, input_format).rows(stream, source)
    except KGError:
        raise
    except OSError as error:
        raise source_error(source, error) from error


def is_archive_name(name: str) -> bool:
    """Whether a file is called like an archive: "news.zip", "news.tar.gz"."""
    return PurePosixPath(unpacked_name(name.lower())).suffix in ARCHIVES


def stem_of(name: str) -> str:
    """A file name without its suffix and that of packing, folders kept: "2023/page-1" of "2023/page-1.txt.gz"."""
    return PurePosixPath(unpacked_name(name)).with_suffix("").as_posix()


@dataclass(slots=True)
class _Opener:
    """Reads one input, whatever is inside what."""

    defaults: Metadata
    input_format: str | None
    budget: Budget = field(default_factory=Budget)
    depth: int = 0

    def rows(self, stream: IO[bytes], source: Source) -> Iterator[Article | Rejected]:
        """The articles of a stream; a fault of the stream is a row, too."""
        try:
            yield from self._rows(stream, source)
        except RecordError as error:
            yield Rejected(source.name, source.id, "read", str(error))

    def _rows(
        self, stream: IO[bytes], source: Source, *, unpacked: bool = False
    ) -> Iterator[Article | Rejected]:
        head, stream = peek(stream, SNIFF_BYTES)
        if head.startswith(_PACKED):
            yield from self._deeper(self._packed(stream, source, head))
        elif not unpacked and unpacked_name(source.name) != source.name:
            raise FormatError("the compressed file is damaged: it does not begin like one")
        elif head.startswith(b"PK\x03\x04"):
            yield from self._deeper(self._zip(stream, source))
        elif head[_TAR_MAGIC] == b"ustar":
            yield from self._deeper(self._tar(stream, source))
        else:
            name, _ = choose(head, source, self.input_format)
            yield from _named(readers()[name].read(stream, source, defaults=self.defaults), source, name)

    def _deeper(self, rows: Iterator[Article | Rejected]) -> Iterator[Article | Rejected]:
        if self.depth >= MAX_DEPTH:
            raise FormatError(f"archives inside archives, more than {MAX_DEPTH} deep; unpack it first")
        self.depth += 1
        try:
            yield from rows
        finally:
            self.depth -= 1

    def _packed(self, stream: IO[bytes], source: Source, head: bytes) -> Iterator[Article | Rejected]:
        metered = Metered(stream)
        with closing(_unpacker(io.BufferedReader(metered, 65536), head)) as content:
            unpacked = Unpacked(content, lambda: metered.count, self.budget)
            yield from self._rows(io.BufferedReader(unpacked, 65536), source, unpacked=True)

    def _zip(self, stream: IO[bytes], source: Source) -> Iterator[Article | Rejected]:
        with seekable(stream) as content, _zip_file(content) as archive:
            infos = {info.filename: info for info in archive.infolist() if not info.is_dir()}
            if infos.keys() & _OFFICE:
                raise FormatError("an office document or e-book; save it as plain text or HTML")
            for name in sorted(infos):
                member = Source(_inside(source, name), id=_id(name), beside=_beside(archive, infos, name))
                if _is_wanted(name, infos.keys()):
                    yield from self._zip_member(archive, infos[name], member)

    def _zip_member(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, member: Source
    ) -> Iterator[Article | Rejected]:
        self.budget.spend_member()
        if fault := _fault(info.filename):
            yield Rejected(member.name, None, "read", fault)
            return
        try:
            content = archive.open(info)
        except (RuntimeError, zipfile.BadZipFile, NotImplementedError) as error:  # a password, an odd method
            yield Rejected(member.name, None, "read", f"cannot be unpacked: {error}")
            return
        with content:
            unpacked = Unpacked(content, lambda: info.compress_size, self.budget)
            yield from self.rows(io.BufferedReader(unpacked, 65536), member)

    def _tar(self, stream: IO[bytes], source: Source) -> Iterator[Article | Rejected]:
        try:
            with tarfile.open(fileobj=stream, mode="r|") as archive:
                for info in archive:
                    self.budget.spend_member()
                    archive.members.clear()  # type: ignore[attr-defined] # or all of them are kept
                    if info.isfile() and _is_wanted(info.name, ()):
                        yield from self._tar_member(archive, info, source)
        except tarfile.TarError as error:
            raise FormatError(f"the archive is damaged: {error}") from None

    def _tar_member(
        self, archive: tarfile.TarFile, info: tarfile.TarInfo, source: Source
    ) -> Iterator[Article | Rejected]:
        member = Source(_inside(source, info.name), id=_id(info.name))
        content = archive.extractfile(info)
        if fault := _fault(info.name):
            yield Rejected(member.name, None, "read", fault)
        elif content is not None:
            yield from self.rows(io.BufferedReader(Metered(content), 65536), member)


def _named(rows: Iterator[Article | Rejected], source: Source, name: str) -> Iterator[Article | Rejected]:
    """The rows with the name of their reader; an error that ends them is a row, too."""
    try:
        for row in rows:
            yield replace(row, format=name)
    except RecordError as error:
        yield Rejected(source.name, source.id, "read", str(error), format=name)


def _zip_file(stream: IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FormatError(f"the archive is damaged: {error}") from None


def _unpacker(packed: io.BufferedReader, head: bytes) -> IO[bytes]:
    opened = bz2.BZ2File(packed) if head.startswith(b"BZh") else gzip.GzipFile(fileobj=packed)
    return cast("IO[bytes]", opened)


def _inside(source: Source, name: str) -> str:
    return f"{source.name}!/{name}"


def _id(name: str) -> str:
    return stem_of(name.removeprefix("./"))


def _fault(name: str) -> str | None:
    """What is wrong with a member's name: it could never be unpacked below a folder."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return "its name leads out of the archive"
    return None


def _is_wanted(name: str, others: Collection[str]) -> bool:
    """Whether a member is of a known format, not hidden, and not the metadata of another."""
    path = PurePosixPath(name.replace("\\", "/"))
    if any(part.startswith(".") and part.strip(".") for part in path.parts) or "__MACOSX" in path.parts:
        return False
    if path.suffix.lower() == ".json" and any(
        path.with_suffix(suffix).as_posix() in others for suffix in (".txt", ".text")
    ):
        return False
    return is_archive_name(name) or Source(name).suffix in suffixes()


def _beside(archive: zipfile.ZipFile, infos: dict[str, zipfile.ZipInfo], name: str) -> bytes | None:
    """The content of `NAME.json` beside `NAME.txt`."""
    path = PurePosixPath(name)
    info = infos.get(path.with_suffix(".json").as_posix())
    if path.suffix.lower() not in (".txt", ".text") or info is None:
        return None
    try:
        with archive.open(info) as content:
            return read_whole(content, MAX_BESIDE_BYTES, f"the metadata beside it, {info.filename},")
    except (FormatError, RuntimeError, zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError):
        return b""

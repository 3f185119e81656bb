"""The lines of a dump, in pieces: one entity a line, in an array or not, packed or not, never the whole in memory.

Source of the form: https://www.wikidata.org/wiki/Wikidata:Database_download (one JSON array, an entity a line).
"""

import bz2
import gzip
import json
import lzma
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from kg.errors import EnvironmentFaultError, RunError, UsageError
from kg.packing import DamagedError, unpacked_zstd
from kg.wikidata.dump.entity import Filter, LineError, read_entity

__all__ = ["PIECE", "Piece", "Reading", "pieces", "read_piece"]

PIECE = 500
"""Lines that are read in one go by one process."""
_LONGEST_LINE = 1 << 26
"""The largest entities of Wikidata take 4 MB."""
_BRACKETS = frozenset({b"", b"[", b"]"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of a dump with their numbers: those that a filter lets through, of `seen` lines."""

    number: int
    lines: Sequence[tuple[int, bytes]]
    seen: int
    wanted: Filter
    broken: Sequence[tuple[int, str]] = ()


@dataclass(slots=True)
class Reading:
    """What came of a piece: rows and superclasses as lines of JSON, and broken lines with the reason."""

    number: int
    seen: int
    rows: list[str] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)


def pieces(dump: Path, wanted: Filter, *, skip: int = 0) -> Iterator[Piece]:
    """The pieces of a dump from the one numbered `skip` on; what lies before is unpacked, but not read.

    Raises `UsageError` for a file that is no dump, `RunError` for one that is cut off or damaged, after the last whole
    piece, `EnvironmentFaultError` for one that cannot be opened.
    """
    number, seen, first = 0, 0, b""
    lines: list[tuple[int, bytes]] = []
    broken: list[tuple[int, str]] = []
    at, closed = 0, False
    for at, raw in enumerate(_raw_lines(dump), 1):
        line = raw.strip()
        if at == 1:
            first = line[:1]
            if first not in {b"[", b"{"}:
                raise UsageError(
                    f"{dump} is no dump of Wikidata: it should begin with [ and an entity a line; "
                    "download wikidata-*-all.json.gz or .bz2"
                )
        closed = line == b"]"
        if number >= skip and line not in _BRACKETS:
            line = line.removesuffix(b",")
            fault = _fault(line)
            if fault:
                broken.append((at, fault))
            elif wanted.may_pass(line):
                lines.append((at, line))
        seen += 1
        if seen == PIECE:
            if number >= skip:
                yield Piece(number, lines, seen, wanted, broken)
            number, seen, lines, broken = number + 1, 0, [], []
    if at == 0:
        raise UsageError(f"{dump} is empty")
    if first == b"[" and not closed:
        raise RunError(_cut_off(dump, at))
    if seen and number >= skip:
        yield Piece(number, lines, seen, wanted, broken)


def _fault(line: bytes) -> str:
    if len(line) >= _LONGEST_LINE:
        return f"longer than {_LONGEST_LINE >> 20} MB"
    return "" if line[:1] == b"{" and line[-1:] == b"}" else "not one JSON object"


def _cut_off(dump: Path, line: int) -> str:
    return (
        f"{dump} is cut off or damaged at line {line:,}: download it again and run the same command; "
        "what was read so far is kept"
    )


def _raw_lines(dump: Path) -> Iterator[bytes]:
    at = 0
    try:
        with dump.open("rb") as raw, _unpacked(raw) as stream:
            while line := stream.readline(_LONGEST_LINE):
                at += 1
                yield line
                while len(line) == _LONGEST_LINE and line[-1:] != b"\n":
                    line = stream.readline(_LONGEST_LINE)
    except (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error, DamagedError) as error:
        raise RunError(_cut_off(dump, at + 1)) from error
    except EnvironmentFaultError:
        raise
    except OSError as error:
        if at and "data stream" in str(error):  # what bz2 raises for damaged data
            raise RunError(_cut_off(dump, at + 1)) from error
        raise EnvironmentFaultError(f"cannot read {dump}: {error.strerror or error}") from error


def _unpacked(raw: IO[bytes]) -> IO[bytes]:
    """The stream unpacked as its first bytes tell, not its name."""
    head = raw.read(6)
    raw.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return gzip.open(raw)  # type: ignore[return-value]  # a GzipFile reads as a binary stream
    if head.startswith(b"BZh"):
        return bz2.open(raw)
    if head.startswith(b"\xfd7zXZ"):
        return lzma.open(raw)
    if head.startswith(b"(\xb5/\xfd"):
        return unpacked_zstd(raw)
    return raw


def read_piece(piece: Piece) -> Reading:
    """What is kept of the lines of a piece."""
    reading = Reading(piece.number, piece.seen, broken=list(piece.broken))
    for at, line in piece.lines:
        try:
            entity = read_entity(line, piece.wanted)
        except LineError as error:
            reading.broken.append((at, str(error)))
            continue
        if entity.row is not None:
            reading.rows.append(entity.row.to_json())
        if entity.above:
            reading.above.append(json.dumps([entity.qid, *entity.above], separators=(",", ":")))
    reading.broken.sort()
    return reading

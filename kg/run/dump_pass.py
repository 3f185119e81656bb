"""One pass over a dump of Wikidata: what is kept of it, in parts on disk, so that a run that was stopped goes on."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.errors import EnvironmentFaultError, RunError, UsageError
from kg.pool import each
from kg.wikidata.dump.entity import Filter
from kg.wikidata.dump.lines import PIECE, Reading, pieces, read_piece

__all__ = ["Passed", "pass_over"]

_PIECES = 100
"""Pieces in a part: what is lost at most when a run is stopped."""
_SETTINGS = "settings.json"
_BEGINNING = 1 << 20
"""Bytes of a dump by which it is known again, whole or cut off."""


@dataclass(slots=True)
class Passed:
    """What a pass has seen: lines, items kept and broken lines."""

    lines: int = 0
    kept: int = 0
    broken: int = 0


def pass_over(
    dump: Path, work: Path, wanted: Filter, *, jobs: int, progress: Callable[[int, int | None], None]
) -> Passed:
    """Reads the dump into parts in the folder `work`, going on behind the parts that are there.

    A part is `part-NNNNN.jsonl`: a line of counts, then the rows, superclasses and broken lines that it holds.
    Raises `UsageError` if the folder holds parts of another dump or another choice, and what `pieces` raises.
    """
    _claim(dump, work, wanted)
    done = _parts_done(work)
    passed = Passed()
    for part in range(done):
        _count(passed, json.loads(_first_line(_path(work, part))))
    progress(passed.lines, None)
    waiting: dict[int, Reading] = {}
    current: list[Reading] = []
    following = done * _PIECES
    try:
        for _, reading in each(pieces(dump, wanted, skip=following), read_piece, jobs=jobs):
            waiting[reading.number] = reading
            while following in waiting:
                current.append(waiting.pop(following))
                following += 1
                if len(current) == _PIECES:
                    _write(work, following // _PIECES - 1, current, passed)
                    current = []
                    progress(passed.lines, None)
        if current:
            _write(work, following // _PIECES, current, passed)
    except OSError as error:
        if isinstance(error, EnvironmentFaultError):
            raise
        raise EnvironmentFaultError(f"cannot write to {work}: {error.strerror or error}") from error
    if not passed.kept:
        raise RunError(
            f"{dump}: nothing of {passed.lines:,} lines is kept: lower --min-sitelinks, or check --languages"
        )
    return passed


def _claim(dump: Path, work: Path, wanted: Filter) -> None:
    """Notes in the folder which dump its parts are of, or checks it."""
    path = work / _SETTINGS
    try:
        settings = {
            "dump": dump.name,
            "piece": PIECE,
            **asdict(wanted),
            "languages": list(wanted.languages),
            "content": _beginning(dump, _BEGINNING),
        }
        work.mkdir(parents=True, exist_ok=True)
        if not path.is_file():
            path.write_text(json.dumps(settings, indent=1), encoding="utf-8")
            return
        before: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        settings["content"] = _beginning(dump, int(before["content"][0]))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise UsageError(f"{path} is damaged: remove the folder {work} and begin anew") from error
    except OSError as error:
        raise EnvironmentFaultError(
            f"cannot read {dump} or write to {work}: {error.strerror or error}"
        ) from error
    other = sorted(name for name in settings if before.get(name) != settings[name])
    if other:
        raise UsageError(
            f"{work} holds parts of another run ({', '.join(other)} differ): remove it, or give another --work"
        )


def _beginning(dump: Path, most: int) -> list[int | str]:
    """How many bytes a dump begins with, up to so many, and their digest."""
    with dump.open("rb") as file:
        content = file.read(most)
    return [len(content), hashlib.sha256(content).hexdigest()]


def _parts_done(work: Path) -> int:
    """How many whole parts there are without a gap; a last part that is not full is read again."""
    done = 0
    while _path(work, done).is_file():
        done += 1
    if done and json.loads(_first_line(_path(work, done - 1)))["lines"] < PIECE * _PIECES:
        _path(work, done - 1).unlink()
        done -= 1
    return done


def _path(work: Path, part: int) -> Path:
    return work / f"part-{part:05}.jsonl"


def _first_line(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.readline()


def _count(passed: Passed, counts: Mapping[str, int]) -> None:
    passed.lines += counts["lines"]
    passed.kept += counts["kept"]
    passed.broken += counts["broken"]


def _write(work: Path, part: int, readings: list[Reading], passed: Passed) -> None:
    counts = {
        "lines": sum(reading.seen for reading in readings),
        "kept": sum(len(reading.rows) for reading in readings),
        "above": sum(len(reading.above) for reading in readings),
        "broken": sum(len(reading.broken) for reading in readings),
    }
    path = _path(work, part)
    temporary = path.with_suffix(".part")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(json.dumps(counts) + "\n")
        for reading in readings:
            file.writelines(f"{row}\n" for row in reading.rows)
        for reading in readings:
            file.writelines(f"{line}\n" for line in reading.above)
        for reading in readings:
            file.writelines(f"{json.dumps([at, why])}\n" for at, why in reading.broken)
    temporary.replace(path)
    _count(passed, counts)

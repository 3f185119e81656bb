"""The items of a dump on disk, by QID, and the classes above their classes."""

import json
import mmap
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from kg.wikidata.dump.entity import Row
from kg.wikidata.store import Array  # noqa: TC001 - the annotations of attributes are read at run time
from kg.wikidata.words import CORE, read_tsv

__all__ = ["Classes", "Rows", "gather"]

_LEVELS = 8
"""How far above its own classes the class of an item is looked for."""
_ROWS = "rows.jsonl"


class Rows:
    """Rows in the order of their QIDs, read from a file when asked; of two with one QID the first counts."""

    def __init__(self, path: Path, qids: "array[int]", offsets: "array[int]") -> None:
        numbers: Array = np.frombuffer(qids, dtype="<u4")
        self.qids: Array
        self.qids, first = np.unique(numbers, return_index=True)
        self._offsets: Array = np.frombuffer(offsets, dtype="<u8")[first]
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __len__(self) -> int:
        return len(self.qids)

    def __getitem__(self, place: int) -> Row:
        start = int(self._offsets[place])
        return Row.from_json(self._bytes[start : self._bytes.find(b"\n", start)].decode())

    def place(self, qid: int) -> int:
        """The place of an item, -1 if there is none with this number."""
        found = int(np.searchsorted(self.qids, qid))
        return found if found < len(self.qids) and self.qids[found] == qid else -1


class Classes:
    """What items are by their classes (P31) and those above these (P279): see `core/classes.tsv`."""

    def __init__(self, pairs: Iterable[tuple[int, int]]) -> None:
        found = np.array(sorted(set(pairs)), dtype="<u4").reshape(-1, 2)
        self._below, self._above = found[:, 0].copy(), found[:, 1].copy()
        self._known: Mapping[int, tuple[int, str]] = {
            int(qid[1:]): (place, kind)
            for place, (qid, kind, *_) in enumerate(read_tsv(CORE / "classes.tsv"))
        }
        self._names: dict[tuple[int, ...], str | None] = {}
        self._over: dict[int, frozenset[int]] = {}

    def name(self, classes: Sequence[int]) -> str | None:
        """What an item of these classes is ("Person", "Never"), by the nearest known ones; None if it is unknown."""
        own = tuple(classes)
        if own not in self._names:
            self._names[own] = self._name(own)
        return self._names[own]

    def _name(self, classes: tuple[int, ...]) -> str | None:
        level, seen = list(classes), set(classes)
        for _ in range(_LEVELS):
            known = [self._known[number] for number in level if number in self._known]
            if known:
                return min(known)[1]
            level = [n for n in dict.fromkeys(a for c in level for a in self.above(c)) if n not in seen]
            seen.update(level)
        return None

    def above(self, number: int) -> list[int]:
        """The classes right above one."""
        first, last = np.searchsorted(self._below, number), np.searchsorted(self._below, number, "right")
        return [int(n) for n in self._above[first:last]]

    def over(self, number: int) -> frozenset[int]:
        """A class and all above it."""
        if number not in self._over:
            found, level = {number}, [number]
            while level:
                level = [a for c in level for a in self.above(c) if a not in found]
                found.update(level)
            self._over[number] = frozenset(found)
        return self._over[number]


def gather(work: Path) -> tuple[Rows, Classes]:
    """The parts of a pass joined: all rows in one file of the folder, and the classes."""
    qids, offsets, pairs = array("I"), array("Q"), set[tuple[int, int]]()
    path, at = work / _ROWS, 0
    with path.open("wb") as out:
        for part in sorted(work.glob("part-*.jsonl")):
            for kind, line in _lines(part):
                if kind == "above":
                    own, *above = json.loads(line)
                    pairs.update((own, number) for number in above)
                elif kind == "row":
                    raw = line.encode()
                    qids.append(int(line[1 : line.index(",")]))
                    offsets.append(at)
                    out.write(raw)
                    at += len(raw)
    return Rows(path, qids, offsets), Classes(pairs)


def _lines(part: Path) -> Iterator[tuple[str, str]]:
    with part.open(encoding="utf-8") as file:
        counts = json.loads(file.readline())
        for number, line in enumerate(file):
            if number < counts["kept"]:
                yield "row", line
            else:
                yield "above" if number < counts["kept"] + counts["above"] else "broken", line

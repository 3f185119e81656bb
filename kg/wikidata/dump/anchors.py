"""How often texts link to items: priors and names from a list of anchors, as made from Wikipedia.

A line is `TEXT <tab> TARGET <tab> COUNT`: the words of links, the title or QID of the page they lead to, how many do.
"""

import hashlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

import numpy as np

from kg.errors import EnvironmentFaultError, UsageError
from kg.wikidata.dump.rows import Rows
from kg.wikidata.store import Array

__all__ = ["Anchors", "read_anchors"]

_COLUMNS = 3
_OFTEN, _SHARE, _MOST = 10, 0.1, 8
"""Links by which a text becomes a name: so many, so large a part of all with that text; and names of one item."""


@dataclass(frozen=True, slots=True)
class Anchors:
    """Links to each item by its place, and the texts that name it, the most frequent first."""

    counts: Array
    names: Mapping[int, Sequence[str]]

    def prior(self, place: int, prior: float) -> float:
        """The prior, drawn halfway to what the links say, on its scale: 10 links 76, 1,000 148, 100,000 221."""
        count = int(self.counts[place])
        return (prior + 40 + 10.9 * log2(count)) / 2 if count else prior


def read_anchors(path: Path, rows: Rows, titles: Sequence[tuple[int, str]]) -> Anchors:
    """The anchors of a file that lead to the rows; `titles` are places and titles of pages.

    Raises `UsageError` for a line of another form, `EnvironmentFaultError` when the file cannot be read.
    """
    hashes = array("Q", (_hash(title) for _, title in titles))
    order = np.argsort(np.frombuffer(hashes, dtype="<u8"), kind="stable") if titles else np.zeros(0, "<i8")
    known = np.frombuffer(hashes, dtype="<u8")[order] if titles else np.zeros(0, "<u8")
    counts: Array = np.zeros(len(rows), dtype="<i8")
    totals = Counter[str]()
    often: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for text, target, count in _read(path):
        if target[:1] == "Q" and target[1:].isdigit():
            place = rows.place(int(target[1:])) if len(target) < 11 else -1
        else:
            found = int(np.searchsorted(known, _hash(target)))
            hit = found < len(known) and int(known[found]) == _hash(target)
            place = titles[int(order[found])][0] if hit else -1
        if place >= 0:
            counts[place] += count
        if count >= _OFTEN:
            totals[text] += count
            if place >= 0:
                often[text].append((place, count))
    names: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for text, targets in often.items():
        for place, count in targets:
            if count >= _SHARE * totals[text]:
                names[place].append((-count, text))
    return Anchors(counts, {place: [t for _, t in sorted(found)[:_MOST]] for place, found in names.items()})


def _hash(title: str) -> int:
    normal = title[:1].upper() + title[1:].replace("_", " ")
    return int.from_bytes(
        hashlib.blake2b(normal.encode("utf-8", "replace"), digest_size=8).digest(), "little"
    )


def _read(path: Path) -> Iterator[tuple[str, str, int]]:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            for at, line in enumerate(file, 1):
                cells = line.rstrip("\n").split("\t")
                if len(cells) != _COLUMNS or not cells[2].isdecimal() or len(cells[2]) > 12:
                    raise UsageError(
                        f"{path}:{at}: expected text, title or QID, and count, parted by tabs; "
                        f"found {len(cells)} columns: {line[:60]!r}"
                    )
                text = " ".join("".join(c if c.isprintable() and c != "|" else " " for c in cells[0]).split())
                if text:
                    yield text[:200], cells[1], int(cells[2])
    except OSError as error:
        raise EnvironmentFaultError(f"cannot read {path}: {error.strerror or error}") from error

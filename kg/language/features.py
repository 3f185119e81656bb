"""What the encoder is told about a word beyond its lower-case pieces: case, layout, known names.

The encoder is uncased; every word gets its case back as a shape class, and flags say whether it stands in a
cased name that the gazetteer knows. The gazetteer is a sorted array of 32-bit hashes with a bit mask each, so
that it is opened without parsing and asked in one vectorised search.
"""

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

__all__ = ["FLAGS", "SHAPES", "Gazetteer", "key_hash", "shape", "word_flags"]

SHAPES = ("root", "lower", "title", "upper", "initial", "mixed", "digit", "digit-mixed", "punct", "other")
_SHAPE = {name: i for i, name in enumerate(SHAPES)}

LISTS = ("person", "organization", "place", "country", "event", "work")
"""Name lists of the gazetteer; bit i of a mask is list i."""
WORD_LISTS = ("first-name", "surname", "demonym", "title")
"""Single-word lists; bit 8 + i of a mask is list i."""
FLAGS = (
    "paragraph-start",
    "space-before",
    *(f"{part}-{name}" for name in LISTS for part in ("begin", "inside")),
    *WORD_LISTS,
)
MAX_WORDS = 7
"""Longest known name that is looked for, in words."""


def shape(word: str) -> int:
    """The case class of a word, an index into `SHAPES`.

    >>> [SHAPES[shape(w)] for w in ("Putin", "NATO", "said", "2023", "G7", "iPhone", "—")]
    ['title', 'upper', 'lower', 'digit', 'digit-mixed', 'mixed', 'punct']
    """
    if word.isdigit():
        return _SHAPE["digit"]
    if not any(c.isalpha() for c in word):
        return _SHAPE["digit-mixed" if any(c.isdigit() for c in word) else "punct"]
    if any(c.isdigit() for c in word):
        return _SHAPE["digit-mixed"]
    letters = [c for c in word if c.isalpha()]
    if all(c.islower() for c in letters):
        return _SHAPE["lower"]
    if all(c.isupper() for c in letters):
        return _SHAPE["initial" if len(letters) == 1 else "upper"]
    if letters[0].isupper() and all(c.islower() for c in letters[1:]):
        return _SHAPE["title"]
    if any(c.isupper() for c in letters):
        return _SHAPE["mixed"]
    return _SHAPE["other"]


def key_hash(name: str) -> int:
    """The gazetteer's hash of a name: CRC-32 of its characters without white space."""
    return zlib.crc32("".join(name.split()).encode())


class Gazetteer:
    """Known cased names, each with the lists it is on."""

    def __init__(self, hashes: npt.NDArray[np.uint32], masks: npt.NDArray[np.uint16]) -> None:
        self.hashes = hashes
        self.masks = masks

    @classmethod
    def open(cls, path: Path) -> "Gazetteer":
        """Read a gazetteer as written by `save`; raises `ValueError` if it is not one."""
        data = path.read_bytes()
        if data[:4] != b"KGG1":
            raise ValueError(f"{path}: not a gazetteer file")
        count = int.from_bytes(data[4:8], "little")
        hashes = np.frombuffer(data, "<u4", count, 8)
        return cls(hashes, np.frombuffer(data, "<u2", count, 8 + 4 * count))

    def save(self, path: Path) -> None:
        """Write hashes and masks as two little-endian arrays behind a count."""
        head = b"KGG1" + len(self.hashes).to_bytes(4, "little")
        path.write_bytes(head + self.hashes.astype("<u4").tobytes() + self.masks.astype("<u2").tobytes())

    def lookup(self, hashes: Sequence[int]) -> npt.NDArray[np.uint16]:
        """The mask of each hash, 0 where it is unknown."""
        wanted = np.asarray(hashes, dtype=np.uint32)
        if not len(self.hashes) or not len(wanted):
            return np.zeros(len(wanted), np.uint16)
        at = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        return np.where(self.hashes[at] == wanted, self.masks[at], 0).astype(np.uint16)


def word_flags(
    words: Sequence[str],
    gazetteer: Gazetteer,
    *,
    paragraph_starts: frozenset[int] = frozenset(),
    spaces_before: Sequence[bool] | None = None,
) -> npt.NDArray[np.float32]:
    """The flags of each word; longest known name first, left to right, separately for each list.

    *Shape:* (words, len(FLAGS)).
    """
    flags = np.zeros((len(words), len(FLAGS)), np.float32)
    for i in paragraph_starts:
        flags[i, 0] = 1.0
    if spaces_before is not None:
        flags[:, 1] = np.asarray(spaces_before, np.float32)
    starts: list[int] = []
    lengths: list[int] = []
    hashes: list[int] = []
    for i, word in enumerate(words):
        if not word[:1].isupper() and not word[:1].isdigit():
            continue
        key = 0
        for length in range(1, min(MAX_WORDS, len(words) - i) + 1):
            last = words[i + length - 1]
            if length > 1 and (i + length - 1) in paragraph_starts:
                break
            key = zlib.crc32(last.encode(), key)
            starts.append(i)
            lengths.append(length)
            hashes.append(key)
    masks = gazetteer.lookup(hashes)
    found = np.nonzero(masks)[0]
    taken = np.zeros((len(words), len(LISTS)), bool)
    for k in sorted(found.tolist(), key=lambda k: (-lengths[k], starts[k])):
        i, n, mask = starts[k], lengths[k], int(masks[k])
        for bit in range(len(LISTS)):
            if mask >> bit & 1 and not taken[i : i + n, bit].any():
                taken[i : i + n, bit] = True
                flags[i, 2 + 2 * bit] = 1.0
                flags[i + 1 : i + n, 3 + 2 * bit] = 1.0
        if n == 1:
            for bit in range(len(WORD_LISTS)):
                if mask >> (8 + bit) & 1:
                    flags[i, 2 + 2 * len(LISTS) + bit] = 1.0
    return flags

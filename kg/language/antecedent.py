"""How well an earlier mention fits as the antecedent of a later one, by the network.

The score of a pair is that of Dobrovolskii (2021), "Word-Level Coreference Resolution": head words stand for their
mentions, and "none" has score 0. What the network cannot see, distance and shared words, is told it in classes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kg.language.decode import gelu

__all__ = ["MAX_ANTECEDENTS", "Antecedents", "Place", "match_class", "near_classes"]

Floats = npt.NDArray[np.float32]
Place = tuple[int, int, int]
"""A mention as (head word, first word, end)."""

DISTANCE_STEPS = np.array([1, 2, 3, 4, 6, 9, 14, 20, 30, 45, 70])
"""Upper ends of the classes of distance, in mentions."""
MATCHES = 4
MAX_ANTECEDENTS = 120
"""How many mentions back an antecedent is looked for."""
PAIR = 128
"""Width of what is added of two mentions; the rest of their vectors is multiplied."""
_SMALL = frozenset(
    {
        "the",
        "a",
        "an",
        "of",
        "'s",
        "’s",
        "his",
        "her",
        "its",
        "their",
        "this",
        "that",
        "these",
        "those",
        "and",
    }
)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The words of a mention in small letters: its head, and those that tell something."""

    head: str
    words: frozenset[str]


def _phrase(words: Sequence[str], place: Place) -> _Phrase:
    head, start, end = place
    return _Phrase(words[head].lower(), frozenset(map(str.lower, words[start:end])) - _SMALL)


def _match(one: _Phrase, other: _Phrase) -> int:
    """The class of `match_class`."""
    if one.words and one.words == other.words:
        return 3
    if one.head == other.head:
        return 2
    return int(one.head in other.words or other.head in one.words)


def _near(one: _Phrase, before: Sequence[_Phrase]) -> list[int]:
    """The classes of `near_classes`."""
    distances = np.searchsorted(DISTANCE_STEPS, np.arange(len(before), 0, -1)).tolist()
    return [d * MATCHES + _match(one, other) for d, other in zip(distances, before, strict=True)]


def match_class(words: Sequence[str], one: Place, other: Place) -> int:
    """0 nothing shared, 1 one's head among the other's words, 2 the same head word, 3 the same words.

    >>> match_class(["the", "Kenyan", "leader", "and", "the", "leader"], (2, 0, 3), (5, 4, 6))
    2
    """
    return _match(_phrase(words, one), _phrase(words, other))


def near_classes(words: Sequence[str], mention: Place, before: Sequence[Place]) -> list[int]:
    """For each of the mentions before one, in order, the class of distance and match together."""
    return _near(_phrase(words, mention), [_phrase(words, other) for other in before])


@dataclass(frozen=True, slots=True, eq=False)
class Antecedents:
    """Vectors of a document's words as later ("row") and earlier ("col") mention, and the weights of their pairs."""

    words: tuple[str, ...]
    row: Floats
    col: Floats
    near: Floats
    weight: Floats
    bias: float
    index: dict[int, int] = field(default_factory=dict)
    """The word of a token index; tokens of white space have none."""
    _read: dict[Place, tuple[int, _Phrase]] = field(default_factory=dict, init=False, repr=False)
    """Head word and phrase of the mentions asked for so far: each is compared with all that follow."""

    def scores(self, mention: Place, before: Sequence[Place]) -> Floats:
        """The score of each earlier mention as antecedent, in tokens; above 0 is better than none.

        Only the last `MAX_ANTECEDENTS` are scored, the others have -inf.
        """
        result = np.full(len(before), -np.inf, np.float32)
        late = [self._phrase(m) for m in before[-MAX_ANTECEDENTS:]]
        if not late:
            return result
        own, phrase = self._phrase(mention)
        kinds = _near(phrase, [other for _, other in late])
        heads = [head for head, _ in late]
        added = self.row[own, :PAIR] + self.col[heads, :PAIR] + self.near[kinds]
        score = gelu(added) @ self.weight + np.float32(self.bias)
        inner = self.col[heads, PAIR:] @ self.row[own, PAIR:]
        result[-len(late) :] = score + inner / np.float32(np.sqrt(self.row.shape[1] - PAIR))
        return result

    def _phrase(self, mention: Place) -> tuple[int, _Phrase]:
        known = self._read.get(mention)
        if known is None:
            place = self._words(mention)
            known = self._read[mention] = place[0], _phrase(self.words, place)
        return known

    def _words(self, mention: Place) -> Place:
        head, start, end = mention
        inside = [self.index[i] for i in range(start, end) if i in self.index]
        at = self.index[head]
        return (at, inside[0], inside[-1] + 1) if inside else (at, at, at + 1)

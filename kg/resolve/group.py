"""Members into groups: the surest pairs first, and no group that holds two who cannot be one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

__all__ = ["Pair", "grouped"]

M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two members, by place, and how sure it is that they are one (0 to 1); `given` if that is no guess."""

    score: float
    first: int
    second: int
    given: bool = False


def grouped(
    members: Sequence[M], pairs: Iterable[Pair], agree: Callable[[M, M], bool]
) -> list[tuple[list[int], dict[int, float]]]:
    """Groups of two and more, each with the score by which its members joined; places in the order of `members`.

    Joins are made from the highest score down, given ones first, ties by place, and only if all members of both groups `agree`.
    So the same members in the same order give the same groups, whatever the order of the pairs.
    """
    group = list(range(len(members)))
    inside: dict[int, list[int]] = {place: [place] for place in group}
    joined: dict[int, float] = {}
    for pair in sorted(pairs, key=lambda p: (not p.given, -p.score, p.first, p.second)):
        a, b = sorted((group[pair.first], group[pair.second]))
        if a == b or not all(agree(members[i], members[j]) for i in inside[a] for j in inside[b]):
            continue
        for place in inside[b]:
            group[place] = a
        for place in (pair.first, pair.second):
            joined.setdefault(place, pair.score)
        inside[a] = sorted(inside[a] + inside.pop(b))
    return [
        (places, {place: joined[place] for place in places}) for places in inside.values() if len(places) > 1
    ]

"""What people have decided of pairs of records: these are one, those are not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

__all__ = ["Decided", "Name", "Pairs", "Verdicts", "groups_of"]

Name = tuple[str, str]
"""A record: its article's IRI and its key."""
Pairs = frozenset[frozenset[Name]]
T = TypeVar("T", str, Name)


@dataclass(frozen=True, slots=True)
class Decided:
    """Pairs of records of one kind that are kept apart, and pairs that are one whatever their likeness."""

    apart: Pairs = frozenset()
    joined: Pairs = frozenset()

    def names(self) -> frozenset[Name]:
        """The records that are one with another."""
        return frozenset(name for pair in self.joined for name in pair)

    def pairs(self) -> Iterator[tuple[Name, Name]]:
        """Records that are one, as chains of pairs, sorted."""
        for group in self.groups():
            yield from pairwise(group)

    def groups(self) -> list[list[Name]]:
        """Records that are one, each group and all of them sorted."""
        return groups_of(tuple(sorted(pair)) for pair in self.joined)

    def verdicts(self) -> "Verdicts":
        """What was decided, to be asked often."""
        return Verdicts(
            self.apart, {name: place for place, group in enumerate(self.groups()) for name in group}
        )


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was decided; `group` has the number of a record's group."""

    apart: Pairs
    group: dict[Name, int]

    def of(self, a: Name, b: Name) -> bool | None:
        """Whether two records are one; None if nobody decided it."""
        if frozenset({a, b}) in self.apart:
            return False
        return True if a in self.group and self.group[a] == self.group.get(b) else None


def groups_of(edges: Iterable[tuple[T, ...]]) -> list[list[T]]:
    """What edges connect, each group and all of them sorted."""
    parent: dict[T, T] = {}

    def root(name: T) -> T:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for a, b in edges:
        first, second = sorted((root(a), root(b)))
        parent[second] = first
    found: dict[T, list[T]] = {}
    for name in sorted(parent):
        found.setdefault(root(name), []).append(name)
    return [found[name] for name in sorted(found)]

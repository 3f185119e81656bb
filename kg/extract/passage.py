"""Ranges of words: what a cue introduces, as tokens."""

from dataclasses import dataclass

from kg.extract.cue import Cue
from kg.extract.tree import Tree

__all__ = [
    "QUOTES",
    "SUBJECTS",
    "Content",
    "addressee_of",
    "is_infinitive",
    "only_punctuation",
    "subject_of",
    "trim",
]

SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj")
QUOTES = frozenset("\"“”‘’'„«»`´") | {"``", "''", "‘‘", "’’"}
_TRAILING = frozenset(".,;:!?—–-…")
_LEADING = frozenset(",;:—–-…")


@dataclass(frozen=True, slots=True)
class Content:
    """Token ranges of what is said, and how they were found.

    `frame` is the rule's name. `around` is set when the words stand before or around the cue ("…, he said, …"): the
    tokens of the cue's own clause. `addressee` is the token of who is told or asked.
    """

    pieces: tuple[tuple[int, int], ...]
    frame: str
    addressee: int | None = None
    around: tuple[int, int] | None = None

    def holds(self, i: int) -> bool:
        """Whether the token is among what is said."""
        return any(first <= i <= last for first, last in self.pieces)

    @property
    def size(self) -> int:
        """How many tokens are said."""
        return sum(last - first + 1 for first, last in self.pieces)


def trim(tree: Tree, first: int, last: int) -> tuple[int, int] | None:
    """The range without punctuation at its ends and without "that" at its start; None if nothing is left."""
    while first <= last and (tree.space[first] or tree.low[first] in _LEADING):
        first += 1
    if first < last and tree.low[first] == "that" and tree.dep[first] == "mark":
        first += 1
        while first < last and (tree.space[first] or tree.low[first] in _LEADING):
            first += 1
    while last >= first and (tree.space[last] or tree.low[last] in _TRAILING or tree.low[last] == "and"):
        last -= 1
    return (first, last) if first <= last else None


def subject_of(tree: Tree, i: int) -> int | None:
    """The subject of the token's own clause: the nearest before it, if the parse gives several."""
    found = list(tree.each(i, *SUBJECTS))
    before = [c for c in found if c < i]
    return before[-1] if before else found[0] if found else None


def is_infinitive(tree: Tree, i: int) -> bool:
    """Whether the verb has its "to"."""
    return any(tree.dep[c] in {"mark", "aux"} and tree.low[c] == "to" for c in tree.children[i])


def only_punctuation(tree: Tree, first: int, last: int) -> bool:
    """Whether no word stands from one token to the other."""
    return all(tree.space[i] or tree.pos[i] == "PUNCT" for i in range(first, last + 1))


def addressee_of(tree: Tree, cue: Cue, before: int) -> int | None:
    """Who is told: the object before the content, or a phrase with "to"."""
    for child in tree.children[cue.head]:
        if cue.last < child < before:
            if tree.dep[child] in {"obj", "iobj"}:
                return child
            if tree.dep[child] == "obl" and tree.has_case(child, "to", "with"):
                return child
    return None

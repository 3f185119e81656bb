"""Inline marks of annotated text: `⟦e1:n|Putin⟧`, `⟦e9:n>e2|Moscow⟧` where the city stands for the state."""

import re
from dataclasses import dataclass

from kg.records import MentionKind

__all__ = ["GoldMention", "MarkError", "read_marks"]

OPENING = re.compile(r"⟦(e\d+):([ndpa])(?:>(e\d+))?\|")
BRACKET = re.compile(r"[⟦⟧]")
KINDS: dict[str, MentionKind] = {"n": "name", "d": "nominal", "p": "pronoun", "a": "adjective"}
SHOWN = 30


class MarkError(ValueError):
    """A mark that cannot be read; the message says which, and on which line."""


@dataclass(frozen=True, slots=True, order=True)
class GoldMention:
    """Characters `start <= i < end` of the text without marks, and the entity that they name."""

    start: int
    end: int
    entity: str
    kind: MentionKind
    stands_for: str | None = None


def read_marks(marked: str) -> tuple[str, tuple[GoldMention, ...]]:
    """The text without its marks, and the mentions in text order, outer ones first.

    Raises `MarkError` for a mark that is broken, empty, never opened or never closed.

    >>> read_marks("⟦e1:n|Oslo⟧ agreed")
    ('Oslo agreed', (GoldMention(start=0, end=4, entity='e1', kind='name', stands_for=None),))
    """
    pieces: list[str] = []
    mentions: list[GoldMention] = []
    opened: list[tuple[int, re.Match[str]]] = []
    at = length = 0
    while (bracket := BRACKET.search(marked, at)) is not None:
        pieces.append(marked[at : bracket.start()])
        length += bracket.start() - at
        if bracket[0] == "⟧":
            mentions.append(_closed(opened, length, marked, bracket.start()))
            at = bracket.end()
            continue
        opening = OPENING.match(marked, bracket.start())
        if opening is None:
            raise MarkError(_at(marked, bracket.start(), "a mark must look like ⟦e1:n|…⟧ or ⟦e9:n>e2|…⟧"))
        opened.append((length, opening))
        at = opening.end()
    if opened:
        raise MarkError(_at(marked, opened[-1][1].start(), "this mark is never closed"))
    pieces.append(marked[at:])
    return "".join(pieces), tuple(sorted(mentions, key=lambda m: (m.start, -m.end, m.entity)))


def _closed(opened: list[tuple[int, re.Match[str]]], end: int, marked: str, at: int) -> GoldMention:
    if not opened:
        raise MarkError(_at(marked, max(0, at - SHOWN), "⟧ closes a mark that was never opened"))
    start, opening = opened.pop()
    if start == end:
        raise MarkError(_at(marked, opening.start(), "this mark is empty"))
    return GoldMention(start, end, opening[1], KINDS[opening[2]], opening[3])


def _at(marked: str, position: int, what: str) -> str:
    line = marked.count("\n", 0, position) + 1
    return f"line {line} of the text: {what}: {marked[position : position + SHOWN]!r}"

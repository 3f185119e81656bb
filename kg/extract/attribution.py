"""Statements before they are records: the characters of the words, their form, and which drafts say the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from kg.extract.cue import Cue
from kg.extract.passage import Content
from kg.extract.quotation import Quotation
from kg.extract.quote_map import QuoteMap
from kg.extract.source import Speaker

__all__ = ["Draft", "measure", "overlap"]

Range = tuple[int, int]

_OUTER_PUNCTUATION = " \t\r\n,;:—–-"
_STOPS = ".?!"
_ABBREVIATIONS = frozenset({"Inc.", "Co.", "Corp.", "Ltd.", "Jr.", "Sr.", "Gov.", "Sen.", "No.", "St."})


@dataclass(slots=True, eq=False)
class Draft:
    """One attribution. `quotes` are numbers of quotations; `ranges` and `spans` are characters of the doc.

    `ranges` hold all that is said with its quotation marks, `spans` what is published.
    """

    cue: Cue | None
    speaker: Speaker
    content: Content | None
    rule: str
    quotes: list[int] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    spans: list[Range] = field(default_factory=list)
    form: Literal["direct", "indirect", "mixed"] = "indirect"
    order: int = 0
    outer: "Draft | None" = None


def measure(draft: Draft, quotes: QuoteMap) -> None:
    """Sets ranges, spans and form: the words that grammar gives, and whole quotations that they touch."""
    tree, text = quotes.tree, quotes.tree.text
    inside = quotes.inside[draft.cue.head] if draft.cue is not None else []
    pieces = [*draft.content.pieces] if draft.content else []
    pieces += [(quotes.open[n], quotes.close[n]) for n in draft.quotes]
    numbers = {n for piece in pieces for n in quotes.meeting(*piece)}.union(draft.quotes)
    touched = [quotes.quotes[n] for n in sorted(numbers.difference(inside))]
    ranges = [tree.chars(first, last) for first, last in draft.content.pieces] if draft.content else []
    touched = [q for q in touched if not any(_holds(other, q) for other in touched)]
    ranges += [(quote.start, quote.end) for quote in touched]
    if inside:
        ranges = _clip(ranges, max((quotes.quotes[n] for n in inside), key=lambda q: q.depth))
    draft.ranges = _merge(text, ranges)
    if draft.rule == "turn" or (touched and not _has_plain_words(text, draft.ranges, touched)):
        draft.form = "direct"
        draft.spans = [piece for quote in touched for piece in quote.pieces] or draft.ranges
        return
    draft.form = "mixed" if touched else "indirect"
    draft.spans = [r for r in (_tidy(text, *r) for r in draft.ranges) if r[0] < r[1]]


def overlap(these: Sequence[Range], those: Sequence[Range]) -> float:
    """Common characters as a share of the longer one."""
    common = sum(max(0, min(b, d) - max(a, c)) for a, b in these for c, d in those)
    longest = max(sum(b - a for a, b in these), sum(d - c for c, d in those))
    return common / longest if longest else 0.0


def _holds(outer: Quotation, inner: Quotation) -> bool:
    return outer is not inner and outer.start < inner.start and inner.end <= outer.end


def _clip(ranges: Sequence[Range], quote: Quotation) -> list[Range]:
    """The parts of the ranges inside a quotation: a cue in quoted words governs nothing beyond them."""
    clipped = [(max(start, a), min(end, b)) for start, end in ranges for a, b in quote.pieces]
    return [(start, end) for start, end in clipped if start < end]


def _merge(text: str, ranges: Sequence[Range]) -> list[Range]:
    """The ranges in order, those joined that overlap or have only spaces and marks between them."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and (start <= merged[-1][1] or not _has_word(text[merged[-1][1] : start])):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _has_word(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _has_plain_words(text: str, ranges: Sequence[Range], quotes: Sequence[Quotation]) -> bool:
    """Whether any word of the ranges stands outside the quotations."""
    for start, end in ranges:
        position = start
        for quote in quotes:
            if quote.end <= position or quote.start >= end:
                continue
            if _has_word(text[position : quote.start]):
                return True
            position = max(position, quote.end)
        if _has_word(text[position:end]):
            return True
    return False


def _tidy(text: str, start: int, end: int) -> Range:
    """A range without the punctuation around it."""
    while start < end and text[start] in _OUTER_PUNCTUATION:
        start += 1
    while start < end and (text[end - 1] in _OUTER_PUNCTUATION or _ends_sentence(text, start, end)):
        end -= 1
    return start, end


def _ends_sentence(text: str, start: int, end: int) -> bool:
    """Whether the last mark ends the sentence and no abbreviation ("U.S.", "Inc.")."""
    if text[end - 1] not in _STOPS:
        return False
    words = text[start:end].rsplit(None, 1)
    return not words or (words[-1].count(".") < 2 and words[-1] not in _ABBREVIATIONS)

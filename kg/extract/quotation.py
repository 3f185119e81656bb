"""Quotation marks of a text, paired: which characters stand inside quotes.

Newspaper text has curly and straight marks, single ones that look like apostrophes, nested quotes, quotes over
several paragraphs (an opening mark on each, one closing mark at the end), marks that were lost, and texts that
stop in the middle. Nothing here raises: what cannot be paired is left out, and the rest of the text is not touched.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

__all__ = ["Quotation", "find_quotations"]

_MARK = re.compile(r"``|''|‘‘|’’|[\"“”„‟«»'‘’‚‛`´\n]")
_DOUBLE = frozenset({'"', "“", "”", "„", "‟", "«", "»", "``", "''", "‘‘", "’’"})
_OPENING = frozenset({"“", "„", "‟", "«", "``", "‘‘", "‘", "‚", "‛", "`"})
_CLOSING = frozenset({"”", "»", "’’", "’", "´"})
_AFTER_CLOSE = frozenset(".,;:!?)]}…—–-/")
_BEFORE_OPEN = frozenset("([{—–-/:=…")
_ELISION = re.compile(
    r"(?:em|er|im|tis|twas|twere|til|till|cause|cos|bout|round|neath|n|d|s|t|re|ve|ll|m|tude)\b|\d\d?s?\b",
    re.IGNORECASE,
)
_INCHES = re.compile(r"\d['’]\s?\d{1,2}$")
_ATTRIBUTION_INSIDE = re.compile(
    r",\s+(?:\w+\s+){0,4}(?:said|says|added|told|asked|wrote|replied)(?:\s+\w+){0,4}[.,]?\s*$"
)
_BLANK_LINE = re.compile(r"[ \t\r]*(?:\n|\Z)")
_LOOKAHEAD_CHARS = 4000  # a paragraph of a newspaper is shorter; keeps bad input linear
_LOOKAHEAD_MARKS = 40
_WRAPPED_WIDTH = 90  # lines shorter than this, with blank lines between paragraphs, are wrapped lines
_POSSESSIVE_REACH = 300


@dataclass(frozen=True, slots=True)
class Quotation:
    """One pair of quotation marks, `start <= i < end` with the marks.

    `pieces` are the ranges inside the marks, one a paragraph. `depth` is 0 for a quote that stands in no other.
    `closed` is False when the closing mark is missing: the quote then ends with its paragraph or the text.
    """

    start: int
    end: int
    pieces: tuple[tuple[int, int], ...]
    depth: int = 0
    closed: bool = True
    single: bool = False

    def covers(self, position: int) -> bool:
        """Whether the character stands inside the marks (the marks themselves included)."""
        return self.start <= position < self.end


@dataclass(slots=True)
class _Open:
    start: int
    inner: int
    single: bool
    pieces: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    single: bool
    opens: bool
    closes: bool


def find_quotations(text: str, *, breaks: Iterable[int] = ()) -> tuple[Quotation, ...]:
    """The quotations of a text, by position, outer ones before those inside.

    `breaks` are positions that no quotation crosses (where the headline ends).

    >>> text = "He said: “No.”"
    >>> [text[a:b] for q in find_quotations(text) for a, b in q.pieces]
    ['No.']
    """
    return tuple(sorted(_Pairing(text, sorted(breaks)).run(), key=lambda q: (q.start, -q.end)))


class _Pairing:
    """One left-to-right pass with a stack of marks that are still open."""

    def __init__(self, text: str, breaks: list[int]) -> None:
        self.text = text
        self.breaks = breaks
        self.marks, self.newlines = _marks(text)
        self.starts = [mark.start for mark in self.marks]
        self.wrapped = _is_wrapped(text)
        self.stack: list[_Open] = []
        self.found: list[Quotation] = []
        self.skip = -1

    def run(self) -> list[Quotation]:
        for position, mark in self._stops():
            if mark is None:
                self._paragraph_ends(position)
            elif mark.start >= self.skip:
                self._take(mark)
        self._close_unfinished(len(self.text))
        return self.found

    def _stops(self) -> Iterator[tuple[int, _Mark | None]]:
        """Marks and ends of paragraphs in the order of the text."""
        stops: list[tuple[int, _Mark | None]] = [(mark.start, mark) for mark in self.marks]
        stops += [(position, None) for position in self._paragraph_breaks()]
        return iter(sorted(stops, key=lambda stop: (stop[0], stop[1] is not None)))

    def _paragraph_breaks(self) -> list[int]:
        found = set(self.breaks)
        found.update(
            newline
            for newline in self.newlines
            if not self.wrapped or _BLANK_LINE.match(self.text, newline + 1)
        )
        return sorted(found)

    def _take(self, mark: _Mark) -> None:
        if mark.single:
            self._take_single(mark)
        else:
            self._take_double(mark)

    def _take_double(self, mark: _Mark) -> None:
        is_open = any(not o.single for o in self.stack)
        if is_open and mark.closes and not (mark.opens and self._nests(mark)):
            self._close(mark, single=False)
        elif mark.opens and is_open and not self._nests(mark):
            self._restart(mark)
        elif mark.opens:
            self.stack.append(_Open(mark.start, mark.end, single=False))

    def _take_single(self, mark: _Mark) -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and top.single and mark.closes:
            if not self._is_possessive(mark):
                self._close(mark, single=True)
        elif mark.opens and not any(o.single for o in self.stack):
            self.stack.append(_Open(mark.start, mark.end, single=True))

    def _is_possessive(self, mark: _Mark) -> bool:
        """Whether the mark in "the workers' rights" is an apostrophe: another closing mark follows soon."""
        text = self.text
        if text[mark.start - 1 : mark.start].lower() != "s" or not re.match(
            r" [a-z]", text[mark.end : mark.end + 2]
        ):
            return False
        for later in self._later(mark, _POSSESSIVE_REACH):
            if not later.single or later.opens:
                return False
            if later.closes:
                return True
        return False

    def _nests(self, mark: _Mark) -> bool:
        """Whether a second opening mark starts a quote in the quote: both are closed before the paragraph ends."""
        depth = sum(not o.single for o in self.stack) + 1
        for later in self._later(mark, _LOOKAHEAD_CHARS):
            if later.single:
                continue
            if later.closes and not later.opens:
                depth -= 1
            elif later.opens and not later.closes:
                depth += 1
            if depth == 0:
                return True
        return False

    def _later(self, mark: _Mark, reach: int) -> Iterator[_Mark]:
        """The marks behind this one, to the end of the paragraph, at most `reach` characters away."""
        first = bisect_right(self.starts, mark.start)
        for later in self.marks[first : first + _LOOKAHEAD_MARKS]:
            between = self.text[mark.end : later.start] if later.start - mark.end <= reach else None
            if between is None or "\n\n" in between or (not self.wrapped and "\n" in between):
                return
            yield later

    def _restart(self, mark: _Mark) -> None:
        """A mark that opens while a quote is open and cannot nest: the earlier one has lost its closing mark."""
        while self.stack and self.stack[-1].single:
            self.stack.pop()
        if self.stack:
            self.stack.pop()
        self.stack.append(_Open(mark.start, mark.end, single=False))

    def _close(self, mark: _Mark, *, single: bool) -> None:
        while self.stack and self.stack[-1].single != single:
            self.stack.pop()
        if self.stack:
            self._emit(self.stack.pop(), mark.start, mark.end, closed=True)

    def _emit(self, opened: _Open, inner_end: int, end: int, *, closed: bool) -> None:
        pieces = [*opened.pieces, (opened.inner, inner_end)]
        kept = tuple(p for p in (_trim(self.text, a, b) for a, b in pieces) if p[0] < p[1])
        if kept:
            depth = len(self.stack)
            self.found.append(Quotation(opened.start, end, kept, depth, closed, opened.single))

    def _paragraph_ends(self, position: int) -> None:
        """Ends single quotes, and double ones that do not go on with a mark on the next paragraph."""
        if not self.stack:
            return
        bottom = self.stack[0]
        start = _next_text(self.text, position)
        at = bisect_right(self.starts, start - 1)
        mark = self.marks[at] if at < len(self.marks) and self.marks[at].start == start else None
        tail = self.text[max(bottom.inner, position - 120) : position]
        goes_on = (
            mark is not None
            and mark.opens
            and mark.single == bottom.single
            and position not in self.breaks
            and not _ATTRIBUTION_INSIDE.search(tail)
        )
        if goes_on and mark is not None:
            bottom.pieces.append((bottom.inner, position))
            bottom.inner = mark.end
            self.skip = mark.end
            self.stack = [bottom]
        else:
            self._close_unfinished(position)

    def _close_unfinished(self, position: int) -> None:
        """The outermost double quote ends with its paragraph; single marks were apostrophes."""
        opened = next((o for o in self.stack if not o.single), None)
        self.stack = []
        tail = self.text[max(opened.inner, position - 120) : position] if opened else ""
        if opened is None or _ATTRIBUTION_INSIDE.search(tail):
            return
        self._emit(opened, position, len(self.text[:position].rstrip()), closed=False)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _next_text(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _is_wrapped(text: str) -> bool:
    """Whether single line breaks only wrap lines (then blank lines part the paragraphs)."""
    lines = [line for line in text[:20000].split("\n") if line.strip()]
    return "\n\n" in text and max((len(line) for line in lines), default=0) <= _WRAPPED_WIDTH


def _marks(text: str) -> tuple[list[_Mark], list[int]]:
    """All quotation marks with the sides they can stand on, and all line breaks."""
    marks, newlines = [], []
    for match in _MARK.finditer(text):
        if match[0] == "\n":
            newlines.append(match.start())
        elif (mark := _mark(text, match)) is not None:
            marks.append(mark)
    return marks, newlines


def _mark(text: str, match: re.Match[str]) -> _Mark | None:
    """The mark at a match, or None when it is an apostrophe, a minute or an inch."""
    start, end, form = match.start(), match.end(), match[0]
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    single = form not in _DOUBLE
    if single and before.isalnum() and after.isalnum():
        return None
    opens = (before.isspace() or before in _BEFORE_OPEN or before in _OPENING or before in "\"'") and not (
        after.isspace() or after in ".,;:!?)]}"
    )
    closes = not before.isspace() and (
        after.isspace() or after in _AFTER_CLOSE or after in _CLOSING or after in "\"'" or after in "“”"
    )
    if single and opens and form != "‘" and _ELISION.match(text, end):
        opens = False
    if single and form in {"‘", "`"} and re.match(r"\d\ds?\b", text[end : end + 4]):
        return None
    if form == '"' and _INCHES.search(text[max(0, start - 6) : start]):
        return None
    opens, closes = _by_form(form, single, opens, closes)
    return _Mark(start, end, single, opens, closes) if opens or closes else None


def _by_form(form: str, single: bool, opens: bool, closes: bool) -> tuple[bool, bool]:
    """What curly forms say, unless the spaces around the mark plainly say otherwise."""
    if form in _OPENING and (opens or not closes):
        return True, False
    if form in _CLOSING and (closes or not opens):
        return False, not single or closes
    if not single and not opens and not closes:
        return True, True
    return opens, closes

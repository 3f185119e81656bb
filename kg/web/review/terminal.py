"""The review as lines of a terminal."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from kg.article import Article
from kg.escape import inert
from kg.records import Extraction
from kg.trace import Trace
from kg.web.escape import printable
from kg.web.review.model import Finding, Review, Row, Run, Style
from kg.web.review.row import review_of

__all__ = ["terminal_review"]

LABEL_WIDTH = 12
INDENT = " " * 4
# SGR parameters (ECMA-48): colours of the basic eight, so that every terminal theme keeps them readable.
CODES = {
    "plain": "",
    "dim": "2",
    "strong": "1",
    "name": "1;36",
    "link": "34",
    "fact": "1;32",
    "reported": "1;33",
    "quote": "3",
    "mention": "36",
    "metonym": "4;36",
    "cue": "35",
    "content": "3",
    "role": "4",
    "time": "4",
}

Piece = tuple[str, str]
"""A text and its SGR parameters."""
Line = list[Piece]


def terminal_review(
    article: Article, extraction: Extraction, *, color: bool, width: int = 100, trace: Trace | None = None
) -> str:
    """The review as text of at most `width` columns; ANSI colours only with `color`.

    With a trace, the reasons stand below each record. Facts are green, what is only reported yellow, links blue. Control characters of the article are escaped.
    """
    review = review_of(article, extraction, trace)
    width = max(width, 40)
    lines = [*_top(review, width), *_rows(review, width), *_entities(review, width), *_losses(review, width)]
    return "\n".join(_painted(line) if color else _bare(line) for line in lines) + "\n"


def _top(review: Review, width: int) -> Iterator[Line]:
    yield from _wrapped([Run(review.title, "strong")], "", "", width)
    facts = "  ".join(f"{label} {value}" for label, value in review.facts)
    yield from _wrapped([Run(facts, "dim")], "", "", width)
    counts = "  ".join(f"{number} {label}" for label, number in review.counts)
    yield from _wrapped([Run(counts, "dim")], "", "", width)


def _rows(review: Review, width: int) -> Iterator[Line]:
    for number, row in enumerate(review.rows, 1):
        yield []
        first = f"{number:>3} "
        part = [Run(f"[{row.part}] ", "dim")] if row.part else []
        yield from _wrapped([*part, *_marked(row)], first, INDENT, width)
        yield from _findings(row.findings, width)


def _entities(review: Review, width: int) -> Iterator[Line]:
    if review.entities:
        yield []
        yield [("Entities", CODES["strong"])]
    yield from _findings(review.entities, width)


def _losses(review: Review, width: int) -> Iterator[Line]:
    for loss in review.losses:
        yield from _wrapped([Run(f"lost: {loss}", "reported")], "", INDENT, width)


def _findings(findings: Iterable[Finding], width: int) -> Iterator[Line]:
    hang = INDENT + " " * (LABEL_WIDTH + 1)
    for finding in findings:
        label = f"{finding.label:<{LABEL_WIDTH}.{LABEL_WIDTH}} "
        style: Style = "dim" if finding.fact is None else "fact" if finding.fact else "reported"
        for number, line in enumerate(finding.lines):
            first = hang if number else INDENT
            start = [] if number else [Run(label, style)]
            yield from _wrapped([*start, *line], first, hang, width)


def _marked(row: Row) -> Iterator[Run]:
    """The sentence with its marks; the innermost mark on a piece decides its colour."""
    for text, marks in row.pieces():
        yield Run(text, marks[-1].style if marks else "plain")


def _wrapped(runs: Iterable[Run], first: str, hang: str, width: int) -> Iterator[Line]:
    """The runs broken at spaces into lines of `width` columns; a word longer than a line is cut."""
    characters = [(c, CODES[run.style]) for run in runs for c in printable(run.text)]
    prefix, start = first, 0
    while start < len(characters):
        end = _line_end(characters, start, width - len(prefix))
        yield [(prefix, ""), *_pieces(characters[start:end])]
        start = next((i for i in range(end, len(characters)) if characters[i][0] != " "), len(characters))
        prefix = hang


def _line_end(characters: list[Piece], start: int, room: int) -> int:
    """Where a line that begins at `start` ends: at the last space that fits."""
    if len(characters) - start <= room:
        return len(characters)
    spaces = (i for i in range(start + room, start, -1) if characters[i][0] == " ")
    return next(spaces, start + room)


def _pieces(characters: list[Piece]) -> Iterator[Piece]:
    for code, group in groupby(characters, key=itemgetter(1)):
        yield "".join(character for character, _ in group), code


def _bare(line: Line) -> str:
    return inert("".join(text for text, _ in line).rstrip())


def _painted(line: Line) -> str:
    return "".join(f"\x1b[{code}m{text}\x1b[0m" if code else text for text, code in line).rstrip()

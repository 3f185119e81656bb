"""A report as a table, as JSON and as tab-separated values."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.score.figure import FIGURES, Figure, Miss, Tally, value_of
from kg.score.report import Report, Scored

__all__ = ["as_json", "as_table", "as_tsv"]

HEAD = ("", "", "score", "P", "R", "right", "gold", "found")
COLUMNS = ("article", "figure", "measure", "value", "precision", "recall", "right", "gold", "found")
ALL = "all"
KINDS = ("missed", "invented", "wrong")
LONGEST = 600
"""Characters of a line about a miss."""


def as_table(report: Report, *, by_article: bool = False, errors: int = 0) -> str:
    """Figures in per cent under each other; on request those of each article, and the first misses of each."""
    count = len(report.articles)
    head = f"{count:,} annotated article{'s' if count != 1 else ''}, in per cent"
    lines = [head, "", *_aligned(_rows(report.tallies))]
    if by_article:
        lines += ["", *_aligned(_article_rows(report))]
    if errors:
        for figure, misses in _first_misses(report, errors):
            lines += ["", f"{figure.group}: {figure.name}", *misses]
    return "\n".join(lines) + "\n"


def _rows(tallies: Mapping[str, Tally]) -> Iterator[Sequence[str]]:
    yield HEAD
    before = ""
    for figure in FIGURES:
        group = figure.group if figure.group != before else ""
        before = figure.group
        tally = tallies.get(figure.id, Tally())
        value = _percent(value_of(figure, tallies))
        counts = (_count(tally.hit), _count(tally.gold), _count(tally.found))
        if figure.measure == "F1":
            yield group, figure.name, value, _percent(tally.precision), _percent(tally.recall), *counts
        elif figure.measure == "mean":
            yield group, figure.name, value, "", "", "", "", ""
        else:
            yield group, figure.name, value, "", "", *counts[:2], ""


def _article_rows(report: Report) -> Iterator[Sequence[str]]:
    figures = [figure for figure in FIGURES if figure.brief]
    yield "article", *(figure.brief for figure in figures)
    for scored in report.articles:
        yield scored.gold.id, *(_percent(value_of(figure, scored.tallies)) for figure in figures)


def _aligned(rows: Iterator[Sequence[str]]) -> Iterator[str]:
    """Lines with words to the left and numbers to the right."""
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    words = [not any(cell[:1].isdigit() for cell in column) for column in zip(*table, strict=True)]
    words[0] = True
    for row in table:
        cells = (
            cell.ljust(width) if left else cell.rjust(width)
            for cell, width, left in zip(row, widths, words, strict=True)
        )
        yield "  ".join(cells).rstrip()


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f}"


def _count(value: float) -> str:
    """A count; coreference also counts parts of mentions."""
    return f"{value:.0f}"


def _first_misses(report: Report, errors: int) -> Iterator[tuple[Figure, list[str]]]:
    """Of each figure the first misses of each kind, one a line."""
    for figure in FIGURES:
        lines = [
            _plain(f"  {miss.kind:8}  {scored.gold.id}:{miss.start}  {miss.note}  |  {scored.passage(miss)}")
            for scored, miss in _chosen(report, figure, errors)
        ]
        if lines:
            yield figure, lines


def _chosen(report: Report, figure: Figure, errors: int) -> Iterator[tuple[Scored, Miss]]:
    for kind in KINDS:
        found = (
            (scored, miss)
            for scored in report.articles
            for miss in scored.misses
            if (miss.figure, miss.kind) == (figure.id, kind)
        )
        yield from (pair for pair, _ in zip(found, range(errors), strict=False))


def _plain(text: str) -> str:
    """One line without characters that could steer a terminal."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"


def as_json(report: Report, *, by_article: bool = False, errors: int = 0) -> str:
    """An object with `articles`, `digest` and `figures`; on request `by_article` and `errors`."""
    shown: dict[str, Any] = {
        "articles": len(report.articles),
        "digest": report.digest,
        "figures": [_object(figure, report.tallies) for figure in FIGURES],
    }
    if by_article:
        shown["by_article"] = {
            scored.gold.id: [_object(figure, scored.tallies) for figure in FIGURES]
            for scored in report.articles
        }
    if errors:
        shown["errors"] = [
            {
                "figure": figure.id,
                "kind": miss.kind,
                "article": scored.gold.id,
                "start": miss.start,
                "end": miss.end,
                "note": miss.note,
                "passage": scored.passage(miss),
            }
            for figure in FIGURES
            for scored, miss in _chosen(report, figure, errors)
        ]
    return json.dumps(shown, ensure_ascii=False, indent=1) + "\n"


def _object(figure: Figure, tallies: Mapping[str, Tally]) -> dict[str, Any]:
    tally = tallies.get(figure.id, Tally())
    shown: dict[str, Any] = {
        "figure": figure.id,
        "measure": figure.measure,
        "value": _rounded(value_of(figure, tallies)),
    }
    if figure.measure == "F1":
        shown |= {"precision": _rounded(tally.precision), "recall": _rounded(tally.recall)}
    if figure.measure != "mean":
        shown |= {"right": _rounded(tally.hit), "gold": _rounded(tally.gold)}
    if figure.measure == "F1":
        shown["found"] = _rounded(tally.found)
    return shown


def _rounded(value: float | None) -> float | int | None:
    """Four digits after the point; whole numbers stay whole."""
    if value is None:
        return None
    return int(value) if value == int(value) and value > 1 else round(value, 4)


def as_tsv(report: Report, *, by_article: bool = False) -> str:
    """A line for each figure, values 0 to 1, empty where there is none; on request also those of each article."""
    parts = [(ALL, report.tallies)]
    if by_article:
        parts += [(scored.gold.id, scored.tallies) for scored in report.articles]
    lines = ["\t".join(COLUMNS)]
    for name, tallies in parts:
        for figure in FIGURES:
            row = {"article": name, **_object(figure, tallies)}
            lines.append("\t".join("" if row.get(column) is None else str(row[column]) for column in COLUMNS))
    return "\n".join(lines) + "\n"

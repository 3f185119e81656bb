"""What was understood of articles, as rows for a person or a program."""

from collections.abc import Iterable, Iterator
from typing import Any

from kg.article import LEFT_OUT, Article
from kg.readers.base import Rejected

__all__ = ["row_of", "table"]

_COLUMNS = (("format", 8), ("date", 25), ("words", 6), ("publisher", 24), ("agency", 18), ("authors", 28))
"""Columns before the headline, and how many characters of each are shown: a date with time and zone has 25."""


def row_of(item: Article | Rejected) -> dict[str, Any]:
    """What was understood of an article, or the reason why there is none; fields that say nothing are left out."""
    row: dict[str, Any] = {"source": item.source, "format": item.format, "id": item.id}
    if isinstance(item, Rejected):
        row |= {"line": item.line, "rejected": item.reason}
    else:
        row |= _metadata(item)
    return {name: value for name, value in row.items() if value not in (None, [], {})}


def _metadata(article: Article) -> dict[str, Any]:
    left_out = [article.text[s.start : s.end] for s in article.sections if s.kind in LEFT_OUT]
    return {
        "url": article.url,
        "headline": article.headline,
        "deck": article.deck,
        "date": article.date,
        "modified": article.modified,
        "publisher": article.publisher,
        "publisher_place": article.publisher_place,
        "agency": article.agency,
        "authors": list(article.authors),
        "credit": article.credit,
        "section": article.section,
        "edition": article.edition,
        "rights": article.rights,
        "language": article.language,
        **dict(article.extra),
        "words": article.words,
        "left_out": left_out,
    }


def table(items: Iterable[Article | Rejected]) -> Iterator[str]:
    """A line for each article under one with the name of its file; long values are cut short."""
    yield _cells({name: name for name, _ in _COLUMNS}, "headline, or why it was rejected")
    source = None
    for item in items:
        if item.source != source:
            source = item.source
            yield source
        yield _line(item)


def _line(item: Article | Rejected) -> str:
    if isinstance(item, Rejected):
        where = f", line {item.line}" if item.line else ""
        return f"  {item.format or '-':8}  rejected{where}: {item.reason}"
    row = row_of(item) | {"authors": ", ".join(item.authors)}
    return _cells(row, item.headline or "-")


def _cells(row: dict[str, Any], last: str) -> str:
    cells = [_cut(str(row.get(name) or "-"), width) for name, width in _COLUMNS]
    return "  ".join(["", *cells, " ".join(last.split())])


def _cut(value: str, width: int) -> str:
    return f"{value:{width}}" if len(value) <= width else f"{value[: width - 1]}…"

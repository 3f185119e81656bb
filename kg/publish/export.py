"""A dump in the formats of others: tables of events."""

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Literal

from pyoxigraph import Quad

from kg.errors import UsageError
from kg.publish.cell import spreadsheet_cell
from kg.publish.dump import read_graph
from kg.publish.export_event import COLUMNS, REPORTED_COLUMNS, USED, Index, event_rows
from kg.validate.finding import article_of

__all__ = ["EVENT_FORMATS", "event_lines", "write_lines"]

EventFormat = Literal["tsv", "csv"]
EVENT_FORMATS: dict[str, str] = {"tsv": "\t", "csv": ","}
"""Name of each table format and what stands between its cells."""


def event_lines(dump: Path, form: str = "tsv", *, reported: bool = False) -> Iterator[str]:
    """The lines of a table of the events of a dump (folder or file, packed or not), the heading first.

    Articles come in the order of the dump (which `kg build` sorts), events in the order of the text. The dump is read
    twice, and one article at a time is held beside the shared entities; all of it if its articles are scattered.
    Raises `UsageError` and `FormatError` like `read_graph`.
    """
    shared, together = _shared(dump)
    yield _line(REPORTED_COLUMNS if reported else COLUMNS, form)
    for quads in _articles(dump, together=together):
        for row in event_rows(Index(quads, behind=shared), reported=reported):
            yield _line(row.cells(reported=reported), form)


def write_lines(lines: Iterable[str], path: Path) -> None:
    """Write a file, packed if its name ends in `.gz`; it stands there when it is whole."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as raw:
            if path.suffix == ".gz":
                with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
                    _write(lines, packed)  # type: ignore[arg-type]
            else:
                _write(lines, raw)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _write(lines: Iterable[str], stream: IO[bytes]) -> None:
    for line in lines:
        stream.write(line.encode())


def _line(cells: Iterable[str], form: str) -> str:
    if form not in EVENT_FORMATS:
        raise UsageError(f"{form}: unknown kind of table; known: {', '.join(EVENT_FORMATS)}")
    out = io.StringIO()
    csv.writer(out, delimiter=EVENT_FORMATS[form], lineterminator="\n").writerow(
        spreadsheet_cell(cell) for cell in cells
    )
    return out.getvalue()


def _used(dump: Path) -> Iterator[tuple[str, Quad]]:
    """The quads that rows are made of, each with the article that it belongs to ("" if shared)."""
    for quad in read_graph(dump):
        if quad.predicate in USED:
            yield article_of(quad.subject.value), quad  # type: ignore[union-attr] # no quoted triples


def _shared(dump: Path) -> tuple[Index, bool]:
    """What no article owns, and whether the quads of each article stand together."""
    shared, done, last, together = Index(), set[str](), "", True
    for article, quad in _used(dump):
        if not article:
            shared.add(quad)
        elif article != last:
            together = together and article not in done
            done.add(article)
            last = article
    return shared, together


def _articles(dump: Path, *, together: bool) -> Iterator[list[Quad]]:
    groups: dict[str, list[Quad]] = {}
    for article, quad in _used(dump):
        if not article:
            continue
        if together and groups and article not in groups:
            yield from groups.values()
            groups.clear()
        groups.setdefault(article, []).append(quad)
    for article in sorted(groups):
        yield groups[article]

"""Events of a dump as a table."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from kg.errors import UsageError
from kg.packing import create_packed, packing_of
from kg.publish.cell import spreadsheet_cell
from kg.publish.export.event import COLUMNS, REPORTED_COLUMNS, USED, event_rows
from kg.publish.export.index import indexed_articles

__all__ = ["EVENT_FORMATS", "event_lines", "write_lines"]

EventFormat = Literal["tsv", "csv"]
EVENT_FORMATS: dict[str, str] = {"tsv": "\t", "csv": ","}
"""Name of each table format and what stands between its cells."""


def event_lines(dump: Path, form: str = "tsv", *, reported: bool = False) -> Iterator[str]:
    """The lines of a table of the events of a dump (folder or file, packed or not), the heading first.

    Articles come in the order of the dump (which `kg build` sorts), events in the order of the text. The dump is read
    twice, and one article at a time is held beside the shared entities; all of it if its articles are scattered.
    Raises `UsageError` and `FormatError` like `read_quads`.
    """
    yield _line(REPORTED_COLUMNS if reported else COLUMNS, form)
    for article in indexed_articles(dump, USED):
        for row in event_rows(article, reported=reported):
            yield _line(row.cells(reported=reported), form)


def write_lines(lines: Iterable[str], path: Path) -> None:
    """Write a file, packed if its name ends in `.gz` or `.zst`; it stands there when it is whole."""
    part = path.with_name(f"{path.name}.part")
    with create_packed(part, packing_of(path.name)) as stream:
        for line in lines:
            stream.write(line.encode())
    part.replace(path)


def _line(cells: Iterable[str], form: str) -> str:
    if form not in EVENT_FORMATS:
        raise UsageError(f"{form}: unknown kind of table; known: {', '.join(EVENT_FORMATS)}")
    out = io.StringIO()
    csv.writer(out, delimiter=EVENT_FORMATS[form], lineterminator="\n").writerow(
        spreadsheet_cell(cell) for cell in cells
    )
    return out.getvalue()

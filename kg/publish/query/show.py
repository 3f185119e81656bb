"""The result of a query as text."""

import csv
import io
import re
from collections.abc import Iterable

from pyoxigraph import Literal, Quad, QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, Triple

from kg.errors import UsageError
from kg.escape import escaped, inert
from kg.publish.cell import spreadsheet_cell
from kg.rdf.vocabulary import PREFIXES
from kg.rdf.write import nquads

__all__ = ["Result", "as_text"]

Result = QuerySolutions | QueryBoolean | QueryTriples | list[Triple]


def as_text(result: Result, form: str = "table") -> str:
    """A table, JSON, CSV or TSV; triples as N-Triples, a yes or no as a word.

    Raises `UsageError` if the query fails while its rows are fetched.
    """
    try:
        return _as_text(result, form)
    except (SyntaxError, ValueError, OSError) as error:
        raise UsageError(f"the query cannot be answered: {error}") from error


def _as_text(result: Result, form: str) -> str:
    if isinstance(result, QueryTriples | list):
        return escaped(nquads(Quad(t.subject, t.predicate, t.object) for t in result))
    if form == "json":
        return escaped((result.serialize(format=QueryResultsFormat.JSON) or b"").decode()) + "\n"
    if isinstance(result, QueryBoolean):
        return "true\n" if result else "false\n"
    if form == "tsv":
        return escaped((result.serialize(format=QueryResultsFormat.TSV) or b"").decode())
    names = [variable.value for variable in result.variables]
    rows = ([solution[name] for name in names] for solution in result)
    return _csv(names, rows) if form == "csv" else _table(names, rows)


def _text(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def _cell(term: object) -> str:
    """The text of a term on one line; what a spreadsheet would take for a formula is quoted, unless it is a number."""
    value = _text(term)
    numeric = isinstance(term, Literal) and re.fullmatch(r"[+-]?[0-9.]+([eE][+-]?[0-9]+)?", value)
    return value if numeric else spreadsheet_cell(value)


def _csv(names: list[str], rows: Iterable[list[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(term) for term in row] for row in rows)
    return out.getvalue()


def _table(names: list[str], rows: Iterable[list[object]]) -> str:
    shown = [[_short(_text(term)) for term in row] for row in rows]
    widths = [max([len(name), *(len(row[i]) for row in shown)]) for i, name in enumerate(names)]
    lines = [names, ["-" * width for width in widths], *shown]
    return "".join(
        inert("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()) + "\n"
        for line in lines
    )


def _short(value: str) -> str:
    """The value with a prefix of ours, and without characters that could steer a terminal."""
    for prefix, namespace in PREFIXES.items():
        if value.startswith(namespace):
            value = f"{prefix}:{value[len(namespace) :]}"
    return "".join(c if c.isprintable() else " " for c in value)

"""SPARQL over a dump, in memory, without network."""

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import (
    Literal,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    Store,
)

from kg.errors import UsageError
from kg.publish.dump import read_graph
from kg.rdf.vocabulary import PREFIXES
from kg.rdf.write import nquads

__all__ = ["calls_outside", "run_query"]

ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
"""SPARQL lets any character of a query be written so, those of keywords too (section 19.2)."""

TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|'
    r"'''(?:[^'\\]|\\.|'(?!''))*'''|"
    r'"(?:[^"\\\n\r]|\\.)*"|'
    r"'(?:[^'\\\n\r]|\\.)*'|"
    r'<[^<>"{}|^`\\\x00-\x20]*>|'
    r"\#[^\n\r]*|"
    r"[?$][\w]+|"
    r"(?P<word>[\w.-]*:[\w.%:-]*|\w+)",
    re.DOTALL,
)
"""Strings, IRIs, comments and variables, in which a word means nothing, and words."""

OUTSIDE = ("SERVICE", "LOAD")


def calls_outside(sparql: str) -> bool:
    """Whether a query asks another server: the keyword counts, not the word in a string, IRI or comment.

    >>> calls_outside("SELECT * { SERVICE <http://a.example/> { ?s ?p 'x' } }")
    True
    >>> calls_outside("SELECT * { ?s ?p 'SERVICE' } # LOAD")
    False
    """
    plain = ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), sparql)
    words = (match["word"] for text in (sparql, plain) for match in TOKEN.finditer(text))
    # the parser needs no space around a keyword: "1SERVICE:x" is one, too
    return any(word.partition(":")[0].upper().endswith(OUTSIDE) for word in words if word)


def run_query(dump: Path, sparql: str, *, form: str = "table", allow_federation: bool = False) -> str:
    """The result of a query as text: a table, JSON, CSV or TSV; triples as N-Triples, a yes or no as a word.

    All graphs are asked together unless the query names one; our prefixes need not be declared. Raises
    `UsageError` for a query that is wrong, for an update, and for one that calls outside without leave.
    """
    if not allow_federation and calls_outside(sparql):
        raise UsageError("the query calls another server (SERVICE or LOAD); --allow-federation lets it")
    store = Store()
    store.bulk_extend(read_graph(dump))
    declared = {name.lower() for name in re.findall(r"\bPREFIX\s+([\w.-]*):", sparql, re.IGNORECASE)}
    prefixes = {prefix: PREFIXES[prefix] for prefix in PREFIXES if prefix not in declared}
    try:
        result = store.query(sparql, use_default_graph_as_union=True, prefixes=prefixes)
        return _as_text(result, form)
    except (SyntaxError, ValueError, OSError) as error:
        raise UsageError(f"the query cannot be answered: {error}") from error


def _as_text(result: QuerySolutions | QueryBoolean | QueryTriples, form: str) -> str:
    if isinstance(result, QueryTriples):
        return nquads(Quad(t.subject, t.predicate, t.object) for t in result)
    if form == "json":
        return (result.serialize(format=QueryResultsFormat.JSON) or b"").decode() + "\n"
    if isinstance(result, QueryBoolean):
        return "true\n" if result else "false\n"
    if form == "tsv":
        return (result.serialize(format=QueryResultsFormat.TSV) or b"").decode()
    names = [variable.value for variable in result.variables]
    rows = ([solution[name] for name in names] for solution in result)
    return _csv(names, rows) if form == "csv" else _table(names, rows)


def _text(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def _cell(term: object) -> str:
    """The text of a term; what a spreadsheet would take for a formula is quoted, unless it is a number."""
    value = _text(term)
    numeric = isinstance(term, Literal) and re.fullmatch(r"[+-]?[0-9.]+([eE][+-]?[0-9]+)?", value)
    return f"'{value}" if value and value[0] in "=+-@\t\r" and not numeric else value


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
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n"
        for line in lines
    )


def _short(value: str) -> str:
    """The value with a prefix of ours, and without characters that could steer a terminal."""
    for prefix, namespace in PREFIXES.items():
        if value.startswith(namespace):
            value = f"{prefix}:{value[len(namespace) :]}"
    return "".join(c if c.isprintable() else " " for c in value)

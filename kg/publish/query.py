"""SPARQL over a dump, in memory, without network."""

import csv
import gzip
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Store, parse

from kg.errors import FormatError, UsageError
from kg.rdf.vocabulary import PREFIXES
from kg.rdf.write import nquads

__all__ = ["load_dump", "run_query"]

_FORMATS = {
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
}
_OUTSIDE = re.compile(r"\b(SERVICE|LOAD)\b", re.IGNORECASE)
_NOISE = re.compile(r"<[^<>\s]*>|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|#[^\n]*")


def dump_file(dump: Path) -> Path:
    """The graph file of a dump: the path itself, or the best file of a folder."""
    if dump.is_file():
        return dump
    for name in ("graph.nq", "graph.nq.gz", "graph.trig", "graph.trig.gz", "graph.ttl", "graph.ttl.gz"):
        if (dump / name).is_file():
            return dump / name
    raise UsageError(f"{dump}: no graph.nq, graph.trig or graph.ttl in it; make a dump with kg build")


def load_dump(dump: Path) -> Iterator[Quad]:
    """The quads of a dump; raises `FormatError` where the file is broken."""
    path = dump_file(dump)
    suffix = Path(path.name.removesuffix(".gz")).suffix
    if suffix not in _FORMATS:
        raise UsageError(f"{path}: unknown kind of file; known: {', '.join(sorted(_FORMATS))}")
    try:
        with gzip.open(path, "rb") if path.name.endswith(".gz") else path.open("rb") as stream:
            source: Any = stream
            yield from parse(source, format=_FORMATS[suffix])
    except (SyntaxError, ValueError, EOFError, OSError) as error:
        raise FormatError(f"{path}: cannot be read: {error}") from error


def run_query(dump: Path, sparql: str, *, form: str = "table", allow_federation: bool = False) -> str:
    """The result of a query as text: a table, JSON, CSV or TSV; triples as N-Quads.

    Raises `UsageError` for a query that is wrong, an update, or one that calls outside without leave.
    """
    if not allow_federation and _OUTSIDE.search(_NOISE.sub(" ", sparql)):
        raise UsageError(
            "the query calls another server (SERVICE or LOAD); give --allow-federation to let it"
        )
    store = Store()
    store.bulk_extend(load_dump(dump))
    missing = {p: n for p, n in PREFIXES.items() if not re.search(rf"\bPREFIX\s+{p}:", sparql, re.IGNORECASE)}
    try:
        result = store.query(sparql, use_default_graph_as_union=True, prefixes=missing)
    except (SyntaxError, ValueError, OSError) as error:
        raise UsageError(f"the query cannot be answered: {error}") from error
    if isinstance(result, QueryBoolean):
        return "true\n" if result else "false\n"
    if isinstance(result, QueryTriples):
        return nquads(Quad(t.subject, t.predicate, t.object) for t in result)
    return _solutions(result, form)


def _solutions(result: QuerySolutions, form: str) -> str:
    names = [v.value for v in result.variables]
    rows: list[list[Any]] = [[solution[name] for name in names] for solution in result]
    if form == "json":
        found = [{n: _json(v) for n, v in zip(names, row, strict=True) if v is not None} for row in rows]
        return (
            json.dumps(
                {"head": {"vars": names}, "results": {"bindings": found}}, ensure_ascii=False, indent=1
            )
            + "\n"
        )
    if form == "tsv":
        lines = [
            "\t".join("?" + n for n in names),
            *("\t".join("" if v is None else str(v) for v in row) for row in rows),
        ]
        return "\n".join(lines) + "\n"
    plain = [["" if v is None else v.value for v in row] for row in rows]
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([[_cell(v) for v in row] for row in plain])
        return out.getvalue()
    shown = [[_short(v) for v in row] for row in plain]
    widths = [max([len(n), *(len(r[i]) for r in shown)]) for i, n in enumerate(names)]
    lines = [
        "  ".join(v.ljust(w) for v, w in zip(row, widths, strict=True)).rstrip()
        for row in [names, ["-" * w for w in widths], *shown]
    ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return "'" + text if text[:1] in "=+-@\t\r" and not re.match(r"^-?\d", text) else text


def _short(value: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if value.startswith(namespace):
            return f"{prefix}:{value[len(namespace) :]}"
    return "".join(c if c.isprintable() else " " for c in value)


def _json(value: Any) -> dict[str, str]:
    if isinstance(value, Literal):
        found = {"type": "literal", "value": value.value}
        if value.language:
            found["xml:lang"] = value.language
        elif not value.datatype.value.endswith("#string"):
            found["datatype"] = value.datatype.value
        return found
    return {"type": "uri", "value": value.value}

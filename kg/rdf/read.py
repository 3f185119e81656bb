"""Dumps read as streams of quads: one file or a folder with shards, packed or not; nothing is ever fetched."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import Quad, RdfFormat, Triple, parse

from kg.errors import EnvironmentFaultError, FormatError, KGError, UsageError
from kg.packing import PACKINGS, open_packed, plain_name

__all__ = [
    "NAMES",
    "PARSER_ERRORS",
    "graph_files",
    "is_graph_file",
    "parser_reason",
    "read_file",
    "read_quads",
]

FORMATS: Final = {
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
}
"""By the end of the name; in a folder with several, the first of them is read."""

PARSER_ERRORS: Final = (SyntaxError, ValueError, MemoryError)
"""What the parser raises for a broken file; `MemoryError` for a name or text that is longer than its buffer."""

NAMES: Final = tuple(f"graph{end}" for end in FORMATS)
OURS = re.compile(r"graph(?:-[0-9]{4,})?(\.[a-z]+?)(?:\.gz|\.zst)?")


def is_graph_file(name: str, end: str = "") -> bool:
    """Whether a file is called like a graph file of a dump, or a shard of one, of the format that `end` stands for.

    >>> is_graph_file("graph-0002.nq.gz"), is_graph_file("graph.ttl", ".nq"), is_graph_file("dataset.ttl")
    (True, False, False)
    """
    match = OURS.fullmatch(name)
    return match is not None and match[1] in ({end} if end else FORMATS)


def graph_files(dump: Path) -> list[Path]:
    """The files of a dump: the path itself, or those of the best format in a folder, shards in order.

    Raises `UsageError` for a file that is not there or of an unknown kind, and for a folder without a graph.
    """
    if dump.is_dir():
        for end in FORMATS:
            found = sorted(path for path in dump.iterdir() if is_graph_file(path.name, end))
            if found:
                return found
        raise UsageError(f"{dump}: no {', '.join(NAMES)} in it; make a dump with kg build")
    if not dump.exists():
        raise UsageError(f"{dump}: no such file; make a dump with kg build")
    _format(dump)
    return [dump]


def read_quads(dump: Path) -> Iterator[Quad]:
    """The quads of a dump, a folder or a file.

    Raises like `graph_files`, `FormatError` for a broken file, `EnvironmentFaultError` for one that cannot be read.
    """
    for path in graph_files(dump):
        yield from read_file(path)


def read_file(path: Path) -> Iterator[Quad]:
    """The quads of one file; raises like `read_quads`."""
    form = _format(path)
    try:
        with open_packed(path) as stream:
            for quad in parse(stream, format=form):
                if isinstance(quad.object, Triple):
                    raise FormatError(f"{path}: a triple as a value (RDF 1.2); nothing of ours has one")
                yield quad
    except KGError:
        raise
    except PARSER_ERRORS as error:
        raise FormatError(f"{path}: cannot be read: {parser_reason(error)}") from error
    except FileNotFoundError as error:
        raise UsageError(f"{path}: no such file; make a dump with kg build") from error
    except OSError as error:
        raise EnvironmentFaultError(f"{path}: {error.strerror or error}") from error


def _format(path: Path) -> RdfFormat:
    form = FORMATS.get(Path(plain_name(path.name)).suffix)
    if form is None:
        packed = ", ".join(PACKINGS.values())
        raise UsageError(
            f"{path}: unknown kind of dump; the name ends in one of {', '.join(FORMATS)}, each also with {packed}"
        )
    return form


def parser_reason(error: Exception) -> str:
    """What is wrong with a file, of an error among `PARSER_ERRORS`."""
    text = str(error.msg) if isinstance(error, SyntaxError) and error.msg else str(error)
    if "LoadDocumentCallback" in text:
        return "the JSON-LD refers to a context elsewhere, which is never fetched; write the context into the file"
    if isinstance(error, MemoryError):
        return (
            "a name or text in it is longer than 16 MiB, or is not closed"
            if "buffer" in text
            else "out of memory"
        )
    return text

"""A dump as graphs that stand together: what is loaded, counted and compared."""

import hashlib
import heapq
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, parse

from kg.errors import FormatError, UsageError
from kg.packing import open_packed
from kg.rdf.read import graph_files, is_graph_file, read_quads
from kg.rdf.vocabulary import PREFIXES

__all__ = ["OURS", "Piece", "ScatteredError", "base_of", "own_lines", "pieces", "quad_lines", "sorted_lines"]

RUN_BYTES = 64 * 1024 * 1024
"""Of lines that are sorted in memory at once, when a dump's graphs do not stand together."""

URI_SPACE = NamedNode(f"{PREFIXES['void']}uriSpace")
OURS = re.compile(r"article/[0-9a-f]{32}/(?:facts|reported|evidence)|graph/(?:entities|dataset)")
"""The graphs that `kg` mints below the base."""

Line = tuple[str, bytes]
"""The name of a graph, and a triple of it as a line of N-Triples."""


class ScatteredError(FormatError):
    """A graph goes on after another began, its triples are not sorted, or it is none of ours."""


@dataclass(slots=True)
class Piece:
    """Some triples of a graph, one N-Triples line each, sorted and each once.

    The last piece of a graph knows the `count` of its triples and their `digest` (SHA-256 of all lines).
    """

    graph: str
    lines: list[bytes] = field(default_factory=list)
    first: bool = True
    last: bool = False
    count: int = 0
    digest: str = ""

    def body(self) -> bytes:
        """The lines, together."""
        return b"".join(self.lines)


class _Open:
    """A graph that is being read."""

    __slots__ = ("before", "count", "first", "graph", "lines", "sha256")

    def __init__(self, graph: str) -> None:
        self.graph = graph
        self.lines: list[bytes] = []
        self.first, self.before, self.count = True, b"", 0
        self.sha256 = hashlib.sha256()

    def add(self, line: bytes) -> int:
        """Take a line; how many bytes the piece grew."""
        if line <= self.before:
            if line == self.before:
                return 0
            raise ScatteredError(f"<{self.graph}>: its triples are not sorted")
        self.before = line
        self.lines.append(line)
        return len(line)

    def cut(self, *, last: bool) -> Piece:
        """What was read since the last cut. Raises `FormatError` for a line that is no triple."""
        piece = Piece(self.graph, self.lines, self.first, last)
        body = piece.body()
        self.count += len(self.lines)
        self.sha256.update(body)
        self.lines, self.first = [], False
        try:
            read = sum(1 for _ in parse(body, format=RdfFormat.N_TRIPLES))
        except (SyntaxError, ValueError) as error:
            raise FormatError(f"<{self.graph}>: a line is no triple: {error}") from error
        if read != len(piece.lines):
            raise FormatError(f"<{self.graph}>: {len(piece.lines)} lines hold {read} triples")
        if last:
            piece.count, piece.digest = self.count, self.sha256.hexdigest()
        return piece


def own_lines(dump: Path) -> Iterator[Line]:
    """The triples of a dump that `kg` wrote, line by line from `graph.nq`, then those of its `dataset.ttl`.

    Raises `ScatteredError` for a line that `kg` would not have written so: `quad_lines` reads any.
    """
    base, files = base_of(dump), graph_files(dump)
    if not base or not is_graph_file(files[0].name, ".nq"):
        raise ScatteredError(f"{dump}: no folder with graph.nq and dataset.ttl")
    known: dict[bytes, str] = {}
    for path in files:
        with open_packed(path) as stream:
            for line in stream:
                triple, _, graph = line.rpartition(b" <")
                if graph not in known:
                    known[graph] = _own_graph(graph, base)
                if triple.startswith(b"_:"):
                    raise FormatError(f"{path}: it holds blank nodes")
                yield known[graph], triple + b" .\n"
    for quad in _description(dump, base):
        yield quad.graph_name.value, f"{quad.triple} .\n".encode()  # type: ignore[union-attr] # named


def _own_graph(end: bytes, base: str) -> str:
    name = end.removesuffix(b"> .\n").decode("utf-8", "replace")
    if not end.endswith(b"> .\n") or not name.startswith(base) or not OURS.fullmatch(name[len(base) :]):
        raise ScatteredError(f"{name[:200]!r}: no graph of ours")
    return name


def quad_lines(dump: Path, graph: str | None = None) -> Iterator[Line]:
    """The triples of any dump, with those of its `dataset.ttl`; those without a graph stand in `graph`.

    Raises `UsageError` where triples have no graph and none is given, `FormatError` for a blank node: in two
    requests it would become two.
    """
    for quad in chain(read_quads(dump), _description(dump, base_of(dump))):
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            raise FormatError(f"{dump}: it holds blank nodes, which cannot be loaded twice; give them IRIs")
        if isinstance(quad.graph_name, DefaultGraph):
            if not graph:
                raise UsageError(
                    f"{dump}: it holds triples outside of any named graph; give --graph IRI, or load graph.nq"
                )
            yield graph, f"{quad.triple} .\n".encode()
        else:
            yield quad.graph_name.value, f"{quad.triple} .\n".encode()


def _description(dump: Path, base: str | None) -> list[Quad]:
    """The triples of `dataset.ttl`, sorted, in the graph of the dataset."""
    path = dump / "dataset.ttl"
    if not path.is_file() or not base:
        return []
    graph = NamedNode(f"{base}graph/dataset")
    quads = parse(path.read_bytes(), format=RdfFormat.TURTLE)
    return sorted((Quad(q.subject, q.predicate, q.object, graph) for q in quads), key=str)


def base_of(dump: Path) -> str | None:
    """The start of all IRIs that the dump mints (`void:uriSpace`), None for a file or a folder without it."""
    path = dump / "dataset.ttl"
    if not path.is_file():
        return None
    try:
        for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE):
            if quad.predicate == URI_SPACE:
                return str(quad.object.value)
    except (SyntaxError, ValueError) as error:
        raise FormatError(f"{path}: cannot be read: {error}") from error
    return None


def pieces(lines: Iterable[Line], limit_bytes: int) -> Iterator[Piece]:
    """The graphs in pieces of at most about `limit_bytes`, in the memory of one article or one piece.

    Raises `ScatteredError` when a graph goes on after the next article began: see `sorted_lines`.
    """
    opened: dict[str, _Open] = {}
    done: set[str] = set()
    name, block, size = "", "", 0
    for graph, line in lines:
        if graph != name:
            name, key = graph, _block(graph)
            if key != block:
                yield from _close(opened, done)
                block, size = key, 0
            if graph not in opened:
                if graph in done:
                    raise ScatteredError(f"<{graph}>: it goes on after another graph began")
                opened[graph] = _Open(graph)
        size += opened[graph].add(line)
        if size > limit_bytes:
            for one in opened.values():
                if one.lines:
                    yield one.cut(last=False)
            size = 0
    yield from _close(opened, done)


def _block(graph: str) -> str:
    """What a graph belongs to: an article's three graphs stand together."""
    start, found, rest = graph.rpartition("/article/")
    return start + found + rest.partition("/")[0] if found else graph


def _close(opened: dict[str, _Open], done: set[str]) -> Iterator[Piece]:
    for graph in opened.values():
        yield graph.cut(last=True)
    done.update(opened)
    opened.clear()


def sorted_lines(lines: Iterable[Line]) -> Iterator[Line]:
    """The triples sorted by graph, each once; what does not fit into memory waits in temporary files."""
    with ExitStack() as stack:
        runs: list[IO[bytes]] = []
        held: list[bytes] = []
        size = 0
        for graph, line in lines:
            held.append(graph.encode() + b"\t" + line)
            size += len(held[-1])
            if size > RUN_BYTES:
                runs.append(stack.enter_context(_run(held)))
                held, size = [], 0
        before = b""
        for entry in heapq.merge(*runs, sorted(held)):
            if entry != before:
                name, _, triple = entry.partition(b"\t")
                yield name.decode(), triple
            before = entry


def _run(lines: list[bytes]) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - its reader closes it
    file.writelines(sorted(lines))
    file.seek(0)
    return file

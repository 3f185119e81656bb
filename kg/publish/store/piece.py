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

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import FormatError, UsageError
from kg.packing import open_packed, plain_name
from kg.rdf.read import PARSER_ERRORS, graph_files, is_graph_file, parser_reason, read_quads
from kg.rdf.vocabulary import DCAT, DCTERMS, PREFIXES

__all__ = [
    "OURS",
    "Piece",
    "ScatteredError",
    "base_of",
    "check_whole",
    "own_lines",
    "pieces",
    "quad_lines",
    "sorted_lines",
]

RUN_BYTES = 64 * 1024 * 1024
"""Of lines that are sorted in memory at once, when a dump's graphs do not stand together."""

URI_SPACE = NamedNode(f"{PREFIXES['void']}uriSpace")
OURS = re.compile(r"article/[0-9a-f]{32}/(?:facts|reported|evidence)|graph/(?:entities|dataset)")
"""The graphs that `kg` mints below the base."""

_IRI = rb"<https?://[A-Za-z0-9.-]+/[!$&-;=?-Z_a-z~]*+(?:#[!$&-;=?-Z_a-z~]*+)?>"
_LITERAL = (
    rb'"[^"\\\x00-\x1f]*+(?:\\[tbnrf"\\][^"\\\x00-\x1f]*+)*+"'
    rb"(?:@[a-z]{1,8}(?:-[a-z0-9]{1,8})*+|\^\^" + _IRI + rb")?"
)
PLAIN = re.compile(
    rb"(?:" + _IRI + rb" " + _IRI + rb" (?:" + _IRI + rb"|" + _LITERAL + rb") " + _IRI + rb" \.\n)*+"
)
"""Lines in the simplest form, of which no parser need be asked whether each is one triple: twice as fast."""

BLANK = "it holds blank nodes, which cannot be loaded twice; give them IRIs"

Line = tuple[str, bytes]
"""The name of a graph, and a triple of it as a line of N-Quads."""


class ScatteredError(FormatError):
    """A graph goes on after another began, its triples are not sorted, or it is none of ours."""


@dataclass(slots=True)
class Piece:
    """Some triples of a graph, one line of N-Quads each, sorted and each once.

    `start` counts the graph's triples in the pieces before, `digest` is the SHA-256 of all lines up to the end of this
    piece, so that of the whole graph in its last one.
    """

    graph: str
    data: bytes
    triples: int
    first: bool = True
    last: bool = False
    start: int = 0
    digest: str = ""
    lines_before: "hashlib._Hash" = field(default_factory=hashlib.sha256, repr=False, compare=False)

    @property
    def count(self) -> int:
        """The graph's triples up to the end of this piece."""
        return self.start + self.triples

    @property
    def size_bytes(self) -> int:
        """Of the piece as N-Quads, in which it is longest."""
        return len(self.data)

    def ntriples(self) -> bytes:
        """The piece as N-Triples."""
        return _ntriples(self.graph, self.data)

    def after(self, number: int) -> tuple[str, "Piece"]:
        """The digest of the graph's first triples, up to one of this piece, and the piece without them."""
        rest = self.data.split(b"\n", number - self.start)[-1] if number > self.start else self.data
        skipped = self.lines_before.copy()
        skipped.update(self.data[: len(self.data) - len(rest)])
        triples = self.count - number
        later = Piece(self.graph, rest, triples, False, self.last, number, self.digest, skipped)
        return skipped.hexdigest(), later

    def halves(self) -> list["Piece"]:
        """The same triples in two pieces, or in this one if it has a single triple."""
        if self.triples < 2:
            return [self]
        digest, two = self.after(self.start + self.triples // 2)
        one = self.data[: len(self.data) - len(two.data)]
        head = Piece(
            self.graph, one, two.start - self.start, self.first, False, self.start, digest, self.lines_before
        )
        return [head, two]


def _ntriples(graph: str, quads: bytes) -> bytes:
    # a line feed stands nowhere but at the end of a line
    return quads.replace(f" <{graph}> .\n".encode(), b" .\n")


class _Open:
    """A graph that is being read."""

    __slots__ = ("before", "count", "first", "graph", "lines", "sha256")

    def __init__(self, graph: str) -> None:
        self.graph = graph
        self.lines: list[bytes] = []
        self.first, self.before, self.count = True, b"", 0
        self.sha256 = hashlib.sha256()

    def cut(self, *, last: bool) -> Piece:
        """What was read since the last cut. Raises `FormatError` for a line that is no triple."""
        data, triples = b"".join(self.lines), len(self.lines)
        _check(self.graph, data, triples)
        piece = Piece(
            self.graph, data, triples, self.first, last, self.count, lines_before=self.sha256.copy()
        )
        self.count += triples
        self.sha256.update(data)
        self.lines, self.first = [], False
        piece.digest = self.sha256.hexdigest()
        return piece


def _check(graph: str, data: bytes, triples: int) -> None:
    try:
        if (data.isascii() or data.decode()) and PLAIN.fullmatch(data) and data.count(b"\n") == triples:
            return
        quads = list(parse(_ntriples(graph, data), format=RdfFormat.N_TRIPLES))
    except PARSER_ERRORS as error:
        raise FormatError(f"<{graph}>: a line is no triple: {parser_reason(error)}") from error
    if len(quads) != triples:
        raise FormatError(f"<{graph}>: {triples} lines hold {len(quads)} triples")
    if b"_:" in data and any(isinstance(term, BlankNode) for q in quads for term in (q.subject, q.object)):
        raise FormatError(f"<{graph}>: {BLANK}")


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
                end = line[line.rfind(b" <") :]
                graph = known.get(end)
                if graph is None:
                    graph = known[end] = _own_graph(end, base)
                yield graph, line
    for quad in _description(dump, base):
        yield quad.graph_name.value, f"{quad} .\n".encode()  # type: ignore[union-attr] # named


def _own_graph(end: bytes, base: str) -> str:
    name = end.removeprefix(b" <").removesuffix(b"> .\n").decode("utf-8", "replace")
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
            raise FormatError(f"{dump}: {BLANK}")
        if isinstance(quad.graph_name, DefaultGraph):
            if not graph:
                raise UsageError(
                    f"{dump}: it holds triples outside of any named graph; give --graph IRI, or load graph.nq"
                )
            yield graph, f"{quad.triple} <{graph}> .\n".encode()
        else:
            yield quad.graph_name.value, f"{quad} .\n".encode()


def _description(dump: Path, base: str | None) -> list[Quad]:
    """The triples of `dataset.ttl`, sorted, in the graph of the dataset."""
    if not base:
        return []
    graph = NamedNode(f"{base}graph/dataset")
    return sorted((Quad(q.subject, q.predicate, q.object, graph) for q in _dataset(dump)), key=str)


def base_of(dump: Path) -> str | None:
    """The start of all IRIs that the dump mints (`void:uriSpace`), None for a file or a folder without it."""
    said = (q.object for q in _dataset(dump) if q.predicate == URI_SPACE)
    return next((term.value for term in said if isinstance(term, Literal)), None)


def check_whole(dump: Path) -> None:
    """Raise `FormatError` for a dump of which a file is shorter than its `dataset.ttl` says, or one of its shards is gone.

    Cut off at the end of a line, N-Quads are as good as whole to a parser.
    """
    said = [(q.subject, q.predicate, q.object.value) for q in _dataset(dump) if isinstance(q.object, Literal)]
    names = {file: value for file, predicate, value in said if predicate == DCTERMS.title}
    sizes = {
        names.get(file, ""): int(value)
        for file, predicate, value in said
        if predicate == DCAT.byteSize and value.isdecimal()
    }
    files = {path.name: path for path in graph_files(dump)}
    end = Path(plain_name(next(iter(files)))).suffix
    for name in sorted(name for name in sizes if is_graph_file(name, end)):
        if name in files and files[name].stat().st_size < sizes[name]:
            raise FormatError(
                f"{files[name]}: it is cut off: dataset.ttl says {sizes[name]} bytes; copy it again"
            )
        if name not in files and sizes.keys() & files.keys():
            raise FormatError(
                f"{dump / name}: it is not there, and dataset.ttl names it; copy the dump again"
            )


def _dataset(dump: Path) -> list[Quad]:
    """What `dataset.ttl` says, nothing for a file or a folder without it."""
    path = dump / "dataset.ttl"
    if not path.is_file():
        return []
    try:
        return list(parse(path.read_bytes(), format=RdfFormat.TURTLE))
    except PARSER_ERRORS as error:
        raise FormatError(f"{path}: cannot be read: {parser_reason(error)}") from error


def pieces(lines: Iterable[Line], limit_bytes: int) -> Iterator[Piece]:
    """The graphs in pieces of at most `limit_bytes` as N-Quads, in the memory of one article or one piece.

    A triple that is longer is a piece alone. Raises `ScatteredError` when a graph goes on after the next article began,
    or is not sorted: see `sorted_lines`.
    """
    opened: dict[str, _Open] = {}
    done: set[str] = set()
    name, block, size = "", "", 0
    for graph, line in lines:
        if graph != name:
            if (key := _block(graph)) != block:
                yield from _close(opened, done)
                block, size = key, 0
            name, one = graph, _opened(graph, opened, done)
        if line <= one.before:
            if line == one.before:
                continue
            raise ScatteredError(f"<{graph}>: its triples are not sorted")
        size += len(line)
        if size > limit_bytes:
            yield from (part.cut(last=False) for part in opened.values() if part.lines)
            size = len(line)
        one.before = line
        one.lines.append(line)
    yield from _close(opened, done)


def _opened(graph: str, opened: dict[str, _Open], done: set[str]) -> _Open:
    if graph not in opened:
        if graph in done:
            raise ScatteredError(f"<{graph}>: it goes on after another graph began")
        opened[graph] = _Open(graph)
    return opened[graph]


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

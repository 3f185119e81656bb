"""The graph files of a dump: written block by block, under another name until they are whole."""

import gzip
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.errors import FormatError, UsageError
from kg.rdf.jsonld import document_end, document_start, jsonld_graphs
from kg.rdf.vocabulary import RDF
from kg.rdf.write import head, trig, turtle

__all__ = ["FILES", "Block", "DumpFile", "Statistics", "graph_file", "read_graph", "write_graphs"]

FILES = {"nquads": "graph.nq", "turtle": "graph.ttl", "jsonld": "graph.jsonld", "trig": "graph.trig"}
"""The file of each format."""

PARSERS = {
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
}


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a dump whose subjects no other part has: an article, or what all share; `nquads` are sorted."""

    base: str
    nquads: str

    def quads(self) -> list[Quad]:
        """The quads."""
        return list(parse(self.nquads, format=RdfFormat.N_QUADS))


@dataclass(slots=True)
class Statistics:
    """What is in a dump, counted over its triples: graphs do not count twice."""

    quads: int = 0
    triples: int = 0
    subjects: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)

    def add(self, quads: Iterable[Quad]) -> None:
        """Count a block."""
        listed = list(quads)
        triples = {quad.triple for quad in listed}
        self.quads += len(listed)
        self.triples += len(triples)
        self.subjects += len({triple.subject for triple in triples})
        self.properties.update(triple.predicate.value for triple in triples)
        self.classes.update(
            triple.object.value
            for triple in triples
            if triple.predicate == RDF.type and isinstance(triple.object, NamedNode)
        )


@dataclass(frozen=True, slots=True)
class DumpFile:
    """A finished file."""

    name: str
    size_bytes: int
    sha256: str


def write_graphs(
    blocks: Iterable[Block], out: Path, *, base: str, formats: Iterable[str], compress: bool
) -> tuple[list[DumpFile], Statistics]:
    """Write the blocks, in the order given, to one file a format; files of other formats are removed."""
    statistics = Statistics()
    names = {form: FILES[form] + (".gz" if compress else "") for form in dict.fromkeys(formats)}
    with ExitStack() as stack:
        streams = {form: stack.enter_context(_opened(out / f"{name}.part")) for form, name in names.items()}
        for form, stream in streams.items():
            stream.write(_start(form, base).encode())
        first = True
        for block in blocks:
            quads = block.quads()
            statistics.add(quads)
            for form, stream in streams.items():
                for piece in _pieces(form, block, quads, base, first=first):
                    stream.write(piece.encode())
            first = first and not quads
        for form, stream in streams.items():
            stream.write((document_end() if form == "jsonld" else "").encode())
    files = [_finish(out / f"{name}.part") for name in names.values()]
    for name in sorted(
        {f"{name}{end}" for name in FILES.values() for end in ("", ".gz")} - set(names.values())
    ):
        (out / name).unlink(missing_ok=True)
    return files, statistics


def _start(form: str, base: str) -> str:
    return {"turtle": head(base), "trig": head(base), "jsonld": document_start(), "nquads": ""}[form]


def _pieces(form: str, block: Block, quads: list[Quad], base: str, *, first: bool) -> Iterator[str]:
    if not quads:
        return
    if form == "nquads":
        yield block.nquads
    elif form == "jsonld":
        yield "" if first else ",\n"
        yield ",\n".join(jsonld_graphs(quads))
    else:
        yield (turtle if form == "turtle" else trig)(quads, block.base, base)


@contextmanager
def _opened(part: Path) -> Iterator[IO[bytes]]:
    try:
        with part.open("wb") as raw:
            if part.name.endswith(".gz.part"):
                with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
                    yield packed  # type: ignore[misc]
            else:
                yield raw
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _finish(part: Path) -> DumpFile:
    path = part.with_name(part.name.removesuffix(".part"))
    with part.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    part.replace(path)
    return DumpFile(path.name, path.stat().st_size, sha256)


def graph_file(dump: Path) -> Path:
    """The graph file of a dump: the path itself, or the best file of a folder."""
    if dump.is_file():
        return dump
    for name in ("graph.nq", "graph.trig", "graph.jsonld", "graph.ttl"):
        for path in (dump / name, dump / f"{name}.gz"):
            if path.is_file():
                return path
    raise UsageError(f"{dump}: no {', '.join(FILES.values())} in it; make a dump with kg build")


def read_graph(dump: Path) -> Iterator[Quad]:
    """The quads of a dump (a folder or a file, packed or not).

    Raises `UsageError` for a file that is not there or of an unknown kind, `FormatError` for a broken one.
    """
    path = graph_file(dump)
    suffix = Path(path.name.removesuffix(".gz")).suffix
    if suffix not in PARSERS:
        raise UsageError(f"{path}: unknown kind of file; known: {', '.join(PARSERS)}, each also with .gz")
    try:
        with gzip.open(path) if path.name.endswith(".gz") else path.open("rb") as stream:
            yield from parse(stream, format=PARSERS[suffix])  # type: ignore[arg-type]
    except (SyntaxError, ValueError, EOFError, OSError) as error:
        raise FormatError(f"{path}: cannot be read: {error}") from error

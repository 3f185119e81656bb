"""The graph files of a dump: written block by block, under another name until they are whole."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, Self

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.packing import PACKINGS, create_packed
from kg.rdf.jsonld import document_end, document_start, jsonld_graphs
from kg.rdf.read import is_graph_file
from kg.rdf.vocabulary import RDF
from kg.rdf.write import head, ntriples, trig, turtle

__all__ = [
    "ENDS",
    "Block",
    "DumpFile",
    "GraphWriter",
    "Layout",
    "Statistics",
    "described_file",
    "file_digest",
    "write_graphs",
]

ENDS: Final = {"nquads": ".nq", "turtle": ".ttl", "jsonld": ".jsonld", "trig": ".trig", "ntriples": ".nt"}
"""How the file of each format ends."""


@dataclass(frozen=True, slots=True)
class Layout:
    """In which files a dump is written: `packing` is "", "gzip" or "zstd".

    With `shard_bytes` a format has several files, `graph-0001.nq` and so on, each closed at the first block that ends
    beyond that size (counted before packing): an article is never cut.
    """

    formats: tuple[str, ...] = ("nquads",)
    packing: str = ""
    shard_bytes: int | None = None


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


class GraphWriter:
    """One format of a dump: blocks go in, files come out under names that end in `.part`.

    Each file is a whole document of its own. `name` is that of the file, `graph.nq.gz`, or with `shard_bytes` of the
    shards.
    """

    def __init__(self, out: Path, stem: str, form: str, base: str, layout: Layout) -> None:
        self.out, self.stem, self.form, self.base, self.layout = out, stem, form, base, layout
        self.names: list[str] = []
        self.size, self.empty = 0, True
        self.stream: IO[bytes] | None = None
        self.opened = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None:
            self._close()
            return
        self.opened.__exit__(kind, *rest)  # type: ignore[arg-type]
        for name in self.names:
            (self.out / f"{name}.part").unlink(missing_ok=True)

    def add(self, block: Block, quads: list[Quad]) -> None:
        """Write a block, whose quads are given, too."""
        if not quads:
            return
        stream = self.stream or self._open()
        if self.form == "jsonld":
            self._put(stream, "" if self.empty else ",\n")
        for piece in self._pieces(block, quads):
            self._put(stream, piece)
        self.empty = False
        if self.layout.shard_bytes and self.size >= self.layout.shard_bytes:
            self._close()

    def finish(self) -> list[DumpFile]:
        """Close and rename the files; what they are."""
        if not self.names:
            self._open()
        self._close()
        return [_finished(self.out / name) for name in self.names]

    def _pieces(self, block: Block, quads: list[Quad]) -> Iterator[str]:
        if self.form == "nquads":
            yield block.nquads
        elif self.form == "ntriples":
            yield ntriples(quads)
        elif self.form == "jsonld":
            yield ",\n".join(jsonld_graphs(quads))
        else:
            yield (turtle if self.form == "turtle" else trig)(quads, block.base, self.base)

    def _open(self) -> IO[bytes]:
        number = f"-{len(self.names) + 1:04}" if self.layout.shard_bytes else ""
        end = PACKINGS.get(self.layout.packing, "")
        self.names.append(f"{self.stem}{number}{ENDS[self.form]}{end}")
        part = self.out / f"{self.names[-1]}.part"
        self.stream = self.opened.enter_context(create_packed(part, self.layout.packing))
        self.size, self.empty = 0, True
        if self.form in STARTS:
            self._put(self.stream, STARTS[self.form](self.base))
        return self.stream

    def _put(self, stream: IO[bytes], text: str) -> None:
        data = text.encode()
        self.size += len(data)
        stream.write(data)

    def _close(self) -> None:
        if self.stream is not None:
            if self.form == "jsonld":
                self._put(self.stream, document_end())
            self.opened.close()
            self.stream = None


STARTS: Final[dict[str, Callable[[str], str]]] = {
    "turtle": head,
    "trig": head,
    "jsonld": lambda _: document_start(),
}


def write_graphs(
    blocks: Iterable[Block], out: Path, *, base: str, layout: Layout
) -> tuple[list[DumpFile], Statistics]:
    """Write the blocks, in the order given, in each format; graph files of another layout are removed."""
    statistics = Statistics()
    with ExitStack() as stack:
        writers = [
            stack.enter_context(GraphWriter(out, "graph", form, base, layout))
            for form in dict.fromkeys(layout.formats)
        ]
        for block in blocks:
            quads = block.quads()
            statistics.add(quads)
            for writer in writers:
                writer.add(block, quads)
        files = [file for writer in writers for file in writer.finish()]
    kept = {file.name for file in files}
    for path in sorted(out.iterdir()):
        if is_graph_file(path.name) and path.name not in kept:
            path.unlink()
    return files, statistics


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def described_file(path: Path) -> DumpFile:
    """What a file is."""
    return DumpFile(path.name, path.stat().st_size, file_digest(path))


def _finished(path: Path) -> DumpFile:
    path.with_name(f"{path.name}.part").replace(path)
    return described_file(path)

"""A dump article by article: in the memory of one article, or sorted on disk when its articles are scattered."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from pyoxigraph import BlankNode, Quad, RdfFormat, parse

from kg.errors import FormatError
from kg.rdf.read import read_quads
from kg.validate.finding import article_of

__all__ = ["Group", "groups", "sorted_groups", "sorted_lines", "stream_groups"]

RUN_BYTES = 64 * 1024 * 1024
"""Of lines that are sorted in memory at once."""

SHARED_QUADS = 20_000
"""Quads of shared subjects after which the next subject begins a new group."""

Group = tuple[str, list[Quad]]
"""The IRI of an article ("" for what articles share), and all quads of its subjects."""


class _ScatteredError(Exception):
    """An article or a shared subject goes on after another one began."""


def groups(dump: Path, *, blank_nodes: bool = False) -> Iterator[Group]:
    """The quads of a dump, all of one article together, what articles share in groups of whole subjects.

    A dump whose articles stand together is read once in its own order; in another, all is sorted first, which is
    noticed by a first reading. Raises `FormatError` for blank nodes unless they are allowed, and like `read_quads`.
    """
    source = read_quads(dump) if blank_nodes else _named(dump)
    try:
        for _ in stream_groups(source):
            pass
    except _ScatteredError:
        yield from sorted_groups(read_quads(dump))
        return
    yield from stream_groups(read_quads(dump))


def _named(dump: Path) -> Iterator[Quad]:
    for quad in read_quads(dump):
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            raise FormatError(f"{dump}: it holds blank nodes; nothing of ours has one")
        yield quad


def stream_groups(quads: Iterable[Quad]) -> Iterator[Group]:
    """Groups of quads that stand together already."""
    name, held = "", list[Quad]()
    seen: set[int] = set()
    last = ""
    for quad in quads:
        subject: str = quad.subject.value  # type: ignore[union-attr] # no quoted triples
        if subject != last:
            article = article_of(subject)
            if article != name or (not article and len(held) >= SHARED_QUADS):
                if held:
                    yield name, held
                name, held = article, []
                _note(seen, article)
            if not article:
                _note(seen, subject)
            last = subject
        held.append(quad)
    if held:
        yield name, held


def _note(seen: set[int], name: str) -> None:
    """Remember a name by its hash: two equal ones in a dump of millions would only sort it in vain."""
    if name:
        key = hash(name)
        if key in seen:
            raise _ScatteredError
        seen.add(key)


def sorted_groups(quads: Iterable[Quad]) -> Iterator[Group]:
    """Groups of any quads; what does not fit into memory waits in temporary files."""
    lines = sorted_lines(f"{quad} .\n".encode() for quad in quads)
    yield from stream_groups(quad for part in _parts(lines) for quad in part)


def sorted_lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines in the order of their bytes, each once; what does not fit into memory waits in temporary files."""
    with ExitStack() as stack:
        runs: list[IO[bytes]] = []
        held, size = list[bytes](), 0
        for line in lines:
            held.append(line)
            size += len(line)
            if size > RUN_BYTES:
                runs.append(stack.enter_context(_run(held)))
                held, size = [], 0
        yield from _each_once(heapq.merge(*runs, sorted(held)))


def _run(lines: list[bytes]) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - its reader closes it
    file.writelines(sorted(lines))
    file.seek(0)
    return file


def _each_once(lines: Iterable[bytes]) -> Iterator[bytes]:
    before = b""
    for line in lines:
        if line != before:
            yield line
        before = line


def _parts(lines: Iterable[bytes], size: int = 10_000) -> Iterator[list[Quad]]:
    """The quads of the lines, many parsed at once."""
    held: list[bytes] = []
    for line in lines:
        held.append(line)
        if len(held) == size:
            yield list(parse(b"".join(held), format=RdfFormat.N_QUADS))
            held = []
    yield list(parse(b"".join(held), format=RdfFormat.N_QUADS))

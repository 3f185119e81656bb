"""Two dumps read side by side, article by article."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, Quad, RdfFormat, parse

from kg.errors import FormatError
from kg.publish.export.stream import sorted_lines
from kg.rdf.read import graph_files, is_graph_file, read_quads
from kg.validate.finding import article_of

__all__ = ["Change", "compare"]


@dataclass(frozen=True, slots=True)
class Change:
    """The quads of one owner that differ; `article` is its IRI, or "" when `owner` is an entity that articles share.

    `old` and `new` are all quads of the owner, sorted, in N-Quads; one of them is empty when the owner is new or gone.
    """

    owner: str
    article: str
    old: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def lost(self) -> list[str]:
        """The quads that are no longer there."""
        there = set(self.new)
        return [line for line in self.old if line not in there]

    @property
    def gained(self) -> list[str]:
        """The quads that were not there."""
        there = set(self.old)
        return [line for line in self.new if line not in there]


def compare(old: Path, new: Path) -> Iterator[Change]:
    """The owners that changed, by IRI; in the memory of one article.

    Two dumps of which one has no graphs (Turtle, N-Triples) are compared by their triples. Raises `FormatError` for
    blank nodes, which nobody can compare line by line, and like `kg.rdf.read.read_quads`.
    """
    flat = any(
        is_graph_file(f"graph{''.join(path.suffixes)}", end)
        for path in (graph_files(old)[0], graph_files(new)[0])
        for end in (".ttl", ".nt")
    )
    sides = [_owners(dump, flat=flat) for dump in (old, new)]
    heads = [next(side, None) for side in sides]
    while any(heads):
        first = min(head[0] for head in heads if head)
        lines = [head[1] if head and head[0] == first else () for head in heads]
        if lines[0] != lines[1]:
            owner = first.decode()
            yield Change(owner, article_of(owner), *lines)
        heads = [
            next(side, None) if head and head[0] == first else head
            for side, head in zip(sides, heads, strict=True)
        ]


def _owners(dump: Path, *, flat: bool) -> Iterator[tuple[bytes, tuple[str, ...]]]:
    """Each article or shared subject with its lines, sorted."""
    lines = sorted_lines(_lines(dump, flat=flat))
    for owner, group in groupby(lines, key=_owner):
        yield owner, tuple(line.decode() for line in group)


def _lines(dump: Path, *, flat: bool) -> Iterator[bytes]:
    for quad in read_quads(dump):
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            raise FormatError(f"{dump}: it holds blank nodes, which cannot be compared; give them IRIs")
        yield f"{quad.triple if flat or isinstance(quad.graph_name, DefaultGraph) else quad} .\n".encode()


def _owner(line: bytes) -> bytes:
    """The subject of a line, cut down to its article."""
    subject = line[1 : line.index(b">")]
    return article_of(subject.decode()).encode() or subject


def quads_of(lines: Iterable[str]) -> list[Quad]:
    """The quads of lines."""
    return list(parse("".join(lines), format=RdfFormat.N_QUADS))

"""A dump in another RDF format, article by article."""

from collections.abc import Iterator
from pathlib import Path

from kg.errors import UsageError
from kg.packing import packing_of, plain_name
from kg.publish.dump import ENDS, Block, DumpFile, GraphWriter, Layout
from kg.publish.export.stream import groups
from kg.rdf.read import read_quads
from kg.rdf.vocabulary import DEFAULT_BASE_IRI
from kg.rdf.write import nquads
from kg.validate.finding import article_of, data_base

__all__ = ["export_graph"]

MEBIBYTE = 1024 * 1024


def export_graph(
    dump: Path, out: Path, form: str, *, packing: str = "", shard_size: float | None = None
) -> list[DumpFile]:
    """Write a dump in a format; what the files are.

    `out` is a file, packed as its name says, or a folder that gets `graph.*`; with `shard_size` (MiB before packing)
    it is always a folder. Quads are sorted within each article, so equal dumps give equal bytes, whatever format they
    come from. Raises `UsageError` for a name that does not fit the format, and like `kg.rdf.read.read_quads`.
    """
    shard_bytes = None if shard_size is None else int(shard_size * MEBIBYTE)
    is_file = shard_bytes is None and not out.is_dir() and bool(out.suffix)
    if is_file and not plain_name(out.name).endswith(ENDS[form]):
        raise UsageError(f"{out}: a file of {form} is called …{ENDS[form]}, or so with .gz or .zst")
    folder, stem = (out.parent, plain_name(out.name).removesuffix(ENDS[form])) if is_file else (out, "graph")
    if not is_file:
        out.mkdir(parents=True, exist_ok=True)
    layout = Layout((form,), packing_of(out.name) if is_file else packing, shard_bytes)
    with GraphWriter(folder, stem, form, _base(dump), layout) as writer:
        for block in blocks(dump, blank_nodes=form in {"nquads", "ntriples"}):
            writer.add(block, block.quads())
        return writer.finish()


def blocks(dump: Path, *, blank_nodes: bool = False) -> Iterator[Block]:
    """The articles of a dump, and what they share in blocks of whole subjects."""
    base = _base(dump)
    for article, quads in groups(dump, blank_nodes=blank_nodes):
        yield Block(f"{article}/" if article else base, nquads(quads))


def _base(dump: Path) -> str:
    """The start of all IRIs of a dump, by its first article; that of `kg build` for a dump without one."""
    for quad in read_quads(dump):
        article = article_of(quad.subject.value)  # type: ignore[union-attr] # no quoted triples
        if article:
            return data_base(article)
    return DEFAULT_BASE_IRI

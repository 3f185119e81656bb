"""`kg load`: a dump into a SPARQL store, counted graph by graph, safe to stop and to repeat."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError
from kg.publish.store.client import StoreError
from kg.publish.store.journal import LoadJournal
from kg.publish.store.piece import (
    OURS,
    Piece,
    ScatteredError,
    base_of,
    own_lines,
    pieces,
    quad_lines,
    sorted_lines,
)
from kg.publish.store.store import Store
from kg.rdf.iri import valid_iri

__all__ = ["LoadOptions", "LoadReport", "load_dump"]

Progress = Callable[[int], None]
"""Called with how many graphs are done."""


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What a load does; `graph` names the graph of triples that have none."""

    batch_bytes: int = 8 * 1024 * 1024
    graph: str | None = None
    prune: bool = False
    dry_run: bool = False
    force: bool = False

    def __post_init__(self) -> None:
        """Raise `UsageError` for a graph that is no IRI."""
        if self.graph is not None and valid_iri(self.graph) is None:
            raise UsageError(f"--graph {self.graph!r}: give an IRI")


@dataclass(slots=True)
class LoadReport:
    """What a load did, or would do: numbers of graphs, and of triples in those that were sent."""

    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    pruned: int = 0
    triples: int = 0

    def __str__(self) -> str:
        """The report as one line."""
        return (
            f"{self.new + self.replaced + self.unchanged} graphs: {self.new} new, {self.replaced} replaced, "
            f"{self.unchanged} unchanged, {self.pruned} pruned; {self.triples} triples"
        )


def load_dump(
    dump: Path,
    store: Store,
    journal: LoadJournal,
    options: LoadOptions | None = None,
    *,
    progress: Progress | None = None,
) -> LoadReport:
    """Load all graphs of a dump; each takes the place of what its name held before.

    A graph is skipped when the journal knows its digest and the store its number of triples. After each batch the
    store is asked how many triples each graph has: some answer 200 to half a load. Raises `StoreError` when it
    refuses, goes away, or has another number than was sent; what was counted is in the journal then, and the same
    call goes on from there. Raises `UsageError` for pruning without a dump's folder, which tells the base of its IRIs.
    """
    options = options or LoadOptions()
    base = base_of(dump) if options.prune else None
    if options.prune and not base:
        raise UsageError(f"{dump}: --prune needs the folder of a dump with its dataset.ttl")
    for lines in (
        own_lines(dump),
        quad_lines(dump, options.graph),
        sorted_lines(quad_lines(dump, options.graph)),
    ):
        load = _Load(store, journal, options, progress)
        try:
            load.all(pieces(lines, options.batch_bytes))
            break
        except ScatteredError:
            continue
    if base:
        load.prune(base)
    return load.report


class _Load:
    """A load that is running."""

    def __init__(
        self, store: Store, journal: LoadJournal, options: LoadOptions, progress: Progress | None
    ) -> None:
        self.store, self.journal, self.options, self.progress = store, journal, options, progress
        self.report = LoadReport()
        self.names: set[str] = set()
        self.before: dict[str, int] = {}

    def all(self, stream: Iterator[Piece]) -> None:
        """Load every piece, reading the next batch while the store works on one."""
        batches = _batches(stream, self.options.batch_bytes)
        with ThreadPoolExecutor(1) as reader:
            ahead = reader.submit(next, batches, None)
            while batch := ahead.result():
                ahead = reader.submit(next, batches, None)
                self._batch(batch)

    def _batch(self, batch: list[Piece]) -> None:
        before = self.store.counts(piece.graph for piece in batch if piece.first)
        self.before.update(before)
        known = {piece.graph for piece in batch if self._known(piece)}
        wanted = [piece for piece in batch if piece.graph not in known]
        if wanted and not self.options.dry_run:
            for piece in wanted:
                if piece.first and self.journal.digests.get(piece.graph):
                    self.journal.put(piece.graph, "")
            self.store.fill(wanted, before)
            self._check([piece for piece in wanted if piece.last], before)
        for piece in batch:
            if piece.last:
                self._count(piece, sent=piece.graph not in known)
        if self.progress:
            self.progress(len(self.names))

    def _known(self, piece: Piece) -> bool:
        """Whether the store holds the whole graph already."""
        return (
            not self.options.force
            and piece.first
            and piece.last
            and self.journal.digests.get(piece.graph) == piece.digest
            and self.before.get(piece.graph) == piece.count
        )

    def _check(self, finished: list[Piece], before: dict[str, int]) -> None:
        """Compare what the store counts with what was sent; a graph sent in one piece gets a second chance."""
        wrong = self._wrong(finished)
        again = [piece for piece in wrong if piece.first]
        if again:
            self.store.fill(again, {**before, **{piece.graph: 1 for piece in again}})
            wrong = [*(p for p in wrong if not p.first), *self._wrong(again)]
        missing = {piece.graph for piece in wrong}
        for piece in finished:
            if piece.graph not in missing:
                self.journal.put(piece.graph, piece.digest)
        if wrong:
            has = self.store.counts([wrong[0].graph])[wrong[0].graph]
            more = f" (and {len(wrong) - 1} more graphs)" if len(wrong) > 1 else ""
            raise StoreError(
                f"<{wrong[0].graph}>: {wrong[0].count} triples were sent, the store has {has}{more}; it took only a "
                "part, or somebody else writes to it. Run the same command again, with a smaller --batch-size if it stays so"
            )

    def _wrong(self, finished: list[Piece]) -> list[Piece]:
        counts = self.store.counts(piece.graph for piece in finished)
        return [piece for piece in finished if counts[piece.graph] != piece.count]

    def _count(self, piece: Piece, *, sent: bool) -> None:
        self.names.add(piece.graph)
        if not sent:
            self.report.unchanged += 1
            return
        self.report.triples += piece.count
        if self.before.pop(piece.graph, 0):
            self.report.replaced += 1
        else:
            self.report.new += 1

    def prune(self, base: str) -> None:
        """Remove graphs of ours that the dump does not have."""
        gone = [
            graph
            for graph in self.store.graphs_below(base)
            if OURS.fullmatch(graph[len(base) :]) and graph not in self.names
        ]
        self.report.pruned = len(gone)
        if gone and not self.options.dry_run:
            self.store.drop(gone)
            left = sum(1 for count in self.store.counts(gone).values() if count)
            if left:
                raise StoreError(f"{left} of {len(gone)} graphs are still there after they were removed")
            for graph in gone:
                self.journal.put(graph, "")


def _batches(stream: Iterator[Piece], limit_bytes: int) -> Iterator[list[Piece]]:
    """Pieces of about `limit_bytes` together."""
    batch: list[Piece] = []
    size = 0
    for piece in stream:
        grown = sum(map(len, piece.lines))
        if batch and size + grown > limit_bytes:
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += grown
    if batch:
        yield batch

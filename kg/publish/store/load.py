"""`kg load`: a dump into a SPARQL store, counted graph by graph, safe to stop and to repeat."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from kg.errors import UsageError
from kg.publish.store.client import StoreError
from kg.publish.store.journal import Entry, LoadJournal
from kg.publish.store.piece import (
    OURS,
    Line,
    Piece,
    ScatteredError,
    base_of,
    check_whole,
    own_lines,
    pieces,
    quad_lines,
    sorted_lines,
)
from kg.publish.store.store import Filling, Store
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
    check_whole(dump)
    for read in (
        partial(own_lines, dump),
        partial(quad_lines, dump, options.graph),
        lambda: sorted_lines(quad_lines(dump, options.graph)),
    ):
        load = _Load(store, journal, options, progress)
        try:
            load.all(read)
            break
        except ScatteredError:
            continue
    if base:
        load.prune(base)
    return load.report


@dataclass(slots=True)
class _Batch:
    """Pieces that were read together: those that are sent, and those that the store holds."""

    sent: list[Piece] = field(default_factory=list)
    held: list[Piece] = field(default_factory=list)
    filling: Filling | None = None


class _Load:
    """A load that is running.

    Of a graph in several pieces the whole digest is known at the end only. What the journal has of it is believed
    until then, and its pieces are passed over; a graph of which that was wrong is sent in a second pass.
    """

    def __init__(
        self, store: Store, journal: LoadJournal, options: LoadOptions, progress: Progress | None
    ) -> None:
        self.store, self.journal, self.options, self.progress = store, journal, options, progress
        self.report = LoadReport()
        self.names: set[str] = set()
        self.before: dict[str, int] = {}
        self.believed: dict[str, Entry] = {}
        self.again: set[str] = set()
        self.second = False

    def all(self, read: Callable[[], Iterator[Line]]) -> None:
        """Load every graph, then once more those that turned out to be others than was believed."""
        self._pass(pieces(read(), self.options.batch_bytes))
        if self.again:
            self.second = True
            self._pass(pieces(read(), self.options.batch_bytes))

    def _pass(self, stream: Iterator[Piece]) -> None:
        """Send what the store does not hold, while a thread prepares the next batch."""
        wanted = (piece for piece in stream if not self.second or piece.graph in self.again)
        batches = map(self._prepare, _batches(wanted, self.options.batch_bytes))
        for batch in _ahead(batches):
            self._finish(batch)

    def _prepare(self, read: list[Piece]) -> _Batch:
        """Choose what is sent; the batch before is on its way meanwhile."""
        self.before.update(self.store.counts(piece.graph for piece in read if piece.first))
        batch = _Batch()
        for piece in read:
            self._choose(piece, batch)
        if batch.sent and not self.options.dry_run:
            batch.filling = self.store.filling(batch.sent, self.before)
        return batch

    def _choose(self, piece: Piece, batch: _Batch) -> None:
        if piece.first and (entry := self._entry(piece)):
            self.believed[piece.graph] = entry
        entry = self.believed.get(piece.graph)
        if entry is None:
            if self.second or piece.graph not in self.again:
                batch.sent.append(piece)
        elif piece.last or 0 < entry.part <= piece.count:
            self._compare(piece, self.believed.pop(piece.graph), batch)

    def _compare(self, piece: Piece, entry: Entry, batch: _Batch) -> None:
        """Take a piece whose graph the journal knows up to here; if it is another one by now, take all of it."""
        if entry.part and entry.part <= piece.count:
            digest, rest = piece.after(entry.part)
            if digest == entry.digest:
                batch.sent.append(rest)
                return
        elif piece.digest == entry.digest and self.before[piece.graph] == piece.count:
            batch.held.append(piece)
            return
        if piece.first:
            batch.sent.append(piece)
        else:
            self.again.add(piece.graph)

    def _entry(self, piece: Piece) -> Entry | None:
        """What the journal says of a graph that begins, if the store still holds as much."""
        entry = self.journal.entries.get(piece.graph)
        if self.options.force or self.second or entry is None:
            return None
        return entry if self.before[piece.graph] >= max(entry.part, 1) else None

    def _finish(self, batch: _Batch) -> None:
        """Send what was chosen, and write down what the store holds by now."""
        if batch.filling:
            for piece in batch.sent:
                if piece.first:
                    self.journal.forget(piece.graph)
            self.store.fill(batch.filling)
            for piece in batch.sent:
                if not piece.last:
                    self.journal.put(piece.graph, piece.digest, piece.count)
            self._check([piece for piece in batch.sent if piece.last])
        for piece in batch.held:
            self._count(piece, sent=False)
        for piece in batch.sent:
            if piece.last and (self.second or piece.graph not in self.again):
                self._count(piece, sent=True)
        if self.progress:
            self.progress(len(self.names))

    def _check(self, finished: list[Piece]) -> None:
        """Compare what the store counts with what was sent; each graph gets a second chance."""
        wrong = self._wrong(finished)
        once_more = [piece for piece in wrong if piece.first]
        if once_more:
            self.store.fill(self.store.filling(once_more, {piece.graph: 1 for piece in once_more}))
            wrong = [*(p for p in wrong if not p.first), *self._wrong(once_more)]
        missing = {piece.graph for piece in wrong}
        for piece in finished:
            if piece.graph in missing:
                self.journal.forget(piece.graph)
            else:
                self.journal.put(piece.graph, piece.digest)
        if not self.second:
            self.again.update(piece.graph for piece in wrong if not piece.first)
        lost = [piece for piece in wrong if self.second or piece.first]
        if lost:
            has = self.store.counts([lost[0].graph])[lost[0].graph]
            more = f" (and {len(lost) - 1} more graphs)" if len(lost) > 1 else ""
            raise StoreError(
                f"<{lost[0].graph}>: {lost[0].count} triples were sent, the store has {has}{more}; it took only a "
                "part, or somebody else writes to it. Run the same command again, with a smaller --batch-size if it stays so"
            )

    def _wrong(self, finished: list[Piece]) -> list[Piece]:
        counts = self.store.counts(piece.graph for piece in finished)
        return [piece for piece in finished if counts[piece.graph] != piece.count]

    def _count(self, piece: Piece, *, sent: bool) -> None:
        self.names.add(piece.graph)
        before = self.before.pop(piece.graph, 0)
        if not sent:
            self.report.unchanged += 1
            return
        self.report.triples += piece.count
        if before:
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
                self.journal.forget(graph)


def _ahead(batches: Iterator[_Batch]) -> Iterator[_Batch]:
    """The batches, the next made by a thread while one is used; nobody waits for that thread when the load is stopped."""
    wanted: SimpleQueue[bool] = SimpleQueue()
    made: SimpleQueue[_Batch | Exception | None] = SimpleQueue()

    def make() -> None:
        while wanted.get():
            try:
                made.put(next(batches, None))
            except Exception as error:  # noqa: BLE001 - raised where the batch is waited for
                made.put(error)

    Thread(target=make, daemon=True).start()
    try:
        wanted.put(True)
        while (batch := made.get()) is not None:
            if isinstance(batch, Exception):
                raise batch
            wanted.put(True)
            yield batch
    finally:
        wanted.put(False)


def _batches(stream: Iterable[Piece], limit_bytes: int) -> Iterator[list[Piece]]:
    """Pieces of at most `limit_bytes` together, or one alone."""
    batch: list[Piece] = []
    size = 0
    for piece in stream:
        if batch and size + piece.size_bytes > limit_bytes:
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += piece.size_bytes
    if batch:
        yield batch

"""`kg build`: read, process each article once, write the dump in a canonical order."""

import errno
import json
import platform
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path

from pyoxigraph import NamedNode

from kg.article import Article
from kg.config import BuildOptions
from kg.errors import EnvironmentFaultError, KGError, RunError, UsageError
from kg.pool import each
from kg.publish.dataset import Catalogue, dataset_quads, dataset_turtle
from kg.publish.dump import Block, DumpFile, Layout, described_file, write_graphs
from kg.rdf.cluster import membership_quads
from kg.rdf.iri import Minter
from kg.rdf.map import entity_quads
from kg.rdf.story import publication_quads, story_quad
from kg.rdf.write import merged_nquads, nquads
from kg.readers import Rejected
from kg.resolve.store import ProfileStore
from kg.resolve.story import Match, check_near, same_stories
from kg.run.across import FILE as CLUSTERS
from kg.run.across import Clusters, across_articles
from kg.run.analysis import Analyser, analyse
from kg.run.authority import read_authority
from kg.run.correction import Correction
from kg.run.history import History, Mode, check_same_run
from kg.run.journal import Journal, write_atomic
from kg.run.report import BuildReport, Rejection, rejection_rows
from kg.run.version import run_digest, versions
from kg.run.work import Outcome, count_records, process, work_key

__all__ = ["BuildReport", "Progress", "build"]

Progress = Callable[[int, int | None], None]
"""Called with how many articles are done, and how many there are (None while that is not known)."""

MEBIBYTE = 1024 * 1024

OTHERS = (CLUSTERS, "dataset.ttl", "rejected.jsonl", "report.json", "report.txt")
"""What lies in the folder of a dump beside its graph."""

READ_AHEAD = 1000
"""Articles that are read before work starts, so that the progress knows how many there are."""


@dataclass(slots=True)
class _Build:
    """What is known while a build runs: `outcomes` by IRI, without their quads, which wait in the journal.

    `hashes` are the SHA-256 of their texts; `copies` the articles that tell the story of another one.
    """

    options: BuildOptions
    journal: Journal
    texts: Path
    digest: str
    store: ProfileStore
    history: History
    keys: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)
    copies: dict[str, Match] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """Articles of which nothing is left to do."""
        return len(self.outcomes) + len(self.rejections)

    def keep(self, outcome: Outcome) -> None:
        """Remember what became of an article."""
        text = self.text(outcome.iri)
        if outcome.reason:
            _fresh_text(text).unlink(missing_ok=True)
            self.keys.pop(outcome.iri)
            rejection = Rejection(outcome.source, 0, outcome.id or "", outcome.stage, outcome.reason)
            self.rejections.append(rejection)
        else:
            if outcome.profile:
                self.store.add(outcome.profile)
            if _fresh_text(text).exists():
                _fresh_text(text).replace(text)
            self.outcomes[outcome.iri] = replace(outcome, nquads="", profile=None)

    def text(self, iri: str) -> Path:
        """The file with the text of an article."""
        return self.texts / f"{iri.rpartition('/')[2]}.txt"


def _fresh_text(path: Path) -> Path:
    """Where a text waits until its article is done: a correction that fails leaves the old one."""
    return path.with_name(f"{path.name}.new")


def build(
    items: Iterable[Article | Rejected],
    out: Path,
    options: BuildOptions,
    *,
    progress: Progress | None = None,
    analyser: Analyser = analyse,
    mode: Mode = "new",
    withdraw: tuple[str, ...] = (),
) -> BuildReport:
    """Make a dump of the articles in `out`, over the one that is there in a `mode` other than "new".

    Finished articles are kept in `out/.journal`: a build that was stopped goes on where it was. Raises `UsageError`
    when there is nothing to read, `EnvironmentFaultError` if the folder cannot be written or the disk is full,
    `RunError` if more than `options.max_rejected` of the articles were rejected.
    """
    minter = Minter(options.base_iri)
    corrections = read_authority(Path(options.authority)) if options.authority else ()
    catalogue = Catalogue(options.title, options.license, options.publisher)
    if options.duplicates == "near":
        check_near()
    with _disk(out):
        journal = Journal(out / ".journal")
        with journal.held(), ProfileStore.open(journal.folder / "profiles") as store:
            digest, history = run_digest(options), History.of(out, mode, withdraw)
            if mode == "add":
                check_same_run(out, digest)
            run = _Build(options, journal, out / "text", digest, store, history, corrections=corrections)
            run.texts.mkdir(exist_ok=True)
            _process_all(run, items, progress, analyser)
            if mode == "add":
                _keep_others(run)
            if not run.done and not history.past:
                raise UsageError("there is nothing to read: no article in the input")
            _check_share(run, out)
            _join_copies(run)
            clusters = across_articles(store, out, minter, corrections)
            report = _report(run, clusters)
            _write(run, out, minter, catalogue, report, clusters)
            _tidy(run)
    return report


def _process_all(
    run: _Build, items: Iterable[Article | Rejected], progress: Progress | None, analyser: Analyser
) -> None:
    """Every article has an outcome in the journal when this returns."""
    stream = iter(items)
    ahead = list(islice(stream, READ_AHEAD))
    total = len(ahead) if len(ahead) < READ_AHEAD else None

    def tell() -> None:
        if progress:
            progress(run.done, total)

    do = partial(process, options=run.options, analyser=analyser, run=run.digest)
    tell()
    for _, outcome in each(_fresh(run, chain(ahead, stream), tell), do, jobs=run.options.jobs):
        if not outcome.reason:
            run.journal.put(run.keys[outcome.iri], outcome)
        run.keep(outcome)
        tell()


def _fresh(run: _Build, items: Iterable[Article | Rejected], tell: Callable[[], None]) -> Iterator[Article]:
    """The articles that are still to be done; the others are counted."""
    minter = Minter(run.options.base_iri)
    for item in items:
        if isinstance(item, Rejected):
            run.rejections.append(
                Rejection(item.source, item.line or 0, item.id or "", item.stage, item.reason)
            )
            continue
        iri, key = minter.article(item), work_key(item, run.digest)
        if iri in run.sources:
            reason = f"the same article as in {run.sources[iri]} (same URL, id or text)"
            run.rejections.append(Rejection(item.source, 0, item.id or "", "read", reason))
            continue
        if iri in run.history.gone:
            reason = "it is in the input and named by --withdraw"
            run.rejections.append(Rejection(item.source, 0, item.id or "", "read", reason))
            continue
        run.sources[iri], run.keys[iri], run.hashes[iri] = item.source, key, item.text_sha256
        write_atomic(_fresh_text(run.text(iri)), item.text)
        outcome = run.journal.get(key)
        if outcome is None:
            yield item
        else:
            run.keep(outcome)
        tell()


def _keep_others(run: _Build) -> None:
    """The articles of the last build stay as they were, unless they were done again or withdrawn."""
    for key in run.journal.kept():
        outcome = run.journal.get(key)
        if outcome is None or outcome.iri in run.outcomes or outcome.iri in run.history.gone:
            continue
        past = run.history.past.get(outcome.iri)
        # a correction that was begun and never finished lies beside what it corrects
        if past is not None and not past.withdrawn and f'"{past.sha256}"' in outcome.nquads:
            run.keys[outcome.iri], run.hashes[outcome.iri] = key, past.sha256
            run.keep(outcome)


def _join_copies(run: _Build) -> None:
    """Take back the facts of articles that tell the story of another one; what they are and where they appeared stays."""
    stories = {iri: outcome.story for iri, outcome in run.outcomes.items() if outcome.story}
    run.copies = same_stories(stories)
    for iri in run.copies:
        run.store.remove(iri)
        outcome = run.journal.get(run.keys[iri])
        kept = publication_quads(outcome.nquads if outcome else "", iri)
        named = {quad.object for quad in kept}
        shared = tuple(s for s in run.outcomes[iri].shared if NamedNode(s.iri) in named)
        counts = count_records(kept, shared)
        run.outcomes[iri] = replace(run.outcomes[iri], shared=shared, counts=counts, dropped=(), doubts=())


def _copies(run: _Build) -> tuple[str, ...]:
    """A line for each article that tells the story of another one."""
    said = {iri: f"{iri} ({run.outcomes[iri].source})" for iri in run.outcomes}
    return tuple(
        f"{said[iri]} is the same story as {said[match.main]}, {_alike(match.score)}"
        for iri, match in sorted(run.copies.items())
    )


def _alike(score: float) -> str:
    return "word for word" if score == 1 else f"{score:.2f} alike"


def _report(run: _Build, clusters: Clusters) -> BuildReport:
    counts: Counter[str] = Counter(clusters.counts)
    for outcome in run.outcomes.values():
        counts.update(outcome.counts)
    alive = run.outcomes.keys()
    counts["revised"] = sum(run.history.revised(iri, run.hashes[iri]) for iri in alive)
    counts["withdrawn"] = len(run.history.past.keys() - alive)
    counts["sameStory"] = len(run.copies)
    counts = +counts
    dropped = tuple(loss for iri in sorted(run.outcomes) for loss in run.outcomes[iri].dropped)
    doubts = tuple(doubt for iri in sorted(run.outcomes) for doubt in run.outcomes[iri].doubts)
    return BuildReport(
        len(run.outcomes),
        tuple(sorted(run.rejections)),
        dict(sorted(counts.items())),
        dropped,
        doubts,
        clusters.largest,
        _copies(run),
        _unmatched(run, clusters),
    )


def _unmatched(run: _Build, clusters: Clusters) -> tuple[str, ...]:
    """A line for each correction that nothing in this build is about."""
    matched = clusters.corrections.union(*(outcome.corrections for outcome in run.outcomes.values()))
    return tuple(str(c) for place, c in enumerate(run.corrections) if place not in matched)


def _check_share(run: _Build, out: Path) -> None:
    total, most = run.done, run.options.max_rejected
    if len(run.rejections) > most * total:
        write_atomic(out / "rejected.jsonl", rejection_rows(sorted(run.rejections)))
        raise RunError(
            f"{len(run.rejections)} of {total} articles were rejected, more than --max-rejected "
            f"{most:g}; no dump was written, the reasons stand in {out / 'rejected.jsonl'}"
        )


def _write(
    run: _Build, out: Path, minter: Minter, catalogue: Catalogue, report: BuildReport, clusters: Clusters
) -> None:
    options = run.options
    blocks = _blocks(run, minter, clusters)
    files, statistics = write_graphs(blocks, out, base=minter.base, layout=_layout(options))
    described = dataset_quads(
        files,
        statistics,
        minter,
        catalogue,
        run=minter.run(run.digest),
        versions=versions(options.kb),
        example=min(run.outcomes, default=None),
    )
    write_atomic(out / "dataset.ttl", dataset_turtle(described, minter))
    write_atomic(out / "rejected.jsonl", report.rows())
    write_atomic(out / "report.txt", report.as_text())
    write_atomic(out / "report.json", report.as_json())
    others = [described_file(out / name) for name in OTHERS]
    write_atomic(out / "manifest.json", _manifest(report, options, [*files, *others], run.digest))


def _layout(options: BuildOptions) -> Layout:
    packing = "" if options.packing == "none" else options.packing
    shard_bytes = None if options.shard_size is None else int(options.shard_size * MEBIBYTE)
    return Layout(options.formats, packing, shard_bytes)


def _blocks(run: _Build, minter: Minter, clusters: Clusters) -> Iterator[Block]:
    """The articles in the order of their IRIs, then what they share: so all lines of N-Quads are sorted."""
    tombstones = run.history.tombstones(set(run.outcomes))
    for iri in sorted({*run.outcomes, *tombstones}):
        if iri in tombstones:
            yield Block(f"{iri}/", nquads(tombstones[iri]))
            continue
        outcome = run.journal.get(run.keys[iri])
        if outcome is None:
            raise RunError(f"{run.journal.folder / run.keys[iri]}.json is gone; run the same command again")
        if (match := run.copies.get(iri)) is not None:
            kept = publication_quads(outcome.nquads, iri)
            more = [story_quad(iri, match.main, minter), *run.history.revisions(iri, run.hashes[iri])]
            yield Block(f"{iri}/", nquads([*kept, *more]))
            continue
        joined = membership_quads(iri, run.store.clusters_of(iri), minter)
        revisions = run.history.revisions(iri, run.hashes[iri])
        yield Block(f"{iri}/", merged_nquads(outcome.nquads, [*joined, *revisions]))
    shared = (entity for iri in sorted(run.outcomes) for entity in run.outcomes[iri].shared)
    yield Block(minter.base, nquads([*entity_quads(shared, minter), *clusters.quads]))


def _manifest(report: BuildReport, options: BuildOptions, files: list[DumpFile], digest: str) -> str:
    content = {
        "run": digest,
        "versions": versions(options.kb),
        "machine": platform.machine(),
        "options": options.meaning(),
        "counts": {"articles": report.articles, "rejected": len(report.rejected), **report.counts},
        "files": {file.name: {"bytes": file.size_bytes, "sha256": file.sha256} for file in files},
    }
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _tidy(run: _Build) -> None:
    """Remove what belongs to no article of this build."""
    run.journal.keep_only({run.keys[iri] for iri in run.outcomes})
    kept = {f"{iri.rpartition('/')[2]}.txt" for iri in run.outcomes}
    for path in run.texts.iterdir():
        if path.name not in kept:
            path.unlink()


@contextmanager
def _disk(out: Path) -> Iterator[None]:
    """Faults of disk and folder as errors of ours."""
    try:
        yield
    except KGError:
        raise
    except OSError as error:
        where = error.filename or out
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise EnvironmentFaultError(
                f"{out}: the disk is full; finished articles are kept: make room and run the same command again"
            ) from error
        raise EnvironmentFaultError(f"{where}: cannot be written: {error.strerror or error}") from error

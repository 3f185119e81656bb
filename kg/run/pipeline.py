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

from pyoxigraph import NamedNode, Quad

from kg.article import Article
from kg.config import BuildOptions
from kg.errors import EnvironmentFaultError, KGError, RunError, UsageError
from kg.pool import each
from kg.publish.dataset import Catalogue, dataset_quads, dataset_turtle
from kg.publish.dump import Block, DumpFile, Layout, described_file, write_graphs
from kg.rdf.cluster import membership_quads
from kg.rdf.iri import Minter
from kg.rdf.story import publication_quads, story_quad
from kg.rdf.write import merged_nquads, nquads
from kg.readers import Rejected
from kg.resolve.store import ProfileStore
from kg.resolve.story import Match, Story, check_near, same_stories
from kg.run.across import FILE as CLUSTERS
from kg.run.across import Clusters, across_articles
from kg.run.analysis import Analyser, analyse
from kg.run.authority import read_authority
from kg.run.correction import Correction
from kg.run.history import History, Mode, check_same_run
from kg.run.journal import Journal, write_atomic
from kg.run.report import BuildReport, Rejection, rejection_rows
from kg.run.shared import SharedStore
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
    """What is known while a build runs: of each article only what tells it apart; the rest waits in the journal.

    `sources` are where articles came from, `hashes` the SHA-256 of their texts, `stories` those of the articles that are
    done, all by IRI; `copies` are the articles that tell the story of another one.
    """

    options: BuildOptions
    journal: Journal
    texts: Path
    digest: str
    store: ProfileStore
    shared: SharedStore
    history: History
    keys: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    stories: dict[str, Story | None] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)
    copies: dict[str, Match] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """Articles of which nothing is left to do."""
        return len(self.stories) + len(self.rejections)

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
            self.sources[outcome.iri] = outcome.source
            near = self.options.duplicates == "near"
            story = outcome.story
            self.stories[outcome.iri] = story if near or story is None else replace(story, numbers=())

    def text(self, iri: str) -> Path:
        """The file with the text of an article."""
        return self.texts / f"{iri.rpartition('/')[2]}.txt"


@dataclass(slots=True)
class _Told:
    """What the articles add to the report."""

    counts: Counter[str] = field(default_factory=Counter)
    dropped: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    corrections: set[int] = field(default_factory=set)

    def add(self, outcome: Outcome) -> None:
        """Count an article, in the order of their IRIs."""
        self.counts.update(outcome.counts)
        self.dropped += outcome.dropped
        self.doubts += outcome.doubts
        self.corrections.update(outcome.corrections)


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
        with (
            journal.held(),
            ProfileStore.open(journal.folder / "profiles") as store,
            SharedStore.open(journal.folder / "shared") as shared,
        ):
            digest, history = run_digest(options), History.of(out, mode, withdraw)
            if mode == "add":
                check_same_run(out, digest)
            run = _Build(
                options, journal, out / "text", digest, store, shared, history, corrections=corrections
            )
            run.texts.mkdir(exist_ok=True)
            _process_all(run, items, progress, analyser)
            if mode == "add":
                _keep_others(run)
            if not run.done and not history.past:
                raise UsageError("there is nothing to read: no article in the input")
            _check_share(run, out)
            _join_copies(run)
            clusters = across_articles(store, shared, out, minter, corrections)
            report = _write(run, out, minter, catalogue, clusters)
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
        if outcome is None or outcome.iri in run.stories or outcome.iri in run.history.gone:
            continue
        past = run.history.past.get(outcome.iri)
        # a correction that was begun and never finished lies beside what it corrects
        if past is not None and not past.withdrawn and f'"{past.sha256}"' in outcome.nquads:
            run.keys[outcome.iri], run.hashes[outcome.iri] = key, past.sha256
            run.keep(outcome)


def _join_copies(run: _Build) -> None:
    """Find the articles that tell the story of another one, which has the facts."""
    run.copies = same_stories({iri: story for iri, story in run.stories.items() if story})
    for iri in run.copies:
        run.store.remove(iri)


def _copies(run: _Build) -> tuple[str, ...]:
    """A line for each article that tells the story of another one."""
    return tuple(
        f"{_said(run, iri)} is the same story as {_said(run, match.main)}, {_alike(match.score)}"
        for iri, match in sorted(run.copies.items())
    )


def _said(run: _Build, iri: str) -> str:
    return f"{iri} ({run.sources[iri]})"


def _alike(score: float) -> str:
    return "word for word" if score == 1 else f"{score:.2f} alike"


def _report(run: _Build, told: _Told, clusters: Clusters) -> BuildReport:
    counts = clusters.counts + told.counts
    alive = run.stories.keys()
    counts["revised"] = sum(run.history.revised(iri, run.hashes[iri]) for iri in alive)
    counts["withdrawn"] = len(run.history.past.keys() - alive)
    counts["sameStory"] = len(run.copies)
    matched = clusters.corrections | told.corrections
    return BuildReport(
        len(run.stories),
        tuple(sorted(run.rejections)),
        dict(sorted((+counts).items())),
        tuple(told.dropped),
        tuple(told.doubts),
        clusters.largest,
        _copies(run),
        tuple(str(c) for place, c in enumerate(run.corrections) if place not in matched),
    )


def _check_share(run: _Build, out: Path) -> None:
    total, most = run.done, run.options.max_rejected
    if len(run.rejections) > most * total:
        write_atomic(out / "rejected.jsonl", rejection_rows(sorted(run.rejections)))
        raise RunError(
            f"{len(run.rejections)} of {total} articles were rejected, more than --max-rejected "
            f"{most:g}; no dump was written, the reasons stand in {out / 'rejected.jsonl'}"
        )


def _write(run: _Build, out: Path, minter: Minter, catalogue: Catalogue, clusters: Clusters) -> BuildReport:
    options, told = run.options, _Told()
    blocks = _blocks(run, minter, told)
    files, statistics = write_graphs(blocks, out, base=minter.base, layout=_layout(options))
    report = _report(run, told, clusters)
    described = dataset_quads(
        files,
        statistics,
        minter,
        catalogue,
        run=minter.run(run.digest),
        versions=versions(options.kb),
        example=min(run.stories, default=None),
    )
    write_atomic(out / "dataset.ttl", dataset_turtle(described, minter))
    write_atomic(out / "rejected.jsonl", report.rows())
    write_atomic(out / "report.txt", report.as_text())
    write_atomic(out / "report.json", report.as_json())
    others = [described_file(out / name) for name in OTHERS]
    write_atomic(out / "manifest.json", _manifest(report, options, [*files, *others], run.digest))
    return report


def _layout(options: BuildOptions) -> Layout:
    packing = "" if options.packing == "none" else options.packing
    shard_bytes = None if options.shard_size is None else int(options.shard_size * MEBIBYTE)
    return Layout(options.formats, packing, shard_bytes)


def _blocks(run: _Build, minter: Minter, told: _Told) -> Iterator[Block]:
    """The articles in the order of their IRIs, then what they share: so all lines of N-Quads are sorted.

    What each adds to the report and to what is shared is noted when its block is made.
    """
    tombstones = run.history.tombstones(set(run.stories))
    for iri in sorted({*run.stories, *tombstones}):
        if iri in tombstones:
            yield Block(f"{iri}/", nquads(tombstones[iri]))
            continue
        outcome = run.journal.get(run.keys[iri])
        if outcome is None:
            raise RunError(f"{run.journal.folder / run.keys[iri]}.json is gone; run the same command again")
        match = run.copies.get(iri)
        quads = [] if match is None else publication_quads(outcome.nquads, iri)
        if match is not None:
            outcome = _as_copy(outcome, quads)
        told.add(outcome)
        run.shared.describe(outcome.shared)
        revisions = run.history.revisions(iri, run.hashes[iri])
        if match is not None:
            yield Block(f"{iri}/", nquads([*quads, story_quad(iri, match.main, minter), *revisions]))
            continue
        joined = membership_quads(iri, run.store.clusters_of(iri), minter)
        yield Block(f"{iri}/", merged_nquads(outcome.nquads, [*joined, *revisions]))
    yield from run.shared.blocks(minter)


def _as_copy(outcome: Outcome, kept: list[Quad]) -> Outcome:
    """An article that tells the story of another one: what it is and where it appeared stays."""
    named = {quad.object for quad in kept}
    shared = tuple(entity for entity in outcome.shared if NamedNode(entity.iri) in named)
    counts = count_records(kept, shared)
    return replace(outcome, shared=shared, counts=counts, dropped=(), doubts=())


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
    run.journal.keep_only({run.keys[iri] for iri in run.stories})
    kept = {f"{iri.rpartition('/')[2]}.txt" for iri in run.stories}
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

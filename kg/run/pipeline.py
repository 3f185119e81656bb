"""`kg build`: read, process each article once, write the dump in a canonical order."""

import errno
import gzip
import hashlib
import json
import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from pyoxigraph import Quad, RdfFormat, parse

from kg.article import Article
from kg.config import BuildOptions
from kg.errors import EnvironmentFaultError, RunError
from kg.publish.dataset import dataset_turtle
from kg.rdf.iri import Minter
from kg.rdf.map import entity_quads
from kg.rdf.write import jsonld_context, jsonld_graphs, nquads, trig_blocks, turtle_blocks, turtle_prefixes
from kg.readers import Rejected
from kg.run.journal import Journal, write_atomic
from kg.run.work import Outcome, process, run_digest, software_digest, work_key

__all__ = ["BuildReport", "build"]

FILES = {"nquads": "graph.nq", "turtle": "graph.ttl", "jsonld": "graph.jsonld", "trig": "graph.trig"}
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; rejected rows in the order of the input."""

    articles: int
    rejected: tuple[dict[str, Any], ...]
    counts: dict[str, int]
    dropped: tuple[str, ...]

    def as_text(self) -> str:
        """The report as lines for a person."""
        lines = [f"{self.articles} articles built, {len(self.rejected)} rejected"]
        lines += [f"{name}: {self.counts[name]}" for name in sorted(self.counts)]
        if self.dropped:
            lines += [
                f"{len(self.dropped)} records dropped because they broke a rule:",
                *(f"  {d}" for d in self.dropped),
            ]
        lines += [f"rejected: {_where(row)}: {row['reason']}" for row in self.rejected]
        return "\n".join(lines) + "\n"


def _where(row: dict[str, Any]) -> str:
    where = str(row["source"])
    if row.get("line"):
        where += f":{row['line']}"
    return where + (f" ({row['id']})" if row.get("id") and row["id"] not in where else "")


def build(
    items: Iterable[Article | Rejected], out: Path, options: BuildOptions, *, progress: Progress | None = None
) -> BuildReport:
    """Make a dump of the articles in `out`.

    Finished articles are kept in `out/.journal`: a build that was stopped goes on where it was. Raises
    `EnvironmentFaultError` if the folder cannot be written or the disk is full, `RunError` if more than
    `options.max_rejected` of the articles were rejected.
    """
    with _disk(out):
        journal = Journal(out / ".journal")
        journal.folder.mkdir(parents=True, exist_ok=True)
        (out / "text").mkdir(exist_ok=True)
        outcomes: dict[str, Outcome] = {}
        rejected: list[dict[str, Any]] = []
        keys: set[str] = set()
        texts: set[str] = set()
        for article, key, outcome in _outcomes(items, options, journal, rejected, progress):
            keys.add(key)
            if outcome.reason:
                rejected.append(
                    {
                        "source": outcome.source,
                        "id": outcome.id,
                        "stage": outcome.stage,
                        "reason": outcome.reason,
                        "line": None,
                    }
                )
                continue
            outcomes[outcome.iri] = outcome
            name = outcome.iri.rsplit("/", 1)[-1] + ".txt"
            texts.add(name)
            write_atomic(out / "text" / name, article.text.encode("utf-8", "surrogatepass"))
        journal.keep_only(keys)
        for path in sorted((out / "text").glob("*.txt")):
            if path.name not in texts:
                path.unlink()
        rejected.sort(key=lambda row: (str(row["source"]), row["line"] or 0, str(row["id"]), row["reason"]))
        report = _report(outcomes, rejected)
        _write(out, [outcomes[iri] for iri in sorted(outcomes)], report, options)
    total = len(outcomes) + len(rejected)
    if total and len(rejected) / total > options.max_rejected:
        raise RunError(
            f"{len(rejected)} of {total} articles were rejected, more than --max-rejected {options.max_rejected:g}; see {out / 'rejected.jsonl'}"
        )
    return report


@contextmanager
def _disk(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if isinstance(error, EnvironmentFaultError):
            raise
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise EnvironmentFaultError(
                f"{out}: the disk is full; finished articles are kept, make room and run the same command again"
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
            raise EnvironmentFaultError(
                f"{error.filename or out}: cannot be written: {error.strerror}"
            ) from error
        raise


def _outcomes(
    items: Iterable[Article | Rejected],
    options: BuildOptions,
    journal: Journal,
    rejected: list[dict[str, Any]],
    progress: Progress | None,
) -> Iterator[tuple[Article, str, Outcome]]:
    """Each article with its outcome: from the journal, or made now and kept there."""
    seen: dict[str, str] = {}
    minter = Minter(options.base_iri)

    def fresh() -> Iterator[tuple[Article, str, Outcome | None]]:
        for item in items:
            if progress:
                progress(0)
            if isinstance(item, Rejected):
                rejected.append(
                    {
                        "source": item.source,
                        "id": item.id,
                        "stage": item.stage,
                        "reason": item.reason,
                        "line": item.line,
                    }
                )
                continue
            iri = minter.article(item)
            if iri in seen:
                rejected.append(
                    {
                        "source": item.source,
                        "id": item.id,
                        "stage": "read",
                        "reason": f"the same article as in {seen[iri]} (same URL, id or text)",
                        "line": None,
                    }
                )
                continue
            seen[iri] = item.source
            key = work_key(item, options)
            yield item, key, journal.get(key)

    for article, key, outcome in _processed(fresh(), options):
        journal.put(key, outcome)
        if progress:
            progress(1)
        yield article, key, outcome


def _processed(
    work: Iterator[tuple[Article, str, Outcome | None]], options: BuildOptions
) -> Iterator[tuple[Article, str, Outcome]]:
    """Outcomes as they are ready; with several processes in any order."""
    if options.jobs <= 1:
        for article, key, done in work:
            yield article, key, done or process(article, options)
        return
    # spawn, not fork: ONNX threads and locks do not survive a fork
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(options.jobs, mp_context=context) as pool:
        waiting: dict[Future[Outcome], tuple[Article, str]] = {}
        try:
            while True:
                room = options.jobs * 4 - len(waiting)
                batch = list(islice(work, room))
                for article, key, done in batch:
                    if done is not None:
                        yield article, key, done
                    else:
                        waiting[pool.submit(process, article, options)] = (article, key)
                if not waiting and len(batch) < room:
                    return
                finished = wait(waiting, return_when=FIRST_COMPLETED).done if waiting else set()
                for future in sorted(finished, key=lambda f: waiting[f][1]):
                    article, key = waiting.pop(future)
                    yield article, key, _result(future, article, options)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _result(future: "Future[Outcome]", article: Article, options: BuildOptions) -> Outcome:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise RunError(
            f"a worker process died while it read {article.source}; try again with --jobs 1"
        ) from error
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 (what a worker cannot even send back)
        iri = Minter(options.base_iri).article(article)
        return Outcome(
            iri,
            article.source,
            article.id,
            stage="extract",
            reason=f"internal error: {type(error).__name__}: {error}",
        )


def _report(outcomes: dict[str, Outcome], rejected: list[dict[str, Any]]) -> BuildReport:
    counts: Counter[str] = Counter()
    for outcome in outcomes.values():
        counts.update(outcome.counts)
    dropped = tuple(d for iri in sorted(outcomes) for d in outcomes[iri].dropped)
    return BuildReport(len(outcomes), tuple(rejected), dict(sorted(counts.items())), dropped)


def _write(out: Path, outcomes: list[Outcome], report: BuildReport, options: BuildOptions) -> None:
    minter = Minter(options.base_iri)
    entities = entity_quads((s for o in outcomes for s in o.shared), minter)
    wanted = {FILES[f] + (".gz" if options.gzip else "") for f in options.formats}
    stale = {name + ending for name in FILES.values() for ending in ("", ".gz")} - wanted
    for name in sorted(stale):
        (out / name).unlink(missing_ok=True)
    files = []
    for name in options.formats:
        path = out / (FILES[name] + (".gz" if options.gzip else ""))
        with _replacing(path, compress=options.gzip) as stream:
            for piece in _pieces(name, outcomes, entities):
                stream.write(piece.encode("utf-8", "surrogatepass"))
        files.append(path)
    versions = software_digest()
    run = minter.run(run_digest(options))
    write_atomic(
        out / "dataset.ttl",
        dataset_turtle(files, outcomes, entities, minter, options, versions, run).encode(),
    )
    rows = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in report.rejected)
    write_atomic(out / "rejected.jsonl", rows.encode("utf-8", "surrogatepass"))
    write_atomic(out / "report.txt", report.as_text().encode("utf-8", "surrogatepass"))
    summary = {
        "articles": report.articles,
        "counts": report.counts,
        "dropped": list(report.dropped),
        "rejected": list(report.rejected),
    }
    write_atomic(
        out / "report.json",
        (json.dumps(summary, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode(
            "utf-8", "surrogatepass"
        ),
    )
    manifest = {
        "versions": versions,
        "options": options.meaning(),
        "counts": {"articles": report.articles, "rejected": len(report.rejected), **report.counts},
        "files": {
            p.name: {"bytes": p.stat().st_size, "sha256": _digest(p)}
            for p in sorted([*files, out / "dataset.ttl"])
        },
    }
    write_atomic(out / "manifest.json", (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode())


@contextmanager
def _replacing(path: Path, *, compress: bool) -> Iterator[IO[bytes]]:
    part = path.with_name(path.name + ".part")
    with part.open("wb") as raw:
        if compress:
            with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
                yield packed  # type: ignore[misc]
        else:
            yield raw
    part.replace(path)


def _pieces(name: str, outcomes: list[Outcome], entities: list[Quad]) -> Iterator[str]:
    """The dump in one format, article by article, then what all articles share."""
    if name == "nquads":
        yield from (o.nquads for o in outcomes)
        yield nquads(entities)
        return
    parts = ([*_quads(o)] for o in outcomes)
    if name in ("turtle", "trig"):
        blocks = turtle_blocks if name == "turtle" else trig_blocks
        yield turtle_prefixes()
        for quads in (*parts, entities):
            yield "\n" + "\n".join(blocks(quads))
        return
    yield '{"@context":' + json.dumps(jsonld_context(), separators=(",", ":")) + ',"@graph":[\n'
    first = True
    for quads in (*parts, entities):
        for graph in jsonld_graphs(quads):
            yield ("" if first else ",\n") + graph
            first = False
    yield "\n]}\n"


def _quads(outcome: Outcome) -> Iterator[Quad]:
    yield from parse(outcome.nquads.encode("utf-8"), format=RdfFormat.N_QUADS)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()

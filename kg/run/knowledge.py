"""A knowledge base of one's own from a dump of Wikidata: one pass over it, then the compilation."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.run.dump_pass import pass_over
from kg.wikidata.dump.compile import compile_base
from kg.wikidata.dump.entity import Filter

__all__ = ["BaseOptions", "Built", "build_base"]

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class BaseOptions:
    """What is kept of a dump (`classes` are numbers of QIDs, all if empty), and how it is built."""

    sitelinks: int = 3
    languages: tuple[str, ...] = ("en",)
    classes: tuple[int, ...] = ()
    anchors: Path | None = None
    jobs: int = 1
    keep_work: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: the header of the base, lines read, broken ones, the first of them, and the file that lists all."""

    header: Mapping[str, Any]
    lines: int
    broken: int
    first_broken: Sequence[tuple[int, str]]
    rejected: Path


def build_base(
    dump: Path,
    out: Path,
    work: Path,
    options: BaseOptions,
    *,
    progress: Callable[[int, int | None], None] = lambda _done, _total: None,
) -> Built:
    """Build a base in the format of the one that ships with `kg`; the same dump and choices give the same bytes.

    Broken lines cost themselves and become rows of `OUT.rejected.jsonl`. Raises `UsageError`, `RunError` and
    `EnvironmentFaultError` as `pass_over` and `compile_base` do; what was read by then is kept in `work`.
    """
    wanted = Filter(options.sitelinks, options.languages)
    passed = pass_over(dump, work, wanted, jobs=options.jobs, progress=progress)
    header = compile_base(work, out, source=dump.name, classes=options.classes, anchors=options.anchors)
    rejected = out.with_name(f"{out.name}.rejected.jsonl")
    first: list[tuple[int, str]] = []
    if passed.broken:
        with rejected.open("w", encoding="utf-8") as file:
            for at, why in _broken(work):
                first += [(at, why)] if len(first) < _SHOWN else []
                file.write(json.dumps({"source": dump.name, "line": at, "reason": why}) + "\n")
    else:
        rejected.unlink(missing_ok=True)
    if not options.keep_work:
        shutil.rmtree(work, ignore_errors=True)
    return Built(header, passed.lines, passed.broken, first, rejected)


def _broken(work: Path) -> Iterator[tuple[int, str]]:
    for part in sorted(work.glob("part-*.jsonl")):
        with part.open(encoding="utf-8") as file:
            counts = json.loads(file.readline())
            for number, line in enumerate(file):
                if number >= counts["kept"] + counts["above"]:
                    at, why = json.loads(line)
                    yield at, why

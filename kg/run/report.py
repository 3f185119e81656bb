"""What a build did, for a person and for a program."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["BuildReport", "Rejection", "rejection_rows"]


@dataclass(frozen=True, slots=True, order=True)
class Rejection:
    """An article that is not in the dump, and why; `line` counts from 1 in files of many, 0 elsewhere."""

    source: str
    line: int
    id: str
    stage: str
    reason: str

    def as_row(self) -> dict[str, Any]:
        """A row of `rejected.jsonl`."""
        return {
            "source": self.source,
            "line": self.line or None,
            "id": self.id or None,
            "stage": self.stage,
            "reason": self.reason,
        }

    def __str__(self) -> str:
        """The rejection as one line.

        >>> print(Rejection("wire.jsonl", 3, "x7", "read", "no text"))
        wire.jsonl:3 (x7): no text
        """
        where = f"{self.source}:{self.line}" if self.line else self.source
        return (
            f"{where} ({self.id}): {self.reason}"
            if self.id and self.id not in where
            else f"{where}: {self.reason}"
        )


def rejection_rows(rejections: Iterable[Rejection]) -> str:
    """The content of `rejected.jsonl`."""
    rows = (json.dumps(r.as_row(), sort_keys=True, ensure_ascii=False) for r in rejections)
    return "".join(f"{row}\n" for row in rows)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: all sorted, without time or place, so that the same build gives the same report.

    `unmatched` are the corrections that nothing was about, in the order of their file.
    """

    articles: int
    rejected: tuple[Rejection, ...]
    counts: Mapping[str, int]
    dropped: tuple[str, ...]
    doubts: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()

    def as_text(self) -> str:
        """The report as lines for a person."""
        lines = [f"{self.articles} articles built, {len(self.rejected)} rejected"]
        lines += [f"{name}: {self.counts[name]}" for name in sorted(self.counts)]
        if self.clusters:
            lines += ["clusters across articles, the largest (all of them are in clusters.jsonl):"]
            lines += [f"  {cluster}" for cluster in self.clusters]
        if self.copies:
            lines += [
                f"{len(self.copies)} articles tell the story of another one, whose facts stand for theirs:"
            ]
            lines += [f"  {copy}" for copy in self.copies]
        if self.dropped:
            lines += [f"{len(self.dropped)} records dropped because they broke a rule:"]
            lines += [f"  {loss}" for loss in self.dropped]
        if self.doubts:
            lines += [f"{len(self.doubts)} roles that the knowledge base contradicts at the article's date:"]
            lines += [f"  {doubt}" for doubt in self.doubts]
        if self.unmatched:
            lines += [f"{len(self.unmatched)} corrections matched nothing:"]
            lines += [f"  {correction}" for correction in self.unmatched]
        lines += [f"rejected: {rejection}" for rejection in self.rejected]
        return "\n".join(lines) + "\n"

    def as_json(self) -> str:
        """The report for a program."""
        content = {
            "articles": self.articles,
            "clusters": list(self.clusters),
            "copies": list(self.copies),
            "counts": dict(self.counts),
            "doubts": list(self.doubts),
            "dropped": list(self.dropped),
            "rejected": [rejection.as_row() for rejection in self.rejected],
            "unmatched": list(self.unmatched),
        }
        return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"

    def rows(self) -> str:
        """The content of `rejected.jsonl`."""
        return rejection_rows(self.rejected)

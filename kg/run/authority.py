"""Corrections that survive every build: which name is which item, and which links are never made.

A CSV file with a header: `name,qid` (this name is that item; an empty qid: never link this name), and an optional
column `article` (an article's id or URL) that limits a row to one article.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kg.errors import UsageError
from kg.records import Extraction, Link

__all__ = ["Correction", "apply_authority", "read_authority"]


@dataclass(frozen=True, slots=True)
class Correction:
    """A name and the item that it means, None for "never link it"."""

    name: str
    qid: str | None


@cache
def read_authority(path: Path) -> tuple[Correction, ...]:
    """The corrections of a CSV file; raises `UsageError` naming the line that is wrong."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: not a readable CSV file: {error}") from error
    found = []
    for number, row in enumerate(rows, 2):
        name, qid = (row.get("name") or "").strip(), (row.get("qid") or "").strip()
        if not name or (qid and not (qid[0] == "Q" and qid[1:].isdigit())):
            raise UsageError(
                f"{path}:{number}: needs a name and a qid such as Q42, or an empty qid for never"
            )
        found.append(Correction(name, qid or None))
    return tuple(found)


def apply_authority(
    links: Iterable[Link], extraction: Extraction, corrections: Iterable[Correction]
) -> tuple[Link, ...]:
    """The links with the corrections applied, by any name of the entity in its article."""
    wanted = {c.name.casefold(): c for c in corrections}
    by_entity = {link.entity: link for link in links}
    for entity in extraction.entities:
        for name in (entity.name, *entity.aliases):
            correction = wanted.get(name.casefold())
            if correction and entity.named:
                old = by_entity.get(entity.key, Link(entity.key, None, 0.0))
                by_entity[entity.key] = replace(
                    old, qid=correction.qid, confidence=1.0 if correction.qid else 0.0, label=entity.name,
                    candidates=(), reason="authority file",
                )  # fmt: skip
                break
    return tuple(by_entity[key] for key in sorted(by_entity))

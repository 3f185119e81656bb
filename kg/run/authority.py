"""Corrections that survive every build: which name is which item, and which links are never made.

A CSV file with a header. `name,qid`: this name is that item, or none if `qid` is empty. Two more columns may follow:
`article`, an article's id or URL, limits a row to it; `action` is `link`, or `never` for a link that is never made.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from kg.article import Article
from kg.errors import UsageError
from kg.records import Entity, Extraction, Link

__all__ = ["Correction", "apply_authority", "read_authority"]

COLUMNS = ("name", "qid", "article", "action")
ACTIONS = ("link", "never")


@dataclass(frozen=True, slots=True)
class Correction:
    """A name and the item that it means (None: none), or never means."""

    name: str
    qid: str | None
    article: str | None = None
    never: bool = False

    def concerns(self, entity: Entity, article: Article) -> bool:
        """Whether it is about this entity of this article."""
        if self.article is not None and self.article not in (article.id, article.url):
            return False
        names = {name.casefold() for name in (entity.name, *entity.aliases)}
        return entity.named and self.name.casefold() in names

    def corrected(self, link: Link) -> Link:
        """The link as it should be."""
        if self.never:
            near = tuple(candidate for candidate in link.candidates if candidate[0] != self.qid)
            if link.qid != self.qid:
                return replace(link, candidates=near)
            return replace(link, qid=None, confidence=0.0, label="", candidates=near, reason="authority file")
        confidence = 1.0 if self.qid else 0.0
        return Link(link.entity, self.qid, confidence, reason="authority file")


def read_authority(path: Path) -> tuple[Correction, ...]:
    """The corrections of a CSV file; raises `UsageError` naming the line that is wrong."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            rows = [(reader.line_num, row) for row in reader]
            columns = reader.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: not a readable CSV file: {error}") from error
    if not {"name", "qid"} <= set(columns) <= set(COLUMNS):
        raise UsageError(f"{path}:1: the header must be name,qid and may go on with article,action")
    return tuple(_correction(row, f"{path}:{number}") for number, row in rows)


def _correction(row: dict[str, str | None], where: str) -> Correction:
    name, qid, article, action = ((row.get(column) or "").strip() for column in COLUMNS)
    if not name or (qid and not (qid[0] == "Q" and qid[1:].isdecimal())):
        raise UsageError(f"{where}: needs a name, and a qid such as Q42 or an empty one for no item")
    if action not in ("", *ACTIONS):
        raise UsageError(f"{where}: action {action!r} is unknown; known: {', '.join(ACTIONS)}")
    if action == "never" and not qid:
        raise UsageError(f"{where}: never needs the qid that {name} is not")
    return Correction(name, qid or None, article or None, action == "never")


def apply_authority(
    links: Iterable[Link], extraction: Extraction, article: Article, corrections: Iterable[Correction]
) -> tuple[Link, ...]:
    """The links with the corrections applied, by any name of the entity in its article, in file order."""
    by_entity = {link.entity: link for link in links}
    for correction in corrections:
        for entity in extraction.entities:
            if correction.concerns(entity, article):
                old = by_entity.get(entity.key, Link(entity.key, entity.qid, 1.0))
                by_entity[entity.key] = correction.corrected(old)
    return tuple(by_entity.values())

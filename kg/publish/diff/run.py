"""`kg diff`: lines of text, of JSON, or of an RDF patch."""

import json
from collections.abc import Iterator
from pathlib import Path

from kg.publish.diff.compare import Change, compare
from kg.publish.diff.words import ArticleChange, Summary, as_json, as_text, in_words
from kg.publish.export.index import Index, shared_index
from kg.rdf.vocabulary import SKOS

__all__ = ["diff_lines", "patch_lines"]


def diff_lines(old: Path, new: Path, form: str, summary: Summary) -> Iterator[str]:
    """What changed, as "text" or "json" (one object a line); `summary` counts along. Raises like `compare`."""
    names = _names(old, new)
    changes = _told(compare(old, new), names, summary)
    if form == "text":
        yield from as_text(changes, summary)
    else:
        for change in changes:
            yield json.dumps(as_json(change), ensure_ascii=False)


def _told(changes: Iterator[Change], names: Index, summary: Summary) -> Iterator[ArticleChange]:
    for change in changes:
        told = in_words(change, names)
        summary.add(told, is_article=bool(change.article))
        yield told


def _names(old: Path, new: Path) -> Index:
    """The labels of shared entities, of the new dump before those of the old."""
    labels = frozenset({SKOS.prefLabel})
    return shared_index(new, labels, behind=shared_index(old, labels))


def patch_lines(old: Path, new: Path, summary: Summary) -> Iterator[str]:
    """What changed as an RDF patch: deletions and additions in one transaction.

    The format is that of https://afs.github.io/rdf-delta/rdf-patch.html. Raises like `compare`.
    """
    yield "TX ."
    for change in compare(old, new):
        lost, gained = change.lost, change.gained
        summary.added += len(gained)
        summary.removed += len(lost)
        yield from (f"D {line.rstrip()}" for line in lost)
        yield from (f"A {line.rstrip()}" for line in gained)
    yield "TC ."

"""Changes in words: which facts, reports, statements, roles and links were gained, lost or changed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import NamedNode

from kg.publish.diff.compare import Change, quads_of
from kg.publish.export.index import Index
from kg.rdf.vocabulary import DCTERMS, KG, OWL, RDF, RDFS, SCHEMA, SKOS, WD_BASE
from kg.rdf.write import compact_iri

__all__ = ["ArticleChange", "Summary", "as_json", "as_text", "in_words"]

KINDS: Final = {
    KG.Event.value: "fact",
    KG.ReportedEvent.value: "reported",
    KG.Statement.value: "statement",
    KG.ReportedStatement.value: "reported statement",
    KG.Role.value: "role",
}
"""The records that are told one by one."""

LONGEST = 120
UNSAID: Final = frozenset({KG.confidence.value, RDF.type.value, RDFS.label.value})
"""Predicates that a changed record is not described by: the label says it, or it is no fact."""


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """An article or shared entity: `state` is new, gone, withdrawn or changed.

    `lines` are what changed: +, - or ~, the kind of record, and the record in words. `added` and `removed` count quads.
    """

    iri: str
    name: str
    state: str
    lines: tuple[tuple[str, str, str], ...]
    added: int
    removed: int


@dataclass(slots=True)
class Summary:
    """All changes, counted."""

    articles: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    records: Counter[tuple[str, str]] = field(default_factory=Counter)
    added: int = 0
    removed: int = 0

    def add(self, change: ArticleChange, *, is_article: bool) -> None:
        """Count one."""
        state = change.state if change.lines else "changed in evidence or metadata only"
        (self.articles if is_article else self.entities)[state] += 1
        self.records.update((sign, kind) for sign, kind, _ in change.lines if kind in KINDS.values())
        self.added += change.added
        self.removed += change.removed

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return not self.added and not self.removed

    def __str__(self) -> str:
        """The numbers in one line."""
        if self.same:
            return "the same"
        parts = [f"{n:,} articles {state}" for state, n in sorted(self.articles.items())]
        parts += [f"{n:,} shared records {state}" for state, n in sorted(self.entities.items())]
        parts += [
            f"{sign}{n:,} {kind}"
            for (sign, kind), n in sorted(self.records.items(), key=lambda r: (r[0][1], r[0]))
        ]
        return f"{', '.join(parts)}; +{self.added:,} -{self.removed:,} quads"


def in_words(change: Change, names: Index) -> ArticleChange:
    """One change told; `names` are the labels of shared entities."""
    old, new = (Index(quads_of(lines), behind=names) for lines in (change.old, change.new))
    state = "new" if not change.old else "gone" if not change.new else "changed"
    if KG.WithdrawnArticle.value in new.all(change.owner, RDF.type):
        state = "withdrawn"
    told = _records(old, new) if change.article else _entity(change.owner, old, new)
    here = new if change.new else old
    return ArticleChange(
        change.owner,
        _title(here, change.owner) if change.article else _name(here, change.owner),
        state,
        tuple(told),
        len(change.gained),
        len(change.lost),
    )


def _title(index: Index, article: str) -> str:
    name = index.one(article, DCTERMS.identifier) or article
    headline = index.one(article, SCHEMA.headline)
    day = index.one(article, SCHEMA.datePublished)[:10]
    return " · ".join(part for part in (name, day, headline) if part)


def _records(old: Index, new: Index) -> Iterator[tuple[str, str, str]]:
    """Records lost, gained, and those that are still there and say something else."""
    before, after = _told(old), _told(new)
    for record in sorted({*before, *after}, key=lambda r: (*_place(r), r)):
        if record not in after:
            yield "-", before[record], _say(old, record)
        elif record not in before:
            yield "+", after[record], _say(new, record)
        else:
            what = _differences(old, new, record)
            if before[record] != after[record]:
                yield "~", after[record], f"{_say(new, record)} (was {before[record]})"
            elif what:
                yield "~", after[record], f"{_say(new, record)} ({what})"


def _told(index: Index) -> dict[str, str]:
    classes = [NamedNode(name) for name in KINDS]
    return {
        record: next(KINDS[c] for c in KINDS if c in index.all(record, RDF.type))
        for record in index.of_class(*classes)
    }


def _place(iri: str) -> tuple[str, int]:
    """In the order of the text."""
    start = iri.rpartition("/")[2].partition("-")[0]
    return "text" if "/text/" in iri else "headline", int(start) if start.isdecimal() else 0


def _differences(old: Index, new: Index, record: str) -> str:
    said = []
    for predicate in sorted({*old.predicates(record), *new.predicates(record)} - UNSAID):
        was, now = (index.all(record, NamedNode(predicate)) for index in (old, new))
        if was != now:
            told = " → ".join(
                ", ".join(_name(index, value) for value in values) or "none"
                for index, values in ((old, was), (new, now))
            )
            said.append(f"{(compact_iri(predicate) or predicate).partition(':')[2]}: {told}")
    return "; ".join(said)


def _say(index: Index, record: str) -> str:
    label = index.one(record, RDFS.label)
    if label:
        return label
    if index.one(record, KG.title):
        parts = (index.one(record, KG.status), index.one(record, KG.title))
        of = [_name(index, node) for p in (KG.organization, KG.country) for node in index.all(record, p)]
        return f"{_name(index, index.one(record, KG.holder))}: {' '.join(parts)}" + "".join(
            f", {n}" for n in of
        )
    speakers = ", ".join(_name(index, node) for node in index.all(record, KG.speaker)) or "somebody"
    return f"{speakers}: “{index.one(record, KG.content)}”"


def _name(index: Index, node: str) -> str:
    return index.one(node, SKOS.prefLabel) or index.one(node, RDFS.label) or compact_iri(node) or node


def _entity(node: str, old: Index, new: Index) -> Iterator[tuple[str, str, str]]:
    was, now = old.one(node, OWL.sameAs), new.one(node, OWL.sameAs)
    if was != now:
        items = [item.removeprefix(WD_BASE) or "none" for item in (was, now)]
        yield "~", "link", " → ".join(items)
    for predicate in sorted({*old.predicates(node), *new.predicates(node)} - {OWL.sameAs.value}):
        term = NamedNode(predicate)
        name = (compact_iri(predicate) or predicate).partition(":")[2] or predicate
        for value in sorted({*new.all(node, term)} - {*old.all(node, term)}):
            yield "+", name, _name(new, value)
        for value in sorted({*old.all(node, term)} - {*new.all(node, term)}):
            yield "-", name, _name(old, value)


def as_text(changes: Iterable[ArticleChange], summary: Summary) -> Iterator[str]:
    """Lines for people: each article that changed with what it gained and lost, then the numbers."""
    for change in changes:
        if change.state == "changed":
            if change.lines:
                yield f"changed: {change.name}"
            yield from (f"  {sign} {kind}: {_clip(text)}" for sign, kind, text in change.lines)
        else:
            yield f"{change.state}: {change.name}"
            counts = Counter(kind for _, kind, _ in change.lines if kind in KINDS.values())
            if counts:
                yield "  " + ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items()))
    yield str(summary)


def _clip(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def as_json(change: ArticleChange) -> dict[str, Any]:
    """A change as a JSON object."""
    return {
        "iri": change.iri,
        "name": change.name,
        "state": change.state,
        "changes": [{"sign": sign, "kind": kind, "text": text} for sign, kind, text in change.lines],
        "quads": {"added": change.added, "removed": change.removed},
    }

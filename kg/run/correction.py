"""A correction, and what corrections change: links and records of an article, and what is one across articles."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from kg.article import Article
from kg.rdf.select import publishable
from kg.records import Entity, Extraction, Link

__all__ = ["ACTIONS", "Action", "Corrected", "Correction", "RecordName", "apply_corrections"]

Action = Literal["link", "never", "drop", "retract", "apart", "join"]
ACTIONS: tuple[Action, ...] = get_args(Action)
KINDS = ("entity", "event", "statement", "role")
"""Records that a correction can name by IRI."""
_RECORD = re.compile(rf"(\S+/article/[0-9a-f]{{32}})/({'|'.join(KINDS)})/(\S+)")


@dataclass(frozen=True, slots=True)
class RecordName:
    """A record of an article, whose IRI is `article`."""

    article: str
    kind: str
    key: str

    @classmethod
    def of(cls, iri: str) -> "RecordName | None":
        """The record with this IRI; None for an IRI that no record has.

        >>> RecordName.of(f"https://data.example/article/{'0' * 32}/event/text/12-20").key
        'text/12-20'
        """
        match = _RECORD.fullmatch(iri)
        return cls(*match.groups()) if match else None

    @property
    def name(self) -> tuple[str, str]:
        """Article and key, as clusters name their members."""
        return self.article, self.key


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that is to be otherwise; `where` says in which file and line that stands.

    It is about `name`, in any article or in `article` (an identifier, URL or IRI), or about `record`. `qid` is the
    item that it means, or never means (None: no item); `other` the record that it is apart from or one with;
    `cluster` the IRI of a cluster that is not made.
    """

    action: Action
    name: str = ""
    qid: str | None = None
    article: str | None = None
    record: RecordName | None = None
    other: RecordName | None = None
    cluster: str = ""
    where: str = ""

    def __str__(self) -> str:
        """The correction as a line of the report.

        >>> print(Correction("never", "Georgia", "Q230", where="fixes.csv:2"))
        fixes.csv:2: never Georgia Q230
        """
        records = [f"{r.article}/{r.kind}/{r.key}" for r in (self.record, self.other) if r is not None]
        scope = f"in {self.article}" if self.article else ""
        said = (self.action, self.name, *records, self.cluster, self.qid or "", scope)
        return f"{self.where}: {' '.join(part for part in said if part)}"

    def concerns(self, entity: Entity, article: Article, iri: str) -> bool:
        """Whether it is about this entity of the article with this IRI."""
        if self.record is not None:
            return self.record == RecordName(iri, "entity", entity.key)
        if self.article is not None and self.article not in (article.id, article.url, iri):
            return False
        names = {name.casefold() for name in (entity.name, *entity.aliases)}
        return self.name.casefold() in names

    def corrected(self, link: Link) -> Link:
        """The link as it should be."""
        if self.action == "never":
            near = tuple(candidate for candidate in link.candidates if candidate[0] != self.qid)
            if link.qid != self.qid:
                return replace(link, candidates=near)
            return replace(link, qid=None, confidence=0.0, label="", candidates=near, reason="authority file")
        confidence = 1.0 if self.qid else 0.0
        return Link(link.entity, self.qid, confidence, reason="authority file")


@dataclass(frozen=True, slots=True)
class Corrected:
    """An extraction with its links after corrections; `matched` are the places of those that were about it."""

    extraction: Extraction
    matched: tuple[int, ...] = ()


def apply_corrections(
    extraction: Extraction, article: Article, iri: str, corrections: Sequence[Correction]
) -> Corrected:
    """What the corrections leave of an article with the IRI `iri`: links first, in their order, then what is dropped."""
    links = {link.entity: link for link in extraction.links}
    matched: set[int] = set()
    gone: set[tuple[str, str]] = set()
    for place, correction in enumerate(corrections):
        if correction.action == "drop":
            named = _named(correction, extraction, article, iri)
            gone |= named
            matched |= {place} if named else set()
        elif correction.action in ("link", "never"):
            for entity in extraction.entities:
                if entity.named and correction.concerns(entity, article, iri):
                    old = links.get(entity.key, Link(entity.key, entity.qid, 1.0))
                    links[entity.key] = correction.corrected(old)
                    matched.add(place)
    left = replace(extraction, links=tuple(links.values()))
    return Corrected(_without(left, article, gone) if gone else left, tuple(sorted(matched)))


def _named(
    correction: Correction, extraction: Extraction, article: Article, iri: str
) -> set[tuple[str, str]]:
    """Kind and key of each record that is to go."""
    record = correction.record
    if record is None or record.kind == "entity":
        entities = (e for e in extraction.entities if e.named or record is not None)
        return {("entity", e.key) for e in entities if correction.concerns(e, article, iri)}
    known: Iterable[str] = {
        "event": [event.key for event in extraction.events],
        "statement": [statement.key for statement in extraction.statements],
        "role": [role.key for role in extraction.roles],
    }[record.kind]
    return {(record.kind, record.key)} if record.article == iri and record.key in known else set()


def _without(extraction: Extraction, article: Article, gone: set[tuple[str, str]]) -> Extraction:
    """The extraction without some records and without what depends on them."""
    entities = {key for kind, key in gone if kind == "entity"}
    left = replace(
        extraction,
        entities=tuple(e for e in extraction.entities if ("entity", e.key) not in gone),
        roles=tuple(r for r in extraction.roles if ("role", r.key) not in gone),
        statements=tuple(s for s in extraction.statements if ("statement", s.key) not in gone),
        events=tuple(
            # a label names participants
            replace(e, label="") if entities.intersection((*e.agents, *e.patients, *e.recipients)) else e
            for e in extraction.events
            if ("event", e.key) not in gone
        ),
    )
    return publishable(article, left)

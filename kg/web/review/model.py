"""What a review shows, before it is written for a terminal or as a page.

A review is a list of rows, one a sentence; a row has its text with marks in it and the findings beside it;
a finding is a label and lines of runs. Text here is as it stands in the article: renderers escape it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal

from kg.article import Article
from kg.records import AUTHOR, Entity, Event, Extraction, Link, Perspective, Span, Statement, TimeSpan
from kg.trace import Trace

__all__ = ["Book", "Finding", "Line", "Mark", "Review", "Row", "Run", "Style"]

MarkStyle = Literal["mention", "metonym", "fact", "reported", "cue", "content", "role", "time"]
Style = Literal["plain", "dim", "strong", "name", "link", "fact", "reported", "quote", MarkStyle]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style; `target` is an entity key or a QID that it leads to."""

    text: str
    style: Style = "plain"
    target: str = ""


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found; `fact` is None where the question does not arise."""

    label: str
    lines: tuple[Line, ...]
    fact: bool | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start <= i < end` of a row's text that something was found at."""

    start: int
    end: int
    style: MarkStyle
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence and what was found in it."""

    span: Span
    text: str
    part: str
    marks: tuple[Mark, ...]
    findings: tuple[Finding, ...]

    def pieces(self) -> Iterator[tuple[str, tuple[Mark, ...]]]:
        """The text cut at the edges of its marks, each piece with the marks that cover it, outer ones first."""
        edges = {0, len(self.text)} | {edge for mark in self.marks for edge in (mark.start, mark.end)}
        for start, end in pairwise(sorted(edges)):
            yield self.text[start:end], tuple(m for m in self.marks if m.start <= start and end <= m.end)


@dataclass(frozen=True, slots=True)
class Review:
    """Everything a review shows, in order."""

    title: str
    facts: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]
    entities: tuple[Finding, ...]
    losses: tuple[str, ...]


@dataclass(frozen=True)
class Book:
    """Look-up by key in one extraction; with a trace the reasons are shown too."""

    article: Article
    extraction: Extraction
    trace: Trace | None = None
    entities: dict[str, Entity] = field(init=False)
    links: dict[str, Link] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "entities", {e.key: e for e in self.extraction.entities})
        object.__setattr__(self, "links", {link.entity: link for link in self.extraction.links})

    @cached_property
    def times(self) -> dict[str, TimeSpan]:
        """Times by key."""
        return {time.key: time for time in self.extraction.times}

    @cached_property
    def events(self) -> dict[str, Event]:
        """Events by key."""
        return {event.key: event for event in self.extraction.events}

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """Statements by key."""
        return {statement.key: statement for statement in self.extraction.statements}

    @cached_property
    def perspectives(self) -> dict[str, list[Perspective]]:
        """Perspectives by the key of their event."""
        found: dict[str, list[Perspective]] = {}
        for perspective in self.extraction.perspectives:
            found.setdefault(perspective.event, []).append(perspective)
        return found

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences, headline first; whole lines where an extraction has none; never empty."""
        if self.extraction.sentences:
            return tuple(sorted(self.extraction.sentences, key=_order))
        title = self.article.title
        lines = (Span(0, len(title), "headline"),) if title else ()
        return (*lines, *_lines(self.article.text)) or (Span(0, 0),)

    def home(self, span: Span) -> Span:
        """The sentence where something at `span` is shown: the last one that begins before it."""
        same = [s for s in self.sentences if s.context == span.context] or list(self.sentences)
        before = [s for s in same if s.start <= span.start]
        return before[-1] if before else same[0]

    def text(self, span: Span) -> str:
        """The characters of a span."""
        whole = (self.article.title or "") if span.context == "headline" else self.article.text
        return whole[span.start : span.end]

    def name(self, key: str) -> str:
        """The name of an entity, or the label of an event or statement."""
        if key in self.entities:
            return self.entities[key].name
        if key in self.events:
            return self.events[key].label or self.events[key].lemma
        return "the article" if key == AUTHOR else key

    def who(self, key: str) -> Line:
        """An entity by name, with its item when it is linked; an event by its label."""
        if key not in self.entities:
            return (Run(self.name(key), "strong"),)
        qid = self.qid(key)
        return (Run(self.name(key), "name", key), *((Run(" "), Run(qid, "link", qid)) if qid else ()))

    def qid(self, key: str) -> str | None:
        """The item that an entity is linked to."""
        link = self.links.get(key)
        return link.qid if link else self.entities[key].qid

    def link(self, key: str) -> Line:
        """The Wikidata item of an entity with the confidence, else the best candidate with a question mark."""
        link = self.links.get(key)
        qid = self.qid(key) if key in self.entities else None
        if qid:
            sure = (Run(f" {link.confidence:.2f}", "dim"),) if link else ()
            return (Run(" "), Run(qid, "link", qid), *sure)
        if link and link.candidates:
            best, score = link.candidates[0]
            return (Run(f" {best}? {score:.2f}", "dim", best),)
        return ()


def _order(span: Span) -> tuple[bool, int, int]:
    return span.context != "headline", span.start, span.end


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield Span(start, start + len(line.rstrip()))
        start += len(line)

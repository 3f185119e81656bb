"""Records written by hand: an article as annotators see it, and what could be found in it."""

import re
from typing import Any

from kg.records import Entity, Event, Extraction, Mention, Role, Span, Statement
from kg.score.facts import read_facts
from kg.score.figure import FIGURES, value_of
from kg.score.mark import read_marks
from kg.score.record import GoldArticle
from kg.score.report import Scored, score_article

__all__ = [
    "article",
    "event",
    "extraction",
    "figure",
    "found_event",
    "found_statement",
    "mention",
    "person",
    "said",
    "scored",
    "span",
    "titled",
    "value",
]


def article(marked: str, entities: dict[str, Any] | None = None, **rows: Any) -> GoldArticle:
    """An annotated article; entities are people called like their first mention, unless said otherwise."""
    text, mentions = read_marks(marked)
    known = {m.entity: {"type": "PERSON", "name": text[m.start : m.end]} for m in reversed(mentions)}
    for key, values in (entities or {}).items():
        known[key] = {"type": "PERSON", "name": key, **known.get(key, {}), **values}
    facts = read_facts({"entities": known, **rows}, text, mentions)
    assert facts.faults == []
    return GoldArticle(
        "a", text, None, None, None, mentions, facts.entities, facts.roles, facts.statements, facts.events
    )


def said(ident: str, content: str, **values: Any) -> dict[str, Any]:
    """An annotated statement."""
    return {"id": ident, "content": [content], "form": "indirect", "act": "assert", **values}


def event(ident: str, trigger: str, **values: Any) -> dict[str, Any]:
    """An annotated event: a fact, unless said otherwise."""
    row = {
        "id": ident,
        "trigger": trigger,
        "near": trigger,
        "type": "OTHER",
        "fact": True,
        "source": "author",
    }
    return {**row, "polarity": "+", "certainty": "certain", "temporality": "past", **values}


def span(text: str, piece: str, nth: int = 1) -> Span:
    """Where a piece stands in the text."""
    found = [match.span() for match in re.finditer(re.escape(piece), text)][nth - 1]
    return Span(*found)


def person(key: str, name: str | None = None, **values: Any) -> Entity:
    """An entity that we found."""
    return Entity(key, values.pop("type", "person"), name or key, **values)


def mention(text: str, piece: str, entity: str, nth: int = 1, **values: Any) -> Mention:
    """A mention that we found, a name unless said otherwise."""
    return Mention(span(text, piece, nth), values.pop("kind", "name"), entity, **values)


def titled(text: str, title: str, holder: str) -> Role:
    """A role that we found."""
    return Role("r", span(text, title), holder, title)


def extraction(**records: Any) -> Extraction:
    """What we found."""
    return Extraction(**{name: tuple(values) for name, values in records.items()})


def scored(gold: GoldArticle, **records: Any) -> Scored:
    """The article scored against what we found."""
    return score_article(gold, extraction(**records))


def figure(of: Scored, ident: str) -> tuple[float, float, float]:
    """Right, gold and found of a figure."""
    tally = of.tallies[ident]
    return tally.hit, tally.gold, tally.found


def value(of: Scored, ident: str) -> float | None:
    """The value of a figure."""
    return value_of(next(f for f in FIGURES if f.id == ident), of.tallies)


def found_event(text: str, trigger: str, **values: Any) -> Event:
    """An event that we found: a fact, unless said otherwise."""
    at = span(text, trigger)
    defaults = {"key": trigger, "lemma": trigger, "fact": True, "mentions": (at,)}
    return Event(span=at, **{**defaults, **values})


def found_statement(text: str, content: str, **values: Any) -> Statement:
    """A statement that we found."""
    defaults = {"key": content, "fact": True, "content": content, "form": "indirect"}
    return Statement(content_spans=(span(text, content),), **{**defaults, **values})

"""What of an extraction is published: no record whose span is not in the text, nobody who is left out, no loose end."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from kg.article import Article
from kg.records import (
    AUTHOR,
    Entity,
    Event,
    Extraction,
    Mention,
    Perspective,
    Role,
    Span,
    Statement,
    TimeSpan,
)

__all__ = ["People", "accepted_qids", "publishable", "text_of"]

People = Literal["all", "public", "linked"]
T = TypeVar("T")


def text_of(article: Article, span: Span) -> str:
    """The characters of a span, "" when it is not in the text."""
    text = article.text if span.context == "text" else article.title or ""
    return text[span.start : span.end] if 0 <= span.start < span.end <= len(text) else ""


def accepted_qids(extraction: Extraction) -> dict[str, str]:
    """The Wikidata item of each linked entity: the linker's, else that of our data.

    An anonymous or unnamed entity has none, whatever the linker thinks.
    """
    links = {link.entity: link.qid for link in extraction.links}
    found = {e.key: links.get(e.key, e.qid) for e in extraction.entities if e.named and not e.anonymous}
    return {key: qid for key, qid in found.items() if qid}


def publishable(article: Article, extraction: Extraction, people: People = "all") -> Extraction:
    """The part of an extraction that can be published; what a fault costs is added to its `losses`.

    A record with a span outside the text goes, and what depends on it; references to what is gone are cut.
    `people`: "public" leaves out unlinked people who neither speak nor hold a role, "linked" all unlinked ones.
    """
    return _Selection(article, extraction, _left_out(extraction, people)).run()


def _left_out(extraction: Extraction, people: People) -> frozenset[str]:
    if people == "all":
        return frozenset()
    linked = accepted_qids(extraction)
    unlinked = {e.key for e in extraction.entities if e.type == "person" and e.key not in linked}
    if people == "linked":
        return frozenset(unlinked)
    speakers = {key for s in extraction.statements for key in (*s.speakers, s.on_behalf_of)}
    return frozenset(unlinked - speakers - {role.holder for role in extraction.roles})


@dataclass(slots=True)
class _Selection:
    """The records that stay; each step needs those before it."""

    article: Article
    extraction: Extraction
    left_out: frozenset[str]

    def run(self) -> Extraction:
        found = self.extraction
        losses: list[str] = []
        unnamed = frozenset(e.key for e in found.entities if not e.named)
        sources = unnamed.intersection(key for s in found.statements if s.anonymous for key in s.speakers)
        known = frozenset(e.key for e in found.entities) - self.left_out
        roles = self._whole(found.roles, lambda r: (r.span,), losses, "role")
        roles = [self._role(r, known) for r in roles if r.holder in known]
        times = self._whole(found.times, lambda t: (t.span,), losses, "time")
        times = [self._time(t, losses) for t in times]
        statements = self._whole(found.statements, lambda s: s.content_spans, losses, "statement")
        statements = [
            s for s in statements if s.content_spans and (s.anonymous or known.intersection(s.speakers))
        ]
        said = frozenset(s.key for s in statements)
        perspectives = [p for p in found.perspectives if self._held(p, known, said)]
        seen = frozenset(p.event for p in perspectives)
        events = self._whole(found.events, lambda e: (e.span,), losses, "event")
        happened = frozenset(e.key for e in events) & seen
        return replace(
            found,
            entities=tuple(self._entity(e, known, sources) for e in found.entities if e.key in known),
            mentions=tuple(self._mentions(known)),
            roles=tuple(roles),
            times=tuple(times),
            events=tuple(self._event(e, known, happened) for e in events if e.key in happened),
            perspectives=tuple(p for p in perspectives if p.event in happened),
            statements=tuple(self._statement(s, known, said, happened) for s in statements),
            sentences=tuple(s for s in found.sentences if text_of(self.article, s)),
            links=tuple(link for link in found.links if link.entity in known),
            losses=(*found.losses, *losses),
        )

    def _whole(
        self, records: Iterable[T], spans: Callable[[T], tuple[Span, ...]], losses: list[str], kind: str
    ) -> list[T]:
        """The records whose spans are all in the text, each key once."""
        kept: dict[str, T] = {}
        for record in records:
            key: str = record.key  # type: ignore[attr-defined]
            if not all(text_of(self.article, span) for span in spans(record)):
                losses.append(f"{kind} {key}: its span is not in the text")
            elif key in kept and kept[key] != record:
                losses.append(f"{kind} {key}: a second one with the same key")
            else:
                kept[key] = record
        return list(kept.values())

    def _held(self, perspective: Perspective, known: frozenset[str], said: frozenset[str]) -> bool:
        if perspective.statement is not None and perspective.statement not in said:
            return False
        return perspective.source == AUTHOR or perspective.source in known

    def _entity(self, entity: Entity, known: frozenset[str], sources: frozenset[str]) -> Entity:
        country = entity.country if entity.country in known and entity.country != entity.key else None
        return replace(entity, country=country, anonymous=entity.anonymous or entity.key in sources)

    def _mentions(self, known: frozenset[str]) -> list[Mention]:
        """One mention a span, the surest."""
        kept: dict[Span, Mention] = {}
        for mention in self.extraction.mentions:
            if mention.entity not in known or not text_of(self.article, mention.span):
                continue
            stands_for = mention.stands_for if mention.stands_for in known else None
            rival = kept.get(mention.span)
            if rival is None or mention.confidence > rival.confidence:
                kept[mention.span] = replace(mention, stands_for=stands_for)
        return list(kept.values())

    def _time(self, time: TimeSpan, losses: list[str]) -> TimeSpan:
        if time.earliest is None or time.latest is None or time.earliest <= time.latest:
            return time
        losses.append(f"time {time.key}: no days, as {time.earliest} is after {time.latest}")
        return replace(time, earliest=None, latest=None)

    def _role(self, role: Role, known: frozenset[str]) -> Role:
        return replace(role, organization=_one(role.organization, known), country=_one(role.country, known))

    def _event(self, event: Event, known: frozenset[str], happened: frozenset[str]) -> Event:
        keys = {
            *event.agents,
            *event.patients,
            *event.recipients,
            *event.instruments,
            *event.topics,
            event.place,
        }
        others = happened - {event.key}
        return replace(
            event,
            agents=_those(event.agents, known),
            patients=_those(event.patients, known),
            recipients=_those(event.recipients, known),
            instruments=_those(event.instruments, known),
            topics=_those(event.topics, known | others),
            place=_one(event.place, known),
            label="" if keys & self.left_out else event.label,
            version_of=_one(event.version_of, others),
            sub_event_of=_one(event.sub_event_of, others),
            mentions=tuple(span for span in event.mentions if span != event.span),
        )

    def _statement(
        self, statement: Statement, known: frozenset[str], said: frozenset[str], happened: frozenset[str]
    ) -> Statement:
        return replace(
            statement,
            fact=statement.fact and statement.reported_in is None,
            content_spans=tuple(sorted(statement.content_spans, key=lambda span: (span.context, span.start))),
            speakers=_those(statement.speakers, known),
            addressee=_one(statement.addressee, known),
            on_behalf_of=_one(statement.on_behalf_of, known),
            mentions=_those(statement.mentions, known),
            reports=_those(statement.reports, happened),
            reported_in=_one(statement.reported_in, said - {statement.key}),
            denies=_those(statement.denies, said - {statement.key}),
            confirms=_those(statement.confirms, said - {statement.key}),
        )


def _one(key: str | None, known: frozenset[str]) -> str | None:
    return key if key in known else None


def _those(keys: tuple[str, ...], known: frozenset[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in keys if key in known))

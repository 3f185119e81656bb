"""An article's extraction to its profile: names with what the article says of them, and what else it is about."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kg.article import Article
from kg.extract.lexicon import genders
from kg.records import Entity, Event, Extraction, Mention, Role, TimeSpan
from kg.resolve.name import full_name, surname, word_key
from kg.resolve.profile import EntityProfile, EventProfile, Profile, RoleProfile
from kg.wikidata.base import KnowledgeBase
from kg.wikidata.kinds import Kind
from kg.wikidata.names import name_tokens
from kg.wikidata.situation import state_of
from kg.wikidata.term import office_words
from kg.wikidata.words import common_words, word_sets

__all__ = ["collect", "item_of"]

MOST_CONTEXT = 40
"""Names and items that are kept of one article, the most mentioned first."""
_STATES = frozenset({Kind.COUNTRY, Kind.TERRITORY, Kind.FORMER_COUNTRY})
_ENOUGH = 3
"""Mentions beyond which an entity does not count more."""
_MOSTLY = 0.4
"""Share of the countries' mentions that makes one the setting."""
_AGE_BEHIND = re.compile(r"\s*[,(]\s*(?:aged?\s+)?(\d{1,3})\s*[,).]|,?\s+aged\s+(\d{1,3})\b")
_AGE_BEFORE = re.compile(r"\b(\d{1,3})-year-old(?:\s+[\w'-]+){0,3}\s+$")
_OLDEST = 110
_COUNTED = frozenset({"person", "organization", "artifact", "work", "agreement", "event"})
"""Types of entities that tell what an article is about."""


def item_of(entity: Entity, qids: Mapping[str, str]) -> str:
    """How the entities of different articles are compared: by item, else by type and name."""
    return qids.get(entity.key) or f"{entity.type}|{word_key(entity.name)}"


def collect(
    article: Article,
    extraction: Extraction,
    iri: str,
    *,
    qids: Mapping[str, str],
    published: Callable[[str, str], bool],
    kb: KnowledgeBase,
) -> Profile:
    """The profile of an article with the IRI `iri`.

    `qids` are the items of its linked entities; `published("entity", key)` and `published("event", key)` say
    whether a record is in the dump.
    """
    reader = _Reader(article, extraction, qids, kb)
    named = [e for e in extraction.entities if e.named and not e.anonymous]
    events = [e for e in extraction.events if e.type and published("event", e.key)]
    return Profile(
        article=iri,
        date=(article.date or "")[:10],
        setting=reader.setting(),
        context=tuple(reader.context(named)),
        entities=tuple(
            reader.entity(entity) for entity in named if entity.key in qids or published("entity", entity.key)
        ),
        events=tuple(profile for event in events if (profile := reader.event(event)) is not None),
    )


@dataclass(slots=True)
class _Reader:
    article: Article
    found: Extraction
    qids: Mapping[str, str]
    kb: KnowledgeBase

    def _weights(self) -> Counter[str]:
        return Counter(mention.entity for mention in self.found.mentions)

    def _land(self, key: str | None) -> str:
        """The QID of the state that a linked entity is or lies in."""
        qid = self.qids.get(key or "")
        item = self.kb.item(qid) if qid else None
        return (state_of(item, self.kb) if item is not None else None) or ""

    def setting(self) -> str:
        """The state that the article is mostly about, "" if none stands out."""
        counts: Counter[str] = Counter()
        for key, count in self._weights().items():
            if land := self._land(key):
                counts[land] += min(count, _ENOUGH)
        best = min(counts, key=lambda land: (-counts[land], land), default="")
        return best if best and counts[best] >= _MOSTLY * counts.total() else ""

    def context(self, named: list[Entity]) -> Iterator[tuple[str, int]]:
        weights = self._weights()
        found: dict[str, tuple[int, int]] = {}
        for entity in named:
            if entity.type in _COUNTED or entity.key in self.qids or entity.type == "place":
                found.setdefault(item_of(entity, self.qids), (self._telling(entity), weights[entity.key]))
        order = sorted(found, key=lambda item: (-found[item][1], -found[item][0], item))
        for item in sorted(order[:MOST_CONTEXT]):
            yield item, found[item][0]

    def _telling(self, entity: Entity) -> int:
        """What sharing an entity says of two articles, 1 to 10: much, if it is seldom in the news."""
        if entity.key in self.qids:
            item = self.kb.item(self.qids[entity.key])
            if item is None:
                return 8
            return 1 if item.kind in _STATES else max(1, min(10, (240 - item.prior) // 10))
        words = name_tokens(entity.name)
        if len(words) > 1 and not all(word in common_words() for word in words):
            return 9
        return 3

    def entity(self, entity: Entity) -> EntityProfile:
        """What the article says of one of its entities."""
        qid = self.qids.get(entity.key, "")
        if qid:
            return EntityProfile(entity.key, entity.type, entity.name, qid)
        person = entity.type == "person"
        roles = [role for role in self.found.roles if role.holder == entity.key]
        return EntityProfile(
            key=entity.key,
            type=entity.type,
            name=entity.name,
            country=self._country(entity, roles),
            gender=self._gender(entity) if person else "",
            roles=tuple(sorted({self._role(role) for role in roles}, key=repr)),
            fields=self._fields(entity, roles) if person else (),
            born=self._born(entity) if person else (),
            bearers=self.kb.bearers(surname(entity.name)) if person else 0,
            generic=not person and _is_generic(entity.name),
        )

    def _gender(self, entity: Entity) -> str:
        words = full_name(entity.name)
        known = genders().get(entity.name.split()[0], "") if words else ""
        return known or (entity.gender if entity.gender in {"f", "m"} else "")

    def _country(self, entity: Entity, roles: list[Role]) -> str:
        lands = [self._land(key) for key in (entity.country, *(role.country for role in roles))]
        return next((land for land in lands if land), "")

    def _role(self, role: Role) -> RoleProfile:
        entities = {entity.key: entity for entity in self.found.entities}
        body = entities.get(role.organization or role.country or "")
        return RoleProfile(
            tuple(sorted(office_words(role.title))),
            item_of(body, self.qids) if body is not None else "",
            role.status == "current",
        )

    def _fields(self, entity: Entity, roles: list[Role]) -> tuple[str, ...]:
        texts = [role.title for role in roles]
        texts += [
            self._text(m) for m in self.found.mentions if m.entity == entity.key and m.kind == "nominal"
        ]
        words = {word.casefold() for text in texts for word in re.findall(r"\w+", text)}
        return tuple(sorted(field for field, known in word_sets("domain_words").items() if known & words))

    def _text(self, mention: Mention) -> str:
        return self._source(mention)[mention.span.start : mention.span.end]

    def _source(self, mention: Mention) -> str:
        return self.article.text if mention.span.context == "text" else self.article.title or ""

    def _born(self, entity: Entity) -> tuple[int, ...]:
        """The years of birth that an age beside a name leaves: "Ann Lee, 45," or "45-year-old Ann Lee"."""
        year = (self.article.date or "")[:4]
        if not year.isdecimal():
            return ()
        for mention in self.found.mentions:
            if mention.entity != entity.key or mention.kind != "name":
                continue
            text = self._source(mention)
            match = _AGE_BEHIND.match(text, mention.span.end) or _AGE_BEFORE.search(
                text[max(0, mention.span.start - 60) : mention.span.start]
            )
            age = int(next(group for group in match.groups() if group)) if match else 0
            if 0 < age < _OLDEST:
                return int(year) - age - 1, int(year) - age
        return ()

    def event(self, event: Event) -> EventProfile | None:
        """What tells an event from others; None when it has neither named participant nor day."""
        entities = {entity.key: entity for entity in self.found.entities}
        times: dict[str, TimeSpan] = {time.key: time for time in self.found.times}
        time = times.get(event.time or "")
        agents = (*event.agents,)
        patients = (*event.patients, *event.recipients)
        known = [key for key in (*agents, *patients) if self._reference(entities.get(key))]
        if not known:
            return None
        views = [p for p in self.found.perspectives if p.event == event.key]
        if any(view.polarity == "negative" for view in views):
            return None
        return EventProfile(
            key=event.key,
            fact=event.fact,
            type=event.type or "",
            mode=event.mode or "",
            lemma=event.lemma,
            agents=self._references(agents, entities),
            patients=self._references(patients, entities),
            place=self._reference(entities.get(event.place or "")),
            land=self._land(event.place),
            earliest=(time.earliest or "") if time else "",
            latest=(time.latest or "") if time else "",
            label=event.label,
            whole=len(known) == len(agents) + len(patients),
        )

    def _references(self, keys: tuple[str, ...], entities: Mapping[str, Entity]) -> tuple[str, ...]:
        return tuple(sorted({r for key in keys if (r := self._reference(entities.get(key)))}))

    def _reference(self, entity: Entity | None) -> str:
        if entity is None or not entity.named or entity.anonymous:
            return ""
        return self.qids.get(entity.key) or f"={entity.key}"


def _is_generic(name: str) -> bool:
    """Whether a name is made of ordinary words only, so that any country may have one."""
    return all(word in common_words() for word in name_tokens(name))

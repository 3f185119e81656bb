"""What an article tells about its entities besides their names: roles, countries, neighbours, the date."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.article import Article
from kg.records import Entity, Extraction, Mention, Role
from kg.wikidata.base import Item, KnowledgeBase
from kg.wikidata.context import content_words
from kg.wikidata.kinds import STATES, Kind

__all__ = ["Situation", "situation_of"]

_REACH, _HALVING, _FIRST_MENTIONS = 250, 40, 3
"""Characters within which names count as neighbours, and after which they count half; mentions looked around."""
_DATELINE = re.compile(r"[^\n—–]{0,50}?(?:[—–]|--|\s-\s)")
_MAIN_STATES = 2
"""States of an article that names without a country are looked up with."""


@dataclass(slots=True)
class Situation:
    """The evidence of one article; `linked` and `shares` grow while entities are decided."""

    day: int
    entities: Mapping[str, Entity]
    roles: Mapping[str, Sequence[Role]]
    speakers: frozenset[str]
    weights: Mapping[str, int]
    after: Mapping[str, Sequence[str]]
    near: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    filed_from: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    linked: dict[str, Item] = field(default_factory=dict)
    shares: dict[str, float] = field(default_factory=dict)
    regions: dict[str, str | None] = field(default_factory=dict)
    domains: Counter[str] = field(default_factory=Counter)
    _wanted: dict[str, str | None] = field(default_factory=dict)
    _near: dict[str, dict[str, float]] = field(default_factory=dict)
    _shared: dict[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The year of the article, 0 unknown."""
        return self.day // 10000

    def country_of(self, entity: Entity, kb: KnowledgeBase) -> str | None:
        """The QID of the state that the text gives an entity, or that of its role."""
        if entity.key not in self._wanted:
            self._wanted[entity.key] = self._find_country(entity, kb)
        return self._wanted[entity.key]

    def _find_country(self, entity: Entity, kb: KnowledgeBase) -> str | None:
        for key in (entity.country, *(role.country for role in self.roles.get(entity.key, ()))):
            if key is not None and (qid := self.state(key, kb)) is not None:
                return qid
        return None

    def near_states(self, entity: Entity, kb: KnowledgeBase) -> Mapping[str, float]:
        """The states that the text names around an entity, each with its share: near ones count more."""
        found = self._near.get(entity.key)
        if found is None:
            found = self._near[entity.key] = self._find_near(entity, kb)
        return found

    def _find_near(self, entity: Entity, kb: KnowledgeBase) -> dict[str, float]:
        weights: dict[str, float] = defaultdict(float)
        for key, weight in self.near.get(entity.key, {}).items():
            if (state := self.state(key, kb)) is not None:
                weights[state] += weight
        total = sum(weights.values())
        return {state: weight / total for state, weight in weights.items()}

    def states_of(self, entity: Entity, kb: KnowledgeBase) -> tuple[str, ...]:
        """The states that an entity may belong to: its own, those named around it, those that the article is most about."""
        own = self.country_of(entity, kb)
        near, most = self.near_states(entity, kb), self.shares
        order = [
            *([own] if own else []),
            *sorted(near, key=lambda state: (-near[state], state))[:_MAIN_STATES],
            *sorted(most, key=lambda state: (-most[state], state))[:_MAIN_STATES],
        ]
        return tuple(dict.fromkeys(order))

    def state(self, key: str, kb: KnowledgeBase) -> str | None:
        """The QID of the state that an entity is or is part of, as far as it is linked."""
        item = self.linked.get(key)
        return None if item is None else state_of(item, kb)

    def shared_words(self, item: Item) -> tuple[int, int]:
        """How many words of content an item's description has, and how many of them the article has too."""
        found = self._shared.get(item.index)
        if found is None:
            described = content_words(item.description)
            found = self._shared[item.index] = len(described), len(described & self.words)
        return found

    def is_behind_place(self, key: str, country: str | None) -> bool:
        """Whether an entity follows a place of the country after a comma, as a region does ("Buffalo, New York")."""
        for first, keys in self.after.items():
            if key in keys and (entity := self.entities.get(first)) is not None and entity.type == "place":
                item = self.linked.get(first)
                if item is None or item.country == country:
                    return True
        return False

    def alive(self, key: str) -> bool:
        """Whether the article shows somebody acting: speaking, or in office."""
        return key in self.speakers or any(
            r.status in {"current", "acting", "designate"} for r in self.roles.get(key, ())
        )

    def weigh_countries(self, kb: KnowledgeBase) -> None:
        """Count the states of what is linked so far, by mentions, and note its regions and fields."""
        self._wanted.clear()
        self._near.clear()
        counts: Counter[str] = Counter()
        for key, item in self.linked.items():
            if (state := state_of(item, kb)) is not None:
                counts[state] += min(self.weights.get(key, 1), 5)
        total = sum(counts.values())
        self.domains = Counter(item.domain for item in self.linked.values() if item.domain)
        self.regions = {
            item.qid: item.country
            for item in self.linked.values()
            if item.kind is Kind.REGION and item.qid not in kb.part_of
        }
        self.shares = {state: count / total for state, count in counts.items()}


def state_of(item: Item, kb: KnowledgeBase) -> str | None:
    """The state that an item is or belongs to."""
    qid = item.qid if item.kind in STATES else item.country
    return kb.part_of.get(qid, qid) if qid is not None else None


def situation_of(extraction: Extraction, article: Article) -> Situation:
    """The evidence of an article before anything is linked."""
    roles: dict[str, list[Role]] = defaultdict(list)
    for role in extraction.roles:
        roles[role.holder].append(role)
    after = _followers(extraction.mentions, article)
    weights = Counter(mention.entity for mention in extraction.mentions)
    speakers = {s for statement in extraction.statements if statement.fact for s in statement.speakers}
    return Situation(
        day=_day(article.date),
        entities={entity.key: entity for entity in extraction.entities},
        roles=roles,
        speakers=frozenset(speakers),
        weights=weights,
        after=after,
        near=_neighbours(extraction.mentions),
        filed_from=frozenset(_datelines(extraction.mentions, article)),
        words=content_words(f"{article.title or ''}\n{article.text}"),
    )


def _day(date: str | None) -> int:
    digits = (date or "")[:10].replace("-", "")
    return int(digits.ljust(8, "0")) if digits.isdigit() and len(digits) >= 4 else 0


def _neighbours(mentions: Sequence[Mention]) -> dict[str, dict[str, float]]:
    """For each entity the others named within a sentence or two of its first mentions, nearer ones with more weight."""
    names = sorted(
        (m for m in mentions if m.kind in {"name", "adjective"}), key=lambda m: (m.span.context, m.span.start)
    )
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    seen: Counter[str] = Counter()
    for place, mention in enumerate(names):
        seen[mention.entity] += 1
        if seen[mention.entity] > _FIRST_MENTIONS:
            continue
        for step in (-1, 1):
            other = place + step
            while 0 <= other < len(names) and names[other].span.context == mention.span.context:
                apart = abs(names[other].span.start - mention.span.start)
                if apart > _REACH:
                    break
                if names[other].entity != mention.entity:
                    found[mention.entity][names[other].entity] += 1 / (1 + apart / _HALVING)
                other += step
    return found


def _datelines(mentions: Sequence[Mention], article: Article) -> Iterator[str]:
    """The entities in whose name a paragraph begins as a dateline does: "NEW YORK (AP) — "."""
    for mention in mentions:
        start, end = mention.span.start, mention.span.end
        if mention.span.context != "text" or mention.kind != "name" or not article.text[start:end].isupper():
            continue
        if (start == 0 or article.text[start - 1] == "\n") and _DATELINE.match(article.text, end):
            yield mention.entity


def _followers(mentions: Sequence[Mention], article: Article) -> dict[str, list[str]]:
    """For each entity those that follow it after a comma ("Paris, Texas")."""
    names = sorted(
        (m for m in mentions if m.kind in {"name", "adjective"}), key=lambda m: (m.span.context, m.span.start)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for first, second in pairwise(names):
        text = article.text if first.span.context == "text" else article.title or ""
        joined = (
            first.span.context == second.span.context and text[first.span.end : second.span.start] == ", "
        )
        if joined and second.entity not in found[first.entity]:
            found[first.entity].append(second.entity)
    return found

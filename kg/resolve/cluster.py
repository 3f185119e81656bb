"""The one step after all articles: which of their entities, then which of their events, are one."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from kg.resolve import entity, event
from kg.resolve.group import Pair, grouped
from kg.resolve.member import Cluster, Kind, Member
from kg.resolve.profile import EntityProfile, EventProfile, Profile
from kg.resolve.store import ProfileStore

__all__ = ["Apart", "resolve"]

Apart = AbstractSet[frozenset[tuple[str, str]]]
"""Pairs of records, as article and key, that are kept apart."""
Mint = Callable[[Cluster], str | None]

WINDOW = 150
"""Members of a group that each is compared with, those of the nearest name and date first: all in small groups."""

T = TypeVar("T")


def resolve(store: ProfileStore, mint: Mint, apart: Apart = frozenset()) -> Iterator[Cluster]:
    """The clusters of entities, then those of events, each kept in the store.

    `mint` names a cluster, or gives None for one that is retracted. The result depends on the profiles alone, not on
    the order in which they were added; a cluster depends only on profiles with the same names.
    """
    yield from _entities(store, mint, apart)
    yield from _events(store, mint, apart)


# ---------------------------------------------------------------- entities


def _entities(store: ProfileStore, mint: Mint, apart: Apart) -> Iterator[Cluster]:
    for profile in store.profiles():
        keys = ((entity.block_key(record), record) for record in profile.entities)
        store.file("entity", ((key, profile.article, record.key) for key, record in keys if key))
    for block in store.blocks("entity"):
        if len(block) > 1:
            found = [_entity_member(store.profile(article), key) for article, key in block]
            yield from _kept(store, "entity", mint, _entity_clusters(found, apart))


def _entity_member(profile: Profile, key: str) -> Member[EntityProfile]:
    record = next(record for record in profile.entities if record.key == key)
    return Member(profile.article, profile.date, profile.setting, dict(profile.context), record)


def _entity_clusters(found: list[Member[EntityProfile]], apart: Apart) -> Iterator[Cluster]:
    linked = {_spelling(member.record.name) for member in found if member.record.qid}
    members = sorted((m for m in found if not m.record.qid), key=lambda m: m.order)

    def likeness(a: Member[EntityProfile], b: Member[EntityProfile]) -> float:
        names = {_spelling(a.record.name), _spelling(b.record.name)}
        return entity.likeness(a, b, namesake=not linked.isdisjoint(names))

    def agree(a: Member[EntityProfile], b: Member[EntityProfile]) -> bool:
        return a.article != b.article and entity.can_be_one(a, b) and frozenset({a.name, b.name}) not in apart

    near = sorted(range(len(members)), key=lambda i: (_spelling(members[i].record.name), members[i].order))
    pairs = _pairs(members, near, likeness, entity.THRESHOLD)
    for places, scores in grouped(members, pairs, agree):
        names = Counter(members[place].record.name for place in places)
        label = min(names, key=lambda name: (-names[name], -len(name), name))
        yield _cluster("entity", members[places[0]].record.type, label, members, places, scores)


def _spelling(name: str) -> str:
    return " ".join(name.casefold().split())


# ---------------------------------------------------------------- events


@dataclass(slots=True)
class _Events:
    """Events with the clusters of their participants in the place of keys."""

    store: ProfileStore

    def profile(self, profile: Profile) -> dict[str, EventProfile]:
        joined = {
            f"={key}": cluster
            for kind, key, cluster in self.store.clusters_of(profile.article)
            if kind == "entity"
        }

        def known(references: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(sorted({self._reference(r, joined, profile.article) for r in references}))

        return {
            record.key: replace(
                record,
                agents=known(record.agents),
                patients=known(record.patients),
                place=self._reference(record.place, joined, profile.article) if record.place else "",
            )
            for record in profile.events
        }

    @staticmethod
    def _reference(reference: str, joined: dict[str, str], article: str) -> str:
        return joined.get(reference, f"{article}{reference}") if reference.startswith("=") else reference


def _events(store: ProfileStore, mint: Mint, apart: Apart) -> Iterator[Cluster]:
    events = _Events(store)
    for profile in store.profiles():
        found = events.profile(profile).items()
        rows = ((block, key) for key, record in found for block in event.block_keys(record))
        store.file("event", ((block, profile.article, key) for block, key in rows))

    @lru_cache(maxsize=2000)
    def records(article: str) -> dict[str, EventProfile]:
        return events.profile(store.profile(article))

    def member(name: tuple[str, str]) -> Member[EventProfile]:
        profile = store.profile(name[0])
        return Member(profile.article, profile.date, profile.setting, {}, records(name[0])[name[1]])

    specific = _specific(store)
    scored: dict[tuple[tuple[str, str], tuple[str, str]], float] = {}
    for block in store.blocks("event"):
        if len(block) > 1:
            members = sorted(map(member, block), key=lambda m: (m.record.earliest, m.order))
            for pair in _pairs(members, range(len(members)), specific, event.THRESHOLD):
                names = sorted((members[pair.first].name, members[pair.second].name))
                scored[names[0], names[1]] = pair.score

    def agree(a: Member[EventProfile], b: Member[EventProfile]) -> bool:
        return event.can_be_one(a, b) and frozenset({a.name, b.name}) not in apart

    for names in _components(scored):
        members = sorted(map(member, names), key=lambda m: m.order)
        place = {m.name: i for i, m in enumerate(members)}
        inside = (
            Pair(score, place[a], place[b]) for (a, b), score in scored.items() if a in place and b in place
        )
        found_clusters = (
            _cluster("event", members[p[0]].record.type, members[p[0]].record.label, members, p, s)
            for p, s in grouped(members, inside, agree)
        )
        yield from _kept(store, "event", mint, found_clusters)


def _specific(store: ProfileStore) -> Callable[[Member[EventProfile], Member[EventProfile]], float]:
    """The likeness of two events, where it is known which participants are people or organisations."""

    @lru_cache(maxsize=2000)
    def actors(article: str) -> frozenset[str]:
        joined = {key: cluster for kind, key, cluster in store.clusters_of(article) if kind == "entity"}
        return frozenset(
            record.qid or joined.get(record.key, "")
            for record in store.profile(article).entities
            if record.type in {"person", "organization", "artifact", "event", "work", "agreement"}
        )

    def likeness(a: Member[EventProfile], b: Member[EventProfile]) -> float:
        shared = {*a.record.agents, *a.record.patients} & {*b.record.agents, *b.record.patients}
        return event.likeness(a, b, specific=not shared.isdisjoint(actors(a.article) & actors(b.article)))

    return likeness


def _components(edges: dict[tuple[tuple[str, str], tuple[str, str]], float]) -> list[list[tuple[str, str]]]:
    """The names that edges connect, sorted."""
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def root(name: tuple[str, str]) -> tuple[str, str]:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for a, b in edges:
        first, second = sorted((root(a), root(b)))
        parent[second] = first
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name in sorted(parent):
        found.setdefault(root(name), []).append(name)
    return [found[name] for name in sorted(found)]


# ---------------------------------------------------------------- both


def _pairs(
    members: Sequence[T], near: Sequence[int], likeness: Callable[[T, T], float], least: float
) -> list[Pair]:
    """The pairs that are sure enough, of each member with those next to it in the order `near`."""
    found = []
    for position, i in enumerate(near):
        for j in near[position + 1 : position + 1 + WINDOW]:
            score = likeness(members[i], members[j])
            if score >= least:
                found.append(Pair(score, min(i, j), max(i, j)))
    return found


def _cluster(
    kind: Kind,
    type_: str,
    label: str,
    members: Sequence[Member[EntityProfile]] | Sequence[Member[EventProfile]],
    places: list[int],
    scores: dict[int, float],
) -> Cluster:
    named = tuple((*members[place].name, scores[place]) for place in places)
    return Cluster(kind, type_, label, min(scores.values()), named)


def _kept(store: ProfileStore, kind: Kind, mint: Mint, clusters: Iterator[Cluster]) -> Iterator[Cluster]:
    """The clusters that are not retracted; their members are noted in the store."""
    for cluster in clusters:
        name = mint(cluster)
        if name is not None:
            store.join(kind, name, ((article, key) for article, key, _ in cluster.members))
            yield cluster

"""The one step after all articles: which of their entities, then which of their events, are one."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from kg.resolve import entity, event
from kg.resolve.decided import Decided, Name, groups_of
from kg.resolve.group import Pair, grouped
from kg.resolve.member import Cluster, Kind, Member
from kg.resolve.profile import EntityProfile, EventProfile, Profile
from kg.resolve.store import ProfileStore

__all__ = ["Decisions", "resolve"]

Decisions = Mapping[Kind, Decided]
"""What people have decided of entities and of events."""
Mint = Callable[[Cluster], str | None]

WINDOW = 150
"""Members of a group that each is compared with, those of the nearest name and date first: all in small groups."""

T = TypeVar("T")
R = TypeVar("R", EntityProfile, EventProfile)


def resolve(store: ProfileStore, mint: Mint, decisions: Decisions | None = None) -> Iterator[Cluster]:
    """The clusters of entities, then those of events, each kept in the store.

    `mint` names a cluster, or gives None for one that is retracted. The result depends on the profiles alone, not on
    the order in which they were added; a cluster depends only on profiles with the same names.
    """
    said = decisions or {}
    yield from _entities(store, mint, said.get("entity", Decided()))
    yield from _events(store, mint, said.get("event", Decided()))


# ---------------------------------------------------------------- entities


def _entities(store: ProfileStore, mint: Mint, decided: Decided) -> Iterator[Cluster]:
    meet, given = _meeting(store, decided), decided.names()
    for profile in store.profiles():
        keys = ((_block(profile.article, record, given), record.key) for record in profile.entities)
        store.file("entity", ((meet.get(block, block), profile.article, key) for block, key in keys if block))
    for block in store.blocks("entity"):
        if len(block) > 1:
            found = [_entity_member(store.profile(article), key) for article, key in block]
            yield from _kept(store, "entity", mint, _entity_clusters(found, decided))


def _block(article: str, record: EntityProfile, given: frozenset[Name]) -> str:
    """Where a record meets those that may be one with it; "" if that is nobody."""
    alone = f"{article}|{record.key}" if (article, record.key) in given and not record.qid else ""
    return entity.block_key(record) or alone


def _meeting(store: ProfileStore, decided: Decided) -> dict[str, str]:
    """For each block of a record that is one with a record of another block, the block in which all of them meet."""
    given = {name for name in decided.names() if store.holds("entity", *name)}

    def block(name: Name) -> str:
        record = next(record for record in store.profile(name[0]).entities if record.key == name[1])
        return _block(name[0], record, frozenset(given))

    edges = [(block(a), block(b)) for a, b in decided.pairs() if a in given and b in given]
    return {name: group[0] for group in groups_of(edges) for name in group}


def _entity_member(profile: Profile, key: str) -> Member[EntityProfile]:
    record = next(record for record in profile.entities if record.key == key)
    return Member(profile.article, profile.date, profile.setting, dict(profile.context), record)


def _entity_clusters(found: list[Member[EntityProfile]], decided: Decided) -> Iterator[Cluster]:
    linked = {_spelling(member.record.name) for member in found if member.record.qid}
    members = sorted((m for m in found if not m.record.qid), key=lambda m: m.order)
    verdicts = decided.verdicts()

    def likeness(a: Member[EntityProfile], b: Member[EntityProfile]) -> float:
        if entity.block_key(a.record) != entity.block_key(b.record):
            return 0.0
        names = {_spelling(a.record.name), _spelling(b.record.name)}
        return entity.likeness(a, b, namesake=not linked.isdisjoint(names))

    def agree(a: Member[EntityProfile], b: Member[EntityProfile]) -> bool:
        verdict = verdicts.of(a.name, b.name)
        return a.article != b.article and entity.can_be_one(a, b) if verdict is None else verdict

    near = sorted(range(len(members)), key=lambda i: (_spelling(members[i].record.name), members[i].order))
    pairs = [*_pairs(members, near, likeness, entity.THRESHOLD), *_given(members, decided)]
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


def _events(store: ProfileStore, mint: Mint, decided: Decided) -> Iterator[Cluster]:
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

    specific, verdicts = _specific(store), decided.verdicts()
    scored: dict[tuple[Name, Name], float] = {}
    for block in store.blocks("event"):
        if len(block) > 1:
            members = sorted(map(member, block), key=lambda m: (m.record.earliest, m.order))
            for pair in _pairs(members, range(len(members)), specific, event.THRESHOLD):
                names = sorted((members[pair.first].name, members[pair.second].name))
                scored[names[0], names[1]] = pair.score

    def agree(a: Member[EventProfile], b: Member[EventProfile]) -> bool:
        verdict = verdicts.of(a.name, b.name)
        return event.can_be_one(a, b) if verdict is None else verdict

    given = [pair for pair in decided.pairs() if all(store.holds("event", *name) for name in pair)]
    for names in groups_of([*scored, *given]):
        members = sorted(map(member, names), key=lambda m: m.order)
        place = {m.name: i for i, m in enumerate(members)}
        inside = [
            Pair(score, place[a], place[b]) for (a, b), score in scored.items() if a in place and b in place
        ]
        inside += _given(members, decided)
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


def _given(members: Iterable[Member[R]], decided: Decided) -> Iterator[Pair]:
    """The pairs of members that are one whatever their likeness."""
    place = {member.name: i for i, member in enumerate(members)}
    for a, b in decided.pairs():
        if a in place and b in place:
            first, second = sorted((place[a], place[b]))
            yield Pair(1.0, first, second, given=True)


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

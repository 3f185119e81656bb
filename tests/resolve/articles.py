"""Profiles of small articles, made by hand."""

from kg.resolve.cluster import resolve
from kg.resolve.decided import Decided
from kg.resolve.profile import EntityProfile, EventProfile, Profile
from kg.resolve.store import ProfileStore


def article(name, *entities, date="2024-03-05", setting="Q20", context=(), events=()):
    """An article that names `entities` and, with much weight, what `context` says."""
    return Profile(name, date, setting, tuple((c, 9) for c in context), entities, tuple(events))


def person(name, **more):
    return EntityProfile(name.lower().replace(" ", "-"), "person", name, **more)


def entity(type_, name, **more):
    return EntityProfile(name.lower().replace(" ", "-"), type_, name, **more)


def event(type_, lemma, agents=(), patients=(), days=("2024-03-04", "2024-03-04"), **more):
    values = {"fact": True, "mode": "", "place": "", "land": "", "label": lemma, "whole": True, **more}
    key = values.pop("key", f"text/{lemma}")
    return EventProfile(
        key=key, type=type_, lemma=lemma, agents=tuple(agents), patients=tuple(patients),
        earliest=days[0], latest=days[1], **values,
    )  # fmt: skip


def name_of(cluster):
    """A name that is stable as that of the dump is."""
    return f"{cluster.kind} {' '.join(cluster.anchor)}"


def clusters(tmp_path, *profiles, apart=(), joined=(), retracted=()):
    """Which records are one: name of the cluster → its members as "article key"."""
    with ProfileStore.open(tmp_path / "profiles") as store:
        for profile in profiles:
            store.add(profile)
        decided = Decided(*(frozenset(frozenset(pair) for pair in pairs) for pairs in (apart, joined)))
        found = resolve(
            store,
            lambda c: None if name_of(c) in retracted else name_of(c),
            {"entity": decided, "event": decided},
        )
        return {name_of(c): [f"{a} {k}" for a, k, _ in c.members] for c in found}

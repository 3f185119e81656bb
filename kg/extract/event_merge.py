"""One event for one happening: what an article names more than once, and what only a source says of it."""

import datetime as dt
import re
from dataclasses import replace

from kg.extract.authorship import is_known
from kg.extract.clause import Scene
from kg.extract.event_draft import EventDraft
from kg.extract.participant import ROLES
from kg.extract.same import Profile, same_happening
from kg.extract.version import blame_for
from kg.language.context import context_of

__all__ = ["merge_drafts", "with_versions"]

_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_NEWS = dt.timedelta(days=45)
"""How far from the article's day lies what its headline tells."""


def merge_drafts(scene: Scene, drafts: list[EventDraft]) -> list[EventDraft]:
    """The drafts with those of one happening joined; each gets its key."""
    merged: list[EventDraft] = []
    profiles: list[Profile] = []
    for draft in drafts:
        draft.key = f"{draft.span.context}/{draft.span.start}-{draft.span.end}"
        draft.mentions = [draft.span]
        profile = _profile(scene, draft)
        alike = [n for n, earlier in enumerate(profiles) if earlier.type == profile.type]
        index = next(
            (n for n in reversed(alike) if same_happening(profiles[n], profile, unique=len(alike) == 1)), None
        )
        if index is None:
            merged.append(draft)
            profiles.append(profile)
            continue
        earlier = merged[index]
        earlier.mentions.append(draft.span)
        if not profile.definite:  # who speaks of "the attack" need not have told of it
            earlier.views += draft.views
        if draft.view.is_fact and not earlier.view.is_fact:
            earlier.view = draft.view
        for role in ROLES:
            if not getattr(earlier.who, role) and draft.view.is_fact == earlier.view.is_fact:
                for key in getattr(draft.who, role):
                    earlier.who.add(role, key)
        if earlier.view.is_fact == draft.view.is_fact:
            earlier.who.place = earlier.who.place or draft.who.place
            earlier.time = earlier.time or draft.time
        profiles[index] = _profile(scene, earlier)
    return merged


def _profile(scene: Scene, draft: EventDraft) -> Profile:
    i = draft.match.head
    noun = not scene.tree.is_verb(i)
    who = draft.who
    headline = scene.tree.in_headline(i)
    return Profile(
        type=draft.type,
        lemma=scene.lemma[i],
        noun=noun,
        definite=is_known(scene, i),
        plural=scene.tree.tag[i] in {"NNS", "NNPS"},
        headline=headline,
        fact=draft.view.is_fact,
        settled=draft.shown.is_fact,
        future=draft.view.temporality == "future",
        negative=draft.view.polarity == "negative",
        roles=tuple(map(frozenset, who.roles())),
        place=who.place,
        days=_days(scene, draft, headline=headline),
        of_year=noun and any(_YEAR.fullmatch(scene.tree.low[c]) for c in scene.tree.children[i] if c < i),
        position=i,
    )


def _days(scene: Scene, draft: EventDraft, *, headline: bool) -> tuple[str | None, str | None] | None:
    """First and last day; a headline without a time tells of what is new."""
    if draft.time is not None and draft.time.earliest is not None:
        return draft.time.earliest, draft.time.latest
    day = (context_of(scene.doc).date or "")[:10]
    if not headline or len(day) < 10:
        return None
    try:
        now = dt.date.fromisoformat(day)
    except ValueError:
        return None
    return (now - _NEWS).isoformat(), (now + _NEWS).isoformat()


def with_versions(scene: Scene, drafts: list[EventDraft]) -> list[EventDraft]:
    """The drafts, each fact followed by what only a source says of it: "the attack that Kyiv blamed on Russia"."""
    result = []
    for draft in drafts:
        result.append(draft)
        blame = blame_for(scene, draft.match.head) if draft.view.is_fact else None
        if blame is None:
            continue
        draft.who.agent = [key for key in draft.who.agent if key not in (*blame.blamed, *blame.sources)]
        draft.who.place = None if draft.who.place in blame.blamed else draft.who.place
        draft.who.patient = [key for key in draft.who.patient if key not in blame.blamed]
        draft.who.recipient = [key for key in draft.who.recipient if key not in blame.blamed]
        who = replace(draft.who, agent=list(blame.blamed))
        view = draft.view._replace(certainty="unknown", basis=blame.verb)
        version = replace(draft, who=who, view=view, views=[], key=f"{draft.key}-2", version_of=draft.key)
        version.claimed_by = blame.sources
        result.append(version)
    return result

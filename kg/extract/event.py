"""Events: what happened, happens or might happen, with participants, and how each source sees it.

A trigger is found by the lexicon (`kg.extract.trigger`), by the model (`token._.event`), or as a plain verb of action.
Happenings that the article names more than once become one event. `Event.fact` follows the safety rule: only what the
article itself asserts or presupposes as so and not future.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from spacy.tokens import Doc

from kg.extract.act import classes_of
from kg.extract.actors import Actors
from kg.extract.aim import aims, settled
from kg.extract.authorship import Contents, authors_view, in_time, is_known
from kg.extract.candidate import Candidate, find_candidates
from kg.extract.clause import Scene
from kg.extract.event_reason import Grounds, note_event
from kg.extract.generic import is_generic
from kg.extract.label import event_label
from kg.extract.named_event import named_event
from kg.extract.participant import ROLES, Participants, find_participants
from kg.extract.perspective import view_of
from kg.extract.plover import Circumstances, plover_type
from kg.extract.same import Profile, same_happening
from kg.extract.time import time_of
from kg.extract.tree import Tree
from kg.extract.trigger import Match
from kg.extract.version import blame_for
from kg.extract.view import View
from kg.extract.wordlist import rows, word_set
from kg.language.context import context_of, span_of
from kg.records import AUTHOR, Event, Perspective, Span, Statement, TimeSpan
from kg.trace import Trace

__all__ = ["extract_events"]

FACTUAL_FLOOR = 0.35
"""Below this score of the model an event is not published as a fact."""
_ABOUT = frozenset({"ACCUSE", "SUPPORT", "REJECT", "REQUEST", "CONSULT", "THREATEN", "AGREE", "CONCEDE"})
_TALKED_OF = frozenset({"ELECT", "COURT", "ACCUSE", "AID"})
"""Types whose nouns are often only talked of: without anybody, place and time one in seven told of a happening (dev)."""
_MARKS = "\"'“”‘’.,;:!?"
_BLAMING = frozenset({"bad", "crime", "innocent"})
_WHERE = frozenset({"to", "from", "into", "near", "at", "on"})
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_NEWS = dt.timedelta(days=45)
"""How far from the article's day lies what its headline tells."""


@dataclass(slots=True)
class _Draft:
    """An event in the making."""

    match: Match
    span: Span
    type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    status: str | None
    confidence: float
    who: Participants
    time: TimeSpan | None
    view: View
    views: list[tuple[Statement, View]] = field(default_factory=list)
    key: str = ""
    version_of: str | None = None
    claimed_by: tuple[str, ...] = ()
    mentions: list[Span] = field(default_factory=list)
    source: str = ""


BARE_CONFIDENCE = 0.6
"""Below it a happening that is not a fact and that nobody takes part in is left out: on dev one in four was right."""


def extract_events(
    doc: Doc,
    actors: Actors,
    times: Sequence[TimeSpan],
    statements: Sequence[Statement],
    trace: Trace | None = None,
    *,
    tree: Tree | None = None,
) -> tuple[list[Event], list[Perspective], list[Statement]]:
    """The events and perspectives of a document in text order, and its statements with `reports` filled."""
    scene = Scene(doc, actors, tree)
    contents = Contents(scene, statements)
    candidates = settled(scene, find_candidates(scene))
    within = aims(scene, candidates)
    drafts = [_draft(scene, found, times, contents) for found in candidates]
    kept = _innermost([draft for draft in drafts if _worth(scene, draft)])
    said = {s.cue_span: s.content for s in statements if s.cue_span is not None}
    blamed = [draft for draft in kept if not _only_names(scene, draft, said)]
    told = [draft for draft in _merge(scene, blamed) if not _mere_word(scene, draft)]
    merged = _with_versions(scene, told)
    heads = {draft.match.head: draft for draft in merged if draft.version_of is None}
    natural = any(draft.type == "DISASTER" for draft in merged)
    events = [_event(scene, draft, heads, within, natural=natural) for draft in merged]
    if trace is not None:
        for draft, event in zip(merged, events, strict=True):
            note_event(
                trace, scene, event, Grounds(draft.match, draft.source, draft.who, draft.view, draft.views)
            )
    perspectives = [p for draft in merged for p in _perspectives(scene, draft)]
    return events, perspectives, _with_reports(statements, merged)


# drafting


def _draft(scene: Scene, found: Candidate, times: Sequence[TimeSpan], contents: Contents) -> _Draft:
    match, tree = found.match, scene.tree
    start, end = tree.chars(match.first, match.last)
    time = time_of(tree.tokens[match.head], list(times), scene.doc) if times else None
    who = find_participants(scene, match, found.type, found.mode)
    views = [
        (s, view_of(scene, match.head, first=a, last=b, type_=found.type))
        for a, b, s in contents.around(match.head)
    ]
    found = _joint(scene, found, who)
    view = authors_view(scene, found, views, contents)
    view = in_time(scene, match.head, view, time) if view.is_fact else view
    return _Draft(
        match,
        span_of(scene.doc, start, end),
        found.type,
        found.mode,
        found.contexts,
        found.status,
        found.confidence,
        who,
        time,
        view,
        views,
        source=found.source,
    )


def _joint(scene: Scene, found: Candidate, who: Participants) -> Candidate:
    """Exercises of several are cooperation, those of one are posture."""
    if found.type != "MOBILIZE" or scene.lemma[found.match.head] not in word_set("exercise"):
        return found
    several = len(who.agent) > 1 or any(e.plural for k in who.agent if (e := scene.actors.entity.get(k)))
    return found._replace(type="COOPERATE", mode=None) if several else found


def _worth(scene: Scene, draft: _Draft) -> bool:
    """Whether a draft says enough to be published.

    Somebody must take part in what has no type, is named by a weak word, or is neither a fact nor sure; and the crime
    of a verdict ("convicted of fraud") is not told beside it, as in the PLOVER manual.
    """
    if draft.type == "CRIME" and _charged(scene, draft.match.head):
        return False
    if draft.view.is_fact and is_generic(scene, draft.match.head, draft.type):
        return False
    if draft.type is None and scene.lemma[draft.match.head] in word_set("agreement"):
        return False  # a treaty is a thing; its signing is what happens
    if draft.who:
        return True
    if draft.type is None or (draft.confidence < BARE_CONFIDENCE and not draft.view.is_fact):
        return False
    entry = draft.match.entry
    return entry is None or not entry.weak or bool(scene.tree.mark(draft.match.head, "event", ""))


def _mere_word(scene: Scene, draft: _Draft) -> bool:
    """Whether a noun names a happening of which the article tells nothing else: "polls", "a court ruling"."""
    if scene.tree.is_verb(draft.match.head) or draft.type not in _TALKED_OF or len(draft.mentions) > 1:
        return False
    return not draft.who and draft.who.place is None and draft.time is None


def _only_names(scene: Scene, draft: _Draft, said: Mapping[Span, str]) -> bool:
    """Whether a verb of calling says nothing bad: "called the talks a success", "called its actions defensive"."""
    calls = draft.type == "ACCUSE" and scene.lemma[draft.match.head] in word_set("calling")
    if not calls or draft.span not in said:
        return False
    words = (word.strip(_MARKS) for word in said[draft.span].lower().split())
    return not any(_BLAMING & classes_of(word) for word in words)


def _innermost(drafts: list[_Draft]) -> list[_Draft]:
    """The drafts without those whose words hold another of the same type: "held talks" beside "talks"."""
    return [
        draft
        for draft in drafts
        if draft.match.first == draft.match.last
        or not any(
            other.type == draft.type
            and draft.match.first <= other.match.first
            and other.match.last <= draft.match.last
            and (other.match.first, other.match.last) != (draft.match.first, draft.match.last)
            for other in drafts
        )
    ]


def _charged(scene: Scene, n: int) -> bool:
    """Whether a noun is what a verdict or an arrest is for."""
    head = scene.tree.head[n]
    return scene.case(n) in {"of", "for", "on", "with"} and scene.lemma[head] in word_set("verdict")


# one event for one happening


def _merge(scene: Scene, drafts: list[_Draft]) -> list[_Draft]:
    """The drafts with those of one happening joined; each gets its key."""
    merged: list[_Draft] = []
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


def _profile(scene: Scene, draft: _Draft) -> Profile:
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
        settled=_shown(draft).is_fact,
        future=draft.view.temporality == "future",
        negative=draft.view.polarity == "negative",
        roles=tuple(map(frozenset, who.roles())),
        place=who.place,
        days=_days(scene, draft, headline=headline),
        of_year=noun and any(_YEAR.fullmatch(scene.tree.low[c]) for c in scene.tree.children[i] if c < i),
        position=i,
    )


def _days(scene: Scene, draft: _Draft, *, headline: bool) -> tuple[str | None, str | None] | None:
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


def _with_versions(scene: Scene, drafts: list[_Draft]) -> list[_Draft]:
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


# records


def _event(
    scene: Scene, draft: _Draft, heads: dict[int, _Draft], within: Mapping[int, int], *, natural: bool
) -> Event:
    who, view = draft.who, _shown(draft)
    i = draft.match.head
    fact = draft.view.is_fact and _model_agrees(scene, i, draft)
    entities = scene.actors.entity
    struck = {entities[k].name for k in (*who.patient, who.place) if k is not None and k in entities}
    return Event(
        key=draft.key,
        span=draft.span,
        lemma=_lemma(scene, draft.match),
        fact=fact,
        type=draft.type,
        mode=draft.mode,
        contexts=draft.contexts or _type_contexts().get(draft.type or "", ()),
        plover_type=plover_type(
            draft.type, view, _circumstances(scene, draft, content=i in within and not fact, natural=natural)
        ),
        agents=tuple(who.agent),
        patients=tuple(who.patient),
        recipients=tuple(who.recipient),
        instruments=tuple(who.instrument),
        topics=(*who.topic, *_events_about(scene, draft, heads, fact=fact)),
        place=who.place,
        time=draft.time.key if draft.time else None,
        label=_label(scene, draft, view, fact=fact),
        agreement_status=draft.status,
        version_of=draft.version_of,
        named_event=named_event(scene.lemma[i], struck, context_of(scene.doc).date)
        if draft.type == "ASSAULT"
        else None,
        mentions=tuple(draft.mentions),
        confidence=draft.confidence,
    )


def _circumstances(scene: Scene, draft: _Draft, *, content: bool, natural: bool) -> Circumstances:
    who, entities = draft.who, scene.actors.entity
    return Circumstances(
        lemma=scene.lemma[draft.match.head],
        agents=len(who.agent) + any(entities[k].plural for k in who.agent if k in entities),
        patients=len(who.patient),
        against_person=any(entities[k].type == "person" for k in who.patient if k in entities),
        content=content,
        natural=natural,
        driven=_driven(scene, draft.match.head),
    )


def _driven(scene: Scene, i: int) -> bool:
    """Whether people leave because of violence: "fled the fighting"."""
    a = scene.arguments(i)
    causes = [*a.objects, *(t for prep, t in a.obliques if prep in {"", "from", "by"})]
    return scene.lemma[i] in word_set("fleeing") and any(scene.lemma[t] in word_set("fled") for t in causes)


def _events_about(scene: Scene, draft: _Draft, heads: dict[int, _Draft], *, fact: bool) -> Iterator[str]:
    """The keys of events that a verb of judging, asking or talking has as object: "condemned the invasion"."""
    if draft.type not in _ABOUT or not scene.tree.is_verb(draft.match.head):
        return
    for t in scene.arguments(draft.match.head).objects:
        other = heads.get(t)
        if other is not None and other is not draft and (other.view.is_fact or not fact):
            yield other.key


@cache
def _type_contexts() -> dict[str, tuple[str, ...]]:
    return {row[0]: (row[1],) for row in rows("type_contexts.tsv")}


def _model_agrees(scene: Scene, i: int, draft: _Draft) -> bool:
    score = scene.tree.mark(i, "factual", -1.0)
    came_about = any(effect == "came about" for effect, _ in draft.view.why)
    return score < 0 or score >= FACTUAL_FLOOR or len(draft.mentions) > 1 or came_about


def _shown(draft: _Draft) -> View:
    """The view that type and label follow: the author's, or the innermost speaker's where the author leaves it open."""
    return draft.views[-1][1] if draft.views and draft.view.certainty == "unknown" else draft.view


def _lemma(scene: Scene, match: Match) -> str:
    words = [scene.lemma[i] for i in range(match.first, match.last + 1) if not scene.tree.space[i]]
    return " ".join(words)


def _label(scene: Scene, draft: _Draft, view: View, *, fact: bool) -> str:
    who, match = draft.who, draft.match
    source = ""
    if draft.views and not fact:
        speakers = draft.views[-1][0].speakers
        source = (
            scene.actors.entity[speakers[0]].name if speakers and speakers[0] in scene.actors.entity else ""
        )
    noun = not scene.tree.is_verb(match.head)
    return event_label(
        _lemma(scene, match)
        if who.agent and not noun
        else scene.tree.text[slice(*scene.tree.chars(match.first, match.last))],
        noun=noun,
        view=view,
        entities=scene.actors.entity,
        agents=who.agent,
        patients=who.patient,
        recipients=who.recipient,
        topics=who.topic,
        place=who.place,
        at="in" if noun else _preposition(scene, match, who.place),
        source=source,
        theme="" if noun else _theme(scene, match),
        link=_link(scene, match, who.patient or who.recipient or who.topic) if who.agent and not noun else "",
        type_=draft.type,
    )


def _link(scene: Scene, match: Match, objects: Sequence[str]) -> str:
    """The preposition by which a verb without an object takes whom it concerns: "votes *for* Smith"."""
    arguments = scene.arguments(match.head)
    if arguments.objects or arguments.indirect:
        return ""
    for preposition, t in arguments.obliques:
        entity = scene.entity(t)
        if entity is not None and entity.key in objects and " " not in preposition:
            words = scene.tree.text[slice(*scene.tree.chars(match.first, match.last))].lower().split()
            return "" if preposition in words else preposition
    return ""


def _preposition(scene: Scene, match: Match, place: str | None) -> str:
    """How the trigger's place hangs on it: "travels *to* Hanoi"; "in" where it does not, "" for an object."""
    arguments = scene.arguments(match.head)
    for preposition, t in arguments.obliques:
        entity = scene.entity(t)
        if entity is not None and entity.key == place and preposition in _WHERE:
            return preposition
    objects = (scene.entity(t) for t in arguments.objects)
    return "" if any(e is not None and e.key == place for e in objects) else "in"


def _theme(scene: Scene, match: Match) -> str:
    """The object of a verb that is no entity, with its nearest modifiers: "nuclear weapons"."""
    for t in scene.arguments(match.head).objects:
        if scene.entity(t) is None and t > match.last and scene.tree.pos[t] == "NOUN":
            first = min(
                [
                    t,
                    *(
                        c
                        for c in scene.tree.children[t]
                        if c < t and scene.tree.dep[c] in {"amod", "compound"}
                    ),
                ]
            )
            if t - first <= 3:
                return " ".join(scene.tree.text[slice(*scene.tree.chars(first, t))].split())
    return ""


def _perspectives(scene: Scene, draft: _Draft) -> Iterator[Perspective]:
    """The author's view of an event and that of each speaker whose words contain it."""
    view = draft.view
    if view.is_fact and not _model_agrees(scene, draft.match.head, draft):
        view = view._replace(certainty="probable")
    yield _perspective(scene, draft, AUTHOR, view, None)
    for source in draft.claimed_by:
        claimed = View(temporality=draft.view.temporality, basis=draft.view.basis)
        yield _perspective(scene, draft, source, claimed, None)
    seen = set()
    for statement, seen_as in draft.views:
        for speaker in statement.speakers[:1]:
            if (speaker, statement.key) not in seen:
                seen.add((speaker, statement.key))
                yield _perspective(scene, draft, speaker, seen_as, statement.key)


def _perspective(scene: Scene, draft: _Draft, source: str, view: View, statement: str | None) -> Perspective:
    basis = None
    if view.basis is not None:
        start, end = scene.tree.chars(view.basis, view.basis)
        basis = span_of(scene.doc, start, end)
    return Perspective(source, draft.key, view.polarity, view.certainty, view.temporality, basis, statement)


def _with_reports(statements: Sequence[Statement], drafts: Sequence[_Draft]) -> list[Statement]:
    """The statements with the keys of the events in their words."""
    reports: dict[str, list[str]] = {}
    for draft in drafts:
        for key in {statement.key for statement, _ in draft.views}:
            reports.setdefault(key, []).append(draft.key)
    return [
        replace(statement, reports=tuple(reports[statement.key])) if statement.key in reports else statement
        for statement in statements
    ]

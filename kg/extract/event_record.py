"""The records of a happening: the event with its label, and how the article and each speaker see it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from kg.extract.clause import Scene
from kg.extract.event_draft import EventDraft
from kg.extract.label import event_label
from kg.extract.named_event import named_event
from kg.extract.plover import Circumstances, plover_type
from kg.extract.trigger import Match
from kg.extract.view import View
from kg.extract.wordlist import rows, word_set
from kg.language.context import context_of, span_of
from kg.records import AUTHOR, Event, Perspective, Statement

__all__ = ["perspectives_of", "record_of", "with_reports"]

FACTUAL_FLOOR = 0.35
"""Below this score of the model an event is not published as a fact."""
_ABOUT = frozenset({"ACCUSE", "SUPPORT", "REJECT", "REQUEST", "CONSULT", "THREATEN", "AGREE", "CONCEDE"})
_WHERE = frozenset({"to", "from", "into", "near", "at", "on"})


def record_of(
    scene: Scene, draft: EventDraft, heads: dict[int, EventDraft], within: Mapping[int, int], *, natural: bool
) -> Event:
    """The event of a draft; `heads` are all drafts by their words, `within` says in whose content a word stands.

    `natural` says that the article tells of a disaster.
    """
    who, view = draft.who, draft.shown
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


def _circumstances(scene: Scene, draft: EventDraft, *, content: bool, natural: bool) -> Circumstances:
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


def _events_about(
    scene: Scene, draft: EventDraft, heads: dict[int, EventDraft], *, fact: bool
) -> Iterator[str]:
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


def _model_agrees(scene: Scene, i: int, draft: EventDraft) -> bool:
    score = scene.tree.mark(i, "factual", -1.0)
    came_about = any(effect == "came about" for effect, _ in draft.view.why)
    return score < 0 or score >= FACTUAL_FLOOR or len(draft.mentions) > 1 or came_about


def _lemma(scene: Scene, match: Match) -> str:
    words = [scene.lemma[i] for i in range(match.first, match.last + 1) if not scene.tree.space[i]]
    return " ".join(words)


def _label(scene: Scene, draft: EventDraft, view: View, *, fact: bool) -> str:
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
    """The preposition by which a verb or its object takes whom it concerns: "votes *for* Smith", "sells most *to* X"."""
    arguments = scene.arguments(match.head)
    if arguments.indirect or any(_is_among(scene, t, objects) for t in arguments.objects):
        return ""
    words = scene.tree.text[slice(*scene.tree.chars(match.first, match.last))].lower().split()
    for preposition, t in arguments.obliques:
        if _is_among(scene, t, objects) and " " not in preposition:
            return "" if preposition in words else preposition
    things = (t for t in arguments.objects if scene.entity(t) is None)
    below = (c for t in things for c in scene.tree.each(t, "nmod"))
    return next((scene.case(c) for c in below if _is_among(scene, c, objects)), "")


def _is_among(scene: Scene, t: int, keys: Sequence[str]) -> bool:
    entity = scene.entity(t)
    return entity is not None and entity.key in keys


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


def perspectives_of(scene: Scene, draft: EventDraft) -> Iterator[Perspective]:
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


def _perspective(
    scene: Scene, draft: EventDraft, source: str, view: View, statement: str | None
) -> Perspective:
    basis = None
    if view.basis is not None:
        start, end = scene.tree.chars(view.basis, view.basis)
        basis = span_of(scene.doc, start, end)
    return Perspective(source, draft.key, view.polarity, view.certainty, view.temporality, basis, statement)


def with_reports(statements: Sequence[Statement], drafts: Sequence[EventDraft]) -> list[Statement]:
    """The statements with the keys of the events in their words."""
    reports: dict[str, list[str]] = {}
    for draft in drafts:
        for key in {statement.key for statement, _ in draft.views}:
            reports.setdefault(key, []).append(draft.key)
    return [
        replace(statement, reports=tuple(reports[statement.key])) if statement.key in reports else statement
        for statement in statements
    ]

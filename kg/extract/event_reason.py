"""Why a word counts as an event, why of this type, why a fact or not, and who takes part by which rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.clause import Scene
from kg.extract.participant import ROLES, Participants
from kg.extract.trigger import Condition, Entry, Match
from kg.extract.view import View
from kg.language.context import span_of
from kg.records import Event, Span, Statement
from kg.trace import Trace

__all__ = ["Grounds", "note_event"]

_EFFECTS = {
    "neg": "negates it",
    "future": "puts it in the future",
    "wanted": "makes it a wish or an aim",
    "possible": "makes it possible only",
    "conditional": "makes it a condition",
    "probable": "makes it probable only",
    "report": "passes on what somebody says",
    "came about": "says that it came about",
    "asked": "is asked about",
    "unknown": "leaves it open",
    "depends": "leaves it open",
    "presupposed": "takes it for granted",
    "said": "attributes it to a source",
    "quoted": "stands in quotation marks",
    "first person": "is somebody's own account",
    "known": "attributes it to a source, but as known",
    "sure": "is told as done, says the model",
    "later": "lies after the day of the article",
    "blamed": "has happened; only who did it is in question",
}
_ATTRIBUTED = frozenset({"said", "known"})
_SLOTS = {
    "subj": "subject",
    "obj": "object",
    "iobj": "indirect object",
    "of": "“of”",
    "owner": "possessor",
    "mod": "modifier",
    "behind the object": "behind the object",
    "owner of the object": "possessor of the object",
    "subject of the clause": "subject or object of the verb above the noun",
    "whose means it is": "possessor or sender of what did it",
    "label": "PropBank's label",
    "who is to act": "subject of what is asked for or would avert it",
    "light verb": "subject or object of the verb that carries the noun",
    "host": "country of the place visited",
    "model": "model only",
    "nearest": "nearest place in the sentence",
    "": "taken over from another mention",
}

_VALUES = 4
"""Values of a condition that are shown; some name a dozen classes."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an event was made from; `source` says who gave the type, `views` are those of the sources."""

    match: Match
    source: str
    who: Participants
    view: View
    views: Sequence[tuple[Statement, View]]


def note_event(trace: Trace, scene: Scene, event: Event, grounds: Grounds) -> None:
    """Note what decided an event."""
    match, key = grounds.match, event.key
    hint, score = scene.tree.mark(match.head, "event", ""), scene.tree.mark(match.head, "event_score", 0.0)
    seen = f"model sees {hint or 'no event'}" if scene.model else "no model"
    listed = f"lexicon: {_row(match.entry)}" if match.entry is not None else "no row of the lexicon fits"
    trace.note("event", key, "trigger", f"{listed}; {seen}", value=score if hint else None)
    trace.note("event", key, "type", _type(event, grounds.source), value=event.confidence)
    _note_view(trace, scene, event, grounds)
    _note_sources(trace, scene, event, grounds)
    for role, name, rule in _participants(scene, event, grounds.who):
        trace.note("event", key, role, f"{name}: {rule}")
    if len(event.mentions) > 1:
        trace.note("event", key, "same as", f"{len(event.mentions) - 1} more mentions of one happening")


def _row(entry: Entry) -> str:
    """A row of the lexicon as it reads."""
    pos = {"v": "verb", "n": "noun", "a": "adjective"}[entry.pos]
    frame = f" with {' '.join(map(_condition, entry.frame))}" if entry.frame else ""
    type_ = {"-": "no event", "": "no type"}.get(entry.type, entry.type) + (
        f"-{entry.mode}" if entry.mode else ""
    )
    return f"{pos} “{' '.join(entry.words)}”{frame} is {type_}{', weak' if entry.weak else ''}"


def _condition(condition: Condition) -> str:
    sign = "!=" if condition.negated else "="
    more = ",…" if len(condition.values) > _VALUES else ""
    return condition.slot + (sign + ",".join(condition.values[:_VALUES]) + more if condition.values else "")


def _type(event: Event, source: str) -> str:
    shown = f"{event.type or 'none'}{f'-{event.mode}' if event.mode else ''}"
    why = {
        "lexicon": "by the lexicon, the model says otherwise or nothing",
        "lexicon and model": "by the lexicon, and the model agrees",
        "model": "by the model" if event.type else "the model is not sure enough of a type",
        "article": "by what the article is about",
        "verb": "a plain verb of action of an unknown type",
    }
    return f"{shown}: {why.get(source, source)}"


def _note_view(trace: Trace, scene: Scene, event: Event, grounds: Grounds) -> None:
    """Whether the article tells it as a fact, and each word that had a say in it."""
    view = grounds.view
    values = f"{view.certainty}, {view.polarity}, {view.temporality}"
    step = "fact" if event.fact else "reported only"
    if view.is_fact and not event.fact:
        score = scene.tree.tokens[grounds.match.head]._.factual
        trace.note("event", event.key, step, f"{values}, but the model doubts it", value=score)
    else:
        told = "" if view.why else "; nothing stands against it" if event.fact else ""
        trace.note("event", event.key, step, values + told)
    for effect, token in view.why:
        cue = grounds.views[-1][0].cue_span if effect in _ATTRIBUTED else None
        span = cue or _span(scene, token)
        trace.note("event", event.key, "because", _EFFECTS.get(effect, effect), span=span)


def _note_sources(trace: Trace, scene: Scene, event: Event, grounds: Grounds) -> None:
    """How each source that tells of it sees it."""
    for statement, view in grounds.views:
        names = [e.name for k in statement.speakers if (e := scene.actors.entity.get(k)) is not None]
        who = ", ".join(names) or "a source without name"
        words = [f"“{_text(scene, t)}” {_EFFECTS.get(effect, effect)}" for effect, t in view.why]
        told = f"{view.certainty}, {view.polarity}, {view.temporality}"
        trace.note("event", event.key, f"as {who} tells it", "; ".join([told, *words]))


def _participants(scene: Scene, event: Event, who: Participants) -> Iterator[tuple[str, str, str]]:
    places = [event.place] if event.place is not None else []
    for role in (*ROLES, "place"):
        for key in places if role == "place" else getattr(who, role):
            entity = scene.actors.entity.get(key)
            slot = who.by.get(key, "")
            yield role, entity.name if entity is not None else key, _SLOTS.get(slot, f"“{slot}”")


def _text(scene: Scene, token: int) -> str:
    return scene.tree.tokens[token].text


def _span(scene: Scene, token: int) -> Span:
    return span_of(scene.doc, *scene.tree.chars(token, token))

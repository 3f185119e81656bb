"""Events: what happened, happens or might happen, with participants, and how each source sees it.

A trigger is found by the lexicon (`kg.extract.trigger`), by the model (`token._.event`), or as a plain verb of action.
Happenings that the article names more than once become one event. `Event.fact` follows the safety rule: only what the
article itself asserts or presupposes as so and not future.
"""

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from kg.extract.act import classes_of
from kg.extract.actors import Actors
from kg.extract.aim import aims, settled
from kg.extract.authorship import Contents, authors_view, in_time
from kg.extract.candidate import Candidate, find_candidates
from kg.extract.clause import Scene
from kg.extract.event_draft import EventDraft
from kg.extract.event_merge import merge_drafts, with_versions
from kg.extract.event_reason import Grounds, note_event
from kg.extract.event_record import perspectives_of, record_of, with_reports
from kg.extract.generic import is_generic
from kg.extract.participant import Participants, find_participants
from kg.extract.perspective import view_of
from kg.extract.time import time_of
from kg.extract.tree import Tree
from kg.extract.wordlist import word_set
from kg.language.context import span_of
from kg.records import Event, Perspective, Span, Statement, TimeSpan
from kg.trace import Trace

__all__ = ["extract_events"]

_TALKED_OF = frozenset({"ELECT", "COURT", "ACCUSE", "AID"})
"""Types whose nouns are often only talked of: without anybody, place and time one in seven told of a happening (dev)."""
_MARKS = "\"'“”‘’.,;:!?"
_BLAMING = frozenset({"bad", "crime", "innocent"})
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
    told = [draft for draft in merge_drafts(scene, blamed) if not _mere_word(scene, draft)]
    merged = with_versions(scene, told)
    heads = {draft.match.head: draft for draft in merged if draft.version_of is None}
    natural = any(draft.type == "DISASTER" for draft in merged)
    events = [record_of(scene, draft, heads, within, natural=natural) for draft in merged]
    if trace is not None:
        for draft, event in zip(merged, events, strict=True):
            note_event(
                trace, scene, event, Grounds(draft.match, draft.source, draft.who, draft.view, draft.views)
            )
    perspectives = [p for draft in merged for p in perspectives_of(scene, draft)]
    return events, perspectives, with_reports(statements, merged)


def _draft(scene: Scene, found: Candidate, times: Sequence[TimeSpan], contents: Contents) -> EventDraft:
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
    return EventDraft(
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


def _worth(scene: Scene, draft: EventDraft) -> bool:
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


def _mere_word(scene: Scene, draft: EventDraft) -> bool:
    """Whether a noun names a happening of which the article tells nothing else: "polls", "a court ruling"."""
    if scene.tree.is_verb(draft.match.head) or draft.type not in _TALKED_OF or len(draft.mentions) > 1:
        return False
    return not draft.who and draft.who.place is None and draft.time is None


def _only_names(scene: Scene, draft: EventDraft, said: Mapping[Span, str]) -> bool:
    """Whether a verb of calling says nothing bad: "called the talks a success", "called its actions defensive"."""
    calls = draft.type == "ACCUSE" and scene.lemma[draft.match.head] in word_set("calling")
    if not calls or draft.span not in said:
        return False
    words = (word.strip(_MARKS) for word in said[draft.span].lower().split())
    return not any(_BLAMING & classes_of(word) for word in words)


def _innermost(drafts: list[EventDraft]) -> list[EventDraft]:
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

"""Events: what happened, happens or might happen, with participants, and how each source sees it.

A trigger is found by the lexicon (`kg.extract.trigger`), by the model (`token._.event`), or as a plain verb of action.
Happenings that the article names more than once become one event. `Event.fact` follows the safety rule: only what the
article itself asserts or presupposes as so and not future.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from spacy.tokens import Doc

from kg.extract.actors import Actors
from kg.extract.clause import Scene
from kg.extract.label import event_label
from kg.extract.participant import ROLES, Participants, find_participants, lender, lends
from kg.extract.perspective import DEFINITE, RETROSPECTIVE, View, view_of
from kg.extract.plover import plover_type
from kg.extract.quotation import find_quotations
from kg.extract.same import Profile, same_happening
from kg.extract.time import time_of
from kg.extract.trigger import Entry, Match, find_triggers, read_triggers
from kg.extract.wordlist import rows
from kg.language.context import span_of
from kg.records import AUTHOR, Event, Perspective, Span, Statement, TimeSpan

__all__ = ["extract_events"]

MODEL_ALONE = 0.5
"""Score from which the model's word is enough where the lexicon has nothing (chosen on the development articles)."""
MODEL_SURE = 0.8
"""Score from which it is enough even where the lexicon knows the word as no event."""
MODEL_TYPE = 0.92
"""Score from which its type is published without the lexicon; below it the event has no type."""
FACTUAL_FLOOR = 0.35
"""Below this score of the model an event is not published as a fact."""
FACTUAL_SURE = 0.95
"""From this score the model's judgement lifts doubts that come from unknown words, never those of negation or report."""
_EXERCISES = frozenset({"drill", "exercise", "maneuver", "manoeuvre"})
SCARE_QUOTE = 30
"""Characters up to which words in quotation marks count as a term rather than as speech."""


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
    mentions: list[Span] = field(default_factory=list)


def extract_events(
    doc: Doc, actors: Actors, times: Sequence[TimeSpan], statements: Sequence[Statement]
) -> tuple[list[Event], list[Perspective], list[Statement]]:
    """The events and perspectives of a document in text order, and its statements with `reports` filled."""
    scene = Scene(doc, actors)
    contents = _contents(scene, statements)
    drafts = [_draft(scene, found, times, contents) for found in _candidates(scene)]
    kept = [draft for draft in drafts if _worth(scene, draft)]
    merged = _merge(scene, kept)
    events = [_event(scene, draft) for draft in merged]
    perspectives = [p for draft in merged for p in _perspectives(scene, draft)]
    return events, perspectives, [_with_reports(statement, merged) for statement in statements]


# finding


@dataclass(frozen=True, slots=True)
class _Candidate:
    match: Match
    type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    status: str | None
    confidence: float


def _candidates(scene: Scene) -> Iterator[_Candidate]:
    """Triggers that the lexicon and the model agree on or one of them is sure of."""
    lexicon = {match.head: match for match in _matches(scene)}
    for i, (hint, score) in enumerate(scene.seen):
        match = lexicon.get(i)
        if _unfit(scene, i) or (match is None and not hint and scene.model):
            continue
        entry = match.entry if match else None
        if match is not None and entry is not None and entry.type != "-":
            if not _carries(scene, i) and (hint or _alone(scene, match)):
                yield _from_lexicon(match, entry, hint)
        elif (
            hint
            and (score >= MODEL_SURE or (score >= MODEL_ALONE and entry is None))
            and not _carries(scene, i)
        ):
            yield _from_model(scene, i, hint, score)
        elif not scene.model and entry is None and _plain_action(scene, i):
            yield _Candidate(Match(i, i, i), None, None, (), None, 0.5)


def _alone(scene: Scene, match: Match) -> bool:
    """Whether the lexicon may speak where a model sees nothing: strong verbs, nouns with somebody who does it."""
    if not scene.model:
        return True
    if match.entry is None or match.entry.weak:
        return False
    if scene.tree.is_verb(match.head):
        return True
    return lender(scene, match.head) is not None


def _carries(scene: Scene, i: int) -> bool:
    return scene.tree.is_verb(i) and _lends(scene, i)


def _from_lexicon(match: Match, entry: Entry, hint: str) -> _Candidate:
    """The lexicon's reading: where it and the model differ it is right four times as often."""
    type_ = entry.type or None
    confidence = 0.9 if hint == type_ else 0.6 if hint else 0.5
    if entry.weak and hint != type_:
        confidence -= 0.1
    return _Candidate(match, type_, entry.mode or None, entry.contexts, entry.status or None, confidence)


def _from_model(scene: Scene, i: int, hint: str, score: float) -> _Candidate:
    """The model's reading of a word whose frames in the lexicon do not fit, or which it does not have."""
    match = Match(i, i, i)
    for entry in read_triggers().get(("v" if scene.tree.is_verb(i) else "n", scene.lemma[i]), ()):
        if entry.type == hint and len(entry.words) == 1:
            return _Candidate(match, hint, entry.mode or None, entry.contexts, None, 0.7)
    typed = hint != "OTHER" and score >= MODEL_TYPE
    return _Candidate(match, hint if typed else None, None, (), None, round(score * 0.6, 2))


def _unfit(scene: Scene, i: int) -> bool:
    """Whether the word stands where it names no happening: in a name, before a noun, as auxiliary."""
    tree = scene.tree
    if tree.dep[i].startswith("aux") or tree.dep[i] in {"cop", "flat", "fixed", "case", "mark", "punct"}:
        return True
    if tree.dep[i] == "compound" and tree.pos[i] in {"NOUN", "PROPN"}:
        return True
    mention = scene.actors.by_token.get(i)
    if mention is None or mention.kind != "name":
        return False
    entity = scene.actors.entity.get(mention.entity)
    return entity is None or entity.type != "event" or scene.actors.by_head.get(i) is None


def _lends(scene: Scene, v: int) -> bool:
    """Whether the verb only carries an event noun: "held talks", "sanctions imposed on"."""
    tree = scene.tree
    if (
        tree.dep[v].startswith("acl")
        and tree.head[v] in _event_nouns(scene)
        and tree.head[v] in scene.arguments(v).objects
    ):
        return lends(scene, v)
    for c in tree.children[v]:
        if tree.dep[c] in {"obj", "nsubj:pass"}:
            lent = lender(scene, c)
            if lent and lent[0] == v and lent[1] != "none" and c in _event_nouns(scene):
                return True
    return False


def _matches(scene: Scene) -> list[Match]:
    """The lexicon's triggers, found once a document."""
    if "matches" not in scene.cache:
        scene.cache["matches"] = list(find_triggers(scene))
    return scene.cache["matches"]


def _event_nouns(scene: Scene) -> set[int]:
    """The tokens that the lexicon reads as event nouns."""
    if "nouns" not in scene.cache:
        found = (m for m in _matches(scene) if m.entry and m.entry.type != "-")
        scene.cache["nouns"] = [m.head for m in found if not scene.tree.is_verb(m.head)]
    return set(scene.cache["nouns"])


def _plain_action(scene: Scene, i: int) -> bool:
    """Whether an unknown verb is clearly an occurrence: past, active, done by a named actor, not a state or a saying."""
    tree = scene.tree
    if tree.tag[i] != "VBD" or tree.pos[i] != "VERB" or scene.lemma[i] in _plain_verbs():
        return False
    if tree.dep[i] not in {"ROOT", "conj", "advcl", "acl:relcl"} or _lends(scene, i):
        return False
    return any(scene.entity(s) is not None for s in scene.arguments(i).subjects)


def _plain_verbs() -> frozenset[str]:
    return frozenset(word for row in rows("not_actions.tsv") for word in row[0].split("|"))


# drafting


def _draft(scene: Scene, found: _Candidate, times: Sequence[TimeSpan], contents: "_Contents") -> _Draft:
    match, tree = found.match, scene.tree
    start, end = tree.chars(match.first, match.last)
    time = time_of(tree.tokens[match.head], list(times), scene.doc) if times else None
    who = find_participants(scene, match, found.type, found.mode)
    views = [
        (s, view_of(scene, match.head, first=a, last=b, type_=found.type))
        for a, b, s in contents.around(match.head)
    ]
    found = _joint(scene, found, who)
    view = _authors_view(scene, match.head, found.type, views, contents)
    view = _in_time(scene, match.head, view, time) if view.is_fact else view
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
    )


def _authors_view(
    scene: Scene, i: int, type_: str | None, views: list[tuple[Statement, View]], contents: "_Contents"
) -> View:
    """How the article sees a happening; what stands in somebody's words is open unless it is taken for granted."""
    view = view_of(scene, i, type_=type_)
    sure = scene.tree.tokens[i]._.factual >= FACTUAL_SURE
    if views:
        statement, inner = views[-1]
        # "condemned the invasion": the governor that presupposes it stands outside the content
        asserted = view.presupposed and not inner.presupposed and _definite(scene, i) and len(views) == 1
        if (
            statement.form != "direct"
            and inner.is_fact
            and (asserted or (sure and _taken_for_granted(scene, i, type_)))
        ):
            return inner
        return replace(inner, certainty="unknown", polarity="positive", presupposed=False)
    if contents.quoted(i):
        return replace(view, certainty="unknown", polarity="positive", presupposed=False)
    if sure and view.certainty == "unknown" and not view.reported and view.polarity == "positive":
        temporality = "past" if view.temporality == "future" else view.temporality
        return replace(view, certainty="certain", temporality=temporality)
    return view


def _joint(scene: Scene, found: _Candidate, who: Participants) -> _Candidate:
    """Exercises of several are cooperation, those of one are posture."""
    if found.type != "MOBILIZE" or scene.lemma[found.match.head] not in _EXERCISES:
        return found
    several = len(who.agent) > 1 or any(e.plural for k in who.agent if (e := scene.actors.entity.get(k)))
    return replace(found, type="COOPERATE", mode=None) if several else found


def _taken_for_granted(scene: Scene, i: int, type_: str | None) -> bool:
    """Whether words that the article retells name as known what can only be known by having happened."""
    return type_ in RETROSPECTIVE and _definite(scene, i)


def _definite(scene: Scene, i: int) -> bool:
    tree = scene.tree
    if tree.is_verb(i):
        return False
    return any(
        (tree.dep[c] == "det" and tree.low[c] in DEFINITE) or tree.dep[c] == "nmod:poss"
        for c in tree.children[i]
    )


def _in_time(scene: Scene, i: int, view: View, time: TimeSpan | None) -> View:
    """A happening whose days all lie after the article's own day is still to come, unless told in the past tense.

    Bare weekdays do not count: without a tense their direction is a guess.
    """
    day = (scene.doc._.kg.date or "")[:10]
    if time is None or time.earliest is None or len(day) < 10 or time.earliest <= day:
        return view
    if scene.tree.tag[i] == "VBD" or time.expression.split()[-1].endswith("day"):
        return view
    certainty = "probable" if view.certainty == "certain" else view.certainty
    return replace(view, temporality="future", certainty=certainty)


class _Contents:
    """The tokens of each statement's content, outermost first, and those inside quotation marks of no statement."""

    def __init__(self, scene: Scene, statements: Sequence[Statement]) -> None:
        self.ranges: list[tuple[int, int, Statement]] = []
        shift = scene.doc._.kg.shift
        for statement in statements:
            for span in statement.content_spans:
                offset = 0 if span.context == "headline" else shift
                first = scene.tree.token_from(span.start + offset)
                last = scene.tree.token_from(span.end + offset) - 1
                if first <= last:
                    self.ranges.append((first, last, statement))
        self.ranges.sort(key=lambda r: (r[0] - r[1], r[0]))
        self.quotes = [q for q in find_quotations(scene.tree.text) if q.depth == 0]
        self.start = scene.tree.start

    def around(self, i: int) -> list[tuple[int, int, Statement]]:
        """The contents that the token stands in, widest first."""
        return [r for r in self.ranges if r[0] <= i <= r[1]]

    def quoted(self, i: int) -> bool:
        """Whether the token stands in a longer quotation: words that are not the article's own."""
        char = self.start[i]
        return any(q.start < char < q.end and q.end - q.start > SCARE_QUOTE for q in self.quotes)


def _contents(scene: Scene, statements: Sequence[Statement]) -> _Contents:
    return _Contents(scene, statements)


def _worth(scene: Scene, draft: _Draft) -> bool:
    """Whether a draft says enough to be published: weak words need somebody who takes part."""
    entry = draft.match.entry
    if entry is None or not entry.weak or scene.seen[draft.match.head][0]:
        return True
    return bool(draft.who)


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
    return Profile(
        type=draft.type,
        lemma=scene.lemma[i],
        noun=noun,
        definite=_definite(scene, i),
        plural=scene.tree.tag[i] in {"NNS", "NNPS"},
        headline=any(start <= scene.tree.start[i] < end for start, end in scene.doc._.kg.headlines),
        fact=draft.view.is_fact,
        future=draft.view.temporality == "future",
        negative=draft.view.polarity == "negative",
        roles=tuple(frozenset(getattr(who, role)) for role in ROLES),
        place=who.place,
        days=(draft.time.earliest, draft.time.latest) if draft.time and draft.time.earliest else None,
        position=i,
    )


# records


def _event(scene: Scene, draft: _Draft) -> Event:
    who, view = draft.who, _shown(draft)
    i = draft.match.head
    fact = draft.view.is_fact and _model_agrees(scene, i, draft)
    types = [scene.actors.entity[k].type for k in who.patient if k in scene.actors.entity]
    return Event(
        key=draft.key,
        span=draft.span,
        lemma=_lemma(scene, draft.match),
        fact=fact,
        type=draft.type,
        mode=draft.mode,
        contexts=draft.contexts or _type_contexts().get(draft.type or "", ()),
        plover_type=plover_type(
            draft.type,
            view=view,
            lemma=scene.lemma[i],
            agents=len(who.agent),
            against_person="person" in types,
        ),
        agents=tuple(who.agent),
        patients=tuple(who.patient),
        recipients=tuple(who.recipient),
        instruments=tuple(who.instrument),
        topics=tuple(who.topic),
        place=who.place,
        time=draft.time.key if draft.time else None,
        label=_label(scene, draft, view, fact=fact),
        agreement_status=draft.status,
        mentions=tuple(draft.mentions),
        confidence=draft.confidence,
    )


@cache
def _type_contexts() -> dict[str, tuple[str, ...]]:
    return {row[0]: (row[1],) for row in rows("type_contexts.tsv")}


def _model_agrees(scene: Scene, i: int, draft: _Draft) -> bool:
    score = scene.tree.tokens[i]._.factual
    return score < 0 or score >= FACTUAL_FLOOR or len(draft.mentions) > 1


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
        scene.tree.text[slice(*scene.tree.chars(match.first, match.last))].lower()
        if noun
        else _lemma(scene, match),
        noun=noun,
        view=view,
        entities=scene.actors.entity,
        agents=who.agent,
        patients=who.patient,
        recipients=who.recipient,
        topics=who.topic,
        place=who.place,
        source=source,
    )


def _perspectives(scene: Scene, draft: _Draft) -> Iterator[Perspective]:
    """The author's view of an event and that of each speaker whose words contain it."""
    view = draft.view
    if view.is_fact and not _model_agrees(scene, draft.match.head, draft):
        view = replace(view, certainty="probable")
    yield _perspective(scene, draft, AUTHOR, view, None)
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


def _with_reports(statement: Statement, drafts: Sequence[_Draft]) -> Statement:
    keys = [draft.key for draft in drafts if any(s.key == statement.key for s, _ in draft.views)]
    return replace(statement, reports=tuple(keys))

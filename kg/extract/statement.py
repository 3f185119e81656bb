"""Statements: words, claims and beliefs that an article attributes to a source.

`extract_statements` joins what grammar says (`content`, `speaker`) with what the quotation marks say
(`quotation`, `attachment`) and with what the model sees: one statement an attribution, in text order.
"""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from kg.extract.actors import Actors
from kg.extract.attribution import Draft, overlap
from kg.extract.mood import judge_act
from kg.extract.reading import Reading
from kg.extract.saying import addressee_of_saying, happened, time_of_saying, venue_of
from kg.extract.source import hidden_entities, on_behalf_of
from kg.extract.statement_reason import note_statement
from kg.extract.tree import Tree
from kg.language.context import span_of
from kg.records import Span, Statement, TimeSpan
from kg.trace import Trace

__all__ = ["extract_statements"]

_CONFIDENCE = {
    "quote": 0.92,
    "np": 0.86,
    "s": 0.84,
    "n+": 0.83,
    "around": 0.78,
    "to": 0.78,
    "turn": 0.78,
    "ing": 0.76,
    "n": 0.74,
    "oto": 0.74,
    "colon": 0.72,
    "p": 0.7,
    "seen": 0.66,
    "of": 0.62,
    "context": 0.6,
}
"""How many in a hundred of the statements that a rule finds are right, on annotated news."""

_SURE, _SURER = 0.9, 0.06  # a cue of which the model is sure makes its statement surer by so much
_UNSURE, _LESS_SURE = 0.7, 0.75  # one that it doubts, less sure by that factor
_DOUBT = 0.9  # for thoughts, which are told less plainly, and for quotations that are never closed
_BLOCK = 4000  # characters; only drafts as near as that can be doubles
_LOOK_BACK = 30  # statements among which the author of "the report" is looked for
_SAME = 0.8  # two statements of one speaker with so much of their words in common are one


def extract_statements(
    doc: Doc,
    actors: Actors,
    times: Sequence[TimeSpan],
    trace: Trace | None = None,
    *,
    tree: Tree | None = None,
) -> list[Statement]:
    """The statements of an article in text order; `reports` stays empty until the events are known."""
    if not len(doc):
        return []
    reading = Reading(doc, actors, tree)
    drafts = _settle(reading.drafts())
    _name_authors(reading, drafts)
    hidden = hidden_entities(reading.tree, actors)
    for draft in drafts:
        if draft.speaker.entities and hidden.issuperset(draft.speaker.entities):
            draft.speaker = replace(draft.speaker, anonymous=True)
    writing = _Writing(reading, times, drafts)
    statements = writing.statements()
    if trace is not None:
        for draft, statement in zip(drafts, statements, strict=True):
            note_statement(trace, reading.map, actors, draft, statement, rated=_CONFIDENCE[draft.rule])
    return statements


def _settle(drafts: list[Draft]) -> list[Draft]:
    """Each attribution once, the surer of two, in text order."""
    found = [d for d in drafts if d.spans and (d.speaker.entities or d.speaker.anonymous)]
    found.sort(key=lambda d: (-_CONFIDENCE[d.rule], d.order))
    kept: list[Draft] = []
    near: dict[int, list[Draft]] = {}
    for draft in found:
        block = draft.spans[0][0] // _BLOCK
        others = [d for b in (block - 1, block, block + 1) for d in near.get(b, ())]
        if not any(_is_double(draft, other) for other in others):
            kept.append(draft)
            near.setdefault(block, []).append(draft)
    kept.sort(key=lambda d: (d.spans[0][0], -d.spans[-1][1], d.order))
    return kept


def _is_double(draft: Draft, other: Draft) -> bool:
    if draft.outer is other:
        return False
    same = draft.speaker.entities == other.speaker.entities or draft.rule == "seen"
    return same and overlap(draft.spans, other.spans) >= _SAME


def _name_authors(reading: Reading, drafts: list[Draft]) -> None:
    """In "the statement said" the author is who made a statement before."""
    tree = reading.tree
    for number, draft in enumerate(drafts):
        speaker = draft.speaker
        if speaker.entities or not speaker.document or not speaker.heads:
            continue
        noun = tree.low[speaker.heads[0]]
        if not any(tree.low[c] in {"the", "its", "their", "this"} for c in tree.children[speaker.heads[0]]):
            continue
        for earlier in reversed(drafts[max(0, number - _LOOK_BACK) : number]):
            if earlier.cue is None or not earlier.speaker.entities:
                continue
            start, stop = tree.bounds(earlier.cue.head)
            if noun in tree.low[start:stop] and not earlier.speaker.anonymous:
                draft.speaker = replace(
                    speaker, entities=earlier.speaker.entities, anonymous=False, rule="document"
                )
                break


class _Writing:
    """Turns the drafts of one article into records."""

    def __init__(self, reading: Reading, times: Sequence[TimeSpan], drafts: list[Draft]) -> None:
        self.reading, self.times, self.drafts = reading, times, drafts
        self.doc, self.tree, self.actors = reading.tree.doc, reading.tree, reading.actors
        self.keys = self._keys()
        self.outer = self._nesting()
        self.behalf: dict[str, str] = {}

    def statements(self) -> list[Statement]:
        """One record a draft, in the same order."""
        for draft in self.drafts:
            entity = on_behalf_of(self.tree, self.actors, draft.speaker)
            if entity is not None and len(draft.speaker.entities) == 1:
                self.behalf.setdefault(draft.speaker.entities[0], entity)
        return [self._statement(n, draft) for n, draft in enumerate(self.drafts)]

    def _keys(self) -> list[str]:
        """The span of the first words; a number where two statements share it."""
        keys, taken = [], dict[str, int]()
        for draft in self.drafts:
            span = span_of(self.doc, *draft.spans[0])
            key = f"{span.context}/{span.start}-{span.end}"
            taken[key] = taken.get(key, 0) + 1
            keys.append(key if taken[key] == 1 else f"{key}-{taken[key]}")
        return keys

    def _statement(self, number: int, draft: Draft) -> Statement:
        tree, cue, speaker = self.tree, draft.cue, draft.speaker
        outer = self.outer.get(number)
        words = self._words(draft)
        content = " ".join(tree.text[a:b] for a, b in draft.spans)
        return Statement(
            key=self.keys[number],
            fact=outer is None and (cue is None or happened(tree, cue)),
            content_spans=tuple(span_of(self.doc, a, b) for a, b in draft.spans),
            content=content,
            form=draft.form,
            act=judge_act(tree, self.actors, draft)[0],
            cue=cue.entry.lemma if cue else "",
            cue_span=self._span(cue.first, cue.last) if cue else None,
            speakers=speaker.entities,
            speaker_span=self._span(*speaker.span) if speaker.span else None,
            addressee=addressee_of_saying(tree, self.actors, cue, draft.content, words, speaker),
            venue=venue_of(tree, cue, speaker, words),
            on_behalf_of=self._behalf(draft),
            anonymous=speaker.anonymous,
            time=time_of_saying(tree, cue, words, self.times),
            mentions=self.actors.actors_in(tree.tokens[i] for i in words),
            reported_in=outer,
            confidence=self._confidence(draft),
        )

    def _words(self, draft: Draft) -> list[int]:
        tree = self.tree
        tokens = (i for a, b in draft.spans for i in range(tree.token_from(a), tree.token_from(b)))
        return [i for i in tokens if not tree.space[i]]

    def _nesting(self) -> dict[int, str]:
        """For each statement in the words of another: the key of the smallest one around its cue."""
        numbers = {id(draft): n for n, draft in enumerate(self.drafts)}
        relays = ((n, numbers.get(id(draft.outer))) for n, draft in enumerate(self.drafts) if draft.outer)
        outer = {n: self.keys[m] for n, m in relays if m is not None}
        starts = sorted((a, b, n) for n, draft in enumerate(self.drafts) for a, b in draft.ranges)
        size = [sum(b - a for a, b in draft.ranges) for draft in self.drafts]
        cues = sorted(
            (self.tree.start[d.cue.head], n) for n, d in enumerate(self.drafts) if d.cue is not None
        )
        around: list[tuple[int, int, int]] = []
        at = 0
        for cue, n in cues:
            while at < len(starts) and starts[at][0] <= cue:
                around.append(starts[at])
                at += 1
            around = [row for row in around if row[1] > cue]
            smallest = min(((size[m], m) for _, _, m in around if m != n), default=None)
            if smallest is not None:
                outer.setdefault(n, self.keys[smallest[1]])
        return outer

    def _behalf(self, draft: Draft) -> str | None:
        """For whom the speaker was said to speak, here or anywhere in the article."""
        entities = draft.speaker.entities
        return self.behalf.get(entities[0]) if len(entities) == 1 else None

    def _span(self, first: int, last: int) -> Span:
        return span_of(self.doc, *self.tree.chars(first, last))

    def _confidence(self, draft: Draft) -> float:
        value = _CONFIDENCE[draft.rule]
        if draft.cue is not None and draft.cue.entry.pos != "p" and self.tree.has_hints:
            score = max(self.tree.cue[i] for i in range(draft.cue.first, draft.cue.last + 1))
            value = value + _SURER if score >= _SURE else value * _LESS_SURE if score < _UNSURE else value
        if draft.cue is not None and draft.cue.entry.kind in {"thought", "perception"}:
            value *= _DOUBT
        if any(not self.reading.map.quotes[n].closed for n in draft.quotes):
            value *= _DOUBT
        return round(value, 2)

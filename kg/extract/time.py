"""Time expressions of a document with the days that they cover, and which of them dates a happening.

The anchor is the day of the dateline, else the article's own date; without one, only calendar dates get days. An
open end ("until Friday", "since 2014" without an anchor) is None.
"""

import datetime as dt
from dataclasses import replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.interval import Interval, interval_of, nothing
from kg.extract.interval_point import unit_name
from kg.extract.tense import WOULD, Clause, clause_of, is_verbal, lemma_of_verb, words_of
from kg.extract.time_expression import Expression, find_expressions
from kg.extract.time_link import Links, time_of
from kg.extract.time_story import Days, Story, counted_from, ends_of, told_after
from kg.language.context import span_of
from kg.readers.dates import find_date
from kg.records import TimeSpan

__all__ = ["anchor_of", "extract_times", "time_of"]

_VERB_TAGS = frozenset({"VBD", "VBN", "VBG", "VB"})
_POINTS = frozenset(
    {"weekday", "relative-day", "date", "iso", "holiday", "month", "year", "weekend", "edge"}
    | {"as-of", "calendar", "ago", "list", "between", "range", "quarter", "season"}
)
"""Kinds of expressions whose days a story goes on from."""
_NO_CLAUSE = Clause(None, "", strict=False)


def extract_times(doc: Doc) -> list[TimeSpan]:
    """The time expressions of a doc in text order, with the days that they cover where they can be told."""
    reader = _Reader(doc)
    skipped = [*doc._.kg.datelines, *doc._.kg.bylines]
    for expression in find_expressions(reader.text):
        if not any(start <= expression.start < end for start, end in skipped):
            reader.read(expression)
    reader.links.keep()
    reader.settle()
    return reader.found


class _Reader:
    """Reads the expressions of a doc in text order; what counts from another happening is settled at the end."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text  # spaCy puts it together anew at each call
        self.is_parsed = doc.has_annotation("DEP")
        self.anchors = anchor_of(doc)
        self.found: list[TimeSpan] = []
        self.links = Links(doc)
        self.story = Story()
        self._open: list[tuple[int, Expression, DocSpan]] = []

    def read(self, expression: Expression) -> None:
        """Note an expression, unless it is part of a name."""
        span = self.links.span(expression.start, expression.end)
        if span is None or self.links.is_in_name(span, expression.kind):
            return
        verb = self._verb(span) if expression.behind != "'" and self.is_parsed else None
        clause = _clause(span, verb) if self.is_parsed else _NO_CLAUSE
        if expression.kind == "relative-event":
            self._read_relative(expression, span, verb, clause)
            return
        anchor = self.links.anchor_for(expression, clause, self.anchors)
        interval = _interval(expression, anchor, clause)
        if expression.kind == "quarter" and not _is_of_business(span):
            interval = nothing("quarter")
        self._note(expression, interval, anchor)
        self.links.add(self.found[-1], span, verb or span.root.head, clause, expression)
        if expression.kind in _POINTS:
            self._tell(span, interval)

    def _verb(self, span: DocSpan) -> Token | None:
        """The verb that has an expression because of where they stand, whatever the parse says."""
        if (verb := _verb_before(span)) is not None:
            return verb
        head = span.root.head
        if head.pos_ != "VERB" or head.i >= span.start:
            return None
        verb = next((t for t in reversed(span.doc[head.i + 1 : span.start]) if _is_main(t)), None)
        if verb is None:
            return None
        is_next = verb.dep_ == "conj" and verb.head.i == head.i
        if is_next:  # "killed two and fled on Monday": both, unless the first has a time of its own
            return verb if self.links.on.get(head.i) else None
        first = verb.head
        is_told = verb.dep_ == "conj" and verb.tag_ == "VBD" and first.tag_ == "VBD" and head.i < first.i
        if is_told and not self.links.on.get(first.i):
            return first
        is_finite = verb.tag_ == "VBD" and verb.dep_ not in {"acl", "acl:relcl"}
        is_aim = verb.tag_ == "VB" and verb.dep_ in {"xcomp", "conj"} and verb.head.i != head.i
        return verb if is_finite or is_aim else None

    def _read_relative(
        self, expression: Expression, span: DocSpan, verb: Token | None, clause: Clause
    ) -> None:
        """Of "the next day" the days are counted from those told of last; "two days after the vote" waits."""
        other, _ = ends_of(span, expression) if self.is_parsed else (None, None)
        if other is not None:
            self._note(expression, nothing(unit_name(expression.parts.get("unit"))), ())
            self._open.append((len(self.found) - 1, expression, span))
            return
        is_ahead = clause.tense in {"future", "present", WOULD}
        until = self.anchors[-1] if self.anchors and not is_ahead else None
        days = self.story.last(expression, self.links.sentence(span.root), until)
        interval = told_after(expression, days) if days else interval_of(expression, None)
        self._note(expression, interval, (days.first,) if days else ())
        self.links.add(self.found[-1], span, verb or span.root.head, clause, expression)
        self._tell(span, interval)

    def _tell(self, span: DocSpan, interval: Interval) -> None:
        if interval.earliest is not None and interval.latest is not None:
            self.story.tell(self.links.sentence(span.root), Days(interval.earliest, interval.latest))

    def _note(self, expression: Expression, interval: Interval, anchors: tuple[dt.date, ...]) -> None:
        self.found.append(_record(self.doc, self.text, expression, interval, anchors))

    def _counted(self, at: int, other: Token, verb: Token | None) -> tuple[Days | None, Token | None]:
        """The days that are known, and what the others are of: a time before the expression is of what is told."""
        main = time_of(verb, self.found, self.doc) if verb is not None else None
        own = time_of(other, self.found, self.doc)
        if main is None and own is not None and own.span.start < self.found[at].span.start:
            main = own
        if (days := _days(main)) is not None:
            return days, other
        return _days(own), verb

    def settle(self) -> None:
        """Date "two days after the vote": what is told by the vote's day, or the vote by the day of what is told."""
        for at, expression, span in self._open:
            other, verb = ends_of(span, expression)
            if other is None:
                continue
            sign = 1 if expression.parts["shift"] == "after" else -1
            days, target = self._counted(at, other, verb)
            if target is None:
                continue
            interval = nothing(self.found[at].granularity)
            if days is not None:
                interval = counted_from(expression, days, sign if target is verb else -sign)
            named = target is verb and not is_verbal(other)
            whole = replace(expression, end=_end_of(other)) if named else expression
            self.found[at] = _record(self.doc, self.text, whole, interval, (days.first,) if days else ())
            if interval.earliest is not None or named:
                self.links.add_to(target, self.found[at], span)


def _end_of(noun: Token) -> int:
    """Where a short phrase ends, the noun itself of a long one."""
    last = noun.right_edge if noun.right_edge.i <= noun.i + 6 else noun
    phrase = noun.doc[noun.i : last.i + 1]
    last = noun if any(is_verbal(token) or token.text in {",", ";", "("} for token in phrase[1:]) else last
    return int(last.idx + len(last))


def _days(time: TimeSpan | None) -> Days | None:
    """The days of a time that has a first and a last one."""
    if time is None or time.earliest is None or time.latest is None:
        return None
    return Days(dt.date.fromisoformat(time.earliest), dt.date.fromisoformat(time.latest))


def _verb_before(span: DocSpan) -> Token | None:
    """A verb right before the expression, which dates it whatever the parse says: "said on Friday he may", "held on 2 May"."""
    at = span.start - 1
    while at > 0 and span.doc[at].text.lower() in {"on", "in", "late", "early", "at"}:
        at -= 1
    if at < 0:
        return None
    token = span.doc[at]
    if (
        token.tag_ not in _VERB_TAGS
        or token.pos_ != "VERB"
        or token.dep_ == "amod"
        or token.text.lower() in words_of("helper")
    ):
        return None
    return token


def _clause(span: DocSpan, verb: Token | None) -> Clause:
    """The clause of an expression; what is called for a day, or put off to one, lies ahead of its verb."""
    clause = clause_of(verb or span.root)
    word = span.doc[span.start - 1].lower_ if span.start else ""
    if clause.verb is None or word not in {"for", "to", "until"}:
        return clause
    kinds = ("scheduled", "calling", "ahead") if word == "for" else ("postponing",)
    if not any(lemma_of_verb(clause.verb) in words_of(kind) for kind in kinds):
        return clause
    return replace(clause, tense="future" if clause.tense in {"future", "present"} else WOULD)


def _is_main(token: Token) -> bool:
    """Whether a token is a verb of its own, not an adjective in -ed or part of a name."""
    return (
        token.pos_ == "VERB" and token.tag_ in _VERB_TAGS and token.dep_ not in {"amod", "compound", "case"}
    )


def _is_of_business(span: DocSpan) -> bool:
    """Whether the sentence speaks of money, as quarters of a year do, not those of a match."""
    sentence = span.sent if span.doc.has_annotation("SENT_START") else span.doc[:]
    words = words_of("business")
    return any(token.lemma_.lower() in words or token.text.lower() in words for token in sentence)


def anchor_of(doc: Doc) -> tuple[dt.date, ...]:
    """The day of the dateline, else of the article; first and last day if only month or year is known."""
    date = doc._.kg.date or ""
    for start, end in doc._.kg.datelines:
        if day := _dateline_day(doc.text[start:end], date):
            return (day,)
    try:
        if len(date) >= 10:
            return (dt.date.fromisoformat(date[:10]),)
        if len(date) == 7:
            first = dt.date.fromisoformat(f"{date}-01")
            return first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        if len(date) == 4:
            return dt.date(int(date), 1, 1), dt.date(int(date), 12, 31)
    except ValueError:
        return ()
    return ()


def _dateline_day(text: str, date: str) -> dt.date | None:
    """The full date in a dateline; one without a year is put into the year that is nearest to the article's date."""
    found = find_date(text)
    if found and len(found[0]) == 10:
        return dt.date.fromisoformat(found[0])
    if len(date) < 10:
        return None
    anchor = dt.date.fromisoformat(date[:10])
    for expression in find_expressions(text):
        if expression.kind == "date":
            return interval_of(expression, anchor).earliest
    return None


def _interval(expression: Expression, anchors: tuple[dt.date, ...], clause: Clause) -> Interval:
    """The days; where only the month or year of the anchor is known, those that all its days agree on."""
    views = [
        interval_of(expression, anchor, clause.tense, strict=clause.strict) for anchor in anchors or (None,)
    ]
    if all(view == views[0] for view in views):
        return views[0]
    return interval_of(expression, None, clause.tense, strict=clause.strict)


def _record(
    doc: Doc, text: str, expression: Expression, interval: Interval, anchors: tuple[dt.date, ...]
) -> TimeSpan:
    span = span_of(doc, expression.start, expression.end)
    has_days = interval.earliest is not None or interval.latest is not None
    return TimeSpan(
        key=f"{span.context}/{span.start}-{span.end}",
        span=span,
        expression=" ".join(text[expression.start : expression.end].split()),
        earliest=interval.earliest.isoformat() if interval.earliest else None,
        latest=interval.latest.isoformat() if interval.latest else None,
        relation="throughout" if interval.relation == "throughout" else "within",
        granularity=interval.granularity,
        anchor=anchors[0].isoformat() if has_days and interval.anchored and len(anchors) == 1 else None,
        rule=expression.kind,
    )

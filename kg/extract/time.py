"""Time expressions of a document with the days that they cover, and which of them dates a happening.

The anchor is the day of the dateline, else the article's own date; without one, only calendar dates get days. An
open end ("until Friday", "since 2014" without an anchor) is None.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.interval import Interval, interval_of
from kg.extract.tense import WOULD, Clause, clause_of, is_verbal, words_of
from kg.extract.time_expression import Expression, find_expressions
from kg.language.context import span_of
from kg.readers.dates import find_date
from kg.records import TimeSpan

__all__ = ["anchor_of", "extract_times", "time_of"]

_NAMES = frozenset({"PERSON", "ORG", "WORK", "EVENT", "AGREEMENT", "ARTIFACT", "PLACE", "COUNTRY", "GROUP"})
_CACHE = "kg_time_links"
_NO_CLAUSE = Clause(None, "", strict=False)


def extract_times(doc: Doc) -> list[TimeSpan]:
    """The time expressions of a doc in text order, with the days that they cover where they can be told."""
    anchors = anchor_of(doc)
    found: list[TimeSpan] = []
    links = _Links(doc)
    skipped = [*doc._.kg.datelines, *doc._.kg.bylines]
    text = doc.text  # spaCy puts it together anew at each call
    is_parsed = doc.has_annotation("DEP")
    for expression in find_expressions(text):
        if any(start <= expression.start < end for start, end in skipped):
            continue
        span = links.span(expression.start, expression.end)
        if span is None or links.is_in_name(span, expression.kind):
            continue
        saying = _speech_before(span)
        clause = clause_of(saying or span.root) if is_parsed else _NO_CLAUSE
        if text[max(0, expression.start - 6) : expression.start].lower() == "as of ":
            clause = replace(clause, tense="past")
        anchor = links.anchor_for(expression, clause, anchors)
        interval = _interval(expression, anchor, clause)
        time = _record(doc, text, expression, interval, anchor)
        found.append(time)
        links.add(time, span, saying or span.root.head, clause, expression.kind)
    doc.user_data[_CACHE] = links
    return found


def _speech_before(span: DocSpan) -> Token | None:
    """A verb of saying right before the expression, which dates it whatever the parse says: "said on Friday he may"."""
    at = span.start - 1
    while at > 0 and span.doc[at].text.lower() in {"on", "in", "late", "early", "at"}:
        at -= 1
    if at < 0:
        return None
    token = span.doc[at]
    return token if token.tag_ == "VBD" and token.lemma_.lower() in words_of("speech") else None


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


@dataclass(frozen=True, slots=True)
class _Link:
    """An expression in the tree: the word that attaches it, and the verb of its clause."""

    time: TimeSpan
    root: Token
    head: Token
    clause: Clause
    kind: str

    @property
    def rank(self) -> int:
        """Days before durations before mere expressions."""
        if self.kind in {"duration", "set", "clock"}:
            return 2
        return 0 if self.time.earliest or self.time.latest else 1

    @property
    def is_point(self) -> bool:
        """Whether it dates what else is near: not how long or since when something is."""
        return self.kind not in {"since", "duration", "set", "span", "until", "clock"}

    @property
    def says_when(self) -> bool:
        """Whether it dates anything: "hours after" and "the first in years" do not."""
        expression = self.time.expression.lower()
        if self.kind == "relative-event" and expression.endswith(("before", "after")):
            return False
        has_days = self.time.earliest or self.time.latest
        return bool(self.kind != "span" or has_days or expression.startswith("within"))


class _Links:
    """The expressions of a doc by the words that they hang on."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.starts: list[int] = doc.to_array("IDX").tolist()
        self.links: list[_Link] = []
        self.on: dict[int, list[_Link]] = {}
        self.by_sentence: dict[int, list[_Link]] = {}
        self.sentences = [sent.start for sent in doc.sents] if doc.has_annotation("SENT_START") else [0]
        self.names = [(ent.start, ent.end, ent.label_) for ent in doc.ents if ent.label_ in _NAMES]

    def sentence(self, token: Token) -> int:
        """A number that the tokens of one sentence share."""
        return bisect_right(self.sentences, token.i)

    def is_in_name(self, span: DocSpan, kind: str) -> bool:
        """Whether the words are part of a longer name ("the Sunday Times"); a named event may be dated by its year."""
        at = span.root.i
        for start, end, label in self.names:
            if start <= at < end and (end - start > len(span) or label in {"PERSON", "ORG"}):
                return not (kind == "year" and label == "EVENT")
        return False

    def span(self, start: int, end: int) -> DocSpan | None:
        """The tokens of a range of characters."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1)
        return self.doc[first:last] if 0 <= first < last else None

    def add(self, time: TimeSpan, span: DocSpan, head: Token, clause: Clause, kind: str) -> None:
        """Note an expression under the word that it hangs on."""
        root = span.root
        link = _Link(time, root, head, clause, kind)
        if not link.says_when:
            return
        self.links.append(link)
        self.on.setdefault(head.i, []).append(link)
        self.by_sentence.setdefault(self.sentence(root), []).append(link)

    def anchor_for(
        self, expression: Expression, clause: Clause, anchors: tuple[dt.date, ...]
    ) -> tuple[dt.date, ...]:
        """The anchor; what is told as coming on some day is seen from that day ("said Monday it would begin Friday")."""
        if (
            clause.tense not in {"future", WOULD}
            or clause.verb is None
            or expression.kind not in {"weekday", "relative-day"}
        ):
            return anchors
        node = clause.verb
        while node.head.i != node.i:
            node = node.head
            for link in self.on.get(node.i, ()):
                day = link.time.earliest
                if (
                    day
                    and day == link.time.latest
                    and link.kind in {"weekday", "relative-day", "date", "iso"}
                ):
                    return (dt.date.fromisoformat(day),)
        return anchors


def time_of(token: Token, times: Sequence[TimeSpan], doc: Doc) -> TimeSpan | None:
    """The expression that says when the happening named by the token was, from `extract_times` of the same doc.

    Its own dependents first, then the verb that carries it ("held talks on Friday"), then the clause that it shares
    a time with. Never the time of a verb that reports it.
    """
    links = doc.user_data.get(_CACHE)
    if not isinstance(links, _Links) or not times or not links.links:
        return None
    for place in _places(token):
        if candidates := list(_attached(links, place, token)):
            return min(candidates, key=lambda pair: (pair[1].rank, pair[0], abs(pair[1].root.i - token.i)))[
                1
            ].time
    return None


def _attached(links: _Links, place: Token, token: Token) -> Iterator[tuple[int, _Link]]:
    """The expressions on a word, directly or through what is not a happening of its own, with their distance."""
    is_own = place.i == token.i
    for link in links.on.get(place.i, ()):
        if _dates(link.root, place) and (is_own or link.is_point) and not _is_term(link, place):
            yield 0, link
    for link in links.by_sentence.get(links.sentence(place), ()):
        if not link.is_point:
            continue
        middle = link.head
        if middle.i in {place.i, link.root.i, token.i}:
            continue
        if middle.head.i == place.i:
            if _lets_through(middle, link):
                yield 1, link
        elif middle.head.head.i == place.i and _is_circumstance(middle.head) and _lets_through(middle, link):
            yield 2, link


def _is_term(link: _Link, verb: Token) -> bool:
    """Whether it is the term of what was promised or moved, not the day of the promise: "gave them until Friday"."""
    if any(child.dep_ == "case" and child.text.lower() == "to" for child in link.root.children):
        return True
    lemma = verb.lemma_.lower()
    return link.kind in {"by", "until", "coming"} and (lemma in words_of("ahead") or lemma == "give")


def _dates(root: Token, place: Token) -> bool:
    """Whether the relation is one of time: not the subject or object ("marks Friday"), nor a list of names."""
    if root.i == place.i:
        return False
    relation = root.dep_.partition(":")[0]
    if relation in {"obj", "parataxis", "appos", "advcl"}:
        return relation != "obj" or place.pos_ != "NOUN"
    return relation in _TIME_RELATIONS


_TIME_RELATIONS = frozenset(
    {"obl", "advmod", "nmod", "compound", "amod", "dep", "nummod", "discourse", "dislocated"}
)
_SAME_TIME = frozenset({"when", "as", "while", "whilst"})
_WITHIN = frozenset({"in", "during", "at", "amid", "with", "by", "through"})
"""Prepositions that put a happening into another: "killed in an attack"."""


def _lets_through(middle: Token, link: _Link) -> bool:
    """Whether a time that hangs on a word dates the one above it."""
    root = link.root
    if is_verbal(middle):
        return _is_same_clause(middle) and _dates(root, middle)
    if root.dep_ == "nmod:poss":
        return False
    if _is_circumstance(middle):
        return True
    relation = middle.dep_.partition(":")[0]
    if root.i < middle.i or relation not in {"obl", "obj", "iobj", "advmod", "compound", "nmod"}:
        return False
    return middle.pos_ in {"PROPN", "PRON", "NUM", "ADV"} or (middle.pos_ == "NOUN" and middle._.event == "")


def _is_circumstance(noun: Token) -> bool:
    """Whether a noun says in what something happened: "in an interview", "during the deal"."""
    if not noun.dep_.startswith("obl") or noun.pos_ != "NOUN":
        return False
    return any(
        child.dep_ == "case" and child.text.lower() in {"in", "during", "at"} for child in noun.children
    )


def _is_same_clause(verb: Token) -> bool:
    """A clause that happens together with the word it hangs on: "when it fell", "a vote held", "scheduled for"."""
    relation = verb.dep_
    if relation == "advcl":
        return any(
            child.dep_ in {"mark", "advmod"} and child.text.lower() in _SAME_TIME for child in verb.children
        )
    if relation in {"acl", "acl:relcl"} and not is_verbal(verb.head):
        is_carrier = verb.lemma_.lower() in _carriers()
        has_subject = any(
            child.dep_.startswith("nsubj") and child.tag_ not in {"WDT", "WP"} for child in verb.children
        )
        return is_carrier and not has_subject
    return False


def _carriers() -> frozenset[str]:
    """Participles that say no more of a noun than when it is: "scheduled for", "held on", "which took place in"."""
    return words_of("carrier")


def _places(token: Token) -> Iterator[Token]:
    """The word, then those above it that are dated together with it."""
    yield token
    node = token
    for _ in range(4):
        parent = node.head
        is_far = node.i != token.i and not is_verbal(token) and node.dep_ != "xcomp" and is_verbal(node)
        if parent.i == node.i or is_far or not _is_shared(node, parent):
            return
        yield parent
        node = parent


def _is_shared(node: Token, parent: Token) -> bool:
    """Whether what dates the parent dates the node as well."""
    relation = node.dep_
    if not is_verbal(node):
        return _carries(node, parent)
    if relation == "xcomp":
        return parent.lemma_.lower() in words_of("real")
    if relation == "conj":
        if any(child.dep_ == "cc" and child.text.lower() == "but" for child in node.children):
            return False
        has_subject = any(child.dep_.startswith("nsubj") for child in node.children)
        return _has_front_time(parent, node) or (not has_subject and node.tag_ == parent.tag_)
    if relation == "advcl" and is_verbal(parent):
        marks = {child.text.lower() for child in node.children if child.dep_ in {"mark", "nsubj"}}
        is_plain = node.tag_ == "VBG" and not marks
        return is_plain or _is_same_clause(node)
    return False


def _carries(node: Token, parent: Token) -> bool:
    """A noun is dated by the verb whose subject or object it is, unless that verb looks at it from afar."""
    relation = node.dep_
    if not is_verbal(parent):
        return relation == "nmod" and parent.lemma_.lower() in words_of("amount")
    if parent.lemma_.lower() in words_of("apart"):
        return False
    if relation in {"obj", "nsubj:pass", "nsubj"}:
        return True
    if relation.startswith("obl"):
        return any(
            child.dep_ == "case" and child.text.lower() in _WITHIN and not list(child.children)
            for child in node.children
        )
    return False


def _has_front_time(verb: Token, other: Token) -> bool:
    """Whether the first verb's time stands before its subject and so covers what is joined to it."""
    subject = next((child.i for child in verb.children if child.dep_.startswith("nsubj")), verb.i)
    return (
        any(
            child.i < subject and child.dep_.partition(":")[0] in {"obl", "advmod"} for child in verb.children
        )
        and verb.i < other.i
    )

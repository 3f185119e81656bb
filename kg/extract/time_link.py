"""Which time expression dates a happening: the words that it hangs on, and those that share its time."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.tense import WOULD, Clause, is_verbal, lemma_of_verb, words_of
from kg.extract.time_expression import Expression
from kg.extract.time_share import (
    dated_together,
    hangs_on,
    has_case,
    is_circumstance,
    is_result,
    lets_through,
)
from kg.records import TimeSpan

__all__ = ["Links", "time_of"]

_NAMES = frozenset({"PERSON", "ORG", "WORK", "EVENT", "AGREEMENT", "ARTIFACT", "PLACE", "COUNTRY", "GROUP"})
_CACHE = "kg_time_links"
_RECORD_KINDS = frozenset({"since", "span", "duration"})
_RECORD_REACH = 9
_OFFSET = "offset"
"""The kind of "two days after", which hangs on what it dates, not on what the parse shows."""


@dataclass(frozen=True, slots=True)
class Link:
    """An expression in the tree: the word that attaches it, and the verb of its clause."""

    time: TimeSpan
    root: Token
    head: Token
    clause: Clause
    kind: str

    @property
    def rank(self) -> int:
        """Days before durations before mere expressions."""
        if self.kind in {"duration", "set", "clock"} or (self.kind == _OFFSET and not self.time.earliest):
            return 2
        return 0 if self.time.earliest or self.time.latest else 1

    @property
    def is_point(self) -> bool:
        """Whether it dates what else is near: not how long or since when something is."""
        return self.kind not in {"since", "duration", "set", "span", "until"}

    @property
    def says_when(self) -> bool:
        """Whether it dates anything: "the first in years" does not."""
        expression = self.time.expression.lower()
        has_days = self.time.earliest or self.time.latest
        is_plain = self.kind == "duration" and not expression.startswith("in ")
        if self.kind in _RECORD_KINDS and not is_plain and self._is_of_a_record:
            return False
        return bool(self.kind != "span" or has_days or expression.startswith("within"))

    @property
    def _is_of_a_record(self) -> bool:
        """Whether it says how long nothing like it was: "for the first time since May", "the worst clash in years"."""
        doc, stop = self.root.doc, self.root.i
        for at in range(stop - 1, max(stop - _RECORD_REACH, -1), -1):
            token = doc[at]
            if token.tag_ in {"JJS", "RBS"} or token.text.lower() in {"first", "only"}:
                return True
            if token.is_punct or token.pos_ in {"VERB", "AUX"}:
                return False
        return False


class Links:
    """The expressions of a doc by the words that they hang on."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.starts: list[int] = doc.to_array("IDX").tolist()
        self.links: list[Link] = []
        self.on: dict[int, list[Link]] = {}
        self.counted: dict[int, list[Link]] = {}
        """Durations by their unit, of which something follows: "four days of fighting"."""
        self.by_sentence: dict[int, list[Link]] = {}
        self.dated_sentences: set[int] = set()
        """Those in which an expression stands or dates a word."""
        self.sentences = [sent.start for sent in doc.sents] if doc.has_annotation("SENT_START") else [0]
        self.names = [(ent.start, ent.end, ent.label_) for ent in doc.ents if ent.label_ in _NAMES]

    def keep(self) -> None:
        """Leave the expressions with their doc, where `time_of` finds them."""
        self.doc.user_data[_CACHE] = self

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

    def add(self, time: TimeSpan, span: DocSpan, head: Token, clause: Clause, expression: Expression) -> None:
        """Note an expression under the word that it hangs on."""
        root = span.root
        link = Link(time, root, head, clause, expression.kind)
        if not link.says_when:
            return
        self.links.append(link)
        self.dated_sentences.add(self.sentence(root))
        if expression.kind == "duration" and "of" in expression.parts:
            self.counted.setdefault(root.i, []).append(link)
            return
        self.on.setdefault(head.i, []).append(link)
        self.by_sentence.setdefault(self.sentence(root), []).append(link)
        self.dated_sentences.add(self.sentence(head))

    def add_to(self, head: Token, time: TimeSpan, span: DocSpan) -> None:
        """Note an expression that counts from another happening under the word that it dates."""
        link = Link(time, span.root, head, Clause(None, "", strict=False), _OFFSET)
        self.links.append(link)
        self.on.setdefault(head.i, []).append(link)
        self.dated_sentences.add(self.sentence(head))

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
    if not isinstance(links, Links) or not times or links.sentence(token) not in links.dated_sentences:
        return None
    how_long: TimeSpan | None = None
    for place in dated_together(token):
        if candidates := list(_attached(links, place, token)):
            best = min(candidates, key=lambda pair: (pair[1].rank, pair[0], abs(pair[1].root.i - token.i)))[1]
            if best.rank < 2:
                return best.time
            how_long = how_long or best.time
    return how_long


def _attached(links: Links, place: Token, token: Token) -> Iterator[tuple[int, Link]]:
    """The expressions on a word, directly or through what is not a happening of its own, with their distance."""
    is_own = place.i == token.i
    is_called = not is_own and _calls(place, token)
    if is_own and token.dep_ == "nmod":
        yield from ((0, link) for link in links.counted.get(token.head.i, ()))
    for link in links.on.get(place.i, ()):
        if link.kind == _OFFSET:
            yield 0, link
            continue
        if is_called and not _is_of_plan(link, place):
            continue
        is_told = is_own or link.is_point or _lasts(place, token)
        if is_told and hangs_on(link.root, place) and not _is_term(link, place):
            yield 0, link
    for link in links.by_sentence.get(links.sentence(place), ()):
        middle = link.head
        if not link.is_point and not (link.kind == "since" and is_result(middle)):
            continue
        if middle.i in {place.i, link.root.i, token.i} or (is_called and not _is_of_plan(link, place)):
            continue
        if middle.head.i == place.i:
            if lets_through(middle, link.root):
                yield 1, link
        elif (
            middle.head.head.i == place.i and is_circumstance(middle.head) and lets_through(middle, link.root)
        ):
            yield 2, link


def _calls(verb: Token, noun: Token) -> bool:
    """Whether the verb only fixes when its object is to be: "called a strike for Monday"."""
    return noun.dep_ == "obj" and noun.head.i == verb.i and lemma_of_verb(verb) in words_of("calling")


def _is_of_plan(link: Link, verb: Token) -> bool:
    """Whether a time beside such a verb is that of what it fixes, not of the fixing."""
    return link.kind == "from" or has_case(link.root, {"for"}) or lemma_of_verb(verb) == "plan"


def _lasts(verb: Token, noun: Token) -> bool:
    """Whether since when, or until when, the verb is true is told of the noun: "protests have lasted since", "made no visit since"."""
    relation = noun.dep_.partition(":")[0]
    return not is_verbal(noun) and relation in {"nsubj", "obj"} and lemma_of_verb(verb) in words_of("lasting")


def _is_term(link: Link, verb: Token) -> bool:
    """Whether it is the term of what was promised or moved, not the day of the promise: "gave them until Friday"."""
    if any(child.dep_ == "case" and child.text.lower() == "to" for child in link.root.children):
        return True
    lemma = lemma_of_verb(verb)
    if link.kind == "duration" and lemma in words_of("penal"):
        return True
    if link.kind == "span" and link.root.i < verb.i + 4:
        return False
    return link.kind in {"by", "until", "coming", "span"} and (lemma in words_of("ahead") or lemma == "give")

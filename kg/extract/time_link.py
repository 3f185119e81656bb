"""Which time expression dates a happening: the words that it hangs on, and those that share its time."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.tense import WOULD, Clause, is_verbal, lemma_of_verb, words_of
from kg.extract.time_expression import Expression
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
        if expression.kind == "duration" and "of" in expression.parts:
            self.counted.setdefault(root.i, []).append(link)
            return
        self.on.setdefault(head.i, []).append(link)
        self.by_sentence.setdefault(self.sentence(root), []).append(link)

    def add_to(self, head: Token, time: TimeSpan, span: DocSpan) -> None:
        """Note an expression that counts from another happening under the word that it dates."""
        link = Link(time, span.root, head, Clause(None, "", strict=False), _OFFSET)
        self.links.append(link)
        self.on.setdefault(head.i, []).append(link)

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
    if not isinstance(links, Links) or not times or not links.links:
        return None
    how_long: TimeSpan | None = None
    for place in _places(token):
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
        if is_told and _dates(link.root, place) and not _is_term(link, place):
            yield 0, link
    for link in links.by_sentence.get(links.sentence(place), ()):
        middle = link.head
        if not link.is_point and not (link.kind == "since" and _is_result(middle)):
            continue
        if middle.i in {place.i, link.root.i, token.i} or (is_called and not _is_of_plan(link, place)):
            continue
        if middle.head.i == place.i:
            if _lets_through(middle, link):
                yield 1, link
        elif middle.head.head.i == place.i and _is_circumstance(middle.head) and _lets_through(middle, link):
            yield 2, link


def _calls(verb: Token, noun: Token) -> bool:
    """Whether the verb only fixes when its object is to be: "called a strike for Monday"."""
    return noun.dep_ == "obj" and noun.head.i == verb.i and lemma_of_verb(verb) in words_of("calling")


def _is_of_plan(link: Link, verb: Token) -> bool:
    """Whether a time beside such a verb is that of what it fixes, not of the fixing."""
    return link.kind == "from" or _has_case(link.root, {"for"}) or lemma_of_verb(verb) == "plan"


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


def _dates(root: Token, place: Token) -> bool:
    """Whether the relation is one of time: not the subject or object ("marks Friday"), nor a list of names."""
    if root.i == place.i:  # "the vote was on Monday"
        return any(child.dep_ == "cop" for child in root.children)
    relation = root.dep_.partition(":")[0]
    if relation in {"obj", "parataxis", "appos", "advcl"}:
        return relation != "obj" or place.pos_ != "NOUN"
    return relation in _TIME_RELATIONS


_TIME_RELATIONS = frozenset(
    {"obl", "advmod", "nmod", "compound", "amod", "dep", "nummod", "discourse", "dislocated"}
)
_GATHERINGS = frozenset({"CONSULT", "PROTEST", "COMPETE"})
"""What one comes or goes somewhere for."""
_CLOSE = frozenset({"shortly", "soon", "immediately", "minutes", "moments", "seconds"})
_SAME_TIME = frozenset({"when", "as", "while", "whilst"})
_WITHIN = frozenset({"in", "during", "at", "amid", "with", "by", "through"})
"""Prepositions that put a happening into another: "killed in an attack"."""


def _lets_through(middle: Token, link: Link) -> bool:
    """Whether a time that hangs on a word dates the one above it."""
    root = link.root
    if is_verbal(middle):
        return (_is_same_clause(middle) or _is_scheduled(middle)) and _dates(root, middle)
    if _has_case(middle, {"according"}):
        return False
    if _is_circumstance(middle):
        return True
    if middle.pos_ == "NUM" and _has_case(middle, {"from", "than", "against"}):
        return False
    if root.dep_ == "nmod:poss":
        return middle.dep_ == "obj" and lemma_of_verb(middle.head) in words_of("partaking")
    if root.i < middle.i:
        return False
    relation = middle.dep_.partition(":")[0]
    if relation == "nsubj":
        return _stands_before(root, middle.head, middle)
    if relation not in {"obl", "obj", "iobj", "advmod", "compound", "nmod"}:
        return False
    return middle.pos_ in {"PROPN", "PRON", "NUM", "ADV"} or (middle.pos_ == "NOUN" and middle._.event == "")


def _has_case(noun: Token, words: AbstractSet[str]) -> bool:
    return any(child.dep_ == "case" and child.text.lower() in words for child in noun.children)


def _stands_before(root: Token, verb: Token, subject: Token) -> bool:
    """Whether a time between subject and verb is the verb's: "Ankara on Friday recalled", "a blast on Monday killed"."""
    between = verb.doc[root.i + 1 : verb.i]
    if root.i > verb.i or any(token.pos_ not in {"ADV", "AUX"} for token in between):
        return False
    return (
        subject.pos_ in {"PROPN", "PRON"}
        or subject._.event == ""
        or lemma_of_verb(verb) in words_of("result")
    )


def _is_scheduled(verb: Token) -> bool:
    """An infinitive that says no more of what is planned than when it is: "the talks are due to begin on Friday"."""
    return (
        verb.dep_ == "xcomp"
        and lemma_of_verb(verb) in _carriers()
        and lemma_of_verb(verb.head) in words_of("scheduled")
    )


def _is_circumstance(noun: Token) -> bool:
    """Whether a noun says in what something happened: "in an interview", "during the deal"."""
    is_contest = noun.pos_ == "PROPN" and lemma_of_verb(noun.head) in words_of("contesting")
    if not noun.dep_.startswith("obl") or not (noun.pos_ == "NOUN" or is_contest):
        return False
    is_close = any(child.text.lower() in _CLOSE for child in noun.children)
    return _has_case(noun, {"in", "during", "at"} | ({"after"} if is_close else set()))


def _is_same_clause(verb: Token) -> bool:
    """A clause that happens together with the word it hangs on: "when it fell", "a vote held", "scheduled for"."""
    relation = verb.dep_
    if relation == "advcl":
        return any(
            child.dep_ in {"mark", "advmod"} and child.text.lower() in _SAME_TIME for child in verb.children
        )
    if relation in {"acl", "acl:relcl"} and not is_verbal(verb.head):
        return lemma_of_verb(verb) in _carriers() or _is_result(verb)
    return False


def _is_result(verb: Token) -> bool:
    """Whether a relative clause says what its noun did right away: "a blast that killed three"."""
    return (
        verb.dep_ == "acl:relcl"
        and lemma_of_verb(verb) in words_of("result")
        and any(child.dep_ in {"nsubj", "obj"} and child.tag_ in {"WDT", "WP"} for child in verb.children)
        and not any(
            child.dep_.startswith("nsubj") and child.tag_ not in {"WDT", "WP"} for child in verb.children
        )
    )


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
        return lemma_of_verb(parent) in words_of("real") | words_of("scheduled") | words_of("tried")
    if relation == "acl:relcl":
        return _is_result(node) and parent._.event != ""
    if relation == "conj":
        if any(child.dep_ == "cc" and child.text.lower() == "but" for child in node.children):
            return False
        has_subject = any(child.dep_.startswith("nsubj") for child in node.children)
        is_alike = node.tag_ == parent.tag_ or {node.tag_, parent.tag_} == {"VBD", "VBN"}
        has_helper = any(child.dep_.startswith("aux") for child in node.children)
        return _has_front_time(parent, node) or (
            not has_subject and is_alike and not (has_helper and node.tag_ != parent.tag_)
        )
    if relation == "advcl" and is_verbal(parent):
        marks = {child.text.lower() for child in node.children if child.dep_ in {"mark", "nsubj"}}
        is_plain = node.tag_ == "VBG" and marks <= {"by"}
        is_voted = lemma_of_verb(parent) == "vote" and any(
            child.text.lower() == "to" for child in node.children
        )
        return is_plain or is_voted or _is_same_clause(node)
    return False


def _carries(node: Token, parent: Token) -> bool:
    """A noun is dated by the verb whose subject or object it is, unless that verb looks at it from afar."""
    relation = node.dep_
    if not is_verbal(parent):
        return relation == "nmod" and lemma_of_verb(parent) in words_of("amount")
    lemma = lemma_of_verb(parent)
    if lemma in words_of("apart"):
        if relation == "obj":
            is_done = lemma == "announce" and node.lemma_.lower() in words_of("announced")
            return is_done or lemma in words_of("calling")
        return relation == "nsubj:pass" and lemma in _carriers() | words_of("scheduled")
    if relation in {"obj", "iobj", "nsubj:pass", "nsubj"}:
        return True
    if relation.startswith("obl"):
        within = _WITHIN | {"for"} if node._.event in _GATHERINGS else _WITHIN
        return any(
            child.dep_ == "case" and child.text.lower() in within and not list(child.children)
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

"""Which words share a time: what a verb carries, what happens in the same clause, what is joined to it."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from spacy.tokens import Token

from kg.extract.tense import is_verbal, lemma_of_verb, words_of

__all__ = ["dated_together", "hangs_on", "has_case", "is_circumstance", "is_result", "lets_through"]


def hangs_on(root: Token, place: Token) -> bool:
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


def lets_through(middle: Token, root: Token) -> bool:
    """Whether a time that hangs on a word dates the one above it."""
    if is_verbal(middle):
        return (_is_same_clause(middle) or _is_scheduled(middle)) and hangs_on(root, middle)
    if has_case(middle, {"according"}):
        return False
    if is_circumstance(middle):
        return True
    if middle.pos_ == "NUM" and has_case(middle, {"from", "than", "against"}):
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


def has_case(noun: Token, words: AbstractSet[str]) -> bool:
    """Whether one of the words is the preposition before a noun."""
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


def is_circumstance(noun: Token) -> bool:
    """Whether a noun says in what something happened: "in an interview", "during the deal"."""
    is_contest = noun.pos_ == "PROPN" and lemma_of_verb(noun.head) in words_of("contesting")
    if not noun.dep_.startswith("obl") or not (noun.pos_ == "NOUN" or is_contest):
        return False
    is_close = any(child.text.lower() in _CLOSE for child in noun.children)
    return has_case(noun, {"in", "during", "at"} | ({"after"} if is_close else set()))


def _is_same_clause(verb: Token) -> bool:
    """A clause that happens together with the word it hangs on: "when it fell", "a vote held", "scheduled for"."""
    relation = verb.dep_
    if relation == "advcl":
        return any(
            child.dep_ in {"mark", "advmod"} and child.text.lower() in _SAME_TIME for child in verb.children
        )
    if relation in {"acl", "acl:relcl"} and not is_verbal(verb.head):
        return lemma_of_verb(verb) in _carriers() or is_result(verb)
    return False


def is_result(verb: Token) -> bool:
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


def dated_together(token: Token) -> Iterator[Token]:
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
        return is_result(node) and parent._.event != ""
    if relation == "conj":
        return _is_joined(node, parent)
    return relation == "advcl" and is_verbal(parent) and _is_at_once(node, parent)


def _is_joined(node: Token, parent: Token) -> bool:
    """Whether a verb joined to another has its time: without a subject, or when the time stands in front of both."""
    if any(child.dep_ == "cc" and child.text.lower() == "but" for child in node.children):
        return False
    if _has_front_time(parent, node):
        return True
    if any(child.dep_.startswith("nsubj") for child in node.children):
        return False
    is_past = {node.tag_, parent.tag_} == {"VBD", "VBN"}
    has_helper = any(child.dep_.startswith("aux") for child in node.children)
    return node.tag_ == parent.tag_ or (is_past and not has_helper)


def _is_at_once(node: Token, parent: Token) -> bool:
    """Whether a clause of circumstance happens with its verb: "killing three", "by firing", "voted to leave"."""
    marks = {child.text.lower() for child in node.children if child.dep_ in {"mark", "nsubj"}}
    if node.tag_ == "VBG" and marks <= {"by"}:
        return True
    is_voted = lemma_of_verb(parent) == "vote" and any(child.text.lower() == "to" for child in node.children)
    return is_voted or _is_same_clause(node)


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

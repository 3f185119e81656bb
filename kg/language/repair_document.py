"""Arcs of a finished document, put right by what a parser of single sentences does not see.

Names, dates, full stops and whole lines are known only here, and the parse may be that of any pipeline with Universal
Dependencies; `kg.language.repair` mends what the built-in parser chose, before that.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass

__all__ = [
    "Parse",
    "is_below",
    "repair_clause_subjects",
    "repair_coordination",
    "repair_document",
    "repair_late_subjects",
    "repair_pairs",
    "repair_possessives",
    "repair_torn",
]

Bounds = tuple[int, int]

_PAIRING = frozenset({"-", "–", "‑", "/"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_IN_NOUN_PHRASE = frozenset({"ADJ", "NOUN", "PROPN", "NUM"})
_COORDINATED = frozenset({"nmod", "obl", "obj", "nsubj", "nsubj:pass", "nmod:poss"})
_MODIFIERS = frozenset({"amod", "compound"})
_PHRASE_ENDS = frozenset({",", ";", ":", "—"})
_CLAUSE_STARTS = _FINITE | {"MD", "WDT", "WP"}
_NEAR = 9  # words between a subject and its verb
_REACH = 12  # words between two coordinated nouns


@dataclass(slots=True)
class Parse:
    """The words of a document and their parse, a list a column; a root's head is itself. Repairs change `head` and `dep`."""

    word: list[str]
    low: list[str]
    tag: list[str]
    pos: list[str]
    ent: list[str]
    space: list[bool]
    head: list[int]
    dep: list[str]


def repair_document(
    parse: Parse,
    parsed: Sequence[Bounds],
    whole: Sequence[Bounds],
    *,
    lands: Container[str],
    said: Container[str],
) -> None:
    """Make all repairs of this module, in the order in which they stand here.

    `parsed` are the sentences of the parse, `whole` those with torn ones joined; `lands` are the names and adjectives
    of lands, `said` forms of verbs that often stand before their subject.
    """
    repair_possessives(parse)
    repair_pairs(parse, lands)
    repair_torn(parse, parsed, whole)
    repair_late_subjects(parse, said)
    repair_clause_subjects(parse)
    repair_coordination(parse)


def is_below(head: Sequence[int], i: int, ancestor: int) -> bool:
    """Whether a word is the ancestor or hangs below it."""
    for _ in range(len(head)):
        if i == ancestor:
            return True
        if head[i] == i:
            return False
        i = head[i]
    return False


def repair_possessives(parse: Parse) -> None:
    """Hang "Moscow" in "Moscow's claim" on the claim where the parse does not."""
    head, dep, pos = parse.head, parse.dep, parse.pos
    for i, tag in enumerate(parse.tag):
        if tag != "POS" or i == 0:
            continue
        owner = head[i] if dep[i] == "case" and head[i] < i else i - 1
        if dep[owner] == "nmod:poss" or pos[owner] not in _NOUNS:
            continue
        thing = None
        for j in range(i + 1, min(i + 6, len(pos))):
            if pos[j] not in _IN_NOUN_PHRASE:
                break
            thing = j if pos[j] in _NOUNS else thing
        if thing is None:
            continue
        if head[thing] == owner:  # what belongs to somebody takes the place of its owner
            above = head[owner]
            dep[thing], head[thing] = dep[owner], thing if above == owner else above
        if not is_below(head, thing, owner):
            dep[owner], head[owner] = "nmod:poss", thing


def repair_pairs(parse: Parse, lands: Container[str]) -> None:
    """Coordinate the two lands of "Israeli-Palestinian talks" where the parse hangs one on the other."""
    head, dep = parse.head, parse.dep
    for i in range(len(dep) - 2):
        if parse.low[i + 1] not in _PAIRING or head[i] != i + 2:
            continue
        if dep[i + 2] not in _MODIFIERS and dep[i] not in _MODIFIERS:
            continue
        if parse.word[i] in lands and parse.word[i + 2] in lands:
            dep[i] = dep[i + 2]
            head[i] = i if head[i + 2] == i + 2 else head[i + 2]
            dep[i + 2], head[i + 2] = "conj", i


def repair_torn(parse: Parse, parsed: Sequence[Bounds], whole: Sequence[Bounds]) -> None:
    """Give a sentence that the parse tore in two behind its subject ("U.S. President X | praised") its subject back."""
    head, dep, tag = parse.head, parse.dep, parse.tag
    ends = dict(parsed)
    for start, end in whole:
        stop = ends.get(start)
        if stop is None or stop >= end:
            continue
        first, second = _root(parse, start, stop), _root(parse, stop, ends[stop])
        if first is None or second is None or parse.pos[first] not in _NOMINAL or tag[second] not in _FINITE:
            continue
        verbs = any(tag[i] in _FINITE or tag[i] == "MD" for i in range(start, stop))
        if not verbs and not any(dep[i] == "nsubj" and head[i] == second for i in range(stop, end)):
            dep[first], head[first] = "nsubj", second


def _root(parse: Parse, start: int, end: int) -> int | None:
    return next((i for i in range(start, end) if parse.head[i] == i and not parse.space[i]), None)


def repair_late_subjects(parse: Parse, said: Container[str]) -> None:
    """Hang a subject on the verb right behind it where the parse hangs it on one long before.

    ", two people familiar with the talks said", "a ruling that rights groups condemned".
    """
    head, dep = parse.head, parse.dep
    has_subject = {head[i]: i for i, label in enumerate(dep) if label.startswith("nsubj")}
    for i, label in enumerate(dep):
        if label != "nsubj" or head[i] >= i or parse.low[head[i]] in said:
            continue
        ends = (k for k in range(i + 1, min(i + _NEAR, len(dep))) if _ends_phrase(parse, k))
        verb = next(ends, None)
        if verb is None or parse.tag[verb] not in _FINITE or is_below(head, verb, i):
            continue
        other = has_subject.get(verb)
        if other is not None and not i < other < verb:
            continue
        if other is not None:
            dep[other], head[other] = "nmod", i
        head[i] = verb


def _ends_phrase(parse: Parse, i: int) -> bool:
    return parse.low[i] in _PHRASE_ENDS or parse.tag[i] in _CLAUSE_STARTS


def repair_clause_subjects(parse: Parse) -> None:
    """Give a clause behind "after" or "when" the subject that the parse took for the object of the preposition."""
    head, dep = parse.head, parse.dep
    marked = {head[m]: m for m, label in enumerate(dep) if label == "mark" and head[m] > m}
    with_subject = {head[i] for i, label in enumerate(dep) if label.startswith(("nsubj", "expl", "csubj"))}
    with_case = {head[i] for i, label in enumerate(dep) if label == "case" and head[i] > i}
    for verb, mark in marked.items():
        if parse.tag[verb] not in _FINITE or verb in with_subject:
            continue
        nouns = [
            i
            for i in range(mark + 1, verb)
            if dep[i] in {"obl", "obl:unmarked", "obj"}
            and head[i] in ({head[verb]} if dep[i] == "obj" else {verb, head[verb]})
            and i not in with_case
            and parse.ent[i] != "DATE"
        ]
        if nouns:
            dep[nouns[-1]], head[nouns[-1]] = "nsubj", verb


def repair_coordination(parse: Parse) -> None:
    """Coordinate the second noun of "talks between X and Y" where the parse hangs both on the same word."""
    head, dep, pos = parse.head, parse.dep, parse.pos
    for c, label in enumerate(dep):
        second = head[c]
        if label != "cc" or second <= c or dep[second] not in _COORDINATED or pos[second] not in _NOMINAL:
            continue
        for first in range(c - 1, max(-1, c - _REACH), -1):
            if head[first] == head[second] and dep[first] == dep[second]:
                if pos[first] in _NOMINAL:
                    dep[second], head[second] = "conj", first
                break

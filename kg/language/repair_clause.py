"""Clauses that the parser is known to hang wrongly, put right where words and their order leave no doubt.

Each repair is made at one word of a document; `repair_document` has been there before.
"""

from collections.abc import Container

from kg.language.repair_document import Parse

__all__ = ["repair_clauses"]

Children = list[list[int]]

_NOUNS = frozenset({"NOUN", "PROPN"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_BEFORE_GERUND = frozenset({"of", "from", "for", "by", "in", "on", "with", "against"})
_PREPOSITIONS = frozenset(
    {"with", "in", "to", "at", "on", "from", "by", "for", "against", "into", "near", "after"}
)
_BACK = 8  # words from "who" back to whom it means


def repair_clauses(
    parse: Parse, *, with_of: Container[str], documents: Container[str], refused: Container[str]
) -> None:
    """Make all repairs of this module, word by word; heads, labels and tags change.

    `with_of` are forms of verbs with a second object behind "of", `documents` papers that can demand something, and
    `refused` forms of verbs whose subject does not agree with the paper that they are about.
    """
    below: list[list[int]] = [[] for _ in parse.head]
    for i, head in enumerate(parse.head):
        if head != i:
            below[head].append(i)
    for i, dep in enumerate(parse.dep):
        tag = parse.tag[i]
        if dep == "nsubj:pass":
            _active(parse, below, i)
        if dep == "obj" and parse.head[i] > i:
            _early_object(parse, below, i)
        elif dep in {"obj", "nsubj"} and parse.pos[i] in _NOUNS and parse.head[i] < i:
            _with_case(parse, below, i)
        if dep == "nsubj":
            _subject(parse, below, i)
        if dep == "nmod" and tag in {"VBG", "VBN"} and i and parse.head[i] < i and parse.pos[i - 1] in _NOUNS:
            parse.dep[i] = "acl"
        if dep == "advcl" and tag in {"VBN", "VBG"} and i:
            _reduced(parse, below, i, documents, refused)
        if dep in {"obl", "obl:agent"}:
            _oblique(parse, below, i, with_of)
        if parse.low[i] == "who" and dep.startswith("nsubj"):
            _relative(parse, i)


def _has(parse: Parse, below: Children, i: int, *deps: str) -> bool:
    return any(parse.dep[c] in deps for c in below[i])


def _active(parse: Parse, below: Children, i: int) -> None:
    """A passive subject of a verb that has an object and no "was": "The court barred X from office"."""
    verb = parse.head[i]
    if i > verb or _has(parse, below, verb, "aux:pass", "aux") or parse.tag[verb] not in {"VBN", "VBD"}:
        return
    if parse.dep[verb] in {"acl", "acl:relcl", "amod"} or any(
        parse.low[c] == "by" for o in below[verb] for c in below[o] if o > verb
    ):
        return
    if any(parse.dep[c] == "obj" and c > verb for c in below[verb]):
        parse.dep[i], parse.tag[verb] = "nsubj", "VBD"


def _early_object(parse: Parse, below: Children, i: int) -> None:
    """An object before its verb: the subject of "after soldiers overthrew X", or the object of the verb before.

    "accused his counterpart of backing rebels".
    """
    verb = parse.head[i]
    mark = next((c for c in below[verb] if parse.dep[c] == "mark"), None)
    if mark is None or parse.pos[i] not in _NOUNS:
        return
    if mark < i:
        if parse.tag[verb] in {"VBD", "VBZ", "VBP", "VBN"} and not _has(
            parse, below, verb, *_SUBJECTS, "aux:pass"
        ):
            parse.dep[i] = "nsubj"
            if parse.tag[verb] == "VBN" and not _has(parse, below, verb, "aux"):
                parse.tag[verb] = "VBD"
            if parse.dep[verb] == "advmod":
                parse.dep[verb] = "advcl"
    elif (
        i < mark < verb
        and parse.head[verb] < i
        and parse.low[mark] in _BEFORE_GERUND
        and parse.tag[verb] == "VBG"
    ):
        _move(parse, below, i, "obj", parse.head[verb])


def _with_case(parse: Parse, below: Children, i: int) -> None:
    """An object or late subject with a preposition is neither: "clashed with rebels", "issued a warrant for X"."""
    case = next((c for c in below[i] if parse.dep[c] == "case" and c < i), None)
    if case is None or parse.low[case] not in _PREPOSITIONS or not parse.tag[parse.head[i]].startswith("VB"):
        return
    noun = case - 1
    if parse.dep[noun] == "obj" and parse.head[noun] == parse.head[i]:
        _move(parse, below, i, "nmod", noun)
    else:
        parse.dep[i] = "obl"


def _move(parse: Parse, below: Children, i: int, dep: str, head: int) -> None:
    if i in below[parse.head[i]]:
        below[parse.head[i]].remove(i)
    below[head].append(i)
    parse.dep[i], parse.head[i] = dep, head


def _subject(parse: Parse, below: Children, i: int) -> None:
    """Subjects that are none: the object behind its verb, and who "led" something in "protests led by students"."""
    verb = parse.head[i]
    if i > verb and parse.tag[verb] in _FINITE and parse.pos[i] == "NOUN":  # "the minister held talks"
        own = [c for c in below[i] if parse.dep[c] == "nsubj" and c < verb]
        if (
            len(own) == 1
            and not _has(parse, below, verb, "expl", "nsubj:pass")
            and not _has(parse, below, i, "cop")
        ):
            _move(parse, below, own[0], "nsubj", verb)
            parse.dep[i] = "obj"
        return
    _names_kind(parse, below, i)
    by = next((c for c in below[i] if parse.dep[c] == "case" and parse.low[c] == "by"), None)
    if by is None or by > i or by < 1 or verb < i:
        return
    participle = by - 1
    noun = parse.head[participle]
    if parse.tag[participle] in {"VBN", "VBD"} and noun < participle and parse.pos[noun] in _NOUNS:
        _move(parse, below, i, "obl:agent", participle)
        parse.dep[participle], parse.tag[participle] = "acl", "VBN"


def _names_kind(parse: Parse, below: Children, i: int) -> None:
    """A name right before the noun of which it tells the kind, read as a subject or conjunct of its own.

    "Boko Haram militants abducted 40 girls", "clashes between soldiers and Fano militiamen killed 30".
    """
    last = i - 1
    name = parse.head[last] if i and parse.dep[last] == "flat" else last
    if name < 0 or parse.pos[i] != "NOUN" or parse.pos[name] != "PROPN" or not name <= last:
        return
    if parse.dep[name] == "nsubj" and parse.head[name] == parse.head[i]:
        _move(parse, below, name, "compound", i)
    elif parse.dep[name] == "conj" and parse.low[name - 1] == "and" and parse.head[i] > i:
        verb, first = parse.head[i], parse.head[name]
        _move(parse, below, i, "conj", first)
        _move(parse, below, name, "compound", i)
        _move(parse, below, name - 1, "cc", i)
        bare = [
            c
            for c in below[verb]
            if parse.dep[c] == "obl" and c < first and not _has(parse, below, c, "case")
        ]
        if bare:
            parse.dep[bare[-1]] = "nsubj"


def _reduced(
    parse: Parse, below: Children, i: int, documents: Container[str], refused: Container[str]
) -> None:
    """A participle right behind a noun that it tells of: "hostages held by rebels", "a resolution demanding an end"."""
    noun, verb = i - 1, parse.head[i]
    if (
        parse.pos[noun] not in _NOUNS
        or verb >= noun
        or _has(parse, below, i, "mark", "nsubj", "aux", "advmod")
    ):
        return
    if parse.tag[i] == "VBN":
        told = any(parse.low[c] == "by" for o in below[i] for c in below[o])
    else:
        told = parse.low[noun] in documents and parse.low[verb] in refused
    if told and parse.head[noun] == verb:
        _move(parse, below, i, "acl", noun)
    elif told and parse.head[noun] == i and parse.dep[noun] in {"obl:agent", "obl", "nsubj", "nsubj:pass"}:
        _move(
            parse, below, noun, "obl", verb
        )  # "lost it to rebels backed by Iran", the rebels read as who backs
        _move(parse, below, i, "acl", noun)


def _oblique(parse: Parse, below: Children, i: int, with_of: Container[str]) -> None:
    """Who did what the subject names ("the killing of X by rebels was condemned by Y"), and "of" behind an object."""
    verb = parse.head[i]
    case = next((c for c in below[i] if parse.dep[c] == "case"), None)
    if case is None:
        return
    if parse.low[case] == "by" and i < verb:
        subject = next((c for c in below[verb] if parse.dep[c] in _SUBJECTS and c < case), None)
        if subject is not None and "," not in parse.low[subject:case]:
            _move(parse, below, i, "nmod", subject)
    elif parse.low[case] == "of" and verb < case and parse.low[verb] not in with_of:
        noun = case - 1
        if parse.head[noun] == verb and parse.dep[noun] in {"obj", "obl"} and parse.pos[noun] == "NOUN":
            _move(parse, below, i, "nmod", noun)


def _relative(parse: Parse, i: int) -> None:
    """A clause with "who" behind a comma, hung beside the main one: "clashed with police in Dhaka, who fired"."""
    verb = parse.head[i]
    if i < 2 or verb < i or parse.low[i - 1] != "," or parse.dep[verb] not in {"parataxis", "advcl", "conj"}:
        return
    for noun in range(i - 2, max(-1, i - 2 - _BACK), -1):
        if parse.low[noun] in {",", ";"}:
            return
        if parse.pos[noun] in _NOUNS and parse.dep[noun] not in {"compound", "flat", "nmod:desc"}:
            if parse.ent[noun] == "PLACE" and parse.dep[noun] in {"obl", "nmod"}:
                continue
            if parse.head[verb] <= noun or parse.head[verb] < i:
                parse.dep[verb], parse.head[verb] = "acl:relcl", noun
            return

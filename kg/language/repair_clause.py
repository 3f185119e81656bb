"""Clauses that the parser is known to hang wrongly, put right where words and their order leave no doubt.

Each repair is made at one word of a document; `repair_document` has been there before.
"""

from collections.abc import Container

from kg.language.repair_document import Parse, is_below

__all__ = ["repair_clauses"]

Children = list[list[int]]

_NOUNS = frozenset({"NOUN", "PROPN"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_ARGUMENTS = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "conj", "nmod"})
_PREDICATES = frozenset({"nmod", "advcl", "cop", "amod", "conj"})
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
        if dep in _ARGUMENTS:
            _repair_argument(parse, below, i, with_of)
        if parse.dep[i] in _PREDICATES or parse.head[i] == i:
            _repair_verb(parse, below, i, documents, refused)
        if parse.tag[i] in {"WP", "WDT"} and (dep.startswith("nsubj") or dep == "obj"):
            _relative(parse, below, i)
        elif parse.tag[i] == "WDT" and dep == "obl":
            _subject_behind_which(parse, below, i)
        elif parse.tag[i] == "WRB" and dep == "advmod":
            _before_where(parse, below, i)


def _repair_argument(parse: Parse, below: Children, i: int, with_of: Container[str]) -> None:
    """Subjects, objects and what stands behind prepositions or coordinated with them."""
    dep = parse.dep[i]
    if dep in _SUBJECTS and parse.head[i] > i:
        _first_verb(parse, below, i)
    if dep == "nsubj:pass":
        _active(parse, below, i)
    if dep in {"obj", "iobj"} and parse.head[i] > i:
        _early_object(parse, below, i)
    elif dep in {"obj", "nsubj"} and parse.pos[i] in _NOUNS and parse.head[i] < i:
        _with_case(parse, below, i)
    if dep == "nsubj":
        _subject(parse, below, i)
    if dep in {"obl", "obl:agent"}:
        _oblique(parse, below, i, with_of)
    if dep == "conj" and parse.pos[i] in _NOUNS:
        _late_conjunct(parse, below, i)
    if dep == "nmod" and parse.head[i] > i:
        _before_preposition(parse, below, i)


def _repair_verb(
    parse: Parse, below: Children, i: int, documents: Container[str], refused: Container[str]
) -> None:
    """Participles, coordinated verbs, and what the parse took for the head of a sentence."""
    dep, tag = parse.dep[i], parse.tag[i]
    if dep == "nmod" and tag in {"VBG", "VBN"} and i and parse.head[i] < i and parse.pos[i - 1] in _NOUNS:
        parse.dep[i] = "acl"
    elif dep == "advcl" and tag in {"VBN", "VBG"} and i:
        _reduced(parse, below, i, documents, refused)
    elif dep == "cop" and tag.startswith("VB"):
        _copula(parse, below, i)
    elif dep == "amod" and tag == "VBD" and i and parse.dep[i - 1] == "cc":
        _joined_verb(parse, below, i)
    elif dep == "conj" and (tag in _FINITE or tag == "VBN"):
        _conjunct(parse, below, i)
    elif parse.head[i] == i and parse.pos[i] in _NOUNS:
        _nominal_root(parse, below, i)
    elif parse.head[i] == i and tag == "VBG" and i and parse.low[i - 1] == ",":
        _torn_participle(parse, below, i)


def _has(parse: Parse, below: Children, i: int, *deps: str) -> bool:
    return any(parse.dep[c] in deps for c in below[i])


def _first_verb(parse: Parse, below: Children, i: int) -> None:
    """A subject hung on the second of two verbs is the first one's: "nine were hurt and a man was beaten"."""
    verb = parse.head[i]
    first = parse.head[verb]
    if parse.dep[verb] != "conj" or not i < first < verb or not parse.tag[first].startswith("VB"):
        return
    if _has(parse, below, first, *_SUBJECTS, "csubj", "expl") or parse.dep[first] in {
        "xcomp",
        "acl",
        "advcl",
    }:
        return
    _move(parse, below, i, "nsubj:pass" if _has(parse, below, first, "aux:pass") else "nsubj", first)


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
    cc = next((c for c in below[verb] if parse.dep[c] == "cc" and i < c < verb), None)
    if (
        cc is not None
        and parse.dep[verb] == "conj"
        and parse.head[verb] < i
        and _has(parse, below, verb, "obj")
    ):
        if any(parse.dep[c] == "obj" and c > verb for c in below[verb]):
            _move(parse, below, i, "obj", parse.head[verb])
        return
    if parse.pos[i] in _NOUNS and _of_verb_before(parse, below, i):
        return
    above = parse.head[verb]
    if parse.low[i] == "whom" and i < above < verb and parse.dep[above] == "acl:relcl":
        _move(
            parse, below, i, "obj", above
        )  # "X, whom they accused of lying", the pronoun read with the lying
        return
    mark = next((c for c in below[verb] if parse.dep[c] == "mark"), None)
    if mark is None or parse.pos[i] not in _NOUNS | {"PRON"}:
        return
    if mark < i and parse.dep[i] == "obj":
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
        and parse.low[verb].endswith("ing")
    ):
        parse.tag[verb] = "VBG"
        _move(parse, below, i, "obj", parse.head[verb])


def _of_verb_before(parse: Parse, below: Children, i: int) -> bool:
    """Whether what hangs as object on a later verb was moved to an earlier one, as its subject or object.

    "groups seized a town and freed X", "sank ten boats caught fishing", "help the president quell riots".
    """
    verb = parse.head[i]
    other = parse.head[verb]
    joined = parse.dep[verb] == "conj" and i < other < verb and parse.tag[other] in _FINITE
    if joined and not _has(parse, below, other, *_SUBJECTS):
        _move(parse, below, i, "nsubj", other)
        return True
    if other >= i or not parse.tag[other].startswith("VB") or _has(parse, below, other, "obj", "aux:pass"):
        return False
    if _has(parse, below, verb, "mark", "aux", "cc", *_SUBJECTS):
        return False
    if parse.dep[verb] == "parataxis" and parse.tag[verb] in {"VBD", "VBN"}:
        _move(parse, below, i, "obj", other)
        _move(parse, below, verb, "acl", i)
        parse.tag[verb] = "VBN"
        return True
    if parse.dep[verb] == "xcomp" and parse.tag[verb] == "VB":
        _move(parse, below, i, "obj", other)
        return True
    return False


def _with_case(parse: Parse, below: Children, i: int) -> None:
    """An object or late subject with a preposition is neither: "clashed with rebels", "issued a warrant for X"."""
    case = next((c for c in below[i] if parse.dep[c] == "case" and c < i), None)
    if case is None or parse.low[case] not in _PREPOSITIONS or not parse.tag[parse.head[i]].startswith("VB"):
        return
    noun = case - 1
    named = parse.pos[noun] != "PRON"  # "invited him to the palace"
    if named and parse.dep[noun] == "obj" and parse.head[noun] == parse.head[i]:
        _move(parse, below, i, "nmod", noun)
    else:
        parse.dep[i] = "obl"
        for c in below[parse.head[i]]:
            if parse.dep[c] == "iobj" and c < case and not _has(parse, below, parse.head[i], "obj"):
                parse.dep[c] = "obj"  # "indicted him for the killing"


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
    if _object_before(parse, below, i):
        return
    by = next((c for c in below[i] if parse.dep[c] == "case" and parse.low[c] == "by"), None)
    if by is None or by > i or by < 1 or verb < i:
        return
    participle = by - 1
    noun = parse.head[participle]
    if parse.tag[participle] in {"VBN", "VBD"} and noun < participle and parse.pos[noun] in _NOUNS:
        _move(parse, below, i, "obl:agent", participle)
        parse.dep[participle], parse.tag[participle] = "acl", "VBN"


def _object_before(parse: Parse, below: Children, i: int) -> bool:
    """Whether a subject of a noun with a preposition was moved to the verb before as its object: "freed X from prison"."""
    noun = parse.head[i]
    verb = parse.head[noun]
    if noun < i or parse.pos[noun] not in _NOUNS or not verb < i or not parse.tag[verb].startswith("VB"):
        return False
    case = next((c for c in below[noun] if parse.dep[c] == "case" and i < c < noun), None)
    if case is None or _has(parse, below, verb, "obj", "aux:pass") or _has(parse, below, noun, "cop"):
        return False
    if any(parse.pos[k] in {"VERB", "AUX"} for k in range(verb + 1, noun)):
        return False
    _move(parse, below, i, "obj", verb)
    return True


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
    elif parse.low[case] == "of" and i < verb and parse.head[case - 1] == verb:
        if parse.dep[case - 1] in _SUBJECTS and parse.pos[case - 1] == "NOUN":
            _move(parse, below, i, "nmod", case - 1)  # "two supporters of X were beaten"
    elif parse.low[case] == "of" and verb < case and parse.low[verb] not in with_of:
        noun = case - 1
        if parse.head[noun] == verb and parse.dep[noun] in {"obj", "obl"} and parse.pos[noun] == "NOUN":
            _move(parse, below, i, "nmod", noun)


def _relative(parse: Parse, below: Children, i: int) -> None:
    """A relative clause hung beside the main one: "clashed with police in Dhaka, who fired", "a fire that hurt two"."""
    verb = parse.head[i]
    if parse.low[i] in {"that", "which", "who"} and 0 < i < verb and parse.pos[i - 1] in _NOUNS:
        above = parse.head[verb]
        if parse.low[i] == "who" and above == i - 1 and _is_date(parse, above):
            _behind_date(parse, below, i)
            return
        beside = parse.dep[verb] in {"parataxis", "advcl", "conj"} and above < i
        place = parse.low[i] == "who" and parse.ent[i - 1] in {
            "PLACE",
            "COUNTRY",
        }  # "a rival from Oslo who ran"
        far = parse.dep[verb] == "acl:relcl" and above < i - 1 and not is_below(parse.head, i - 1, above)
        if beside or (far and not place):
            _move(parse, below, verb, "acl:relcl", i - 1)
        elif parse.dep[verb].startswith("acl") and above > verb and parse.head[above] < i:
            _move(parse, below, above, "obj", verb)
            _move(parse, below, verb, "acl:relcl", i - 1)
        return
    if (
        i < 2
        or parse.low[i] != "who"
        or verb < i
        or parse.low[i - 1] != ","
        or parse.dep[verb] not in {"parataxis", "advcl", "conj"}
    ):
        return
    for noun in range(i - 2, max(-1, i - 2 - _BACK), -1):
        if parse.low[noun] in {",", ";"}:
            return
        if parse.pos[noun] in _NOUNS and parse.dep[noun] not in {"compound", "flat", "nmod:desc"}:
            if parse.ent[noun] == "PLACE" and parse.dep[noun] in {"obl", "nmod"}:
                continue
            if parse.head[verb] <= noun or parse.head[verb] < i:
                _move(parse, below, verb, "acl:relcl", noun)
            return


def _subject_behind_which(parse: Parse, below: Children, i: int) -> None:
    """What stands between "in which" and its verb is in that clause: "a fire in which 38 people died" beside a verb."""
    verb = parse.head[i]
    if i > verb or parse.dep[verb] != "acl:relcl" or _has(parse, below, verb, *_SUBJECTS):
        return
    loose = [
        j
        for j in range(i + 1, verb)
        if parse.pos[j] in _NOUNS and not i <= parse.head[j] <= verb and parse.dep[j] in _ARGUMENTS
    ]
    if len(loose) == 1:
        _move(parse, below, loose[0], "nsubj", verb)


def _is_date(parse: Parse, i: int) -> bool:
    """Whether an oblique is a date, also where no names are marked: a proper noun that names nobody."""
    if not parse.dep[i].startswith("obl"):
        return False
    return parse.ent[i] == "DATE" or (parse.pos[i] == "PROPN" and not parse.ent[i])


def _behind_date(parse: Parse, below: Children, i: int) -> None:
    """A relative clause hung on a date is of the noun before it: "freed 58 passengers on Tuesday who had been taken"."""
    date = i - 1
    before = [
        c for c in below[parse.head[date]] if c < date and parse.pos[c] in _NOUNS and parse.dep[c] == "obj"
    ]
    if before:
        _move(parse, below, parse.head[i], "acl:relcl", before[-1])


def _copula(parse: Parse, below: Children, i: int) -> None:
    """A passive read as "be" with an adjective: "the pair were beaten"."""
    verb = parse.head[i]
    if (
        parse.tag[verb] not in {"VBN", "VBD"}
        or i > verb
        or not parse.low[i].isalpha()
        or _has(parse, below, verb, "obj")
    ):
        return
    parse.dep[i], parse.tag[verb] = "aux:pass", "VBN"
    for c in below[verb]:
        if parse.dep[c] == "nsubj":
            parse.dep[c] = "nsubj:pass"


def _joined_verb(parse: Parse, below: Children, i: int) -> None:
    """A verb read as an adjective of its object: "thanked the soldiers and accused officials of lying"."""
    noun = parse.head[i]
    verb = parse.head[noun]
    if not verb < i < noun or parse.dep[noun] not in {"obj", "conj"}:
        return
    if parse.dep[noun] == "conj":
        verb = parse.head[verb]
    if verb >= i or parse.tag[verb] not in {"VBD", "VBP", "VBZ"} or not _has(parse, below, verb, "obj"):
        return
    for c in list(below[verb]):
        if c > noun and parse.dep[c] == "advcl" and parse.tag[c] == "VBG":
            _move(parse, below, c, "advcl", i)
    _move(parse, below, i, "conj", verb)
    _move(parse, below, noun, "obj", i)


def _before_where(parse: Parse, below: Children, i: int) -> None:
    """What stands before ", where" belongs to the clause before: "groups rallied in Quito, where police used gas"."""
    verb = parse.head[i]
    above = parse.head[verb]
    if parse.low[i] != "where" or i < 1 or parse.low[i - 1] != "," or above >= i or above == verb or verb < i:
        return
    subject = any(parse.dep[c] in _SUBJECTS for c in below[above])
    for c in list(below[verb]):
        if c < i - 1 and parse.dep[c] in {"nsubj", "nsubj:pass", "obl", "obj"}:
            if parse.dep[c] in _SUBJECTS and (subject or c > above):
                continue
            _move(parse, below, c, parse.dep[c], above)


def _conjunct(parse: Parse, below: Children, i: int) -> None:
    """A finite verb goes on with a finite verb, not with a gerund, an infinitive or a noun.

    "accused X of lying and threatened Y", "the group denied it but praised the attack".
    """
    other = parse.head[i]
    if other > i or _has(parse, below, i, *_SUBJECTS, "aux:pass"):
        return
    if parse.pos[other] in _NOUNS:
        above = parse.head[other]
        if parse.dep[other] == "nsubj" and other < above < i and parse.tag[above] in _FINITE:
            _move(parse, below, i, "conj", above)
        return
    if parse.tag[other] not in {"VBG", "VB"} or _has(parse, below, other, "aux", *_SUBJECTS):
        return
    if parse.tag[i] == "VBN" and (parse.tag[other] == "VB" or _has(parse, below, i, "aux")):
        return
    above = parse.head[other]
    while parse.tag[above] not in _FINITE and above < other and parse.head[above] < above:
        above = parse.head[above]
    if above < other and parse.tag[above] in _FINITE:
        _move(parse, below, i, "conj", above)
        parse.tag[i] = "VBD" if parse.tag[i] == "VBN" else parse.tag[i]


def _nominal_root(parse: Parse, below: Children, i: int) -> None:
    """A subject read as the whole sentence: "Hezbollah, a movement, denied involvement", "Congress removed X"."""
    verbs = [c for c in below[i] if c > i and parse.tag[c] in {"VBD", "VBZ", "VBN"}]
    told = [
        v for v in verbs if not _has(parse, below, v, *_SUBJECTS, "aux", "aux:pass", "mark", "expl", "cop")
    ]
    told = [
        v for v in told if parse.dep[v] == "conj" or (parse.dep[v] == "acl" and _has(parse, below, v, "obj"))
    ]
    if (
        not told
        or len(told) < len(verbs)
        or (parse.dep[told[0]] == "conj" and _has(parse, below, told[0], "cc"))
    ):
        return
    first = told[0]
    if parse.tag[first] == "VBN" and (
        parse.dep[first] != "acl" or any(parse.low[c] == "by" for o in below[first] for c in below[o])
    ):
        return
    if any(parse.dep[c] in {"nsubj", "cop", "nsubj:pass"} for c in below[i]):
        return
    parse.head[first], parse.dep[first] = first, parse.dep[i]
    below[i].remove(first)
    for c in list(below[i]):
        if c > first:
            _move(parse, below, c, parse.dep[c], first)
    parse.head[i], parse.dep[i] = first, "nsubj"
    below[first].append(i)
    if parse.tag[first] == "VBN":
        parse.tag[first] = "VBD"


def _before_preposition(parse: Parse, below: Children, i: int) -> None:
    """What stands before a noun's preposition is none of its own: "extradited X to Peru despite protests"."""
    noun = parse.head[i]
    case = next((c for c in below[noun] if parse.dep[c] == "case"), None)
    own = next((c for c in below[i] if parse.dep[c] == "case" and parse.tag[c] != "POS"), None)
    above = parse.head[noun]
    if case is None or own is None or not own < i < case < noun or above == noun:
        return
    if above >= own:  # "its divide with Russia hung over his meeting"
        before = own - 1
        if before >= 0 and parse.pos[before] in _NOUNS and i < above < case:
            _move(parse, below, i, "nmod", before)
        return
    _move(parse, below, i, "obl" if parse.tag[above].startswith("VB") else "nmod", above)


def _torn_participle(parse: Parse, below: Children, i: int) -> None:
    """A participle that the parse made a sentence of its own: "stormed the palace, | demanding reforms"."""
    root = i - 1
    for _ in range(len(parse.head)):
        if parse.head[root] == root:
            break
        root = parse.head[root]
    if root < i and parse.tag[root] in _FINITE and not _has(parse, below, i, "aux", *_SUBJECTS):
        parse.head[i], parse.dep[i] = root, "advcl"
        below[root].append(i)


def _late_conjunct(parse: Parse, below: Children, i: int) -> None:
    """What is coordinated with a subject behind its verb is the next verb's: "two were hurt and a man was beaten"."""
    subject = parse.head[i]
    verb = parse.head[subject]
    if parse.dep[subject] not in _SUBJECTS or not subject < verb < i:
        return
    verbs = (v for v in below[verb] if v > i and parse.dep[v] == "conj" and parse.tag[v].startswith("VB"))
    following = next(verbs, None)
    if following is None or _has(parse, below, following, *_SUBJECTS):
        return
    passive = _has(parse, below, following, "aux:pass")
    _move(parse, below, i, "nsubj:pass" if passive else "nsubj", following)

"""Arguments that no English clause can have, put right after the tree is chosen.

The parser labels each arc by itself; six of its slips cost whole facts. They are mended only where grammar leaves one reading.
"""

from collections.abc import Mapping, Sequence

__all__ = ["repair_arguments", "repair_predicates", "repair_subjects"]

_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_OBJECTS = frozenset({"obj", "ccomp", "xcomp"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "'s", "’s"})
_HAVE = frozenset({"has", "have", "had", "having", "'ve", "’ve"})
_PARTING = frozenset({"of", "with", "from", "for", "about", "against"})
_GERUND_MARKS = frozenset({"of", "from", "into", "for", "against"})


_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_STRAY = frozenset({"nmod", "ccomp", "xcomp", "parataxis", "dep", "appos"})


def repair_predicates(
    tags: Sequence[str], heads: Sequence[int], deps: Sequence[str]
) -> tuple[list[int], list[str]]:
    """Heads and labels in which finite verbs have their subjects.

    A finite verb that modifies a sentence's first noun as a participle would ("Lund met the envoy") is the root, and
    the noun its subject. A noun without a preposition right before the "was" of a clause without subject ("said the
    outbreak was over") is that subject, whatever it was attached to.
    """
    heads, deps = list(heads), list(deps)
    children: dict[int, list[int]] = {}
    for i, head in enumerate(heads):
        if head != i:
            children.setdefault(head, []).append(i)
    for noun in [i for i, head in enumerate(heads) if head == i and tags[i].startswith("NN")]:
        kids = children.get(noun, [])
        if any(deps[k] in {"cop", "nsubj", "aux", "case"} for k in kids):
            continue
        verb = next((k for k in kids if deps[k] == "acl" and tags[k] in _FINITE and k > noun), None)
        if verb is None or any(
            tags[k].startswith("W") or deps[k] in _SUBJECTS for k in children.get(verb, ())
        ):
            continue
        heads[verb], deps[verb] = verb, "ROOT"
        heads[noun], deps[noun] = verb, "nsubj"
        for k in kids:
            if k > verb:
                heads[k] = verb
    for clause, kids in children.items():
        lead = min((k for k in kids if deps[k] in {"cop", "aux", "aux:pass"}), default=0)
        noun = lead - 1
        if lead < 1 or tags[lead] not in _FINITE or any(deps[k] in _SUBJECTS for k in kids) or noun in kids:
            continue
        if not tags[noun].startswith(("NN", "PRP")) or deps[noun] not in _STRAY or heads[noun] > noun:
            continue
        if heads[noun] == noun or any(deps[k] in {"case", "cop", "mark"} for k in children.get(noun, ())):
            continue
        heads[noun] = clause
        deps[noun] = "nsubj:pass" if any(deps[k] == "aux:pass" for k in kids) else "nsubj"
    return heads, deps


def repair_arguments(
    words: Sequence[str], tags: Sequence[str], heads: Sequence[int], deps: Sequence[str]
) -> tuple[list[int], list[str]]:
    """Heads and labels without impossible subjects, compounds and copulas.

    A participle behind "was" is a passive. A name before the adjective of a noun is no part of that noun ("offer the Kremlin stronger support"): it receives. A
    second subject behind its verb ("the court convicted the minister") is its object; a subject before the
    preposition of its gerund ("accused the forces of shelling") is the object of the verb above. `heads` are word
    indexes, a root's is its own.
    """
    heads, deps = list(heads), list(deps)
    children: dict[int, list[int]] = {}
    for i, head in enumerate(heads):
        if head != i:
            children.setdefault(head, []).append(i)
    for noun, kids in children.items():
        verb = heads[noun]
        if deps[noun] != "obj" or not tags[verb].startswith("VB"):
            continue
        for name in (
            k for k in kids if deps[k] == "compound" and verb < k < noun and tags[k].startswith("NNP")
        ):
            between = any(deps[k] in {"amod", "nummod"} and name < k < noun for k in kids)
            if between and not any(deps[k] == "iobj" for k in children[verb]):
                heads[name], deps[name] = verb, "iobj"
    for verb, kids in children.items():
        if not tags[verb].startswith("VB"):
            continue
        copulas = [k for k in kids if deps[k] == "cop" and words[k].lower() in _BE]
        if tags[verb] == "VBN" and copulas:  # a participle behind "was" is a passive, not a predicate
            for k in kids:
                deps[k] = {"cop": "aux:pass", "nsubj": "nsubj:pass"}.get(deps[k], deps[k])
            continue
        subjects = [k for k in kids if deps[k] in _SUBJECTS]
        marks = [k for k in kids if deps[k] == "mark" and words[k].lower() in _GERUND_MARKS]
        above = heads[verb]
        if tags[verb] == "VBG" and marks and subjects and subjects[0] < marks[0] and above < subjects[0]:
            taken = any(deps[k] in _OBJECTS for k in children.get(above, ()) if k != verb)
            if tags[above].startswith("VB") and not taken:
                heads[subjects[0]], deps[subjects[0]] = above, "obj"
            continue
        free = not any(deps[k] in _OBJECTS or deps[k] == "cop" for k in kids)
        if len(subjects) == 2 and subjects[0] < verb < subjects[1] and free and deps[subjects[1]] == "nsubj":
            deps[subjects[1]] = "obj"
    return heads, deps


def repair_subjects(
    words: Sequence[str], tags: Sequence[str], heads: Sequence[int], deps: Sequence[str]
) -> tuple[list[int], list[str]]:
    """Heads and labels without a second subject.

    One behind the verb and before what is asked for is the object ("urged the envoy to leave"), or the subject of the
    clause behind "that". Of two before the verb, the first is the title of the second ("President Olaf Lund left"), or the second stands in apposition between commas ("the king, Olaf V,
    died"), is coordinated ("no votes, debates or questions took place"), or is the subject where only a comma parts
    it from the first ("A veteran of two wars, Lund led the party").
    """
    heads, deps = list(heads), list(deps)
    children: dict[int, list[int]] = {}
    for i, head in enumerate(heads):
        if head != i:
            children.setdefault(head, []).append(i)
    for verb, kids in children.items():
        subjects = [k for k in kids if deps[k] in _SUBJECTS]
        if _active(words, tags, deps, verb, kids):
            for k in subjects:
                deps[k] = "nsubj"
        if len(subjects) != 2 or any(tags[k].startswith("W") for k in subjects):
            continue
        first, second = subjects
        if first < verb < second:
            _loosen_object(words, deps, children, second, kids)
            _behind_verb(words, tags, heads, deps, verb, second, kids)
        elif second < verb:
            _before_verb(words, tags, heads, deps, children, verb, first, second)
    return heads, deps


def _active(
    words: Sequence[str], tags: Sequence[str], deps: Sequence[str], verb: int, kids: Sequence[int]
) -> bool:
    """Whether a verb with an object has no "was" that would make it passive: "expelled two envoys", "has expelled"."""
    if not any(deps[k] == "obj" for k in kids) or any(deps[k] == "aux:pass" for k in kids):
        return False
    helpers = {words[k].lower() for k in kids if deps[k] == "aux"}
    return not helpers & _BE and (tags[verb] == "VBD" or (tags[verb] == "VBN" and bool(helpers & _HAVE)))


def _loosen_object(
    words: Sequence[str], deps: list[str], children: Mapping[int, list[int]], second: int, kids: Sequence[int]
) -> None:
    """Part what stands behind a preposition from the object that is labelled as a subject: "warned the envoy of a raid"."""
    behind = [k for k in kids if deps[k] == "obj" and k > second]
    if behind and any(
        deps[c] == "case" and words[c].lower() in _PARTING for c in children.get(behind[0], ())
    ):
        deps[behind[0]], deps[second] = "obl", "obj"


def _behind_verb(
    words: Sequence[str],
    tags: Sequence[str],
    heads: list[int],
    deps: list[str],
    verb: int,
    second: int,
    kids: Sequence[int],
) -> None:
    """Make a subject behind its verb the object, or the subject of the clause behind "that"."""
    content = next((k for k in kids if k > second and deps[k] in {"xcomp", "ccomp"}), None)
    if content is None or not tags[verb].startswith("VB") or any(deps[k] == "obj" for k in kids):
        return
    if "that" in words[verb + 1 : second]:
        heads[second], deps[second], deps[content] = content, "nsubj", "ccomp"
    elif deps[content] == "xcomp":
        deps[second] = "obj"


def _before_verb(
    words: Sequence[str],
    tags: Sequence[str],
    heads: list[int],
    deps: list[str],
    children: Mapping[int, list[int]],
    verb: int,
    first: int,
    second: int,
) -> None:
    """Make one of two subjects before the verb an apposition, a conjunct, or what is only named before the clause."""
    start, end = _edges(children, deps, second)
    last = _edges(children, deps, first)[1]
    if last == start - 1 and start == second and tags[second] == "NNP" and tags[first].startswith("NN"):
        heads[first], deps[first] = second, "nmod:desc"
    if not (last < start and end < verb) or words[start - 1] != ",":
        return
    if any(deps[k] == "conj" for k in children.get(second, ())):
        heads[second], deps[second] = first, "conj"
    elif words[end + 1] == ",":
        heads[second], deps[second] = first, "appos"
    elif last == start - 2:
        heads[first], deps[first] = second, "dislocated"


def _edges(children: Mapping[int, list[int]], deps: Sequence[str], i: int) -> tuple[int, int]:
    """The first and the last word below a word, without marks."""
    first = last = i
    waiting = [i]
    while waiting:
        kids = [k for k in children.get(waiting.pop(), ()) if deps[k] != "punct"]
        waiting += kids
        first, last = min([first, *kids]), max([last, *kids])
    return first, last

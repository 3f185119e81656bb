"""Arguments that no English clause can have, put right after the tree is chosen.

The parser labels each arc by itself; six of its slips cost whole facts. They are mended only where grammar leaves one reading.
"""

from collections.abc import Sequence

__all__ = ["repair_arguments", "repair_clauses"]

_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_OBJECTS = frozenset({"obj", "ccomp", "xcomp"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "'s", "’s"})
_GERUND_MARKS = frozenset({"of", "from", "into", "for", "against"})


_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_STRAY = frozenset({"nmod", "ccomp", "xcomp", "parataxis", "dep", "appos"})


def repair_clauses(
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

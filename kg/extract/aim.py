"""What a request, refusal, promise or threat is about: the happening in its content gives it its mode, or its type.

"urged Mali to release him" asks to yield because of "release"; a promise to withdraw is a concession, as in the PLOVER
manual. `aims` says which trigger stands in the content of which, so that one happening is not coded twice.
"""

from collections.abc import Mapping, Sequence

from kg.extract.candidate import Candidate
from kg.extract.clause import Scene
from kg.extract.wordlist import word_set

__all__ = ["aims", "settled"]

DIRECTED = frozenset({"REQUEST", "REJECT", "THREATEN", "AGREE"})
"""Types whose content is what is asked for, refused, threatened or promised."""
_LABELS = frozenset({"xcomp", "ccomp", "obj", "nsubj:pass", "acl", "advcl", "nmod", "obl", "conj"})
_PREPOSITIONS = frozenset({"for", "to", "of", "with", "on", "against", "from", "in", ""})
_FARTHEST = 4
_YIELDING = frozenset({"RETREAT", "CONCEDE"})
_ASKED = {
    **dict.fromkeys(("CONSULT",), "meet"),
    **dict.fromkeys(("AID", "COOPERATE", "SUPPORT"), "assist"),
    **dict.fromkeys(("RETREAT", "CONCEDE"), "yield"),
    **dict.fromkeys(("LEGISLATE", "ELECT", "APPOINT"), "change"),
}
_THREATENED = {"SANCTION": "relations", "ASSAULT": "violence", "MOBILIZE": "violence", "COERCE": "restrict"}
_NAMED = {
    "REQUEST": ("asked", ("meet", "assist", "yield", "change")),
    "REJECT": ("asked", ("meet", "assist", "yield", "change")),
    "THREATEN": ("threat", ("expel", "arrest", "violence", "relations", "restrict")),
}
"""Modes by the nouns that what is asked for, refused or threatened is named with: sets of words by prefix and mode."""
_THREATENED_MODES = {"expel": "expel", "deport": "expel", "arrest": "arrest", "convict": "arrest"}


def aims(scene: Scene, found: Sequence[Candidate]) -> Mapping[int, int]:
    """The trigger in whose content each other trigger stands, by their heads."""
    heads = {c.match.head for c in found}
    directed = {c.match.head for c in found if c.type in DIRECTED}
    return {i: above for i in heads if (above := _above(scene, i, directed, heads)) is not None}


def _above(scene: Scene, i: int, directed: set[int], heads: set[int]) -> int | None:
    tree, t = scene.tree, i
    for _ in range(_FARTHEST):
        dep, head = tree.dep[t], tree.head[t]
        if head == t or dep not in _LABELS:
            return None
        if dep in {"obl", "nmod"} and scene.case(t) not in _PREPOSITIONS:
            return None
        if dep == "advcl" and (tree.tag[t] != "VB" or t < head):
            return None
        if dep == "conj" and tree.head[head] not in directed:
            return None
        if head in directed:
            return head if t > head or dep == "nsubj:pass" else None
        if head in heads and dep != "conj":
            return None
        t = head
    return None


def settled(scene: Scene, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, those that are about another with the mode, or the type, that follows from it."""
    by_head = {c.match.head: c for c in found}
    directed = {i for i, c in by_head.items() if c.type in DIRECTED}
    contents: dict[int, Candidate] = {}
    for i, c in by_head.items():  # "urged them to return to talks" is about the talks
        above = _above(scene, i, directed, set()) if c.type == "CONSULT" else None
        if above is not None:
            contents.setdefault(above, c)
    for i, above in sorted(aims(scene, found).items()):
        contents.setdefault(above, by_head[i])
    return [_named(scene, _settled(c, contents.get(c.match.head))) for c in found]


def _named(scene: Scene, c: Candidate) -> Candidate:
    """The candidate with the mode of the noun that it is about: "asked for talks", "demanded a ransom"."""
    if c.mode not in {None, "assist"} or c.type not in _NAMED:
        return c
    prefix, modes = _NAMED[c.type]
    a = scene.arguments(c.match.head)
    lemmas = {scene.lemma[t] for t in (*a.objects, *(t for prep, t in a.obliques if prep in _PREPOSITIONS))}
    mode = next((mode for mode in modes if lemmas & word_set(f"{prefix}_{mode}")), None)
    return c._replace(mode=mode) if mode else c


def _settled(c: Candidate, content: Candidate | None) -> Candidate:
    if content is None or content.type is None:
        return c
    if c.type == "AGREE" and content.type in _YIELDING:
        return c._replace(type="CONCEDE", mode=None)
    if c.type == "THREATEN":
        mode = _THREATENED_MODES.get(content.mode or "") or _THREATENED.get(content.type)
        return c._replace(mode=mode or c.mode)
    if c.type in {"REQUEST", "REJECT"}:
        change = content.mode == "resign" or c.mode == "change"
        mode = "change" if change and c.type == "REQUEST" else _ASKED.get(content.type)
        return c._replace(mode=mode or c.mode)
    return c

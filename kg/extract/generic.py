"""What is told as a rule or a habit and not as something that happened: "the premier is appointed by the King"."""

from kg.extract.clause import Scene
from kg.extract.wordlist import word_set

__all__ = ["is_generic"]

_PRESENT = frozenset({"VBZ", "VBP"})
_IS = frozenset({"is", "are", "'s", "\N{RIGHT SINGLE QUOTATION MARK}s"})
_EVERY = frozenset({"every", "each"})
_NOW = frozenset({"now", "currently", "already", "still", "again", "today", "partially", "reportedly"})
_HIGHEST = 2
"""Words from a noun up to the adjective that says how common it is."""
_STANDS = frozenset(
    {"COERCE", "SUPPORT", "REJECT", "ACCUSE", "REQUEST", "AGREE", "THREATEN", "SANCTION", "COURT"}
)
"""Types that one may be in the middle of: "schools are closed", "the claim is rejected"."""


def is_generic(scene: Scene, i: int, type_: str | None) -> bool:
    """Whether a verb in the simple present tells what is usual: with "often" or "every year", or as a bare passive.

    A noun does so where it is said to be common: "bus accidents are frequent".
    """
    tree = scene.tree
    if tree.in_headline(i):
        return False
    if not tree.is_verb(i):
        return _is_common(scene, i)
    helpers = [tree.low[c] for c in tree.each(i, "aux", "aux:pass", "cop")]
    passive = tree.tag[i] == "VBN" and bool(helpers) and _IS.issuperset(helpers)
    if not passive and (tree.tag[i] not in _PRESENT or helpers):
        return False
    if any(_is_habit(scene, c) for c in tree.children[i]):
        return True
    if not passive or type_ is None or type_ in _STANDS:
        return False
    return not any(tree.low[c] in _NOW or tree.tokens[c].ent_type_ == "DATE" for c in tree.children[i])


def _is_common(scene: Scene, i: int) -> bool:
    """Whether a plural without article is what is said to be common, or the reason: "accidents are common because of"."""
    tree = scene.tree
    if tree.tag[i] != "NNS" or tree.child(i, "det", "nummod", "nmod:poss") is not None:
        return False
    noun = i
    for _ in range(_HIGHEST):
        noun, below = tree.head[noun], noun
        if scene.lemma[noun] in word_set("frequent") or tree.low[noun] in word_set("frequent"):
            is_about = tree.dep[below] in {"nsubj", "obl", "conj"}
            return is_about and any(tree.low[c] in _IS for c in tree.each(noun, "cop"))
    return False


def _is_habit(scene: Scene, c: int) -> bool:
    tree = scene.tree
    if tree.dep[c] == "advmod":
        return tree.low[c] in word_set("habit")
    return tree.dep[c].startswith("obl") and any(tree.low[d] in _EVERY for d in tree.each(c, "det"))

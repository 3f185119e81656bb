"""The form of predicates, as far as it tells whose world they are in: tense, aims, infinitives, relative clauses."""

import re

from kg.extract.clause import Scene
from kg.extract.cue import read_words
from kg.extract.effect import is_ranked
from kg.extract.view import Temporality, implicatives, modality

__all__ = [
    "comes_about",
    "has_tense",
    "is_aim",
    "is_arranged",
    "is_behind_preposition",
    "is_dated",
    "is_infinitive",
    "is_past",
    "is_relative",
    "is_set_apart",
    "stands_alone",
    "tense_of",
]

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_YEAR = re.compile(r"(1[5-9]|20)\d\d")
_QUOTES = frozenset({'"', "\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}", "``", "''"})


def tense_of(scene: Scene, i: int) -> Temporality:
    """Past, present or future by the form of the verb, or of the verb above a noun."""
    tree = scene.tree
    node = i
    for _ in range(4):
        if tree.is_verb(node) or tree.child(node, "cop") is not None:
            break
        if tree.head[node] == node:
            return "past"
        node = tree.head[node]
    if tree.in_headline(i):
        return "past"
    finite = [node, *tree.each(node, "aux", "aux:pass", "cop")]
    words = [tree.low[f] for f in finite]
    if any(w in {"was", "were", "had", "did", "has", "have", "been", "'ve"} for w in words[1:]):
        return "past"
    if node == i and (
        tree.tag[i] in {"VBZ", "VBP"} or any(w in {"is", "are", "'s", "'re", "am", "be"} for w in words[1:])
    ):
        return "past" if scene.passive(i) else "present"
    return "past"


def stands_alone(scene: Scene, node: int, head: int) -> bool:
    """Whether a clause with subject and tense of its own is parted from the one above by "." or ";"."""
    tree = scene.tree
    if not (tree.is_verb(node) and tree.child(node, "nsubj", "nsubj:pass") and has_tense(scene, node)):
        return False
    between = tree.low[min(node, head) + 1 : max(node, head)]
    if any(word in _QUOTES for word in between):
        return False
    said = implicatives().get((scene.lemma[head], "v", "that")) == "report"
    return "." in between or (";" in between and not said)


def has_tense(scene: Scene, v: int) -> bool:
    """Whether a predicate is finite, by itself or by a helper."""
    tree = scene.tree
    return tree.tag[v] in _FINITE or any(
        tree.tag[c] in _FINITE for c in tree.each(v, "aux", "aux:pass", "cop")
    )


def is_aim(scene: Scene, node: int, words: list[str]) -> bool:
    """Whether an adverbial clause says what something is for: "to …", "so that …"; not "prior to leaving"."""
    if scene.tree.tag[node] == "VB":
        return "to" in words or "that" not in words
    return ("to" in words and scene.tree.tag[node] != "VBG") or ("that" in words and "so" in words)


def comes_about(scene: Scene, node: int, head: int) -> bool:
    """Whether an infinitive tells an outcome: "only to withdraw it", "became the first woman to win"."""
    tree = scene.tree
    if tree.tag[node] == "VBG" or not any(tree.low[c] == "to" for c in tree.children[node]):
        return False
    if any(tree.low[c] == "only" and tree.dep[c] == "advmod" for c in tree.children[node] if c < node):
        return True
    return any(
        tree.head[n] == head and tree.dep[n] in {"obj", "xcomp"} and is_ranked(scene, n)
        for n in range(min(head, node) + 1, node)
    )


def is_past(scene: Scene, v: int) -> bool:
    """Whether the clause stands in the past or perfect."""
    tree = scene.tree
    words = [tree.low[c] for c in tree.each(v, "aux", "aux:pass", "cop")]
    if any(("aux", w) in modality() for w in words):
        return False
    return tree.tag[v] == "VBD" or any(
        w in {"was", "were", "had", "did", "has", "have", "been", "'ve"} for w in words
    )


def is_relative(scene: Scene, node: int, dep: str) -> bool:
    """Whether a clause below a noun has a tense: "who left", "they signed", not "leaving" or "to leave"."""
    tree = scene.tree
    if dep == "acl:relcl":
        return True
    if tree.child(node, "mark") is not None:
        return False
    return has_tense(scene, node) and tree.child(node, "nsubj", "nsubj:pass") is not None


def is_set_apart(scene: Scene, node: int, noun: int) -> bool:
    """Whether a relative clause only adds something: about a name, between commas."""
    tree = scene.tree
    first = min((node, *tree.children[node]))
    before = next((i for i in range(first - 1, noun, -1) if not tree.space[i]), noun)
    return tree.pos[noun] == "PROPN" and (tree.low[before] == "," or tree.low[first] == ",")


def is_dated(scene: Scene, node: int) -> bool:
    """Whether a participle says when it was: "adopted in 2022", "published on Monday", not "due by Monday"."""
    tree = scene.tree
    return any(
        tree.dep[c].startswith("obl")
        and scene.case(c) in {"", "on", "in", "at", "since", "during"}
        and (_YEAR.fullmatch(tree.low[c]) or tree.low[c] in read_words("times"))
        and not any(tree.low[d] in {"next", "coming"} for d in tree.children[c])
        and tree.low[c] != "tomorrow"
        for c in tree.children[node]
    )


def is_behind_preposition(scene: Scene, node: int) -> bool:
    """Whether a preposition or conjunction other than "to" stands before the clause: "of leaving"."""
    return any(
        scene.tree.dep[c] in {"mark", "case"} and scene.tree.low[c] != "to" for c in scene.tree.children[node]
    )


def is_infinitive(scene: Scene, v: int) -> bool:
    """Whether it is an infinitive with "to"."""
    return scene.tree.tag[v] == "VB" and any(scene.tree.low[c] == "to" for c in scene.tree.children[v])


def is_arranged(scene: Scene, root: int) -> bool:
    """Whether the predicate is an arrangement: "is to meet"."""
    return is_infinitive(scene, root) and scene.tree.child(root, "aux", "cop") is not None

"""How a source sees a happening (FactBank values), what changes that, and which nouns are taken as known."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from kg.extract.clause import Scene
from kg.extract.tree import Tree
from kg.extract.wordlist import rows, word_set

__all__ = [
    "RETROSPECTIVE",
    "SPOKEN",
    "Temporality",
    "View",
    "apply",
    "implicatives",
    "is_definite",
    "is_untrue",
    "modality",
]

Polarity = Literal["positive", "negative"]
Certainty = Literal["certain", "probable", "possible", "unknown"]
Temporality = Literal["past", "present", "future"]

_ORDER: tuple[Certainty, ...] = ("certain", "probable", "possible", "unknown")
RETROSPECTIVE = frozenset(
    {"ASSAULT", "DIE", "INJURE", "DISASTER", "ACCIDENT", "CRIME", "SANCTION", "PROTEST", "COERCE"}
)
"""Types of happenings that are known, if at all, by having happened."""
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
SPOKEN = frozenset({"AGREE", "REQUEST", "ACCUSE", "THREATEN", "SUPPORT", "REJECT", "CONCEDE"})
"""Types of happenings that are words: whoever answers them takes them for said."""


@dataclass(frozen=True, slots=True)
class View:
    """How a source sees a happening; `basis` is the token that decided it, `presupposed` that no governor could undo it.

    `reported` says that a word of saying stands above, or that it is asked: the source passes on what somebody else
    claims, or does not know.
    `why` are the steps that led to it, each an effect and the token that has it.
    """

    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    temporality: Temporality = "past"
    basis: int | None = None
    presupposed: bool = False
    reported: bool = False
    why: tuple[tuple[str, int], ...] = ()

    def because(self, effect: str, token: int) -> "View":
        """The view with one more step of how it came about."""
        return replace(self, why=(*self.why, (effect, token)))

    @property
    def is_fact(self) -> bool:
        """Certain, positive and not future."""
        return self.polarity == "positive" and self.certainty == "certain" and self.temporality != "future"


@cache
def modality() -> dict[tuple[str, str], str]:
    """Effects of words that stand beside a happening, by where they stand and the word."""
    return {(row[0], word): row[2] for row in rows("modality.tsv") for word in row[1].split("|")}


@cache
def implicatives() -> dict[tuple[str, str, str], str]:
    """Effects by lemma, part of speech and relation; the first row that names them counts."""
    table: dict[tuple[str, str, str], str] = {}
    for lemmas, pos, relations, effect in rows("implicatives.tsv"):
        for lemma in lemmas.split("|"):
            for relation in relations.split(","):
                table.setdefault((lemma, pos, relation), effect)
    return table


def _weaker(view: View, certainty: Certainty, basis: int) -> View:
    if _ORDER.index(certainty) <= _ORDER.index(view.certainty):
        return view
    return replace(view, certainty=certainty, basis=basis)


def apply(view: View, effect: str, basis: int) -> View:
    """The view after one operator, which it remembers."""
    changed = _after(view, effect, basis)
    return view if changed is view else changed.because(effect, basis)


def _after(view: View, effect: str, basis: int) -> View:
    if effect == "neg":
        polarity: Polarity = "negative" if view.polarity == "positive" else "positive"
        return replace(view, polarity=polarity, basis=basis)
    if effect == "future":
        return replace(_weaker(view, "probable", basis), temporality="future", basis=basis)
    if effect == "wanted":
        return replace(_weaker(view, "possible", basis), temporality="future", basis=basis)
    if effect in {"possible", "conditional"}:
        return _weaker(view, "possible", basis)
    if effect == "probable":
        return _weaker(view, "probable", basis)
    if effect in {"report", "asked"}:
        return replace(_weaker(view, "unknown", basis), reported=True)
    if effect in {"unknown", "depends"}:
        return _weaker(view, "unknown", basis)
    return view


def is_definite(tree: Tree, n: int) -> bool:
    """Whether a noun is taken as known: "the", "its", a name's genitive; not "a neighbour's"."""
    return any(
        (tree.dep[c] == "det" and tree.low[c] in _DEFINITE)
        or (tree.dep[c] == "nmod:poss" and _is_known(tree, c))
        for c in tree.children[n]
    )


def is_untrue(scene: Scene, i: int) -> bool:
    """Whether a word says that something is not so: "a fabrication", "baseless"."""
    return scene.tree.low[i] in word_set("untruth") or scene.lemma[i] in word_set("untruth")


def _is_known(tree: Tree, owner: int) -> bool:
    return not any(
        tree.dep[c] == "det" and tree.low[c] in {"a", "an", "any", "no", "every", "each"}
        for c in tree.children[owner]
    )

"""How a source sees a happening (FactBank values), what changes that, and which nouns are taken as known."""

from functools import cache
from typing import Any, Literal, NamedTuple

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

_ORDER: dict[Certainty, int] = {"certain": 0, "probable": 1, "possible": 2, "unknown": 3}
_CERTAINTY: dict[str, Certainty] = {
    "future": "probable",
    "probable": "probable",
    "wanted": "possible",
    "possible": "possible",
    "conditional": "possible",
    "report": "unknown",
    "asked": "unknown",
    "unknown": "unknown",
    "depends": "unknown",
}
"""How sure a source can be at most, behind an operator."""
RETROSPECTIVE = frozenset(
    {"ASSAULT", "DIE", "INJURE", "DISASTER", "ACCIDENT", "CRIME", "SANCTION", "PROTEST", "COERCE"}
)
"""Types of happenings that are known, if at all, by having happened."""
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
SPOKEN = frozenset({"AGREE", "REQUEST", "ACCUSE", "THREATEN", "SUPPORT", "REJECT", "CONCEDE"})
"""Types of happenings that are words: whoever answers them takes them for said."""


class View(NamedTuple):
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
        return self._replace(why=(*self.why, (effect, token)))

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


def apply(view: View, effect: str, basis: int) -> View:
    """The view after one operator, which it remembers unless it changes nothing."""
    changes: dict[str, Any] = {}
    certainty = _CERTAINTY.get(effect)
    if certainty is not None and _ORDER[certainty] > _ORDER[view.certainty]:
        changes = {"certainty": certainty, "basis": basis}
    if effect == "neg":
        changes = {"polarity": "negative" if view.polarity == "positive" else "positive", "basis": basis}
    elif effect in {"future", "wanted"}:
        changes |= {"temporality": "future", "basis": basis}
    elif effect in {"report", "asked"}:
        changes["reported"] = True
    return view._replace(**changes, why=(*view.why, (effect, basis))) if changes else view


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

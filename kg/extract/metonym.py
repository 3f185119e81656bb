"""Whether a seat of power acts for its state or is only a place."""

from functools import cache

from kg.extract.draft import DraftMention
from kg.extract.lexicon import Metonym, actor_noun, lands, metonyms, word_list
from kg.extract.tree import Tree
from kg.extract.wordlist import rows

__all__ = ["stands_for"]

_LEAST = 0.5
"""Below this the place is only a place."""
_SUBJECT = frozenset({"nsubj", "nsubj:outer"})
_RELATION = word_list("relation")


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(
        word for row_kind, words in rows("metonym_words.tsv") if row_kind == kind for word in words.split("|")
    )


def stands_for(tree: Tree, text: str, mention: DraftMention) -> tuple[Metonym, float] | None:
    """What a capital or palace stands for at this place of a sentence, and how surely; None where it is a place."""
    metonym = metonyms().get(text) or metonyms().get(text.replace("’", "'"))
    if metonym is None:
        return None
    score = _Reading(tree, palace=metonym.type == "artifact").at(mention.head)
    return (metonym, score) if score >= _LEAST else None


class _Reading:
    """How surely a name is an actor where it stands, 0 to 1."""

    def __init__(self, tree: Tree, *, palace: bool) -> None:
        self.tree = tree
        self.default = 0.6 if palace else 0.2

    def at(self, i: int) -> float:
        """The score of the name whose head is the token."""
        tree = self.tree
        dep, head = tree.dep[i], tree.head[i]
        if dep == "conj":
            return self._with_partner(i, head)
        cases = {tree.low[c] for c in tree.each(i, "case")}
        lemma = tree.tokens[head].lemma_.lower()
        if dep in {"compound", "nmod:desc", "amod"}:
            return 0.8 if lemma in _words("staff") else self.default
        if dep == "nmod:poss":
            return 0.25 if lemma in _words("place") else 0.9
        if dep in _SUBJECT:
            return self._subject(head, lemma)
        if dep == "nsubj:pass":
            acts = lemma in _words("said") and tree.child(head, "xcomp") is not None
            return 0.8 if acts or lemma in _words("addressed") else self.default
        if dep == "obl:agent" or ("by" in cases and tree.tag[head] == "VBN"):
            return 0.9
        if cases:
            return self._with_case(cases, head, lemma)
        if dep in {"obj", "iobj"}:
            return 0.85 if lemma in _words("addressed") else self.default
        if dep in {"vocative", "dislocated"}:
            return 0.6
        return self.default

    def _with_partner(self, i: int, partner: int) -> float:
        """Read "Moscow and Beijing", "China and Washington" as the first of them, unless there is a preposition."""
        if any(self.tree.low[c] in _words("inside") for c in self.tree.each(i, "case")):
            return self.default
        words = self.tree.tokens[partner].text
        if words in metonyms():
            return self.at(partner)
        if words in lands():
            return self.at(partner) if not self.tree.child(partner, "case") else self._shared(partner)
        return self.at(partner) if self.tree.dep[partner] in _SUBJECT else self.default

    def _shared(self, partner: int) -> float:
        cases = {self.tree.low[c] for c in self.tree.each(partner, "case")}
        head = self.tree.head[partner]
        return self._with_case(cases, head, self.tree.tokens[head].lemma_.lower())

    def _subject(self, verb: int, lemma: str) -> float:
        tree = self.tree
        if tree.child(verb, "cop") is not None:
            if tree.pos[verb] == "ADJ" or tree.child(verb, "case") is not None:
                return 0.85 if lemma in _words("mind") else 0.4
            return 0.45 if tree.pos[verb] in {"NOUN", "PROPN"} and self.default < 0.5 else 0.6
        if lemma == "have":
            owned = tree.child(verb, "obj")
            return 0.4 if owned is None or tree.tokens[owned].lemma_ in _words("place") else 0.7
        if lemma in _words("static"):
            return 0.6 if self.default > 0.5 else 0.4
        return 0.95

    def _sends_people(self, verb: int) -> bool:
        """Whether people are sent, not goods or messages."""
        sent = self.tree.child(verb, "obj")
        if sent is None:
            return True
        return actor_noun(self.tree.low[sent], self.tree.tokens[sent].lemma_) is not None

    def _with_case(self, cases: set[str], head: int, lemma: str) -> float:
        if "between" in cases or (lemma in _RELATION and cases & {"with", "and"}):
            return 0.85
        if "to" in cases and lemma in _words("given"):
            return 0.3 if lemma == "send" and self._sends_people(head) else 0.75
        if "from" in cases and lemma in _words("from"):
            return 0.75
        if "on" in cases and lemma in _words("on"):
            return 0.8
        if cases & _words("inside"):
            return min(self.default, 0.3)
        if cases & {"with", "against", "without", "upon", "among"}:
            return 0.8
        if "by" in cases:
            return 0.85 if self.tree.pos[head] in {"NOUN", "VERB"} else self.default
        if "for" in cases:
            return 0.65 if lemma in _words("given") | _RELATION else self.default
        if "of" in cases:
            return self.default
        return self.default

"""Whose world a happening is in: polarity, certainty and time of an event as one source sees it (FactBank values).

From the trigger the tree is climbed to the root of what the source says. Every word on the way may change the view:
negation, modals, conditions, questions, and the governors of `data/implicatives.tsv` ("managed to", "threat of").
A presupposition ("after the attack", "condemned the invasion") ends the climb: it holds whatever stands above.
"""

from kg.extract.clause import Scene
from kg.extract.doubt import doubt_of, is_content, joined_mark
from kg.extract.effect import effect_of, effects_at, is_judged, is_known_before, is_ranked
from kg.extract.predicate import (
    comes_about,
    is_aim,
    is_arranged,
    is_behind_preposition,
    is_dated,
    is_infinitive,
    is_past,
    is_relative,
    is_set_apart,
    stands_alone,
    tense_of,
)
from kg.extract.view import RETROSPECTIVE, SPOKEN, View, apply, is_definite, modality
from kg.extract.wordlist import word_set

__all__ = ["view_of"]

_DEEPEST = 12
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_OPEN = frozenset({"unknown", "possible", "probable"})


def view_of(
    scene: Scene,
    i: int,
    *,
    first: int | None = None,
    last: int | None = None,
    type_: str | None = None,
    depth: int = 0,
) -> View:
    """How the source of the tokens `first <= i <= last` (all without) sees the happening named at token `i`."""
    climb = _Climb(scene, first, last, type_, depth=depth)
    view = View(temporality=tense_of(scene, i))
    seen: set[int] = set()
    node = i
    while node not in seen:
        seen.add(node)
        view = climb.own(view, node)
        step = climb.up(view, node)
        if step is None:
            break
        view, node, done = step
        if done:
            view = view._replace(presupposed=True).because("presupposed", node)
            break
    return climb.sentence(view, i)


class _Climb:
    """One way from a trigger to the root of its source's words."""

    def __init__(
        self, scene: Scene, first: int | None, last: int | None, type_: str | None, *, depth: int = 0
    ) -> None:
        self.scene, self.tree = scene, scene.tree
        self.first, self.last = first, last
        self.retrospective = type_ in RETROSPECTIVE
        self.spoken = type_ in SPOKEN
        self.depth = depth
        self.in_clause = False

    def inside(self, i: int) -> bool:
        """Whether the token belongs to the source's words."""
        return (self.first is None or self.first <= i) and (self.last is None or i <= self.last)

    # what stands beside the word itself

    def own(self, view: View, node: int) -> View:
        """The view after the words that hang on this node: negation, modals, adverbs, adjectives, determiners, marks."""
        for effect, c in effects_at(self.scene, node):
            if self.inside(c):
                view = apply(view, effect, c)
        source = self._according(node)
        view = apply(view, "report", source) if source is not None else view
        doubt = doubt_of(self.scene, node)
        return apply(view, *doubt) if doubt is not None and self.inside(doubt[1]) else view

    def _according(self, node: int) -> int | None:
        """Who stands behind a clause, of "according to X": below it, or below a noun of it."""
        if not self.scene.according:
            return None
        tree = self.tree
        first, end = tree.bounds(node)
        for i in self.scene.according:
            if not first <= i < end or not self.inside(i):
                continue
            source = above = tree.head[i]
            while above != node and not tree.is_verb(above) and tree.head[above] != above:
                above = tree.head[above]
            if above == node and source != node:
                return source
        return None

    # the way up

    def up(self, view: View, node: int) -> tuple[View, int, bool] | None:
        """The view, the next node and whether a presupposition ends the climb; None at the top."""
        tree = self.tree
        head, dep = tree.head[node], tree.dep[node]
        if dep == "parataxis" and any(tree.low[c] == "that" for c in tree.each(node, "mark")):
            dep = "ccomp"
        if head == node or dep in {"ROOT", "parataxis", "discourse", "vocative"} or not self.inside(head):
            return None
        if stands_alone(self.scene, node, head):
            return None
        if tree.is_verb(node) or tree.child(node, "cop") is not None or dep in {"xcomp", "ccomp", "advcl"}:
            return self._from_clause(view, node, head, dep)
        return self._from_noun(view, node, head, dep)

    def _from_clause(self, view: View, node: int, head: int, dep: str) -> tuple[View, int, bool] | None:
        view, done = self._marks(view, node, head, dep)
        if done:
            return view, head, True
        if dep == "conj":
            return self._conjunct(view, node, head)
        if dep in {"xcomp", "ccomp", "csubj", "csubj:pass"}:
            return self._complement(view, node, head, dep), head, False
        if dep.startswith("acl"):
            return self._below_noun(view, node, head, dep)
        return view, head, False

    def _marks(self, view: View, node: int, head: int, dep: str) -> tuple[View, bool]:
        """The effect of conjunctions and of "to" on the node, and whether they presuppose it."""
        tree, table = self.tree, modality()
        words = [
            joined_mark(self.scene, c)
            for c in tree.children[node]
            if tree.dep[c] in {"mark", "case"} or (tree.dep[c] == "advmod" and tree.tag[c] == "WRB")
        ]
        if "of" in words and "short" in {tree.low[head], *(tree.low[c] for c in tree.children[head])}:
            view = apply(view, "neg", node)  # stopped short of
        if dep == "advcl" and not words and tree.tag[node] == "VBN" and tree.has_child(node, "having"):
            return view, True
        for word in words:
            effect = table.get(("mark", word))
            if effect in {"conditional", "neg"}:
                view = apply(view, effect, node)
            elif effect == "depends" and not (is_past(self.scene, head) or is_past(self.scene, node)):
                view = apply(view, "unknown", node)
            elif effect == "presupposes" and dep == "advcl":
                return (
                    (view, True)
                    if is_past(self.scene, node) or self.settled(head)
                    else (apply(view, "future", node), False)
                )
        if dep == "advcl" and is_aim(self.scene, node, words) and not comes_about(self.scene, node, head):
            view = apply(view, "wanted", node)
        return view, False

    def settled(self, v: int) -> bool:
        """Whether the clause, up to the top, is neither future nor possible (it may be negative)."""
        if self.depth > _DEEPEST:
            return False
        view = view_of(self.scene, v, first=self.first, last=self.last, depth=self.depth + 1)
        return view.certainty == "certain" and view.temporality != "future"

    def _conjunct(self, view: View, node: int, head: int) -> tuple[View, int, bool] | None:
        """A coordinated clause shares what stands above the first; its auxiliaries only when it has no tense of its own."""
        tree = self.tree
        shares = (
            tree.tag[node] not in _FINITE
            and tree.child(node, "aux", "aux:pass", "nsubj", "nsubj:pass") is None
        )
        before = [s for s in tree.each(head, "conj") if head < s < node and tree.child(s, "aux", "aux:pass")]
        if shares and before:  # "has not conceded, has claimed fraud and made …"
            return view, before[-1], False
        if shares or not (tree.is_verb(head) or tree.child(head, "cop") is not None):
            return view, head, False
        source = self._according(head)
        if source is not None and source < head:
            view = apply(view, "report", head)
        view, done = self._marks(view, head, tree.head[head], tree.dep[head])
        self.depth += 1
        if done:
            return view, head, True
        if self.depth > _DEEPEST:
            return apply(view, "unknown", head), head, True
        return self.up(view, head)

    def _complement(self, view: View, node: int, head: int, dep: str) -> View:
        tree = self.tree
        to = any(tree.low[c] == "to" and tree.dep[c] in {"mark", "aux"} for c in tree.children[node])
        if dep == "ccomp" and not to and tree.tag[node] != "VBG":
            relations = ["that"]
            default = "report"
        elif tree.tag[node] == "VBG":
            relations, default = ["ing", "to"], "unknown"
        elif comes_about(self.scene, node, head):
            return view
        elif to or tree.tag[node] == "VB":
            relations, default = ["to", "ing"], "wanted"
        else:  # a predicate: "was found dead", "left the town destroyed"
            return view
        if dep.startswith("csubj"):
            return apply(view, "unknown", head)
        return self._governed(view, head, relations, default)

    def _governed(self, view: View, head: int, relations: list[str], default: str) -> View:
        """The effect of a governor, with "forced to" undone when it is negated itself."""
        effect = next((e for r in relations if (e := effect_of(self.scene, head, r))), default)
        if effect.endswith("1"):
            if self._negated(head):
                return apply(view, "unknown", head)
            if self.scene.lemma[head] in word_set("forcing"):
                if self.tree.tag[head] in {"VBZ", "VBP"} and not self.tree.in_headline(head):
                    return apply(view, "unknown", head)  # "obliges them to pay"
                view = view.because("came about", head)
            effect = effect[:-1]
        if effect == "presupposed":
            return view
        effect = "wanted" if effect == "stance" else effect
        return apply(view, effect, head)

    def _negated(self, head: int) -> bool:
        return self.own(View(), head).polarity == "negative"

    def _below_noun(self, view: View, node: int, noun: int, dep: str) -> tuple[View, int, bool]:
        tree = self.tree
        self.in_clause = self.in_clause or tree.tag[node] != "VBD" or is_relative(self.scene, node, dep)
        if tree.tag[node] == "VB" and any(tree.low[c] == "to" for c in tree.children[node]):
            if is_ranked(self.scene, noun):
                return view, noun, False
            return self._governed(view, noun, ["to"], "wanted"), noun, False
        effect = effect_of(self.scene, noun, "that")
        if effect and is_content(self.scene, node):
            return apply(view, "report" if effect in _OPEN else effect, noun), noun, False
        if is_relative(self.scene, node, dep) and (
            is_past(self.scene, node) or is_set_apart(self.scene, node, noun)
        ):
            return view, noun, True
        if dep == "acl" and tree.child(node, "mark") is not None and tree.tag[node] != "VBG":
            return self._governed(view, noun, ["that"], "unknown"), noun, False
        if dep == "acl" and tree.tag[node] == "VBG" and is_behind_preposition(self.scene, node):
            return self._governed(view, noun, ["of"], "unknown"), noun, False
        if (
            dep == "acl"
            and tree.tag[node] == "VBN"
            and (is_definite(self.tree, noun) or is_dated(self.scene, node))
        ):
            return view, noun, True
        return view, noun, False

    # nouns

    def _from_noun(self, view: View, node: int, head: int, dep: str) -> tuple[View, int, bool] | None:
        tree = self.tree
        if dep in {"conj", "appos", "flat", "fixed", "list", "dep", "goeswith"}:
            return view, head, False
        prep = self.scene.case(node)
        effect = modality().get(("prep", prep)) if prep else None
        if effect in {"neg", "future", "possible"}:
            return apply(view, effect, node), head, False
        relation = {
            "obj": "n",
            "nsubj": "subj",
            "nsubj:pass": "n",
            "nmod:poss": "poss",
            "compound": "compound",
        }.get(dep, prep or "n")
        if relation == "to" and tree.is_verb(head) and effect_of(self.scene, head, "to") != "presupposed":
            relation = "to_n"
        if is_known_before(self.scene, node):
            return view, head, True
        above = tree.head[head]
        if (
            dep == "nmod"
            and tree.dep[head] in {"obj", "nsubj:pass"}
            and effect_of(self.scene, above, prep) == "unknown"
        ):
            return apply(view, "unknown", above), above, False  # "cleared his wife of fraud"
        return self._noun_in(view, node, head, dep, relation, effect)

    def _noun_in(
        self, view: View, node: int, head: int, dep: str, relation: str, preposition: str | None
    ) -> tuple[View, int, bool]:
        found = effect_of(self.scene, head, relation)
        if dep == "nsubj:pass":
            found = found or effect_of(self.scene, head, "subj")
        if relation == "subj" and self.in_clause and found in {"probable", "report"}:
            found = None  # "the man who fled said": what is said is not his flight
        found = self._taken_up(found, node, head, dep)
        if found == "presupposed":
            return view, head, True
        if found and found not in {"fact", "fact1"}:
            return self._governed(view, head, [relation, "subj"], found), head, False
        if found:
            return view, head, False
        if preposition == "presupposes":
            return (view, head, True) if self.settled_or_old(head) else (view, head, False)
        if dep == "nmod:poss":
            return view, head, True
        if is_definite(self.tree, node) and dep not in {"nsubj", "nsubj:pass"}:
            if self.retrospective or self.settled_or_old(head):
                return view, head, True
        elif is_definite(self.tree, node) and self.settled_or_old(head):
            return view, head, True
        return view, head, False

    def _taken_up(self, found: str | None, node: int, head: int, dep: str) -> str | None:
        """The effect of a governor on a noun, where it depends on which noun it is.

        One can only be for or against "the war" that there is, and only reject "an offer" that somebody made.
        """
        told = self.spoken and self.scene.lemma[head] in word_set("answering") and self.settled_or_old(head)
        if told and dep in {"obj", "obl", "nsubj:pass"} and not self.in_clause:
            return "presupposed"
        if found == "stance":
            return "presupposed" if is_definite(self.tree, node) else "wanted"
        if (
            dep == "obj"
            and self.scene.lemma[head] in word_set("judging")
            and is_judged(self.scene, node, head)
        ):
            return "presupposed"
        return found

    def settled_or_old(self, head: int) -> bool:
        """Whether what the head says is neither future nor possible in itself."""
        view = self.own(View(), head)
        return (
            view.certainty == "certain"
            and view.temporality != "future"
            and not is_infinitive(self.scene, head)
        )

    # the sentence

    def sentence(self, view: View, i: int) -> View:
        """The view after what marks the whole sentence: a question, a command, a bare infinitive."""
        tree = self.tree
        if view.presupposed:
            return view
        root = i
        while tree.head[root] != root and self.inside(tree.head[root]) and tree.dep[root] != "parataxis":
            root = tree.head[root]
        _, end = tree.bounds(i)
        start = i if self.first is None else max(i, self.first)
        stop = min(end, i + 40) if self.last is None else min(end, i + 40, self.last + 1)
        if "?" in tree.low[start:stop]:
            view = apply(view, "asked", root)
        whole = self.first is None and tree.head[root] == root
        if whole and any(tree.low[c] == "that" and c < root for c in tree.each(root, "mark")):
            view = apply(view, "report", root)  # what stands above it was not read as such
        if tree.tag[root] == "VB" and self.scene.tree.child(root, "aux") is None:
            effect = "future" if is_infinitive(self.scene, root) else "wanted"
            subject = tree.child(root, "nsubj") is not None
            if not (subject and tree.in_headline(root) and effect == "wanted"):
                view = apply(view, effect, root)
        elif is_arranged(self.scene, root):
            view = apply(view, "future", root)
        return view

"""Whose world a happening is in: polarity, certainty and time of an event as one source sees it (FactBank values).

From the trigger the tree is climbed to the root of what the source says. Every word on the way may change the view:
negation, modals, conditions, questions, and the governors of `data/implicatives.tsv` ("managed to", "threat of").
A presupposition ("after the attack", "condemned the invasion") ends the climb: it holds whatever stands above.
"""

import re
from collections.abc import Iterator

from kg.extract.clause import Scene
from kg.extract.cue import read_words
from kg.extract.doubt import doubt_of, is_content, joined_mark
from kg.extract.view import (
    RETROSPECTIVE,
    SPOKEN,
    Temporality,
    View,
    apply,
    implicatives,
    is_definite,
    is_untrue,
    modality,
)
from kg.extract.wordlist import word_set

__all__ = ["view_of"]

_DEEPEST = 12
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_OPEN = frozenset({"unknown", "possible", "probable"})
_YEAR = re.compile(r"(1[5-9]|20)\d\d")
_QUOTES = frozenset({'"', "\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}", "``", "''"})


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
    view = View(temporality=climb.tense(i))
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

    def tense(self, i: int) -> Temporality:
        """Past, present or future by the form of the verb, or of the verb above a noun."""
        tree = self.tree
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
            tree.tag[i] in {"VBZ", "VBP"}
            or any(w in {"is", "are", "'s", "'re", "am", "be"} for w in words[1:])
        ):
            return "past" if self.scene.passive(i) else "present"
        return "past"

    def own(self, view: View, node: int) -> View:
        """The view after the words that hang on this node: negation, modals, adverbs, adjectives, determiners, marks."""
        known = self.scene.effects.get(node)
        if known is None:
            known = self.scene.effects[node] = list(self._effects(node))
        for effect, c in known:
            if self.inside(c):
                view = apply(view, effect, c)
        source = self._according(node)
        view = apply(view, "report", source) if source is not None else view
        doubt = doubt_of(self.scene, node)
        return apply(view, *doubt) if doubt is not None and self.inside(doubt[1]) else view

    def _effects(self, node: int) -> Iterator[tuple[str, int]]:
        """What the words that hang on a node do to the view of any source, each with the word."""
        tree, table = self.tree, modality()
        for c in tree.children[node]:
            dep, low = tree.dep[c], tree.low[c]
            effect = None
            if dep.startswith("aux"):
                effect = table.get(("aux", low)) or table.get(("adverb", low))
                if (
                    effect == "future"
                    and low in {"'d", "would"}
                    and tree.low[c] == "'d"
                    and tree.tag[c] != "MD"
                ):
                    effect = None
            elif dep in {"advmod", "advmod:neg", "cc:preconj"}:
                effect = table.get(("adverb", low))
                if low == "longer" and tree.has_child(c, "no"):
                    effect = "neg"
                if effect == "soon":
                    effect = "future" if low == "tomorrow" else None
            elif dep == "det":
                effect = table.get(("determiner", low)) if not tree.is_verb(node) else None
            elif dep == "amod":
                effect = table.get(("adjective", self.scene.lemma[c])) or table.get(("adjective", low))
                effect = None if effect in {"fresh", "presupposes"} else effect
            elif dep in {"nsubj", "nsubj:pass", "obj"} and self._empty(c):
                effect = "neg"
            elif dep == "parataxis" and self._reports(c) and not self._parted(node, c):
                effect = "report"
            if effect:
                yield effect, c

    def _empty(self, c: int) -> bool:
        """Whether a subject or object is "nobody", "no soldiers", "neither side"."""
        tree, table = self.tree, modality()
        if table.get(("subject", tree.low[c])) == "neg":
            return True
        return any(
            tree.dep[d] in {"det", "advmod"} and tree.low[d] in {"no", "neither"} for d in tree.children[c]
        )

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

    def _reports(self, c: int) -> bool:
        """Whether a clause put in or behind says who says so: "…, he said"."""
        return (
            implicatives().get((self.scene.lemma[c], "v", "that")) == "report"
            and self.tree.child(c, "ccomp") is None
        )

    def _parted(self, a: int, b: int) -> bool:
        """Whether a full stop or a semicolon stands between two clauses that were read as one sentence."""
        return any(self.tree.low[i] in {".", ";"} for i in range(min(a, b) + 1, max(a, b)))

    # the way up

    def up(self, view: View, node: int) -> tuple[View, int, bool] | None:
        """The view, the next node and whether a presupposition ends the climb; None at the top."""
        tree = self.tree
        head, dep = tree.head[node], tree.dep[node]
        if dep == "parataxis" and any(tree.low[c] == "that" for c in tree.each(node, "mark")):
            dep = "ccomp"
        if head == node or dep in {"ROOT", "parataxis", "discourse", "vocative"} or not self.inside(head):
            return None
        if self._stands_alone(node, head):
            return None
        if tree.is_verb(node) or tree.child(node, "cop") is not None or dep in {"xcomp", "ccomp", "advcl"}:
            return self._from_clause(view, node, head, dep)
        return self._from_noun(view, node, head, dep)

    def _stands_alone(self, node: int, head: int) -> bool:
        """Whether a clause with subject and tense of its own is parted from the one above by "." or ";"."""
        tree = self.tree
        if not (tree.is_verb(node) and tree.child(node, "nsubj", "nsubj:pass") and self._has_tense(node)):
            return False
        between = tree.low[min(node, head) + 1 : max(node, head)]
        if any(word in _QUOTES for word in between):
            return False
        said = implicatives().get((self.scene.lemma[head], "v", "that")) == "report"
        return "." in between or (";" in between and not said)

    def _has_tense(self, v: int) -> bool:
        tree = self.tree
        return tree.tag[v] in _FINITE or any(
            tree.tag[c] in _FINITE for c in tree.each(v, "aux", "aux:pass", "cop")
        )

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
            elif effect == "depends" and not (self.past(head) or self.past(node)):
                view = apply(view, "unknown", node)
            elif effect == "presupposes" and dep == "advcl":
                return (
                    (view, True)
                    if self.past(node) or self.settled(head)
                    else (apply(view, "future", node), False)
                )
        if dep == "advcl" and self._is_aim(node, words) and not self._comes_about(node, head):
            view = apply(view, "wanted", node)
        return view, False

    def _is_aim(self, node: int, words: list[str]) -> bool:
        """Whether an adverbial clause says what something is for: "to …", "so that …"; not "prior to leaving"."""
        if self.tree.tag[node] == "VB":
            return "to" in words or "that" not in words
        return ("to" in words and self.tree.tag[node] != "VBG") or ("that" in words and "so" in words)

    def _comes_about(self, node: int, head: int) -> bool:
        """Whether an infinitive tells an outcome: "only to withdraw it", "became the first woman to win"."""
        tree = self.tree
        if tree.tag[node] == "VBG" or not any(tree.low[c] == "to" for c in tree.children[node]):
            return False
        if any(tree.low[c] == "only" and tree.dep[c] == "advmod" for c in tree.children[node] if c < node):
            return True
        return any(
            tree.head[n] == head and tree.dep[n] in {"obj", "xcomp"} and self._ranked(n)
            for n in range(min(head, node) + 1, node)
        )

    def _ranked(self, noun: int) -> bool:
        """Whether a noun is counted among those that did: "the first woman", "the only country"."""
        return any(
            self.tree.dep[c] == "amod" and self._effect(c, "to") == "fact1" for c in self.tree.children[noun]
        )

    def past(self, v: int) -> bool:
        """Whether the clause stands in the past or perfect."""
        tree = self.tree
        words = [tree.low[c] for c in tree.each(v, "aux", "aux:pass", "cop")]
        if any(("aux", w) in modality() for w in words):
            return False
        return tree.tag[v] == "VBD" or any(
            w in {"was", "were", "had", "did", "has", "have", "been", "'ve"} for w in words
        )

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
        elif self._comes_about(node, head):
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
        effect = next((e for r in relations if (e := self._effect(head, r))), default)
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

    def _effect(self, head: int, relation: str) -> str | None:
        tree, lemma, table = self.tree, self.scene.lemma[head], implicatives()
        kinds = (
            "v"
            if tree.is_verb(head)
            else "an"
            if tree.pos[head] in {"ADJ", "ADV"} or tree.child(head, "cop")
            else "n"
        )
        kinds += "a" if tree.tag[head] == "VBN" else ""
        for kind in kinds:
            found = table.get((lemma, kind, relation)) or table.get((tree.low[head], kind, relation))
            if found:
                return found
        return None

    def _negated(self, head: int) -> bool:
        return self.own(View(), head).polarity == "negative"

    def _below_noun(self, view: View, node: int, noun: int, dep: str) -> tuple[View, int, bool]:
        tree = self.tree
        self.in_clause = self.in_clause or tree.tag[node] != "VBD" or self._is_relative(node, dep)
        if tree.tag[node] == "VB" and any(tree.low[c] == "to" for c in tree.children[node]):
            if self._ranked(noun):
                return view, noun, False
            return self._governed(view, noun, ["to"], "wanted"), noun, False
        effect = self._effect(noun, "that")
        if effect and is_content(self.scene, node):
            return apply(view, "report" if effect in _OPEN else effect, noun), noun, False
        if self._is_relative(node, dep) and (self.past(node) or self._set_apart(node, noun)):
            return view, noun, True
        if dep == "acl" and tree.child(node, "mark") is not None and tree.tag[node] != "VBG":
            return self._governed(view, noun, ["that"], "unknown"), noun, False
        if dep == "acl" and tree.tag[node] == "VBG" and self._of(node):
            return self._governed(view, noun, ["of"], "unknown"), noun, False
        if dep == "acl" and tree.tag[node] == "VBN" and (self.definite(noun) or self._dated(node)):
            return view, noun, True
        return view, noun, False

    def _is_relative(self, node: int, dep: str) -> bool:
        """Whether a clause below a noun has a tense: "who left", "they signed", not "leaving" or "to leave"."""
        tree = self.tree
        if dep == "acl:relcl":
            return True
        if tree.child(node, "mark") is not None:
            return False
        return self._has_tense(node) and tree.child(node, "nsubj", "nsubj:pass") is not None

    def _set_apart(self, node: int, noun: int) -> bool:
        """Whether a relative clause only adds something: about a name, between commas."""
        tree = self.tree
        first = min((node, *tree.children[node]))
        before = next((i for i in range(first - 1, noun, -1) if not tree.space[i]), noun)
        return tree.pos[noun] == "PROPN" and (tree.low[before] == "," or tree.low[first] == ",")

    def _dated(self, node: int) -> bool:
        """Whether a participle says when it was: "adopted in 2022", "published on Monday", not "due by Monday"."""
        tree = self.tree
        return any(
            tree.dep[c].startswith("obl")
            and self.scene.case(c) in {"", "on", "in", "at", "since", "during"}
            and (_YEAR.fullmatch(tree.low[c]) or tree.low[c] in read_words("times"))
            and not any(tree.low[d] in {"next", "coming"} for d in tree.children[c])
            and tree.low[c] != "tomorrow"
            for c in tree.children[node]
        )

    def _of(self, node: int) -> bool:
        return any(
            self.tree.dep[c] in {"mark", "case"} and self.tree.low[c] != "to"
            for c in self.tree.children[node]
        )

    # nouns

    def definite(self, n: int) -> bool:
        """Whether the noun is taken as known."""
        return is_definite(self.tree, n)

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
        if relation == "to" and tree.is_verb(head) and self._effect(head, "to") != "presupposed":
            relation = "to_n"
        if self._known_before(node):
            return view, head, True
        above = tree.head[head]
        if (
            dep == "nmod"
            and tree.dep[head] in {"obj", "nsubj:pass"}
            and self._effect(above, prep) == "unknown"
        ):
            return apply(view, "unknown", above), above, False  # "cleared his wife of fraud"
        return self._noun_in(view, node, head, dep, relation, effect)

    def _known_before(self, n: int) -> bool:
        """Whether an adjective says that there is or was such a thing: "an earlier threat", "the ongoing inquiry"."""
        return any(
            self.tree.dep[c] == "amod" and modality().get(("adjective", self.tree.low[c])) == "presupposes"
            for c in self.tree.children[n]
        )

    def _noun_in(
        self, view: View, node: int, head: int, dep: str, relation: str, preposition: str | None
    ) -> tuple[View, int, bool]:
        found = self._effect(head, relation)
        if dep == "nsubj:pass":
            found = found or self._effect(head, "subj")
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
        if self.definite(node) and dep not in {"nsubj", "nsubj:pass"}:
            if self.retrospective or self.settled_or_old(head):
                return view, head, True
        elif self.definite(node) and self.settled_or_old(head):
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
            return "presupposed" if self.definite(node) else "wanted"
        if dep == "obj" and self.scene.lemma[head] in word_set("judging") and self._is_judged(node, head):
            return "presupposed"
        return found

    def _is_judged(self, node: int, head: int) -> bool:
        """Whether a verb says what it thinks of a noun: "called the closure a mistake", but not "called the raid a lie"."""
        tree = self.tree
        said = [
            c
            for c in tree.children[head]
            if c > node
            and (tree.dep[c] in {"xcomp", "ccomp"} or (tree.dep[c] == "obl" and self.scene.case(c) == "as"))
        ]
        return self.definite(node) and bool(said) and not any(is_untrue(self.scene, c) for c in said)

    def settled_or_old(self, head: int) -> bool:
        """Whether what the head says is neither future nor possible in itself."""
        view = self.own(View(), head)
        return view.certainty == "certain" and view.temporality != "future" and not self._infinitive(head)

    def _infinitive(self, v: int) -> bool:
        return self.tree.tag[v] == "VB" and any(self.tree.low[c] == "to" for c in self.tree.children[v])

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
            effect = "future" if self._infinitive(root) else "wanted"
            subject = tree.child(root, "nsubj") is not None
            if not (subject and tree.in_headline(root) and effect == "wanted"):
                view = apply(view, effect, root)
        elif self._be_to(root):
            view = apply(view, "future", root)
        return view

    def _be_to(self, root: int) -> bool:
        """Whether the predicate is an arrangement: "is to meet"."""
        return self._infinitive(root) and self.tree.child(root, "aux", "cop") is not None

"""Who stands where in a clause: deep subjects and objects of verbs, arguments of nouns, through passives and control."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from spacy.tokens import Doc

from kg.extract.actors import Actors
from kg.extract.lemma import lemmas_of
from kg.extract.lexicon import title_words
from kg.extract.tree import Tree
from kg.extract.wordlist import word_set
from kg.records import Entity

__all__ = ["Arguments", "Scene"]

RELATIVE = frozenset({"who", "which", "that", "whom"})
_OWN_SUBJECT = ("nsubj", "nsubj:pass", "nsubj:outer")
_OBLIQUE = frozenset({"obl", "obl:agent", "nmod", "obl:unmarked", "nmod:unmarked", "obl:arg"})
_DOERS = frozenset({"person", "group", "organization", "country"})
_DEEPEST = 12
"""How far up shared and controlled words are followed: no sentence that is read rightly goes further."""
_HYPHENS = frozenset({"-", "\N{EN DASH}", "\N{NON-BREAKING HYPHEN}"})


@dataclass(slots=True)
class Arguments:
    """Tokens around a trigger by their deep function; `obliques` pairs a preposition with its noun."""

    subjects: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    indirect: list[int] = field(default_factory=list)
    obliques: list[tuple[str, int]] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    modifiers: list[int] = field(default_factory=list)


_NOTHING = Arguments()


class Scene:
    """One document with its tree and actors, and the questions about clauses that several extractors ask."""

    def __init__(self, doc: Doc, actors: Actors, tree: Tree | None = None) -> None:
        self.doc = doc
        self.actors = actors
        self.tree = tree or Tree(doc)
        self.lemma: list[str] = lemmas_of(self.tree.low, self.tree.tag)
        self._arguments: dict[int, Arguments] = {}
        self.cache: dict[str, Any] = {}
        self.imposed: set[int] = set()
        """Verbs that the object of the verb above does: "accused X of lying", "asked X to leave"."""
        self.effects: dict[int, list[tuple[str, int]]] = {}
        """What the words on a token do to the view of it (`kg.extract.effect`), once asked for."""
        self.doubts: dict[int, tuple[str, int] | None] = {}
        """What leaves the clause at a token open (`kg.extract.doubt`), once asked for."""

    @cached_property
    def sport(self) -> bool:
        """Whether the article is about sport: more than one word in seventy is of a game."""
        words = word_set("sport")
        hits = sum(lemma in words for lemma in self.lemma)
        return hits >= 4 and hits * 70 > len(self.lemma)

    @cached_property
    def according(self) -> list[int]:
        """The tokens "according", by which sources are named."""
        return [i for i, low in enumerate(self.tree.low) if low == "according"]

    @cached_property
    def model(self) -> bool:
        """Whether a model has looked for events in this document."""
        return any(self.tree.mark(i, "event", "") for i in range(len(self.tree)))

    @cached_property
    def hints(self) -> dict[int, list[tuple[int, str, float]]]:
        """What the model says of each trigger: argument head, label, score; in text order."""
        table: dict[int, list[tuple[int, str, float]]] = {}
        for (trigger, argument), (label, score) in self.doc._.kg_args.items():
            table.setdefault(trigger, []).append((argument, label, score))
        for found in table.values():
            found.sort()
        return table

    @cached_property
    def labels(self) -> dict[int, list[tuple[int, str, float]]]:
        """PropBank's labels around each predicate: argument head, label, score; in text order."""
        table: dict[int, list[tuple[int, str, float]]] = {}
        for (predicate, argument), (label, score) in self.doc._.kg_roles.items():
            table.setdefault(predicate, []).append((argument, label, score))
        for found in table.values():
            found.sort()
        return table

    def literal(self, i: int) -> str | None:
        """The key of the literal reading of the mention that the token heads."""
        mention = self.actors.by_head.get(i)
        return mention.entity if mention else None

    def entity(self, i: int) -> Entity | None:
        """The entity that acts at the token, if the token heads a mention."""
        mention = self.actors.by_head.get(i)
        return self.actors.entity.get(mention.stands_for or mention.entity) if mention else None

    def case(self, i: int) -> str:
        """The preposition of the token in lower case ("" without one); of several the first."""
        tree = self.tree
        for c in tree.children[i]:
            if tree.dep[c] == "case" and tree.low[c] not in {"'s", "\N{RIGHT SINGLE QUOTATION MARK}s", "'"}:
                return tree.low[c]
        return ""

    def conjuncts(self, i: int) -> list[int]:
        """The token and all that are coordinated with it, in text order."""
        children, dep, verb = self.tree.children, self.tree.dep, self.tree.verb
        found, waiting = [], [i]
        while waiting:
            t = waiting.pop()
            found.append(t)
            waiting += [c for c in children[t] if dep[c] == "conj" and not verb[c]]
        return sorted(found)

    def passive(self, v: int) -> bool:
        """Whether the verb form is passive: its surface subject undergoes it."""
        tree = self.tree
        if self._short_passive(v) or self._elliptic(v):
            return True
        for _ in range(_DEEPEST):
            if tree.child(v, "aux:pass", "nsubj:pass", "csubj:pass") is not None:
                return True
            if tree.tag[v] != "VBN" or tree.child(v, "aux", "nsubj") is not None:
                return False
            if tree.dep[v] != "conj" or not tree.is_verb(tree.head[v]):
                break
            v = tree.head[v]
        bare = tree.dep[v] in {"acl", "amod", "acl:relcl", "advcl", "xcomp"}  # "was found dismembered"
        return bare and tree.child(v, "obj") is None

    def _short_passive(self, v: int) -> bool:
        """Whether a headline leaves out the "is" of a passive: "Lawyer convicted of fraud"."""
        tree = self.tree
        return (
            tree.tag[v] in {"VBN", "VBD"}
            and self.lemma[v] in word_set("undergone")
            and tree.in_headline(v)
            and tree.child(v, "aux", "iobj", "ccomp") is None
            and all(tree.tag[c] == "VBN" or self._is_post(v, c) for c in tree.each(v, "obj", "xcomp"))
        )

    def _elliptic(self, v: int) -> bool:
        """Whether a conjunction stands for "when she was": "when elected in 2001"."""
        tree = self.tree
        return (
            tree.dep[v] == "advcl"
            and tree.tag[v] in {"VBN", "VBD"}
            and v > 0
            and tree.low[v - 1] in {"when", "if", "once", "until", "unless"}
            and tree.child(v, "aux", "obj", "nsubj") is None
        )

    def _is_post(self, v: int, noun: int) -> bool:
        """Whether the object is the office that somebody gets: "Smith elected party leader"."""
        tree = self.tree
        offered = self.lemma[v] in word_set("giving_office") and tree.low[noun] in title_words("office")
        return offered and tree.child(noun, "det", "nmod:poss") is None

    def surface_subjects(self, v: int, depth: int = 0) -> list[int]:
        """The tokens that stand as subject of the verb, its own or one it shares or controls."""
        tree = self.tree
        own = [c for c in tree.children[v] if tree.dep[c] in _OWN_SUBJECT and self.case(c) != "with"]
        if own:
            return [self._antecedent(c, v) for c in own]
        if depth > 6:
            return []
        dep, head = tree.dep[v], tree.head[v]
        if dep == "conj" or (dep == "parataxis" and tree.tag[v] == "VBG"):
            return self.surface_subjects(head, depth + 1) if self._verbal(head) else []
        if dep in {"xcomp", "advcl", "ccomp"} and self._verbal(head):
            return self._controller(v, head, depth)
        if dep in {"acl", "amod", "acl:relcl"}:
            return self._of_noun(v, head, depth)
        if dep == "xcomp" and tree.dep[head] == "acl" and tree.tag[v] == "VBG":
            return [
                tree.head[head]
            ]  # "four men suspected of firing rockets", the participle read as an adjective
        return []

    def _verbal(self, i: int) -> bool:
        return self.tree.is_verb(i) or self.tree.child(i, "cop") is not None

    def _controller(self, v: int, head: int, depth: int) -> list[int]:
        """Who does an infinitive or participle: the object of its governor, else the subject."""
        tree = self.tree
        if tree.dep[v] == "xcomp" and self.lemma[head] != "promise":
            objects = [c for c in tree.children[head] if tree.dep[c] in {"obj", "iobj"} and c < v]
            if objects:
                if any((e := self.entity(c)) is not None and e.type in _DOERS for c in objects):
                    self.imposed.add(v)
                return objects
            if self.lemma[head] in {"call", "appeal"}:
                wanted = [
                    c
                    for c in tree.children[head]
                    if tree.dep[c] == "obl" and c < v and self.case(c) in {"on", "upon", "to", "for"}
                ]
                if wanted:
                    return wanted
        marks = [tree.low[c] for c in tree.children[v] if tree.dep[c] == "mark" and c < v]
        if tree.dep[v] != "xcomp" and marks:
            wanted = self._whose_deed(v, head, marks[0])
            if wanted:
                self.imposed.add(v)
                return wanted
        if tree.dep[v] == "ccomp" or (marks and self._is_other_deed(v, head, marks[0])):
            return []
        subjects = self.surface_subjects(head, depth + 1)
        own = [c for c in tree.children[head] if tree.dep[c] in _OWN_SUBJECT]
        return (
            subjects[-1:] if len(own) > 1 else subjects
        )  # "the Kremlin expects Xi to visit" read as two subjects

    def _whose_deed(self, v: int, head: int, mark: str) -> list[int]:
        """Whose deed a verb of judging, hindering or giving tells of: "accused X of", "jailed X for", "gave X $5 to"."""
        tree = self.tree
        if mark in {"of", "for", "from", "into"} and tree.tag[v] == "VBG":
            objects = [c for c in tree.children[head] if tree.dep[c] in {"obj", "iobj"} and c < v]
            return [c for c in objects if self.entity(c) is not None][:1]
        if mark == "to" and tree.tag[v] == "VB":
            return [c for c in tree.children[head] if tree.dep[c] == "iobj" and c < v]
        return []

    def _is_other_deed(self, v: int, head: int, mark: str) -> bool:
        """Whether a gerund tells why the verb punishes or blames somebody, who was not found: "fined X $5 for bribing"."""
        punishes = self.lemma[head] in word_set("accusing") | word_set("punishing")
        return punishes and mark in {"of", "for"} and self.tree.tag[v] == "VBG" and not self.passive(head)

    def _of_noun(self, v: int, noun: int, depth: int) -> list[int]:
        """Who does a verb that hangs below a noun."""
        tree = self.tree
        if tree.tag[v] == "VB" and not any(tree.low[c] == "to" for c in tree.children[v]):
            return []  # "indication that China might provide", its subject read elsewhere
        if tree.tag[v] == "VB":
            owner = tree.child(noun, "nmod:poss")
            if owner is not None:
                return [owner]
            nations = [c for c in tree.each(noun, "amod", "compound") if self.entity(c) is not None]
            if nations:  # "the U.S. decision to lift tariffs"
                return nations[:1]
            head = tree.head[noun]
            if tree.dep[noun] in {"obj", "nsubj:pass"} and tree.is_verb(head):
                return self.arguments(head).subjects if depth < 3 else []
            return [noun] if self.entity(noun) else []
        return [noun]

    def _antecedent(self, subject: int, v: int) -> int:
        """What a relative pronoun stands for, unless the pronoun is a mention itself."""
        tree = self.tree
        if tree.low[subject] in RELATIVE and subject not in self.actors.by_head:
            clause = v
            while tree.dep[clause] in {"conj", "xcomp"}:
                clause = tree.head[clause]
            if tree.dep[clause].startswith(("acl", "advcl:relcl")):
                return tree.head[clause]
        return subject

    def arguments(self, i: int) -> Arguments:
        """The deep arguments of a verb or noun, each token once."""
        known = self._arguments.get(i)
        if known is None:
            self._arguments[i] = _NOTHING  # a circle of controls finds nothing
            known = self._verb(i) if self.tree.is_verb(i) else self._noun(i)
            self._arguments[i] = known
        return known

    def _verb(self, v: int) -> Arguments:
        tree = self.tree
        passive = self.passive(v)
        surface = self.surface_subjects(v)
        found = Arguments(
            objects=[self._antecedent(c, v) for c in tree.each(v, "obj")],
            indirect=tree.each(v, "iobj"),
            obliques=list(self._obliques(v, passive=passive)),
        )
        if passive:
            found.subjects = [i for prep, i in found.obliques if prep == "by"] or self._other_agent(v)
            found.obliques = [(prep, i) for prep, i in found.obliques if prep != "by"]
            if found.objects and surface and not self._is_post(v, found.objects[0]):
                found.indirect = surface
            else:
                found.objects = surface
        else:
            found.subjects = surface
            if not found.objects and tree.dep[v] == "acl:relcl" and self._gap(v, surface):
                found.objects = [tree.head[v]]
        return found

    def _other_agent(self, v: int) -> list[int]:
        """Who did a passive where "by" hangs elsewhere: "was shot and wounded by a man", "was killed at home by rebels"."""
        tree = self.tree
        for c in tree.each(v, "conj"):
            if c > v + 3 or tree.tag[c] != "VBN" or tree.child(c, *_OWN_SUBJECT) is not None:
                continue
            agents = [i for prep, i in self._obliques(c, passive=True) if prep == "by"]
            if agents:
                return agents
        for c in tree.each(v, "obl"):
            if c > v and self.case(c) in {"in", "at", "on", "near", "outside", "inside"}:
                agents = [
                    n for n in tree.each(c, "nmod") if self.case(n) == "by" and self.entity(n) is not None
                ]
                if agents:
                    return agents
        return []

    def _gap(self, v: int, surface: list[int]) -> bool:
        """Whether a relative clause lacks its object: "the sanctions (that) Russia imposed"."""
        tree = self.tree
        if not surface or tree.head[v] in surface or tree.child(v, "xcomp", "ccomp") is not None:
            return False
        words = [tree.low[c] for c in tree.children[v] if c < v and tree.tag[c] in {"WDT", "WP", "WRB", "IN"}]
        return (
            not any(w in {"when", "where", "why", "how", "who"} for w in words)
            and tree.tag[tree.head[v]] != "CD"
        )

    def _obliques(self, i: int, *, passive: bool = False) -> Iterator[tuple[str, int]]:
        tree = self.tree
        for c in tree.children[i]:
            if tree.dep[c] in _OBLIQUE or tree.dep[c].startswith(("obl:", "nmod:")):
                if tree.dep[c] in {"nmod:poss", "obl:tmod", "nmod:tmod", "nmod:desc"}:
                    continue
                prep = self.case(c) or ("by" if tree.dep[c] == "obl:agent" else "")
                if prep == "by" and not passive and tree.is_verb(i):
                    prep = "through"
                if prep:
                    yield prep, self._antecedent(c, i)

    def _noun(self, n: int) -> Arguments:
        tree, found = self.tree, Arguments()
        found.obliques = list(self._obliques(n))
        found.subjects = [i for prep, i in found.obliques if prep == "by"]
        found.objects = [i for prep, i in found.obliques if prep == "of"]
        found.obliques = [(prep, i) for prep, i in found.obliques if prep not in {"by", "of"}]
        found.owners = [c for c in tree.children[n] if tree.dep[c] == "nmod:poss"]
        found.modifiers = [
            c for c in tree.children[n] if tree.dep[c] in {"amod", "compound", "nmod", "nmod:desc"} and c < n
        ]
        return found

    def multiword(self, i: int, longest: int) -> Iterator[tuple[str, int]]:
        """Phrases that end at the token, longest first, hyphens as spaces: ("cease fire", first token)."""
        words, first, j = [self.lemma[i]], i, i - 1
        phrases = []
        while j >= 0 and len(words) < longest:
            low = self.tree.low[j]
            if low in _HYPHENS:
                j -= 1
                continue
            if not low[:1].isalnum():
                break
            words.insert(0, low)
            first = j
            phrases.append((" ".join(words), first))
            j -= 1
        yield from reversed(phrases)

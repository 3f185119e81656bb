"""Descriptions of actors: "the Russian leader", "a senior official", "protesters"."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kg.extract.draft import DraftMention
from kg.extract.lexicon import ActorNoun, actor_noun, demonyms, title_words, word_list
from kg.extract.tree import Tree
from kg.records import EntityType

__all__ = ["Description", "find_descriptions"]

_TYPES: frozenset[str] = frozenset({"person", "organization", "country", "group"})
_BEFORE = frozenset(
    {
        "det",
        "det:predet",
        "amod",
        "nmod:poss",
        "compound",
        "nummod",
        "nmod:desc",
        "advmod",
        "nmod",
        "punct",
        "flat",
    }
)
_NOT_HEADS = frozenset({"compound", "flat", "amod", "fixed", "goeswith", "nmod:desc", "dep", "nummod", "det"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_INDEFINITE = frozenset({"a", "an", "some", "another", "several", "many", "few", "one"})
_GENERIC = frozenset({"any", "every", "each", "no", "all", "what", "which", "whatever", "either", "neither"})
_LINKS = frozenset({"of", "for", "in", "from", "at", "to"})
"""Prepositions of what belongs to a description: "officials in Cairo", "ambassador to Iran"."""
_LONGEST = 9
"""Most tokens of a phrase behind the noun that a description takes in."""
_QUANTITIES = frozenset(
    {"one", "some", "many", "most", "dozens", "hundreds", "thousands", "scores", "tens", "several", "two"}
)
_APPROXIMATE = frozenset({"over", "about", "under", "up", "$", "nearly", "roughly", "approximately", "only"})
_PRE_ADVERBS = frozenset(
    {"even", "only", "also", "just", "including", "especially", "particularly", "formerly", "then"}
)


@dataclass(slots=True)
class Description:
    """A noun phrase that describes an actor, tokens `start <= i < end`.

    `modifiers` are its lower-case content words without the noun; `land` the item of a nationality in it;
    `possessor` the token of "Iran" in "Iran's president", "his" in "his brother".
    """

    start: int
    end: int
    head: int
    type: EntityType
    plural: bool
    noun: str
    name: str
    kind: ActorNoun | None = None
    determiner: str = ""
    modifiers: frozenset[str] = frozenset()
    land: str | None = None
    possessor: int | None = None
    of: int | None = None
    apposed: bool = False
    score: float = 0.8
    names: list[DraftMention] = field(default_factory=list)

    @property
    def definite(self) -> bool:
        """Whether it points at someone known: "the", "this", a possessor."""
        return self.determiner in _DEFINITE or self.possessor is not None

    @property
    def indefinite(self) -> bool:
        """Whether it says that somebody new comes in."""
        return self.determiner in _INDEFINITE


def find_descriptions(tree: Tree, names: Iterable[DraftMention]) -> list[Description]:
    """The descriptions outside names, in text order; a title right before a name is none."""
    return list(_Finder(tree, names).run())


class _Finder:
    def __init__(self, tree: Tree, names: Iterable[DraftMention]) -> None:
        self.tree = tree
        self.by_token: dict[int, DraftMention] = {}
        for mention in sorted(names, key=lambda m: (m.start, -m.end)):
            for i in range(mention.start, mention.end):
                self.by_token.setdefault(i, mention)
        data: Any = tree.doc.user_data
        self.nominal: list[str] = [data.get(("._.", "nominal", start, None), "") for start in tree.start]
        self.read = any(self.nominal)

    def run(self) -> Iterable[Description]:
        """Each noun that heads a description."""
        for i in range(len(self.tree)):
            if self.tree.space[i] or i in self.by_token:
                continue
            if self._heads(i):
                found = self._describe(i)
                if found is not None:
                    yield found

    def _heads(self, i: int) -> bool:
        """Whether the token can head a description, by the model or, where none has read the text, by word lists."""
        tree = self.tree
        if not self._may_head(i) or not self._is_noun(i) or self._predicate(i) or self._is_title(i):
            return False
        if self.nominal[i]:
            return self.nominal[i] in _TYPES
        if self._of_a_leader(i):
            return True
        if self.read:
            return False
        known = actor_noun(tree.low[i], tree.tokens[i].lemma_.lower())
        if known is None or tree.pos[i] != "NOUN":
            return False
        determined = any(tree.dep[c] in {"det", "nmod:poss", "nummod"} for c in tree.children[i])
        return determined or tree.tag[i] == "NNS" or known.type == "group"

    def _of_a_leader(self, i: int) -> bool:
        """Whether the noun names the people around somebody who act for them: "the Biden campaign accused"."""
        tree = self.tree
        if tree.low[i] not in word_list("following") or not tree.dep[i].startswith(("nsubj", "obl:agent")):
            return False
        name = self.by_token.get(i - 1)
        return name is not None and name.end == i and name.entity.type == "person"

    def _may_head(self, i: int) -> bool:
        """Whether the label lets it head a phrase; a title parted from the name by a comma does."""
        tree = self.tree
        if tree.dep[i] == "nmod:desc":
            return i + 1 < len(tree) and tree.low[i + 1] == "," and tree.head[i] > i
        return tree.dep[i] not in _NOT_HEADS

    def _is_noun(self, i: int) -> bool:
        return self.tree.pos[i] in {"NOUN", "PROPN"} or (
            self.tree.pos[i] in {"ADJ", "NUM", "PRON", "DET", "VERB"}
            and bool(self.nominal[i])
            and not self._pronoun(i)
        )

    def _pronoun(self, i: int) -> bool:
        return self.tree.tag[i] in {"PRP", "PRP$", "WP", "WDT", "WP$"}

    def _predicate(self, i: int) -> bool:
        """Whether it only says what somebody is: "became president", "is a lawyer"."""
        tree = self.tree
        if tree.child(i, "cop") is not None or any(tree.low[c] == "as" for c in tree.each(i, "case")):
            return True
        verb = tree.tokens[tree.head[i]].lemma_
        return tree.dep[i] == "xcomp" and verb in {
            "become",
            "remain",
            "make",
            "elect",
            "name",
            "appoint",
            "call",
        }

    def _is_title(self, i: int) -> bool:
        """Whether the noun stands right before a person's name: "spokesman John Smith"."""
        following = self.by_token.get(i + 1)
        if following is None or following.kind != "name" or following.start != i + 1:
            return False
        tree = self.tree
        attached = tree.dep[i] == "nmod:desc" or following.head == i or tree.head[following.head] == i
        return attached or (following.entity.type == "person" and tree.low[i] in title_words("office"))

    def _describe(self, i: int) -> Description | None:
        tree = self.tree
        start = self._start(i)
        end = self._end(i)
        head = i
        if (quantity := self._quantity(i)) is not None:
            if self.nominal[quantity]:
                return None
            head, start = quantity, self._start(quantity)
        determiner = next((tree.low[c] for c in tree.each(i, "det") if c < i), "")
        if determiner in _GENERIC and not (determiner == "all" and tree.child(i, "nmod:poss")):
            return None
        lemma = tree.tokens[i].lemma_.lower()
        known = actor_noun(tree.low[i], lemma)
        plural = tree.tag[i] in {"NNS", "NNPS"} or (known is not None and known.group == "people")
        kind = self._type(i, known, plural=plural)
        if kind is None or (known is None and kind == "person" and determiner == "the"):
            return None
        if head != i:
            kind, determiner = ("group" if tree.low[head] != "one" else "person"), "some"
            plural = kind == "group"
        first, last = tree.chars(start, end - 1)
        text = " ".join(tree.text[first:last].split())
        found = Description(
            start, end, head, kind, plural or kind == "group", lemma, _plain(text), known, determiner
        )
        self._look_inside(found)
        return found

    def _quantity(self, i: int) -> int | None:
        """The number before a phrase with "of" that means some of them: "one of her rivals", "149 of the survivors"."""
        tree = self.tree
        head = tree.head[i]
        if tree.dep[i] != "nmod" or head > i or not tree.has_case(i, "of"):
            return None
        return head if tree.pos[head] == "NUM" or tree.low[head] in _QUANTITIES else None

    def _type(self, i: int, known: ActorNoun | None, *, plural: bool) -> EntityType | None:
        seen = self.nominal[i]
        if seen == "person" and known is not None and known.type == "organization":
            seen = known.type  # "the UN watchdog"
        if seen in _TYPES:
            kind: EntityType = seen  # type: ignore[assignment]
        elif known is not None:
            kind = known.type
        elif self._of_a_leader(i):
            kind = "organization"
        else:
            return None
        if kind == "person" and plural:
            return "group"
        if kind == "country" and known is not None and known.type not in {"country", "group"}:
            return known.type
        return kind

    def _start(self, i: int) -> int:
        """The first token of the phrase: whatever hangs on the noun right before it."""
        tree = self.tree
        start = i
        for c in sorted((c for c in tree.children[i] if c < i), reverse=True):
            if tree.right[c] != start - 1 or tree.dep[c] not in _BEFORE:
                break
            if tree.low[c] == "," and not any(
                tree.dep[b] == "amod" and tree.right[b] == c - 1 for b in tree.children[i]
            ):
                break
            start = tree.left[c]
        while start < i and self._leads_in(start):
            start += 1
        return start

    def _leads_in(self, i: int) -> bool:
        """Whether the token only leads to the phrase: a preposition, a mark, "even"."""
        tree = self.tree
        marks = tree.pos[i] in {"PUNCT", "CCONJ", "ADP"} and tree.low[i] not in _APPROXIMATE
        if tree.low[i] == "at" and tree.low[i + 1] in {"least", "most"}:
            return False
        adverb = tree.pos[i] == "ADV" and tree.low[i].endswith("ly") and tree.low[i] not in _APPROXIMATE
        return tree.space[i] or marks or adverb or tree.low[i] in _PRE_ADVERBS

    def _end(self, i: int) -> int:
        """The token behind the phrase: a short phrase with "of", "in" and the like belongs to it."""
        tree = self.tree
        end = i + 1
        for c in tree.children[i]:
            if c < end or tree.dep[c] != "nmod" or tree.left[c] != end:
                continue
            case = tree.low[end]
            last = self._last(c)
            if case not in _LINKS or last - end >= _LONGEST or (case == "in" and not self._names_place(c)):
                break
            if case in {"at", "from"} and not self._names_place(c):
                break
            end = last + 1
        name = self.by_token.get(end - 1)
        return max(end, name.end) if name is not None and name.start > i else end

    def _names_place(self, i: int) -> bool:
        return i in self.by_token or any(c in self.by_token for c in self.tree.children[i])

    def _last(self, i: int) -> int:
        """The last token of what hangs on a noun, without clauses and appositions."""
        tree = self.tree
        last = i
        for c in tree.children[i]:
            if c < i:
                continue
            if (
                tree.dep[c] in {"acl", "acl:relcl", "appos", "parataxis", "advcl", "punct"}
                or tree.left[c] != last + 1
            ):
                break
            last = self._last(c)
        return last

    def _look_inside(self, found: Description) -> None:
        tree = self.tree
        modifiers: set[str] = set()
        for c in tree.children[found.head]:
            if not found.start <= c < found.end:
                continue
            if tree.dep[c] == "nmod:poss":
                found.possessor = c
            elif tree.dep[c] == "nmod" and tree.has_case(c, "of"):
                found.of = c
            if c < found.head and tree.tokens[c].text in demonyms():
                found.land = demonyms()[tree.tokens[c].text].qid
            elif c < found.head and tree.pos[c] in {"ADJ", "NOUN", "PROPN", "NUM", "VERB"}:
                modifiers.add(tree.low[c])
        found.modifiers = frozenset(modifiers)
        found.apposed = tree.dep[found.head] in {"appos", "nmod:desc"}


def _plain(text: str) -> str:
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        text = text.removeprefix(article)
    return text

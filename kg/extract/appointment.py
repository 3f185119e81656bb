"""Offices that a verb gives or takes: "was elected president", "resigned as mayor", "named X head of Y"."""

from collections.abc import Iterator

from kg.extract.actors import Actors
from kg.extract.lexicon import title_words
from kg.extract.title import Status, Title, TitleReader
from kg.extract.tree import Tree
from kg.extract.wordlist import word_set
from kg.records import Mention

__all__ = ["AppointmentReader"]

_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_OBJECTS = frozenset({"obj", "iobj"})
_DENIED = frozenset(
    {"not", "n't", "n’t", "never", "would", "could", "may", "might", "should", "can", "if", "to"}
)
_REACH = 7
"""Most tokens from the verb to "as", and from there to the noun that heads a title."""
_INSIDE = frozenset({"NOUN", "PROPN", "ADJ", "PART", "NUM", "DET", "PRON"})
_PASSED = frozenset({"in", "down", "again", "back", "unanimously", "narrowly", "also", "on", "over", "up"})
"""Words between a verb and the office."""
_LINKS = frozenset({"of", "for", "at", "to", "in", "and"})
_LONGEST = 9


class AppointmentReader:
    """Reads what verbs say of offices in one article."""

    def __init__(self, tree: Tree, actors: Actors, titles: TitleReader) -> None:
        self.tree = tree
        self.actors = actors
        self.titles = titles

    def of(self, head: int, mention: Mention) -> Iterator[Title]:
        """The titles that the verb of a mention, which the token heads, says its entity has, had or will have."""
        tree = self.tree
        verb, dep = tree.head[head], tree.dep[head]
        if verb > head and self.titles.is_office(verb):  # "named X chief executive", read as one noun phrase
            verb, dep = tree.head[verb], "obj"
        if not tree.is_verb(verb) or verb == head:
            return
        status = self._status(verb, dep)
        if status is None or any(tree.low[c] in _DENIED for c in tree.children[verb] if c < verb):
            return
        behind = verb if dep in _SUBJECTS else self.titles.span[id(mention)][1] - 1
        noun = self._office(verb, behind + 1)
        if noun is None or any(tree.tag[i] in {"JJS", "RBS"} for i in range(*noun)):  # "named Best Actor"
            return
        title = self.titles.of_phrase(noun[1], noun[0], self._end(noun[1]), beside_name=True)
        if title is not None:
            if title.status == "current":
                title.status = status
            yield title

    def _status(self, verb: int, dep: str) -> Status | None:
        """What the verb makes of who holds an office; None if it says nothing of that."""
        tree = self.tree
        lemma = tree.tokens[verb].lemma_
        passive = dep == "nsubj:pass" or tree.child(verb, "aux:pass") is not None
        future = any(tree.low[a] in {"will", "'ll", "’ll"} for a in tree.each(verb, "aux"))
        gives, leaves, takes = (title_words(kind) for kind in ("gives", "leaves", "takes"))
        if dep in _SUBJECTS and (lemma in takes or lemma == "swear" or (lemma in gives and passive)):
            if lemma in {"succeed", "replace"} and passive:
                return "former"
            return "designate" if future or lemma in {"nominate", "tap"} else "current"
        willing = lemma in word_set("leaving_office")
        if lemma in leaves and (dep in _SUBJECTS if willing else passive or dep in _OBJECTS):
            return "current" if future else "former"
        if lemma in gives and dep in _OBJECTS and not passive:
            return "designate" if future or lemma in {"nominate", "tap"} else "current"
        return None

    def _office(self, verb: int, start: int) -> tuple[int, int] | None:
        """First token and head of the title, right behind the verb or person, or behind "as"."""
        tree = self.tree
        stop = min(tree.bounds(verb)[1], start + _REACH)
        i = start
        while i < stop and (tree.low[i] in _PASSED or tree.pos[i] == "ADV"):
            i += 1
        lemma = tree.tokens[verb].lemma_
        if lemma not in word_set("only_as") and i < stop and (noun := self._head(i)) is not None:
            return i, noun
        for j in range(i, stop):
            if tree.low[j] == "as":
                noun = self._head(j + 1)
                return (j + 1, noun) if noun is not None else None
            if tree.pos[j] in {"VERB", "AUX", "PUNCT", "CCONJ", "SCONJ"}:
                return None
        return None

    def _head(self, start: int) -> int | None:
        """The noun that heads the title in the phrase that begins here, if it is one."""
        tree = self.tree
        last = None
        for i in range(start, min(start + _REACH, len(tree))):
            low = tree.low[i]
            if tree.space[i] or (tree.pos[i] not in _INSIDE and low not in {"-", "’s", "'s"}):
                break
            mention = self.actors.by_token.get(i)
            if (
                mention is not None
                and self.actors.entity[mention.entity].type == "person"
                and mention.kind == "name"
            ):
                break
            last = i
        if last is None:
            return None
        while last > start and tree.low[last] in {"elect", "designate", "-", "general"}:
            last -= 1
        return last if self.titles.is_office(last) else None

    def _end(self, noun: int) -> int:
        """The token behind the title with the phrase that says whose office it is."""
        tree = self.tree
        end = noun + 1
        while end < len(tree) and tree.low[end] in {"-", "elect", "designate", "general"}:
            end += 1
        if end < len(tree) and tree.low[end] in {"of", "for", "to", "at"}:
            last = max((tree.right[c] for c in tree.children[noun] if tree.left[c] == end), default=-1)
            return last + 1 if noun < last <= noun + _LONGEST else self._named_end(end + 1) or end
        return end

    def _named_end(self, start: int) -> int | None:
        """The end of a name that begins here, or behind "the"."""
        i = start + 1 if start < len(self.tree) and self.tree.low[start] == "the" else start
        mention = self.actors.by_token.get(i)
        return self.titles.span[id(mention)][1] if mention is not None and mention.kind == "name" else None

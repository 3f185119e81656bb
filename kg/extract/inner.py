"""Names inside longer names: the place of a court, the president of an administration, the league of a final."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.lexicon import demonyms, word_list
from kg.extract.name import Name, fold
from kg.extract.tree import Tree

__all__ = ["names_inside"]

_LOCAL = frozenset({"organization", "event", "agreement", "artifact"})
_OPENING = frozenset({"of", "for"})
_LED = frozenset({"administration", "campaign", "cabinet"})
_PACTS = frozenset(
    {"accord", "accords", "agreement", "agreements", "convention", "pact", "protocol", "treaty"}
)
"""Heads of agreements that are called by the place where they were signed."""
_MOST_WORDS = 4
"""Words of a name inside another."""


def names_inside(tree: Tree, names: Iterable[Name]) -> Iterator[Name]:
    """The names that stand inside other names of an article, besides countries.

    Places that the article names elsewhere or that are well known, at the start or the end of the name of a body
    ("Florida Highway Patrol", "University of Calgary"); who leads an administration; the body that a final, a draft or
    a flight is of.
    """
    finder = _Finder(tree, list(names))
    for outer in finder.names:
        if not (outer.inner or outer.adjective or outer.chars) and outer.type in _LOCAL:
            found = next(finder.parts(outer), None)
            if found is not None and not finder.is_known(found):
                yield found


class _Finder:
    def __init__(self, tree: Tree, names: list[Name]) -> None:
        self.tree = tree
        self.names = names
        whole = [name for name in names if not name.inner]
        self.places = {name.text: name for name in whole if name.type == "place"}
        self.bodies = {name.text: name for name in whole if name.type == "organization"}
        persons = [name for name in whole if name.type == "person"]
        self.persons = {name.text.split()[-1]: name for name in persons} | {
            name.text: name for name in persons
        }
        self.spans = {(name.start, name.end) for name in names}

    def is_known(self, name: Name) -> bool:
        return (name.start, name.end) in self.spans

    def parts(self, outer: Name) -> Iterator[Name]:
        """What stands inside a name, the longest first."""
        first = outer.start
        while first < outer.end - 1 and (self.tree.low[first] == "the" or self.tree.word[first].isdigit()):
            first += 1
        for end in range(min(outer.end - 1, first + _MOST_WORDS), first, -1):
            model = self._opening(outer, self._text(first, end), end)
            if model is not None:
                yield self._inner(outer, first, end, model)
        for start in range(max(first + 2, outer.end - _MOST_WORDS), outer.end):
            if self.tree.low[start - 1] in _OPENING:
                model = self._place(self._text(start, outer.end))
                if model is not None:
                    yield self._inner(outer, start, outer.end, model)

    def _opening(self, outer: Name, text: str, end: int) -> Name | None:
        """What the words are with which a longer name begins."""
        if end == outer.end - 1 and self.tree.low[end] in _LED and text in self.persons:
            return self.persons[text]
        numbered = end == outer.end - 1 and self.tree.word[end].isdigit()
        if outer.type in {"event", "artifact"} and text in self.bodies and not numbered:
            return self.bodies[text]
        return self._place(text) if self._is_local(outer, text, end) else None

    def _place(self, text: str) -> Name | None:
        if text in demonyms():
            return None
        if text in self.places:
            return self.places[text]
        return Name(0, 1, 0, text, "place") if text in word_list("region") else None

    def _is_local(self, outer: Name, text: str, end: int) -> bool:
        """Whether a name that begins with a place is that of something there, not the title of a paper or club."""
        last = fold(self.tree.word[outer.end - 1])
        if outer.type == "artifact":
            return last in word_list("building") and text in word_list("region")
        if outer.type != "organization":
            return last not in _PACTS
        if last == "party" and end == outer.end - 1:
            return False  # "Colorado Party", which is none of Colorado
        return last in word_list("local") or any(self.tree.low[i] in _OPENING for i in range(end, outer.end))

    def _text(self, start: int, end: int) -> str:
        first, last = self.tree.chars(start, end - 1)
        return " ".join(self.tree.text[first:last].split())

    def _inner(self, outer: Name, start: int, end: int, model: Name) -> Name:
        possessor = end < outer.end and self.tree.low[end] in {"'s", "’s"}
        head = next((i for i in range(start, end) if not start <= self.tree.head[i] < end), end - 1)
        return replace(
            model,
            start=start,
            end=end,
            head=head,
            text=self._text(start, end),
            adjective=end < outer.end and not possessor and model.type == "place",
            score=min(outer.score, 0.85),
            inner=True,
            chars=None,
        )

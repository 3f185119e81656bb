"""By what name a description is introduced: "a man identified as X", "one of them was X", "his deputy, general X"."""

from collections.abc import Mapping

from kg.extract.description import Description
from kg.extract.draft import DraftMention
from kg.extract.lexicon import honorifics
from kg.extract.tree import Tree

__all__ = ["Namings"]

_CALLED = frozenset({"named", "called", "dubbed", "nicknamed"})
_KNOWN_AS = frozenset({"identified", "known", "named"})
_NAMES_AS = frozenset({"identified", "identifies", "identify", "named", "names"})
_TITLES = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_MARKS = frozenset({'"', "“", "‘", "'", "-", "the"})
_ENDS = frozenset({",", ".", ";", ":", ")", "?", "!", "who", "whose", "which", "that"})
_TITLE_REACH = 6
_AS_REACH = 6
"""Tokens behind "identified" in which the "as" before the name stands: "identified by the police only as"."""
_SINGLE = frozenset({"one", "another"})


class Namings:
    """The names that an article gives to what it has described, with the name behind the description."""

    def __init__(self, tree: Tree, at_token: Mapping[int, DraftMention]) -> None:
        self.tree = tree
        self.at_token = at_token

    def of(self, d: Description) -> DraftMention | None:
        """The mention by name that says who or what the description means, or None."""
        if d.plural or self._is_of_several(d):
            return None
        found = self._participle(d) or self._clause(d) or self._is(d) or self._behind_title(d)
        return found if found is not None and _same_kind(d, found) else None

    def _is_of_several(self, d: Description) -> bool:
        """Whether a body stands inside the description of another, so that either may be meant: "a unit of the force"."""
        return d.type != "person" and d.of is not None and d.of not in self.at_token

    def _participle(self, d: Description) -> DraftMention | None:
        """The name in "a man identified only as X", "the force, known as X", "a faction calling itself X"."""
        tree = self.tree
        i = d.end
        while i < len(tree) and (tree.low[i] == "," or tree.pos[i] == "ADV"):
            i += 1
        if i >= len(tree) or not self._hangs_on(i, d.head):
            return None
        if tree.low[i] == "calling" and tree.low[i + 1 : i + 2] in (["itself"], ["himself"], ["herself"]):
            return self._name_from(i + 2)
        if tree.tag[i] != "VBN":
            return None
        if tree.low[i] in _KNOWN_AS and (named := self._behind_as(i)) is not None:
            return named
        return self._name_from(i + 1) if tree.low[i] in _CALLED else None

    def _hangs_on(self, i: int, noun: int) -> bool:
        """Whether the token is a participle that tells of the noun, also where the parse takes it for the verb of the sentence."""
        tree = self.tree
        if tree.head[noun] == i:
            return (
                tree.tag[i] == "VBN" and tree.low[i] in _KNOWN_AS and tree.child(i, "aux", "aux:pass") is None
            )
        return tree.dep[i].startswith("acl") and tree.head[i] == noun

    def _behind_as(self, i: int) -> DraftMention | None:
        """The name behind the "as" that follows the verb."""
        tree = self.tree
        for j in range(i + 1, min(i + _AS_REACH, len(tree))):
            if tree.low[j] == "as":
                return self._name_from(j + 1)
            if tree.low[j] in _ENDS or tree.is_verb(j):
                break
        return None

    def _clause(self, d: Description) -> DraftMention | None:
        """The name in "the gunman was identified as X", "police identified the gunman as X"."""
        tree = self.tree
        verb = tree.head[d.head]
        if tree.low[verb] not in _NAMES_AS or not tree.is_verb(verb) or self._is_unreal(verb):
            return None
        if tree.dep[d.head] == "nsubj:pass":
            return self._behind_as(verb)
        if tree.dep[d.head] == "obj" and tree.low[d.end : d.end + 1] == ["as"]:
            return self._name_from(d.end + 1)
        return None

    def _is(self, d: Description) -> DraftMention | None:
        """The name in "one of the men was X", "his successor is the general X"."""
        tree = self.tree
        if (
            d.type != "person"
            or not (d.definite or tree.low[d.head] in _SINGLE)
            or tree.dep[d.head] != "nsubj"
        ):
            return None
        root = tree.head[d.head]
        cop = tree.child(root, "cop")
        if cop is None or cop < d.end or tree.low[cop] not in {"is", "was"} or self._is_unreal(root):
            return None
        named = self._name_from(cop + 1)
        return named if named is not None and root in range(cop, named.end) else None

    def _is_unreal(self, i: int) -> bool:
        """Whether the clause is denied, asked, or only possible."""
        tree = self.tree
        return any(
            tree.low[c] in {"not", "n't", "n’t", "never", "if", "whether"} or tree.tag[c] == "MD"
            for c in tree.children[i]
        )

    def _behind_title(self, d: Description) -> DraftMention | None:
        """The person behind a comma and a title: "his Thai counterpart, retired general X,"."""
        tree = self.tree
        comma = self._comma(d.end)
        if d.type != "person" or comma is None or tree.dep[d.head] == "conj":
            return None
        if not d.definite and tree.low[d.head] not in _SINGLE:
            return None
        m = self._name_from(comma + 1)
        if m is None or not self._closes(m.end) or tree.dep[m.head] == "conj":
            return None
        return m

    def _comma(self, i: int) -> int | None:
        """The comma behind a phrase, or behind the name of the place of one: "her counterpart in Honiara,"."""
        tree = self.tree
        place = self.at_token.get(i + 1)
        if tree.low[i : i + 1] == ["in"] and place is not None and place.start == i + 1:
            i = place.end
        return i if tree.low[i : i + 1] == [","] else None

    def _closes(self, i: int) -> bool:
        """Whether what stands between commas ends before the token, and no enumeration goes on."""
        tree = self.tree
        if i >= len(tree) or tree.space[i]:
            return True
        return tree.low[i] in _ENDS and tree.low[i : i + 2] != [",", "and"]

    def _name_from(self, i: int) -> DraftMention | None:
        """The name at the token or behind a title there."""
        tree = self.tree
        for j in range(i, min(i + _TITLE_REACH, len(tree))):
            m = self.at_token.get(j)
            if m is not None and m.kind == "name" and m.start == j:
                return m
            stop = tree.low[j] == "." and f"{tree.low[j - 1]}." in honorifics()
            if m is None and tree.pos[j] not in _TITLES and tree.low[j] not in _MARKS and not stop:
                return None
        return None


def _same_kind(d: Description, m: DraftMention) -> bool:
    pair = {d.type, m.entity.type}
    return len(pair) == 1 or pair == {"organization", "group"}

"""Whom news means by what it calls somebody by instead of a name: "the world body", "the Gulf kingdom", "the 58-year-old".

Only who has been named before can be meant, so that a general word never stands for somebody the article does not name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.extract.description import Description
from kg.extract.draft import Draft
from kg.extract.lexicon import lands, word_list
from kg.extract.name import fold
from kg.extract.salience import Candidate
from kg.extract.tree import Tree
from kg.extract.wordlist import rows

__all__ = ["Epithets"]

_AGED = re.compile(r"(\d{1,3})-year-old")
_BODIES = frozenset({"organization", "group"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_LANDS = frozenset({"country", "nation"})
_OFTEN = 2


@dataclass(frozen=True, slots=True)
class _Epithet:
    words: str
    qids: frozenset[str]
    names: frozenset[str]


@cache
def _epithets() -> dict[str, tuple[_Epithet, ...]]:
    """What can be meant by a noun, the rows with most words before it first."""
    table: dict[str, list[_Epithet]] = {}
    for nouns, words, names in rows("epithets.tsv"):
        whom = names.split("|")
        qids = frozenset(lands()[name].qid for name in whom if name in lands())
        epithet = _Epithet(words.strip("-"), qids, frozenset(fold(name) for name in whom))
        for noun in nouns.split("|"):
            table.setdefault(noun, []).append(epithet)
    return {noun: tuple(sorted(found, key=lambda e: -len(e.words))) for noun, found in table.items()}


class Epithets:
    """Finds whom a definite description without a name means, where words or age tell it."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def of(self, d: Description, candidates: Iterable[Candidate]) -> Draft | None:
        """The entity named before that the description means, or None."""
        if d.determiner != "the" or self.tree.tag[d.head] == "NNS" or d.of is not None:
            return None
        named = [c for c in candidates if c.draft.named]
        return (
            self._listed(d, named) or self._region(d, named) or self._aged(d, named) or self._based(d, named)
        )

    def _listed(self, d: Description, named: list[Candidate]) -> Draft | None:
        """Whom the word list knows by it; the one with most words before the noun decides."""
        phrase = f" {d.name.casefold()} "
        for epithet in _epithets().get(d.noun, ()):
            if epithet.words and f" {epithet.words} " not in phrase:
                continue
            fits = [c for c in named if c.draft.qid in epithet.qids or _called(c.draft, epithet.names)]
            if fits or epithet.words:
                return _last(fits)
        return None

    def _region(self, d: Description, named: list[Candidate]) -> Draft | None:
        """The state or province named in this sentence or the one before: "the state had extended"."""
        if d.noun not in {"state", "province"} or d.modifiers:
            return None
        here = self.tree.sentence[d.head]
        fits = [
            c
            for c in named
            if c.draft.type == "place" and c.draft.name in word_list("region") and here - c.last.sentence <= 1
        ]
        return _last(fits)

    def _aged(self, d: Description, named: list[Candidate]) -> Draft | None:
        """The person whose age the text gives behind the name: "X, 58," and "the 58-year-old leader"."""
        if d.type != "person" or (age := _AGED.search(self.tree.text[slice(*self._chars(d))])) is None:
            return None
        fits = [c for c in named if c.draft.type == "person" and self._has_age(c, age[1])]
        if len(fits) == 1:
            return fits[0].draft
        return self._subject_before(d, named) if not fits else None

    def _chars(self, d: Description) -> tuple[int, int]:
        return self.tree.chars(d.start, d.end - 1)

    def _has_age(self, c: Candidate, age: str) -> bool:
        tree = self.tree
        return any(
            spot.kind == "name"
            and tree.low[spot.end : spot.end + 1] == [","]
            and tree.low[spot.end + 1 : spot.end + 2] == [age]
            for spot in c.spots
        )

    def _based(self, d: Description, named: list[Candidate]) -> Draft | None:
        """The company that the sentence before is about: "the Lyon-based company"."""
        if d.type != "organization" or "-based " not in f"{d.name} ":
            return None
        return self._subject_before(d, named)

    def recent(self, d: Description, candidates: Iterable[Candidate]) -> Draft | None:
        """The only body in reach that can be called so: "the group", "the company"; the country told of: "the nation"."""
        if d.determiner != "the" or d.of is not None or self.tree.tag[d.head] == "NNS":
            return None
        if d.modifiers or d.land is not None:
            return None
        here = self.tree.sentence[d.head]
        if d.noun in _LANDS and self.tree.child(d.head, "acl", "acl:relcl") is None:
            return self._land(here, [c for c in candidates if c.draft.named and c.draft.type == "country"])
        if d.noun not in word_list("recent"):
            return None
        fits = [
            c
            for c in candidates
            if c.draft.named and c.draft.type in _BODIES and here - c.last.sentence <= 1 and _can_be(d, c)
        ]
        return fits[0].draft if len(fits) == 1 and not self._is_told(fits[0]) else None

    @staticmethod
    def _land(here: int, countries: list[Candidate]) -> Draft | None:
        """The country that the text has told of twice as often as of any other, unless only others were named just now."""
        often = sorted(countries, key=lambda c: -len(c.spots))
        if not often or (len(often) > 1 and len(often[0].spots) < _OFTEN * len(often[1].spots)):
            return None
        near = [c for c in countries if here - c.last.sentence <= 1]
        return often[0].draft if not near or near == often[:1] else None

    def _is_told(self, c: Candidate) -> bool:
        """Whether the body only passes on what somebody says: "told the BBC", "according to Rudaw"."""
        tree = self.tree
        i = c.last.head
        return tree.low[tree.head[i]] in {"told", "tells", "tell", "to"} or tree.has_case(i, "according")

    def _subject_before(self, d: Description, named: list[Candidate]) -> Draft | None:
        """The only one of the type named in the sentence before, where the description is a subject."""
        tree = self.tree
        if tree.dep[d.head] not in _SUBJECTS:
            return None
        before = tree.sentence[d.head] - 1
        fits = [c for c in named if c.draft.type == d.type and any(s.sentence == before for s in c.spots)]
        return fits[0].draft if len(fits) == 1 else None


def _can_be(d: Description, c: Candidate) -> bool:
    """Whether nothing known of a body speaks against the noun: no public body, no news agency, of no other kind."""
    if (
        c.draft.qid
        or not word_list("public").isdisjoint(c.draft.words)
        or c.draft.name in word_list("agency")
    ):
        return False
    return d.kind is None or not c.groups or d.kind.group in c.groups


def _called(draft: Draft, names: frozenset[str]) -> bool:
    return any(fold(name) in names for name in (draft.name, *draft.aliases))


def _last(fits: list[Candidate]) -> Draft | None:
    return max(fits, key=lambda c: c.last.head).draft if fits else None

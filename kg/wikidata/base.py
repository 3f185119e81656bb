"""The embedded knowledge base: items of Wikidata by name and by QID, without a network."""

import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import UsageError
from kg.wikidata.derive import Form
from kg.wikidata.item import Hit, Item, Term
from kg.wikidata.kinds import Kind
from kg.wikidata.names import is_acronym_form, name_key
from kg.wikidata.store import ITEM_BITS, StoreFile, TextBlocks, name_hash
from kg.wikidata.term import office_key
from kg.wikidata.words import CORE

__all__ = ["Hit", "Item", "KnowledgeBase", "Term"]

_SHIPPED = CORE / "base.kgb"
_SHORTEST_MIXED_ACRONYM = 4
"""News writes long acronyms as words ("Nato", "Unicef"), short ones never ("Who")."""


class KnowledgeBase:
    """A base file mapped into memory. Safe to share between threads; cheap to open in every process."""

    def __init__(self, store: StoreFile) -> None:
        self._store = store
        names = (
            "qid",
            "kind",
            "prior",
            "country",
            "countries",
            "region",
            "regions",
            "domain",
            "flags",
            "start",
            "end",
        )
        self.columns: Mapping[str, memoryview[int]] = {name: store.numbers(name) for name in names}
        self.texts = self._texts("text")
        self._item_bits: int = store.header.get("item_bits", ITEM_BITS)
        self._item_mask = (1 << self._item_bits) - 1
        self._bucket, self._fingerprint, self._posting = map(
            store.numbers, ("bucket", "fingerprint", "posting")
        )

    @classmethod
    def open(cls, path: str | os.PathLike[str] | None = None) -> "KnowledgeBase":
        """Map a base file into memory, by default the one that ships with `kg`."""
        return cls(StoreFile(Path(path) if path is not None else _SHIPPED))

    def _texts(self, name: str) -> TextBlocks:
        section = self._store.section
        return TextBlocks(
            section(f"{name}_blob"), section(f"{name}_dictionary").tobytes(), section(f"{name}_offsets")
        )

    def __len__(self) -> int:
        return len(self.columns["qid"])

    def lookup(self, name: str) -> list[Hit]:
        """The items with this name, the most likely first; initials match only words written so."""
        key = name_key(name)
        if not key:
            return []
        hits = list(self.hits(key))
        if not hits:
            return []
        capitals = is_acronym_form(name)
        hits = [hit for hit in hits if _fits(hit, capitals, len(key))]
        best: dict[int, Hit] = {}
        for hit in hits:
            known = best.get(hit.item.index)
            if known is None or hit.form < known.form:
                best[hit.item.index] = hit
        return sorted(best.values(), key=lambda hit: (hit.form is Form.SURNAME, -hit.prior, hit.item.index))

    def hits(self, key: str) -> Iterator[Hit]:
        """All items that have a name of this key (`kg.wikidata.names.name_key`), however it is written."""
        return map(self._hit, self._find(key))

    def bearers(self, name: str) -> int:
        """How many items may have this name, people by their surname included."""
        key = name_key(name)
        return len(self._find(key)) if key else 0

    def _find(self, key: str) -> list[int]:
        bucket, fingerprint = name_hash(key)
        start, end = self._bucket[bucket], self._bucket[bucket + 1]
        first = bisect_left(self._fingerprint, fingerprint, start, end)
        last = bisect_right(self._fingerprint, fingerprint, first, end)
        return self._posting[first:last].tolist()

    def _hit(self, posting: int) -> Hit:
        bits = posting >> self._item_bits
        return Hit(
            item=Item(self, posting & self._item_mask),
            form=Form(bits & 7),
            capitals=bool(bits & 8),
            ordinary=bool(bits & 16),
            namesakes=bits >> 5 & 7,
        )

    def item(self, qid: str) -> Item | None:
        """The item with this QID, None if the base lacks it."""
        if qid[:1] != "Q" or not qid[1:].isdigit():
            raise UsageError(f"{qid!r} is not a QID (a Q and a number, as Q7747)")
        column, number = self.columns["qid"], int(qid[1:])
        index = bisect_left(column, number)
        return Item(self, index) if index < len(column) and column[index] == number else None

    def terms(self, qid: str) -> tuple[Term, ...]:
        """The terms of office of a person, the earliest first."""
        item = self.item(qid)
        return () if item is None else self.terms_of(item)

    def terms_of(self, item: Item) -> tuple[Term, ...]:
        """The terms of office of an item, the earliest first."""
        column = self._terms["term_item"]
        first, last = bisect_left(column, item.index), bisect_right(column, item.index)
        return tuple(self._term(place) for place in range(first, last))

    def _term(self, place: int) -> Term:
        position = self._terms["term_position"][place]
        office, country = self._terms["position_office"][position], self._terms["position_country"][position]
        return Term(
            position=self._positions[position],
            office=f"Q{office}" if office else None,
            country=f"Q{country}" if country else None,
            start=self._terms["term_start"][place],
            end=self._terms["term_end"][place],
        )

    @cached_property
    def _terms(self) -> "Mapping[str, memoryview[int]]":
        names = (
            "term_item",
            "term_position",
            "term_start",
            "term_end",
            "position_office",
            "position_country",
        )
        return {name: self._store.numbers(name) for name in names}

    @cached_property
    def _positions(self) -> TextBlocks:
        return self._texts("position")

    def office(self, title: str, body: str | None) -> Item | None:
        """The office that a title names in a country or international body ("Foreign Minister", "Q159")."""
        if body is None:
            return None
        for words in (frozenset[str](), self.own_words(body)):
            key = office_key(title, int(body[1:]), words)
            if key and (found := self._find(key)):
                return Item(self, found[0] & self._item_mask)
        return None

    def own_words(self, body: str) -> frozenset[str]:
        """The words of the names of a state or another body, of states also those for its people."""
        if body in self.nation_words:
            return self.nation_words[body]
        item = self.item(body)
        return frozenset() if item is None else _words_of(item)

    @cached_property
    def nation_words(self) -> Mapping[str, frozenset[str]]:
        """For each state the words of its names and adjectives, as `office` leaves them out."""
        words: dict[str, set[str]] = {}
        for form, qid in self.demonyms.items():
            words.setdefault(qid, set()).update(name_key(form).split())
        for qid in list(words):
            if (item := self.item(qid)) is not None:
                words[qid].update(_words_of(item))
        return {qid: frozenset(found) for qid, found in words.items()}

    def nation(self, words: str) -> str | None:
        """The state that words name, as noun or adjective ("Russian", "South Korea's", "U.S.")."""
        return self._nations.get(words.removesuffix("'s").removesuffix("’s"))

    @cached_property
    def _nations(self) -> Mapping[str, str]:
        nations = dict(self.demonyms)
        states = np.flatnonzero(self._store.section("kind") == Kind.COUNTRY)
        for item in (Item(self, int(index)) for index in states):
            for name in (item.label, *item.aliases):
                nations.setdefault(name, item.qid)
        return nations

    def lookup_table(self) -> bytes:
        """Adjectives of nations, metonyms and parts of states, as lines of text."""
        return self._store.section("lookups").tobytes()

    @cached_property
    def _lookups(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(line.split("\t")) for line in self.lookup_table().decode().split("\n"))

    def _rows(self, table: str) -> Iterator[tuple[str, ...]]:
        return (row[1:] for row in self._lookups if row[0] == table)

    @cached_property
    def demonyms(self) -> Mapping[str, str]:
        """Words for nationalities and peoples ("Afghan", "Afghans") with the QID of the state."""
        return {form: self.same_state.get(qid, qid) for form, _, qid in self._rows("demonym")}

    @cached_property
    def adjectives(self) -> Mapping[str, str]:
        """For each state the first adjective of its nationality ("Q159": "Russian")."""
        found: dict[str, str] = {}
        for form, kind, qid in self._rows("demonym"):
            if kind.startswith("adjective"):
                found.setdefault(self.same_state.get(qid, qid), form)
        return found

    @cached_property
    def metonyms(self) -> Mapping[str, tuple[str, str]]:
        """Seats of power ("Kremlin") with the QID of the place and of what it stands for."""
        return {
            form: (self.same_state.get(place, place), self.same_state.get(state, state))
            for form, place, state in self._rows("metonym")
        }

    @cached_property
    def same_state(self) -> Mapping[str, str]:
        """QIDs that mean a state which the base knows under another QID."""
        return {qid: state for qid, state, relation in self._rows("state") if relation == "same"}

    @cached_property
    def part_of(self) -> Mapping[str, str]:
        """Countries that are part of a state ("England"), with the QID of the state."""
        return {qid: state for qid, state, relation in self._rows("state") if relation == "part"}

    def info(self) -> dict[str, Any]:
        """Counts by class, sources with their licences, and the digest of the content."""
        header = {key: value for key, value in self._store.header.items() if key != "sections"}
        return {"path": str(self._store.path), "size_bytes": self._store.path.stat().st_size, **header}


def _words_of(item: Item) -> frozenset[str]:
    return frozenset(word for name in (item.label, *item.aliases) for word in name_key(name).split())


def _fits(hit: Hit, capitals: bool, length: int) -> bool:
    """Whether the writing allows the match: "us" is not the US, "Nato" is NATO, "WHO" is no band."""
    if hit.capitals == capitals or not hit.item.linkable:
        return hit.item.linkable
    if hit.capitals:
        return length >= _SHORTEST_MIXED_ACRONYM and not hit.ordinary
    return length >= _SHORTEST_MIXED_ACRONYM

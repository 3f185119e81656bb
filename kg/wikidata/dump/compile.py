"""A knowledge base compiled from the rows of a dump, in the format of the one that ships with `kg`.

Rows stay on disk; what is held in memory is a few numbers an item and a few a name.
"""

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import EnvironmentFaultError, RunError
from kg.wikidata.base import KnowledgeBase
from kg.wikidata.build import name_bits
from kg.wikidata.derive import Form, Name, NameStatistics, names_of
from kg.wikidata.dump.anchors import read_anchors
from kg.wikidata.dump.entity import Row
from kg.wikidata.dump.rows import Classes, Rows, gather
from kg.wikidata.geography import countries_by_name, taken_names
from kg.wikidata.item import Item
from kg.wikidata.kinds import CORPORATE, SEED_TYPES, STATES, Kind
from kg.wikidata.names import name_key, name_tokens
from kg.wikidata.online.found import NEVER
from kg.wikidata.prior import population_prior, sitelinks_prior
from kg.wikidata.repair import repair
from kg.wikidata.seed import Draft
from kg.wikidata.store import (
    FORMAT,
    ITEM_BITS,
    TEXTS_PER_BLOCK,
    Array,
    name_hash,
    pack_blocks,
    smallest,
    text_dictionary,
    write_store,
)
from kg.wikidata.term import office_keys

__all__ = ["compile_base"]

_SAMPLE = 20_000
"""Items whose texts tell which pieces of text are frequent."""
_UPWARDS = 5
"""Steps from a place to the state or province that it lies in."""
_ALSO_CLASSES = frozenset(
    {Kind.OFFICE, Kind.GROUP, Kind.COMPETITION, Kind.AWARD, Kind.AGREEMENT, Kind.PRODUCT, Kind.LANGUAGE}
)
"""What Wikidata has as classes of people, matches or things and news names all the same."""
_LICENCE = "CC0 1.0 (Wikidata)"


def compile_base(
    work: Path, out: Path, *, source: str, classes: Sequence[int] = (), anchors: Path | None = None
) -> Mapping[str, Any]:
    """Compile the parts in the folder `work` into a base; returns the header that was written.

    `classes` are the only ones kept, with those below them; all if empty. Words of nations and metonyms, which no dump
    has, and what was picked by hand come from the base that ships with `kg`. Raises `RunError` when nothing is left,
    `EnvironmentFaultError` when the disk is full.
    """
    try:
        rows, above = gather(work)
        compiler = _Compiler(rows, above, frozenset(classes), anchors)
        header = {
            "format": FORMAT,
            **compiler.run(),
            "licence": _LICENCE,
            "sources": {source: _LICENCE, **({anchors.name: "as its maker says"} if anchors else {})},
            "left_out": {},
        }
        write_store(out, header, compiler.sections())
    except EnvironmentFaultError:
        raise
    except OSError as error:
        raise EnvironmentFaultError(f"cannot write to {work}: {error.strerror or error}") from error
    return header


@dataclass(slots=True)
class _Columns:
    """Columns of items while they grow."""

    qid: "array[int]" = field(default_factory=lambda: array("I"))
    country: "array[int]" = field(default_factory=lambda: array("I"))
    region: "array[int]" = field(default_factory=lambda: array("I"))
    kind: "array[int]" = field(default_factory=lambda: array("B"))
    prior: "array[int]" = field(default_factory=lambda: array("B"))
    domain: "array[int]" = field(default_factory=lambda: array("B"))
    flags: "array[int]" = field(default_factory=lambda: array("B"))
    start: "array[int]" = field(default_factory=lambda: array("h"))
    end: "array[int]" = field(default_factory=lambda: array("h"))

    def add(self, draft: Draft) -> None:
        """One more item."""
        self.qid.append(draft.qid)
        self.country.append(draft.country)
        self.region.append(draft.region)
        self.kind.append(draft.kind)
        self.prior.append(draft.prior)
        self.domain.append(draft.domain)
        self.flags.append(draft.never | draft.life << 1 | draft.curated << 2)
        self.start.append(max(-9999, min(9999, draft.start)))
        self.end.append(max(-9999, min(9999, draft.end)))


class _Compiler:
    """One compilation."""

    def __init__(self, rows: Rows, above: Classes, wanted: frozenset[int], anchors: Path | None) -> None:
        self.rows, self.above, self.wanted, self.shipped = rows, above, wanted, KnowledgeBase.open()
        self.hand: Mapping[int, Item] = {
            int(item.qid[1:]): item
            for item in (Item(self.shipped, i) for i in range(len(self.shipped)))
            if item.curated
        }
        self.bodies = {
            name_key(name): qid
            for qid, item in self.hand.items()
            if item.kind in CORPORATE
            for name in (item.label, *item.aliases)
        }
        self.same = {int(a[1:]): int(b[1:]) for a, b in self.shipped.same_state.items()}
        self.demonyms = [(form, int(qid[1:])) for form, qid in sorted(self.shipped.demonyms.items())]
        self.kinds: Array = np.zeros(len(rows), dtype="u1")
        self.kept: Array = np.zeros(len(rows), dtype="?")
        self.within: Array = np.zeros(len(rows), dtype="<u4")
        self.columns = _Columns()
        self.blocks: list[bytes] = []
        self.postings: tuple[array[int], array[int], array[int]] = (array("H"), array("I"), array("Q"))
        self.terms: list[tuple[int, int, int, str, int, int]] = []
        self.places, titles, offices = self._survey(with_titles=anchors is not None)
        self.anchors = read_anchors(anchors, rows, titles) if anchors is not None else None
        self.offices = self._offices(offices)

    # what is there

    def _survey(self, *, with_titles: bool) -> tuple[dict[str, int], list[tuple[int, str]], set[int]]:
        """Classes, what is kept, and for later the names of states, titles of pages and offices held."""
        titles, offices, states = list[tuple[int, str]](), set[int](), list[Draft]()
        for place in range(len(self.rows)):
            row = self.rows[place]
            name = self.above.name(row.classes)
            hand = self.hand.get(row.qid)
            kind = hand.kind if hand is not None else SEED_TYPES.get(name or "", Kind.OTHER)
            if kind is Kind.COUNTRY and row.end:
                kind = Kind.FORMER_COUNTRY
            self.kinds[place], self.within[place] = kind, row.within
            is_class = row.is_class and kind not in _ALSO_CLASSES
            if not self._is_wanted(row) or (hand is None and (name == NEVER or is_class)):
                continue
            self.kept[place] = True
            if with_titles and row.title:
                titles.append((place, row.title))
            offices.update(term.office for term in row.terms)
            if kind in STATES:
                states.append(self._draft(row, kind))
        if not self.kept.any():
            raise RunError("no item of the dump is left: lower --min-sitelinks, or check --classes")
        places = countries_by_name(states, self.demonyms)
        self.taken = taken_names(states)
        self.nations: dict[int, set[str]] = {}
        for draft in states:
            self.nations.setdefault(draft.qid, set()).update(w for n in draft.names for w in name_tokens(n))
        for form, qid in self.demonyms:
            self.nations.setdefault(qid, set()).update(name_tokens(form))
        return places, titles, offices

    def _is_wanted(self, row: Row) -> bool:
        return not self.wanted or any(self.above.over(number) & self.wanted for number in row.classes)

    def _offices(self, numbers: set[int]) -> dict[int, tuple[str, int]]:
        """Label and country of the offices that people hold or held."""
        found = {}
        for number in sorted(numbers):
            place = self.rows.place(number)
            if place >= 0:
                row = self.rows[place]
                found[number] = (row.label, self._country(row))
        return found

    def _kind_at(self, qid: int) -> Kind | None:
        place = self.rows.place(qid)
        return Kind(int(self.kinds[place])) if place >= 0 else None

    def _country(self, row: Row) -> int:
        """The state of a row: the first that is one today, else the first that was; a state is its own."""
        if self._kind_at(row.qid) is Kind.COUNTRY:
            return row.qid
        states = [(self._kind_at(own), own) for own in map(self._same, row.countries) if own != row.qid]
        today = (own for kind, own in states if kind in STATES and kind is not Kind.FORMER_COUNTRY)
        return next(today, next((own for kind, own in states if kind in STATES), 0))

    def _same(self, number: int) -> int:
        return self.same.get(number, number)

    def _region(self, row: Row) -> int:
        """The state or province above a place or a body."""
        number = row.within
        for _ in range(_UPWARDS):
            place = self.rows.place(number) if number else -1
            if place < 0:
                return 0
            if self.kinds[place] == Kind.REGION and self.rows[place].first_level:
                return number
            number = int(self.within[place])
        return 0

    def _draft(self, row: Row, kind: Kind) -> Draft:
        prior = sitelinks_prior(row.links)
        if kind is Kind.CITY and row.population:
            prior = max(prior, population_prior(row.population))
        return Draft(
            qid=row.qid,
            label=row.label,
            kind=kind,
            file="",
            source="",
            description=row.description,
            start=row.start,
            end=row.end,
            prior=max(0, min(255, round(prior))),
            life=row.life,
            aliases=dict.fromkeys(row.aliases),
        )

    # compiling

    def _drafts(self) -> Iterator[tuple[Draft, Row]]:
        for place in np.flatnonzero(self.kept).tolist():
            row = self.rows[place]
            draft = self._draft(row, Kind(int(self.kinds[place])))
            if self.anchors is not None:
                draft.prior = max(0, min(255, round(self.anchors.prior(place, draft.prior))))
                draft.aliases.update(
                    dict.fromkeys(n for n in self.anchors.names.get(place, ()) if n != draft.label)
                )
            draft.country, draft.region = self._country(row), self._region(row)
            hand = self.hand.get(row.qid)
            if hand is not None:
                draft.curated, draft.prior = True, max(draft.prior, hand.prior)
                draft.aliases.update(dict.fromkeys((draft.label, *hand.aliases)))
                draft.label = hand.label
                draft.aliases.pop(draft.label, None)
            repair(draft, self.places, self.taken)
            yield draft, row

    def run(self) -> dict[str, Any]:
        """Compile all items; returns counts for the header."""
        statistics = _statistics()
        count = int(self.kept.sum())
        self.item_bits = max(ITEM_BITS, count.bit_length())
        adjectives = {int(qid[1:]): form for qid, form in self.shipped.adjectives.items()}
        positions, kinds = Counter[tuple[str, int]](), Counter[str]()
        dictionary, texts = b"", list[str]()
        linkable = 0
        for place, (draft, row) in enumerate(self._drafts()):
            if draft.kind is Kind.OTHER and not draft.description and statistics.is_personal(draft.label):
                draft.kind = Kind.PERSON
            self.columns.add(draft)
            kinds[draft.kind.title] += 1
            linkable += not draft.never
            texts.append("\t".join((draft.label, draft.description, "|".join(draft.aliases))))
            if not dictionary and len(texts) == _SAMPLE:
                dictionary = text_dictionary(texts)
            if dictionary and len(texts) >= _SAMPLE + TEXTS_PER_BLOCK:
                whole = len(texts) - len(texts) % TEXTS_PER_BLOCK
                self.blocks += pack_blocks(texts[:whole], dictionary)
                texts = texts[whole:]
            if not draft.never:
                for name in names_of(draft, statistics, adjectives):
                    self._post(name.key, place, name)
            self._note_office(draft, place, positions)
            for term in row.terms:
                if term.office in self.offices:
                    label, country = self.offices[term.office]
                    self.terms.append((place, term.start, term.end, label, term.office, country))
        self.dictionary = dictionary or text_dictionary(texts)
        self.blocks += pack_blocks(texts, self.dictionary)
        names = len(self.postings[0])
        self._post_offices(positions)
        self.terms.sort()
        return {
            "items": count,
            "linkable": linkable,
            "names": names,
            "terms": len(self.terms),
            "item_bits": self.item_bits,
            "kinds": dict(sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))),
        }

    def _post(self, key: str, place: int, name: Name) -> None:
        bucket, fingerprint = name_hash(key)
        self.postings[0].append(bucket)
        self.postings[1].append(fingerprint)
        self.postings[2].append(place | name_bits(name) << self.item_bits)

    def _note_office(self, draft: Draft, place: int, positions: "Counter[tuple[str, int]]") -> None:
        """Notes by which words an office of a country is found."""
        if draft.kind is Kind.OFFICE:
            nations = self.nations.get(draft.country, ())
            for key in filter(None, office_keys(draft.names, draft.country, nations, self.bodies)):
                positions[key, place] += 1 + draft.prior

    def _post_offices(self, positions: "Counter[tuple[str, int]]") -> None:
        best: dict[str, tuple[int, int]] = {}
        for (key, place), count in sorted(positions.items()):
            if count > best.get(key, (0, 0))[0]:
                best[key] = (count, place)
        for key, (_, place) in sorted(best.items()):
            self._post(key, place, Name(key, Form.LABEL, capitals=False))

    def sections(self) -> dict[str, Array]:
        """The sections of the file."""
        return {
            **self._item_sections(),
            **self._term_sections(),
            **self._posting_sections(),
            **_text_sections("text", self.blocks, self.dictionary),
            "lookups": np.frombuffer(self.shipped.lookup_table(), dtype="u1"),
        }

    def _item_sections(self) -> dict[str, Array]:
        columns = self.columns
        countries, country = np.unique(np.array([0, *columns.country], dtype="<u4"), return_inverse=True)
        regions, region = np.unique(np.array([0, *columns.region], dtype="<u4"), return_inverse=True)
        return {
            "qid": np.frombuffer(columns.qid, dtype="<u4"),
            "countries": countries,
            "country": smallest(country[1:]),
            "regions": regions,
            "region": smallest(region[1:]),
            **{
                name: np.frombuffer(getattr(columns, name), "u1")
                for name in ("kind", "prior", "domain", "flags")
            },
            "start": np.frombuffer(columns.start, dtype="<i2"),
            "end": np.frombuffer(columns.end, dtype="<i2"),
        }

    def _term_sections(self) -> dict[str, Array]:
        positions = sorted({term[3:] for term in self.terms})
        number = {position: place for place, position in enumerate(positions)}
        dictionary = text_dictionary([label for label, _, _ in positions])
        return {
            "term_item": np.array([term[0] for term in self.terms], dtype="<u4"),
            "term_position": smallest(np.array([number[term[3:]] for term in self.terms], dtype="<u4")),
            "term_start": np.array([term[1] for term in self.terms], dtype="<u4"),
            "term_end": np.array([term[2] for term in self.terms], dtype="<u4"),
            "position_office": np.array([office for _, office, _ in positions], dtype="<u4"),
            "position_country": np.array([country for _, _, country in positions], dtype="<u4"),
            **_text_sections(
                "position", pack_blocks([label for label, _, _ in positions], dictionary), dictionary
            ),
        }

    def _posting_sections(self) -> dict[str, Array]:
        bucket = np.frombuffer(self.postings[0], dtype="<u2")
        fingerprint = np.frombuffer(self.postings[1], dtype="<u4")
        posting = np.frombuffer(self.postings[2], dtype="<u8")
        order = np.lexsort((posting, fingerprint, bucket))
        counts = np.bincount(bucket, minlength=65536)
        return {
            "bucket": np.concatenate([[0], np.cumsum(counts)]).astype("<u4"),
            "fingerprint": fingerprint[order],
            "posting": smallest(posting[order]),
        }


@cache
def _statistics() -> NameStatistics:
    """How common names are by the persons of the base that ships with kg, as the weights of links were fitted."""
    shipped = KnowledgeBase.open()
    kinds = shipped.columns["kind"]
    persons = (Item(shipped, place) for place in range(len(shipped)) if kinds[place] == Kind.PERSON)
    return NameStatistics(item.label for item in persons)


def _text_sections(name: str, blocks: Sequence[bytes], dictionary: bytes) -> dict[str, Array]:
    offsets = np.cumsum([0, *map(len, blocks)], dtype="<u8")
    return {
        f"{name}_blob": np.frombuffer(b"".join(blocks), dtype="u1"),
        f"{name}_dictionary": np.frombuffer(dictionary, dtype="u1"),
        f"{name}_offsets": smallest(offsets),
    }

"""Items of the knowledge base, terms of office, and hits of a look-up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from kg.wikidata.derive import Form
from kg.wikidata.kinds import DOMAINS, Kind
from kg.wikidata.store import TextBlocks

__all__ = ["Hit", "Item", "ItemTable", "Term"]

_KINDS = tuple(Kind)
_NEVER, _LIFE, _CURATED = 1, 2, 4


class ItemTable(Protocol):
    """What an item reads itself from: the columns and texts of a base."""

    columns: Mapping[str, "memoryview[int]"]
    texts: TextBlocks


@dataclass(frozen=True, slots=True)
class Term:
    """One term of office; dates as yyyymmdd (0 unknown, months and days may be 00)."""

    position: str
    office: str | None
    country: str | None
    start: int
    end: int

    def covers(self, day: int) -> bool:
        """Whether the term runs on a day (yyyymmdd); an unknown end is open, a month or year counts to its last day."""
        unit = next(unit for unit in (10000, 100, 1) if not self.end % unit)
        return self.start <= day and (not self.end or day // unit <= self.end // unit)


class Item:
    """One item, read from the base when asked. `prior` is 0 (hardly ever in the news) to 255 (every day)."""

    __slots__ = ("_base", "index")

    def __init__(self, base: ItemTable, index: int) -> None:
        self._base = base
        self.index = index

    @property
    def qid(self) -> str:
        """The identifier in Wikidata, "Q" and a number."""
        return f"Q{self._base.columns['qid'][self.index]}"

    @property
    def kind(self) -> Kind:
        """The class of the item."""
        return _KINDS[self._base.columns["kind"][self.index]]

    @property
    def prior(self) -> int:
        """How likely news is to name it, 0 to 255."""
        return self._base.columns["prior"][self.index]

    @property
    def country(self) -> str | None:
        """The QID of its country."""
        number = self._base.columns["countries"][self._base.columns["country"][self.index]]
        return f"Q{number}" if number else None

    @property
    def region(self) -> str | None:
        """The QID of the state or province it lies in, as far as its description tells."""
        number = self._base.columns["regions"][self._base.columns["region"][self.index]]
        return f"Q{number}" if number else None

    @property
    def domain(self) -> str:
        """Its field of activity ("politics", "sport"), "" when unknown."""
        return DOMAINS[self._base.columns["domain"][self.index]]

    @property
    def start(self) -> int:
        """The year of birth, of foundation or of the first office, 0 unknown."""
        return self._base.columns["start"][self.index]

    @property
    def end(self) -> int:
        """The year of death, of the end or of the last office, 0 unknown."""
        return self._base.columns["end"][self.index]

    @property
    def lifetime(self) -> bool:
        """Whether `start` and `end` are birth and death."""
        return bool(self._flags & _LIFE)

    @property
    def linkable(self) -> bool:
        """False for common nouns, which a name never means."""
        return not self._flags & _NEVER

    @property
    def curated(self) -> bool:
        """Whether the item is from the hand-picked lists."""
        return bool(self._flags & _CURATED)

    @property
    def label(self) -> str:
        """The name that news uses."""
        return self._text[0]

    @property
    def description(self) -> str:
        """A few words on what it is, "" when unknown."""
        return self._text[1]

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names (without the derived ones)."""
        return tuple(self._text[2].split("|")) if self._text[2] else ()

    @property
    def _flags(self) -> int:
        return self._base.columns["flags"][self.index]

    @property
    def _text(self) -> list[str]:
        return self._base.texts[self.index].split("\t")

    def __repr__(self) -> str:
        return f"Item({self.qid}, {self.label!r}, {self.kind.title})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Item) and other.index == self.index and other._base is self._base

    def __hash__(self) -> int:
        return hash(self.index)


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that has the name looked up, and how: `namesakes` 0 (a rare name) to 7 (very many bearers)."""

    item: Item
    form: Form
    capitals: bool
    ordinary: bool
    namesakes: int

    @property
    def prior(self) -> int:
        """That of the item."""
        return self.item.prior

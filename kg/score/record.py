"""What annotators found in an article: frozen records, with offsets into its text."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.score.mark import GoldMention

__all__ = [
    "ROLES",
    "GoldArticle",
    "GoldEntity",
    "GoldEvent",
    "GoldRole",
    "GoldStatement",
    "Range",
]

Range = tuple[int, int]
"""Characters `start <= i < end` of an article's text."""

ROLES = ("agent", "patient", "recipient", "topic", "instrument")
"""Participants of an event that can be several; its place is one."""


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """Somebody or something. `linkable` says whether annotators looked it up: then `qid` None means no item."""

    key: str
    type: str
    name: str
    named: bool = True
    qid: str | None = None
    linkable: bool = False


@dataclass(frozen=True, slots=True)
class GoldRole:
    """A title or office that the text gives to somebody."""

    holder: str
    title: str


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """Words attributed to a source; `speaker` is None where the text names none."""

    id: str
    speaker: str | None
    speaker_span: Range | None
    content: tuple[Range, ...]
    form: str
    act: str


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """A happening with its trigger; `type` is None where none of the scheme fits.

    `allowed` are the participants that other mentions of the very same happening have.
    """

    id: str
    trigger: Range
    type: str | None
    participants: Mapping[str, frozenset[str]]
    allowed: Mapping[str, frozenset[str]]
    time: str | None
    fact: bool


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One annotated article."""

    id: str
    text: str
    title: str | None
    date: str | None
    url: str | None
    mentions: tuple[GoldMention, ...]
    entities: Mapping[str, GoldEntity]
    roles: tuple[GoldRole, ...] = ()
    statements: tuple[GoldStatement, ...] = ()
    events: tuple[GoldEvent, ...] = ()

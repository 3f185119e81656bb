"""What a service tells of an item, and the service as the linker sees it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from kg.records import EntityType
from kg.wikidata.item import Item, Term
from kg.wikidata.kinds import SEED_TYPES, Kind
from kg.wikidata.words import CORE, read_tsv

__all__ = ["NEVER", "Found", "Service", "class_of", "clean", "is_qid", "kind_of", "of_base"]

_QID = re.compile(r"Q[1-9][0-9]{0,9}")
_MOST_NUMBER = 1 << 32
_LONGEST = 200
NEVER = "Never"
"""The class of what is no thing in the world: pages of Wikimedia, names as such, articles of scholars."""


@dataclass(frozen=True, slots=True)
class Found:
    """An item as a service describes it: years 0 when unknown, `prior` as in the base (0 to 255).

    `called` are names that the service itself takes for the item, besides label and aliases.
    """

    qid: str
    label: str
    kind: Kind
    prior: int
    description: str = ""
    aliases: Sequence[str] = ()
    called: Sequence[str] = ()
    country: str | None = None
    region: str | None = None
    start: int = 0
    end: int = 0
    life: bool = False
    terms: Sequence[Term] = ()


def of_base(item: Item, called: Sequence[str]) -> Found:
    """An item that the base has, but not by the names that the service knows."""
    return Found(item.qid, item.label, item.kind, item.prior, item.description, item.aliases, called)


class Service(Protocol):
    """Whom names are asked of: `address` is published as the source of a link, none of which is surer than `highest`."""

    address: str
    highest: float

    def find(self, names: Mapping[str, EntityType]) -> list[Found]:
        """What the service knows by these names, each with the type of what bears it in the text.

        Raises `EnvironmentFaultError` if the service cannot be used.
        """
        ...


def is_qid(text: object) -> bool:
    """Whether a text is the identifier of an item that the base could number.

    >>> is_qid("Q42"), is_qid("Q042"), is_qid("P31"), is_qid("Q42/../x"), is_qid(42)
    (True, False, False, False, False)
    """
    return isinstance(text, str) and bool(_QID.fullmatch(text)) and int(text[1:]) < _MOST_NUMBER


def clean(text: object) -> str:
    """Text of a service on one line, without controls and without what separates texts in a base; "" for others."""
    if not isinstance(text, str):
        return ""
    return " ".join(
        "".join(c if c.isprintable() and c != "|" else " " for c in text[: 4 * _LONGEST]).split()
    )[:_LONGEST]


@cache
def _classes() -> Mapping[str, tuple[int, str]]:
    """Known classes of Wikidata with their place in the list and what they are here."""
    return {qid: (place, kind) for place, (qid, kind, *_) in enumerate(read_tsv(CORE / "classes.tsv"))}


def class_of(qids: Iterable[str]) -> str | None:
    """What an item of these classes is: a key of `SEED_TYPES`, or `NEVER`; None if none of them is known.

    >>> class_of(["Q43229", "Q4830453"]), class_of(["Q4167410"]), class_of(["Q35120"])
    ('Company', 'Never', None)
    """
    known = [found for qid in qids if (found := _classes().get(qid)) is not None]
    return min(known)[1] if known else None


def kind_of(name: str | None) -> Kind:
    """The class by the name that `class_of` gives; `Kind.OTHER` for none."""
    return SEED_TYPES.get(name or "", Kind.OTHER)

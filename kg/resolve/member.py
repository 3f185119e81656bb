"""A record of one article as a member of a cluster, and the key that a cluster keeps while it grows."""

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from kg.resolve.profile import EntityProfile, EventProfile

__all__ = ["Cluster", "Kind", "Member"]

Kind = Literal["entity", "event"]
R = TypeVar("R", EntityProfile, EventProfile)


@dataclass(frozen=True, slots=True)
class Member(Generic[R]):
    """A record with its article; `context` is shared by all members of the article."""

    article: str
    date: str
    setting: str
    context: dict[str, int]
    record: R

    @property
    def name(self) -> tuple[str, str]:
        """Article and key: the record's name in the dump."""
        return self.article, self.record.key

    @property
    def order(self) -> tuple[str, str, str]:
        """The earliest article first, those without a date last."""
        return self.date or "9", self.article, self.record.key


@dataclass(frozen=True, slots=True)
class Cluster:
    """Records of several articles that are taken to be one; `members` are article, key and score, the anchor first.

    The anchor, the earliest record, names the cluster: so it keeps its name when later articles join.
    """

    kind: Kind
    type: str
    label: str
    score: float
    members: tuple[tuple[str, str, float], ...]

    @property
    def anchor(self) -> tuple[str, str]:
        """Article and key of the record that names the cluster."""
        return self.members[0][:2]

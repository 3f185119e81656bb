"""What is kept of an article to find its entities and events again in others: small, frozen, plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.records import EntityType

__all__ = ["EntityProfile", "EventProfile", "Profile", "RoleProfile", "read_profile"]


@dataclass(frozen=True, slots=True)
class RoleProfile:
    """A role without the words that say nothing; `body` is the organisation or country ("" unknown)."""

    words: tuple[str, ...]
    body: str
    current: bool


@dataclass(frozen=True, slots=True)
class EntityProfile:
    """A named entity of an article; `qid` is "" unless it is linked.

    `born` are the first and the last year of birth that its age allows, () if unknown; `fields` are fields of activity
    ("sport"); `bearers` says how many people of the knowledge base have the same surname; `generic` marks names that
    any country may have one of ("Supreme Court").
    """

    key: str
    type: EntityType
    name: str
    qid: str = ""
    country: str = ""
    gender: str = ""
    roles: tuple[RoleProfile, ...] = ()
    fields: tuple[str, ...] = ()
    born: tuple[int, ...] = ()
    bearers: int = 0
    generic: bool = False


@dataclass(frozen=True, slots=True)
class EventProfile:
    """A typed event. Participants are QIDs, or keys of entities of the article behind a "="; days are ISO dates.

    `whole` is false when somebody takes part whom the article does not name.
    """

    key: str
    fact: bool
    type: str
    mode: str
    lemma: str
    agents: tuple[str, ...]
    patients: tuple[str, ...]
    place: str
    land: str
    earliest: str
    latest: str
    label: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """One article: `article` is its IRI, `date` its day ("" unknown), `setting` the country that it is mostly about.

    `context` are the names and items in it, each with its weight: 1 (says little) to 10 (says much).
    """

    article: str
    date: str
    setting: str
    context: tuple[tuple[str, int], ...]
    entities: tuple[EntityProfile, ...]
    events: tuple[EventProfile, ...]


def read_profile(data: Mapping[str, Any]) -> Profile:
    """A profile from what JSON made of it; raises `TypeError` or `KeyError` for anything else."""
    return Profile(
        **{
            **data,
            "context": tuple((name, weight) for name, weight in data["context"]),
            "entities": tuple(_entity(row) for row in data["entities"]),
            "events": tuple(EventProfile(**_tuples(row)) for row in data["events"]),
        }
    )


def _entity(row: Mapping[str, Any]) -> EntityProfile:
    return EntityProfile(
        **{**_tuples(row), "roles": tuple(RoleProfile(**_tuples(role)) for role in row["roles"])}
    )


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}

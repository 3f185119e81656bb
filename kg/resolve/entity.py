"""Whether two entities of different articles are one: a sum of log-odds, and what rules it out.

The weights were set by hand on read clusters (docs/clusters.md). One unit is a factor of e.
"""

from datetime import date
from math import exp

from kg.resolve.member import Member
from kg.resolve.name import full_name, surname, word_key, written_alike
from kg.resolve.profile import EntityProfile, RoleProfile

__all__ = ["THRESHOLD", "block_key", "can_be_one", "likeness"]

EntityMember = Member[EntityProfile]

THRESHOLD = 0.8
"""No pair joins a cluster with less."""
_HIGHEST = 0.98
_NAME = {0: 2.2, 1: 1.6, 2: 1.2, 3: 0.6}
"""Of people by how many bear the surname: none known, a few, many, very many."""
_FEW, _MANY, _VERY_MANY = 1, 8, 30
_LONG_NAME = 0.8
_BY_LENGTH = {1: 0.0, 2: 1.2, 3: 1.8}
_NO_CONTEXT = -1.4
_CONTEXT = 0.16
_MOST_CONTEXT = 3.0
_NEIGHBOURS = frozenset(
    {
        frozenset(pair)
        for pair in (
            ("politics", "law"),
            ("politics", "military"),
            ("politics", "business"),
            ("politics", "media"),
            ("politics", "science"),
            ("arts", "media"),
            ("science", "business"),
            ("science", "media"),
            ("law", "business"),
            ("arts", "business"),
        )
    }
)
"""Fields in which one person is often active."""
_YEAR_DAYS = 365
_PASSING = frozenset({"event", "agreement"})
"""Types of which another one may have the same name a year later."""


def block_key(entity: EntityProfile) -> str:
    """The key under which all that may be one meet; "" for what never joins a cluster.

    A surname alone and one ordinary word ("Parliament") say too little.
    """
    if entity.type == "person":
        name = surname(entity.name)
        return f"person|{name}" if name else ""
    key = word_key(entity.name)
    nameless = entity.generic and " " not in key
    return f"{entity.type}|{key}" if key and not nameless else ""


def likeness(a: EntityMember, b: EntityMember, *, namesake: bool) -> float:
    """How sure it is that two entities of a block are one, 0 to 1; `namesake`: an item of that name is linked."""
    first, second = a.record, b.record
    if a.article == b.article or not can_be_one(a, b):
        return 0.0
    alike = written_alike(first.name, second.name) if first.type == "person" else 1.0
    if not alike:
        return 0.0
    total = _rarity(first) - 4 * (1 - alike)
    total += _country(a, b) + _roles(first.roles, second.roles) + _context(a, b) + _nearness(a, b)
    if namesake:
        total -= 1.5
    return round(min(_HIGHEST, 1 / (1 + exp(-total))), 2)


def can_be_one(a: EntityMember, b: EntityMember) -> bool:
    """Whether nothing rules it out: country, sex, age, field of activity, the same office elsewhere, years between."""
    first, second = a.record, b.record
    if first.country and second.country and first.country != second.country:
        return False
    if first.gender and second.gender and first.gender != second.gender:
        return False
    if first.born and second.born and (first.born[1] < second.born[0] or second.born[1] < first.born[0]):
        return False
    if first.type in _PASSING and _days_between(a, b) > _YEAR_DAYS and not any(map(str.isdigit, first.name)):
        return False
    if first.generic and a.setting != b.setting:
        return False
    if first.fields and second.fields and not _fields_agree(first.fields, second.fields):
        return False
    return not _offices_clash(first.roles, second.roles)


def _rarity(entity: EntityProfile) -> float:
    """What the same name alone says."""
    if entity.type == "person":
        bearers = entity.bearers
        step = (bearers >= _FEW) + (bearers >= _MANY) + (bearers >= _VERY_MANY)
        return _NAME[step] + _LONG_NAME * (len(full_name(entity.name)) > 2)
    words = min(3, len(word_key(entity.name).split()))
    return _BY_LENGTH[words] - 1.0 * entity.generic


def _country(a: EntityMember, b: EntityMember) -> float:
    if a.record.country and a.record.country == b.record.country:
        return 1.5
    return 0.5 if a.setting and a.setting == b.setting else 0.0


def _roles(a: tuple[RoleProfile, ...], b: tuple[RoleProfile, ...]) -> float:
    """The best agreement of two roles: the same office of the same body says most."""
    best = 0.0
    for first in a:
        for second in b:
            office = bool(set(first.words) & set(second.words))
            body = bool(first.body) and first.body == second.body
            best = max(best, 2.5 * (office and body), 1.8 * body, 1.0 * office)
    return best


def _offices_clash(a: tuple[RoleProfile, ...], b: tuple[RoleProfile, ...]) -> bool:
    """Whether both hold an office of one name, in different bodies: "mayor of X" and "mayor of Y"."""
    return any(
        first.words == second.words != ()
        and first.current
        and second.current
        and first.body.startswith("Q")
        and second.body.startswith("Q")
        and first.body != second.body
        for first in a
        for second in b
    )


def _fields_agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return any(x == y or frozenset({x, y}) in _NEIGHBOURS for x in a for y in b)


def _context(a: EntityMember, b: EntityMember) -> float:
    """What else both articles name, as far as it is telling."""
    own = {f"{r.type}|{word_key(r.name)}" for r in (a.record, b.record)}
    shared = (a.context.keys() & b.context.keys()) - own
    weight = sum(a.context[item] for item in shared)
    return min(_MOST_CONTEXT, _NO_CONTEXT + _CONTEXT * weight)


def _nearness(a: EntityMember, b: EntityMember) -> float:
    days = _days_between(a, b)
    return 0.8 if days <= 7 else 0.3 if days <= 60 else -0.8 if days > 5 * _YEAR_DAYS else 0.0


def _days_between(a: EntityMember, b: EntityMember) -> int:
    """Days between the articles; a year where one has no date."""
    try:
        return abs((date.fromisoformat(a.date) - date.fromisoformat(b.date)).days)
    except ValueError:
        return _YEAR_DAYS

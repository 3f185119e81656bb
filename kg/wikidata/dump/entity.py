"""One line of a dump: an entity in Wikidata's JSON, and what the base needs of it.

Source of the format: https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html. Of the statements of a
property the best are taken: those of preferred rank, else those of normal rank, never deprecated ones.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

__all__ = ["Entity", "Filter", "LineError", "Row", "TermRow", "read_entity"]

_MANY = 48
"""Names and statements that are kept of one entity: no more are of use, and a dump cannot fill the memory."""
_LONGEST = 200
_NUMBER = re.compile(r"Q([1-9][0-9]{0,9})")
_TIME = re.compile(r"([+-])([0-9]{1,16})-([0-9]{2})-([0-9]{2})T")
_AMOUNT = re.compile(r"[+]?([0-9]{1,12})")
_QUALIFIER = re.compile(r"^(.{2,}?) \([^()]*\)$")
_DAY, _MONTH, _YEAR, _DECADE, _CENTURY = 11, 10, 9, 8, 7
_LAST_ANCIENT = 1800
"""Years of events that are known to the century only are of use where the century is long past."""

_COUNTRIES = ("P27", "P17", "P1001", "P495")
"""Citizenship, country, jurisdiction, country of origin: the properties that say to which state something belongs."""
_STARTS = ("P571", "P580", "P585", "P577")
_ENDS = ("P576", "P582", "P585")
_NAMES = ("P1813", "P1448")
"""Short name and official name."""
_OFFICE_MARKS = (b'"P1001"', b'"P1308"')
"""Jurisdiction and holder: an office, which is needed whoever writes about it."""


class LineError(ValueError):
    """A line that is no entity; the message says why."""


class TermRow(NamedTuple):
    """One term of office: the office's number, dates as yyyymmdd (0 unknown)."""

    office: int
    start: int
    end: int


class Row(NamedTuple):
    """What is kept of an item; numbers are those of QIDs, years 0 when unknown and negative before our era."""

    qid: int
    links: int
    label: str
    aliases: Sequence[str]
    description: str
    classes: Sequence[int]
    countries: Sequence[int]
    within: int
    start: int
    end: int
    life: bool
    population: int
    first_level: bool
    is_class: bool
    title: str
    terms: Sequence[TermRow]

    def to_json(self) -> str:
        """The row as one line."""
        return json.dumps(self, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, line: str) -> "Row":
        """The row of a line that `to_json` made."""
        values = json.loads(line)
        return cls._make([*values[:-1], [TermRow(*term) for term in values[-1]]])


class Entity(NamedTuple):
    """What a line is: item, redirect or other; of an item its number, what is kept of it, and its superclasses."""

    kind: str
    qid: int = 0
    row: Row | None = None
    above: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """What is kept of a dump: entities on at least so many wikis, with names in these languages (the first best)."""

    sitelinks: int = 3
    languages: tuple[str, ...] = ("en",)

    def may_pass(self, line: bytes) -> bool:
        """False for a line of which nothing can be kept, told without reading it.

        Quotation marks within text are escaped in JSON, so the marks looked for are names of fields or properties.
        """
        return (
            line.count(b'"site"') >= self.sitelinks
            or b'"P279"' in line
            or any(mark in line for mark in _OFFICE_MARKS)
        )


def read_entity(line: bytes, wanted: Filter) -> Entity:
    """What stands on a line of a dump.

    Raises `LineError` for a line that is no entity.
    """
    entity = _entity(line)
    if "redirect" in entity:
        return Entity("redirect")
    kind, number = entity.get("type"), _NUMBER.fullmatch(str(entity.get("id")))
    if kind != "item":
        if not isinstance(kind, str):
            raise LineError("no type")
        return Entity("other")
    if number is None or int(number[1]) >= 1 << 32:
        raise LineError(f"an item with the id {str(entity.get('id'))[:40]!r}")
    claims = _mapping(entity, "claims")
    qid, above = int(number[1]), _numbers(claims, "P279")
    row = _row(qid, entity, claims, wanted, is_class=bool(above))
    office = any(mark[1:-1].decode() in claims for mark in _OFFICE_MARKS)
    kept = row is not None and (row.links >= wanted.sitelinks or office)
    return Entity("item", qid, row if kept else None, above)


def _entity(line: bytes) -> Mapping[str, Any]:
    try:
        entity = json.loads(line)
    except RecursionError as error:
        raise LineError("not JSON: nested too deeply") from error
    except ValueError as error:
        raise LineError(f"not JSON: {str(error)[:80]}") from error
    if not isinstance(entity, dict):
        raise LineError("not an object")
    return entity


def _mapping(parent: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object of the entity; PHP writes an empty one as an empty list."""
    value = parent.get(name)
    if isinstance(value, dict):
        return value
    if value:
        raise LineError(f"{name} is not an object")
    return {}


def _row(
    qid: int, entity: Mapping[str, Any], claims: Mapping[str, Any], wanted: Filter, *, is_class: bool
) -> Row | None:
    links = _mapping(entity, "sitelinks")
    languages = (*wanted.languages, "mul")
    names = list(dict.fromkeys(_names(entity, claims, languages)))
    title = _clean(_text_of(links.get(f"{wanted.languages[0]}wiki"), "title"))
    if not names and title:
        names = [(match[1] if (match := _QUALIFIER.match(title)) else title)]
    if not names:
        return None
    born, died = _first_year(claims, ("P569",)), _first_year(claims, ("P570",))
    life = bool(born or died)
    return Row(
        qid=qid,
        links=len(links),
        label=names[0],
        aliases=names[1:_MANY],
        description=next(_texts(_mapping(entity, "descriptions"), languages), ""),
        classes=_numbers(claims, "P31"),
        countries=[number for name in _COUNTRIES for number in _states(claims, name)][:4],
        within=next(iter(_numbers(claims, "P131")), 0),
        start=born if life else _first_year(claims, _STARTS),
        end=died if life else _first_year(claims, _ENDS),
        life=life,
        population=next((int(match[1]) for match in _amounts(claims, "P1082")), 0),
        first_level=any(_values(claims, "P300")),
        is_class=is_class,
        title=title,
        terms=list(_terms(claims)),
    )


def _names(entity: Mapping[str, Any], claims: Mapping[str, Any], languages: Sequence[str]) -> Iterator[str]:
    """The labels, the best first, then the aliases, then short and official names."""
    yield from _texts(_mapping(entity, "labels"), languages)
    aliases = _mapping(entity, "aliases")
    for language in languages:
        found = aliases.get(language)
        for alias in found[:_MANY] if isinstance(found, list) else []:
            if name := _clean(_text_of(alias, "value")):
                yield name
    for name in _NAMES:
        for value in _values(claims, name):
            text = _clean(_text_of(value, "text"))
            if text and isinstance(value, dict) and value.get("language") in languages:
                yield text


def _texts(table: Mapping[str, Any], languages: Sequence[str]) -> Iterator[str]:
    for language in languages:
        if text := _clean(_text_of(table.get(language), "value")):
            yield text


def _text_of(record: object, field: str) -> str:
    text = record.get(field) if isinstance(record, dict) else None
    return text if isinstance(text, str) else ""


def _clean(text: str) -> str:
    """Text on one line, without what separates texts in the base, controls and half characters."""
    if not text.isprintable() or "|" in text:
        text = "".join(c if c.isprintable() and c != "|" else " " for c in text)
    return " ".join(text.split())[:_LONGEST]


def _statements(claims: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = claims.get(name)
    kept = [s for s in found if isinstance(s, dict)] if isinstance(found, list) else []
    return [statement for statement in kept if statement.get("rank") != "deprecated"]


def _best(claims: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    statements = _statements(claims, name)
    preferred = [statement for statement in statements if statement.get("rank") == "preferred"]
    return (preferred or statements)[:_MANY]


def _value(snak: object) -> object:
    """The value of a snak, None where it is unknown or there is none."""
    if not isinstance(snak, dict) or snak.get("snaktype") != "value":
        return None
    value = snak.get("datavalue")
    return value.get("value") if isinstance(value, dict) else None


def _values(claims: Mapping[str, Any], name: str) -> Iterator[object]:
    found = (_value(statement.get("mainsnak")) for statement in _best(claims, name))
    return (value for value in found if value is not None)


def _number(value: object) -> int:
    """The number of the item that a value is, 0 for anything else."""
    if not isinstance(value, dict):
        return 0
    match = _NUMBER.fullmatch(str(value.get("id") or f"Q{value.get('numeric-id')}"))
    return int(match[1]) if match is not None and int(match[1]) < 1 << 32 else 0


def _numbers(claims: Mapping[str, Any], name: str) -> list[int]:
    return list(dict.fromkeys(number for value in _values(claims, name) if (number := _number(value))))


def _states(claims: Mapping[str, Any], name: str) -> list[int]:
    """The values of a property for states, those that still hold first."""
    best = _best(claims, name)
    ordered = [s for s in best if not _qualifier(s, "P582")] + [s for s in best if _qualifier(s, "P582")]
    numbers = (_number(_value(statement.get("mainsnak"))) for statement in ordered)
    return list(dict.fromkeys(number for number in numbers if number))


def _qualifier(statement: Mapping[str, Any], name: str) -> object:
    """The first value of a qualifier; True where there is one of unknown value."""
    qualifiers = statement.get("qualifiers")
    snaks = qualifiers.get(name) if isinstance(qualifiers, dict) else None
    if not isinstance(snaks, list) or not snaks:
        return None
    first = snaks[0]
    if isinstance(first, dict) and first.get("snaktype") == "novalue":
        return None
    value = _value(first)
    return True if value is None else value


def _amounts(claims: Mapping[str, Any], name: str) -> Iterator[re.Match[str]]:
    for value in _values(claims, name):
        if isinstance(value, dict) and (match := _AMOUNT.match(str(value.get("amount")))):
            yield match


def _time(value: object) -> tuple[int, int, int, int]:
    """Year (negative before our era), month, day and precision of a time; zeros when it is none."""
    if not isinstance(value, dict):
        return 0, 0, 0, 0
    match, precision = _TIME.match(str(value.get("time"))), value.get("precision")
    if match is None or not isinstance(precision, int):
        return 0, 0, 0, 0
    year = min(int(match[2]), 9999) * (-1 if match[1] == "-" else 1)
    month, day = int(match[3]), int(match[4])
    return year, month if precision >= _MONTH else 0, day if precision >= _DAY else 0, precision


def _first_year(claims: Mapping[str, Any], names: Sequence[str]) -> int:
    """The first year that the properties give, 0 for none."""
    for name in names:
        for value in _values(claims, name):
            year, _, _, precision = _time(value)
            if precision >= _DECADE or (precision == _CENTURY and year <= _LAST_ANCIENT):
                return year
    return 0


def _date(value: object) -> int:
    """A date of our era as yyyymmdd, 0 unknown."""
    year, month, day, precision = _time(value)
    return year * 10000 + month * 100 + day if precision >= _YEAR and year > 0 else 0


def _terms(claims: Mapping[str, Any]) -> Iterator[TermRow]:
    """The offices held (P39), former ones too, without those of before our era.

    A term that ended nobody knows when is left out: without an end it would seem to last.
    """
    for statement in _statements(claims, "P39")[:_MANY]:
        office = _number(_value(statement.get("mainsnak")))
        start, end = _qualifier(statement, "P580"), _qualifier(statement, "P582")
        if office and end is not True and _time(start)[0] >= 0 and _time(end)[0] >= 0:
            yield TermRow(office, _date(start), _date(end))

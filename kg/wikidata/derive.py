"""Names that no seed file lists but news uses: short forms, surnames, initials of organisations."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from math import log2

from kg.wikidata.kinds import Kind
from kg.wikidata.names import is_acronym_form, name_key, name_tokens
from kg.wikidata.seed import Draft
from kg.wikidata.words import common_words, word_sets

__all__ = ["Form", "Name", "NameStatistics", "names_of"]


class Form(IntEnum):
    """How a name relates to its item, from the best to the weakest; the numbers stand in the file."""

    LABEL = 0
    ALIAS = 1
    VARIANT = 2
    ACRONYM = 3
    SURNAME = 4
    BYNAME = 5


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an item: its key, what it is, whether it must be (or also is) written in capitals."""

    key: str
    form: Form
    capitals: bool
    ordinary: bool = False
    namesakes: int = 0


_SURNAME_FIRST = frozenset({148, 865, 884, 423, 8646, 14773, 881})
"""China, Taiwan, the Koreas, Hong Kong, Macau, Vietnam: the family name comes first."""
_COMPANY_SUFFIX = re.compile(
    r",? (?:Inc|Incorporated|Corp|Corporation|Co|Company|Ltd|Limited|LLC|LLP|plc|PLC|AG|SA|S\.A|NV|N\.V|GmbH|SE|SpA"
    r"|S\.p\.A|AB|ASA|A/S|Oyj|Holdings?|Group)\.?$"
)
_TEAM_SUFFIX = re.compile(
    r" (?:F\.?C\.?|A\.?F\.?C\.?|C\.?F\.?|S\.?C\.?|Football Club)$|^(?:FC|AFC|CF|SC|AC|AS) "
)
_GENERATION = re.compile(r",? (?:Jr|Sr)\.?$")
_REGNAL = re.compile(r"[IVXL]+")
_COMMA_PLACE = re.compile(r"^([^,]{2,}), [^,]+(?:, [^,]+)?$")
_OF_NATION = re.compile(r"^(?:United States|U\.S\.) (?=[A-Z])")
_DEPARTMENT = re.compile(
    r"\b(Ministry|Department) (?:of|for) (?:the )?((?:[A-Z][\w-]+)(?:,? (?:and |& )?[A-Z][\w-]+){0,2})"
)
_CAPITAL_WORD = re.compile(r"\b[A-ZÀ-Þ][\w'’-]*")
_ACRONYM_KINDS = frozenset(
    {Kind.ORGANIZATION, Kind.GOVERNMENT, Kind.PARTY, Kind.UNIVERSITY, Kind.AGREEMENT, Kind.COMPANY}
)
_PLACES = frozenset({Kind.CITY, Kind.PLACE, Kind.REGION})
SURNAME_PRIOR = 100
"""Persons below this are never meant by a bare surname unless the full name stands in the article."""
_ACRONYM_PRIOR = 100


class NameStatistics:
    """How many persons share first names and surnames; tells how likely a full name has namesakes."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._first: Counter[str] = Counter()
        self._last: Counter[str] = Counter()
        self._total = 1
        for label in labels:
            words = name_tokens(label)
            if len(words) > 1:
                self._first[words[0]] += 1
                self._last[words[-1]] += 1
                self._total += 1

    def is_personal(self, label: str) -> bool:
        """Whether a label begins with a first name, or ends in a surname, that many persons have."""
        words = name_tokens(label)
        return 2 <= len(words) <= 3 and self._first[words[0]] >= 8 and self._last[words[-1]] >= 2

    def is_first_name(self, word: str) -> bool:
        """Whether many persons have the word as first name."""
        return self._first[word] >= 12

    def namesakes(self, key: str) -> int:
        """A class from 0 (hardly a namesake anywhere) to 7 (very many), by the expected number."""
        words = key.split()
        if len(words) < 2:
            return 7
        expected = (self._first[words[0]] + 1) * (self._last[words[-1]] + 1) / self._total
        return max(0, min(7, round(log2(expected * 250 + 1) / 1.5)))


def names_of(draft: Draft, statistics: NameStatistics, demonyms: Mapping[int, str]) -> list[Name]:
    """All names of an item, each key once in its best form (capitals told apart)."""
    best: dict[tuple[str, bool], Name] = {}
    for surface, form in _surfaces(draft, demonyms):
        name = _name(draft, surface, form, statistics)
        known = best.get((name.key, name.capitals))
        if name.key and (known is None or name.form < known.form):
            best[name.key, name.capitals] = name
    for name in list(best.values()):
        if name.ordinary and not name.capitals and len(name.key) <= 3 and (name.key, True) in best:
            del best[name.key, False]  # "Us" of the US
    return sorted(best.values(), key=lambda name: (name.key, name.capitals))


def _name(draft: Draft, surface: str, form: Form, statistics: NameStatistics) -> Name:
    key, person = name_key(surface), draft.kind is Kind.PERSON
    if person and form is not Form.LABEL:
        if " " not in key and " " in name_key(draft.label):
            form = Form.SURNAME
        elif form is Form.ALIAS and not draft.curated and _is_byname(key, draft.label):
            form = Form.BYNAME
    common = all(_is_plain(word) for word in key.split())
    return Name(
        key=key,
        form=form,
        capitals=is_acronym_form(surface),
        ordinary=common or (person and statistics.is_first_name(key)),
        namesakes=statistics.namesakes(key) if person else 0,
    )


def _is_plain(word: str) -> bool:
    return word in common_words() or word in word_sets("name_words")["chambers"] or word.isdigit()


def _is_byname(key: str, label: str) -> bool:
    """Whether an alias is another name altogether, as one of birth (Bernard Schwartz of Tony Curtis)."""
    words = key.split()
    return len(words) > 1 and not set(words) & set(name_tokens(label))


def _surfaces(draft: Draft, demonyms: Mapping[int, str]) -> Iterator[tuple[str, Form]]:
    yield draft.label, Form.LABEL
    for alias in draft.aliases:
        yield alias, Form.ALIAS
    if draft.kind is Kind.PERSON:
        yield from _of_person(draft)
    elif draft.kind in _PLACES:
        yield from _of_place(draft)
    else:
        yield from _of_organization(draft, demonyms)


def _of_person(draft: Draft) -> Iterator[tuple[str, Form]]:
    for full in draft.names:
        name = _GENERATION.sub("", full)
        if name != full and " " in name:
            yield name, Form.VARIANT
        words = name.split()
        if len(words) > 2 and "," not in name:
            kept = [words[0], *(w for w in words[1:-1] if len(w.rstrip(".")) > 1), words[-1]]
            if len(kept) < len(words) and len(words[0].rstrip(".")) > 1:
                yield " ".join(kept), Form.VARIANT
    if draft.prior >= SURNAME_PRIOR:
        for surname in surnames(draft.label, draft.country):
            yield surname, Form.SURNAME


def surnames(label: str, country: int = 0) -> Iterator[str]:
    """The family names in a person's label, with and without particles.

    >>> list(surnames("Ursula von der Leyen")), list(surnames("Xi Jinping", 148))
    (['von der Leyen', 'Leyen'], ['Xi'])
    """
    words = [
        word
        for word in label.replace(",", "").split()
        if word.rstrip(".").casefold() not in {"jr", "sr", "ii", "iii", "iv"}
    ]
    if len(words) < 2 or _REGNAL.fullmatch(words[-1]):
        return
    if country in _SURNAME_FIRST and len(words) <= 3:
        yield words[0]
        return
    particles, start = word_sets("name_words")["particles"], len(words) - 1
    while start > 1 and words[start - 1].casefold() in particles:
        start -= 1
    if start < len(words) - 1:
        yield " ".join(words[start:])
    yield words[-1]
    if words[-1][:3].casefold() in {"al-", "el-"}:
        yield words[-1][3:]


def _of_place(draft: Draft) -> Iterator[tuple[str, Form]]:
    if (match := _COMMA_PLACE.match(draft.label)) is not None:
        yield match[1], Form.VARIANT


def _of_organization(draft: Draft, demonyms: Mapping[int, str]) -> Iterator[tuple[str, Form]]:
    suffix = _TEAM_SUFFIX if draft.kind is Kind.TEAM else _COMPANY_SUFFIX
    for name in draft.names:
        if draft.kind in {Kind.COMPANY, Kind.TEAM, Kind.ORGANIZATION, Kind.MEDIA} and suffix.search(name):
            yield suffix.sub("", name), Form.VARIANT
        if draft.kind is Kind.GOVERNMENT:
            yield from _of_department(name, demonyms.get(draft.country, ""))
    if draft.kind in _ACRONYM_KINDS and draft.prior >= _ACRONYM_PRIOR:
        acronym = initials(draft.label)
        if acronym is not None and not any(map(is_acronym_form, draft.aliases)):
            yield acronym, Form.ACRONYM


def _of_department(name: str, demonym: str) -> Iterator[tuple[str, Form]]:
    bare = _OF_NATION.sub("", name)
    if bare != name:
        yield bare, Form.VARIANT
    if (match := _DEPARTMENT.search(bare)) is not None:
        yield f"{match[1]} of {match[2]}", Form.VARIANT
        inverted = f"{match[2].removesuffix(' Affairs')} {match[1]}"
        yield inverted, Form.VARIANT
        if demonym:
            yield f"{demonym} {inverted}", Form.VARIANT


def initials(label: str) -> str | None:
    """The acronym that an organisation's name would have, None if too short to be one.

    >>> initials("Organization for Security and Co-operation in Europe")
    'OSCE'
    """
    words = _CAPITAL_WORD.findall(label)
    if len(words) < 3 or len(words) > 7:
        return None
    return "".join(word[0] for word in words)

"""Faults of the seed files put right: classes, countries, years and names that the rest of a row contradicts."""

import re
from collections.abc import Mapping
from functools import cache

from kg.wikidata.geography import SHORT_STATE_NAMES, country_in
from kg.wikidata.kinds import DOMAINS, SEED_TYPES, Kind
from kg.wikidata.names import name_key
from kg.wikidata.seed import Draft
from kg.wikidata.words import word_sets

__all__ = ["class_of_description", "repair"]

_HEAD_END = re.compile(
    r"\s(?:in|of|from|by|for|at|on|near|to|with|who|that|which|located|based|published|within|between|since|during"
    r"|founded|about|written|directed|produced|created|operated|owned)\s|[(,;:/]"
)
_LIFE = re.compile(r"\((?:[^()]*?)(\d{3,4})\s?[–-]\s?(?:[^()]*?)(\d{3,4})\s*(AD|CE)?\)")
_BORN = re.compile(r"\b(?:born|b\.)\s(?:in\s)?(?:[^()\d]*)(\d{4})\b")
_QUALIFIED = re.compile(r"^(.{2,}?)\s*\([^()]*\)$")
_NON_NAME = re.compile(r"^['\"]+|['\"]+$")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_FOREIGN_SCRIPT = re.compile(r"[\u0400-\u1dff\u2e80-\uffef]{3}")
_CRUDE = re.compile(r"^[a-z]+(?: \(.*\))?$")
_GUESSED = "villmow/"
_LONGEST_ALIAS = 70
_STATES = frozenset({Kind.COUNTRY, Kind.TERRITORY, Kind.REGION})
_FAITHFUL = frozenset(
    {"persons.tsv.gz", "cities_us.tsv.gz", "offices.tsv.gz", "parties.tsv", "cities.tsv.gz"}
)
_CURATED = frozenset({"core.tsv", "core_more.tsv", "countries.tsv"})
_AGREEMENT_ENDS = (
    " treaty",
    " convention",
    " conventions",
    " accords",
    " accord",
    " agreement",
    " act",
    " protocol",
    " pact",
)
_AGREEMENT_STARTS = ("treaty of", "treaty on", "convention on", "convention for", "agreement on")
_KNOWN_FAULTS = frozenset(
    {
        (Kind.WORK, Kind.AGREEMENT),
        (Kind.WORK, Kind.PERSON),
        (Kind.EVENT, Kind.AGREEMENT),
        (Kind.EVENT, Kind.CONCEPT),
        (Kind.PLACE, Kind.CONCEPT),
        (Kind.COMPANY, Kind.PLACE),
        (Kind.REGION, Kind.PLACE),
        (Kind.COMPANY, Kind.WORK),
        (Kind.PERSON, Kind.ORGANIZATION),
        (Kind.PERSON, Kind.COMPANY),
    }
)
_SCHOLARS = ("ologist", "ographer", "icist", "onomist", "ethicist")
_TOWN = re.compile(r"(?:city|town|village|borough|township) of ")
_CHAMBER = re.compile(
    r"(?:house of (?:representatives|commons|assembly)|chamber of deputies|legislative (?:assembly|council))$"
)
_OPERATOR = "brand/operator"
_UNSURE_LIFE = "persons.tsv.gz"
_NAMED_ONLY = "named in the New York Times"


@cache
def _kind_of_word() -> Mapping[str, Kind]:
    return {word: SEED_TYPES[name] for name, words in word_sets("class_words").items() for word in words}


@cache
def _domain_of_word() -> Mapping[str, int]:
    return {word: DOMAINS.index(name) for name, words in word_sets("domain_words").items() for word in words}


@cache
def _kind_of_last_word() -> Mapping[str, Kind]:
    return {word: SEED_TYPES[name] for name, words in word_sets("label_words").items() for word in words}


def _head(description: str) -> list[str]:
    return _HEAD_END.split(f"{description.casefold()} ", maxsplit=1)[0].split()


def class_of_description(description: str) -> Kind | None:
    """The class that the head noun of a description names, None if it names none that we know.

    >>> class_of_description("2004 American science fiction film by Frank Coraci")
    <Kind.WORK: 18>
    >>> class_of_description("person who acts in films"), class_of_description("American actor and politician")
    (<Kind.CONCEPT: 25>, <Kind.PERSON: 1>)
    """
    words = _head(description)
    if not words:
        return None
    scholar = Kind.PERSON if words[-1].endswith(_SCHOLARS) else None
    return _kind_of_word().get(words[-1], scholar)


def repair(draft: Draft, places: Mapping[str, int], taken: Mapping[str, int]) -> None:
    """Correct one item in place.

    `places` maps names and adjectives of countries to QID numbers, `taken` names that nothing else may have as
    an alias (those of countries and their regions).
    """
    _repair_label(draft, places)
    if not draft.curated and draft.file not in _FAITHFUL:
        _repair_kind(draft)
    draft.never = draft.never or draft.kind is Kind.CONCEPT or _is_common_noun(draft)
    if _is_population(draft):
        draft.prior = min(draft.prior, 75)
    draft.domain = _domain(draft)
    if not draft.country and draft.description:
        draft.country = country_in(draft.description, places)
    if not draft.country and draft.kind in {Kind.GOVERNMENT, Kind.PARTY}:
        draft.country = country_in(draft.label, places)
    if draft.kind is Kind.PERSON and not draft.life and draft.described_by != _UNSURE_LIFE:
        _repair_life(draft)
    crude = _CRUDE.match(draft.description) and draft.kind is Kind.PERSON
    if crude or _FOREIGN_SCRIPT.search(draft.description):
        draft.description = ""
    draft.aliases = {
        alias: None
        for alias in _clean_aliases(draft, places)
        if taken.get(name_key(alias), draft.qid) == draft.qid
    }


def _repair_label(draft: Draft, places: Mapping[str, int]) -> None:
    draft.label = _NON_NAME.sub("", draft.label) or draft.label
    if draft.label.casefold() in word_sets("name_words")["pronouns"]:  # "He" of Paavo Nuotio, in one source
        full = sorted(draft.aliases, key=lambda alias: (not 2 <= len(alias.split()) <= 4, -len(alias), alias))
        draft.label = full[0] if full else draft.label
        draft.never = not full
    if not draft.country:
        for name in draft.names:
            if name.endswith(")") and "(" in name:
                draft.country = draft.country or places.get(name_key(name[name.rindex("(") :]), 0)
    if (match := _QUALIFIED.match(draft.label)) is not None:
        draft.aliases.setdefault(draft.label)
        draft.label = match[1]


def _repair_kind(draft: Draft) -> None:
    told = class_of_description(draft.description)
    label = draft.label.casefold()
    if draft.description.startswith(_NAMED_ONLY):
        draft.kind = Kind.PERSON if _looks_like_person(draft.label) else Kind.OTHER
        if "wikitrivia-data" in draft.source:
            draft.kind = Kind.CITY
    elif told is not None and _is_better(told, draft):
        draft.kind = told
    if draft.kind is Kind.COMPANY and draft.description.startswith(_OPERATOR) and _TOWN.match(label):
        draft.kind = Kind.CITY
    if draft.kind is Kind.OTHER and told is None:
        draft.kind = Kind.GOVERNMENT if _CHAMBER.search(label) else _kind_of_label(label)
    if label.endswith(_AGREEMENT_ENDS) or label.startswith(_AGREEMENT_STARTS):
        draft.kind = Kind.AGREEMENT if draft.kind in {Kind.EVENT, Kind.WORK, Kind.OTHER} else draft.kind
    if label.startswith("university of") or label.endswith(" university"):
        draft.kind = Kind.UNIVERSITY
    if label.endswith((" pandemic", " outbreak")):
        draft.kind = Kind.EVENT
    if label.endswith(" people") and draft.kind in {Kind.ORGANIZATION, Kind.OTHER, Kind.CONCEPT}:
        draft.kind, draft.prior = Kind.GROUP, min(draft.prior, 150)
    if "diocese of" in label or "eparchy of" in label or "vicariate" in label:
        draft.kind, draft.prior = Kind.ORGANIZATION, min(draft.prior, 50)


def _kind_of_label(label: str) -> Kind:
    words = label.split()
    return _kind_of_last_word().get(words[-1], Kind.OTHER) if len(words) > 1 else Kind.OTHER


def _is_better(told: Kind, draft: Draft) -> bool:
    """Whether the class that a description tells is to be trusted more than the seed's.

    Of the FB15k rows always (their classes are guesses); of the others, whose classes come from Wikidata, only
    where the seed is known to go wrong.
    """
    if draft.kind is Kind.OTHER or _GUESSED in draft.source.split(";")[0]:
        return True
    if told is Kind.PERSON:
        return _looks_like_person(draft.label) and draft.kind not in {
            Kind.OFFICE,
            Kind.CHARACTER,
            Kind.CONCEPT,
        }
    return (draft.kind, told) in _KNOWN_FAULTS


def _is_population(draft: Draft) -> bool:
    """Whether the prior of something that is no place came from a number of inhabitants."""
    places = {Kind.COUNTRY, Kind.TERRITORY, Kind.FORMER_COUNTRY, Kind.REGION, Kind.CITY, Kind.PLACE}
    return draft.kind not in places and "wikitrivia-data" in draft.source and draft.file.startswith("more_")


def _looks_like_person(label: str) -> bool:
    words = label.split()
    return 2 <= len(words) <= 4 and all(
        word[0].isupper() or word in {"de", "van", "von", "bin"} for word in words
    )


def _is_common_noun(draft: Draft) -> bool:
    """Whether the label is written as an ordinary word ("actor", not "al-Qaeda", "iPhone" or "eBay")."""
    if draft.file in _CURATED:
        return False
    return _LATIN.search(draft.label) is not None and not any(c.isupper() for c in draft.label)


def _domain(draft: Draft) -> int:
    known = _domain_of_word()
    for word in re.findall(r"[\w-]+", draft.description.casefold()):
        if word in known:
            return known[word]
    if draft.file in {"persons.tsv.gz", "parties.tsv"}:
        return DOMAINS.index("politics")
    return DOMAINS.index("sport") if draft.kind is Kind.TEAM else 0


def _repair_life(draft: Draft) -> None:
    match = _LIFE.search(draft.description)
    if match is not None:
        draft.start, draft.end, draft.life = int(match[1]), int(match[2]), True
    elif (born := _BORN.search(draft.description)) is not None:
        draft.start, draft.end, draft.life = int(born[1]), 0, True


def _clean_aliases(draft: Draft, adjectives: Mapping[str, int]) -> list[str]:
    kept = []
    for raw in draft.aliases:
        alias = _NON_NAME.sub("", raw.strip())
        if (match := _QUALIFIED.match(alias)) is not None and name_key(match[1]):
            kept.append(match[1])
            continue
        if _is_useful(alias, draft, adjectives):
            kept.append(alias)
    return [alias for alias in dict.fromkeys(kept) if alias and alias != draft.label]


def _is_useful(alias: str, draft: Draft, adjectives: Mapping[str, int]) -> bool:
    if len(alias) > _LONGEST_ALIAS or not _LATIN.search(alias) or not any(c.isupper() for c in alias):
        return False
    if draft.kind in _STATES:
        code = len(alias) <= 3 and alias.isupper() and alias not in SHORT_STATE_NAMES
        return not code and not (draft.kind is Kind.COUNTRY and _is_adjective(alias, draft, adjectives))
    return len(alias) > 1


def _is_adjective(alias: str, draft: Draft, adjectives: Mapping[str, int]) -> bool:
    return (
        alias.endswith(("ian", "ese", "ish", "ians", "men", "i"))
        and adjectives.get(name_key(alias)) == draft.qid
    )

"""Names in an article: cleaned spans, and which of them name the same thing."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from spacy.tokens import Doc, Token

from kg.extract.lexicon import Country, countries, demonyms, metonyms, people_nouns
from kg.records import EntityType

__all__ = ["Name", "NameGroup", "find_names", "fold", "group_names"]

TYPES: dict[str, EntityType] = {
    "PERSON": "person",
    "ORG": "organization",
    "COUNTRY": "country",
    "PLACE": "place",
    "GROUP": "group",
    "EVENT": "event",
    "AGREEMENT": "agreement",
    "ARTIFACT": "artifact",
    "WORK": "work",
    "NORP": "group",
}
TITLES = frozenset(
    [
        "president",
        "vice",
        "prime",
        "minister",
        "chancellor",
        "premier",
        "king",
        "queen",
        "prince",
        "princess",
        "sultan",
        "emir",
        "pope",
        "bishop",
        "archbishop",
        "cardinal",
        "senator",
        "sen.",
        "representative",
        "rep.",
        "congressman",
        "congresswoman",
        "governor",
        "gov.",
        "mayor",
        "secretary",
        "general",
        "gen.",
        "admiral",
        "adm.",
        "colonel",
        "col.",
        "major",
        "maj.",
        "captain",
        "capt.",
        "lieutenant",
        "lt.",
        "sergeant",
        "sgt.",
        "judge",
        "justice",
        "attorney",
        "prosecutor",
        "ambassador",
        "envoy",
        "foreign",
        "defence",
        "defense",
        "finance",
        "interior",
        "director",
        "commissioner",
        "chief",
        "speaker",
        "dr.",
        "dr",
        "doctor",
        "professor",
        "prof.",
        "mr.",
        "mr",
        "mrs.",
        "mrs",
        "ms.",
        "ms",
        "sir",
        "dame",
        "lord",
        "lady",
        "baroness",
        "sheikh",
        "ayatollah",
        "rabbi",
        "rev.",
        "reverend",
        "imam",
        "coach",
        "manager",
        "analyst",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "councillor",
        "deputy",
        "detective",
        "officer",
        "inspector",
        "superintendent",
        "sheriff",
        "mp",
        "chairman",
        "chairwoman",
        "former",
        "acting",
        "senior",
        "state",
        "first",
        "lady",
        "pm",
    ]
)
_HONOUR = {
    "mr.": "m",
    "mr": "m",
    "mrs.": "f",
    "mrs": "f",
    "ms.": "f",
    "ms": "f",
    "sir": "m",
    "dame": "f",
    "lord": "m",
    "lady": "f",
    "king": "m",
    "queen": "f",
    "prince": "m",
    "princess": "f",
    "pope": "m",
}
_SUFFIX = frozenset({"jr.", "jr", "sr.", "sr", "ii", "iii", "iv"})
_COMPANY = frozenset(
    [
        "inc",
        "inc.",
        "corp",
        "corp.",
        "corporation",
        "co",
        "co.",
        "company",
        "ltd",
        "ltd.",
        "limited",
        "plc",
        "llc",
        "group",
        "holdings",
        "se",
        "ag",
        "sa",
        "nv",
        "gmbh",
        "airlines",
        "airways",
        "motors",
        "bank",
    ]
)
_NOT_NAMES = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "i",
        "we",
        "he",
        "she",
        "they",
        "it",
        "the",
        "a",
        "an",
        "mr",
        "mrs",
        "ms",
    ]
)
_QUOTES = "\"'“”‘’«»()[]"


def fold(name: str) -> str:
    """A name without accents, case, dots and "the", for comparing.

    >>> fold("The U.S."), fold("Brudziński")
    ('us', 'brudzinski')
    """
    plain = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("ø", "o").replace("đ", "d"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold().replace("’", "'")
    plain = re.sub(r"\.(?=\w\.|\s|$)|\.$", "", plain.removeprefix("the "))
    return " ".join(plain.replace(".", "").split())


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens `start <= i < end` of a doc that name something."""

    start: int
    end: int
    text: str
    type: EntityType
    adjective: bool = False
    country: Country | None = None
    gender: str = ""
    score: float = 0.9

    @property
    def words(self) -> list[str]:
        """Its words, folded."""
        return fold(self.text).split()


@dataclass(slots=True)
class NameGroup:
    """Names of one thing: `text` is the fullest form."""

    type: EntityType
    text: str
    names: list[Name] = field(default_factory=list)
    country: Country | None = None
    gender: str = ""


def find_names(doc: Doc) -> list[Name]:
    """The names of a doc in text order, not overlapping."""
    found = list(_long_countries(doc))
    taken = {i for name in found for i in range(name.start, name.end)}
    for ent in doc.ents:
        if ent.label_ in TYPES and not taken & set(range(ent.start, ent.end)):
            found += _clean(doc, ent.start, ent.end, ent.label_)
    taken = {i for name in found for i in range(name.start, name.end)}
    found += [name for token in doc if token.i not in taken for name in _known_word(token)]
    return sorted((n for n in found if not (n.type == "work" and n.adjective)), key=lambda name: name.start)


@cache
def _country_starts() -> dict[str, list[list[str]]]:
    """Country names of three words and more, as spaCy splits them, by first word; longest first."""
    table: dict[str, list[list[str]]] = {}
    for form in countries():
        words = form.replace("'s", " 's").split()
        if len(words) > 2:
            table.setdefault(words[0], []).append(words)
    return {first: sorted(forms, key=len, reverse=True) for first, forms in table.items()}


def _long_countries(doc: Doc) -> Iterator[Name]:
    """Official names ("People's Republic of China"), so that no part of one is taken for another country."""
    i = 0
    while i < len(doc):
        for words in _country_starts().get(doc[i].text, ()):
            if [t.text.replace("’", "'") for t in doc[i : i + len(words)]] == words:
                text = doc[i : i + len(words)].text
                country = countries()["".join(f" {w}" if w != "'s" else w for w in words).strip()]
                yield Name(i, i + len(words), text, "country", country=country, score=0.95)
                i += len(words) - 1
                break
        i += 1


def _known_word(token: Token) -> Iterator[Name]:
    """Nationality adjectives and unmistakable country names that the model left out."""
    text = token.text
    if text in demonyms() and token.dep_ in ("amod", "compound", "conj", "nmod:desc") and not token.is_lower:
        yield Name(token.i, token.i + 1, text, "country", adjective=True, country=demonyms()[text])
    elif (
        text in countries()
        and token.pos_ == "PROPN"
        and token.dep_ not in ("flat", "compound")
        and len(text) > 3
    ):
        yield Name(token.i, token.i + 1, text, "country", country=countries()[text], score=0.7)


def _clean(doc: Doc, start: int, end: int, label: str) -> Iterator[Name]:
    tokens = list(doc)
    gender = ""
    while start < end and (
        tokens[start].is_space
        or tokens[start].text in _QUOTES
        or tokens[start].lower_ in ("the", "a", "an", "-", "’s", "'s")
        or (label == "PERSON" and tokens[start].lower_ in TITLES and end - start > 1)
        or (label == "PERSON" and tokens[start].text in demonyms() and end - start > 1)
    ):
        gender = _HONOUR.get(tokens[start].lower_, gender)
        start += 1
    while end > start and (
        tokens[end - 1].is_space
        or tokens[end - 1].text in _QUOTES + ",;:-–—"
        or tokens[end - 1].lower_ in ("'s", "’s", "'", "’")
    ):
        end -= 1
    if start == end:
        return
    if start and not gender:
        gender = _HONOUR.get(tokens[start - 1].lower_, "")
    text = doc.text[tokens[start].idx : tokens[end - 1].idx + len(tokens[end - 1])]
    if "\n" in text:
        text = " ".join(text.split())
    if not _plausible(text, label):
        return
    score = min((t._.name_score for t in tokens[start:end]), default=0.9)
    name = Name(start, end, text, TYPES[label], gender=gender, score=score if score >= 0 else 0.9)
    yield _typed(name, label, tokens[end - 1])


def _plausible(text: str, label: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    if len(letters) < 2 or text.casefold().rstrip(".") in _NOT_NAMES:
        return False
    return any(c.isupper() for c in letters) or (
        label in ("WORK", "ARTIFACT") and any(c.isdigit() for c in text)
    )


def _typed(name: Name, label: str, last: Token) -> Name:
    """The name with the type that word lists are sure of."""
    text = name.text.replace("’", "'")
    if (
        label != "PERSON"
        and text in countries()
        and (label in ("COUNTRY", "PLACE", "ORG", "NORP") or name.score < 0.6)
    ):
        return replace(name, type="country", country=countries()[text], adjective=False)
    if text in demonyms() and label in ("NORP", "COUNTRY", "PLACE", "ORG", "GROUP", "WORK"):
        if text in people_nouns() and (
            last.tag_ in ("NNS", "NNPS") or (last.dep_ in ("nsubj", "obj") and last.pos_ == "NOUN")
        ):
            return replace(name, type="group", country=people_nouns()[text])
        language = last.dep_ in ("obl", "nmod", "obj") and last.pos_ in ("PROPN", "NOUN")  # "in English"
        return replace(
            name,
            type="work" if language else "country",
            adjective=True,
            country=None if language else demonyms()[text],
        )
    if text in people_nouns():
        return replace(name, type="group", country=people_nouns()[text])
    if text in metonyms() and (label != "PERSON" or not any(t.dep_ == "flat" for t in last.children)):
        return replace(name, type="place" if metonyms()[text].kind == "capital" else "organization")
    if label == "NORP":
        return replace(name, adjective=last.pos_ == "ADJ" or last.dep_ in ("amod", "compound"))
    return name


def group_names(names: list[Name]) -> list[NameGroup]:
    """Names joined where they name the same thing, in order of first mention."""
    names = _agree_on_types(names)
    groups: list[NameGroup] = []
    _group_countries([n for n in names if n.type == "country" and n.country], groups)
    _group_persons([n for n in names if n.type == "person"], groups)
    _group_others(
        [n for n in names if n.type != "person" and not (n.type == "country" and n.country)], groups
    )
    for group in groups:
        group.names.sort(key=lambda name: name.start)
    return sorted(groups, key=lambda group: group.names[0].start)


def _agree_on_types(names: list[Name]) -> list[Name]:
    """One type for all mentions with the same words: the most frequent one.

    Full names of people settle what their surname means.
    """
    votes: dict[str, Counter[EntityType]] = {}
    surnames = {n.words[-1] for n in names if n.type == "person" and len(n.words) > 1}
    for name in names:
        votes.setdefault(fold(name.text), Counter())[name.type] += 1
    result = []
    for name in names:
        key = fold(name.text)
        counts = votes[key]
        best = max(sorted(counts), key=lambda kind: counts[kind])
        if name.country or name.adjective or best == name.type or (name.type == "person" and key in surnames):
            result.append(name)
        elif key in surnames and counts["person"]:
            result.append(replace(name, type="person"))
        elif best == "country":
            known = next((n for n in names if fold(n.text) == key and n.country), None)
            result.append(replace(name, type="country", country=known.country if known else None))
        else:
            result.append(replace(name, type=best))
    return result


def _group_countries(names: list[Name], groups: list[NameGroup]) -> None:
    by_qid: dict[str, NameGroup] = {}
    for name in names:
        country = name.country
        if country is None:
            continue
        group = by_qid.get(country.qid)
        if group is None:
            group = by_qid[country.qid] = NameGroup("country", country.name, country=country)
            groups.append(group)
        group.names.append(name)


def _surname(words: list[str]) -> str:
    core = [w for w in words if w not in _SUFFIX]
    return core[-1].removeprefix("al-").removeprefix("el-") if core else ""


def _same_person(a: list[str], b: list[str]) -> bool:
    """Whether two full names can be one person: same surname, and first names equal or one an initial."""
    if a == b:
        return True
    if _surname(a) != _surname(b):
        short, long = sorted((a, b), key=len)
        return len(short) >= 2 and set(short) <= set(long)
    first, second = a[0].rstrip("."), b[0].rstrip(".")
    return (
        first == second
        or (min(len(first), len(second)) == 1 and first[0] == second[0])
        or set(a) <= set(b)
        or set(b) <= set(a)
    )


def _group_persons(names: list[Name], groups: list[NameGroup]) -> None:
    people: list[NameGroup] = []
    for name in names:
        words = name.words
        if len(words) < 2:
            continue
        group = next((g for g in people if _same_person(words, fold(g.text).split())), None)
        if group is None:
            group = NameGroup("person", name.text)
            people.append(group)
        elif len(name.text) > len(group.text) and len(words) <= 4:
            group.text = name.text
        group.names.append(name)
        group.gender = group.gender or name.gender
    for name in names:
        if len(name.words) < 2:
            group = _short_name(name, people)
            if group is None:
                group = NameGroup("person", name.text)
                people.append(group)
            group.names.append(name)
            group.gender = group.gender or name.gender
    groups += people


def _short_name(name: Name, people: list[NameGroup]) -> NameGroup | None:
    """The person whose surname, else first name, the word is: the last one mentioned before it, else the next."""
    word = _surname(name.words) or fold(name.text)
    fits: list[tuple[int, int, NameGroup]] = []
    for group in people:
        words = fold(group.text).split()
        parts = {
            _surname(words),
            *_surname(words).split("-"),
            *(" ".join(words).split("-")[-1:] if "-" in words[-1] else ()),
        }
        rank = 0 if word in parts else 1 if word == words[0] else 2 if word in words else 3
        if rank == 3 or (name.gender and group.gender and name.gender != group.gender):
            continue
        before = [n.start for n in group.names if n.start < name.start]
        after = min((n.start for n in group.names if n.start > name.start), default=10**9)
        fits.append((rank, name.start - max(before) if before else after, group))
    return min(fits, key=lambda fit: fit[:2])[2] if fits else None


def _initials(words: list[str]) -> set[str]:
    heavy = [w for w in words if w not in ("of", "the", "and", "for", "in", "on", "de")]
    return {"".join(w[0] for w in heavy), "".join(w[0] for w in words)}


def _group_others(names: list[Name], groups: list[NameGroup]) -> None:
    mine: list[NameGroup] = []
    for name in sorted(names, key=lambda n: (-len(n.words), n.start)):
        words = name.words
        group = next((g for g in mine if _same_thing(name, words, g)), None)
        if group is None:
            group = NameGroup(name.type, name.text, country=name.country)
            mine.append(group)
        group.names.append(name)
    groups += mine


def _same_thing(name: Name, words: list[str], group: NameGroup) -> bool:
    full = fold(group.text).split()
    if words == full:
        return name.type == group.type or {name.type, group.type} <= {
            "organization",
            "artifact",
            "work",
            "place",
        }
    if name.type != group.type or name.adjective:
        return False
    if len(words) == 1 and name.text.isupper() and len(name.text) > 1:
        return len(full) > 1 and words[0].replace(".", "") in _initials(full)
    if name.type not in ("organization", "event", "agreement", "artifact"):
        return False
    if full[: len(words)] == words:
        return len(words) > 1 or all(w in _COMPANY for w in full[1:])
    return full[-len(words) :] == words and len(words) > 1

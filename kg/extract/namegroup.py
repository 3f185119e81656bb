"""Which names of an article name the same thing."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from kg.extract.lexicon import Land, acronyms, demonyms, lands, metonyms, word_list
from kg.extract.name import Name, fold
from kg.extract.personname import core_words, first_name_gender, rank_of, same_person, spelt_alike
from kg.extract.tree import Tree
from kg.records import EntityType

__all__ = ["NameGroup", "group_names"]

_LONGEST_ACRONYM = 5
_GENERIC = word_list("generic")
"""First words of a body's name that do not name it alone."""
_COMPANY = word_list("company")
_SHORTENED = frozenset({"organization", "event", "agreement", "artifact", "work", "group"})
_PARTIES = frozenset({"democratic", "republican"})
"""Adjectives of parties that an article often names by nothing else."""
_INTERCHANGEABLE: frozenset[EntityType] = frozenset(
    {"organization", "artifact", "work", "place", "group", "agreement"}
)
_PEERAGE = frozenset({"lord", "lady", "baron", "baroness", "viscount", "earl", "duke", "duchess"})
_FIELDS = frozenset({"department", "ministry"})
"""Bodies behind whose "of" stands what they do."""
_WATERS = frozenset({"sea", "ocean", "islands", "desert", "mountains", "peninsula"})
"""Last words of places that are often left out."""
_NATIONAL = word_list("national")
"""Bodies that every state has one of."""
_FOREIGN_SHORT = re.compile(r"[A-Z](?:[A-Z]|-(?=[A-Z])){2,5}")
_FORCES = frozenset({"forces", "force", "guards", "airport", "hospital", "stadium", "corps", "police"})
_LIGHT = frozenset({"of", "the", "and", "for", "in", "on", "de", "du", "des", "la", "to", "against", "&"})


@dataclass(slots=True)
class NameGroup:
    """Names of one thing: `text` is the fullest form; `owner` is the item of the land whose body it is, if told."""

    type: EntityType
    text: str
    names: list[Name] = field(default_factory=list)
    land: Land | None = None
    gender: str = ""
    words: tuple[str, ...] = ()
    fixed: bool = False
    owner: str = ""

    def add(self, name: Name) -> None:
        """Take a name in; its gender counts if none is known."""
        self.names.append(name)
        self.gender = self.gender or name.gender


def group_names(tree: Tree, names: list[Name]) -> list[NameGroup]:
    """Names joined where they name the same thing, in order of first mention."""
    names = _agree_on_types(names)
    persons = [n for n in names if n.type == "person"]
    countries = [n for n in names if n.land is not None and n.type != "group"]
    rest = [n for n in names if n.type != "person" and (n.land is None or n.type == "group")]
    groups = [*_lands(countries), *_persons(tree, persons), *_Bodies(tree, rest, countries).groups()]
    for group in groups:
        group.names.sort(key=lambda name: name.start)
    return sorted(groups, key=lambda group: (group.names[0].start, group.names[0].inner))


def _agree_on_types(names: list[Name]) -> list[Name]:
    """One type for all names with the same words, that of most of them; a surname is that of the full name."""
    votes: dict[str, Counter[EntityType]] = {}
    surnames: set[str] = set()
    given: set[str] = set()
    eponyms: dict[str, EntityType] = {}
    for name in names:
        votes.setdefault(fold(name.text), Counter())[name.type] += 1 + (name.score > 0.8)
        if name.type == "person" and len(words := core_words(name.words)) > 1:
            surnames.add(words[-1])
            given.update(words[:-1])
        elif name.type in {"event", "organization"} and len(full := _signature(name.text)) > 1:
            eponyms.setdefault(full[-1] if name.type == "event" else full[0], name.type)
    result = []
    for name in names:
        key = fold(name.text)
        counts = votes[key]
        best = max(sorted(counts), key=lambda kind: counts[kind])
        seat = name.text in metonyms() and key not in surnames
        known = name.land is not None or name.adjective or seat
        if known or best == name.type:
            kind = name.type
        elif key in surnames | given and (name.type == "person" or counts["person"]):
            kind = "person"
        else:
            kind = best
        if not known and kind != "person" and key in surnames and kind not in {"group", "country"}:
            kind = "person"
        elif (
            kind == "person"
            and key in eponyms
            and key not in surnames | given
            and not name.gender
            and not name.titles
        ):
            kind = eponyms[key]
        result.append(name if kind == name.type else replace(name, type=kind))
    return result


def _lands(names: list[Name]) -> list[NameGroup]:
    by_qid: dict[str, NameGroup] = {}
    for name in names:
        land = name.land
        if land is None:
            continue
        group = by_qid.get(land.qid)
        if group is None:
            text = land.name
            group = by_qid[land.qid] = NameGroup(land.type, text, land=land)
        group.add(name)
    return list(by_qid.values())


# ---------------------------------------------------------------- people


def _persons(tree: Tree, names: list[Name]) -> list[NameGroup]:
    groups: list[NameGroup] = []
    single: list[Name] = []
    for name in names:
        words = core_words(name.words)
        if len(words) < 2 or (len(words) == 2 and words[0] in {"al", "el", "bin", "de", "van", "von"}):
            single.append(name)
            continue
        group = next(
            (g for g in groups if any(same_person(words, core_words(n.words)) for n in g.names)), None
        )
        if group is None:
            group = NameGroup("person", name.text)
            groups.append(group)
        group.add(name)
    for group in groups:
        group.text = _fullest(group.names)
        group.words = tuple(core_words(fold(group.text).split()))
        group.gender = group.gender or first_name_gender(group.text)
    peers: dict[tuple[str, ...], NameGroup] = {}
    for name in single:
        short = tuple(core_words(name.words))
        if (peer := _peer(tree, name, groups)) is not None:
            peers.setdefault(short, peer)
        found = (peers.get(short) if name.titles & _PEERAGE else None) or _owner(name, groups)
        if found is None:
            found = NameGroup("person", name.text, words=short)
            groups.append(found)
        found.add(name)
    return groups


def _peer(tree: Tree, name: Name, groups: list[NameGroup]) -> NameGroup | None:
    """Who bears a name with a title of nobility that stands beside his own: "Colin Sutherland, Lord Carloway"."""
    if not name.titles & _PEERAGE or tree.dep[name.head] != "appos":
        return None
    other = tree.head[name.head]
    return next((g for g in groups for n in g.names if n.start <= other < n.end <= name.start), None)


def _fullest(names: Iterable[Name]) -> str:
    """The form with most words, the first of them."""
    return max(names, key=lambda n: (len(core_words(n.words)), not _shouted(n.text), -n.start)).text


def _owner(name: Name, groups: list[NameGroup]) -> NameGroup | None:
    """Whose short name it is: a surname before a first name, then the person named last; gender must agree."""
    words = core_words(name.words)
    fits = []
    for group in groups:
        rank = rank_of(words, group.words)
        if rank is None or (name.gender and group.gender and name.gender != group.gender):
            continue
        before = [n.start for n in group.names if n.start < name.start]
        distance = name.start - max(before) if before else 10_000 + min(n.start for n in group.names)
        fits.append((rank, distance, group))
    if not fits:
        return _misspelt(name, words, groups)
    best = min(rank for rank, _, _ in fits)
    options = [fit for fit in fits if fit[0] == best]
    if len(options) > 1:
        return _main_one(options)
    return options[0][2]


def _misspelt(name: Name, words: list[str], groups: list[NameGroup]) -> NameGroup | None:
    """The only person named before in full whose family name differs in one letter: "Chriac" for "Jacques Chirac"."""
    if len(words) != 1:
        return None
    fits = [
        group
        for group in groups
        if len(group.words) > 1
        and group.names[0].start < name.start
        and spelt_alike(words[0], group.words[-1])
    ]
    return fits[0] if len(fits) == 1 else None


def _main_one(fits: list[tuple[int, int, NameGroup]]) -> NameGroup:
    """Of two with one surname: who was named before, first; whom the article has named most; who came first."""
    before = [fit for fit in fits if fit[1] < 10_000] or fits
    return max(before, key=lambda fit: (len(fit[2].names), -fit[2].names[0].start))[2]


# ---------------------------------------------------------------- everything else


@lru_cache(maxsize=20_000)
def _signature(text: str) -> tuple[str, ...]:
    """Folded words with a land made one word in front: "US Supreme Court" as "Supreme Court of the United States"."""
    words = text.replace("’", "'").removeprefix("The ").removeprefix("the ").split()
    for i in range(len(words) - 1, 1, -1):
        land = (
            lands().get(" ".join(words[i + 1 + (words[i + 1 : i + 2] == ["the"]) :]))
            if words[i] == "of"
            else None
        )
        if (
            land is not None
            and land.type == "country"
            and _NATIONAL.intersection(_spelling(" ".join(words[:i])))
        ):
            return (land.qid, *_spelling(" ".join(words[:i])))
    words = _place_first(words)
    for size in (3, 2, 1):
        head = " ".join(words[:size]).removesuffix("'s")
        land = lands().get(head) or (demonyms().get(head) if size == 1 else None)
        if land is not None and len(words) > size:
            return (land.qid, *_spelling(" ".join(words[size:])))
    return tuple(_spelling(" ".join(words)))


def _place_first(words: list[str]) -> list[str]:
    """The words of "Supreme Court of Ohio" as in "Ohio Supreme Court"; others as they are."""
    if "of" not in words[1:-1]:
        return words
    at = words.index("of")
    court, place = words[:at], words[at + 1 + (words[at + 1] == "the") :]
    public = len(court) > 1 and court[-1].casefold() in _NATIONAL - _FIELDS
    named = 0 < len(place) < 4 and place != ["Justice"] and all(w[:1].isupper() for w in place)
    return [*place, *court] if public and named else words


def _spelling(text: str) -> list[str]:
    swaps = {
        "defence": "defense",
        "centre": "center",
        "labour": "labor",
        "organisation": "organization",
        "programme": "program",
        "guards": "guard",
    }
    words = [swaps.get(w, w) for w in fold(text.replace("&", "and")).split()]
    if len(words) > 2 and words[0] in {"department", "ministry"} and words[1] == "of":
        return [*words[2 + (words[2] == "the") :], words[0]]  # "Department of State"
    return words


class _Bodies:
    """Groups of the names that are neither people nor lands."""

    def __init__(self, tree: Tree, names: list[Name], lands: list[Name]) -> None:
        self.tree = tree
        self.names = names
        self.land_from = {name.start: name.land.qid for name in lands if name.land is not None}
        self.land_to = {name.end: name.land.qid for name in lands if name.land is not None}
        self.made: list[NameGroup] = []
        self.by_words: dict[tuple[str, ...], list[NameGroup]] = {}

    def groups(self) -> list[NameGroup]:
        """Longer names first, so that short forms find them."""
        short_for = self._brackets()
        for name in sorted(self.names, key=lambda n: (-len(_signature(n.text)), n.start)):
            if name.start in short_for:
                continue
            self._place(name)
        for name in self.names:
            if name.start in short_for:
                self._introduced(name, short_for[name.start])
        self._rename()
        return self.made

    def _brackets(self) -> dict[int, Name]:
        """Abbreviations that stand in brackets behind a name, by their start."""
        tokens = self.tree.tokens
        by_end = {name.end: name for name in self.names if not name.inner}
        found = {}
        for name in self.names:
            if name.start < 2 or name.end >= len(tokens):
                continue
            opening = self._opening(name.start)
            if opening is None or tokens[name.end].text not in {")", "]", ",", ";", "."}:
                continue
            long = by_end.get(opening)
            if long is not None and long.end - long.start == 1 and name.end - name.start > 1:
                if _abbreviates(long.text, name):
                    found[long.start] = name  # "RMT (National Union of ...)"
                continue
            if long is None or long.end - long.start < 2:
                continue
            single = name.end - name.start == 1
            known = _abbreviates(name.text, long) or self._is_foreign_short(name, long)
            if known if single else _shares_word(name, long):
                found[name.start] = long
        return found

    def _is_foreign_short(self, name: Name, long: Name) -> bool:
        """Whether capitals behind a body are its initials in another language: "Doctors Without Borders (MSF)"."""
        bodies = {name.type, long.type} <= {"organization", "group"}
        if not bodies or not _FOREIGN_SHORT.fullmatch(name.text) or name.text in word_list("agency"):
            return False
        return all(n.start >= name.start for n in self.names if n.text == name.text)

    def _opening(self, i: int) -> int | None:
        """Where what a name before the token stands for may end: before a bracket, ", or", ", known as"."""
        low = self.tree.low
        if low[i - 1] in {"(", "["}:
            return i - 1
        for words in ([",", "or"], [",", "known", "as"], [",", "or", "the"], [",", "known", "as", "the"]):
            if low[i - len(words) : i] == words:
                return i - len(words)
        return None

    def _introduced(self, name: Name, long: Name) -> None:
        group = next((g for g in self.made if any(n is long for n in g.names)), None)
        if group is None:
            self._place(name)
            return
        other = next((g for g in self.made if g.text == name.text and g is not group), None)
        if other is not None:
            group.names += other.names
            self.made.remove(other)
        group.add(name)

    def _place(self, name: Name) -> None:
        words = _signature(name.text)
        owner = self._owner(name, words)
        group = self._same(name, words, owner)
        if group is None and name.adjective and len(words) == 1 and words[0] in _PARTIES:
            text = f"{name.text} Party"
            group = NameGroup("organization", text, words=_signature(text), fixed=True)
            self.made.append(group)
        if group is None:
            group = NameGroup(name.type, name.text, land=name.land, words=words)
            self.made.append(group)
        elif group.type == "group" and name.type == "organization":
            group.type = "organization"
        group.add(name)
        group.owner = group.owner or owner

    def _owner(self, name: Name, words: tuple[str, ...]) -> str:
        """The item of the land whose ministry, court or army it is: "Russia's …", "Russian …", "… of Russia"."""
        if name.type != "organization" or not _NATIONAL.intersection(words):
            return ""
        if (inside := self.land_from.get(name.start)) is not None:
            return inside
        low = self.tree.low
        before = name.start - (low[name.start - 1] in {"'s", "’s"}) if name.start else 0
        behind = name.end + 1 + (low[name.end + 1 : name.end + 2] == ["the"])
        of = low[name.end : name.end + 1] == ["of"] and self.land_from.get(behind)
        return of or self.land_to.get(name.start) or self.land_to.get(before) or ""

    def _same(self, name: Name, words: tuple[str, ...], owner: str) -> NameGroup | None:
        ours = [group for group in self.made if not owner or not group.owner or group.owner == owner]
        same = [
            group
            for group in ours
            if group.words == words
            and (group.type == name.type or {group.type, name.type} <= _INTERCHANGEABLE)
        ]
        if same:
            return max(same, key=lambda g: (bool(owner) and g.owner == owner, _last_before(g, name)))
        if len(words) == 1 and name.type in {"group", "organization"}:
            forms = {(f"{words[0]}s",), (words[0].removesuffix("s"),)}
            for group in ours:  # "the Houthi" and "the Houthis"
                people = group.type in {"group", "organization"} and group.land is name.land is None
                if group.words in forms and (people or group.type == name.type):
                    return group
        if name.adjective and len(words) == 1:
            if words[0] in _PARTIES:
                return next(
                    (g for g in self.made if g.words[-2:] == (words[0], "party") and len(g.words) < 4), None
                )
            found = next((g for g in self.made if self._is_adjective_of(words[0], g)), None)
            if found is not None or name.land is not None or name.type != "organization":
                return found
            name = replace(name, adjective=False)
        fits = [group for group in ours if self._shortens(name, words, group)]
        if not fits:
            return self._only_body(name, words, ours)
        before = [g for g in fits if min(n.start for n in g.names) < name.start] or fits
        return max(before, key=lambda g: _last_before(g, name))

    def _only_body(self, name: Name, words: tuple[str, ...], groups: list[NameGroup]) -> NameGroup | None:
        """The only body of the article whose full name, which comes later, holds the word: "the Navy"."""
        if len(words) > 1 or words[0] not in word_list("body") or name.type != "organization":
            return None
        fits = [g for g in groups if g.type == name.type and len(g.words) > 1 and g.words[-1] == words[0]]
        return fits[0] if len(fits) == 1 else None

    def _is_adjective_of(self, word: str, group: NameGroup) -> bool:
        """Whether it is as "Houthi" to "Houthis" or "Houthi movement"."""
        if group.type not in {"group", "organization"} or word in _GENERIC:
            return False
        if group.words == (word + "s",):
            return True
        return len(group.words) == 2 and group.words[0] == word and group.words[1] in word_list("movement")

    def _shortens(self, name: Name, words: tuple[str, ...], group: NameGroup) -> bool:
        full = group.words
        if len(words) == 1 and _is_acronym(name.text):
            same = group.type == name.type or {group.type, name.type} <= _INTERCHANGEABLE
            if full[0] == words[0] and all(w in _COMPANY or w in word_list("tail") for w in full[1:]):
                return same
            return same and len(full) > 1 and _acronym_of(name.text, group.text)
        if name.type == group.type == "place" and not name.adjective:
            return len(full) == len(words) + 1 and full[:-1] == words and full[-1] in _WATERS
        if (
            name.type != group.type
            or name.adjective
            or name.type not in _SHORTENED
            or len(words) >= len(full)
        ):
            return False
        if len(words) > 1:
            return _is_short_form(words, full) or _leaves_out(words, full)
        core = full[1:] if full[0][:1] == "Q" else full
        if words[0] in word_list("body"):
            heads = {core[-1], core[0] if core[1:2] == ("of",) else core[-1]}
            return words[0] in heads and group.names[0].start < name.start
        if core == (words[0], "party"):
            return True
        if len(full) == 2 and _is_land(full[1]):
            return False  # "Netflix" is not "Netflix Japan"
        if words[0] in _GENERIC or len(words[0]) < 3:
            return False
        if full[0] == words[0]:
            return group.type == "organization" or all(w in _COMPANY for w in full[1:])
        last = group.type == "event" or len(full) == 2 or (len(full) == 3 and words[0].endswith("s"))
        return full[-1] == words[0] and last and group.type != "group"

    def _rename(self) -> None:
        for group in self.made:
            if group.fixed and all(n.adjective for n in group.names):
                continue
            full = [n for n in group.names if not n.adjective] or group.names
            group.text = max(
                full, key=lambda n: (len(fold(n.text).split()), not _shouted(n.text), -n.start)
            ).text


def _last_before(group: NameGroup, name: Name) -> int:
    """Where the group was named last before a name; -1 if nowhere."""
    return max((n.start for n in group.names if n.start < name.start), default=-1)


def _is_short_form(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether the words are the full name without words before it and empty ones behind.

    "Revolutionary Guard" of "Islamic Revolutionary Guard Corps", but not "United Nations" of a body of theirs.
    """
    if words[-1] == "party" and full[-1] == "party":
        return full[0][:1] == "Q" and full[1:] == words  # "Iowa Democratic Party" is another one
    for i in range(len(full) - len(words) + 1):
        if full[i : i + len(words)] == words:
            behind = full[i + len(words) :]
            return all(w in word_list("tail") for w in behind) or (
                behind[:1] == ("of",) and words[-1] in word_list("body") and len(behind) == 2
            )
    return False


def _leaves_out(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether words from inside the full name are left out: "Oversight Committee" of "Oversight and Reform Committee".

    The head stays, and so does a word that a body of another field would not have.
    """
    if (
        words[-1].removesuffix("s") != full[-1].removesuffix("s")
        or full[-1] not in word_list("body") | _FORCES
    ):
        return False
    rest = iter(full[:-1])
    return all(word in rest for word in words[:-1]) and not _GENERIC.issuperset(words[:-1])


@lru_cache(maxsize=2_000)
def _is_land(word: str) -> bool:
    return word.title() in lands()


def _shouted(text: str) -> bool:
    """Whether the name is written in capitals as in a dateline: "SANTIAGO"."""
    return text.isupper() and len(text) > _LONGEST_ACRONYM


def _is_acronym(text: str) -> bool:
    letters = text.replace(".", "").replace("’", "'").removesuffix("'s")
    return (
        2 <= len(letters) <= 8
        and letters[0].isupper()
        and sum(c.isupper() for c in letters) * 2 > len(letters)
        and (" " not in letters)
    )


def _acronym_of(short: str, full: str) -> bool:
    letters = fold(short).replace(" ", "").replace("&", "")
    known = acronyms().get(short)
    if known is not None and _signature(known) == _signature(full):
        return True
    words = fold(full).split()
    heavy = "".join(w[0] for w in words if w not in _LIGHT)
    trade = "".join(w[0] for w in words if w not in _LIGHT and w not in _COMPANY)
    signed = _signature(full)  # "CIA" of "United States Central Intelligence Agency"
    late = "".join(w[0] for w in signed[1:] if w not in _LIGHT) if signed[0][:1] == "Q" else heavy
    return letters in {heavy, trade, late, "".join(w[0] for w in words)}


def _shares_word(short: Name, long: Name) -> bool:
    """Whether several words in brackets are a short form with an abbreviation and a word of the name ("UH Manoa")."""
    if short.type != long.type or short.type != "organization" or short.end - short.start > 3:
        return False
    words = fold(short.text).split()
    return _is_acronym(short.text.split()[0]) and words[-1] in fold(long.text).split()


def _abbreviates(short: str, long: Name) -> bool:
    """Whether what stands in brackets behind a name is short for it, not its place or party."""
    if long.type in {"person", "place", "country"} or short in word_list("agency"):
        return False
    if not _is_acronym(short):
        return _is_syllables(short, fold(long.text).split())
    if _acronym_of(short, long.text):
        return True
    words = fold(long.text).split()
    letters = iter("".join(words))
    return words[0][0] == short[0].casefold() and all(c in letters for c in fold(short).replace(" ", ""))


def _is_syllables(short: str, words: list[str]) -> bool:
    """Whether a word in brackets is put together from the words of a long name, or one of them: "(Phivolcs)"."""
    letters = iter("".join(words))
    low = fold(short)
    made = len(words) > 2 and low[0] == words[0][0] and all(c in letters for c in low)
    return len(low) > 3 and " " not in low and short[:1].isupper() and (made or low in words)

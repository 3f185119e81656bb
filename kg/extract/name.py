"""Names in an article: cleaned spans with a type, and where they are only adjectives."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from kg.extract.lexicon import Land, demonyms, honorifics, lands, metonyms, people_nouns, word_list
from kg.extract.tree import Tree
from kg.records import EntityType

__all__ = ["Name", "find_names", "fold"]

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
"""Types by label of the name recogniser."""
_MODIFIER = frozenset({"amod", "compound", "nmod:desc"})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’", "`s", "s'"})
_HYPHENS = frozenset({"-", "–", "‑"})
_QUOTES = frozenset("\"'“”‘’«»()[]{}`*_") | {"``", "''"}
_EDGE = frozenset(",;:.-–—/|•·…&") | _QUOTES
_NOT_NAMES = word_list("not_name")
_DOTTED = frozenset({"jr", "sr", "inc", "corp", "co", "ltd", "bros"})
_MONTHS = frozenset(
    ["jan.", "feb.", "mar.", "apr.", "jun.", "jul.", "aug.", "sep.", "sept.", "oct.", "nov.", "dec."]
)
_NESTING = frozenset({"organization", "event", "agreement"})
_JOINED = re.compile(r"(?P<name>(?:[A-Z]\.){2,}|[A-Z][\w.]+)[-‑–](?P<rest>[a-z]\w+)")
_CAUCASUS = re.compile(
    r"\b(?:Tbilisi|Georgians?|Ossetia|Abkhazia|Caucasus|Saakashvili|Armenian?|Azerbaijani?|Batumi)\b"
)
_GEORGIA_US = re.compile(
    r"\b(?:Atlanta|Savannah|Augusta|Georgia state|Senate|Alabama|Florida|Carolina|Tennessee)\b"
)
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
"""Soft hyphens, joiners and marks of direction, which web pages leave in and around names."""
_NOTHING = str.maketrans(dict.fromkeys(_INVISIBLE, ""))
_FOLD = str.maketrans(
    {"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "’": "'", "‘": "'", "ʻ": "'", "ı": "i"}
)


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """A name without accents, case, dots and "the", for comparing.

    >>> fold("The U.S."), fold("Brudziński"), fold("Kim Jong-un")
    ('us', 'brudzinski', 'kim jong un')
    """
    plain = unicodedata.normalize("NFKD", name.translate(_FOLD))
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in _INVISIBLE).casefold()
    plain = plain.replace(".", "").replace("-", " ").replace("–", " ").replace("‑", " ")
    words = plain.removesuffix("'s").split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens `start <= i < end` of a doc that name something.

    `head` attaches it to the sentence. `land` is the country or territory that a word list knows by this name,
    or of which it is the adjective or the people. `inner` names stand inside another name.
    """

    start: int
    end: int
    head: int
    text: str
    type: EntityType
    adjective: bool = False
    land: Land | None = None
    gender: str = ""
    titles: frozenset[str] = frozenset()
    score: float = 0.9
    inner: bool = False
    chars: tuple[int, int] | None = None

    @property
    def words(self) -> list[str]:
        """Its words, folded."""
        return fold(self.text).split()


def find_names(tree: Tree) -> list[Name]:
    """The names of a doc in text order; those inside other names directly after them."""
    found: list[Name] = []
    taken = bytearray(len(tree))
    finder = _Finder(tree)
    for start, end, label in finder.spans():
        name = finder.clean(start, end, label)
        if name is not None and not any(taken[name.start : name.end]):
            found.append(name)
            taken[name.start : name.end] = b"\x01" * (name.end - name.start)
    known = (finder.known_word(i) for i in range(len(tree)) if not taken[i])
    found += [name for name in known if name is not None]
    found += [inner for name in list(found) for inner in finder.inside(name)]
    found = [name for name in found if not finder.is_language(name)]
    found.sort(key=lambda name: (name.start, name.inner, -name.end))
    return finder.coordinated(found)


class _Finder:
    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.words = tree.word

    def spans(self) -> Iterator[tuple[int, int, str]]:
        """The model's names; country names of several words win over parts and wrong joins of them."""
        spans = [(ent.start, ent.end, ent.label_) for ent in self.tree.doc.ents]
        ents = [span for span in spans if span[2] in TYPES]
        dated = {i for start, end, label in spans if label == "DATE" for i in range(start, end)}
        countries = [
            span
            for span in self._countries()
            if not any(s <= span[0] and span[1] <= e and (s, e) != span[:2] for s, e, _ in ents)
        ]
        covered = {i for start, end, _ in countries for i in range(start, end)}
        yield from countries
        for start, end, label in ents:
            if covered.intersection(range(start, end)) or dated.intersection(range(start, end)):
                continue
            yield from self._halves(start, end) or [(start, end, label)]

    def _halves(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """The two lands of "U.S.-China" and "Russian-Ukrainian", which the model takes for one name."""
        for i in range(start + 1, end - 1):
            if self.words[i] in _HYPHENS or self.words[i] == "/":
                halves = [(start, i), (i + 1, end)]
                known = [
                    text in lands() or text in demonyms() for text in (self.text(*half) for half in halves)
                ]
                return [(a, b, "NORP") for a, b in halves] if all(known) else []
        return []

    def _countries(self) -> Iterator[tuple[int, int, str]]:
        """Country names of two words and more, also those that the model has missed."""
        i = 0
        while i < len(self.words):
            for words in _long_lands().get(self.words[i], ()):
                if [w.replace("’", "'") for w in self.words[i : i + len(words)]] == words:
                    yield i, i + len(words), "COUNTRY"
                    i += len(words) - 1
                    break
            i += 1

    def clean(self, start: int, end: int, label: str) -> Name | None:
        """The name without articles, titles, quotation marks and the possessive, or None if nothing is left."""
        low = self.tree.low
        if end - start == 3 and self.words[start] in {"D", "R"} and self.words[start + 1] in _HYPHENS:
            return self.clean(start + 2, end, "PLACE")  # "D-Ohio"
        if end - start == 1 and label != "PERSON" and (joined := _JOINED.fullmatch(self.words[start])):
            return self._joined(start, joined["name"])
        titles: list[str] = []
        while start < end and self._drops(start, end, label):
            if label == "PERSON" and low[start] in honorifics():
                titles.append(low[start])
            start += 1
        while end > start and self._is_tail(start, end - 1):
            end -= 1
        if start == end or not self._plausible(start, end, label):
            return None
        if low[end - 1] in _DOTTED and end < len(low) and low[end] == "." and self._goes_on(end):
            end += 1
        if label == "PERSON" and (ship := self._ship(start)):
            return Name(ship, end, end - 1, self.text(ship, end), "artifact", score=0.8)
        before = self._titles_before(start) if label == "PERSON" else []
        titles = [*before, *titles]
        gender = next((g for title in reversed(titles) if (g := honorifics().get(title, ""))), "")
        chars = self._without_stop(start, end) if label == "PERSON" else None
        scores = [s for i in range(start, end) if (s := self.tree.mark(i, "name_score", -1.0)) >= 0]
        name = Name(
            start, end, self.head(start, end), self.text(start, end).removesuffix("." if chars else ""), TYPES[label],
            gender=gender, titles=frozenset(titles), score=min(scores, default=0.9), chars=chars,
        )  # fmt: skip
        return self._typed(name, label)

    def _without_stop(self, start: int, end: int) -> tuple[int, int] | None:
        """The characters of a name without the full stop that was taken for that of a month: "by Tariq Jan."."""
        if end - start < 2 or self.tree.low[end - 1] not in _MONTHS:
            return None
        first, last = self.tree.chars(start, end - 1)
        return first, last - 1

    def _goes_on(self, dot: int) -> bool:
        """Whether a full stop belongs to an abbreviation and does not end the sentence."""
        tree = self.tree
        following = self.words[dot + 1] if dot + 1 < len(tree) else ""
        return not tree.tokens[dot - 1].whitespace_ and (following == "," or following[:1].islower())

    def _drops(self, i: int, end: int, label: str) -> bool:
        """Whether the first token of a name is no part of it."""
        tree = self.tree
        low = tree.low[i]
        if tree.space[i] or self.words[i] in _EDGE or low in {"a", "an", "'s", "’s"}:
            return True
        if low == "the":
            return not (self.words[i] == "The" and label in {"ORG", "WORK", "PLACE"} and not self._starts(i))
        if label != "PERSON" or end - i < 2:
            return False
        return low in honorifics() or (self.words[i] in demonyms() and i + 2 < end) or low == "ex"

    def _starts(self, i: int) -> bool:
        """Whether the token opens a sentence or a line."""
        first = self.tree.bounds(i)[0]
        return all(self.tree.space[j] or self.words[j] in _QUOTES for j in range(first, i))

    def _is_tail(self, start: int, i: int) -> bool:
        word = self.words[i]
        if self.tree.space[i] or word in _POSSESSIVE or word.casefold() in {"the", "of", "and"}:
            return True
        if word == ")":
            return "(" not in self.words[start:i]
        return word in _EDGE

    def _plausible(self, start: int, end: int, label: str) -> bool:
        text = self.text(start, end)
        letters = [c for c in text if c.isalpha()]
        if len(letters) < 2 or len(text) > 120 or text.casefold().rstrip(".") in _NOT_NAMES:
            return False
        if any(text.count(a) != text.count(b) for a, b in ("()", "[]")):
            return False
        if any(c.isupper() for c in letters) or not letters[0].isascii():
            return True
        return label in {"WORK", "ARTIFACT"} and any(c.isdigit() for c in text)

    def text(self, start: int, end: int) -> str:
        """The words as they stand, white space made single."""
        first, last = self.tree.chars(start, end - 1)
        return " ".join(self.tree.text[first:last].translate(_NOTHING).split())

    def head(self, start: int, end: int) -> int:
        """The token of the span that hangs on a word outside."""
        for i in range(start, end):
            if not start <= self.tree.head[i] < end or self.tree.head[i] == i:
                if self.tree.dep[i] in {"flat", "flat:name"} and self._is_title(self.tree.head[i], start):
                    return self.tree.head[i]
                return i
        return end - 1

    def _is_title(self, i: int, start: int) -> bool:
        return start - 6 <= i < start and self.tree.low[i] in honorifics()

    def _ship(self, start: int) -> int:
        """Where the name of a ship after a person starts ("the Admiral Gorshkov"), or 0."""
        low = self.tree.low
        return (
            start - 1
            if start > 1 and low[start - 1] in {"admiral", "marshal"} and low[start - 2] == "the"
            else 0
        )

    def _titles_before(self, start: int) -> list[str]:
        """Title words right before a person's name."""
        found: list[str] = []
        i = start - 1
        while i >= 0 and start - i <= 6 and self.tree.low[i] in honorifics():
            found.insert(0, self.tree.low[i])
            i -= 1
        return found

    def _typed(self, name: Name, label: str) -> Name:
        """The name with the type that word lists are sure of."""
        text = name.text.replace("’", "'").removeprefix("The ")
        if label != "PERSON" and text in {"North", "South"} and (land := self._half_of_korea(text)):
            return replace(name, type="country", land=land, adjective=self._modifies(name))
        if text in people_nouns() and label != "PERSON" and self.tree.tag[name.end - 1] not in {"JJ", "NN"}:
            return replace(name, type="group", land=people_nouns()[text])
        land = lands().get(text) or self._islands(text)
        if land is not None and self._is_land(label, land, name):
            return replace(name, type=land.type, land=land, adjective=self._modifies(name))
        if text in demonyms() and label != "PERSON":
            return self._of_a_people(name, demonyms()[text])
        if text in metonyms() and (label != "PERSON" or self._is_seat(name)):
            return replace(name, type=metonyms()[text].type, adjective=self._modifies(name))
        if label in {"NORP", "GROUP"} and text in word_list("region"):
            return replace(name, type="place", adjective=self._modifies(name))
        if label == "NORP":
            return replace(name, adjective=self.tree.pos[name.head] == "ADJ" or self._modifies(name))
        if label in {"PLACE", "COUNTRY"}:
            built = name.end - name.start > 1 and self.tree.low[name.end - 1] in word_list("building")
            return replace(name, type="artifact" if built else name.type, adjective=self._modifies(name))
        return name

    def _islands(self, text: str) -> Land | None:
        """The land of "the Solomons" where the article also has its full name."""
        full = f"{text[:-1]} Islands"
        return lands().get(full) if text.endswith("s") and full in self.tree.text else None

    def _is_seat(self, name: Name) -> bool:
        """Whether what the model takes for a person is a capital."""
        alone = name.end - name.start == 1 and not name.titles
        return name.score < 0.5 or (alone and name.text not in word_list("also_person"))

    def _half_of_korea(self, text: str) -> Land | None:
        return (
            lands().get(f"{text} Korea")
            if "Korea" in self.tree.text or "Pyongyang" in self.tree.text
            else None
        )

    def _is_land(self, label: str, land: Land, name: Name) -> bool:
        if land.qid == "Q230":  # Georgia
            text = self.tree.text
            return bool(_CAUCASUS.search(text)) or (label == "COUNTRY" and not _GEORGIA_US.search(text))
        if label == "PERSON":
            return name.score < 0.5 and name.end - name.start > 1
        return label in {"COUNTRY", "PLACE", "ORG", "NORP", "GROUP"}

    def _of_a_people(self, name: Name, land: Land) -> Name:
        """An adjective of nationality, or the people called by it ("the British")."""
        i = name.head
        plural = self.tree.tag[i] in {"NNS", "NNPS"}
        the = name.start > 0 and self.tree.low[name.start - 1] == "the"
        noun = self.tree.pos[i] in {"NOUN", "PROPN", "ADJ"} and not self._modifies(name)
        if plural or (
            the and noun and self.tree.dep[i] in {"nsubj", "obj", "iobj", "obl", "nmod", "conj", "obl:agent"}
        ):
            return replace(name, type="group", land=land)
        return replace(name, type=land.type, land=land, adjective=True)

    def _modifies(self, name: Name) -> bool:
        """Whether the name only says more about a noun behind it ("U.S. troops", "Yemen-based")."""
        tree = self.tree
        behind = self.words[name.end] if name.end < len(tree) else ""
        if behind in _POSSESSIVE:
            return False
        if (
            behind in _HYPHENS
            and name.end + 1 < len(tree)
            and tree.low[name.end + 1] == self.words[name.end + 1]
        ):
            return not tree.tokens[name.end - 1].whitespace_
        head = tree.head[name.head]
        if tree.dep[name.head] not in _MODIFIER or head < name.end or name.text in metonyms():
            return False
        between = range(name.end, head)
        if name.text in demonyms():
            return not any(self.words[j] in {",", ";"} and tree.pos[j + 1] == "PROPN" for j in between)
        return not any(
            tree.pos[j] in {"PUNCT", "CCONJ", "DET", "ADP"} and self.words[j] != "-" for j in between
        )

    def known_word(self, i: int) -> Name | None:
        """A nationality adjective or an unmistakable country that the model has left out."""
        text = self.words[i]
        if not text[:1].isupper():
            return None
        if text in {"American", "Americans"} and self._hyphenated_people(i):
            return None
        if text in demonyms():
            if self.tree.dep[i] in {"amod", "compound", "conj", "nmod:desc"} and not self._in_name(i):
                people = demonyms()[text]
                return Name(i, i + 1, i, text, people.type, adjective=True, land=people, score=0.85)
            return None
        if text in people_nouns() and self.tree.tag[i] in {"NNS", "NNPS"}:
            return Name(i, i + 1, i, text, "group", land=people_nouns()[text], score=0.8)
        if joined := _JOINED.fullmatch(text):
            return self._joined(i, joined["name"])
        land = lands().get(text)
        if (
            land is None
            or land.qid == "Q230"
            or len(text) < 4
            or self.tree.pos[i] != "PROPN"
            or self._in_name(i)
        ):
            return None
        name = Name(i, i + 1, i, text, land.type, land=land, score=0.7)
        return replace(name, adjective=self._modifies(name))

    def _hyphenated_people(self, i: int) -> bool:
        """Whether it is the second half of "African-American", "Native American"."""
        before = i - 2 if i > 1 and self.words[i - 1] in _HYPHENS else i - 1
        return before >= 0 and self.tree.low[before] in word_list("people")

    def _joined(self, i: int, text: str) -> Name | None:
        """The land in "U.S.-led"."""
        land = lands().get(text) or demonyms().get(text)
        if land is None:
            return None
        start = self.tree.start[i]
        chars = (start, start + len(text))
        return Name(i, i + 1, i, text, land.type, adjective=True, land=land, score=0.85, chars=chars)

    def _in_name(self, i: int) -> bool:
        """Whether capitalised words that the model did not take for a name go on around the word."""
        if self.tree.dep[i] == "flat":
            return True
        head = self.tree.head[i]
        return (
            head != i and self.tree.pos[head] == "PROPN" and head == i + 1 and self.tree.dep[i] == "compound"
        )

    def inside(self, name: Name) -> Iterator[Name]:
        """Countries and other lands inside longer names: "Russian Foreign Ministry", "Bank of Japan"."""
        if name.type not in _NESTING or name.adjective or name.end - name.start < 2:
            return
        i = name.start
        while i < name.end:
            hit = next((n for n in (3, 2, 1) if self.text(i, min(i + n, name.end)) in lands()), 0)
            width = min(hit or 1, name.end - i)
            text = self.text(i, i + width)
            land = lands().get(text) if hit else demonyms().get(text)
            if land and width < name.end - name.start and self._separable(name, i, width, land):
                own = i > name.start and self.tree.low[i - 1] in {"of", "in", "for", "from", "the"}
                adjective = not own and not (i + width < name.end and self.words[i + width] in _POSSESSIVE)
                yield Name(
                    i, i + width, self.head(i, i + width), text, land.type, adjective=adjective, land=land,
                    score=min(name.score, 0.85), inner=True,
                )  # fmt: skip
            i += width

    def _separable(self, name: Name, i: int, width: int, land: Land) -> bool:
        if land.qid == "Q230" or land.type != "country" or self.words[i] in {"American", "America"}:
            return False
        following = self.words[i + width] if i + width < name.end else ""
        if name.type == "event" and self.words[name.end - 1] == "War":
            return False
        return following not in {"Today", "-", "–"} and (i == name.start or self.words[i - 1] not in _HYPHENS)

    def is_language(self, name: Name) -> bool:
        """Whether the word names a language: "in English", "spoke Russian"."""
        i = name.head
        if not name.adjective or name.inner or name.text not in demonyms():
            return False
        behind = self.tree.pos[name.end] if name.end < len(self.words) else ""
        if name.start and self.tree.low[name.start - 1] == "in" and behind not in {"NOUN", "PROPN", "ADJ"}:
            return True
        verb = self.tree.tokens[self.tree.head[i]].lemma_
        return verb in {"speak", "translate", "learn", "understand"} and self.tree.dep[i] in {"obj", "obl"}

    def coordinated(self, names: list[Name]) -> list[Name]:
        """Names that share a noun with an adjective before them are adjectives too ("Russian and China officials")."""
        adjectives = {name.head for name in names if name.adjective}
        result = []
        for name in names:
            if (
                not name.adjective
                and name.land is not None
                and name.type != "group"
                and self.tree.dep[name.head] == "conj"
                and self.tree.head[name.head] in adjectives
                and name.end < len(self.words)
                and self.tree.pos[name.end] in {"NOUN", "ADJ"}
            ):
                adjectives.add(name.head)
                result.append(replace(name, adjective=True))
            else:
                result.append(name)
        return result


@cache
def _long_lands() -> dict[str, list[list[str]]]:
    """Names of lands of two words and more, as spaCy splits them, by first word; longest first."""
    table: dict[str, list[list[str]]] = {}
    for form in lands():
        words = form.replace("'s", " 's").replace("-", " - ").split()
        if len(words) > 1:
            table.setdefault(words[0], []).append(words)
    return {
        first: sorted(forms, key=lambda words: (-len(words), words)) for first, forms in sorted(table.items())
    }

"""Titles of people: what belongs to one, and whose office it is."""

from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from kg.extract.actors import Actors
from kg.extract.lexicon import actor_noun, demonyms, honorifics, title_words, word_list
from kg.extract.name import fold
from kg.extract.tree import Tree
from kg.extract.wordlist import rows
from kg.records import Entity, Mention

__all__ = ["Status", "Title", "TitleReader"]

Status = Literal["current", "former", "acting", "designate"]
_LINKS = frozenset({"of", "for", "at", "to", "in", "with", "on", "from"})
_AFTER_OFFICE = frozenset({"-", "general", "elect", "designate", "major", "emeritus", "emerita"})
_TRADES = frozenset(
    {
        *("judge", "military", "police", "scholar", "media", "artist", "sport", "cleric"),
        *("worker", "business", "activist", "envoy", "spokes"),
    }
)
"""Groups of nouns for people that say what they do."""
_OF_TRADES = ("ologist", "icist", "ician", "grapher", "eer", "wright", "ist", "tician", "glazier")
_OWNERS = frozenset({"organization", "country", "place", "group"})


@cache
def _status_words() -> dict[str, Status]:
    table: dict[str, Status] = {}
    for kind, status, words in rows("titles.tsv"):
        if kind == "modifier" and status in {"former", "acting", "designate"}:
            table.update(dict.fromkeys(words.split("|"), status))  # type: ignore[arg-type]
    return table


@dataclass(slots=True)
class Title:
    """A title while it is being read: its tokens, and what was cut off it."""

    tokens: list[int]
    head: int
    status: Status = "current"
    organization: str | None = None
    country: str | None = None
    persons: list[str] = field(default_factory=list)


class TitleReader:
    """Reads titles in the text of one article; `span` is first token and end of each mention, by its identity."""

    def __init__(self, tree: Tree, actors: Actors) -> None:
        self.tree = tree
        self.actors = actors
        self.span: dict[int, tuple[int, int]] = {}
        for i in sorted(actors.by_token):
            mention = actors.by_token[i]
            first, _ = self.span.get(id(mention), (i, i))
            self.span[id(mention)] = (first, i + 1)

    def is_office(self, i: int, *, plural: bool = False) -> bool:
        """Whether the token is a noun that heads titles, in the singular or, if asked for, in the plural."""
        tree = self.tree
        if self.is_plural(i) != plural or tree.pos[i] not in {"NOUN", "PROPN", "ADJ", "X"}:
            return False
        noun = self.singular(i)
        return noun in title_words("office") or noun in title_words("vague") or self.is_trade(i)

    def is_plural(self, i: int) -> bool:
        """Whether the token is a noun in the plural."""
        return self.tree.tag[i] in {"NNS", "NNPS"}

    def singular(self, i: int) -> str:
        """The lower-case noun, without the ending of the plural."""
        low = self.tree.low[i]
        return low.removesuffix("s") if self.is_plural(i) else low

    def is_trade(self, i: int) -> bool:
        """Whether the noun says what somebody does for a living, which is a title beside a name."""
        low, lemma = self.singular(i), self.tree.tokens[i].lemma_.lower()
        noun = actor_noun(low, lemma)
        if noun is not None or low in word_list("no_trade"):
            return noun is not None and noun.group in _TRADES and low not in word_list("no_trade")
        return low.endswith(_OF_TRADES) and self.tree.pos[i] in {"NOUN", "PROPN"}

    def can_share(self, i: int) -> bool:
        """Whether the noun heads titles of a body, so that it can share its owner with another title."""
        if not self.is_trade(i) or "chief" in self.tree.low[max(i - 2, 0) : i]:
            return True
        noun = actor_noun(self.singular(i), self.tree.tokens[i].lemma_.lower())
        return noun is not None and noun.group == "business"

    def office_head(self, tokens: list[int]) -> int | None:
        """The noun that heads the title: the last office before a phrase with "of"."""
        tree = self.tree
        offices = [i for i in tokens if self.is_office(i)]
        if not offices:
            return None
        head = offices[-1]
        behind = tokens[tokens.index(head) + 1 :]
        goes_on = not behind or tree.low[behind[0]] in _LINKS | _AFTER_OFFICE
        if not goes_on and not all(tree.low[i] in honorifics() for i in behind):
            return None
        for i in offices:  # "President of the Senate X": the office before "of" is the head
            if i + 1 in tokens and tree.low[i + 1] in {"of", "for"} and i < head:
                return i
        return head

    def of_phrase(self, head: int, start: int, end: int, *, beside_name: bool = False) -> Title | None:
        """The title in the tokens `start <= i < end` of a noun phrase, if its head is an office."""
        if not self.is_office(head, plural=self.is_plural(head)):
            return None
        tokens = [i for i in range(start, end) if not self.tree.space[i]]
        return self.read(tokens, head, beside_name=beside_name)

    def read(self, tokens: list[int], head: int, *, beside_name: bool = False) -> Title | None:
        """The title without what is not part of it: articles, countries, organisations, status words.

        What somebody does for a living is one only where it stands beside the name, or with whose it is.
        """
        title = Title(list(tokens), head)
        self._cut_front(title)
        self._cut_back(title)
        if not title.tokens or head not in title.tokens:
            return None
        if all(self.tree.low[i] in title_words("bare") for i in title.tokens):
            return None
        owned = title.organization or (title.country and self._is_public(head))
        told = beside_name and (self.is_trade(head) or title.tokens[-1] == head != title.tokens[0])
        if self._is_vague(head) and not (owned or told):
            return None
        if self.tree.low[head].startswith("spokes"):
            self._behalf(title)
        if title.organization is None and title.country is None and self.is_secretary_general(title):
            title.organization = self._secretariat(title.tokens[0])
        return title

    def is_secretary_general(self, title: Title) -> bool:
        """Whether it is the head of an international body."""
        words = {self.tree.low[i] for i in title.tokens}
        return "secretary-general" in words or {"secretary", "general"} <= words

    def _secretariat(self, i: int) -> str | None:
        """The international body that the sentence names before its secretary general."""
        for j in range(i - 1, self.tree.bounds(i)[0] - 1, -1):
            mention = self.actors.by_token.get(j)
            if mention is None:
                continue
            entity = self.actors.entity[mention.entity]
            names = {fold(entity.name), *(fold(alias) for alias in entity.aliases)}
            if names & word_list("secretariat"):
                return entity.key
        return None

    def _is_vague(self, i: int) -> bool:
        """Whether the noun is a title only together with an organisation or a country."""
        return self.singular(i) not in title_words("office")

    def _is_public(self, i: int) -> bool:
        """Whether a country alone can have such people: officials, not singers."""
        return self.singular(i) in word_list("public_role")

    def _cut_front(self, title: Title) -> None:
        self._cut_before_link(title)
        while title.tokens and title.tokens[0] != title.head:
            i = title.tokens[0]
            owner = self._possessor(i, title.head)
            if owner is not None:
                self._take(title, owner[0])
                title.tokens = [j for j in title.tokens if j > owner[1]]
                continue
            low = self.tree.low[i].rstrip("-")
            mention = self.actors.by_token.get(i)
            if low in _status_words():
                title.status = _status_words()[low]
            elif mention is not None and mention.kind != "nominal" and self._take(title, mention):
                last = self.span.get(id(mention), (i, i + 1))[1]
                if title.head < last:
                    return
                title.tokens = [j for j in title.tokens if j >= last]
                continue
            elif not self._droppable(i, title):
                return
            title.tokens.pop(0)

    def _cut_before_link(self, title: Title) -> None:
        """Cut what an office is only part of or belongs to: "a version of comedian X", "the study's author"."""
        tree = self.tree
        for i in reversed([i for i in title.tokens if i < title.head]):
            named = self.actors.by_token.get(i - 1)
            unknown = named is None or (named.kind == "nominal" and self.actors.by_head.get(i - 1) is None)
            if (tree.low[i] in {"'s", "’s"} and unknown) or (
                tree.low[i] == "of" and not self.is_office(i - 1)
            ):
                title.tokens = [j for j in title.tokens if j > i]
                return

    def _droppable(self, i: int, title: Title) -> bool:
        """Whether a word at the front is no part of a title."""
        tree = self.tree
        low = tree.low[i].rstrip("-")
        if low == "first" and "Minister" in {tree.tokens[j].text for j in title.tokens[1:2]}:
            return False
        return (
            tree.tokens[i].text in demonyms()
            or low in title_words("modifier")
            or tree.pos[i] in {"DET", "PUNCT", "PART", "NUM", "ADV", "PRON", "ADP", "CCONJ"}
            or tree.tag[i] in {"PRP$", "JJS"}
            or low.endswith("-old")
            or low in {"year", "old"}
            or self._before_land(i, title)
        )

    def _possessor(self, i: int, head: int) -> tuple[Mention, int] | None:
        """Who owns the office, where the token opens that phrase, and its last token: "the union's president"."""
        tree = self.tree
        for j in tree.each(head, "nmod:poss"):
            mention = self.actors.headed_by(tree.tokens[j])
            if mention is not None and tree.left[j] <= i <= j < head:
                return mention, tree.right[j]
        return None

    def _before_land(self, i: int, title: Title) -> bool:
        """Whether it is an adjective before a nationality: "exiled Belarusian opposition leader"."""
        tree = self.tree
        lands = [j for j in title.tokens if i < j < title.head and tree.tokens[j].text in demonyms()]
        return (
            bool(lands) and tree.tokens[i].text.islower() and tree.pos[i] in {"ADJ", "VERB", "PUNCT", "NOUN"}
        )

    def _take(self, title: Title, mention: Mention) -> bool:
        """Take over the country or organisation of a mention; False where it must stay in the title."""
        entity = self.actors.entity[mention.stands_for or mention.entity]
        if entity.type == "country":
            title.country = title.country or entity.key
        elif entity.type in {"organization", "group", "place"}:
            if mention.kind != "adjective" or self._adjective_owns(title, mention, entity):
                title.organization = title.organization or entity.key
        elif entity.type == "person":
            title.persons.append(entity.key)
        else:
            return False
        return True

    def _adjective_owns(self, title: Title, mention: Mention, entity: Entity) -> bool:
        """Whether an adjective says whose office it is: "Wisconsin governor", not "English drummer" or "Republican"."""
        if self.tree.low[title.head].startswith("spokes"):
            return True
        first = self.span[id(mention)][0]
        return entity.type == "place" and self.tree.tokens[first].text not in demonyms()

    def _cut_back(self, title: Title) -> None:
        """Cut the title before a phrase that names whose office it is."""
        tree = self.tree
        behind = [i for i in title.tokens if i > title.head]
        for i in behind:
            if tree.low[i] not in _LINKS:
                if tree.low[i] in {",", "(", "who", "and"} and i > title.head:
                    title.tokens = [j for j in title.tokens if j < i]
                    return
                continue
            rest = [j for j in behind if j > i]
            if any(self._names_owner(j) for j in rest):
                title.tokens = [j for j in title.tokens if j < i]
                self._owners(title, rest)
                return
        for i in behind:
            if tree.low[i] in {"elect", "designate"}:
                title.status = "designate"
            elif tree.low[i] in {"emeritus", "emerita"}:
                title.status = "former"
        while len(title.tokens) > 1 and tree.low[title.tokens[-1]] in title_words("bare"):
            title.tokens.pop()

    def _names_owner(self, i: int) -> bool:
        mention = self.actors.by_token.get(i)
        if mention is None:
            return False
        kind = self.actors.entity[mention.entity].type
        if mention.kind == "nominal" and kind in {"person", "group"}:
            return False
        return kind in _OWNERS or kind == "person"

    def _owners(self, title: Title, tokens: list[int]) -> None:
        """Organisation and country named in a phrase behind the title; the outermost organisation counts."""
        for i in tokens:
            mention = self.actors.headed_by(self.tree.tokens[i])
            if mention is None:
                continue
            entity = self.actors.entity[mention.stands_for or mention.entity]
            if entity.type == "country":
                title.country = title.country or entity.key
            elif entity.type in _OWNERS and mention.kind != "adjective":
                title.organization = title.organization or entity.key
            elif entity.type == "person":
                title.persons.append(entity.key)

    def look_behind(self, title: Title, end: int) -> None:
        """Take over the phrase right behind the name: "Governor X of Ohio"."""
        tree = self.tree
        if title.organization is not None or end + 1 >= len(tree) or tree.low[end] not in {"of", "for"}:
            return
        mention = self.actors.by_token.get(end + 1) or (
            self.actors.by_token.get(end + 2) if tree.low[end + 1] == "the" and end + 2 < len(tree) else None
        )
        if mention is not None and mention.kind == "name":
            self._take(title, mention)

    def look_left(self, title: Title, start: int) -> None:
        """Status words before the phrase: "formerly the mayor", "ex-UK Prime Minister"."""
        i = start - 1
        while i > 0 and self.tree.low[i] in {"-", "the", "a"}:
            i -= 1
        if i >= 0 and title.status == "current":
            title.status = _status_words().get(self.tree.low[i], "current")

    def _behalf(self, title: Title) -> None:
        """Keep the last words only of the title of who speaks for others: "Defence Ministry spokesman"."""
        tree = self.tree
        keep = [
            i
            for i in title.tokens
            if i >= title.head or tree.low[i] in {"chief", "deputy", "senior", "official"}
        ]
        title.tokens = [i for i in keep if all(j in keep for j in range(i, title.head))]

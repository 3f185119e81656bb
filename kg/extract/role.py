"""Roles: the offices and titles that an article gives to people."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc

from kg.extract.actors import Actors
from kg.extract.lexicon import title_words, word_list
from kg.extract.quotation import find_quotations
from kg.extract.title import Title, TitleReader
from kg.extract.tree import Tree
from kg.language.context import span_of
from kg.records import Mention, Role

__all__ = ["extract_roles"]

_INSIDE = frozenset(
    {"compound", "amod", "nmod:desc", "nmod:poss", "nummod", "advmod", "nmod", "det", "punct", "cc", "conj"}
)
_GLUE = frozenset({"ADP", "CCONJ", "PUNCT", "SCONJ"})
_LOOSE = frozenset({"'s", "’s", "-", "&", "the", "to", "including", "according"})
_STATE_OFFICE = word_list("state_office")
"""Heads of titles that belong to the state whose citizen holds them."""
_DEATH = frozenset({"die", "drown", "perish"})
_KILLED = frozenset({"kill", "murder", "assassinate", "behead", "execute", "bury"})
_LONGEST = 9
"""Most tokens of a title."""


def extract_roles(doc: Doc, actors: Actors) -> list[Role]:
    """Roles in text order: titles before names, appositions and descriptions, "X is the president of Y".

    What is said of one person several times is given once, where it stands first outside quotation marks.
    """
    tree = Tree(doc)
    finder = _Finder(tree, actors)
    found = sorted(
        finder.roles(), key=lambda role: (role.reported, role.span.context != "headline", role.span)
    )
    once = {role.key: role for role in reversed(list(_merged(found)))}  # a title is one person's
    return sorted(once.values(), key=lambda role: (role.span.context != "headline", role.span))


def _merged(roles: list[Role]) -> Iterator[Role]:
    """Each role once, completed by what its repetitions say of organisation and country."""
    kept: dict[tuple[str, str], list[Role]] = {}
    for role in roles:
        same = kept.setdefault((role.holder, role.title.casefold().replace("-", " ")), [])
        for i, other in enumerate(same):
            if _agree(role.organization, other.organization) and _agree(role.country, other.country):
                status = other.status if other.status != "current" else role.status
                same[i] = replace(
                    other,
                    organization=other.organization or role.organization,
                    country=other.country or role.country,
                    status=status,
                )
                break
        else:
            same.append(role)
    for same in kept.values():
        yield from same


def _agree(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b


class _Finder:
    def __init__(self, tree: Tree, actors: Actors) -> None:
        self.tree = tree
        self.actors = actors
        self.titles = TitleReader(tree, actors)
        self.quoted = self._quoted()
        self.dead = self._dead()
        self.lands = self._lands()

    def _quoted(self) -> set[int]:
        tree = self.tree
        inside: set[int] = set()
        for quotation in find_quotations(tree.text):
            if not quotation.single:
                inside.update(range(tree.token_from(quotation.start), tree.token_from(quotation.end)))
        return inside

    def _dead(self) -> set[str]:
        """Who dies in the article."""
        tree = self.tree
        keys = set()
        for head, mention in self.actors.by_head.items():
            verb = tree.head[head]
            lemma = tree.tokens[verb].lemma_
            died = tree.dep[head] == "nsubj" and (
                lemma in _DEATH
                or (lemma == "pass" and any(tree.low[c] == "away" for c in tree.children[verb]))
            )
            if died or (tree.dep[head] == "nsubj:pass" and lemma in _KILLED):
                future = any(
                    tree.low[c] in {"will", "would", "could", "may", "might", "not"}
                    for c in tree.children[verb]
                )
                if not future:
                    keys.add(mention.entity)
        return keys

    def _lands(self) -> list[tuple[int, str]]:
        """Countries by the place of their mentions, those that a seat of power stands for included."""
        found = []
        for i in sorted(self.actors.by_token):
            mention = self.actors.by_token[i]
            entity = self.actors.entity[mention.stands_for or mention.entity]
            if entity.type == "country" and entity.named and self.titles.span[id(mention)][0] == i:
                found.append((i, entity.key))
        return found

    def _setting(self) -> str | None:
        """The country of an office that nothing else tells: the only one that the article speaks of."""
        keys = {key for _, key in self.lands}
        return next(iter(keys)) if len(keys) == 1 else None

    def roles(self) -> Iterator[Role]:
        """Every role as often as it is said."""
        for head, mention in sorted(self.actors.by_head.items()):
            entity = self.actors.entity[mention.entity]
            if entity.type != "person" or entity.plural:
                continue
            if mention.kind == "name":
                yield from self._before(mention)
                yield from self._predicates(head, mention)
                yield from self._beside(head, mention)
            elif mention.kind == "nominal":
                yield from self._described(head, mention)
            else:
                yield from self._predicates(head, mention)

    # ------------------------------------------------------------ where titles stand

    def _before(self, mention: Mention) -> Iterator[Role]:
        """Titles right before a name, and what stands behind it: "Governor X of Ohio"."""
        tree = self.tree
        start, end = self.titles.span.get(id(mention), (0, 0))
        if not end:
            return
        first = self._phrase_start(start)
        region = [i for i in range(first, start) if not tree.space[i]]
        for tokens in self._split(region):
            head = self.titles.office_head(tokens)
            if head is None or (len(tokens) == 1 and self._is_ship(tokens[0])):
                continue
            title = self.titles.read(tokens, head)
            if title is not None:
                self.titles.look_behind(title, end)
                self.titles.look_left(title, tokens[0])
                yield from self._role(mention, title)

    def _owner_start(self, start: int) -> int | None:
        """The office in "governor of Alaska X": behind it comes whose office it is, then the name."""
        tree = self.tree
        mention = self.actors.by_token.get(start - 1)
        if mention is None or mention.kind != "name" or self.actors.entity[mention.entity].type == "person":
            return None
        link = self.titles.span.get(id(mention), (0, 0))[0] - 1
        if link > 0 and tree.low[link] == "the":
            link -= 1
        if link > 0 and tree.low[link] in {"of", "from", "for"} and self.titles.is_office(link - 1):
            return link - 1
        return None

    def _phrase_start(self, start: int) -> int:
        """The first token of the words that hang on a name from the left."""
        tree = self.tree
        office = self._owner_start(start)
        first = start if office is None else office
        name = self.actors.by_token.get(start)
        own = {i for i in range(start, min(start + 6, len(tree))) if self.actors.by_token.get(i) is name}
        while first > 0 and start - first < _LONGEST:
            i = first - 1
            if not self._in_title(i, start) or not self._belongs(i, first, start, own):
                break
            first = i
        while first < start and (tree.pos[first] in _GLUE or tree.low[first] in _LOOSE):
            first += 1
        return first

    def _belongs(self, i: int, first: int, start: int, own: set[int]) -> bool:
        """Whether a token left of a title hangs on the name or the title, or is written like a part of it."""
        tree = self.tree
        top = i
        for _ in range(6):
            head = tree.head[top]
            if head == top or head in own or first <= head < start or not first - _LONGEST <= head <= start:
                break
            top = head
        if tree.head[top] in own or first <= tree.head[top] < start:
            return True
        if tree.head[start] == i and tree.dep[start] in {"flat", "appos"}:
            return True
        return first < start and tree.tokens[i].text[:1].isupper() and tree.pos[i] in {"ADJ", "PROPN", "NOUN"}

    def _in_title(self, i: int, start: int) -> bool:
        tree = self.tree
        if tree.space[i] or tree.low[i] in {",", ";", ":", "(", ")"} or tree.tokens[i].ent_type_ == "DATE":
            return False
        other = self.actors.by_token.get(i)
        if other is not None and other.kind == "name" and self.actors.entity[other.entity].type == "person":
            return False
        if tree.low[i] in {"of", "for", "from", "and", "&", "-", "'s", "’s", "the", "to"}:
            return i > 0 and i + 1 < start
        return tree.pos[i] in {"NOUN", "PROPN", "ADJ", "PART", "NUM", "ADV"} or tree.tag[i] in {
            "VBN",
            "VBG",
            "PRP$",
            "DT",
        }

    def _split(self, region: list[int]) -> Iterator[list[int]]:
        """Two titles in a row apart: "lead author | Professor X"."""
        tree = self.tree
        current: list[int] = []
        for i in region:
            if (
                current
                and self.titles.is_office(current[-1])
                and self.titles.is_office(i)
                and tree.tokens[current[-1]].text.islower()
                and not tree.tokens[i].text.islower()
            ):
                yield current
                current = []
            current.append(i)
        if current:
            yield current

    def _is_ship(self, i: int) -> bool:
        """Whether it is a ship: "the Admiral Gorshkov"."""
        return i > 0 and self.tree.low[i - 1] == "the"

    def _described(self, head: int, mention: Mention) -> Iterator[Role]:
        """Descriptions with an office: "X, the mayor of Y", "Iran's foreign minister"."""
        start, end = self._nominal_span(head, mention)
        title = self.titles.of_phrase(head, start, end)
        if title is None:
            return
        self.titles.look_left(title, start)
        entity = self.actors.entity[mention.entity]
        known = self.tree.low[head] in word_list("unnamed_office") and (title.organization or title.country)
        if not entity.named and not known:
            return
        yield from self._role(mention, title)

    def _beside(self, head: int, mention: Mention) -> Iterator[Role]:
        """Offices in apposition to a name that are no description of their own."""
        tree = self.tree
        nouns = list(tree.each(head, "appos"))
        if (
            tree.dep[head] == "appos"
            and tree.head[head] < head
            and tree.low[self.titles.span[id(mention)][0] - 1] == ","
        ):
            nouns.append(tree.head[head])
        for noun in nouns:
            if self.titles.is_office(noun) and noun not in self.actors.by_head:
                yield from self._predicate(noun, mention, past=False)

    def _nominal_span(self, head: int, mention: Mention) -> tuple[int, int]:
        tree = self.tree
        shift = tree.doc._.kg.shift if mention.span.context == "text" else 0
        first = tree.token_from(mention.span.start + shift)
        last = tree.token_from(mention.span.end + shift)
        return min(first, head), max(last, head + 1)

    def _predicates(self, head: int, mention: Mention) -> Iterator[Role]:
        """Predicates: "X is the president of Y", "X served as mayor"."""
        tree = self.tree
        if tree.dep[head] not in {"nsubj", "nsubj:pass"}:
            return
        predicate = tree.head[head]
        cop = tree.child(predicate, "cop")
        if (
            cop is not None
            and self.titles.is_office(predicate)
            and tree.low[cop] in {"is", "was", "'s", "’s"}
        ):
            if any(tree.low[c] in {"not", "n't", "n’t", "never", "no"} for c in tree.children[predicate]):
                return
            past = tree.low[cop] == "was"
            yield from self._predicate(predicate, mention, past=past)
        elif tree.tokens[predicate].lemma_ in title_words("past") and tree.is_verb(predicate):
            for c in tree.each(predicate, "obl"):
                if tree.has_case(c, "as") and self.titles.is_office(c):
                    past = tree.tag[predicate] in {"VBD", "VBN"} and not any(
                        tree.low[a] in {"has", "have"} for a in tree.each(predicate, "aux")
                    )
                    yield from self._predicate(c, mention, past=past)

    def _predicate(self, noun: int, mention: Mention, *, past: bool) -> Iterator[Role]:
        tree = self.tree
        left = [c for c in tree.children[noun] if c < noun and tree.dep[c] in _INSIDE]
        start = min((tree.left[c] for c in left), default=noun)
        start = max(
            [start, *(c + 1 for c in tree.each(noun, "cop", "case", "nsubj", "mark", "aux") if c < noun)]
        )
        right = [c for c in tree.children[noun] if c > noun and tree.dep[c] == "nmod"]
        end = max((tree.right[c] + 1 for c in right if tree.right[c] - noun < _LONGEST), default=noun + 1)
        title = self.titles.of_phrase(noun, start, end)
        if title is not None:
            if past and title.status == "current":
                title.status = "former"
            yield from self._role(mention, title)

    # ------------------------------------------------------------ the record

    def _role(self, mention: Mention, title: Title) -> Iterator[Role]:
        tree = self.tree
        holder = self.actors.entity[mention.entity]
        if holder.key in {title.organization, title.country}:
            return
        country = title.country
        if country is None and title.organization is not None:
            country = self.actors.entity[title.organization].country
        if (
            country is None
            and tree.low[title.head] in _STATE_OFFICE
            and not self.titles.is_secretary_general(title)
        ):
            country = (holder.country if title.organization is None else None) or self._setting()
        first, last = tree.chars(title.tokens[0], title.tokens[-1])
        words = " ".join(tree.text[first:last].split())
        span = span_of(tree.doc, first, last)
        status = title.status
        if status == "current" and holder.key in self.dead:
            status = "former"
        reported = title.head in self.quoted
        confidence = 0.9 if mention.kind == "name" else min(0.85, mention.confidence)
        yield Role(
            f"{span.context}/{span.start}-{span.end}", span, holder.key, words, title.organization, country, status,
            reported=reported, confidence=round(confidence, 2),
        )  # fmt: skip

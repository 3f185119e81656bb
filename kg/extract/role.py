"""Roles: the offices and titles that an article gives to people."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc

from kg.extract.actors import Actors
from kg.extract.appointment import AppointmentReader
from kg.extract.lexicon import title_words, word_list
from kg.extract.title import Status, Title, TitleReader
from kg.extract.tree import Tree
from kg.extract.wordlist import word_set
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
_SUFFIXES = frozenset({"elect", "designate"})
_BEHIND_OFFICES = frozenset({"emeritus", "emerita", "general"})
_UNREAL = frozenset({"not", "n't", "n’t", "never", "no", "would", "could", "may", "might", "should", "if"})
_LONGEST = 9
"""Most tokens of a title."""


def extract_roles(doc: Doc, actors: Actors, *, tree: Tree | None = None) -> list[Role]:
    """Roles in text order: titles before names, appositions and descriptions, "X is the president of Y".

    What is said of one person several times is given once, where it stands first outside quotation marks.
    """
    tree = tree or Tree(doc)
    finder = _Finder(tree, actors)
    found = sorted(
        finder.roles(), key=lambda role: (role.reported, role.span.context != "headline", role.span)
    )
    once: dict[tuple[str, str], Role] = {}
    for role in _merged(found):  # a title is one person's, unless it is in the plural
        once.setdefault((role.key, role.holder if role.key in finder.shared else ""), role)
    roles = sorted(once.values(), key=lambda role: (role.span.context != "headline", role.span))
    return list(_told_apart(roles))


def _told_apart(roles: list[Role]) -> Iterator[Role]:
    """The roles, of which those of several people with one title get a number behind the key."""
    seen: Counter[str] = Counter()
    for role in roles:
        seen[role.key] += 1
        yield role if seen[role.key] == 1 else replace(role, key=f"{role.key}-{seen[role.key]}")


def _merged(roles: list[Role]) -> list[Role]:
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
    return [role for same in kept.values() for role in same]


def _agree(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b


class _Finder:
    def __init__(self, tree: Tree, actors: Actors) -> None:
        self.tree = tree
        self.actors = actors
        self.titles = TitleReader(tree, actors)
        self.appointments = AppointmentReader(tree, actors, self.titles)
        self.quoted = self._quoted()
        self.dead = self._dead()
        self.lands = self._lands()
        self.shared: set[str] = set()

    def _quoted(self) -> set[int]:
        tree = self.tree
        inside: set[int] = set()
        for quotation in tree.quotations:
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
                lemma in word_set("dying")
                or (lemma == "pass" and any(tree.low[c] == "away" for c in tree.children[verb]))
            )
            if died or (tree.dep[head] == "nsubj:pass" and lemma in word_set("killed")):
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
                yield from self._shared(head, mention)
            elif mention.kind == "nominal":
                yield from self._described(head, mention)
            else:
                yield from self._predicates(head, mention)
            for title in self.appointments.of(head, mention):
                yield from self._role(mention, title)

    # ------------------------------------------------------------ where titles stand

    def _before(self, mention: Mention) -> Iterator[Role]:
        """Titles right before a name, and what stands behind it: "Governor X of Ohio"."""
        tree = self.tree
        start, end = self.titles.span.get(id(mention), (0, 0))
        if not end:
            return
        first = self._phrase_start(start)
        region = [i for i in range(first, start) if not tree.space[i]]
        before: Title | None = None
        for tokens in self._split(region):
            head = self.titles.office_head(tokens)
            if head is None or (len(tokens) == 1 and self._is_ship(tokens[0])):
                continue
            title = self.titles.read(tokens, head, beside_name=True)
            if title is not None:
                self.titles.look_behind(title, end)
                self.titles.look_left(title, tokens[0])
                if before is not None and tree.low[tokens[0] - 1] in {"and", "&"}:
                    self._pass_on(before, title)
                before = title
                yield from self._role(mention, title)

    def _owner_start(self, start: int) -> int | None:
        """The office in "governor of Alaska X": behind it comes whose office it is, then the name."""
        tree = self.tree
        mention = self.actors.by_token.get(start - 1)
        if mention is None:
            return self._field_start(start)
        if mention.kind != "name" or self.actors.entity[mention.entity].type == "person":
            return None
        link = self.titles.span.get(id(mention), (0, 0))[0] - 1
        if link > 0 and tree.low[link] == "the":
            link -= 1
        if link > 0 and tree.low[link] in {"of", "from", "for"} and self.titles.is_office(link - 1):
            return link - 1
        return None

    def _field_start(self, start: int) -> int | None:
        """The office in "Secretary of State X", "minister of foreign affairs X"."""
        tree = self.tree
        for i in range(start - 1, max(start - 4, 1), -1):
            if tree.low[i - 1] == "of":
                return i - 2 if self.titles.is_office(i - 2) else None
            if tree.pos[i - 1] not in {"NOUN", "PROPN", "ADJ"}:
                return None
        return None

    def _phrase_start(self, start: int) -> int:
        """The first token of the words that hang on a name from the left."""
        tree = self.tree
        office = self._owner_start(start)
        first = start if office is None else office
        if start > 2 and tree.low[start - 1] in _SUFFIXES and tree.low[start - 2] == "-":
            first = start - 3
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
        if tree.low[i] in _BEHIND_OFFICES and first == start and i > 0 and self.titles.is_office(i - 1):
            return True
        if self.titles.is_office(i) and (first == start or self._coordinated(i, first)):
            return True
        if tree.low[i] == "and":
            return i > 0 and (self._coordinated(i - 1, i) or self._in_office(i))
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

    def _coordinated(self, i: int, first: int) -> bool:
        """Whether a title is coordinated with that behind "and", and not another person: "the king and Queen X"."""
        tree = self.tree
        alone = i == 0 or tree.pos[i - 1] in {"DET", "ADP", "SCONJ"} or tree.low[i - 1] in {"'s", "’s"}
        return tree.low[first] == "and" and self.titles.is_office(i) and not alone

    def _in_office(self, i: int) -> bool:
        """Whether "and" stands inside a title: "Minister for Trade and Industry X", not "X of Ohio and Governor Y"."""
        tree = self.tree
        for j in range(i - 1, max(i - _LONGEST, -1), -1):
            if self.titles.is_office(j):
                return True
            other = self.actors.by_token.get(j)
            person = other is not None and self.actors.entity[other.entity].type == "person"
            if person or tree.pos[j] not in {"NOUN", "PROPN", "ADJ", "ADP"} or tree.low[j] == ",":
                return False
        return False

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
        """Two titles in a row apart: "lead author | Professor X", "party leader and | Prime Minister X"."""
        tree = self.tree
        current: list[int] = []
        for i in region:
            done = bool(current) and self.titles.is_office(current[-1])
            if done and tree.low[i] in {"and", "&"}:
                yield current
                current = []
                continue
            if (
                done
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
        return i > 0 and self.tree.low[i - 1] == "the" and not self.tree.tokens[i].text.islower()

    def _described(self, head: int, mention: Mention) -> Iterator[Role]:
        """Descriptions with an office: "X, the mayor of Y", "Iran's foreign minister"."""
        start, end = self._nominal_span(head, mention)
        if self.titles.is_plural(head):
            return
        title = self.titles.of_phrase(head, start, end, beside_name=self._apposed(head))
        if title is None:
            return
        self.titles.look_left(title, start)
        entity = self.actors.entity[mention.entity]
        if not entity.named and self.tree.low[head] not in title_words("office"):
            return
        for office in self._coordinate(head, title):
            yield from self._role(mention, office)

    def _coordinate(self, noun: int, title: Title) -> list[Title]:
        """The title and those coordinated with it, with the owner that they share: "founder and president of X"."""
        titles, chain = [title], [title]
        before = self._coordinated_before(noun)
        if before is not None:
            self._pass_on(before, title)
        for start, office in self._conjoined(noun):
            mention = self.actors.by_head.get(office)
            own = mention is not None and mention.kind == "nominal"
            span = self._nominal_span(office, mention) if mention is not None else (start, self._end(office))
            other = self.titles.of_phrase(office, *span, beside_name=True)
            if other is None or other.head != office:
                break
            self._pass_on(chain[-1], other)
            chain.append(other)
            if not own:
                titles.append(other)
        last = chain[-1]
        if self._owned_behind(last):
            for this in reversed(chain[:-1]):
                same = last.status in {this.status, "current"}
                if this.organization or this.country or not same or not self.titles.can_share(this.head):
                    break
                this.organization, this.country = last.organization, last.country
        return titles

    def _owned_behind(self, title: Title) -> bool:
        """Whether the phrase behind a title names whose office it is."""
        behind = title.tokens[-1] + 1
        owned = title.organization or title.country
        return bool(owned) and behind < len(self.tree) and self.tree.low[behind] in {"of", "for", "at"}

    def _coordinated_before(self, noun: int) -> Title | None:
        """The title that the title of a description goes on: "the chairman" in "the chairman and president"."""
        tree = self.tree
        for up in range(noun - 1, max(noun - _LONGEST, -1), -1):
            mention = self.actors.by_head.get(up)
            if mention is not None and self.titles.is_office(up):
                if mention.kind != "nominal" or noun not in {office for _, office in self._conjoined(up)}:
                    return None
                start, end = self._nominal_span(up, mention)
                title = self.titles.of_phrase(up, start, end, beside_name=True)
                if title is not None:
                    self.titles.look_left(title, start)
                return title
            if tree.pos[up] == "VERB":
                return None
        return None

    def _conjoined(self, noun: int) -> list[tuple[int, int]]:
        """The offices that one office is coordinated with, read from the words, with the first token of each.

        Parsers often attach them elsewhere. Two people are told apart by the article of the second, and by their
        entities.
        """
        tree, found, i = self.tree, list[tuple[int, int]](), noun + 1
        holder = self.actors.by_head.get(noun)
        while i < len(tree) and tree.low[i] in {",", "and", "&"}:
            joined = tree.low[i] != ","
            if not joined and i + 1 < len(tree) and tree.low[i + 1] in {"and", "&"}:
                i, joined = i + 1, True
            start = j = i + 1
            while j < len(tree) and j - start < _LONGEST and tree.pos[j] in {"ADJ", "NOUN", "PROPN", "ADV"}:
                j += 1
            office = j - 1
            other = self.actors.by_head.get(office)
            if (
                office < start
                or not self.titles.is_office(office)
                or (j < len(tree) and tree.pos[j] == "DET")
            ):
                return found if self._closed(found) else []
            if other is not None and (other.kind != "nominal" or (holder and other.entity != holder.entity)):
                return found if self._closed(found) else []
            found.append((start, office))
            if joined:
                return found
            i = j
        return found if self._closed(found) else []

    def _closed(self, found: list[tuple[int, int]]) -> bool:
        """Whether a list of offices ends with "and", as one of a single person does."""
        return bool(found) and self.tree.low[found[-1][0] - 1] in {"and", "&"}

    def _end(self, office: int) -> int:
        """End of the phrase behind an office that names whose it is."""
        tree, i = self.tree, office + 1
        if i >= len(tree) or tree.low[i] not in {"of", "for", "at"}:
            return i
        for j in range(i + 1, min(i + _LONGEST, len(tree))):
            mention = self.actors.by_token.get(j)
            if mention is not None and mention.kind != "adjective":
                return max(self.titles.span[id(mention)][1], j + 1)
            if tree.pos[j] not in {"DET", "ADJ", "NOUN", "PROPN"} and tree.low[j] not in {"-", "based"}:
                break
        return i

    def _pass_on(self, before: Title, title: Title) -> None:
        """Give a title what stands before that which it is coordinated with: "X's former chairman and president"."""
        low, first = self.tree.low, title.tokens[0]
        if not self.titles.can_share(title.head) or low[first - 1] not in {"and", "&", ","}:
            return
        bare = title.organization is title.country is None and not self._owned_behind(before)
        if bare and (low[title.head] not in _STATE_OFFICE or low[before.tokens[0] - 1] in {"'s", "’s"}):
            title.organization = before.organization
        if title.status == "current" and before.status == "former":
            title.status = "former"

    def _apposed(self, head: int) -> bool:
        """Whether a description stands beside a name: "X, a nurse", "a nurse, X", "a nurse named X"."""
        tree = self.tree
        if tree.dep[head] in {"appos", "nmod:desc"}:
            return True
        return any(tree.dep[c] == "appos" for c in tree.children[head] if c > head)

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
                yield from self._predicate(noun, mention, "current")

    def _shared(self, head: int, mention: Mention) -> Iterator[Role]:
        """Titles of several people: "Senators X of Ohio and Y", "two ministers, X and Y", "one of the authors, X"."""
        tree, first = self.tree, head
        while tree.dep[first] == "conj" and tree.head[first] in self.actors.by_head:
            first = tree.head[first]
        name = self.actors.by_head[first]
        before = self.titles.span.get(id(name), (0, 0))[0] - 1
        nouns = [before] if before >= 0 and tree.dep[before] in {"nmod:desc", "compound"} else []
        nouns += [tree.head[first]] if tree.dep[first] == "appos" and tree.head[first] < first else []
        for noun in nouns:
            if self.titles.is_office(noun, plural=True):
                for role in self._predicate(noun, mention, "current"):
                    self.shared.add(role.key)
                    yield role
                return

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
        if cop is not None and self.titles.is_office(predicate):
            status = self._copula(cop, predicate)
            if status is not None:
                yield from self._predicate(predicate, mention, status)
        elif tree.tokens[predicate].lemma_ in title_words("past") and tree.is_verb(predicate):
            for c in tree.each(predicate, "obl"):
                if tree.has_case(c, "as") and self.titles.is_office(c):
                    past = tree.tag[predicate] in {"VBD", "VBN"} and not any(
                        tree.low[a] in {"has", "have"} for a in tree.each(predicate, "aux")
                    )
                    yield from self._predicate(c, mention, "former" if past else "current")

    def _copula(self, cop: int, predicate: int) -> Status | None:
        """What "is", "was", "has been" or "will be" say of an office; None where somebody does not or may not hold it."""
        tree = self.tree
        words = {tree.low[c] for c in tree.children[predicate] if c < predicate}
        if words & _UNREAL:
            return None
        if tree.low[cop] in {"is", "'s", "’s", "'m", "am"}:
            return "current"
        if tree.low[cop] == "was":
            return "former"
        if tree.low[cop] == "been":
            return (
                "former"
                if "had" in words
                else "current"
                if words & {"has", "have", "'s", "’s", "'ve"}
                else None
            )
        return "designate" if tree.low[cop] == "be" and words & {"will", "'ll", "’ll"} else None

    def _predicate(self, noun: int, mention: Mention, status: Status) -> Iterator[Role]:
        title = self.titles.of_phrase(noun, *self._around(noun), beside_name=True)
        if title is not None:
            if title.status == "current":
                title.status = status
            if self.titles.is_plural(noun):
                self.titles.look_behind(title, self.titles.span[id(mention)][1])
            for office in self._coordinate(noun, title):
                yield from self._role(mention, office)

    def _around(self, noun: int) -> tuple[int, int]:
        """First token and end of the phrase of a noun, as far as a title can reach."""
        tree = self.tree
        left = [c for c in tree.children[noun] if c < noun and tree.dep[c] in _INSIDE]
        start = min((tree.left[c] for c in left), default=noun)
        start = max(
            [start, *(c + 1 for c in tree.each(noun, "cop", "case", "nsubj", "mark", "aux") if c < noun)]
        )
        right = [c for c in tree.children[noun] if c > noun and tree.dep[c] == "nmod"]
        end = max((tree.right[c] + 1 for c in right if tree.right[c] - noun < _LONGEST), default=noun + 1)
        return start, end

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
        if self.titles.is_plural(title.tokens[-1]):
            last -= len(tree.low[title.head]) - len(self.titles.singular(title.head))
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

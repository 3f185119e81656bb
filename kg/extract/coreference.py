"""Whom descriptions and pronouns mean.

What grammar settles is taken first: appositions, relative and reflexive pronouns. The rest is chosen by what speaks
for each entity met so far (`kg.extract.salience`).
"""

from collections.abc import Iterator

from kg.extract.description import Description
from kg.extract.draft import Draft, DraftMention
from kg.extract.epithet import Epithets
from kg.extract.lemma import lemma_of
from kg.extract.lexicon import actor_noun, demonyms, metonyms, people_nouns, word_list
from kg.extract.name import fold
from kg.extract.naming import Namings
from kg.extract.quotedspeech import Quotes
from kg.extract.salience import (
    CLASSES,
    PRONOUN_WINDOW,
    SEVERAL,
    Candidate,
    Chooser,
    Features,
    Pronoun,
    Spot,
    most_likely,
    of_another_land,
)
from kg.extract.tree import Tree
from kg.extract.wordlist import word_set

__all__ = ["resolve"]

_FIRST = frozenset({"i", "me", "my", "mine", "myself"})
_FIRST_PLURAL = frozenset({"we", "us", "our", "ours", "ourselves"})
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
_ACTORS = frozenset({"person", "organization", "country", "group"})
_OFFICES = frozenset({"head", "minister", "envoy", "royal"})
_OTHERS = frozenset(
    {"former", "new", "next", "other", "late", "deputy", "vice", "then", "interim", "opposition"}
)
_JOINTS = frozenset({",", "-", "–", "—", "(", "--"})
_OF_BODIES = word_list("of_bodies")
"""Nouns for people that are said of states and bodies, too: "Romania, a member of NATO"."""
_MOVEMENTS = frozenset({"movement", "group", "militia", "organisation", "organization", "party", "network"})
_REBELS = frozenset({"rebel", "insurgent", "guerrilla", "separatist"})
_TITLE_REACH = 7
_WHO = frozenset({"person", "group"})
_WHICH = frozenset({"organization", "country", "group"})


def resolve(
    tree: Tree,
    names: list[DraftMention],
    descriptions: list[Description],
    by_qid: dict[str, Draft],
    choose: Chooser = most_likely,
) -> list[DraftMention]:
    """The mentions of descriptions and pronouns; a description of nobody known makes an entity without a name.

    A pronoun whose entity is not clear has no mention.
    """
    return _Resolver(tree, names, descriptions, by_qid, choose).run()


class _Resolver:
    """Goes through one article from start to end."""

    def __init__(
        self,
        tree: Tree,
        names: list[DraftMention],
        descriptions: list[Description],
        by_qid: dict[str, Draft],
        choose: Chooser,
    ) -> None:
        self.tree = tree
        self.names = [m for m in names if m.kind == "name"]
        self.descriptions = descriptions
        self.by_qid = by_qid
        self.choose = choose
        self.candidates: dict[int, Candidate] = {}
        self.at_head: dict[int, DraftMention] = {}
        self.at_token: dict[int, DraftMention] = {}
        for m in sorted(names, key=lambda m: (m.start, -m.end)):
            self.at_head.setdefault(m.head, m)
            self.at_token.update(dict.fromkeys(range(m.start, m.end), m))
        self.name_at: dict[int, DraftMention] = dict(self.at_head)
        self.ends: dict[int, DraftMention] = {m.end: m for m in self.names}
        self.made: list[DraftMention] = []
        self.unknown: list[tuple[Description, Draft]] = []
        self.quotes = Quotes(tree)
        self.features = Features(tree, self.quotes)
        self.namings = Namings(tree, self.at_token)
        self.epithets = Epithets(tree)

    def run(self) -> list[DraftMention]:
        """All mentions made, in text order of their heads."""
        described = {d.head: d for d in self.descriptions}
        named: dict[int, list[DraftMention]] = {}
        for m in self.names:
            named.setdefault(m.head if m.start <= m.head < m.end else m.start, []).append(m)
        for i in range(len(self.tree)):
            for m in named.get(i, ()):
                self._learn_kind(m)
                self._met(m.actor, m.head, m.kind, m.start, m.end)
            if i in described:
                self._describe(described[i])
            elif self.tree.tag[i] in {"PRP", "PRP$", "WP", "WP$", "WDT"}:
                self._pronoun(i)
        self._named_later()
        self._first_persons()
        return self.made

    def _learn_kind(self, m: DraftMention) -> None:
        """What stands right before the name of a body says what it is: "the union Solidarity"."""
        i = m.start - 1
        if m.entity.type not in {"organization", "group"} or i < 0:
            return
        m.entity.nouns |= word_list("armed").intersection(self.tree.low[self._title_start(m.start) : m.start])
        if self.tree.tag[i] == "NN":
            noun = actor_noun(self.tree.low[i], self.tree.low[i])
            if noun is not None and noun.type in {"organization", "group"} and i not in self.at_token:
                m.entity.nouns.add(self.tree.low[i])

    def _met(self, draft: Draft, head: int, kind: str, start: int, end: int) -> Candidate:
        candidate = self.candidates.get(id(draft))
        if candidate is None:
            candidate = self.candidates[id(draft)] = Candidate(draft)
            _learn_titles(candidate)
        candidate.spots.append(
            Spot(head, self.tree.sentence[head], self.features.role(head), kind, start, end)
        )
        self.features.met(candidate)
        return candidate

    def _mention(
        self, entity: Draft, head: int, start: int, end: int, kind: str, confidence: float, rule: str
    ) -> None:
        made = DraftMention(start, end, head, kind, entity, confidence=confidence, rule=rule)  # type: ignore[arg-type]
        self.made.append(made)
        self.at_head.setdefault(head, made)
        self.ends.setdefault(end, made)

    # ------------------------------------------------------------ descriptions

    def _describe(self, d: Description) -> None:
        rules = (
            ("apposition", self._apposition),
            ("named", self._named_as),
            ("office", self._office_holder),
            ("office", self._holder_to_come),
            ("own country", self._own_country),
            ("epithet", lambda d: self.epithets.of(d, self.candidates.values())),
            ("only one", self._only_one),
            ("name holds it", self._named_by),
            ("only armed group", self._armed_group),
            ("named movement", self._movement),
        )
        found = ((rule, entity) for rule, find in rules if (entity := find(d)) is not None)
        rule, entity = next(found, ("chosen", None))
        if entity is not None:
            entity = self._unite(d, entity, rule)
        score = 0.9
        if entity is None:
            met = [c for c in self.candidates.values() if not self._is_slander(d, c)]
            choice = self.features.choice(d, met, self._possessor(d))
            picked, score = self.choose(choice)
            recent = self.epithets.recent(d, met) if picked is None else None
            entity = picked.draft if picked is not None else recent or self._new(d)
            if picked is None and recent is None:
                score = max(score, 0.6)
                self.unknown.append((d, entity))
        if entity.country is None and entity.type in {"person", "organization"}:
            entity.country = self._nationality(d)
        self._mention(entity, d.head, d.start, d.end, "nominal", min(0.95, max(0.5, score)), rule)
        candidate = self._met(entity, d.head, "nominal", d.start, d.end)
        _learn(candidate, d, self._possessor(d))

    def _unite(self, d: Description, entity: Draft, rule: str) -> Draft:
        """The entity of a description, with all that the article told of it before it named it."""
        if rule == "apposition" and not entity.named:
            named = self._named_as(d)
            if named is not None and named.named:
                self._merge(entity, named)
                return named
        if rule == "named" and entity.named and d.determiner == "the":
            met = [c for c in self.candidates.values() if c.draft is not entity]
            picked, _ = self.choose(self.features.choice(d, met, self._possessor(d)))
            if picked is not None and not picked.draft.named:
                self._merge(picked.draft, entity)
        return entity

    def _merge(self, old: Draft, named: Draft) -> None:
        """Gives all mentions of an entity without a name to the one that it turns out to be."""
        for mention in self.made:
            if mention.entity is old:
                mention.entity = named
        self.unknown = [(d, draft) for d, draft in self.unknown if draft is not old]
        gone = self.candidates.pop(id(old), None)
        if gone is None:
            return
        known = self.candidates.get(id(named))
        if known is None:
            known = self.candidates[id(named)] = Candidate(named)
            _learn_titles(known)
        known.spots = sorted([*gone.spots, *known.spots], key=lambda spot: spot.head)
        known.modifiers |= gone.modifiers
        known.groups |= gone.groups
        known.phrases |= gone.phrases
        known.lands |= gone.lands
        known.possessors |= gone.possessors
        named.nouns |= old.nouns
        named.country = named.country or old.country
        self.features.merged(gone, known)

    def _named_later(self) -> None:
        """Gives office holders of the lead ("Serbia's interior minister") the name that comes after it."""
        for d, draft in self.unknown:
            found = self._holder_after(d, draft)
            if found is None:
                continue
            own = {x.head for x in self.descriptions if self._belongs_to(x, found)}
            for mention in self.made:
                if (
                    mention.entity is draft and mention.head not in own
                ):  # nobody is "his foreign minister" to himself
                    mention.entity = found
            found.country = found.country or draft.country
            found.nouns |= draft.nouns

    def _belongs_to(self, d: Description, owner: Draft) -> bool:
        """Whether the possessor of a description ("his" in "his wife") is the entity."""
        mention = self.at_head.get(d.possessor) if d.possessor is not None else None
        return mention is not None and mention.actor is owner

    def _holder_after(self, d: Description, draft: Draft) -> Draft | None:
        """The only person who is named later with the title of the description and is of no other country."""
        if d.type != "person" or d.plural or d.of is not None or d.modifiers & _OTHERS:
            return None
        office = d.kind is not None and d.kind.group in _OFFICES and not d.indefinite
        if not office and not (d.indefinite and self.tree.sentence[d.head] == 0 and d.land is not None):
            return None
        titled = list(
            {
                id(m.entity): m.entity
                for m in self.names
                if m.entity.type == "person"
                and d.noun in m.entity.titles - _OTHERS
                and not m.entity.titles & _OTHERS
            }.values()
        )
        fits = [x for x in titled if self._first_name(x) > d.head and self._has_title(d, x)]
        if len(fits) != 1 or (len(titled) > 1 and not _own_modifiers(d, self.tree)):
            return None
        theirs, own = fits[0].country, draft.country
        return None if theirs is not None and own is not None and theirs is not own else fits[0]

    def _first_name(self, draft: Draft) -> int:
        """The token where the entity is named or described first."""
        if id(draft) in self.candidates:
            return self.candidates[id(draft)].spots[0].head
        return min(m.head for m in self.names if m.entity is draft)

    def _holder_to_come(self, d: Description) -> Draft | None:
        """The office holder of the same country who is named with the title right after: "Peru's president", "President X"."""
        land = self._nationality(d)
        if land is None or d.determiner not in {"", "the"} or d.kind is None:
            return None
        found = self._holder_after(d, Draft(d.type, d.name, named=False, country=land))
        return found if found is not None and found.country is land else None

    def _has_title(self, d: Description, draft: Draft) -> bool:
        """Whether the words of the title stand right before a name of the person: "Interior Minister X"."""
        words = _own_modifiers(d, self.tree)
        for m in self.names:
            if m.entity is draft:
                before = self.tree.low[self._title_start(m.start) : m.start]
                if d.noun in before and words <= set(before):
                    return True
        return False

    def _title_start(self, i: int) -> int:
        """The first of the nouns and adjectives right before the token."""
        first = i
        while first > max(0, i - _TITLE_REACH) and self.tree.pos[first - 1] in {"NOUN", "PROPN", "ADJ"}:
            first -= 1
        return first

    def _own_country(self, d: Description) -> Draft | None:
        """The country of the person to whom it belongs: "his country"."""
        if d.noun not in {"country", "nation", "homeland"} or d.plural or d.possessor is None:
            return None
        owner = self.at_head.get(d.possessor)
        if owner is None or owner.kind != "pronoun" or owner.actor.type != "person":
            return None
        return owner.actor.country

    def _is_slander(self, d: Description, candidate: Candidate) -> bool:
        """Whether "the suspect" would be guessed to be somebody named of whom the article tells no deed and no arrest."""
        if d.kind is None or d.kind.group != "suspect" or not candidate.draft.named:
            return False
        if candidate.draft.type != "person" or "suspect" in candidate.groups:
            return False
        return not any(self._is_blamed(spot.head) for spot in candidate.spots)

    def _is_blamed(self, i: int) -> bool:
        """Whether the token names who is arrested, accused or convicted, or who does something violent."""
        tree = self.tree
        verb, dep = tree.head[i], tree.dep[i]
        if dep in {"obj", "nsubj:pass"} or (dep == "nmod" and tree.has_case(i, "of", "against")):
            return lemma_of(tree.low[verb], tree.tag[verb]) in word_set("blaming")
        return dep == "nsubj" and lemma_of(tree.low[verb], tree.tag[verb]) in word_set("violent")

    def _office_holder(self, d: Description) -> Draft | None:
        """The leader, minister or envoy of a country that a definite phrase means: "the Russian leader"."""
        if d.type != "person" or d.plural or d.land is None or d.kind is None or d.determiner != "the":
            return None
        if d.kind.group not in _OFFICES or d.modifiers & _OTHERS:
            return None
        fits = [
            c
            for c in self.candidates.values()
            if c.draft.type == "person"
            and c.draft.named
            and c.draft.country is not None
            and c.draft.country.qid == d.land
            and (d.noun in c.draft.titles or d.noun in c.draft.nouns or d.kind.group in c.groups)
        ]
        same = [c for c in fits if d.noun in c.draft.titles or d.noun in c.draft.nouns] or fits
        return max(same, key=lambda c: c.last.head).draft if same else None

    def _only_one(self, d: Description) -> Draft | None:
        """The only named person whom the article has called so: "the senator"."""
        if (
            d.type != "person"
            or d.plural
            or d.modifiers
            or d.of is not None
            or d.determiner not in {"the", "this"}
        ):
            return None
        fits = [
            c.draft
            for c in self.candidates.values()
            if c.draft.type == "person"
            and (d.noun in c.draft.titles or d.noun in c.draft.nouns)
            and not of_another_land(d, c.draft)
        ]
        if len(fits) != 1:
            return None
        return fits[0] if fits[0].named or self._is_introduced(fits[0], d.noun) else None

    def _is_introduced(self, draft: Draft, noun: str) -> bool:
        """Whether the first words for somebody without a name were "a man", and the noun is the same now."""
        first = self.candidates[id(draft)].spots[0]
        words = self.tree.low[first.start : first.end]
        return words[0] in {"a", "an", "one", "another"} and noun in words

    def _named_by(self, d: Description) -> Draft | None:
        """The body or country named last whose name holds the noun: "the party", "the council"."""
        if d.type not in {"organization", "country"} or d.plural or d.modifiers or d.of is not None:
            return None
        alone = d.determiner == "" and d.possessor is None
        if d.determiner not in {"the", "this", "that"} and not alone:
            return None
        fits = [
            c
            for c in self.candidates.values()
            if c.draft.named
            and c.draft.type == d.type
            and d.noun in c.draft.words
            and (not alone or len(c.draft.words) == 1)
        ]
        called = [
            c
            for c in self.candidates.values()
            if c.draft.named and c.draft.type in {"organization", "group"} and d.noun in c.draft.nouns
        ]
        fits = fits or (called if len(called) == 1 and not alone and d.type == "organization" else [])
        return max(fits, key=lambda c: c.last.head).draft if fits else None

    def _movement(self, d: Description) -> Draft | None:
        """The body whose name stands right before the noun: "the Houthi movement", "Yemen's Houthi rebels"."""
        rebels = d.noun in _REBELS
        if (
            d.determiner not in {"the", ""}
            or d.of is not None
            or (self.tree.tag[d.head] == "NNS" and not rebels)
        ):
            return None
        if d.noun not in _MOVEMENTS and not rebels:
            return None
        if any(self.tree.pos[i] == "NUM" for i in range(d.start, d.end)):
            return None
        before = self.at_token.get(d.head - 1)
        if before is None or before.end != d.head or before.start < d.start or before.kind == "nominal":
            return None
        body = before.entity
        return (
            body if body.type in {"organization", "group"} and not body.qid and not _is_people(body) else None
        )

    def _armed_group(self, d: Description) -> Draft | None:
        """The only armed group that the article names, where it calls them "the rebels", "the insurgents"."""
        if not d.plural or d.determiner != "the" or d.modifiers or d.of is not None:
            return None
        if d.noun not in _REBELS | {"militant", "paramilitary", "jihadist"}:
            return None
        fits = [
            c.draft
            for c in self.candidates.values()
            if c.draft.named
            and c.draft.type in {"organization", "group"}
            and not word_list("armed").isdisjoint(c.draft.nouns | c.modifiers)
        ]
        return fits[0] if len(fits) == 1 else None

    def _possessor(self, d: Description) -> int | None:
        """Identity of the entity that the description belongs to ("his" in "his wife")."""
        if d.possessor is None:
            return None
        mention = self.at_head.get(d.possessor)
        return id(mention.actor) if mention else None

    def _new(self, d: Description) -> Draft:
        gender = d.kind.gender if d.kind else ""
        return Draft(d.type, d.name, named=False, first=d.start, gender=gender, plural=d.plural)

    def _nationality(self, d: Description) -> Draft | None:
        """The country in a description: an adjective, a possessor, or behind an office ("president of Kenya")."""
        land = self.by_qid.get(d.land) if d.land else None
        if land is None and d.possessor is not None:
            owner = self.at_head.get(d.possessor)
            land = owner.actor if owner else None
        if (
            land is None
            and d.of is not None
            and d.kind is not None
            and d.kind.group in _OFFICES | {"government"}
        ):
            owner = self.at_head.get(d.of)
            land = owner.actor if owner else None
        if land is None and d.kind is not None and d.kind.group in {"government", "legislature"}:
            land = self._capital_in(d)
        return land if land is not None and land.type == "country" else None

    def _capital_in(self, d: Description) -> Draft | None:
        """The country of the capital behind "the government in"."""
        for i in range(d.head + 1, d.end):
            seat = metonyms().get(self.tree.tokens[i].text)
            if seat is not None and seat.stands_for.qid in self.by_qid:
                return self.by_qid[seat.stands_for.qid]
        return None

    def _apposition(self, d: Description) -> Draft | None:
        """The entity that the description stands beside: "X, the mayor," or "the mayor, X,"."""
        tree = self.tree
        if d.apposed and not self._is_far_title(d):
            other = self.at_head.get(tree.head[d.head])
            if other is not None and _joins(d, other.entity):
                return _said_of(d, other)
        for c in tree.children[d.head]:
            if (
                tree.dep[c] in {"appos", "flat"}
                and c > d.head
                and (m := self.name_at.get(c))
                and _joins(d, m.entity)
            ):
                return _said_of(d, m)
        return self._between_commas(d) or self._also(d)

    def _is_far_title(self, d: Description) -> bool:
        """Whether the parse takes a noun for the title of a name that stands behind a verb."""
        tree = self.tree
        return tree.dep[d.head] == "nmod:desc" and any(
            tree.is_verb(i) or tree.pos[i] == "AUX" for i in range(d.head, tree.head[d.head])
        )

    def _named_as(self, d: Description) -> Draft | None:
        """Whom the sentence names the description as: "a man identified as X"."""
        m = self.namings.of(d)
        return m.actor if m is not None else None

    def _also(self, d: Description) -> Draft | None:
        """The person behind "and" with a title of his own: "party leader and Prime Minister X"."""
        tree = self.tree
        i = d.end + 1
        if (
            d.type != "person"
            or d.plural
            or d.determiner
            or d.possessor
            or tree.low[d.end : d.end + 1] != ["and"]
        ):
            return None
        while i < len(tree) and i < d.end + _TITLE_REACH and i not in self.at_token and not tree.space[i]:
            i += 1
        m = self.at_token.get(i)
        titled = m is not None and m.start == i > d.end + 1 and m.kind == "name" and m.entity.type == "person"
        own = all(tree.pos[j] in {"NOUN", "PROPN", "ADJ", "VERB", "PUNCT"} for j in range(d.end + 1, i))
        return m.entity if m is not None and titled and own else None

    def _between_commas(self, d: Description) -> Draft | None:
        """The person named beside the description and parted from it by a comma, whatever the parse says."""
        tree = self.tree
        if d.type not in {"person", "organization", "group", "country"} or tree.dep[d.head] == "conj":
            return None
        if d.plural and d.type != "organization":
            return None
        m = self.at_token.get(d.end) if d.type == "person" and d.head == d.end - 1 else None
        if m is not None and m.start == d.end and m.kind == "name" and m.entity.type == "person":
            return m.entity  # "his son Barron"
        if tree.low[d.end : d.end + 1] == [","]:
            m = self.at_token.get(d.end + 1)
            if m is not None and m.start == d.end + 1 and self._closes(m.end) and tree.dep[m.head] != "conj":
                return _said_of(d, m) if m.kind == "name" and _joins(d, m.entity) else None
        if d.start > 1 and tree.low[d.start - 1] == "," and (d.definite or d.determiner in {"a", "an"}):
            m = self.at_token.get(d.start - 2)
            if m is not None and m.end == d.start - 1 and self._closes(d.end):
                return _said_of(d, m) if m.kind == "name" and _joins(d, m.entity) else None
        return None

    def _closes(self, i: int) -> bool:
        """Whether an apposition can end before the token."""
        return (
            i >= len(self.tree)
            or self.tree.space[i]
            or self.tree.low[i] in {",", ".", ";", ":", ")", "who", "whose", "that", "which"}
        )

    # ------------------------------------------------------------ pronouns

    def _pronoun(self, i: int) -> None:
        tree = self.tree
        low = tree.low[i]
        if tree.tag[i].startswith("W"):
            found, score, rule = self._relative(i), 0.85, "relative"
        elif low not in CLASSES:
            return
        elif low in _REFLEXIVE:
            found, score, rule = self._reflexive(i), 0.8, "reflexive"
        elif (receiver := self._receiver(i, CLASSES[low])) is not None:
            found, score, rule = receiver, 0.7, "receiver"
        else:
            pronoun = Pronoun(i, CLASSES[low], possessive=tree.tag[i] == "PRP$")
            picked, score = self.choose(self.features.choice(pronoun, self._reachable(i), None))
            found, rule = picked.draft if picked is not None else None, "chosen"
        if found is None:
            return
        self._met(found, i, "pronoun", i, i + 1)
        if found.type == "person" and not found.gender and CLASSES.get(low) in {"h", "s"}:
            found.gender = "m" if CLASSES[low] == "h" else "f"
        if found.type in _ACTORS:
            self._mention(found, i, i, i + 1, "pronoun", min(0.95, max(0.5, score)), rule)

    def _receiver(self, i: int, group: str) -> Draft | None:
        """The receiver of a gift that the pronoun is part of: "offered the Kremlin support for its war"."""
        tree = self.tree
        if tree.tag[i] != "PRP$" or group != "i":
            return None
        verb = tree.head[i]
        for _ in range(4):
            if tree.is_verb(verb) or tree.head[verb] == verb:
                break
            verb = tree.head[verb]
        receiver = tree.child(verb, "iobj") if tree.is_verb(verb) else None
        mention = self.at_head.get(receiver) if receiver is not None and receiver < i else None
        if mention is None or not self.features.agrees(group, mention.actor):
            return None
        return mention.actor

    def _reachable(self, i: int) -> Iterator[Candidate]:
        here = self.tree.sentence[i]
        for candidate in self.candidates.values():
            if here - candidate.last.sentence <= PRONOUN_WINDOW:
                yield candidate

    def _relative(self, i: int) -> Draft | None:
        """Whom a relative pronoun takes up: "who" what stands right before it, "which" what its clause hangs on."""
        tree = self.tree
        if tree.low[i] not in _RELATIVE:
            return None
        verb = self._clause(i)
        noun = tree.head[verb] if verb is not None else None
        head = (self.at_head.get(noun) or self.at_token.get(noun)) if noun is not None else None
        beside = self._beside(i)
        personal = tree.low[i] in {"who", "whom", "whose"}
        wanted = _WHO if tree.low[i] in {"who", "whom"} else _ACTORS if personal else _WHICH
        if beside is not None and noun is not None and self._is_one_of(beside, noun):
            return None
        if beside is not None and beside.actor.type in wanted:
            mistaken = head is None or head.actor.type not in wanted
            if beside is not head and tree.dep[beside.head] == "conj":
                return None  # both may be meant
            if personal or (mistaken and (verb is None or head is not None)):
                return beside.actor
        if verb is None or tree.dep[verb] != "acl:relcl" or head is None or head.start > i:
            return None
        if tree.low[i] == "that" and head.kind == "name":
            return None
        return head.actor if head.actor.type in wanted else None

    def _is_one_of(self, mention: DraftMention, noun: int) -> bool:
        """Whether the mention is only one of those whom the noun in it means: "one of the men who"."""
        inside = mention.start <= noun < mention.end and self.tree.head[noun] == mention.head != noun
        return inside and self.tree.pos[mention.head] == "NUM"

    def _clause(self, i: int) -> int | None:
        """The verb of the relative clause that the pronoun opens."""
        tree = self.tree
        for _ in range(8):
            if tree.dep[i].startswith("acl"):
                return i
            if tree.head[i] == i:
                return None
            i = tree.head[i]
        return None

    def _beside(self, i: int) -> DraftMention | None:
        """The mention that ends right before the relative pronoun, but for a comma, a dash or a preposition."""
        j = i
        if self.tree.tokens[i].text[:1].isupper():
            return None
        for _ in range(3):
            if (
                j in self.ends
                or j < 1
                or not (self.tree.low[j - 1] in _JOINTS or self.tree.pos[j - 1] == "ADP")
            ):
                break
            j -= 1
        return self.ends.get(j)

    def _reflexive(self, i: int) -> Draft | None:
        """The subject of its clause."""
        tree = self.tree
        verb = tree.head[i]
        for _ in range(4):
            subject = tree.child(verb, "nsubj", "nsubj:pass")
            if subject is not None and subject < i:
                mention = self.at_head.get(subject)
                agrees = mention is not None and self.features.agrees(CLASSES[tree.low[i]], mention.actor)
                return mention.actor if mention is not None and agrees else None
            verb = tree.head[verb]
        return None

    def _first_persons(self) -> None:
        """Inside a quotation "I" means who speaks; "we" only where a body or a country does."""
        tree = self.tree
        found = []
        for i in range(len(tree)):
            low = tree.low[i]
            single = low in _FIRST and tree.tag[i] in {"PRP", "PRP$"}
            if not single and not (low in _FIRST_PLURAL and tree.tag[i] in {"PRP", "PRP$"}):
                continue
            speaker = self.quotes.speaker(i)
            mention = self.at_head.get(speaker) if speaker is not None else None
            if mention is None:
                continue
            actor = mention.actor
            if (actor.type == "person" and not actor.plural) if single else actor.type in SEVERAL:
                found.append(DraftMention(i, i + 1, i, "pronoun", actor, confidence=0.8, rule="first person"))
        self.made += found


def _joins(d: Description, entity: Draft) -> bool:
    """Whether the description can be said of the entity beside it."""
    if (
        entity.type in {"country", "organization"} or (entity.type == "place" and entity.qid)
    ) and d.noun in _OF_BODIES:
        return True
    if d.type == entity.type:
        return d.plural == entity.plural or entity.named
    pair = {d.type, entity.type}
    return pair <= {"organization", "group"} or (entity.type == "place" and d.type == "country")


def _said_of(d: Description, m: DraftMention) -> Draft:
    """Whom a description beside a name tells of: "Washington, an ally of Japan," is the state, not the city."""
    return m.actor if d.noun in _OF_BODIES or d.type == "country" else m.entity


def _is_people(body: Draft) -> bool:
    """Whether the name is that of a people, faith or creed, of which a movement is only a part: "Kurdish rebels"."""
    of_a_land = body.name in people_nouns() or body.name in demonyms()
    return of_a_land or fold(body.name).removesuffix("s") in word_list("creed")


def _own_modifiers(d: Description, tree: Tree) -> frozenset[str]:
    """The modifiers without the possessor: "interior" in "Serbia's interior minister"."""
    return d.modifiers - ({tree.low[d.possessor]} if d.possessor is not None else set())


def _learn_titles(candidate: Candidate) -> None:
    for title in candidate.draft.titles:
        noun = actor_noun(title, title)
        if noun is not None:
            candidate.groups.add(noun.group)


def _learn(candidate: Candidate, d: Description, possessor: int | None) -> None:
    """What a description adds to what is known of an entity."""
    draft = candidate.draft
    draft.nouns.add(d.noun)
    candidate.modifiers |= d.modifiers
    candidate.phrases.add(d.name.casefold())
    if d.kind is not None:
        candidate.groups.add(d.kind.group)
        if draft.type == "person" and not draft.gender:
            draft.gender = d.kind.gender
    if d.land is not None:
        candidate.lands.add(d.land)
    if possessor is not None:
        candidate.possessors.add(possessor)

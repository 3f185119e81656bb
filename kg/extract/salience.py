"""What speaks for each entity that a description or a pronoun may mean, and the choice among them.

Each entity met so far gets a score, the sum of the weights of what holds of it and the pronoun or description, and
"nobody so far" gets one too. The weights (`data/antecedents.tsv`) are those of a log-linear model that
`training/antecedents.py` fits; the features are the salience factors of Lappin and Leass (1994), "An algorithm
for pronominal anaphora resolution", and the head and modifier matches of Lee et al. (2013), "Deterministic
coreference resolution based on entity-centric, precision-ranked rules".
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from kg.extract.description import Description
from kg.extract.draft import Draft
from kg.extract.lexicon import actor_noun, word_list
from kg.extract.quotedspeech import Quotes, says
from kg.extract.tree import Tree
from kg.extract.wordlist import rows, word_set
from kg.language.antecedent import Antecedents, Place

__all__ = [
    "CLASSES",
    "SEVERAL",
    "Candidate",
    "Choice",
    "Chooser",
    "Features",
    "Pronoun",
    "Spot",
    "most_likely",
    "of_another_land",
    "shares",
    "weights",
]

CLASSES = {
    "he": "h", "him": "h", "his": "h", "himself": "h", "she": "s", "her": "s", "hers": "s", "herself": "s",
    "it": "i", "its": "i", "itself": "i",
    "they": "t", "them": "t", "their": "t", "theirs": "t", "themselves": "t",
}  # fmt: skip
"""Third-person pronouns by class: he, she, it, they."""
_THINGS = frozenset({"organization", "country", "place", "artifact", "agreement", "work", "event"})
SEVERAL = frozenset({"group", "organization", "country"})
_ROLES = {
    "nsubj": "s", "nsubj:pass": "s", "nsubj:outer": "s", "obj": "o", "iobj": "o", "obl:agent": "a", "obl": "b",
    "nmod:poss": "p", "nmod": "n", "appos": "x", "compound": "c", "amod": "c", "nmod:desc": "c", "ROOT": "r",
}  # fmt: skip
_CONTROL = 3
"""Verbs up to which the subject of one without its own is looked for."""
PRONOUN_WINDOW = 4
"""Sentences looked back for whom a pronoun means."""
_OF_LANDS = frozenset({"head", "minister", "royal", "lawmaker"})
"""Groups of nouns for those who hold an office of one state."""
_MATCHES = "=ntwc?0"
"""How a noun fits a candidate (`Features._match`), the best first."""
LEAST_PRONOUN = {"i": 0.45, "t": 0.5}
LEAST_NAMED = 0.6
LEAST_UNNAMED = 0.5
"""Set on the held-out fifth of the annotated articles so that about three in four kept choices are right."""
_LEAST_LINK, _MOST_LINK = 0.0005, 30.0


@dataclass(frozen=True, slots=True)
class Spot:
    """One mention of a candidate: head token, sentence, grammatical role, kind, and its tokens."""

    head: int
    sentence: int
    role: str
    kind: str
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Candidate:
    """An entity met so far with the places where it was mentioned."""

    draft: Draft
    spots: list[Spot] = field(default_factory=list)
    modifiers: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    phrases: set[str] = field(default_factory=set)
    lands: set[str] = field(default_factory=set)
    possessors: set[int] = field(default_factory=set)

    @property
    def last(self) -> Spot:
        """Where it was mentioned last."""
        return self.spots[-1]


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A third-person pronoun; `group` is one of the values of `CLASSES`."""

    head: int
    group: str
    possessive: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What a description or pronoun may mean: candidates with their features; those of None say "nobody so far"."""

    anaphor: Description | Pronoun
    options: tuple[tuple[Candidate | None, dict[str, float]], ...]
    linked: bool = False
    """Whether the network's opinion is among the features."""


Chooser = Callable[[Choice], tuple[Candidate | None, float]]
"""Picks one of the options of a choice, with its probability."""


@cache
def weights(*, linked: bool) -> dict[str, float]:
    """The weight of each feature: beside the network's opinion, or without it (another pipeline's documents)."""
    name = "antecedents.tsv" if linked else "antecedents-rules.tsv"
    return {feature: float(weight) for feature, weight in rows(name)}


def shares(choice: Choice) -> list[float]:
    """The probability of each option."""
    table = weights(linked=choice.linked)
    scores = [
        sum(table.get(feature, 0.0) * value for feature, value in features.items())
        for _, features in choice.options
    ]
    top = max(scores)
    parts = [math.exp(score - top) for score in scores]
    total = sum(parts)
    return [part / total for part in parts]


def most_likely(choice: Choice) -> tuple[Candidate | None, float]:
    """The option with the highest score, and its probability among all."""
    likelihoods = shares(choice)
    likely = max(likelihoods)
    picked = choice.options[likelihoods.index(likely)][0]
    if picked is not None and likely < _least(choice.anaphor, picked):
        return None, likely
    return picked, likely


def _least(anaphor: Description | Pronoun, candidate: Candidate) -> float:
    """Probability from which a choice is kept; each costs wrong facts where it is wrong."""
    if isinstance(anaphor, Pronoun):
        return LEAST_PRONOUN.get(anaphor.group, 0.4)
    return LEAST_NAMED if candidate.draft.named else LEAST_UNNAMED


class Features:
    """What holds of a pronoun or description and each candidate: features with their values, 1 but for one.

    That one is how likely the network finds the candidate's mentions as antecedents, as a logarithm.
    """

    def __init__(self, tree: Tree, quotes: Quotes) -> None:
        self.tree = tree
        self.quotes = quotes
        self.noun = [p in {"NOUN", "PROPN"} for p in tree.pos]
        self.topic = self._first_body_sentence()
        self.antecedents: Antecedents | None = tree.doc._.kg_antecedents
        self.places: list[Place] = []
        self.owners: list[Candidate] = []

    def _first_body_sentence(self) -> int:
        """The sentence up to which whoever is named is what the article is about."""
        headlines = self.tree.doc._.kg.headlines
        last = max((end for _, end in headlines), default=0)
        first = self.tree.token_from(last + 1) if last else 0
        while first < len(self.tree) and self.tree.space[first]:
            first += 1
        return self.tree.sentence[first] if first < len(self.tree) else 0

    def met(self, candidate: Candidate) -> None:
        """A candidate was mentioned, as its last spot says."""
        spot = candidate.last
        self.places.append((spot.head, spot.start, spot.end))
        self.owners.append(candidate)

    def merged(self, gone: Candidate, known: Candidate) -> None:
        """A candidate has turned out to be another one."""
        self.owners = [known if owner is gone else owner for owner in self.owners]

    def _links(self, place: Place) -> dict[int, float]:
        """Logarithms of the network's probabilities by candidate's identity; 0 stands for "nobody so far"."""
        if self.antecedents is None:
            return {}
        scores = self.antecedents.scores(place, self.places).tolist()
        parts: dict[int, float] = {0: 1.0}
        for owner, score in zip(self.owners, scores, strict=True):
            parts[id(owner)] = parts.get(id(owner), 0.0) + math.exp(min(score, _MOST_LINK))
        total = sum(parts.values())
        return {key: math.log(max(part / total, _LEAST_LINK)) for key, part in parts.items()}

    def role(self, i: int) -> str:
        """The grammatical role of a noun, that of the first one in a coordination."""
        tree = self.tree
        for _ in range(6):
            if tree.dep[i] != "conj" or not self.noun_like(tree.head[i]):
                break
            i = tree.head[i]
        return _ROLES.get(tree.dep[i], "z")

    def noun_like(self, i: int) -> bool:
        """Whether the token is a noun, a name or a pronoun."""
        return self.tree.pos[i] in {"NOUN", "PROPN", "PRON"}

    def agrees(self, group: str, draft: Draft) -> bool:
        """Whether a pronoun of the class can mean the entity."""
        if group in {"h", "s"}:
            gender = "m" if group == "h" else "f"
            return draft.type == "person" and not draft.plural and draft.gender in {"", gender}
        if group == "i":
            return draft.type in _THINGS and not draft.plural
        return draft.type in SEVERAL or (draft.type == "person" and not draft.gender and not draft.named)

    def choice(
        self, anaphor: Description | Pronoun, candidates: Iterable[Candidate], possessor: int | None
    ) -> Choice:
        """All options with their features."""
        if isinstance(anaphor, Pronoun):
            group = anaphor.group
            links = self._links((anaphor.head, anaphor.head, anaphor.head + 1))
            fits = [c for c in candidates if self.agrees(group, c.draft) and self._allowed(anaphor.head, c)]
            fits.sort(key=lambda c: -c.last.head)
            options = [(c, tuple(self._pronoun(anaphor, c, rank))) for rank, c in enumerate(fits)]
            none = tuple(self._no_pronoun(anaphor, len(fits)))
            return _choice(anaphor, options, none, links, f"{group}link")
        links = self._links((anaphor.head, anaphor.start, anaphor.end))
        fits = [c for c in candidates if self._describes(anaphor, c)]
        fits.sort(key=lambda c: -c.last.head)
        matches = [self._match(anaphor, c) for c in fits]
        best = min((_MATCHES.index(match) for match in matches), default=len(_MATCHES))
        described = []
        for rank, (c, match) in enumerate(zip(fits, matches, strict=True)):
            before = matches[:rank].count(match)
            better = _MATCHES.index(match) > best
            features = self._description(anaphor, c, rank, possessor, match)
            described.append((c, (*features, *self._rivals(anaphor, c, match, before, better=better))))
        none = (*self._no_description(anaphor), f"D0best{best}{self._shape(anaphor)}{self._bare(anaphor)}")
        return _choice(anaphor, described, none, links, f"D{anaphor.type[0]}link")

    def _bare(self, d: Description) -> str:
        return "m" if d.modifiers or d.of is not None else "b"

    def _rivals(
        self, d: Description, c: Candidate, match: str, before: int, *, better: bool
    ) -> Iterator[str]:
        """How the candidate stands among others that fit the description as well, or better."""
        named = "n" if c.draft.named else "u"
        yield f"DM{match}{self._shape(d)}{self._bare(d)}{min(before, 1)}{named}"
        yield f"DB{better:d}{named}{self._shape(d)[0]}"

    # ------------------------------------------------------------ pronouns

    def _allowed(self, i: int, c: Candidate) -> bool:
        """Not the other argument of the same verb, nor the phrase that the pronoun stands in."""
        tree = self.tree
        head = tree.head[i]
        possessive = tree.dep[i] == "nmod:poss"
        subject = None if possessive else self._subject(head)
        for spot in reversed(c.spots):
            if spot.sentence != tree.sentence[i]:
                break
            if spot.start <= i < spot.end:
                return False
            if (
                not possessive
                and tree.head[spot.head] == head
                and spot.role != "c"
                and tree.dep[spot.head] != "conj"
            ):
                return False
            if (possessive and head == spot.head) or (subject is not None and subject == spot.head):
                return False
        return True

    def _subject(self, verb: int) -> int | None:
        """The token of who does what a verb without a subject of its own says: "X urged Y to free him", "X called and invited her"."""
        tree = self.tree
        for _ in range(_CONTROL):
            if tree.child(verb, "nsubj", "nsubj:pass") is not None:
                return None
            above, dep = tree.head[verb], tree.dep[verb]
            if dep == "acl" and tree.has_case(verb, "to"):  # "filed a motion to censure him"
                above, dep = tree.head[above], "xcomp"
            if above == verb or dep not in {"xcomp", "conj"} or not tree.is_verb(above):
                return None
            told = tree.child(above, "obj", "iobj") if dep == "xcomp" and tree.dep[verb] == "xcomp" else None
            if told is not None:
                return told
            if (subject := tree.child(above, "nsubj")) is not None:
                return subject
            verb = above
        return None

    def _pronoun(self, p: Pronoun, c: Candidate, rank: int) -> Iterator[str]:
        tree = self.tree
        g = p.group if p.group in {"i", "t"} else "h"
        spot = c.last
        distance = min(tree.sentence[p.head] - spot.sentence, PRONOUN_WINDOW)
        own = "p" if p.possessive else self.role(p.head)
        yield f"{g}d{distance}"
        yield f"{g}d{distance}{spot.role}"
        yield f"{g}k{spot.kind[0]}{min(distance, 1)}"
        yield f"{g}o{own}{spot.role}{min(distance, 1)}"
        yield f"{g}t{c.draft.type}"
        yield f"{g}r{min(rank, 3)}"
        yield f"{g}n{c.draft.named:d}"
        yield f"{g}c{min(len(c.spots), 4)}"
        yield f"{g}b{self._best_role(c, spot.sentence)}{min(distance, 2)}"
        if c.draft.gender:
            yield f"{g}g"
        if tree.paragraphs[spot.head] == tree.paragraphs[p.head]:
            yield f"{g}p"
        if distance == 0 and (level := self._above(c, p.head)):
            yield f"{g}a{level}"
        if c.spots[0].sentence <= self.topic:
            yield f"{g}h"
        yield from (f"{g}{q}" for q in self._quote(p.head, c))
        if g in {"i", "t"}:
            yield f"{g}x{min(self._between(spot.head, p.head, plural=g == 't'), 3)}"

    def _best_role(self, c: Candidate, sentence: int) -> str:
        roles = {spot.role for spot in c.spots if spot.sentence == sentence}
        return next((role for role in "soabpn" if role in roles), "z")

    def _above(self, c: Candidate, pronoun: int) -> int:
        """How many subjects up the tree the candidate stands: 1 for that of the nearest verb above, 0 for none."""
        tree = self.tree
        mine = {spot.head for spot in c.spots[-3:]}
        level, i = 0, tree.head[pronoun]
        for _ in range(12):
            subject = tree.child(i, "nsubj", "nsubj:pass")
            if subject is not None and subject < pronoun:
                level += 1
                if subject in mine:
                    return min(level, 3)
            if tree.head[i] == i:
                break
            i = tree.head[i]
        return 0

    def _quote(self, i: int, c: Candidate) -> Iterator[str]:
        inside = self.quotes.number[i]
        there = self.quotes.number[c.last.head]
        if inside < 0:
            if there >= 0:
                yield "q-out"
            return
        yield "q-same" if there == inside else "q-other" if there >= 0 else "q-in"
        speaker = self.quotes.speaker(i)
        if speaker is not None and any(
            spot.start <= speaker < spot.end or spot.head == speaker for spot in c.spots[-3:]
        ):
            yield "q-self"

    def _between(self, start: int, end: int, *, plural: bool) -> int:
        """Nouns of the pronoun's number between the two."""
        tags = ("NNS", "NNPS") if plural else ("NN", "NNP")
        tree = self.tree
        return sum(
            tree.tag[j] in tags and tree.dep[j] in {"nsubj", "nsubj:pass", "obj", "obl", "nmod"}
            for j in range(start + 1, end)
        )

    def _no_pronoun(self, p: Pronoun, options: int) -> Iterator[str]:
        tree = self.tree
        g = p.group if p.group in {"i", "t"} else "h"
        yield f"{g}0"
        yield f"{g}0o{'p' if p.possessive else self.role(p.head)}"
        yield f"{g}0n{min(options, 3)}"
        if self.quotes.number[p.head] >= 0:
            yield f"{g}0q"
        if g == "i":
            if tree.dep[p.head] == "expl":
                yield "i0expl"
            verb = tree.head[p.head]
            if tree.child(verb, "cop") is not None:
                yield "i0cop"
            if tree.child(verb, "csubj", "ccomp", "advcl", "csubj:pass") is not None:
                yield "i0clause"
            if tree.tokens[verb].lemma_ in word_set("dummy_subject"):
                yield "i0dummy"
            if says(tree, verb):
                yield "i0says"
            if tree.child(verb, "aux:pass") is not None:
                yield "i0pass"
        if self._things_near(p.head, plural=g == "t"):
            yield f"{g}0thing"

    def _things_near(self, i: int, *, plural: bool) -> bool:
        """Whether a common noun of its number was a subject in this sentence or the one before."""
        tree = self.tree
        tags = ("NNS",) if plural else ("NN",)
        first = tree.bounds(i)[0]
        first = tree.bounds(first - 1)[0] if first else 0
        return any(
            tree.tag[j] in tags
            and tree.dep[j] in {"nsubj", "nsubj:pass"}
            and actor_noun(tree.low[j], tree.tokens[j].lemma_.lower()) is None
            for j in range(first, i)
        )

    # ------------------------------------------------------------ descriptions

    def _describes(self, d: Description, c: Candidate) -> bool:
        """Whether the description can mean the candidate at all."""
        draft = c.draft
        if draft.type != d.type and not (
            {draft.type, d.type} <= {"organization", "group"}
            or (draft.type == "place" and d.type == "country")
        ):
            return False
        if d.type == "person" and d.kind and d.kind.gender and draft.gender and d.kind.gender != draft.gender:
            return False
        if d.type == draft.type and d.type != "organization" and d.plural != draft.plural:
            return False
        if not draft.named and d.plural != draft.plural:
            return False
        if of_another_land(d, draft) or _is_no_business(d, draft):
            return False
        return not any(d.start <= spot.head < d.end for spot in c.spots[-3:])

    def _description(
        self, d: Description, c: Candidate, rank: int, possessor: int | None, match: str
    ) -> Iterator[str]:
        draft = c.draft
        shape = self._shape(d)
        g = d.type[0]
        named = "n" if draft.named else "u"
        yield f"D{match}{named}"
        yield f"D{match}{shape}"
        yield f"D{g}{match}{shape[0]}{named}"
        spot = c.last
        distance = self.tree.sentence[d.head] - spot.sentence
        bucket = distance if distance < 3 else 3 if distance < 6 else 4
        yield f"Dd{bucket}{named}"
        yield f"Dd{bucket}{g}{shape[0]}"
        yield f"D{g}r{min(rank, 3)}{named}"
        yield f"D{g}c{min(len(c.spots), 4)}{named}"
        yield f"D{g}b{self._best_role(c, spot.sentence)}"
        if c.spots[0].sentence <= self.topic:
            yield f"D{g}h{shape[0]}"
        if d.type != draft.type:
            yield f"D{g}!{draft.type[0]}"
        yield f"Dl{self._land(d, c)}{named}"
        yield f"Dm{self._modified(d, c)}{match[:1]}"
        if possessor is not None:
            yield "Dp=" if possessor in c.possessors else "Dp!" if c.possessors else "Dp?"
            if possessor == id(draft):
                yield "Dpself"
        if d.noun in {"country", "nation"} and draft.type == "country":
            yield f"Dcountry{bucket}{min(rank, 2)}"

    def _shape(self, d: Description) -> str:
        """Determiner and number: t(he), d(emonstrative), p(ossessive), a, - and s or p."""
        if d.possessor is not None:
            first = "p"
        elif d.determiner == "the":
            first = "t"
        elif d.determiner in {"this", "that", "these", "those", "both"}:
            first = "d"
        elif d.indefinite:
            first = "a"
        else:
            first = "-"
        return first + ("p" if d.plural else "s")

    def _match(self, d: Description, c: Candidate) -> str:
        """How the noun fits what is known: same phrase, noun, word of the name, title, class; or not."""
        draft = c.draft
        if d.name.casefold() in c.phrases:
            return "="
        if d.noun in draft.nouns:
            return "n"
        if d.noun in draft.titles:
            return "t"
        if draft.named and (d.noun in draft.words or self.tree.low[d.head] in draft.words):
            return "w"
        if d.kind is not None and d.kind.group in c.groups:
            return "c"
        return "0" if c.groups or draft.nouns else "?"

    def _land(self, d: Description, c: Candidate) -> str:
        if d.land is None:
            return "-"
        draft = c.draft
        country = draft.country.qid if draft.country is not None else None
        if d.land in c.lands or d.land == country:
            return "="
        return "!" if c.lands or country else "?"

    def _modified(self, d: Description, c: Candidate) -> str:
        """Whether the words before the noun are known of the candidate, new, or there are none."""
        words = d.modifiers
        if not words:
            return "-"
        known = c.modifiers | c.draft.words | c.draft.titles
        if words <= known:
            return "="
        return "~" if words & known else "!"

    def _no_description(self, d: Description) -> Iterator[str]:
        shape = self._shape(d)
        g = d.type[0]
        yield f"D0{shape}"
        yield f"D0{g}{shape}"
        yield f"D0m{min(len(d.modifiers), 3)}{shape[0]}"
        if d.of is not None:
            yield f"D0of{shape[0]}"
        if d.kind is None:
            yield f"D0unlisted{shape[0]}"
        else:
            yield f"D0k{d.kind.group}{shape[0]}"
        if self.quotes.number[d.head] >= 0:
            yield "D0q"
        if d.land is not None:
            yield f"D0l{shape[0]}"


def _is_no_business(d: Description, draft: Draft) -> bool:
    """Whether "the company" would be a public body, by the words of its name."""
    return d.noun in word_list("business") and draft.named and not word_list("public").isdisjoint(draft.words)


def of_another_land(d: Description, draft: Draft) -> bool:
    """Whether a description tells the office of another land: "the French president" is not the Iranian one."""
    if d.type != "person" or d.land is None or d.kind is None or d.kind.group not in _OF_LANDS:
        return False
    return draft.country is not None and draft.country.qid not in {None, d.land}


def _choice(
    anaphor: Description | Pronoun,
    fits: Iterable[tuple[Candidate, tuple[str, ...]]],
    none: tuple[str, ...],
    links: dict[int, float],
    link: str,
) -> Choice:
    """The options, with the feature `link` of the network's opinion where there is one."""
    options: list[tuple[Candidate | None, dict[str, float]]] = []
    for candidate, features in (*fits, (None, none)):
        values = dict.fromkeys(features, 1.0)
        if links:
            values[link] = links.get(id(candidate) if candidate is not None else 0, math.log(_LEAST_LINK))
        options.append((candidate, values))
    return Choice(anaphor, tuple(options), linked=bool(links))

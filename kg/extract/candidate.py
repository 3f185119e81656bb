"""Which words of a document name happenings, and of which type: network, clues and trigger lexicon together.

The network's probabilities and those of `kg.extract.clue` are multiplied, each to a power; a type that the lexicon's
frames give counts for more. The powers were chosen on the totals of the development articles. Without a network the
lexicon decides alone.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kg.extract.clause import Scene
from kg.extract.clue import KINDS, NONE, UNTYPED, Clues, Scores, clue_scores, themes
from kg.extract.light_verb import lender, lends
from kg.extract.trigger import Entry, Match, find_triggers, read_triggers
from kg.extract.wordlist import form_set, rows, word_set

__all__ = ["Candidate", "find_candidates", "is_unfit", "lexicon_matches"]

EVENT_CLUES = 0.5
"""The power of the clues in whether a word names a happening; the network's is 1."""
LISTED_EVENT, LISTED_FRAMED, LISTED_NONE = 0.7, 2.3, -3.0
"""What a word adds to the log-odds that the lexicon, without calling it weak, takes for a happening, for one because of
the words around it, or for none."""
EVENT_ODDS = -0.4
"""The joint log-odds from which it does."""
HOPELESS = -3.5
"""The log-odds of network and lexicon below which no clues are read: they gave 5.8 at most there (dev), 6.2 would be needed."""
TYPE_CLUES = 0.3
"""The power of the clues in the type; the network has the rest."""
LISTED, LISTED_SURE, LISTED_WEAK = 3.5, 6.0, 1.0
"""What the lexicon's type adds to its logarithm, what that of several words or of a frame does, and a weak word's."""
TYPE_FLOOR = 0.4
"""The joint probability below which an event has no type: of types with 0.3 to 0.4 one in three was right (dev)."""
_SMALLEST = 1e-6


class Candidate(NamedTuple):
    """A trigger with the reading that lexicon and model come to; `confidence` is that of the type.

    `source` says who gave the type: "lexicon", "lexicon and model", "model", "clues", "article", or nobody ("verb").
    """

    match: Match
    type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    status: str | None
    confidence: float
    source: str = ""


def find_candidates(scene: Scene) -> list[Candidate]:
    """The triggers of a document with their readings, in text order."""
    found = list(_judged(scene) if scene.model else _listed(scene))
    inside = {
        i for c in found for i in range(c.match.head + 1, c.match.last + 1)
    }  # the "fire" of "opened fire"
    found = [c for c in found if c.match.head not in inside]
    types = {c.match.head: c.type for c in found}
    return _in_light_of_article(scene, [c for c in found if not _carries(scene, c, types)])


def _listed(scene: Scene) -> Iterator[Candidate]:
    """What the lexicon says alone, and plain actions."""
    matches = {match.head: match for match in lexicon_matches(scene)}
    for i in range(len(scene.tree)):
        match = matches.get(i)
        if is_unfit(scene, i):
            continue
        if match is not None and match.entry is not None:
            if match.entry.type != "-":
                yield _reading(scene, match, match.entry.type, 0.4 if match.entry.weak else 0.5, "lexicon")
        elif _plain_action(scene, i):
            yield Candidate(Match(i, i, i), None, None, (), None, 0.5, "verb")


def _judged(scene: Scene) -> Iterator[Candidate]:
    """What network, clues and lexicon come to."""
    matches = {match.head: match for match in lexicon_matches(scene)}
    tried = [i for i in scene.doc._.kg_event_chances if not is_unfit(scene, i)]
    if not tried:
        return
    entries = [matches[i].entry if i in matches else None for i in tried]
    seen = _by_network(scene, tried)
    network, listed = _odds(seen), np.array([_listed_odds(entry) for entry in entries])
    hopeful = np.flatnonzero(network + listed >= HOPELESS)
    told = _by_clues(scene, [tried[n] for n in hopeful], matches)
    likely = network[hopeful] + EVENT_CLUES * _odds(told) + listed[hopeful] >= EVENT_ODDS
    chosen = hopeful[likely]
    rows_ = chosen.tolist()
    types = _types(_type_scores(seen[chosen, 1:], told[likely, 1:]), [entries[n] for n in rows_])
    for n, (type_, chance), by_network in zip(rows_, types, _best(seen[chosen, 1:]), strict=True):
        i, entry = tried[n], entries[n]
        plain = entry is None or entry.type == "-"
        match = Match(i, i, i) if plain else matches[i]
        yield _reading(scene, match, type_, chance, _source(by_network, entry, type_))


def _by_network(scene: Scene, tried: Sequence[int]) -> Scores:
    """The logarithms of the network's probabilities of each of `KINDS`. *Shape:* (tokens, kinds)."""
    found = scene.doc._.kg_event_chances
    columns = [KINDS.index(kind or NONE) for kind in scene.doc._.kg_event_kinds]
    chances = np.full((len(tried), len(KINDS)), _SMALLEST, np.float32)
    chances[:, columns] += np.array([found[i] for i in tried])
    return np.log(chances)


def _by_clues(scene: Scene, tried: Sequence[int], matches: Mapping[int, Match]) -> Scores:
    """What the clues say of each token. *Shape:* (tokens, kinds)."""
    clues, shared = Clues(scene, matches), themes(matches)
    return clue_scores([clues.around(i) + shared for i in tried])


def _listed_odds(entry: Entry | None) -> float:
    """What the lexicon's reading of a word says of whether it names a happening."""
    if entry is None or entry.weak:
        return 0.0
    if entry.type == "-":
        return LISTED_NONE
    return LISTED_FRAMED if entry.frame else LISTED_EVENT


def _odds(scores: Scores) -> npt.NDArray[np.float64]:
    """The log-odds that each word names any happening."""
    odds: npt.NDArray[np.float64] = (_total(scores[:, 1:]) - scores[:, :1])[:, 0].astype(np.float64)
    return odds


def _type_scores(seen: Scores, told: Scores) -> Scores:
    """The joint scores of each word for all kinds but none."""
    scores: Scores = TYPE_CLUES * _normal(told) + (1 - TYPE_CLUES) * _normal(seen)
    return scores


def _types(scores: Scores, entries: Sequence[Entry | None]) -> list[tuple[str, float]]:
    """The most likely type of each word ("" for none of ours) and its joint probability."""
    for row, entry in zip(scores, entries, strict=True):
        if entry is not None and entry.type != "-":
            long = len(entry.words) > 1 or entry.frame
            bonus = LISTED_WEAK if entry.weak else LISTED_SURE if long else LISTED
            row[KINDS.index(entry.type or UNTYPED) - 1] += bonus
    chances = np.exp(_normal(scores).max(1)).tolist()
    return [
        ("" if kind == UNTYPED or round(chance, 2) < TYPE_FLOOR else kind, round(chance, 2))
        for kind, chance in zip(_best(scores), chances, strict=True)
    ]


def _best(scores: Scores) -> list[str]:
    """The likeliest kind of each word, if it names a happening. *Shape:* (words, kinds but none)."""
    return [KINDS[1 + best] for best in scores.argmax(1).tolist()]


def _source(by_network: str, entry: Entry | None, type_: str) -> str:
    """Who is for a type."""
    listed = entry is not None and entry.type == type_
    agrees = by_network == (type_ or UNTYPED)
    if listed:
        return "lexicon and model" if agrees else "lexicon"
    return "model" if agrees else "clues"


def _normal(scores: Scores) -> Scores:
    """Log-probabilities that sum up to one. *Shape:* (words, kinds)."""
    normal: Scores = scores - _total(scores)
    return normal


def _total(scores: Scores) -> Scores:
    """The logarithm of the sum of each row's exponentials. *Shape:* (words, 1)."""
    top = scores.max(1, keepdims=True)
    total: Scores = np.log(np.exp(scores - top).sum(1, keepdims=True)) + top
    return total


def _reading(scene: Scene, match: Match, type_: str, confidence: float, source: str) -> Candidate:
    """A trigger as an event of a type, with mode and contexts where a row of the lexicon gives that type to the word."""
    entry = match.entry if match.entry is not None and match.entry.type == type_ else None
    if entry is None and type_:
        key = ("v" if scene.tree.is_verb(match.head) else "n", scene.lemma[match.head])
        rows_ = read_triggers().get(key, ())
        entry = next((e for e in rows_ if e.type == type_ and len(e.words) == 1 and not e.frame), None)
    if entry is None:
        return Candidate(match, type_ or None, None, (), None, confidence, source)
    return Candidate(
        match, type_ or None, entry.mode or None, entry.contexts, entry.status or None, confidence, source
    )


def _in_light_of_article(scene: Scene, found: list[Candidate]) -> list[Candidate]:
    """The candidates, with what the rest of the article says about the open ones.

    People hurt where an article is about an attack were hurt by it; "the attack" was by the means that the article
    tells of; "the strike" where much is attacked is an attack too.
    """
    types = Counter(c.type for c in found)
    modes = Counter(c.mode for c in found if c.type == "ASSAULT" and c.mode in form_set("means"))
    mode, times = modes.most_common(1)[0] if modes else (None, 0)
    means = mode if times >= 2 and times * 10 >= 7 * sum(modes.values()) else None
    violent = types["ASSAULT"] >= 3 and types["ASSAULT"] > 2 * (types["ACCIDENT"] + types["DISASTER"])
    armed = violent and not any(c.type == "PROTEST" and not _is_the_strike(scene, c.match) for c in found)
    return [_settled(scene, _struck(scene, c) if armed else c, means, violent=violent) for c in found]


def _struck(scene: Scene, c: Candidate) -> Candidate:
    """A strike called "the strike" where an article tells of attacks and of no protest: nobody stops work."""
    if c.type != "PROTEST" or not _is_the_strike(scene, c.match):
        return c
    return c._replace(type="ASSAULT", mode=None, contexts=(), source="article")


def _is_the_strike(scene: Scene, match: Match) -> bool:
    named = scene.lemma[match.head] == "strike" and scene.tree.has_child(match.head, "the", "this")
    return named and match.first == match.last and not scene.tree.is_verb(match.head)


def _settled(scene: Scene, c: Candidate, means: str | None, *, violent: bool) -> Candidate:
    killed = c.type == "DIE" and c.match.entry is not None and c.match.entry.words[0] == "kill"
    if (c.type == "INJURE" or killed) and violent and not c.contexts:
        return c._replace(type="ASSAULT", confidence=0.6, source="article")
    i = c.match.head
    taken_up = scene.lemma[i] in word_set("violence") and scene.tree.has_child(i, "the", "this")
    taken_up = taken_up and scene.tree.child(i, "nmod") is None
    if c.type == "ASSAULT" and c.mode is None and means and taken_up:
        return c._replace(mode=means)
    return c


def _carries(scene: Scene, c: Candidate, types: Mapping[int, str | None]) -> bool:
    """Whether a verb only lends its arguments to the event noun of another trigger, and is no happening of its own.

    Its own are what ends, delays or asks for another ("cancelled the talks"), and what the lexicon takes for one of
    another type ("suspended aid").
    """
    v, entry = c.match.head, c.match.entry
    noun = _lent(scene, v) if scene.tree.is_verb(v) else None
    if noun is None or noun not in types or scene.lemma[v] in word_set("deciding"):
        return False
    return entry is None or entry.weak or entry.type in {"-", types[noun]}


def is_unfit(scene: Scene, i: int) -> bool:
    """Whether the word stands where it names no happening: in a name, before a noun, as auxiliary."""
    tree = scene.tree
    if tree.dep[i].startswith("aux") or tree.dep[i] in {"cop", "flat", "fixed", "case", "mark", "punct"}:
        return True
    if tree.dep[i] == "compound" and tree.pos[i] in {"NOUN", "PROPN"}:
        return True
    if tree.low[i] == "exchange" and tree.low[max(0, i - 1) : i + 2] == ["in", "exchange", "for"]:
        return True
    if _is_money(scene, i):
        return True
    mention = scene.actors.by_token.get(i)
    if mention is None or mention.kind != "name":
        return False
    entity = scene.actors.entity.get(mention.entity)
    return entity is None or entity.type != "event" or scene.actors.by_head.get(i) is None


def _is_money(scene: Scene, i: int) -> bool:
    """Whether "won" is Korea's currency: "2.6 trillion won"."""
    tree = scene.tree
    if tree.low[i] != "won":
        return False
    before = next((j for j in range(i - 1, -1, -1) if not tree.space[j]), None)
    return before is not None and tree.pos[before] == "NUM"


def _lent(scene: Scene, v: int) -> int | None:
    """The event noun that a verb carries, or None: "held talks", "sanctions imposed on"."""
    tree = scene.tree
    if (
        tree.dep[v].startswith("acl")
        and tree.head[v] in _event_nouns(scene)
        and tree.head[v] in scene.arguments(v).objects
    ):
        return tree.head[v] if lends(scene, v) else None
    for c in tree.children[v]:
        if tree.dep[c] in {"obj", "nsubj:pass"}:
            lent = lender(scene, c)
            if lent and lent[0] == v and lent[1] != "none" and c in _event_nouns(scene):
                return c
    return None


def lexicon_matches(scene: Scene) -> list[Match]:
    """The lexicon's triggers, found once a document."""
    if "matches" not in scene.cache:
        scene.cache["matches"] = list(find_triggers(scene))
    matches: list[Match] = scene.cache["matches"]
    return matches


def _event_nouns(scene: Scene) -> set[int]:
    """The tokens that the lexicon reads as event nouns."""
    if "nouns" not in scene.cache:
        found = (m for m in lexicon_matches(scene) if m.entry and m.entry.type != "-")
        scene.cache["nouns"] = {m.head for m in found if not scene.tree.is_verb(m.head)}
    nouns: set[int] = scene.cache["nouns"]
    return nouns


def _plain_action(scene: Scene, i: int) -> bool:
    """Whether an unknown verb is clearly an occurrence: past, active, done by a named actor, not a state or a saying."""
    tree = scene.tree
    if tree.tag[i] != "VBD" or tree.pos[i] != "VERB" or scene.lemma[i] in _plain_verbs():
        return False
    if tree.dep[i] not in {"ROOT", "conj", "advcl", "acl:relcl"} or _lent(scene, i) is not None:
        return False
    return any(scene.entity(s) is not None for s in scene.arguments(i).subjects)


def _plain_verbs() -> frozenset[str]:
    return frozenset(word for row in rows("not_actions.tsv") for word in row[0].split("|"))

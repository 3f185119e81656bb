"""Which words of a document name happenings, and of which type: the trigger lexicon and the model together.

Measured on the development articles, the lexicon is right four times as often as the model where they disagree on the
type; the model knows better which words an editor would call an event.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.extract.clause import Scene
from kg.extract.participant import lender, lends
from kg.extract.trigger import ACTORS, Entry, Match, find_triggers, read_triggers
from kg.extract.wordlist import rows

__all__ = ["Candidate", "find_candidates"]

_MEANS = frozenset(
    {"firearms", "explosives", "aerial", "drone", "heavy-weapons", "primitive", "suicide-attack", "targeted"}
)
MODEL_ALONE = 0.5
"""Score from which the model's word is enough where the lexicon has nothing (chosen on the development articles)."""
MODEL_SURE = 0.8
"""Score from which it is enough even where the lexicon knows the word as no event."""
MODEL_TYPE = 0.92
"""Score from which its type is published without the lexicon; below it the event has no type."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trigger with the reading that lexicon and model come to; `confidence` is that of the type.

    `source` says who gave the type: "lexicon", "lexicon and model", "model", "article", or nobody ("verb").
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
    return _in_light_of_article(list(_candidates(scene)))


def _candidates(scene: Scene) -> Iterator[Candidate]:
    """Triggers that the lexicon and the model agree on or one of them is sure of."""
    lexicon = {match.head: match for match in _matches(scene)}
    for i, (hint, score) in enumerate(scene.seen):
        match = lexicon.get(i)
        if _unfit(scene, i) or (match is None and not hint and scene.model):
            continue
        entry = match.entry if match else None
        if match is not None and entry is not None and entry.type != "-":
            if not _carries(scene, i) and (hint or _alone(scene, match)):
                yield _from_lexicon(match, entry, hint)
        elif (
            hint
            and (score >= MODEL_SURE or (score >= MODEL_ALONE and entry is None))
            and not _carries(scene, i)
        ):
            yield _from_model(scene, i, hint, score)
        elif not scene.model and entry is None and _plain_action(scene, i):
            yield Candidate(Match(i, i, i), None, None, (), None, 0.5, "verb")


def _in_light_of_article(found: list[Candidate]) -> list[Candidate]:
    """The candidates, with what the rest of the article says about the open ones.

    People hurt where an article is about an attack were hurt by it; an attack without a means was by the means that
    the article tells of; a vote is of the kind that the article is about.
    """
    types = Counter(c.type for c in found)
    modes = Counter(c.mode for c in found if c.type == "ASSAULT" and c.mode in _MEANS)
    mode, times = modes.most_common(1)[0] if modes else (None, 0)
    means = mode if times >= 2 and times * 10 >= 7 * sum(modes.values()) else None
    violent = types["ASSAULT"] >= 3 and types["ASSAULT"] > 2 * (types["ACCIDENT"] + types["DISASTER"])
    return [_settled(c, means, violent=violent) for c in found]


def _settled(c: Candidate, means: str | None, *, violent: bool) -> Candidate:
    if c.type == "INJURE" and violent and not c.contexts:
        return replace(c, type="ASSAULT", mode=means, confidence=0.6, source="article")
    if c.type == "ASSAULT" and c.mode is None and means and c.match.entry is not None:
        return replace(c, mode=means)
    return c


def _alone(scene: Scene, match: Match) -> bool:
    """Whether the lexicon may speak where a model sees nothing: strong verbs, nouns with somebody who does it."""
    if not scene.model:
        return True
    if match.entry is None or match.entry.weak:
        return False
    if scene.tree.is_verb(match.head):
        return True
    a = scene.arguments(match.head)
    doers = [t for t in (*a.owners, *a.subjects, *a.modifiers) if (e := scene.entity(t)) and e.type in ACTORS]
    return lender(scene, match.head) is not None or bool(doers)


def _carries(scene: Scene, i: int) -> bool:
    return scene.tree.is_verb(i) and _lends(scene, i)


def _from_lexicon(match: Match, entry: Entry, hint: str) -> Candidate:
    """The lexicon's reading: where it and the model differ it is right four times as often."""
    type_ = entry.type or None
    confidence = 0.9 if hint == type_ else 0.6 if hint else 0.5
    if entry.weak and hint != type_:
        confidence -= 0.1
    source = "lexicon and model" if hint == type_ else "lexicon"
    return Candidate(
        match, type_, entry.mode or None, entry.contexts, entry.status or None, confidence, source
    )


def _from_model(scene: Scene, i: int, hint: str, score: float) -> Candidate:
    """The model's reading of a word whose frames in the lexicon do not fit, or which it does not have."""
    match = Match(i, i, i)
    for entry in read_triggers().get(("v" if scene.tree.is_verb(i) else "n", scene.lemma[i]), ()):
        if entry.type == hint and len(entry.words) == 1:
            return Candidate(match, hint, entry.mode or None, entry.contexts, None, 0.7, "model")
    typed = hint != "OTHER" and score >= MODEL_TYPE
    return Candidate(match, hint if typed else None, None, (), None, round(score * 0.6, 2), "model")


def _unfit(scene: Scene, i: int) -> bool:
    """Whether the word stands where it names no happening: in a name, before a noun, as auxiliary."""
    tree = scene.tree
    if tree.dep[i].startswith("aux") or tree.dep[i] in {"cop", "flat", "fixed", "case", "mark", "punct"}:
        return True
    if tree.dep[i] == "compound" and tree.pos[i] in {"NOUN", "PROPN"}:
        return True
    mention = scene.actors.by_token.get(i)
    if mention is None or mention.kind != "name":
        return False
    entity = scene.actors.entity.get(mention.entity)
    return entity is None or entity.type != "event" or scene.actors.by_head.get(i) is None


def _lends(scene: Scene, v: int) -> bool:
    """Whether the verb only carries an event noun: "held talks", "sanctions imposed on"."""
    tree = scene.tree
    if (
        tree.dep[v].startswith("acl")
        and tree.head[v] in _event_nouns(scene)
        and tree.head[v] in scene.arguments(v).objects
    ):
        return lends(scene, v)
    for c in tree.children[v]:
        if tree.dep[c] in {"obj", "nsubj:pass"}:
            lent = lender(scene, c)
            if lent and lent[0] == v and lent[1] != "none" and c in _event_nouns(scene):
                return True
    return False


def _matches(scene: Scene) -> list[Match]:
    """The lexicon's triggers, found once a document."""
    if "matches" not in scene.cache:
        scene.cache["matches"] = list(find_triggers(scene))
    return scene.cache["matches"]


def _event_nouns(scene: Scene) -> set[int]:
    """The tokens that the lexicon reads as event nouns."""
    if "nouns" not in scene.cache:
        found = (m for m in _matches(scene) if m.entry and m.entry.type != "-")
        scene.cache["nouns"] = [m.head for m in found if not scene.tree.is_verb(m.head)]
    return set(scene.cache["nouns"])


def _plain_action(scene: Scene, i: int) -> bool:
    """Whether an unknown verb is clearly an occurrence: past, active, done by a named actor, not a state or a saying."""
    tree = scene.tree
    if tree.tag[i] != "VBD" or tree.pos[i] != "VERB" or scene.lemma[i] in _plain_verbs():
        return False
    if tree.dep[i] not in {"ROOT", "conj", "advcl", "acl:relcl"} or _lends(scene, i):
        return False
    return any(scene.entity(s) is not None for s in scene.arguments(i).subjects)


def _plain_verbs() -> frozenset[str]:
    return frozenset(word for row in rows("not_actions.tsv") for word in row[0].split("|"))

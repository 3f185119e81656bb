"""The words that name happenings, from `data/triggers.tsv`: which word, in which frame, is which type of event.

A frame is a list of conditions that must all hold, `slot=values` or `slot!=values` or a bare slot:

- `obj subj iobj` the deep object, subject, indirect object; a preposition (`with=`, `from=`) an oblique of it
- `mod` words before or with "of" behind a noun, `poss` its possessor, `xcomp`/`comp` a complement clause
- `prep=with,to` any oblique with one of the prepositions; bare `obj` has one, `noobj` has none
- `sport`/`nosport` what the article is about; `nocomp` no complement clause

Values: `:person` a class of entity (`:actor` for those that act, `:leader` for people with an office), `@name` a word
set, else a lemma.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from kg.extract.clause import Scene
from kg.extract.wordlist import rows, word_set

__all__ = ["Entry", "Match", "find_triggers", "read_triggers"]

ACTORS = frozenset({"person", "organization", "country", "group"})
_PREDICATE = frozenset(
    {"ROOT", "xcomp", "conj", "ccomp", "advcl", "acl", "acl:relcl", "amod", "parataxis", "obl", "obj"}
)
_TITLES = frozenset({"nmod:desc", "compound", "flat", "appos", "amod"})
_REACH = 9
_LONGEST = 5
_AWAY = frozenset({"out", "off", "away", "up", "down", "back", "aside", "apart"})
"""What stands far from its verb even before "of" or "from": "ordered the envoy out of the country"."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a frame; `words` are its values, those of each set and those named one by one."""

    slot: str
    values: tuple[str, ...] = ()
    negated: bool = False
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of a trigger; `type` is "-" where the word is no event, "" where no type fits."""

    pos: str
    words: tuple[str, ...]
    frame: tuple[Condition, ...]
    type: str
    mode: str
    contexts: tuple[str, ...]
    status: str
    weak: bool


class Match(NamedTuple):
    """A trigger in a text: `head` governs, `first` to `last` is what is shown; `entry` is None for a plain verb."""

    head: int
    first: int
    last: int
    entry: Entry | None = None


@cache
def read_triggers() -> dict[tuple[str, str], tuple[Entry, ...]]:
    """The entries by part of speech and key: a verb's first word, a noun's whole phrase; the closest frames first."""
    table: dict[tuple[str, str], list[Entry]] = {}
    for row in rows("triggers.tsv"):
        pos, triggers, frame, type_, mode, contexts, status, weak = (*row, *[""] * 8)[:8]
        conditions = tuple(_condition(part) for part in frame.split())
        for trigger in triggers.split("|"):
            words = tuple(trigger.split())
            entry = Entry(
                pos,
                words,
                conditions,
                type_,
                mode,
                tuple(contexts.split(",")) if contexts else (),
                status,
                weak == "w",
            )
            table.setdefault((pos, words[0] if pos == "v" else trigger), []).append(entry)
    return {key: tuple(sorted(found, key=_closeness)) for key, found in table.items()}


@cache
def _entries(pos: str) -> dict[str, tuple[Entry, ...]]:
    """The entries of one part of speech by key."""
    return {key: entries for (of, key), entries in read_triggers().items() if of == pos}


@cache
def _verbs() -> dict[str, tuple[tuple[tuple[str, ...], Entry], ...]]:
    """The entries of verbs by their first word, each with the words that it asks for behind it; longer ones first."""
    return {
        verb: tuple((entry.words[1:], entry) for entry in entries) for verb, entries in _entries("v").items()
    }


@cache
def _longest_phrases(pos: str) -> dict[str, int]:
    """The words of the longest phrase by last word."""
    longest: dict[str, int] = {}
    for phrase in _entries(pos):
        *before, last = phrase.split(" ")
        longest[last] = min(_LONGEST, max(longest.get(last, 1), len(before) + 1))
    return longest


def _closeness(entry: Entry) -> tuple[int, bool, int, int]:
    """Long phrases first, then frames that make a word no event ("battle with cancer"), then the closer frames.

    Words that must stand there are closer than a slot that must be filled or words that must not: "storm of protest"
    before "storm" of anything but one.
    """
    asked = sum(bool(condition.values) and not condition.negated for condition in entry.frame)
    return (-len(entry.words), not (entry.type == "-" and entry.frame), -asked, -len(entry.frame))


def _condition(text: str) -> Condition:
    slot, equals, cell = text.partition("=")
    values = tuple(cell.split(",")) if equals else ()
    return Condition(slot.rstrip("!"), values, slot.endswith("!"), _words_of(values))


@cache
def _words_of(values: tuple[str, ...]) -> frozenset[str]:
    """The values with the words of each set."""
    sets = (word_set(value[1:]) for value in values if value[0] == "@")
    return frozenset(value for value in values if value[0] != "@").union(*sets)


def find_triggers(scene: Scene) -> Iterator[Match]:
    """The triggers of a document in text order; those that are known not to be events come with type "-"."""
    taken = set[int]()
    for i, space in enumerate(scene.tree.space):
        if space or i in taken:
            continue
        found = _match(scene, i)
        if found:
            entry = found.entry
            if entry is not None and entry.pos == "v":  # "set fire": no second event in "fire"
                taken.update(_rest(scene, i, entry.words[1:]) or ())
            yield found


def _match(scene: Scene, i: int) -> Match | None:
    tree = scene.tree
    pos, tag = tree.pos[i], tree.tag[i]
    if pos in {"VERB", "AUX"} or tag in {"VBD", "VBN", "VBG", "VBZ", "VBP"}:
        return _match_verb(scene, i)
    if pos in {"NOUN", "PROPN"}:
        return _match_noun(scene, i, "n")
    if pos == "ADJ":
        return _match_noun(scene, i, "a") if tree.dep[i] in _PREDICATE else None
    return None


def _match_verb(scene: Scene, i: int) -> Match | None:
    entries = _verbs().get(scene.lemma[i])
    if entries is None:
        return None
    around = _Around(scene, i)
    behind = slice(i + 1, i + _REACH)
    near = {*scene.tree.low[behind], *scene.lemma[behind]} if entries[0][0] else set()
    for words, entry in entries:
        if words and not near.issuperset(words):
            continue
        rest = _rest(scene, i, words) if words else []
        if rest is not None and around.fits(entry.frame):
            last = i
            while last + 1 in rest:
                last += 1
            return Match(i, i, last, entry)
    return None


def _rest(scene: Scene, i: int, words: tuple[str, ...]) -> list[int] | None:
    """The tokens of a phrasal verb's other words, which hang below the verb; None if one is missing."""
    tree, found, j = scene.tree, list[int](), i + 1
    for word in words:
        end = min(i + _REACH, len(tree))
        while j < end and not ((tree.low[j] == word or scene.lemma[j] == word) and _hangs(scene, j, i)):
            j += 1
        if j >= end:
            return None
        found.append(j)
        j += 1
    *_, before, last = i, i, *found
    if tree.dep[last] == "case" and last > before + 1 and tree.low[last] not in _AWAY:
        return None  # "voted for it in May" is not "voted it in"
    return found


def _hangs(scene: Scene, j: int, i: int) -> bool:
    head = scene.tree.head
    return head[j] == i or head[head[j]] == i


def _match_noun(scene: Scene, i: int, pos: str) -> Match | None:
    table, lemma, low = _entries(pos), scene.lemma[i], scene.tree.low[i]
    longest = _longest_phrases(pos).get(lemma)
    if longest is None and low not in table:
        return None
    phrases = [*scene.multiword(i, longest)] if longest is not None and longest > 1 else []
    phrases += [(lemma, i), (low, i)] if low != lemma else [(lemma, i)]
    around = _Around(scene, i)
    for phrase, first in phrases:
        for entry in table.get(phrase, ()):
            if around.fits(entry.frame):
                return Match(i, first, i, entry)
    return None


class _Around:
    """What stands in the slots around one token, each read once."""

    def __init__(self, scene: Scene, i: int) -> None:
        self.scene, self.i = scene, i
        self._words: dict[str, set[str]] = {}
        self._filled: dict[str, bool] = {}

    def fits(self, frame: tuple[Condition, ...]) -> bool:
        """Whether all conditions of a frame hold."""
        return all(map(self._holds, frame))

    def _holds(self, condition: Condition) -> bool:
        slot = condition.slot
        if not condition.values:
            filled = self._filled.get(slot)
            if filled is None:
                flag = _FLAGS.get(slot)
                found = flag(self.scene, self.i) if flag else _slot(self.scene, self.i, slot)
                filled = self._filled[slot] = bool(found)
            return filled
        words = self._words.get(slot)
        if words is None:
            words = self._words[slot] = self._read(slot)
        return words.isdisjoint(condition.words) is condition.negated

    def _read(self, slot: str) -> set[str]:
        """The words in a slot, as they stand and as lemmas, and the classes of the entities there."""
        scene = self.scene
        if slot == "prep":
            return {prep for prep, _ in scene.arguments(self.i).obliques}
        words = set[str]()
        for t in _slot(scene, self.i, slot):
            words.update((scene.lemma[t], scene.tree.low[t]))
            entity = scene.entity(t)
            if entity is not None:
                words.add(f":{entity.type}")
                words.update([":actor"] if entity.type in ACTORS else [])
                words.update([":leader"] if entity.key in _leaders(scene) else [])
        return words


_FLAGS: dict[str, Callable[[Scene, int], bool]] = {
    "sport": lambda scene, _: scene.sport,
    "nosport": lambda scene, _: not scene.sport,
    "noobj": lambda scene, i: not scene.arguments(i).objects,
    "nocomp": lambda scene, i: not _complements(scene, i),
    "comp": lambda scene, i: bool(_complements(scene, i)),
}


def _complements(scene: Scene, i: int) -> list[int]:
    tree = scene.tree
    labels = ("xcomp", "ccomp") if tree.is_verb(i) else ("acl", "ccomp")
    found = list(tree.each(i, *labels))
    if tree.is_verb(i):  # "vowed to strike" is now and then read as a purpose
        found += [
            c
            for c in tree.each(i, "advcl")
            if c > i and tree.tag[c] == "VB" and tree.child(c, "nsubj") is None
        ]
    return found


def _slot(scene: Scene, i: int, slot: str) -> list[int]:
    found = scene.arguments(i)
    if slot == "obj":
        return [t for o in found.objects for t in _parts(scene, o)]
    if slot == "subj":
        return [t for o in found.subjects for t in _parts(scene, o)]
    if slot == "iobj":
        return found.indirect
    if slot == "mod":
        if scene.tree.is_verb(i):
            return [c for o in found.objects for c in scene.tree.children[o]]
        return [*found.modifiers, *found.objects]
    if slot == "poss":
        return found.owners
    if slot == "xcomp":
        return [*scene.tree.each(i, "xcomp", "obl")]
    if slot == "comp":
        return _complements(scene, i)
    if slot == "of" and not scene.tree.is_verb(i):
        return [t for o in found.objects for t in _parts(scene, o)]
    if slot == "by" and not scene.tree.is_verb(i):
        return found.subjects
    if slot == "by":
        return [*found.subjects, *[t for prep, t in found.obliques if prep == "through"]]
    above = (
        scene.tree.head[i] if scene.tree.dep[i] == "obj" else None
    )  # "lost a battle with cancer" may hang on "lost"
    obliques = [*found.obliques, *(scene.arguments(above).obliques if above is not None else ())]
    return [t for prep, t in [*obliques, *_beyond(scene, i, obliques)] if prep == slot]


def _beyond(scene: Scene, i: int, obliques: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """What hangs on a verb by a second preposition or below its particle: "out of the cup", "away from the coalition"."""
    tree = scene.tree
    for prep, t in obliques:
        if prep in _AWAY:
            yield from ((tree.low[c], t) for c in tree.each(t, "case") if tree.low[c] != prep)
    for c in tree.each(i, "advmod", "compound:prt"):
        if tree.low[c] in _AWAY:
            yield from ((scene.case(t), t) for t in tree.each(c, "obl", "nmod"))


def _parts(scene: Scene, i: int) -> Iterator[int]:
    """The token, what is coordinated with it, and what a quantity noun counts."""
    for t in scene.conjuncts(i):
        yield t
        if scene.lemma[t] in word_set("quantity") or scene.tree.pos[t] == "NUM":
            yield from (c for c in scene.tree.each(t, "nmod") if scene.case(c) in {"of", "among"})
        elif scene.lemma[t] in word_set("unit"):
            yield from (c for c in scene.tree.each(t, "nmod") if scene.case(c) in {"of", "in", "worth"})


def _leaders(scene: Scene) -> set[str]:
    """The keys of the people whom the article names with an office: "Secretary of State Antony Blinken"."""
    if "leaders" not in scene.cache:
        words, tree, found = word_set("leader"), scene.tree, set[str]()
        for t, lemma in enumerate(scene.lemma):
            if lemma in words:
                heads = (t, tree.head[t]) if tree.dep[t] in _TITLES else (t,)
                found.update(m.entity for head in heads if (m := scene.actors.by_head.get(head)))
        scene.cache["leaders"] = found
    leaders: set[str] = scene.cache["leaders"]
    return leaders

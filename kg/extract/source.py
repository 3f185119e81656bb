"""A source of words: the phrase that names it, the entity behind it, for whom it speaks, whether it hides."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.extract.actors import Actors
from kg.extract.cue import read_words
from kg.extract.tree import Tree
from kg.records import Entity, Mention

__all__ = [
    "Speaker",
    "entity_of",
    "hidden_entities",
    "is_anonymous",
    "is_human",
    "noun_phrase",
    "on_behalf_of",
]

_NAME_PARTS = frozenset({"flat", "compound", "nmod:desc", "appos", "flat:name"})
_BEFORE_NOUN = frozenset(
    {
        "det",
        "amod",
        "compound",
        "nummod",
        "nmod:poss",
        "nmod:desc",
        "nmod",
        "flat",
        "appos",
        "det:predet",
        "obl",
    }
)
_JOINTS = frozenset({"-", "'s", "’s", "'", "’", "/", "&", "."})
_NEXT = 3  # tokens between a description and the name behind it
_HIDING_REACH = 22  # tokens from "official" to "… on condition of anonymity"
_DENIES = frozenset({"not", "n't", "n’t", "declined", "refused", "withheld", "without", "never"})
_HUMAN = frozenset({"person", "organization", "country", "group", "publication"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """The source of some words.

    `heads` are the tokens that name it (several when joined by "and"), `span` its tokens. `entities` is empty for a
    source that nobody names ("reports say"): then `anonymous` is set. `rule` says how it was found.
    """

    entities: tuple[str, ...]
    heads: tuple[int, ...] = ()
    span: tuple[int, int] | None = None
    anonymous: bool = False
    document: bool = False
    rule: str = ""


def entity_of(tree: Tree, actors: Actors, head: int) -> str | None:
    """The actor at a noun: its own mention, else that of a name in the same phrase ("minister Wang", "X, who")."""
    mention = actors.headed_by(tree.tokens[head])
    if mention is None or actors.entity.get(mention.entity, None) is None:
        for child in tree.children[head]:
            if tree.dep[child] in _NAME_PARTS:
                inner = actors.headed_by(tree.tokens[child])
                if inner is not None and tree.pos[child] == "PROPN" and tree.dep[child] != "compound":
                    mention = inner
                    break
    elif tree.pos[head] != "PROPN" or mention.kind != "name" or tree.tag[head] == "JJ":
        mention = _named_behind(tree, actors, head) or mention
    if mention is None and tree.low[head] in read_words("outlets"):
        named = [actors.headed_by(tree.tokens[c]) for c in tree.children[head] if tree.dep[c] == "compound"]
        mention = next((m for m in named if m is not None), None)
    if mention is None:
        mention = actors.mention_at(tree.tokens[head])
    return (mention.stands_for or mention.entity) if mention else None


def _named_behind(tree: Tree, actors: Actors, head: int) -> Mention | None:
    """The name that a description introduces between commas: "a Republican, Mark Amodei, said"."""
    for child in tree.each(head, "appos"):
        named = actors.headed_by(tree.tokens[child])
        if named is not None and named.kind == "name" and tree.left[child] - head <= _NEXT:
            return named if is_human(actors, (named.stands_for or named.entity,)) else None
    return None


def is_human(actors: Actors, keys: Iterable[str]) -> bool:
    """Whether one of the entities is somebody who can speak: a person, a body, a country."""
    return any(actors.entity[key].type in _HUMAN for key in keys if key in actors.entity)


def noun_phrase(tree: Tree, head: int, last_head: int | None = None) -> tuple[int, int]:
    """First and last token of the smallest full phrase: title and name, "a spokesman for the ministry"."""
    first = _phrase_start(tree, head)
    last = _phrase_end(tree, head)
    if last_head is not None and last_head > last:
        last = _phrase_end(tree, last_head)
    return first, last


def _phrase_start(tree: Tree, head: int) -> int:
    """Leftmost token of the words that stand right before a noun and belong to it."""
    first = head
    for child in reversed(tree.children[head]):
        if child > head or tree.right[child] < first - 2 or tree.dep[child] not in _BEFORE_NOUN:
            continue
        if tree.right[child] == first - 2 and tree.low[first - 1] not in _JOINTS:
            break
        first = min(first, _phrase_start(tree, child))
    return first


def _phrase_end(tree: Tree, head: int) -> int:
    last = head
    for child in tree.children[head]:
        if child < head:
            continue
        if tree.dep[child] in {"flat", "nmod:desc", "compound", "flat:name", "nummod"} and child <= last + 2:
            last = max(last, tree.right[child])
        elif (tree.dep[child] == "nmod" and tree.pos[head] == "NOUN" and tree.left[child] == last + 1) or (
            tree.dep[child] == "appos" and tree.pos[head] == "NOUN" and tree.left[child] <= last + 2
        ):
            last = max(last, _phrase_end(tree, child))
    return last


def is_anonymous(tree: Tree, entity: Entity, heads: tuple[int, ...] = ()) -> bool:
    """Whether the text keeps the source's name back: "a senior official", "two people briefed on the talks"."""
    if entity.anonymous:
        return True
    if entity.named or entity.type not in {"person", "group"}:
        return False
    insiders = read_words("insiders")
    for head in heads:
        if tree.low[head] in read_words("nobody"):
            return True
        if tree.low[head] in insiders and any(
            tree.low[c]
            in {"a", "an", "one", "another", "two", "three", "four", "several", "unnamed", "anonymous"}
            for c in tree.children[head]
        ):
            return True
    return False


def hidden_entities(tree: Tree, actors: Actors) -> frozenset[str]:
    """Unnamed actors of whom the text says that they would not be named: "…, who asked not to be identified"."""
    marks = [i for i, word in enumerate(tree.low) if word in read_words("hiding") and _hides(tree, i)]
    hidden = set()
    for mark in marks:
        start = max(tree.bounds(mark)[0], mark - _HIDING_REACH)
        for i in range(mark - 1, start - 1, -1):
            mention = actors.headed_by(tree.tokens[i])
            if mention is None or mention.kind != "nominal":
                continue
            entity = actors.entity.get(mention.entity)
            if entity is not None and not entity.named and entity.type in {"person", "group"}:
                hidden.add(entity.key)
                break
    return frozenset(hidden)


def _hides(tree: Tree, i: int) -> bool:
    """Whether the word keeps a name back: "not authorized" does, "authorized" does not."""
    if tree.low[i] not in read_words("hiding_when_denied"):
        return True
    return any(tree.low[j] in _DENIES for j in range(max(0, i - 5), i))


def on_behalf_of(tree: Tree, actors: Actors, speaker: Speaker) -> str | None:
    """For whom a spokesperson or lawyer speaks, when the phrase says so: "a spokesman for Y", "Y's lawyer"."""
    if len(speaker.heads) != 1:
        return None
    head = speaker.heads[0]
    own = set(speaker.entities)
    candidates = [head, *(c for c in tree.children[head] if tree.dep[c] in _NAME_PARTS)]
    if tree.dep[head] in {"flat", "appos", "nmod:desc", "compound"}:
        candidates.append(tree.head[head])
    voices = read_words("spokespeople")
    for noun in candidates:
        if tree.low[noun] not in voices or (tree.low[noun] == "secretary" and not _is_press(tree, noun)):
            continue
        for child in _owners(tree, noun, head):
            entity = entity_of(tree, actors, child)
            if entity is not None and entity not in own and is_human(actors, (entity,)):
                return entity
    return None


def _is_press(tree: Tree, noun: int) -> bool:
    return any(tree.low[c] == "press" for c in tree.children[noun])


def _owners(tree: Tree, noun: int, head: int) -> list[int]:
    """Nouns that a spokesperson may belong to, the plainest first."""
    found = [c for c in tree.each(noun, "nmod") if tree.has_case(c, "for", "of", "at", "with", "from")]
    for host in dict.fromkeys((noun, head)):
        found += list(tree.each(host, "nmod:poss"))
        found += [c for c in tree.each(host, "compound", "amod", "nmod") if c < noun]
    return found

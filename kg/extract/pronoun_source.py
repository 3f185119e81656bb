"""Who speaks where a cue has only a pronoun that coreference leaves open: the subject of the sentence before."""

from kg.extract.actors import Actors
from kg.extract.cue import Cue, read_words
from kg.extract.passage import subject_of
from kg.extract.quote_map import QuoteMap
from kg.extract.source import Speaker
from kg.extract.speaker import resolve
from kg.records import Entity

__all__ = ["open_pronoun", "source_before"]

_SENTENCES = 3  # to look back
_GENDERS = {"he": "m", "she": "f"}
_BODIES = frozenset({"organization", "country", "publication"})
_PRONOUNS = frozenset({"he", "she", "it", "they"})


def open_pronoun(quotes: QuoteMap, actors: Actors, cue: Cue) -> int | None:
    """The pronoun that is subject of a verb of saying and that no entity stands behind."""
    tree = quotes.tree
    subject = subject_of(tree, cue.head)
    if subject is None or cue.entry.pos != "v" or quotes.inside[subject]:
        return None
    if tree.low[subject] not in _PRONOUNS or tree.child(cue.head, "expl", "aux:pass") is not None:
        return None
    return subject if actors.headed_by(tree.tokens[subject]) is None else None


def source_before(quotes: QuoteMap, actors: Actors, pronoun: int) -> Speaker | None:
    """The subject of the nearest sentence before, if the pronoun can mean it; of several that fit, none."""
    tree = quotes.tree
    number = tree.sentence[pronoun]
    own = [i for i in range(tree.sentences[number][0], pronoun) if not quotes.inside[i]]
    if keys := actors.actors_in(tree.tokens[i] for i in own):
        return _within(actors, pronoun, tree.low[pronoun], keys)
    for before in range(number - 1, max(-1, number - 1 - _SENTENCES), -1):
        first, stop = tree.sentences[before]
        words = [i for i in range(first, stop) if not tree.space[i]]
        if not words or tree.paragraphs[pronoun] - tree.paragraphs[words[0]] > 1:
            return None
        subject = _subject(quotes, words)
        if subject is None:
            continue
        found = resolve(tree, actors, subject)
        if found is None or len(found.entities) != 1:
            return None
        written = any(tree.low[i] in read_words("documents") for i in words)
        entity = actors.entity.get(found.entities[0])
        if entity is None or not _fits(tree.low[pronoun], entity, written=written):
            return None
        if tree.low[pronoun] in _GENDERS and _has_rival(quotes, actors, words, entity):
            return None
        return Speaker(
            found.entities, (pronoun,), (pronoun, pronoun), found.anonymous, found.document, "sentence before"
        )
    return None


def _within(actors: Actors, pronoun: int, word: str, keys: tuple[str, ...]) -> Speaker | None:
    """The only one named before "he" or "she" in the same sentence, if the pronoun can mean that person."""
    entity = actors.entity.get(keys[0])
    if len(keys) > 1 or entity is None or word not in _GENDERS or not _fits(word, entity, written=False):
        return None
    return Speaker(keys, (pronoun,), (pronoun, pronoun), rule="sentence before")


def _subject(quotes: QuoteMap, words: list[int]) -> int | None:
    """The subject of the sentence's main verb, outside quotation marks."""
    tree = quotes.tree
    root = next((i for i in words if tree.head[i] == i and not quotes.inside[i]), None)
    return subject_of(tree, root) if root is not None else None


def _fits(pronoun: str, entity: Entity, *, written: bool) -> bool:
    """Whether the pronoun can mean the entity, or what the entity has written."""
    if pronoun == "it":
        return written or (entity.type in _BODIES and not entity.plural)
    if pronoun == "they":
        return entity.type == "group" or entity.plural
    return entity.type == "person" and not entity.plural and entity.gender in {"", _GENDERS[pronoun]}


def _has_rival(quotes: QuoteMap, actors: Actors, words: list[int], entity: Entity) -> bool:
    """Whether another person of the sentence could be meant as well."""
    others = actors.actors_in(quotes.tree.tokens[i] for i in words)
    people = [actors.entity[key] for key in others if key in actors.entity and key != entity.key]
    return any(e.type == "person" and not e.plural and e.gender in {"", entity.gender} for e in people)

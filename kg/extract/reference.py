"""Whom a token means: its entity, those coordinated with it, those whom a number or a representative stands for."""

from collections.abc import Iterator

from kg.extract.clause import Scene
from kg.extract.wordlist import word_set
from kg.records import Entity

__all__ = ["keys_at"]


def keys_at(scene: Scene, t: int) -> Iterator[tuple[str, str]]:
    """The entities at a token and what is coordinated with it, each with its class."""
    for i in scene.conjuncts(t):
        entity = None if _is_one_of_nation(scene, i) else scene.entity(i) or _covering(scene, i)
        entity = entity or next((e for c in scene.tree.each(i, "appos") if (e := scene.entity(c))), None)
        if entity is not None:
            yield entity.key, entity.type
        elif scene.lemma[i] in word_set("quantity") or scene.tree.pos[i] == "NUM":
            for c in scene.tree.each(i, "nmod"):
                if scene.case(c) in {"of", "from"}:
                    yield from keys_at(scene, c)
        elif scene.lemma[i] in word_set("representative"):
            yield from _represented(scene, i)


def _is_one_of_nation(scene: Scene, i: int) -> bool:
    """Whether a nation's adjective stands for one of its people: "an Australian appeared in court"."""
    mention = scene.actors.by_head.get(i)
    if mention is None or mention.kind != "adjective":
        return False
    return any(scene.tree.low[c] in {"a", "an"} for c in scene.tree.each(i, "det"))


def _covering(scene: Scene, i: int) -> Entity | None:
    """The entity of a name that covers the token though its head was read elsewhere."""
    mention = scene.actors.by_token.get(i)
    if mention is None or mention.kind != "name" or scene.tree.pos[i] != "PROPN":
        return None
    return scene.actors.entity.get(mention.stands_for or mention.entity)


def _represented(scene: Scene, i: int) -> Iterator[tuple[str, str]]:
    """Whom troops, officials and jets act for: "Israeli jets", "the government of Peru"; no longer who was in office."""
    if scene.tree.has_child(i, "former", "ex", "late", "ousted", "then", "jailed"):
        return
    for c in scene.tree.children[i]:
        if scene.tree.dep[c] in {"amod", "compound", "nmod:poss"} or (
            scene.tree.dep[c] == "nmod" and scene.case(c) in {"of", "from"}
        ):
            entity = scene.entity(c)
            if entity is not None and entity.type in {"country", "organization", "group"}:
                yield entity.key, entity.type
                return

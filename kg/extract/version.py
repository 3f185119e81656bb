"""What only a source says of a happening: "the attack that Kyiv blamed on Russia", "claimed responsibility for it"."""

from dataclasses import dataclass

from kg.extract.clause import Arguments, Scene
from kg.extract.reference import keys_at
from kg.extract.wordlist import word_set

__all__ = ["Blame", "blame_for"]

_VERBS = {"blame": "on", "pin": "on", "attribute": "to", "ascribe": "to", "credit": "to"}


@dataclass(frozen=True, slots=True)
class Blame:
    """Who is said to have done it, by whom (empty when the text does not say), and the verb that says so."""

    blamed: tuple[str, ...]
    sources: tuple[str, ...]
    verb: int


def blame_for(scene: Scene, n: int) -> Blame | None:
    """The blame for the happening that a noun names, if the text passes one on."""
    tree = scene.tree
    if tree.is_verb(n):
        return None
    verbs = [*tree.each(n, "acl", "acl:relcl")]
    if tree.dep[n] in {"obj", "nsubj:pass"}:
        verbs.append(tree.head[n])
    for v in verbs:
        preposition = _VERBS.get(scene.lemma[v])
        a = scene.arguments(v) if tree.is_verb(v) else Arguments()
        if preposition and n in a.objects:
            obliques = [
                *a.obliques,
                *scene.arguments(n).obliques,
            ]  # "blamed the attack on X" may read "attack on X"
            blamed = [key for prep, t in obliques if prep == preposition for key, _ in keys_at(scene, t)]
            if blamed:
                return Blame(tuple(blamed), _sources(scene, a), v)
    return _claimed(scene, n)


def _claimed(scene: Scene, n: int) -> Blame | None:
    """Who claims a happening is who is said to have done it: "the group claimed responsibility for the attack"."""
    tree = scene.tree
    noun = tree.head[n]
    if scene.lemma[noun] != "responsibility" and scene.lemma[noun] != "claim":
        return None
    if scene.lemma[n] in word_set("triumph"):
        return None  # "claimed victory"
    verb = tree.head[noun] if scene.lemma[noun] == "responsibility" else noun
    if scene.lemma[verb] != "claim" or not tree.is_verb(verb):
        return None
    sources = _sources(scene, scene.arguments(verb))
    return Blame(sources, sources, verb) if sources else None


def _sources(scene: Scene, a: Arguments) -> tuple[str, ...]:
    return tuple(key for t in a.subjects for key, _ in keys_at(scene, t))

"""Verbs that lend their arguments to a noun: who "held talks" talked, who "came under attack" was attacked."""

from functools import cache

from kg.extract.clause import Scene
from kg.extract.wordlist import rows, word_set

__all__ = ["lender", "lends", "light_verbs"]


@cache
def light_verbs() -> dict[tuple[str, str], str]:
    """As what the subject of a light verb takes part, by how the noun hangs on it and its lemma."""
    table: dict[tuple[str, str], str] = {}
    for relation, verbs, share in rows("light_verbs.tsv"):
        for verb in verbs.split("|"):
            table.setdefault((relation, verb), share)
    return table


def lender(scene: Scene, n: int) -> tuple[int, str] | None:
    """The light verb that governs an event noun, and as what its subject takes part ("held talks": agent)."""
    tree = scene.tree
    while tree.dep[n] == "conj" or (
        tree.dep[n] == "nmod" and scene.lemma[tree.head[n]] in word_set("quantity")
    ):
        n = tree.head[n]
    head, dep = tree.head[n], tree.dep[n]
    if tree.is_verb(n) or head == n:
        return None
    if dep in {"acl", "acl:relcl"}:
        return None
    relation = {"obj": "obj", "nsubj:pass": "obj", "nsubj": "subj"}.get(dep) or scene.case(n)
    if not tree.is_verb(head):
        return None
    share = light_verbs().get((relation, scene.lemma[head]))
    if relation == "obj" and scene.lemma[head] in word_set("judging") and tree.child(head, "xcomp", "ccomp"):
        return None  # "called the strike a mistake"
    return (head, share) if share else None


def lends(scene: Scene, v: int) -> bool:
    """Whether the verb is one that carries an event noun as its object."""
    return ("obj", scene.lemma[v]) in light_verbs()

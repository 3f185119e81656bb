"""What single words do to the view of a happening: those that hang on it, and those that govern it."""

from collections.abc import Iterator, Sequence

from kg.extract.clause import Scene
from kg.extract.view import implicatives, is_definite, is_untrue, modality

__all__ = ["effect_of", "effects_at", "is_judged", "is_known_before", "is_ranked"]


def effects_at(scene: Scene, node: int) -> Sequence[tuple[str, int]]:
    """What the words that hang on a node do to the view of any source, each with the word; found once."""
    known = scene.effects.get(node)
    if known is None:
        known = scene.effects[node] = list(_effects(scene, node))
    return known


def _effects(scene: Scene, node: int) -> Iterator[tuple[str, int]]:
    tree, table = scene.tree, modality()
    for c in tree.children[node]:
        dep, low = tree.dep[c], tree.low[c]
        effect = None
        if dep.startswith("aux"):
            effect = table.get(("aux", low)) or table.get(("adverb", low))
            if effect == "future" and low == "'d" and tree.tag[c] != "MD":
                effect = None
        elif dep in {"advmod", "advmod:neg", "cc:preconj"}:
            effect = table.get(("adverb", low))
            if low == "longer" and tree.has_child(c, "no"):
                effect = "neg"
            if effect == "soon":
                effect = "future" if low == "tomorrow" else None
        elif dep == "det":
            effect = table.get(("determiner", low)) if not tree.is_verb(node) else None
        elif dep == "amod":
            effect = table.get(("adjective", scene.lemma[c])) or table.get(("adjective", low))
            effect = None if effect in {"fresh", "presupposes"} else effect
        elif dep in {"nsubj", "nsubj:pass", "obj"} and _empty(scene, c):
            effect = "neg"
        elif dep == "parataxis" and _reports(scene, c) and not _parted(scene, node, c):
            effect = "report"
        if effect:
            yield effect, c


def _empty(scene: Scene, c: int) -> bool:
    """Whether a subject or object is "nobody", "no soldiers", "neither side"."""
    tree, table = scene.tree, modality()
    if table.get(("subject", tree.low[c])) == "neg":
        return True
    return any(
        tree.dep[d] in {"det", "advmod"} and tree.low[d] in {"no", "neither"} for d in tree.children[c]
    )


def _reports(scene: Scene, c: int) -> bool:
    """Whether a clause put in or behind says who says so: "…, he said"."""
    return (
        implicatives().get((scene.lemma[c], "v", "that")) == "report" and scene.tree.child(c, "ccomp") is None
    )


def _parted(scene: Scene, a: int, b: int) -> bool:
    """Whether a full stop or a semicolon stands between two clauses that were read as one sentence."""
    return any(scene.tree.low[i] in {".", ";"} for i in range(min(a, b) + 1, max(a, b)))


def is_ranked(scene: Scene, noun: int) -> bool:
    """Whether a noun is counted among those that did: "the first woman", "the only country"."""
    return any(
        scene.tree.dep[c] == "amod" and effect_of(scene, c, "to") == "fact1"
        for c in scene.tree.children[noun]
    )


def effect_of(scene: Scene, head: int, relation: str) -> str | None:
    """What a governor does to what hangs on it by a relation, from `data/implicatives.tsv`; None for nothing."""
    tree, lemma, table = scene.tree, scene.lemma[head], implicatives()
    kinds = "n"
    if tree.is_verb(head):
        kinds = "v"
    elif tree.pos[head] in {"ADJ", "ADV"} or tree.child(head, "cop"):
        kinds = "an"
    kinds += "a" if tree.tag[head] == "VBN" else ""
    for kind in kinds:
        found = table.get((lemma, kind, relation)) or table.get((tree.low[head], kind, relation))
        if found:
            return found
    return None


def is_known_before(scene: Scene, n: int) -> bool:
    """Whether an adjective says that there is or was such a thing: "an earlier threat", "the ongoing inquiry"."""
    return any(
        scene.tree.dep[c] == "amod" and modality().get(("adjective", scene.tree.low[c])) == "presupposes"
        for c in scene.tree.children[n]
    )


def is_judged(scene: Scene, node: int, head: int) -> bool:
    """Whether a verb says what it thinks of a noun: "called the closure a mistake", but not "called the raid a lie"."""
    tree = scene.tree
    said = [
        c
        for c in tree.children[head]
        if c > node
        and (tree.dep[c] in {"xcomp", "ccomp"} or (tree.dep[c] == "obl" and scene.case(c) == "as"))
    ]
    return is_definite(scene.tree, node) and bool(said) and not any(is_untrue(scene, c) for c in said)

"""What leaves a clause open that stands beside it rather than above it, also where the sentence was parsed wrongly.

Inversion ("Had they attacked, …"), "either … or", a colon or a saying before or behind it, the world of a film.
"""

from kg.extract.clause import Scene
from kg.extract.cue import read_cues
from kg.extract.wordlist import word_set

__all__ = ["doubt_of", "is_content", "joined_mark"]

_INVERTED = frozenset({"had", "were", "should"})
_JOINED = {
    ("in", "case"): "if",
    ("in", "order"): "to",
    ("as", "if"): "if",
    ("as", "though"): "if",
    ("on", "condition"): "if",
}
_ASKS = frozenset({"?"})


def joined_mark(scene: Scene, i: int) -> str:
    """The conjunction at a token, as the plain one that it means: "in case" is "if"."""
    low = scene.tree.low
    return _JOINED.get((low[i], low[i + 1] if i + 1 < len(low) else ""), low[i])


def is_content(scene: Scene, clause: int) -> bool:
    """Whether a clause behind a noun tells what the noun is about: "the story that X sent aid", not "… that X told"."""
    tree = scene.tree
    opening = next((c for c in tree.children[clause] if tree.low[c] == "that"), None)
    if opening is None or tree.dep[opening].startswith("nsubj"):
        return False
    whole = [c for c in tree.each(clause, "obj", "xcomp", "ccomp", "aux:pass") if c != opening]
    return bool(whole) and tree.child(clause, "nsubj", "nsubj:pass") is not None


def doubt_of(scene: Scene, node: int) -> tuple[str, int] | None:
    """What leaves the clause at a verb open, as an effect and the token that has it."""
    if not scene.tree.is_verb(node):
        return None
    if node not in scene.doubts:
        scene.doubts[node] = (
            _in_case(scene, node)
            or _inverted(scene, node)
            or _alternative(scene, node)
            or _in_fiction(scene, node)
            or _said_behind(scene, node)
            or _said_before(scene, node)
        )
    return scene.doubts[node]


def _in_case(scene: Scene, node: int) -> tuple[str, int] | None:
    """The words "in case" right before the clause, or at its head, however it was read."""
    first, low = scene.tree.left[node], scene.tree.low
    for at in (first, first - 2):
        if at >= 0 and low[at] == "in" and low[at + 1 : at + 2] == ["case"]:
            return "conditional", at
    return None


def _inverted(scene: Scene, node: int) -> tuple[str, int] | None:
    tree = scene.tree
    for c in tree.each(node, "aux", "aux:pass", "cop"):
        if tree.low[c] not in _INVERTED:
            continue
        subject = tree.child(node, "nsubj", "nsubj:pass")
        opens = all(tree.space[t] or tree.dep[t] == "punct" for t in range(tree.left[node], c))
        if subject is not None and c < subject and opens:
            return None if _asked(scene, node) else ("conditional", c)
    return None


def _asked(scene: Scene, node: int) -> bool:
    return any(scene.tree.low[j] in _ASKS for j in range(*scene.tree.bounds(node)))


def _alternative(scene: Scene, node: int) -> tuple[str, int] | None:
    """One of two: "either fled or died"."""
    tree = scene.tree
    first = tree.head[node] if tree.dep[node] == "conj" else node
    for c in tree.children[first]:
        if tree.low[c] == "either" and c < first:
            return "possible", c
    return None


def _in_fiction(scene: Scene, node: int) -> tuple[str, int] | None:
    tree = scene.tree
    for c in tree.children[node]:
        told = c < node and tree.dep[c].startswith("obl") and scene.lemma[c] in word_set("fiction")
        if told and scene.case(c) == "in":
            return "report", c
    return None


def _said_behind(scene: Scene, node: int) -> tuple[str, int] | None:
    """Who says so behind a clause ("X fled, the paper wrote"), read as if the subject were what it wrote."""
    tree = scene.tree
    below = [c for s in tree.each(node, "nsubj", "nsubj:pass") for c in tree.each(s, "acl", "acl:relcl")]
    below += [c for c in tree.each(node, "advcl") if tree.child(c, "mark") is None and tree.child(c, "nsubj")]
    for c in below:
        between = tree.low[node + 1 : c]
        parted = "," in between and ";" not in between and tree.child(c, "cc") is None
        if c > node and parted and _says(scene, c) and tree.child(c, "obj", "ccomp", "xcomp") is None:
            return "report", c
    return None


def _said_before(scene: Scene, node: int) -> tuple[str, int] | None:
    """Who says so before a colon ("The paper wrote: X fled"), read as a sentence of its own."""
    tree = scene.tree
    if tree.head[node] != node:
        return None
    start, _ = tree.bounds(node)
    before = [t for t in range(max(0, start - 3), start) if not tree.space[t]]
    if not before or tree.low[before[-1]] != ":":
        return None
    root = before[-1]
    while tree.head[root] != root:
        root = tree.head[root]
    return ("report", root) if _says(scene, root) else None


def _says(scene: Scene, verb: int) -> bool:
    """Whether the list of cues takes the verb for a saying with a clause as content."""
    rows = read_cues().get(scene.tree.low[verb], ())
    return any(not rest and entry.pos == "v" and "s" in entry.frames for rest, entry in rows)

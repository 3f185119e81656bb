"""How it is said: whether the saying happened, where and when it was said."""

from collections.abc import Iterable, Sequence

from kg.extract.actors import Actors
from kg.extract.cue import Cue, read_words
from kg.extract.passage import Content
from kg.extract.source import Speaker, is_human
from kg.extract.tree import Tree
from kg.records import TimeSpan

__all__ = [
    "addressee_of_saying",
    "happened",
    "time_of_saying",
    "undone_by",
    "venue_of",
]

_VENUES = ("social-media", "interview", "press-conference", "court", "speech", "written")
_BY_CUE = {
    "tweet": "social-media",
    "retweet": "social-media",
    "post": "social-media",
    "blog": "social-media",
    "write": "written",
    "pen": "written",
    "email": "written",
    "testify": "court",
    "plead guilty": "court",
    "rule": "court",
}
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_FAR = 30  # tokens between a cue and "in an interview with X"
_SURE = 0.4
_ASKING = frozenset({"oto", "to"})  # frames whose content holds who is asked
_NEAR = 14  # tokens between a cue and the phrase that tells where or when


def happened(tree: Tree, cue: Cue) -> bool:
    """Whether the article tells the saying as done: not denied, planned, possible, conditional or asked for."""
    return undone_by(tree, cue) is None


def undone_by(tree: Tree, cue: Cue) -> int | None:
    """The token that keeps the saying from being told as done: "not", "may", "if", "asked to"; None if none does."""
    if cue.entry.pos == "p":
        return None
    i, negations = cue.head, read_words("negations")
    if cue.entry.pos == "n" and (unreal := _unreal(tree, i)) is not None:
        return unreal
    for _ in range(4):
        subject = tree.child(i, "nsubj", "nsubj:pass")
        nobody = (subject, *tree.children[subject]) if subject is not None else ()
        undoing = [c for c in tree.children[i] if _undoes(tree, c)]
        undoing += [c for c in nobody if tree.low[c] in negations]
        if undoing:
            return undoing[0]
        step = _above(tree, i)
        if step is None:
            return None
        if step < 0:
            return tree.head[i]
        i = step
    return None


def _unreal(tree: Tree, i: int) -> int | None:
    """The word that says of a noun of saying that there is no such saying: "no comment"."""
    unreal = read_words("unreal_nouns")
    return next((c for c in tree.children[i] if tree.low[c] in unreal), None)


def _undoes(tree: Tree, child: int) -> bool:
    word, dep = tree.low[child], tree.dep[child]
    if dep in {"advmod", "cc:preconj", "neg", "det"} and word in read_words("negations"):
        return True
    if dep == "aux" and word in read_words("modals"):
        return not (word in {"'d", "’d"} and tree.tag[child] == "VBD")
    return dep == "mark" and word in read_words("conditions")


def _above(tree: Tree, i: int) -> int | None:
    """The verb whose reality decides that of `i`; -1 when it leaves the saying undone, None when nothing is above."""
    head, dep = tree.head[i], tree.dep[i]
    if dep == "conj":
        own = tree.child(i, "nsubj", "nsubj:pass") is not None or tree.tag[i] in _FINITE
        return None if own or not tree.is_verb(head) else head
    if dep in {"xcomp", "ccomp"} and any(tree.low[c] == "to" for c in tree.children[i] if c < i):
        return head if tree.low[head] in read_words("realis") else -1
    if dep == "acl" and any(tree.low[c] == "to" for c in tree.children[i] if c < i):
        return -1
    return None


def venue_of(tree: Tree, cue: Cue | None, speaker: Speaker, content: Iterable[int]) -> str | None:
    """Where it was said, from the cue, the kind of document, or a phrase beside the cue ("in an interview")."""
    if cue is None:
        return None
    inside = set(content)
    start, stop = tree.bounds(cue.head)
    best: tuple[int, str] | None = None
    for i in range(max(start, cue.first - _NEAR), min(stop, cue.last + _NEAR)):
        if i in inside or tree.pos[i] not in {"NOUN", "PROPN"} or not _attached(tree, i, cue):
            continue
        for venue in _VENUES:
            if tree.low[i] in read_words(venue) and (best is None or abs(i - cue.head) < best[0]):
                best = (abs(i - cue.head), venue)
    by_cue = _BY_CUE.get(cue.entry.lemma)
    if best is not None and (by_cue in {None, "written"}):
        return best[1]
    if by_cue is not None:
        return by_cue
    return "written" if speaker.document and speaker.entities else None


def addressee_of_saying(
    tree: Tree,
    actors: Actors,
    cue: Cue | None,
    content: Content | None,
    words: Iterable[int],
    speaker: Speaker,
) -> str | None:
    """The entity that is told or asked: by grammar, by the model, or "in an interview with X"."""
    if cue is None:
        return None
    inside = set(words)
    tokens = [content.addressee] if content is not None and content.addressee is not None else []
    if cue.entry.frames & {"addressee", "oto"}:
        tokens += tree.each(cue.head, "obj", "iobj")
    tokens += [i for score, i in tree.proposed["addressee"].get(cue.head, ()) if score >= _SURE]
    tokens += _talked_with(tree, cue)
    for token in tokens:
        entity = actors.actor_at(tree.tokens[token])
        asked = content is not None and content.frame in _ASKING and token == content.addressee
        if token in inside and not asked:
            continue
        if entity is not None and entity not in speaker.entities and is_human(actors, (entity,)):
            return entity
    return None


def _talked_with(tree: Tree, cue: Cue) -> list[int]:
    """The X of "in an interview with X", "speaking to X", "in remarks to X" in the sentence of a cue."""
    start, stop = tree.bounds(cue.head)
    found = []
    for i in range(max(start, cue.head - _FAR), min(stop, cue.head + _FAR)):
        if tree.low[i] in read_words("talks"):
            found += [c for c in tree.each(i, "nmod", "obl") if tree.has_case(c, "to", "with")]
    return found


def time_of_saying(
    tree: Tree, cue: Cue | None, content: Iterable[int], times: Sequence[TimeSpan]
) -> str | None:
    """The key of the time expression that stands beside the cue, outside what is said."""
    if cue is None or not times:
        return None
    inside, shift = set(content), tree.doc._.kg.shift
    start, stop = tree.bounds(cue.head)
    best: tuple[int, str] | None = None
    for time in times:
        if time.span.context != "text":
            continue
        at = tree.token_from(time.span.start + shift)
        if start <= at < stop and at not in inside and _attached(tree, at, cue):
            distance = abs(at - cue.head)
            if distance <= _NEAR and (best is None or distance < best[0]):
                best = (distance, time.key)
    return best[1] if best else None


def _attached(tree: Tree, at: int, cue: Cue) -> bool:
    """Whether the expression hangs on the cue, not on a noun or another verb."""
    for _ in range(6):
        if at == cue.head:
            return True
        head = tree.head[at]
        if head == at or (head != cue.head and tree.is_verb(head)):
            return head == cue.head
        at = head
    return False

"""What is said, as the model sees it: its marks on the words move the ends that grammar found, or stand in for it."""

from kg.extract.cue import Cue, read_words
from kg.extract.passage import Content, trim
from kg.extract.tree import Tree

__all__ = ["DASHES", "SURE", "adjust", "seen_content", "tells_when"]

DASHES = frozenset({"—", "–", "--"})
SURE = 0.5  # the model's score from which a word is a cue
_SEEN = 3  # the model must see a third of the words as said before its ends count
_UNSEEN = 2  # words at the end that it does not see as said
_NEXT = 4  # tokens between a cue and words so close that all between is said as well
_FAR = 12  # tokens between a cue and the words that the model sees as said


def seen_content(tree: Tree, cue: Cue) -> Content | None:
    """What the model sees as said beside a cue that grammar leaves alone: the nearest such words of the sentence."""
    start, stop = tree.bounds(cue.head)
    runs = [run for run in _seen_runs(tree, start, stop) if not run[0] <= cue.head <= run[1]]
    after = next((run for run in runs if run[0] > cue.last), None)
    before = next((run for run in reversed(runs) if run[1] < cue.first), None)
    best = min(
        (run for run in (after, before) if run is not None), key=lambda run: _gap(cue, run), default=None
    )
    if best is None or _gap(cue, best) > _FAR:
        return None
    if best[0] > cue.last and best[0] - cue.last <= _NEXT:
        first = cue.last + 2 if tree.low[cue.last + 1] in {"of", "for", "about", "on"} else cue.last + 1
        best = (min(first, best[1]), _last_seen(tree, best[1], stop))
    piece = trim(tree, *best)
    return Content((piece,), "seen") if piece is not None else None


def _last_seen(tree: Tree, last: int, stop: int) -> int:
    """The last token that the model sees as said before another cue comes."""
    for i in range(last + 1, stop):
        if tree.cue[i] >= SURE:
            break
        if tree.said[i] == "I" and i - last <= _FAR:
            last = i
    return last


def _is_gap(tree: Tree, first: int, last: int) -> bool:
    """Whether two seen ranges belong together: a word or two between them, and no cue."""
    words = [i for i in range(first, last + 1) if tree.pos[i] not in {"PUNCT", "SPACE"}]
    return len(words) <= _UNSEEN and all(tree.cue[i] < SURE for i in words)


def _gap(cue: Cue, run: tuple[int, int]) -> int:
    return run[0] - cue.last - 1 if run[0] > cue.last else cue.first - run[1]


def _seen_runs(tree: Tree, start: int, stop: int) -> list[tuple[int, int]]:
    """Ranges that the model sees as said; punctuation between them does not part them, another cue does."""
    runs: list[tuple[int, int]] = []
    for i in range(start, stop):
        if tree.said[i] not in {"B", "I"}:
            continue
        beside = bool(runs) and runs[-1][1] == i - 1
        joined = beside or (runs and tree.said[i] == "I" and _is_gap(tree, runs[-1][1] + 1, i - 1))
        if joined:
            runs[-1] = (runs[-1][0], i)
        else:
            runs.append((i, i))
    return [
        run
        for run in runs
        if any(tree.pos[i] not in {"PUNCT", "DET", "PRON"} for i in range(run[0], run[1] + 1))
    ]


def adjust(tree: Tree, cue: Cue, first: int, last: int, stop: int) -> tuple[int, int]:
    """The range with its ends where the model sees them, if it sees most of it as said."""
    said = tree.said
    first = _first_seen(tree, cue, first)
    marked = [i for i in range(first, last + 1) if said[i] in {"B", "I"}]
    if not marked:
        return first, last
    words = [i for i in range(first, last + 1) if tree.pos[i] not in {"PUNCT", "SPACE"}]
    if len(marked) * _SEEN < len(words):
        return first, last
    if tree.dep[cue.head] == "acl:relcl" and tree.low[last + 1 : last + 2] == [","]:
        stop = last + 1  # "who said that …, left the room"
    while (
        last + 1 < stop
        and tree.low[last + 1] not in DASHES
        and _goes_on(tree, last + 1)
        and not cue.first <= last + 1 <= cue.last
    ):
        last += 1
    seen = max(i for i in range(first, last + 1) if said[i] in {"B", "I"})
    if sum(i > seen for i in words) >= _UNSEEN:
        last = seen
        while last > first and tree.tag[last] in {"CC", "IN", "DT", "TO", "PRP$"}:
            last -= 1
    return first, last


def _first_seen(tree: Tree, cue: Cue, first: int) -> int:
    """Where the words begin that the model sees as one with the first: the parse may hang their subject on the cue."""
    at = first
    if tree.tag[first] == "TO" and tells_when(tree, first - 1):
        return first  # "pledged last September to …"
    while at - 1 > cue.last and tree.said[at] == "I" and tree.said[at - 1] in {"B", "I"}:
        at -= 1
        if tree.pos[at] in {"PUNCT", "ADP"}:
            return first
    between_commas = tree.low[first] == "," and tree.low[at - 1] == ","  # "according to X, its leader, …"
    return first if between_commas else at


def tells_when(tree: Tree, i: int) -> bool:
    """Whether the token ends a time: "last September", "on Monday", "this week"."""
    return i >= 0 and tree.low[i] in read_words("times")


def _goes_on(tree: Tree, i: int) -> bool:
    """Whether the token (or the one behind a comma) is seen as more of the same words."""
    if tree.said[i] == "I":
        return tree.cue[i] < SURE
    return tree.pos[i] == "PUNCT" and i + 1 < len(tree) and tree.said[i + 1] == "I" and tree.cue[i + 1] < SURE

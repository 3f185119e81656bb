"""Where the words that hang on a cue begin and end: behind who is told, before the article's own remarks."""

from kg.extract.cue import Cue, read_words
from kg.extract.passage import QUOTES
from kg.extract.seen import DASHES, SURE
from kg.extract.tree import Tree

__all__ = ["complete", "quoted_rest", "remark", "told_end", "within_semicolons"]

_LONGEST_NAME = 9  # tokens between "told" and "that"
_TOLD = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM"})
_THEM = frozenset({"him", "her", "them", "us", "me"})
_WHEN = frozenset({"on", "in", "late", "last", "this"})
_NOT_TOLD = frozenset({"to", "not", "of", "about", "as", ",", "'s", "’s", "-", "and", "or"})
_STARTS_CLAUSE = frozenset({"PRP", "PRP$", "DT", "EX"})
_HANGS_BEFORE = frozenset(
    {"case", "mark", "det", "compound", "amod", "nummod", "nmod:poss", "aux", "aux:pass", "cop", "cc"}
)
_FAR = 4  # tokens between a word and the one that it stands before
_OPENING = frozenset({"“", "„", "«", "``"})
_MARKS = _OPENING | {'"'}


def told_end(tree: Tree, cue: Cue, first: int, last: int) -> int:
    """Where what is said begins, behind who is told: "told reporters that …", "told the BBC he …", "as saying …"."""
    if first != cue.last + 1 or cue.entry.pos != "v":
        return first
    mark = next((i for i in range(first, min(first + _LONGEST_NAME, last)) if tree.low[i] == "that"), None)
    if mark is not None and mark > first and _is_told(tree, cue, first, mark):
        return mark + 1
    if "addressee" not in cue.entry.frames or any(tree.tag[i] == "TO" for i in range(first, first + 3)):
        return first
    if tree.low[first] in _THEM and tree.pos[first] == "PRON":
        return first + 1 if _has_clause(tree, first + 1, last) else first
    at = first
    while at < last and tree.pos[at] in {"DET", "ADJ", "NUM"}:
        at += 1
    noun = at
    while at < last and tree.pos[at] in {"NOUN", "PROPN"}:
        at += 1
    return at if at > noun and tree.tag[at] in _STARTS_CLAUSE and _has_clause(tree, at, last) else first


def _is_told(tree: Tree, cue: Cue, first: int, mark: int) -> bool:
    """Whether only a listener stands between a verb and its "that": "told the council that", "said only that"."""
    if not cue.entry.frames & {"s", "addressee"} or tree.tag[mark] not in {"IN", "DT", "WDT"}:
        return False
    words = range(first, mark)
    if all(tree.tag[i] == "RB" or tree.low[i] in _WHEN or tree.low[i] in read_words("times") for i in words):
        return True
    if tree.low[first] in {"to", "with"}:
        words = range(first + 1, mark)
    elif "addressee" not in cue.entry.frames:
        return False
    return tree.head[mark] > mark and all(
        tree.pos[i] in _TOLD or tree.low[i] in _THEM | {"of", "for", "his", "her", "its", "their", "'s", "’s"}
        for i in words
    )


def _has_clause(tree: Tree, first: int, last: int) -> bool:
    """Whether a verb with a subject stands in the range."""
    finite = any(tree.tag[i] in {"VBD", "VBZ", "VBP", "MD"} for i in range(first, last + 1))
    return finite and tree.low[first] not in _NOT_TOLD


def quoted_rest(tree: Tree, first: int, last: int) -> int:
    """Where the quotation begins that a phrase before it only announces: a caution: “…”, in French, “…”."""
    mark = next((i for i in range(first, last) if tree.low[i] in _MARKS), first)
    words = [i for i in range(first, mark) if tree.pos[i] != "PUNCT"]
    if not words or len(words) > _LONGEST_NAME or any(tree.is_verb(i) for i in words):
        return first
    if tree.low[mark - 1] == ":":
        return mark
    aside = tree.pos[words[0]] == "ADP" and tree.low[words[0]] in read_words("asides")
    return mark if aside and tree.low[mark - 1] == "," else first


def within_semicolons(tree: Tree, cue: Cue, first: int, last: int) -> tuple[int, int]:
    """The range up to the semicolon outside quotation marks that parts it from the next, or the last, sentence."""
    stops: list[int] = []
    inside = False
    for i in range(first, last + 1):
        if tree.low[i] in QUOTES and tree.low[i] not in {"'", "’", "`"}:
            inside = tree.low[i] in _OPENING or (tree.low[i] == '"' and not inside)
        elif tree.low[i] == ";" and not inside:
            stops.append(i)
    if not stops:
        return first, last
    return (first, stops[0] - 1) if cue.head < first else (stops[-1] + 1, last)


def remark(tree: Tree, first: int, last: int) -> int:
    """The last token before a remark of the article's own: "…, a charge that Baku denies"."""
    for i in range(first + 2, last - 1):
        if tree.low[i - 1] not in {",", *DASHES} or tree.low[i] not in {"a", "an"}:
            continue
        noun = next((k for k in range(i + 1, min(i + 4, last)) if tree.low[k] in read_words("remarks")), None)
        if noun is None:
            continue
        relative = tree.low[noun + 1] in {"that", "which"} or tree.tag[noun + 1] == "VBN"
        if relative or any(tree.dep[c] == "acl:relcl" for c in tree.children[noun]):
            return i - 2
    return last


def complete(tree: Tree, cue: Cue, first: int, last: int, stop: int) -> int:
    """The last token, moved on where the range ends in a word that only stands before another one."""
    while first < last < stop - 1:
        head = tree.head[last]
        if tree.dep[last] not in _HANGS_BEFORE or not last < head < min(stop, last + _FAR):
            break
        if cue.first <= head <= cue.last or any(tree.cue[i] >= SURE for i in range(last + 1, head + 1)):
            break
        last = head
        while last + 1 < stop and tree.dep[last + 1] in {"flat", "flat:name"} and tree.head[last + 1] <= last:
            last += 1
        obj = tree.child(head, "obj") if tree.is_verb(head) else None
        if obj is not None and tree.left[obj] == last + 1 and tree.right[obj] - last <= _FAR:
            last = tree.right[obj]
    return last

"""Where the words that hang on a cue begin and end: behind who is told, before the article's own remarks."""

from kg.extract.cue import Cue, read_words
from kg.extract.passage import QUOTES
from kg.extract.seen import DASHES, SURE
from kg.extract.tree import Tree

__all__ = [
    "before_silence",
    "before_verb",
    "complete",
    "quoted_rest",
    "remark",
    "remarked",
    "told_end",
    "within_semicolons",
]

_LONGEST_NAME = 9  # tokens between "told" and "that"
_TOLD = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM"})
_THEM = frozenset({"him", "her", "them", "us", "me"})
_WHEN = frozenset({"on", "in", "late", "last", "this"})
_NOT_TOLD = frozenset({"to", "not", "of", "about", "as", ",", "'s", "’s", "-", "and", "or"})
_STARTS_CLAUSE = frozenset({"PRP", "PRP$", "DT", "EX"})
_HANGS_BEFORE = frozenset(
    {"case", "mark", "det", "compound", "amod", "nummod", "nmod:poss", "aux", "aux:pass", "cop", "cc"}
)
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
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
    for i in range(first + 2, last):
        if tree.low[i - 1] not in {",", *DASHES} or tree.low[i] not in {"a", "an"}:
            continue
        nouns = range(i + 1, min(i + 4, last + 1))
        noun = next((k for k in nouns if tree.low[k] in read_words("remarks")), None)
        if noun is None or noun + 1 >= len(tree):
            continue
        relative = tree.low[noun + 1] in {"that", "which"} or tree.tag[noun + 1] == "VBN"
        behind = noun == last and tree.pos[last + 1] in _TOLD | {"PRON"}
        if relative or behind or any(tree.dep[c] == "acl:relcl" for c in tree.children[noun]):
            return i - 2
    return last


def remarked(tree: Tree, cue: Cue) -> int | None:
    """The noun that stands for what was said before in "…, a charge Baku denies"."""
    subject = tree.child(cue.head, "nsubj")
    noun = tree.head[cue.head]
    if subject is None or tree.dep[cue.head] not in {"acl", "acl:relcl"} or not noun < tree.left[subject]:
        return None
    known = tree.low[noun] in read_words("remarks") and tree.low[noun - 1] in {"a", "an"}
    return noun if known and tree.low[tree.left[subject] - 1] in {tree.low[noun], "that", "which"} else None


def before_verb(tree: Tree, cue: Cue, first: int, last: int) -> int:
    """The last token before the next verb of the speaker's: denied the charge | and left the room."""
    if tree.tag[cue.head] not in _FINITE:
        return last
    for i in range(first, last):
        if tree.tag[i] in _FINITE or tree.tag[i] == "MD" or tree.low[i] in QUOTES:
            return last
        behind = i + 2 if tree.tag[i + 1] == "RB" else i + 1
        if i > first and tree.low[i] in {"and", "but"} and tree.tag[min(behind, last)] == tree.tag[cue.head]:
            return i - 1
    return last


def before_silence(tree: Tree, first: int, last: int) -> int:
    """The last token before what the speaker leaves open: said it would leave | but gave no date."""
    for i in range(first + 2, last):
        if tree.low[i] in {"but", "and"} and _is_silence(tree, i + 1, last):
            return i - 1
    return last


def _is_silence(tree: Tree, i: int, last: int) -> bool:
    """Whether the words from here tell what was not said: "did not elaborate", "gave no details", "declined to say"."""
    behind = tree.low[i + 1 : min(i + 4, last + 1)]
    if tree.low[i] in {"declined", "refused"}:
        return behind[:1] == ["to"] and not {"say", *read_words("silence")}.isdisjoint(behind)
    if tree.low[i] in {"gave", "offered", "provided", "named", "cited", "specified"}:
        return behind[:1] in (["no"], ["few"], ["little"])
    if tree.low[i] != "did" or {"not", "n't", "n’t"}.isdisjoint(behind[:1]):
        return False
    return not read_words("silence").isdisjoint(behind[1:2]) or (
        behind[1:2] == ["say"] and tree.tag[i + 3][:1] == "W"
    )


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

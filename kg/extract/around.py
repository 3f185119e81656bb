"""What is said before or around a cue: "…, officials said", "…, he added, …", "according to X, …"."""

from kg.extract.cue import Cue
from kg.extract.passage import QUOTES, Content, addressee_of, only_punctuation, subject_of
from kg.extract.seen import SURE
from kg.extract.tree import Tree

__all__ = ["clause_before", "own_clause", "sentence_according_to", "source_of_preposition"]

_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_APPOSITION = 14  # tokens of "the party's deputy leader in the lower house"
_NEW_CLAUSE = frozenset({"and", "but", "while", "as", "who", "which", "although", "though"})
_LEADING = frozenset(",;:—–-…")


def clause_before(tree: Tree, cue: Cue) -> Content | None:
    """What stands before or around the cue's clause: "…, officials said", "…, he added, …"."""
    subject = subject_of(tree, cue.head)
    participle = tree.tag[cue.head] == "VBG" and subject is None
    relative = subject is not None and tree.low[subject] in {"who", "which", "that"}
    followed = tree.low[cue.last + 1 : cue.last + 2] == ["that"]
    if participle or relative or followed or not cue.entry.frames & {"s", "q"}:
        return None
    start, stop = tree.bounds(cue.head)
    own = own_clause(tree, cue, start, stop)
    if own is None:
        return None
    first, last = own
    if tree.low[first - 2] in {"which", "who", "that"} and tree.low[first - 1] == ",":
        return _of_relative(tree, last, stop)
    if tree.dep[cue.head] == "acl:relcl":
        return None
    before = _before(tree, cue, start, first)
    after = _behind(tree, cue, last, stop)
    pieces = [piece for piece in (before, after) if piece is not None]
    return Content(tuple(pieces), "around", addressee_of(tree, cue, stop), own) if pieces else None


def _of_relative(tree: Tree, last: int, stop: int) -> Content | None:
    """The clause of "which, they observed, the clause"."""
    if last + 2 >= stop or tree.low[last + 1] != ",":
        return None
    end = next((i - 1 for i in range(last + 3, stop) if tree.low[i] in {",", ";"}), stop - 1)
    return Content(((last + 2, end),), "around")


def own_clause(tree: Tree, cue: Cue, start: int, stop: int) -> tuple[int, int] | None:
    """The tokens of "he said on Monday" in "…, he said on Monday"; None when the words do not stand so."""
    head = cue.head
    subject = subject_of(tree, head)
    left = [c for c in tree.children[head] if c < head and tree.dep[c] in {"aux", "advmod", "aux:pass"}]
    if subject is not None and subject < head:
        left = [c for c in left if c > subject] or []
        first = min([tree.left[subject], head])
        while first < subject and tree.low[first] in _LEADING:
            first += 1
    else:
        first = head
        while (
            first - 1 in tree.children[head]
            and first - 1 >= start
            and tree.dep[first - 1] in {"aux", "advmod"}
        ):
            first -= 1
    before = first - 1
    while before >= start and tree.space[before]:
        before -= 1
    if before < start or not (
        tree.low[before] in {",", "—", "–", "-", "?", "!"} or tree.low[before] in QUOTES
    ):
        return None
    last = cue.last
    for child in tree.children[head]:
        if child > last and tree.dep[child] not in {"ccomp", "parataxis", "punct", "conj", "cc"}:
            last = max(last, tree.right[child])
    return first, min(last, stop - 1)


def _before(tree: Tree, cue: Cue, start: int, first: int) -> tuple[int, int] | None:
    """The words before the cue's clause, if they are a clause that the cue governs or interrupts."""
    head = cue.head
    governed = next((c for c in tree.each(head, "ccomp", "parataxis", "dep") if c < first), None)
    anchor = governed
    if anchor is None and tree.dep[head] in {
        "parataxis",
        "conj",
        "ccomp",
        "dep",
        "appos",
        "acl:relcl",
        "advcl",
    }:
        host = tree.head[head]
        anchor = host if host < first or tree.dep[head] == "parataxis" else None
    if anchor is None:
        return None
    begin = start
    if (
        tree.dep[head] == "conj"
        and governed is not None
        and any(tree.cue[i] >= SURE for i in range(start, first))
    ):
        begin = max(start, tree.left[head])
    while begin < first and (tree.dep[begin] == "cc" or tree.space[begin]):
        begin += 1
    for i in range(first - 2, begin, -1):  # a semicolon ends what the cue can reach
        if tree.low[i] == ";":
            begin = i + 1
            break
    return (begin, first - 1) if begin < first else None


def _behind(tree: Tree, cue: Cue, last: int, stop: int) -> tuple[int, int] | None:
    """The words behind an inserted cue that belong to the clause it interrupts."""
    if tree.dep[cue.head] != "parataxis" or last + 1 >= stop or tree.low[last + 1] != ",":
        return None
    host = tree.head[cue.head]
    right = max((tree.right[c] for c in tree.children[host] if c > last), default=-1)
    right = max(right, host if host > last else -1)
    return (last + 2, right) if right > last + 1 else None


def sentence_according_to(tree: Tree, cue: Cue) -> Content | None:
    """The sentence without "according to X" and the commas around it."""
    source = source_of_preposition(tree, cue)
    if source is None:
        return None
    start, stop = tree.bounds(cue.first)
    first, last = cue.first, _source_end(tree, source, stop)
    if last + 1 < stop and tree.low[last + 1] in {"(", "["}:
        last = next((i for i in range(last + 2, stop) if tree.low[i] in {")", "]"}), last)
    if all(tree.pos[i] in {"PUNCT", "SPACE", "CCONJ"} for i in range(start, first)):
        last = _behind_apposition(tree, last, stop)
    start, stop = _within_semicolons(tree, start, stop, first)
    pieces = []
    if first > start:
        pieces.append((start, first - 1))
    rest = last + 1
    if rest < stop and not only_punctuation(tree, rest, stop - 1):
        if first == start or all(tree.low[i] in _LEADING or tree.space[i] for i in range(start, first)):
            pieces = [(rest, stop - 1)]
        elif tree.low[rest] == "," and tree.low[rest + 1] not in _NEW_CLAUSE:
            pieces.append((rest, stop - 1))
        elif tree.dep[tree.head[source]] in {"conj", "ccomp"} or tree.low[rest] in {
            "and",
            "but",
            "while",
            "as",
        }:
            pass
        else:
            pieces.append((rest, stop - 1))
    pieces = [(a + 1, b) if tree.dep[a] == "cc" and a < b else (a, b) for a, b in pieces]
    return Content(tuple(pieces), "np", None, (first, last)) if pieces else None


def source_of_preposition(tree: Tree, cue: Cue) -> int | None:
    """The noun behind "according to"."""
    for child in (cue.head, cue.last):
        host = tree.head[child]
        if tree.dep[child] in {"case", "fixed", "mark"} and host > cue.last and tree.pos[host] in _NOUNS:
            return host
    for child in tree.children[cue.head]:
        if child > cue.last and tree.dep[child] in {"obl", "nmod", "obj"} and tree.pos[child] in _NOUNS:
            return child
    return _first_noun(tree, cue.last + 1)


def _first_noun(tree: Tree, start: int) -> int | None:
    """The head of the noun phrase that starts here: the last noun before anything else comes."""
    head = None
    for i in range(start, min(start + 12, tree.bounds(start)[1] if start < len(tree) else 0)):
        if tree.pos[i] in _NOUNS:
            if head is not None and tree.dep[i] == "flat":
                continue
            head = i
        elif head is not None or tree.pos[i] not in {"DET", "ADJ", "NUM", "ADV"}:
            break
    return head


def _source_end(tree: Tree, source: int, stop: int) -> int:
    """The last token of the source with what only describes it: "…, who leads the party"."""
    last = source
    for child in tree.children[source]:
        if (
            child > source
            and tree.dep[child]
            not in {
                "parataxis",
                "conj",
                "punct",
                "advcl",
                "dep",
                "appos",
                "ccomp",
            }
            and (tree.dep[child] == "acl:relcl" or tree.left[child] <= last + 3)
        ):
            last = max(last, tree.right[child])
    for child in tree.each(source, "conj"):
        if tree.pos[child] in _NOUNS:
            last = max(last, tree.right[child])
    last = min(last, stop - 1)
    if last + 2 < stop and tree.low[last + 1] == "," and tree.low[last + 2] in {"who", "which", "whose"}:
        last = next((i - 1 for i in range(last + 4, stop) if tree.low[i] == ","), stop - 1)
    return last


def _behind_apposition(tree: Tree, last: int, stop: int) -> int:
    """The comma before the clause in "According to X, the party's leader, the clause"."""
    if last + 2 >= stop or tree.low[last + 1] != ",":
        return last
    comma = next((i for i in range(last + 2, min(stop, last + _APPOSITION)) if tree.low[i] == ","), None)
    if comma is None or tree.pos[last + 2] not in {"DET", "NOUN", "PROPN", "ADJ"}:
        return last
    inside, rest = range(last + 2, comma), range(comma + 1, stop)
    if any(tree.is_verb(i) for i in inside) or not any(tree.pos[i] == "NOUN" for i in inside):
        return last
    subject = any(tree.dep[i].startswith("nsubj") for i in rest) and any(tree.is_verb(i) for i in rest)
    return comma - 1 if subject and not any(tree.dep[i].startswith("nsubj") for i in inside) else last


def _within_semicolons(tree: Tree, start: int, stop: int, at: int) -> tuple[int, int]:
    for i in range(at - 1, start - 1, -1):
        if tree.low[i] == ";":
            start = i + 1
            break
    for i in range(at + 1, stop):
        if tree.low[i] == ";":
            return start, i
    return start, stop

"""What is said before or around a cue: "…, officials said", "…, he added, …", "according to X, …"."""

from kg.extract.cue import Cue
from kg.extract.passage import QUOTES, Content, addressee_of, only_punctuation, subject_of
from kg.extract.seen import SURE
from kg.extract.tree import Tree

__all__ = ["clause_before", "inserted_cue", "own_clause", "sentence_according_to", "source_of_preposition"]

_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_APPOSITION = 14  # tokens of "the party's deputy leader in the lower house"
_NEW_CLAUSE = frozenset({"and", "but", "while", "as", "who", "which", "although", "though"})
_REASONS = frozenset({"because", "if", "only", "unless", "until", "since", "so", "provided"})
_LEADING = frozenset(",;:—–-…")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_RELATIVE = frozenset({"which", "who", "that", "whom", "what"})
_INSERTED = 16  # tokens from a cue to the comma that ends "she said in a letter to the board"


def clause_before(tree: Tree, cue: Cue) -> Content | None:
    """What stands before or around the cue's clause: "…, officials said", "…, he added, …"."""
    subject = subject_of(tree, cue.head)
    participle = tree.low[cue.head].endswith("ing") and (subject is None or subject > cue.head)
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


def inserted_cue(tree: Tree, cue: Cue) -> Content | None:
    """The clause around a cue that parts it: "The ships, it said in a post, had …", "X left, said Y, and went …"."""
    if tree.tag[cue.head] not in _FINITE or not cue.entry.frames & {"s", "q"}:
        return None
    start, stop = tree.bounds(cue.head)
    own = own_clause(tree, cue, start, stop)
    if own is None or tree.low[own[0] - 1] != "," or own[0] - 2 < start or tree.low[own[0] - 2] in _RELATIVE:
        return None
    comma = _closing_comma(tree, cue, stop)
    if comma is None or not _is_predicate(tree, comma, stop):
        return None
    first = next((i + 1 for i in range(own[0] - 2, start, -1) if tree.low[i] == ";"), start)
    while first < own[0] - 2 and (tree.dep[first] == "cc" or tree.space[first]):
        first += 1
    if not _can_precede(tree, range(first, own[0] - 1), joined=tree.low[comma + 1] in {"and", "or"}):
        return None
    pieces = ((first, own[0] - 2), (comma + 1, stop - 1))
    return Content(pieces, "around", addressee_of(tree, cue, stop), (own[0], comma - 1))


def _can_precede(tree: Tree, tokens: range, *, joined: bool) -> bool:
    """Whether the words before an inserted cue end in a clause ("…, and went") or in a subject ("…, had gone")."""
    if joined:
        return any(tree.tag[i] in _FINITE for i in tokens)
    return any(tree.dep[i].startswith("nsubj") for i in tokens) or tree.pos[tokens[0]] not in {"ADP", "SCONJ"}


def _closing_comma(tree: Tree, cue: Cue, stop: int) -> int | None:
    """The comma behind an inserted cue; None when another finite verb comes first."""
    for i in range(cue.last + 1, min(stop - 1, cue.last + _INSERTED)):
        if tree.low[i] == ",":
            return i
        if tree.tag[i] in _FINITE or tree.low[i] == "that" or tree.low[i] in QUOTES:
            return None
    return None


def _is_predicate(tree: Tree, comma: int, stop: int) -> bool:
    """Whether a predicate without subject follows, that of the words before: ", had …", ", and was …"."""
    words = [i for i in range(comma + 1, min(stop, comma + 5)) if tree.low[i] not in QUOTES]
    while words and (tree.tag[words[0]] == "RB" or tree.low[words[0]] in {"and", "or"}):
        words.pop(0)
    if not words or tree.tag[words[0]] not in _FINITE:
        return False
    verb = words[0]
    if tree.dep[verb].startswith(("aux", "cop")) and tree.head[verb] > verb:
        verb = tree.head[verb]
    return not any(tree.dep[c].startswith("nsubj") and c > comma for c in tree.children[verb])


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
    if last + 2 >= stop or tree.low[last + 1] != "," or _opens_clause(tree, last + 2):
        return None
    if tree.low[last + 2] in _REASONS and not {"B", "I"}.isdisjoint(tree.said[last + 2 : last + 4]):
        return last + 2, stop - 1  # "…, he said, because …"
    if tree.dep[cue.head] != "parataxis":
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
        leads = all(tree.low[i] in _LEADING or tree.space[i] for i in range(start, first))
        if leads or _is_joined(tree, start, first):
            pieces = [(rest, stop - 1)]
        elif tree.low[rest] == "," and tree.low[rest + 1] not in _NEW_CLAUSE:
            pieces.append((rest, stop - 1))
        elif (
            tree.dep[tree.head[source]] in {"conj", "ccomp"}
            or _opens_clause(tree, rest)
            or (tree.low[rest] == "," and _opens_clause(tree, rest + 1))
        ):
            pass
        else:
            pieces.append((rest, stop - 1))
    pieces = [(a + 1, b) if tree.dep[a] == "cc" and a < b else (a, b) for a, b in pieces]
    return Content(tuple(pieces), "np", None, (first, last)) if pieces else None


def _opens_clause(tree: Tree, i: int) -> bool:
    """Whether a conjunction opens a clause with a subject of its own: "but neither camp agreed", not "but wants"."""
    if i + 1 >= len(tree) or tree.low[i] not in _NEW_CLAUSE:
        return False
    if tree.low[i + 1] == "well":
        return False  # "as well as"
    behind = i + 2 if tree.tag[i + 1] == "RB" and i + 2 < len(tree) else i + 1
    return tree.low[behind] not in QUOTES and tree.tag[behind] not in _FINITE


def _is_joined(tree: Tree, start: int, first: int) -> bool:
    """Whether "and" or "but" parts what is before a source from what it says: "…, but, according to X, …"."""
    before = first - 1
    while before > start and (tree.space[before] or tree.low[before] == ","):
        before -= 1
    return before > start and tree.dep[before] == "cc"


def source_of_preposition(tree: Tree, cue: Cue) -> int | None:
    """The noun behind "according to"; in "X's institute" the institute."""
    source = _governed_source(tree, cue)
    while source is not None and tree.dep[source] == "nmod:poss" and tree.head[source] > source:
        source = tree.head[source]
    return source


def _governed_source(tree: Tree, cue: Cue) -> int | None:
    if tree.low[cue.last + 1 : cue.last + 2] in (["which"], ["whom"]):
        return None  # "an agreement according to which …" tells of no source
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
        elif tree.tag[i] != "POS" and (head is not None or tree.pos[i] not in {"DET", "ADJ", "NUM", "ADV"}):
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

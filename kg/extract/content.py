"""What is said: the words that hang on a cue, found by grammar.

Every reader here takes a cue and gives token ranges, both ends included; quotation marks are joined to them later.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.extract.cue import Cue
from kg.extract.tree import Tree

__all__ = ["Content", "read_content", "subject_of", "trim"]

SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj")
_MODIFIER = frozenset({"obl", "advmod", "obl:tmod", "obl:npmod", "obl:unmarked", "advcl", "discourse"})
_TRAILING = frozenset(".,;:!?—–-…")
_LEADING = frozenset(",;:—–-…")
_QUOTES = frozenset("\"“”‘’'„«»`´") | {"``", "''", "‘‘", "’’"}
_RELATIVE = frozenset({"what", "which", "that", "who", "whom", "something"})
_PARTICIPLE_CUT = frozenset(
    "adding saying noting citing warning urging calling stressing insisting telling claiming "
    "arguing explaining pointing describing accusing promising vowing announcing stating".split()
)
_WH = frozenset("whether if how why when where what who which whose whom".split())
_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_SEEN = 3  # the model must see a third of the words as said before its ends count
_UNSEEN = 2  # words at the end that it does not see as said
_SURE = 0.5
_NEXT = 4  # tokens between a cue and words so close that all between is said as well
_FAR = 12  # tokens between a cue and the words that the model sees as said
_PREPOSITIONS = frozenset("for against of about to at on with in".split())


@dataclass(frozen=True, slots=True)
class Content:
    """Token ranges of what is said, and how they were found.

    `frame` is the rule's name. `around` is set when the words stand before or around the cue ("…, he said, …"): the
    tokens of the cue's own clause. `addressee` is the token of who is told or asked.
    """

    pieces: tuple[tuple[int, int], ...]
    frame: str
    addressee: int | None = None
    around: tuple[int, int] | None = None

    def holds(self, i: int) -> bool:
        """Whether the token is among what is said."""
        return any(first <= i <= last for first, last in self.pieces)

    @property
    def size(self) -> int:
        """How many tokens are said."""
        return sum(last - first + 1 for first, last in self.pieces)


_Reader = Callable[[Tree, Cue], Content | None]


def read_content(tree: Tree, cue: Cue) -> Content | None:
    """What the cue introduces, or None when grammar shows nothing (it may still have a quotation beside it)."""
    readers: dict[str, tuple[_Reader, ...]] = {
        "v": _VERB_READERS,
        "n": (_of_noun,),
        "a": (_clause_after,),
        "p": (_according,),
    }
    for reader in readers[cue.entry.pos]:
        content = reader(tree, cue)
        if content is not None:
            pieces = tuple(_settle(tree, cue, content.pieces))
            if pieces:
                return Content(pieces, content.frame, content.addressee, content.around)
    return seen_content(tree, cue) if tree.cue[cue.head] >= _SURE else None


def _settle(tree: Tree, cue: Cue, pieces: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    """The pieces inside the sentence of the cue, with the ends that the model sees, without punctuation."""
    start, stop = tree.bounds(cue.head)
    for first, last in pieces:
        first, last = max(first, start), min(last, stop - 1)
        if first > last:
            continue
        ends = adjust(tree, cue, first, last) if tree.has_hints else (first, last)
        piece = trim(tree, *ends)
        if piece is not None:
            yield piece


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
        best = (cue.last + 1, _last_seen(tree, best[1], stop))
    piece = trim(tree, *best)
    return Content((piece,), "seen") if piece is not None else None


def _last_seen(tree: Tree, last: int, stop: int) -> int:
    """The last token that the model sees as said before another cue comes."""
    for i in range(last + 1, stop):
        if tree.cue[i] >= _SURE:
            break
        if tree.said[i] == "I" and i - last <= _FAR:
            last = i
    return last


def _is_gap(tree: Tree, first: int, last: int) -> bool:
    """Whether two seen ranges belong together: a word or two between them, and no cue."""
    words = [i for i in range(first, last + 1) if tree.pos[i] not in {"PUNCT", "SPACE"}]
    return len(words) <= _UNSEEN and all(tree.cue[i] < _SURE for i in words)


def _gap(cue: Cue, run: tuple[int, int]) -> int:
    return run[0] - cue.last - 1 if run[0] > cue.last else cue.first - run[1]


def _seen_runs(tree: Tree, start: int, stop: int) -> list[tuple[int, int]]:
    """Ranges that the model sees as said; punctuation between them does not part them, another cue does."""
    runs: list[tuple[int, int]] = []
    for i in range(start, stop):
        if tree.said[i] not in {"B", "I"}:
            continue
        joined = runs and tree.said[i] == "I" and _is_gap(tree, runs[-1][1] + 1, i - 1)
        if joined:
            runs[-1] = (runs[-1][0], i)
        else:
            runs.append((i, i))
    return [
        run
        for run in runs
        if any(tree.pos[i] not in {"PUNCT", "DET", "PRON"} for i in range(run[0], run[1] + 1))
    ]


def adjust(tree: Tree, cue: Cue, first: int, last: int) -> tuple[int, int]:
    """The range with its ends where the model sees them, if it sees most of it as said."""
    said = tree.said
    marked = [i for i in range(first, last + 1) if said[i] in {"B", "I"}]
    if not marked:
        return first, last
    words = [i for i in range(first, last + 1) if tree.pos[i] not in {"PUNCT", "SPACE"}]
    if len(marked) * _SEEN < len(words):
        return first, last
    stop = tree.bounds(cue.head)[1]
    while last + 1 < stop and _goes_on(tree, last + 1) and not cue.first <= last + 1 <= cue.last:
        last += 1
    seen = max(i for i in range(first, last + 1) if said[i] in {"B", "I"})
    if sum(i > seen for i in words) >= _UNSEEN:
        last = seen
    return first, last


def _goes_on(tree: Tree, i: int) -> bool:
    """Whether the token (or the one behind a comma) is seen as more of the same words."""
    if tree.said[i] == "I":
        return tree.cue[i] < _SURE
    return (
        tree.pos[i] == "PUNCT" and i + 1 < len(tree) and tree.said[i + 1] == "I" and tree.cue[i + 1] < _SURE
    )


def trim(tree: Tree, first: int, last: int) -> tuple[int, int] | None:
    """The range without punctuation at its ends and without "that" at its start; None if nothing is left."""
    while first <= last and (tree.space[first] or tree.low[first] in _LEADING):
        first += 1
    if first < last and tree.low[first] == "that" and tree.dep[first] == "mark":
        first += 1
        while first < last and (tree.space[first] or tree.low[first] in _LEADING):
            first += 1
    while last >= first and (tree.space[last] or tree.low[last] in _TRAILING):
        last -= 1
    return (first, last) if first <= last else None


def subject_of(tree: Tree, i: int) -> int | None:
    """The subject of the token's own clause: the nearest before it, if the parse gives several."""
    found = list(tree.each(i, *SUBJECTS))
    before = [c for c in found if c < i]
    return before[-1] if before else found[0] if found else None


def _cut(tree: Tree, cue: Cue, first: int, last: int) -> int:
    """Where the content really ends: before ", adding that …", which goes on with the same speaker's words."""
    for i in range(first + 2, last):
        if tree.low[i] in _PARTICIPLE_CUT and tree.tag[i] == "VBG" and tree.low[i - 1] == ",":
            return i - 2
        if i > first + 2 and tree.low[i] == "as" and tree.low[i - 1] == "," and _is_aside(tree, i):
            return i - 2
    return last


def _is_aside(tree: Tree, i: int) -> bool:
    return tree.low[i + 1 : i + 2] == ["saying"]


def _after_subject(tree: Tree, cue: Cue, content_head: int) -> int:
    """The first token that can belong to a clause behind the cue: behind an inverted subject and who is told."""
    behind = cue.last + 1
    for child in tree.children[cue.head]:
        if cue.last < child < content_head and tree.dep[child] in {*SUBJECTS, "obj", "iobj"}:
            behind = max(behind, tree.right[child] + 1)
    return behind


def _addressee(tree: Tree, cue: Cue, before: int) -> int | None:
    """Who is told: the object before the content, or a phrase with "to"."""
    for child in tree.children[cue.head]:
        if cue.last < child < before:
            if tree.dep[child] in {"obj", "iobj"}:
                return child
            if tree.dep[child] == "obl" and tree.has_case(child, "to", "with"):
                return child
    return None


def _clause_after(tree: Tree, cue: Cue) -> Content | None:
    frames = cue.entry.frames
    if not frames & {"s", "wh", "q"}:
        return None
    for child in tree.children[cue.head]:
        if child <= cue.last or tree.dep[child] not in {"ccomp", "xcomp", "parataxis", "csubj"}:
            continue
        if tree.dep[child] == "xcomp" and not _is_finite(tree, child):
            continue
        if tree.dep[child] == "parataxis" and not _has_colon(tree, cue.last, child):
            continue
        first = max(tree.left[child], _after_subject(tree, cue, child))
        if first > child:
            first = child
        last = _cut(tree, cue, first, tree.right[child])
        if _is_infinitive(tree, child) and "oto" in frames:
            return Content(((first, last),), "oto", subject_of(tree, child))
        return Content(((first, last),), "s", _addressee(tree, cue, first))
    return None


def _has_colon(tree: Tree, first: int, last: int) -> bool:
    return ":" in tree.low[first : last + 1]


def _is_finite(tree: Tree, i: int) -> bool:
    if tree.tag[i] in {"VBD", "VBP", "VBZ", "MD"}:
        return True
    return any(
        tree.dep[c] in {"aux", "aux:pass", "cop"} and tree.tag[c] in {"VBD", "VBP", "VBZ", "MD"}
        for c in tree.children[i]
    )


def _is_infinitive(tree: Tree, i: int) -> bool:
    return any(tree.dep[c] in {"mark", "aux"} and tree.low[c] == "to" for c in tree.children[i])


def _infinitive(tree: Tree, cue: Cue) -> Content | None:
    frames = cue.entry.frames
    verb = next((c for c in tree.each(cue.head, "xcomp", "ccomp", "advcl") if c > cue.last), None)
    if verb is None:
        return None
    obj = next((c for c in tree.each(cue.head, "obj", "iobj", "obl") if cue.last < c < verb), None)
    end = _cut(tree, cue, verb, tree.right[verb])
    if _is_infinitive(tree, verb):
        if "oto" in frames and obj is not None:
            first = tree.left[obj] if tree.dep[obj] != "obl" else tree.left[verb]
            return Content(((first, end),), "oto", obj)
        if "oto" in frames and tree.child(cue.head, "nsubj:pass") is not None:
            return Content(((tree.left[verb], end),), "oto", tree.child(cue.head, "nsubj:pass"))
        if "to" in frames and tree.dep[verb] != "advcl":
            return Content(((tree.left[verb], end),), "to", obj)
    elif "ing" in frames and tree.tag[verb] == "VBG" and tree.dep[verb] != "advcl":
        return Content(((tree.left[verb], end),), "ing")
    return None


def _object_and_more(tree: Tree, cue: Cue) -> Content | None:
    """The object with what it is called or accused of: "accused X of …", "called X a …"."""
    wanted = [frame[2:] for frame in cue.entry.frames if frame.startswith("n_")]
    if not wanted:
        return None
    obj = next((c for c in tree.each(cue.head, "obj", "iobj", "nsubj:pass") if c != cue.head), None)
    if obj is None:
        return None
    second = _second(tree, cue, obj, set(wanted))
    if second is None:
        return None
    end = tree.right[second]
    if obj < cue.head and tree.low[obj] in _RELATIVE:
        return Content(((max(cue.last + 1, tree.left[second]), end),), "n+")
    if obj < cue.head:
        return Content(((tree.left[obj], tree.right[obj]), (max(cue.last + 1, tree.left[second]), end)), "n+")
    first = min(tree.left[obj], tree.left[second])
    return Content(((max(first, cue.last + 1), _cut(tree, cue, first, end)),), "n+")


def _second(tree: Tree, cue: Cue, obj: int, wanted: set[str]) -> int | None:
    for child in tree.children[cue.head]:
        if child <= cue.last or child == obj:
            continue
        if tree.dep[child] in {"obl", "advcl", "xcomp", "nmod"} and tree.has_case(child, *wanted):
            return child
        if "pred" in wanted and tree.dep[child] in {"xcomp", "obj", "ccomp", "obl:npmod"} and child > obj:
            return child
    if obj > cue.head:
        for child in tree.children[obj]:
            if tree.dep[child] in {"nmod", "acl"} and tree.has_case(child, *wanted):
                return child
    return None


def _phrase(tree: Tree, cue: Cue) -> Content | None:
    """A phrase with the preposition of the frame: "warned of a war", "complained about prices"."""
    wanted = {frame[2:] for frame in cue.entry.frames if frame.startswith("p_")}
    if not wanted:
        return None
    for child in tree.children[cue.head]:
        if child > cue.last and tree.dep[child] in {"obl", "advcl", "nmod", "xcomp"}:
            marker = next(
                (
                    c
                    for c in tree.children[child]
                    if tree.dep[c] in {"case", "mark"} and tree.low[c] in wanted
                ),
                None,
            )
            if marker is not None:
                first = marker if tree.low[marker] == "against" else marker + 1
                return Content(((first, tree.right[child]),), "p", _addressee(tree, cue, child))
    return None


def _object(tree: Tree, cue: Cue) -> Content | None:
    """The object alone: "denied the charge", "announced a ceasefire"."""
    if "n" not in cue.entry.frames:
        return None
    obj = next((c for c in tree.each(cue.head, "obj", "obl") if c > cue.last), None)
    if obj is None or (
        tree.dep[obj] == "obl" and (cue.last == cue.head or tree.has_case(obj, *_PREPOSITIONS))
    ):
        obj = _governed(tree, cue) if obj is None or tree.dep[obj] == "obl" else obj
    if obj is None or tree.pos[obj] == "PRON" or tree.tag[obj] in {"CD", "PRP"}:
        return None
    end = max((tree.right[c] for c in tree.each(obj, "conj")), default=tree.right[obj])
    first = max(tree.left[obj], cue.last + 1)
    return Content(((first, max(obj, _cut(tree, cue, first, end))),), "n")


def _passive_subject(tree: Tree, cue: Cue) -> Content | None:
    """The subject of a passive with "by": "The attack was claimed by X"."""
    subject = tree.child(cue.head, "nsubj:pass")
    if subject is None or "n" not in cue.entry.frames or tree.pos[subject] == "PRON":
        return None
    by = any(
        tree.dep[c] == "obl:agent" or tree.has_case(c, "by") for c in tree.each(cue.head, "obl:agent", "obl")
    )
    return Content(((tree.left[subject], tree.right[subject]),), "n") if by else None


def _governed(tree: Tree, cue: Cue) -> int | None:
    """The noun behind a cue that ends in a preposition ("called for a vote")."""
    if cue.last == cue.head:
        return None
    return next(
        (
            c
            for c in tree.children[cue.head]
            if c > cue.last and cue.last in tree.children[c] and c != cue.head
        ),
        None,
    )


def _clause_before(tree: Tree, cue: Cue) -> Content | None:
    """What stands before or around the cue's clause: "…, officials said", "…, he added, …"."""
    if not cue.entry.frames & {"s", "q"}:
        return None
    start, stop = tree.bounds(cue.head)
    own = _own_clause(tree, cue, start, stop)
    if own is None:
        return None
    first, last = own
    before = _before(tree, cue, start, first)
    after = _behind(tree, cue, last, stop)
    pieces = [piece for piece in (before, after) if piece is not None]
    return Content(tuple(pieces), "around", _addressee(tree, cue, stop), own) if pieces else None


def _own_clause(tree: Tree, cue: Cue, start: int, stop: int) -> tuple[int, int] | None:
    """The tokens of "he said on Monday" in "…, he said on Monday"; None when the words do not stand so."""
    head = cue.head
    subject = subject_of(tree, head)
    left = [c for c in tree.children[head] if c < head and tree.dep[c] in {"aux", "advmod", "aux:pass"}]
    if subject is not None and subject < head:
        left = [c for c in left if c > subject] or []
        first = min([tree.left[subject], head])
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
        tree.low[before] in {",", "—", "–", "-", "?", "!"} or tree.low[before] in _QUOTES
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
    governed = next((c for c in tree.each(head, "ccomp", "parataxis", "dep", "advcl") if c < first), None)
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
        and any(tree.cue[i] >= _SURE for i in range(start, first))
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


def _according(tree: Tree, cue: Cue) -> Content | None:
    """The sentence without "according to X" and the commas around it."""
    source = source_of_preposition(tree, cue)
    if source is None:
        return None
    start, stop = tree.bounds(cue.first)
    first, last = cue.first, _source_end(tree, source, stop)
    start, stop = _within_semicolons(tree, start, stop, first)
    pieces = []
    if first > start:
        pieces.append((start, first - 1))
    rest = last + 1
    if rest < stop and not _only_punctuation(tree, rest, stop - 1):
        if first == start or all(tree.low[i] in _LEADING or tree.space[i] for i in range(start, first)):
            pieces = [(rest, stop - 1)]
        elif tree.low[rest] == ",":
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
            if head is not None and tree.dep[i] in {"flat"}:
                continue
            head = i
        elif head is not None or tree.pos[i] not in {"DET", "ADJ", "NUM", "ADV"}:
            break
    return head


def _source_end(tree: Tree, source: int, stop: int) -> int:
    """The last token of the source with what only describes it: "…, who leads the party"."""
    last = source
    for child in tree.children[source]:
        if child > source and tree.dep[child] not in {
            "parataxis",
            "conj",
            "punct",
            "advcl",
            "dep",
            "appos",
            "ccomp",
        }:
            if tree.dep[child] == "acl:relcl" or tree.left[child] <= last + 3:
                last = max(last, tree.right[child])
    for child in tree.each(source, "conj"):
        if tree.pos[child] in _NOUNS:
            last = max(last, tree.right[child])
    last = min(last, stop - 1)
    if last + 2 < stop and tree.low[last + 1] == "," and tree.low[last + 2] in {"who", "which", "whose"}:
        last = next((i - 1 for i in range(last + 4, stop) if tree.low[i] == ","), stop - 1)
    return last


def _within_semicolons(tree: Tree, start: int, stop: int, at: int) -> tuple[int, int]:
    for i in range(at - 1, start - 1, -1):
        if tree.low[i] == ";":
            start = i + 1
            break
    for i in range(at + 1, stop):
        if tree.low[i] == ";":
            return start, i
    return start, stop


def _only_punctuation(tree: Tree, first: int, last: int) -> bool:
    return all(tree.space[i] or tree.pos[i] == "PUNCT" for i in range(first, last + 1))


def _of_noun(tree: Tree, cue: Cue) -> Content | None:
    """What a noun carries: "the claim that …", "a threat to …", "allegations of …"."""
    return next(_noun_contents(tree, cue), None)


def _noun_contents(tree: Tree, cue: Cue) -> Iterator[Content]:
    frames = cue.entry.frames
    for child in tree.children[cue.head]:
        if child <= cue.last:
            continue
        dep, first, last = tree.dep[child], tree.left[child], tree.right[child]
        if dep in {"acl", "ccomp"} and "s" in frames and tree.has_case(child, "that", "whether"):
            yield Content(((first, _cut(tree, cue, first, last)),), "s")
        elif dep in {"acl", "xcomp"} and "to" in frames and _is_infinitive(tree, child):
            yield Content(((first, _cut(tree, cue, first, last)),), "to")
        elif dep in {"nmod", "acl", "obl"} and tree.has_case(child, *(frames & _PREPOSITIONS)):
            yield Content(((first if tree.low[first] == "against" else first + 1, last),), "of")


_VERB_READERS: tuple[_Reader, ...] = (
    _clause_after,
    _infinitive,
    _object_and_more,
    _phrase,
    _clause_before,
    _object,
    _passive_subject,
)

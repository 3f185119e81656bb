"""What is said: the words that hang on a cue, found by grammar.

Every reader here takes a cue and gives token ranges, both ends included; quotation marks are joined to them later.
"""

from collections.abc import Callable, Iterator

from kg.extract.around import clause_before, inserted_cue, own_clause, sentence_according_to
from kg.extract.cue import Cue, read_words
from kg.extract.ends import (
    before_silence,
    before_verb,
    complete,
    quoted_rest,
    remark,
    remarked,
    told_end,
    within_semicolons,
)
from kg.extract.passage import QUOTES, SUBJECTS, Content, addressee_of, is_infinitive, subject_of, trim
from kg.extract.seen import DASHES, SURE, adjust, seen_content, tells_when
from kg.extract.source import noun_phrase
from kg.extract.tree import Tree

__all__ = ["read_content"]

_RELATIVE = frozenset({"what", "which", "that", "who", "whom", "something"})
_PREPOSITIONS = frozenset(["for", "against", "of", "about", "to", "at", "on", "with", "in"])
_TELLING = frozenset({"assert", "announce", "deny"})
_CERTAIN = 0.8  # the model's score of a word that is surely a cue
_TIME = 5  # tokens of a time between a cue and its "that"
_LONGEST_NAME = 16  # tokens between "quoted" and "as saying"
_Reader = Callable[[Tree, Cue], Content | None]


def read_content(tree: Tree, cue: Cue) -> Content | None:
    """What the cue introduces, or None when grammar shows nothing (it may still have a quotation beside it)."""
    readers: dict[str, tuple[_Reader, ...]] = {
        "v": _VERB_READERS,
        "n": (_of_noun,),
        "a": (_clause_after,),
        "p": (sentence_according_to,),
    }
    for reader in (clause_before,) if _only_relays(tree, cue) else readers[cue.entry.pos]:
        content = reader(tree, cue)
        if content is not None:
            pieces = tuple(_settle(tree, cue, content.pieces))
            if pieces:
                return Content(pieces, content.frame, content.addressee, content.around)
    if tree.cue[cue.head] < SURE or _chooses(tree, cue):
        return None
    return seen_content(tree, cue)


def _chooses(tree: Tree, cue: Cue) -> bool:
    """Whether a person is what is confirmed, announced or rejected: "confirmed Lund as head of the bank"."""
    obj = tree.child(cue.head, "obj")
    return obj is not None and cue.entry.act in _TELLING and tree.tokens[obj].ent_type_ == "PERSON"


def _settle(tree: Tree, cue: Cue, pieces: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    """The pieces inside the sentence of the cue, with the ends that the model sees, without punctuation."""
    start, stop = tree.bounds(cue.head)
    stop = _relative_end(tree, cue, stop)
    for piece in pieces:
        ends = max(piece[0], start), min(piece[1], stop - 1)
        if ends[0] > ends[1]:
            continue
        ends = adjust(tree, cue, *ends, stop) if tree.has_hints else ends
        first, last = within_semicolons(tree, cue, told_end(tree, cue, *ends), ends[1])
        if cue.head < first:
            first = _behind_agent(tree, cue, first, last)
            first, last = quoted_rest(tree, first, last), remark(tree, first, last)
            last = before_silence(tree, first, last)
            last = before_verb(tree, cue, first, last)
        ends = first, complete(tree, cue, first, last, stop)
        for part in _without_inserted(tree, cue, *ends):
            trimmed = trim(tree, *part)
            if trimmed is not None:
                yield trimmed


def _behind_agent(tree: Tree, cue: Cue, first: int, last: int) -> int:
    """The first token behind who says it in "reported by X as …"."""
    agent = tree.child(cue.head, "obl:agent")
    if agent is None or tree.left[agent] != first or tree.right[agent] >= last:
        return first
    return tree.right[agent] + 1


def _without_inserted(tree: Tree, cue: Cue, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The range without ", two diplomats said," in it: a cue between commas that the model does not see as said."""
    for i in range(first + 2, last + 1):
        if tree.cue[i] < _CERTAIN or tree.said[i] != "O" or not tree.is_verb(i) or i == cue.head:
            continue
        before = next(
            (k for k in range(i - 1, max(first, i - _LONGEST_NAME), -1) if tree.low[k] in {",", ";"}), None
        )
        if before is not None and tree.low[i + 1 : i + 2] == ["that"] and not _has_verb(tree, first, before):
            continue  # "In May, an official said that …, the daily reported"
        if before is None or any(tree.said[k] != "O" for k in range(before, i)):
            continue
        behind = next((k for k in range(i + 1, min(last, i + _LONGEST_NAME)) if tree.low[k] == ","), last + 1)
        yield first, before - 1
        if behind < last and _is_parenthesis(tree, before, behind) and tree.said[behind + 1] != "O":
            yield behind + 1, last
        return
    yield first, last


def _has_verb(tree: Tree, first: int, stop: int) -> bool:
    return any(tree.tag[i] in {"VBD", "VBZ", "VBP", "MD"} for i in range(first, stop))


def _is_parenthesis(tree: Tree, before: int, behind: int) -> bool:
    """Whether the words between two commas only attribute: not ", and he accused the shipping company,"."""
    joined = tree.dep[before + 1] == "cc" or tree.low[before] == ";"
    own = any(tree.said[k] in {"B", "I"} for k in range(before + 1, behind))
    return not joined and not own and tree.dep[behind + 1] != "cc"


def _relative_end(tree: Tree, cue: Cue, stop: int) -> int:
    """Where the clause of a cue in "X, who said that …, left the room" ends."""
    subject = subject_of(tree, cue.head)
    if subject is None or tree.low[subject] not in {"who", "which"} or tree.low[subject - 1] != ",":
        return stop
    for i in range(cue.last + 2, stop - 1):
        if tree.low[i] == "," and tree.tag[i + 1] in {"VBD", "VBZ", "VBP", "MD"}:
            return i
    return stop


def _cut(tree: Tree, first: int, last: int) -> int:
    """Where the content really ends: before what the same or another speaker says next."""
    for i in range(first + 2, last + 1):
        if _is_dash_aside(tree, i, last):
            return i - 1
        if tree.low[i - 1] == "," and (_starts_aside(tree, i) or tree.low[i] == "something"):
            return i - 2
        if tree.low[i] in {"and", "but"} and _is_next_cue(tree, i):
            return i - 1
        if tree.low[i] == ";" and any(tree.cue[j] >= SURE for j in range(i + 1, last + 1)):
            return i - 1
    return last


def _is_dash_aside(tree: Tree, i: int, last: int) -> bool:
    """Whether a dash opens a remark of the article's own: would be “a mistake” — a hint at more."""
    if tree.low[i] not in DASHES or tree.low[i - 1] not in QUOTES:
        return False
    return not any(word in DASHES for word in tree.low[i + 1 : last + 1])


def _starts_aside(tree: Tree, i: int) -> bool:
    """Whether the word goes on with the same speaker's words: ", adding that …", ", as saying"."""
    if tree.low[i] == "as":
        return tree.low[i + 1 : i + 2] == ["saying"]
    return tree.tag[i] == "VBG" and tree.low[i] in read_words("participles")


def _is_next_cue(tree: Tree, i: int) -> bool:
    """Whether "and" joins another verb of saying that the model does not see as said: "said … and urged …"."""
    for j in range(i + 1, min(i + 4, len(tree))):
        if tree.cue[j] >= SURE and tree.tag[j] in {"VBD", "VBZ", "VBP"}:
            return tree.said[j] == "O"
        if tree.tag[j] not in {"RB", "VBD", "VBZ", "VBP", ","}:
            return False
    return False


def _after_subject(tree: Tree, cue: Cue, content_head: int) -> int:
    """The first token that can belong to a clause behind the cue: behind an inverted subject and who is told."""
    behind = cue.last + 1
    for child in tree.children[cue.head]:
        told = cue.entry.frames & {"addressee", "oto", "wh"} and tree.dep[child] in {"obj", "iobj"}
        if cue.last < child < content_head and (told or tree.dep[child] in SUBJECTS):
            behind = max(behind, tree.right[child] + 1)
    return behind


def _that_clause(tree: Tree, cue: Cue) -> Content | None:
    """The clause that "that" opens right behind a cue, where the parse hangs it elsewhere."""
    mark, stop = cue.last + 1, tree.bounds(cue.head)[1]
    while mark < min(cue.last + _TIME, stop) and tree.low[mark] != "that" and not tree.is_verb(mark):
        mark += 1
    timed = mark == cue.last + 1 or tells_when(tree, mark - 1)
    if not timed or tree.low[mark : mark + 1] != ["that"] or tree.tag[mark] not in {"IN", "DT", "WDT"}:
        return None
    host = tree.head[mark]
    if "s" not in cue.entry.frames or not mark < host < stop:
        return None
    return Content(((mark + 1, max(host, _cut(tree, mark + 1, min(tree.right[host], stop - 1)))),), "s")


def _as_saying(tree: Tree, cue: Cue) -> int | None:
    """The "as" of "quoted X as saying", where no other verb comes first."""
    stop = min(tree.bounds(cue.head)[1] - 1, cue.last + _LONGEST_NAME)
    mark = next((i for i in range(cue.last + 2, stop) if tree.low[i] == "as"), None)
    if mark is None or tree.tag[mark + 1] != "VBG" or any(tree.is_verb(i) for i in range(cue.last + 1, mark)):
        return None
    return mark


def _only_relays(tree: Tree, cue: Cue) -> bool:
    """Whether nothing is said behind "cited an aide as saying": then the words stand before it."""
    if cue.entry.lemma not in {"quote", "cite"} or (mark := _as_saying(tree, cue)) is None:
        return False
    stop = tree.bounds(cue.head)[1]
    return all(tree.space[i] or tree.pos[i] == "PUNCT" for i in range(mark + 2, stop)) and not any(
        tree.low[i] in {":", *QUOTES} for i in range(mark + 2, stop)
    )


def _quoted_as(tree: Tree, cue: Cue) -> Content | None:
    """What follows "quoted" in "quoted X as saying that …"."""
    if cue.entry.lemma not in {"quote", "cite"}:
        return None
    mark = _as_saying(tree, cue)
    if mark is None:
        return None
    return Content(((cue.last + 1, max(tree.right[mark + 1], mark + 1)),), "n+")


def _clause_after(tree: Tree, cue: Cue) -> Content | None:
    frames = cue.entry.frames
    if not frames & {"s", "wh", "q"}:
        return None
    for child in tree.children[cue.head]:
        if child <= cue.last or tree.dep[child] not in {"ccomp", "xcomp", "parataxis", "csubj"}:
            continue
        if tree.dep[child] == "xcomp" and not _is_finite(tree, child):
            continue
        if any(tree.cue[i] >= _CERTAIN for i in range(cue.last + 1, min(tree.left[child], child))):
            continue  # it belongs to the cue between
        if tree.dep[child] == "parataxis" and not _has_colon(tree, cue.last, child):
            continue
        first = max(tree.left[child], _after_subject(tree, cue, child))
        if tree.low[cue.last + 1] == "that":
            first = cue.last + 2
        first = min(first, child)
        last = _cut(tree, first, _last_clause(tree, cue, tree.right[child]))
        if is_infinitive(tree, child) and "oto" in frames:
            return Content(((first, last),), "oto", subject_of(tree, child))
        return Content((*_topic(tree, cue, first), (first, last)), "s", addressee_of(tree, cue, first))
    return None


def _last_clause(tree: Tree, cue: Cue, last: int) -> int:
    """The end of "that A and that B", where the parse hangs the second clause on the cue."""
    for child in tree.each(cue.head, "conj"):
        joined = last < tree.left[child] <= last + 2 and tree.dep[tree.left[child]] in {"cc", "punct"}
        if joined and any(tree.low[c] == "that" and tree.dep[c] == "mark" for c in tree.children[child]):
            last = tree.right[child]
    return last


def _topic(tree: Tree, cue: Cue, first: int) -> list[tuple[int, int]]:
    """The words before an inserted cue: "The deal, he said, would …"."""
    start, stop = tree.bounds(cue.head)
    if tree.low[cue.last + 1] != "," or first > cue.last + 3:
        return []
    own = own_clause(tree, cue, start, stop)
    return [(start, own[0] - 1)] if own is not None and own[0] > start and tree.low[own[0] - 1] == "," else []


def _has_colon(tree: Tree, first: int, last: int) -> bool:
    return ":" in tree.low[first : last + 1]


def _is_finite(tree: Tree, i: int) -> bool:
    if tree.tag[i] in {"VBD", "VBP", "VBZ", "MD"}:
        return True
    return any(
        tree.dep[c] in {"aux", "aux:pass", "cop"} and tree.tag[c] in {"VBD", "VBP", "VBZ", "MD"}
        for c in tree.children[i]
    )


def _infinitive(tree: Tree, cue: Cue) -> Content | None:
    frames = cue.entry.frames
    verb = next((c for c in tree.each(cue.head, "xcomp", "ccomp", "advcl") if c > cue.last), None)
    if verb is None:
        return None
    obj = next((c for c in tree.each(cue.head, "obj", "iobj", "obl") if cue.last < c < verb), None)
    end = _cut(tree, verb, tree.right[verb])
    if is_infinitive(tree, verb):
        if "oto" in frames and obj is not None:
            first = tree.left[obj] if tree.dep[obj] != "obl" else _to_start(tree, verb)
            return Content(((first, end),), "oto", obj)
        if (told := _told_of(tree, cue)) is not None:
            return Content((noun_phrase(tree, told), (tree.left[verb], end)), "oto", told)
        if "oto" in frames and tree.child(cue.head, "nsubj:pass") is not None:
            return Content(((tree.left[verb], end),), "oto", tree.child(cue.head, "nsubj:pass"))
        if "oto" in frames and _is_phrase(tree, cue.last + 1, tree.left[verb] - 1):
            return Content(((cue.last + 1, end),), "oto", tree.left[verb] - 1)
        if "to" in frames and tree.dep[verb] != "advcl":
            return Content(((_to_start(tree, verb), end),), "to", obj)
    elif "ing" in frames and tree.low[verb].endswith("ing") and tree.dep[verb] != "advcl":
        end = max((tree.right[c] for c in tree.each(cue.head, "obj") if c > verb), default=end)
        return Content(((tree.left[verb], end),), "ing")
    return None


def _told_of(tree: Tree, cue: Cue) -> int | None:
    """The noun of whom it is said in "Ankara is said to be pressing both sides"."""
    subject = tree.child(cue.head, "nsubj:pass")
    if subject is None or cue.entry.lemma not in read_words("hearsay") or tree.child(cue.head, "obl:agent"):
        return None
    return subject if tree.pos[subject] in {"NOUN", "PROPN"} and subject < cue.head else None


def _to_start(tree: Tree, verb: int) -> int:
    """The first token of an infinitive; "last September" before its "to" tells when it was said."""
    mark = next((c for c in tree.children[verb] if c < verb and tree.tag[c] == "TO"), None)
    return mark if mark is not None and tells_when(tree, mark - 1) else tree.left[verb]


def _is_phrase(tree: Tree, first: int, last: int) -> bool:
    """Whether the tokens are a plain noun phrase."""
    return first <= last and all(
        tree.pos[i] in {"NOUN", "PROPN", "DET", "ADJ", "PRON", "NUM"} for i in range(first, last + 1)
    )


def _object_and_more(tree: Tree, cue: Cue) -> Content | None:
    """The object with what it is called or accused of: "accused X of …", "called X a …"."""
    wanted = [frame[2:] for frame in cue.entry.frames if frame.startswith("n_")]
    if not wanted:
        return None
    obj = next((c for c in tree.each(cue.head, "obj", "iobj", "nsubj:pass") if c != cue.head), None)
    relative = tree.dep[cue.head] == "acl:relcl" and tree.child(cue.head, "nsubj") is not None
    if relative and (obj is None or tree.low[obj] in _RELATIVE):
        found = _of_antecedent(tree, cue, set(wanted))
        if found is not None or obj is None:
            return found
    if obj is None:
        return None
    second = _second(tree, cue, obj, set(wanted))
    if second is None:
        return None
    end = tree.right[second]
    if obj < cue.head and tree.low[obj] in _RELATIVE:
        return Content(((max(cue.last + 1, tree.left[second]), end),), "n+")
    if obj < cue.head and _is_accused(tree, cue):
        first = max(cue.last + 1, tree.left[second])
        return Content(((first + 1 if tree.low[first] == "of" else first, end),), "n+")
    if obj < cue.head:
        return Content(((tree.left[obj], tree.right[obj]), (max(cue.last + 1, tree.left[second]), end)), "n+")
    first = min(tree.left[obj], tree.left[second])
    return Content(((max(first, cue.last + 1), _cut(tree, first, end)),), "n+")


def _is_accused(tree: Tree, cue: Cue) -> bool:
    """Whether a passive tells what nobody in particular accuses somebody of: "is accused of stealing"."""
    return "n_of" in cue.entry.frames and tree.child(cue.head, "obl:agent") is None


def _of_antecedent(tree: Tree, cue: Cue, wanted: set[str]) -> Content | None:
    """The noun before a relative clause with what it is called: "a charge that Baku dismissed as …"."""
    noun = tree.head[cue.head]
    remark = (
        tree.low[noun] in read_words("remarks") or tree.dep[noun] in {"appos", "parataxis"} or "of" in wanted
    )
    second = _second(tree, cue, noun, wanted)
    if second is None or not remark or noun >= cue.first or tree.pos[noun] not in {"NOUN", "PROPN"}:
        return None
    return Content(
        (noun_phrase(tree, noun), (max(cue.last + 1, tree.left[second]), tree.right[second])), "n+"
    )


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
        if child > cue.last and tree.dep[child] in {"obl", "obl:unmarked", "advcl", "nmod", "xcomp"}:
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
                return Content(((first, tree.right[child]),), "p", addressee_of(tree, cue, child))
    return None


def _object(tree: Tree, cue: Cue) -> Content | None:
    """The object alone: "denied the charge", "announced a ceasefire"."""
    if "n" not in cue.entry.frames:
        return None
    obj = next((c for c in tree.each(cue.head, "obj", "obl") if c > cue.last), None)
    if obj is None and (noun := remarked(tree, cue)) is not None:
        return Content((noun_phrase(tree, noun),), "n")
    if obj is None or (
        tree.dep[obj] == "obl" and (cue.last == cue.head or tree.has_case(obj, *_PREPOSITIONS))
    ):
        obj = _governed(tree, cue) if obj is None or tree.dep[obj] == "obl" else obj
    if obj is None or tree.tag[obj] == "CD" or (tree.pos[obj] == "PRON" and not _points_back(tree, cue, obj)):
        return None
    if _chooses(tree, cue):
        return None
    end = max((tree.right[c] for c in tree.each(obj, "conj")), default=tree.right[obj])
    first = max(tree.left[obj], cue.last + 1)
    for child in tree.each(cue.head, "obl"):
        if tree.left[child] == end + 1 and tree.has_case(child, "over", "about") and tree.pos[obj] == "NOUN":
            end = tree.right[child]  # "voiced outrage over the arrest"
    return Content(((first, max(obj, _cut(tree, first, end))),), "n")


def _points_back(tree: Tree, cue: Cue, obj: int) -> bool:
    """Whether a pronoun is all that is said: "denied this", "rejected it"."""
    return tree.low[obj] in {"this", "that", "it"} and obj == cue.last + 1 and tree.cue[cue.head] >= _CERTAIN


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


def _of_noun(tree: Tree, cue: Cue) -> Content | None:
    """What a noun carries: "the claim that …", "a threat to …", "allegations of …"."""
    return next(_noun_contents(tree, cue), None)


def _noun_contents(tree: Tree, cue: Cue) -> Iterator[Content]:
    frames = cue.entry.frames
    for child in tree.children[cue.head]:
        if child <= cue.last:
            continue
        dep, first, last = tree.dep[child], max(tree.left[child], cue.last + 1), tree.right[child]
        if dep in {"acl", "ccomp"} and "s" in frames and tree.has_case(child, "that", "whether"):
            yield Content(((first, _cut(tree, first, last)),), "s")
        elif dep in {"acl", "xcomp"} and "to" in frames and is_infinitive(tree, child):
            first = max(first, _to_start(tree, child))
            yield Content(((first, _cut(tree, first, last)),), "to")
        elif dep in {"nmod", "acl", "obl"} and tree.has_case(child, *(frames & _PREPOSITIONS)):
            yield Content(((first if tree.low[first] == "against" else first + 1, last),), "of")


_VERB_READERS: tuple[_Reader, ...] = (
    _quoted_as,
    inserted_cue,
    _clause_after,
    _that_clause,
    _infinitive,
    _object_and_more,
    _phrase,
    _object,
    clause_before,
    _passive_subject,
)

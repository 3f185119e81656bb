"""Cues of attribution: the words that say that somebody says, writes, thinks or knows something.

The list is `data/cues.tsv`. Its frames name what can carry the content:

- `s` a clause ("said that …"), `wh` a question ("asked whether …"), `q` a quotation
- `to` an infinitive ("vowed to …"), `oto` object and infinitive ("urged X to …"), `ing` a gerund ("denied …ing")
- `n` the object ("denied the charge"), `n_as n_for n_of n_with n_to n_on n_at` the object and a phrase with that
  preposition ("accused X of …"), `n_pred` the object and what it is called ("called X a liar")
- `p_for p_of …` a phrase with that preposition ("warned of …"); nouns: `s of for to against about`
- `addressee`: the object is who is told
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kg.extract.lemma import lemma_of
from kg.extract.tree import Tree

__all__ = ["Cue", "CueEntry", "find_cues", "read_cues", "read_words"]

_NOT_PREDICATE = frozenset(
    {"amod", "compound", "case", "aux", "aux:pass", "cop", "fixed", "flat", "nmod:desc"}
)
_VERB_FRAMES = frozenset(["s", "q", "wh", "oto", "to", "ing", "n", "n_as", "n_for", "n_of"])
_NOUN_FRAMES = frozenset(["s", "to", "of", "for", "about", "against"])
_SURE = 0.5  # the model's score from which a word that the list lacks counts as a cue
_NOT = frozenset({"not", "n't", "n’t", "never"})
_ADVERB_GAP = frozenset({"RB", "RBR"})


@dataclass(frozen=True, slots=True)
class CueEntry:
    """One row of the cue list; `pos` is v, n, a or p."""

    lemma: str
    pos: str
    kind: str
    act: str
    frames: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a text: `head` is the token that governs, `first` to `last` what is shown as the cue."""

    head: int
    first: int
    last: int
    entry: CueEntry


@cache
def read_cues() -> dict[str, tuple[tuple[tuple[str, ...], CueEntry], ...]]:
    """The cues by the form of their first word, longest first, each with its other words."""
    table: dict[str, list[tuple[tuple[str, ...], CueEntry]]] = {}
    text = (files("kg.extract") / "data" / "cues.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        lemma, pos, kind, act, frames, irregular = ([*line.split("\t"), ""])[:6]
        entry = CueEntry(lemma, pos, kind, act, frozenset(frames.split()))
        first, *rest = lemma.split()
        for form in sorted(_forms(first, pos, irregular.split())):
            table.setdefault(form, []).append((tuple(rest), entry))
    return {form: tuple(sorted(rows, key=lambda r: (-len(r[0]), r[1].lemma))) for form, rows in table.items()}


def _forms(word: str, pos: str, irregular: list[str]) -> set[str]:
    """Forms that the word may take; some that do not exist are harmless."""
    if pos in {"a", "p"}:
        return {word}
    forms = {word, word + "s", *irregular}
    if word.endswith(("s", "sh", "ch", "x", "z", "o")):
        forms.add(word + "es")
    if word.endswith("y") and word[-2:-1] not in {"a", "e", "o", "u"}:
        forms.add(word[:-1] + "ies")
    if pos == "n":
        return forms
    stems = {word.removesuffix("e"), word + word[-1]}
    forms |= {stem + "ing" for stem in stems} | {stem + "ed" for stem in stems}
    if word.endswith("y"):
        forms.add(word[:-1] + "ied")
    if word.endswith("ee"):
        forms.add(word + "ing")
    return forms


def find_cues(tree: Tree) -> list[Cue]:
    """The cues of a text in its order; a word that only modifies ("the alleged thief") is none."""
    table, found = read_cues(), []
    for i, word in enumerate(tree.low):
        if _is_being_asked(tree, i):
            continue
        rows = table.get(word)
        cue = next(_matches(tree, i, rows), None) if rows is not None else None
        if cue is None and tree.cue[i] >= _SURE:
            cue = _unlisted(tree, i)
        if cue is not None:
            found.append(cue)
    return found


def _is_being_asked(tree: Tree, i: int) -> bool:
    """Whether the word says that the speaker of the clause was asked: "Asked whether …, she said"."""
    if tree.low[i] not in {"asked", "questioned", "pressed", "quizzed"} or not tree.is_verb(i):
        return False
    before = any(tree.dep[c].startswith(("nsubj", "aux")) and c < i for c in tree.children[i])
    first = next(k for k in range(*tree.bounds(i)) if not tree.space[k])
    opens = i == first and tree.tokens[i].text[:1].isupper()  # not: “…?” asked the widow
    return not before and (opens or (tree.dep[i] in {"advcl", "acl"} and tree.head[i] > i))


def _matches(tree: Tree, i: int, rows: tuple[tuple[tuple[str, ...], CueEntry], ...]) -> Iterator[Cue]:
    for rest, entry in rows:
        if not _fits(tree, i, entry):
            continue
        last = _rest_ends(tree, i, rest)
        if last is not None:
            yield Cue(i, i, last, entry)


def _unlisted(tree: Tree, i: int) -> Cue | None:
    """A cue that only the model sees: any verb or noun, with the frames that most cues have."""
    if tree.is_verb(i) and tree.dep[i] not in _NOT_PREDICATE:
        return Cue(
            i, i, i, CueEntry(lemma_of(tree.low[i], tree.tag[i]), "v", "speech", "assert", _VERB_FRAMES)
        )
    if tree.tag[i] in {"NN", "NNS"} and tree.dep[i] not in {"compound", "flat"}:
        return Cue(i, i, i, CueEntry(lemma_of(tree.low[i], tree.tag[i]), "n", "noun", "assert", _NOUN_FRAMES))
    return None


def _fits(tree: Tree, i: int, entry: CueEntry) -> bool:
    """Whether the tags of the token go with the row."""
    if entry.pos == "p":
        return True
    if entry.pos == "v":
        return tree.is_verb(i) and (tree.dep[i] not in _NOT_PREDICATE or tree.cue[i] >= _SURE)
    if entry.pos == "n":
        return tree.tag[i] in {"NN", "NNS"} and tree.dep[i] not in {"compound", "flat"}
    return tree.pos[i] == "ADJ" or tree.tag[i] in {"JJ", "VBN"}


def _rest_ends(tree: Tree, i: int, rest: tuple[str, ...]) -> int | None:
    """The last token of a cue of several words, or None when the other words do not follow."""
    if not rest:
        return i
    at = i + 1
    gap = at < len(tree) and (tree.tag[at] in _ADVERB_GAP or tree.low[at] == "it")
    if gap and tree.low[at] != rest[0] and tree.low[at] not in _NOT:
        at += 1
    if tuple(tree.low[at : at + len(rest)]) == rest:
        return at + len(rest) - 1
    return None


@cache
def read_words(name: str) -> frozenset[str]:
    """One of the word lists in `data/attribution.toml`, lower case."""
    return frozenset(word for line in _word_lists()[name] for word in line.split(", "))


@cache
def _word_lists() -> dict[str, Any]:
    text = (files("kg.extract") / "data" / "attribution.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)

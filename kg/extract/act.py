"""What act a statement is: assert, deny, accuse …, weighed by its cue, its words and what the model sees.

A log-linear model over few features: the cue and its own act, and for cues that leave the act open the words said.
The weights are `data/acts.tsv`, fitted by `training.acts`; the word classes are `data/act_words.toml`.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.extract.cue import CueEntry
from kg.extract.wordlist import word_set

__all__ = ["ACTS", "act_of", "classes_of", "features_of"]

ACTS = (
    "assert", "deny", "promise", "threaten", "request", "accuse", "praise", "criticise", "speculate", "announce",
    "believe",
)  # fmt: skip
_OPEN = frozenset({"assert", "announce", "none"})  # acts of cues that tell nothing of the act
_WORD = re.compile(r"n't|[a-z]+(?:-[a-z]+)*|'[a-z]+|[?!]")
_FIRST, _START, _MOST = 8, 25, 40  # words at which the features look
_TOGETHER = (
    ("will", "self"), ("will", "threat"), ("will", "promise"), ("negation", "self"), ("negation", "good"), ("negation", "bad"),
    ("crime", "negation"), ("doubt", "negation"), ("will", "announcement"), ("demand", "self"), ("crime", "self"),
    ("innocent", "self"), ("crime", "will"), ("threat", "doubt"), ("self", "bad"), ("self", "good"), ("promise", "self"),
    ("court", "will"), ("court", "self"), ("injury", "announcement"), ("will", "innocent"),
)  # fmt: skip
_FORETOLD = frozenset({"main=thing+may", "main=thing+past", "main=thing+present", "main=thing+perfect"})
"""Moods in which a warning threatens nobody: "the bill could exceed two billion", "another quake was overdue"."""
_MOODS = frozenset({"main", "next", "does", "has", "phrase", "clause", "speaker"})  # of `kg.extract.mood`
_QUOTED = "quoted:"  # before what is seen in words that are all in quotation marks
_OPINION = 1.0
"""What the model's opinion weighs; not fitted, as it has seen the articles from which the weights are."""


def act_of(
    cue: CueEntry | None, content: str, form: str, opinion: str = "", mood: Sequence[str] = ()
) -> tuple[str, str]:
    """The act of a statement and the feature that speaks most for it.

    `opinion` is the act that the model gives to the cue, "" for none; `mood` is what `kg.extract.mood` sees in the
    words. The feature is "cue", "model", a word or class of words of the content, a mood, or "" where nothing tells more
    than that most statements assert.
    """
    if cue is not None and cue.act not in _OPEN and cue.lemma not in word_set("any_act"):
        return cue.act, "cue"
    if (
        cue is not None
        and cue.lemma == "warn"
        and (foretold := next((m for m in mood if m in _FORETOLD), ""))
    ):
        return "speculate", foretold
    rows, bias = _weights()
    found = [(name, rows[name]) for name in features_of(cue, content, form, mood) if name in rows]
    if opinion in ACTS:
        seen = np.full(len(ACTS), -_OPINION / len(ACTS))
        seen[ACTS.index(opinion)] += _OPINION
        found.append(("model", seen))
    scores = bias + sum(row for _, row in found)
    best = int(scores.argmax())
    margins = [(float(row[best]), name) for name, row in found]
    _, name = max(margins, default=(0.0, ""))
    return ACTS[best], _shown(name)


def features_of(cue: CueEntry | None, content: str, form: str, mood: Sequence[str] = ()) -> list[str]:
    """The names of the features, sorted."""
    found = {*_features(cue, content, form), *mood}
    if form == "direct":
        found |= {f"{_QUOTED}{name}" for name in found if name.startswith(("class=", "main="))}
    return sorted(found)


def _features(cue: CueEntry | None, content: str, form: str) -> Iterator[str]:
    act = cue.act if cue is not None else "none"
    yield f"cue={cue.lemma if cue is not None else '-'}"
    yield f"act={act}"
    yield f"kind={cue.kind + cue.pos if cue is not None else 'none'}"
    yield f"form={form}"
    yield f"form={form}+{act}"
    is_open = act in _OPEN
    words = _words(content)
    yield from _of_classes(words, "" if is_open else f"{act}:")
    if is_open:
        yield from (f"word={word}" for word in words[:_MOST])
        yield f"first={words[0] if words else ''}"
        yield f"length={min(4, len(words) // _FIRST)}"


def _words(content: str) -> list[str]:
    return _WORD.findall(re.sub(r"n['’]t", " n't", content.lower().replace("’", "'")))


def _of_classes(words: Sequence[str], prefix: str) -> Iterator[str]:
    places: dict[str, list[int]] = {}
    for i, word in enumerate(words):
        for name in classes_of(word):
            places.setdefault(name, []).append(i)
        for phrase, name in _phrases().get(word, ()):
            if tuple(words[i : i + len(phrase)]) == phrase:
                places.setdefault(name, []).append(i)
    for name, at in places.items():
        yield f"{prefix}class={name}"
        if len(at) > 1:
            yield f"{prefix}twice={name}"
        if min(at) < _FIRST:
            yield f"{prefix}early={name}"
    early = {name for name, at in places.items() if min(at) < _START}
    yield from (f"{prefix}both={a}+{b}" for a, b in _TOGETHER if a in early and b in early)


@lru_cache(maxsize=1 << 16)
def classes_of(word: str) -> frozenset[str]:
    """The classes of `data/act_words.toml` that hold a word in lower case."""
    starts = (f"{word[:size]}*" for size in range(len(word) + 1))
    return frozenset().union(*(_members().get(member, ()) for member in (word, *starts)))


@cache
def _members() -> dict[str, tuple[str, ...]]:
    """The classes that hold each word, or each start of words ("negotiat*")."""
    found: dict[str, tuple[str, ...]] = {}
    for name, members in _classes().items():
        for member in members:
            found[member] = (*found.get(member, ()), name)
    return found


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """The classes' phrases by their first word."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, members in _classes().items():
        for member in sorted(m for m in members if " " in m):
            words = tuple(member.split())
            found.setdefault(words[0], []).append((words, name))
    return {first: tuple(rows) for first, rows in found.items()}


def _shown(name: str) -> str:
    name = name.removeprefix(_QUOTED)
    kind, _, value = name.partition("=")
    if kind in {"cue", "act", "kind"}:
        return "cue"
    if kind in {"form", "length", "first"}:
        return ""
    return name if kind == "model" or kind in _MOODS else value


@cache
def _classes() -> dict[str, frozenset[str]]:
    text = (files("kg.extract") / "data" / "act_words.toml").read_text(encoding="utf-8")
    lists: dict[str, list[str]] = tomllib.loads(text)
    return {
        name: frozenset(word for line in lines for word in line.split(", ")) for name, lines in lists.items()
    }


@cache
def _weights() -> tuple[dict[str, npt.NDArray[Any]], npt.NDArray[Any]]:
    """The weights of each feature, one an act, around their mean, and those of every statement."""
    rows = {}
    for line in (files("kg.extract") / "data" / "acts.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, *values = line.split("\t")
        row = np.array([float(value or 0) for value in values])
        rows[name] = row - row.mean()
    return rows, rows.pop("")

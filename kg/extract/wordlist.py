"""The word lists of the extractors: tab-separated files in `data/`, read once."""

from functools import cache
from importlib.resources import files

__all__ = ["form_set", "rows", "word_set"]


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a data file without its comments, cells split at tabs."""
    text = (files("kg.extract") / "data" / name).read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _sets(file: str) -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split("|")) for name, words in rows(file)}


@cache
def word_set(name: str) -> frozenset[str]:
    """The lemmas of a set that the data files call @name."""
    return _sets("word_sets.tsv")[name]


@cache
def form_set(name: str) -> frozenset[str]:
    """The words of a set that are compared as they are written."""
    return _sets("form_sets.tsv")[name]

"""Word lists of this package: small data files read once."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

__all__ = ["CORE", "common_words", "read_tsv", "region_names", "spelling_pairs", "word_sets"]

CORE = Path(__file__).resolve().parent / "core"
"""The folder with the compiled base and the word lists."""


@cache
def word_sets(name: str) -> Mapping[str, frozenset[str]]:
    """The lists of `core/NAME.toml`, each a set of words."""
    with (CORE / f"{name}.toml").open("rb") as file:
        return {key: frozenset(words.split()) for key, words in tomllib.load(file).items()}


@cache
def common_words() -> frozenset[str]:
    """Ordinary words of running English, in small letters."""
    lines = (CORE / "common_words.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


@cache
def spelling_pairs() -> Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    """Words that names write in two ways (("Defense",), ("Defence",)) by their first, from `core/spelling.toml`."""
    found: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = {}
    for pair in sorted(word_sets("spelling")["words"]):
        one, other = (tuple(side.split("_")) for side in pair.split("="))
        found[one[0]] = (*found.get(one[0], ()), (one, other))
        found[other[0]] = (*found.get(other[0], ()), (other, one))
    return found


@cache
def region_names() -> Mapping[str, str]:
    """Full names of states and provinces by what news agencies write for them, from `core/spelling.toml`."""
    pairs = (pair.split("=") for pair in word_sets("spelling")["regions"])
    return {short: full.replace("_", " ") for short, full in pairs}


def read_tsv(path: Path) -> list[list[str]]:
    """The rows of a tab-separated file without its comments and its header."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]

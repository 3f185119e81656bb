"""Copies of annotated articles with other people's names: names are to be known by their surroundings too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.vocabulary import NAME_TAGS

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence


def name_pools(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Given names and surnames of full names, sorted; words of one case shape alone ("Anna", not "de")."""
    firsts, lasts = set(), set()
    for name in names:
        words = name.split()
        if 2 <= len(words) <= 3 and all(w.isalpha() and w[0].isupper() and w[1:].islower() for w in words):
            firsts.add(words[0])
            lasts.add(words[-1])
    return sorted(firsts), sorted(lasts)


def swapped(doc: dict, firsts: list[str], lasts: list[str], rng: random.Random) -> dict:
    """The document with each capitalised word of a person's name replaced by another, the same all over it."""
    person = [
        {NAME_TAGS[k] for k in row.nonzero()[0]} & {f"{p}-PERSON" for p in "BIES"} for row in doc["names"]
    ]
    only = [
        len(tags) == 1 and len(row.nonzero()[0]) == 1 for tags, row in zip(person, doc["names"], strict=True)
    ]
    known: dict[str, str] = {}
    words = list(doc["words"])
    for i, word in enumerate(doc["words"]):
        if only[i] and min(person[i])[0] in "ES":
            known.setdefault(word, rng.choice(lasts))
    for i, word in enumerate(doc["words"]):
        if only[i] and word[0].isupper() and word[1:].islower() and len(word) > 1:
            words[i] = known.setdefault(word, rng.choice(firsts))
    return {**doc, "words": words}

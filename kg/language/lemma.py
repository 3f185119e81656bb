"""Lemmas: what the treebanks know of a form first, then the model's rule, then plain endings."""

from collections.abc import Iterator
from pathlib import Path

from kg.language.decode import apply_lemma_rule

__all__ = ["Lemmatizer"]

INFLECTED = frozenset({"VERB", "AUX", "NOUN", "ADJ", "ADV"})


class Lemmatizer:
    """Known forms of one language, and how to guess at the others."""

    def __init__(self, forms: dict[tuple[str, str], str]) -> None:
        self.forms = forms
        self.known = {(lemma, pos) for (_, pos), lemma in forms.items()}

    @classmethod
    def open(cls, path: Path) -> "Lemmatizer":
        """Read a table of form, part of speech and lemma."""
        rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
        return cls({(form, pos): lemma for form, pos, lemma in rows})

    def lemma(self, word: str, pos: str, rule: str) -> str:
        """The lemma of a word, by its part of speech and the rule that the model chose.

        >>> Lemmatizer({("express", "VERB"): "express"}).lemma("expressed", "VERB", "l|1|")
        'express'
        """
        guess = apply_lemma_rule(word, rule)
        if pos not in INFLECTED:
            return guess
        low = word.lower()
        if (low, pos) in self.forms:
            return self.forms[low, pos]
        if (guess, pos) in self.known:
            return guess
        for candidate in _plain(low):
            if (candidate, pos) in self.known:
                return candidate
        return guess if len(guess) + 4 >= len(word) and len(guess) > 1 else low


def _plain(form: str) -> Iterator[str]:
    """Lemmas that regular endings could come from."""
    yield form
    for ending, replacements in (
        ("ies", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ied", ("y",)), ("ed", ("", "e")), ("ing", ("", "e")),
    ):  # fmt: skip
        if form.endswith(ending) and len(form) > len(ending) + 2:
            stem = form[: -len(ending)]
            yield from (stem + replacement for replacement in replacements)
            if ending in ("ed", "ing") and stem[-1] == stem[-2]:
                yield stem[:-1]

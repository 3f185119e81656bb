"""Lemmas that do not depend on a model: a form is led back to a word that the word lists know."""

from collections.abc import Sequence
from functools import cache

from kg.extract.wordlist import rows

__all__ = ["lemma_of", "lemmas_of"]

_INFLECTED = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "NN", "NNS", "NNPS"})
_VOWELS = frozenset("aeiou")


@cache
def _irregular() -> dict[str, str]:
    return {form: row[1] for row in rows("irregular.tsv") for form in row[0].split("|")}


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """The verbs and the other words of the lists."""
    verbs: set[str] = set()
    others: set[str] = set()
    for row in rows("triggers.tsv"):
        for trigger in row[1].split("|"):
            words = trigger.split()
            (verbs if row[0] == "v" else others).add(words[0] if row[0] == "v" else words[-1])
    for name in ("implicatives.tsv", "light_verbs.tsv", "not_actions.tsv"):
        for row in rows(name):
            lemmas = row[1] if name == "light_verbs.tsv" else row[0]
            target = others if name == "implicatives.tsv" and row[1] != "v" else verbs
            target.update(word.split()[0] for word in lemmas.split("|"))
    for row in rows("word_sets.tsv"):
        others.update(row[1].split("|"))
    return frozenset(verbs), frozenset(others)


@cache
def lemma_of(form: str, tag: str) -> str:
    """The lemma of a lower-case form with a Penn tag.

    >>> lemma_of("suspended", "VBD"), lemma_of("talks", "NNS"), lemma_of("striking", "VBG"), lemma_of("died", "VBD")
    ('suspend', 'talk', 'strike', 'die')
    """
    if tag in {"VB", "VBP"} and form not in _irregular():
        bare = not form.endswith(("ing", "ed", "s"))  # headlines: "House impeaches president", read as VB
        return form if bare else _mistagged(form, _verb(form), _known()[0])
    if tag.startswith("VB"):
        return _verb(form)
    if tag in {"NNS", "NNPS"}:
        return _noun(form)
    return _mistagged(form, _noun(form), _known()[1]) if tag == "NN" and form.endswith("s") else form


def lemmas_of(forms: Sequence[str], tags: Sequence[str]) -> list[str]:
    """The lemma of each of many forms with their tags."""
    return [lemma_of(form, tag) if tag in _INFLECTED else form for form, tag in zip(forms, tags, strict=True)]


def _mistagged(form: str, lemma: str, known: frozenset[str]) -> str:
    """The lemma of a form that carries the tag of a lemma though only the lemma is a word of the lists: "airstrikes"."""
    return lemma if lemma in known and form not in known else form


def _verb(form: str) -> str:
    if form in _irregular():
        return _irregular()[form]
    candidates = list(_verb_candidates(form))
    return next((c for c in candidates if c in _known()[0]), candidates[0] if candidates else form)


def _verb_candidates(form: str) -> list[str]:
    """What a regular form can come from, the likeliest first."""
    if form.endswith("ied"):
        return [form[:-3] + "y"]
    if form.endswith("ies"):
        return [form[:-3] + "y"]
    for ending in ("ing", "ed"):
        if form.endswith(ending) and len(form) > len(ending) + 2:
            stem = form[: -len(ending)]
            if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ls":
                return [stem[:-1], stem, stem + "e"]
            if len(stem) > 3 and stem[-1] == stem[-2]:
                return [stem, stem[:-1], stem + "e"]
            return [stem + "e", stem] if _needs_e(stem) else [stem, stem + "e"]
    if form.endswith(("shes", "ches", "sses", "xes", "zzes", "oes")):
        return [form[:-2], form[:-1]]
    return [form[:-1], form] if form.endswith("s") and not form.endswith("ss") else [form]


def _needs_e(stem: str) -> bool:
    """Whether a stem looks like one that lost its e: "releas", "retir", "forc"."""
    if stem.endswith(
        ("c", "v", "u", "z", "dg", "at", "iz", "is", "rg", "ang", "eng", "as", "ur", "ir", "os")
    ):
        return not stem.endswith(("eat", "oat", "xis"))
    return (
        len(stem) > 2
        and stem[-1] not in _VOWELS | {"w", "x", "y"}
        and stem[-2] in _VOWELS
        and stem[-3] not in _VOWELS
        and len(stem) < 5
    )


def _noun(form: str) -> str:
    if form in _irregular():
        return _irregular()[form]
    if form.endswith("ies"):
        candidates = [form[:-3] + "y", form[:-1]]
    elif form.endswith(("shes", "ches", "sses", "xes")):
        candidates = [form[:-2]]
    elif form.endswith("es"):
        candidates = [form[:-1], form[:-2]]
    else:
        candidates = [form[:-1]] if form.endswith("s") and not form.endswith("ss") else [form]
    return next((c for c in candidates if c in _known()[1]), candidates[0])

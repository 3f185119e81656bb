"""Whether a text is English: by its script and by the share of little words, without a model.

A running English text has a function word in every second or third place; lists of names and results have
few, but none of another language either. So a text is refused only when another language's little words
clearly outnumber the English ones, when its letters are not Latin, or when a long text has almost none.
"""

import re
import unicodedata
from collections import Counter
from functools import cache

from kg.errors import LanguageError
from kg.readers.agency import rows

__all__ = ["check_english", "check_language_tag", "foreign_language", "may_be_mixed"]

SAMPLE_CHARS = 6000
"""As much of a text is looked at: a third each from its beginning, its middle and its end."""
MIN_WORDS = 10
"""Shorter texts pass: a headline of names says nothing about its language."""
MIN_OTHER_SHARE = 0.15
"""Share of another language's little words that counts as a sign of it; running text has 0.3 to 0.5."""
MIN_ENGLISH_SHARE = 0.02
"""A text of `LONG_WORDS` words with fewer English little words than this is not English (lists of names have 0.05)."""
LONG_WORDS = 150
MIN_MIXED_SHARE = 0.03
"""Share of another language's little words (or letters) from which each paragraph is looked at for itself."""
MIN_OTHER_WORDS = 3
"""As many different little words of another language must stand in a text: "y" and "del" are in Spanish names, too."""

_WORD = re.compile(r"[^\W\d_]+")
_WIDE = re.compile("[^\x00-\u024f\u2000-\u206f]")
_NAME = re.compile(r"\b[^\W\d_a-z][\w'’]+(?:[ -][a-zß-ÿ]{1,3}){1,2}[ -](?=[^\W\d_a-z])")
"""A name with particles ("Jean-Luc van den Berg"): the little words in it say nothing about the language."""
_SCRIPTS = {
    "CYRILLIC": "Russian or another language in Cyrillic",
    "GREEK": "Greek",
    "ARABIC": "Arabic or Persian",
    "HEBREW": "Hebrew",
    "CJK": "Chinese or Japanese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "DEVANAGARI": "Hindi",
    "THAI": "Thai",
}


@cache
def _little_words() -> dict[str, frozenset[str]]:
    english: frozenset[str] = frozenset()
    found = {}
    for language, words in rows("function_words.tsv"):
        if language == "English":
            english = found[language] = frozenset(words.split())
        else:
            found[language] = frozenset(words.split()) - english
    return found


@cache
def _foreign_words() -> frozenset[str]:
    """The little words of all languages but English."""
    return frozenset[str]().union(*(words for name, words in _little_words().items() if name != "English"))


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    """Each little word to the languages that have it."""
    found: dict[str, list[str]] = {}
    for language, words in sorted(_little_words().items()):
        for word in sorted(words):
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


def foreign_language(text: str) -> str | None:
    """The other language that a text looks like, by its script or its little words; None if it may be English.

    >>> foreign_language("La ministra dijo que el agua de los dos embalses no se puede beber hasta el lunes.")
    'Spanish'
    """
    return _other_script(text) or _other_language(_WORD.findall(_NAME.sub(" ", text)))


def _other_language(words: list[str]) -> str | None:
    if len(words) < MIN_WORDS or not _may_be_foreign(words, MIN_OTHER_SHARE):
        return None
    language, share, english = _strongest(words)
    is_other = (
        share >= MIN_OTHER_SHARE and share > 1.5 * english and _kinds(words, language) >= MIN_OTHER_WORDS
    )
    return language if is_other else None


def may_be_mixed(text: str) -> bool:
    """Whether enough words of another language or script stand in a text to look at each paragraph."""
    sample = _sample(text)
    if len(_foreign_letters(sample)) > MIN_MIXED_SHARE * len(sample):
        return True
    words = _WORD.findall(sample)
    return _may_be_foreign(words, MIN_MIXED_SHARE) and _strongest(words)[1] > MIN_MIXED_SHARE


def _may_be_foreign(words: list[str], share: float) -> bool:
    """Whether little words of all other languages together have this share, which one of them can have then."""
    foreign = _foreign_words()
    return len([word for word in words if word.lower() in foreign]) >= share * len(words)


def _foreign_letters(text: str) -> list[str]:
    """The letters that are not Latin."""
    return [] if text.isascii() else [c for c in _WIDE.findall(text) if c.isalpha()]


def _strongest(words: list[str]) -> tuple[str, float, float]:
    """The other language with most little words among the words, its share, and that of English."""
    counts = _counts(words)
    english = counts.pop("English", 0)
    language, count = max(sorted(counts.items()), key=lambda item: item[1], default=("", 0))
    return language, count / max(1, len(words)), english / max(1, len(words))


def check_english(text: str) -> None:
    """Raise `LanguageError` that names the language that a text looks like; short and unclear texts pass.

    >>> check_english("Der Minister sagte, dass die Regierung nicht mit den Rebellen über den Frieden und die "
    ...               "Zukunft der Stadt sprechen wird, weil sie seit dem Winter das Land angreifen.")
    Traceback (most recent call last):
    kg.errors.LanguageError: looks like German, not English
    """
    sample = _sample(text)
    words = _WORD.findall(_NAME.sub(" ", sample))
    if other := _other_script(sample) or _other_language(words):
        raise LanguageError(f"looks like {other}, not English")
    english = _little_words()["English"]
    if len(words) >= LONG_WORDS and sum(w.lower() in english for w in words) < MIN_ENGLISH_SHARE * len(words):
        raise LanguageError("does not look like English: it has almost none of the frequent English words")


def _kinds(words: list[str], language: str) -> int:
    """How many different little words of a language there are."""
    return len(
        _little_words()[language] & {word.lower() for word in words if word.islower() or word.isupper()}
    )


def _counts(words: list[str]) -> Counter[str]:
    """Little words of each language; a capital hides one that is not English: "La Paz", "Los Angeles"."""
    counts: Counter[str] = Counter()
    languages_of = _languages_of()
    is_loud = all(map(str.isupper, words))
    for word, count in Counter(words).items():
        lower = word.lower()
        languages = languages_of.get(lower, ())
        for language in languages:
            if language == "English" or is_loud or word == lower:
                counts[language] += count
    return counts


def _sample(text: str) -> str:
    if len(text) <= SAMPLE_CHARS:
        return text
    third = SAMPLE_CHARS // 3
    middle = len(text) // 2
    return f"{text[:third]} {text[middle : middle + third]} {text[-third:]}"


def _other_script(sample: str) -> str | None:
    """The name of the script or language if fewer than half of the letters are Latin."""
    foreign = _foreign_letters(sample)
    if len(foreign) < 5:
        return None
    scripts = Counter(unicodedata.name(c, "other").split()[0] for c in foreign)
    latin = scripts.pop("LATIN", 0) + sum(map(str.isalpha, sample)) - len(foreign)
    if not scripts or latin >= scripts.total():
        return None
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > 0.1 * scripts.total():
        return "Japanese"
    script = max(sorted(scripts.items()), key=lambda item: item[1])[0]
    return _SCRIPTS.get(script, f"a language in {script.capitalize()} script")


def check_language_tag(tag: str) -> str:
    """The language tag in lower case; raises `LanguageError` unless it is English.

    >>> check_language_tag("en_US"), check_language_tag("English")
    ('en-us', 'en')
    """
    plain = tag.strip().lower().replace("_", "-")
    if plain in {"english", "eng"}:
        return "en"
    if plain == "en" or plain.startswith("en-"):
        return plain
    raise LanguageError(f"its language is given as {tag!r}; only English ('en', 'en-us', …) is read")

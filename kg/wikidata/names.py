"""Names as they are compared: one key for all spellings of a name, and what its capitals say."""

import re
import unicodedata
from functools import lru_cache

__all__ = ["is_acronym_form", "name_key", "name_tokens", "without_article"]

_FOLDS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ə": "a",
        "ħ": "h",
        "&": " and ",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "ʻ": "'",
        "`": "'",
        "´": "'",
        "′": "'",
    },
)
_POSSESSIVE = re.compile(r"(?<=\w)(?:'s|(?<=s)')\s*$")
_SILENT = re.compile(r"['.]")
_WORD = re.compile(r"[^\W_]+|\+")
_ABBREVIATIONS = {"st": "saint", "mt": "mount", "ft": "fort"}
_LONGEST_ACRONYM = 7
"""Letters; longer words in capitals are a shouted headline rather than initials."""


@lru_cache(maxsize=16384)
def name_tokens(name: str) -> tuple[str, ...]:
    """The words of a name in comparable form: folded, without marks, articles and possessives.

    >>> name_tokens("the U.S. Army's"), name_tokens("Robert Downey, Jr.")
    (('us', 'army'), ('robert', 'downey', 'jr'))
    """
    folded = name.casefold().translate(_FOLDS)
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    words = _WORD.findall(_SILENT.sub("", _POSSESSIVE.sub("", folded.strip())))
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return tuple(_join_initials(words))


def _join_initials(words: list[str]) -> list[str]:
    joined: list[str] = []
    open_initials = False
    last = len(words) - 1
    for place, word in enumerate(words):
        single = len(word) == 1 and word.isalpha()
        if single and open_initials:
            joined[-1] += word
        else:
            joined.append(_ABBREVIATIONS.get(word, word) if place < last else word)
        open_initials = single
    return joined


@lru_cache(maxsize=16384)
def name_key(name: str) -> str:
    """The key under which all spellings of a name meet ("" when nothing in it can be compared).

    >>> name_key("Côte d'Ivoire"), name_key("J. F. Kennedy"), name_key("Al-Qaeda's")
    ('cote divoire', 'jf kennedy', 'al qaeda')
    """
    return " ".join(name_tokens(name))


def without_article(name: str) -> str:
    """The name without a leading "the".

    >>> without_article("the Kremlin")
    'Kremlin'
    """
    return name[4:] if name[:4].casefold() == "the " and len(name) > 4 else name


@lru_cache(maxsize=16384)
def is_acronym_form(name: str) -> bool:
    """Whether a name is written as initials are: capitals only (dots aside), one short word.

    >>> is_acronym_form("U.S."), is_acronym_form("WHO"), is_acronym_form("Who")
    (True, True, False)
    """
    bare = without_article(name).replace(".", "").replace("'s", "").replace("’s", "").strip()
    if len(bare) > _LONGEST_ACRONYM or " " in bare:
        return False
    letters = [c for c in bare if c.isalpha()]
    return bool(letters) and all(map(str.isupper, letters))

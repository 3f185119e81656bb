"""How much two names of people across articles agree; a surname alone says nothing."""

from functools import lru_cache

from kg.extract.lexicon import nicknames
from kg.wikidata.names import name_tokens

__all__ = ["full_name", "surname", "word_key", "written_alike"]

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_COMPANY_FORMS = frozenset({"inc", "ltd", "llc", "plc", "corp", "co", "gmbh", "ag", "sa"})

EXACT, FOLDED, MIDDLE, NICKNAME, INITIAL = 1.0, 0.95, 0.9, 0.8, 0.6
"""Agreement of the same name; but for accents; but for a middle name; by a nickname; by an initial."""


@lru_cache(maxsize=16384)
def full_name(name: str) -> tuple[str, ...]:
    """The words of a person's full name in comparable form, () for a name of one word.

    >>> full_name("José Pérez, Jr."), full_name("Pérez")
    (('jose', 'perez'), ())
    """
    words = tuple(word for word in name_tokens(name) if word not in _SUFFIXES)
    if len(words) < 2 or len(words[-1]) < 2 or any(not word.isalpha() for word in words):
        return ()
    return words


def surname(name: str) -> str:
    """The last word of a full name, "" when there is only one."""
    return words[-1] if (words := full_name(name)) else ""


@lru_cache(maxsize=16384)
def word_key(name: str) -> str:
    """The key of a name of anything but a person, without legal forms ("Acme Ltd." is "acme").

    >>> word_key("The Acme Company, Inc.")
    'acme company'
    """
    words = list(name_tokens(name))
    while len(words) > 1 and words[-1] in _COMPANY_FORMS:
        words.pop()
    return " ".join(words)


def written_alike(a: str, b: str) -> float:
    """Agreement of two full names: 1 the same, 0 not one person's.

    >>> written_alike("Bill Clinton", "William J. Clinton"), written_alike("Ann Lee", "Amy Lee")
    (0.8, 0.0)
    """
    first, second = full_name(a), full_name(b)
    if not first or not second or first[-1] != second[-1]:
        return 0.0
    if first == second:
        return EXACT if a.casefold() == b.casefold() else FOLDED
    if not _middle_agrees(first[1:-1], second[1:-1]):
        return 0.0
    return _first_agrees(first[0], second[0])


def _first_agrees(a: str, b: str) -> float:
    if a == b:
        return MIDDLE if len(a) > 1 else INITIAL
    known = nicknames()
    if known.get(a, a) == known.get(b, b):
        return NICKNAME
    short, long = sorted((a, b), key=len)
    return INITIAL if len(short) == 1 and long[0] == short else 0.0


def _middle_agrees(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether middle names do not clash: one has none, or they begin alike as far as one is an initial."""
    if not a or not b:
        return True
    return all(
        x == y or (min(len(x), len(y)) == 1 and x[0] == y[0]) for x, y in zip(a, b, strict=False)
    ) and len(a) == len(b)

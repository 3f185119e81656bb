"""Whether two forms of a name can be one person's."""

from functools import cache, lru_cache

from kg.extract.lexicon import genders, nicknames
from kg.extract.name import fold

__all__ = ["core_words", "first_name_gender", "rank_of", "same_person", "spelt_alike"]

_SUFFIX = frozenset({"jr", "sr", "ii", "iii", "iv"})
_QUOTES = "\"“”'‘’"
_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "ben", "de", "da", "di", "van", "von", "der", "den", "la", "le", "dos", "abu"}
)


def core_words(words: list[str]) -> list[str]:
    """The words of a name without "Jr." and the like, and without quotation marks around a nickname."""
    core = [w.strip(_QUOTES) or w for w in words if w not in _SUFFIX]
    return core or words


def first_name_gender(text: str) -> str:
    """The gender that the first word of a name tells: "f", "m" or ""."""
    first = text.split(maxsplit=1)[0]
    known = _genders()
    return known.get(fold(first), "") or known.get(fold(first.partition("-")[0]), "")


@cache
def _genders() -> dict[str, str]:
    """The genders by first name without accents and case; names that both bear without accents tell nothing."""
    found: dict[str, set[str]] = {}
    for name, gender in genders().items():
        found.setdefault(fold(name), set()).add(gender)
    return {name: next(iter(both)) for name, both in found.items() if len(both) == 1}


@lru_cache(maxsize=10_000)
def _first_name(word: str) -> str:
    return nicknames().get(word, word)


def same_person(a: list[str], b: list[str]) -> bool:
    """Whether two full names can be one person's."""
    if a == b or set(a) == set(b):
        return True
    short, long = sorted((a, b), key=len)
    if any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1)):
        return True
    if set(short) <= set(long) and short[0] == long[0]:
        return True
    first, last = _same_first(a[0], b[0]), a[-1] == b[-1]
    if first and not last:
        return a[0] == b[0] and len(a) == len(b) and a[1:-1] == b[1:-1] and spelt_alike(a[-1], b[-1])
    middle_a, middle_b = a[1:-1], b[1:-1]
    clash = middle_a and middle_b and middle_a[0][0] != middle_b[0][0]
    if last and first and not clash:
        return True
    return last and a[1:] == b[1:] and sorted(a[0]) == sorted(b[0]) and spelt_alike(a[0], b[0])


def _same_first(a: str, b: str) -> bool:
    if a == b or _first_name(a) == _first_name(b):
        return True
    short, long = sorted((a, b), key=len)
    return long.startswith(short) and (len(short) == 1 or len(short) >= 3)


def spelt_alike(a: str, b: str) -> bool:
    """Whether two long words differ in one letter, or by two neighbours changed round."""
    if min(len(a), len(b)) < 5 or a[0] != b[0] or abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        differences = sum(x != y for x, y in zip(a, b, strict=True))
        return differences == 1 or (differences == 2 and sorted(a) == sorted(b))
    short, long = sorted((a, b), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def rank_of(short: list[str], full: tuple[str, ...]) -> int | None:
    """How a short name stands in a full one: 0 the end, 1 the beginning, 2 inside; None not at all."""
    if not full:
        return None
    size = len(short)
    full_words = list(full)
    if full_words[-size:] == short or full_words[-1].split("'")[-1] == short[-1] == short[0]:
        return 0
    if full_words[:size] == short or (
        size == 1 and _same_first(short[0], full_words[0]) and len(short[0]) > 2
    ):
        return 1
    if any(full_words[i : i + size] == short for i in range(len(full_words) - size + 1)):
        return 2
    stripped = [w for w in short if w not in _PARTICLES]
    if stripped and stripped != short:
        return rank_of(stripped, full)
    return None

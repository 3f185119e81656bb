"""Other spellings of a name: transliterations, American and British words, nicknames in quotation marks, initials."""

import re
from collections.abc import Iterator

from kg.wikidata.names import name_tokens
from kg.wikidata.words import spelling_pairs, word_sets

__all__ = ["expanded", "is_same_given", "respelled", "rewritten"]

_QUOTED = re.compile(r"^(\S+(?: \S+)*?) [\"“'‘(](\w[\w.-]*)[\"”'’)] (.+)$")
_COMMITTEE = re.compile(r"^(?:US |U\.S\. )?(House|Senate) (.+) Committee$")
_SHORTEST = 6
"""Letters of a name that may be spelled otherwise: of shorter ones too many others are near."""
_SILENT = re.compile(r"(?<=[a-z])h")
_FOLDED = (
    *(("ph", "f"), ("ck", "k"), ("kh", "h"), ("ts", "z"), ("tz", "z"), ("ou", "u"), ("oo", "u"), ("ee", "i")),
    *(("ie", "i"), ("ei", "i"), ("ey", "i"), ("ay", "ai"), ("y", "i"), ("j", "i"), ("w", "v"), ("q", "k")),
    *(("c", "k"), ("z", "s"), ("x", "ks"), ("o", "u"), ("e", "i")),
)
_DOUBLE = re.compile(r"(.)\1+")


def rewritten(name: str) -> Iterator[str]:
    """The same name as others would write it, where something in it invites to.

    >>> list(rewritten("Edward 'Eddie' Stone")), list(rewritten("Yusuf/Cat Stevens"))
    (['Eddie Stone', 'Edward Stone'], ['Yusuf', 'Cat Stevens'])
    """
    if (match := _QUOTED.match(name)) is not None:
        yield f"{match[2]} {match[3]}"
        yield f"{match[1]} {match[3]}"
    if (match := _COMMITTEE.match(name)) is not None:
        of = f"United States {match[1]} Committee on"
        yield from (f"{of} {match[2]}", f"{of} the {match[2]}")
    if "/" in name:
        yield from (part.strip() for part in name.split("/") if len(part.strip()) > 3)
    yield from expanded(name)


def expanded(name: str) -> Iterator[str]:
    """The name with each abbreviation, or American spelling, written the other way.

    >>> list(expanded("U.S. Labor Department"))
    ['United States Labor Department', 'U.S. Labour Department']
    """
    words = name.split()
    if len(words) < 2:
        return
    pairs = spelling_pairs()
    for start, word in enumerate(words):
        for one, other in pairs.get(word, ()):
            end = start + len(one)
            if tuple(words[start:end]) == one:
                yield " ".join((*words[:start], *other, *words[end:]))


def respelled(name: str) -> Iterator[str]:
    """Other transliterations of a name, each by one change throughout it, and its parts joined otherwise.

    >>> "moamar gadafi" in respelled("Moammar Gadafi"), list(respelled("Ali"))
    (True, [])
    """
    words = name_tokens(name)
    key = " ".join(words)
    if len(key) < _SHORTEST:
        return
    seen = {key}
    for one, other in _changes():
        if one in key and (new := key.replace(one, other)) not in seen:
            seen.add(new)
            yield new
    bare = [word for word in words if word not in word_sets("name_words")["particles"]]
    if 1 < len(bare) < len(words):
        yield " ".join(bare)
    if len(words) > 2:
        yield " ".join((*words[:-2], words[-2] + words[-1]))
        yield " ".join((words[0] + words[1], *words[2:]))


def _changes() -> Iterator[tuple[str, str]]:
    for pair in word_sets("spelling")["transliterations"]:
        one, other = pair.split("=")
        yield one, other
        if other:
            yield other, one
    for letter in "abdefgklmnprstz":
        yield letter * 2, letter


def is_same_given(one: str, other: str) -> bool:
    """Whether two given names, in small letters, can be one: an initial, a spelling, a short form of it.

    >>> is_same_given("rafael", "raphael"), is_same_given("j", "joseph"), is_same_given("joe", "john")
    (True, True, False)
    """
    if len(one) <= 2 or len(other) <= 2:
        return one[:1] == other[:1] and (len(one) == 1 or len(other) == 1 or one == other)
    short, long = sorted((one, other), key=len)
    return long.startswith(short) or _skeleton(one) == _skeleton(other)


def _skeleton(word: str) -> str:
    for one, other in _FOLDED[:2]:
        word = word.replace(one, other)
    word = _SILENT.sub("", word)
    for one, other in _FOLDED[2:]:
        word = word.replace(one, other)
    return _DOUBLE.sub(r"\1", word)

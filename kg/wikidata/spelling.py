"""Other spellings of a name: transliterations, American and British words, nicknames in quotation marks, initials."""

import re
from collections.abc import Iterator

from kg.wikidata.names import name_tokens
from kg.wikidata.words import spelling_pairs, word_sets

__all__ = ["expanded", "is_same_given", "respelled", "rewritten", "without_legal_form"]

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
_LEGAL_FORM = re.compile(
    r",? (?:& Co|and Co|Inc|Incorporated|Corp|Corporation|Co|Company|Ltd|Limited|Pte|Pty|Pvt|LLC|LLP|LP|P[Ll][Cc]|AG|KGaA|SA|S\.A|SAB"
    r"|NV|N\.V|BV|GmbH|SE|SpA|S\.p\.A|AB|ASA|A/S|Oyj|PJSC|OAO|PAO|JSC|KK|Bhd|Berhad|Tbk)\.?$"
)
_OF_GROUPS = re.compile(r" (?:Group|Holdings?|Oil|Motors?|International|Industries|Technologies|Platforms)$")
"""Words that companies have only in their full names, before the legal form."""
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


def without_legal_form(name: str) -> Iterator[str]:
    """The name of a company as it is called, the longest first, where it ends with a legal form.

    >>> list(without_legal_form("Sony Group Corp")), list(without_legal_form("Sony Group"))
    (['Sony Group', 'Sony'], [])
    """
    bare = name
    while (shorter := _LEGAL_FORM.sub("", bare)) not in {bare, ""}:
        bare = shorter
        yield bare
    if bare != name and (shorter := _OF_GROUPS.sub("", bare)) != bare:
        yield shorter


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

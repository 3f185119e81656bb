"""Lines of a page that are not what the article tells: what they are, by the patterns of `data/lines.tsv`.

Captions tell something, and are read; what only surrounds the article is left out of the analysis. A correction tells
what was wrong: read as text it would be believed.
"""

import re
from functools import cache

from kg.readers.agency import rows

__all__ = ["caption_range", "cut_off", "is_ending", "kind_of"]

MAX_WORDS = 40
"""Longer lines are paragraphs, but for notes of corrections and of cookies."""
MAX_NOTE_WORDS = 130
MAX_CHARS = 1200

_AGENCY = (
    r"(?:AP(?: Photo)?|AFP|Reuters|Getty(?: Images)?|EPA(?:-EFE)?|EFE|PA(?: Wire| Images| Media)?|Alamy(?: Live News| Stock Photo)?|"
    r"Shutterstock|Bloomberg|Xinhua|dpa|ANSA|iStock|Unsplash|Rex(?: Features)?|AAP|Anadolu(?: Agency)?|NurPhoto|SOPA Images|TASS|"
    r"Sputnik|PTI|ANI|Zuma(?: Press)?|SIPA(?: USA)?|Magnum(?: Photos)?|Polaris|Redux|Handout|Pool|The Associated Press)"
)
_NAME = r"(?:[A-Z@©][\w.'’&@-]*|via|for|the|of|and|dpa|by|from)"
_CAPS = rf"(?-i:{_NAME}(?:(?:\s*[/|,–]\s*|\s+){_NAME}){{0,9}})"
_ORDER = ("paywall", "trailer", "time", "credit", "caption")
_MAY_BE_CREDITED = re.compile(r"photo|image|picture|credit|courtesy|file|handout|grab|illustration|/|\bvia\b", re.IGNORECASE)  # fmt: skip


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """One pattern for each kind of line."""
    found: dict[str, list[str]] = {}
    for kind, pattern in rows("lines.tsv"):
        found.setdefault(kind, []).append(pattern.replace("{agency}", _AGENCY).replace("{caps}", _CAPS))
    whole = {
        kind: re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
        for kind, patterns in found.items()
    }
    for kind in ("tail", "cut"):
        whole[kind] = re.compile(rf"(?:{whole[kind].pattern})\s*\Z", re.IGNORECASE)
    whole["label"] = re.compile(rf"(?:(?:{whole['label'].pattern})\s*)?", re.IGNORECASE)
    return whole


def kind_of(line: str, *, at_edge: bool) -> str | None:
    """What a line is, if it is no paragraph: paywall, trailer, time, credit, caption or correction.

    Corrections stand where the article begins or ends (`at_edge`).

    >>> kind_of("Subscribe to continue reading", at_edge=False), kind_of("10.42am BST", at_edge=False)
    ('paywall', 'time')
    >>> kind_of("Correction: An earlier version said that it rained.", at_edge=True)
    'correction'
    """
    words = line.count(" ") + 1
    if words > MAX_NOTE_WORDS or len(line) > MAX_CHARS:
        return None
    patterns = _patterns()
    if at_edge and patterns["correction"].fullmatch(line):
        return "correction"
    if words > MAX_WORDS:
        is_notice = "cookie" in line and patterns["trailer"].fullmatch(line)
        return "trailer" if is_notice else None
    for kind in _ORDER:
        if patterns[kind].fullmatch(line):
            return kind
    return "caption" if caption_range(line)[1] < len(line) else None


def is_ending(line: str) -> bool:
    """Whether a line that nothing of the article follows is no part of it.

    >>> is_ending("Keywords: bridges"), is_ending("The bridge is closed.")
    (True, False)
    """
    return _patterns()["end"].fullmatch(line) is not None


def caption_range(line: str) -> tuple[int, int]:
    """Where a caption begins behind the word that it is one, and ends before the name of who took the picture.

    >>> line = "FILE - Meadows under water near Vell. Photo: A. Prela/AP"
    >>> start, end = caption_range(line)
    >>> line[start:end]
    'Meadows under water near Vell.'
    """
    start = _patterns()["label"].match(line).end()  # type: ignore[union-attr] # it may be empty
    end = len(line)
    if _MAY_BE_CREDITED.search(line[-140:]) and (found := _patterns()["tail"].search(line, start)):
        end = len(line[: found.start()].rstrip(" |•·—–"))
    return (start, end) if start < end else (0, len(line))


def cut_off(text: str) -> re.Match[str] | None:
    """The mark with which services end a text that goes on elsewhere: "[+2371 chars]"."""
    return _patterns()["cut"].search(text[-60:])

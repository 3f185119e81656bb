"""The words of an article that descriptions of items can share."""

import re

__all__ = ["content_words"]

_WORD = re.compile(r"[^\W\d_]{4,}")
_EMPTY = frozenset(
    {
        *("and", "from", "into", "that", "this", "with", "their", "they", "were", "been", "have"),
        *("former", "also", "which", "about", "place", "member", "born", "based"),
    }
)
"""Words that say nothing of what an article is about."""
_STEM = 6


def content_words(text: str) -> frozenset[str]:
    """The beginnings of the words of a text in small letters that can tell what it is about.

    >>> sorted(content_words("The American lawyer met lawyers"))
    ['lawyer']
    """
    return frozenset(
        word.casefold()[:_STEM] for word in _WORD.findall(text) if word[0].islower() and word not in _EMPTY
    )

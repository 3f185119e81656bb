"""Text from articles, made safe to show: no control character reaches a terminal or a page."""

import re
import unicodedata

__all__ = ["printable"]

# Categories: control, format (bidirectional overrides, zero-width), surrogate, private use, line separators.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_BREAK = re.compile(r" *[\t\r\n\f\v][ \t\r\n\f\v]*")


def printable(text: str) -> str:
    r"""The text on one line, line breaks and tabs as one space, with invisible and control characters written as escapes.

    >>> printable("a\n b\x1b[31m")
    'a b\\x1b[31m'
    """
    text = _BREAK.sub(" ", text)
    if text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if unicodedata.category(character) not in _HIDDEN:
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

"""Text from elsewhere where it is shown: it steers no terminal and gives no command to a CI service.

GitHub obeys a line that begins with `::` and any line that holds `##[`; others have commands such as `##vso[`.
"""

import re

__all__ = ["escaped", "inert", "one_line", "plain"]

_INVISIBLE = "\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
HIDDEN = re.compile(f"[\x00-\x1f{_INVISIBLE}]")
HIDDEN_IN_LINES = re.compile(f"[\x00-\x08\x0b-\x1f{_INVISIBLE}]")
BEGINNING = re.compile(r"( *):(?=:)")
BRACKET = re.compile(r"##(?=\w*\[)")


def inert(line: str) -> str:
    r"""The line without a command of a CI service.

    >>> inert("::error::x"), inert("a ##[error]x")
    ('\\x3a:error::x', 'a #\\x23[error]x')
    """
    line = BRACKET.sub(r"#\\x23", line)
    return BEGINNING.sub(r"\1\\x3a", line, count=1) if BEGINNING.match(line) else line


def plain(text: str) -> str:
    r"""The text as one line for people, with characters that could steer a terminal or a CI service written out.

    >>> plain("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return inert(HIDDEN.sub(lambda match: match[0].encode("unicode_escape").decode(), text))


def one_line(text: str) -> str:
    r"""The text as one line for a table, which knows no escapes: blanks in the place of what `plain` writes out.

    >>> one_line("a\tb"), one_line("##[error]x")
    ('a b', '# #[error]x')
    """
    return BRACKET.sub("# #", re.sub(f"{HIDDEN.pattern}+", " ", text))


def escaped(text: str) -> str:
    r"""JSON or lines of RDF with the same meaning, in which such characters are written as `\uXXXX`.

    >>> escaped('"a ##[error]b"')
    '"a #\\u0023[error]b"'
    """
    lines = BRACKET.sub(r"#\\u0023", text)
    return HIDDEN_IN_LINES.sub(lambda match: f"\\u{ord(match[0]):04x}", lines)

"""Text from articles as the cell of a table: no program that opens the table takes it for a command."""

import re

__all__ = ["spreadsheet_cell"]

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def spreadsheet_cell(text: str) -> str:
    r"""The text on one line; what a spreadsheet would take for a formula gets an apostrophe in front.

    >>> spreadsheet_cell("=HYPERLINK(1)"), spreadsheet_cell("a\tb")
    ("'=HYPERLINK(1)", 'a b')
    """
    line = CONTROL.sub(" ", text).strip()
    return f"'{line}" if line[:1] in tuple("=+-@") else line

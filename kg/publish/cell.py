"""Text from articles as the cell of a table: no program that opens the table takes it for a command."""

from kg.escape import one_line

__all__ = ["spreadsheet_cell"]


def spreadsheet_cell(text: str) -> str:
    r"""The text on one line; what a spreadsheet or a CI service would take for a command gets an apostrophe in front.

    >>> spreadsheet_cell("=HYPERLINK(1)"), spreadsheet_cell("a\tb")
    ("'=HYPERLINK(1)", 'a b')
    """
    line = one_line(text).strip()
    return f"'{line}" if line.startswith(("=", "+", "-", "@", "::")) else line

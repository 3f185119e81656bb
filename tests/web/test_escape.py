from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.web.escape import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("“Zürich” – naïve", "“Zürich” – naïve"),
        ("two\n\n lines\tand a tab", "two lines and a tab"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("left\u202eright", "left\\u202eright"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("lone \ud800", "lone \\ud800"),
        ("no\u00a0break", "no\u00a0break"),
    ],
    ids=["words", "line breaks", "terminal", "bidirectional", "zero width", "surrogate", "no-break space"],
)
def test_printable(text, shown):
    assert printable(text) == shown


@given(st.text())
def test_nothing_invisible_comes_out(text):
    assert not {category(c) for c in printable(text)} & {"Cc", "Cf", "Cs", "Co"}
    assert not set(printable(text)) & set("\r\n\t\x1b")

"""Bylines."""

import pytest

from kg.readers.byline import Byline, read_byline


@pytest.mark.parametrize(
    ("line", "authors", "agency"),
    [
        ("By Jane Doe", ("Jane Doe",), None),
        ("BY JANE DOE", ("Jane Doe",), None),
        ("By Jane Doe and John van der Berg", ("Jane Doe", "John van der Berg"), None),
        ("By Jane Doe, Mary-Ann O’Neil and J. R. Roe", ("Jane Doe", "Mary-Ann O’Neil", "J. R. Roe"), None),
        ("By JANE DOE, Associated Press", ("Jane Doe",), "Associated Press"),
        ("By Jane Doe, Staff Writer", ("Jane Doe",), None),
        ("By Jane Doe | The Canadian Press", ("Jane Doe",), "The Canadian Press"),
        ("By The Associated Press", (), "Associated Press"),
        ("Associated Press", (), "Associated Press"),
        ("Reuters", (), "Reuters"),
        ("Staff report", (), None),
        ("From staff and wire reports", (), None),
    ],
)
def test_byline(line: str, authors: tuple[str, ...], agency: str | None) -> None:
    assert read_byline(line, lenient=False) == Byline(authors, agency)


@pytest.mark.parametrize(
    "line",
    [
        "By Monday, the army had left.",
        "By March",
        "By all accounts, the talks failed",
        "Reuters could not verify the claim.",
        "Jane Doe",
        "By 2030 the ice will be gone",
        "",
    ],
)
def test_a_sentence_is_no_byline(line: str) -> None:
    assert read_byline(line, lenient=False) is None


def test_a_name_with_a_job_counts_under_a_headline_only() -> None:
    assert read_byline("Jane Doe, Staff Writer", lenient=True) == Byline(("Jane Doe",))
    assert read_byline("Jane Doe, Staff Writer", lenient=False) is None

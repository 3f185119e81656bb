"""Who is credited beside the newspaper."""

import pytest

from kg.article import Article
from kg.readers.agency import agencies
from kg.readers.assemble import article_of
from kg.readers.base import Metadata
from kg.readers.credit import author_roles, credited_agency

BODY = "It rained in the harbour all day, and the ferries stayed where they were."


def read(text: str, **metadata: object) -> Article:
    return article_of(text, Metadata(**metadata), source="-", has_title_field=True)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        f"OSLO (AP) — {BODY}",
        f"By JANE DOE, Associated Press\n\n{BODY}",
        f"{BODY}\n\nThe mayor told The Associated Press that it would go on.",
        f"{BODY}\n\nCopyright 2023 The Associated Press. All rights reserved.",
        f"{BODY}\n\nAssociated Press writers Jane Doe and John Roe contributed to this report.",
    ],
    ids=["dateline", "byline", "told", "copyright line", "contributed"],
)
def test_an_agency_is_known_wherever_it_is_credited(text: str) -> None:
    assert read(text, publisher="Harbour Tribune").agency == "Associated Press"


def test_an_agency_in_the_copyright_notice_of_the_metadata() -> None:
    assert read(BODY, rights="© 2016 Agence France-Presse").agency == "Agence France-Presse"


def test_a_paper_that_owns_its_story_has_no_agency() -> None:
    assert read(BODY, publisher="Harbour Tribune", rights="© 2016 Harbour Press").agency is None


def test_who_was_told_something_counts_less_than_who_owns_the_text() -> None:
    text = f"{BODY} The mayor told Reuters so.\n\n© 2021 AFP"
    found = credited_agency(Article(text=text, publisher="Harbour Tribune"))
    assert found == agencies()["AFP"]


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("By Jane Doe, Staff Writer", {"Jane Doe": "Staff Writer"}),
        (
            "By Jane Doe and John Roe, Associated Press writers",
            dict.fromkeys(("Jane Doe", "John Roe"), "Associated Press writers"),
        ),
        ("By Jane Doe", {}),
        ("By Jane Doe and John Roe", {}),
    ],
)
def test_what_the_byline_says_of_the_authors(line: str, roles: dict[str, str]) -> None:
    assert author_roles(read(f"{line}\n\n{BODY}")) == roles


def test_a_byline_that_says_nothing_more_is_no_credit() -> None:
    assert read(f"By Jane Doe\n\n{BODY}").credit is None
    assert read(f"By Jane Doe, Staff Writer\n\n{BODY}").credit == "Jane Doe, Staff Writer"

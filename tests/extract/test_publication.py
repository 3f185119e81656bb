"""Publications and agencies."""

import pytest

from kg.article import Article
from kg.extract.publication import publication_of


@pytest.mark.parametrize(
    ("publisher", "name", "place"),
    [
        ("Harbour Tribune (Portsmouth)", "Harbour Tribune", "Portsmouth"),
        ("The Harbour Tribune (Portsmouth, NH)", "The Harbour Tribune", "Portsmouth, NH"),
        ("Harbour Tribune", "Harbour Tribune", None),
        ("Harbour Tribune,", "Harbour Tribune", None),
        (None, None, None),
    ],
)
def test_name_and_town(publisher: str | None, name: str | None, place: str | None) -> None:
    publication = publication_of(Article(text="It rained.", publisher=publisher))
    assert (publication.name, publication.place) == (name, place)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("It rained.\n\nCopyright 2023 The Associated Press. All rights reserved.", "Associated Press"),
        ("It rained.\n\n© 2021 AFP", "Agence France-Presse"),
        (
            "It rained.\n\nAssociated Press writers Jane Doe and John Roe contributed to this report.",
            "Associated Press",
        ),
        ("It rained. (Reporting by Jane Doe in Oslo; Editing by John Roe)", "Reuters"),
        ("“It rained,” the mayor told The Associated Press.", "Associated Press"),
        ("The mayor said in an interview with Reuters that it rained.", "Reuters"),
        ("“It rained,” he told Reuters. “And snowed,” he told The Associated Press.", None),
        ("Reuters reported that it rained.", None),
        ("The copyright trial went on.", None),
    ],
)
def test_agency_of_a_newspaper_page(text: str, agency: str | None) -> None:
    assert publication_of(Article(text=text, publisher="Harbour Tribune")).agency == agency


def test_whoever_spoke_to_an_agency_says_nothing_when_the_paper_has_its_own_author() -> None:
    article = Article(text="He told Reuters it rained.", publisher="Harbour Tribune", authors=("Jane Doe",))
    assert publication_of(article).agency is None


def test_what_the_reader_found_wins_and_has_its_item() -> None:
    publication = publication_of(Article(text="© 2021 AFP", agency="Associated Press"))
    assert (publication.agency, publication.agency_qid) == ("Associated Press", "Q40469")


def test_an_unknown_agency_keeps_its_name() -> None:
    assert publication_of(Article(text="x", agency="Harbour Wire")).agency == "Harbour Wire"

import json

import pytest

from kg.article import Article
from kg.config import BuildOptions
from kg.run.analysis import analyse
from kg.run.pipeline import build


def test_doubted_roles_are_published_and_listed(tmp_path):
    article = Article(
        text="President Barack Obama of the United States visited Oslo on Monday.",
        date="2020-09-30",
        id="a",
        source="a.txt",
    )
    report = build(
        [article], tmp_path, BuildOptions(base_iri="https://data.example/", formats=("nquads",), jobs=1)
    )
    (doubt,) = report.doubts
    assert ": Barack Obama, current President: in office 2009-" in doubt
    assert doubt in (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["doubts"] == [doubt]
    assert "#holder>" in (tmp_path / "graph.nq").read_text(encoding="utf-8")
    again = build(
        [article], tmp_path, BuildOptions(base_iri="https://data.example/", formats=("nquads",), jobs=1)
    )
    assert again == report


@pytest.mark.parametrize(
    ("agency", "item"),
    [
        pytest.param("Associated Press", "Q40469", id="by its name"),
        pytest.param(
            "The Canadian Press", "Q2410130", id="by the list of agencies, where the name is not enough"
        ),
        pytest.param("Harbour Wire", None, id="not known"),
    ],
)
def test_an_agency_is_linked(agency, item):
    found = analyse(Article(text="It rained.", agency=agency), BuildOptions()).agency
    assert (found.name, found.qid) == (agency, item)


@pytest.mark.parametrize(
    ("text", "firsthand"),
    [
        pytest.param('OSLO (AP) — "It is over," Anna Berg told The Associated Press on Monday.', True, id="agency"),
        pytest.param('"It is over," Anna Berg told the Harbour Tribune on Monday.', True, id="publication"),
        pytest.param('"It is over," Anna Berg told this newspaper on Monday.', True, id="this newspaper"),
        pytest.param('"It is over," Anna Berg told the Oslo Courier on Monday.', False, id="another newspaper"),
        pytest.param('"It is over," Anna Berg told the Senate on Monday.', False, id="somebody else"),
    ],
)  # fmt: skip
def test_what_is_said_to_the_publication_is_firsthand(text, firsthand):
    article = Article(text=text, publisher="Harbour Tribune", date="2024-05-07")
    (said,) = analyse(article, BuildOptions()).extraction.statements
    assert said.firsthand is firsthand


def test_an_office_is_of_the_country_where_the_base_knows_it():
    found = analyse(Article(text="President Donald Trump spoke of Iraq.", date="2019-05-07"), BuildOptions())
    (role,) = found.extraction.roles
    assert (role.title, role.country) == ("President", None)

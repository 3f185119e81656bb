import pytest

from kg.article import Article
from kg.records import Entity, Extraction, Link, Role, Span
from kg.wikidata.role import checked_roles

PEOPLE = {
    "Q76": "Barack Obama",
    "Q7747": "Vladimir Putin",
    "Q1124": "Bill Clinton",
    "Q1615": "Neil Armstrong",
}


def check(kb, qid, title, date, *, status="current", country="Q30", confidence=0.97, reported=False):
    entities = (Entity("p", "person", PEOPLE[qid]), Entity("c", "country", "a country"))
    role = Role("r", Span(0, 1), "p", title, country="c", status=status, reported=reported)
    links = (Link("p", qid, confidence), Link("c", country, 0.97))
    return checked_roles(Extraction(entities, roles=(role,), links=links), Article(text="", date=date), kb)[0]


@pytest.mark.parametrize(
    ("qid", "title", "date", "more", "doubt"),
    [
        ("Q76", "President", "2020-09-30", {}, "in office 2009"),
        ("Q1124", "President", "2020-01-15", {}, "in office 1993-2001"),
        ("Q76", "President", "2012-06-01", {"status": "former"}, "in office 2009"),
        ("Q1615", "Commander", "2022-06-01", {}, "died in 2012"),
    ],
)
def test_what_the_base_contradicts_is_half_as_sure(kb, qid, title, date, more, doubt):
    role = check(kb, qid, title, date, **more)
    assert role.doubt.startswith(doubt)
    assert role.confidence == 0.45


@pytest.mark.parametrize(
    ("title", "date", "more"),
    [
        pytest.param("President", "2012-06-01", {}, id="in office"),
        pytest.param("President", "2017-02-10", {}, id="just out of office"),
        pytest.param("President", "2020-06-01", {"status": "former"}, id="out of office"),
        pytest.param("President", "2008-12-01", {"status": "designate"}, id="to come"),
        pytest.param("honorary chairman", "2020-06-01", {}, id="an office that the base does not know"),
        pytest.param("President", "2020-06-01", {"country": "Q159"}, id="of another country"),
        pytest.param("President", "2020-06-01", {"confidence": 0.8}, id="it may be another person"),
        pytest.param("President", "2020-06-01", {"reported": True}, id="only in somebody's words"),
        pytest.param("President", None, {}, id="no date"),
        pytest.param("President", "last week", {}, id="not a date"),
    ],
)
def test_what_it_does_not_contradict_stays(kb, title, date, more):
    role = check(kb, "Q76", title, date, **more)
    assert (role.doubt, role.confidence) == ("", 0.9)

import pytest

from kg.records import Entity
from kg.wikidata.candidates import candidates_of
from kg.wikidata.spelling import expanded, is_same_given, respelled, rewritten


def qids(kb, entity_type, name, states=(), aliases=()):
    return [c.item.qid for c in candidates_of(Entity("e", entity_type, name, aliases=aliases), kb, states)]


@pytest.mark.parametrize(
    ("entity_type", "name", "qid"),
    [
        pytest.param("person", "Rafael Warnock", "Q84146599", id="a given name spelled otherwise"),
        pytest.param("person", "J. Biden", "Q6279", id="an initial"),
        pytest.param("person", "Siméon Poisson", "Q190772", id="without the middle name"),
        pytest.param("person", "Yusuf/Cat Stevens", "Q154216", id="two names"),
        pytest.param("place", "Euphrates River", "Q34589", id="a river with the word"),
        pytest.param("organization", "Congress of Peru", "Q1357543", id="the name of a republic"),
        pytest.param("organization", "Foreign Ministry of Iraq", "Q6867009", id="a ministry by its field"),
        pytest.param("organization", "Islamic Revolutionary Guard Corps of Iran", "Q271110", id="a nation behind"),
        pytest.param("organization", "Puerto Rico Supreme Court", "Q7644991", id="a region in front"),
        pytest.param("organization", "Senate Armed Services Committee", "Q508577", id="a committee of Congress"),
        pytest.param("organization", "New York police", "Q328473", id="a name without its tail"),
        pytest.param("organization", "Boeing Co", "Q66", id="a company with its legal form"),
        pytest.param("organization", "Toyota Motor Corp", "Q53268", id="a company in full"),
        pytest.param("organization", "NAFTA", "Q181574", id="a treaty read as a body"),
        pytest.param("place", "International Space Station", "Q25271", id="read as another class"),
    ],
)  # fmt: skip
def test_names_find_their_item_however_they_are_written(kb, entity_type, name, qid):
    assert qid in qids(kb, entity_type, name)


@pytest.mark.parametrize(
    ("name", "qid"),
    [("La.", "Q1588"), ("S.D.", "Q1211"), ("N.Y.", "Q1384"), ("Ga.", "Q1428"), ("N. C.", "Q1454")],
)
def test_short_names_of_states_mean_states(kb, name, qid):
    assert qids(kb, "place", name)[0] == qid


@pytest.mark.parametrize(
    ("name", "qid", "town"),
    [
        ("Belgorod region", "Q3329", "Q3323"),
        ("Kursk region", "Q3178", "Q3159"),
        ("Homs province", "Q214094", "Q131301"),
    ],
)
def test_an_area_is_no_town(kb, name, qid, town):
    found = qids(kb, "place", name)
    assert qid in found
    assert town not in found


@pytest.mark.parametrize("name", ["Hollins Reed Inc", "Kestrel Rail Ltd", "Liberty Bell Ltd"])
def test_a_legal_form_makes_nothing_else_a_company(kb, name):
    assert qids(kb, "organization", name) == []


@pytest.mark.parametrize(
    ("name", "state", "qid"),
    [
        ("Senate", "Q928", "Q1418426"),
        ("House of Representatives", "Q408", "Q783401"),
        ("Parliament", "Q145", "Q11010"),
        ("Republican", "Q30", "Q29468"),
    ],
)
def test_a_common_name_is_looked_up_with_the_states_of_the_article(kb, name, state, qid):
    found = candidates_of(Entity("e", "organization", name), kb, (state,))
    assert {c.match for c in found if c.item.qid == qid} == {"national"}


def test_a_name_that_is_known_is_not_respelled(kb):
    assert {c.match for c in candidates_of(Entity("e", "person", "Joe Biden"), kb)} == {"name"}


def test_a_bare_title_is_no_surname(kb):
    assert "Q83359" not in qids(kb, "person", "Dean")
    assert "Q83359" in qids(kb, "person", "James Dean")


def test_nobody_is_meant_by_the_name_of_something_else(kb):
    assert "Q45765" not in qids(kb, "place", "London")


def test_a_fuller_alias_of_a_person_counts(kb):
    assert "Q9682" in qids(kb, "person", "Elizabeth", aliases=("Elizabeth II",))
    assert qids(kb, "person", "Elizabeth Warfeld", aliases=("Warren",)) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("jon", "john", True), ("mohammed", "muhamed", True), ("alexei", "aleksey", True), ("j", "joe", True),
        ("joe", "john", False), ("ann", "anna", True), ("li", "lu", False),
    ],
)  # fmt: skip
def test_given_names(one, other, same):
    assert is_same_given(one, other) is same


def test_spellings():
    assert "kadafi" in respelled("Qadafi")
    assert "US Defence Department" in expanded("US Defense Department")
    assert "United States House Committee on the Judiciary" in rewritten("House Judiciary Committee")
    assert list(expanded("Labor")) == []

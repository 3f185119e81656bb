import pytest

from kg.extract.perspective import View
from kg.extract.plover import plover_type

PAST, FUTURE = View(), View(certainty="probable", temporality="future")


@pytest.mark.parametrize(
    ("type_", "view", "expected"),
    [
        pytest.param("CONSULT", PAST, "CONSULT", id="a visit is CONSULT"),
        pytest.param("CONSULT", FUTURE, "AGREE", id="a planned visit is AGREE"),
        pytest.param("AID", FUTURE, "AGREE", id="promised aid is AGREE"),
        pytest.param("RETREAT", FUTURE, "CONCEDE", id="an announced withdrawal is CONCEDE"),
        pytest.param("ASSAULT", FUTURE, "ASSAULT", id="a planned attack stays ASSAULT"),
        pytest.param("COURT", PAST, "ACCUSE", id="a trial is ACCUSE"),
        pytest.param("DIE", PAST, None, id="the manual has no deaths"),
        pytest.param(None, PAST, None, id="no type, no code"),
    ],
)
def test_plover_type(type_, view, expected):
    assert plover_type(type_, view=view) == expected


def test_what_will_not_happen_is_no_promise():
    view = View(polarity="negative", certainty="probable", temporality="future")
    assert plover_type("CONSULT", view=view) == "CONSULT"


def test_crime_against_persons_is_assault():
    assert plover_type("CRIME", view=PAST, against_person=True) == "ASSAULT"
    assert plover_type("CRIME", view=PAST) is None


def test_exercises_of_one_country_are_posture():
    assert plover_type("COOPERATE", view=PAST, lemma="drill", agents=1) == "MOBILIZE"
    assert plover_type("COOPERATE", view=PAST, lemma="drill", agents=2) == "COOPERATE"

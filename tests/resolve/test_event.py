"""Which events of different articles are one happening; all people are invented."""

from dataclasses import replace

import pytest

from tests.resolve.articles import article, clusters, event, person

KARI = "Q7000001"
OLE = "Q7000002"
ACTORS = (person("Kari Vold", qid=KARI), person("Ole Lund", qid=OLE))


def one(name, *events, **more):
    return article(name, *ACTORS, events=events, **more)


def joined(tmp_path, first, second):
    found = clusters(tmp_path, one("a", first), one("b", second))
    return [name for name in found if name.startswith("event ")]


MEETING = event("CONSULT", "meet", [KARI], [OLE], mode="visit")


def test_type_participants_and_day_make_one_happening(tmp_path):
    assert joined(tmp_path, MEETING, MEETING) == ["event a text/meet"]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(MEETING, type="AGREE"), id="type"),
        pytest.param(replace(MEETING, earliest="2024-03-09", latest="2024-03-09"), id="day"),
        pytest.param(replace(MEETING, agents=("Q7000003",)), id="agent"),
        pytest.param(replace(MEETING, patients=("Q7000003",)), id="patient"),
        pytest.param(replace(MEETING, earliest="", latest=""), id="no day"),
    ],
)
def test_what_must_agree(tmp_path, other):
    assert joined(tmp_path, MEETING, other) == []


def test_countries_apart_are_places_apart(tmp_path):
    assert joined(tmp_path, replace(MEETING, land="Q20"), replace(MEETING, land="Q34")) == []


def test_states_clash_too_often_for_the_day_alone(tmp_path):
    strike = event("ASSAULT", "strike", ["Q20"], ["Q34"])
    assert joined(tmp_path, strike, replace(strike, lemma="raid")) == []
    assert joined(tmp_path, strike, strike) != []
    week = replace(strike, latest="2024-03-20")
    assert joined(tmp_path, week, week) == []


def test_what_one_says_in_a_day_is_much(tmp_path):
    words = event("ACCUSE", "criticise", [KARI])
    assert joined(tmp_path, words, words) == []


def test_nobody_dies_twice(tmp_path):
    death = event("DIE", "die", [], [KARI], days=("", ""))
    assert joined(tmp_path, death, replace(death, lemma="death")) == ["event a text/die"]
    claimed = replace(death, fact=False)
    assert joined(tmp_path, claimed, claimed) == []


def test_participants_are_compared_by_their_clusters(tmp_path):
    actor = person("Ketil Brasrud")
    resigns = event("RETREAT", "resign", ["=ketil-brasrud"])
    profiles = [
        article(name, actor, events=[resigns], context=("organization|dockers union", "Q1234567"))
        for name in "ab"
    ]
    found = clusters(tmp_path, *profiles)
    assert found["event a text/resign"] == ["a text/resign", "b text/resign"]
    alone = [replace(profile, context=(), date=f"20{10 + 9 * i}-01-01") for i, profile in enumerate(profiles)]
    assert not any(name.startswith("event") for name in clusters(tmp_path, *alone))


def test_a_plan_and_what_came_of_it_are_less_sure_but_one(tmp_path):
    assert joined(tmp_path, MEETING, replace(MEETING, fact=False)) == ["event a text/meet"]

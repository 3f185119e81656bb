"""Which entities of different articles are one; all people are invented."""

import random
from dataclasses import replace

import pytest

from kg.resolve.entity import likeness
from kg.resolve.member import Member
from kg.resolve.name import written_alike
from kg.resolve.profile import RoleProfile
from tests.resolve.articles import article, clusters, entity, person

STRIKE = ("organization|dockers union", "Q1234567")
MAYOR = RoleProfile(("mayor",), "Q2001", current=True)


def joined(tmp_path, *profiles):
    return sorted(map(sorted, clusters(tmp_path, *profiles).values()))


def test_a_full_name_in_articles_about_the_same_is_one_person(tmp_path):
    one = article("a", person("Ketil Brasrud"), context=STRIKE)
    two = article("b", person("Ketil Brasrud"), context=STRIKE)
    assert joined(tmp_path, one, two) == [["a ketil-brasrud", "b ketil-brasrud"]]


def test_a_surname_alone_never_joins(tmp_path):
    one = article("a", person("Brasrud"), context=STRIKE)
    assert joined(tmp_path, one, replace(one, article="b")) == []


def test_a_common_name_needs_more_than_itself(tmp_path):
    one = article("a", person("John Smith", bearers=80))
    two = article("b", person("John Smith", bearers=80), date="2019-01-01")
    assert joined(tmp_path, one, two) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({"country": "Q20"}, {"country": "Q34"}, id="country"),
        pytest.param({"gender": "f"}, {"gender": "m"}, id="sex"),
        pytest.param({"born": (1950, 1951)}, {"born": (1988, 1989)}, id="age"),
        pytest.param({"fields": ("politics",)}, {"fields": ("sport",)}, id="profession"),
        pytest.param({"roles": (MAYOR,)}, {"roles": (replace(MAYOR, body="Q2002"),)}, id="the same office elsewhere"),
    ],
)  # fmt: skip
def test_namesakes_stay_apart(tmp_path, first, second):
    one = article("a", person("Ketil Brasrud", **first), context=STRIKE)
    two = article("b", person("Ketil Brasrud", **second), context=STRIKE)
    assert joined(tmp_path, one, two) == []
    assert joined(tmp_path, one, replace(one, article="b")) != []


def test_two_namesakes_are_two_clusters_whoever_comes_first(tmp_path):
    kind = ({"fields": ("politics",)}, {"fields": ("sport",)})
    profiles = [
        article(f"{i}{name}", person("Ketil Brasrud", **kind[i]), context=STRIKE)
        for i in (0, 1)
        for name in "ab"
    ]
    expected = [["0a ketil-brasrud", "0b ketil-brasrud"], ["1a ketil-brasrud", "1b ketil-brasrud"]]
    assert joined(tmp_path, *profiles) == joined(tmp_path, *profiles[::-1]) == expected


def test_who_agrees_with_both_namesakes_does_not_make_them_one(tmp_path):
    one = article("a", person("Ketil Brasrud", country="Q20"), context=STRIKE)
    two = article("b", person("Ketil Brasrud", country="Q34"), context=STRIKE)
    between = article("c", person("Ketil Brasrud"), context=STRIKE)
    assert [len(group) for group in joined(tmp_path, one, two, between)] == [2]


def test_the_linked_namesake_of_another_article_makes_it_less_sure():
    members = [
        Member(name, "2024-03-05", "", {"organization|dockers union": 9}, person("Ketil Brasrud"))
        for name in "ab"
    ]
    assert likeness(*members, namesake=True) < likeness(*members, namesake=False)


def test_a_linked_entity_joins_no_cluster(tmp_path):
    one = article("a", person("Ketil Brasrud", qid="Q42"), context=STRIKE)
    two = article("b", person("Ketil Brasrud"), context=STRIKE)
    assert joined(tmp_path, one, two) == []


def test_two_of_one_article_are_never_one(tmp_path):
    twice = (person("Ketil Brasrud"), replace(person("Ketil Brasrud"), key="ketil-brasrud-90"))
    assert joined(tmp_path, article("a", *twice, context=STRIKE)) == []


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ("Ketil Brasrud", "Ketil Brasrud", 1.0, 1.0),
        ("Andrés Quispe", "Andres Quispe", 0.9, 0.99),
        ("Ketil T. Brasrud", "Ketil Brasrud", 0.85, 0.95),
        ("Bill Brasrud", "William Brasrud", 0.7, 0.85),
        ("K. Brasrud", "Ketil Brasrud", 0.5, 0.7),
        ("Ketil A. Brasrud", "Ketil B. Brasrud", 0.0, 0.0),
        ("Ketil Brasrud", "Kjell Brasrud", 0.0, 0.0),
        ("Ketil Brasrud", "Brasrud", 0.0, 0.0),
    ],
)
def test_how_far_names_agree(first, second, low, high):
    assert low <= written_alike(first, second) <= high


def test_a_nickname_joins_with_a_lower_score():
    context = {"organization|dockers union": 9}
    same = Member("a", "2024-03-05", "", context, person("William Brasrud", bearers=9))
    short = Member("b", "2024-03-05", "", context, person("Bill Brasrud", bearers=9))
    assert likeness(same, short, namesake=False) < likeness(
        same, replace(short, record=same.record), namesake=False
    )


def test_ordinary_names_of_bodies_need_the_same_country(tmp_path):
    one = article("a", entity("organization", "Supreme Court", generic=True), context=STRIKE)
    abroad = replace(one, article="b", setting="Q34")
    assert joined(tmp_path, one, abroad) == []
    assert joined(tmp_path, one, replace(one, article="b")) != []


def test_one_ordinary_word_is_no_name(tmp_path):
    one = article("a", entity("organization", "Parliament", generic=True), context=STRIKE)
    assert joined(tmp_path, one, replace(one, article="b")) == []


def test_classes_are_not_mixed(tmp_path):
    one = article("a", entity("artifact", "Tarn Viking"), context=STRIKE)
    two = article("b", entity("organization", "Tarn Viking"), context=STRIKE)
    assert joined(tmp_path, one, two) == []


def test_the_yearly_event_of_another_year_is_another(tmp_path):
    one = article("a", entity("event", "Tarn Regatta"), context=STRIKE)
    assert joined(tmp_path, one, replace(one, article="b", date="2026-03-05")) == []


# ---------------------------------------------------------------- names of clusters


def test_neither_order_nor_unrelated_articles_change_a_cluster(tmp_path):
    profiles = [article(name, person("Ketil Brasrud"), context=STRIKE) for name in "abcd"]
    other = [article(name, person("Siri Vold"), context=("Q9",)) for name in "ef"]
    before = clusters(tmp_path, *profiles)
    mixed = random.Random(3).sample([*profiles, *other], 6)
    after = clusters(tmp_path, *mixed)
    assert before.items() <= after.items()


def test_a_cluster_keeps_its_name_when_later_articles_join(tmp_path):
    profiles = [
        article(name, person("Ketil Brasrud"), context=STRIKE, date=f"2024-03-{day:02}")
        for name, day in (("m", 1), ("z", 2), ("a", 3))
    ]
    assert list(clusters(tmp_path, *profiles[:2])) == list(clusters(tmp_path, *profiles))


def test_records_can_be_kept_apart_and_clusters_retracted(tmp_path):
    profiles = [article(name, person("Ketil Brasrud"), context=STRIKE) for name in "ab"]
    pair = (("a", "ketil-brasrud"), ("b", "ketil-brasrud"))
    assert clusters(tmp_path, *profiles, apart=[pair]) == {}
    [name] = clusters(tmp_path, *profiles)
    assert clusters(tmp_path, *profiles, retracted=[name]) == {}


def test_records_can_be_joined_whatever_their_names(tmp_path):
    profiles = [article(name, person("Ketil Brasrud"), context=STRIKE) for name in "ab"]
    other = article("c", person("K.B."), date="2019-01-01")
    [before] = clusters(tmp_path, *profiles, other).values()
    [after] = clusters(tmp_path, *profiles, other, joined=[(("b", "ketil-brasrud"), ("c", "k.b."))]).values()
    assert sorted(after) == sorted([*before, "c k.b."])


def test_records_of_one_article_can_be_joined(tmp_path):
    found = clusters(
        tmp_path,
        article("a", person("Ketil Brasrud"), person("Brasrud")),
        joined=[(("a", "ketil-brasrud"), ("a", "brasrud"))],
    )
    assert list(found.values()) == [["a brasrud", "a ketil-brasrud"]]


def test_a_join_with_what_is_not_there_changes_nothing(tmp_path):
    profiles = [article(name, person("Ketil Brasrud"), context=STRIKE) for name in "ab"]
    joined = [(("a", "ketil-brasrud"), ("z", "k.b."))]
    assert clusters(tmp_path, *profiles, joined=joined) == clusters(tmp_path, *profiles)

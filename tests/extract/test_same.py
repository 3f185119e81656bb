from dataclasses import replace

from kg.extract.same import Profile, same_happening

NONE = (frozenset(),) * 5
VISIT = Profile(
    type="CONSULT", lemma="visit", noun=False, definite=False, plural=False, headline=False, fact=True, settled=True, future=False,
    negative=False, roles=(frozenset({"wang"}), *NONE[1:]), place=None, days=None, of_year=False, position=10,
)  # fmt: skip
THE_VISIT = replace(VISIT, noun=True, definite=True, roles=NONE, position=60)


def test_a_definite_noun_takes_up_the_only_event_of_its_type():
    assert same_happening(VISIT, THE_VISIT)


def test_with_two_candidates_a_noun_that_tells_who_takes_up_neither():
    assert not same_happening(VISIT, replace(THE_VISIT, roles=(frozenset({"li"}), *NONE[1:])), unique=False)


def test_a_noun_that_tells_nothing_new_takes_up_a_fact_and_no_claim():
    assert same_happening(VISIT, THE_VISIT, unique=False)
    assert not same_happening(replace(VISIT, fact=False), THE_VISIT, unique=False)


def test_other_actors_are_another_happening():
    other = replace(THE_VISIT, roles=(frozenset({"li"}), *NONE[1:]))
    assert not same_happening(VISIT, other)


def test_other_days_are_another_happening():
    first = replace(VISIT, days=("2023-02-20", "2023-02-20"))
    assert not same_happening(first, replace(THE_VISIT, days=("2023-02-21", "2023-02-21")))


def test_what_is_planned_is_not_what_happened():
    assert not same_happening(VISIT, replace(THE_VISIT, future=True))


def test_a_headline_and_its_lead_are_one():
    headline = replace(VISIT, headline=True)
    assert same_happening(headline, replace(VISIT, position=30))


def test_events_without_a_type_are_never_joined():
    assert not same_happening(replace(VISIT, type=None), replace(THE_VISIT, type=None))


def test_the_quake_of_a_year_is_none_that_is_not_dated():
    quake = replace(VISIT, type="DISASTER", lemma="earthquake", noun=True, roles=NONE)
    the_quake = replace(quake, lemma="quake", definite=True, position=60)
    assert same_happening(quake, the_quake)
    assert not same_happening(quake, replace(the_quake, days=("2011-01-01", "2011-12-31"), of_year=True))

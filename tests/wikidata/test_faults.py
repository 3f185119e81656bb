"""Faults of the seed that the builder puts right."""

import pytest

from kg.wikidata.geography import country_in
from kg.wikidata.kinds import Kind
from kg.wikidata.repair import class_of_description, repair
from kg.wikidata.seed import Draft


def repaired(label, kind, description=""):
    draft = Draft(1, label, kind, "more_misc.tsv.gz", "x@1:a", description=description)
    repair(draft, {}, {})
    return draft.kind


@pytest.mark.parametrize(
    ("label", "kind", "description", "wanted"),
    [
        ("Town of Amherst", Kind.COMPANY, "brand/operator: leisure/park", Kind.CITY),
        ("City of Ember", Kind.WORK, "", Kind.WORK),
        ("Australian House of Representatives", Kind.OTHER, "lower house of Australia", Kind.GOVERNMENT),
        ("Copley Medal", Kind.OTHER, "", Kind.AWARD),
        ("1936 Summer Olympics", Kind.OTHER, "", Kind.COMPETITION),
        ("Evin Prison", Kind.OTHER, "", Kind.PLACE),
        ("Prize", Kind.OTHER, "", Kind.OTHER),
        ("Richard Dawkins", Kind.OTHER, "English ethologist, evolutionary biologist and author", Kind.PERSON),
    ],
)
def test_the_class_is_told_by_description_or_label(label, kind, description, wanted):
    assert repaired(label, kind, description) is wanted


def test_scholars_are_persons():
    assert class_of_description("American mythologist, writer") is Kind.PERSON
    assert class_of_description("learned society") is None


def test_georgia_of_the_united_states_is_no_country():
    places = {"georgia": 230, "united states": 30}
    assert country_in("county in Georgia, United States", places) == 30
    assert country_in("town in Georgia", places) == 230


def test_islamic_is_no_name_of_iran(kb):
    assert kb.nation("Islamic") is None
    assert kb.nation("Iranian") == "Q794"

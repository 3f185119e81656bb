import pytest

from kg.article import Article
from kg.extract.article import extract_article
from kg.extract.label import event_label
from kg.extract.view import View
from kg.language.pipeline import parse_article
from kg.records import Entity

ENTITIES = {
    "wang": Entity("wang", "person", "Wang Yi"),
    "moscow": Entity("moscow", "place", "Moscow"),
    "russia": Entity("russia", "country", "Russia"),
    "china": Entity("china", "country", "China"),
}


def label(phrase: str, **options) -> str:
    options = {"noun": False, "view": View(), "entities": ENTITIES, **options}
    return event_label(phrase, **options)


def test_one_does_something_to_another():
    assert label("visit", agents=["wang"], recipients=["russia"]) == "Wang Yi visits Russia"


def test_several_do_something():
    assert label("meet", agents=["russia", "china"]) == "Russia and China meet"


def test_a_place_is_named():
    assert (
        label("talks", noun=True, agents=["wang", "russia"], place="moscow")
        == "Wang Yi and Russia: talks in Moscow"
    )


def test_the_source_of_what_is_only_claimed_is_named():
    view = View(certainty="possible")
    assert label("arm", view=view, agents=["china"], recipients=["russia"], source="Ukraine") == (
        "China arms Russia (unconfirmed, Ukraine)"
    )


def test_what_did_not_happen_says_so():
    assert label("resign", view=View(polarity="negative"), agents=["wang"]).endswith("(did not happen)")


def test_without_actors_the_word_stands_alone():
    assert label("earthquake", noun=True) == "Earthquake"


def test_what_is_provided_stands_between():
    assert (
        label("provide", agents=["china"], recipients=["russia"], theme="arms", type_="AID")
        == "China provides arms to Russia"
    )


def test_one_who_condemns_a_deed_is_not_said_to_condemn_its_victim():
    assert (
        label("condemn", agents=["china"], patients=["russia"], theme="invasion", type_="ACCUSE")
        == "China condemns invasion"
    )


def test_whom_it_concerns_is_joined_by_its_preposition():
    assert label("vote", agents=["china"], topics=["russia"], link="against") == "China votes against Russia"


def test_what_is_given_stands_before_who_gets_it():
    assert (
        label("appoint", agents=["china"], patients=["wang"], recipients=["russia"], type_="APPOINT")
        == "China appoints Wang Yi to Russia"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tesco sold most of its bank to Barclays in May.", "Tesco sells to Barclays"),
        ("Barclays bought the card business of Tesco in May.", "Barclays buys card business of Tesco"),
        ("Rebels threw explosives at soldiers in May.", "Rebels throw explosives at soldiers"),
    ],
)
def test_the_preposition_is_that_of_the_sentence(nlp, text, expected):
    found = extract_article(parse_article(nlp, Article(text=text, date="2023-06-22")))
    assert expected in {event.label for event in found.events}

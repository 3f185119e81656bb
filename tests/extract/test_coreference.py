import tomllib
from pathlib import Path

import pytest

from kg.article import Article
from kg.extract.entity import extract_entities
from kg.language.pipeline import parse_article
from tests.docs import make_doc

TEXTS = tomllib.loads((Path(__file__).parent / "entities.toml").read_text(encoding="utf-8"))
LUND = "Maria|NNP|3|nsubj|B-PERSON Lund|NNP|1|flat|E-PERSON"


def links(doc, kind):
    """Words of that kind and the name of whom they mean."""
    actors = extract_entities(doc)
    return [
        (doc.text[m.span.start : m.span.end], actors.entity[m.entity].name)
        for m in actors.mentions
        if m.kind == kind
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"{LUND} left|VBD|0|ROOT|lemma=leave\nShe|PRP|2|nsubj took|VBD|0|ROOT|lemma=take a|DT|4|det train|NN|2|obj",
            [("She", "Maria Lund")],
            id="subject of the sentence before",
        ),
        pytest.param(
            f"{LUND} said|VBD|0|ROOT|lemma=say she|PRP|6|nsubj would|MD|6|aux leave|VB|3|ccomp",
            [("she", "Maria Lund")],
            id="subject of the verb above",
        ),
        pytest.param(
            f"{LUND} told|VBD|0|ROOT|lemma=tell Pavel|NNP|3|iobj|B-PERSON Denk|NNP|4|flat|E-PERSON that|IN|8|mark "
            "she|PRP|8|nsubj trusted|VBD|3|ccomp|lemma=trust him|PRP|8|obj",
            [("she", "Maria Lund"), ("him", "Pavel Denk")],
            id="gender",
        ),
        pytest.param(
            "Denk|NNP|2|nsubj|S-PERSON blamed|VBD|0|ROOT|lemma=blame himself|PRP|2|obj",
            [("himself", "Denk")],
            id="reflexive",
        ),
        pytest.param(
            "Denk|NNP|2|nsubj|S-PERSON blamed|VBD|0|ROOT|lemma=blame him|PRP|2|obj",
            [],
            id="not the other argument",
        ),
        pytest.param(
            "Kenya|NNP|2|nsubj|S-COUNTRY raised|VBD|0|ROOT|lemma=raise its|PRP$|4|nmod:poss tariffs|NNS|2|obj",
            [("its", "Kenya")],
            id="possessive of a country",
        ),
        pytest.param(
            "It|PRP|3|expl is|VBZ|3|cop clear|JJ|0|ROOT that|IN|6|mark Denk|NNP|6|nsubj|S-PERSON won|VBD|3|ccomp",
            [],
            id="it without meaning",
        ),
        pytest.param("She|PRP|2|nsubj left|VBD|0|ROOT|lemma=leave", [], id="nobody there"),
    ],
)
def test_pronouns(text, expected):
    assert links(make_doc(text), "pronoun") == expected


def test_who_is_the_person_right_before():
    doc = make_doc(
        "Pavel|NNP|7|nsubj|B-PERSON Denk|NNP|1|flat|E-PERSON ,|,|5|punct who|WP|5|nsubj founded|VBD|1|acl:relcl "
        ",|,|1|punct left|VBD|0|ROOT|lemma=leave"
    )
    assert links(doc, "pronoun") == [("who", "Pavel Denk")]


def test_which_may_be_a_body_but_not_an_event():
    doc = make_doc(
        "The|DT|2|det invasion|NN|8|nsubj of|IN|4|case Kenya|NNP|2|nmod|S-COUNTRY ,|,|7|punct which|WDT|7|nsubj "
        "began|VBD|2|acl:relcl failed|VBD|0|ROOT|lemma=fail"
    )
    assert links(doc, "pronoun") == []


def test_i_in_a_quotation_is_who_speaks():
    doc = make_doc(
        "“|``|4|punct I|PRP|4|nsubj am|VBP|4|cop tired|JJ|7|ccomp ,|,|4|punct ”|''|4|punct said|VBD|0|ROOT|lemma=say "
        "Pavel|NNP|7|nsubj|B-PERSON Denk|NNP|8|flat|E-PERSON"
    )
    assert links(doc, "pronoun") == [("I", "Pavel Denk")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"{LUND.replace('|3|nsubj', '|9|nsubj')} ,|,|5|punct the|DT|5|det mayor|NN|1|appos of|IN|7|case "
            "Bergen|NNP|5|nmod|S-PLACE ,|,|1|punct resigned|VBD|0|ROOT|lemma=resign",
            id="behind the name",
        ),
        pytest.param(
            "The|DT|2|det mayor|NN|9|nsubj of|IN|4|case Bergen|NNP|2|nmod|S-PLACE ,|,|6|punct "
            "Maria|NNP|2|appos|B-PERSON Lund|NNP|6|flat|E-PERSON ,|,|6|punct resigned|VBD|0|ROOT|lemma=resign",
            id="before the name",
        ),
    ],
)
def test_an_apposition_is_the_same_person(text):
    assert [name for _, name in links(make_doc(text), "nominal")] == ["Maria Lund"]


def test_a_description_with_the_nationality_of_a_named_leader_means_that_leader():
    doc = make_doc(
        "Hungarian|JJ|2|amod|S-NORP President|NNP|3|nmod:desc Orsolya|NNP|5|nsubj|B-PERSON Bartha|NNP|3|flat|E-PERSON "
        "arrived|VBD|0|ROOT|lemma=arrive\n"
        "The|DT|3|det Hungarian|JJ|3|amod|S-NORP leader|NN|4|nsubj|nominal=person left|VBD|0|ROOT|lemma=leave"
    )
    assert links(doc, "nominal") == [("The Hungarian leader", "Orsolya Bartha")]


def test_an_indefinite_description_is_somebody_new_without_a_name():
    doc = make_doc(
        f"{LUND} left|VBD|0|ROOT|lemma=leave\n"
        "A|DT|3|det senior|JJ|3|amod official|NN|4|nsubj|nominal=person agreed|VBD|0|ROOT|lemma=agree"
    )
    entity = extract_entities(doc).entities[-1]
    assert (entity.name, entity.named, entity.type) == ("senior official", False, "person")


def test_several_people_are_a_group_in_the_plural():
    doc = make_doc("Protesters|NNS|2|nsubj|nominal=group left|VBD|0|ROOT|lemma=leave")
    entity = extract_entities(doc).entities[0]
    assert (entity.type, entity.plural, entity.named) == ("group", True, False)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Denk|NNP|4|nsubj|S-PERSON is|VBZ|4|cop a|DT|4|det lawyer|NN|0|ROOT|nominal=person",
            id="predicate",
        ),
        pytest.param(
            "No|DT|2|det minister|NN|3|nsubj|nominal=person left|VBD|0|ROOT|lemma=leave",
            id="nobody in particular",
        ),
        pytest.param(
            "spokesman|NN|2|nmod:desc|nominal=person Denk|NNP|3|nsubj|S-PERSON left|VBD|0|ROOT",
            id="title of a name",
        ),
    ],
)
def test_nouns_that_mean_nobody_of_their_own(text):
    assert links(make_doc(text), "nominal") == []


def test_a_description_ends_before_its_relative_clause():
    doc = make_doc(
        "The|DT|2|det official|NN|8|nsubj|nominal=person in|IN|4|case Riga|NNP|2|nmod|S-PLACE who|WP|6|nsubj "
        "spoke|VBD|2|acl:relcl|lemma=speak to|RP|6|compound:prt agreed|VBD|0|ROOT|lemma=agree"
    )
    assert [words for words, _ in links(doc, "nominal")] == ["The official in Riga"]


def suspects(nlp, text):
    doc = nlp(text)
    return [name for words, name in links(doc, "nominal") if words.casefold() == "the suspect"]


def test_nobody_named_is_guessed_to_be_a_suspect(nlp):
    text = (
        "Pavel Adamik, mayor of the Polish city of Lodz, was stabbed on stage on Sunday. Adamik has been mayor since 1998. "
        "The suspect was questioned on Monday."
    )
    assert suspects(nlp, text) == ["suspect"]


def test_who_was_arrested_may_be_the_suspect(nlp):
    text = "Police arrested Boris Lang, a former soldier, in Lodz on Sunday. The suspect was questioned on Monday."
    assert suspects(nlp, text) == ["Boris Lang"]


@pytest.mark.parametrize(("text", "expected"), TEXTS.items(), ids=[text[:40] for text in TEXTS])
def test_who_is_meant_in_whole_texts(nlp, text, expected):
    actors = extract_entities(parse_article(nlp, Article(text=text, date="2024-05-01", id="a")))
    found = {}
    for mention in actors.mentions:
        found.setdefault(mention.entity, []).append(text[mention.span.start : mention.span.end])
    assert [words for words in expected if words not in found.values()] == []

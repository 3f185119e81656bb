import pytest

from kg.article import Article
from kg.extract.article import extract_article
from kg.language.pipeline import parse_article
from kg.trace import Trace, mention_key

TEXT = (
    "Maria Keller, the mayor of Bern, met Norwegian fishermen on Monday. She promised that the city would help them. "
    "Keller later spoke with a senator. Moscow condemned the talks."
)


@pytest.fixture(scope="module")
def read(nlp):
    """The reasons of each mention by its words: step to reason."""
    trace = Trace()
    found = extract_article(parse_article(nlp, Article(text=TEXT, date="2023-02-22")), trace)
    return {
        TEXT[m.span.start : m.span.end]: {r.step: r for r in trace.of("mention", mention_key(m.span))}
        for m in found.mentions
    }


@pytest.mark.parametrize(
    ("words", "step", "told"),
    [
        pytest.param("the mayor of Bern", "rule", "Maria Keller: stands beside the name", id="apposition"),
        pytest.param("She", "antecedent", "Maria Keller", id="pronoun"),
        pytest.param("Keller", "name", "Maria Keller: another form of the name", id="surname"),
        pytest.param("Norwegian", "name", "Norway: word for a nationality, by the word list", id="adjective"),
        pytest.param("Moscow", "stands for", "Russia: a seat of power", id="metonym"),
        pytest.param("a senator", "antecedent", "nobody so far; a new entity", id="new"),
    ],
)
def test_each_mention_has_its_reason(read, words, step, told):
    assert read[words][step].text.startswith(told)


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        pytest.param(
            "Norwegian president Maria Keller spoke in Rome. She said that her country would help.",
            "her country",
            "Norway: the country of the person to whom it belongs",
            id="own country",
        ),
        pytest.param(
            "Hezbollah fired rockets on Monday. On Tuesday the militant Hezbollah group denied it.",
            "the militant Hezbollah group",
            "Hezbollah: the body whose name stands before the noun",
            id="named movement",
        ),
    ],
)
def test_every_rule_has_its_reason(nlp, text, words, told):
    trace = Trace()
    found = extract_article(parse_article(nlp, Article(text=text, date="2023-02-22")), trace)
    keys = [mention_key(m.span) for m in found.mentions if text[m.span.start : m.span.end] == words]
    assert told in [r.text for key in keys for r in trace.of("mention", key)]


@pytest.mark.parametrize("words", ["Maria Keller", "Norwegian fishermen"])
def test_nothing_to_decide_needs_none(read, words):
    assert read[words] == {}


def test_the_runner_up_shows_what_it_lost_by(read):
    assert "network" in dict(read["a senator"]["runner-up"].parts)


def test_a_choice_shows_its_antecedent_and_what_spoke_for_it(read):
    reason = read["She"]["antecedent"]
    assert TEXT[reason.span.start : reason.span.end] in {"Maria Keller", "the mayor of Bern"}
    assert {"distance", "has a name"} <= dict(reason.parts).keys()
    assert reason.value > read["She"]["nobody so far"].value

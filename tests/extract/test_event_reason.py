import pytest

from kg.article import Article
from kg.extract.article import extract_article
from kg.language.pipeline import parse_article
from kg.trace import Trace

TEXT = (
    "Norway sent two frigates to Estonia on Monday. The minister denied that Sweden would attack the island. "
    "Finland condemned the invasion of Georgia. Protesters may march in Oslo on Friday."
)


@pytest.fixture(scope="module")
def read(nlp):
    """The events of the text with their reasons as (step, text, words of the text), by trigger."""
    trace = Trace()
    found = extract_article(parse_article(nlp, Article(text=TEXT, date="2023-02-22")), trace)

    def words(span):
        return TEXT[span.start : span.end] if span is not None else ""

    return {
        words(event.span): (event, [(r.step, r.text, words(r.span)) for r in trace.of("event", event.key)])
        for event in found.events
    }


def test_the_trigger_names_its_row_of_the_lexicon_and_what_the_model_says(read):
    step, text, _ = read["condemned"][1][0]
    assert step == "trigger"
    assert text.startswith("lexicon: verb “condemn”")
    assert "model sees" in text


@pytest.mark.parametrize(
    ("trigger", "word", "effect"),
    [
        pytest.param("attack", "would", "future", id="modal"),
        pytest.param("attack", "denied", "attributes it", id="saying"),
        pytest.param("march", "may", "possible", id="possibility"),
        pytest.param("invasion", "condemned", "as known", id="presupposition"),
    ],
)
def test_each_word_that_decides_between_fact_and_report_is_named(read, trigger, word, effect):
    _, reasons = read[trigger]
    told = " ".join(f"“{span}” {text}" for step, text, span in reasons if step == "because")
    told += " ".join(text for step, text, _ in reasons if step.startswith("as "))
    assert f"“{word}”" in told
    assert effect in told


def test_the_verdict_is_that_of_the_record(read):
    for event, reasons in read.values():
        steps = [step for step, _, _ in reasons]
        assert ("fact" in steps, "reported only" in steps) == (event.fact, not event.fact)


def test_participants_have_the_rule_that_found_them(read):
    _, reasons = read["condemned"]
    assert ("agent", "Finland: subject", "") in reasons


def test_reasons_change_no_record(nlp):
    article = Article(text=TEXT, date="2023-02-22")
    assert extract_article(parse_article(nlp, article)) == extract_article(
        parse_article(nlp, article), Trace()
    )

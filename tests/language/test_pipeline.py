import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.article import Article, Section
from kg.errors import EnvironmentFaultError
from kg.language.context import analysis_text, in_headline, span_of
from kg.language.pipeline import load, parse_article

TEXT = (
    "President Lena Moreau of France met the Brazilian foreign minister in Oslo on Tuesday. "
    "She said the talks had gone well.\n\nThe two countries signed a treaty."
)


def words(doc):
    return [token for token in doc if not token.is_space]


def test_a_sentence_is_read_as_any_spacy_user_expects(nlp):
    doc = parse_article(nlp, Article(text=TEXT))
    assert [sent.text.strip()[:9] for sent in doc.sents] == ["President", "She said ", "The two c"]
    assert {"Lena Moreau": "PERSON", "France": "COUNTRY", "Oslo": "PLACE"}.items() <= {
        e.text: e.label_ for e in doc.ents
    }.items()
    met = next(t for t in doc if t.text == "met")
    assert (met.tag_, met.lemma_, met.pos_, met.dep_) == ("VBD", "meet", "VERB", "ROOT")
    assert any(t.dep_ == "nsubj" and t.head == met for t in doc)


def test_a_title_is_a_context_of_its_own(nlp):
    doc = parse_article(nlp, Article(text="It rained.", title="Rain in Oslo"))
    assert in_headline(doc[0])
    assert not in_headline(doc[len(doc) - 1])
    assert span_of(doc, 0, 4).context == "headline"
    start = doc.text.index("rained")
    assert span_of(doc, start, start + 6).start == 3


def test_what_is_not_content_is_not_read():
    article = Article(
        text="Daily Bugle\n\nRain\n\nMore from us",
        sections=(Section("publication", 0, 11), Section("body", 13, 17)),
    )
    assert analysis_text(article)[0] == " " * 11 + "\n\nRain\n\n" + " " * 12


def test_a_prediction_does_not_depend_on_the_articles_before(nlp):
    first = parse_article(nlp, Article(text=TEXT))
    parse_article(nlp, Article(text="Shares fell. " * 80))
    again = parse_article(nlp, Article(text=TEXT))
    assert first.to_json() == again.to_json()
    assert [t._.event_score for t in first] == [t._.event_score for t in again]


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(st.text(max_size=120))
def test_any_text_is_read_whole(nlp, text):
    doc = parse_article(nlp, Article(text=text))
    assert doc.text == text
    assert all(token.tag_ for token in doc)
    assert all(token.head in token.sent for token in doc)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "a" * 10_000,
        "WAR " * 900,
        "no end " * 700,
        "\u200b\u0000\ufeffx",
        "- one\n- two\n- three",
        "👩‍👩‍👧 said 🙂.",
    ],
    ids=["empty", "blank", "long word", "capitals", "no sentence end", "invisible", "list", "emoji"],
)
def test_odd_text_is_read(nlp, text):
    doc = parse_article(nlp, Article(text=text))
    assert doc.text == text
    assert all(token.dep_ for token in words(doc))


def test_an_unknown_pipeline_is_named():
    with pytest.raises(EnvironmentFaultError, match="en_nowhere_sm"):
        load("en_nowhere_sm")


def test_a_dateline_is_no_part_of_the_first_sentence(nlp):
    lead = "Norway signed a treaty with Iceland."
    article = Article(
        text=f"OSLO (AP) — {lead}", sections=(Section("dateline", 0, 11), Section("body", 12, 48))
    )
    sentences = list(parse_article(nlp, article).sents)
    assert [sent.text for sent in sentences] == ["OSLO (AP) —", lead]
    assert [t.dep_ for t in sentences[1]] == [t.dep_ for t in nlp(lead)]

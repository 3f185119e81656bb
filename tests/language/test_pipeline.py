import json
import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.article import Article, Section
from kg.errors import EnvironmentFaultError
from kg.language.context import analysis_text, in_headline, span_of
from kg.language.model import _ends_sentence
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


def readings(nlp, texts):
    docs = [parse_article(nlp, Article(text=text)) for text in texts]
    return {
        text: (doc.to_json(), [t._.event_score for t in doc], doc._.kg_roles, doc._.kg_args)
        for text, doc in zip(texts, docs, strict=True)
    }


def test_the_order_of_articles_changes_nothing(nlp):
    texts = [TEXT, "Shares fell.", "Rebels shelled the port.\n\nNobody was hurt, the mayor said."]
    assert readings(nlp, texts) == readings(nlp, texts[::-1])


def test_an_article_in_spacys_pipe_is_read_as_alone(nlp):
    texts = [TEXT, "Shares fell on Monday. " * 40, "Rebels shelled the port."]
    alone = [nlp(text).to_json() for text in texts]
    assert [doc.to_json() for doc in nlp.pipe(texts, batch_size=3)] == alone


@pytest.mark.parametrize("threads", ["1", "4"])
def test_the_number_of_threads_changes_nothing(nlp, threads):
    code = (
        "import json; from kg.article import Article; from kg.language.pipeline import load, parse_article; "
        f"doc = parse_article(load(), Article(text={TEXT!r})); "
        "print(json.dumps([[t.dep_, t.head.i, t._.event_score, t._.factual] for t in doc]))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "OMP_NUM_THREADS": threads, "MKL_NUM_THREADS": threads},
        capture_output=True,
        text=True,
        check=True,
    )
    doc = parse_article(nlp, Article(text=TEXT))
    assert json.loads(said.stdout) == [[t.dep_, t.head.i, t._.event_score, t._.factual] for t in doc]


def test_who_does_what_to_whom(nlp):
    doc = parse_article(nlp, Article(text="Norway's parliament rejected the treaty on Tuesday."))
    at = {token.text: token.i for token in doc}
    assert doc[at["rejected"]]._.predicate
    roles = {key: label for key, (label, _) in doc._.kg_roles.items() if key[0] == at["rejected"]}
    assert roles == {
        (at["rejected"], at["parliament"]): "ARG0",
        (at["rejected"], at["treaty"]): "ARG1",
        (at["rejected"], at["Tuesday"]): "ARGM-TMP",
    }


def test_a_pronoun_prefers_whom_it_agrees_with(nlp):
    doc = parse_article(nlp, Article(text="Maria Lund leads the party. She won the vote in Oslo."))
    at = {token.text: token.i for token in doc}
    places = [(at["Lund"], at["Maria"], at["Lund"] + 1), (at["party"], at["the"], at["party"] + 1)]
    scores = doc._.kg_antecedents.scores((at["She"], at["She"], at["She"] + 1), places)
    assert scores.argmax() == 0
    assert scores[0] > 0


def test_a_full_stop_behind_a_word_ends_a_sentence(nlp):
    said = "Norland's border service accused Tajik troops of setting fire to a school. Tajikistan's interior ministry blamed the"
    text = f"The dispute is old.\n\n{said} other side, saying its soldiers had opened fire first on a group of shepherds."
    assert len(list(parse_article(nlp, Article(text=text)).sents)) == 3


def test_a_stop_is_known_by_the_words_around_it():
    assert _ends_sentence(["the", "school", ".", "Tajik"], 3)
    assert not _ends_sentence(["by", "Rep", ".", "Portuondo"], 3)
    assert not _ends_sentence(["the", "no", ".", "Two"], 3)
    assert not _ends_sentence(["the", "school", ".", "said"], 3)

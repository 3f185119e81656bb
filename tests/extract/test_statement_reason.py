import pytest

from kg.article import Article
from kg.extract.article import extract_article
from kg.language.pipeline import parse_article
from kg.trace import Trace


def reasons(nlp, text):
    """The reasons of the first statement by step, each with the words of the text that it points to."""
    trace = Trace()
    found = extract_article(parse_article(nlp, Article(text=text, date="2023-02-22")), trace)
    noted = trace.of("statement", found.statements[0].key)
    return {r.step: (r.text, text[r.span.start : r.span.end] if r.span else "") for r in noted}


@pytest.mark.parametrize(
    ("text", "step", "why", "words"),
    [
        pytest.param(
            "Maria Keller said that the bridge was safe.", "cue", "verb “say” of speech", "said", id="cue"
        ),
        pytest.param(
            "Maria Keller said that the bridge was safe.", "content", "the clause that the cue", "", id="clause"
        ),
        pytest.param(
            "Maria Keller said that the bridge was safe.", "speaker", "subject of the cue", "Maria Keller",
            id="subject",
        ),
        pytest.param(
            "The bridge is safe, according to Maria Keller.", "speaker", "behind the preposition", "Maria Keller",
            id="preposition",
        ),
        pytest.param(
            "“The bridge is safe,” Maria Keller said.", "form", "direct: all words stand in quotation marks", "",
            id="form",
        ),
        pytest.param(
            "Maria Keller denied that the bridge was unsafe.", "act", "deny: the cue's own", "", id="act",
        ),
        pytest.param(
            "Maria Keller did not say that the bridge was safe.", "reported only", "keeps it from", "not",
            id="negated",
        ),
    ],
)  # fmt: skip
def test_each_part_of_a_statement_has_its_reason(nlp, text, step, why, words):
    told, pointed = reasons(nlp, text)[step]
    assert why in told
    assert pointed == words


def test_a_confidence_says_what_it_was_made_of(nlp):
    told, _ = reasons(nlp, "Maria Keller thinks that the bridge is safe.")["confidence"]
    assert "of the rule" in told
    assert "less for thoughts" in told

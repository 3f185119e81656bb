"""What the words around a token say of it: the weights are data, so the tests ask for what no reader would doubt."""

import numpy as np
import pytest

from kg.article import Article
from kg.extract.candidate import lexicon_matches
from kg.extract.clause import Scene
from kg.extract.clue import KINDS, NONE, Clues, clue_scores, themes
from kg.extract.entity import extract_entities
from kg.language.pipeline import parse_article


@pytest.fixture(scope="module")
def best(nlp):
    """The likeliest kind of a word in a text, and its clues."""

    def find(text, word):
        doc = parse_article(nlp, Article(text=text, id="x"))
        scene = Scene(doc, extract_entities(doc))
        matches = {match.head: match for match in lexicon_matches(scene)}
        token = next(token.i for token in doc if token.text == word)
        found = Clues(scene, matches).around(token)
        (scores,) = clue_scores([found + themes(matches)])
        return KINDS[int(np.argmax(scores))], found

    return find


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("Rebels attacked the village at dawn.", "attacked", "ASSAULT"),
        ("The two ministers met in Lisbon on Friday.", "met", "CONSULT"),
        ("Police arrested three men in the harbour.", "arrested", "COERCE"),
        ("The envoy wore a blue coat and a scarf.", "wore", NONE),
        ("She has a small garden behind the house.", "has", NONE),
    ],
)
def test_plain_cases(best, text, word, kind):
    assert best(text, word)[0] == kind


def test_clues_name_the_word_its_reading_and_what_stands_around(best):
    _, found = best("Police arrested three men in the harbour.", "arrested")
    assert "arrest.v" in found
    assert any(clue.startswith("listed COERCE") for clue in found)
    assert any(clue.startswith("obj ") for clue in found)
    assert len(found) == len(set(found))


def test_clues_without_a_weight_say_nothing():
    unknown, none = clue_scores([["never seen"], []])
    assert np.array_equal(unknown, none)

import pytest

from kg.language.lemma import Lemmatizer

FORMS = {
    ("met", "VERB"): "meet",
    ("express", "VERB"): "express",
    ("hope", "VERB"): "hope",
    ("ban", "VERB"): "ban",
}


@pytest.mark.parametrize(
    ("word", "pos", "rule", "lemma"),
    [
        pytest.param("Met", "VERB", "l|2|", "meet", id="a known form beats the rule"),
        pytest.param("expressed", "VERB", "l|1|", "express", id="a known lemma beats an unknown guess"),
        pytest.param("hoping", "VERB", "l|3|", "hope", id="silent e"),
        pytest.param("banned", "VERB", "l|2|", "ban", id="doubled consonant"),
        pytest.param("frobnicated", "VERB", "l|1|", "frobnicate", id="an unknown verb keeps the rule"),
        pytest.param("zorbs", "NOUN", "l|4|", "zorbs", id="a rule that eats the word is not believed"),
        pytest.param("Metz", "PROPN", "k|0|", "Metz", id="names are left alone"),
    ],
)
def test_lemmas(word, pos, rule, lemma):
    assert Lemmatizer(FORMS).lemma(word, pos, rule) == lemma

import pytest

from kg.extract.lemma import lemma_of


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("killed", "VBN", "kill"), ("stopped", "VBD", "stop"), ("released", "VBN", "release"), ("denied", "VBD", "deny"),
        ("invading", "VBG", "invade"), ("striking", "VBG", "strike"), ("fled", "VBD", "flee"), ("passes", "VBZ", "pass"),
        ("seizes", "VBZ", "seize"), ("dying", "VBG", "die"), ("agreed", "VBD", "agree"), ("hits", "VBZ", "hit"),
        ("sanctions", "NNS", "sanction"), ("allies", "NNS", "ally"), ("crises", "NNS", "crisis"), ("clashes", "NNS", "clash"),
        ("gunmen", "NNS", "gunman"), ("impeaches", "VB", "impeach"), ("focus", "VB", "focus"), ("Attack", "NN", "Attack"),
    ],
)  # fmt: skip
def test_lemma_of(form, tag, lemma):
    assert lemma_of(form, tag) == lemma

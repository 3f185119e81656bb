import pytest

from kg.extract.act import ACTS, act_of, features_of
from kg.extract.cue import read_cues


def cue(word):
    return next(entry for rest, entry in read_cues()[word] if not rest and entry.pos == "v")


@pytest.mark.parametrize(
    ("word", "content", "act"),
    [
        ("said", "The bridge was built in 1932.", "assert"),
        ("said", "That is false. We never took any money.", "deny"),
        ("said", "He was a great man and an inspiration to us all.", "praise"),
        ("said", "This is a shameful and reckless decision.", "criticise"),
        ("urged", "the army to withdraw", "request"),
        ("accused", "the minister of stealing public money", "accuse"),
        ("praised", "the brave crew", "praise"),
        ("denied", "the charge", "deny"),
        ("vowed", "to rebuild the harbour", "promise"),
        ("announced", "a ceasefire", "announce"),
        ("believes", "the plan will work", "believe"),
    ],
)
def test_cue_and_words_tell_the_act(word, content, act):
    assert act_of(cue(word), content, "direct" if content[-1] == "." else "indirect")[0] == act


@pytest.mark.parametrize(
    ("content", "mood", "act"),
    [
        ("the bill could exceed two billion euros", "main=thing+may", "speculate"),
        ("its army would strike back", "main=own+would", "threaten"),
    ],
)
def test_a_warning_foretells_or_threatens(content, mood, act):
    assert act_of(cue("warned"), content, "indirect", "threaten", (mood,))[0] == act


def test_the_model_tips_the_scales_of_a_plain_cue():
    content = "the road would stay as it was"
    assert act_of(cue("said"), content, "indirect")[0] == "assert"
    assert act_of(cue("said"), content, "indirect", "announce") != act_of(cue("said"), content, "indirect")


def test_what_tells_the_act_is_named():
    assert act_of(cue("denied"), "the charge", "indirect")[1] == "cue"
    assert act_of(None, "No. That is not true. We never did.", "direct")[1] in {
        "negation",
        "not",
        "no",
        "never",
    }


@pytest.mark.parametrize("content", ["", "???", "’’", "n’t", "\N{HEAVY BLACK HEART}"])
def test_any_content_has_an_act(content):
    assert act_of(None, content, "direct")[0] in ACTS
    assert features_of(None, content, "direct") == sorted(set(features_of(None, content, "direct")))

import pytest

from tests.score.records import (
    article,
    figure,
    found_statement,
    mention,
    person,
    said,
    scored,
    span,
)

MARKED = "⟦e1:n|Ann⟧ told ⟦e2:n|Bo⟧ that the tax will be raised soon. ⟦e3:d|A judge⟧ agreed."
ROW = said("s1", "the tax will be raised soon", speaker="e1", cue="told", speaker_span="Ann")
GOLD = article(MARKED, statements=[ROW])
TEXT = GOLD.text
ACTORS = {
    "entities": [person("a"), person("b")],
    "mentions": [mention(TEXT, "Ann", "a"), mention(TEXT, "Bo", "b")],
}


def against(*statements, gold=GOLD):
    return scored(gold, **ACTORS, statements=statements)


@pytest.mark.parametrize(
    ("content", "half", "exact"),
    [
        ("the tax will be raised soon", 1, 1),
        ("the tax will be raised soon.", 1, 1),
        ("tax will be raised", 1, 0),
        ("raised soon", 0, 0),
    ],
)
def test_half_the_words_are_a_match_and_all_words_are_exact(content, half, exact):
    found = against(found_statement(TEXT, content))
    assert figure(found, "statements.content") == (half, 1, 1)
    assert figure(found, "statements.exact") == (exact, 1, 1)


@pytest.mark.parametrize(("speaker", "right"), [("a", 1), ("b", 0)])
def test_the_speaker_is_an_entity(speaker, right):
    at = span(TEXT, "Ann")
    found = against(found_statement(TEXT, ROW["content"][0], speakers=(speaker,), speaker_span=at))
    assert figure(found, "statements.speaker") == (right, 1, 1)


def test_a_speaker_without_a_name_is_known_by_the_words():
    row = said("s1", "told Bo", speaker="e3", speaker_span="A judge")
    gold = article(MARKED, {"e3": {"unnamed": True}}, statements=[row])
    found = against(
        found_statement(TEXT, "told Bo", speakers=("b",), speaker_span=span(TEXT, "judge")), gold=gold
    )
    assert figure(found, "statements.speaker") == (1, 1, 1)


def test_nobody_is_right_where_nobody_is_named():
    gold = article(MARKED, statements=[said("s1", "the tax", speaker=None, anonymous=True)])
    content = found_statement(TEXT, "the tax", anonymous=True)
    assert figure(against(content, gold=gold), "statements.speaker") == (1, 1, 1)
    content = found_statement(TEXT, "the tax", speakers=("a",))
    assert figure(against(content, gold=gold), "statements.speaker") == (0, 1, 1)


def test_two_pieces_of_one_sentence_pair_once():
    found = against(
        found_statement(TEXT, "the tax will be"), found_statement(TEXT, "tax will be raised soon")
    )
    assert figure(found, "statements.content") == (1, 1, 2)
    assert [m.kind for m in found.misses if m.figure == "statements.content"] == ["invented"]


def test_form_and_act_count_for_pairs_direct_quotes_for_both():
    gold = article(MARKED, statements=[{**ROW, "form": "direct"}])
    found = against(
        found_statement(TEXT, ROW["content"][0], form="direct", act="promise"),
        found_statement(TEXT, "A judge", form="direct"),
        gold=gold,
    )
    assert figure(found, "statements.direct") == (1, 1, 2)
    assert figure(found, "statements.form") == (1, 1, 1)
    assert figure(found, "statements.act") == (0, 1, 1)
    assert "is assert, found promise (-)" in [m.note for m in found.misses]

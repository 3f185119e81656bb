import pytest

from kg.records import TimeSpan
from tests.score.records import article, event, figure, found_event, mention, person, scored, span

MARKED = "On Tuesday ⟦e1:n|Ann⟧ met ⟦e2:n|Bo⟧ in ⟦e3:n|Oslo⟧ and sued ⟦e2:p|him⟧; the talks failed."
ROW = event("v1", "met", type="CONSULT", agent=["e1"], recipient=["e2"], place="e3", time="Tuesday")
GOLD = article(MARKED, events=[ROW])
TEXT = GOLD.text
ACTORS = {
    "entities": [person("a"), person("b"), person("o")],
    "mentions": [mention(TEXT, "Ann", "a"), mention(TEXT, "Bo", "b"), mention(TEXT, "Oslo", "o")],
}


def against(*events, gold=GOLD, **more):
    return scored(gold, **ACTORS, events=events, **more)


def test_a_trigger_counts_when_it_overlaps_and_only_once():
    found = against(found_event(TEXT, "met Bo"), found_event(TEXT, "sued"), found_event(TEXT, "met"))
    assert figure(found, "events.trigger") == (1, 1, 3)


@pytest.mark.parametrize(
    ("annotated", "found", "right"),
    [("CONSULT", "CONSULT", 1), ("CONSULT", None, 0), ("OTHER", None, 1), ("OTHER", "CONSULT", 0)],
)
def test_other_is_no_type(annotated, found, right):
    gold = article(MARKED, events=[{**ROW, "type": annotated}])
    assert figure(against(found_event(TEXT, "met", type=found), gold=gold), "events.type") == (right, 1, 1)


def test_participants_count_by_entity_in_their_role():
    found = against(found_event(TEXT, "met", agents=("a", "b"), place="o"))
    assert figure(found, "events.agent") == (1, 1, 2)
    assert figure(found, "events.recipient") == (0, 1, 0)
    assert figure(found, "events.place") == (1, 1, 1)
    notes = {(m.figure, m.kind, m.note) for m in found.misses}
    assert {("events.agent", "invented", "b"), ("events.recipient", "missed", "Bo")} <= notes


def test_participants_of_an_event_that_is_not_annotated_do_not_count():
    assert "events.agent" not in against(found_event(TEXT, "sued", agents=("a",))).tallies


def test_what_another_mention_of_the_happening_has_is_not_invented():
    gold = article(MARKED, events=[ROW, event("v2", "talks", same_as="v1")])
    found = against(found_event(TEXT, "talks", agents=("a",)), gold=gold)
    assert figure(found, "events.agent") == (0, 0, 0)


def test_who_is_blamed_takes_part():
    found = against(
        found_event(TEXT, "met"),
        found_event(TEXT, "met", key="met-2", version_of="met", fact=False, agents=("a",)),
    )
    assert figure(found, "events.trigger") == (1, 1, 1)
    assert figure(found, "events.agent") == (1, 1, 1)
    assert figure(found, "events.fact") == (1, 1, 1)


def test_every_mention_of_an_event_is_a_trigger():
    gold = article(MARKED, events=[ROW, event("v2", "talks", same_as="v1")])
    found = against(found_event(TEXT, "met", mentions=(span(TEXT, "met"), span(TEXT, "talks"))), gold=gold)
    assert figure(found, "events.trigger") == (2, 2, 2)


@pytest.mark.parametrize(
    ("expression", "right"), [("Tuesday", (1, 1, 1)), ("On Tuesday", (1, 1, 1)), ("failed", (0, 1, 1)), (None, (0, 1, 0))]
)  # fmt: skip
def test_half_the_words_of_a_time_are_enough(expression, right):
    times = [TimeSpan("t", span(TEXT, expression), expression, None, None)] if expression else []
    found = against(found_event(TEXT, "met", time="t" if times else None), times=times)
    assert figure(found, "events.time") == right


NO_FACT = {"fact": False, "certainty": "possible"}


@pytest.mark.parametrize(
    ("events", "fact", "leaked", "unannotated"),
    [
        pytest.param([ROW], True, (0, 1), (0, 1), id="a fact"),
        pytest.param([{**ROW, **NO_FACT}], True, (1, 1), (0, 1), id="leaked"),
        pytest.param([{**ROW, **NO_FACT}], False, (0, 0), (0, 0), id="not published as a fact"),
        pytest.param([event("v2", "failed", **NO_FACT)], True, (0, 0), (1, 1), id="not annotated"),
    ],
)
def test_a_published_fact_that_is_none_is_a_leak(events, fact, leaked, unannotated):
    found = against(found_event(TEXT, "met", fact=fact), gold=article(MARKED, events=events))
    for name, expected in (("leaked", leaked), ("unannotated", unannotated)):
        tally = found.tallies.get(f"safety.{name}")
        assert (tally.hit if tally else 0, tally.gold if tally else 0) == expected


def test_one_annotated_fact_among_the_mentions_is_enough():
    gold = article(MARKED, events=[event("v1", "met", **NO_FACT), event("v2", "talks")])
    found = against(found_event(TEXT, "met", mentions=(span(TEXT, "met"), span(TEXT, "talks"))), gold=gold)
    assert found.tallies["safety.leaked"].hit == 0

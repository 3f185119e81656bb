import pytest

from kg.score.facts import read_facts
from kg.score.mark import read_marks
from tests.score.records import event, said

TEXT, MENTIONS = read_marks("⟦e1:n|Dahl⟧ said she met Dahl.\nShe said ⟦e1:n|Dahl⟧ lost and lost.")
ENTITIES = {"e1": {"type": "PERSON", "name": "Dahl"}}


def faults(**rows):
    return read_facts({"entities": ENTITIES, **rows}, TEXT, MENTIONS).faults


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ({"entities": {}}, "e1: is marked in the text but is not among the entities"),
        ({"entities": {"e1": {"type": "ROBOT", "name": "D"}}}, "e1: type is 'ROBOT'; known: PERSON"),
        ({"entities": {"e1": {**ENTITIES["e1"], "qid": 42}}}, "e1: qid must be a text like Q42 or null, not 42"),
        ({"entities": {"e1": {**ENTITIES["e1"], "country": "e7"}}}, "e1: country 'e7' is not among the entities"),
        ({"entities": []}, "entities: must be an object of objects"),
        ({"events": "none"}, "events: must be a list of objects"),
        ({"roles": [{"holder": "e2", "title": "x", "status": "current"}]}, "role x: holder 'e2' is not among"),
        ({"roles": [{"holder": "e1", "status": "current"}]}, "role None: needs a holder and a title"),
        ({"statements": [said("s1", "nowhere")]}, "statement s1: content is not in the text word for word: 'nowhere'"),
        ({"statements": [said("s1", "lost", act="shout")]}, "statement s1: act is 'shout'"),
        ({"statements": [said("s1", "lost", speaker="e3")]}, "statement s1: speaker 'e3' is not among the entities"),
        ({"statements": [said("s1", "lost", cue="swore")]}, "statement s1: cue is not in the text"),
        ({"statements": [{**said("s1", "lost"), "in": "s9"}]}, "statement s1: in 's9' is not the id of a statement"),
        ({"events": [event("v1", "lost")]}, "event v1: near must stand in the text once, not 2 times: 'lost'"),
        ({"events": [event("v1", "won", near="met")]}, "event v1: near must hold the trigger: 'met' / 'won'"),
        ({"events": [event("v1", "met", agent=["e8"])]}, "event v1: agent 'e8' is not among the entities"),
        ({"events": [event("v1", "met", fact="yes")]}, "event v1: fact must be true or false, not 'yes'"),
        ({"events": [event("v1", "met", temporality="future")]}, "event v1: a fact is positive, certain and not"),
        ({"events": [event("v1", "met", source="s4")]}, "event v1: source 's4' is neither author nor a statement"),
        ({"events": [event("v1", "met", same_as="v2")]}, "event v1: same_as 'v2' is not an earlier event"),
        ({"events": [event("v1", "met"), event("v1", "met")]}, "event v1: needs an id of its own"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_one_line(rows, fault):
    found = faults(**rows)
    assert len(found) == 1
    assert found[0].startswith(fault)


@pytest.mark.parametrize("data", [None, 7, [], "text"])
def test_anything_but_an_object_is_a_fault(data):
    assert read_facts(data, TEXT, MENTIONS).faults == ["file: must hold one JSON object"]


def test_junk_in_every_field_is_faults_and_no_error():
    for junk in (None, 7, "x", [], {}, [[]], [{}], {"e1": []}, [7]):
        read_facts(dict.fromkeys(("entities", "roles", "statements", "events"), junk), TEXT, MENTIONS)
        row = {**event("v1", "met"), **said("s1", "met"), "title": "x", "holder": "e1", "same_as": None}
        for name in row:
            bad = {**row, name: junk}
            faults(events=[bad], statements=[bad], roles=[bad])
            assert faults(events=[{name: junk}], statements=[{name: junk}], roles=[{name: junk}])


def test_the_speaker_stands_by_the_cue_outside_the_content():
    rows = [said("s1", "Dahl lost", speaker="e1", cue="said", speaker_span="Dahl")]
    facts = read_facts({"entities": ENTITIES, "statements": rows}, TEXT, MENTIONS)
    assert facts.statements[0].speaker_span == (TEXT.index("Dahl."), TEXT.index("Dahl.") + 4)


def test_a_qid_is_right_none_or_not_looked_up():
    rows = {"e1": {"qid": "Q5"}, "e2": {"qid": None}, "e3": {}}
    rows = {key: {"type": "PERSON", "name": key, **row} for key, row in rows.items()}
    found = read_facts({"entities": rows}, TEXT, MENTIONS).entities
    assert [(e.qid, e.linkable) for e in found.values()] == [("Q5", True), (None, True), (None, False)]


def test_participants_of_the_same_happening_are_allowed_everywhere():
    rows = [event("v1", "met", agent=["e1"]), event("v2", "lost and", same_as="v1")]
    found = read_facts({"entities": ENTITIES, "events": rows}, TEXT, MENTIONS).events
    assert found[1].participants["agent"] == frozenset()
    assert found[1].allowed["agent"] == {"e1"}

"""Agreement of two annotations: one with itself is whole, and each kind of difference lowers its own layer."""

import copy
import hashlib
import json
from pathlib import Path

import pytest

from training.agreement import Counts, agreement, compare, main, standoff, table

TEXT = "Ada Lund met rebels in Oslo. She said the talks failed."


def span(piece: str) -> list[int]:
    start = TEXT.index(piece)
    return [start, start + len(piece)]


@pytest.fixture
def data() -> dict:
    return {
        "id": "wn-005",
        "text": TEXT,
        "mentions": [
            [*span("Ada Lund"), "e1", "n", None], [*span("rebels"), "e2", "d", None],
            [*span("Oslo"), "e3", "n", None], [*span("She"), "e1", "p", None],
        ],
        "entities": {
            "e1": {"type": "PERSON", "name": "Ada Lund"},
            "e2": {"type": "GROUP", "name": "rebels"},
            "e3": {"type": "PLACE", "name": "Oslo"},
        },
        "roles": [{"holder": "e1", "title": "Envoy", "organization": None, "country": None, "status": "current"}],
        "statements": [
            {
                "id": "s1", "speaker": "e1", "cue": "said", "cue_offsets": span("said"),
                "content": ["the talks failed"], "content_spans": [span("the talks failed")],
                "form": "indirect", "act": "assert",
            }
        ],
        "events": [
            {
                "id": "v1", "trigger": "met", "near": "met rebels", "trigger_offsets": span("met"), "time": None,
                "type": "CONSULT", "agent": ["e1", "e2"], "patient": [], "recipient": [], "topic": [],
                "place": "e3", "polarity": "+", "certainty": "certain", "temporality": "past", "fact": True,
            }
        ],
    }  # fmt: skip


def measured(given: dict, again: dict) -> dict[str, float]:
    counts = Counts()
    compare(given, again, counts)
    return {row["measure"]: row["agreement"] for row in table(counts) if row["given"] or row["again"]}


def renamed(data: dict) -> dict:
    """The same annotation with other entity ids."""
    text = json.dumps(data)
    for old, new in (("e1", "e9"), ("e2", "e1"), ("e3", "e2")):
        text = text.replace(f'"{old}"', f'"{new}"')
    return json.loads(text)


def test_the_same_annotation_under_other_ids_agrees_wholly(data):
    assert set(measured(data, renamed(data)).values()) == {100.0}


def test_each_difference_lowers_its_own_measure(data):
    other = copy.deepcopy(data)
    other["entities"]["e3"]["type"] = "COUNTRY"
    other["events"][0].update(type="MOVE", agent=["e1"], fact=False)
    other["statements"][0]["speaker"] = "e2"
    found = measured(data, other)
    assert found["names, span"] == 100
    assert found["names, span and type"] == 50
    assert found["events, trigger"] == found["statements, content"] == found["statements, cue"] == 100
    assert found["events, type"] == found["events, fact"] == found["statements, speaker"] == 0
    assert found["events, agent"] == pytest.approx(66.7)


def test_a_pronoun_of_another_entity_lowers_coreference(data):
    other = copy.deepcopy(data)
    other["mentions"][3][2] = "e2"
    assert measured(data, other)["coreference, CoNLL"] < 100


def write(folder: Path, data: dict) -> None:
    for corpus in ("wikinews_annotated", "invented_wire"):
        (folder / corpus).mkdir()
        rows = json.dumps({"id": data["id"], "text": TEXT}) + "\n" if corpus[0] == "w" else ""
        (folder / corpus / "articles.jsonl").write_text(rows)
    (folder / "wikinews_annotated" / f"{data['id']}.json").write_text(json.dumps(data))


def test_the_stored_annotation_has_no_text_and_is_compared_with_the_corpus(tmp_path, data):
    write(tmp_path, data)
    again = tmp_path / "again"
    again.mkdir()
    stored = json.dumps(standoff(data, "wikinews_annotated"))
    assert "talks failed" not in stored
    (again / "wn-005.json").write_text(stored)
    assert {row["agreement"] for row in agreement(tmp_path, again) if row["given"]} == {100.0}


def test_an_annotation_of_another_text_is_refused(tmp_path, data, capsys):
    write(tmp_path, data)
    again = tmp_path / "again"
    again.mkdir()
    stored = {**standoff(data, "wikinews_annotated"), "sha256": hashlib.sha256(b"other").hexdigest()}
    (again / "wn-005.json").write_text(json.dumps(stored))
    assert main(["--given", str(tmp_path), "--again", str(again)]) == 1
    assert "another text of wn-005" in capsys.readouterr().err

"""Corrections change a compiled annotation by offsets, and say clearly what does not fit."""

import copy
import json
from pathlib import Path

import pytest

from training.corrections import CorrectionError, corrected, digest

HERE = Path(__file__).parents[2] / "training" / "annotations" / "corrections"
TEXT = "Envoy Ada Lund met rebels in Oslo. The talks failed, she said."


def at(piece: str) -> dict[str, int]:
    start = TEXT.index(piece)
    return {"start": start, "end": start + len(piece)}


def span(piece: str) -> list[int]:
    return list(at(piece).values())


@pytest.fixture
def data() -> dict:
    return {
        "id": "wn-001",
        "text": TEXT,
        "mentions": [[*span("Ada Lund"), "e1", "n", None]],
        "entities": {
            "e1": {"type": "PERSON", "name": "Ada Lund"},
            "e2": {"type": "GROUP", "name": "rebels", "unnamed": True},
        },
        "roles": [],
        "statements": [
            {
                "id": "s1", "speaker": "e2", "speaker_span": "she", "speaker_span_offsets": span("she"),
                "cue": "said", "cue_offsets": span("said"), "content": ["The talks failed"],
                "content_spans": [span("The talks failed")], "form": "indirect", "act": "assert",
                "addressee": None, "venue": None, "on_behalf_of": None, "anonymous": False, "in": None,
            }
        ],
        "events": [
            {
                "id": "v1", "trigger": "met", "near": "Lund met rebels", "trigger_offsets": span("met"),
                "type": "OTHER", "mode": None, "contexts": [], "agent": ["e1"], "patient": [], "recipient": [],
                "topic": [], "instrument": [], "place": None, "time": None, "polarity": "+",
                "certainty": "certain", "temporality": "past", "source": "author", "fact": True, "same_as": None,
            }
        ],
    }  # fmt: skip


def apply(folder: Path, data: dict, *edits: dict, sha256: str | None = None) -> dict:
    row = {"id": data["id"], "sha256": sha256 or digest(TEXT), "edits": edits}
    (folder / f"{data['id']}.json").write_text(json.dumps(row))
    return corrected(data, folder)


def test_an_article_without_corrections_stays_as_it_is(tmp_path, data):
    assert corrected(data, tmp_path) is data


def test_edits_change_a_copy(tmp_path, data):
    before = copy.deepcopy(data)
    after = apply(
        tmp_path,
        data,
        {"op": "add-entity", "entity": "e3", "type": "PLACE", "name": "Oslo"},
        {"op": "add-mention", **at("Oslo"), "entity": "e3", "kind": "n"},
        {"op": "set-event", **at("met"), "type": "CONSULT", "place": "e3"},
        {"op": "add-event", **at("talks"), "id": "v2", "type": "CONSULT", "same_as": "v1", "source": "s1"},
        {"op": "set-statement", "id": "s1", "speaker": "e1", "content_spans": [span("talks failed")]},
        {"op": "set-entity", "entity": "e1", "country": None},
        {"op": "add-role", "holder": "e1", "title": "Envoy"},
    )
    assert data == before
    assert [m[2] for m in after["mentions"]] == ["e1", "e3"]
    assert [(v["trigger"], v["type"], v["fact"]) for v in after["events"]] == [
        ("met", "CONSULT", True),
        ("talks", "CONSULT", True),
    ]
    assert after["statements"][0]["content"] == ["talks failed"]
    assert after["roles"][0]["status"] == "current"


def test_the_next_mention_takes_the_place_of_a_removed_event(tmp_path, data):
    after = apply(
        tmp_path,
        data,
        {"op": "add-event", **at("talks"), "id": "v2", "type": "CONSULT", "same_as": "v1"},
        {"op": "remove-event", **at("met")},
    )
    assert [(v["id"], v["same_as"]) for v in after["events"]] == [("v2", None)]


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        ({"op": "add-mention", "start": 3, "end": 900, "entity": "e1", "kind": "n"}, "not inside the text"),
        ({"op": "add-mention", **at("Ada"), "entity": "e9", "kind": "n"}, "e9 is not among the entities"),
        ({"op": "add-mention", **at("Lund met"), "entity": "e1", "kind": "n"}, "crosses the mention"),
        ({"op": "set-event", **at("talks"), "type": "CONSULT"}, "0 events have their trigger"),
        ({"op": "set-event", **at("met"), "kind": "CONSULT"}, "no field kind"),
        ({"op": "set-event", **at("met"), "type": "PARTY"}, "PARTY is no event type"),
        ({"op": "set-event", **at("met"), "polarity": "-"}, "a fact is positive"),
        ({"op": "remove-statement", "id": "s7"}, "0 statements have the id s7"),
        ({"op": "rename"}, "no such operation"),
    ],
)
def test_an_edit_that_does_not_fit_is_refused(tmp_path, data, edit, message):
    with pytest.raises(CorrectionError, match=message):
        apply(tmp_path, data, edit)


def test_edits_of_another_text_are_refused(tmp_path, data):
    with pytest.raises(CorrectionError, match="made for another text"):
        apply(tmp_path, data, {"op": "remove-event", **at("met")}, sha256="0" * 64)


def test_no_correction_is_of_a_development_article():
    paths = sorted(HERE.glob("*.json"))
    assert paths
    for path in paths:
        row = json.loads(path.read_text(encoding="utf-8"))
        assert row["id"] == path.stem
        assert int(path.stem.split("-")[1]) % 5
        assert all(edit["why"] for edit in row["edits"])

import json
from dataclasses import replace

from kg.records import Extraction
from kg.trace import Trace, mention_key
from kg.web.records import records_json

from .extraction import EXTRACTION


def test_records_have_the_names_of_their_fields():
    shown = json.loads(records_json(EXTRACTION))
    assert shown["entities"][0]["name"] == "Norway"
    assert shown["mentions"][0]["span"] == {"start": 0, "end": 6, "context": "text"}
    assert "reasons" not in shown["events"][0]


def test_reasons_stand_in_their_record():
    trace = Trace()
    trace.note("link", "norway", "chosen", "Q20", value=0.5, parts={"prior": 3.1})
    trace.note("mention", mention_key(EXTRACTION.mentions[1].span), "rule", "name")
    shown = json.loads(records_json(EXTRACTION, trace))
    assert shown["entities"][0]["reasons"] == [
        {"step": "chosen", "text": "Q20", "value": 0.5, "parts": {"prior": 3.1}}
    ]
    assert shown["mentions"][1]["reasons"] == [{"step": "rule", "text": "name"}]
    assert shown["statements"][0]["reasons"] == []


def test_nothing_in_it_can_steer_a_terminal():
    nasty = replace(EXTRACTION.entities[0], name="\x1b[31m\x7f\x9b\u202e")
    shown = records_json(Extraction(entities=(nasty,)))
    assert shown.isascii()
    assert shown.replace("\n", "").isprintable()
    assert json.loads(shown)["entities"][0]["name"] == nasty.name

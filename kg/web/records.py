"""The records of an article as JSON, with the reasons of each if they were noted."""

import json
from dataclasses import asdict
from typing import Any

from kg.records import Extraction
from kg.trace import Kind, Trace, mention_key

__all__ = ["records_json"]


def records_json(extraction: Extraction, trace: Trace | None = None) -> str:
    """All records by kind, with the field names of `kg.records`, in ASCII.

    With a trace, mentions, entities (why they are linked or not), statements and events have `reasons`.
    """
    data: dict[str, Any] = asdict(extraction)
    if trace is not None:
        keys: tuple[tuple[str, Kind, list[str]], ...] = (
            ("mentions", "mention", [mention_key(mention.span) for mention in extraction.mentions]),
            ("entities", "link", [entity.key for entity in extraction.entities]),
            ("statements", "statement", [statement.key for statement in extraction.statements]),
            ("events", "event", [event.key for event in extraction.events]),
        )
        for name, kind, known in keys:
            for record, key in zip(data[name], known, strict=True):
                record["reasons"] = [_reason(asdict(reason)) for reason in trace.of(kind, key)]
    return json.dumps(data, indent=1).replace("\x7f", "\\u007f") + "\n"


def _reason(reason: dict[str, Any]) -> dict[str, Any]:
    """What a reason says, without what it leaves open."""
    shown = {name: value for name, value in reason.items() if value not in (None, "", ())}
    return {**shown, "parts": dict(shown["parts"])} if "parts" in shown else shown

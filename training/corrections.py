"""Corrections of the annotated news in `training/annotations/corrections`, one file an article: small edits by offsets.

    {"id": "wn-012", "sha256": "…", "edits": [
      {"op": "add-mention", "start": 10, "end": 15, "entity": "e2", "kind": "n", "why": "a name left unmarked"},
      {"op": "set-event", "start": 40, "end": 44, "type": "COURT"}]}

`why` names the kind of slip and changes nothing. Edits apply in order.
"""

from __future__ import annotations

import copy
import hashlib
import json
from typing import TYPE_CHECKING, Any

from training.vocabulary import ACTS, EVENT_TYPES

if TYPE_CHECKING:
    from pathlib import Path

ENTITY_TYPES = (
    "PERSON", "ORGANIZATION", "COUNTRY", "PLACE", "GROUP", "EVENT", "AGREEMENT", "ARTIFACT", "WORK",
)  # fmt: skip
FORMS = ("direct", "indirect", "mixed")
CHOICES = {
    "polarity": ("+", "-"),
    "certainty": ("certain", "probable", "possible", "unknown"),
    "temporality": ("past", "present", "future"),
}
MEMBERS = ("agent", "patient", "recipient", "topic", "instrument")
EVENT = {
    "mode": None, "contexts": [], **{m: [] for m in MEMBERS}, "place": None, "time": None, "polarity": "+",
    "certainty": "certain", "temporality": "past", "source": "author", "fact": True, "same_as": None,
}  # fmt: skip
STATEMENT = {
    "speaker": None, "speaker_span_offsets": None, "cue_offsets": None, "form": "indirect", "act": "assert",
    "addressee": None, "venue": None, "on_behalf_of": None, "anonymous": False, "in": None,
}  # fmt: skip
ROLE = {"organization": None, "country": None, "status": "current"}
ENTITY = ("type", "name", "country", "unnamed")
NOT_FIELDS = frozenset({"op", "why", "start", "end", "id", "entity"})


class CorrectionError(ValueError):
    """An edit that cannot be applied; the message says which, and why."""


def digest(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def corrected(data: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The compiled annotation with the edits of `folder/ID.json`; the same one where there is no such file.

    Raises CorrectionError for edits of another text and for one that does not fit the annotation.
    """
    path = folder / f"{data['id']}.json"
    if not path.exists():
        return data
    row = json.loads(path.read_text(encoding="utf-8"))
    if row["sha256"] != digest(data["text"]):
        raise CorrectionError(f"{path.name}: made for another text of {data['id']}; write it anew")
    changed = _Annotation(copy.deepcopy(data))
    for number, edit in enumerate(row["edits"], 1):
        try:
            changed.apply(edit)
        except CorrectionError as error:
            raise CorrectionError(f"{path.name}: edit {number} ({edit.get('op')}): {error}") from None
    changed.verify(path.name)
    return changed.data


class _Annotation:
    """A compiled annotation that is being changed."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.text: str = data["text"]
        self.ops = {
            "add-mention": self._add_mention,
            "remove-mention": self._remove_mention,
            "set-mention": self._set_mention,
            "add-entity": self._add_entity,
            "set-entity": self._set_entity,
            "add-event": self._add_event,
            "set-event": self._set_event,
            "remove-event": self._remove_event,
            "add-statement": self._add_statement,
            "set-statement": self._set_statement,
            "remove-statement": self._remove_statement,
            "add-role": self._add_role,
            "set-role": self._set_role,
            "remove-role": self._remove_role,
        }

    def apply(self, edit: dict[str, Any]) -> None:
        operation = self.ops.get(edit.get("op", ""))
        if operation is None:
            raise CorrectionError(f"no such operation; known: {' '.join(self.ops)}")
        operation(edit)

    # spans and entities

    def span(self, edit: dict[str, Any]) -> list[int]:
        return self.within([edit.get("start"), edit.get("end")])

    def within(self, span: list[Any]) -> list[int]:
        start, end = span
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(self.text)):
            raise CorrectionError(f"{start}-{end} is not inside the text of {len(self.text)} characters")
        piece = self.text[start:end]
        if piece != piece.strip():
            raise CorrectionError(f"{start}-{end} has white space at its edge")
        return [start, end]

    def known(self, *entities: str | None) -> None:
        for entity in entities:
            if entity is not None and entity not in self.data["entities"]:
                raise CorrectionError(f"{entity} is not among the entities")

    # mentions

    def _find_mention(self, edit: dict[str, Any]) -> list[Any]:
        span = self.span(edit)
        found = [m for m in self.data["mentions"] if m[:2] == span and edit.get("entity") in (None, m[2])]
        if len(found) != 1:
            raise CorrectionError(f"{len(found)} mentions stand at {span[0]}-{span[1]}")
        return found[0]

    def _add_mention(self, edit: dict[str, Any]) -> None:
        span = self.span(edit)
        self.known(edit["entity"], edit.get("stands_for"))
        if edit.get("kind") not in ("n", "d", "p", "a"):
            raise CorrectionError(f"kind {edit.get('kind')!r} is none of n d p a")
        for other in self.data["mentions"]:
            if other[:2] == span:
                raise CorrectionError(f"{span[0]}-{span[1]} is marked already, as {other[2]}")
            if other[0] < span[0] < other[1] < span[1] or span[0] < other[0] < span[1] < other[1]:
                raise CorrectionError(f"{span[0]}-{span[1]} crosses the mention {other[0]}-{other[1]}")
        self.data["mentions"].append([*span, edit["entity"], edit["kind"], edit.get("stands_for")])

    def _remove_mention(self, edit: dict[str, Any]) -> None:
        self.data["mentions"].remove(self._find_mention(edit))

    def _set_mention(self, edit: dict[str, Any]) -> None:
        """`to` (an entity), `kind`, `stands_for` and `span` are what it becomes."""
        old = self._find_mention(edit)
        self.data["mentions"].remove(old)
        start, end = edit.get("span", old[:2])
        self._add_mention(
            {
                "start": start,
                "end": end,
                "entity": edit.get("to", old[2]),
                "kind": edit.get("kind", old[3]),
                "stands_for": edit["stands_for"] if "stands_for" in edit else old[4],
            }
        )

    # entities

    def _entity_fields(self, edit: dict[str, Any]) -> dict[str, Any]:
        if edit.get("type", ENTITY_TYPES[0]) not in ENTITY_TYPES:
            raise CorrectionError(f"type {edit['type']!r} is no entity type")
        self.known(edit.get("country"))
        return {k: edit[k] for k in ENTITY if k in edit}

    def _add_entity(self, edit: dict[str, Any]) -> None:
        if edit["entity"] in self.data["entities"]:
            raise CorrectionError(f"{edit['entity']} is there already")
        if not edit.get("type") or not edit.get("name"):
            raise CorrectionError("an entity needs a type and a name")
        self.data["entities"][edit["entity"]] = self._entity_fields(edit)

    def _set_entity(self, edit: dict[str, Any]) -> None:
        self.known(edit["entity"])
        self.data["entities"][edit["entity"]].update(self._entity_fields(edit))

    # events

    def _find_event(self, edit: dict[str, Any]) -> dict[str, Any]:
        span = self.span(edit)
        found = [v for v in self.data["events"] if v["trigger_offsets"] == span]
        if len(found) != 1:
            raise CorrectionError(f"{len(found)} events have their trigger at {span[0]}-{span[1]}")
        return found[0]

    def _fields(self, edit: dict[str, Any], allowed: dict[str, Any]) -> dict[str, Any]:
        fields = {k: v for k, v in edit.items() if k not in NOT_FIELDS}
        for key in fields.keys() - allowed.keys():
            raise CorrectionError(f"no field {key}")
        return fields

    def _add_event(self, edit: dict[str, Any]) -> None:
        span = self.span(edit)
        if any(v["trigger_offsets"] == span for v in self.data["events"]):
            raise CorrectionError(f"an event has its trigger at {span[0]}-{span[1]} already")
        fields = self._fields(edit, {**EVENT, "type": None})
        if "type" not in fields:
            raise CorrectionError("an event needs a type")
        piece = self.text[span[0] : span[1]]
        new = {**copy.deepcopy(EVENT), **fields, "id": edit["id"], "trigger": piece, "near": piece}
        self.data["events"].append({**new, "trigger_offsets": span})

    def _set_event(self, edit: dict[str, Any]) -> None:
        event = self._find_event(edit)
        fields = self._fields(edit, {**EVENT, "type": None, "span": None})
        if "span" in fields:
            event["trigger_offsets"] = self.within(fields.pop("span"))
            event["trigger"] = event["near"] = self.text[slice(*event["trigger_offsets"])]
        event.update(fields)

    def _remove_event(self, edit: dict[str, Any]) -> None:
        event = self._find_event(edit)
        self.data["events"].remove(event)
        heir = event["same_as"]
        for other in self.data["events"]:
            if other["same_as"] == event["id"]:
                other["same_as"] = heir
                heir = heir or other["id"]

    # statements

    def _find_statement(self, edit: dict[str, Any]) -> dict[str, Any]:
        found = [s for s in self.data["statements"] if s["id"] == edit.get("id")]
        if len(found) != 1:
            raise CorrectionError(f"{len(found)} statements have the id {edit.get('id')}")
        return found[0]

    def _words(self, statement: dict[str, Any]) -> None:
        statement["content"] = [self.text[slice(*self.within(s))] for s in statement["content_spans"]]
        for name in ("cue", "speaker_span"):
            span = statement.get(f"{name}_offsets")
            statement[name] = None if span is None else self.text[slice(*self.within(span))]

    def _add_statement(self, edit: dict[str, Any]) -> None:
        if any(s["id"] == edit["id"] for s in self.data["statements"]):
            raise CorrectionError(f"{edit['id']} is there already")
        fields = self._fields(edit, {**STATEMENT, "content_spans": None})
        if not fields.get("content_spans"):
            raise CorrectionError("a statement needs content_spans")
        new = {**STATEMENT, **fields, "id": edit["id"]}
        self._words(new)
        self.data["statements"].append(new)

    def _set_statement(self, edit: dict[str, Any]) -> None:
        statement = self._find_statement(edit)
        statement.update(self._fields(edit, {**STATEMENT, "content_spans": None}))
        self._words(statement)

    def _remove_statement(self, edit: dict[str, Any]) -> None:
        self.data["statements"].remove(self._find_statement(edit))

    # roles

    def _find_role(self, edit: dict[str, Any]) -> dict[str, Any]:
        key = (edit.get("holder"), edit.get("title"))
        found = [r for r in self.data["roles"] if (r["holder"], r["title"]) == key]
        if len(found) != 1:
            raise CorrectionError(f"{len(found)} roles are {key[1]!r} of {key[0]}")
        return found[0]

    def _add_role(self, edit: dict[str, Any]) -> None:
        fields = self._fields(edit, {**ROLE, "holder": None, "title": None})
        if not fields.get("holder") or not fields.get("title"):
            raise CorrectionError("a role needs a holder and a title")
        self.data["roles"].append({**ROLE, **fields})

    def _set_role(self, edit: dict[str, Any]) -> None:
        role = self._find_role(edit)
        role.update(self._fields(edit, {**ROLE, "holder": None, "title": None, "to": None}))
        if "to" in role:
            role["holder"] = role.pop("to")

    def _remove_role(self, edit: dict[str, Any]) -> None:
        self.data["roles"].remove(self._find_role(edit))

    # the whole

    def verify(self, name: str) -> None:
        """Sort it, and check that labels are known and that what is referred to is there."""
        try:
            self._verify()
        except CorrectionError as error:
            raise CorrectionError(f"{name}: after all edits: {error}") from None

    def _verify(self) -> None:
        data = self.data
        data["mentions"].sort(key=lambda m: (m[0], m[1], m[2]))
        data["events"].sort(key=lambda v: v["trigger_offsets"])
        said = {s["id"] for s in data["statements"]}
        ids = {v["id"] for v in data["events"]}
        if len(ids) < len(data["events"]):
            raise CorrectionError("two events have the same id")
        for event in data["events"]:
            where = f"event {event['id']} at {event['trigger_offsets'][0]}"
            self.known(event["place"], *(e for m in MEMBERS for e in event[m]))
            if event["type"] not in EVENT_TYPES[1:]:
                raise CorrectionError(f"{where}: {event['type']} is no event type")
            for key, values in CHOICES.items():
                if event[key] not in values:
                    raise CorrectionError(f"{where}: {key} {event[key]!r}")
            if event["source"] != "author" and event["source"] not in said:
                raise CorrectionError(f"{where}: source {event['source']} is no statement")
            if event["same_as"] is not None and event["same_as"] not in ids - {event["id"]}:
                raise CorrectionError(f"{where}: same_as {event['same_as']} is no other event")
            certain = event["polarity"] == "+" and event["certainty"] == "certain"
            if event["fact"] and not (certain and event["temporality"] != "future"):
                raise CorrectionError(f"{where}: a fact is positive, certain and not future")
        for statement in data["statements"]:
            where = f"statement {statement['id']}"
            self.known(statement["speaker"], statement["addressee"], statement["on_behalf_of"])
            if statement["form"] not in FORMS or statement["act"] not in ACTS:
                raise CorrectionError(f"{where}: form {statement['form']}, act {statement['act']}")
            if statement["in"] is not None and statement["in"] not in said - {statement["id"]}:
                raise CorrectionError(f"{where}: in {statement['in']} is no other statement")
        for role in data["roles"]:
            self.known(role["holder"], role["organization"], role["country"])

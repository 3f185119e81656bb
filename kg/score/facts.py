"""Annotations of an article from its `ID.facts.json`, each checked against the text."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from kg.score.mark import GoldMention
from kg.score.record import ROLES, GoldEntity, GoldEvent, GoldRole, GoldStatement, Range

__all__ = ["Facts", "read_facts"]

ENTITY_TYPES = (
    *("PERSON", "ORGANIZATION", "COUNTRY", "PLACE", "GROUP"),
    *("EVENT", "AGREEMENT", "ARTIFACT", "WORK"),
)
EVENT_TYPES = (
    *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT"),
    *("THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
    *("ELECT", "APPOINT", "DIE", "INJURE", "DISASTER", "ACCIDENT", "COURT", "CRIME", "LEGISLATE", "TRADE"),
    *("LAUNCH", "COMPETE", "PUBLISH", "MOVE", "OTHER"),
)
UNTYPED = "OTHER"
FORMS = ("direct", "indirect", "mixed")
ACTS = (
    *("assert", "deny", "promise", "threaten", "request", "accuse", "praise", "criticise"),
    *("speculate", "announce", "believe"),
)
POLARITIES = ("+", "-")
CERTAINTIES = ("certain", "probable", "possible", "unknown")
TEMPORALITIES = ("past", "present", "future")
STATUSES = ("current", "former", "acting", "designate")
QID = re.compile(r"Q[1-9]\d{0,11}")
SHOWN = 60

Row = Mapping[str, Any]


def read_facts(data: Any, text: str, mentions: Sequence[GoldMention]) -> "Facts":
    """The annotations in the parsed JSON `data`; what does not hold stands in `Facts.faults`, one line each."""
    facts = Facts(text)
    if not isinstance(data, dict):
        facts.fault("file", "must hold one JSON object")
        return facts
    facts.read_entities(data.get("entities"), mentions)
    facts.roles = tuple(role for row in facts.rows(data, "roles") for role in facts.role(row))
    rows = facts.rows(data, "statements")
    facts.said = {row["id"] for row in rows if isinstance(row.get("id"), str)}
    facts.statements = tuple(s for row in rows for s in facts.statement(row))
    facts.read_events(facts.rows(data, "events"))
    return facts


class Facts:
    """Annotations in the making, and in `faults` what is wrong with them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.faults: list[str] = []
        self.entities: dict[str, GoldEntity] = {}
        self.roles: tuple[GoldRole, ...] = ()
        self.statements: tuple[GoldStatement, ...] = ()
        self.events: tuple[GoldEvent, ...] = ()
        self.said: set[str] = set()

    def fault(self, where: str, what: str) -> None:
        """Note that something does not hold."""
        self.faults.append(f"{where}: {what}")

    # values

    def rows(self, data: Row, name: str) -> list[Row]:
        """The objects of a list."""
        value = data.get(name, [])
        if isinstance(value, list) and all(isinstance(row, dict) for row in value):
            return value
        self.fault(name, "must be a list of objects")
        return []

    def words(self, row: Row, name: str, where: str) -> str | None:
        """A text that may be null or missing."""
        value = row.get(name)
        if value is None or (isinstance(value, str) and value):
            return value
        self.fault(where, f"{name} must be a text or null, not {_shown(value)}")
        return None

    def choice(self, row: Row, name: str, where: str, known: Sequence[str]) -> str:
        """One of the known words."""
        value = row.get(name)
        if isinstance(value, str) and value in known:
            return value
        self.fault(where, f"{name} is {_shown(value)}; known: {' '.join(known)}")
        return known[0]

    @staticmethod
    def absent_or(row: Row, name: str, known: Container[str]) -> bool:
        """Whether a field is null, missing or one of the known words."""
        value = row.get(name)
        return value is None or (isinstance(value, str) and value in known)

    def known(self, row: Row, name: str, where: str) -> str | None:
        """The id of an entity, or None."""
        value = row.get(name)
        if value is None or (isinstance(value, str) and value in self.entities):
            return value
        self.fault(where, f"{name} {_shown(value)} is not among the entities")
        return None

    def all_known(self, row: Row, name: str, where: str) -> frozenset[str]:
        """The ids of entities."""
        value = row.get(name) or []
        if not isinstance(value, list):
            self.fault(where, f"{name} must be a list of ids, not {_shown(value)}")
            return frozenset()
        return frozenset(key for v in value if (key := self.known({name: v}, name, where)))

    # records

    def read_entities(self, rows: Any, mentions: Sequence[GoldMention]) -> None:
        """The entities; every id in the marks must be among them."""
        if not isinstance(rows, dict) or not all(isinstance(row, dict) for row in rows.values()):
            self.fault("entities", "must be an object of objects")
            return
        for key, row in rows.items():
            kind = self.choice(row, "type", key, ENTITY_TYPES)
            name = self.words(row, "name", key)
            if name is None:
                self.fault(key, "has no name")
            qid = row.get("qid")
            if qid is not None and not (isinstance(qid, str) and QID.fullmatch(qid)):
                self.fault(key, f"qid must be a text like Q42 or null, not {_shown(qid)}")
                qid = None
            named = not row.get("unnamed")
            self.entities[key] = GoldEntity(key, kind, name or "", named, qid, "qid" in row)
        marked = {m.entity for m in mentions} | {m.stands_for for m in mentions if m.stands_for}
        for key in sorted(marked - set(self.entities)):
            self.fault(key, "is marked in the text but is not among the entities")
        for key, row in rows.items():
            self.known(row, "country", key)

    def role(self, row: Row) -> Iterator[GoldRole]:
        """The role of a row, if it can be used."""
        title = self.words(row, "title", "role")
        where = f"role {title}"
        holder = self.known(row, "holder", where)
        self.known(row, "organization", where)
        self.known(row, "country", where)
        self.choice(row, "status", where, STATUSES)
        if title is None or row.get("holder") is None:
            self.fault(where, "needs a holder and a title")
        if title and holder:
            yield GoldRole(holder, title)

    def statement(self, row: Row) -> Iterator[GoldStatement]:
        """The statement of a row, if it can be used."""
        where = f"statement {row.get('id')}"
        form, act = self.choice(row, "form", where, FORMS), self.choice(row, "act", where, ACTS)
        speaker = self.known(row, "speaker", where)
        self.known(row, "addressee", where)
        self.known(row, "on_behalf_of", where)
        if not self.absent_or(row, "in", self.said):
            self.fault(where, f"in {_shown(row['in'])} is not the id of a statement")
        content = self._content(row, where)
        cue = self._nearest(row, "cue", where, content, content)
        span = self._nearest(row, "speaker_span", where, (cue,) if cue else content, content)
        if not isinstance(row.get("id"), str):
            self.fault(where, "needs an id")
        elif content:
            yield GoldStatement(row["id"], speaker, span, content, form, act)

    def _content(self, row: Row, where: str) -> tuple[Range, ...]:
        pieces, found, at = row.get("content"), [], 0
        if not isinstance(pieces, list) or not pieces:
            self.fault(where, "content must be a list of verbatim pieces of the text")
            return ()
        for piece in pieces:
            start = -1
            if isinstance(piece, str) and piece:
                start = self.text.find(piece, at)
                start = self.text.find(piece) if start < 0 else start
            if start < 0:
                self.fault(where, f"content is not in the text word for word: {_shown(piece)}")
                continue
            at = start + len(piece)
            found.append((start, at))
        return tuple(found)

    def _nearest(
        self, row: Row, name: str, where: str, near: Sequence[Range], content: Sequence[Range]
    ) -> Range | None:
        """Where the words of a field stand: the place nearest to `near` outside the content, in its paragraph."""
        piece = self.words(row, name, where)
        if piece is None:
            return None
        word = rf"(?<!\w){re.escape(piece)}(?!\w)"
        spots = [m.span() for m in re.finditer(word, self.text)]
        spots = spots or [m.span() for m in re.finditer(re.escape(piece), self.text)]
        if not spots:
            self.fault(where, f"{name} is not in the text word for word: {_shown(piece)}")
            return None

        def distance(spot: Range) -> tuple[bool, bool, int]:
            gap, a, b = min(
                ((max(a - spot[1], spot[0] - b, 0), a, b) for a, b in near), default=(spot[0], *spot)
            )
            within = any(start < spot[1] and spot[0] < end for start, end in content)
            return within, "\n" in self.text[min(b, spot[1]) : max(a, spot[0])], gap

        return min(spots, key=distance)

    # events

    def read_events(self, rows: Sequence[Row]) -> None:
        """The events; participants of one happening told several times are pooled in `allowed`."""
        chain: dict[str, str] = {}
        found: list[tuple[Row, Range, dict[str, frozenset[str]]]] = []
        pooled: dict[str, dict[str, frozenset[str]]] = {}
        for row in rows:
            where = f"event {row.get('id')}"
            if not isinstance(row.get("id"), str) or row["id"] in chain:
                self.fault(where, "needs an id of its own")
                continue
            ident: str = row["id"]
            self._check_event(row, where, chain)
            first = chain[ident] = chain.get(str(row.get("same_as")), ident)
            who = {name: self.all_known(row, name, where) for name in ROLES}
            place = self.known(row, "place", where)
            who["place"] = frozenset({place} if place else ())
            pool = pooled.setdefault(first, {name: frozenset() for name in who})
            pooled[first] = {name: pool[name] | who[name] for name in who}
            if trigger := self._trigger(row, where):
                found.append((row, trigger, who))
        self.events = tuple(
            GoldEvent(
                row["id"],
                trigger,
                None if row.get("type") == UNTYPED else str(row.get("type")),
                who,
                pooled[chain[row["id"]]],
                self.words(row, "time", row["id"]),
                row.get("fact") is True,
            )
            for row, trigger, who in found
        )

    def _check_event(self, row: Row, where: str, earlier: Mapping[str, str]) -> None:
        self.choice(row, "type", where, EVENT_TYPES)
        polarity = self.choice(row, "polarity", where, POLARITIES)
        certainty = self.choice(row, "certainty", where, CERTAINTIES)
        temporality = self.choice(row, "temporality", where, TEMPORALITIES)
        if row.get("source") is None or not self.absent_or(row, "source", {"author", *self.said}):
            self.fault(where, f"source {_shown(row.get('source'))} is neither author nor a statement")
        if not isinstance(row.get("fact"), bool):
            self.fault(where, f"fact must be true or false, not {_shown(row.get('fact'))}")
        elif row["fact"] and (polarity != "+" or certainty != "certain" or temporality == "future"):
            self.fault(where, "a fact is positive, certain and not future")
        if not self.absent_or(row, "same_as", earlier):
            self.fault(where, f"same_as {_shown(row['same_as'])} is not an earlier event")

    def _trigger(self, row: Row, where: str) -> Range | None:
        near, trigger = self.words(row, "near", where), self.words(row, "trigger", where)
        if not near or not trigger or trigger not in near:
            self.fault(where, f"near must hold the trigger: {_shown(near)} / {_shown(trigger)}")
            return None
        times = self.text.count(near)
        if times != 1:
            self.fault(where, f"near must stand in the text once, not {times} times: {_shown(near)}")
            return None
        start = self.text.index(near) + near.index(trigger)
        return start, start + len(trigger)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"

"""What a fault costs: the record, what depends on it, and no more."""

import pytest

from kg.validate import Finding, check_quads, drop_invalid
from tests.validate.example import ARTICLE, QUADS, TEXT, TITLE, edited, node

VISIT, SIGN, SAID, NESTED = (
    "event/text/56-63",
    "event/text/95-99",
    "statement/text/128-132",
    "statement/text/184-188",
)


LEFT_ALONE = {node("ent:Q189").value, node("ent:Q1764").value}
"""Entities that only the visit points at."""


def dropped(**edits):
    quads = edited(**edits)
    kept, gone = drop_invalid(quads, check_quads(quads, text=TEXT, title=TITLE))
    assert check_quads(kept, text=TEXT, title=TITLE) == []
    assert not {q.subject.value for q in kept}.intersection(gone)
    assert not {getattr(q.object, "value", "") for q in kept}.intersection(gone)
    return {iri.removeprefix(f"{ARTICLE}/") for iri in gone}


def test_nothing_is_dropped_of_what_conforms():
    assert drop_invalid(QUADS, []) == (list(QUADS), [])


CASES = {
    "a title that is empty costs the role and its span": (
        {"remove": [("role/text/27-43", "kg:title")], "add": [("role/text/27-43", "kg:title", '"', "facts")]},
        {"role/text/27-43", "text#char=27,43"},
    ),
    "an event goes with its perspectives and its time": (
        {"add": [(VISIT, "kg:eventType", "kgt:AID", "facts")]},
        {VISIT, f"{VISIT}/by/author", "text#char=56,63", "time/text/74-84", "text#char=74,84", *LEFT_ALONE},
    ),
    "a perspective that is broken costs the fact that stands on it": (
        {"add": [(f"{VISIT}/by/author", "kg:polarity", '"negative', "evidence")]},
        {VISIT, f"{VISIT}/by/author", "text#char=56,63", "time/text/74-84", "text#char=74,84", *LEFT_ALONE},
    ),
    "one of several perspectives costs itself": (
        {"add": [(f"{SIGN}/by/128-132", "kg:polarity", '"negative', "evidence")]},
        {f"{SIGN}/by/128-132", "text#char=90,94"},
    ),
    "a time costs no event": (
        {"add": [("time/text/74-84", "kg:rule", '"another', "facts")]},
        {"time/text/74-84", "text#char=74,84"},
    ),
    "a statement leaves the event that it reports, without its view of it": (
        {"add": [(SAID, "kg:act", '"deny', "facts")]},
        {SAID, f"{SIGN}/by/128-132", "text#char=87,120", "text#char=128,132", "text#char=90,94"},
    ),
    "a span that is not what the text says takes the event that it triggers": (
        {"remove": [("text#char=95,99", "nif:anchorOf")], "add": [("text#char=95,99", "nif:anchorOf", '"sink', "evidence")]},
        {SIGN, f"{SIGN}/by/128-132", f"{SIGN}/by/author", "text#char=90,94", "text#char=95,99"},
    ),
    "a reference that leads nowhere costs itself": ({"add": [(VISIT, "kg:patient", "entity/nobody", "facts")]}, set()),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_goes(name):
    edits, expected = CASES[name]
    assert dropped(**edits) == expected


def test_an_entity_goes_with_the_role_that_it_holds_and_the_events_stay():
    gone = dropped(add=[("entity/ingrid-dahl", "rdf:type", "kg:Group", "facts")])
    assert {"entity/ingrid-dahl", "role/text/27-43", SAID} <= gone
    assert VISIT not in gone
    assert SIGN not in gone


def test_a_broken_piece_costs_the_whole_quotation():
    piece = "text#char=87,120"
    gone = dropped(
        remove=[(piece, "nif:anchorOf")],
        add=[
            (piece, "nif:anchorOf", '"We shall sign the fishery treaty.', "evidence"),
            (SAID, "kg:contentSpan", "text#char=95,99", "facts"),
        ],
    )
    assert SAID in gone
    assert SIGN not in gone


def test_an_article_that_is_broken_goes_as_a_whole():
    quads = edited(remove=[("", "kg:textSha256")])
    kept, gone = drop_invalid(quads, check_quads(quads))
    assert kept == []
    assert ARTICLE in gone


def test_warnings_cost_nothing():
    from dataclasses import replace

    quads = edited(add=[(VISIT, "kg:eventType", "kgt:AID", "facts")])
    warnings = [replace(finding, severity="warning") for finding in check_quads(quads)]
    assert drop_invalid(quads, warnings) == (quads, [])


def test_a_linked_entity_can_go_too():
    entity = node("ent:Q1764").value
    gone = dropped(add=[(node("ent:Q1764"), "skos:prefLabel", '"Reykjavik', node("ent:x")), (node("ent:Q1764"), "owl:sameAs", "wd:Q1", node("ent:x"))])  # fmt: skip
    assert gone == {entity}


RECORDS = sorted({quad.subject.value for quad in QUADS if "/run/" not in quad.subject.value})


@pytest.mark.parametrize(
    "iri", RECORDS, ids=lambda iri: iri.removeprefix("https://w3id.org/newskg/data/")[-30:]
)
def test_whatever_goes_the_rest_conforms(iri):
    finding = Finding("", "", iri, "urn:shape", "urn:component", "", "", "Broken.")
    kept, gone = drop_invalid(QUADS, [finding])
    assert iri in gone
    assert check_quads(kept, text=TEXT, title=TITLE) == []
    assert set(kept) <= set(QUADS)

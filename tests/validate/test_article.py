"""The checks that SHACL cannot say, each against the worked example with one fault."""

import pytest
from pyoxigraph import BlankNode, Literal, Quad

from kg.rdf.vocabulary import XSD
from kg.validate import check_quads
from tests.validate.example import ARTICLE, QUADS, TEXT, TITLE, edited, node

VISIT, SIGN, SAID = "event/text/56-63", "event/text/95-99", "statement/text/128-132"
TOLD = "statement/text/140-152"
AUTHOR = f"{VISIT}/by/author"


def found(quads, **texts):
    return {
        (f.shape.rpartition("#")[2], f.focus.removeprefix(f"{ARTICLE}/")) for f in check_quads(quads, **texts)
    }


def count(number):
    return Literal(str(number), datatype=XSD.nonNegativeInteger)


def test_the_worked_example_has_no_faults():
    assert check_quads(QUADS, text=TEXT, title=TITLE) == []


def test_a_finding_says_where():
    (finding,) = check_quads(
        edited(remove=[(VISIT, "kg:ploverType")], add=[(VISIT, "kg:ploverType", "kgt:MOVE", "facts")])
    )
    assert (finding.article, finding.graph, finding.focus) == (
        ARTICLE,
        f"{ARTICLE}/facts",
        f"{ARTICLE}/{VISIT}",
    )
    assert (finding.path, finding.value) == ("kg:ploverType", "<https://w3id.org/newskg/event-type/MOVE>")
    assert finding.message == "An event has at most one PLOVER code, one of the sixteen."
    assert finding.severity == "violation"


def test_spans_are_read_from_the_text_that_is_given():
    assert found(QUADS, text=TEXT.replace("visited", "hosted "), title=TITLE) == {
        ("ContextCheck", ARTICLE),
        ("SpanCheck", "text#char=56,63"),
    }
    assert found(QUADS, text=TEXT, title="Sweden" + TITLE[6:]) == {("SpanCheck", "headline#char=0,6")}


def test_offsets_count_code_points():
    text = TEXT.replace("OSLO", "\N{GRINNING FACE}SLO")
    assert found(QUADS, text=text) == {("ContextCheck", ARTICLE), ("SpanCheck", "text#char=0,4")}


MOVED = "text#char=56,63"
CASES = {
    "the anchor is longer than the span": (
        {"remove": [(MOVED, "nif:anchorOf")], "add": [(MOVED, "nif:anchorOf", '"visited ', "evidence")]},
        {("SpanCheck", MOVED)},
    ),
    "offsets differ from the name": (
        {"remove": [(MOVED, "nif:endIndex")], "add": [(MOVED, "nif:endIndex", count(62), "evidence")]},
        {("SpanCheck", MOVED)},
    ),
    "a span behind the end": (
        {"remove": [("text", "nif:endIndex")], "add": [("text", "nif:endIndex", count(200), "evidence")]},
        {("SpanCheck", name) for name in ("text#char=194,216", "text#char=166,216", "text#char=199,204", "text#char=205,209")},
    ),
    "a claim among the facts": (
        {"remove": [(SIGN, "rdf:type")], "add": [(SIGN, "rdf:type", "kg:ReportedEvent", "facts")]},
        {("GraphCheck", SIGN)},
    ),
    "a participant that only a source names": (
        {"add": [(VISIT, "kg:patient", "entity/ship", "reported")]},
        {("GraphCheck", VISIT)},
    ),
    "confidence beside the record": (
        {"remove": [(VISIT, "kg:confidence")], "add": [(VISIT, "kg:confidence", Literal("0.9", datatype=XSD.decimal), "facts")]},
        {("GraphCheck", VISIT)},
    ),
    "a fact that the author sees as future": (
        {"remove": [(AUTHOR, "kg:temporality")], "add": [(AUTHOR, "kg:temporality", '"future', "evidence")]},
        {("PerspectiveCheck", VISIT)},
    ),
    "a fact that the author denies": (
        {"remove": [(AUTHOR, "kg:polarity")], "add": [(AUTHOR, "kg:polarity", '"negative', "evidence")]},
        {("PerspectiveCheck", VISIT)},
    ),
    "a fact that only a speaker sees": (
        {"remove": [(AUTHOR, "kg:source")], "add": [(AUTHOR, "kg:source", "entity/ingrid-dahl", "evidence")]},
        {("PerspectiveCheck", VISIT)},
    ),
    "a claim that nobody sees": (
        {"remove": [(f"{SIGN}/by/author", None), (f"{SIGN}/by/128-132", None)]},
        {("PerspectiveCheck", SIGN)},
    ),
    "a participant that is not described": (
        {"add": [(VISIT, "kg:patient", "entity/nobody", "facts")]},
        {("ReferenceCheck", VISIT)},
    ),
    "a linked entity that is not described": (
        {"remove": [("ent:Q189", None)]},
        {("ReferenceCheck", VISIT), ("ReferenceCheck", "https://w3id.org/newskg/data/entity/Q1764")},
    ),
    "a quotation that was changed": (
        {"remove": [(SAID, "kg:content")], "add": [(SAID, "kg:content", '"We will sign the treaty', "facts")]},
        {("QuoteCheck", SAID)},
    ),
    "a statement without content": ({"remove": [(SAID, "kg:content")]}, {("QuoteCheck", SAID)}),
    "a mode of another type": (
        {"remove": [(VISIT, "kg:eventMode")], "add": [(VISIT, "kg:eventMode", "kgt:RETREAT-withdraw", "facts")]},
        {("ModeCheck", VISIT)},
    ),
    "a link to another item than the name says": (
        {"remove": [("ent:Q20", "owl:sameAs")], "add": [("ent:Q20", "owl:sameAs", "wd:Q21", node("ent:x"))]},
        {("LinkCheck", "https://w3id.org/newskg/data/entity/Q20"), ("GraphCheck", "https://w3id.org/newskg/data/entity/Q20")},
    ),
    "a link of an entity of the article": (
        {"add": [("entity/ship", "owl:sameAs", "wd:Q1", "facts")]},
        {("LinkCheck", "entity/ship"), ("GraphCheck", "entity/ship")},
    ),
    "an entity of the article among the evidence": (
        {"remove": [("entity/ship", None)], "add": [("entity/ship", "rdf:type", "kg:Artifact", "evidence"), ("entity/ship", "skos:prefLabel", '"ship', "evidence")]},
        {("GraphCheck", "entity/ship")},
    ),
    "a record of another article": (
        {"add": [(node("ent:t"), "rdf:type", "kg:TimeSpan", "facts")]},
        {("NameCheck", "https://w3id.org/newskg/data/entity/t")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_found_where_it_is(name):
    edits, expected = CASES[name]
    ours = {pair for pair in found(edited(**edits)) if pair[0].endswith("Check")}
    assert expected <= ours
    assert {focus for _, focus in ours} == {focus for _, focus in expected}


def test_a_direct_quote_stands_in_quotation_marks():
    quads = edited(remove=[(TOLD, "kg:form")], add=[(TOLD, "kg:form", '"direct', "facts")])
    assert found(quads, text=TEXT, title=TITLE) == {("QuoteCheck", TOLD)}
    assert found(quads) == set()  # without the text nobody can tell


def test_blank_nodes_are_not_published():
    quads = [*QUADS, Quad(node(VISIT), node("kg:patient"), BlankNode("b"), node("facts"))]
    assert ("BlankNodeCheck", VISIT) in found(quads)
    assert ("BlankNodeCheck", "_:b") in found(
        [Quad(BlankNode("b"), node("rdf:type"), node("kg:Event"), node("facts"))]
    )


def test_a_turtle_dump_has_no_graphs_to_stand_in():
    assert check_quads([Quad(*quad.triple) for quad in QUADS], text=TEXT, title=TITLE) == []


def test_without_texts_nothing_is_compared_with_them():
    silent = edited(remove=[(None, "nif:anchorOf"), (None, "kg:content")])
    assert check_quads(silent, text=TEXT, title=TITLE) == []


def test_nodes_that_are_not_owned_only_answer():
    broken = edited(remove=[("ent:Q20", "skos:prefLabel"), (VISIT, "kg:trigger")])
    ours = check_quads(broken, owned=lambda iri: iri.startswith(ARTICLE))
    assert {f.focus for f in ours} == {f"{ARTICLE}/{VISIT}"}

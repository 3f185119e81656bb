import pytest

from kg.article import Article
from kg.records import Entity, Event, Extraction, Link, Mention, Perspective, Role, Span, Statement
from kg.run.correction import Correction, RecordName, apply_corrections

IRI = f"https://data.example/article/{'a' * 32}"
ARTICLE = Article(
    text="Wang, the envoy, said that he met Siri in Georgia.", id="a1", url="https://n.example/a1"
)
WANG, SIRI, GEORGIA = (Span(0, 4), Span(34, 38), Span(42, 49))
EXTRACTION = Extraction(
    entities=(
        Entity("wang", "person", "Wang Yi", aliases=("Wang",)),
        Entity("siri", "person", "Siri"),
        Entity("georgia", "place", "Georgia"),
        Entity("man", "person", "Wang", named=False),
    ),
    mentions=tuple(
        Mention(s, "name", k) for s, k in ((WANG, "wang"), (SIRI, "siri"), (GEORGIA, "georgia"))
    ),
    roles=(Role("text/10-15", Span(10, 15), "wang", "envoy"),),
    events=(Event("text/30-33", Span(30, 33), "meet", True, agents=("wang",), patients=("siri",), label="W meets S"),),
    perspectives=(Perspective("author", "text/30-33", "positive", "certain", "past"),),
    statements=(Statement("text/27-49", True, (Span(27, 49),), ARTICLE.text[27:49], "indirect", speakers=("wang",)),),
    links=(Link("wang", "Q1", 0.7, "Somebody", (("Q2", 0.4),)), Link("georgia", "Q230", 0.9, "Georgia")),
)  # fmt: skip


def apply(*corrections):
    return apply_corrections(EXTRACTION, ARTICLE, IRI, corrections)


def link_of(key, *corrections):
    return next(link for link in apply(*corrections).extraction.links if link.entity == key)


def drop(kind, key, article=IRI):
    return Correction("drop", record=RecordName(article, kind, key))


@pytest.mark.parametrize("name", ["wang yi", "WANG"])
def test_any_name_of_an_entity_gets_the_item(name):
    link = link_of("wang", Correction("link", name, "Q18115"))
    assert (link.qid, link.confidence) == ("Q18115", 1.0)
    assert link_of("georgia", Correction("link", name, "Q18115")) == EXTRACTION.links[1]


def test_no_item_means_never():
    link = link_of("georgia", Correction("link", "Georgia"))
    assert (link.qid, link.candidates) == (None, ())


def test_descriptions_are_not_names():
    links = apply(Correction("link", "Wang", "Q18115")).extraction.links
    assert [link.entity for link in links] == ["wang", "georgia"]


@pytest.mark.parametrize(
    ("article", "qid"), [("a1", "Q18115"), ("https://n.example/a1", "Q18115"), (IRI, "Q18115"), ("a2", "Q1")]
)
def test_a_correction_can_be_about_one_article(article, qid):
    assert link_of("wang", Correction("link", "Wang", "Q18115", article)).qid == qid


def test_a_correction_can_be_about_one_entity():
    named = RecordName(IRI, "entity", "wang")
    assert link_of("wang", Correction("link", record=named, qid="Q18115")).qid == "Q18115"


def test_a_link_can_be_forbidden():
    link = link_of("wang", Correction("never", "Wang", "Q1"))
    assert (link.qid, link.candidates) == (None, (("Q2", 0.4),))
    link = link_of("wang", Correction("never", "Wang", "Q2"))
    assert (link.qid, link.candidates) == ("Q1", ())


def test_a_dropped_event_takes_its_perspectives_along():
    left = apply(drop("event", "text/30-33")).extraction
    assert (left.events, left.perspectives) == ((), ())
    assert (left.entities, left.statements) == (EXTRACTION.entities, EXTRACTION.statements)


def test_statements_and_roles_can_be_dropped():
    left = apply(drop("statement", "text/27-49"), drop("role", "text/10-15")).extraction
    assert (left.statements, left.roles) == ((), ())
    assert left.events == EXTRACTION.events


@pytest.mark.parametrize("correction", [Correction("drop", "Wang"), drop("entity", "wang")])
def test_a_dropped_entity_is_nowhere(correction):
    left = apply(correction).extraction
    assert "wang" not in {e.key for e in left.entities} | {m.entity for m in left.mentions}
    assert (left.roles, left.statements) == ((), ())
    assert [(e.agents, e.patients, e.label) for e in left.events] == [((), ("siri",), "")]


def test_the_corrections_that_matched_are_told():
    corrections = (
        Correction("link", "Nobody", "Q1"),
        Correction("never", "Georgia", "Q7"),
        drop("event", "text/30-33", IRI.replace("a" * 32, "b" * 32)),
        drop("event", "text/30-31"),
        Correction("drop", "Siri"),
    )
    assert apply(*corrections).matched == (1, 4)

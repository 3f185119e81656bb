"""One story in several papers: one text's facts, several publications."""

import json
from dataclasses import replace

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.article import Article
from kg.config import BuildOptions
from kg.publish.verify import verify_dump
from kg.rdf.vocabulary import KG, RDF, SCHEMA
from kg.run.pipeline import build
from kg.validate.dump import check_dump
from tests.run.stand_in import analyse

OPTIONS = BuildOptions(jobs=1, base_iri="https://data.example/", formats=("nquads", "turtle"))
TEXT = (
    "Anna Holm said that the ferry would pay for every net. It had rained in Norway for a month before the two sides "
    "met, and nobody came through the blockade but the doctor, the vicar and the man who reads the meters of the "
    "island. The boats leave the harbour on Thursday."
)


def article(name, text=TEXT, **more):
    given = {"id": name, "source": f"{name}.jsonl", "publisher": "The Post", "date": "2023-02-22"}
    return Article(text=text, **{**given, **more})


PAPERS = (
    article("late", date="2023-02-24", authors=("Jane Doe",), credit="Jane Doe, Staff Writer"),
    article("early"),
    article("other", text=f"{TEXT} Berit Moe was there, too."),
)


def run(out, articles=PAPERS, options=OPTIONS, **more):
    return build(iter(articles), out, options, analyser=analyse, **more)


def quads(out):
    return list(parse((out / "graph.nq").read_bytes(), format=RdfFormat.N_QUADS))


def named(found, name):
    """The article with an identifier."""
    return next(q.subject.value for q in found if q.object.value == name)


def test_a_copy_keeps_its_publication_and_has_no_facts_of_its_own(tmp_path):
    run(tmp_path)
    found = quads(tmp_path)
    late, early = named(found, "late"), named(found, "early")
    (same,) = (q for q in found if q.predicate == KG.sameStoryAs)
    assert (same.subject, same.object) == (NamedNode(late), NamedNode(early))
    assert same.graph_name.value == "https://data.example/graph/entities"
    about = {q.predicate for q in found if q.subject == NamedNode(late)}
    assert {SCHEMA.isPartOf, SCHEMA.datePublished, SCHEMA.author, KG.credit, KG.textSha256} <= about
    classes = [q.object for q in found if q.predicate == RDF.type and q.subject.value.startswith(late)]
    assert set(classes) == {KG.Article, KG.Credit}
    assert {KG.Statement} < {
        q.object for q in found if q.predicate == RDF.type and q.subject.value.startswith(early)
    }


def test_the_dump_is_valid_and_what_its_manifest_says(tmp_path):
    run(tmp_path)
    assert check_dump(tmp_path).findings == ()
    assert verify_dump(tmp_path).faults == ()


def test_the_report_names_both(tmp_path):
    report = run(tmp_path)
    (line,) = report.copies
    assert "(late.jsonl) is the same story as" in line
    assert line.endswith("(early.jsonl), word for word")
    assert report.counts["sameStory"] == 1
    assert line in (tmp_path / "report.txt").read_text()
    assert json.loads((tmp_path / "report.json").read_text())["copies"] == [line]


def test_facts_are_not_counted_twice(tmp_path):
    joined, kept = run(tmp_path / "a"), run(tmp_path / "b", options=replace(OPTIONS, duplicates="keep"))
    assert kept.counts["Statement"] == joined.counts["Statement"] + 1
    assert "sameStory" not in kept.counts
    assert kept.copies == ()


def test_the_order_of_the_input_does_not_matter(tmp_path):
    run(tmp_path / "a")
    run(tmp_path / "b", PAPERS[::-1])
    for name in ("graph.nq", "graph.ttl", "report.txt", "clusters.jsonl"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_what_was_a_copy_tells_the_story_when_the_other_one_is_withdrawn(tmp_path):
    run(tmp_path)
    run(tmp_path, PAPERS[:1], mode="update")
    found = quads(tmp_path)
    late = named(found, "late")
    assert not [q for q in found if q.predicate == KG.sameStoryAs]
    assert KG.Statement in {q.object for q in found if q.subject.value.startswith(late)}


def test_a_story_that_is_added_later_joins_the_one_that_is_there(tmp_path):
    run(tmp_path / "a", PAPERS[1:])
    run(tmp_path / "a", PAPERS[:1], mode="add")
    run(tmp_path / "b")
    assert (tmp_path / "a" / "graph.nq").read_bytes() == (tmp_path / "b" / "graph.nq").read_bytes()


def test_near_copies_share_facts_where_they_are_asked_for(tmp_path):
    pytest.importorskip("datasketch")
    report = run(tmp_path, options=replace(OPTIONS, duplicates="near"))
    assert report.counts["sameStory"] == 2
    assert check_dump(tmp_path).findings == ()
    assert all("(other.jsonl), 0." in line for line in report.copies)

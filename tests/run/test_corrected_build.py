"""Corrections in whole builds, by the real pipeline."""

import json

import pytest

from kg.article import Article
from kg.config import BuildOptions
from kg.errors import UsageError
from kg.run.pipeline import build
from kg.run.single import read_article
from kg.validate import check_dump

BASE = "https://data.example/"
TEXTS = (
    "Ketil Brasrud, the mayor of Fossvik, met Angela Merkel in Oslo on Monday. Brasrud said that the mill would close.",
    "Ketil Brasrud, the mayor of Fossvik, resigned on Tuesday. The mill in Fossvik belongs to Angela Merkel.",
)
ARTICLES = tuple(
    Article(text=text, id=f"a{i}", date=f"2019-03-0{i + 5}", source=f"{i}.txt", publisher="The Post")
    for i, text in enumerate(TEXTS)
)


def dump(out, rows="", *, articles=ARTICLES, jobs=1):
    """The report and the lines of a build with corrections."""
    out.mkdir()
    path = out.with_suffix(".csv")
    path.write_text(f"name,qid,article,action,record,other\n{rows}", encoding="utf-8")
    options = BuildOptions(jobs=jobs, base_iri=BASE, formats=("nquads",), authority=str(path))
    report = build(iter(articles), out, options)
    assert check_dump(out / "graph.nq").conforms
    return report, (out / "graph.nq").read_text().splitlines()


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return dump(tmp_path_factory.mktemp("plain") / "dump")[1]


def subjects(lines, term):
    return {line.split()[0].strip("<>") for line in lines if term in line}


def test_a_forbidden_link_is_in_no_article(tmp_path, plain):
    assert any("/entity/Q567>" in line for line in plain)
    report, lines = dump(tmp_path / "dump", "Angela Merkel,Q567,a1,never,,\nangela merkel,,a0,,,\n")
    assert not any("/entity/Q567>" in line for line in lines)
    assert report.unmatched == ()


def test_a_dropped_event_is_gone_and_nothing_else(tmp_path, plain):
    [event] = subjects(plain, '"Ketil Brasrud resigns"')
    report, lines = dump(tmp_path / "dump", f",,,drop,{event},\n")
    assert not any(event in line for line in lines)
    assert subjects(lines, "#Event>") == subjects(plain, "#Event>") - {event}
    assert (subjects(lines, "#Role>"), report.unmatched) == (subjects(plain, "#Role>"), ())


def test_a_retracted_cluster_and_one_taken_apart_are_not_made(tmp_path, plain):
    clusters = subjects(plain, "#EntityCluster>")
    [cluster] = clusters & subjects(plain, '"Ketil Brasrud"')
    report, lines = dump(tmp_path / "retracted", f",,,retract,{cluster},\n")
    assert (report.unmatched, subjects(lines, "#EntityCluster>")) == ((), clusters - {cluster})
    first, second = sorted(subjects(plain, f"#sameEntityAs> <{cluster}>"))
    report, lines = dump(tmp_path / "apart", f",,,apart,{first},{second}\n")
    assert (report.unmatched, subjects(lines, "#EntityCluster>")) == ((), clusters - {cluster})


def test_records_that_are_one_are_in_one_cluster(tmp_path, plain):
    events = sorted(subjects(plain, '"Ketil Brasrud resigns"') | subjects(plain, "Angela Merkel meet"))
    report, lines = dump(tmp_path / "dump", f",,,join,{events[0]},{events[1]}\n")
    assert report.unmatched == ()
    assert subjects(lines, "#inCluster>") == set(events)


def test_what_matched_nothing_is_reported_by_any_number_of_processes(tmp_path):
    gone = f"{BASE}cluster/{'0' * 32}"
    rows = f"Ketil Brasrud,,,,,\nNobody,Q1,,,,\n,,,retract,{gone},\n"
    one, lines = dump(tmp_path / "dump", rows)
    (tmp_path / "two").mkdir()
    two, others = dump(tmp_path / "two" / "dump", rows, jobs=2)
    assert one.unmatched == two.unmatched == ("dump.csv:3: link Nobody Q1", f"dump.csv:4: retract {gone}")
    assert lines == others
    assert "2 corrections matched nothing:\n  dump.csv:3: link Nobody Q1\n" in one.as_text()
    written = json.loads((tmp_path / "dump" / "report.json").read_text())
    assert written["unmatched"] == list(one.unmatched)


def test_a_broken_row_stops_the_build_before_it_begins(tmp_path):
    with pytest.raises(UsageError, match=r"dump\.csv:2: action 'forget' is unknown"):
        dump(tmp_path / "dump", "Merkel,Q1,,forget,,\n")
    assert list((tmp_path / "dump").iterdir()) == []


def test_turtle_is_applied_to_one_article_too(tmp_path):
    path = tmp_path / "fixes.ttl"
    path.write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '[] skos:prefLabel "Angela Merkel" ; owl:deprecated true .\n'
    )
    result = read_article(ARTICLES[0], BuildOptions(base_iri=BASE, authority=str(path)))
    assert "Angela Merkel" not in {entity.name for entity in result.records.entities}
    assert result.dropped == ()
    assert not any("Merkel" in quad.object.value for quad in result.quads if hasattr(quad.object, "value"))

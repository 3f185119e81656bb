"""Clusters in a dump: how they are written, and what changes when articles come and go."""

import json
from dataclasses import replace

from kg.article import Article
from kg.config import BuildOptions
from kg.run.pipeline import build
from kg.validate import check_dump
from tests.run.stand_in import analyse

OPTIONS = BuildOptions(jobs=1, base_iri="https://data.example/", formats=("nquads",))
REST = "said that Svartfjell Aluminium may leave Norway."
ARTICLES = tuple(
    Article(text=f"{name} {REST}", id=f"a{i}", date=f"2024-03-0{i + 1}", source=f"{i}.txt", publisher="The Post")
    for i, name in enumerate(("Ketil Brasrud", "Siri Vold", "Ketil Brasrud"))
)  # fmt: skip


def run(out, articles):
    return build(iter(articles), out, OPTIONS, analyser=analyse)


def lines(out):
    return set((out / "graph.nq").read_text().splitlines())


def rows(out):
    return [json.loads(line) for line in (out / "clusters.jsonl").read_text().splitlines()]


def test_the_dump_says_which_records_are_one_and_holds(tmp_path):
    report = run(tmp_path, ARTICLES)
    assert report.counts["EntityCluster"] == 2
    graph = lines(tmp_path)
    members = [line for line in graph if "ontology#sameEntityAs>" in line]
    assert len(members) == 5
    assert all(line.endswith("<https://data.example/graph/entities> .") for line in members)
    assert not any("#sameAs>" in line for line in graph if "/cluster/" in line)
    assert check_dump(tmp_path / "graph.nq").conforms
    assert (tmp_path / "graph.nq").read_text().splitlines() == sorted(graph)


def test_the_file_lists_members_with_scores_and_the_report_the_largest(tmp_path):
    report = run(tmp_path, ARTICLES)
    labels = {row["label"]: [m["score"] for m in row["members"]] for row in rows(tmp_path)}
    assert set(labels) == {"Ketil Brasrud", "Svartfjell Aluminium"}
    assert len(labels["Svartfjell Aluminium"]) == 3
    assert all(0.8 <= score <= 1 for scores in labels.values() for score in scores)
    assert report.clusters[0].startswith("Svartfjell Aluminium (person, 3 articles")
    assert "the largest" in (tmp_path / "report.txt").read_text()


def test_an_article_more_touches_its_own_graphs_and_what_it_shares(tmp_path):
    run(tmp_path, ARTICLES)
    before, clusters = lines(tmp_path), {row["cluster"] for row in rows(tmp_path)}
    more = replace(ARTICLES[2], id="a9", date="2024-03-20", text="Siri Vold said that it rained in Oslo.")
    run(tmp_path, [*ARTICLES, more])
    changed = before ^ lines(tmp_path)
    assert clusters <= {row["cluster"] for row in rows(tmp_path)}
    new = {line.split()[0] for line in changed - before}
    assert not [line for line in before - lines(tmp_path) if "/article/" in line.split()[0]]
    assert sum("/article/" in subject for subject in new) > 0


def test_order_does_not_change_clusters(tmp_path):
    run(tmp_path / "a", ARTICLES)
    run(tmp_path / "b", ARTICLES[::-1])
    assert (tmp_path / "a" / "clusters.jsonl").read_bytes() == (
        tmp_path / "b" / "clusters.jsonl"
    ).read_bytes()


def test_nothing_is_left_of_the_traces(tmp_path):
    run(tmp_path, ARTICLES)
    assert not (tmp_path / ".journal" / "profiles").exists()

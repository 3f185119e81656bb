import json

import pytest

from kg.score.figure import FIGURES, total
from kg.score.report import Report
from kg.score.table import as_json, as_table, as_tsv
from tests.score.records import article, found_event, mention, person, scored


@pytest.fixture
def report():
    one = article("⟦e1:n|Ann⟧ met\x1b ⟦e2:n|Bo⟧")
    text = one.text
    found = scored(
        one, entities=[person("a")], mentions=[mention(text, "Ann", "a")], events=[found_event(text, "met")]
    )
    return Report((found,), total([found.tallies]), "0" * 64)


def test_a_line_for_each_figure_in_columns(report):
    lines = as_table(report).splitlines()
    assert lines[0] == "1 annotated article, in per cent"
    assert len(lines) == 3 + len(FIGURES)
    assert lines[3].split() == ["names", "exact", "span", "66.7", "100.0", "50.0", "1", "2", "1"]
    assert lines[5].split() == ["links", "right", "item", "-", "-", "-", "0", "0", "0"]


def test_a_line_for_each_article_on_request(report):
    last = as_table(report, by_article=True).splitlines()[-1]
    assert last.split()[:2] == ["a", "66.7"]


def test_misses_stand_beside_their_sentence_without_steering_the_terminal(report):
    shown = as_table(report, errors=1)
    assert "\nnames: exact span\n  missed    a:9  PERSON  |  ⟦Bo⟧\n" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("errors", [1, 2])
def test_only_the_first_misses_of_each_kind_are_shown(errors):
    one = article("⟦e1:n|Ann⟧ ⟦e2:n|Bo⟧ ⟦e3:n|Cy⟧")
    found = scored(one)
    shown = as_table(Report((found,), found.tallies, ""), errors=errors)
    assert shown.count("missed") == errors


def test_json_and_tsv_say_the_same(report):
    data = json.loads(as_json(report, by_article=True, errors=5))
    assert (data["articles"], data["digest"], list(data["by_article"])) == (1, "0" * 64, ["a"])
    assert data["errors"][0] == {
        "figure": "names.span", "kind": "missed", "article": "a", "start": 9, "end": 11, "note": "PERSON",
        "passage": "⟦Bo⟧",
    }  # fmt: skip
    head, *rows = [line.split("\t") for line in as_tsv(report, by_article=True).splitlines()]
    assert len(rows) == 2 * len(FIGURES)
    assert dict(zip(head, rows[0], strict=True)) == {
        "article": "all",
        **{name: str(value) for name, value in data["figures"][0].items()},
    }
    assert all(len(row) == len(head) for row in rows)

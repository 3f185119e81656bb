import json

import pytest
from click.testing import CliRunner

from kg.cli import main

ARTICLE = (
    "OSLO (AP) — Norwegian Foreign Minister Ingrid Dahl met her Turkish counterpart in Ankara on Tuesday.\n"
    "“We will sign the fisheries treaty in May,” Dahl told reporters after the talks.\n"
)


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "fleet.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def extract(path, *options):
    return CliRunner().invoke(main, ["extract", str(path), "--date", "2023-02-22", *options])


def test_explain_says_why_below_the_record(article):
    shown = extract(article, "--explain").stdout
    assert "- chosen: Q3640 Ankara" in shown
    plain = extract(article).stdout
    assert "chosen" not in plain
    assert set(plain.splitlines()) <= set(shown.splitlines())


def test_explain_gives_reasons_to_programs_too(article):
    first, second = (extract(article, "--explain", "--format", "json").stdout for _ in range(2))
    assert first == second
    entities = {e["name"]: e["reasons"] for e in json.loads(first)["entities"]}
    assert entities["Ankara"][0]["step"] == "chosen"


def test_explain_needs_a_format_with_room_for_reasons(article):
    result = extract(article, "--explain", "--format", "turtle")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_columns_of_a_table_are_named(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text('nr,words\n1,"The mayor of Oslo resigned on Monday."\n', encoding="utf-8")
    assert "resigned" in extract(path, "--column", "text=words").stdout
    for wrong, said in (("text=nowhere", "it has: nr, words"), ("words", "the fields are text, id")):
        result = extract(path, "--column", wrong)
        assert result.exit_code == 2
        assert said in result.stderr

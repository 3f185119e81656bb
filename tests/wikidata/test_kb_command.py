import json

import pytest
from click.testing import CliRunner

from kg.cli.kb import kb as command
from kg.wikidata.build import build
from tests.wikidata.seed import HEADER, write_seed


def run(*arguments):
    return CliRunner().invoke(command, arguments)


def test_info_names_counts_and_licences():
    result = run("info")
    assert result.exit_code == 0
    assert "items by class" in result.output
    assert "ODbL" in result.output.split("left out")[1]


def test_info_as_json():
    assert json.loads(run("info", "--json").output)["format"] == 1


def test_query_shows_a_table():
    result = run("query", "Lavrov")
    assert result.output.splitlines()[0].startswith("Q58217")


@pytest.mark.parametrize("name", ["Antony Blinken", "Q7821917"])
def test_query_as_json_by_name_and_by_qid(name):
    record = json.loads(run("query", name, "--json").output)[0]
    assert (record["qid"], record["class"]) == ("Q7821917", "person")
    assert any(term["office"] == "Q14213" for term in record["terms"])


def test_an_unknown_name_is_one_line_and_exit_code_1():
    result = run("query", "Zxqv Unknown")
    assert (result.exit_code, result.stdout) == (1, "")


def test_control_characters_do_not_reach_the_terminal(tmp_path):
    seed = write_seed(tmp_path / "seed")
    row = "Q9002\tBad\x1b[31mname\tBadname\tCompany\t\t\t\t\t5\tx@1:a"
    (seed / "organizations.tsv").write_text(f"{HEADER}\n{row}\n")
    build(seed, tmp_path / "base.kgb")
    assert "\x1b" not in run("query", "Badname", "--kb", str(tmp_path / "base.kgb")).output

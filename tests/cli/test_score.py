import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main

FLEET = Path(__file__).parents[1] / "score" / "gold"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(FLEET, tmp_path / "gold"))


def score(*arguments):
    return CliRunner().invoke(main, ["score", *map(str, arguments)])


@pytest.mark.usefixtures("nlp")
def test_the_formats_and_what_was_missed():
    shown = [score(FLEET, "--errors", 1, "--by-article") for _ in range(2)]
    assert shown[0].exit_code == 0
    assert shown[0].stdout == shown[1].stdout
    assert "invented  fleet:175  CONSULT  |  “We will sign" in shown[0].stdout
    assert json.loads(score(FLEET, "--format", "json").stdout)["articles"] == 1
    assert score(FLEET, "--format", "tsv").stdout.startswith("article\tfigure\t")


@pytest.mark.usefixtures("nlp")
def test_floors_are_pinned_and_kept(folder, tmp_path):
    floors = tmp_path / "floors.toml"
    assert score(folder, "--floors", floors, "--pin").exit_code == 0
    assert score(folder, "--floors", floors).exit_code == 0
    floors.write_text(floors.read_text().replace("trigger = 8", "trigger = 9"))
    result = score(folder, "--floors", floors)
    assert result.exit_code == 1
    assert result.stderr == f"{floors}: events.trigger is 85.71, below its floor 95.7\n"
    assert score(folder, "--floors", floors, "--pin").exit_code == 1
    assert score(folder, "--floors", floors, "--pin", "--lower", "rules").exit_code == 0
    (folder / "fleet.facts.json").write_text((folder / "fleet.facts.json").read_text() + "\n")
    result = score(folder, "--floors", floors)
    assert result.exit_code == 1
    assert "the annotated articles are not those of the floors" in result.stderr


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--pin"], "error: --pin needs --floors FILE"),
        (["--lower", "why"], "error: --lower REASON goes with --pin"),
        (["--errors", "1", "--format", "tsv"], "error: --errors needs --format table or json"),
        (["--floors", "nowhere.toml"], "error: nowhere.toml: the floors cannot be read"),
        (["--floors", "f.toml", "--pin", "--lower", "a\nb"], "error: --lower: the reason must be one line"),
    ],
)
def test_a_wrong_call_is_one_line(options, line):
    result = score(FLEET, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(line)
    assert result.stderr.count("\n") == 1


def test_every_fault_of_the_annotations_is_a_line(folder):
    (folder / "fleet.mentions.txt").write_text("# 2023-02-22 | T\n⟦e1:n|Oslo")
    (folder / "two.facts.json").write_text("{}")
    result = score(folder)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "error: fleet.mentions.txt: line 1 of the text: this mark is never closed: '⟦e1:n|Oslo'",
        "error: two.mentions.txt: is missing",
    ]


def test_an_empty_folder_and_no_folder(tmp_path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        result = score(folder)
        assert result.exit_code == 2
        assert result.stderr.count("\n") == 1

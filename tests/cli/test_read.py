import json

import pytest
from click.testing import CliRunner

from kg.cli import main

STORY = "The council voted to close the bridge, and the mayor signed the order on the same day."


@pytest.fixture
def wire(tmp_path):
    rows = [
        {
            "id": "7",
            "title": "Bridge closed",
            "date": "2023-02-22",
            "publisher": "Harbour Post",
            "text": STORY,
        },
        {"id": "8", "title": "Nothing here"},
        {"id": "9", "text": f"{STORY}\nRelated: Ferry fares", "author": "Jane Doe"},
    ]
    path = tmp_path / "wire.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return str(path)


def test_a_table_has_a_row_an_article_and_the_reason_where_there_is_none(wire):
    result = CliRunner().invoke(main, ["read", wire])
    head, file, *rows = (line.split() for line in result.stdout.splitlines())
    assert head[:6] == ["format", "date", "words", "publisher", "agency", "authors"]
    assert file == [wire]
    assert rows[0] == ["jsonl", "2023-02-22", "17", "Harbour", "Post", "-", "-", "Bridge", "closed"]
    assert rows[1][:4] == ["jsonl", "rejected,", "line", "2:"]
    assert '"text"' in rows[1]
    assert result.stderr == "2 articles, 1 rejected\n"
    assert result.exit_code == 1


def test_json_says_all_that_is_known(wire):
    result = CliRunner().invoke(main, ["read", wire, "--format", "json", "--publication", "Sound Gazette"])
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["format"] for row in rows] == ["jsonl"] * 3
    assert "rejected" in rows[1]
    assert rows[1]["line"] == 2
    assert rows[2]["authors"] == ["Jane Doe"]
    assert rows[2]["publisher"] == "Sound Gazette"
    assert rows[2]["left_out"] == ["Related: Ferry fares"]


def test_standard_input_and_a_format_that_is_said(wire):
    line = json.dumps({"text": STORY})
    (row,) = CliRunner().invoke(main, ["read", "-", "--format", "json"], input=line).stdout.splitlines()
    assert json.loads(row)["format"] == "jsonl"
    said = ["read", "-", "--format", "json", "--input-format", "text"]
    (row,) = CliRunner().invoke(main, said, input=line).stdout.splitlines()
    assert json.loads(row)["format"] == "text"


@pytest.mark.parametrize("command", ["read", "build", "extract"])
def test_an_unknown_format_is_named_with_the_known_ones(command, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(STORY)
    more = ["-o", str(tmp_path / "dump")] if command == "build" else []
    result = CliRunner().invoke(main, [command, str(path), "--input-format", "pdf", *more])
    assert result.exit_code == 2
    assert "unknown input format 'pdf'; known are:" in result.stderr


def test_words_of_an_article_do_not_steer_the_terminal(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": STORY, "title": "red \x9b31m"}), encoding="utf-8")
    for form in ("table", "json"):
        shown = CliRunner().invoke(main, ["read", str(path), "--format", form]).stdout
        assert "red" in shown
        assert not any("\x7f" <= character <= "\x9f" for character in shown)
        if form == "json":
            json.loads(shown)


def test_columns_and_defaults_come_from_the_configuration(tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text(f"nr,words,day\n1,{STORY!r},22.02.2023\n".replace("'", '"'), encoding="utf-8")
    (tmp_path / "own.toml").write_text(
        '[read]\npublication = "Harbour Post"\n[read.columns]\ntext = "words"\nid = "nr"\n', encoding="utf-8"
    )
    command = ["read", str(rows), "--config", str(tmp_path / "own.toml"), "--format", "json"]
    found = json.loads(CliRunner().invoke(main, command).stdout)
    assert (found["id"], found["publisher"], found["words"]) == ("1", "Harbour Post", 17)
    again = CliRunner().invoke(main, [*command, "--column", "id=day", "--publication", "Post"])
    assert (json.loads(again.stdout)["id"], json.loads(again.stdout)["publisher"]) == ("22.02.2023", "Post")


def test_a_wrong_column_in_the_configuration(tmp_path, wire):
    (tmp_path / "own.toml").write_text('[read.columns]\ncolour = "x"\n', encoding="utf-8")
    result = CliRunner().invoke(main, ["read", wire, "--config", str(tmp_path / "own.toml")])
    assert result.exit_code == 2
    assert "column colour=x: give FIELD=NAME" in result.stderr


def test_standard_input_of_any_format(tmp_path):
    page = (
        "<!doctype html><html><head><title>Bridge closed</title></head><body><article>"
        + f"<p>{STORY}</p>" * 4
    )
    found = CliRunner().invoke(main, ["read", "-", "--format", "json"], input=page.encode())
    assert json.loads(found.stdout)["format"] == "html"
    forced = CliRunner().invoke(
        main, ["read", "-", "--format", "json", "--input-format", "text"], input=page.encode()
    )
    assert json.loads(forced.stdout)["format"] == "text"


def test_the_order_of_numbers_in_dates(tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text(f'id,text,date\n1,"{STORY}",03/04/2023\n2,"{STORY}",22/02/2023\n3,"{STORY}",3.4.2023\n')

    def dates(*options):
        result = CliRunner().invoke(main, ["read", str(rows), "--format", "json", *options])
        return [json.loads(line).get("date") for line in result.stdout.splitlines()]

    assert dates() == [None, "2023-02-22", "2023-04-03"]
    assert dates("--date-order", "day")[0] == "2023-04-03"
    assert dates("--date-order", "month")[0] == "2023-03-04"
    (tmp_path / "own.toml").write_text('[read]\ndate_order = "month"\n')
    assert dates("--config", str(tmp_path / "own.toml"))[0] == "2023-03-04"

import errno
import json
import os
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.run import pipeline, single
from kg.run.journal import Journal
from kg.wikidata.base import KnowledgeBase
from kg.wikidata.build import build
from tests.run.stand_in import analyse
from tests.wikidata.seed import write_seed

ENGLISH = "Anna said on Tuesday that it had rained in Norway for most of the day, and that more of it was to come.\n"
GERMAN = "Die Ministerin sagte am Dienstag, dass es in Norwegen den ganzen Tag geregnet habe und weiter regnen werde.\n"
BASE = ["--base-iri", "https://data.example/", "--jobs", "1"]


@pytest.fixture(autouse=True)
def without_model(monkeypatch, tmp_path):
    monkeypatch.setattr(pipeline, "build", partial(pipeline.build, analyser=analyse))
    monkeypatch.setattr(single, "read_article", partial(single.read_article, analyser=analyse))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def inputs(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(ENGLISH, encoding="utf-8")
    return folder


def kg(*arguments, **more):
    return CliRunner().invoke(main, [str(a) for a in arguments], **more)


def built(*arguments, **more):
    return kg("build", *arguments, "-o", "out", *BASE, **more)


def rows():
    return [json.loads(line) for line in Path("out/rejected.jsonl").read_text(encoding="utf-8").splitlines()]


def test_results_go_to_standard_output_and_nothing_to_the_other(inputs):
    result = built(inputs)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "out: 1 articles, 0 rejected; 0 Event, 0 ReportedEvent, 1 Statement, 0 ReportedStatement, 0 Role, 1 links\n"
    )


BAD = {
    "empty file": b"",
    "binary file": bytes(range(256)) * 20,
    "wrong encoding": "“Ærlig talt” sagde han, at det regnede i går.".encode("cp1252"),
    "not english": GERMAN.encode() * 5,
    "10 MB": ENGLISH.encode() * 100_000,
}


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in BAD.items()])
def test_a_bad_file_is_one_line_and_a_row_and_the_others_go_on(inputs, content):
    (inputs / "bad.txt").write_bytes(content)
    result = built(inputs)
    assert result.exit_code == 1
    assert result.stdout.startswith("out: 1 articles, 1 rejected")
    [line] = result.stderr.splitlines()
    assert line.startswith(f"rejected: {inputs / 'bad.txt'}")
    [row] = rows()
    assert row["source"] == str(inputs / "bad.txt")
    assert row["reason"] in line


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ENGLISH + "x" * 10_000 + "\n", id="one word of 10,000 letters"),
        pytest.param(ENGLISH + "“He said that “this and “that.\n", id="unbalanced quotes"),
    ],
)
def test_odd_texts_are_no_reason_to_reject(inputs, text):
    (inputs / "odd.txt").write_text(text, encoding="utf-8")
    assert built(inputs).exit_code == 0


def test_of_two_articles_with_one_id_the_second_is_rejected(tmp_path):
    line = json.dumps({"id": "a", "text": ENGLISH})
    (tmp_path / "a.jsonl").write_text(f"{line}\n{line.replace('Anna', 'Berit')}\n")
    result = built("a.jsonl")
    assert result.exit_code == 1
    [row] = rows()
    assert (row["source"], row["id"]) == ("a.jsonl", "a")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["empty"], "empty", id="a folder with nothing in it"),
        pytest.param(["none.txt"], "none.txt: no such file", id="no such file"),
        pytest.param(["in", "--date", "someday"], "someday", id="a date that is none"),
        pytest.param(["in", "--base-iri", "data"], "base IRI 'data'", id="no base"),
        pytest.param(["in", "--license", "free"], "licence 'free'", id="a licence that is no IRI"),
    ],
)
def test_a_wrong_call_writes_nothing(inputs, tmp_path, arguments, message):
    (tmp_path / "empty").mkdir()
    result = kg("build", *arguments, "-o", "out")
    assert result.exit_code == 2
    errors = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1
    assert message in errors[0]
    assert not (tmp_path / "out" / "graph.nq").exists()


def test_an_output_that_cannot_be_written(inputs, tmp_path):
    (tmp_path / "out").write_text("a file")
    result = built(inputs)
    assert result.exit_code == 3
    assert result.stderr.startswith("error: ")
    assert "out" in result.stderr


def test_a_full_disk(inputs, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Journal, "put", full)
    result = built(inputs)
    assert result.exit_code == 3
    assert result.stderr.startswith("error: out: the disk is full")


def test_ctrl_c(inputs):
    (inputs / "stop.txt").write_text(ENGLISH + "They interrupt us.\n")
    result = built(inputs)
    assert (result.exit_code, result.stderr) == (130, "error: interrupted; what was finished is kept\n")


def test_too_many_rejected(inputs):
    (inputs / "bad.txt").touch()
    result = built(inputs, "--max-rejected", "0.1")
    assert result.exit_code == 1
    assert "error: 1 of 2 articles were rejected, more than --max-rejected 0.1" in result.stderr


def test_the_default_base_warns(inputs):
    result = kg("build", inputs, "-o", "out", "--jobs", "1")
    assert result.exit_code == 0
    assert result.stderr.startswith("warning: IRIs start with https://w3id.org/newskg/data/; give --base-iri")


def test_options_win_over_the_configuration(inputs, tmp_path):
    (tmp_path / "kg.toml").write_text('[build]\nformats = ["trig"]\ntext = "none"\ntitle = "From the file"\n')
    assert built(inputs, "--text", "full").exit_code == 0
    assert {p.name for p in (tmp_path / "out").glob("graph*")} == {"graph.trig"}
    assert "isString" in (tmp_path / "out" / "graph.trig").read_text()
    assert "From the file" in (tmp_path / "out" / "dataset.ttl").read_text()


def test_an_unknown_key_in_the_configuration(inputs, tmp_path):
    (tmp_path / "kg.toml").write_text('[build]\nformat = "trig"\n')
    result = built(inputs)
    assert result.exit_code == 2
    assert "unknown key 'format'" in result.stderr


def test_metadata_by_options(inputs):
    result = built(
        inputs, "--date", "2023-02-22", "--publication", "The Post", "--section", "World", "--gzip"
    )
    assert result.exit_code == 0
    found = kg("query", "out", "SELECT ?p ?o { ?a a kg:Article ; ?p ?o }", "--format", "csv").stdout
    assert "https://schema.org/datePublished,2023-02-22" in found
    assert "https://schema.org/articleSection,World" in found
    assert "https://data.example/entity/Q166032" in found


def test_standard_input():
    result = built("-", input=ENGLISH)
    assert result.exit_code == 0
    assert result.stdout.startswith("out: 1 articles")


# ---------------------------------------------------------------- kg extract


@pytest.mark.parametrize(
    ("form", "beginning"),
    [
        ("turtle", "@prefix dcat:"),
        ("nquads", "<https://"),
        ("jsonld", '{\n"@context"'),
        ("trig", "@prefix dcat:"),
    ],
)
def test_one_article_in_every_form(inputs, form, beginning):
    result = kg("extract", inputs / "good.txt", "--format", form, "--base-iri", "https://data.example/")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(beginning)
    assert "Anna" in result.stdout


def test_the_review_on_the_terminal_and_as_a_page(inputs, tmp_path):
    result = kg("extract", inputs / "good.txt", "--html", "page.html", "--no-color")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Anna" in result.stdout
    assert "\x1b" not in result.stdout
    assert "<html" in (tmp_path / "page.html").read_text()


def test_a_page_that_cannot_be_written(inputs):
    result = kg("extract", inputs / "good.txt", "--html", "none/page.html")
    assert result.exit_code == 3
    assert result.stderr.startswith("error: none/page.html: cannot be written")


def test_one_article_from_standard_input():
    assert "Anna" in kg("extract", "-", "--format", "nquads", input=ENGLISH).stdout


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        pytest.param("", 1, "a.jsonl", id="nothing in it"),
        pytest.param(json.dumps({"id": "a", "text": GERMAN * 5}), 1, "a.jsonl", id="not English"),
        pytest.param(
            "\n".join(json.dumps({"id": i, "text": f"{i} {ENGLISH}"}) for i in ("a", "b")), 2,
            "more than one article", id="more than one",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_shown(tmp_path, content, code, message):
    (tmp_path / "a.jsonl").write_text(content)
    result = kg("extract", "a.jsonl", "--format", "turtle")
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith("error: ")
    assert message in result.stderr


# ---------------------------------------------------------------- a knowledge base of one's own


@pytest.fixture
def base(tmp_path):
    build(write_seed(tmp_path / "seed"), tmp_path / "own.kgb")
    return tmp_path / "own.kgb"


def test_the_manifest_names_the_base_that_was_used(inputs, base):
    built(inputs)
    embedded = json.loads(Path("out/manifest.json").read_text())
    assert built(inputs, "--kb", base).exit_code == 0
    manifest = json.loads(Path("out/manifest.json").read_text())
    assert manifest["versions"]["knowledge_base"] == KnowledgeBase.open(base).info()["sha256"]
    assert manifest["run"] != embedded["run"]
    assert "kb" not in manifest["options"]


def test_the_base_from_the_configuration(inputs, base):
    Path("kg.toml").write_text('[build]\nkb = "own.kgb"\n')
    built(inputs)
    manifest = json.loads(Path("out/manifest.json").read_text())
    assert manifest["versions"]["knowledge_base"] == KnowledgeBase.open(base).info()["sha256"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(None, "does not exist", id="no file"),
        pytest.param(b"PK\x03\x04", "is not a knowledge base of kg", id="something else"),
    ],
)
def test_a_base_that_is_none_stops_the_build(inputs, content, message):
    if content is not None:
        Path("x.kgb").write_bytes(content)
    result = built(inputs, "--kb", "x.kgb")
    assert result.exit_code == 2
    assert message in result.stderr

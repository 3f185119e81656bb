import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.config import BuildOptions
from kg.run.pipeline import build
from tests.run.stand_in import analyse
from tests.run.test_pipeline import ARTICLES

FORMATS = ("nquads", "turtle", "jsonld", "trig", "ntriples")


@pytest.fixture
def dump(tmp_path):
    options = BuildOptions(formats=FORMATS, packing="gzip", jobs=1, base_iri="https://data.example/")
    build(iter(ARTICLES), tmp_path / "dump", options, analyser=analyse)
    return tmp_path / "dump"


def verify(dump, expect):
    result = CliRunner().invoke(main, ["verify", str(dump)])
    assert result.exit_code == expect, result.output
    return result.output


def test_a_dump_agrees_with_itself(dump):
    said = verify(dump, 0)
    assert "agrees: 10 files" in said
    assert f"{len(ARTICLES)} texts" in said


def change_manifest(dump, change):
    path = dump / "manifest.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("graph.nq.gz", lambda data: data[:-1] + b"x", "its SHA-256"),
        ("graph.nq.gz", lambda data: data[:-9], "bytes, the manifest says"),
        ("report.json", lambda data: data.replace(b"1", b"2"), "its SHA-256"),
        ("graph.ttl.gz", None, "not there"),
    ],
    ids=["changed", "cut off", "report", "gone"],
)
def test_a_file_that_changed_is_named(dump, name, change, said):
    path = dump / name
    if change is None:
        path.unlink()
    else:
        path.write_bytes(change(path.read_bytes()))
    output = verify(dump, 1)
    assert name in output
    assert said in output


def test_a_graph_file_that_was_put_there(dump):
    (dump / "graph.nq").write_text("")
    assert "the manifest does not name" in verify(dump, 1)


def test_a_text_that_changed(dump):
    path = min((dump / "text").iterdir())
    path.write_text("other")
    assert f"text/{path.name}: not the text" in verify(dump, 1)


def test_a_count_that_is_wrong(dump):
    change_manifest(dump, lambda m: m["counts"].update(articles=99))
    assert "99 articles, the graph has" in verify(dump, 1)


def test_a_manifest_that_is_none(dump):
    (dump / "manifest.json").write_text('{"files": []}')
    assert "it is no manifest" in verify(dump, 1)
    (dump / "manifest.json").unlink()
    assert "no manifest.json" in verify(dump, 2)


def test_no_file_outside_the_folder_is_read(dump):
    change_manifest(dump, lambda m: m["files"].update({"../secret": {"bytes": 1, "sha256": "0"}}))
    (dump.parent / "secret").write_text("x")
    assert "../secret: the manifest names it, but it is not there" in verify(dump, 1)


def test_what_was_corrected_or_withdrawn_has_no_text(dump):
    options = BuildOptions(formats=FORMATS, packing="gzip", jobs=1, base_iri="https://data.example/")
    corrected = replace(ARTICLES[0], text="Anna said that it snowed in Norway.")
    build(iter([corrected, ARTICLES[1]]), dump, options, analyser=analyse, mode="update")
    assert "2 texts" in verify(dump, 0)

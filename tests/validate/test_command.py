"""`kg validate` as it is called."""

import json

import pytest
from click.testing import CliRunner
from pyoxigraph import serialize

from kg.cli import main
from tests.validate.example import QUADS, edited
from tests.validate.test_dump import FORMATS as ENDINGS


@pytest.fixture
def dump(tmp_path):
    def write(quads, name="graph.nq"):
        (tmp_path / name).write_bytes(serialize(quads, format=ENDINGS["nq"]))
        return str(tmp_path / name)

    return write


def run(*arguments):
    return CliRunner().invoke(main, ["validate", *arguments])


def test_a_dump_that_conforms(dump):
    result = run(dump(QUADS))
    assert (result.exit_code, result.stdout) == (0, f"conforms: 1 article, {len(QUADS)} quads\n")


def test_the_folder_of_a_build(dump, tmp_path):
    dump(QUADS)
    assert run(str(tmp_path)).exit_code == 0


def test_a_dump_that_does_not(dump):
    result = run(dump(edited(remove=[("event/text/95-99", "kg:trigger")])), "--format", "json")
    assert result.exit_code == 1
    assert not json.loads(result.stdout)["conforms"]


def test_a_report_in_a_file(dump, tmp_path):
    result = run(dump(QUADS), "--format", "junit", "-o", str(tmp_path / "report.xml"))
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "report.xml").read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("graph.nq", b"<urn:a>", 1), ("graph.csv", b"a,b", 2), ("graph.nt", None, 2)],
    ids=["broken", "another kind", "not there"],
)
def test_dumps_that_cannot_be_read(tmp_path, name, content, code):
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    result = run(str(file))
    assert result.exit_code == code
    assert result.stderr.startswith("error: ")
    assert len(result.stderr.splitlines()) == 1


def test_shapes_that_are_none(dump, tmp_path):
    (tmp_path / "none").mkdir()
    assert run(dump(QUADS), "--shapes", str(tmp_path / "none")).exit_code == 2

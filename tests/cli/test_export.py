import pytest
from click.testing import CliRunner

from kg.cli import main
from tests.publish.export.test_table import written


def export(*arguments):
    return CliRunner().invoke(main, ["export", *(str(a) for a in arguments)])


def test_a_table_goes_to_standard_output_or_to_a_file(tmp_path):
    dump = written(tmp_path)
    shown = export(dump, "--events", "tsv")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert export(dump, "--events", "tsv", "-o", tmp_path / "events.tsv").stdout == ""
    assert (tmp_path / "events.tsv").read_text() == shown.stdout
    assert shown.stdout.startswith("date\tdate_to\tcode\t")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param([], 2, "what is to be exported?", id="nothing asked for"),
        pytest.param(["--events", "tsv", "--web"], 2, "Give one of", id="two things"),
        pytest.param(["--format", "turtle"], 2, "-o FILE or FOLDER", id="nowhere"),
        pytest.param(["--format", "turtle", "-o", "a.nq"], 2, "is called", id="name of another format"),
        pytest.param(["--events", "xls"], 2, "'xls' is not one of", id="unknown kind"),
        pytest.param(["--events", "tsv", "-o", "none/there.tsv"], 3, "No such file", id="no such folder"),
    ],
)
def test_a_wrong_call_is_one_line(tmp_path, arguments, code, words):
    result = export(written(tmp_path), *arguments)
    assert result.exit_code == code
    assert words in result.stderr


def test_a_broken_dump_is_one_line(tmp_path):
    (tmp_path / "graph.nq").write_text("<a b> .\n")
    result = export(tmp_path, "--events", "csv")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1

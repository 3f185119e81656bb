import pytest

from kg.config import BuildOptions, ReadOptions, read_config, read_input_config
from kg.errors import UsageError


def config(tmp_path, text):
    path = tmp_path / "kg.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_file_wins_over_defaults_only_where_it_speaks(tmp_path):
    options = read_config(
        config(tmp_path, '[build]\ntext = "none"\nformats = ["turtle"]\nmax_rejected = 0\n')
    )
    assert (options.text, options.formats, options.max_rejected) == ("none", ("turtle",), 0)
    assert options.people == BuildOptions().people


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param('[build]\ncolour = "red"\n', "unknown key 'colour'", id="unknown key"),
        pytest.param('[bild]\ntext = "none"\n', "unknown key 'bild'", id="unknown table"),
        pytest.param(
            '[build]\ntext = "some"\n', "text: 'some' is unknown; known: none, quotes", id="unknown value"
        ),
        pytest.param('[build]\nformats = ["pdf"]\n', "formats: 'pdf' is unknown", id="unknown format"),
        pytest.param("[build]\nformats = []\n", "give at least one", id="no format"),
        pytest.param('[build]\npacking = "rar"\n', "packing: 'rar' is unknown", id="unknown packing"),
        pytest.param("[build]\nshard_size = 0\n", "hold nothing", id="empty shards"),
        pytest.param("[build]\njobs = true\n", "jobs: True is not a int", id="yes for a number"),
        pytest.param("[build]\njobs = 0\n", "jobs: 0 processes", id="no process"),
        pytest.param("[build]\nmax_rejected = 3\n", "3 is not a share", id="not a share"),
        pytest.param('[build]\nauthority = "none.csv"\n', "none.csv: no such file", id="missing corrections"),
        pytest.param("[build\n", "not a readable TOML file", id="not TOML"),
    ],
)
def test_what_is_wrong_in_the_file_is_said(tmp_path, text, message):
    with pytest.raises(UsageError, match=message):
        read_config(config(tmp_path, text))


def test_how_inputs_are_read(tmp_path):
    text = '[build]\njobs = 1\n[read]\ncollection = "archive"\n[read.columns]\ntext = "body_html"\ndate = "fields.day"\n'
    path = config(tmp_path, text)
    columns = (("date", "fields.day"), ("text", "body_html"))
    assert read_input_config(path) == ReadOptions(collection="archive", columns=columns)
    assert read_config(path).jobs == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[read]\ncolour = 1\n", "unknown key 'colour'; .read. knows collection, columns"),
        ("[read]\ncollection = 1\n", "collection: 1 is not a str"),
        ('[read]\ndate_order = "year"\n', "date_order: 'year' is unknown; known: day, month"),
        ('[read]\ncolumns = "text"\n', "columns: give a table of texts"),
        ("[read.columns]\ntext = 1\n", "columns: give a table of texts"),
        ("read = 1\n", "read must be a table"),
    ],
)
def test_what_is_wrong_with_the_input_is_said(tmp_path, text, message):
    with pytest.raises(UsageError, match=message):
        read_input_config(config(tmp_path, text))


def test_options_that_do_not_change_an_article_do_not_count():
    assert BuildOptions(jobs=8, packing="gzip", title="x").meaning() == BuildOptions().meaning()
    assert BuildOptions(text="none").meaning() != BuildOptions().meaning()

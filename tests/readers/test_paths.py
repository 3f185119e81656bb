"""Finding inputs and reading them in one order."""

import gzip
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from kg.article import Article
from kg.errors import UsageError
from kg.readers import Metadata, Rejected, read_paths
from kg.readers.base import Fit
from kg.readers.registry import readers

TEXT = "The council voted to close the {} bridge."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "sub/c.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT.format(name))
    (tmp_path / "a.json").write_text('{"section": "Town"}')
    (tmp_path / "d.jsonl").write_text(json.dumps({"id": "x", "text": TEXT.format("d")}))
    (tmp_path / ".hidden.txt").write_text("no")
    (tmp_path / "README.md").write_text("no")
    return tmp_path


def ids(*paths: Path | str) -> list[str | None]:
    return [row.id for row in read_paths([str(path) for path in paths])]


def test_a_folder_is_read_with_all_below_it(folder: Path) -> None:
    assert ids(folder) == ["a", "b", "x", "sub/c"]


def test_the_order_of_inputs_does_not_matter_and_each_is_read_once(folder: Path) -> None:
    assert ids(folder / "b.txt", folder, folder / "a.txt") == ids(folder / "a.txt", folder / "b.txt", folder)


def test_a_glob(folder: Path) -> None:
    assert ids(f"{folder}/*.txt") == ["a", "b"]
    assert ids(f"{folder}/**/*.txt") == ["a", "b", "c"]


def test_the_metadata_beside_a_text_is_no_input(folder: Path) -> None:
    assert ids(*folder.glob("a.*")) == ["a"]


def test_standard_input_is_sniffed(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (b'{"id": "x", "text": "It rained."}', b"It rained."):
        stdin = SimpleNamespace(buffer=io.BufferedReader(io.BytesIO(data)))
        monkeypatch.setattr("sys.stdin", stdin)
        (article,) = read_paths(["-"])
        assert isinstance(article, Article)
        assert (article.text, article.source) == ("It rained.", "-")


def test_compressed_files(tmp_path: Path) -> None:
    (tmp_path / "page.txt.gz").write_bytes(gzip.compress(b"It rained."))
    (tmp_path / "rows.jsonl.gz").write_bytes(gzip.compress(b'{"id": "x", "text": "It snowed."}'))
    assert ids(tmp_path) == ["page", "x"]


@pytest.mark.parametrize(
    "data", [b"no gzip", gzip.compress(bytes(range(32, 127)) * 9)[:60]], ids=["not gzip", "cut off"]
)
@pytest.mark.parametrize("name", ["page.txt.gz", "page.jsonl.gz"])
def test_a_damaged_compressed_file_costs_that_file(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "zebra.txt").write_text("It rained.")
    broken, article = read_paths([str(tmp_path)])
    assert isinstance(broken, Rejected)
    assert broken.reason.startswith("the compressed file is damaged: ")
    assert article.id == "zebra"


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        pytest.param(lambda _: [], "no input", id="nothing named"),
        pytest.param(lambda p: [str(p)], "no article in this folder", id="empty folder"),
        pytest.param(lambda p: [f"{p}/none.txt"], "no such file", id="missing file"),
        pytest.param(lambda p: [f"{p}/*.txt"], "no file matches", id="glob without a match"),
    ],
)
def test_no_input_is_a_wrong_call(tmp_path: Path, make, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        read_paths(make(tmp_path))


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (Metadata(date="soon"), "option: date 'soon'"),
        (Metadata(language="fr"), "only English"),
        (Metadata(encoding="klingon"), "klingon"),
    ],
)
def test_wrong_options_are_a_wrong_call(folder: Path, options: Metadata, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        read_paths([str(folder)], defaults=options)


def test_an_unknown_format_lists_the_known_ones(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"'pdf'; known are: .*jsonl.*, text"):
        read_paths([str(folder)], input_format="pdf")


def test_the_format_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "rows.txt").write_text('{"id": "x", "text": "It rained."}')
    (article,) = read_paths([str(tmp_path)], input_format="jsonl")
    assert article.id == "x"


def test_the_second_article_with_an_id_is_rejected(tmp_path: Path) -> None:
    rows = [
        {"id": "x", "text": "One."},
        {"id": "x", "text": "Two."},
        {"id": "x", "text": "Three.", "publisher": "P"},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    first, second, third = read_paths([str(tmp_path)])
    assert isinstance(first, Article)
    assert isinstance(third, Article)
    assert isinstance(second, Rejected)
    assert second.reason == "an article with the same id 'x' of articles stands earlier in this file"


def test_the_second_article_with_a_url_is_rejected(tmp_path: Path) -> None:
    for name in ("a", "b"):
        row = {"id": name, "text": "It rained.", "url": "https://example.org/1"}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row))
    _, second = read_paths([str(tmp_path)])
    assert isinstance(second, Rejected)
    assert "same URL <https://example.org/1> stands in" in second.reason


@pytest.mark.parametrize("name", list(readers()))
def test_every_reader_keeps_to_the_form_of_a_reader(name: str) -> None:
    reader = readers()[name]
    assert all(suffix.startswith(".") for suffix in reader.SUFFIXES)
    assert isinstance(reader.sniff(b"{", "a"), Fit)
    assert callable(reader.read)
    assert reader.__doc__

"""JSON Lines and JSON."""

import json
from pathlib import Path
from typing import Any

import pytest

import kg.readers.jsonl
from kg.article import Article
from kg.readers import Metadata, Rejected
from kg.readers.base import Fit, Source
from kg.readers.jsonl import read, sniff

TEXT = "The council voted to close the bridge."


def read_all(folder: Path, data: bytes | str, options: Metadata | None = None) -> list[Article | Rejected]:
    path = folder / "rows.jsonl"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    with path.open("rb") as stream:
        return list(read(stream, Source("rows.jsonl", path, "rows"), defaults=options or Metadata()))


def line(**fields: Any) -> str:
    return json.dumps({"text": TEXT, **fields}) + "\n"


def test_all_fields(tmp_path: Path) -> None:
    fields = {
        "id": "a1",
        "title": "Bridge",
        "date": "Feb. 22, 2023",
        "url": "https://example.org/1",
        "publisher": "Post",
        "author": "Jane Doe",
        "section": "Town",
        "language": "en-IE",
        "other": [1],
    }
    (article,) = read_all(tmp_path, line(**fields))
    assert isinstance(article, Article)
    assert (article.id, article.title, article.date, article.url) == (
        "a1",
        "Bridge",
        "2023-02-22",
        fields["url"],
    )
    assert (article.publisher, article.authors, article.section) == ("Post", ("Jane Doe",), "Town")
    assert (article.language, article.text) == ("en-ie", TEXT)


def test_options_fill_what_a_row_lacks(tmp_path: Path) -> None:
    first, second = read_all(tmp_path, line(date="2023") + line(), Metadata(date="1999", collection="c"))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.date, second.date, second.collection) == ("2023", "1999", "c")


def test_an_agency_as_author_is_the_agency(tmp_path: Path) -> None:
    (article,) = read_all(tmp_path, line(author="Associated Press"))
    assert isinstance(article, Article)
    assert (article.authors, article.agency) == ((), "Associated Press")


def test_a_broken_line_costs_that_line(tmp_path: Path) -> None:
    rows = read_all(tmp_path, line(id="a") + '{"id": "b", "text": \n\n' + line(id="c"))
    assert [row.id for row in rows] == ["a", None, "c"]
    assert isinstance(rows[1], Rejected)
    assert (rows[1].line, rows[1].reason) == (2, "not JSON: Expecting value at line 2, column 1")


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"text": None, "words": "x"}, 'field "text" is missing; the fields are: text, words; say which'),
        ({"text": [1]}, 'field "text" must be a string'),
        ({"text": ""}, 'field "text": empty: it has 0 bytes'),
        ({"text": "x", "title": ["y"]}, 'field "title" must be a string, found a list'),
        ({"text": "x", "date": 7}, 'field "date" must be a string, found a number'),
        ({"text": "x", "author": {"born": 1970}}, 'field "author" must be a string or a list of strings'),
        ({"text": "x", "author": [1]}, 'field "author" must be a string or a list of strings'),
        ({"text": "x", "id": True}, 'field "id" must be a string, found true or false'),
        ({"text": "x", "date": "32 May 2020"}, "'32 May 2020' is not a date"),
        ({"text": "x", "id": "a\x00b"}, 'field "id" holds'),
        ({"text": "a\ud800b"}, 'field "text": half a character (surrogate U+D800) at 1'),
        ({"text": "a\x00b"}, 'field "text": binary data'),
        ({"text": "a" * 2_000_001}, "the text has 2,000,001 bytes, the limit is 2,000,000"),
        ([1], "an article must be a JSON object"),
        ("text", "an article must be a JSON object"),
    ],
)
def test_a_row_that_cannot_be_used_is_rejected_with_the_reason(
    tmp_path: Path, row: Any, complaint: str
) -> None:
    rows = read_all(tmp_path, line(id="first") + json.dumps(row) + "\n")
    assert isinstance(rows[1], Rejected)
    assert complaint in rows[1].reason
    assert rows[1].line == 2


def test_a_line_that_never_ends_is_counted_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.readers.jsonl, "MAX_LINE_BYTES", 1000)
    rows = read_all(tmp_path, line(id="a") + '{"text": "' + "x" * 5_000_000 + '"}\n' + line(id="c"))
    assert [type(row) for row in rows] == [Article, Rejected, Article]
    assert isinstance(rows[1], Rejected)
    assert rows[1].reason == "the line has 5,000,013 bytes, the limit is 1,000"


def test_wrong_bytes_cost_their_line(tmp_path: Path) -> None:
    rows = read_all(tmp_path, line(id="a").encode() + b'{"text": "caf\xe9"}\n' + line(id="c").encode())
    assert isinstance(rows[1], Rejected)
    assert "byte 0xe9 at offset 13" in rows[1].reason
    assert [row.id for row in rows] == ["a", None, "c"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(json.dumps([{"id": "a", "text": TEXT}, {"id": "b", "text": TEXT}]), id="a list"),
        pytest.param(
            json.dumps([{"id": "a", "text": TEXT}, {"id": "b", "text": TEXT}], indent=2), id="indented"
        ),
        pytest.param((line(id="a") + line(id="b")).encode("utf-16"), id="JSON Lines in UTF-16"),
        pytest.param(
            b"\xef\xbb\xbf" + (line(id="a") + "\r\n" + line(id="b")).encode(), id="mark and empty line"
        ),
    ],
)
def test_two_articles(tmp_path: Path, data: bytes | str) -> None:
    rows = read_all(tmp_path, data)
    assert [(type(row), row.id) for row in rows] == [(Article, "a"), (Article, "b")]


def test_one_indented_object(tmp_path: Path) -> None:
    (article,) = read_all(tmp_path, json.dumps({"id": "a", "text": TEXT}, indent=1))
    assert isinstance(article, Article)


def test_a_wrong_item_of_a_list_costs_that_item(tmp_path: Path) -> None:
    rows = read_all(tmp_path, json.dumps([{"id": "a", "text": TEXT}, {"id": "b", "text": 1}]))
    assert isinstance(rows[1], Rejected)
    assert (rows[1].id, rows[1].reason) == ("b", 'item 2: field "text" must be a string')


@pytest.mark.parametrize("data", ["", "\n \n", "[]"])
def test_nothing_in_the_file_is_said(tmp_path: Path, data: str) -> None:
    (row,) = read_all(tmp_path, data)
    assert isinstance(row, Rejected)
    assert row.reason.startswith("empty: ")


def test_deep_nesting_is_no_crash(tmp_path: Path) -> None:
    (row,) = read_all(tmp_path, '{"text": ' + "[" * 100_000 + "\n")
    assert isinstance(row, Rejected)
    assert "cannot be read" in row.reason


@pytest.mark.parametrize(
    ("head", "fit"), [(b' {"a"', Fit.LIKELY), (b"\xef\xbb\xbf[", Fit.LIKELY), (b"Times", Fit.NO)]
)
def test_sniff(head: bytes, fit: Fit) -> None:
    assert sniff(head, "rows") is fit

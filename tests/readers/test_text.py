"""Plain text files and the metadata beside them."""

import json
from pathlib import Path

import pytest

from kg.article import Article
from kg.readers import Metadata, Rejected
from kg.readers.base import Source
from kg.readers.text import read

PAGE = (
    "Harbour-News (Ostermouth)\n\nBridge to close for two years\n\n"
    "OSTERMOUTH, Ireland, March 3 (Reuters) - The council voted to close the bridge, the mayor said."
)


def read_one(folder: Path, data: bytes | str, options: Metadata | None = None) -> Article | Rejected:
    path = folder / "page.txt"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    with path.open("rb") as stream:
        (row,) = read(stream, Source("page.txt", path, "page"), defaults=options or Metadata())
    return row


def reason(row: Article | Rejected) -> str:
    assert isinstance(row, Rejected)
    return row.reason


def test_what_the_page_says(tmp_path: Path) -> None:
    article = read_one(tmp_path, PAGE, Metadata(date="2021-03-04"))
    assert isinstance(article, Article)
    assert (article.id, article.text, article.title) == ("page", PAGE, None)
    assert (article.headline, article.publisher) == ("Bridge to close for two years", "Harbour-News")
    assert article.agency == "Reuters"
    assert dict(article.extra) == {"dateline_place": "OSTERMOUTH, Ireland", "dateline_date": "2021-03-03"}


def test_the_file_beside_wins_over_options_and_options_over_the_text(tmp_path: Path) -> None:
    (tmp_path / "page.json").write_text(json.dumps({"date": "2020", "author": ["A. Roe"], "id": 5}))
    article = read_one(tmp_path, PAGE, Metadata(date="1999", publisher="The Post (Cork)", section="Town"))
    assert isinstance(article, Article)
    assert (article.id, article.date, article.authors) == ("5", "2020", ("A. Roe",))
    assert (article.publisher, article.publisher_place, article.section) == ("The Post", "Cork", "Town")


def test_a_title_beside_that_stands_in_the_page_is_not_a_second_context(tmp_path: Path) -> None:
    (tmp_path / "page.json").write_text('{"title": "Bridge to close for two years"}')
    article = read_one(tmp_path, PAGE)
    assert isinstance(article, Article)
    assert article.title is None


@pytest.mark.parametrize(
    ("sidecar", "complaint"),
    [
        ("{", "page.json, is not JSON: .* in line 1"),
        ("[]", "page.json, cannot be used: it must hold one JSON object"),
        ('{"date": "soon"}', "date 'soon' is not a date"),
        ('{"title": 3}', 'field "title" must be a string, found a number'),
        ('{"language": "fr"}', "only English"),
        ('{"url": "page one"}', "absolute http"),
    ],
)
def test_a_broken_file_beside_costs_that_article(tmp_path: Path, sidecar: str, complaint: str) -> None:
    (tmp_path / "page.json").write_text(sidecar)
    with pytest.raises(AssertionError, match=complaint):
        raise AssertionError(reason(read_one(tmp_path, PAGE)))


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        pytest.param(b"", "0 bytes", id="empty"),
        pytest.param(b"caf\xe9 in town", "--encoding windows-1252", id="wrong charset"),
        pytest.param("x" * 2_000_001, "2,000,001 bytes, the limit is 2,000,000", id="too long"),
        pytest.param("y" * 10_000_000, "10,000,000 bytes, the limit is 2,000,000", id="ten megabytes"),
        pytest.param("Der Rat der Stadt hat am Dienstag und mit den Stimmen aller Parteien die Brücke für zwei "
                     "Jahre geschlossen, sagte er, weil sie nicht mehr sicher ist.", "German", id="not English"),
    ],
)  # fmt: skip
def test_text_that_cannot_be_used(tmp_path: Path, data: bytes | str, complaint: str) -> None:
    row = read_one(tmp_path, data)
    assert complaint in reason(row)
    assert isinstance(row, Rejected)
    assert (row.source, row.id, row.stage, row.line) == ("page.txt", "page", "read", None)


def test_a_declared_charset_is_used(tmp_path: Path) -> None:
    article = read_one(tmp_path, b"Caf\xe9 closes", Metadata(encoding="windows-1252"))
    assert isinstance(article, Article)
    assert article.text == "Café closes"


def test_a_byte_order_mark_is_no_text_and_line_ends_stay(tmp_path: Path) -> None:
    article = read_one(tmp_path, b"\xef\xbb\xbfBridge\r\n\r\ncloses")
    assert isinstance(article, Article)
    assert article.text == "Bridge\r\n\r\ncloses"


def test_the_date_line_of_a_page_is_its_date(tmp_path: Path) -> None:
    article = read_one(tmp_path, "Bridge closes\n\nSaturday, January 5, 2019\n\nThe bridge closed for good.")
    assert isinstance(article, Article)
    assert article.date == "2019-01-05"


SAMPLE = Path(__file__).parents[3] / "shared" / "sample" / "000_136d69009fed12f9.txt"


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample page is not part of the project")
def test_the_sample_page() -> None:
    with SAMPLE.open("rb") as stream:
        (article,) = read(stream, Source("sample", SAMPLE, "sample"), defaults=Metadata())
    assert isinstance(article, Article)
    assert [s.kind for s in article.sections] == [
        "publication",
        "headline",
        "deck",
        "body",
        "trailer",
        "trailer",
    ]
    assert (article.publisher, article.publisher_place) == ("Times-Call", "Longmont")

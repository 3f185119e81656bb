"""Web pages: detection, what stands in their metadata, and pages that mean to do harm."""

import time
from pathlib import Path

import pytest

from kg.article import Article
from kg.errors import EnvironmentFaultError
from kg.readers import Metadata, Rejected, read_paths
from kg.readers.base import Fit
from kg.readers.html import sniff
from kg.readers.markup import decode_markup, html_tree, lines_of
from kg.readers.page import is_news, page_metadata

BODY = (
    "<p>"
    + "The council voted to close the old bridge over the river on Monday, and the mayor said why. " * 4
    + "</p>"
)
PAGE = f"<html><head><title>Bridge | Post</title>{{}}</head><body><article><h1>Bridge to close</h1>{BODY}{{}}</article></body></html>"


def read(folder: Path, data: bytes | str, name: str = "page.html", **options: str) -> Article | Rejected:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    (row,) = read_paths([str(folder / name)], defaults=Metadata(**options))
    return row


def test_a_page_is_known_by_its_content(tmp_path: Path) -> None:
    article = read(tmp_path, PAGE.format("", ""), "page.txt")
    assert isinstance(article, Article)
    assert (article.title, article.id) == ("Bridge to close", "page")
    assert "<p>" not in article.text


@pytest.mark.parametrize(
    ("head", "fit"),
    [
        (b"<!DOCTYPE html>", Fit.CERTAIN),
        (b"\n<!-- x --><HTML lang=en>", Fit.CERTAIN),
        ("<html>".encode("utf-16-le"), Fit.CERTAIN),
        (b"<div class=a>", Fit.LIKELY),
        (b"a < b", Fit.NO),
        (b'<?xml version="1.0"?><nitf>', Fit.NO),
    ],
)
def test_sniff(head: bytes, fit: Fit) -> None:
    assert sniff(head, "x") is fit


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param("<meta charset=iso-8859-1>caf\xe9 \x93x\x94".encode("latin-1"), "café “x”", id="Latin-1 means Windows-1252"),
        pytest.param("<meta charset=iso-8859-1>café".encode(), "café", id="UTF-8 that says Latin-1"),
        pytest.param(b"<meta charset=utf-8>caf\xe9", "café", id="Windows-1252 that says UTF-8"),
        pytest.param("<meta charset='windows-1251'>Москва".encode("cp1251"), "Москва", id="Cyrillic"),
        pytest.param("<meta charset=klingon>café".encode(), "café", id="unknown charset"),
        pytest.param("café".encode("utf-16"), "café", id="UTF-16"),
        pytest.param("<p>bridges close".encode("utf-16-le"), "bridges close", id="UTF-16 without a mark"),
        pytest.param(b"\xef\xbb\xbfa\x00b\x08c\x1b", "abc", id="zero bytes and controls"),
    ],
)  # fmt: skip
def test_charsets(data: bytes, text: str) -> None:
    assert decode_markup(data).rpartition(">")[2] == text


def test_the_charset_that_the_user_names_wins() -> None:
    assert decode_markup("<meta charset=utf-8>łódź".encode("cp1250"), "cp1250").endswith("łódź")


def test_markup_in_json_ld_and_wrong_values_are_passed_over(tmp_path: Path) -> None:
    tags = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A &amp; <i>B</i> agree",
    "datePublished": "yesterday", "author": ["http://x.example/me", {"name": ""}], "publisher": [{"name": ["Post"]}]}</script>
    <script type="application/ld+json">{broken</script><meta name="date" content="2020-02-30"><meta name="pubdate" content="2020-02-03">"""
    article = read(tmp_path, PAGE.format(tags, ""))
    assert isinstance(article, Article)
    assert (article.title, article.date, article.authors) == ("A & B agree", "2020-02-03", ())
    assert article.publisher == "Post"


def test_options_fill_what_a_page_lacks(tmp_path: Path) -> None:
    article = read(tmp_path, PAGE.format('<meta property="article:published_time" content="2020">', ""), date="1999", url="https://a.example/b")  # fmt: skip
    assert isinstance(article, Article)
    assert (article.date, article.url) == ("2020", "https://a.example/b")


def test_a_link_that_is_no_address_is_no_url() -> None:
    for href in ("javascript:alert(1)", "http://[::1", "//", "ftp://a/b", ""):
        assert page_metadata(html_tree(f'<link rel="canonical" href="{href}"><p>x')).url is None


def test_news_pages_are_told_from_others() -> None:
    assert is_news(html_tree('<script type="application/ld+json">{"@type": "NewsArticle"}</script>'))
    assert is_news(html_tree('<meta property="og:type" content="article">'))
    assert is_news(html_tree('<article><time datetime="2020-01-01"></time></article>'))
    assert not is_news(html_tree("<article>x</article><time>2020</time>"[:24]))


def test_lines_of_an_element() -> None:
    tree = html_tree(
        "<div>One <b>two</b><br>three<script>no</script><p> four\n five</p>six<ul><li>7<li>8</ul></div>"
    )
    assert lines_of(tree) == ["One two", "three", "four five", "six", "7", "8"]


@pytest.mark.parametrize("tag", ["div", "b", "p", "article", "table><tr><td", "font", "a href=x", "h1", "li"])
def test_a_hundred_thousand_nested_tags_are_no_crash(tmp_path: Path, tag: str) -> None:
    started = time.monotonic()
    row = read(tmp_path, "<html><body>" + f"<{tag}>" * 100_000 + "The bridge is closed.")
    assert isinstance(row, Rejected)
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        pytest.param("<html>" + "<p>word " * 70_000, "more than 60,000 elements", id="many elements"),
        pytest.param("<html><p>" + "word " * 10_000_000, "the page has more than 10,000,000", id="50 MB"),
        pytest.param("<html><body>" + "<" * 1_000_000, "tags, the limit", id="a million brackets"),
        pytest.param("<html>", "", id="nothing in it"),
        pytest.param("<html><!--" + "x" * 3_000_000, "", id="an open comment"),
        pytest.param('<html><script type="application/ld+json">' + "[" * 100_000 + "</script><p>x", "too short", id="nested JSON-LD"),
    ],
)  # fmt: skip
def test_pages_that_mean_to_do_harm(tmp_path: Path, page: str, reason: str) -> None:
    started = time.monotonic()
    row = read(tmp_path, page)
    assert isinstance(row, Rejected)
    assert reason in row.reason
    assert time.monotonic() - started < 10


def test_no_entity_of_a_dtd_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("swordfish")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>' + PAGE.format(
        "", "<p>&x; and so on</p>"
    )
    row = read(tmp_path, page)
    assert "swordfish" not in str(row)


def test_a_missing_extra_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("kg.readers.base.import_module", missing)
    with pytest.raises(
        EnvironmentFaultError, match=r"reading HTML needs lxml.*pip install 'newskg\[html\]'"
    ) as caught:
        read(tmp_path, PAGE)
    assert caught.value.exit_code == 3

"""XML that means to do harm or is broken, and which reader takes which root."""

import time
from pathlib import Path

import pytest

from kg.article import Article
from kg.errors import FormatError
from kg.readers import Rejected, read_paths
from kg.readers.base import Source
from kg.readers.registry import choose
from kg.readers.xmltree import inner_text, records, xml_tree

BODY = "The council voted to close the old bridge over the river on Monday, and the mayor said why. " * 4


def read(folder: Path, data: bytes | str, name: str = "a.xml") -> list[Article | Rejected]:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_paths([str(folder / name)]))


def test_entities_are_refused_before_they_are_expanded(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    started = time.monotonic()
    (row,) = read(tmp_path, f'<!DOCTYPE nitf [<!ENTITY l0 "ha">{laughs}]><nitf>&l9;</nitf>')
    assert isinstance(row, Rejected)
    assert "declares entities" in row.reason
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "doctype", ['<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{}">]>', '<!doctype rss SYSTEM "file://{}">']
)
def test_nothing_outside_the_document_is_read(tmp_path: Path, doctype: str) -> None:
    (tmp_path / "secret").write_text("swordfish")
    text = f"{doctype.format(tmp_path / 'secret')}<rss><channel><item><description>{BODY} &x;</description></item></channel></rss>"
    assert "swordfish" not in str(read(tmp_path, text))


def test_depth_is_bounded() -> None:
    with pytest.raises(FormatError, match="not well-formed"):
        xml_tree(b"<rss>" + b"<a>" * 100_000)


def test_names_of_html_and_lone_ampersands_are_text() -> None:
    assert (
        inner_text(xml_tree(b"<a>caf&eacute; &amp; R&D &nonsense; &#233;</a>")) == "café & R&D &nonsense; é"
    )


def test_zero_bytes_and_controls_are_left_out() -> None:
    assert inner_text(xml_tree(b"<a>b\x00r\x0ci\x08dge</a>")) == "br idge"


def test_a_broken_record_costs_that_record() -> None:
    data = b'<x:f xmlns:x="u"><x:item a="1">one</x:item><x:item><b></x:item><x:item>three</x:item></x:f>'
    _, found = records(data, None, ("item",))
    assert [inner_text(node) if not isinstance(node, FormatError) else "broken" for node in found] == [
        "one",
        "broken",
        "three",
    ]


def test_a_feed_cut_off_in_an_item_keeps_those_before(tmp_path: Path) -> None:
    item = f"<item><guid>a</guid><title>Bridge</title><description>{BODY}</description></item>"
    first, second = read(tmp_path, f"<rss><channel>{item}<item><title>Cut o")
    assert isinstance(first, Article)
    assert isinstance(second, Rejected)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("<?xml version='1.0'?><!-- x --><nitf>", "nitf"),
        ("<a:rss xmlns:a='x'>", "feed"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        ("<newsItem guid='a'><inlineXML><html><body>", "newsml"),
        ("<?xml version='1.0'?><html><body><rss>", "html"),
    ],
)
def test_the_root_says_which_reader_it_is(head: str, name: str) -> None:
    assert choose(head.encode(), Source("x.xml"))[0] == name


def test_an_unknown_root_is_one_line(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "<recipe><p>Salt</p></recipe>")
    assert isinstance(row, Rejected)
    assert "recipe" in row.reason


@pytest.mark.parametrize("name", ["feed", "nitf", "newsml"])
@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"<", b"<a", b"<rss", b"<rss/>", b"<nitf/>", b"<newsItem/>", b"\xff\xfe<\x00"]
)
def test_any_reader_survives_what_is_none(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(data)
    rows = list(read_paths([str(tmp_path / "a.xml")], input_format=name))
    assert all(isinstance(row, Rejected) for row in rows)
    assert rows

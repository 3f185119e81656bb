"""Text exports of newspaper databases: what is one article, and what a broken one costs."""

from pathlib import Path
from typing import Any

import pytest

from kg.article import Article
from kg.readers import Metadata, Rejected, read_paths
from kg.readers.base import Fit
from kg.readers.export import sniff
from kg.readers.export_profile import profiles

CASES = sorted((Path(__file__).parent / "cases").glob("export-*/input.txt"))
TWO = """Bridge closed

312 words
22 February 2023
Harbour Post
HARPO
English
(c) 2023 Harbour Press. All rights reserved.

The bridge was closed {one}.

Document HARPO00020230222ej2m0001a

Bridge open again

90 words
23 February 2023
Harbour Post
HARPO
English
(c) 2023 Harbour Press. All rights reserved.

The bridge was opened {other}.

Document HARPO00020230223ej2n0002b
"""


def rows(path: Path, **options: Any) -> list[Article | Rejected]:
    return list(read_paths([str(path)], **options))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return tmp_path / "export.txt"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_the_text_is_a_part_of_the_file_and_says_where(path: Path) -> None:
    whole = path.read_text("utf-8")
    articles = [row for row in rows(path) if isinstance(row, Article)]
    assert articles
    for article in articles:
        offset = int(dict(article.extra)["offset"])
        assert whole[offset : offset + len(article.text)] == article.text


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_every_line_is_in_one_section(path: Path) -> None:
    for article in rows(path):
        if isinstance(article, Article):
            covered = [i for s in article.sections for i in range(s.start, s.end)]
            assert len(covered) == len(set(covered))
            left = {i for i, c in enumerate(article.text) if not c.isspace()} - set(covered)
            assert left == set()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_line_ends_of_windows_change_nothing(path: Path, export: Path) -> None:
    text = path.read_text("utf-8")
    export.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    known = ("title", "date", "publisher", "authors", "section", "edition", "rights", "words", "reason")
    found, wanted = ([[getattr(r, n, None) for n in known] for r in rows(p)] for p in (export, path))
    assert found == wanted


def test_every_layout_has_a_case() -> None:
    shown = {dict(r.extra)["database"] for path in CASES for r in rows(path) if isinstance(r, Article)}
    assert shown == {profile.name for profile in profiles()}


def test_bytes_that_are_no_text_cost_their_article(export: Path) -> None:
    export.write_bytes(
        TWO.format(one="on Tuesday", other="at noon").encode().replace(b"Tuesday", b"\xe9\xff")
    )
    broken, whole = rows(export)
    assert isinstance(broken, Rejected)
    assert "not UTF-8" in broken.reason
    assert isinstance(whole, Article)


def test_a_zero_byte_costs_its_article(export: Path) -> None:
    export.write_text(TWO.format(one="on Tuesday", other="at n\x00on"))
    whole, broken = rows(export)
    assert isinstance(whole, Article)
    assert isinstance(broken, Rejected)
    assert (broken.line, "zero byte" in broken.reason) == (14, True)


def test_an_export_that_is_cut_off_gives_what_is_there(export: Path) -> None:
    text = TWO.format(one="on Tuesday", other="at noon and all day")
    export.write_text(text[: text.index("and all day")])
    assert [row.title for row in rows(export)] == ["Bridge closed", "Bridge open again"]


def test_a_charset_that_is_said(export: Path) -> None:
    export.write_bytes(TWO.format(one="near the Café", other="at noon").encode("windows-1252"))
    first, _ = rows(export, defaults=Metadata(encoding="windows-1252"))
    assert "Café" in first.text


@pytest.mark.parametrize(
    "text",
    [
        "The council voted to close the bridge.\n\nDocument number 7 was read aloud.",
        "<html><body>1 of 2 DOCUMENTS\nLENGTH: 3 words</body></html>",
        '{"text": "HD   Bridge closed\\nPD   3 June 2019"}',
        "Harbour Post\n22 February 2023\nBridge closed\nThe bridge was closed.",
    ],
)
def test_what_is_no_export(text: str) -> None:
    assert sniff(text.encode(), "a.txt") is Fit.NO


def test_an_export_that_is_said_and_is_none(export: Path) -> None:
    export.write_text("The council voted to close the bridge.")
    (row,) = rows(export, input_format="export")
    assert "not the layout of an export that is known: Factiva, " in row.reason


def test_a_summary_alone_is_no_article(export: Path) -> None:
    export.write_text(
        "Report Information from ProQuest\n\n____________________\n\nTable of contents\n\n1. Rain\n"
    )
    (row,) = rows(export)
    assert row.reason == "there is no article in this export of ProQuest"

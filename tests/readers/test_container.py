"""What is packed, archived, or both; and what only means to do harm."""

import bz2
import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

import kg.readers.stream
from kg.article import Article
from kg.readers import Rejected, read_paths

PAGE = b"The council voted to close the bridge."
ROW = b'{"id": "x", "text": "The council voted to open the bridge."}'


def zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


def read(folder: Path, name: str, data: bytes) -> list[Article | Rejected]:
    (folder / name).write_bytes(data)
    return list(read_paths([str(folder / name)]))


MEMBERS = {
    "2023/a.txt": PAGE,
    "rows.jsonl": ROW,
    "logo.png": b"\x89PNG",
    ".hidden.txt": b"no",
    "__MACOSX/b.txt": b"no",
}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("news.zip", zipped(MEMBERS), id="zip"),
        pytest.param("news.tar", tarred(MEMBERS), id="tar"),
        pytest.param("news.tar.gz", tarred(MEMBERS, "w:gz"), id="tar.gz"),
        pytest.param("news.tbz2", tarred(MEMBERS, "w:bz2"), id="tar.bz2"),
        pytest.param("news.dat", zipped(MEMBERS), id="zip without its name"),
        pytest.param("news.zip.gz", gzip.compress(zipped(MEMBERS)), id="zip in gz"),
        pytest.param("news.zip", zipped({"in.zip": zipped({"in.tar": tarred(MEMBERS)})}), id="tar in zip in zip"),
    ],
)  # fmt: skip
def test_members_of_known_formats_are_read(tmp_path: Path, name: str, data: bytes) -> None:
    rows = read(tmp_path, name, data)
    assert [(type(row), row.id) for row in rows] == [(Article, "2023/a"), (Article, "x")]
    assert rows[0].source.startswith(f"{tmp_path}/{name}!/")
    assert rows[0].source.endswith("2023/a.txt")


def test_packed_files_are_known_by_their_bytes(tmp_path: Path) -> None:
    for packed in (gzip.compress(PAGE), bz2.compress(PAGE), gzip.compress(bz2.compress(PAGE))):
        (article,) = read(tmp_path, "page.txt", packed)
        assert isinstance(article, Article)
        assert article.text == PAGE.decode()


def test_metadata_beside_a_member(tmp_path: Path) -> None:
    (article,) = read(tmp_path, "a.zip", zipped({"a.txt": PAGE, "a.json": b'{"date": "2023"}'}))
    assert isinstance(article, Article)
    assert article.date == "2023"


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "b/../../a.txt", "C:\\a.txt", "..\\a.txt"])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    for made, data in (("a.zip", zipped({name: PAGE, "b.txt": PAGE})), ("a.tar", tarred({name: PAGE, "b.txt": PAGE}))):  # fmt: skip
        rows = read(tmp_path, made, data)
        assert {row.reason for row in rows if isinstance(row, Rejected)} == {
            "its name leads out of the archive"
        }
        assert [row.id for row in rows if isinstance(row, Article)] == ["b"]


def test_links_and_devices_in_an_archive_are_not_followed(tmp_path: Path) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, kind in (
            ("a.txt", tarfile.SYMTYPE),
            ("b.txt", tarfile.LNKTYPE),
            ("c.txt", tarfile.CHRTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    assert read(tmp_path, "a.tar", made.getvalue()) == []


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(gzip.compress(bytes(60_000_000), 9), id="gz"),
        pytest.param(gzip.compress(gzip.compress(bytes(60_000_000), 9)), id="gz in gz"),
        pytest.param(zipped({"a.txt.gz": gzip.compress(bytes(60_000_000), 9)}), id="gz in zip"),
        pytest.param(zipped({"a.jsonl": bytes(60_000_000)}), id="zip"),
        pytest.param(tarred({"a.jsonl": bytes(60_000_000)}, "w:gz"), id="tar.gz"),
    ],
)
def test_a_bomb_is_refused(tmp_path: Path, data: bytes) -> None:
    rows = read(tmp_path, "a.bin", data)
    assert all(isinstance(row, Rejected) for row in rows)
    assert any("archive bomb" in row.reason or "the limit is" in row.reason for row in rows)


def test_what_comes_out_of_one_input_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.readers.stream, "MAX_UNPACKED_BYTES", 100_000)
    rows = read(tmp_path, "a.zip", zipped({f"{n}.txt": PAGE * 1000 for n in range(9)}))
    assert [type(row) for row in rows] == [Article] * 2 + [Rejected] * 7
    assert "more than 100,000 bytes come out of it" in rows[-1].reason


def test_too_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.readers.stream, "MAX_MEMBERS", 3)
    *articles, last = read(tmp_path, "a.tar", tarred({f"{n}.txt": PAGE + b"%d" % n for n in range(9)}))
    assert (len(articles), last.reason) == (3, "more than 3 files are in it; split it")


def test_archives_in_archives_have_an_end(tmp_path: Path) -> None:
    data = PAGE
    for _ in range(9):
        data = gzip.compress(data)
    (row,) = read(tmp_path, "a.txt.gz", data)
    assert row.reason == "archives inside archives, more than 4 deep; unpack it first"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(zipped({"a.txt": PAGE})[:60], "the archive is damaged", id="zip cut off"),
        pytest.param(tarred({"a.txt": PAGE}, "w:gz")[:90], "the compressed file is damaged", id="tar.gz cut off"),
        pytest.param(zipped({"[Content_Types].xml": b"", "word/document.xml": b"<a/>"}), "an office document", id="docx"),
    ],
)  # fmt: skip
def test_a_damaged_archive_costs_that_archive(tmp_path: Path, data: bytes, reason: str) -> None:
    (row,) = read(tmp_path, "a.bin", data)
    assert isinstance(row, Rejected)
    assert row.reason.startswith(reason)


def test_a_locked_member_costs_that_member(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": PAGE, "b.txt": PAGE}))
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + place] |= 1  # the flag that says: encrypted
    locked, article = read(tmp_path, "a.zip", bytes(data))
    assert isinstance(locked, Rejected)
    assert "password" in locked.reason
    assert article.id == "b"

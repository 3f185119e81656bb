"""Inputs that mean to do harm, or are damaged: refused in one line each, and what is good beside them is read.

Everything goes through `kg read`, as a user would meet it.
"""

import bz2
import gzip
import io
import json
import random
import resource
import socketserver
import tarfile
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.article import Article
from kg.cli import main
from kg.errors import KGError
from kg.readers import Metadata, Rejected, read_paths

CASES = Path(__file__).parent / "cases"
STORY = (
    "The council of Vell voted on Tuesday to close the old bridge, and the mayor signed the order on Friday. "
)
LONG = f"<p>{STORY}</p><p>The bridge was built in 1911. A ferry of the town will carry people and cars over the river until a new one opens.</p><p>Shop owners on both sides said that they had not been asked, and that they would lose half of their trade by Christmas.</p>"
PAGE = f"<!doctype html><html><head><title>Bridge</title></head><body><article>{LONG}</article></body></html>"
NITF = "<nitf><body><body.head><hedline><hl1>{0}</hl1></hedline></body.head><body.content><p>{0} {1}</p></body.content></body></nitf>"


def kg_read(folder: Path, name: str, data: bytes | str) -> list[dict[str, Any]]:
    """What `kg read` prints of a file, having checked that it ends well and in time."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    start = time.monotonic()
    result = CliRunner().invoke(main, ["read", str(path), "--format", "json"])
    assert time.monotonic() - start < 20
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (0, 1), result.stderr
    assert "Traceback" not in result.output
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert rows
    for row in rows:
        assert "\n" not in row.get("rejected", "")
        assert len(row.get("rejected", "")) < 400
    return rows


def refused(folder: Path, name: str, data: bytes | str) -> str:
    """The one reason why a file is refused."""
    (row,) = kg_read(folder, name, data)
    assert "rejected" in row, row
    return row["rejected"]


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """The address of a server, and what it was asked."""
    asked: list[bytes] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            asked.append(self.rfile.readline())
            self.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n<!ENTITY secret 'fetched'>")

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE nitf SYSTEM "{url}/a.dtd">',
        '<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.4//EN" "{url}/a.dtd">',
        '<!DOCTYPE nitf [<!ENTITY secret SYSTEM "{url}/b">]>',
        '<!DOCTYPE nitf [<!ENTITY secret SYSTEM "{file}">]>',
        '<!DOCTYPE nitf [<!ENTITY % dtd SYSTEM "{url}/c"> %dtd;]>',
        '<?xml-stylesheet type="text/xsl" href="{url}/d"?>',
    ],
)
def test_nothing_outside_is_read(tmp_path: Path, listener: tuple[str, list[bytes]], doctype: str) -> None:
    url, asked = listener
    secret = tmp_path / "secret"
    secret.write_text("hunter2")
    head = doctype.format(url=url, file=secret.as_uri())
    for body in (NITF.format("&secret;", STORY), f"<rss><channel><item><title>&secret;</title><description>{STORY * 4}</description></item></channel></rss>"):  # fmt: skip
        rows = kg_read(tmp_path, "a.xml", head + body)
        assert "hunter2" not in json.dumps(rows)
        assert "fetched" not in json.dumps(rows)
    page = PAGE.replace("<head>", f'<head><base href="{url}/"><script src="{url}/e"></script><link rel="stylesheet" href="{url}/f"><script type="application/ld+json">{{"@context": "{url}/g", "@type": "NewsArticle", "headline": "Bridge"}}</script>')  # fmt: skip
    assert kg_read(tmp_path, "a.html", head + page)[0]["headline"] == "Bridge"
    assert asked == []


def laughs(levels: int = 30) -> str:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(levels))
    return f'<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY e0 "ha">{entities}]>' + NITF.format(
        f"&e{levels};", STORY
    )


@pytest.mark.parametrize("name", ["a.xml", "a.nitf", "a.rss", "a.newsml", "a.html", "a.txt"])
def test_a_billion_laughs(tmp_path: Path, name: str) -> None:
    rows = kg_read(tmp_path, name, laughs())
    assert "hahaha" not in json.dumps(rows)
    assert len(json.dumps(rows)) < 10_000


def test_one_long_entity_many_times(tmp_path: Path) -> None:
    bomb = f'<!DOCTYPE nitf [<!ENTITY a "{"x" * 100_000}">]>' + NITF.format("&a;" * 10_000, STORY)
    assert "declares entities" in refused(tmp_path, "a.xml", bomb)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def tarred(*infos: tuple[tarfile.TarInfo, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for info, data in infos:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


ZEROS = b"a " * 15_000_000


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.txt.gz", lambda: gzip.compress(ZEROS)),
        ("a.txt.bz2", lambda: bz2.compress(ZEROS[:22_000_000], 1)),
        ("a.zip", lambda: zipped({"a.txt": ZEROS})),
        ("a.jsonl.gz", lambda: gzip.compress(b"[" * 30_000_000)),
        ("a.zip.gz", lambda: gzip.compress(zipped({"a.txt": ZEROS}, zipfile.ZIP_STORED))),
        ("a.warc.gz", lambda: gzip.compress(b"WARC/1.0\r\n" + b"\0" * 30_000_000)),
    ],
)
def test_an_archive_bomb(tmp_path: Path, name: str, make: Any) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refused(tmp_path, name, make())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # KiB


@pytest.mark.parametrize(
    "name", ["../a.txt", "/etc/a.txt", "b/../../a.txt", "..\\a.txt", "C:\\a.txt", "b\\..\\..\\a.txt"]
)
def test_a_name_that_leads_out(tmp_path: Path, name: str) -> None:
    good = tarfile.TarInfo("good.txt")
    for file, data in {
        "a.zip": zipped({name: STORY.encode(), "good.txt": STORY.encode()}),
        "a.tar": tarred((tarfile.TarInfo(name), STORY.encode()), (good, STORY.encode())),
    }.items():
        rows = kg_read(tmp_path, f"in/{file}", data)
        assert sorted("rejected" in row for row in rows) == [False, True]
        assert {path.name for path in tmp_path.rglob("*")} <= {"in", "a.zip", "a.tar"}


def test_links_out_of_an_archive(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hunter2 " + STORY)
    links = []
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
        info = tarfile.TarInfo(f"link{kind!r}.txt")
        info.type, info.linkname = kind, str(tmp_path / "secret.txt")
        links.append((info, b""))
    rows = kg_read(tmp_path, "in/a.tar", tarred(*links, (tarfile.TarInfo("good.txt"), STORY.encode())))
    assert [row["id"] for row in rows] == ["good"]


NESTED = 100_000


@pytest.mark.parametrize("tag", ["div", "b", "table", "font", "ul", "blockquote", "p", "span", "svg", "a"])
def test_a_hundred_thousand_nested_tags(tmp_path: Path, tag: str) -> None:
    page = PAGE.replace("<article>", f"<article>{f'<{tag}>' * NESTED}x{f'</{tag}>' * NESTED}")
    kg_read(tmp_path, "a.html", page)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xml", "<nitf>" + "<p>" * NESTED),
        ("a.rss", "<rss><channel><item><title>" + "<b>" * NESTED),
        ("a.json", '{"text": ' + "[" * NESTED + "]" * NESTED + "}"),
        ("a.jsonl", '{"a":' * NESTED + "1" + "}" * NESTED),
        ("b.jsonl", json.dumps({"text": "<div>" * NESTED + STORY})),
        ("c.jsonl", '{"text": "x", "date": ' + "9" * 100_000 + "}"),
        ("a.html", "<script type='application/ld+json'>" + '{"a":' * NESTED + "</script>" + LONG),
    ],
)
def test_depth_in_other_formats(tmp_path: Path, name: str, data: str) -> None:
    kg_read(tmp_path, name, data)


def test_a_list_of_a_hundred_megabytes(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    row = json.dumps({"id": "1", "text": STORY, "notes": "x" * 1_000_000}, indent=1)
    rows = kg_read(tmp_path, "a.json", "[\n" + f"{row},\n" * 100 + row.replace('"1"', '"2"') + "\n]")
    assert [row["id"] for row in rows if "rejected" not in row] == ["1", "2"]
    assert (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000
    )  # KiB, of which the test holds half


def test_nothing_but_empty_objects(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[" + "{}," * 200_000 + "{}]")
    rows = read_paths([str(tmp_path / "a.json")], defaults=Metadata())
    assert next(rows).reason.startswith('item 1: field "text" is missing')
    assert sum(1 for _ in rows) == 200_000


def test_a_page_of_fifty_megabytes(tmp_path: Path) -> None:
    page = PAGE.replace("</article>", f"{'<p>' + STORY * 10 + '</p>'}" * 48_000 + "</article>")
    assert len(page) > 50_000_000
    assert "more than 10,000,000 bytes" in refused(tmp_path, "a.html", page)


def test_attributes_without_end(tmp_path: Path) -> None:
    many = " ".join(f"a{n}='>'" for n in range(200_000))
    assert "2,000 attributes" in refused(tmp_path, "a.html", PAGE.replace("<article>", f"<article {many}>"))
    kg_read(tmp_path, "a.xml", f"<nitf {many}>" + NITF.format("Bridge", STORY))
    kg_read(tmp_path, "b.html", PAGE.replace("<article>", f"<article class='{'x ' * 1_000_000}'>"))


@pytest.mark.parametrize(
    "piece", ["A ", "(", ". ", "— ", "Photo: ", "By A B\n", "A/", "<", "&amp;", "told ", "1:1\n"]
)
def test_no_text_takes_long(tmp_path: Path, piece: str) -> None:
    kg_read(tmp_path, "a.txt", f"Bridge to close {piece * (400_000 // len(piece))}")
    kg_read(tmp_path, "a.html", PAGE.replace("</article>", piece * (400_000 // len(piece))))


@pytest.mark.parametrize(
    ("said", "charset"),
    [
        ("utf-8", "windows-1252"),
        ("iso-8859-1", "utf-8"),
        ("utf-16", "utf-8"),
        ("utf-8", "utf-16"),
        ("utf-7", "utf-8"),
        ("base64", "utf-8"),
        ("rot13", "utf-8"),
        ("nonsense", "utf-8"),
        ("shift_jis", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("ascii", "windows-1252"),
    ],
)
def test_a_page_that_lies_about_its_charset(tmp_path: Path, said: str, charset: str) -> None:
    page = PAGE.replace("<head>", f'<head><meta charset="{said}">').replace("old bridge", "old café")
    (row,) = kg_read(tmp_path, "a.html", page.encode(charset))
    assert "rejected" not in row
    (article,) = read_paths([str(tmp_path / "a.html")], defaults=Metadata())
    assert isinstance(article, Article)
    assert "old café" in article.text


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv"])
def test_a_text_in_another_charset_says_what_to_try(tmp_path: Path, name: str) -> None:
    text = {"a.jsonl": '{"text": "%s"}', "a.csv": 'id,text\n1,"%s"\n'}.get(name, "%s") % (STORY + "café")
    assert "--encoding windows-1252" in refused(tmp_path, name, text.encode("windows-1252"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", PAGE),
        ("a.xml", NITF.format("Bridge", STORY)),
        ("a.jsonl", json.dumps({"id": "a", "text": STORY})),
        ("a.csv", f'id,text\na,"{STORY}"\n'),
        ("a.rss", f"<rss><channel><item><title>Bridge</title><description>{STORY * 4}</description></item></channel></rss>"),
    ],
)  # fmt: skip
def test_zero_bytes_between_all_parts(tmp_path: Path, name: str, text: str) -> None:
    (row,) = kg_read(tmp_path, name, text.replace("council", "coun\x00cil").encode() + b"\x00" * 20)
    assert "rejected" not in row


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028", "\x85", "\n\r", "\x0b", "\x0c"])
def test_offsets_with_any_line_ends(tmp_path: Path, end: str) -> None:
    text = f"Bridge to close{end}{end}{STORY}\r\n\r\n{STORY}{end}\n{end}Read more: Ferry fares\r"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (article,) = read_paths([str(tmp_path / "a.txt")], defaults=Metadata())
    assert isinstance(article, Article)
    assert article.text == text
    pieces = [(section.kind, article.text[section.start : section.end]) for section in article.sections]
    assert pieces[0] == ("headline", "Bridge to close")
    assert pieces[-1] == ("trailer", "Read more: Ferry fares")
    assert article.words == 3 + 2 * len(STORY.split())


BAD_ROWS = ('{"text": 7}', "{", "[1]", '{"text": ""}', '{"text": "x", "date": "31 June 2020"}', "\udcff")


@pytest.mark.parametrize("bad", BAD_ROWS)
def test_a_broken_row_costs_that_row(tmp_path: Path, bad: str) -> None:
    good = [json.dumps({"id": str(n), "text": f"{STORY} {n}"}) for n in range(2)]
    data = "\n".join([good[0], bad, good[1]]).encode("utf-8", "surrogateescape")
    rows = kg_read(tmp_path, "a.jsonl", data)
    assert [row.get("id") for row in rows] == ["0", None, "1"]
    assert rows[1]["line"] == 2


def test_a_broken_member_costs_that_member(tmp_path: Path) -> None:
    members = {"a.txt": STORY.encode(), "b.html": b"<html></html>", "c.jsonl": b"{", "d.parquet": b"PAR1x", "e.xml": b"<nitf>", "f.zip": b"PK\x03\x04x", "g.txt": f"{STORY}!".encode()}  # fmt: skip
    rows = kg_read(tmp_path, "a.zip", zipped(members))
    assert [row.get("id") for row in rows if "rejected" not in row] == ["a", "g"]
    assert len(rows) == len(members)


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_any_damage_to_any_fixture_is_no_bug(tmp_path: Path, case: str) -> None:
    (source,) = (CASES / case).glob("input.*")
    data, luck = source.read_bytes(), random.Random(case)
    target = tmp_path / source.name
    for _ in range(12):
        target.write_bytes(damaged(data, luck))
        try:
            for row in read_paths([str(target)], defaults=Metadata()):
                assert isinstance(row, Article | Rejected)
        except KGError:
            pass


def damaged(data: bytes, luck: random.Random) -> bytes:
    """The data cut off, with bytes changed, taken out, doubled or swapped."""
    place, width = luck.randrange(len(data)), luck.choice((1, 1, 8, 200))
    piece = data[place : place + width]
    return luck.choice(
        (
            data[:place],
            data[:place] + data[place + width :],
            data[:place] + luck.randbytes(len(piece)) + data[place + width :],
            data[:place] + piece * 30 + data[place:],
            data[place:] + data[:place],
            data[:place] + bytes(byte ^ 1 << luck.randrange(8) for byte in piece) + data[place + width :],
        )
    )

import gzip
import random
from pathlib import Path

import pytest

from kg.article import Article
from kg.readers import Rejected, read_paths

CRAWL = gzip.decompress((Path(__file__).parent / "cases/warc-crawl/input.warc.gz").read_bytes())


def read(folder: Path, data: bytes, name: str = "a.warc") -> list[Article | Rejected]:
    (folder / name).write_bytes(data)
    return list(read_paths([str(folder / name)]))


def page(body: bytes, header: bytes = b"") -> bytes:
    content = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + header + b"\r\n" + body
    lines = (b"WARC/1.0", b"WARC-Type: response", b"WARC-Target-URI: https://x.example/")
    more = (b"Content-Type: application/http; msgtype=response", b"Content-Length: %d\r\n\r\n")
    return b"\r\n".join((*lines, *more)) % len(content) + content + b"\r\n\r\n"


@pytest.mark.parametrize("name", ["a.warc", "a.dat"])
def test_packed_as_a_whole_or_not(tmp_path: Path, name: str) -> None:
    for data in (CRAWL, gzip.compress(CRAWL)):
        assert [type(row) for row in read(tmp_path, data, name)] == [Article, Rejected, Article]


def test_a_bomb_in_a_page_costs_that_page(tmp_path: Path) -> None:
    bomb = page(gzip.compress(bytes(30_000_000)), b"Content-Encoding: gzip\r\n")
    first, *others = read(tmp_path, bomb + CRAWL)
    assert first.reason == "the page has more than 10,000,000 bytes, the limit"
    assert [type(row) for row in others] == [Article, Rejected, Article]


def test_a_crawl_that_was_cut_off_keeps_what_came_before(tmp_path: Path) -> None:
    noise = page(random.Random(7).randbytes(100_000))
    rows = read(tmp_path, gzip.compress(CRAWL + noise)[:-40])
    assert isinstance(rows[0], Article)
    assert "damaged" in rows[-1].reason


def test_odd_charsets_are_guessed_around(tmp_path: Path) -> None:
    for name in (b"charset=utf\x00", b"charset=hex", b"charset=nonsense"):
        data = CRAWL.replace(b"charset=utf-8", name.ljust(13))
        assert isinstance(read(tmp_path, data)[0], Article)


def test_no_damage_is_a_bug(tmp_path: Path) -> None:
    dice = random.Random(5)
    for _ in range(40):
        data = bytearray(CRAWL)
        for _ in range(dice.randint(1, 20)):
            data[dice.randrange(8, len(data))] = dice.choice([0, 10, 13, 48, 255])
        assert read(tmp_path, bytes(data[: dice.randrange(8, len(data))]))

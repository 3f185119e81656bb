"""WARC, the format of web crawls: the pages in it that are news, at the address where they were fetched.

Records are read one after the other and pages over the limit are skipped, so memory does not grow with the file. Needs
the extra `warc`.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any

from kg.article import Article
from kg.errors import FormatError, RecordError
from kg.readers.base import Fit, Metadata, Rejected, Source, need
from kg.readers.html import article_of_page
from kg.readers.markup import MAX_PAGE_BYTES, decode_markup, html_tree
from kg.readers.page import is_news
from kg.readers.stream import read_some

__all__ = ["SUFFIXES", "read", "sniff"]

SUFFIXES = (".warc",)

_PAGES = ("text/html", "application/xhtml+xml")
_VAGUE = ("iso-8859-1", "latin-1", "us-ascii")
"""Charsets that servers give without knowing; the page itself knows better."""


def sniff(head: bytes, name: str) -> Fit:
    """Whether the first bytes are those of a WARC record."""
    del name
    return Fit.CERTAIN if head.startswith(b"WARC/") else Fit.NO


def read(stream: IO[bytes], source: Source, *, defaults: Metadata) -> Iterator[Article | Rejected]:
    """The news pages of a crawl in its order; what is no page, no news or was not found is passed over."""
    pages = 0
    found = False
    source = replace(source, id=None)
    for url, data, charset in _responses(stream):
        pages += 1
        try:
            if len(data) > MAX_PAGE_BYTES:
                raise FormatError(f"the page has more than {MAX_PAGE_BYTES:,} bytes, the limit")
            tree = html_tree(decode_markup(data, defaults.encoding or charset))
            if not is_news(tree):
                continue
            found = True
            yield article_of_page(tree, source, defaults, url=url)
        except RecordError as error:
            found = True
            yield Rejected(source.name, url, "read", str(error))
    if not found:
        yield Rejected(source.name, None, "read", f"none of its {pages} pages is an article")


def _responses(stream: IO[bytes]) -> Iterator[tuple[str, bytes, str | None]]:
    """Address, content and charset of each page; raises `FormatError` where the file is damaged."""
    warc = need("fastwarc.warc", "warc", "WARC")
    kinds = warc.WarcRecordType.response | warc.WarcRecordType.resource
    records = warc.ArchiveIterator(
        _Forward(stream),
        record_types=kinds,
        parse_http=True,
        max_content_length=2 * MAX_PAGE_BYTES,
        auto_decode="all",
        stream_detect=False,
    )
    while True:
        try:
            record = next(records, None)
            page = _page(record) if record is not None else None
        except (OSError, ValueError, EOFError) as error:
            if isinstance(error, RecordError):
                raise
            raise FormatError(f"the crawl is damaged: {error}") from None
        if record is None:
            return
        if page is not None:
            yield page


class _Forward:
    """A stream as fastwarc wants it, which tells where it is, and moves forward by reading."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.place = stream, 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = read_some(self.stream, size)
        self.place += len(data)
        return data

    def tell(self) -> int:
        """How many bytes were read."""
        return self.place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Read on to a place, or to the end; raises `OSError` for one that lies behind."""
        target = offset + (self.place if whence == io.SEEK_CUR else 0)
        if whence == io.SEEK_END or target < self.place:
            raise io.UnsupportedOperation("seek")
        while self.place < target and self.read(min(65536, target - self.place)):
            pass
        return self.place


def _page(record: Any) -> tuple[str, bytes, str | None] | None:
    """Address, content and charset of a record that is a page, else None."""
    headers = record.http_headers
    if headers is not None and headers.status_code != 200:
        return None
    kind = record.http_content_type if headers is not None else record.headers.get("Content-Type")
    if (kind or "").partition(";")[0].strip().lower() not in _PAGES:
        return None
    charset = record.http_charset if headers is not None else None
    data = record.reader.read(MAX_PAGE_BYTES + 1)
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    return url, data, None if (charset or "").lower() in _VAGUE else charset

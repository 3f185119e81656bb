"""HTML pages: the main text by trafilatura, the metadata by JSON-LD, then meta tags, then the page.

The text of an article is what trafilatura takes for the main text, without tables, comments and what is hidden; a
blank line stands between two blocks, and offsets count in that. Needs the extra `html`.
"""

import re
from collections.abc import Iterator
from typing import IO, Any

from kg.article import Article
from kg.errors import FormatError, RecordError
from kg.readers.assemble import article_of
from kg.readers.base import Fit, Metadata, Rejected, Source, need
from kg.readers.markup import MAX_PAGE_BYTES, decode_markup, html_tree
from kg.readers.metadata import prefer
from kg.readers.page import is_paid, page_metadata
from kg.readers.stream import read_whole

__all__ = ["SUFFIXES", "article_of_page", "read", "sniff"]

SUFFIXES = (".html", ".htm", ".xhtml")

MIN_WORDS = 40
"""A page with a shorter main text is a list of links, a player, or what stands in front of a paywall."""

_ROOT = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_FIRST = re.compile(rb"(?:<(?:\?|!)[^>]*>\s*)*<([A-Za-z_][\w.:-]*)")
_ELEMENTS = frozenset(
    b"html head body meta title link script style base article section main div p h1 table center a".split()
)
_PART = re.compile(rb"<(?:head|body|meta|title|article|div|p)[\s>]", re.IGNORECASE)


def sniff(head: bytes, name: str) -> Fit:
    """Whether the first bytes have the root of a page, or begin with one of its elements."""
    del name
    head = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf \t\r\n")
    if (first := _FIRST.match(head)) and first[1].lower() not in _ELEMENTS:
        return Fit.NO
    if _ROOT.search(head[:1500]):
        return Fit.CERTAIN if head.startswith(b"<") else Fit.LIKELY
    return Fit.LIKELY if _PART.match(head) else Fit.NO


def read(stream: IO[bytes], source: Source, *, defaults: Metadata) -> Iterator[Article | Rejected]:
    """The article of a page, or the reason why there is none."""
    try:
        data = read_whole(stream, MAX_PAGE_BYTES, "the page")
        yield article_of_page(html_tree(decode_markup(data, defaults.encoding)), source, defaults)
    except RecordError as error:
        yield Rejected(source.name, defaults.id or source.id, "read", str(error))


def article_of_page(tree: Any, source: Source, defaults: Metadata, *, url: str | None = None) -> Article:
    """The article of a parsed page, found at `url` if that is known; the tree is used up.

    Raises `RecordError` when there is none.
    """
    found, paid = prefer(page_metadata(tree, url), defaults), is_paid(tree)
    metadata = prefer(found, Metadata(id=source.id, collection=defaults.collection))
    lines = _main_text(tree)
    words = sum(line.count(" ") + 1 for line in lines)
    if words < MIN_WORDS:
        why = "a paywall" if paid else "a paywall, a list of links, or no article"
        raise FormatError(
            f"too short: {words} words of main text, an article has at least {MIN_WORDS}; {why}"
        )
    text = "\n\n".join(lines)
    return article_of(text, metadata, source=source.name, has_title_field=True)


def _main_text(tree: Any) -> list[str]:
    trafilatura = need("trafilatura", "html", "HTML")
    try:
        found = trafilatura.bare_extraction(
            tree, fast=True, include_comments=False, include_tables=False, include_images=False
        )
    except Exception as error:  # noqa: BLE001 (a page that it cannot take costs that page)
        raise FormatError(f"the page cannot be read: {type(error).__name__}: {error}") from None
    text = (found.text or "") if found is not None else ""
    return [line for part in text.split("\n") if (line := " ".join(part.split()))]

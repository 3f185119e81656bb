"""RSS (0.9 to 2.0) and Atom: an item is an article where the feed holds its text and not only a teaser.

Offsets count in the text of the item's content, one paragraph a block, a blank line between two.
Needs the extra `html`.
"""

import re
from collections.abc import Iterator
from typing import IO, Any

from kg.article import Article
from kg.errors import FormatError, RecordError
from kg.readers.assemble import article_of
from kg.readers.base import Fit, Metadata, Rejected, Source
from kg.readers.layout import names_newspaper
from kg.readers.markup import fragment_lines, lines_of
from kg.readers.metadata import first_good, prefer
from kg.readers.stream import read_whole
from kg.readers.xmltree import (
    MAX_XML_BYTES,
    attribute,
    child,
    children,
    inner_text,
    local,
    records,
    root_name,
)

__all__ = ["SUFFIXES", "read", "sniff"]

SUFFIXES = (".rss", ".atom", ".rdf", ".xml")

MIN_WORDS = 40
"""An item with a shorter text is a teaser of an article that stands elsewhere."""

_ROOTS = {"rss", "feed", "RDF"}
_RECORDS = ("item", "entry")
_CONTENT = ("encoded", "content", "description", "summary")
_SITE = re.compile(r"\s+[|–—·•»:>-]\s+")
_MAIL = re.compile(r"\S+@\S+\s*\((?P<name>[^()]+)\)")


def sniff(head: bytes, name: str) -> Fit:
    """Whether the root is that of a feed."""
    del name
    try:
        root = root_name(head)
    except RecordError:
        return Fit.NO
    is_rdf = root == "RDF" and b"http://purl.org/rss/1.0/" not in head
    return Fit.CERTAIN if root in _ROOTS and not is_rdf else Fit.NO


def read(stream: IO[bytes], source: Source, *, defaults: Metadata) -> Iterator[Article | Rejected]:
    """The articles of a feed in its order; an item that cannot be used costs that item."""
    data = read_whole(stream, MAX_XML_BYTES, "the feed")
    root, items = records(data, defaults.encoding, _RECORDS)
    if local(root) not in _ROOTS:
        raise FormatError(f"not a feed: its root element is {local(root)}")
    about = _about(root)
    if not items:
        yield Rejected(source.name, None, "read", "empty: there is no item in the feed")
    for place, item in enumerate(items, 1):
        row: dict[str, list[Any]] = {}
        try:
            if isinstance(item, FormatError):
                raise item
            row = _row(item, about)
            yield _article(item, row, source, defaults)
        except RecordError as error:
            name = next(iter(row.get("id", ())), None)
            yield Rejected(source.name, name, "read", f"item {place}: {error}")


def _about(root: Any) -> dict[str, list[Any]]:
    """What the feed says of all its items: publisher, rights, language, authors."""
    channel = child(root, "channel")
    if channel is None:
        channel = root
    title = inner_text(child(channel, "title"))
    return {
        "publisher": [*_texts(channel, "publisher"), *([_site(title)] if title else [])],
        "rights": _texts(channel, "copyright", "rights"),
        "language": [*_texts(channel, "language"), *filter(None, [attribute(root, "lang")])],
        "authors": [(name, None) for name in _texts(channel, ("author", "name"))],
    }


def _site(title: str) -> str:
    """The name of the newspaper in the title of a feed: "World news | The Ostermouth Herald"."""
    parts = _SITE.split(title)
    named = [part for part in parts if names_newspaper(part)]
    return max(named, key=lambda part: part.count(" "), default=parts[0])


def _texts(node: Any, *names: str | tuple[str, ...]) -> list[str]:
    """The texts of the children of these names, or along these paths."""
    paths = [name if isinstance(name, tuple) else (name,) for name in names]
    return [text for path in paths for found in children(node, *path) if (text := inner_text(found))]


def _row(item: Any, about: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Candidates for each field of `Metadata`, the best first."""
    people = [*_texts(item, "creator", ("author", "name")), *_texts(item, "author")]
    links = [attribute(link, "href") for link in children(item, "link") if attribute(link, "rel") in (None, "alternate")]  # fmt: skip
    ids = _texts(item, "guid", "id", "identifier")
    return {
        "id": [*ids, *_texts(item, "link")],
        "title": [" ".join(fragment_lines(title)) for title in _texts(item, "title")],
        "date": _texts(item, "pubDate", "published", "date", "issued", "updated"),
        "modified": _texts(item, "updated", "modified"),
        "url": [*_texts(item, "origLink"), *filter(None, links), *_texts(item, "link"), *ids],
        "authors": [(_person(name), None) for name in people] or about["authors"],
        "section": [*_texts(item, "category"), *filter(None, (attribute(c, "label") or attribute(c, "term") for c in children(item, "category")))],
        "publisher": [*_texts(item, "publisher", ("source", "title")), *about["publisher"]],
        "rights": [*_texts(item, "rights", "copyright"), *about["rights"]],
        "language": [*_texts(item, "language"), *about["language"]],
    }  # fmt: skip


def _person(name: str) -> str:
    """The name in "desk@a.example (Jane Doe)"."""
    found = _MAIL.fullmatch(name)
    return found["name"] if found else name


def _article(item: Any, row: dict[str, list[Any]], source: Source, defaults: Metadata) -> Article:
    lines = max((_lines(node) for name in _CONTENT for node in children(item, name)), key=_words, default=[])
    if _words(lines) < MIN_WORDS:
        raise FormatError(
            f"a teaser of {_words(lines)} words, an article has at least {MIN_WORDS}; read the pages that the feed links to"
        )
    metadata = prefer(first_good(row), defaults)
    return article_of("\n\n".join(lines), metadata, source=source.name, has_title_field=True)


def _words(lines: list[str]) -> int:
    return sum(line.count(" ") + 1 for line in lines)


def _lines(node: Any) -> list[str]:
    """The paragraphs of a content element: XHTML inside it, or HTML as its text, or text."""
    if len(node):
        return lines_of(node)
    return fragment_lines("".join(node.itertext()))

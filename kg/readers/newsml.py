"""NewsML-G2: news items, alone or in a news message, with their text inside as NITF, XHTML or plain text.

Items that are no text (pictures, packages, concepts) are passed over, cancelled and withheld ones rejected.
Needs the extra `html` (lxml).
"""

from collections.abc import Iterator
from typing import IO, Any

from kg.article import Article
from kg.errors import FormatError, RecordError
from kg.readers.agency import agency_named
from kg.readers.assemble import article_of
from kg.readers.base import Fit, Metadata, Rejected, Source
from kg.readers.dateline import with_dateline
from kg.readers.markup import fragment_lines, lines_of
from kg.readers.metadata import first_good, prefer
from kg.readers.nitf import nitf_lines, nitf_row
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

SUFFIXES = (".newsml", ".g2", ".xml")

_ROOTS = {"newsItem", "newsMessage", "packageItem", "NewsML"}
_MAIN_HEADLINE = ("", "hld:main", "hl:main", "main")

Row = dict[str, list[Any]]


def sniff(head: bytes, name: str) -> Fit:
    """Whether the root is that of NewsML."""
    del name
    try:
        return Fit.CERTAIN if root_name(head) in _ROOTS else Fit.NO
    except RecordError:
        return Fit.NO


def read(stream: IO[bytes], source: Source, *, defaults: Metadata) -> Iterator[Article | Rejected]:
    """The texts of a document in its order; an item that cannot be used costs that item."""
    data = read_whole(stream, MAX_XML_BYTES, "the document")
    root, items = records(data, defaults.encoding, ("newsItem",))
    if local(root) == "NewsML":
        raise FormatError("NewsML 1, which is not read; NewsML-G2, NITF and ninjs are")
    texts = [item for item in items if isinstance(item, FormatError) or _is_text(item)]
    if not texts:
        raise FormatError(f"there is no text in it: {len(items)} news items, none with text")
    for item in texts:
        name: str | None = None
        try:
            if isinstance(item, FormatError):
                raise item
            name = attribute(item, "guid")
            yield _article(item, source, defaults)
        except RecordError as error:
            yield Rejected(source.name, name, "read", str(error))


def _is_text(item: Any) -> bool:
    kind = attribute(child(item, "itemMeta", "itemClass"), "qcode") or ""
    return kind.rpartition(":")[2] == "text" or (not kind and bool(_renditions(item)))


def _article(item: Any, source: Source, defaults: Metadata) -> Article:
    status = (attribute(child(item, "itemMeta", "pubStatus"), "qcode") or "").rpartition(":")[2]
    if status in ("canceled", "cancelled", "withheld"):
        raise FormatError(f"the agency has marked it as {status}")
    lines, inner = _content(item)
    row = _row(item)
    for name, values in inner.items():
        row.setdefault(name, []).extend(values)
    metadata = prefer(first_good(row), defaults)
    lines = with_dateline(lines, _text(item, "contentMeta dateline"))
    return article_of("\n\n".join(lines), metadata, source=source.name, has_title_field=True)


def _content(item: Any) -> tuple[list[str], Row]:
    """The paragraphs of the best rendition inside an item, and what NITF says about itself."""
    faults: list[str] = []
    for node in _renditions(item):
        try:
            lines, row = _rendition(node)
        except RecordError as error:
            faults.append(str(error))
            continue
        if lines:
            return lines, row
    raise FormatError(faults[0] if faults else "its text is not inside it")


def _renditions(item: Any) -> list[Any]:
    """The texts that stand inside an item, those in XML first."""
    return [*children(item, "contentSet", "inlineXML"), *children(item, "contentSet", "inlineData")]


def _rendition(node: Any) -> tuple[list[str], Row]:
    if local(node) == "inlineData":
        return fragment_lines("".join(node.itertext())), {}
    story = next((found for found in node.iter() if local(found) == "nitf"), None)
    if story is not None:
        return nitf_lines(story), nitf_row(story)
    body = next((found for found in node.iter() if local(found) == "body"), node)
    return lines_of(body), {}


def _row(item: Any) -> Row:
    """Candidates for each field of `Metadata`, the best first."""
    headlines = sorted(
        children(item, "contentMeta", "headline"),
        key=lambda node: (attribute(node, "role") or "") not in _MAIN_HEADLINE,
    )
    provider = _named(item, "itemMeta provider")
    sources = [*_named(item, "contentMeta infoSource"), *_texts(item, "contentMeta creditline"), *provider]
    return {
        "id": [found for found in [attribute(item, "guid")] if found],
        "title": [text for node in headlines if (text := inner_text(node))] + _texts(item, "itemMeta title"),
        "date": [
            *_texts(item, "itemMeta firstCreated"),
            *_texts(item, "contentMeta contentCreated"),
            *_texts(item, "itemMeta versionCreated"),
        ],
        "modified": [*_texts(item, "contentMeta contentModified"), *_texts(item, "itemMeta versionCreated")],
        "publisher": [name for name in provider if not agency_named(name)],
        "agency": [agency.name for name in sources if (agency := agency_named(name))],
        "authors": [*((text, None) for text in _texts(item, "contentMeta by")), *_creators(item)],
        "rights": [*_texts(item, "rightsInfo copyrightNotice"), *(f"© {name}" for name in _named(item, "rightsInfo copyrightHolder"))],
        "section": _named(item, "contentMeta genre"),
        "language": [found for node in children(item, "contentMeta", "language") if (found := attribute(node, "tag"))],
    }  # fmt: skip


def _creators(item: Any) -> list[tuple[str, str | None]]:
    found = []
    for node in children(item, "contentMeta", "creator"):
        names = _names(node)
        if names:
            found.append((names[0], _text(node, "definition")))
    return found


def _named(item: Any, path: str) -> list[str]:
    return [name for node in children(item, *path.split()) for name in _names(node)]


def _names(node: Any) -> list[str]:
    """The names of a concept: those given, else its literal, else the local part of its code."""
    given = [text for name in children(node, "name") if (text := inner_text(name))]
    if given:
        return given
    code = attribute(node, "qcode")
    literal = attribute(node, "literal")
    return [literal] if literal else [code.rpartition(":")[2]] if code else []


def _texts(item: Any, path: str) -> list[str]:
    return [text for node in children(item, *path.split()) if (text := inner_text(node))]


def _text(item: Any, path: str) -> str | None:
    return inner_text(child(item, *path.split()))

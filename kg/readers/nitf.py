"""NITF: one story of an agency or a newspaper system in XML.

The text is the dateline and the paragraphs of the body, headings and lists included; media and their captions, tables
and footers are left out. Needs the extra `html` (lxml).
"""

from collections.abc import Iterator
from typing import IO, Any

from kg.article import Article
from kg.errors import FormatError, RecordError
from kg.readers.assemble import article_of
from kg.readers.base import Fit, Metadata, Rejected, Source
from kg.readers.dateline import with_dateline
from kg.readers.markup import lines_of
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

__all__ = ["SUFFIXES", "nitf_lines", "nitf_row", "read", "sniff"]

SUFFIXES = (".nitf", ".xml")

Row = dict[str, list[Any]]


def sniff(head: bytes, name: str) -> Fit:
    """Whether the root is that of NITF."""
    del name
    try:
        return Fit.CERTAIN if root_name(head) == "nitf" else Fit.NO
    except RecordError:
        return Fit.NO


def read(stream: IO[bytes], source: Source, *, defaults: Metadata) -> Iterator[Article | Rejected]:
    """The story of a document, or each of several in a root of their own."""
    data = read_whole(stream, MAX_XML_BYTES, "the document")
    _, stories = records(data, defaults.encoding, ("nitf",))
    if not stories:
        yield Rejected(source.name, source.id, "read", "not NITF: there is no nitf element in it")
    alone = Metadata(id=source.id if len(stories) == 1 else None, collection=defaults.collection)
    for story in stories:
        row: Row = {}
        try:
            if isinstance(story, FormatError):
                raise story
            row = nitf_row(story)
            metadata = prefer(prefer(first_good(row), defaults), alone)
            text = "\n\n".join(nitf_lines(story))
            yield article_of(text, metadata, source=source.name, has_title_field=True)
        except RecordError as error:
            yield Rejected(source.name, next(iter(row.get("id", ())), alone.id), "read", str(error))


def nitf_lines(story: Any) -> list[str]:
    """The paragraphs of a story, its dateline in front of the first; raises `FormatError` if there are none."""
    content = child(story, "body", "body.content")
    lines = lines_of(content) if content is not None else []
    if not lines:
        raise FormatError("there is no text in its body.content")
    return with_dateline(lines, _dateline(story))


def _dateline(story: Any) -> str | None:
    head = child(story, "body", "body.head")
    return inner_text(child(head, "dateline")) if head is not None else None


def nitf_row(story: Any) -> Row:
    """Candidates for each field of `Metadata`, the best first."""
    return {
        "id": _values(story, "head docdata doc-id", "id-string"),
        "title": [*_values(story, "body body.head hedline hl1"), *_values(story, "body body.head hedline"), *_values(story, "head title")],
        "date": [
            *_values(story, "head pubdata", "date.publication"),
            *_values(story, "head docdata date.issue", "norm"),
            *_values(story, "head docdata date.release", "norm"),
            *_values(story, "body body.head dateline story.date", "norm"),
        ],
        "modified": _values(story, "head revision-history", "norm"),
        "url": [*_values(story, "head pubdata", "ex-ref"), *_values(story, "head docdata doc-id", "id-string")],
        "publisher": [*_values(story, "head pubdata", "name"), *_values(story, "body body.head rights rights.owner")],
        "agency": [*_values(story, "body body.head distributor org"), *_values(story, "body body.head distributor")],
        "authors": [_author(byline) for byline in children(story, "body", "body.head", "byline")],
        "section": _values(story, "head pubdata", "position.section"),
        "edition": _values(story, "head pubdata", "edition.name"),
        "rights": [*_copyright(story), *_values(story, "body body.head rights")],
        "language": [attribute(story, "lang")] if attribute(story, "lang") else [],
    }  # fmt: skip


def _values(story: Any, path: str, name: str | None = None) -> list[str]:
    """The texts, or this attribute, of the elements along a path."""
    found = children(story, *path.split())
    return [value for node in found if (value := attribute(node, name) if name else inner_text(node))]


def _author(byline: Any) -> tuple[str, str | None]:
    """The name of a byline and what that author is."""
    person = child(byline, "person")
    title = inner_text(child(byline, "byttl"))
    if person is not None:
        return inner_text(person) or "", title
    text = "".join(
        [byline.text or "", *((node.tail or "") if local(node) == "byttl" else "".join(node.itertext()) + (node.tail or "") for node in byline)]
    )  # fmt: skip
    return " ".join(text.split()), title


def _copyright(story: Any) -> list[str]:
    mark = child(story, "head", "docdata", "doc.copyright")
    holder, year = attribute(mark, "holder"), attribute(mark, "year")
    return [f"© {year} {holder}" if year else f"© {holder}"] if holder else []

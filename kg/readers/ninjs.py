"""ninjs 1 to 3, the news items of the IPTC in JSON: one object, a list, or one a line.

Cancelled and withheld items are rejected. The text is the plain body, else that of the marked-up one, which needs
the extra `html`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

from kg.article import Article
from kg.errors import FormatError
from kg.readers.agency import agency_named
from kg.readers.assemble import article_of
from kg.readers.base import Fit, Metadata, Rejected, Source
from kg.readers.dateline import with_dateline
from kg.readers.jsonl import read_objects
from kg.readers.markup import fragment_lines
from kg.readers.metadata import first_good, prefer

__all__ = ["SUFFIXES", "read", "sniff"]

SUFFIXES = (".ninjs", ".json", ".jsonl")

_URI = re.compile(rb'"uri"\s*:')
_SIGNS = re.compile(
    rb'"(?:body_\w+|bodies|headlines|versioncreated|firstcreated|versionCreated|firstCreated|pubstatus|pubStatus|'
    rb'representationtype|representationType|copyrightholder|copyrightHolder|infosources?|infoSources)"\s*:'
)
_MARKUP = ("html", "xhtml", "xml")


def sniff(head: bytes, name: str) -> Fit:
    """Whether the first bytes are an object with a URI and two fields that only ninjs has."""
    del name
    is_json = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    if not is_json or not _URI.search(head):
        return Fit.NO
    return Fit.CERTAIN if len(set(_SIGNS.findall(head))) > 1 else Fit.NO


def read(stream: IO[bytes], source: Source, *, defaults: Metadata) -> Iterator[Article | Rejected]:
    """The texts of a file in its order, with a rejected row for each item that cannot be used."""
    yield from read_objects(stream, source, defaults, _article)


def _article(row: Any, source: Source, defaults: Metadata) -> Article:
    if not isinstance(row, dict):
        raise FormatError("a news item must be a JSON object")
    item = {str(name).lower(): value for name, value in row.items()}
    status = item.get("pubstatus", "usable")
    if status in ("canceled", "cancelled", "withheld"):
        raise FormatError(f"the agency has marked it as {status}")
    if item.get("type", "text") not in ("text", "composite"):
        raise FormatError(f"a {str(item['type'])[:20]}, no text")
    lines = with_dateline(_lines(item), _string(item.get("dateline")) or _string(item.get("located")))
    metadata = prefer(first_good(_row(item)), defaults)
    return article_of("\n\n".join(lines), metadata, source=source.name, has_title_field=True)


def _lines(item: Mapping[str, Any]) -> list[str]:
    """The paragraphs of the plain body, else of the marked-up one."""
    bodies = [(name.removeprefix("body_"), text) for name, text in item.items() if name.startswith("body_")]
    for body in _objects(item.get("bodies")):
        kind = str(body.get("contentType") or body.get("contenttype") or body.get("role") or "")
        bodies.append((kind, body.get("value")))
    usable = [(kind, text) for kind, text in bodies if isinstance(text, str) and text.strip()]
    usable.sort(key=lambda body: any(name in body[0] for name in _MARKUP))
    if not usable:
        raise FormatError("there is no body in it")
    kind, text = usable[0]
    if any(name in kind for name in _MARKUP):
        return fragment_lines(text)
    return [line for part in text.splitlines() if (line := " ".join(part.split()))]


def _row(item: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Candidates for each field of `Metadata`, the best first."""
    headlines = sorted(
        _objects(item.get("headlines")), key=lambda found: found.get("role") not in (None, "main")
    )
    sources = [
        name
        for field in ("infosources", "infosource")
        for found in _objects(item.get(field))
        if (name := _string(found.get("name") or found.get("literal")))
    ]
    holder = _strings(item, "copyrightholder")
    return {
        "id": _strings(item, "uri", "guid"),
        "url": [*_links(item), *_strings(item, "uri")],
        "title": [*_strings(item, "headline"), *(found.get("value") for found in headlines), *_strings(item, "title")],
        "date": _strings(item, "firstcreated", "contentcreated", "versioncreated"),
        "modified": _strings(item, "versioncreated"),
        "authors": [(name, None) for name in _strings(item, "byline", "by")],
        "publisher": [name for name in (*sources, *holder) if not agency_named(name)],
        "agency": [agency.name for name in (*sources, *holder) if (agency := agency_named(name))],
        "rights": [*_strings(item, "copyrightnotice"), *(f"© {name}" for name in holder), *_strings(item, "usageterms")],
        "section": [name for field in ("genres", "genre") for found in _objects(item.get(field)) if (name := _string(found.get("name")))],
        "edition": _strings(item, "edition"),
        "language": _strings(item, "language"),
    }  # fmt: skip


def _links(item: Mapping[str, Any]) -> list[str]:
    """Where the item stands on the web: renditions as pages."""
    renditions = item.get("renditions")
    found = list(renditions.values()) if isinstance(renditions, dict) else _objects(renditions)
    pages = [
        page
        for page in found
        if isinstance(page, dict) and "html" in str(page.get("mimetype") or page.get("contentType"))
    ]
    return [href for page in pages if (href := _string(page.get("href")))]  # fmt: skip


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [found for found in value if isinstance(found, dict)] if isinstance(value, list) else []


def _strings(item: Mapping[str, Any], *names: str) -> list[str]:
    return [text for name in names if (text := _string(item.get(name)))]


def _string(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None

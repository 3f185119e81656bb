"""XML as a tree: no entity, no DTD and no network; one broken record does not cost the others.

Needs lxml.
"""

import html
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from kg.errors import FormatError
from kg.readers.base import need
from kg.readers.markup import decode_markup

__all__ = [
    "MAX_XML_BYTES",
    "attribute",
    "child",
    "children",
    "inner_text",
    "local",
    "records",
    "root_name",
    "xml_tree",
]

MAX_XML_BYTES = 50_000_000
"""Longest document, which is held as a whole; feeds have 100,000 to 1,000,000 bytes, messages up to 20,000,000."""
MAX_XML_ELEMENTS = 500_000

_PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|\s)*", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]*(?P<subset>\[[^\]]*\]\s*)?>", re.IGNORECASE)
_ROOT = re.compile(r"<(?P<name>[\w.:-]+)(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_BARE = re.compile(r"&(?!(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});)")
_OF_XML = {"amp", "lt", "gt", "quot", "apos"}


def root_name(head: bytes) -> str | None:
    """The local name of the root element, from the first bytes of a document; None if they are no XML."""
    text = decode_markup(head)
    start = _root_start(text)
    found = _ROOT.match(text, start) or re.compile(r"<(?P<name>[A-Za-z_][\w.:-]*)[\s/>]").match(text, start)
    return found["name"].rpartition(":")[2] if found else None


def _root_start(text: str) -> int:
    """Where the root element begins; raises `FormatError` if entities are declared before it."""
    start = _PROLOG.match(text).end()  # type: ignore[union-attr] # it may be empty
    doctype = _DOCTYPE.match(text, start)
    if doctype is None:
        return start
    if "<!ENTITY" in (doctype["subset"] or "").upper():
        raise FormatError("the document declares entities, which news does not need; they are not expanded")
    return _PROLOG.match(text, doctype.end()).end()  # type: ignore[union-attr] # it may be empty


def records(data: bytes, encoding: str | None, names: tuple[str, ...]) -> tuple[Any, list[Any | FormatError]]:
    """The root of a document and its record elements of these local names, in order.

    Of a document that is not well-formed each record is parsed by itself, and what is broken is an error in the list;
    the root then has nothing in it. Raises `FormatError` when there is no root, or no record can be told apart.
    """
    text = _prepared(data, encoding)
    try:
        root = _parse(text)
    except FormatError as error:
        head, parts = _cut(text, names)
        if not parts:
            raise
        try:
            root = _parse(f"{head}</{head[1:].split(maxsplit=1)[0].rstrip('>')}>")
        except FormatError:
            raise error from None
        return root, [_record(head, part) for part in parts]
    return root, [node for node in root.iter() if local(node) in names]


def xml_tree(data: bytes, encoding: str | None = None) -> Any:
    """The root element; raises `FormatError` that says where the document is not well-formed, or too large."""
    return _parse(_prepared(data, encoding))


def _prepared(data: bytes, encoding: str | None) -> str:
    """The document from its root on, HTML's names for characters replaced by these, a lone & by its reference."""
    text = decode_markup(data, encoding).replace("\x0c", " ")
    text = text[_root_start(text) :]
    return _BARE.sub("&amp;", _NAMED.sub(_character, text)) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if match[1] in _OF_XML:
        return match[0]
    found = html.unescape(match[0])
    return f"&amp;{match[1]};" if found == match[0] else found


def _parse(text: str) -> Any:
    etree = need("lxml.etree", "html", "XML")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )  # fmt: skip
    if text.count("<") > 4 * MAX_XML_ELEMENTS:
        raise FormatError(f"the document has more than {4 * MAX_XML_ELEMENTS:,} tags, the limit")
    try:
        return etree.fromstring(text.encode("utf-8"), parser=parser)
    except etree.XMLSyntaxError as error:
        raise FormatError(f"not well-formed XML: {error.msg or 'there is nothing in it'}") from None


def _cut(text: str, names: tuple[str, ...]) -> tuple[str, list[str]]:
    """The start tag of the root, and the text of each record: from its start tag to its end tag or the next one's start."""
    root = _ROOT.match(text)
    if root is None:
        return "", []
    pattern = re.compile(rf"<(?:[\w.-]+:)?(?:{'|'.join(names)})[\s>]")
    starts = [match.start() for match in pattern.finditer(text, root.end())]
    parts = []
    for begin, following in pairwise([*starts, len(text)]):
        name = re.match(r"<([\w.:-]+)", text[begin : begin + 100])[1]  # type: ignore[index] # `pattern` matched here
        end = text.find(f"</{name}", begin, following)
        parts.append(text[begin : following if end < 0 else text.find(">", end) + 1])
    return root[0].replace("/>", ">"), parts


def _record(head: str, part: str) -> Any | FormatError:
    name = head[1:].split(maxsplit=1)[0].rstrip(">")
    try:
        return _parse(f"{head}{part}</{name}>")[0]
    except FormatError as error:
        return error
    except IndexError:
        return FormatError("not well-formed XML: there is nothing in it")


def local(node: Any) -> str | None:
    """The name of an element without its namespace; None for what is no element."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else None


def children(node: Any, *path: str) -> Iterator[Any]:
    """The descendants along a path of local names."""
    for found in node:
        if local(found) == path[0]:
            if len(path) == 1:
                yield found
            else:
                yield from children(found, *path[1:])


def child(node: Any, *path: str) -> Any | None:
    """The first of `children`."""
    return next(children(node, *path), None)


def attribute(node: Any | None, name: str) -> str | None:
    """An attribute without its namespace, on one line; None if there is none or it is empty."""
    if node is None:
        return None
    for key, value in node.attrib.items():
        if key.rpartition("}")[2] == name and value.strip():
            return " ".join(value.split())
    return None


def inner_text(node: Any | None) -> str | None:
    """All text inside an element, on one line; None if there is none."""
    return (" ".join("".join(node.itertext()).split()) or None) if node is not None else None

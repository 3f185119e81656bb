"""HTML as a tree and as text: charset, what libxml2 cannot take, and limits for pages that mean to do harm.

Needs lxml. No entity of a DTD, no network and no script is ever followed; libxml2 itself ends at 256 levels.
"""

import html
import re
from collections.abc import Iterator
from typing import Any

from kg.errors import DecodeError, FormatError
from kg.readers.base import need
from kg.readers.decoding import wide_guess

__all__ = ["check_tags", "decode_markup", "fragment_lines", "html_tree", "lines_of"]

MAX_PAGE_BYTES = 10_000_000
"""Longest page: long live blogs have 3,000,000 bytes with all their scripts."""
MAX_ELEMENTS = 60_000
"""Most elements of a page: news pages have 500 to 5,000, and some of what is done is quadratic in them."""

MAX_ATTRIBUTES = 2_000
"""Most attributes of one tag: libxml2 looks at all of them for each of them."""

_HEAD_BYTES = 4096
_CHARSET = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""",
    re.IGNORECASE,
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LATIN = {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "iso8859-1"}
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hl1",
        "hl2",
        "hr",
        "html",
        "li",
        "main",
        "media",
        "nav",
        "nitf",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_HIDDEN = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "object",
        "head",
        "button",
        "form",
        "figure",
        "media",
    }
)
_LONG_TAG = re.compile(r"""<[A-Za-z](?:[^"'>=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|["'=])*+""")
_QUOTED = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,1000}>")


def decode_markup(data: bytes, declared: str | None = None) -> str:
    """The text of a page, by byte order mark, declared charset, UTF-8 where the bytes are valid, what the page says.

    What follows browsers: Latin-1 means Windows-1252. What no charset explains is read as Windows-1252 with
    replacement characters. Zero bytes and other characters that XML forbids are left out.
    """
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return _clean(data.decode(charset, "replace"))
    if declared is None and (wide := wide_guess(data[:2000])):
        return _clean(data.decode(wide, "replace"))
    said = _CHARSET.search(data[:_HEAD_BYTES])
    for charset in filter(None, (declared, "utf-8", said[1].decode("ascii") if said else None)):
        name = charset.lower()
        try:
            return _clean(data.decode("windows-1252" if name in _LATIN else name))
        except (LookupError, ValueError):  # unknown, no charset of texts, not that of these bytes
            continue
    return _clean(data.decode("windows-1252", "replace"))


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text.removeprefix("\ufeff"))


def html_tree(text: str) -> Any:
    """The root element of a page, comments and processing instructions left out.

    Raises `FormatError` for a page that is too large, or `DecodeError` if there is nothing in it.
    """
    lxml_html = need("lxml.html", "html", "HTML")
    if len(text) > MAX_PAGE_BYTES:
        raise FormatError(f"the page has more than {MAX_PAGE_BYTES:,} characters, the limit")
    if text.count("<") > 4 * MAX_ELEMENTS:
        raise FormatError(f"the page has more than {4 * MAX_ELEMENTS:,} tags, the limit")
    check_tags(text)
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    if not text.strip():
        raise DecodeError("empty: nothing but white space")
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text, count=1)
    try:
        tree = lxml_html.document_fromstring(text, parser=parser)
    except Exception as error:  # noqa: BLE001 (lxml raises several kinds for pages that are none)
        raise FormatError(f"not HTML: {error}") from None
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise FormatError(f"the page has more than {MAX_ELEMENTS:,} elements, the limit")
    return tree


def check_tags(text: str) -> None:
    """Raise `FormatError` if a tag has more attributes than a parser can take in time."""
    if text.count("=") + text.count(" ") < 2 * MAX_ATTRIBUTES:
        return
    for tag in _LONG_TAG.finditer(text):
        if (
            tag.end() - tag.start() > 2 * MAX_ATTRIBUTES
            and len(_QUOTED.sub("= ", tag[0]).split()) > MAX_ATTRIBUTES
        ):
            raise FormatError(f"a tag has more than {MAX_ATTRIBUTES:,} attributes, the limit")


def fragment_lines(text: str) -> list[str]:
    """The lines of a piece of HTML or, where there is no tag in it, of plain text; figures and their captions left out.

    >>> fragment_lines("Bread &amp; water"), fragment_lines("<p>One<p>two")
    (['Bread & water'], ['One', 'two'])
    """
    if not _TAG.search(text):
        lines = html.unescape(text).splitlines()
        return [line for part in lines if (line := " ".join(part.split()))]
    tree = html_tree(f"<html><body><div>{text}</div></body></html>")
    return lines_of(tree)


def lines_of(element: Any) -> list[str]:
    """The text of an element (HTML, XHTML, NITF), one line a block, white space as browsers show it."""
    lines: list[str] = []
    current: list[str] = []
    for piece in _pieces(element):
        if piece is None:
            _close(current, lines)
        else:
            current.append(piece)
    _close(current, lines)
    return lines


def _close(current: list[str], lines: list[str]) -> None:
    line = " ".join("".join(current).split())
    if line:
        lines.append(line)
    current.clear()


def _pieces(element: Any) -> Iterator[str | None]:
    """Text in document order; None where a line ends."""
    for event, node in _walk(element):
        name = _name(node)
        if event == "start":
            if name in _BLOCKS:
                yield None
            if node.text and name is not None:
                yield node.text
        else:
            if name in _BLOCKS:
                yield None
            if node is not element and node.tail:
                yield node.tail


def _walk(element: Any) -> Iterator[tuple[str, Any]]:
    """Start and end of each element, hidden ones as ends only; without recursion."""
    stack = [(element, iter(element))]
    yield "start", element
    while stack:
        node, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield "end", node
        elif _name(child) is None or _name(child) in _HIDDEN:
            yield "end", child
        else:
            stack.append((child, iter(child)))
            yield "start", child


def _name(node: Any) -> str | None:
    """The local name of an element, None for comments and processing instructions."""
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else None

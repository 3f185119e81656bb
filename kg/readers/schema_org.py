"""The article in a page's JSON-LD: schema.org, which took the rNews terms over. Contexts are never fetched."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["article_node", "article_row", "json_ld"]

MAX_SCRIPT_CHARS = 2_000_000
MAX_NODES = 5_000
"""Of a page's JSON-LD so many objects are looked at."""

_ARTICLE = re.compile(r"(?:\w*NewsArticle|Article|LiveBlogPosting|BlogPosting|Report|OpinionNewsArticle)")
_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")

Node = Mapping[str, Any]


def json_ld(scripts: list[str]) -> list[Node]:
    """All objects in the scripts, in order; a script that is not JSON is passed over."""
    nodes: list[Node] = []
    for script in scripts:
        text = _COMMENT.sub("", script).strip().rstrip(";")
        if not text or len(text) > MAX_SCRIPT_CHARS:
            continue
        try:
            content = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _objects(content):
            nodes.append(node)
            if len(nodes) >= MAX_NODES:
                return nodes
    return nodes


def _objects(content: Any) -> Iterator[Node]:
    """The objects in a JSON value, the outer ones first."""
    level = [content]
    while level:
        deeper: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                yield value
                deeper += value.values()
            elif isinstance(value, list):
                deeper += value
        level = deeper


def article_node(nodes: list[Node], *, url: str | None, title: str | None) -> Node | None:
    """The object that describes the page's own article: pages name related ones, too.

    Of several that of the page's URL, else the one whose headline stands in the page's title, else the first.
    """
    articles = [node for node in nodes if _is_article(node)]
    for node in articles:
        if url and _plain_url(url) in {_plain_url(found) for found in _urls(node)}:
            return node
    for node in articles:
        headline = _text(node.get("headline")) or ""
        if title and len(headline) > 10 and headline.casefold() in title.casefold():
            return node
    return articles[0] if articles else None


def _is_article(node: Node) -> bool:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(k, str) and _ARTICLE.fullmatch(re.split(r"[/#:]", k)[-1]) for k in names)


def _plain_url(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[?#].*$|/$", "", url.strip()).lower()


def _urls(node: Node) -> Iterator[str]:
    for name in ("url", "mainEntityOfPage", "@id"):
        for value in _list(node.get(name)):
            found = value.get("@id") or value.get("url") if isinstance(value, Mapping) else value
            if isinstance(found, str):
                yield found


def article_row(node: Node, nodes: list[Node]) -> dict[str, list[Any]]:
    """Candidates for each field of `kg.readers.Metadata`, the best first."""
    by_id: dict[str, Node] = {}
    for other in nodes:
        if isinstance(other.get("@id"), str) and len(other) > 1:
            by_id.setdefault(other["@id"], other)

    def texts(*names: str) -> list[str]:
        values = (value for name in names for value in _list(node.get(name)))
        return [found for value in values if (found := _text(value))]

    def named(*names: str) -> list[str]:
        return [
            found
            for name in names
            for value in _list(node.get(name))
            if (found := _name(_resolved(value, by_id)))
        ]

    people = [_resolved(value, by_id) for value in _list(node.get("author")) or _list(node.get("creator"))]
    return {
        "title": texts("headline", "name"),
        "date": texts("datePublished", "dateCreated"),
        "modified": texts("dateModified"),
        "url": [found for found in _urls(node) if found.startswith("http")],
        "publisher": named("publisher", "isPartOf"),
        "agency": named("sourceOrganization", "provider", "contentSource"),
        "authors": [_person(person) for person in people if _name(person)],
        "section": texts("articleSection"),
        "edition": texts("printEdition"),
        "rights": [*texts("copyrightNotice"), *_copyright(node, named("copyrightHolder"))],
        "correction": texts("correction"),
    }


def _copyright(node: Node, holders: list[str]) -> list[str]:
    year = _text(node.get("copyrightYear"))
    return [f"© {year} {holders[0]}" if year else f"© {holders[0]}"] if holders else []


def _person(person: Any) -> tuple[str, str | None]:
    """Name and role of an author."""
    job = _text(person.get("jobTitle")) if isinstance(person, Mapping) else None
    return _name(person) or "", job


def _resolved(value: Any, by_id: Mapping[str, Node]) -> Any:
    """What a reference means, else the value itself."""
    if isinstance(value, Mapping) and not value.get("name") and isinstance(value.get("@id"), str):
        return by_id.get(value["@id"], value)
    return value


def _name(value: Any) -> str | None:
    if isinstance(value, Mapping):
        names = [found for name in _list(value.get("name")) if (found := _text(name))]
        return names[0] if names else None
    return _text(value)


def _text(value: Any) -> str | None:
    """A value as plain text on one line."""
    if isinstance(value, Mapping):
        value = value.get("@value") or value.get("text")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    return " ".join(html.unescape(re.sub(r"<[^<>]{1,200}>", "", value)).split()) or None


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]

"""What a web page says of its article: JSON-LD first, then meta tags, then the page itself."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from kg.readers.agency import rows
from kg.readers.base import Metadata
from kg.readers.byline import read_byline
from kg.readers.dateline import read_date_line
from kg.readers.markup import lines_of
from kg.readers.metadata import first_good
from kg.readers.schema_org import article_node, article_row, json_ld

__all__ = ["is_news", "is_paid", "page_metadata"]

LINES_UNDER_HEADLINE = 6
MAX_LINES = 2000
_SITE = re.compile(r"\s+[|–—·•»:-]\s+")
"""What stands between headline and site in a page's title."""
_BYLINE = "byline|by-line|author-name|article-author|article__author|story-author|author"


def page_metadata(tree: Any, url: str | None = None) -> Metadata:
    """The metadata of the article on a page that was found at `url`; what cannot be used is passed over."""
    tags = _meta(tree)
    canonical = _canonical(tree, url)
    found = _title_element(tree)
    nodes = json_ld(_scripts(tree))
    node = article_node(nodes, url=canonical, title=found)
    given = article_row(node, nodes) if node is not None else {}
    row: dict[str, list[Any]] = {name: [] for name in ("title", "authors", *_tag_names())}
    for source in (given, _from_tags(tags), _from_page(tree)):
        for name, values in source.items():
            row.setdefault(name, []).extend(values)
    row["url"] = [*([canonical] if canonical != url else []), *row["url"], url]
    if not row["date"] or not row["authors"]:
        for name, values in _from_lines(tree, [*row["title"], *filter(None, [found])]).items():
            row[name] = row.get(name) or values
    row["publisher"] += _site_of(found, row["title"])
    row["title"] += [_SITE.split(found)[0]] if found else []
    row["title"] = [_without_site(title, row["publisher"]) for title in row["title"]]
    return first_good(row)


def is_news(tree: Any) -> bool:
    """Whether a page says that it is an article: by JSON-LD, or as `og:type`, or by an article with its date."""
    if article_node(json_ld(_scripts(tree)), url=None, title=None) is not None:
        return True
    tags = _meta(tree)
    return any("article" in value for value in tags.get("og:type", ())) or (
        bool(tree.xpath("//article")) and bool(_from_tags(tags)["date"] or _times(tree))
    )


def is_paid(tree: Any) -> bool:
    """Whether a page says that its article must be paid for."""
    node = article_node(json_ld(_scripts(tree)), url=None, title=None)
    said = str(node.get("isAccessibleForFree", "")) if node is not None else ""
    tiers = _meta(tree).get("article:content_tier", ())
    return said.rpartition("/")[2].lower() == "false" or "locked" in tiers


def _scripts(tree: Any) -> list[str]:
    kind = "translate(normalize-space(substring-before(concat(@type, ';'), ';')), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
    return [script.text or "" for script in tree.xpath(f"//script[{kind} = 'application/ld+json']")]


def _meta(tree: Any) -> dict[str, list[str]]:
    """The content of each meta tag by its name, property or itemprop in lower case."""
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        content = " ".join((tag.get("content") or "").split())
        for attribute in ("property", "name", "itemprop"):
            if content and (name := tag.get(attribute)):
                found.setdefault(name.strip().lower(), []).append(content)
    return found


def _tag_names() -> dict[str, list[str]]:
    return {field: names.split() for field, names in rows("meta_tags.tsv")}


def _from_tags(tags: dict[str, list[str]]) -> dict[str, list[Any]]:
    row: dict[str, list[Any]] = {
        field: [value for name in names for value in tags.get(name, ())]
        for field, names in _tag_names().items()
    }
    names = [name for name in row.pop("author") if not name.startswith(("http", "@"))]
    return {**row, "authors": [(name, None) for name in names]}


def _from_page(tree: Any) -> dict[str, list[Any]]:
    """What is only marked in the page: headline, times, names behind `author` and `byline`."""
    titles = [
        *_texts(tree, "//*[@itemprop='headline']"),
        *_texts(tree, "//article//h1"),
        *_texts(tree, "//main//h1"),
        *_texts(tree, "//h1"),
    ]
    authors = [
        *_texts(tree, "//*[@itemprop='author']//*[@itemprop='name']"),
        *_texts(tree, "//*[@itemprop='author']"),
        *_texts(tree, "//*[contains(concat(' ', @rel, ' '), ' author ')]"),
        *_texts(tree, f"//*[{_has_class(_BYLINE)}]"),
    ]
    return {
        "title": titles[:5],
        "date": _times(tree),
        "authors": [(name, None) for name in authors if len(name) < 150][:1],
        "publisher": _texts(tree, "//*[@itemprop='publisher']//*[@itemprop='name']"),
        "section": _texts(tree, "//*[@itemprop='articleSection']"),
    }


def _from_lines(tree: Any, titles: list[str]) -> dict[str, list[Any]]:
    """Who wrote the article and when, where only lines under the headline say so."""
    lines = lines_of(tree)[:MAX_LINES]
    start = next(
        (i for i, line in enumerate(lines) if any(_same(line, t) and 2 * len(line) > len(t) for t in titles)),
        None,
    )
    under = lines[start + 1 :][:LINES_UNDER_HEADLINE] if start is not None else []
    dates = [date for line in under if (date := read_date_line(line))]
    bylines = [line for line in under if (byline := read_byline(line, lenient=False)) and byline.authors]
    return {"date": dates[:1], "authors": [(line, None) for line in bylines[:1]]}


def _has_class(names: str) -> str:
    return " or ".join(
        f"contains(concat(' ', normalize-space(@class), ' '), ' {n} ')" for n in names.split("|")
    )


def _times(tree: Any) -> list[str]:
    """Dates of time elements, the published one and those of the article first, then lines that are only a date."""
    found: list[str] = []
    for path in (
        "//*[@itemprop='datePublished']",
        "//time[@pubdate]",
        "//article//header//time",
        "//article//time",
        "//time",
    ):
        for element in tree.xpath(path)[:3]:
            found += [element.get("datetime") or element.get("content") or "", _text_of(element)]
    for element in tree.xpath(
        "//*[contains(@class, 'date') or contains(@class, 'time') or contains(@class, 'meta')]"
    )[:20]:
        if date := read_date_line(_text_of(element)[:100]):
            found.append(date)
    return [date for date in found if date]


def _texts(tree: Any, path: str) -> list[str]:
    return [text for element in tree.xpath(path)[:5] if (text := element.get("content") or _text_of(element))]


def _text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _canonical(tree: Any, url: str | None) -> str | None:
    """The canonical link of the page, else the URL at which it was found."""
    base = next((b.get("href") for b in tree.iter("base") if b.get("href")), None)
    for link in tree.iter("link"):
        if "canonical" not in (link.get("rel") or "").lower().split():
            continue
        try:
            found: str = urljoin(urljoin(url or "", base or ""), (link.get("href") or "").strip())
        except ValueError:  # half a bracket of an IPv6 address
            continue
        if re.match(r"https?://[^/]+/.", found):
            return found
    return url


def _title_element(tree: Any) -> str | None:
    return next((text for title in tree.iter("title") if (text := _text_of(title))), None)


def _site_of(title: str | None, headlines: list[str]) -> Iterator[str]:
    """The site behind the headline in the page's title."""
    parts = _SITE.split(title or "")
    if len(parts) > 1 and any(_same(parts[0], headline) for headline in headlines):
        yield parts[-1]


def _same(one: str, other: str) -> bool:
    one, other = (re.sub(r"\W+", "", text).casefold() for text in (one, other))
    return bool(one) and (one in other or other in one)


def _without_site(title: str, publishers: list[str]) -> str:
    """A headline without the site's name that content systems put behind it."""
    parts = _SITE.split(title)
    if len(parts) > 1 and any(_same(parts[-1], name) for name in publishers):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•»:-")
    return title

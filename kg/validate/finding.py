"""What a check found: one value for each fault."""

import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["CHECKS", "SHAPES", "Finding", "Severity", "article_of", "data_base"]

SHAPES = "https://w3id.org/newskg/shapes#"
"""Namespace of our shapes."""

CHECKS = f"{SHAPES}Check"
"""`component` of findings of the checks that SHACL cannot say."""

ARTICLE = re.compile(r"(?P<article>(?P<base>[^<>\s]+?)article/[0-9a-f]{32})(?=[/#]|$)")

Severity = Literal["violation", "warning", "info"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A fault in a graph; sorts by article, node and shape.

    `focus`, `shape`, `component`, `graph` and `article` are IRIs ("" where there is none); `path` is a SPARQL
    property path with our prefixes; `value` is a term as N-Triples writes it.
    """

    article: str
    graph: str
    focus: str
    shape: str
    component: str
    path: str
    value: str
    message: str
    severity: Severity = "violation"


def article_of(iri: str) -> str:
    """Cut the IRI of an article's graph or record down to the article, "" when it belongs to none.

    >>> article_of("https://d.example/article/0123456789abcdef0123456789abcdef/event/text/3-8")
    'https://d.example/article/0123456789abcdef0123456789abcdef'
    """
    match = ARTICLE.match(iri)
    return match["article"] if match else ""


def data_base(article: str) -> str:
    """Cut the IRI of an article down to the base under which all data are minted."""
    match = ARTICLE.match(article)
    return match["base"] if match else ""

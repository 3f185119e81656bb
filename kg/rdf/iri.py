"""Every IRI that we mint, as pure functions of stable keys: no counter, no clock, no blank node."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from pyoxigraph import NamedNode

from kg.article import Article
from kg.errors import RecordError, UsageError
from kg.rdf.vocabulary import DEFAULT_BASE_IRI, WD_BASE
from kg.records import Context, Span

__all__ = [
    "ArticleMinter",
    "GraphKind",
    "Minter",
    "article_hash",
    "canonical_url",
    "digest",
    "slug",
    "wikidata",
]

GraphKind = Literal["facts", "reported", "evidence"]

MAX_SLUG = 80
"""Longest slug; a longer name is cut and closed with its hash."""

SPELLINGS = {
    ord(letter): spelling
    for letters, spelling in (
        ("'\N{RIGHT SINGLE QUOTATION MARK}", ""),
        ("łŁ", "l"),
        ("øØ", "o"),
        ("đĐðÐ", "d"),
        ("ß", "ss"),
        ("æÆ", "ae"),
        ("œŒ", "oe"),
        ("þÞ", "th"),
        ("\N{LATIN SMALL LETTER DOTLESS I}", "i"),
        ("ħĦ", "h"),
    )
    for letter in letters
}
"""Letters that Unicode does not decompose, in their usual ASCII spelling; apostrophes are left out."""

TRACKING_PARAMETERS = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id")
QID = re.compile(r"Q[1-9][0-9]*")
DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def digest(*parts: str) -> str:
    """32 hex digits of SHA-256 over the parts, one a line.

    >>> digest("a")
    'ca978112ca1bbdcafac231b39a23dc4d'
    """
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def slug(name: str) -> str:
    """A name as a safe ASCII part of an IRI; a name without a letter or digit of ASCII becomes its hash.

    >>> slug("Björn O'Neil-Łask, Jr.")
    'bjorn-oneil-lask-jr'
    """
    spelled = name.translate(SPELLINGS)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode("ascii").lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    if not words:
        return digest(name)
    if len(words) > MAX_SLUG:
        return f"{words[:MAX_SLUG].rstrip('-')}-{digest(name)}"
    return words


def canonical_url(url: str) -> str:
    """A URL without what does not name the page: fragment, default port, tracking parameters, case of the host.

    >>> canonical_url("HTTPS://News.Example:443/a?utm_source=x&id=3#top")
    'https://news.example/a?id=3'
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    scheme = parts.scheme.lower()
    host = parts.netloc.lower().removesuffix(DEFAULT_PORTS.get(scheme, ":"))
    kept = [
        (k, v)
        for k, v in parse_qsl(parts.query, keep_blank_values=True)
        if not TRACKING_PARAMETERS.fullmatch(k)
    ]
    query = parts.query if "utm_" not in parts.query and "clid=" not in parts.query else urlencode(kept)
    return urlunsplit((scheme, host, parts.path or "/", query, ""))


def article_hash(article: Article) -> str:
    """The key of an article: of its canonical URL, else of its source and given id, else of its text."""
    if article.url:
        return digest(canonical_url(article.url))
    if article.id:
        return digest(article.publisher or article.collection, article.id)
    return digest(article.text)


def wikidata(qid: str) -> NamedNode:
    """The IRI of a Wikidata item; raises `RecordError` when `qid` is not one."""
    if not QID.fullmatch(qid):
        raise RecordError(f"{qid!r} is not the number of a Wikidata item (Q and digits)")
    return NamedNode(WD_BASE + qid)


@dataclass(frozen=True, slots=True)
class Minter:
    """The IRIs that articles share, below one base.

    >>> Minter("https://data.example/").entity("Q7747").value
    'https://data.example/entity/Q7747'
    """

    base_iri: str = DEFAULT_BASE_IRI

    def __post_init__(self) -> None:
        """Raise `UsageError` unless the base is an absolute http(s) IRI that ends in "/" or "#"."""
        if not re.fullmatch(r"https?://[^/?#]+/([^?#]*/)?([^?]*[#/])?", self.base_iri):
            raise UsageError(f"base IRI {self.base_iri!r}: must be http(s)://host/… and end in '/' or '#'")
        try:
            NamedNode(self.base_iri)
        except ValueError as error:
            raise UsageError(f"base IRI {self.base_iri!r}: {error}") from error

    def article(self, article: Article) -> "ArticleMinter":
        """The IRIs of one article."""
        return ArticleMinter(self, f"{self.base_iri}article/{article_hash(article)}")

    def entity(self, qid: str) -> NamedNode:
        """An entity that is linked to a Wikidata item."""
        wikidata(qid)
        return NamedNode(f"{self.base_iri}entity/{qid}")

    def publication(self, name: str) -> NamedNode:
        """A publication that is not linked."""
        return NamedNode(f"{self.base_iri}publication/{slug(name)}")

    def cluster(self, *keys: str) -> NamedNode:
        """A cluster across articles."""
        return NamedNode(f"{self.base_iri}cluster/{digest(*keys)}")

    def run(self, *versions: str) -> NamedNode:
        """A run, by the versions of all that took part in it."""
        return NamedNode(f"{self.base_iri}run/{digest(*versions)}")

    def shared_graph(self, name: Literal["entities", "dataset"]) -> NamedNode:
        """A graph that belongs to no article."""
        return NamedNode(f"{self.base_iri}graph/{name}")


@dataclass(frozen=True, slots=True)
class ArticleMinter:
    """The IRIs of one article; `iri` is the article's own."""

    shared: Minter
    iri: str

    @property
    def node(self) -> NamedNode:
        """The article."""
        return NamedNode(self.iri)

    @property
    def hash(self) -> str:
        """The last part of the article's IRI, 32 hex digits."""
        return self.iri.rpartition("/")[2]

    def graph(self, kind: GraphKind) -> NamedNode:
        """One of the three graphs of the article."""
        return NamedNode(f"{self.iri}/{kind}")

    def context(self, context: Context) -> NamedNode:
        """The text, or the headline that came as metadata."""
        return NamedNode(f"{self.iri}/{context}")

    def span(self, span: Span) -> NamedNode:
        """A range of characters (RFC 5147)."""
        return NamedNode(f"{self.iri}/{span.context}#char={span.start},{span.end}")

    def record(
        self, kind: Literal["event", "statement", "role", "time"], span: Span, suffix: str = ""
    ) -> NamedNode:
        """A record, by the span of its trigger, cue, content or title; the suffix is for a clash."""
        return NamedNode(f"{self.iri}/{kind}/{span.context}/{span.start}-{span.end}{suffix}")

    def perspective(self, event: NamedNode, by: str) -> NamedNode:
        """How one source sees an event; `by` is "author" or the last part of the statement's IRI."""
        return NamedNode(f"{event.value}/by/{by}")

    def entity(self, name: str, suffix: str = "") -> NamedNode:
        """An entity that is not linked; the suffix is for names with the same slug."""
        return NamedNode(f"{self.iri}/entity/{slug(name)}{suffix}")

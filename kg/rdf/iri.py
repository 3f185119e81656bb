"""Every IRI that we mint, as pure functions of stable keys: no counter, no clock, no blank node."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from pyoxigraph import NamedNode

from kg.article import Article
from kg.errors import RecordError, UsageError
from kg.rdf.vocabulary import DEFAULT_BASE_IRI, WD_BASE
from kg.records import Span

__all__ = ["Minter", "article_hash", "canonical_url", "digest", "slug", "valid_iri", "wikidata"]

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

TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id")
QID = re.compile(r"Q[1-9][0-9]*")
BASE = re.compile(r"https?://[^/?#\s]+/(?:[^?#\s]*/)?(?:[^?#\s]*#)?")
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
    spelled = unicodedata.normalize("NFKD", name.translate(SPELLINGS))
    words = "-".join(re.findall(r"[a-z0-9]+", spelled.encode("ascii", "ignore").decode("ascii").lower()))
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
    query = "&".join(p for p in parts.query.split("&") if not TRACKING.fullmatch(p.partition("=")[0]))
    return urlunsplit((scheme, host, parts.path or "/", query, ""))


def article_hash(article: Article) -> str:
    """The key of an article: of its canonical URL, else of its source and given id, else of its text."""
    if article.url:
        return digest(canonical_url(article.url))
    if article.id:
        return digest(article.publisher or article.collection, article.id)
    return digest(article.text)


def valid_iri(text: str) -> NamedNode | None:
    """The text as an IRI, or None when it is not an absolute one.

    >>> valid_iri("https://news.example/a b") is None
    True
    """
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        return None
    try:
        return NamedNode(text)
    except ValueError:
        return None


def wikidata(qid: str) -> NamedNode:
    """The IRI of a Wikidata item; raises `RecordError` when `qid` is not one."""
    if not QID.fullmatch(qid):
        raise RecordError(f"{qid!r} is not the number of a Wikidata item (Q and digits)")
    return NamedNode(WD_BASE + qid)


@dataclass(frozen=True, slots=True)
class Minter:
    """All IRIs below one base; those of an article start with the article's IRI.

    >>> Minter("https://data.example/").item("Q7747").value
    'https://data.example/entity/Q7747'
    """

    base: str = DEFAULT_BASE_IRI

    def __post_init__(self) -> None:
        """Raise `UsageError` unless the base is an absolute http(s) IRI that ends in "/" or "#"."""
        if not BASE.fullmatch(self.base) or valid_iri(self.base) is None:
            raise UsageError(f"base IRI {self.base!r}: give http(s)://host/path that ends in '/' or '#'")

    def article(self, article: Article) -> str:
        """An article, as text: what the other functions start from."""
        return f"{self.base}article/{article_hash(article)}"

    def graph(self, article: str, kind: str) -> NamedNode:
        """One of the graphs of an article."""
        return NamedNode(f"{article}/{kind}")

    def context(self, article: str, context: str) -> NamedNode:
        """The text of an article, or the headline that came as metadata."""
        return NamedNode(f"{article}/{context}")

    def span(self, article: str, span: Span) -> NamedNode:
        """A range of characters (RFC 5147)."""
        return NamedNode(f"{article}/{span.context}#char={span.start},{span.end}")

    def node(self, article: str, kind: str, key: str) -> NamedNode:
        """A record of an article, by its key: "text/12-20", or the slug of an entity's name."""
        return NamedNode(f"{article}/{kind}/{key}")

    def perspective(self, event: NamedNode, by: str) -> NamedNode:
        """How one source sees an event; `by` is "author" or the last part of the statement's IRI."""
        return NamedNode(f"{event.value}/by/{by}")

    def item(self, qid: str) -> NamedNode:
        """An entity that is linked to a Wikidata item."""
        wikidata(qid)
        return NamedNode(f"{self.base}entity/{qid}")

    def publication(self, name: str) -> NamedNode:
        """A publication that is not linked."""
        return NamedNode(f"{self.base}publication/{slug(name)}")

    def cluster(self, *keys: str) -> NamedNode:
        """A cluster across articles."""
        return NamedNode(f"{self.base}cluster/{digest(*keys)}")

    def run(self, versions: str) -> NamedNode:
        """A run, by the digest of all that took part in it."""
        return NamedNode(f"{self.base}run/{versions}")

    def shared(self, name: str) -> NamedNode:
        """A graph that belongs to no article."""
        return NamedNode(f"{self.base}graph/{name}")

"""One article, without a dump: for `kg extract` and for `kg.extract`."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from pyoxigraph import Quad

from kg.article import Article
from kg.config import BuildOptions
from kg.errors import UsageError
from kg.rdf.iri import Minter
from kg.rdf.jsonld import jsonld_document
from kg.rdf.write import head, nquads, trig, turtle
from kg.readers.assemble import article_of
from kg.readers.base import Metadata
from kg.readers.metadata import check_options
from kg.records import Extraction
from kg.run.analysis import Analyser, analyse
from kg.run.work import publish

__all__ = ["Result", "article_from", "read_article"]


@dataclass(frozen=True, slots=True)
class Result:
    """What `kg` made of one article: its records, and the quads that say the same.

    `own` are the quads of the article's graphs, `described` those of the entities that it shares with others;
    `dropped` says what could not be published, and why.
    """

    article: Article
    records: Extraction
    own: tuple[Quad, ...]
    described: tuple[Quad, ...]
    dropped: tuple[str, ...]
    base_iri: str

    @property
    def quads(self) -> tuple[Quad, ...]:
        """All quads."""
        return (*self.own, *self.described)

    def nquads(self) -> str:
        """The quads as sorted N-Quads."""
        return nquads(self.quads)

    def turtle(self) -> str:
        """The triples as Turtle, graphs flattened."""
        return self._blocks(turtle)

    def trig(self) -> str:
        """The quads as TriG."""
        return self._blocks(trig)

    def jsonld(self) -> str:
        """The quads as JSON-LD with its context inline."""
        return "".join(jsonld_document(self.quads))

    def _blocks(self, write: Callable[[tuple[Quad, ...], str, str], str]) -> str:
        minter = Minter(self.base_iri)
        own = write(self.own, f"{minter.article(self.article)}/", minter.base)
        shared = write(self.described, minter.base, minter.base) if self.described else ""
        return head(minter.base) + own + shared


def article_from(text: str, **metadata: Any) -> Article:
    """An article from its text and fields of `kg.readers.Metadata`: title, date, url, publisher, authors, ….

    Raises `UsageError` for an unknown field or a date that is none, `RecordError` for a text that cannot be used.
    """
    known = {field.name for field in fields(Metadata)} - {"encoding", "columns"}
    for name in sorted(set(metadata) - known):
        raise UsageError(f"unknown field {name!r}; known: {', '.join(sorted(known))}")
    return article_of(text, check_options(Metadata(**metadata)), source="-", has_title_field=True)


def read_article(
    article: Article, options: BuildOptions | None = None, *, analyser: Analyser = analyse
) -> Result:
    """Everything found in one article, linked, mapped and checked; raises `RecordError` if it cannot be used."""
    chosen = options or BuildOptions()
    found = publish(article, chosen, analyser)
    return Result(article, found.extraction, found.quads, found.described, found.dropped, chosen.base_iri)

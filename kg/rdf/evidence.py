"""Where in the text it stands: contexts, sentences, and spans with the entities that they mention."""

from collections.abc import Iterator
from typing import Literal, Protocol

from pyoxigraph import Literal as Text
from pyoxigraph import NamedNode, Quad

from kg.article import Article
from kg.rdf.iri import Minter
from kg.rdf.literal import count, decimal
from kg.rdf.select import text_of
from kg.rdf.vocabulary import ITSRDF, KG, NIF, RDF, XSD
from kg.records import Extraction, Link, Mention, Span

__all__ = ["evidence"]

MOST_PER_QUAD = 5
"""Quads of evidence for each quad of facts and reported (docs: contract); beyond that, only names are mentioned."""

Pair = tuple[NamedNode, NamedNode | Text]


class References(Protocol):
    """What the mapper of the records knows."""

    iri: str
    node: NamedNode
    evidence: NamedNode
    minter: Minter
    links: dict[str, Link]
    quads: set[Quad]
    spans: set[Span]
    used: set[str]

    def entity(self, key: str | None) -> NamedNode | None:
        """The node of an entity, which will be described."""


def evidence(
    article: Article, extraction: Extraction, known: References, *, text: Literal["none", "quotes", "full"]
) -> list[Quad]:
    """The quads of the spans that records use, of the mentions of their entities, and of sentences."""
    writer = _Evidence(article, extraction, known, text)
    writer.contexts()
    for span in sorted(known.spans):
        writer.phrase(span)
    for mention in writer.mentions():
        writer.mention(mention)
    writer.sentences()
    return writer.quads


class _Evidence:
    def __init__(self, article: Article, extraction: Extraction, known: References, text: str) -> None:
        self.article, self.found, self.known, self.text = article, extraction, known, text
        self.quads: list[Quad] = []
        supported = sum(quad.graph_name != known.evidence for quad in known.quads)
        self.most = MOST_PER_QUAD * supported - (len(known.quads) - supported)

    def has_room(self) -> bool:
        """Whether the evidence is still in proportion to what it supports."""
        return len(self.quads) < self.most

    def _add(self, node: NamedNode, *pairs: Pair) -> None:
        self.quads += [Quad(node, predicate, value, self.known.evidence) for predicate, value in pairs]

    def contexts(self) -> None:
        """The text, and the headline that came as metadata."""
        for name, content in (("text", self.article.text), ("headline", self.article.title)):
            if content is not None:
                self._add(
                    self.known.minter.context(self.known.iri, name),
                    (RDF.type, NIF.Context),
                    (NIF.sourceUrl, self.known.node),
                    (NIF.beginIndex, count(0)),
                    (NIF.endIndex, count(len(content))),
                    *([(NIF.isString, Text(content))] if self.text == "full" else []),
                )

    def _piece(self, span: Span, kind: NamedNode) -> None:
        self._add(
            self.known.minter.span(self.known.iri, span),
            (RDF.type, kind),
            (NIF.referenceContext, self.known.minter.context(self.known.iri, span.context)),
            (NIF.beginIndex, count(span.start)),
            (NIF.endIndex, count(span.end)),
        )

    def phrase(self, span: Span) -> None:
        """A span that something points at."""
        self._piece(span, NIF.Phrase)
        if self.text != "none":
            node = self.known.minter.span(self.known.iri, span)
            self._add(node, (NIF.anchorOf, Text(text_of(self.article, span))))

    def mentions(self) -> Iterator[Mention]:
        """Names, then what else refers to entities that are used, as long as the evidence keeps its proportion."""
        names = [m for m in self.found.mentions if m.kind in ("name", "adjective")]
        others = [m for m in self.found.mentions if m.kind in ("nominal", "pronoun")]
        yield from names
        used = set(self.known.used)
        for mention in sorted(others, key=lambda m: (m.kind == "pronoun", m.span)):
            supports = mention.span in self.known.spans
            if supports or (self.has_room() and used.intersection((mention.entity, mention.stands_for))):
                yield mention

    def mention(self, mention: Mention) -> None:
        """A span that names or describes an entity, and how sure that is, link included."""
        entity, stands_for = self.known.entity(mention.entity), self.known.entity(mention.stands_for)
        if entity is None:
            return
        if mention.span not in self.known.spans:
            self.phrase(mention.span)
        link = self.known.links.get(mention.entity)
        sure = mention.confidence * (link.confidence if link and link.qid else 1.0)
        source = link.source if link and mention.kind == "name" else ""
        self._add(
            self.known.minter.span(self.known.iri, mention.span),
            (ITSRDF.taIdentRef, entity),
            *([(KG.standsFor, stands_for)] if stands_for else []),
            (KG.mentionType, Text(mention.kind)),
            (KG.confidence, decimal(sure)),
            *([(ITSRDF.taSource, Text(source, datatype=XSD.anyURI))] if source else []),
        )

    def sentences(self) -> None:
        """Sentences, without their text."""
        for span in self.found.sentences:
            if self.has_room():
                self._piece(span, NIF.Sentence)

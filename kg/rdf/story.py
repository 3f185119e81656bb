"""One story in several papers, as quads: what stays of an article whose facts another one tells."""

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.rdf.iri import Minter
from kg.rdf.vocabulary import KG, SCHEMA

__all__ = ["publication_quads", "story_quad"]


def publication_quads(nquads: str, article: str) -> list[Quad]:
    """Of the quads of an article those that say what it is and where it appeared; no event, statement or entity."""
    subjects, credit = {article, f"{article}/facts"}, f"{article}/credit/"
    return [
        quad
        for quad in parse(nquads.encode("utf-8"), format=RdfFormat.N_QUADS)
        if isinstance(quad.subject, NamedNode)
        and (quad.subject.value in subjects or quad.subject.value.startswith(credit))
        and quad.predicate != SCHEMA.contentLocation
    ]


def story_quad(article: str, main: str, minter: Minter) -> Quad:
    """That an article tells the story of another one, whose facts stand for its own."""
    return Quad(NamedNode(article), KG.sameStoryAs, NamedNode(main), minter.shared("entities"))

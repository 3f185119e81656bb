"""One JSON-LD document an article, as search engines read it in a web page: schema.org, its people, places, quotations."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode

from kg.publish.export.index import Index, indexed_articles
from kg.rdf.iri import digest
from kg.rdf.vocabulary import DCTERMS, ITSRDF, KG, OWL, RDF, SCHEMA, SKOS

__all__ = ["news_article", "web_documents"]

CONTEXT: Final = {"@vocab": "https://schema.org/"}
"""Written out, so that nobody has to fetch it."""

TYPES: Final = {
    KG.Person.value: "Person",
    KG.Organization.value: "Organization",
    KG.Country.value: "Country",
    KG.Place.value: "Place",
    KG.Agreement.value: "CreativeWork",
    KG.Work.value: "CreativeWork",
    KG.Artifact.value: "Product",
    KG.NamedEvent.value: "Event",
}
"""The classes that schema.org has, too; a group of people is only named where it speaks."""

USED: Final = frozenset(
    {
        RDF.type,
        SKOS.prefLabel,
        OWL.sameAs,
        KG.standsFor,
        ITSRDF.taIdentRef,
        KG.holder,
        KG.title,
        KG.status,
        KG.organization,
        KG.country,
        KG.speaker,
        KG.form,
        KG.content,
        KG.anonymous,
        DCTERMS.identifier,
        SCHEMA.headline,
        SCHEMA.alternativeHeadline,
        SCHEMA.datePublished,
        SCHEMA.dateModified,
        SCHEMA.author,
        SCHEMA.articleSection,
        SCHEMA.isPartOf,
        SCHEMA.sourceOrganization,
        SCHEMA.contentLocation,
        SCHEMA.inLanguage,
        SCHEMA.url,
        SCHEMA.wordCount,
        SCHEMA.printEdition,
        SCHEMA.copyrightNotice,
        SCHEMA.correction,
        SCHEMA.creditText,
        SCHEMA.dateline,
    }
)
PLAIN: Final = (
    ("url", SCHEMA.url),
    ("identifier", DCTERMS.identifier),
    ("headline", SCHEMA.headline),
    ("alternativeHeadline", SCHEMA.alternativeHeadline),
    ("datePublished", SCHEMA.datePublished),
    ("dateModified", SCHEMA.dateModified),
    ("articleSection", SCHEMA.articleSection),
    ("printEdition", SCHEMA.printEdition),
    ("dateline", SCHEMA.dateline),
    ("creditText", SCHEMA.creditText),
    ("copyrightNotice", SCHEMA.copyrightNotice),
    ("correction", SCHEMA.correction),
    ("inLanguage", SCHEMA.inLanguage),
)
HASH = re.compile(r"[0-9a-f]{32}")
SPAN = re.compile(r"/(headline|text)#char=(\d+),")

Node = dict[str, Any]


def web_documents(dump: Path) -> Iterator[tuple[str, str]]:
    """For each article the name of a file (the hash of its IRI) and a document that may stand between script tags.

    Only what the article itself asserts: no reported events, and of statements the direct quotations. Raises like
    `kg.rdf.read.read_quads`.
    """
    for article in indexed_articles(dump, USED):
        for node in article.of_class(KG.Article):
            text = json.dumps(news_article(article, node), ensure_ascii=False, indent=1)
            # no tag of a page can end or begin in it
            name = node.rpartition("/")[2]
            yield name if HASH.fullmatch(name) else digest(node), text.replace("<", "\\u003c") + "\n"


def news_article(index: Index, node: str) -> Node:
    """The `schema:NewsArticle` of an article; people and places come in the order in which they are first named."""
    document: Node = {"@context": CONTEXT, "@type": "NewsArticle", "@id": node}
    document |= {name: index.one(node, predicate) for name, predicate in PLAIN if index.one(node, predicate)}
    count = index.one(node, SCHEMA.wordCount)
    if count.isdecimal():
        document["wordCount"] = int(count)
    authors = [{"@type": "Person", "name": name} for name in index.all(node, SCHEMA.author)]
    parts: dict[str, list[Node]] = {
        "author": authors,
        "publisher": _paper(index, node, SCHEMA.isPartOf),
        "sourceOrganization": _paper(index, node, SCHEMA.sourceOrganization),
        "contentLocation": [_entity(index, place) for place in index.all(node, SCHEMA.contentLocation)],
        "mentions": [_entity(index, entity) for entity in _named(index)],
        "hasPart": list(_quotations(index)),
    }
    return document | {name: nodes for name, nodes in parts.items() if nodes}


def _paper(index: Index, node: str, predicate: NamedNode) -> list[Node]:
    return [
        _entity(index, paper) | {"@type": "NewsMediaOrganization"} for paper in index.all(node, predicate)
    ]


def _entity(index: Index, node: str) -> Node:
    kind = next((TYPES[name] for name in TYPES if name in index.all(node, RDF.type)), "Thing")
    found: Node = {"@type": kind, "@id": node, "name": index.one(node, SKOS.prefLabel)}
    item = index.one(node, OWL.sameAs)
    if item:
        found["sameAs"] = item
    roles = [role for role in index.of_class(KG.Role) if index.one(role, KG.holder) == node]
    current = [role for role in roles if index.one(role, KG.status) == "current"]
    titles = dict.fromkeys(index.one(role, KG.title) for role in current)
    if titles:
        found["jobTitle"] = list(titles)
    bodies = dict.fromkeys(body for role in current for body in index.all(role, KG.organization))
    if bodies:
        found["affiliation"] = [
            {"@type": "Organization", "@id": body, "name": index.one(body, SKOS.prefLabel)} for body in bodies
        ]
    return found


def _named(index: Index) -> list[str]:
    """The entities that the article names and schema.org has a class for."""
    first: dict[str, tuple[str, int]] = {}
    for subject in index.subjects():
        span = SPAN.search(subject)
        if span:
            place = span[1], int(span[2])
            for entity in (*index.all(subject, ITSRDF.taIdentRef), *index.all(subject, KG.standsFor)):
                first[entity] = min(place, first.get(entity, place))
    known = [entity for entity in first if not TYPES.keys().isdisjoint(index.all(entity, RDF.type))]
    return sorted(known, key=lambda entity: (first[entity], entity))


def _quotations(index: Index) -> Iterator[Node]:
    for statement in index.of_class(KG.Statement):
        content = index.one(statement, KG.content)
        if index.one(statement, KG.form) != "direct" or not content:
            continue
        speakers = [
            {"@id": speaker, "name": index.one(speaker, SKOS.prefLabel)}
            for speaker in index.all(statement, KG.speaker)
        ]
        yield {"@type": "Quotation", "@id": statement, "text": content} | (
            {"spokenByCharacter": speakers} if speakers else {}
        )

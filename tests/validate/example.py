"""The worked example of docs/ontology.md: its text, its quads, and dumps of it with faults."""

import re
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.rdf.vocabulary import PREFIXES

DOCS = Path(__file__).parents[2] / "docs" / "ontology.md"
TITLE = "Norway and Iceland near treaty on fish"
DATA = "https://w3id.org/newskg/data/"
ARTICLE = f"{DATA}article/7befd93baeb4abda736b09628297aa0b"


@cache
def block(kind):
    return re.search(rf"```{kind}\n(.*?)\n```", DOCS.read_text(encoding="utf-8"), re.DOTALL)[1]


TEXT = block("text")
QUADS = tuple(parse(block("trig"), format=RdfFormat.TRIG))


def node(name):
    """`kg:Event` with our prefixes, `ent:Q20` of the entities, else below the article."""
    prefix, _, local = name.partition(":")
    if prefix in PREFIXES:
        return NamedNode(PREFIXES[prefix] + local)
    if prefix == "ent":
        return NamedNode(f"{DATA}entity/{local}")
    return NamedNode(f"{ARTICLE}/{name}" if name else ARTICLE)


def edited(*, remove=(), add=()):
    """The example without the quads that match (subject, predicate, None for any object), and with others.

    Added ones are (subject, predicate, object, graph), texts that start with a quotation mark are literals.
    """
    gone = [tuple(None if part is None else _term(part) for part in row) for row in remove]
    kept = [q for q in QUADS if not any(_matches(q, row) for row in gone)]
    assert len(kept) < len(QUADS) or not remove
    return [*kept, *(Quad(*(_term(part) for part in row)) for row in add)]


def _term(text):
    if not isinstance(text, str):
        return text
    return Literal(text[1:]) if text.startswith('"') else node(text)


def _matches(quad, row):
    return all(want is None or have == want for have, want in zip(quad, row, strict=False))

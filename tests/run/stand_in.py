"""An analyser without a model: every capitalised word is a person who said something; fit for other processes."""

import os
import re
from pathlib import Path

from kg.rdf.entity import Source
from kg.records import Entity, Extraction, Link, Mention, Span, Statement
from kg.run.analysis import Analysis

LINKS = {"Norway": ("country", "Q20"), "Oslo": ("place", "Q585")}


def analyse(article, options):
    """What the text asks for; each call is noted in the file that KG_TEST_CALLS names."""
    if calls := os.environ.get("KG_TEST_CALLS"):
        with Path(calls).open("a") as stream:
            stream.write(f"{article.id}\n")
    if "explode" in article.text:
        raise ZeroDivisionError("this article is too much")
    if "interrupt" in article.text and not os.environ.get("KG_TEST_CALM"):
        raise KeyboardInterrupt
    if "die" in article.text:
        os._exit(9)
    names = {}
    mentions = []
    for match in re.finditer(r"\b[A-Z]\w+(?: [A-Z]\w+)*", article.text):
        names[match[0].lower().replace(" ", "-")] = match[0]
        mentions.append(
            Mention(Span(*match.span()), "name", match[0].lower().replace(" ", "-"), confidence=0.9)
        )
    said = [
        Statement(f"text/{m.start()}-{m.end()}", True, (Span(*m.span()),), m[0], "indirect", speakers=(key,))
        for m in re.finditer(r"(?<=that ).+", article.text)
        for key in list(names)[:1]
    ]
    extraction = Extraction(
        entities=tuple(Entity(k, LINKS.get(n, ("person",))[0], n) for k, n in names.items()),
        mentions=tuple(mentions),
        statements=tuple(said),
        sentences=(Span(0, len(article.text)),),
        links=tuple(Link(k, LINKS[n][1], 0.9, n) for k, n in names.items() if n in LINKS),
    )
    return Analysis(extraction, Source("The Post", "Q166032", "The Post") if article.publisher else None)

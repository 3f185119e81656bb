"""Where an article was published, and which agency wrote it."""

import re

from kg.article import Article
from kg.readers.agency import agency_named
from kg.readers.credit import credited_agency
from kg.readers.layout import split_publication
from kg.records import Publication

__all__ = ["Publication", "publication_of"]

_LOOSE_END = re.compile(r"[\s,;:–—-]+$")


def publication_of(article: Article) -> Publication:
    """What an article says of its publication and of the agency that it comes from.

    >>> publication_of(Article(text="", publisher="Harbour Tribune (Portsmouth)"))
    Publication(name='Harbour Tribune', place='Portsmouth', agency=None, agency_qid=None)
    """
    name, place = split_publication(_LOOSE_END.sub("", article.publisher or ""))
    named = agency_named(article.agency) if article.agency else credited_agency(article)
    return Publication(
        name or None,
        article.publisher_place or place,
        named.name if named else article.agency,
        named.qid if named else None,
    )

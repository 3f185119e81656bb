"""Where an article was published, and which agency wrote it."""

import re
from dataclasses import dataclass

from kg.article import Article

__all__ = ["Publication", "publication_of"]

_TOLD = re.compile(r"\btold (?:the )?(Associated Press|Reuters|Agence France-Presse|AFP|AP)\b")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:\d{4},?\s*)?(?:by\s+)?(?:the )?(Associated Press|Reuters|Agence France-Presse|AFP|AP|Xinhua|TASS|dpa|Bloomberg)\b",
    re.IGNORECASE,
)
_TOWN = re.compile(r"\s*\(([^()]+)\)\s*$")


@dataclass(frozen=True, slots=True)
class Publication:
    """The newspaper (without its town), its town, and the agency that the article credits; None where not said."""

    name: str | None
    place: str | None = None
    agency: str | None = None


def publication_of(article: Article) -> Publication:
    """What an article says of its publication and of the agency that it comes from.

    >>> publication_of(Article(text="", publisher="Harbor Tribune (Portsmouth)"))
    Publication(name='Harbor Tribune', place='Portsmouth', agency=None)
    """
    name, place = article.publisher, article.publisher_place
    if name and (match := _TOWN.search(name)):
        name, place = name[: match.start()], place or match[1]
    return Publication(name or None, place, article.agency or _agency(article))


def _agency(article: Article) -> str | None:
    """The agency that a copyright line names; being told something by its reporter only counts with a byline."""
    match = _COPYRIGHT.search(article.text[-600:])
    if match:
        return match[1]
    told = _TOLD.search(article.text)
    if told and any(told[1].casefold() in author.casefold() for author in article.authors):
        return told[1]
    return None

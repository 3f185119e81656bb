"""Where an article was published, and which agency wrote it."""

import re
from functools import cache

from kg.article import Article
from kg.readers.agency import Agency, agencies, agency_named
from kg.readers.layout import split_publication
from kg.records import Publication

__all__ = ["Publication", "publication_of"]

END_CHARS = 1500
"""As much of the end of a text is searched for sign-offs and copyright lines."""

_LOOSE_END = re.compile(r"[\s,;:–—-]+$")
_SIGN_OFF = re.compile(
    r"\((?:additional )?reporting by [^()]{3,300}?editing by [^()]{3,200}\)", re.IGNORECASE
)
"""How Reuters signs its stories."""


def publication_of(article: Article) -> Publication:
    """What an article says of its publication and of the agency that it comes from.

    >>> publication_of(Article(text="", publisher="Harbour Tribune (Portsmouth)"))
    Publication(name='Harbour Tribune', place='Portsmouth', agency=None, agency_qid=None)
    """
    name, place = split_publication(_LOOSE_END.sub("", article.publisher or ""))
    named = agency_named(article.agency) if article.agency else _agency(article)
    return Publication(
        name or None,
        article.publisher_place or place,
        named.name if named else article.agency,
        named.qid if named else None,
    )


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Agencies in a copyright line, as those whose writers contributed, and as those who were told something."""
    names = "|".join(sorted(map(re.escape, agencies()), key=len, reverse=True))
    long = "|".join(sorted((re.escape(name) for name in agencies() if len(name) > 4), key=len, reverse=True))
    return (
        re.compile(rf"(?:©|\([cC]\)|\b[Cc]opyright\b)[\s©]*(?:\(c\)\s*)?(?:\d{{4}},?\s*)?(?:by\s+)?(?:[Tt]he\s+)?({names})\b"),
        re.compile(rf"\b({names})\s+(?:[\w-]+\s+){{0,3}}?(?:writers?|journalists?|reporters?)\b[^.\n]{{0,200}}\bcontributed\b"),
        re.compile(rf"\b(?:told|interview(?:ed)?\s+(?:with|by)|statement\s+to)\s+(?:the\s+)?({long}|AP|AFP|dpa)\b"),
    )  # fmt: skip


def _agency(article: Article) -> Agency | None:
    """The agency by its sign-off or copyright line; else the one that the people of a newspaper page spoke to.

    A newspaper that prints "told The Associated Press" without an author of its own prints that agency's story.
    """
    end = article.text[-END_CHARS:]
    copyright_line, contributed, told = _patterns()
    for pattern in (copyright_line, contributed):
        if match := pattern.search(end):
            return agencies()[match[1]]
    if _SIGN_OFF.search(end):
        return agencies()["Reuters"]
    if article.publisher is None or article.authors or agency_named(article.publisher):
        return None
    spoken_to = {agencies()[name].name for name in told.findall(article.text)}
    return agencies()[spoken_to.pop()] if len(spoken_to) == 1 else None

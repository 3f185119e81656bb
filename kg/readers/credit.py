"""Who is credited beside the newspaper: the agency that a story came from, and what its authors are."""

import re
from functools import cache

from kg.article import Article
from kg.readers.agency import Agency, agencies, agency_named
from kg.readers.byline import is_job

__all__ = ["author_roles", "credited_agency"]

END_CHARS = 1500
"""As much of the end of a text is searched for sign-offs and copyright lines."""

_SIGN_OFF = re.compile(
    r"\((?:additional )?reporting by [^()]{3,300}?editing by [^()]{3,200}\)", re.IGNORECASE
)
"""How Reuters signs its stories."""
_COPYRIGHT = re.compile(r"©|\([cC]\)|opyright")
_CONTRIBUTED = re.compile("contributed")
"""Quick signs: the patterns with all agencies are slow."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Agencies in a copyright line, as those whose writers contributed, and as those who were told something."""
    names = "|".join(sorted(map(re.escape, agencies()), key=len, reverse=True))
    long = "|".join(sorted((re.escape(name) for name in agencies() if len(name) > 4), key=len, reverse=True))
    return (
        re.compile(rf"(?:©|\([cC]\)|\b[Cc]opyright\b)[\s©]*(?:\(c\)\s*)?(?:\d{{4}}[.,]?\s*)?(?:by\s+)?(?:[Tt]he\s+)?({names})\b"),
        re.compile(rf"\b({names})\s+(?:[\w-]+\s+){{0,3}}?(?:writers?|journalists?|reporters?)\b[^.\n]{{0,200}}\bcontributed\b"),
        re.compile(rf"\b(?:told|interview(?:ed)?\s+(?:with|by)|statement\s+to)\s+(?:the\s+)?({long}|AP|AFP|dpa)\b"),
    )  # fmt: skip


def credited_agency(article: Article) -> Agency | None:
    """The agency by a copyright line or a sign-off; else the one that the people of a newspaper page spoke to.

    A newspaper that prints "told The Associated Press" without an author of its own prints that agency's story.
    """
    end = article.text[-END_CHARS:]
    copyright_line, contributed, told = _patterns()
    for pattern, text in ((copyright_line, article.rights or ""), (copyright_line, end), (contributed, end)):
        mark = _CONTRIBUTED if pattern is contributed else _COPYRIGHT
        if mark.search(text) and (match := pattern.search(text)):
            return agencies()[match[1]]
    if _SIGN_OFF.search(end):
        return agencies()["Reuters"]
    if article.publisher is None or article.authors or agency_named(article.publisher):
        return None
    spoken_to = {agencies()[name].name for name in told.findall(article.text)}
    return agencies()[spoken_to.pop()] if len(spoken_to) == 1 else None


def author_roles(article: Article) -> dict[str, str]:
    """What the byline says that each of the authors is, by name; those of whom it says nothing are left out.

    >>> credit = "Jane Doe and John Roe, Rome correspondents; Ann Poe"
    >>> author_roles(Article(text="", authors=("Jane Doe", "John Roe", "Ann Poe"), credit=credit))
    {'Jane Doe': 'Rome correspondents', 'John Roe': 'Rome correspondents'}
    """
    found: dict[str, str] = {}
    waiting: list[str] = []
    for part in re.split(r"\s*[;\n]\s*", article.credit or ""):
        waiting.clear()
        for piece in re.split(r"\s*(?:,|\||\s[-–—]\s)\s*", part):
            named = [name for name in article.authors if name.casefold() in piece.casefold()]
            if named:
                waiting += named
            elif is_job(piece):
                found |= dict.fromkeys(waiting, piece)
    return {name: found[name] for name in article.authors if name in found}

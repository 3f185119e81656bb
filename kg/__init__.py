"""Turns English news articles into linked data that people can trust."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.run.single import Result

__version__ = "0.1.0"
__all__ = ["__version__", "extract"]


def extract(text: str, **metadata: Any) -> "Result":
    """What `kg` finds in one article: `.records`, `.quads`, `.turtle()`, `.jsonld()`, `.nquads()`.

    `metadata` are fields of `kg.article.Article`: title, date, url, publisher, authors, section, id.
    The language model is loaded at the first call and kept.
    """
    from kg.article import Article  # noqa: PLC0415 (importing kg must stay cheap)
    from kg.run.single import read_article  # noqa: PLC0415

    return read_article(Article(text=text, **metadata))

"""Turns English news articles into linked data that people can trust."""

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.run.single import Result

__version__ = "0.1.0"
__all__ = ["__version__", "extract"]


def extract(text: str, **metadata: Any) -> "Result":
    """What `kg` finds in one article: `.records`, `.quads`, `.turtle()`, `.jsonld()`, `.nquads()`.

    `metadata`: title, date, url, publisher, authors, section, id. Raises `kg.errors.RecordError` for a text that
    cannot be used. The language model is loaded at the first call and kept.
    """
    from kg.run.single import article_from, read_article  # noqa: PLC0415 (importing kg must stay cheap)

    return read_article(article_from(text, **metadata))


_extract = extract


class _CallablePackage(ModuleType):
    """The sub-package `kg.extract`, which can be called like the function whose name it has."""

    def __call__(self, text: str, **metadata: Any) -> "Result":
        """What `kg.extract` gives."""
        return _extract(text, **metadata)


class _Package(ModuleType):
    """The package `kg`: importing `kg.extract.…` sets the name `extract` to a module, which stays callable."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "extract" and isinstance(value, ModuleType):
            value.__class__ = _CallablePackage
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package

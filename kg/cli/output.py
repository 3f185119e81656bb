"""What commands share: safe text for terminals, and options about articles."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["article_options", "metadata_of", "plain"]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
F = TypeVar("F", bound=Callable[..., Any])


def plain(text: str) -> str:
    r"""The text without characters that could steer a terminal.

    >>> plain("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return _CONTROL.sub(lambda m: m[0].encode("unicode_escape").decode(), text)


def article_options(command: F) -> F:
    """Add the options that give metadata which an input lacks."""
    for option in reversed(
        [
            click.option("--date", help="Publication date of articles that give none (ISO 8601)"),
            click.option("--publication", help="Newspaper of articles that give none"),
            click.option("--url", help="URL of the article, where only one is read"),
            click.option("--section", help="Section of articles that give none"),
            click.option("--author", multiple=True, help="Author of articles that give none; repeatable"),
            click.option("--title", help="Headline of articles that give none"),
            click.option(
                "--collection",
                default="articles",
                show_default=True,
                help="Name of the input collection, part of the IRI of articles without URL and publication",
            ),
            click.option("--encoding", help="Charset of the input; otherwise a BOM decides, else UTF-8"),
            click.option(
                "--input-format", help="Format of the input, where its name and content do not tell"
            ),
        ]
    ):
        command = option(command)
    return command


def metadata_of(options: dict[str, Any]) -> Any:
    """`kg.readers.Metadata` from the options that `article_options` adds."""
    from kg.readers import Metadata

    return Metadata(
        date=options["date"], publisher=options["publication"], url=options["url"], section=options["section"],
        authors=tuple(options["author"]), title=options["title"], collection=options["collection"],
        encoding=options["encoding"],
    )  # fmt: skip

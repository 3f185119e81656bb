"""`kg read`."""

import json
from typing import TYPE_CHECKING, Any

import click

from kg.cli.output import article_options, input_of
from kg.escape import escaped, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.article import Article
    from kg.readers import Rejected

__all__ = ["read"]

FORMATS = click.Choice(["table", "json"])
FORMAT_HELP = "A table, or one JSON object a line with all that is known"


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--format", "form", type=FORMATS, default="table", show_default=True, help=FORMAT_HELP)
@click.option("--title", "headline", help="Headline of articles that give none")
@article_options
def read(files: tuple[str, ...], form: str, **given: Any) -> int:
    """Show what is understood of the articles in FILES (folders, globs and - as well)

    Format, date, words, newspaper, agency, authors and headline of each, or why it is rejected; nothing is extracted.
    """
    from kg.readers import read_paths
    from kg.readers.overview import table

    counts = {"Article": 0, "Rejected": 0}
    defaults, input_format = input_of(given)
    items = _counted(read_paths(files, defaults=defaults, input_format=input_format), counts)
    if form == "json":
        for item in items:
            click.echo(_json(item))
    else:
        for line in table(items):
            click.echo(plain(line))
    click.echo(f"{counts['Article']} articles, {counts['Rejected']} rejected", err=True)
    return 1 if counts["Rejected"] else 0


def _counted(items: "Iterable[Article | Rejected]", counts: dict[str, int]) -> "Iterator[Article | Rejected]":
    for item in items:
        counts[type(item).__name__] += 1
        yield item


def _json(item: "Article | Rejected") -> str:
    """One line, with references for characters that could steer a terminal."""
    from kg.readers.overview import row_of

    return escaped(json.dumps(row_of(item), ensure_ascii=False))

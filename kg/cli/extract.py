"""`kg extract`."""

import sys
from pathlib import Path
from typing import Any

import click

from kg.cli.output import article_options, metadata_of
from kg.config import BuildOptions
from kg.errors import RecordError

__all__ = ["extract"]


@click.command()
@click.argument("file")
@click.option(
    "--format",
    "form",
    type=click.Choice(["review", "turtle", "jsonld", "nquads", "trig"]),
    default="review",
    show_default=True,
)
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Also write the review as one HTML page"
)
@click.option("--color/--no-color", default=None, help="Colours in the review  [default: on a terminal]")
@click.option("--base-iri", default=BuildOptions().base_iri, help="Start of every IRI that is minted")
@click.option("--text", type=click.Choice(["none", "quotes", "full"]), default="quotes", show_default=True)
@click.option(
    "--authority", type=click.Path(exists=True, dir_okay=False), help="CSV file of corrections: name,qid"
)
@click.option("--pipeline", help="Installed spaCy pipeline with UD labels instead of the built-in one")
@article_options
def extract(file: str, form: str, html: Path | None, color: bool | None, **given: Any) -> int:
    """Show what is found in the article of FILE (or of each article, where it has several; - reads standard input)"""
    from kg.readers import Rejected, read_paths
    from kg.run.single import render

    options = BuildOptions(
        base_iri=given["base_iri"],
        text=given["text"],
        authority=given["authority"],
        pipeline=given["pipeline"],
    )
    code = 0
    pages = []
    for item in read_paths([file], defaults=metadata_of(given), input_format=given["input_format"]):
        if isinstance(item, Rejected):
            code = 1
            where = f"{item.source}:{item.line}" if item.line else item.source
            click.echo(f"rejected: {where}: {item.reason}", err=True)
            continue
        tty = sys.stdout.isatty() if color is None else color
        text, page = render(item, options, form=form, color=tty, page=html is not None)
        pages.append(page)
        click.echo(text, nl=not text.endswith("\n"), color=tty)
    if html is not None:
        if len(pages) != 1:
            raise RecordError(f"{file}: --html needs exactly one article, there are {len(pages)}")
        html.write_text(pages[0], encoding="utf-8")
    return code

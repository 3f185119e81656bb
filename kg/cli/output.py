"""What commands share: a progress bar, and options about articles."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kg.readers import Metadata

__all__ = ["Progress", "article_options", "config_of", "input_of", "shared_options"]

WIDTH = 30
CONFIG = click.Path(exists=True, dir_okay=False, path_type=Path)
F = TypeVar("F", bound=Callable[..., Any])


class Progress:
    """A bar on standard error, if that is a terminal."""

    def __init__(self, things: str = "articles") -> None:
        self.things = things
        self.shown = sys.stderr.isatty()
        self.start: tuple[float, int] | None = None

    def __call__(self, done: int, total: int | None) -> None:
        """Show how many are done, of how many."""
        if not self.shown:
            return
        now = time.monotonic()
        started, before = self.start = self.start or (now, done)
        rate = (done - before) / (now - started) if now - started > 1 else 0.0
        filled = WIDTH * done // total if total else 0
        bar = f"[{'#' * filled}{'-' * (WIDTH - filled)}] {done}/{total}" if total else f"{done}"
        click.echo(
            f"\r{bar} {self.things}{f', {rate:.1f} a second' if rate else ''}\x1b[K", nl=False, err=True
        )

    def clear(self) -> None:
        """Leave an empty line."""
        if self.shown:
            click.echo("\r\x1b[K", nl=False, err=True)


def _decorate(command: F, options: list[Callable[[F], F]]) -> F:
    for option in reversed(options):
        command = option(command)
    return command


def article_options(command: F) -> F:
    """Add the options that give metadata which an input lacks."""
    collection = "Name of the input collection, part of the IRI of articles without URL and publication  [default: articles]"
    order = "What the first number of dates like 3/4/2021 is"
    column = "Column of a table or key of JSON (a path: fields.body) that holds a field of the article, as in text=body_html; repeatable"
    return _decorate(
        command,
        [
            click.option("--date", help="Publication date of articles that give none (ISO 8601)"),
            click.option("--publication", help="Newspaper of articles that give none"),
            click.option("--url", help="URL of the article, where only one is read"),
            click.option("--section", help="Section of articles that give none"),
            click.option("--author", multiple=True, help="Author of articles that give none; repeatable"),
            click.option("--collection", help=collection),
            click.option("--encoding", help="Charset of the input; otherwise a BOM decides, else UTF-8"),
            click.option(
                "--input-format", help="Format of the input, where its name and content do not tell"
            ),
            click.option("--date-order", type=click.Choice(["day", "month"]), help=order),
            click.option("--column", multiple=True, metavar="FIELD=NAME", help=column),
            click.option("--config", type=CONFIG, help="Settings  [default: kg.toml if there is one]"),
        ],
    )


def shared_options(command: F) -> F:
    """Add the options that decide what an article becomes."""
    file = click.Path(exists=True, dir_okay=False)
    authority = "Corrections, as CSV, TSV or Turtle: docs/corrections.md"
    base = "Knowledge base of kg kb build in the place of the one that ships with kg"
    text = "How much of the text is published  [default: quotes]"
    people = "Which people are published  [default: all]"
    folder = click.Path(file_okay=False)
    online = "Ask for names that the knowledge base lacks: wikidata, or the URL of a reconciliation service"
    cache = "Where answers are kept  [default: ~/.cache/kg/online]"
    replay = "Take answers from the cache only, without network"
    pipeline = "Installed spaCy pipeline with UD labels instead of the built-in one"
    return _decorate(
        command,
        [
            click.option("--base-iri", help="Start of every IRI that is minted"),
            click.option("--text", type=click.Choice(["none", "quotes", "full"]), help=text),
            click.option("--people", type=click.Choice(["all", "public", "linked"]), help=people),
            click.option("--authority", type=file, help=authority),
            click.option("--kb", type=file, help=base),
            click.option("--online", metavar="SERVICE", help=online),
            click.option("--online-cache", type=folder, help=cache),
            click.option("--online-replay", is_flag=True, default=None, help=replay),
            click.option("--pipeline", help=pipeline),
        ],
    )


def config_of(options: dict[str, Any]) -> Path | None:
    """The configuration that the user names, else `kg.toml` if there is one."""
    named: Path | None = options["config"]
    return named or (Path("kg.toml") if Path("kg.toml").is_file() else None)


def input_of(options: dict[str, Any]) -> "tuple[Metadata, str | None]":
    """What `article_options` and the configuration say of the input, the reader checks it; and its format."""
    from kg.config import ReadOptions, read_input_config
    from kg.readers import Metadata
    from kg.readers.fields import read_columns

    config = config_of(options)
    settings = read_input_config(config) if config else ReadOptions()
    named = [f"{field}={name}" for field, name in settings.columns]
    metadata = Metadata(
        date=options["date"],
        publisher=options["publication"] or settings.publication,
        url=options["url"],
        section=options["section"] or settings.section,
        authors=tuple(options["author"]),
        title=options.get("headline"),
        collection=options["collection"] or settings.collection or "articles",
        encoding=options["encoding"] or settings.encoding,
        date_order=options["date_order"] or settings.date_order,
        columns=tuple(dict(read_columns([*named, *options["column"]])).items()),
    )
    return metadata, options["input_format"] or settings.input_format

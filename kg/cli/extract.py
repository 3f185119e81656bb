"""`kg extract`."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.output import article_options, input_of, shared_options
from kg.config import BuildOptions
from kg.errors import EnvironmentFaultError, RecordError, UsageError
from kg.escape import escaped, plain

if TYPE_CHECKING:
    from kg.article import Article
    from kg.run.single import Result
    from kg.trace import Trace

__all__ = ["extract"]

FORMATS = click.Choice(["review", "json", "turtle", "jsonld", "nquads", "trig"])
EXPLAIN_HELP = "Say of every record why it is as it is (formats review and json)"


@click.command()
@click.argument("file")
@click.option("--format", "form", type=FORMATS, default="review", show_default=True, help="What is shown")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Also write the review as a page"
)
@click.option("--explain", is_flag=True, help=EXPLAIN_HELP)
@click.option("--color/--no-color", default=None, help="Colours in the review  [default: on a terminal]")
@shared_options
@click.option("--title", "headline", help="Headline, if the article gives none")
@article_options
def extract(file: str, form: str, html: Path | None, explain: bool, color: bool | None, **given: Any) -> None:
    """Show what is found in the article of FILE (- reads standard input)"""
    from kg.run.analysis import analyse
    from kg.run.single import read_article
    from kg.trace import Trace

    if explain and form not in {"review", "json"} and html is None:
        raise UsageError(
            f"--explain: {form} has no place for reasons; use --format review or json, or --html"
        )
    online = ("online", "online_cache", "online_replay")
    names = ("base_iri", "text", "people", "authority", "kb", *online, "pipeline")
    options = BuildOptions(**{name: given[name] for name in names if given[name] is not None})
    article, trace = _article(file, given), Trace() if explain else None
    if trace is None:
        result = read_article(article, options)
    else:
        result = read_article(article, options, analyser=partial(analyse, trace=trace))
    for loss in result.dropped:
        click.echo(f"dropped: {plain(loss)}", err=True)
    if html is not None:
        _write_page(result, html, trace)
    tty = sys.stdout.isatty() if color is None else color
    shown = _shown(result, form, trace, color=tty)
    click.echo(shown, nl=not shown.endswith("\n"), color=tty)


def _shown(result: "Result", form: str, trace: "Trace | None", *, color: bool) -> str:
    if form == "review":
        from kg.web.review import terminal_review

        return terminal_review(result.article, result.records, color=color, trace=trace)
    if form == "json":
        from kg.web.records import records_json

        return escaped(records_json(result.records, trace))
    return escaped(str(getattr(result, form)()))


def _article(file: str, given: dict[str, Any]) -> "Article":
    from kg.readers import Rejected, read_paths

    defaults, input_format = input_of(given)
    items = read_paths([file], defaults=defaults, input_format=input_format)
    item = next(items, None)
    if item is None:
        raise UsageError(f"{file}: there is no article in it")
    if isinstance(item, Rejected):
        where = f"{item.source}:{item.line}" if item.line else item.source
        raise RecordError(f"{where}: {item.reason}")
    if next(items, None) is not None:
        raise UsageError(f"{file}: more than one article; give a file of one, or use kg build")
    return item


def _write_page(result: "Result", path: Path, trace: "Trace | None") -> None:
    from kg.web.review import html_review

    try:
        path.write_text(html_review(result.article, result.records, trace), encoding="utf-8")
    except OSError as error:
        raise EnvironmentFaultError(f"{path}: cannot be written: {error.strerror or error}") from error

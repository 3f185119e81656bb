"""`kg build`."""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.output import Progress, article_options, config_of, input_of, shared_options
from kg.config import DEFAULT_BASE_IRI, FORMATS, BuildOptions, read_config
from kg.errors import UsageError
from kg.escape import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.article import Article
    from kg.readers import Rejected
    from kg.run.history import Mode

__all__ = ["build"]

FORMAT_HELP = "Format of the graph; repeatable  [default: nquads, turtle, jsonld]"
REJECTED_HELP = "Share of rejected articles above which the build fails  [default: 1]"
SHARD_HELP = "MiB after which a graph file is closed and the next one begun  [default: one file a format]"
UPDATE_HELP = (
    "Build over the dump in -o: note corrections, leave a tombstone of each article that the input lacks"
)
DUPLICATES_HELP = "Articles with the same text share its facts: exact, near (needs newskg[duplicates]), or keep them apart  [default: exact]"
ADD_HELP = "Build over the dump in -o: the input is new or corrected, all other articles stay"
WITHDRAW_HELP = (
    "With --add or --update: leave only a tombstone of the article with this identifier or IRI; repeatable"
)
JOBS_HELP = "Processes  [default: 2, or the number of cores if smaller]"


@click.command()
@click.argument("inputs", nargs=-1)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Folder of the dump")
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS), help=FORMAT_HELP)
@click.option("--gzip", "packing", flag_value="gzip", help="Pack the graph files with gzip")
@click.option("--zstd", "packing", flag_value="zstd", help="Pack the graph files with zstd")
@click.option("--shard-size", type=click.FloatRange(min=0, min_open=True), help=SHARD_HELP)
@shared_options
@click.option("--license", help="IRI of the licence of the dump")
@click.option("--publisher", help="Who publishes the dump: a name or an IRI")
@click.option("--title", help="Title of the dump")
@click.option("--duplicates", type=click.Choice(["exact", "near", "keep"]), help=DUPLICATES_HELP)
@click.option("--update", "mode", flag_value="update", help=UPDATE_HELP)
@click.option("--add", "mode", flag_value="add", help=ADD_HELP)
@click.option("--withdraw", multiple=True, metavar="ID", help=WITHDRAW_HELP)
@click.option("--max-rejected", type=click.FloatRange(0, 1), help=REJECTED_HELP)
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help=JOBS_HELP)
@article_options
def build(inputs: tuple[str, ...], output: Path, **given: Any) -> int:
    """Turn articles (files, folders, globs or -) into a dump of linked data"""
    from kg.readers import read_paths
    from kg.run.pipeline import build as build_dump

    mode: Mode = given["mode"] or "new"
    withdraw: tuple[str, ...] = given["withdraw"]
    if withdraw and mode == "new":
        raise UsageError("--withdraw goes with --add or --update: a new build has nothing to withdraw")
    if not inputs and not withdraw:
        raise UsageError("what is to be read? Give files, folders, globs, or - for standard input")
    options = _options(given)
    if options.base_iri == DEFAULT_BASE_IRI:
        click.echo(
            f"warning: IRIs start with {DEFAULT_BASE_IRI}; give --base-iri before you publish", err=True
        )
    items: Iterator[Article | Rejected] = iter(())
    if inputs:
        defaults, input_format = input_of(given)
        items = read_paths(inputs, defaults=defaults, input_format=input_format)
    progress = Progress()
    try:
        report = build_dump(items, output, options, progress=progress, mode=mode, withdraw=withdraw)
    finally:
        progress.clear()
    for rejection in report.rejected:
        click.echo(f"rejected: {plain(str(rejection))}", err=True)
    for correction in report.unmatched:
        click.echo(f"correction matched nothing: {plain(correction)}", err=True)
    shown = ("Event", "ReportedEvent", "Statement", "ReportedStatement", "Role", "links")
    counts = ", ".join(f"{report.counts.get(name, 0)} {name}" for name in shown)
    changes = "".join(f", {report.counts[n]} {n}" for n in ("revised", "withdrawn") if report.counts.get(n))
    click.echo(f"{output}: {report.articles} articles, {len(report.rejected)} rejected{changes}; {counts}")
    return 1 if report.rejected else 0


def _options(given: dict[str, Any]) -> BuildOptions:
    """Defaults, then the configuration, then what the command line says."""
    options = BuildOptions(jobs=min(2, os.cpu_count() or 1))
    if config := config_of(given):
        options = read_config(config, options)
    names = (
        "base_iri",
        "packing",
        "shard_size",
        "text",
        "people",
        "duplicates",
        "authority",
        "kb",
        "online",
        "online_cache",
        "online_replay",
        "pipeline",
        "license",
        "publisher",
        "title",
    )
    chosen = {name: given[name] for name in (*names, "max_rejected", "jobs")}
    chosen["formats"] = given["formats"] or None
    return replace(options, **{name: value for name, value in chosen.items() if value is not None})

"""`kg build`."""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from kg.cli.output import article_options, metadata_of, plain
from kg.config import DEFAULT_BASE_IRI, FORMATS, BuildOptions, read_config

__all__ = ["build"]


@click.command()
@click.argument("inputs", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the dump",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help="Format of the graph; repeatable  [default: nquads, turtle, jsonld]",
)
@click.option("--gzip", is_flag=True, default=None, help="Compress the graph files")
@click.option("--base-iri", help="Start of every IRI that is minted")
@click.option(
    "--text",
    type=click.Choice(["none", "quotes", "full"]),
    help="How much of the text is published  [default: quotes]",
)
@click.option(
    "--people",
    type=click.Choice(["all", "public", "linked"]),
    help="Which people are published  [default: all]",
)
@click.option(
    "--authority", type=click.Path(exists=True, dir_okay=False), help="CSV file of corrections: name,qid"
)
@click.option("--license", "license_iri", help="IRI of the licence of the dump")
@click.option("--publisher", help="Who publishes the dump: a name or an IRI")
@click.option("--dataset-title", help="Title of the dump")
@click.option(
    "--max-rejected",
    type=click.FloatRange(0, 1),
    help="Share of rejected articles above which the run fails  [default: 1]",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 256),
    help="Processes  [default: 2, or the number of cores if smaller]",
)
@click.option("--pipeline", help="Installed spaCy pipeline with UD labels instead of the built-in one")
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Settings  [default: kg.toml if there is one]",
)
@article_options
def build(inputs: tuple[str, ...], output: Path, **given: Any) -> int:
    """Turn articles (files, folders, globs or -) into a dump of linked data"""
    from kg.readers import read_paths
    from kg.run.pipeline import build as build_dump

    options = _options(given)
    if options.base_iri == DEFAULT_BASE_IRI:
        click.echo(
            f"note: IRIs are minted under {DEFAULT_BASE_IRI}; give --base-iri before publishing", err=True
        )
    items = read_paths(inputs, defaults=metadata_of(given), input_format=given["input_format"])
    done = [0]

    def progress(step: int) -> None:
        done[0] += step
        click.echo(f"\r{done[0]} articles", nl=False, err=True)

    report = build_dump(items, output, options, progress=progress if sys.stderr.isatty() else None)
    if sys.stderr.isatty():
        click.echo("\r", nl=False, err=True)
    for row in report.rejected:
        where = f"{row['source']}:{row['line']}" if row["line"] else row["source"]
        click.echo(f"rejected: {plain(where)}: {plain(row['reason'])}", err=True)
    click.echo(
        f"{report.articles} articles, {report.counts.get('Event', 0)} events, {report.counts.get('ReportedEvent', 0)} reported events, {report.counts.get('Statement', 0)} statements, {report.counts.get('links', 0)} links: {output}"
    )
    return 1 if report.rejected else 0


def _options(given: dict[str, Any]) -> BuildOptions:
    options = BuildOptions(jobs=min(2, os.cpu_count() or 1))
    config = given["config"] or (Path("kg.toml") if Path("kg.toml").is_file() else None)
    if config:
        options = read_config(config, options)
    chosen = {
        "base_iri": given["base_iri"], "formats": given["formats"] or None, "gzip": given["gzip"], "text": given["text"],
        "people": given["people"], "pipeline": given["pipeline"], "license": given["license_iri"],
        "publisher": given["publisher"], "title": given["dataset_title"], "authority": given["authority"],
        "jobs": given["jobs"], "max_rejected": given["max_rejected"],
    }  # fmt: skip
    return replace(options, **{k: v for k, v in chosen.items() if v is not None})

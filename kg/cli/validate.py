"""`kg validate`: a dump against the shapes."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.validate import Report
    from kg.validate.finding import Severity

__all__ = ["validate"]

FORMATS = ("text", "json", "junit", "sarif", "github", "turtle")


@click.command()
@click.argument("dumps", metavar="DUMP...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--shapes",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of SHACL shapes (*.ttl) in place of ours",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File for the report")
@click.option(
    "--severity",
    type=click.Choice(["violation", "warning", "info"]),
    default="violation",
    show_default=True,
    help="Least severity that fails",
)
@click.option(
    "--max",
    "most",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Fail if more than so many",
)
@click.option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Findings that are known: neither shown nor counted",
)
@click.option(
    "--write-baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Note all findings as known in this file, and end with 0",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="Processes (with our shapes)",
)
def validate(
    dumps: tuple[Path, ...],
    shapes: Path | None,
    form: str,
    output: Path | None,
    severity: "Severity",
    most: int,
    baseline: Path | None,
    write_baseline: Path | None,
    jobs: int,
) -> int:
    """Check each DUMP, a folder of kg build or a graph file, against the shapes

    Graph files are N-Quads, N-Triples, TriG, Turtle or JSON-LD, also with .gz or .zst. Exit code 1 says that
    something is wrong in the dump.
    """
    from kg.validate import baseline as known
    from kg.validate import check_dump, load_shapes
    from kg.validate.dump import together

    fingerprints = known.read_baseline(baseline) if baseline is not None else frozenset()
    chosen = load_shapes(shapes)
    report = together([check_dump(dump, shapes=chosen, jobs=jobs) for dump in dumps])
    if write_baseline is not None:
        noted = known.write_baseline(write_baseline, report.findings)
        click.echo(f"{write_baseline}: {noted:,} findings noted as known", err=True)
        return 0
    report = report.without(fingerprints)
    _write(report, form, output)
    return 1 if report.failing(severity) > most else 0


def _write(report: "Report", form: str, output: Path | None) -> None:
    from kg.validate.report import FORMATS as WRITERS

    text = WRITERS[form](report)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"{output}: {len(report.findings):,} findings", err=True)

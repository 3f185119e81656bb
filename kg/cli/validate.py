"""`kg validate`: a dump against the shapes."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.validate import Report

__all__ = ["validate"]

FORMATS = ("text", "json", "junit", "sarif", "github", "turtle")


@click.command()
@click.argument("dump", type=click.Path(path_type=Path))
@click.option(
    "--shapes",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of SHACL shapes (*.ttl) in place of ours",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File for the report")
def validate(dump: Path, shapes: Path | None, form: str, output: Path | None) -> int:
    """Check DUMP, a folder of kg build or a graph file, against the shapes

    Graph files are N-Quads, N-Triples, TriG, Turtle or JSON-LD, also with .gz. Exit code 1 says that something is
    wrong in the dump.
    """
    from kg.validate import check_dump, load_shapes

    report = check_dump(dump, shapes=load_shapes(shapes))
    _write(report, form, output)
    return 0 if report.conforms else 1


def _write(report: "Report", form: str, output: Path | None) -> None:
    from kg.validate.report import FORMATS as WRITERS

    text = WRITERS[form](report)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"{output}: {len(report.findings):,} findings", err=True)

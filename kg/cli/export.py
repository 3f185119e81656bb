"""`kg export`."""

from pathlib import Path

import click

from kg.config import FORMATS
from kg.errors import UsageError

__all__ = ["export"]

FORMAT_HELP = "The graph in this format, to a file (packed if it ends in .gz or .zst) or a folder"
EVENTS_HELP = "A table of events: one row for each agent and recipient"
REPORTED_HELP = "Add events that are only claimed, planned, possible or denied, with a column that says which"
WEB_HELP = "A folder with one JSON-LD document an article for web pages: people, places, quotations"
OUTPUT_HELP = "File or folder to write  [default for tables: standard output]"
SHARD_HELP = "MiB after which a graph file is closed and the next one begun"


@click.command()
@click.argument("dump", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), help=FORMAT_HELP)
@click.option("--shard-size", type=click.FloatRange(min=0, min_open=True), help=SHARD_HELP)
@click.option("--gzip", "packing", flag_value="gzip", default="", help="Pack the files of a folder with gzip")
@click.option("--zstd", "packing", flag_value="zstd", help="Pack them with zstd")
@click.option("--events", type=click.Choice(["tsv", "csv"]), help=EVENTS_HELP)
@click.option("--reported", is_flag=True, help=REPORTED_HELP)
@click.option("--web", is_flag=True, help=WEB_HELP)
@click.option("-o", "--output", type=click.Path(path_type=Path), help=OUTPUT_HELP)
def export(
    dump: Path,
    form: str | None,
    shard_size: float | None,
    packing: str,
    events: str | None,
    output: Path | None,
    *,
    reported: bool,
    web: bool,
) -> None:
    """Write DUMP (a folder or a file) in a form that others use"""
    if sum([form is not None, events is not None, web]) != 1:
        raise UsageError("what is to be exported? Give one of --format, --events and --web")
    if events is not None:
        _export_table(dump, events, output, reported=reported)
        return
    if output is None:
        raise UsageError("where to? Give -o FILE or FOLDER")
    if web:
        _export_web(dump, output)
    elif form is not None:
        from kg.publish.export.graph import export_graph

        for file in export_graph(dump, output, form, packing=packing, shard_size=shard_size):
            click.echo(f"{file.name}: {file.size_bytes:,} bytes, SHA-256 {file.sha256}")


def _export_table(dump: Path, form: str, output: Path | None, *, reported: bool) -> None:
    from kg.publish.export.table import event_lines, write_lines

    lines = event_lines(dump, form, reported=reported)
    if output is not None:
        write_lines(lines, output)
        return
    for line in lines:
        click.echo(line, nl=False)


def _export_web(dump: Path, folder: Path) -> None:
    from kg.publish.export.table import write_lines
    from kg.publish.export.web import web_documents

    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for name, text in web_documents(dump):
        write_lines([text], folder / f"{name}.jsonld")
        written += 1
    click.echo(f"{folder}: {written:,} documents")

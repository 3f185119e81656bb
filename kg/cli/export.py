"""`kg export`."""

from pathlib import Path

import click

from kg.errors import UsageError

__all__ = ["export"]

EVENTS_HELP = "A table of events: one row for each agent and recipient"
REPORTED_HELP = "Add events that are only claimed, planned, possible or denied, with a column that says which"
OUTPUT_HELP = "File to write, packed if it ends in .gz  [default: standard output]"


@click.command()
@click.argument("dump", type=click.Path(path_type=Path))
@click.option("--events", type=click.Choice(["tsv", "csv"]), help=EVENTS_HELP)
@click.option("--reported", is_flag=True, help=REPORTED_HELP)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help=OUTPUT_HELP)
def export(dump: Path, events: str | None, output: Path | None, *, reported: bool) -> None:
    """Write DUMP (a folder or a file) in a form that others use"""
    from kg.publish.export import event_lines, write_lines

    if events is None:
        raise UsageError("what is to be exported? --events tsv or --events csv")
    lines = event_lines(dump, events, reported=reported)
    if output is not None:
        write_lines(lines, output)
        return
    for line in lines:
        click.echo(line, nl=False)

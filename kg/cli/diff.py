"""`kg diff`."""

from pathlib import Path

import click

from kg.escape import escaped, plain

__all__ = ["diff"]

FORMATS = click.Choice(["text", "json", "patch"])


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=FORMATS,
    default="text",
    show_default=True,
    help="Words, one JSON object a line, or an RDF patch",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything changed")
def diff(old: Path, new: Path, form: str, output: Path | None, *, exit_code: bool) -> int:
    """Show what changed from the dump OLD to the dump NEW, article by article

    Facts, reported events, statements, roles and links that were gained, lost or changed; metadata and evidence are
    only counted.
    """
    from kg.publish.diff.run import diff_lines, patch_lines
    from kg.publish.diff.words import Summary
    from kg.publish.export.table import write_lines

    summary = Summary()
    lines = patch_lines(old, new, summary) if form == "patch" else diff_lines(old, new, form, summary)
    if output is not None:
        write_lines((f"{line}\n" for line in lines), output)
        click.echo(f"{output}: {summary}")
    else:
        for line in lines:
            click.echo(plain(line) if form == "text" else escaped(line))
    return 1 if exit_code and not summary.same else 0

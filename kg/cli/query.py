"""`kg query`."""

from pathlib import Path

import click

__all__ = ["query"]


@click.command()
@click.argument("dump", type=click.Path(exists=True, path_type=Path))
@click.argument("sparql")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "tsv"]), default="table", show_default=True
)
@click.option("--allow-federation", is_flag=True, help="Let the query call other endpoints with SERVICE")
def query(dump: Path, sparql: str, form: str, allow_federation: bool) -> None:
    """Ask DUMP (a folder or a file) a SPARQL query: text, or @FILE; without GRAPH all graphs are asked together"""
    from kg.publish.query import run_query

    if sparql.startswith("@"):
        path = Path(sparql[1:])
        if not path.is_file():
            raise click.UsageError(f"{path}: no such file")
        sparql = path.read_text(encoding="utf-8")
    click.echo(run_query(dump, sparql, form=form, allow_federation=allow_federation), nl=False)

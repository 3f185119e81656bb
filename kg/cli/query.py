"""`kg query`."""

from pathlib import Path

import click

from kg.errors import UsageError

__all__ = ["query"]

FORMATS = click.Choice(["table", "json", "csv", "tsv"])


@click.command()
@click.argument("dump", type=click.Path(path_type=Path))
@click.argument("sparql", metavar="QUERY")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True, help="What is shown")
@click.option("--allow-federation", is_flag=True, help="Let the query call other endpoints with SERVICE")
def query(dump: Path, sparql: str, form: str, allow_federation: bool) -> None:
    """Ask DUMP (a folder or a file) a SPARQL QUERY: text, or @FILE

    All graphs are asked together, unless the query names one with GRAPH.
    """
    from kg.publish.query import run_query

    if sparql.startswith("@"):
        try:
            sparql = Path(sparql[1:]).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{sparql[1:]}: the query cannot be read: {error}") from error
    click.echo(run_query(dump, sparql, form=form, allow_federation=allow_federation), nl=False)

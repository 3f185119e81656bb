"""`kg query`."""

from pathlib import Path

import click

from kg.cli.store import PROFILES, need_httpx

__all__ = ["query"]

FORMATS = click.Choice(["table", "json", "csv", "tsv"])
BIND_HELP = "Put a VALUE where the query says VALUES ?NAME { … }; may be repeated"


def _list_queries(context: click.Context, _: click.Parameter, value: bool) -> None:
    if not value or context.resilient_parsing:
        return
    from kg.publish.query.saved import saved_queries

    queries = saved_queries()
    width = max(len(query.name) for query in queries)
    for query in queries:
        click.echo(f"@{query.name.ljust(width)}  {query.title}")
    context.exit()


@click.command()
@click.argument("dump")
@click.argument("sparql", metavar="QUERY")
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_queries,
    help="Show the queries that ship with kg",
)
@click.option("--format", "form", type=FORMATS, default="table", show_default=True, help="What is shown")
@click.option("--bind", "values", metavar="NAME=VALUE", multiple=True, help=BIND_HELP)
@click.option("--allow-federation", is_flag=True, help="Let the query call other endpoints with SERVICE")
@click.option(
    "--profile", type=click.Choice(PROFILES), default="auto", show_default=True, help="Kind of store"
)
@click.option("--timeout", type=click.FloatRange(1, 86400), default=300.0, show_default=True, help="Seconds")
def query(
    dump: str,
    sparql: str,
    form: str,
    values: tuple[str, ...],
    allow_federation: bool,
    profile: str,
    timeout: float,
) -> None:
    """Ask DUMP (a folder, a file or the address of a SPARQL store) a QUERY: text, @FILE, or @NAME of one of ours

    All graphs are asked together, unless the query names one with GRAPH. Logins for a store are found as by kg load.
    """
    from kg.publish.query.saved import find_query
    from kg.publish.query.show import as_text
    from kg.publish.query.text import bind

    text = bind(find_query(sparql[1:]) if sparql.startswith("@") else sparql, values)
    if dump.startswith(("http://", "https://")):
        shown = _ask_store(dump, text, form, profile, timeout, allow_federation=allow_federation)
    else:
        from kg.publish.query.dump import query_dump

        shown = as_text(query_dump(Path(dump), text, allow_federation=allow_federation), form)
    click.echo(shown, nl=False)


def _ask_store(
    address: str, sparql: str, form: str, profile: str, timeout_s: float, *, allow_federation: bool
) -> str:
    need_httpx("asking a store")
    from kg.publish.query.endpoint import query_endpoint
    from kg.publish.query.show import as_text
    from kg.publish.store.client import Client, login_for
    from kg.publish.store.profile import endpoint_url
    from kg.publish.store.store import open_store

    url = endpoint_url(address)
    with Client(login_for(url), timeout_s=timeout_s) as client:
        store = open_store(client, url, profile)
        return as_text(query_endpoint(store, sparql, allow_federation=allow_federation), form)

"""`kg load`."""

from pathlib import Path

import click

from kg.cli.output import Progress
from kg.cli.store import PROFILES, need_httpx

__all__ = ["load"]

MEBIBYTE = 1024 * 1024


@click.command()
@click.argument("dump", type=click.Path(path_type=Path))
@click.argument("endpoint")
@click.option(
    "--profile", type=click.Choice(PROFILES), default="auto", show_default=True, help="Kind of store"
)
@click.option(
    "--prune", is_flag=True, help="Remove graphs of the dump's base IRI that the dump no longer has"
)
@click.option("--dry-run", is_flag=True, help="Only say what would be loaded and removed")
@click.option("--force", is_flag=True, help="Send graphs again that the store has already")
@click.option("--graph", help="Graph for triples that stand in none (Turtle, N-Triples)")
@click.option(
    "--batch-size",
    type=click.FloatRange(0.01, 1024),
    default=8.0,
    show_default=True,
    help="MiB that are sent at once",
)
@click.option("--timeout", type=click.FloatRange(1, 86400), default=300.0, show_default=True, help="Seconds")
@click.option(
    "--retries", type=click.IntRange(0, 100), default=5, show_default=True, help="Further tries of a request"
)
@click.option(
    "--journal",
    "journal_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File that remembers what is loaded  [default: one a store, in ~/.local/state/kg/load]",
)
def load(
    dump: Path,
    endpoint: str,
    profile: str,
    prune: bool,
    dry_run: bool,
    force: bool,
    graph: str | None,
    batch_size: float,
    timeout: float,
    retries: int,
    journal_file: Path | None,
) -> None:
    """Load DUMP (a folder or a graph file) into the SPARQL store at ENDPOINT

    Each graph takes the place of what its name held before, and is counted afterwards. A load that was stopped goes
    on where it was; graphs that did not change are not sent again. Name and password come from KG_STORE_USER and
    KG_STORE_PASSWORD, a token from KG_STORE_TOKEN, or they stand in ~/.netrc.
    """
    need_httpx("loading a store")
    from kg.publish.store.client import Client, login_for
    from kg.publish.store.journal import LoadJournal, journal_path
    from kg.publish.store.load import LoadOptions, load_dump
    from kg.publish.store.profile import endpoint_url
    from kg.publish.store.store import open_store

    address = endpoint_url(endpoint)
    options = LoadOptions(int(batch_size * MEBIBYTE), graph, prune, dry_run, force)
    progress = Progress("graphs")
    with (
        Client(login_for(address), timeout_s=timeout, retries=retries) as client,
        LoadJournal(journal_file or journal_path(address)) as journal,
    ):
        store = open_store(client, address, profile)
        try:
            report = load_dump(dump, store, journal, options, progress=lambda done: progress(done, None))
        finally:
            progress.clear()
    would = "would be: " if dry_run else ""
    click.echo(f"{endpoint} ({store.profile.name}): {would}{report}")

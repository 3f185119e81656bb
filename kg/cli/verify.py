"""`kg verify`."""

from pathlib import Path

import click

from kg.escape import plain

__all__ = ["verify"]


@click.command()
@click.argument("dump", type=click.Path(exists=True, file_okay=False, path_type=Path))
def verify(dump: Path) -> int:
    """Compute again what the manifest and dataset.ttl of DUMP say of it

    Sizes and digests of files, counts, the same triples in each format, and the texts that offsets count in. Exit code
    1 says that something does not agree.
    """
    from kg.publish.verify import verify_dump

    found = verify_dump(dump)
    for fault in found.faults:
        click.echo(f"{dump}: {plain(fault)}")
    if not found.faults:
        click.echo(f"{dump}: agrees: {found.files} files, {found.quads:,} quads, {found.texts:,} texts")
    return 1 if found.faults else 0

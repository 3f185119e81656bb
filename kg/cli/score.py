"""`kg score`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.output import Progress
from kg.errors import UsageError
from kg.escape import plain

if TYPE_CHECKING:
    from kg.score.floors import Floors
    from kg.score.report import Report

__all__ = ["score"]

FORMATS = click.Choice(["table", "json", "tsv"])
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--format", "form", type=FORMATS, default="table", show_default=True, help="What is shown")
@click.option("--by-article", is_flag=True, help="Also show the figures of each article")
@click.option(
    "--errors",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Also show the first N missed, invented and wrong ones of each figure, with their sentences",
)
@click.option("--floors", type=FILE, help="Exit with 1 if a figure is below its floor in this TOML file")
@click.option("--pin", is_flag=True, help="Write the floors that are reached into that file")
@click.option("--lower", metavar="REASON", default="", help="Let --pin lower floors, and keep the reason")
def score(
    folder: Path, form: str, by_article: bool, errors: int, floors: Path | None, pin: bool, lower: str
) -> int:
    """Measure quality against the annotated articles of FOLDER

    An article is ID.mentions.txt, its text with names marked, and ID.facts.json, what it says: see CONTRIBUTING.
    Each is analysed as kg build does it.
    """
    from kg.score.floors import read_floors
    from kg.score.folder import read_folder
    from kg.score.report import score_folder

    _check_options(form, errors=errors, floors=floors, pin=pin, lower=lower)
    gold = read_folder(folder)
    for fault in gold.faults:
        click.echo(f"error: {plain(fault)}", err=True)
    if gold.faults:
        return 2
    before = read_floors(floors) if floors is not None and not (pin and not floors.exists()) else None
    progress = Progress()
    report = score_folder(gold, progress=progress)
    progress.clear()
    click.echo(_shown(report, form, by_article=by_article, errors=errors), nl=False)
    if floors is not None and pin:
        return _pin(report, before, floors, lower)
    return _compare(report, before, floors) if before is not None and floors is not None else 0


def _check_options(form: str, *, errors: int, floors: Path | None, pin: bool, lower: str) -> None:
    if errors and form == "tsv":
        raise UsageError("--errors needs --format table or json")
    if pin and floors is None:
        raise UsageError("--pin needs --floors FILE")
    if lower and not pin:
        raise UsageError("--lower REASON goes with --pin")
    if not lower.isprintable():
        raise UsageError("--lower: the reason must be one line of plain text")


def _shown(report: "Report", form: str, *, by_article: bool, errors: int) -> str:
    from kg.score.table import as_json, as_table, as_tsv

    if form == "tsv":
        return as_tsv(report, by_article=by_article)
    write = as_json if form == "json" else as_table
    return write(report, by_article=by_article, errors=errors)


def _compare(report: "Report", floors: "Floors", path: Path) -> int:
    from kg.score.floors import compare

    lines = compare(report, floors)
    for line in lines:
        click.echo(f"{path}: {line}", err=True)
    return 1 if lines else 0


def _pin(report: "Report", before: "Floors | None", path: Path, reason: str) -> int:
    from kg.score.floors import pin, write_floors

    floors, refused = pin(report, before, reason=reason)
    for line in refused:
        click.echo(f"{path}: {line}; --lower REASON lets it", err=True)
    if refused:
        return 1
    write_floors(path, floors)
    click.echo(f"{path}: {len(floors.figures)} floors", err=True)
    return 0

"""`kg kb`: the embedded Wikidata knowledge base."""

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.output import Progress
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.wikidata.base import Hit, KnowledgeBase

__all__ = ["kb"]

_base_option = click.option(
    "--kb",
    "base",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Knowledge base of kg kb build in the place of the one that ships with kg",
)
_WORK_HELP = "Folder for the parts of a run that was stopped  [default: OUT.work]"
_ANCHORS_HELP = (
    "How often texts link to items: TEXT, title or QID, COUNT, parted by tabs; for priors and names"
)
_json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def kb() -> None:
    """Look names up in the Wikidata knowledge base, and tell what is in it"""


@kb.command()
@click.argument("dump", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o", "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File of the new base"
)
@click.option("--work", type=click.Path(file_okay=False, path_type=Path), help=_WORK_HELP)
@click.option(
    "--min-sitelinks",
    type=click.IntRange(min=0),
    default=3,
    show_default=True,
    help="Keep items with pages on so many wikis (offices always)",
)
@click.option(
    "--languages",
    default="en",
    show_default=True,
    metavar="CODES",
    help="Languages of names, parted by commas, the best first",
)
@click.option(
    "--class",
    "--classes",
    "classes",
    multiple=True,
    metavar="QIDS",
    help="Keep only items of these classes and those below them: Q5,Q43229 (repeatable; default: all)",
)
@click.option("--anchors", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=_ANCHORS_HELP)
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="Processes  [default: number of processors]")
@click.option("--keep-work", is_flag=True, help="Keep the parts, to compile them anew with other choices")
def build(dump: Path, out: Path, work: Path | None, classes: tuple[str, ...], **given: Any) -> int:
    """Build a knowledge base from DUMP, a JSON dump of Wikidata (.json, .json.gz, .json.bz2, .json.zst)

    A run that was stopped goes on where it was when the same command is given again.
    """
    from kg.run.knowledge import BaseOptions, build_base

    options = BaseOptions(
        sitelinks=given["min_sitelinks"],
        languages=_languages(given["languages"]),
        classes=tuple(sorted({_number(qid.strip()) for part in classes for qid in part.split(",")})),
        anchors=given["anchors"],
        jobs=given["jobs"] or os.cpu_count() or 1,
        keep_work=given["keep_work"],
    )
    progress = Progress("lines")
    try:
        built = build_base(dump, out, work or out.with_name(f"{out.name}.work"), options, progress=progress)
    finally:
        progress.clear()
    for at, why in built.first_broken:
        click.echo(f"broken: {_shown(dump.name)}, line {at}: {_shown(why)}", err=True)
    if built.broken:
        click.echo(f"{built.broken:,} broken lines are listed in {built.rejected}", err=True)
    click.echo(
        f"{out}: {built.header['items']:,} items, {built.header['names']:,} names, "
        f"{built.header['terms']:,} terms of office, of {built.lines:,} lines"
    )
    return 1 if built.broken else 0


def _languages(text: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(code.strip() for code in text.split(",")))
    if not all(re.fullmatch("[a-z]{2,12}(-[a-z0-9]{1,12})*", code) for code in codes):
        raise UsageError(
            f"--languages {_shown(text)!r}: expected codes such as en or en,de, parted by commas"
        )
    return codes


def _number(qid: str) -> int:
    if not re.fullmatch("Q[1-9][0-9]{0,9}", qid):
        raise UsageError(f"--class {_shown(qid)!r} is not a QID (a Q and a number, as Q5)")
    return int(qid[1:])


@kb.command()
@_base_option
@_json_option
def info(base: Path | None, as_json: bool) -> None:
    """Tell what the knowledge base holds: counts, sources, licences, digest"""
    facts = _open(base).info()
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    click.echo(f"{facts['path']}  {facts['size_bytes'] / 1e6:.1f} MB  sha256 {facts['sha256']}")
    click.echo(
        f"{facts['items']:,} items ({facts['linkable']:,} of which names can mean), "
        f"{facts['names']:,} names, {facts['terms']:,} terms of office"
    )
    click.echo("\nitems by class")
    for kind, count in facts["kinds"].items():
        click.echo(f"  {count:>9,}  {kind}")
    click.echo(f"\nlicence: {facts['licence']}\n\nsources")
    for name, licence in facts["sources"].items():
        click.echo(f"  {name:<28} {licence}")
    if facts["left_out"]:
        click.echo("\nleft out for their licence")
    for name, licence in facts["left_out"].items():
        click.echo(f"  {name:<28} {licence}")


@kb.command()
@click.argument("name")
@_base_option
@_json_option
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Items to show at most"
)
def query(name: str, base: Path | None, as_json: bool, limit: int) -> None:
    """Show the items that NAME (or a QID) can mean, the most likely first"""
    found = _find(_open(base), name)
    if as_json:
        click.echo(json.dumps([_record(*pair) for pair in found[:limit]], ensure_ascii=False, indent=2))
    else:
        _table([_record(*pair) for pair in found[:limit]])
        if len(found) > limit:
            click.echo(f"and {len(found) - limit} more (--limit)", err=True)
    if not found:
        click.echo(f"no item is called {_shown(name)!r}", err=True)
        raise SystemExit(1)


def _open(path: Path | None) -> "KnowledgeBase":
    from kg.wikidata.base import KnowledgeBase

    return KnowledgeBase.open(path)


def _find(base: "KnowledgeBase", name: str) -> "list[tuple[KnowledgeBase, Any, Hit | None]]":
    if name[:1] == "Q" and name[1:].isdigit() and (item := base.item(name)) is not None:
        return [(base, item, None)]
    return [(base, hit.item, hit) for hit in base.lookup(name)]


def _record(base: "KnowledgeBase", item: Any, hit: "Hit | None") -> dict[str, Any]:
    terms = base.terms_of(item)
    return {
        "qid": item.qid,
        "label": item.label,
        "class": item.kind.title,
        "description": item.description,
        "country": item.country,
        "start": item.start or None,
        "end": item.end or None,
        "prior": item.prior,
        "match": hit.form.name.lower() if hit is not None else "qid",
        "aliases": list(item.aliases),
        "terms": [
            {"position": t.position, "office": t.office, "start": t.start or None, "end": t.end or None}
            for t in terms
        ],
    }


def _table(records: list[dict[str, Any]]) -> None:
    for record in records:
        about = " · ".join(part for part in (record["description"], record["country"]) if part)
        click.echo(
            f"{record['qid']:<11} {record['prior']:>3} {record['match']:<8} {record['class']:<14} "
            f"{_shown(record['label'])}  {_shown(about)}"
        )


def _shown(text: str) -> str:
    """Text without control characters, which a terminal would obey."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)

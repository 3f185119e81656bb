"""Floors: the figures that a folder of annotated articles must reach, kept in a TOML file beside the data.

The file holds the digest of the data and a number for each figure, in per cent; of `safety.leaked` it is the ceiling.
A figure may rise at any time. It is only lowered with a reason, which stays beside it until it is back where it was.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil, floor
from pathlib import Path
from typing import Any

from kg.errors import EnvironmentFaultError, UsageError
from kg.score.figure import FIGURES, Figure, value_of
from kg.score.report import Report

__all__ = ["Floor", "Floors", "compare", "pin", "read_floors", "write_floors"]

HEAD = """\
# What `kg score` must reach on this folder, in per cent. Raise with `kg score FOLDER --floors FILE --pin`; lower only
# with `--lower REASON`. The number of safety.leaked is a ceiling.
"""
STEPS = 10
"""Floors are kept in tenths of a per cent."""
SLACK = 1e-6
"""Against noise of floating-point sums."""
PINNED = {figure.id: figure for figure in FIGURES if figure.pinned}


@dataclass(frozen=True, slots=True)
class Floor:
    """The least that a figure must reach, in per cent; if it was lowered, from what and why."""

    value: float
    was: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors of a folder whose data have this digest."""

    digest: str
    figures: Mapping[str, Floor]


def read_floors(path: Path) -> Floors:
    """The floors of a file; raises `UsageError` if it cannot be read or is none."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{path}: the floors cannot be read: {reason}; --pin writes them") from error
    digest = data.pop("digest", None)
    if not isinstance(digest, str):
        raise UsageError(f"{path}: no digest of the annotated articles in it")
    found: dict[str, Floor] = {}
    for group, rows in data.items():
        for name, value in rows.items() if isinstance(rows, dict) else [("", rows)]:
            ident = f"{group}.{name}" if name else group
            if ident not in PINNED:
                raise UsageError(f"{path}: no figure is named {ident}; known: {', '.join(PINNED)}")
            found[ident] = _floor(path, ident, value)
    return Floors(digest, found)


def _floor(path: Path, ident: str, value: Any) -> Floor:
    row = value if isinstance(value, dict) else {"floor": value}
    numbers = [row.get("floor"), *([row["was"]] if "was" in row else [])]
    known = [float(n) for n in numbers if isinstance(n, int | float) and 0 <= n <= 100]
    reason = row.get("lowered", "")
    if len(known) < len(numbers) or not isinstance(reason, str):
        raise UsageError(f"{path}: {ident} must be a number from 0 to 100")
    return Floor(known[0], known[1] if len(known) > 1 else None, reason)


def compare(report: Report, floors: Floors) -> list[str]:
    """One line for other data than the floors were made for, and one for each figure below its floor."""
    lines = []
    if report.digest != floors.digest:
        lines.append(
            f"the annotated articles are not those of the floors: their digest is {report.digest}, "
            f"the floors' {floors.digest}; --pin takes them over"
        )
    for ident, least in floors.figures.items():
        figure, value = PINNED[ident], _value(PINNED[ident], report)
        if value is None:
            lines.append(f"{ident} cannot be measured any more, its floor is {least.value:.1f}")
        elif _worse(figure, value, least.value):
            side = "above its ceiling" if figure.measure == "leak" else "below its floor"
            lines.append(f"{ident} is {value:.2f}, {side} {least.value:.1f}")
    return lines


def pin(report: Report, before: Floors | None, *, reason: str = "") -> tuple[Floors, list[str]]:
    """The floors that a report reaches, and one line for each figure that would be lowered without a reason."""
    old = before.figures if before is not None else {}
    floors: dict[str, Floor] = {}
    refused = []
    for ident, figure in PINNED.items():
        value, earlier = _value(figure, report), old.get(ident)
        if value is None:
            if earlier is not None and not reason:
                refused.append(f"{ident} cannot be measured any more, its floor is {earlier.value:.1f}")
            continue
        made = Floor(_rounded(figure, value))
        if earlier is None:
            floors[ident] = made
        elif not _worse(figure, made.value, earlier.value):
            back = earlier.was is None or not _worse(figure, made.value, earlier.was)
            floors[ident] = made if back else replace(earlier, value=made.value)
        elif reason:
            floors[ident] = Floor(made.value, earlier.value, reason)
        else:
            refused.append(f"{ident} would go from {earlier.value:.1f} to {made.value:.1f}")
    return Floors(report.digest, floors), refused


def _value(figure: Figure, report: Report) -> float | None:
    value = value_of(figure, report.tallies)
    return None if value is None else 100 * value


def _worse(figure: Figure, value: float, limit: float) -> bool:
    return value > limit + SLACK if figure.measure == "leak" else value < limit - SLACK


def _rounded(figure: Figure, value: float) -> float:
    """Down to a tenth, up for a ceiling."""
    if figure.measure == "leak":
        return ceil(value * STEPS - SLACK) / STEPS
    return floor(value * STEPS + SLACK) / STEPS


def write_floors(path: Path, floors: Floors) -> None:
    """Write the file; raises `EnvironmentFaultError` if that is impossible."""
    lines = [f"{HEAD}digest = {json.dumps(floors.digest)}"]
    group = ""
    for ident, least in floors.figures.items():
        if PINNED[ident].group != group:
            group = PINNED[ident].group
            lines += ["", f"[{group}]"]
        lines.append(f"{ident.partition('.')[2]} = {_toml(least)}")
    try:
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise EnvironmentFaultError(f"{path}: cannot be written: {error.strerror or error}") from error


def _toml(least: Floor) -> str:
    if least.was is None:
        return f"{least.value:.1f}"
    reason = json.dumps(least.reason, ensure_ascii=False)
    return f"{{ floor = {least.value:.1f}, was = {least.was:.1f}, lowered = {reason} }}"

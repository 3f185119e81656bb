"""Layouts of text exports of newspaper databases, as data: `data/exports.toml` says what its keys mean."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["Profile", "Step", "best_profile", "profiles"]


@dataclass(frozen=True, slots=True)
class Step:
    """An unlabelled line of the header: what it looks like, what it gives, whether others of it may follow."""

    field: str
    pattern: re.Pattern[str]
    many: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """One layout. `labels` are fields, or patterns whose groups are; `after` are the labels that end the text."""

    name: str
    sniff: tuple[tuple[re.Pattern[str], ...], ...]
    begin: re.Pattern[str]
    between: re.Pattern[str]
    end: re.Pattern[str]
    skip: re.Pattern[str]
    other: re.Pattern[str]
    trailer: re.Pattern[str]
    rights: re.Pattern[str]
    header: tuple[Step, ...]
    label: re.Pattern[str]
    labels: dict[str, str | re.Pattern[str]]
    after: frozenset[str]
    body_has_label: bool
    dates: tuple[str, ...]
    inverted: bool

    def fits(self, head: str) -> bool:
        """Whether the beginning of a file, its lines stripped, is of this layout."""
        return any(all(pattern.search(head) for pattern in patterns) for patterns in self.sniff)


@cache
def profiles() -> tuple[Profile, ...]:
    """All layouts, in the order of the file."""
    data = tomllib.loads((files("kg.readers") / "data" / "exports.toml").read_text("utf-8"))
    return tuple(_profile(row) for row in data["profile"])


def best_profile(head: str) -> Profile | None:
    r"""The first layout that the beginning of a file is of; None if it is of none.

    >>> best_profile("1 of 2 DOCUMENTS\n\nHarbour Post\n\nLENGTH: 210 words").name
    'LexisNexis'
    """
    lines = "\n".join(line.strip() for line in head.splitlines())
    return next((profile for profile in profiles() if profile.fits(lines)), None)


def _profile(row: dict[str, Any]) -> Profile:
    labels = "|".join(sorted(map(re.escape, row["labels"]), key=len, reverse=True))
    return Profile(
        name=row["name"],
        sniff=tuple(tuple(re.compile(p, re.MULTILINE) for p in one) for one in row["sniff"]),
        begin=_any_of(row.get("begin")),
        between=_any_of(row.get("between")),
        end=_any_of(row.get("end")),
        skip=_any_of(row.get("skip")),
        other=_any_of(row.get("other")),
        trailer=_any_of(row.get("trailer")),
        rights=_any_of(row.get("rights")),
        header=tuple(
            Step(
                step["field"],
                _header_line(step["pattern"].replace("{labels}", labels)),
                step.get("many", False),
            )
            for step in row.get("header", ())
        ),
        label=re.compile(row["label"].replace("{labels}", labels)),
        labels={
            name: re.compile(value) if "(?P<" in value else value for name, value in row["labels"].items()
        },
        after=frozenset(row.get("after", row["labels"])),
        body_has_label=row["body"] == "label",
        dates=tuple(row.get("dates", ())),
        inverted=row.get("inverted", False),
    )


def _header_line(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})(?=\n|\Z)", re.MULTILINE)


def _any_of(patterns: str | list[str] | None) -> re.Pattern[str]:
    """One pattern for several; without any one that no line is like."""
    given = [patterns] if isinstance(patterns, str) else patterns or [r"(?!)"]
    return re.compile("|".join(f"(?:{pattern})" for pattern in given))

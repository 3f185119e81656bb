"""Settings of a run: defaults, then `kg.toml`, then options of the command line."""

import tomllib
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

from kg.errors import UsageError

__all__ = ["BuildOptions", "read_config"]

DEFAULT_BASE_IRI = "https://w3id.org/newskg/data/"
FORMATS = ("nquads", "turtle", "jsonld", "trig")


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What a build does; `max_rejected` is the share of articles above which the run stops (0 to 1)."""

    base_iri: str = DEFAULT_BASE_IRI
    formats: tuple[str, ...] = ("nquads", "turtle", "jsonld")
    gzip: bool = False
    text: Literal["none", "quotes", "full"] = "quotes"
    people: Literal["all", "public", "linked"] = "all"
    pipeline: str | None = None
    license: str | None = None
    publisher: str | None = None
    title: str = "News as linked data"
    authority: str | None = None
    jobs: int = 2
    max_rejected: float = 1.0

    def meaning(self) -> dict[str, Any]:
        """The options that change what an article becomes (not how many processes make it)."""
        kept = asdict(self)
        for name in ("jobs", "max_rejected", "formats", "gzip", "license", "publisher", "title"):
            del kept[name]
        return kept


def read_config(path: Path, base: BuildOptions | None = None) -> BuildOptions:
    """Options from the `[build]` table of a TOML file over `base`; raises `UsageError` on an unknown key."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: not a readable TOML file: {error}") from error
    known = {f.name for f in fields(BuildOptions)}
    table = data.pop("build", {})
    unknown = sorted([*data, *(set(table) - known)])
    if unknown:
        raise UsageError(f"{path}: unknown key {unknown[0]!r}; [build] knows {', '.join(sorted(known))}")
    if "formats" in table:
        table["formats"] = tuple(table["formats"])
        for name in table["formats"]:
            if name not in FORMATS:
                raise UsageError(f"{path}: unknown format {name!r}; known: {', '.join(FORMATS)}")
    return replace(base or BuildOptions(), **table)

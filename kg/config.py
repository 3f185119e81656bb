"""Settings of a run: defaults, then `kg.toml`, then options of the command line."""

import tomllib
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Final, Literal, get_args
from urllib.parse import urlsplit

from kg.errors import UsageError

__all__ = ["DEFAULT_BASE_IRI", "FORMATS", "BuildOptions", "ReadOptions", "read_config", "read_input_config"]

DEFAULT_BASE_IRI: Final = "https://w3id.org/newskg/data/"
FORMATS: Final = ("nquads", "turtle", "jsonld", "trig", "ntriples")
TABLES: Final = ("build", "read")
Packing = Literal["none", "gzip", "zstd"]
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
TextPolicy = Literal["none", "quotes", "full"]
DuplicatePolicy = Literal["exact", "near", "keep"]
PeoplePolicy = Literal["all", "public", "linked"]

IMMATERIAL: Final = (
    *("jobs", "max_rejected", "formats", "packing", "shard_size"),
    *("license", "publisher", "title", "authority", "kb", "online_cache", "online_replay"),
)
"""Options that do not change what an article becomes; corrections and base count with their content, not their name."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What a build does; `max_rejected` is the share of articles above which the run fails (0 to 1).

    `shard_size` is in MiB: graph files are closed at the first article that ends beyond it.

    Raises `UsageError` for a value that an option does not have.
    """

    base_iri: str = DEFAULT_BASE_IRI
    formats: tuple[str, ...] = ("nquads", "turtle", "jsonld")
    packing: Packing = "none"
    shard_size: float | None = None
    text: TextPolicy = "quotes"
    people: PeoplePolicy = "all"
    duplicates: DuplicatePolicy = "exact"
    pipeline: str | None = None
    license: str | None = None
    publisher: str | None = None
    title: str = "News as linked data"
    authority: str | None = None
    kb: str | None = None
    online: str | None = None
    online_cache: str | None = None
    online_replay: bool = False
    jobs: int = 2
    max_rejected: float = 1.0

    def __post_init__(self) -> None:
        """Check what types cannot say."""
        _choose("packing", self.packing, get_args(Packing))
        _choose("text", self.text, get_args(TextPolicy))
        _choose("people", self.people, get_args(PeoplePolicy))
        _choose("duplicates", self.duplicates, get_args(DuplicatePolicy))
        for name in self.formats:
            _choose("formats", name, FORMATS)
        if not self.formats:
            raise UsageError(f"formats: give at least one of {', '.join(FORMATS)}")
        if self.jobs < 1:
            raise UsageError(f"jobs: {self.jobs} processes cannot work; give 1 or more")
        if self.shard_size is not None and not self.shard_size > 0:
            raise UsageError(f"shard_size: {self.shard_size:g} MiB hold nothing; give more than 0")
        if not 0 <= self.max_rejected <= 1:
            raise UsageError(f"max_rejected: {self.max_rejected:g} is not a share from 0 to 1")
        for name, file in (("authority", self.authority), ("kb", self.kb)):
            if file is not None and not Path(file).is_file():
                raise UsageError(f"{name}: {file}: no such file")
        if self.online is not None:
            _check_service(self.online)
        elif self.online_cache is not None or self.online_replay:
            raise UsageError("online_cache and online_replay are of use with online only")

    def meaning(self) -> dict[str, Any]:
        """The options that change what an article becomes (not how many processes make it)."""
        return {name: value for name, value in asdict(self).items() if name not in IMMATERIAL}


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How inputs are read: what articles lack that say nothing of it, and which column or key is which field.

    `columns` are pairs of a field and its name in the input; `date_order` is what the first number of 3/4/2021 is.

    Raises `UsageError` for a value that an option does not have.
    """

    input_format: str | None = None
    encoding: str | None = None
    collection: str | None = None
    publication: str | None = None
    section: str | None = None
    date_order: Literal["day", "month"] | None = None
    columns: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Check what types cannot say."""
        if self.date_order is not None:
            _choose("date_order", self.date_order, ("day", "month"))


def _check_service(target: str) -> None:
    """Raise `UsageError` for what is neither `wikidata` nor an address that can be asked safely."""
    if target == "wikidata":
        return
    try:
        parts = urlsplit(target)
        host, safe = parts.hostname, "@" not in parts.netloc and not parts.fragment and parts.port != 0
    except ValueError:
        host, safe = None, False
    if not host or not safe or not target.isascii() or not target.isprintable() or " " in target:
        raise UsageError(
            f"online: {target!r}: give wikidata, or the address of a service without name and password"
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
        raise UsageError(f"online: {target}: only https is asked, or http on this machine")


def _choose(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise UsageError(f"{name}: {value!r} is unknown; known: {', '.join(known)}")


def read_config(path: Path, base: BuildOptions | None = None) -> BuildOptions:
    """Options from the `[build]` table of a TOML file over `base`.

    Raises `UsageError` for an unknown key, or a value of the wrong kind.
    """
    table = _table(path, "build", {field.name for field in fields(BuildOptions)})
    try:
        given: dict[str, Any] = {name: _typed(name, table[name]) for name in table}
        return replace(base or BuildOptions(), **given)
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from error


def read_input_config(path: Path) -> ReadOptions:
    """Options from the `[read]` table of a TOML file, whose `columns` are a table, too.

    Raises `UsageError` for an unknown key, or a value of the wrong kind.
    """
    table = _table(path, "read", {field.name for field in fields(ReadOptions)})
    columns = table.pop("columns", {})
    if not isinstance(columns, dict) or not all(isinstance(name, str) for name in columns.values()):
        raise UsageError(f"{path}: columns: give a table of texts, as in text = 'body_html'")
    try:
        given: dict[str, Any] = {name: _typed(name, table[name]) for name in table}
        return ReadOptions(**given, columns=tuple(sorted(columns.items())))
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from error


def _table(path: Path, name: str, known: set[str]) -> dict[str, Any]:
    """One of the tables of a TOML file, all of whose keys must be known."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: not a readable TOML file: {error}") from error
    if unknown := sorted(set(data) - set(TABLES)):
        raise UsageError(f"{path}: unknown key {unknown[0]!r}; there are [{'] and ['.join(TABLES)}]")
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise UsageError(f"{path}: {name} must be a table")
    if unknown := sorted(set(table) - known):
        raise UsageError(f"{path}: unknown key {unknown[0]!r}; [{name}] knows {', '.join(sorted(known))}")
    return table


def _typed(name: str, value: object) -> object:
    """The value, if it is of the kind that the option has."""
    if name == "formats":
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise UsageError(f"{name}: give a list of texts")
    kinds: dict[str, tuple[type, ...]] = {
        "online_replay": (bool,),
        "jobs": (int,),
        "max_rejected": (int, float),
        "shard_size": (int, float),
    }
    wanted = kinds.get(name, (str,))
    if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
        raise UsageError(f"{name}: {value!r} is not a {wanted[-1].__name__}")
    return value

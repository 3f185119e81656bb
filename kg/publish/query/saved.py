"""The queries that ship with `kg`, and queries from files."""

from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError
from kg.paths import queries_dir

__all__ = ["SavedQuery", "find_query", "saved_queries"]

LIMIT_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query of ours: its name, and what its first line says that it answers."""

    name: str
    title: str
    sparql: str


def saved_queries() -> list[SavedQuery]:
    """All queries that ship, by name."""
    return [_read(path) for path in sorted(queries_dir().glob("*.rq"))]


def find_query(name: str) -> str:
    """The text of the query in a file, or of the shipped one with that name.

    Raises `UsageError` for one that is not there, is no text, or is longer than a query can be.
    """
    path = Path(name)
    if not path.is_file():
        known = {query.name: query.sparql for query in saved_queries()}
        if name in known:
            return known[name]
        raise UsageError(f"{name}: the query cannot be read: no such file, and none of {', '.join(known)}")
    try:
        if path.stat().st_size > LIMIT_BYTES:
            raise UsageError(f"{name}: the query cannot be read: it is longer than {LIMIT_BYTES} bytes")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{name}: the query cannot be read: {error}") from error


def _read(path: Path) -> SavedQuery:
    sparql = path.read_text(encoding="utf-8")
    return SavedQuery(path.stem, sparql.partition("\n")[0].removeprefix("# "), sparql)

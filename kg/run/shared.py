"""What the articles of a build share, on disk while the build runs: entities, publications and clusters."""

import errno
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple
from itertools import groupby
from pathlib import Path

from pyoxigraph import Quad

from kg.publish.dump import Block
from kg.rdf.entity import SharedEntity, described_quads
from kg.rdf.iri import Minter

__all__ = ["SharedStore"]

SCHEMA = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;
CREATE TABLE said (iri TEXT, entity TEXT, articles INTEGER, PRIMARY KEY (iri, entity)) WITHOUT ROWID;
CREATE TABLE line (line TEXT PRIMARY KEY) WITHOUT ROWID;
"""
BLOCK_LINES = 20_000
"""Lines of what is shared that are written at once; a subject is never cut."""


class SharedStore:
    """A file of descriptions and of further quads, each kept once; `open` removes it afterwards."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator["SharedStore"]:
        """An empty store in a new file; raises `OSError` where it cannot be written."""
        path.unlink(missing_ok=True)
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as connection:
                connection.executescript(SCHEMA)
                connection.execute("BEGIN")
                yield cls(connection)
        except sqlite3.Error as error:
            number = errno.ENOSPC if error.sqlite_errorcode == sqlite3.SQLITE_FULL else errno.EIO
            raise OSError(number, str(error), str(path)) from error
        finally:
            path.unlink(missing_ok=True)

    def describe(self, entities: Iterable[SharedEntity]) -> None:
        """Keep what an article says of the entities and publications that it shares with others."""
        self.connection.executemany(
            "INSERT INTO said VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET articles = articles + 1",
            ((entity.iri, json.dumps(astuple(entity), ensure_ascii=False)) for entity in entities),
        )

    def add(self, quads: Iterable[Quad]) -> None:
        """Keep quads."""
        self.connection.executemany("INSERT OR IGNORE INTO line VALUES (?)", ((f"{q} .\n",) for q in quads))

    def blocks(self, minter: Minter) -> Iterator[Block]:
        """All that is kept as sorted blocks, in the order of their lines."""
        rows = self.connection.execute("SELECT iri, entity, articles FROM said ORDER BY iri, entity")
        for iri, group in groupby(rows, key=lambda row: row[0]):
            said = Counter({_entity(row[1]): row[2] for row in group})
            self.add(described_quads(iri, said, minter))
        held: list[str] = []
        lines = self.connection.execute("SELECT line FROM line ORDER BY line")
        for _, same in groupby((line for (line,) in lines), key=lambda line: line.partition(" ")[0]):
            held += same
            if len(held) >= BLOCK_LINES:
                yield Block(minter.base, "".join(held))
                held = []
        if held:
            yield Block(minter.base, "".join(held))


def _entity(text: str) -> SharedEntity:
    iri, type_, label, aliases, qid, country = json.loads(text)
    return SharedEntity(iri, type_, label, tuple(aliases), qid, country)

"""Profiles of all articles on disk, read back in the groups in which they are compared: memory for one group only."""

import errno
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from kg.resolve.member import Kind
from kg.resolve.profile import Profile, read_profile

__all__ = ["ProfileStore"]

SCHEMA = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;
CREATE TABLE profile (article TEXT PRIMARY KEY, profile TEXT) WITHOUT ROWID;
CREATE TABLE keyed (kind TEXT, block TEXT, article TEXT, key TEXT);
CREATE TABLE joined (article TEXT, kind TEXT, key TEXT, cluster TEXT, PRIMARY KEY (article, kind, key)) WITHOUT ROWID;
"""
CACHED = 2000
"""Profiles that are kept in memory: a group's articles are mostly close to those of the next one."""


class ProfileStore:
    """A file of profiles while clusters are made; `open` removes it afterwards."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.profile = lru_cache(maxsize=CACHED)(self._profile)

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator["ProfileStore"]:
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

    def add(self, profile: Profile) -> None:
        """Keep the profile of an article."""
        text = json.dumps(asdict(profile), ensure_ascii=False)
        self.connection.execute("INSERT OR REPLACE INTO profile VALUES (?, ?)", (profile.article, text))

    def remove(self, article: str) -> None:
        """Forget the profile of an article."""
        self.connection.execute("DELETE FROM profile WHERE article = ?", (article,))

    def holds(self, kind: Kind, article: str, key: str) -> bool:
        """Whether it has a record that may be joined with others: an event, or an entity without a link."""
        row = self.connection.execute("SELECT 1 FROM profile WHERE article = ?", (article,)).fetchone()
        if row is None:
            return False
        profile = self.profile(article)
        if kind == "event":
            return any(event.key == key for event in profile.events)
        return any(entity.key == key and not entity.qid for entity in profile.entities)

    def profiles(self) -> Iterator[Profile]:
        """All profiles, by article."""
        for (text,) in self.connection.execute("SELECT profile FROM profile ORDER BY article"):
            yield read_profile(json.loads(text))

    def _profile(self, article: str) -> Profile:
        row = self.connection.execute("SELECT profile FROM profile WHERE article = ?", (article,)).fetchone()
        return read_profile(json.loads(row[0]))

    def file(self, kind: Kind, rows: Iterable[tuple[str, str, str]]) -> None:
        """Put records, as block, article and key, into the groups in which they are compared."""
        self.connection.executemany("INSERT INTO keyed VALUES (?, ?, ?, ?)", ((kind, *row) for row in rows))

    def blocks(self, kind: Kind) -> Iterator[list[tuple[str, str]]]:
        """Groups of records that may be one, as article and key, in the order of the blocks' names."""
        rows: Iterator[Any] = self.connection.execute(
            "SELECT block, article, key FROM keyed WHERE kind = ? ORDER BY block, article, key", (kind,)
        )
        for _, group in groupby(rows, key=lambda row: row[0]):
            yield [(article, key) for _, article, key in group]

    def join(self, kind: Kind, cluster: str, members: Iterable[tuple[str, str]]) -> None:
        """Keep in which cluster records are."""
        self.connection.executemany(
            "INSERT INTO joined VALUES (?, ?, ?, ?)",
            ((article, kind, key, cluster) for article, key in members),
        )

    def clusters_of(self, article: str) -> list[tuple[Kind, str, str]]:
        """Kind, key and cluster of each record of an article that is in one, sorted."""
        return self.connection.execute(
            "SELECT kind, key, cluster FROM joined WHERE article = ? ORDER BY kind, key", (article,)
        ).fetchall()

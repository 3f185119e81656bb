"""Which graphs a store already holds: what a load that was stopped need not send again."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from kg.errors import EnvironmentFaultError

__all__ = ["Entry", "LoadJournal", "journal_path"]


def journal_path(address: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Where the journal of a store stands: below $XDG_STATE_HOME, or ~/.local/state."""
    state = environment.get("XDG_STATE_HOME", "")
    home = Path(state) if state else Path(environment.get("HOME", "~")).expanduser() / ".local" / "state"
    return home / "kg" / "load" / f"{hashlib.sha256(address.rstrip('/').encode()).hexdigest()[:32]}.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a store holds of a graph: the digest of all its lines, or of its first `part` ones while it is sent."""

    digest: str
    part: int = 0


class LoadJournal:
    """Digests of graphs that were loaded and counted, one line each, written as soon as each is sure.

    Of a graph that goes in several requests there also is a line after each of them. A line that was cut short by a kill is passed over. Raises `EnvironmentFaultError` if it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: dict[str, Entry] = {}
        self.stream: IO[str] | None = None

    def __enter__(self) -> Self:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.path.exists():
                self._read()
            part = self.path.with_name(f"{self.path.name}.part")
            part.write_text("".join(map(_line, self.entries, self.entries.values())), encoding="utf-8")
            part.replace(self.path)
            self.stream = self.path.open("a", encoding="utf-8")
        except OSError as error:
            raise EnvironmentFaultError(
                f"{error.filename or self.path}: the journal cannot be written: {error.strerror}; --journal FILE names another place"
            ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.stream:
            self.stream.close()

    def _read(self) -> None:
        for line in self.path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                graph, digest, *part = json.loads(line)
                self._take(str(graph), Entry(str(digest), *map(int, part[:1])))
            except (ValueError, TypeError):
                continue

    def _take(self, graph: str, entry: Entry) -> None:
        if entry.digest:
            self.entries[graph] = entry
        else:
            self.entries.pop(graph, None)

    def put(self, graph: str, digest: str, part: int = 0) -> None:
        """Keep that the graph is loaded, or its first `part` triples."""
        self._write(graph, Entry(digest, part))

    def forget(self, graph: str) -> None:
        """Keep that nothing is known of the graph."""
        if graph in self.entries:
            self._write(graph, Entry(""))

    def _write(self, graph: str, entry: Entry) -> None:
        if self.stream is None:
            raise ValueError("the journal is not open")
        self._take(graph, entry)
        self.stream.write(_line(graph, entry))
        self.stream.flush()


def _line(graph: str, entry: Entry) -> str:
    return json.dumps([graph, entry.digest, *([entry.part] if entry.part else [])], ensure_ascii=False) + "\n"

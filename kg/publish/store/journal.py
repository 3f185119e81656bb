"""Which graphs a store already holds: what a load that was stopped need not send again."""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from kg.errors import EnvironmentFaultError

__all__ = ["LoadJournal", "journal_path"]


def journal_path(address: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Where the journal of a store stands: below $XDG_STATE_HOME, or ~/.local/state."""
    state = environment.get("XDG_STATE_HOME", "")
    home = Path(state) if state else Path(environment.get("HOME", "~")).expanduser() / ".local" / "state"
    return home / "kg" / "load" / f"{hashlib.sha256(address.rstrip('/').encode()).hexdigest()[:32]}.jsonl"


class LoadJournal:
    """Digests of graphs that were loaded and counted, one line each, written as soon as each is sure.

    A line that was cut short by a kill is passed over. Raises `EnvironmentFaultError` if it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.digests: dict[str, str] = {}
        self.stream: IO[str] | None = None

    def __enter__(self) -> Self:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.path.exists():
                self._read()
            part = self.path.with_name(f"{self.path.name}.part")
            part.write_text("".join(map(_line, self.digests, self.digests.values())), encoding="utf-8")
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
                graph, digest = json.loads(line)
            except (ValueError, TypeError):
                continue
            self.digests[str(graph)] = str(digest)

    def put(self, graph: str, digest: str) -> None:
        """Keep that the graph is loaded; "" forgets it."""
        if self.stream is None:
            raise ValueError("the journal is not open")
        self.digests[graph] = digest
        self.stream.write(_line(graph, digest))
        self.stream.flush()


def _line(graph: str, digest: str) -> str:
    return json.dumps([graph, digest], ensure_ascii=False) + "\n"

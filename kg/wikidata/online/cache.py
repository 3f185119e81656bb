"""Answers on disk, one a file: what was asked once is not asked again, and a run can be repeated without network."""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.errors import EnvironmentFaultError

__all__ = ["Cache", "cache_folder"]

_VERSION = 1
"""Of what is kept of an answer: answers of another version are asked for again."""
_LARGEST_BYTES = 4 * 1024 * 1024


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where answers are kept if no folder is given: below $XDG_CACHE_HOME, or ~/.cache."""
    given = environment.get("XDG_CACHE_HOME", "")
    home = Path(given) if given else Path(environment.get("HOME", "~")).expanduser() / ".cache"
    return home / "kg" / "online"


class Cache:
    """The answers of one service. Several processes may use the folder at once.

    Raises `EnvironmentFaultError` if the folder cannot be written.
    """

    def __init__(self, folder: Path, service: str) -> None:
        self.folder, self.service = folder, service
        with _writing(folder):
            folder.mkdir(parents=True, exist_ok=True)

    def get(self, kind: str, key: str) -> tuple[Any] | None:
        """The answer, in a tuple as it may be null; None where there is none that can be read."""
        path = self._path(kind, key)
        try:
            if path.stat().st_size > _LARGEST_BYTES:
                return None
            kept = json.loads(path.read_bytes())
            if kept["asked"] == self._asked(kind, key):
                return (kept["answer"],)
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            pass
        return None

    def put(self, kind: str, key: str, answer: object) -> None:
        """Keep an answer; it is there as a whole or not at all."""
        path = self._path(kind, key)
        kept = {"asked": self._asked(kind, key), "answer": answer}
        text = json.dumps(kept, ensure_ascii=True, sort_keys=True, separators=(",", ":")) + "\n"
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        with _writing(path):
            path.parent.mkdir(exist_ok=True)
            part.write_text(text, encoding="utf-8")
            part.replace(path)

    def _asked(self, kind: str, key: str) -> list[object]:
        return [_VERSION, self.service, kind, key]

    def _path(self, kind: str, key: str) -> Path:
        digest = hashlib.sha256(json.dumps(self._asked(kind, key)).encode()).hexdigest()
        return self.folder / digest[:2] / f"{digest[2:]}.json"


class _writing:  # noqa: N801 (used like a function)
    """Faults of the disk as errors of ours."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        """Nothing to do before."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise EnvironmentFaultError(
                f"{error.filename or self.path}: the cache cannot be written: {error.strerror or error}; "
                "--online-cache DIR names another place"
            ) from error

"""What is finished stays finished: one file an article, written under another name and renamed."""

import os
from pathlib import Path

from kg.run.work import Outcome

__all__ = ["Journal", "write_atomic"]


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as stream:
        stream.write(data)
    os.replace(part, path)  # noqa: PTH105 (atomic on every platform)


class Journal:
    """Outcomes of finished articles in one folder, by the key of their work."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> Outcome | None:
        """The outcome of finished work, None if there is none or its file is broken."""
        path = self.folder / f"{key}.json"
        try:
            return Outcome.from_json(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put(self, key: str, outcome: Outcome) -> None:
        """Keep an outcome."""
        write_atomic(self.folder / f"{key}.json", outcome.to_json().encode("utf-8", "surrogatepass"))

    def keep_only(self, keys: set[str]) -> None:
        """Forget the work of other inputs and versions."""
        for path in sorted(self.folder.glob("*.json")):
            if path.stem not in keys:
                path.unlink()

"""What is finished stays finished: one file an article, written under another name and renamed."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import EnvironmentFaultError
from kg.run.work import Outcome

__all__ = ["Journal", "write_atomic"]


def write_atomic(path: Path, text: str) -> None:
    """Write a file as UTF-8 so that it is there whole or not at all."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(text.encode("utf-8", "surrogatepass"))
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


class Journal:
    """Outcomes of finished articles in one folder, by the key of their work."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other builds out of the folder, which is made if it is not there."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise EnvironmentFaultError(f"{self.folder.parent}: another kg build writes to it") from error
            yield

    def get(self, key: str) -> Outcome | None:
        """The outcome of finished work, None if there is none or its file is broken."""
        try:
            return Outcome.from_json((self.folder / f"{key}.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError, TypeError, KeyError):
            return None

    def put(self, key: str, outcome: Outcome) -> None:
        """Keep an outcome."""
        write_atomic(self.folder / f"{key}.json", outcome.to_json())

    def kept(self) -> list[str]:
        """The keys of all that is kept, sorted."""
        return sorted(path.stem for path in self.folder.glob("*.json"))

    def keep_only(self, keys: set[str]) -> None:
        """Forget the work of other inputs, options and versions."""
        for path in self.folder.iterdir():
            if path.name != "lock" and path.name.removesuffix(".json") not in keys:
                path.unlink(missing_ok=True)

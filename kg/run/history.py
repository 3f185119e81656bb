"""A build over an earlier one: what stays, what is a correction, and what was withdrawn."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pyoxigraph import Quad

from kg.errors import UsageError
from kg.rdf.history import Past, read_history, revision_quads, tombstone_quads
from kg.rdf.read import NAMES, is_graph_file, read_quads

__all__ = ["History", "Mode", "check_same_run"]

Mode = Literal["new", "update", "add"]
"""The dump is the input alone; the input is all there is, and what it lacks was withdrawn; the input comes on top."""


@dataclass(slots=True)
class History:
    """The articles of the dump that is built over; `withdraw` names some by IRI or identifier."""

    mode: Mode = "new"
    withdraw: tuple[str, ...] = ()
    past: dict[str, Past] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, out: Path, mode: Mode, withdraw: tuple[str, ...] = ()) -> "History":
        """The history in a folder. Raises `UsageError` for nothing to add to, and for names that the dump lacks."""
        there = out.is_dir() and any(is_graph_file(path.name) for path in out.iterdir())
        if mode == "add" and not there:
            raise UsageError(f"{out}: there is no dump to add to: none of {', '.join(NAMES)} is in it")
        history = cls(mode, withdraw)
        if mode != "new" and there:
            history.past = read_history(read_quads(out))
        known = {name: iri for iri, past in history.past.items() for name in (iri, past.id) if name}
        for name in withdraw:
            if name not in known:
                raise UsageError(
                    f"--withdraw {name}: the dump in {out} has no article with that identifier or IRI"
                )
            history.gone.add(known[name])
        return history

    def tombstones(self, alive: set[str]) -> dict[str, list[Quad]]:
        """For each article that is not there any more what is left of it."""
        return {
            iri: list(tombstone_quads(iri, past))
            for iri, past in sorted(self.past.items())
            if iri not in alive
        }

    def revisions(self, iri: str, sha256: str) -> list[Quad]:
        """What an article says of its earlier texts."""
        past = self.past.get(iri)
        return list(revision_quads(iri, past.revised(sha256))) if past else []

    def revised(self, iri: str, sha256: str) -> bool:
        """Whether an article has another text than in the last build."""
        return iri in self.past and self.past[iri].sha256 != sha256


def check_same_run(out: Path, digest: str) -> None:
    """Raise `UsageError` if the dump in a folder was made with other options, or by another version."""
    try:
        made = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["run"]
    except (OSError, ValueError, KeyError, TypeError):
        made = None
    if made != digest:
        raise UsageError(
            f"{out}: the dump there was made with other options or by another version; only the same can add to it: "
            "build all articles again with --update"
        )

"""The one step after all articles of a build: clusters of entities and events, as quads and as a file to read."""

import heapq
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from kg.rdf.cluster import cluster_node, cluster_quads
from kg.rdf.iri import Minter
from kg.rdf.vocabulary import KG_BASE, RDF
from kg.resolve.cluster import resolve
from kg.resolve.decided import Decided, Pairs
from kg.resolve.member import Cluster, Kind
from kg.resolve.store import ProfileStore
from kg.run.correction import Action, Correction, RecordName
from kg.run.shared import SharedStore

__all__ = ["FILE", "Clusters", "across_articles"]

FILE = "clusters.jsonl"
"""The file of all clusters in the dump's folder, one a line, with members and scores."""
KINDS: tuple[Kind, ...] = ("entity", "event")
SHOWN = 20
"""Clusters that the report names."""


@dataclass(slots=True)
class Clusters:
    """What the clusters of a build add to its report; the places of `corrections` that matched."""

    counts: Counter[str] = field(default_factory=Counter)
    largest: tuple[str, ...] = ()
    corrections: set[int] = field(default_factory=set)


def across_articles(
    store: ProfileStore,
    shared: SharedStore,
    out: Path,
    minter: Minter,
    corrections: Sequence[Correction] = (),
) -> Clusters:
    """The clusters of the articles in the store, written to `clusters.jsonl`; members are kept in the store.

    What is said of them goes to what articles share.
    """
    found, ranked = Clusters(), list[tuple[tuple[int, str], str]]()
    retracted = {c.cluster for c in corrections if c.action == "retract"}

    def mint(cluster: Cluster) -> str | None:
        name = cluster_node(cluster, minter).value
        if name not in retracted:
            return name
        found.corrections.update(place for place, c in enumerate(corrections) if c.cluster == name)
        return None

    for place, correction in enumerate(corrections):
        records = (correction.record, correction.other)
        if correction.action in ("apart", "join") and all(r and _held(store, r) for r in records):
            found.corrections.add(place)
    decided = {
        kind: Decided(_pairs(corrections, kind, "apart"), _pairs(corrections, kind, "join")) for kind in KINDS
    }
    with _written(out / FILE) as stream:
        for cluster in resolve(store, mint, decided):
            name = cluster_node(cluster, minter).value
            stream.write(f"{_row(cluster, name, minter)}\n".encode())
            described = cluster_quads(cluster, minter)
            shared.add(described)
            found.counts.update(
                q.object.value.removeprefix(KG_BASE)  # type: ignore[union-attr] # a class is an IRI
                for q in described
                if q.predicate == RDF.type
            )
            ranked = heapq.nsmallest(SHOWN, [*ranked, _ranked(cluster, name)])
    found.largest = tuple(line for _, line in ranked)
    return found


def _held(store: ProfileStore, record: RecordName) -> bool:
    return any(record.kind == kind and store.holds(kind, *record.name) for kind in KINDS)


def _pairs(corrections: Sequence[Correction], kind: Kind, action: Action) -> Pairs:
    """The records of a kind of which corrections say that they are apart, or that they are one."""
    chosen = (c for c in corrections if c.action == action)
    return frozenset(
        frozenset({c.record.name, c.other.name})
        for c in chosen
        if c.record is not None and c.other is not None and c.record.kind == kind
    )


def _ranked(cluster: Cluster, name: str) -> tuple[tuple[int, str], str]:
    size = len(cluster.members)
    line = f"{cluster.label or cluster.type} ({cluster.type}, {size} articles, {cluster.score:.2f}): {name}"
    return (-size, name), line


def _row(cluster: Cluster, name: str, minter: Minter) -> str:
    members = [
        {"record": minter.node(article, cluster.kind, key).value, "score": score}
        for article, key, score in cluster.members
    ]
    row = {
        "cluster": name,
        "kind": cluster.kind,
        "label": cluster.label,
        "members": members,
        "score": cluster.score,
        "type": cluster.type,
    }
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


@contextmanager
def _written(path: Path) -> Iterator[IO[bytes]]:
    """A file that is there whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise

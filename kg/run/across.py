"""The one step after all articles of a build: clusters of entities and events, as quads and as a file to read."""

import heapq
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from pyoxigraph import Quad

from kg.rdf.cluster import cluster_node, cluster_quads
from kg.rdf.iri import Minter
from kg.rdf.vocabulary import KG_BASE, RDF
from kg.resolve.cluster import Apart, resolve
from kg.resolve.member import Cluster
from kg.resolve.store import ProfileStore

__all__ = ["FILE", "Clusters", "across_articles"]

FILE = "clusters.jsonl"
"""The file of all clusters in the dump's folder, one a line, with members and scores."""
SHOWN = 20
"""Clusters that the report names."""


@dataclass(slots=True)
class Clusters:
    """What the clusters of a build add to the dump and to its report."""

    quads: list[Quad] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    largest: tuple[str, ...] = ()


def across_articles(
    store: ProfileStore,
    out: Path,
    minter: Minter,
    *,
    apart: Apart = frozenset(),
    retracted: frozenset[str] = frozenset(),
) -> Clusters:
    """The clusters of the articles in the store, also written to `clusters.jsonl`; members are kept in the store.

    `retracted` are IRIs of clusters that are not made.
    """

    def mint(cluster: Cluster) -> str | None:
        name = cluster_node(cluster, minter).value
        return None if name in retracted else name

    found, ranked = Clusters(), list[tuple[tuple[int, str], str]]()
    with _written(out / FILE) as stream:
        for cluster in resolve(store, mint, apart):
            name = cluster_node(cluster, minter).value
            stream.write(f"{_row(cluster, name, minter)}\n".encode())
            described = cluster_quads(cluster, minter)
            found.quads += described
            found.counts.update(
                q.object.value.removeprefix(KG_BASE)  # type: ignore[union-attr] # a class is an IRI
                for q in described
                if q.predicate == RDF.type
            )
            ranked = heapq.nsmallest(SHOWN, [*ranked, _ranked(cluster, name)])
    found.largest = tuple(line for _, line in ranked)
    return found


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

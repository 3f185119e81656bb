"""What is asked of a SPARQL store: count graphs, fill them, remove them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.publish.store.client import Client, StoreError, TooLargeError
from kg.publish.store.piece import Piece
from kg.publish.store.profile import Profile, guess_profile, profile_for

__all__ = ["JSON", "Filling", "Store", "open_store"]

ASKED_AT_ONCE = 50
"""Graphs that one query counts: some stores plan badly for more, some bound the length of a query."""

LISTED_AT_ONCE = 1000
JSON = "application/sparql-results+json"


def open_store(client: Client, address: str, name: str = "auto") -> "Store":
    """The store at an address, known by its answer to a first query unless its profile is named.

    Raises `EnvironmentFaultError` if it cannot be reached, `StoreError` if it answers no SPARQL query.
    """
    if name == "auto":
        answer = client.send("GET", address, accept_status=frozenset(range(300, 600)))
        name = guess_profile(answer.headers.get("server", ""), address)
    store = Store(client, profile_for(name, address))
    store.select("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1")
    return store


@dataclass(frozen=True, slots=True)
class Filling:
    """Pieces on their way into a store: the graphs that they replace, and the body if one request takes all of them."""

    pieces: Sequence[Piece]
    replaced: tuple[str, ...] = ()
    body: bytes = field(default=b"", repr=False)


class Store:
    """A SPARQL store, in the way of its profile."""

    def __init__(self, client: Client, profile: Profile) -> None:
        self.client, self.profile = client, profile

    def ask(self, query: str, *, accept: str = JSON, union: bool = False) -> bytes:
        """The answer to a query as it comes; with `union` of all graphs together, where the profile knows how."""
        form = {"query": query, **dict(self.profile.union if union else ())}
        return self.client.send("POST", self.profile.query, form=form, headers={"Accept": accept}).body

    def select(self, query: str) -> list[dict[str, str]]:
        """The rows of a query, values only. Raises `StoreError` for an answer that is no SPARQL result."""
        try:
            rows = json.loads(self.ask(query))["results"]["bindings"]
            return [{name: str(cell["value"]) for name, cell in row.items()} for row in rows]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError(
                f"{self.profile.query}: the answer to a query is no SPARQL result in JSON; check the address "
                f"and --profile ({self.profile.name})"
            ) from error

    def counts(self, graphs: Iterable[str]) -> dict[str, int]:
        """How many triples each of the graphs has; 0 for one that is not there."""
        names = list(graphs)
        found = dict.fromkeys(names, 0)
        for start in range(0, len(names), ASKED_AT_ONCE):
            values = " ".join(f"<{name}>" for name in names[start : start + ASKED_AT_ONCE])
            for row in self.select(
                f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
            ):
                if row.get("g") in found:
                    found[row["g"]] = _number(row.get("n", ""), self.profile.query)
        return found

    def graphs_below(self, base: str) -> Iterator[str]:
        """The names of all graphs that start with `base`, sorted; asked for in pages, which stores cut silently."""
        after = base
        while True:
            rows = self.select(
                "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } "
                f'FILTER(STRSTARTS(STR(?g), "{base}") && STR(?g) > "{after}") }} ORDER BY STR(?g) '
                f"LIMIT {LISTED_AT_ONCE}"
            )
            names = sorted(row["g"] for row in rows if row.get("g", "") > after)
            if not names:
                return
            yield from names
            after = names[-1]

    def filling(self, pieces: Sequence[Piece], before: Mapping[str, int]) -> "Filling":
        """What `fill` sends to put the pieces in; a graph's first piece takes the place of what it held `before`."""
        replaced = tuple(sorted({p.graph for p in pieces if p.first and before.get(p.graph)}))
        if self.profile.way == "graph":
            return Filling(pieces, replaced)
        if self.profile.way == "quads":
            return Filling(pieces, replaced, b"".join(piece.data for piece in pieces))
        drops = "".join(f"DROP SILENT GRAPH <{graph}> ;\n" for graph in replaced)
        data = b"".join(b"GRAPH <%s> {\n%s}\n" % (p.graph.encode(), p.ntriples()) for p in pieces if p.data)
        return Filling(pieces, replaced, drops.encode() + b"INSERT DATA {\n" + data + b"}")

    def fill(self, filling: "Filling") -> None:
        """Put pieces in. A body that the store finds too large is sent in halves, down to a triple alone."""
        try:
            if any(piece.data for piece in filling.pieces):
                self._fill(filling)
        except TooLargeError as error:
            halves = _halves(filling.pieces)
            if not halves:
                graph = filling.pieces[0].graph
                raise TooLargeError(f"<{graph}>: one triple alone is too much; {error}") from error
            before = dict.fromkeys(filling.replaced, 1)
            for half in halves:
                self.fill(self.filling(half, before))

    def _fill(self, filling: "Filling") -> None:
        if self.profile.way == "graph":
            for piece in filling.pieces:
                if piece.data:
                    method = "PUT" if piece.first else "POST"
                    self._send(
                        method,
                        self.profile.graphs,
                        piece.ntriples(),
                        self.profile.triples_type,
                        graph=piece.graph,
                    )
        elif self.profile.way == "quads":
            self.drop(filling.replaced)
            self._send("POST", self.profile.quads, filling.body, self.profile.quads_type)
        else:
            self._send("POST", self.profile.update, filling.body, "application/sparql-update")

    def drop(self, graphs: Iterable[str]) -> None:
        """Remove whole graphs, those that are not there without complaint."""
        names = list(graphs)
        if self.profile.way == "graph":
            for name in names:
                self.client.send(
                    "DELETE",
                    self.profile.graphs,
                    parameters={self.profile.graph_parameter: name},
                    accept_status=frozenset({404}),
                )
            return
        for start in range(0, len(names), ASKED_AT_ONCE):
            part = names[start : start + ASKED_AT_ONCE]
            self._update(" ;\n".join(f"DROP SILENT GRAPH <{name}>" for name in part))

    def _update(self, update: str) -> None:
        self._send("POST", self.profile.update, update.encode(), "application/sparql-update")

    def _send(self, method: str, url: str, body: bytes, media_type: str, *, graph: str | None = None) -> None:
        self.client.send(
            method,
            url,
            body=body,
            headers={"Content-Type": media_type},
            parameters={self.profile.graph_parameter: graph} if graph else None,
        )


def _number(text: str, url: str) -> int:
    if not text.isdecimal():
        raise StoreError(f"{url}: the store counts {text[:40]!r} triples, which is no number")
    return int(text)


def _halves(pieces: Sequence[Piece]) -> list[Sequence[Piece]]:
    """The same triples in two parts, none if there is only one triple."""
    if len(pieces) > 1:
        middle = len(pieces) // 2
        return [pieces[:middle], pieces[middle:]]
    parts = pieces[0].halves()
    return [[part] for part in parts] if len(parts) > 1 else []

"""What differs between SPARQL stores: where they listen, and the surest way to fill them."""

from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from kg.errors import UsageError

__all__ = ["PROFILES", "Profile", "endpoint_url", "guess_profile", "profile_for"]

Way = Literal["quads", "graph", "update"]
"""How data goes in: many graphs in one request, one graph a request (Graph Store Protocol), or SPARQL Update."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of store.

    `query`, `update`, `graphs` and `quads` are paths below the endpoint's address, after one of `strip` is cut from
    its end; `server` is the start of the `Server` header by which it is known, `path` a piece of its address; `union`
    are the parameters that make a query ask all graphs together, where that is not the rule anyway.
    """

    name: str
    way: Way
    query: str = ""
    update: str = ""
    graphs: str = ""
    quads: str = ""
    strip: tuple[str, ...] = ()
    server: tuple[str, ...] = ()
    path: str = ""
    union: tuple[tuple[str, str], ...] = ()
    graph_parameter: str = "graph"
    quads_type: str = "application/n-quads"
    triples_type: str = "application/n-triples"

    def at(self, address: str) -> "Profile":
        """The profile with whole addresses in place of paths."""
        root = address.rstrip("/")
        for end in self.strip:
            if root.endswith(end):
                root = root.removesuffix(end)
                break
        return replace(
            self,
            query=root + self.query,
            update=root + self.update,
            graphs=root + self.graphs,
            quads=root + self.quads,
        )


PROFILES = {
    profile.name: profile
    for profile in (
        Profile(
            "oxigraph",
            "quads",
            query="/query",
            update="/update",
            graphs="/store",
            quads="/store",
            strip=("/query", "/update", "/store"),
            server=("oxigraph",),
            union=(("union-default-graph", ""),),
        ),
        Profile(
            "virtuoso",
            "graph",
            query="/sparql",
            update="/sparql-auth",
            graphs="/sparql-graph-crud-auth",
            strip=("/sparql", "/sparql-auth", "/sparql-graph-crud-auth", "/sparql-graph-crud"),
            server=("virtuoso",),
            graph_parameter="graph-uri",
            triples_type="text/turtle",
        ),
        Profile(
            "fuseki",
            "quads",
            query="/query",
            update="/update",
            graphs="/data",
            quads="/data",
            strip=("/query", "/sparql", "/update", "/data"),
            server=("apache jena fuseki", "fuseki"),
            union=(("default-graph-uri", "urn:x-arq:UnionGraph"),),
        ),
        Profile(
            "graphdb",
            "quads",
            update="/statements",
            graphs="/rdf-graphs/service",
            quads="/statements",
            strip=("/statements", "/rdf-graphs/service"),
            server=("graphdb", "rdf4j"),
            path="/repositories/",
        ),
        Profile(
            "blazegraph",
            "quads",
            strip=(),
            server=("blazegraph", "nanosparqlserver"),
            path="/namespace/",
            quads_type="text/x-nquads",
        ),
        Profile("qlever", "update", server=("qlever",)),
        Profile("generic", "update"),
    )
}
"""The stores that we know; `generic` is any that answers SPARQL queries and updates at one address."""


def endpoint_url(endpoint: str) -> str:
    """The address of an endpoint, checked. Raises `UsageError` for one that is none, or that holds a password."""
    parts = urlsplit(endpoint)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError(f"{endpoint!r} is no address of a store; give one such as http://localhost:7878")
    if parts.username or parts.password:
        shown = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        raise UsageError(
            f"{shown}: leave name and password out of the address; give them in the environment "
            "(KG_STORE_USER, KG_STORE_PASSWORD, KG_STORE_TOKEN) or in ~/.netrc"
        )
    if parts.query or parts.fragment:
        raise UsageError(f"{endpoint}: leave ? and # out of the address of the store")
    return endpoint


def profile_for(name: str, address: str) -> Profile:
    """The profile of that name at an address. Raises `UsageError` for an unknown name."""
    if name not in PROFILES:
        raise UsageError(f"profile {name!r} is unknown; known: {', '.join(sorted(PROFILES))}")
    return PROFILES[name].at(address)


def guess_profile(server: str, address: str) -> str:
    """The name of the profile by the `Server` header and the address; "generic" when nothing fits.

    >>> guess_profile("Virtuoso/07.20.3217 (Linux)", "http://localhost:8890/sparql")
    'virtuoso'
    >>> guess_profile("", "http://localhost:7200/repositories/news")
    'graphdb'
    """
    header, path = server.casefold(), urlsplit(address).path
    for profile in PROFILES.values():
        if profile.server and header.startswith(profile.server):
            return profile.name
    for profile in PROFILES.values():
        if profile.path and profile.path in path:
            return profile.name
    return "generic"

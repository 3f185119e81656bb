"""A query to a store."""

from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from kg.errors import UsageError
from kg.publish.query.show import Result
from kg.publish.query.text import check, query_kind, with_prefixes
from kg.publish.store.client import StoreError
from kg.publish.store.store import JSON, Store

__all__ = ["query_endpoint"]

NTRIPLES = "application/n-triples"


def query_endpoint(store: Store, sparql: str, *, allow_federation: bool = False) -> Result:
    """Ask a store; all graphs together where its profile knows how, with our prefixes declared.

    Raises `UsageError` for an update and for a query that calls outside without leave, `StoreError` for what the
    store refuses and for an answer that is none.
    """
    check(sparql, allow_federation=allow_federation)
    kind = query_kind(sparql)
    if not kind:
        raise UsageError(
            "no query: it needs SELECT, ASK, CONSTRUCT or DESCRIBE, and nothing may change the store"
        )
    rows = kind in {"SELECT", "ASK"}
    body = store.ask(with_prefixes(sparql), accept=JSON if rows else NTRIPLES, union=True)
    try:
        if rows:
            return parse_query_results(body, format=QueryResultsFormat.JSON)
        return [quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)]
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"{store.profile.query}: the answer cannot be read: {error}") from error

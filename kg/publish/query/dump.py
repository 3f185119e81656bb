"""A query over a dump: all of it in memory, nothing fetched."""

from pathlib import Path

from pyoxigraph import Store

from kg.errors import UsageError
from kg.publish.query.show import Result
from kg.publish.query.text import check, undeclared
from kg.rdf.read import read_quads

__all__ = ["query_dump"]


def query_dump(dump: Path, sparql: str, *, allow_federation: bool = False) -> Result:
    """Answer a query; all graphs are asked together unless it names one, and our prefixes need not be declared.

    Raises `UsageError` for a query that is wrong, for an update, and for one that calls outside without leave.
    """
    check(sparql, allow_federation=allow_federation)
    store = Store()
    store.bulk_extend(read_quads(dump))
    try:
        return store.query(sparql, use_default_graph_as_union=True, prefixes=undeclared(sparql))
    except (SyntaxError, ValueError, OSError) as error:
        raise UsageError(f"the query cannot be answered: {error}") from error

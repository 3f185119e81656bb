"""What the commands that talk to a SPARQL store share."""

from kg.errors import EnvironmentFaultError

__all__ = ["PROFILES", "need_httpx"]

PROFILES = ("auto", "oxigraph", "virtuoso", "fuseki", "graphdb", "blazegraph", "qlever", "generic")
"""Kinds of stores; `kg.publish.store.profile` has them, this list stands here so that `--help` loads no HTTP."""


def need_httpx(what: str) -> None:
    """Raise `EnvironmentFaultError` if the extra for stores is not installed."""
    try:
        import httpx  # noqa: F401 (a clear message before anything else loads it)
    except ModuleNotFoundError as error:
        raise EnvironmentFaultError(f"{what} needs httpx: python -m pip install 'newskg[store]'") from error

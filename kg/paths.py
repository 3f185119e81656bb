"""Where the ontology, the shapes and the queries lie: inside the wheel, or in a checkout."""

from pathlib import Path

from kg.errors import EnvironmentFaultError

__all__ = ["ontology_dir", "queries_dir", "shapes_dir"]

PACKAGE = Path(__file__).resolve().parent


def ontology_dir() -> Path:
    """Find the folder with `kg.ttl`, `event-types.ttl` and `context.jsonld`."""
    return _find("ontology", "kg.ttl")


def shapes_dir() -> Path:
    """Find the folder with the SHACL shapes that ship with this version."""
    return _find("shapes", "event.ttl")


def queries_dir() -> Path:
    """Find the folder with the SPARQL queries that ship with this version."""
    return _find("queries", "denials.rq", "docs/queries")


def _find(name: str, landmark: str, in_checkout: str = "") -> Path:
    for folder in (PACKAGE / name, PACKAGE.parent / (in_checkout or name)):
        if (folder / landmark).is_file():
            return folder
    raise EnvironmentFaultError(
        f"the folder {name}/ (with {landmark}) is neither in {PACKAGE} nor beside it: reinstall kg"
    )

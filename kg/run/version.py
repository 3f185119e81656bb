"""What decides a result, as digests: two runs with the same ones give the same bytes."""

import hashlib
import json
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg import __version__
from kg.config import BuildOptions
from kg.paths import ontology_dir, shapes_dir
from kg.wikidata.store import StoreFile

__all__ = ["file_digest", "run_digest", "versions"]

LIBRARIES = ("numpy", "onnxruntime", "pyoxigraph", "pyshacl", "spacy", "tokenizers")
"""Whose version can change a result."""


def file_digest(path: Path) -> str:
    """SHA-256 of a file, 64 hex digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _folder_digest(folder: Path, pattern: str) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob(pattern)):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(folder).as_posix()} {file_digest(path)}\n".encode())
    return digest.hexdigest()


@cache
def versions(kb: str | None = None) -> dict[str, str]:
    """Version or SHA-256 of software, weights, knowledge base, ontology, shapes and libraries.

    Of a base of one's own (`kb`) it is the digest that `kg kb info` shows, and the word lists count beside it.
    """
    package = Path(__file__).resolve().parents[1]
    found = {
        "version": __version__,
        "software": _folder_digest(package, "*.py"),
        "data": _folder_digest(package / "extract" / "data", "*"),
        "weights": _folder_digest(package / "language" / "weights", "*"),
        "knowledge_base": _folder_digest(package / "wikidata" / "core", "*"),
        "ontology": _folder_digest(ontology_dir(), "*"),
        "shapes": _folder_digest(shapes_dir(), "*"),
    }
    if kb is not None:
        found["knowledge_lists"] = found["knowledge_base"]
        found["knowledge_base"] = StoreFile(Path(kb)).header["sha256"]
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return found


def run_digest(options: BuildOptions) -> str:
    """32 hex digits for a run: the same options that matter, corrections and software give the same."""
    corrections = file_digest(Path(options.authority)) if options.authority else ""
    parts = [options.meaning(), corrections, versions(options.kb)]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]

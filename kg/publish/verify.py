"""Whether a dump is still what its manifest and its description say: everything in them is computed again."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.errors import FormatError, UsageError
from kg.publish.dump import Statistics, file_digest
from kg.publish.export.stream import groups
from kg.rdf.read import FORMATS, graph_files, is_graph_file
from kg.rdf.vocabulary import DCAT, KG, KG_BASE, PREFIXES, RDF, VOID
from kg.validate.finding import article_of

__all__ = ["Verification", "verify_dump"]

TEXT_FREE = frozenset({".ttl", ".nt"})
"""Formats that hold triples only."""

CHECKSUM_VALUE = NamedNode("http://spdx.org/rdf/terms#checksumValue")
CHECKSUM = NamedNode("http://spdx.org/rdf/terms#checksum")
TITLE = NamedNode(f"{PREFIXES['dcterms']}title")


@dataclass(frozen=True, slots=True)
class Verification:
    """What was compared, and each difference as a line."""

    files: int
    quads: int
    texts: int
    faults: tuple[str, ...]


def verify_dump(folder: Path) -> Verification:
    """Compare a dump with its `manifest.json`, its `dataset.ttl` and its texts.

    Sizes and digests of all files, counts, partitions, the triples of each format against those of the others, and
    the digest of each text. Raises `UsageError` for a folder without a manifest, `FormatError` for one that cannot be
    read; and like `kg.rdf.read.read_quads`.
    """
    manifest = _manifest(folder)
    faults = list(_files(folder, manifest))
    if faults:
        return Verification(len(manifest["files"]), 0, 0, tuple(faults))
    ends = sorted({end for end in FORMATS for path in folder.iterdir() if is_graph_file(path.name, end)})
    contents = {end: _Content.of(folder, end) for end in ends}
    best = contents[_end(graph_files(folder)[0])]
    faults += _counts(manifest, best)
    faults += _description(folder, manifest, best)
    faults += [
        f"graph{end}: its triples are not those of the other formats"
        for end, content in contents.items()
        if content.triples != best.triples
    ]
    texts = list(_texts(folder, best))
    faults += [fault for fault in texts if fault]
    return Verification(len(manifest["files"]), best.statistics.quads, len(texts), tuple(faults))


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        files = {
            name: {"bytes": int(f["bytes"]), "sha256": str(f["sha256"])}
            for name, f in manifest["files"].items()
        }
        counts = {name: int(count) for name, count in manifest["counts"].items()}
    except FileNotFoundError as error:
        raise UsageError(f"{folder}: no manifest.json in it; kg build writes one") from error
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise FormatError(f"{path}: it is no manifest of kg build") from error
    return {"files": files, "counts": counts}


def _files(folder: Path, manifest: dict[str, Any]) -> Iterator[str]:
    for name, said in sorted(manifest["files"].items()):
        path = folder / name
        if path.parent != folder or not path.is_file():
            yield f"{name}: the manifest names it, but it is not there"
        elif path.stat().st_size != said["bytes"]:
            yield f"{name}: {path.stat().st_size} bytes, the manifest says {said['bytes']}"
        elif file_digest(path) != said["sha256"]:
            yield f"{name}: its SHA-256 is not that of the manifest; it was changed"
    for path in sorted(folder.iterdir()):
        if is_graph_file(path.name) and path.name not in manifest["files"]:
            yield f"{path.name}: a graph file that the manifest does not name"


def _end(path: Path) -> str:
    return next(end for end in FORMATS if is_graph_file(path.name, end))


@dataclass(slots=True)
class _Content:
    """What is in the files of one format: its counts, a digest of its triples, the digests that it gives for texts."""

    statistics: Statistics
    classes: dict[str, int]
    triples: int
    texts: dict[str, str]

    @classmethod
    def of(cls, folder: Path, end: str) -> "_Content":
        content = cls(Statistics(), {}, 0, {})
        for path in sorted(path for path in folder.iterdir() if is_graph_file(path.name, end)):
            for article, quads in groups(path):
                content.add(article, quads)
        return content

    def add(self, article: str, quads: list[Quad]) -> None:
        self.statistics.add(quads)
        for triple in {str(quad.triple) for quad in quads}:
            # a sum, so that the order does not matter
            self.triples = (self.triples + int(hashlib.sha256(triple.encode()).hexdigest(), 16)) % 2**256
        articles = {
            quad.subject for quad in quads if quad.predicate == RDF.type and quad.object == KG.Article
        }
        for quad in quads:
            if quad.predicate == KG.textSha256 and quad.subject in articles:
                self.texts[article_of(quad.subject.value)] = quad.object.value  # type: ignore[union-attr]
            if article and quad.predicate == RDF.type and isinstance(quad.object, NamedNode):
                name = quad.object.value
                self.classes[name] = self.classes.get(name, 0) + 1


def _counts(manifest: dict[str, Any], content: _Content) -> Iterator[str]:
    counts = {name.removeprefix(KG_BASE): number for name, number in content.classes.items()}
    counts["articles"] = len(content.texts)
    for name, said in sorted(manifest["counts"].items()):
        if name in counts and counts[name] != said:
            yield f"manifest.json: {said} {name}, the graph has {counts[name]}"


def _description(folder: Path, manifest: dict[str, Any], content: _Content) -> Iterator[str]:
    path = folder / "dataset.ttl"
    try:
        quads = list(parse(path.read_bytes(), format=RdfFormat.TURTLE))
    except (SyntaxError, ValueError, OSError) as error:
        yield f"dataset.ttl: cannot be read: {error}"
        return
    said: dict[tuple[str, NamedNode], str] = {
        (quad.subject.value, quad.predicate): quad.object.value for quad in quads
    }
    statistics = content.statistics
    whole = next((q.subject.value for q in quads if q.predicate == VOID.distinctSubjects), "")
    numbers = [
        ("void:triples", said.get((whole, VOID.triples)), statistics.triples),
        ("void:distinctSubjects", said.get((whole, VOID.distinctSubjects)), statistics.subjects),
    ]
    for predicate, count, found in (
        (VOID.class_, VOID.entities, statistics.classes),
        (VOID.property, VOID.triples, statistics.properties),
    ):
        listed = {
            quad.object.value: said.get((quad.subject.value, count))
            for quad in quads
            if quad.predicate == predicate
        }
        numbers += [(name, listed.get(name), found.get(name, 0)) for name in sorted({*listed, *found})]
    for name, number, counted in numbers:
        if number != str(counted):
            yield f"dataset.ttl: {number or 'no number'} for {name}, the graph has {counted}"
    for quad in quads:
        if quad.predicate == DCAT.distribution:
            yield from _distribution(quad.object.value, said, manifest)


def _distribution(
    part: str, said: dict[tuple[str, NamedNode], str], manifest: dict[str, Any]
) -> Iterator[str]:
    name = said.get((part, TITLE), "")
    file = manifest["files"].get(name, {})
    digest = said.get((said.get((part, CHECKSUM), ""), CHECKSUM_VALUE), "")
    if str(file.get("bytes")) != said.get((part, DCAT.byteSize)) or digest.casefold() != file.get("sha256"):
        yield f"dataset.ttl: size or SHA-256 of {name or part} is not that of the manifest"


def _texts(folder: Path, content: _Content) -> Iterator[str]:
    """For each text a fault or ""; nothing where the texts were left out."""
    if not (folder / "text").is_dir():
        return
    for article, digest in sorted(content.texts.items()):
        name = f"{article.rpartition('/')[2]}.txt"
        path = folder / "text" / name
        if not path.is_file():
            yield f"text/{name}: not there"
        else:
            yield (
                "" if file_digest(path) == digest else f"text/{name}: not the text that the offsets count in"
            )

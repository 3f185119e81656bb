"""`dataset.ttl`: what a dump is, as VoID, DCAT and PROV; nothing in it depends on the day it was made."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.config import BuildOptions
from kg.errors import UsageError
from kg.rdf.iri import Minter, valid_iri
from kg.rdf.vocabulary import DCAT, DCTERMS, KG_BASE, OWL, PREFIXES, PROV, RDF, RDFS, VOID, XSD
from kg.rdf.write import turtle_blocks, turtle_prefixes

__all__ = ["dataset_turtle"]

MEDIA_TYPES = {
    ".nq": "application/n-quads",
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".trig": "application/trig",
}
_SPDX = "http://spdx.org/rdf/terms#"


def dataset_turtle(
    files: Iterable[Path],
    outcomes: Iterable[Any],
    entities: list[Quad],
    minter: Minter,
    options: BuildOptions,
    versions: Mapping[str, str],
    run: NamedNode,
) -> str:
    """The description of a dump: counts, partitions, links to Wikidata, distributions, licence, and the run."""
    graph = minter.shared("dataset")
    node = graph
    quads: list[Quad] = []

    def say(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        quads.append(Quad(subject, predicate, value, graph))

    def number(value: int) -> Literal:
        return Literal(str(value), datatype=XSD.integer)

    classes, properties, triples, subjects = _statistics(outcomes, entities)
    for kind in (VOID.Dataset, DCAT.Dataset, PROV.Entity):
        say(node, RDF.type, kind)
    say(node, DCTERMS.title, Literal(options.title, language="en"))
    if options.license:
        say(node, DCTERMS.license, _iri(options.license, "--license"))
    if options.publisher:
        say(
            node,
            DCTERMS.publisher,
            Literal(options.publisher)
            if valid_iri(options.publisher) is None
            else _iri(options.publisher, "--publisher"),
        )
    say(node, VOID.uriSpace, Literal(minter.base))
    say(node, VOID.triples, number(triples))
    say(node, VOID.distinctSubjects, number(subjects))
    say(node, VOID.vocabulary, NamedNode(KG_BASE))
    say(node, PROV.wasGeneratedBy, run)
    for kind, part_of, counts in (
        (VOID.classPartition, NamedNode(PREFIXES["void"] + "class"), classes),
        (VOID.propertyPartition, VOID.property, properties),
    ):
        for name in sorted(counts):
            part = NamedNode(
                f"{graph.value}/{'class' if kind == VOID.classPartition else 'property'}/{hashlib.sha256(name.encode()).hexdigest()[:16]}"
            )
            say(node, kind, part)
            say(part, part_of, NamedNode(name))
            say(part, VOID.entities if kind == VOID.classPartition else VOID.triples, number(counts[name]))
    links = properties.get(OWL.sameAs.value, 0)
    linkset = NamedNode(f"{graph.value}/wikidata")
    void = PREFIXES["void"]
    say(linkset, RDF.type, NamedNode(void + "Linkset"))
    say(linkset, NamedNode(void + "subjectsTarget"), node)
    say(linkset, NamedNode(void + "objectsTarget"), NamedNode("http://www.wikidata.org/"))
    say(linkset, NamedNode(void + "linkPredicate"), OWL.sameAs)
    say(linkset, VOID.triples, number(links))
    for path in files:
        _distribution(path, node, say)
    say(run, RDF.type, PROV.Activity)
    for name in sorted(versions):
        used = NamedNode(f"{run.value}/{name}")
        say(run, PROV.used, used)
        say(used, RDF.type, PROV.Entity)
        say(used, RDFS.label, Literal(name.replace("_", " "), language="en"))
        say(used, OWL.versionInfo, Literal(versions[name]))
    return turtle_prefixes() + "\n" + "\n".join(turtle_blocks(quads))


def _iri(text: str, option: str) -> NamedNode:
    iri = valid_iri(text)
    if iri is None:
        raise UsageError(
            f"{option} {text!r}: give an absolute IRI, such as https://creativecommons.org/licenses/by/4.0/"
        )
    return iri


def _distribution(path: Path, node: NamedNode, say: Any) -> None:
    name = path.name
    part = NamedNode(f"{node.value}/file/{name}")
    data = path.read_bytes()
    say(node, DCAT.distribution, part)
    say(part, RDF.type, DCAT.Distribution)
    say(part, DCTERMS.title, Literal(name))
    say(part, DCAT.byteSize, Literal(str(len(data)), datatype=XSD.nonNegativeInteger))
    media = MEDIA_TYPES[Path(name.removesuffix(".gz")).suffix]
    say(part, DCAT.mediaType, NamedNode(f"https://www.iana.org/assignments/media-types/{media}"))
    if name.endswith(".gz"):
        say(
            part,
            DCAT.compressFormat,
            NamedNode("https://www.iana.org/assignments/media-types/application/gzip"),
        )
    checksum = NamedNode(f"{part.value}/sha256")
    say(part, NamedNode(_SPDX + "checksum"), checksum)
    say(checksum, RDF.type, NamedNode(_SPDX + "Checksum"))
    say(checksum, NamedNode(_SPDX + "algorithm"), NamedNode(_SPDX + "checksumAlgorithm_sha256"))
    say(
        checksum,
        NamedNode(_SPDX + "checksumValue"),
        Literal(hashlib.sha256(data).hexdigest(), datatype=NamedNode(PREFIXES["xsd"] + "hexBinary")),
    )


def _statistics(outcomes: Iterable[Any], entities: list[Quad]) -> tuple[Counter[str], Counter[str], int, int]:
    classes: Counter[str] = Counter()
    properties: Counter[str] = Counter()
    triples = subjects = 0

    def count(quads: Iterable[Quad]) -> None:
        nonlocal triples, subjects
        own = {(q.subject, q.predicate, q.object) for q in quads}
        triples += len(own)
        subjects += len({s for s, _, _ in own})
        for _, predicate, value in own:
            properties[predicate.value] += 1
            if predicate == RDF.type:
                classes[str(value)[1:-1]] += 1

    for outcome in outcomes:
        count(parse(outcome.nquads.encode("utf-8"), format=RdfFormat.N_QUADS))
    count(entities)
    return classes, properties, triples, subjects

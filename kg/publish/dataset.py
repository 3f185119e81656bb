"""`dataset.ttl`: what a dump is, as VoID, DCAT and PROV; nothing in it depends on the day it was made."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import UsageError
from kg.packing import packing_of, plain_name
from kg.publish.dump import DumpFile, Statistics
from kg.rdf.iri import Minter, valid_iri
from kg.rdf.literal import english
from kg.rdf.vocabulary import DCAT, DCTERMS, KG, KG_BASE, OWL, PREFIXES, PROV, RDF, RDFS, VOID, XSD
from kg.rdf.write import compact_iri, head, turtle

__all__ = ["Catalogue", "dataset_quads", "dataset_turtle"]

MEDIA_TYPES = {
    ".nq": "application/n-quads",
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".trig": "application/trig",
    ".nt": "application/n-triples",
}
IANA = "https://www.iana.org/assignments/media-types/"
SPDX = "http://spdx.org/rdf/terms#"
WIKIDATA = NamedNode("http://www.wikidata.org/")
ENTITY_CLASSES = (
    KG.Person,
    KG.Organization,
    KG.Country,
    KG.Group,
    KG.Place,
    KG.Agreement,
    KG.Artifact,
    KG.Work,
)

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a publisher says of a dump: `license` is an IRI, `publisher` an IRI or a name."""

    title: str = "News as linked data"
    license: str | None = None
    publisher: str | None = None

    def __post_init__(self) -> None:
        """Raise `UsageError` for a licence that is not an IRI."""
        if self.license is not None and valid_iri(self.license) is None:
            raise UsageError(
                f"licence {self.license!r}: give its IRI, such as https://creativecommons.org/licenses/by/4.0/"
            )


def dataset_quads(
    files: Iterable[DumpFile],
    statistics: Statistics,
    minter: Minter,
    catalogue: Catalogue,
    *,
    run: NamedNode,
    versions: Mapping[str, str],
    example: str | None = None,
) -> list[Quad]:
    """The description of a dump: counts, partitions, links, files, licence, and the run that made it."""
    graph = minter.shared("dataset")
    said = (
        *_description(graph, statistics, minter, catalogue, run, example),
        *_partitions(graph, statistics),
        *_links(graph, statistics),
        *(statement for file in files for statement in _distribution(graph, file)),
        *_run(run, versions),
    )
    return [Quad(subject, predicate, value, graph) for subject, predicate, value in said]


def dataset_turtle(quads: Iterable[Quad], minter: Minter) -> str:
    """The description as Turtle."""
    return head(minter.base) + turtle(quads, minter.base, minter.base)


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD.integer)


def _description(
    dataset: NamedNode,
    statistics: Statistics,
    minter: Minter,
    catalogue: Catalogue,
    run: NamedNode,
    example: str | None,
) -> Iterator[Statement]:
    for kind in (VOID.Dataset, DCAT.Dataset, PROV.Entity):
        yield dataset, RDF.type, kind
    yield dataset, DCTERMS.title, english(catalogue.title)
    if catalogue.license:
        yield dataset, DCTERMS.license, NamedNode(catalogue.license)
    if catalogue.publisher:
        yield dataset, DCTERMS.publisher, valid_iri(catalogue.publisher) or Literal(catalogue.publisher)
    yield dataset, VOID.uriSpace, Literal(minter.base)
    yield dataset, VOID.triples, _number(statistics.triples)
    yield dataset, VOID.distinctSubjects, _number(statistics.subjects)
    yield dataset, VOID.entities, _number(sum(statistics.classes[kind.value] for kind in ENTITY_CLASSES))
    for namespace in PREFIXES.values():
        if any(name.startswith(namespace) for name in (*statistics.classes, *statistics.properties)):
            yield dataset, VOID.vocabulary, NamedNode(namespace)
    if example:
        yield dataset, VOID.exampleResource, NamedNode(example)
    yield dataset, DCTERMS.conformsTo, NamedNode(KG_BASE.rstrip("#"))
    yield dataset, PROV.wasGeneratedBy, run


def _partitions(dataset: NamedNode, statistics: Statistics) -> Iterator[Statement]:
    for name, number in sorted(statistics.classes.items()):
        part = NamedNode(f"{dataset.value}#class-{_local(name)}")
        yield dataset, VOID.classPartition, part
        yield part, VOID.class_, NamedNode(name)
        yield part, VOID.entities, _number(number)
    for name, number in sorted(statistics.properties.items()):
        part = NamedNode(f"{dataset.value}#property-{_local(name)}")
        yield dataset, VOID.propertyPartition, part
        yield part, VOID.property, NamedNode(name)
        yield part, VOID.triples, _number(number)


def _local(iri: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", compact_iri(iri) or iri)


def _links(dataset: NamedNode, statistics: Statistics) -> Iterator[Statement]:
    """The set of links to Wikidata."""
    links = NamedNode(f"{dataset.value}#wikidata")
    void = PREFIXES["void"]
    yield dataset, NamedNode(f"{void}subset"), links
    yield links, RDF.type, NamedNode(f"{void}Linkset")
    yield links, NamedNode(f"{void}subjectsTarget"), dataset
    yield links, NamedNode(f"{void}objectsTarget"), WIKIDATA
    yield links, NamedNode(f"{void}linkPredicate"), OWL.sameAs
    yield links, VOID.triples, _number(statistics.properties[OWL.sameAs.value])


def _distribution(dataset: NamedNode, file: DumpFile) -> Iterator[Statement]:
    part = NamedNode(f"{dataset.value}#file-{file.name}")
    checksum = NamedNode(f"{part.value}-sha256")
    media_type = MEDIA_TYPES[Path(plain_name(file.name)).suffix]
    yield dataset, DCAT.distribution, part
    yield part, RDF.type, DCAT.Distribution
    yield part, DCTERMS.title, Literal(file.name)
    yield part, DCAT.mediaType, NamedNode(IANA + media_type)
    packing = packing_of(file.name)
    if packing:
        yield part, DCAT.compressFormat, NamedNode(f"{IANA}application/{packing}")
    yield part, DCAT.byteSize, Literal(str(file.size_bytes), datatype=XSD.nonNegativeInteger)
    yield part, NamedNode(f"{SPDX}checksum"), checksum
    yield checksum, RDF.type, NamedNode(f"{SPDX}Checksum")
    yield checksum, NamedNode(f"{SPDX}algorithm"), NamedNode(f"{SPDX}checksumAlgorithm_sha256")
    hexadecimal = NamedNode(f"{PREFIXES['xsd']}hexBinary")
    # upper case: the canonical form, to which libraries change it
    yield checksum, NamedNode(f"{SPDX}checksumValue"), Literal(file.sha256.upper(), datatype=hexadecimal)


def _run(run: NamedNode, versions: Mapping[str, str]) -> Iterator[Statement]:
    """The run, and the versions of what it used."""
    yield run, RDF.type, PROV.Activity
    for name in sorted(versions):
        used = NamedNode(f"{run.value}#{name.replace('_', '-')}")
        yield run, PROV.used, used
        yield used, RDF.type, PROV.Entity
        yield used, RDFS.label, english(name.replace("_", " "))
        yield used, OWL.versionInfo, Literal(versions[name])

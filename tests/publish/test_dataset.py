import pytest
from pyoxigraph import RdfFormat, parse

from kg.errors import UsageError
from kg.publish.dataset import Catalogue, dataset_quads, dataset_turtle
from kg.publish.dump import DumpFile, Statistics
from kg.rdf.iri import Minter
from kg.rdf.map import entity_quads, map_article
from kg.rdf.vocabulary import PREFIXES
from tests.rdf.example import ARTICLE, EXTRACTION, IRI

MINTER = Minter("https://data.example/")
FILES = (DumpFile("graph.nq", 1000, "ab" * 32), DumpFile("graph.ttl.gz", 100, "cd" * 32))
VERSIONS = {"version": "0.1.0", "knowledge_base": "12ab"}


def described(**catalogue):
    mapped = map_article(ARTICLE, EXTRACTION, MINTER)
    statistics = Statistics()
    statistics.add(mapped.quads)
    statistics.add(entity_quads(mapped.shared, MINTER))
    quads = dataset_quads(
        FILES,
        statistics,
        MINTER,
        Catalogue(**catalogue),
        run=MINTER.run("0" * 32),
        versions=VERSIONS,
        example=IRI,
    )
    text = dataset_turtle(quads, MINTER)
    return {
        (short(t.subject), short(t.predicate), short(t.object)) for t in parse(text, format=RdfFormat.TURTLE)
    }


def short(term):
    text = str(term).replace("https://data.example/", "")
    for prefix, namespace in {**PREFIXES, "spdx": "http://spdx.org/rdf/terms#"}.items():
        text = text.replace(f"<{namespace}", f"<{prefix}:")
    return text.replace("^^<xsd:integer>", "").replace("^^<xsd:nonNegativeInteger>", "")


DATASET = "<graph/dataset>"


def test_counts_are_of_triples_not_of_quads():
    mapped = map_article(ARTICLE, EXTRACTION, MINTER)
    statistics = Statistics()
    statistics.add([*mapped.quads, *mapped.quads])
    assert statistics.triples == len({q.triple for q in mapped.quads})
    assert statistics.classes["https://w3id.org/newskg/ontology#Event"] == 2
    assert statistics.properties["https://w3id.org/newskg/ontology#trigger"] == 4


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        (DATASET, "<rdf:type>", "<void:Dataset>"),
        (DATASET, "<rdf:type>", "<dcat:Dataset>"),
        (DATASET, "<void:uriSpace>", '""'),
        (DATASET, "<void:exampleResource>", f"<{IRI}>"),
        (DATASET, "<void:vocabulary>", "<kg:>"),
        (DATASET, "<dcterms:publisher>", '"The Editors"'),
        (DATASET, "<dcterms:license>", "<https://licence.example/by>"),
        (DATASET, "<void:classPartition>", "<graph/dataset#class-kg-Event>"),
        ("<graph/dataset#class-kg-Event>", "<void:class>", "<kg:Event>"),
        ("<graph/dataset#class-kg-Event>", "<void:entities>", '"2"'),
        ("<graph/dataset#property-kg-trigger>", "<void:property>", "<kg:trigger>"),
        ("<graph/dataset#property-kg-trigger>", "<void:triples>", '"4"'),
        ("<graph/dataset#wikidata>", "<void:linkPredicate>", "<owl:sameAs>"),
        ("<graph/dataset#wikidata>", "<void:triples>", '"4"'),
        ("<graph/dataset#file-graph.nq>", "<dcat:byteSize>", '"1000"'),
        (
            "<graph/dataset#file-graph.nq>",
            "<dcat:mediaType>",
            "<https://www.iana.org/assignments/media-types/application/n-quads>",
        ),
        (
            "<graph/dataset#file-graph.ttl.gz>",
            "<dcat:compressFormat>",
            "<https://www.iana.org/assignments/media-types/application/gzip>",
        ),
        (
            "<graph/dataset#file-graph.nq-sha256>",
            "<spdx:checksumValue>",
            f'"{"AB" * 32}"^^<xsd:hexBinary>',
        ),
        (f"<run/{'0' * 32}>", "<prov:used>", f"<run/{'0' * 32}#knowledge-base>"),
        (f"<run/{'0' * 32}#knowledge-base>", "<owl:versionInfo>", '"12ab"'),
    ],
)
def test_what_the_description_says(subject, predicate, value):
    found = described(publisher="The Editors", license="https://licence.example/by")
    assert (subject, predicate, value) in found


def test_a_publisher_may_be_an_iri():
    found = described(publisher="https://editors.example/")
    assert (DATASET, "<dcterms:publisher>", "<https://editors.example/>") in found


def test_nothing_is_said_of_a_licence_that_is_not_given():
    assert not [t for t in described() if t[1] in ("<dcterms:license>", "<dcterms:publisher>")]


def test_a_licence_is_an_iri():
    with pytest.raises(UsageError, match="give its IRI"):
        Catalogue(license="CC BY")

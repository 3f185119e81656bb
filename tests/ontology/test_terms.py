"""Code, ontology and shapes use the same terms."""

import re
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, parse
from rdflib import RDF, RDFS, Graph
from rdflib.namespace import OWL, SH, SKOS
from rdflib.term import URIRef

from kg.paths import ontology_dir, shapes_dir
from kg.rdf import vocabulary
from kg.rdf.vocabulary import KG_BASE, KGT_BASE, PREFIXES, event_context, event_mode, event_type

MODULES = ("kg", "actors", "events", "statements", "publications", "mentions")
DATASET_ONLY = ("void", "dcat", "dcterms", "prov")
"""Vocabularies that describe the dump, not what articles say."""

STRUCTURE = (
    str(SH),
    str(RDF),
    str(RDFS),
    str(OWL),
    str(SKOS),
    PREFIXES["xsd"],
    "https://w3id.org/newskg/shapes#",
)
TRIGGERS = Path(__file__).parents[2] / "kg" / "extract" / "data" / "triggers.tsv"


@cache
def ontology():
    graph = Graph()
    for name in (*MODULES, "event-types"):
        graph.parse(ontology_dir() / f"{name}.ttl")
    return graph


def defined(namespace=KG_BASE):
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property, SKOS.Concept)
    return {
        str(s) for kind in kinds for s in ontology().subjects(RDF.type, kind) if str(s).startswith(namespace)
    }


def constants(group):
    return {value.value for value in vars(group).values() if isinstance(value, NamedNode)}


def named_in_shapes():
    triples = [t for file in sorted(shapes_dir().glob("*.ttl")) for t in parse(path=str(file))]
    return {
        term.value
        for t in triples
        for term in (t.subject, t.predicate, t.object)
        if isinstance(term, NamedNode)
    }


def members(collection):
    return {str(m) for m in ontology().objects(URIRef(KGT_BASE + collection), SKOS.member)}


def test_every_term_of_ours_is_a_constant_and_every_constant_a_term():
    assert constants(vocabulary.KG) == defined()


@pytest.mark.parametrize(
    "name", sorted(set(PREFIXES) - {"kg", "kgt", "wd", "xsd", "rdf", "rdfs", *DATASET_ONLY})
)
def test_terms_of_others_are_declared(name):
    declared = {str(s) for s in ontology().subjects(RDF.type, None)} | {str(OWL.sameAs), str(OWL.versionInfo)}
    mentioned = {str(o) for o in ontology().objects(None, SKOS.closeMatch)}
    assert constants(getattr(vocabulary, name.upper())) <= declared | mentioned


def test_constants_are_spelt_like_their_terms():
    for name in PREFIXES:
        for key, value in vars(getattr(vocabulary, name.upper(), object)).items():
            if isinstance(value, NamedNode):
                assert value.value == PREFIXES[name] + key.rstrip("_")


def test_shapes_use_only_terms_that_are_defined():
    known = {str(s) for s in ontology().subjects(RDF.type, None)}
    assert {iri for iri in named_in_shapes() if not iri.startswith(STRUCTURE)} <= known


def test_every_class_and_property_stands_in_a_shape():
    unpublished = {KG_BASE + name for name in ("Entity", "Actor")}
    assert defined() - named_in_shapes() == unpublished


@pytest.mark.parametrize("iri", sorted(defined()), ids=lambda iri: iri.rpartition("#")[2])
def test_every_term_is_explained(iri):
    graph, term = ontology(), URIRef(iri)
    assert graph.value(term, RDFS.isDefinedBy) == URIRef(KG_BASE.rstrip("#"))
    (label,), (definition,) = graph.objects(term, RDFS.label), graph.objects(term, SKOS.definition)
    assert label.language == definition.language == "en"
    assert re.fullmatch(r"[A-Z].{20,}\.", str(definition), re.DOTALL)


def test_the_ontology_has_a_version_and_imports_nothing():
    head = URIRef(KG_BASE.rstrip("#"))
    version = str(ontology().value(head, OWL.versionInfo))
    assert ontology().value(head, OWL.versionIRI) == URIRef(f"{head}/{version}")
    assert not set(ontology().objects(None, OWL.imports))


def test_every_concept_is_explained_and_in_one_scheme():
    graph = ontology()
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        assert len(set(graph.objects(concept, SKOS.inScheme))) == 1
        assert graph.value(concept, SKOS.prefLabel).language == "en"
        if "/cameo-" not in concept:
            assert str(graph.value(concept, SKOS.definition)).endswith(".")


def test_modes_are_narrower_than_their_type():
    graph, types = ontology(), members("types")
    for mode in members("modes"):
        (broader,) = graph.objects(URIRef(mode), SKOS.broader)
        assert str(broader) in types
        assert mode.startswith(f"{broader}-")


def test_the_scheme_holds_plover_and_our_own_types():
    assert len(members("plover-types")) == 16
    assert event_type("CONSULT").value in members("plover-types") < members("types")
    assert event_mode("CONSULT", "visit").value in members("modes")
    assert event_context("military").value in members("contexts")
    concepts = {c for c in defined(KGT_BASE) if "/cameo-" not in c}
    assert concepts == members("types") | members("modes") | members("contexts")


def test_each_plover_type_replaces_codes_of_cameo():
    codes = {
        str(c).rpartition("-")[2]
        for t in members("plover-types")
        for c in ontology().objects(URIRef(t), SKOS.closeMatch)
    }
    roots = {f"{n:02}" for n in range(2, 21)} - {"08"}
    assert codes == roots | {f"08{n}" for n in range(1, 8)}


@pytest.mark.parametrize(
    ("shape", "collection"),
    [
        ("eventType", "types"),
        ("eventMode", "modes"),
        ("eventContext", "contexts"),
        ("ploverType", "plover-types"),
    ],
)
def test_shapes_allow_the_concepts_of_the_scheme(shape, collection):
    graph = Graph().parse(shapes_dir() / "event.ttl")
    allowed = graph.items(graph.value(URIRef(f"https://w3id.org/newskg/shapes#Event-{shape}"), SH["in"]))
    assert {str(concept) for concept in allowed} == members(collection)


def test_triggers_use_types_that_the_scheme_has():
    rows = [
        line.split("\t")
        for line in TRIGGERS.read_text(encoding="utf-8").splitlines()
        if line[:1] not in ("#", "")
    ]
    assert len(rows) > 100
    for row in rows:
        kind, mode, contexts = ([*row, "", "", ""])[3:6]
        if kind in ("", "-"):
            continue
        assert event_type(kind).value in members("types"), row
        assert not mode or event_mode(kind, mode).value in members("modes"), row
        assert {event_context(c).value for c in re.findall(r"[\w-]+", contexts)} <= members("contexts"), row

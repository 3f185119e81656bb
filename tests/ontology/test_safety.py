"""No conclusion turns what is only claimed into a fact, whatever is concluded from ontology and data."""

import owlrl
import pytest
from rdflib import RDF, RDFS, Graph
from rdflib.namespace import OWL
from rdflib.term import URIRef

from kg.paths import ontology_dir
from kg.rdf.vocabulary import KG_BASE, PREFIXES
from kg.validate.graph import to_node
from tests.ontology.test_terms import MODULES
from tests.validate.example import QUADS

SEM = PREFIXES["sem"]
OTHERS_DOMAINS = (
    "hasActor",
    "hasPlace",
    "hasTime",
    "hasTimeStamp",
    "hasBeginTimeStamp",
    "eventType",
    "subEventOf",
)
"""Properties that SEM itself gives an event as domain; a user may load it beside our data."""


def kg(name):
    return URIRef(KG_BASE + name)


def ontology():
    graph = Graph()
    for name in MODULES:
        graph.parse(ontology_dir() / f"{name}.ttl")
    return graph


def closure(*extra):
    graph = ontology()
    for quad in QUADS:
        graph.add((to_node(quad.subject), to_node(quad.predicate), to_node(quad.object)))
    for name in OTHERS_DOMAINS:
        graph.add((URIRef(SEM + name), RDFS.domain, URIRef(SEM + "Event")))
    for triple in extra:
        graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(
        graph
    )
    return graph


def of(graph, cls):
    return set(graph.subjects(RDF.type, cls))


def test_no_reported_event_becomes_an_event():
    graph = closure()
    events, reported = of(graph, URIRef(SEM + "Event")), of(graph, kg("ReportedEvent"))
    assert (len(events), len(reported)) == (1, 2)
    assert not reported & (events | of(graph, kg("Event")))
    assert not of(graph, kg("ReportedStatement")) & of(graph, kg("Statement"))


def test_the_check_can_fail():
    graph = closure((kg("agent"), RDFS.domain, kg("Event")))
    assert of(graph, kg("ReportedEvent")) & of(graph, URIRef(SEM + "Event"))


@pytest.mark.parametrize("pair", [("Event", "ReportedEvent"), ("Statement", "ReportedStatement")])
def test_fact_and_claim_exclude_each_other(pair):
    graph, (fact, claim) = ontology(), map(kg, pair)
    assert (fact, OWL.disjointWith, claim) in graph
    assert not set(graph.transitive_objects(fact, RDFS.subClassOf)) & set(
        graph.transitive_objects(claim, RDFS.subClassOf)
    )


def test_only_events_are_events_of_sem():
    assert set(ontology().subjects(RDFS.subClassOf, URIRef(SEM + "Event"))) == {kg("Event")}


def test_properties_of_both_imply_no_class_of_one():
    unsafe = {kg(name) for name in ("Event", "ReportedEvent", "Statement", "ReportedStatement")}
    graph = ontology()
    for predicate in (RDFS.domain, RDFS.range):
        assert not unsafe & set(graph.objects(None, predicate))
    assert not set(graph.subject_objects(RDFS.subPropertyOf))

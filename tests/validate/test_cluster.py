"""Clusters across articles in a dump: where they stand, and that they join something."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.vocabulary import KG, RDF, SKOS, XSD
from kg.validate import check_dump
from tests.validate.example import DATA, QUADS, node
from tests.validate.test_dump import second_article, write

CLUSTER = NamedNode(f"{DATA}cluster/0123456789abcdef0123456789abcdef")
ENTITIES = NamedNode(f"{DATA}graph/entities")
SHIP = node("entity/ship")
DESCRIPTION = [
    Quad(CLUSTER, RDF.type, KG.EntityCluster, ENTITIES),
    Quad(CLUSTER, SKOS.prefLabel, Literal("ship", language="en"), ENTITIES),
    Quad(CLUSTER, KG.confidence, Literal("0.9", datatype=XSD.decimal), ENTITIES),
]
MEMBER = [Quad(SHIP, KG.sameEntityAs, CLUSTER, ENTITIES)]


def faults(tmp_path, shared, article):
    own = [*QUADS, *article]
    quads = [*own, *second_article(own), *shared]
    found = check_dump(write(tmp_path / "dump.nq", quads)).findings
    return {(f.focus.rpartition("/")[2], f.shape.rpartition("#")[2]) for f in found}


def test_a_cluster_of_two_articles_conforms(tmp_path):
    assert faults(tmp_path, DESCRIPTION, MEMBER) == set()


def test_a_cluster_without_two_articles_is_a_fault(tmp_path):
    lonely = {(CLUSTER.value.rpartition("/")[2], "ClusterCheck")}
    assert faults(tmp_path, DESCRIPTION, []) == lonely
    one = check_dump(write(tmp_path / "one.nq", [*QUADS, *MEMBER, *DESCRIPTION]))
    assert {f.shape.rpartition("#")[2] for f in one.findings} == {"ClusterCheck"}


def test_a_cluster_that_is_not_described_is_a_fault(tmp_path):
    assert ("ship", "ReferenceCheck") in faults(tmp_path, [], MEMBER)


@pytest.mark.parametrize("graph", ["facts", "evidence"])
def test_what_joins_stands_in_the_graph_of_entities(tmp_path, graph):
    moved = [Quad(SHIP, KG.sameEntityAs, CLUSTER, node(graph))]
    assert ("ship", "GraphCheck") in faults(tmp_path, DESCRIPTION, moved)


def test_a_cluster_is_described_in_the_graph_of_entities(tmp_path):
    moved = [Quad(*quad.triple, node("evidence")) for quad in DESCRIPTION[2:]]
    assert (CLUSTER.value.rpartition("/")[2], "GraphCheck") in faults(
        tmp_path, [*DESCRIPTION[:2], *moved], MEMBER
    )


def test_a_linked_entity_is_in_no_cluster(tmp_path):
    linked = [Quad(NamedNode(f"{DATA}entity/Q20"), KG.sameEntityAs, CLUSTER, ENTITIES)]
    assert ("Q20", "LinkCheck") in faults(tmp_path, [*DESCRIPTION, *linked], MEMBER)

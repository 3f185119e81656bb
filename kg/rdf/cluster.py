"""Clusters across articles as quads: what they are, and which records of an article are in them."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.iri import Minter
from kg.rdf.literal import decimal, english
from kg.rdf.vocabulary import KG, RDF, RDFS, SKOS
from kg.resolve.member import Cluster, Kind

__all__ = ["cluster_node", "cluster_quads", "membership_quads"]

CLASSES = {"entity": KG.EntityCluster, "event": KG.EventCluster}
PREDICATES = {"entity": KG.sameEntityAs, "event": KG.inCluster}
LABELS = {"entity": SKOS.prefLabel, "event": RDFS.label}


def cluster_node(cluster: Cluster, minter: Minter) -> NamedNode:
    """The IRI of a cluster: that of its earliest record, so it stays while later articles join."""
    article, key = cluster.anchor
    return minter.cluster(cluster.kind, minter.node(article, cluster.kind, key).value)


def cluster_quads(cluster: Cluster, minter: Minter) -> list[Quad]:
    """The description of a cluster; its confidence is that of its weakest member."""
    node, graph = cluster_node(cluster, minter), minter.shared("entities")
    said: list[tuple[NamedNode, NamedNode | Literal]] = [
        (RDF.type, CLASSES[cluster.kind]),
        (KG.confidence, decimal(cluster.score)),
    ]
    if cluster.label:
        said.append((LABELS[cluster.kind], english(cluster.label)))
    return [Quad(node, predicate, value, graph) for predicate, value in said]


def membership_quads(article: str, joined: Iterable[tuple[Kind, str, str]], minter: Minter) -> list[Quad]:
    """For each record of an article, as kind and key, the cluster that it is in."""
    graph = minter.shared("entities")
    return [
        Quad(minter.node(article, kind, key), PREDICATES[kind], NamedNode(cluster), graph)
        for kind, key, cluster in joined
    ]

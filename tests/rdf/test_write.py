import json
import shutil
import subprocess
from pathlib import Path

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from rdflib.compare import isomorphic

from kg.rdf.iri import Minter
from kg.rdf.jsonld import Context, jsonld_document, jsonld_graphs
from kg.rdf.map import Source, entity_quads, map_article
from kg.rdf.vocabulary import KG, RDF, RDFS, XSD
from kg.rdf.write import head, nquads, trig, turtle
from tests.rdf.example import ARTICLE, EXTRACTION, IRI

NPM = Path(__file__).parents[1] / "npm"
MINTER = Minter()
BASE = MINTER.base


def example():
    mapped = map_article(
        ARTICLE, EXTRACTION, MINTER, publication=Source("The Northern Post"), run=MINTER.run("0" * 32)
    )
    return [*mapped.quads, *entity_quads(mapped.shared, MINTER)]


QUADS = example()
ODD = 'quotes " and \\ and \n line, tab \t, \u2028, \x07, emoji 🐟, </script>, {{x}}, @id'


def odd_quads():
    graph = NamedNode(f"{BASE}graph/entities")
    node = NamedNode(f"{BASE}entity/Q1")
    values = [
        Literal(ODD),
        Literal(ODD, language="en"),
        Literal("12", datatype=XSD.integer),
        Literal("0.9", datatype=XSD.decimal),
        Literal("true", datatype=XSD.boolean),
        Literal("2023-02", datatype=XSD.gYearMonth),
        Literal("2023-02-22T10:00:00+00:00", datatype=XSD.dateTime),
        Literal("x", datatype=NamedNode("https://other.example/type")),
        NamedNode("https://other.example/a,b;c=(d)'*!#e?f"),
        NamedNode("http://www.wikidata.org/entity/Q1-2"),
    ]
    predicates = [RDFS.label, KG.earliest, KG.agent, KG.anonymous, NamedNode("https://other.example/p")]
    return [Quad(node, p, v, graph) for p in predicates for v in values]


def documents(quads):
    return {
        "graph.nq": nquads(quads),
        "graph.ttl": head(BASE) + turtle(quads, f"{IRI}/", BASE),
        "graph.trig": head(BASE) + trig(quads, f"{IRI}/", BASE),
        "graph.jsonld": "".join(jsonld_document(quads)),
    }


FORMATS = {
    "nq": RdfFormat.N_QUADS,
    "ttl": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
}


def read_with_pyoxigraph(name, text, folder):
    return set(parse(text.encode(), format=FORMATS[name.rpartition(".")[2]]))


def read_with_rdflib(name, text, folder):
    dataset = rdflib.Dataset()
    kinds = {"nq": "nquads", "ttl": "turtle", "trig": "trig", "jsonld": "json-ld"}
    dataset.parse(data=text, format=kinds[name.rpartition(".")[2]])
    return set(parse(dataset.serialize(format="nquads").encode(), format=RdfFormat.N_QUADS))


def read_with_npm(name, text, folder):
    node = shutil.which("node")
    if node is None or not (NPM / "node_modules" / "jsonld").is_dir():
        pytest.skip("needs node and `npm ci --prefix tests/npm`")
    path = folder / name
    path.write_text(text, encoding="utf-8")
    run = subprocess.run([node, NPM / "parse.mjs", path], capture_output=True, check=False, timeout=60)
    assert run.returncode == 0, run.stderr.decode()
    return set(parse(run.stdout, format=RdfFormat.N_QUADS))


READERS = pytest.mark.parametrize("read", [read_with_pyoxigraph, read_with_rdflib, read_with_npm])
SAMPLES = pytest.mark.parametrize("quads", [QUADS, odd_quads()], ids=["an article", "odd values"])


@READERS
@SAMPLES
@pytest.mark.parametrize("name", ["graph.nq", "graph.trig", "graph.jsonld"])
def test_three_formats_are_the_same_dataset_to_every_parser(name, quads, read, tmp_path):
    found = read(name, documents(quads)[name], tmp_path)
    assert sorted(map(str, found)) == sorted({str(q) for q in quads})


@READERS
@SAMPLES
def test_turtle_is_the_union_of_the_graphs(quads, read, tmp_path):
    found = {q.triple for q in read("graph.ttl", documents(quads)["graph.ttl"], tmp_path)}
    assert sorted(map(str, found)) == sorted({str(q.triple) for q in quads})


def test_rdflib_finds_quads_and_json_isomorphic():
    # said again with rdflib's own comparison, graph by graph
    ours = {name: rdflib.Dataset() for name in ("graph.nq", "graph.jsonld")}
    for name, kind in (("graph.nq", "nquads"), ("graph.jsonld", "json-ld")):
        ours[name].parse(data=documents(QUADS)[name], format=kind)
    names = {str(q.graph_name.value) for q in QUADS}
    assert len(names) == 4
    for name in names:
        graphs = [dataset.graph(rdflib.URIRef(name)) for dataset in ours.values()]
        assert len(graphs[0]) > 0
        assert isomorphic(*graphs)


def test_the_order_of_the_quads_does_not_matter():
    assert documents(QUADS) == documents(list(reversed(QUADS))) == documents([*QUADS, *QUADS])


def test_lines_of_nquads_are_sorted_bytes():
    lines = documents(QUADS)["graph.nq"].encode().split(b"\n")[:-1]
    assert lines == sorted(lines)


def test_a_block_of_turtle_reads_well():
    text = documents(QUADS)["graph.ttl"]
    assert (
        """
<event/text/56-63> a kg:Event ;
    rdfs:label "Ingrid Dahl visits Reykjavik"@en ;
    sem:hasActor <entity/ingrid-dahl> , ent:Q189 ;
    sem:hasBeginTimeStamp "2023-03-14"^^xsd:date ;
    sem:hasEndTimeStamp "2023-03-14"^^xsd:date ;
    sem:hasPlace ent:Q1764 ;
    kg:agent <entity/ingrid-dahl> ;
    kg:confidence 0.9 ;
    kg:eventContext kgt:context-diplomatic ;
"""
        in text
    )


def test_long_lists_of_values_stand_one_on_a_line():
    node, graph = NamedNode(f"{IRI}/x"), NamedNode(f"{IRI}/facts")
    quads = [Quad(node, RDFS.label, Literal(letter * 60), graph) for letter in "ab"]
    assert f'<x> rdfs:label "{"a" * 60}" ,\n        "{"b" * 60}" .' in documents(quads)["graph.ttl"]


def test_blocks_follow_the_text():
    subjects = [line.split()[0] for line in documents(QUADS)["graph.ttl"].splitlines() if line[:1] == "<"]
    events = [s for s in subjects if s.startswith("<event/") and "/by/" not in s]
    assert events == [
        "<event/text/56-63>",
        "<event/text/95-99>",
        "<event/text/211-215>",
        "<event/text/248-252>",
    ]


def test_json_is_compact():
    graphs = json.loads(documents(QUADS)["graph.jsonld"])["@graph"]
    facts = next(g for g in graphs if g["@id"].endswith("/facts"))
    visit = next(n for n in facts["@graph"] if n["@id"].endswith("/event/text/56-63"))
    assert visit["@type"] == "Event"
    assert visit["eventMode"] == "kgt:CONSULT-visit"
    assert visit["agent"] == f"{IRI}/entity/ingrid-dahl"
    assert visit["label"] == {"@value": "Ingrid Dahl visits Reykjavik", "@language": "en"}


def test_a_context_may_ask_for_lists_and_other_names():
    context = Context(
        {
            "kg": "https://w3id.org/newskg/ontology#",
            "who": {"@id": "kg:agent", "@type": "@id", "@container": "@set"},
            "day": {"@id": "kg:earliest", "@type": "http://www.w3.org/2001/XMLSchema#date"},
        }
    )
    node, graph = NamedNode("https://a.example/1"), NamedNode("https://a.example/g")
    quads = [
        Quad(node, KG.agent, NamedNode("https://a.example/2"), graph),
        Quad(node, KG.earliest, Literal("2023-01-01", datatype=XSD.date), graph),
        Quad(node, KG.earliest, Literal("2023", datatype=XSD.gYear), graph),
        Quad(node, RDF.type, KG.Event, graph),
    ]
    [written] = jsonld_graphs(quads, context)
    assert json.loads(written)["@graph"] == [
        {
            "@id": "https://a.example/1",
            "@type": "kg:Event",
            "day": [{"@value": "2023", "@type": str(XSD.gYear.value)}, "2023-01-01"],
            "who": ["https://a.example/2"],
        }
    ]
    assert set(parse("".join(jsonld_document(quads, context)).encode(), format=RdfFormat.JSON_LD)) == set(
        quads
    )


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.lists(st.tuples(TEXTS, st.sampled_from(["en", None])), max_size=5))
def test_any_text_survives(values):
    graph, node = NamedNode(f"{IRI}/facts"), NamedNode(IRI)
    quads = {Quad(node, RDFS.label, Literal(text, language=language), graph) for text, language in values}
    for name, text in documents(quads).items():
        found = set(parse(text.encode(), format=FORMATS[name.rpartition(".")[2]]))
        if name == "graph.ttl":
            found = {Quad(*q.triple, graph) for q in found}
        assert found == quads


def test_nothing_becomes_valid_documents():
    for name, text in documents([]).items():
        assert not set(parse(text.encode(), format=FORMATS[name.rpartition(".")[2]])), name

"""Whole dumps: every format, equal to stock pySHACL, and nothing is fetched."""

import gzip
import json
import random
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
import rdflib
from pyoxigraph import Literal, Quad, RdfFormat, Triple, parse, serialize
from rdflib import RDF
from rdflib.namespace import SH

from kg.errors import FormatError, UsageError
from kg.paths import shapes_dir
from kg.rdf.vocabulary import XSD
from kg.validate import check_dump, load_shapes
from kg.validate.graph import to_ntriples
from tests.validate.example import ARTICLE, QUADS, edited

SHAPES = Path(__file__).parents[1] / "shapes"
FORMATS = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "jsonld": RdfFormat.JSON_LD}
FAULT = {"add": [("event/text/56-63", "kg:eventType", "kgt:AID", "facts")]}


def write(file, quads, form=RdfFormat.N_QUADS):
    file.write_bytes(serialize(quads, format=form))
    return file


def second_article(quads):
    other = ARTICLE.replace("7befd93b", "00000000")

    def moved(term):
        iri = getattr(term, "value", "")
        return pyoxigraph.NamedNode(iri.replace(ARTICLE, other)) if iri.startswith(ARTICLE) else term

    return [Quad(moved(q.subject), q.predicate, moved(q.object), moved(q.graph_name)) for q in quads]


@pytest.mark.parametrize("ending", FORMATS)
def test_formats_with_graphs(tmp_path, ending):
    good, bad = tmp_path / f"good.{ending}", tmp_path / f"bad.{ending}"
    report = check_dump(write(good, QUADS, FORMATS[ending]))
    assert (report.conforms, report.articles, report.quads) == (True, 1, len(QUADS))
    assert [f.path for f in check_dump(write(bad, edited(**FAULT), FORMATS[ending])).findings] == [
        "kg:eventType"
    ]


def test_turtle_and_packed_dumps(tmp_path):
    turtle = tmp_path / "graph.ttl"
    turtle.write_bytes(serialize([Triple(*q.triple) for q in edited(**FAULT)], format=RdfFormat.TURTLE))
    packed = tmp_path / "graph.ttl.gz"
    packed.write_bytes(gzip.compress(turtle.read_bytes()))
    assert [f.path for f in check_dump(turtle).findings] == ["kg:eventType"]
    assert check_dump(packed).findings == check_dump(turtle).findings


def test_the_order_of_the_quads_makes_no_difference(tmp_path):
    quads = [*edited(**FAULT), *second_article(edited(**FAULT))]
    report = check_dump(write(tmp_path / "a.nq", quads))
    random.Random(1).shuffle(quads)
    assert check_dump(write(tmp_path / "b.nq", quads)) == report
    assert (report.articles, len(report.findings)) == (2, 2)


def stock(graph):
    shapes = rdflib.Graph()
    for file in shapes_dir().glob("*.ttl"):
        shapes.parse(file)
    conforms, results, _ = pyshacl.validate(graph, shacl_graph=shapes)
    found = set()
    for node in results.subjects(RDF.type, SH.ValidationResult):
        parts = [
            results.value(node, name) for name in (SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent)
        ]
        value = results.value(node, SH.value)
        found.add(
            (
                *map(str, parts),
                to_ntriples(value) if value is not None else "",
                str(results.value(node, SH.resultMessage)),
            )
        )
    return conforms, found


def ours(file, shapes=None):
    report = check_dump(file, shapes=shapes)
    core = [f for f in report.findings if f.component.startswith(str(SH))]
    return not core, {(f.focus, f.shape, f.component, f.value, f.message) for f in core}


OTHER = "article/00000000000000000000000000000001"
ILL_TYPED = "2023-02-30"
"""A day on which stock pySHACL stops with a TypeError."""


def example_triples(names):
    """Invalid examples together, all of one article."""
    files = [
        SHAPES / "support.ttl",
        *(f for n in names for f in sorted((SHAPES / f"{n}Shape" / "invalid").glob("*.ttl"))),
    ]
    texts = [file.read_text(encoding="utf-8") for file in files]
    texts = [
        text.replace(OTHER, "article/0123456789abcdef0123456789abcdef").replace(ILL_TYPED, "2023-02-28")
        for text in texts
    ]
    return {t for text in texts for t in parse(text, format=RdfFormat.TURTLE)}


@pytest.mark.parametrize(
    "examples",
    [
        [],
        ["Statement", "Perspective", "TimeSpan"],
        ["Mention", "Entity", "Article", "Anonymous"],
        ["Event", "Role"],
    ],
    ids=["conforms", "statements", "entities", "events"],
)
def test_results_equal_those_of_stock_pyshacl(tmp_path, examples):
    dump = tmp_path / "graph.nt"
    named = {t for t in example_triples(examples) if not isinstance(t.object, pyoxigraph.BlankNode)}
    dump.write_bytes(serialize(named, format=RdfFormat.N_TRIPLES))
    expected = stock(rdflib.Graph().parse(dump, format="nt"))
    assert ours(dump) == expected
    assert expected[0] is not bool(examples)


def test_the_worked_example_conforms_to_stock_pyshacl():
    graph = rdflib.Graph().parse(
        data=serialize([q.triple for q in QUADS], format=RdfFormat.TURTLE), format="turtle"
    )
    assert stock(graph) == (True, set())


def test_articles_of_a_dump_checked_one_by_one_equal_stock_pyshacl(tmp_path):
    faults = edited(
        remove=[("event/text/95-99", "kg:trigger"), ("ent:Q189", "skos:prefLabel"), ("text", "rdf:type")],
        add=[
            ("event/text/56-63", "kg:agent", "time/text/74-84", "facts"),
            ("statement/text/128-132", "kg:anonymous", Literal("true", datatype=XSD.boolean), "facts"),
            ("statement/text/128-132", "kg:speaker", "ent:Q20", "facts"),
            ("role/text/27-43", "kg:country", "ent:Q585", "facts"),
        ],
    )
    quads = {*faults, *second_article(faults)}
    dump = write(tmp_path / "graph.nq", sorted(quads, key=str))
    triples = serialize({q.triple for q in quads}, format=RdfFormat.N_TRIPLES)
    expected = stock(rdflib.Graph().parse(data=triples, format="nt"))
    assert len(expected[1]) > 40
    assert ours(dump) == expected


def test_a_day_that_is_none_breaks_the_comparison_and_stops_nothing(tmp_path):
    day = Literal("2023-02-30", datatype=XSD.date)
    time = "time/text/74-84"
    quads = edited(remove=[(time, "kg:latest")], add=[(time, "kg:latest", day, "facts")])
    report = check_dump(write(tmp_path / "graph.nq", quads))
    assert {f.shape.rpartition("#")[2] for f in report.findings} == {"TimeSpan-earliest", "TimeSpan-latest"}


def test_own_shapes_are_used_and_may_look_anywhere(tmp_path):
    shapes = tmp_path / "shapes"
    shapes.mkdir()
    (shapes / "own.ttl").write_text(
        """
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://w3id.org/newskg/ontology#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        <urn:shape> a sh:NodeShape , owl:Ontology ; owl:imports <http://192.0.2.1/shapes> ; sh:targetClass kg:Country ;
            sh:js [ sh:jsLibrary [ sh:jsLibraryURL <http://192.0.2.1/x.js> ] ] ;
            sh:property [ sh:path [ sh:inversePath kg:agent ] ; sh:minCount 1 ; sh:message "A country acts." ] .
        """,
        encoding="utf-8",
    )
    report = check_dump(write(tmp_path / "graph.nq", QUADS), shapes=load_shapes(shapes))
    assert [(f.focus.rpartition("/")[2], f.path) for f in report.findings] == [("Q189", "^kg:agent")]


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        ({}, "no shapes there"),
        ({"a.ttl": "<urn:a> <urn:b>"}, "a.ttl"),
        ({"a.ttl": "<urn:a> <http://www.w3.org/ns/shacl#sparql> <urn:b> ."}, "not SHACL Core"),
        ({"a.ttl": "<urn:a> a <http://www.w3.org/ns/shacl#PropertyShape> ."}, "not usable as SHACL shapes"),
    ],
    ids=["none", "not Turtle", "SPARQL", "no path"],
)
def test_shapes_that_cannot_be_used(tmp_path, shapes, message):
    for name, text in shapes.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        load_shapes(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("a.nq", b"<urn:a> <urn:b", FormatError, "a.nq"),
        ("a.nq", b"<a b> <urn:b> <urn:c> .", FormatError, "a.nq"),
        ("a.nt", b"<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> .", FormatError, "RDF 1.2"),
        ("a.nq.gz", b"no gzip", FormatError, "a.nq.gz"),
        ("a.nq.gz", gzip.compress(b"<urn:a> <urn:b> <urn:c> .")[:-9], FormatError, "a.nq.gz"),
        ("a.csv", b"", UsageError, r"\.nq, \.trig, \.jsonld, \.ttl, \.nt"),
        ("a.nt", None, UsageError, "no such file"),
    ],
    ids=["cut", "no IRI", "a triple as a value", "not packed", "packed and cut", "another kind", "not there"],
)
def test_dumps_that_cannot_be_read(tmp_path, name, content, error, message):
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(error, match=message):
        check_dump(file)


def test_a_folder_without_a_graph_is_no_dump(tmp_path):
    (tmp_path / "a.nq").mkdir()
    with pytest.raises(UsageError, match=r"no graph\.nq"):
        check_dump(tmp_path / "a.nq")


@pytest.mark.parametrize(
    "context",
    ["https://192.0.2.1/c.jsonld", ["https://192.0.2.1/c.jsonld"], {"@import": "https://192.0.2.1/c.jsonld"}],
    ids=["one", "in a list", "import"],
)
def test_a_context_elsewhere_is_refused_not_fetched(tmp_path, context):
    file = tmp_path / "a.jsonld"
    file.write_text(json.dumps({"@context": context, "@id": "urn:a", "name": "x"}), encoding="utf-8")
    with pytest.raises(FormatError, match="never fetched"):
        check_dump(file)

import gzip
import json

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.publish.query.text import calls_outside

QUADS = """\
<https://d.example/1> <http://www.w3.org/2000/01/rdf-schema#label> "=cmd()"@en <https://d.example/g1> .
<https://d.example/1> <https://w3id.org/newskg/ontology#confidence> "-0.5"^^<http://www.w3.org/2001/XMLSchema#decimal> <https://d.example/g1> .
<https://d.example/2> <http://www.w3.org/2000/01/rdf-schema#label> "two\\u001B[31m" <https://d.example/g2> .
"""
LABELS = "SELECT ?s ?l { ?s rdfs:label ?l } ORDER BY ?s"


@pytest.fixture
def dump(tmp_path):
    (tmp_path / "graph.nq").write_text(QUADS)
    return tmp_path


def ask(dump, query, *options):
    return CliRunner().invoke(main, ["query", str(dump), query, *options])


def test_a_table_asks_all_graphs_and_declares_our_prefixes(dump):
    result = ask(dump, LABELS)
    assert result.stdout == (
        "s                    l\n"
        "-------------------  --------\n"
        "https://d.example/1  =cmd()\n"
        "https://d.example/2  two [31m\n"
    )


def test_csv_cannot_be_a_formula_but_a_number_stays_one(dump):
    result = ask(dump, "SELECT ?o { <https://d.example/1> ?p ?o } ORDER BY ?o", "--format", "csv")
    assert sorted(result.stdout.splitlines()) == ["'=cmd()", "-0.5", "o"]


def test_json_is_that_of_sparql(dump):
    found = json.loads(ask(dump, LABELS, "--format", "json").stdout)
    assert found["head"]["vars"] == ["s", "l"]
    assert found["results"]["bindings"][0]["l"] == {"type": "literal", "value": "=cmd()", "xml:lang": "en"}


def test_tsv(dump):
    assert ask(dump, LABELS, "--format", "tsv").stdout.splitlines()[:2] == [
        "?s\t?l",
        '<https://d.example/1>\t"=cmd()"@en',
    ]


def test_one_graph_on_request(dump):
    result = ask(dump, "SELECT ?s { GRAPH <https://d.example/g2> { ?s ?p ?o } }", "--format", "csv")
    assert result.stdout == "s\nhttps://d.example/2\n"


def test_yes_or_no(dump):
    assert ask(dump, "ASK { ?s kg:confidence ?c }").stdout == "true\n"


def test_triples(dump):
    result = ask(dump, "CONSTRUCT { ?s a kg:Event } { ?s kg:confidence ?c }")
    assert result.stdout == (
        "<https://d.example/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/newskg/ontology#Event> .\n"
    )


def test_a_query_from_a_file(dump, tmp_path):
    path = tmp_path / "q.rq"
    path.write_text(LABELS)
    assert ask(dump, f"@{path}").stdout == ask(dump, LABELS).stdout


@pytest.mark.parametrize("name", ["graph.nq.gz", "other.nq", "graph.ttl"])
def test_kinds_of_dumps(tmp_path, name):
    line = b"<https://d.example/1> <https://d.example/p> <https://d.example/2> .\n"
    path = tmp_path / name
    path.write_bytes(gzip.compress(line) if name.endswith(".gz") else line)
    target = tmp_path if name.startswith("graph") else path
    assert ask(target, "ASK { ?s ?p ?o }").stdout == "true\n"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        pytest.param("SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }", "another server", id="service"),
        pytest.param("LOAD <http://a.example/>", "another server", id="load"),
        pytest.param("DELETE WHERE { ?s ?p ?o }", "cannot be answered", id="update"),
        pytest.param("SELECT nonsense", "cannot be answered", id="no SPARQL"),
        pytest.param("@none.rq", "none.rq: the query cannot be read", id="no file"),
    ],
)
def test_what_is_refused(dump, query, message):
    result = ask(dump, query)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: ")
    assert message in result.stderr


def test_federation_is_tried_only_with_leave(dump):
    query = "SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }"
    result = ask(dump, query, "--allow-federation")
    assert result.exit_code == 2
    assert "cannot be answered" in result.stderr


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [(None, 2, "make a dump with kg build"), ("<a> <b>", 1, "cannot be read")],
    ids=["no dump", "a broken dump"],
)
def test_dumps_that_cannot_be_asked(tmp_path, content, code, message):
    if content is not None:
        (tmp_path / "graph.nq").write_text(content)
    result = ask(tmp_path, "ASK {}")
    assert result.exit_code == code
    assert message in result.stderr


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { service silent ?g { } }",
        "SELECT * { ?s ?p '''it's''' . SERVICE <http://x/> {} }",
        'SELECT * { ?s ?p """\n\'""" SERVICE <http://x/> {} ?a ?b \'c\' }',
        "SELECT * { FILTER(?a<1)SERVICE?g{}FILTER(1>0) }",
        "SELECT * { ?s ?p 1SERVICE<http://x/>{} }",
        "SELECT * { \\u0053ERVICE <http://x/> {} }",
        "SELECT * { SERVICE:x {} }",
        "SELECT * { ?s ?p 'a\\'' SERVICE <http://x/> {} }",
        "#'\nSELECT * { SERVICE <http://x/> {} } #'",
    ],
)
def test_calls_are_seen_however_they_are_hidden(query):
    assert calls_outside(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s rdfs:label 'SERVICE' }",
        'SELECT * { ?s rdfs:label """a "LOAD" b""" }',
        "SELECT * { ?s <http://x/SERVICE> ?service }",
        "SELECT * { ?s ex:service ?load } # SERVICE",
        "SELECT ?loaded { ?s ex:load-service ?loaded }",
    ],
)
def test_words_that_are_no_calls(query):
    assert not calls_outside(query)

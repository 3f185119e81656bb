import json

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import UsageError
from kg.publish.query.text import bind, query_kind, with_prefixes
from tests.publish.store.servers import asked, oxigraph, rows, told

JSON = {"Content-Type": "application/sparql-results+json"}


def ask(address, query, *options, expect=0):
    result = CliRunner().invoke(main, ["query", address, query, "--profile", "generic", *options])
    assert result.exit_code == expect, result.output
    return result.stdout if expect == 0 else result.stderr


@pytest.fixture
def store():
    with told(lambda *_: rows({"l": "a"})) as started:
        yield started


def test_our_prefixes_are_declared_for_the_store(store):
    ask(store.address, "SELECT ?l { ?s rdfs:label ?l }")
    assert asked(store.requests[-1][2]).startswith("PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n")


@pytest.mark.parametrize(
    "update",
    [
        "DELETE WHERE { ?s ?p ?o }",
        "PREFIX a: <http://a/> INSERT DATA { a:b a:c a:d }",
        "SELECT * {} ; DROP ALL",
        "\\u0044ROP ALL",
        "CLEAR ALL",
        "nonsense",
    ],
)
def test_nothing_that_changes_the_store_is_sent(store, update):
    assert "nothing may change the store" in ask(store.address, update, expect=2)
    assert not any(b"DELETE" in body or b"INSERT" in body or b"ROP" in body for _, _, body in store.requests)


def test_a_call_outside_needs_leave(store):
    query = "SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }"
    assert "--allow-federation" in ask(store.address, query, expect=2)
    ask(store.address, query, "--allow-federation")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html>", "no SPARQL result"),
        (
            json.dumps({"results": {"bindings": [{"l": {"type": "uri", "value": "no iri"}}]}}).encode(),
            "answer",
        ),
    ],
    ids=["a page", "a broken term"],
)
def test_an_answer_that_is_none(body, message):
    with told(lambda *_: (200, JSON, body)) as broken:
        assert message in ask(broken.address, "SELECT * { ?s ?p ?l }", expect=1)


def test_what_the_store_says_of_a_wrong_query_is_passed_on(tmp_path):
    with oxigraph(tmp_path) as address:
        result = CliRunner().invoke(main, ["query", address, "SELECT nonsense"])
    assert result.exit_code == 1
    assert "answers 400" in result.stderr


def test_triples_and_yes_or_no_of_a_store(tmp_path):
    with oxigraph(tmp_path) as address:
        assert CliRunner().invoke(main, ["query", address, "ASK { ?s ?p ?o }"]).stdout == "false\n"
        made = CliRunner().invoke(main, ["query", address, "CONSTRUCT { wd:Q1 a kg:Event } {}"]).stdout
    assert made.startswith("<http://www.wikidata.org/entity/Q1> ")


def test_no_store_there():
    result = CliRunner().invoke(main, ["query", "http://user:secret@127.0.0.1:9/", "ASK {}"])
    assert result.exit_code == 2
    assert "secret" not in result.output


@pytest.mark.parametrize(
    ("value", "term"),
    [
        ("x=wd:Q1", "<http://www.wikidata.org/entity/Q1>"),
        ("x=<http://a.example/b>", "<http://a.example/b>"),
        ("x=2024-01-31", '"2024-01-31"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("x=3", "3"),
        ("x=Zoë", '"Zoë"'),
        ('x=a" } DROP ALL #', '"a\\U00000022 } DROP ALL #"'),
    ],
)
def test_values_are_put_in_as_terms(value, term):
    assert bind("SELECT * { VALUES ?x { UNDEF } ?x ?p ?o }", (value,)) == (
        f"SELECT * {{ VALUES ?x {{ {term} }} ?x ?p ?o }}"
    )


@pytest.mark.parametrize("value", ["x", "x=<a b>", "y=1", "x y=1"])
def test_values_that_fit_nowhere(value):
    with pytest.raises(UsageError, match="--bind"):
        bind("SELECT * { VALUES ?x { UNDEF } }", (value,))


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("PREFIX select: <http://a/> ASK {}", "ASK"),
        ("# INSERT\nconstruct {} where {}", "CONSTRUCT"),
        ("BASE <http://insert/> DESCRIBE <x>", "DESCRIBE"),
        ("SELECT ?delete { ?delete ?p 'DROP' }", "SELECT"),
        ("LOAD <http://a/>", ""),
    ],
)
def test_kind_of_a_query(query, kind):
    assert query_kind(query) == kind


def test_a_prefix_that_the_query_declares_is_its_own():
    query = "PREFIX kg: <http://other/> SELECT * { ?s a kg:X }"
    assert with_prefixes(query) == query

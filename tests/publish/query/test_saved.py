"""The queries that ship give the same rows over the example dump in memory and in real stores."""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from kg.publish.query.saved import saved_queries
from tests.publish.store.servers import oxigraph, virtuoso

EXAMPLES = Path(__file__).parents[3] / "examples" / "articles"
KG = Path(sys.executable).with_name("kg")
WIKIDATA = "https://query.wikidata.org/sparql"
BIRTHPLACE = """\
<http://www.wikidata.org/entity/Q1> <http://www.wikidata.org/prop/direct/P19> <http://www.wikidata.org/entity/Q2> .
<http://www.wikidata.org/entity/Q2> <http://www.w3.org/2000/01/rdf-schema#label> "Ostrava"@en , "Ostrau"@de .
"""
SPEAKER = """\
@prefix kg: <https://w3id.org/newskg/ontology#> .
<http://d.example/s> a kg:Statement ; kg:speaker <http://d.example/p> .
<http://d.example/p> a kg:Person ; <http://www.w3.org/2004/02/skos/core#prefLabel> "Jana Malá" ;
  <http://www.w3.org/2002/07/owl#sameAs> <http://www.wikidata.org/entity/Q1> .
"""
LOCAL = [query for query in saved_queries() if WIKIDATA not in query.sparql]


def kg(*arguments: str) -> str:
    done = subprocess.run([KG, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_each_has_a_name_a_title_and_an_order():
    assert len(LOCAL) >= 6
    for query in saved_queries():
        first = query.sparql.splitlines()[0]
        assert first == f"# {query.title}"
        assert "ORDER BY" in query.sparql, query.name


@pytest.mark.slow
@pytest.mark.usefixtures("nlp")
def test_stores_and_memory_agree(tmp_path, monkeypatch):
    monkeypatch.setenv("KG_STORE_USER", "dba")
    monkeypatch.setenv("KG_STORE_PASSWORD", "dba")
    kg("build", str(EXAMPLES), "-o", str(tmp_path / "dump"), "--format", "nquads")
    places = [str(tmp_path / "dump")]
    with ExitStack() as stack:
        for start in (oxigraph, virtuoso):
            (tmp_path / start.__name__).mkdir()
            places.append(stack.enter_context(start(tmp_path / start.__name__)))
            kg("load", places[0], places[-1], "--journal", str(tmp_path / f"{start.__name__}.jsonl"))
        answers = {
            query.name: [kg("query", place, f"@{query.name}", "--format", "csv") for place in places]
            for query in LOCAL
        }
    for name, (memory, *stores) in answers.items():
        assert stores == [memory, memory], name
    empty = {name for name, (memory, *_) in answers.items() if len(memory.splitlines()) < 2}
    assert empty <= {"contradictions"}


def test_federation_asks_the_other_endpoint(tmp_path):
    query = next(query for query in saved_queries() if WIKIDATA in query.sparql)
    (tmp_path / "graph.ttl").write_text(SPEAKER)
    with oxigraph(tmp_path) as address:
        httpx.post(f"{address}/store?default", content=BIRTHPLACE, headers={"Content-Type": "text/turtle"})
        local = query.sparql.replace(WIKIDATA, f"{address}/query")
        found = kg("query", str(tmp_path), local, "--allow-federation", "--format", "csv")
        (tmp_path / "other").mkdir()
        with oxigraph(tmp_path / "other") as other:
            load = ("load", str(tmp_path / "graph.ttl"), other, "--graph", "http://d.example/g")
            kg(*load, "--journal", str(tmp_path / "journal.jsonl"))
            by_store = kg("query", other, local, "--allow-federation", "--format", "csv")
    assert found == "speaker,birthplace\nJana Malá,Ostrava\n"
    assert by_store == found

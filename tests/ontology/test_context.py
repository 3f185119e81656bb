"""The JSON-LD context fits the ontology and brings every graph back as it was."""

import json

from pyoxigraph import RdfFormat, parse
from rdflib import RDF
from rdflib.namespace import OWL

from kg.paths import ontology_dir
from kg.rdf.jsonld import jsonld_document
from kg.rdf.vocabulary import KG_BASE, PREFIXES
from tests.ontology.test_terms import defined, ontology
from tests.validate.example import QUADS

CONTEXT = json.loads((ontology_dir() / "context.jsonld").read_text(encoding="utf-8"))["@context"]


def test_prefixes_are_those_of_turtle():
    assert {name: CONTEXT[name] for name in PREFIXES} == PREFIXES


def test_every_term_has_its_name_and_every_link_is_one():
    for iri in defined():
        name = iri.removeprefix(KG_BASE)
        entry = CONTEXT[name]
        kind = entry.get("@type") if isinstance(entry, dict) else None
        assert (entry["@id"] if isinstance(entry, dict) else entry) == f"kg:{name}"
        links = {str(s) for s in ontology().subjects(RDF.type, OWL.ObjectProperty)}
        assert (kind in ("@id", "@vocab")) == (iri in links)


def test_the_context_refers_to_nothing_elsewhere():
    text = json.dumps(CONTEXT)
    assert not {"@import", "@context"} & set(json.loads(text))
    assert all("@context" not in entry for entry in CONTEXT.values() if isinstance(entry, dict))


def test_the_worked_example_comes_back():
    document = "".join(jsonld_document(QUADS))
    assert {str(q) for q in parse(document, format=RdfFormat.JSON_LD)} == {str(q) for q in QUADS}
    assert '"@language": "en"' in document


def test_no_value_of_the_worked_example_needs_its_type_spelt_out():
    nodes = [n for graph in json.loads("".join(jsonld_document(QUADS)))["@graph"] for n in graph["@graph"]]
    spelt = {
        key for n in nodes for key, v in n.items() if isinstance(v, dict) and ("@type" in v or "@id" in v)
    }
    assert spelt == {"datePublished"}

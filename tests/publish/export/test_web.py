import json

import pytest
import rdflib
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse

from kg.cli import main
from kg.publish.export.web import web_documents
from tests.publish.export.test_table import written

SCHEMA = "https://schema.org/"


@pytest.fixture
def document(tmp_path):
    [(_, text)] = web_documents(written(tmp_path))
    return json.loads(text)


def test_the_article_with_its_metadata(document):
    assert document["@type"] == "NewsArticle"
    assert document["headline"] == "Norway, Iceland near fish treaty"
    assert document["publisher"][0]["name"] == "The Northern Post"
    assert isinstance(document["wordCount"], int)


def test_people_and_places_are_named_with_item_and_title(document):
    names = [node["name"] for node in document["mentions"]]
    assert len(names) == len(set(names)) >= 2
    assert {"Person", "Country"} <= {node["@type"] for node in document["mentions"]}
    assert any(
        node.get("sameAs", "").startswith("http://www.wikidata.org/entity/Q") for node in document["mentions"]
    )
    assert any("jobTitle" in node for node in document["mentions"])


def test_quotations_are_those_in_quotation_marks(document):
    for quotation in document.get("hasPart", []):
        assert quotation["@type"] == "Quotation"
        assert quotation["text"]


def test_it_is_rdf_for_others_and_nothing_is_fetched(tmp_path):
    [(_, text)] = web_documents(written(tmp_path))
    ours = {str(quad.triple) for quad in parse(text, format=RdfFormat.JSON_LD)}
    theirs = rdflib.Graph().parse(data=text, format="json-ld")
    assert len(ours) == len(theirs)
    assert any(f"<{SCHEMA}NewsArticle>" in triple for triple in ours)


def test_no_text_of_an_article_ends_a_script(tmp_path):
    lines = (written(tmp_path) / "graph.nq").read_text()
    (tmp_path / "graph.nq").write_text(lines.replace("Norway, Iceland", "</script><script>alert(1)//"))
    [(_, text)] = web_documents(tmp_path)
    assert "<" not in text
    assert json.loads(text)["headline"].startswith("</script>")


def test_files_are_called_by_their_hash_whatever_the_dump_says(tmp_path):
    line = (
        "<https://a.example/x/..> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<https://w3id.org/newskg/ontology#Article> <https://a.example/article/0123456789abcdef0123456789abcdef/facts> .\n"
    )
    (tmp_path / "graph.nq").write_text(line)
    result = CliRunner().invoke(main, ["export", str(tmp_path), "--web", "-o", str(tmp_path / "pages")])
    assert result.exit_code == 0, result.output
    assert [path.parent for path in tmp_path.rglob("*.jsonld")] in ([], [tmp_path / "pages"])

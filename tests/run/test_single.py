import subprocess
import sys

import pytest
from pyoxigraph import RdfFormat, parse

import kg
from kg.article import Article
from kg.config import BuildOptions
from kg.errors import KGError, LanguageError, RecordError, UsageError
from kg.run.single import article_from, read_article
from tests.run.stand_in import analyse

PAGE = Article(text="Anna said that it rained in Norway.", id="anna", publisher="The Post")


def test_every_form_of_a_result_says_the_same():
    result = read_article(PAGE, analyser=analyse)
    quads = set(result.quads)
    assert set(parse(result.nquads(), format=RdfFormat.N_QUADS)) == quads
    assert set(parse(result.trig(), format=RdfFormat.TRIG)) == quads
    assert set(parse(result.jsonld(), format=RdfFormat.JSON_LD)) == quads
    assert {q.triple for q in parse(result.turtle(), format=RdfFormat.TURTLE)} == {q.triple for q in quads}


def test_records_are_those_of_the_article():
    result = read_article(PAGE, analyser=analyse)
    assert [e.name for e in result.records.entities] == ["Anna", "Norway"]
    assert result.article is PAGE


def test_the_base_iri_is_everywhere():
    result = read_article(PAGE, BuildOptions(base_iri="https://data.example/"), analyser=analyse)
    assert "https://w3id.org/newskg/data/" not in result.nquads()
    assert "@prefix ent: <https://data.example/entity/> ." in result.turtle()


def test_a_text_that_cannot_be_used_is_an_error():
    with pytest.raises(RecordError, match="lone surrogate"):
        read_article(Article(text="\udc80"), analyser=analyse)


def test_metadata_comes_by_name():
    article = article_from(
        "The minister said on Tuesday that the talks with the other side would go on for some days.",
        title="Talks go on",
        date="February 22, 2023",
        authors=("Kari Moe",),
    )
    assert (article.title, article.date, article.authors) == ("Talks go on", "2023-02-22", ("Kari Moe",))


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        pytest.param({"colour": "red"}, "unknown field 'colour'; known: agency, authors", id="unknown field"),
        pytest.param({"date": "some day"}, "date", id="a date that is none"),
    ],
)
def test_wrong_metadata_is_an_error_before_anything_is_loaded(metadata, message):
    with pytest.raises(UsageError, match=message):
        kg.extract("It rained.", **metadata)


def test_another_language_is_an_error():
    with pytest.raises(LanguageError):
        kg.extract(
            "Der Minister sagte am Dienstag, dass die Gespräche noch einige Tage lang weitergehen würden. "
            * 3
        )


def test_kg_extract_can_be_called_even_when_the_package_of_that_name_is_imported():
    import kg.extract.lexicon

    assert kg.extract.lexicon.__name__ == "kg.extract.lexicon"
    with pytest.raises(KGError, match="unknown field"):
        kg.extract("It rained.", colour="red")


def test_importing_kg_loads_nothing():
    code = "import kg, sys; print([m for m in ('spacy', 'rdflib', 'pyoxigraph', 'numpy', 'click') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"

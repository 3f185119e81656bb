from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.article import Article
from kg.errors import RecordError, UsageError
from kg.rdf.iri import Minter, canonical_url, slug, valid_iri, wikidata
from kg.records import Span

MINTER = Minter("https://data.example/")
PAGE = Article(text="It rained.", url="https://news.example/rain", id="rain", publisher="The Post")


def test_an_article_is_named_by_the_hash_of_its_url():
    # printf https://news.example/2023/fish | sha256sum | cut -c -32
    fish = Article(text="any", url="https://news.example/2023/fish#top")
    assert MINTER.article(fish) == "https://data.example/article/7befd93baeb4abda736b09628297aa0b"


@pytest.mark.parametrize(
    ("change", "same"),
    [
        pytest.param({"text": "It snowed."}, True, id="another text at the same url"),
        pytest.param(
            {"url": "https://NEWS.example:443/rain?utm_source=feed#x"}, True, id="the url written otherwise"
        ),
        pytest.param({"url": "https://news.example/rain?page=2"}, False, id="another url"),
    ],
)
def test_the_url_decides(change, same):
    assert (MINTER.article(replace(PAGE, **change)) == MINTER.article(PAGE)) is same


@pytest.mark.parametrize(
    ("change", "same"),
    [
        pytest.param({"text": "It snowed."}, True, id="another text with the same id"),
        pytest.param({"id": "snow"}, False, id="another id"),
        pytest.param({"publisher": "The Sun"}, False, id="the same id in another newspaper"),
        pytest.param({"collection": "old"}, True, id="another collection of the same newspaper"),
    ],
)
def test_without_a_url_newspaper_and_id_decide(change, same):
    page = replace(PAGE, url=None)
    assert (MINTER.article(replace(page, **change)) == MINTER.article(page)) is same


def test_without_a_newspaper_the_collection_and_id_decide():
    page = replace(PAGE, url=None, publisher=None)
    assert MINTER.article(replace(page, collection="old")) != MINTER.article(page)


def test_without_url_and_id_the_text_decides():
    page = Article(text="It rained.")
    assert MINTER.article(replace(page, source="b.txt")) == MINTER.article(page)
    assert MINTER.article(replace(page, text="It snowed.")) != MINTER.article(page)


def test_spans_follow_rfc_5147():
    span = MINTER.span("https://data.example/article/1", Span(3, 9, "headline"))
    assert span.value == "https://data.example/article/1/headline#char=3,9"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("São Paulo", "sao-paulo"),
        ("Recep Tayyip Erdoğan", "recep-tayyip-erdogan"),
        ("Łódź", "lodz"),
        ("L'Équipe", "lequipe"),
        ("AT&T / Time", "at-t-time"),
        ("../../etc", "etc"),
    ],
)
def test_slugs_are_plain_ascii(name, expected):
    assert slug(name) == expected


def test_names_in_other_scripts_do_not_fall_together():
    assert slug("新华社") != slug("共同社")


@given(st.text(max_size=300))
def test_every_slug_makes_a_valid_iri(name):
    made = slug(name)
    assert 0 < len(made) <= 113
    assert MINTER.publication(name).value == f"https://data.example/publication/{made}"


@pytest.mark.parametrize(
    "base",
    [
        "",
        "data",
        "https://data.example",
        "https://data.example/x",
        "ftp://data.example/",
        "https://a b/",
        "urn:x:",
    ],
)
def test_a_base_that_cannot_carry_names_is_refused(base):
    with pytest.raises(UsageError, match="base IRI"):
        Minter(base)


@pytest.mark.parametrize("base", ["https://data.example/", "http://x.example/a/b/", "https://x.example/a#"])
def test_good_bases(base):
    assert Minter(base).item("Q1").value == f"{base}entity/Q1"


@pytest.mark.parametrize("qid", ["", "Q", "Q0", "Q01", "P31", "q7747", "Q1 ", "Q٣"])
def test_only_numbers_of_items_are_linked(qid):
    with pytest.raises(RecordError, match="Wikidata"):
        wikidata(qid)


@pytest.mark.parametrize(
    "text", ["", "news.example/a", "https://news.example/a b", "https://news.example/<x>"]
)
def test_what_is_not_an_absolute_iri(text):
    assert valid_iri(text) is None


def test_a_url_without_a_path_gets_one():
    assert canonical_url("https://News.Example") == "https://news.example/"
    assert canonical_url("http://[broken") == "http://[broken"

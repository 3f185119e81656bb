import pytest

from kg.article import Article
from kg.errors import UsageError
from kg.records import Entity, Extraction, Link
from kg.run.authority import apply_authority, read_authority

EXTRACTION = Extraction(
    entities=(
        Entity("wang", "person", "Wang Yi", aliases=("Wang",)),
        Entity("georgia", "place", "Georgia"),
        Entity("man", "person", "Wang", named=False),
    )
)
LINKS = (Link("wang", "Q1", 0.7, "Somebody", (("Q2", 0.4),)), Link("georgia", "Q230", 0.9, "Georgia"))


def corrected(tmp_path, rows, header="name,qid"):
    path = tmp_path / "authority.csv"
    path.write_text(f"{header}\n{rows}", encoding="utf-8")
    article = Article(text="Wang left.", id="a1", url="https://news.example/a1")
    found = apply_authority(LINKS, EXTRACTION, article, read_authority(path))
    return {link.entity: link for link in found}


def test_a_name_gets_the_item_of_the_file(tmp_path):
    links = corrected(tmp_path, "wang yi,Q18115\n")
    assert (links["wang"].qid, links["wang"].confidence) == ("Q18115", 1.0)
    assert links["georgia"] == LINKS[1]


def test_a_short_name_counts_too(tmp_path):
    assert corrected(tmp_path, "WANG,Q18115\n")["wang"].qid == "Q18115"


def test_an_empty_item_means_never(tmp_path):
    link = corrected(tmp_path, "Georgia,\n")["georgia"]
    assert (link.qid, link.candidates) == (None, ())


def test_descriptions_are_not_names(tmp_path):
    assert "man" not in corrected(tmp_path, "Wang,Q18115\n")


@pytest.mark.parametrize(
    ("article", "qid"), [("a1", "Q18115"), ("https://news.example/a1", "Q18115"), ("a2", "Q1")]
)
def test_a_row_can_be_about_one_article(tmp_path, article, qid):
    assert corrected(tmp_path, f"Wang,Q18115,{article}\n", "name,qid,article")["wang"].qid == qid


def test_a_link_can_be_forbidden(tmp_path):
    header = "name,qid,article,action"
    link = corrected(tmp_path, "Wang,Q1,,never\n", header)["wang"]
    assert (link.qid, link.candidates) == (None, (("Q2", 0.4),))
    link = corrected(tmp_path, "Wang,Q2,,never\n", header)["wang"]
    assert (link.qid, link.candidates) == ("Q1", ())


@pytest.mark.parametrize(
    "rows", ["Wang,18115,,\n", ",Q5,,\n", "Wang,QX,,\n", "Wang,Q1,,maybe\n", "Wang,,,never\n"]
)
def test_a_wrong_line_is_named(tmp_path, rows):
    with pytest.raises(UsageError, match=r"authority\.csv:2: "):
        corrected(tmp_path, rows, "name,qid,article,action")


def test_a_wrong_header_is_named(tmp_path):
    with pytest.raises(UsageError, match="the header must be name,qid"):
        corrected(tmp_path, "", "person,item")

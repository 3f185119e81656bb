"""The file of corrections: what can be said in it, as a table and as Turtle, and what is refused."""

import pytest

from kg.errors import UsageError
from kg.run.authority import read_authority

ARTICLE = f"https://data.example/article/{'a' * 32}"
EVENT, OTHER = f"{ARTICLE}/event/text/1-5", f"https://data.example/article/{'b' * 32}/event/text/7-9"
PERSON = f"{ARTICLE}/entity/wang-yi"
CLUSTER = f"https://data.example/cluster/{'c' * 32}"
ALL = "name,qid,article,action,record,other"
PREFIXES = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""


def read(tmp_path, text, name="fixes.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return [str(correction).partition(": ")[2] for correction in read_authority(path)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Wang Yi,Q18115,,,,", "link Wang Yi Q18115"),
        ("Georgia,,,link,,", "link Georgia"),
        ("Wang,Q18115,a1,,,", "link Wang Q18115 in a1"),
        ("Wang,http://www.wikidata.org/entity/Q1,,never,,", "never Wang Q1"),
        (f",wd:Q18115,,link,{PERSON},", f"link {PERSON} Q18115"),
        (f",,,drop,{EVENT},", f"drop {EVENT}"),
        ("Biden-Trump,,,drop,,", "drop Biden-Trump"),
        (f",,,retract,{CLUSTER},", f"retract {CLUSTER}"),
        (f",,,apart,{EVENT},{OTHER}", f"apart {EVENT} {OTHER}"),
        (f",,,join,{EVENT},{OTHER}", f"join {EVENT} {OTHER}"),
    ],
)
def test_each_action_has_a_row(tmp_path, row, said):
    assert read(tmp_path, f"{ALL}\n{row}\n") == [said]


def test_columns_may_be_few_and_parted_by_tabs(tmp_path):
    assert read(tmp_path, "name\tqid\nWang, Yi\tQ18115\n\n", "fixes.tsv") == ["link Wang, Yi Q18115"]
    assert read(tmp_path, f"action,record\ndrop,{EVENT}\n") == [f"drop {EVENT}"]


@pytest.mark.parametrize(
    ("triples", "said"),
    [
        ('[] skos:prefLabel "Wang Yi" ; owl:sameAs wd:Q18115 .', "link Wang Yi Q18115"),
        ('[] skos:prefLabel "Georgia" ; owl:sameAs owl:Nothing .', "link Georgia"),
        (
            f'[] skos:prefLabel "Wang"@en ; dcterms:isPartOf <{ARTICLE}> ; owl:differentFrom wd:Q1 .',
            f"never Wang Q1 in {ARTICLE}",
        ),
        (f"<{PERSON}> owl:sameAs wd:Q18115 .", f"link {PERSON} Q18115"),
        (f"<{EVENT}> owl:deprecated true .", f"drop {EVENT}"),
        (f"<{CLUSTER}> owl:deprecated true .", f"retract {CLUSTER}"),
        (f"<{EVENT}> owl:differentFrom <{OTHER}> .", f"apart {EVENT} {OTHER}"),
        (f"<{EVENT}> skos:exactMatch <{OTHER}> .", f"join {EVENT} {OTHER}"),
    ],
)
def test_turtle_says_the_same(tmp_path, triples, said):
    assert read(tmp_path, PREFIXES + triples, "fixes.ttl") == [said]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("Wang,18115,,,,", "'18115' is no item"),
        (",Q5,,,,", "needs either a name or the IRI of a record"),
        ("Wang,QX,,,,", "'QX' is no item"),
        ("Wang,Q1,,maybe,,", "'maybe' is unknown; known: link, never, drop, retract, apart, join"),
        ("Wang,,,never,,", "never needs the qid"),
        ("Wang,Q1,,drop,,", "drop needs no qid"),
        ("Wang,Q1", "fewer cells"),
        ("Wang,Q1,,,,,,", "more cells"),
        (f"Wang,,,drop,{EVENT},", "not both"),
        (f",,a1,drop,{EVENT},", "leave article empty"),
        (",,,drop,https://data.example/event/1,", "no entity, event, statement or role"),
        (f",,,retract,{EVENT},", "needs the IRI of a cluster"),
        (f",,,apart,{EVENT},", "needs the IRI of another record"),
        (f",,,drop,{EVENT},{OTHER}", "needs no other record"),
        (f",,,join,{PERSON},{OTHER}", "two entities or two events"),
        (f"Wang,,,join,,{OTHER}", "a name is not enough"),
        (f",Q1,,link,{EVENT},", "only an entity is linked"),
    ],
)
def test_a_wrong_row_is_named(tmp_path, row, fault):
    with pytest.raises(UsageError, match=rf"fixes\.csv:2: .*{fault}"):
        read(tmp_path, f"{ALL}\n{row}\n")


@pytest.mark.parametrize(
    ("text", "name", "fault"),
    [
        ("person,item\n", "fixes.csv", r"fixes\.csv:1: the header must have name or record"),
        ('name,qid\n"Wang,Q1\n', "fixes.csv", "not a readable CSV or TSV file"),
        ("<a> <b> .", "fixes.ttl", r"fixes\.ttl: not a readable Turtle file: .* line 1"),
        (f"{PREFIXES}<{EVENT}> owl:deprecated false .", "fixes.ttl", "text/1-5: .*deprecated false is no"),
        (f'{PREFIXES}[] skos:prefLabel "Wang" .', "fixes.ttl", r"fixes\.ttl: Wang: says nothing"),
    ],
)
def test_a_wrong_file_is_named(tmp_path, text, name, fault):
    with pytest.raises(UsageError, match=fault):
        read(tmp_path, text, name)


def test_a_changed_file_is_read_again(tmp_path):
    assert read(tmp_path, "name,qid\nWang,Q1\n") == ["link Wang Q1"]
    assert read(tmp_path, "name,qid\nWang Yi,Q18115\n") == ["link Wang Yi Q18115"]

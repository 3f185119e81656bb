import pytest

from kg.extract.entity import extract_entities
from tests.docs import make_doc

CASES = {
    "subject of an act": ("Moscow|NNP|2|nsubj|S-PLACE rejected|VBD|0|ROOT|lemma=reject it|PRP|2|obj", "russia"),
    "place": ("It|PRP|2|nsubj arrived|VBD|0|ROOT|lemma=arrive in|IN|4|case Moscow|NNP|2|obl|S-PLACE", None),
    "owner of a claim": ("Moscow|NNP|3|nmod:poss|S-PLACE 's|POS|1|case claim|NN|0|ROOT", "russia"),
    "owner of an airport": ("Moscow|NNP|3|nmod:poss|S-PLACE 's|POS|1|case airport|NN|0|ROOT", None),
    "party to a treaty": ("a|DT|2|det treaty|NN|0|ROOT with|IN|4|case Washington|NNP|2|nmod|S-PLACE", "united-states"),
    "accused": ("It|PRP|2|nsubj accused|VBD|0|ROOT|lemma=accuse Paris|NNP|2|obj|S-PLACE", "france"),
    "visited": ("It|PRP|2|nsubj toured|VBD|0|ROOT|lemma=tour Paris|NNP|2|obj|S-PLACE", None),
    "palace that speaks": (
        "The|DT|3|det White|NNP|3|amod|B-ORG House|NNP|4|nsubj|E-ORG agreed|VBD|0|ROOT|lemma=agree", "united-states",
    ),
    "palace as a place": (
        "He|PRP|2|nsubj waited|VBD|0|ROOT|lemma=wait outside|IN|5|case the|DT|5|det Kremlin|NNP|2|obl|S-ORG", None,
    ),
    "Brussels": ("Brussels|NNP|2|nsubj|S-PLACE warned|VBD|0|ROOT|lemma=warn it|PRP|2|obj", "european-union"),
    "city of another name": ("Sydney|NNP|2|nsubj|S-PLACE agreed|VBD|0|ROOT|lemma=agree", None),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "actor"), CASES.values(), ids=CASES)
def test_whom_a_seat_of_power_stands_for(sentence, actor):
    assert (
        extract_entities(make_doc(sentence)).mentions[-1 if "|PRP|2|obj" not in sentence else 0].stands_for
        == actor
    )


def test_both_readings_are_kept():
    doc = make_doc(
        "Talks|NNS|6|nsubj between|IN|3|case Moscow|NNP|1|nmod|S-PLACE and|CC|5|cc Beijing|NNP|3|conj|S-PLACE "
        "failed|VBD|0|ROOT|lemma=fail"
    )
    actors = extract_entities(doc)
    assert [(m.entity, m.stands_for) for m in actors.mentions] == [("moscow", "russia"), ("beijing", "china")]
    assert actors.entity["moscow"].type == "place"
    assert actors.entity["russia"].qid == "Q159"


def test_the_country_is_the_one_that_the_article_names_elsewhere():
    doc = make_doc(
        "Beijing|NNP|2|nsubj|S-PLACE agreed|VBD|0|ROOT|lemma=agree\nChina|NNP|2|nsubj|S-COUNTRY signed|VBD|0|ROOT"
    )
    assert [e.name for e in extract_entities(doc).entities] == ["Beijing", "China"]

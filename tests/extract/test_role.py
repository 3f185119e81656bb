import tomllib
from pathlib import Path

import pytest

from kg.article import Article
from kg.extract.article import extract_article
from kg.extract.entity import extract_entities
from kg.extract.role import extract_roles
from kg.language.pipeline import parse_article
from tests.docs import make_doc

TEXTS = tomllib.loads((Path(__file__).parent / "roles.toml").read_text(encoding="utf-8"))

DENK = "Pavel|NNP|{0}|nsubj|B-PERSON Denk|NNP|{1}|flat|E-PERSON"


def roles(text):
    doc = make_doc(text)
    return extract_roles(doc, extract_entities(doc))


def denk(head, first):
    return DENK.format(head, first)


CASES = {
    "country": (
        f"Kenyan|JJ|2|amod|S-NORP President|NNP|3|nmod:desc {denk(5, 3)} left|VBD|0|ROOT",
        ("President", None, "kenya", "current"),
    ),
    "title with of": (
        f"U.S.|NNP|2|compound|S-NORP Secretary|NNP|5|nmod:desc of|IN|4|case State|NN|2|nmod {denk(7, 5)} left|VBD|0|ROOT",
        ("Secretary of State", None, "united-states", "current"),
    ),
    "organisation": (
        f"NATO|NNP|3|compound|S-ORG Secretary|NNP|3|compound General|NNP|4|nmod:desc {denk(6, 4)} left|VBD|0|ROOT",
        ("Secretary General", "nato", None, "current"),
    ),
    "former": (
        f"Former|JJ|2|amod governor|NN|3|nmod:desc {denk(5, 3)} left|VBD|0|ROOT",
        ("governor", None, None, "former"),
    ),
    "elect": (
        f"President|NN|3|compound -|HYPH|1|punct elect|JJ|4|nmod:desc {denk(6, 4)} left|VBD|0|ROOT",
        ("President-elect", None, None, "designate"),
    ),
    "apposition": (
        f"{denk(8, 1)} ,|,|5|punct the|DT|5|det mayor|NN|1|appos|nominal=person of|IN|7|case Riga|NNP|5|nmod|S-PLACE left|VBD|0|ROOT",
        ("mayor", "riga", None, "current"),
    ),
    "predicate": (
        f"{denk(5, 1)} is|VBZ|5|cop the|DT|5|det president|NN|0|ROOT of|IN|7|case Optima|NNP|5|nmod|S-ORG",
        ("president", "optima", None, "current"),
    ),
    "behind the name": (
        f"Governor|NNP|2|nmod:desc {denk(6, 2)} of|IN|5|case Ohio|NNP|2|nmod|S-PLACE left|VBD|0|ROOT",
        ("Governor", "ohio", None, "current"),
    ),
    "spokesman of a body": (
        f"Defence|NNP|2|compound|B-ORG Ministry|NNP|3|compound|E-ORG spokesman|NN|4|nmod:desc {denk(6, 4)} left|VBD|0|ROOT",
        ("spokesman", "defence-ministry", None, "current"),
    ),
    "death ends an office": (
        f"Mayor|NNP|2|nmod:desc {denk(4, 2)} died|VBD|0|ROOT|lemma=die",
        ("Mayor", None, None, "former"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_titles(text, expected):
    (role,) = roles(text)
    assert role.holder == "pavel-denk"
    assert (role.title, role.organization, role.country, role.status) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"Mr.|NNP|2|nmod:desc {denk(4, 2)} left|VBD|0|ROOT", id="form of address"),
        pytest.param(
            f"{denk(6, 1)} is|VBZ|6|cop not|RB|6|advmod the|DT|6|det mayor|NN|0|ROOT of|IN|8|case Riga|NNP|6|nmod|S-PLACE",
            id="denied",
        ),
        pytest.param(
            "The|DT|3|det Admiral|NNP|3|nmod:desc Gorshkov|NNP|4|nsubj|S-PERSON left|VBD|0|ROOT", id="ship"
        ),
    ],
)
def test_what_is_no_role(text):
    assert roles(text) == []


def test_the_span_is_that_of_the_title_alone():
    (role,) = roles(f"Kenyan|JJ|2|amod|S-NORP President|NNP|3|nmod:desc {denk(5, 3)} left|VBD|0|ROOT")
    assert (role.span.start, role.span.end) == (7, 16)
    assert role.key == "text/7-16"


def test_a_role_given_only_in_a_quotation_is_reported():
    (role,) = roles(
        f"“|``|4|punct President|NNP|3|nmod:desc {denk(5, 3)} lied|VBD|8|ccomp ”|''|5|punct she|PRP|8|nsubj "
        "said|VBD|0|ROOT|lemma=say"
    )
    assert role.reported


def test_one_role_that_is_said_twice_is_given_once_with_all_that_is_known():
    text = (
        f"President|NNP|2|nmod:desc {denk(4, 2)} left|VBD|0|ROOT\n"
        f"Kenyan|JJ|2|amod|S-NORP President|NNP|3|nmod:desc {denk(5, 3)} returned|VBD|0|ROOT"
    )
    (role,) = roles(text)
    assert (role.span.start, role.country) == (0, "kenya")


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(text, roles, id=text[:40]) for part in TEXTS.values() for text, roles in part.items()],
)
def test_roles_of_whole_sentences(nlp, text, expected):
    found = extract_article(parse_article(nlp, Article(text=text, date="2024-05-01", id="a")))
    names = {entity.key: entity.name for entity in found.entities}
    said = []
    for role in found.roles:
        owner = names.get(role.organization or role.country or "")
        line = f"{names[role.holder]}: {role.title}{f' of {owner}' if owner else ''}"
        said.append(line if role.status == "current" else f"{line}, {role.status}")
    assert sorted(said) == sorted(expected)

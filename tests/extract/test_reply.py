import tomllib
from pathlib import Path

import pytest

from kg.article import Article
from kg.extract.article import extract_article
from kg.language.pipeline import parse_article

CASES = tomllib.loads((Path(__file__).parent / "replies.toml").read_text(encoding="utf-8"))["case"]


def answers(found, kind):
    """Each answer as "who: what is answered", in text order."""
    names = {entity.key: entity.name for entity in found.entities}
    said = {statement.key: statement.content for statement in found.statements}
    return [
        f"{names[statement.speakers[0]]}: {said[key]}"
        for statement in found.statements
        for key in getattr(statement, kind)
    ]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_what_answers_what(nlp, case):
    found = extract_article(parse_article(nlp, Article(text=case["text"], date="2024-05-07")))
    assert answers(found, "denies") == case.get("denies", [])
    assert answers(found, "confirms") == case.get("confirms", [])

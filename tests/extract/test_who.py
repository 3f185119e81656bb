"""Who did what to whom in single sentences of newswire: `participants.tsv`."""

from pathlib import Path

import pytest

from kg.article import Article
from kg.extract.article import extract_article
from kg.language.pipeline import parse_article

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "participants.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def names(text: str) -> set[str]:
    return set(text.split("; ")) if text else set()


@pytest.mark.parametrize(
    ("text", "trigger", "agents", "targets"), ROWS, ids=[f"{row[0][:40]} [{row[1]}]" for row in ROWS]
)
def test_who_did_what_to_whom(nlp, text, trigger, agents, targets):
    found = extract_article(parse_article(nlp, Article(text=text, date="2024-05-06")))
    name = {entity.key: entity.name for entity in found.entities}
    event = next(e for e in found.events if text[e.span.start : e.span.end] == trigger)
    struck = (*event.patients, *event.recipients)
    assert ({name[key] for key in event.agents}, {name[key] for key in struck}) == (
        names(agents),
        names(targets),
    )

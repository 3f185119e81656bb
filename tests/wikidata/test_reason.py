from dataclasses import replace

import pytest

from kg.article import Article
from kg.records import Entity, Extraction, Role, Span
from kg.trace import Trace
from kg.wikidata.linker import link_entities

USA = Entity("us", "country", "United States")


def reasons(kb, entity, *others, roles=(), date="2023-02-24"):
    """The reasons of the first entity's link, by step."""
    trace = Trace()
    extraction = Extraction((entity, *others), roles=tuple(roles))
    link_entities(extraction, Article(text="", date=date), kb, trace)
    return {reason.step: reason for reason in trace.of("link", entity.key)}


def test_a_link_is_explained_by_the_parts_of_its_score(kb):
    role = Role("r", Span(0, 1), "e", "Secretary of State", country="us")
    found = reasons(kb, Entity("e", "person", "Antony Blinken"), USA, roles=[role])
    assert found["chosen"].text.startswith("Q7821917 Antony Blinken, person")
    parts = dict(found["chosen"].parts)
    assert parts["role"] > 0
    assert parts["country"] > 0
    assert found["confidence"].value >= 0.95


def test_the_runner_up_says_what_it_lost_by(kb):
    found = reasons(kb, Entity("e", "place", "Paris"), Entity("fr", "country", "France"))
    assert found["chosen"].text.startswith("Q90 Paris")
    assert "behind by prior -" in found["runner-up"].text
    assert found["runner-up"].value < found["chosen"].value


@pytest.mark.parametrize(
    ("entity", "why"),
    [
        pytest.param(Entity("e", "person", "Vladimir Zorgin"), "no item of this name", id="unknown"),
        pytest.param(Entity("e", "country", "Congo"), "not sure enough; best of ", id="two of that name"),
        pytest.param(Entity("e", "person", "the envoy", named=False), "a description", id="no name"),
        pytest.param(
            Entity("e", "person", "official", anonymous=True), "an anonymous source", id="anonymous"
        ),
    ],
)
def test_no_link_has_a_reason_too(kb, entity, why):
    assert reasons(kb, entity)["no link"].text.startswith(why)


def test_shares_of_belief_add_up(kb):
    trace = Trace()
    link_entities(Extraction((Entity("e", "country", "Congo"),)), Article(text=""), kb, trace)
    shares = [r.value for r in trace.of("link", "e")]
    assert sum(shares) == pytest.approx(1, abs=0.03)


def test_noting_reasons_changes_no_link(kb):
    extraction = Extraction((Entity("e", "place", "Georgia"), replace(USA, key="f")))
    article = Article(text="", date="2024-01-01")
    assert link_entities(extraction, article, kb) == link_entities(extraction, article, kb, Trace())

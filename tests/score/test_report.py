from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.records import Extraction, Span
from kg.run.analysis import Analysis
from kg.score.figure import Miss
from kg.score.folder import Gold, read_folder
from kg.score.report import Scored, score_folder
from tests.score.records import article

FLEET = Path(__file__).with_name("gold")


def nothing(article, options):
    return Analysis(Extraction())


def test_the_product_gets_the_text_with_its_metadata():
    given = []
    score_folder(
        read_folder(FLEET), lambda article, options: (given.append(article), nothing(article, options))[1]
    )
    assert [(a.id, a.date, a.title) for a in given] == [
        ("fleet", "2023-02-22", "Norway and Turkey to sign fisheries treaty")
    ]


def test_counts_add_up_over_articles():
    one = article("⟦e1:n|Ann⟧ and her friends met in the town of the sea on the day of the year")
    report = score_folder(Gold((one, one), "", ()), nothing)
    assert report.tallies["names.span"].gold == 2


def test_an_article_that_build_rejects_is_named():
    german = article(
        "Der Minister ist nach Berlin gereist und hat mit dem Kanzler über die Lage gesprochen. " * 3
    )
    with pytest.raises(UsageError, match=r"^a: "):
        score_folder(Gold((german,), "", ()), nothing)


@pytest.mark.parametrize(
    ("start", "end", "passage"),
    [
        (8, 11, "She met ⟦him⟧."),
        (8, 20, "She met ⟦him. Then he⟧ left."),
        (27, 28, "⟦x⟧"),
    ],
)
def test_a_passage_is_the_sentences_around(start, end, passage):
    gold = article("She met him.\nThen he left. x")
    assert (
        Scored(gold, {}, (), (Span(0, 12), Span(13, 26))).passage(Miss("", "missed", start, end)) == passage
    )


@pytest.mark.usefixtures("nlp")
def test_the_whole_product_is_run():
    tallies = score_folder(read_folder(FLEET)).tallies
    perfect = (
        "names.type",
        "links.item",
        "coreference.muc",
        "metonyms.state",
        "statements.speaker",
        "events.place",
    )
    assert {name: tallies[name].f1 for name in perfect} == dict.fromkeys(perfect, 1.0)
    assert tallies["safety.leaked"].hit == 0

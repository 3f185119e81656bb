"""The fit of the linker's weights: it learns, keeps to its start, never sees what it is measured on, and writes what is read."""

import pytest

from kg.wikidata import scoring
from kg.wikidata.words import CORE, read_tsv
from training.links import (
    ANNOTATIONS,
    FOLDS,
    Answer,
    Choice,
    Model,
    curve,
    figures,
    kept_out,
    threshold,
    unknown,
)
from training.plot import bins, reliability

NONE, RIGHT, WRONG = {"none/any": 1.0}, {"name/label": 1.0}, {"name/byname": 1.0}


def choice(number, right=1):
    return Choice(f"a{number}", (NONE, RIGHT, WRONG), right, 1, known=right > 0, weight=1.0)


def test_weights_move_to_what_is_right_and_not_away_from_their_start_without_data():
    model = Model({"name/label": 0.0, "dates/dead": -2.0}, [choice(1)])
    learned = dict(zip(model.names, model.fit([choice(i) for i in range(40)]), strict=True))
    assert learned["name/label"] > 1
    assert learned["name/byname"] < 0
    assert learned["dates/dead"] == -2.0


def test_without_its_item_an_entity_is_none():
    copy = unknown(choice(1))
    assert (copy.right, len(copy.options), RIGHT in copy.options) == (0, 2, False)
    assert unknown(choice(1, right=0)) is None


def test_every_choice_is_answered_once_by_a_model_of_other_articles():
    data = [choice(i) for i in range(3 * FOLDS)]
    answers = kept_out(Model({}, data), data)
    assert sorted(c.article for c, _ in answers) == sorted(c.article for c in data)
    assert all(answer.right and answer.belief > 0.5 for _, answer in answers)


def test_figures_count_mentions():
    answers = [Answer(0.9, True, 3, True), Answer(0.8, False, 1, False), Answer(0.2, True, 2, True)]
    assert figures(answers, 0.5) == pytest.approx((0.75, 0.6, 2 / 3))


def test_the_threshold_is_precise_enough():
    answers = [Answer(0.95, True, 1, True)] * 95 + [Answer(0.55, False, 1, True)] * 20
    assert 0.55 < threshold(answers) <= 0.9


def test_the_curve_rises_and_starts_at_the_threshold():
    answers = [Answer(0.5 + i / 2000, i % 10 > 3 - i // 250, 1, True) for i in range(1000)]
    points = curve(answers, 0.6)
    assert points[0][0] == 0.6
    assert points == sorted(points)
    assert [share for _, share in points] == sorted(share for _, share in points)


def test_the_plot_has_a_circle_for_each_step():
    scored = [(0.62, False), (0.64, True), (0.97, True), (1.0, True)]
    assert [(round(c, 2), s, n) for c, s, n in bins(scored)] == [(0.63, 0.5, 2), (0.98, 1.0, 2)]
    assert reliability(scored).count("<circle") == 2


def test_the_start_is_of_evidence_that_has_a_weight():
    start = {name for name, _ in read_tsv(ANNOTATIONS / "start_weights.tsv")}
    assert start <= set(scoring.weights())
    assert {name.split("/")[0] for name in scoring.weights()} <= {
        *("name", "prior", "class", "context", "country", "region", "dates", "field", "role", "none"),
        *("ordinary words", "former country"),
    }


def test_confidence_rises_with_belief():
    assert len(read_tsv(CORE / "link_confidence.tsv")) > 3
    shown = [scoring.calibrated(belief / 100) for belief in range(101)]
    assert shown == sorted(shown)
    assert 0.5 < shown[0] < shown[-1] < 1

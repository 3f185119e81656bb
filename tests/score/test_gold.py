"""The product reaches its floors on the articles that were annotated to measure it."""

from pathlib import Path

import pytest

from kg.score.floors import compare, read_floors
from kg.score.folder import read_folder
from kg.score.report import score_folder

GOLD = Path(__file__).parents[2] / "benchmarks" / "gold"
FLOORS = GOLD / "floors.toml"


@pytest.mark.slow
@pytest.mark.usefixtures("nlp")
@pytest.mark.skipif(not FLOORS.exists(), reason="no floors are pinned yet: kg score benchmarks/gold --pin")
def test_no_figure_is_below_its_floor():
    gold = read_folder(GOLD)
    assert gold.faults == ()
    assert compare(score_folder(gold), read_floors(FLOORS)) == []

import pytest

from kg.extract.named_event import named_event


@pytest.mark.parametrize(
    ("lemma", "place", "day", "qid"),
    [
        pytest.param("war", "Ukraine", "2023-02-22", "Q110999040", id="while it goes on"),
        pytest.param("war", "Ukraine", "2021-02-22", None, id="before it began"),
        pytest.param("war", "Syria", "2025-06-01", None, id="after it ended"),
        pytest.param("raid", "Ukraine", "2023-02-22", None, id="one raid is not the war"),
        pytest.param("war", "France", "2023-02-22", None, id="elsewhere"),
        pytest.param("war", "Ukraine", None, None, id="an article without a date"),
    ],
)
def test_named_event(lemma, place, day, qid):
    assert named_event(lemma, {place}, day) == qid

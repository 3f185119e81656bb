"""Acts of statements that stand in files of their own: marks in sentences, offsets in articles that must be the same."""

import pytest

from training.acts import ActsError, marked_acts, standoff_acts


def test_marks_are_taken_out_and_kept_as_ranges():
    lines = "# a comment\nHe said ⟦deny|it was no raid⟧, and ⟦promise|they would pay⟧."
    [(text, acts)] = marked_acts(lines)
    assert text == "He said it was no raid, and they would pay."
    assert [(text[a:b], act) for [(a, b)], act in acts] == [
        ("it was no raid", "deny"),
        ("they would pay", "promise"),
    ]


def test_acts_of_another_text_are_refused(tmp_path):
    path = tmp_path / "acts.tsv"
    path.write_text("# a comment\n0\tffffffffffff\t0\t4\tdeny\n", encoding="utf-8")
    with pytest.raises(ActsError, match="article 0 is not the one"):
        list(standoff_acts(path, ["Some text"]))

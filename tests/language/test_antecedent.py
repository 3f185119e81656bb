import numpy as np
import pytest

from kg.language.antecedent import MAX_ANTECEDENTS, PAIR, Antecedents, match_class, near_classes

WORDS = ["The", "Kenyan", "president", "met", "envoys", "of", "Kenya", "before", "the", "president", "left"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((9, 8, 10), (2, 0, 3), 2),
        ((4, 4, 5), (2, 0, 3), 0),
        ((6, 6, 7), (4, 4, 7), 1),
        ((9, 8, 10), (9, 9, 10), 3),
    ],
    ids=["same head", "nothing", "head among the words", "same words but for the article"],
)
def test_shared_words(one, other, expected):
    assert match_class(WORDS, one, other) == expected


def test_nearer_mentions_are_in_lower_classes():
    before = [(i, i, i + 1) for i in (2, 4, 6)]
    classes = near_classes(WORDS, (10, 10, 11), before)
    assert classes == sorted(classes, reverse=True)


def antecedents(row, col, index=None):
    width = PAIR + 4
    rows, cols = np.zeros((len(row), width), np.float32), np.zeros((len(col), width), np.float32)
    rows[:, PAIR:], cols[:, PAIR:] = row, col
    near = np.zeros((48, PAIR), np.float32)
    words = tuple(f"w{i}" for i in range(len(row)))
    return Antecedents(
        words, rows, cols, near, np.zeros(PAIR, np.float32), -0.5, index or {i: i for i in range(len(row))}
    )


def test_the_product_of_the_vectors_and_the_bias_are_the_score():
    scorer = antecedents(np.eye(4)[[0, 1, 1]] * 4, np.eye(4)[[0, 1, 1]] * 4)
    found = scorer.scores((2, 2, 3), [(0, 0, 1), (1, 1, 2)])
    assert found.tolist() == [-0.5, 7.5]


def test_white_space_tokens_have_no_vector():
    scorer = antecedents(np.eye(4)[:2] * 2, np.eye(4)[:2] * 2, index={0: 0, 2: 1})
    assert scorer.scores((2, 1, 3), [(0, 0, 2)]).shape == (1,)


def test_mentions_far_back_are_no_antecedents():
    many = MAX_ANTECEDENTS + 2
    scorer = antecedents(np.ones((many, 4)), np.ones((many, 4)))
    found = scorer.scores((many - 1,) * 2 + (many,), [(i, i, i + 1) for i in range(many - 1)])
    assert np.isneginf(found[0])
    assert np.isfinite(found[1:]).all()


def test_nobody_before():
    assert antecedents(np.ones((1, 4)), np.ones((1, 4))).scores((0, 0, 1), []).size == 0

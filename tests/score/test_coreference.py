import pytest

from kg.score.coreference import b_cubed, ceaf_e, clusters_of, muc
from kg.score.figure import Tally


def clusters(*words):
    return clusters_of((word, (ord(letter), ord(letter) + 1)) for word in words for letter in word)


GOLD, FOUND = clusters("abc", "defg"), clusters("ab", "cd", "fghi")
"""The example that Pradhan et al. (2014) work through."""


@pytest.mark.parametrize(
    ("measure", "recall", "precision"), [(muc, 0.40, 0.40), (b_cubed, 0.42, 0.50), (ceaf_e, 0.65, 0.43)]
)
def test_the_example_of_the_reference_implementation(measure, recall, precision):
    tally = measure(GOLD, FOUND)
    assert (round(tally.recall, 2), round(tally.precision, 2)) == (recall, precision)


@pytest.mark.parametrize("measure", [muc, b_cubed, ceaf_e])
def test_the_same_clusters_are_perfect_and_none_are_worth_nothing(measure):
    assert measure(GOLD, GOLD).f1 == 1
    assert measure(GOLD, []).f1 == 0
    assert measure([], []) == Tally()


def test_singletons_are_left_out():
    assert clusters_of([("x", (0, 1)), ("y", (2, 3)), ("x", (4, 5))]) == [frozenset({(0, 1), (4, 5)})]


def test_an_outsider_costs_precision_but_pairs_with_nobody():
    tally = b_cubed(clusters("ab"), clusters("abz"))
    assert tally.recall == 1
    assert tally.precision == pytest.approx(4 / 9)

from hypothesis import given
from hypothesis import strategies as st

from kg.language.window import Window, windows

DOCUMENTS = st.lists(
    st.tuples(st.integers(1, 8), st.booleans(), st.sampled_from(["word", ".", "”"])), max_size=200
)


@given(DOCUMENTS, st.integers(8, 40))
def test_every_word_is_in_one_window_that_fits(document, budget):
    words = [w for _, _, w in document]
    lengths = [n for n, _, _ in document]
    breaks = frozenset(i for i, (_, b, _) in enumerate(document) if b)
    found = windows(words, lengths, breaks, budget=budget)
    assert [i for w in found for i in range(w.start, w.end)] == list(range(len(words)))
    assert all(sum(lengths[w.start : w.end]) <= budget for w in found)


def test_paragraphs_stay_whole():
    assert windows(["a"] * 6, [2] * 6, frozenset({0, 4}), budget=10) == [Window(0, 4), Window(4, 6)]


def test_a_long_paragraph_is_cut_after_a_sentence():
    words = ["It", "rained", ".", "Then", "it", "stopped", "."]
    assert windows(words, [1] * 7, frozenset({0}), budget=5)[0] == Window(0, 3)


def test_nothing_is_read_across_a_break():
    found = windows(["a"] * 6, [2] * 6, frozenset({0, 2}), breaks=frozenset({2}), budget=8)
    assert found == [Window(0, 2), Window(2, 6)]

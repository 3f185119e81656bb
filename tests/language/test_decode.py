import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.language.decode import apply_lemma_rule, best_tags, best_tree, name_spans, transitions

TAGS = ["O", "B-ORG", "I-ORG", "E-ORG", "S-ORG", "B-PERSON", "I-PERSON", "E-PERSON", "S-PERSON"]


def is_tree(heads):
    for start in range(1, len(heads) + 1):
        seen, at = set(), start
        while at:
            if at in seen:
                return False
            seen.add(at)
            at = heads[at - 1]
    return True


@given(st.integers(1, 12), st.integers(0, 10_000))
def test_any_scores_give_a_tree_with_one_root(size, seed):
    scores = np.random.default_rng(seed).normal(size=(size, size + 1))
    heads = best_tree(scores)
    assert heads.count(0) == 1
    assert is_tree(heads)


def test_a_cycle_is_broken_at_the_best_place():
    # words 1 and 2 prefer each other; word 2 is the better root
    scores = np.array([[0.0, -9.0, 5.0], [2.0, 5.0, -9.0]])
    assert best_tree(scores) == [2, 0]


@given(st.integers(0, 10_000), st.integers(1, 9))
def test_tags_are_always_legal(seed, size):
    scores = np.random.default_rng(seed).normal(size=(size, len(TAGS))).astype(np.float32)
    tags = [TAGS[k] for k in best_tags(scores, transitions(TAGS), TAGS)]
    covered = sum(end - start for start, end, _ in name_spans(tags))
    assert covered == sum(tag != "O" for tag in tags)


def test_no_name_runs_over_a_paragraph_break():
    scores = np.full((2, len(TAGS)), -5.0, np.float32)
    scores[0, TAGS.index("B-ORG")] = scores[1, TAGS.index("E-ORG")] = 0.0
    table = transitions(TAGS)
    assert name_spans([TAGS[k] for k in best_tags(scores, table, TAGS)]) == [(0, 2, "ORG")]
    broken = [TAGS[k] for k in best_tags(scores, table, TAGS, frozenset({1}))]
    assert (0, 2, "ORG") not in name_spans(broken)


@pytest.mark.parametrize(
    ("word", "rule", "lemma"),
    [
        pytest.param("Ministers", "l|1|", "minister", id="plural"),
        pytest.param("held", "l|3|old", "hold", id="past"),
        pytest.param("better", "x|good", "good", id="irregular"),
        pytest.param("US", "k|0|", "US", id="name keeps its case"),
        pytest.param("a", "l|3|b", "a", id="rule longer than the word"),
    ],
)
def test_lemma_rules(word, rule, lemma):
    assert apply_lemma_rule(word, rule) == lemma

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.score.matching import align, assign, overlap
from tests.score.records import article, extraction, mention, person


def test_the_best_pairs_are_not_the_greedy_ones():
    assert assign({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8}) == [(0, 1), (1, 0)]


def test_nothing_is_paired_without_weight():
    assert assign({(0, 0): 0.0, (2, 5): 1.0}) == [(2, 5)]
    assert assign({}) == []


@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(1, 9)))
def test_no_other_pairing_weighs_more(weights):
    pairs = assign(weights)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    best = max(sum(weights.get(pair, 0) for pair in enumerate(order)) for order in permutations(range(4)))
    assert sum(weights[pair] for pair in pairs) == pytest.approx(best)


def test_overlap_is_a_share_of_the_longer_one():
    assert overlap((0, 4), (2, 10)) == 0.25
    assert overlap((0, 4), (4, 8)) == 0


def test_an_entity_is_the_one_that_most_of_its_names_are_of():
    gold = article("⟦e1:n|Ann Li⟧ met ⟦e2:n|Bo Li⟧. ⟦e1:n|Li⟧ lost; ⟦e2:p|he⟧ and ⟦e2:p|he⟧ won.")
    mentions = [
        mention(gold.text, "Ann Li", "x"),
        mention(gold.text, "Li", "x", 3),
        *(mention(gold.text, "he", "x", n, kind="pronoun") for n in (1, 2)),
    ]
    found = align(gold, extraction(entities=[person("x")], mentions=mentions))
    assert found.gold_of == {"x": "e1"}


def test_a_description_is_known_by_its_first_word():
    gold = article("⟦e1:d|Members, about a hundred, of the club⟧ left.", {"e1": {"unnamed": True}})
    mentions = [mention(gold.text, "Members", "x", kind="nominal")]
    assert align(gold, extraction(entities=[person("x")], mentions=mentions)).gold_of == {"x": "e1"}


def test_a_state_without_mentions_goes_by_its_name_or_by_what_stands_for_it():
    gold = article(
        "⟦e1:n>e2|Moscow⟧ and ⟦e3:n>e4|Paris⟧", {"e2": {"name": "Russia"}, "e4": {"name": "French Republic"}}
    )
    entities = [person("m"), person("r", "Russia"), person("p"), person("f", "France")]
    mentions = [
        mention(gold.text, "Moscow", "m", stands_for="r"),
        mention(gold.text, "Paris", "p", stands_for="f"),
    ]
    found = align(gold, extraction(entities=entities, mentions=mentions))
    assert found.gold_of == {"m": "e1", "r": "e2", "p": "e3", "f": "e4"}


def test_what_annotators_do_not_have_is_nobody():
    gold = article("⟦e1:n|Oslo⟧ and Bergen")
    found = align(
        gold, extraction(entities=[person("b", "Bergen")], mentions=[mention(gold.text, "Bergen", "b")])
    )
    assert found.gold_of == {"b": None}
    assert found.gold_keys(["b"]) == frozenset()

"""JSON values, whole or in pieces."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import FormatError
from kg.readers.json_value import elements, parse

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


def pieces(text: str, size: int) -> Iterator[str]:
    return (text[i : i + size] for i in range(0, len(text), size))


@settings(deadline=None)
@given(st.lists(VALUES, max_size=5), st.integers(1, 40), st.sampled_from([None, 1]))
def test_a_list_in_pieces_is_the_same_list(values: list[Any], size: int, indent: int | None) -> None:
    assert list(elements(pieces(json.dumps(values, indent=indent), size))) == values


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_broken_value_costs_that_value(size: int) -> None:
    text = '[\n  {"a": 1},\n  {"a": [{"b": 2}, x]},\n  {"a": 3,},\n  {"a": 4}\n]\nrest'
    first, fault, *others = elements(pieces(text, size))
    assert (first, others) == ({"a": 1}, [{"a": 3}, {"a": 4}])
    assert isinstance(fault, FormatError)
    assert str(fault).startswith("not JSON: Expecting value at line 3, column")


def test_objects_behind_one_another() -> None:
    assert list(elements(iter(['{"a": 1}{"a": 2}\n\x1e{"a"', ": 3}"]))) == [{"a": 1}, {"a": 2}, {"a": 3}]


def test_the_last_value_is_cut_off() -> None:
    first, fault = elements(iter(['[{"a": 1}, {"a": "x']))
    assert first == {"a": 1}
    assert isinstance(fault, FormatError)


def test_no_more_than_a_value_is_held() -> None:
    taken = 0

    def source() -> Iterator[str]:
        nonlocal taken
        yield "["
        for n in range(1000):
            taken += 1
            yield f'{{"a": {n}}},'
        yield "]"

    found = elements(source())
    assert [next(found), next(found)] == [{"a": 0}, {"a": 1}]
    assert taken < 10


def test_keys_that_stand_twice() -> None:
    assert parse('{"date": "2020", "date": "", "text": "x", "text": "x"}') == {"date": "2020", "text": "x"}
    with pytest.raises(FormatError, match="'text' stands in it twice"):
        parse('{"text": "x", "text": "y"}')


@pytest.mark.parametrize("text", ["{", "[" * 100_000, "9" * 5000, ""])
def test_what_is_no_value(text: str) -> None:
    with pytest.raises(FormatError):
        parse(text)

import pytest

from kg.extract.personname import core_words, first_name_gender, rank_of, same_person


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("john hale", "john hale", True),
        ("j hale", "john hale", True),
        ("bill hale", "william hale", True),
        ("john f hale", "john hale", True),
        ("john f hale", "john b hale", False),
        ("mohammed bin salman", "mohammed bin salman al saud", True),
        ("wanda vazquez", "wanda vazquez garced", True),
        ("sergei lavrov", "sergey lavrov", True),
        ("usman khan", "imran khan", False),
        ("maria lund", "marit lund", False),
        ("john hale", "john rice", False),
    ],
)
def test_same_person(a, b, same):
    assert same_person(a.split(), b.split()) is same
    assert same_person(b.split(), a.split()) is same


@pytest.mark.parametrize(
    ("short", "full", "rank"),
    [
        ("hale", "john hale", 0),
        ("wang", "wang yi", 1),
        ("sanchez", "pedro sanchez castejon", 2),
        ("al assad", "bashar al assad", 0),
        ("rice", "john hale", None),
    ],
)
def test_the_end_of_a_name_stands_for_it_before_its_beginning(short, full, rank):
    assert rank_of(short.split(), tuple(full.split())) == rank


def test_junior_is_no_surname_and_first_names_tell_gender():
    assert core_words(["john", "hale", "jr"]) == ["john", "hale"]
    assert first_name_gender("Maria Lund") == "f"

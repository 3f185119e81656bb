import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.wikidata.derive import initials, surnames
from kg.wikidata.names import is_acronym_form, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("U.S.", "US", id="dots of initials"),
        pytest.param("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan", id="accents"),
        pytest.param("Łódź", "Lodz", id="letters that do not decompose"),
        pytest.param("the Kremlin’s", "Kremlin", id="article and possessive"),
        pytest.param("Kim Jong-un", "Kim Jong Un", id="hyphens and case"),
        pytest.param("Sana'a", "Sanaa", id="apostrophes"),
        pytest.param("J. F. Kennedy", "J.F. Kennedy", id="spaced initials"),
        pytest.param("St. Petersburg", "Saint Petersburg", id="abbreviated saint"),
        pytest.param("Johnson & Johnson", "Johnson and Johnson", id="ampersand"),
    ],
)
def test_spellings_meet_under_one_key(one, other):
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Robert Downey Jr.", "Robert Downey"), ("Main St", "Main Saint"), ("C++", "C")]
)
def test_different_names_keep_different_keys(one, other):
    assert name_key(one) != name_key(other)


@given(st.text(max_size=40))
def test_a_key_is_its_own_key_or_shorter(text):
    key = name_key(text)
    assert len(name_key(key)) <= len(key)


def test_nothing_comparable_gives_an_empty_key():
    assert name_key(" ’…! ") == ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("WHO", True),
        ("U.N.", True),
        ("Who", False),
        ("NASA's", True),
        ("PUTIN VISITS", False),
        ("A" * 9, False),
        ("7", False),
    ],
)
def test_initials_are_capitals_in_one_short_word(name, expected):
    assert is_acronym_form(name) is expected


@pytest.mark.parametrize(
    ("label", "country", "expected"),
    [
        ("Angela Merkel", 183, ["Merkel"]),
        ("Ursula von der Leyen", 183, ["von der Leyen", "Leyen"]),
        ("Xi Jinping", 148, ["Xi"]),
        ("Bashar al-Assad", 858, ["al-Assad", "Assad"]),
        ("Pope Pius XII", 237, []),
        ("Madonna", 30, []),
    ],
)
def test_surnames(label, country, expected):
    assert list(surnames(label, country)) == expected


def test_two_words_have_no_acronym():
    assert initials("World Bank") is None

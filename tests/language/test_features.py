import numpy as np
import pytest

from kg.language.features import FLAGS, SHAPES, Gazetteer, key_hash, shape, word_flags


def gazetteer(entries):
    table = sorted((key_hash(name), mask) for name, mask in entries.items())
    return Gazetteer(np.array([k for k, _ in table], np.uint32), np.array([m for _, m in table], np.uint16))


def flags_of(words, known):
    table = word_flags(words, known)
    return [{FLAGS[k] for k in row.nonzero()[0]} for row in table]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("G20", "digit-mixed"),
        ("McCain", "mixed"),
        ("U.S.", "upper"),
        ("“", "punct"),
        ("X", "initial"),
        ("über", "lower"),
    ],
)
def test_shape(word, expected):
    assert SHAPES[shape(word)] == expected


def test_the_longest_known_name_wins():
    found = flags_of(["New", "York", "City"], gazetteer({"New York": 4, "New York City": 4}))
    assert found == [{"begin-place"}, {"inside-place"}, {"inside-place"}]


def test_a_name_is_found_whatever_the_tokens():
    found = flags_of(["Jean", "-", "Luc", "Picard"], gazetteer({"Jean-Luc Picard": 1}))
    assert found[0] == {"begin-person"}
    assert found[3] == {"inside-person"}


def test_lower_case_words_are_no_names():
    assert flags_of(["turkey"], gazetteer({"Turkey": 8})) == [set()]


def test_a_gazetteer_survives_its_file(tmp_path):
    gazetteer({"Oslo": 4, "Bergen": 4}).save(tmp_path / "g.bin")
    again = Gazetteer.open(tmp_path / "g.bin")
    assert again.lookup([key_hash("Oslo"), key_hash("Paris")]).tolist() == [4, 0]


def test_another_file_is_refused(tmp_path):
    (tmp_path / "g.bin").write_bytes(b"nothing of the sort")
    with pytest.raises(ValueError, match="not a gazetteer"):
        Gazetteer.open(tmp_path / "g.bin")

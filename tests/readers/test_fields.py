"""Fields of rows and objects."""

from typing import Any

import pytest

from kg.errors import FormatError, UsageError
from kg.readers.fields import fields_of, plain, read_columns, text_of, tidy


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        ({"Text": "x", "Pub-Date": "2020"}, {"text": "x", "date": "2020"}),
        ({"content": "short", "body": "long"}, {"text": "long"}),
        ({"body": None, "content": "x"}, {"text": "x"}),
        ({"id": 1, "source": {"id": 2, "name": "Post"}}, {"id": 1, "publisher": {"id": 2, "name": "Post"}}),
        ({"fields": {"bodyText": "x", "headline": "y"}, "id": 1}, {"text": "x", "title": "y", "id": 1}),
        ({"content": {"rendered": "x"}}, {"text": {"rendered": "x"}}),
        ({"text": "x", "related": {"text": "y", "title": "z"}}, {"text": "x"}),
    ],
)
def test_fields_of_an_object(row: dict[str, Any], fields: dict[str, Any]) -> None:
    assert fields_of(row) == fields


def test_a_chosen_key_wins_and_may_be_a_path() -> None:
    row = {"text": "teaser", "a.b": "one", "a": {"b": "two", "c": ["x"]}}
    assert fields_of(row, [("text", "a.b")])["text"] == "one"
    assert fields_of(row, [("text", "a.c")])["text"] == ["x"]
    assert fields_of(row, [("text", "a.b.c")])["text"] is None


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (" ", None),
        ("NaN", None),
        (float("inf"), None),
        (2020.0, 2020),
        ({"first_name": "Jane", "last_name": "Doe"}, "Jane Doe"),
        ([None, "", {"name": "Jane"}], ["Jane"]),
        ([], None),
    ],
)
def test_a_plain_value(value: Any, found: Any) -> None:
    assert plain(value) == found


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("<p>One</p>\n<p>Two &lt; three</p>", "One\n\nTwo < three"),
        ("One<br>Two", "One\n\nTwo"),
        ("A <b>bold</b> plan", "A bold plan"),
        ("It is &#8220;new&#8221;\n\nand old", "It is “new”\n\nand old"),
        ("a < b and c > d", "a < b and c > d"),
        ("AT&T said; R&D fell", "AT&T said; R&D fell"),
        ({"value": "One"}, "One"),
        ("long " * 50 + "\x00 and \ud800", "long " * 50 + "\ufffd and \ufffd"),
    ],
)
def test_the_text_of_a_value(value: Any, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize("value", [1, [1], {"a": 1}, None])
def test_what_is_no_text(value: Any) -> None:
    with pytest.raises(FormatError, match="must be a string"):
        text_of(value)


def test_a_text_full_of_broken_characters_is_left_to_be_refused() -> None:
    assert text_of("a\x00b\x00") == "a\x00b\x00"


def test_metadata_without_markup_and_controls() -> None:
    assert tidy("title", "Owners &amp; <i>miners</i>\nagree") == "Owners & miners agree"
    assert tidy("author", ["Jane\ud800"]) == ["Jane\ufffd"]
    assert tidy("url", "https://a.example/?b&amp;c") == "https://a.example/?b&amp;c"


def test_a_column_for_no_field() -> None:
    with pytest.raises(UsageError, match="column colour=x: give FIELD=NAME; the fields are text, id"):
        read_columns(["colour=x"])

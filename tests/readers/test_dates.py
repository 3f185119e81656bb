"""Dates of metadata and date lines."""

import pytest

from kg.readers.dates import DateOrder, find_date, parse_date


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2023-02-22", "2023-02-22"),
        ("2023-02", "2023-02"),
        ("2023", "2023"),
        ("20230222", "2023-02-22"),
        ("2023-02-22T10:00:00+01:00", "2023-02-22T10:00:00+01:00"),
        ("2023-02-22 10:00", "2023-02-22T10:00:00"),
        ("2023-02-22T10:00:00.123Z", "2023-02-22T10:00:00+00:00"),
        ("2023-02-22T10:00:00+0530", "2023-02-22T10:00:00+05:30"),
        ("Wed, 22 Feb 2023 10:00:00 GMT", "2023-02-22T10:00:00+00:00"),
        ("22 Feb 2023 10:00:00 -0500", "2023-02-22T10:00:00-05:00"),
        ("February 22, 2023", "2023-02-22"),
        ("Feb. 22, 2023", "2023-02-22"),
        ("Sept. 3rd, 2023", "2023-09-03"),
        ("22 February 2023", "2023-02-22"),
        ("Wednesday, February 22, 2023", "2023-02-22"),
        ("Wednesday, February 22, 2023 at 10:15 a.m.", "2023-02-22"),
        ("March 2019", "2019-03"),
        ("February 29, 2020", "2020-02-29"),
    ],
)
def test_a_date_keeps_its_precision(value: str, iso: str) -> None:
    assert parse_date(value) == iso


@pytest.mark.parametrize(
    "value",
    [
        "",
        "yesterday",
        "2023-13-01",
        "2023-02-30",
        "February 30, 2023",
        "February 29, 2019",
        "31/13/2023",
        "2023-2-2",
        "1677060000",
        "2023-02-22T25:00:00",
        "the report of February 22, 2023",
    ],
)
def test_what_is_no_date_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        parse_date(value)


@pytest.mark.parametrize(
    ("value", "order", "iso"),
    [
        ("22/02/2023", None, "2023-02-22"),
        ("02-22-2023", None, "2023-02-22"),
        ("04/04/2023", None, "2023-04-04"),
        ("3.4.2023", "month", "2023-04-03"),
        ("03/04/2023 7:05", "day", "2023-04-03T07:05:00"),
        ("03/04/2023, 17:05:06", "month", "2023-03-04T17:05:06"),
    ],
)
def test_dates_of_three_numbers(value: str, order: DateOrder | None, iso: str) -> None:
    assert parse_date(value, order) == iso


def test_day_and_month_as_numbers_are_said_to_be_unclear() -> None:
    with pytest.raises(ValueError, match="not told apart"):
        parse_date("03/04/2023")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Posted 5 January 2019 by us", "2019-01-05"),
        ("in May 2020, he", "2020-05"),
        ("May 40, 2020", None),
        ("no", None),
    ],
)
def test_the_first_date_in_a_text_is_found(text: str, expected: str | None) -> None:
    found = find_date(text)
    assert (found[0] if found else None) == expected

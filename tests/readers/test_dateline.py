"""Datelines and date lines."""

import pytest

from kg.readers.dateline import read_date_line, read_dateline


@pytest.mark.parametrize(
    ("paragraph", "place", "day", "agency", "rest"),
    [
        ("MOSCOW (AP) — Talks began.", "MOSCOW", None, "Associated Press", "Talks began."),
        (
            "PORT SUDAN, Sudan (AP) — Talks began.",
            "PORT SUDAN, Sudan",
            None,
            "Associated Press",
            "Talks began.",
        ),
        ("WASHINGTON, March 3 (Reuters) - Talks began.", "WASHINGTON", "March 3", "Reuters", "Talks began."),
        (
            "BEIJING, Oct. 1 (Xinhua) -- Talks began.",
            "BEIJING",
            "Oct. 1",
            "Xinhua News Agency",
            "Talks began.",
        ),
        ("MOSCOW, March 3. /TASS/. Talks began.", "MOSCOW", "March 3", "TASS", "Talks began."),
        ("KYIV, Ukraine — Talks began.", "KYIV, Ukraine", None, None, "Talks began."),
        (
            "NEW YORK/LONDON, 5 May 2021 (Reuters) - Talks began.",
            "NEW YORK/LONDON",
            "5 May 2021",
            "Reuters",
            "Talks began.",
        ),
        (
            "DUBAI, United Arab Emirates (AP) — Talks began.",
            "DUBAI, United Arab Emirates",
            None,
            "Associated Press",
            "Talks began.",
        ),
        ("Moscow (AFP) - Talks began.", "Moscow", None, "Agence France-Presse", "Talks began."),
        ("ST. LOUIS (AP) — Talks began.", "ST. LOUIS", None, "Associated Press", "Talks began."),
        ("CÚCUTA, Colombia (EFE) — Talks began.", "CÚCUTA, Colombia", None, "EFE", "Talks began."),
        ("(Reuters) - Talks began.", None, None, "Reuters", "Talks began."),
        (
            "SEOUL, May 25 (Yonhap/Reuters) -- Talks began.",
            "SEOUL",
            "May 25",
            "Yonhap News Agency",
            "Talks began.",
        ),
    ],
)
def test_dateline(paragraph: str, place: str | None, day: str | None, agency: str | None, rest: str) -> None:
    dateline = read_dateline(paragraph)
    assert dateline is not None
    assert (dateline.place, dateline.day, dateline.agency) == (place, day, agency)
    assert paragraph[dateline.end :].strip() == rest


@pytest.mark.parametrize(
    "paragraph",
    [
        "NATO — and others — met on Monday.",
        "The army (AP) left.",
        "Moscow — a city of twelve million — woke up.",
        "John Smith (Labour) - the incumbent - won.",
        "IBM's profit fell.",
        "MOSCOW —",
        "A man — armed — came.",
        "BREAKING: Talks began.",
        "U.S. officials said on Monday - after talks - that",
    ],
)
def test_a_sentence_is_no_dateline(paragraph: str) -> None:
    assert read_dateline(paragraph) is None


def test_a_dateline_with_a_year_is_a_date() -> None:
    dateline = read_dateline("GENEVA, 5 May 2021 (Reuters) - Talks began.")
    assert dateline is not None
    assert dateline.date == "2021-05-05"


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Saturday, January 5, 2019\u00a0", "2019-01-05"),
        ("January 5, 2019", "2019-01-05"),
        ("Published: 5 January 2019, 10:30 GMT", "2019-01-05"),
        ("Posted on Jan. 5, 2019 at 3:15 p.m. | Updated Jan. 6, 2019", "2019-01-05"),
        ("2019-01-05", "2019-01-05"),
        ("On January 5, 2019 the army left", None),
        ("January 2019", None),
        ("January 5", None),
        ("Updated - March 14, 2023 08:10 am IST - Vellam", "2023-03-14"),
        ("Posted: Mar 14, 2023 / 05:00 AM EDT", "2023-03-14"),
    ],
)
def test_date_line(line: str, iso: str | None) -> None:
    assert read_date_line(line) == iso

"""The word lists of time expressions, read once."""

import re
from functools import cache
from importlib.resources import files

__all__ = ["Value", "counted_words", "holidays", "named_weekdays", "periods", "words"]

Value = int | str


def rows_of(name: str) -> list[list[str]]:
    text = (files("kg.extract") / "data" / name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def _value(text: str) -> Value:
    return int(text) if re.fullmatch(r"-?\d+", text) else text


@cache
def words() -> dict[str, tuple[str, Value]]:
    """Each word as it may be written to its letter and value; a second meaning of a word is left to the grammar."""
    found: dict[str, tuple[str, Value]] = {}
    for code, case, words in rows_of("time_words.tsv"):
        for pair in words.split():
            word, _, value = pair.partition("=")
            forms = [word.capitalize(), word.upper()]
            if case == "a":
                forms.append(word)
            for form in forms:
                found.setdefault(form, (code, _value(value)))
    return found


@cache
def holidays() -> dict[str, str]:
    """The name of each holiday to the rule for its day."""
    return dict(row[:2] for row in rows_of("time_holidays.tsv"))


@cache
def periods() -> dict[str, tuple[str, str]]:
    """The name of each period of history to its first and last day."""
    return {name: (first, last) for name, first, last in rows_of("time_periods.tsv")}


@cache
def counted_words() -> frozenset[str]:
    """Words that make a number before them a count."""
    return frozenset(word for row in rows_of("time_counted.tsv") for word in row[0].split())


@cache
def named_weekdays() -> dict[str, frozenset[str]]:
    """Words before and behind a weekday that make a name of it."""
    return {where: frozenset(words.split()) for where, words in rows_of("time_names.tsv")}

"""Values as literals, in lexical forms that survive every library that parses them."""

import re
from datetime import datetime

from pyoxigraph import Literal

from kg.rdf.vocabulary import XSD

__all__ = ["count", "date", "day", "decimal", "english"]

PRECISIONS = (
    (re.compile(r"\d{4}"), XSD.gYear),
    (re.compile(r"\d{4}-\d{2}"), XSD.gYearMonth),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), XSD.date),
)


def english(text: str) -> Literal:
    """Words of an article or a label, white space as single spaces."""
    return Literal(" ".join(text.split()), language="en")


def count(number: int) -> Literal:
    """An offset or length."""
    return Literal(str(number), datatype=XSD.nonNegativeInteger)


def decimal(score: float) -> Literal:
    """A score as the shortest decimal with at most two digits.

    >>> [decimal(score).value for score in (0.9, 0.974, 1)]
    ['0.9', '0.97', '1.0']
    """
    text = f"{min(1.0, max(0.0, score)):.2f}"
    return Literal(text.removesuffix("0"), datatype=XSD.decimal)


def day(value: str | None) -> Literal | None:
    """The day of an ISO date or date and time; None when it has no day.

    >>> day("2023-03-14T08:30:00Z").value, day("2023-03")
    ('2023-03-14', None)
    """
    if value is None or not PRECISIONS[2][0].fullmatch(value[:10]):
        return None
    return Literal(value[:10], datatype=XSD.date)


def date(value: str) -> Literal | None:
    """An ISO date with the precision that it has; None when it is none.

    >>> date("2023-03").datatype.value.rpartition("#")[2], date("2023-03-14T08:30:00.5Z").value
    ('gYearMonth', '2023-03-14T08:30:00+00:00')
    """
    for pattern, datatype in PRECISIONS:
        if pattern.fullmatch(value):
            return Literal(value, datatype=datatype)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return Literal(moment.isoformat(timespec="seconds"), datatype=XSD.dateTime)

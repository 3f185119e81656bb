"""Time expressions in running text: simple ones, and those joined by "from … to", "since", "until" and their like."""

import re
from dataclasses import replace

from kg.extract.time_data import named_weekdays
from kg.extract.time_grammar import Expression, expression_at, simple_expressions
from kg.extract.time_word import Coded

__all__ = ["Expression", "find_expressions"]

DAY_KINDS = frozenset({"weekday", "relative-day", "date", "iso", "holiday"})


_WRAPPERS = {"s": "since", "l": "until", "h": "until", "b": "by", "B": "before", "A": "after"}


_WRAPPED = DAY_KINDS | {
    "month",
    "year",
    "edge",
    "calendar",
    "weekend",
    "season",
    "decade",
    "period",
    "quarter",
    "century",
}


_RANGED = DAY_KINDS | {"month", "year", "decade", "quarter", "season"}
_NAMING = frozenset({"year", "date", "month", "weekday"})
_LISTED = frozenset({"weekday", "month", "year", "decade"})
_OPENED = DAY_KINDS | {"month", "year", "calendar", "season"}
_ZONE = re.compile(r"\s+local\s+time\b")
_AS = re.compile(r"\bas\s+(?:early|late|soon|recently)\s+as\s+(?:on\s+|in\s+)?$", re.IGNORECASE)
_LEADS = (
    ("as-of", re.compile(r"\bas\s+of\s+(?:about\s+|around\s+|the\s+)?$", re.IGNORECASE)),
    ("by", re.compile(r"\bno\s+later\s+than\s+(?:the\s+)?$", re.IGNORECASE)),
    (
        "from",
        re.compile(
            r"\b(?:starting|beginning|effective)\s+(?:on\s+|in\s+|from\s+)?(?:the\s+)?$", re.IGNORECASE
        ),
    ),
)
_LEAD_LENGTH = 24


def find_expressions(text: str) -> list[Expression]:
    """The time expressions of a text in order, not overlapping.

    >>> [(e.kind, "They met early on Monday, Feb. 6."[e.start:e.end]) for e in find_expressions("They met early on Monday, Feb. 6.")]
    [('date', 'Monday, Feb. 6')]
    """
    coded = Coded(text)
    simple = _with_clocks(coded, simple_expressions(coded))
    return [_with_zone(coded, item) for item in _wrapped(coded, _ranges(coded, simple))]


def _with_clocks(coded: Coded, found: list[Expression]) -> list[Expression]:
    """A time of day and the day beside it are one expression: "3 p.m. on Monday", "Monday at 3 p.m."."""
    result: list[Expression] = []
    for item in found:
        last = result[-1] if result else None
        if last and {last.kind, item.kind} & {"clock"} and {last.kind, item.kind} & DAY_KINDS:
            between = coded.codes[last.last : item.first]
            if re.fullmatch(r",?n?t?" if last.kind == "clock" else r",?[@b]?t?", between):
                day = item if last.kind == "clock" else last
                parts = {**day.parts, "clock": 1}
                result[-1] = expression_at(coded, day.kind, last.first, item.last, parts, day.inner)
                continue
        result.append(item)
    return result


def _ranges(coded: Coded, found: list[Expression]) -> list[Expression]:
    """Two expressions that are the ends of a range, with "from" or "between" or only a dash between them."""
    result: list[Expression] = []
    for item in found:
        last = result[-1] if result else None
        if last and last.kind in _RANGED and item.kind in _RANGED and (pair := _pair(coded, last, item)):
            result[-1] = pair
            continue
        result.append(item)
    return result


def _pair(coded: Coded, one: Expression, two: Expression) -> Expression | None:
    between = coded.codes[one.last : two.first].rstrip("nt")
    if one.before == "e" and between == "&":
        return expression_at(coded, "between", one.first - 1, two.last, {}, (one, two))
    if one.before == "r" and between in {"z", "l", "h", "-", "hz"}:
        return expression_at(coded, "range", one.first - 1, two.last, {}, (one, two))
    if between in {"-", "h", "z"} and one.kind == two.kind:
        return expression_at(coded, "range", one.first, two.last, {}, (one, two))
    if between == "&" and one.kind == two.kind and one.kind in _LISTED and two.behind != "'":
        return expression_at(coded, "list", one.first, two.last, {}, (one, two))
    return None


def _wrapped(coded: Coded, found: list[Expression]) -> list[Expression]:
    """Expressions with "since", "until", "by", "before", "after" in front of them."""
    result: list[Expression] = []
    for item in found:
        wrapper = _wrapper(coded, item)
        if item.kind == "date" and item.before in {"r", "e"} and "day_to" in item.parts:
            kind = "range" if item.before == "r" else "between"
            result.append(expression_at(coded, kind, item.first - 1, item.last, {}, (item,)))
        elif wrapper is not None:
            kind = _WRAPPERS[coded.codes[wrapper]]
            result.append(expression_at(coded, kind, wrapper, item.last, {}, (item,)))
        elif _opens(coded, item):
            result.append(expression_at(coded, "from", item.first - 1, item.last, {}, (item,)))
        else:
            result.append(_led(coded, item))
    return result


def _opens(coded: Coded, item: Expression) -> bool:
    """Whether "from" says that something begins then: not "up from May", "postponed from Monday", "from 2015 figures"."""
    if item.before != "r" or item.kind not in _OPENED or "clock" in item.parts:
        return False
    before = coded.values[item.first - 2] if item.first > 1 else ""
    behind = coded.values[item.last] if item.last < len(coded.values) else ""
    is_noun_behind = item.behind in {"x", "c", "'"} and behind not in {"onwards", "onward"}
    return str(before).lower() not in named_weekdays()["from"] and not is_noun_behind


def _led(coded: Coded, item: Expression) -> Expression:
    """An expression with the words before it that bound it ("as of", "no later than") or only weigh it ("as early as")."""
    if item.kind not in _WRAPPED:
        return item
    before = coded.text[max(0, item.start - _LEAD_LENGTH) : item.start]
    if match := _AS.search(before):
        return replace(item, start=item.start - len(match.group()))
    for kind, form in _LEADS:
        if match := form.search(before):
            return Expression(kind, item.start - len(match.group()), item.end, {}, (item,))
    return item


def _with_zone(coded: Coded, item: Expression) -> Expression:
    """An expression with the "local time" that belongs to it."""
    match = _ZONE.match(coded.text, item.end) if item.kind in DAY_KINDS else None
    return replace(item, end=match.end()) if match else item


def _wrapper(coded: Coded, item: Expression) -> int | None:
    """Where the word stands that bounds the expression, skipping "at least" and "on"."""
    if item.kind not in _WRAPPED or item.behind == "'":
        return None
    match = re.search(r"[slhbBA](?:[mn@it]*)$", coded.codes[: item.first][-5:])
    if match is None:
        return None
    if item.kind in _NAMING and item.before == "t" and item.behind in {"x", "c"}:
        return None  # "after the 2008 war", "since the January 7 quake"
    at = item.first - len(match.group())
    is_moment = "clock" in item.parts and coded.codes[at] in "BAbl"
    return None if is_moment else at

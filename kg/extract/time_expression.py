"""Time expressions in running text: simple ones, and those joined by "from … to", "since", "until" and their like."""

import re

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


def find_expressions(text: str) -> list[Expression]:
    """The time expressions of a text in order, not overlapping.

    >>> [(e.kind, "They met early on Monday, Feb. 6."[e.start:e.end]) for e in find_expressions("They met early on Monday, Feb. 6.")]
    [('date', 'Monday, Feb. 6')]
    """
    coded = Coded(text)
    simple = _with_clocks(coded, simple_expressions(coded))
    return _wrapped(coded, _ranges(coded, simple))


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
    if one.before == "r" and between in {"z", "l", "h", "-"}:
        return expression_at(coded, "range", one.first - 1, two.last, {}, (one, two))
    if between in {"-", "h", "z"} and one.kind == two.kind:
        return expression_at(coded, "range", one.first, two.last, {}, (one, two))
    return None


def _wrapped(coded: Coded, found: list[Expression]) -> list[Expression]:
    """Expressions with "since", "until", "by", "before", "after" in front of them."""
    result: list[Expression] = []
    for item in found:
        wrapper = _wrapper(coded, item)
        if item.kind == "date" and item.before == "r" and "day_to" in item.parts:
            result.append(expression_at(coded, "range", item.first - 1, item.last, {}, (item,)))
        elif wrapper is None:
            result.append(item)
        else:
            result.append(
                expression_at(coded, _WRAPPERS[coded.codes[wrapper]], wrapper, item.last, {}, (item,))
            )
    return result


def _wrapper(coded: Coded, item: Expression) -> int | None:
    """Where the word stands that bounds the expression, skipping "at least" and "on"."""
    if item.kind not in _WRAPPED or item.behind == "'":
        return None
    match = re.search(r"[slhbBA](?:[mn@it]*)$", coded.codes[: item.first][-5:])
    if match is None:
        return None
    at = item.first - len(match.group())
    is_moment = "clock" in item.parts and coded.codes[at] in "BAbl"
    return None if is_moment else at

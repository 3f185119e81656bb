"""Time expressions and the days that they cover.

Own interval rules, not a general date parser: news dates are intervals seen from a dateline ("this week" on a
Wednesday is Monday to Wednesday when the verb is past), and a bare weekday takes its direction from the tense.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from kg.language.context import span_of
from kg.records import TimeSpan

__all__ = ["extract_times", "resolve", "time_of"]

MONTHS = {
    name: number
    for number, names in enumerate(
        ["january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec"], 1
    )
    for name in names.split()
}  # fmt: skip
DAYS = {
    name: i
    for i, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
NUMBERS = {
    word: i
    for i, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
        ]
    )
} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30}
_UNIT = r"(?P<unit>day|week|month|year|decade|hour|minute)s?"
_COUNT = r"(?P<count>\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r"|several|few|couple of)"
_MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)\b"
_WEEKDAY = r"(?P<weekday>" + "|".join(DAYS) + r")\b"
_PART = r"(?P<part>morning|afternoon|evening|night)"
_NOON = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `earliest` to `latest`, both included; None where open or unknown."""

    earliest: dt.date | None
    latest: dt.date | None
    granularity: str
    rule: str
    relation: str = "within"


Rule = Callable[[re.Match[str], dt.date | None, str], Interval | None]


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else NUMBERS.get(word.lower())


def _month_end(year: int, month: int) -> dt.date:
    return (dt.date(year + month // 12, month % 12 + 1, 1)) - _NOON


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _full(m: re.Match[str], _anchor: dt.date | None, _tense: str) -> Interval | None:
    found = _date(int(m["year"]), MONTHS[m["month"].lower()], int(m["day"]))
    return Interval(found, found, "day", "date") if found else None


def _iso(m: re.Match[str], _anchor: dt.date | None, _tense: str) -> Interval | None:
    found = _date(int(m["year"]), int(m["m"]), int(m["day"]))
    return Interval(found, found, "day", "date") if found else None


def _month_day(m: re.Match[str], anchor: dt.date | None, tense: str) -> Interval | None:
    """Month and day without year: the nearest such day on the side of the tense."""
    month, day = MONTHS[m["month"].lower()], int(m["day"])
    if anchor is None:
        return Interval(None, None, "day", "month-day")
    options = [d for y in (anchor.year - 1, anchor.year, anchor.year + 1) if (d := _date(y, month, day))]
    if not options:
        return None
    best = _nearest(options, anchor, tense)
    return Interval(best, best, "day", "month-day")


def _nearest(options: list[dt.date], anchor: dt.date, tense: str) -> dt.date:
    side = [d for d in options if (d >= anchor if tense == "future" else d <= anchor)] if tense else options
    return min(side or options, key=lambda d: (abs((d - anchor).days), d))


def _month_year(m: re.Match[str], _anchor: dt.date | None, _tense: str) -> Interval:
    year, month = int(m["year"]), MONTHS[m["month"].lower()]
    return Interval(dt.date(year, month, 1), _month_end(year, month), "month", "month-year")


def _month_only(m: re.Match[str], anchor: dt.date | None, tense: str) -> Interval:
    which = (m["which"] or "").lower()
    month = MONTHS[m["month"].lower()]
    if anchor is None:
        return Interval(None, None, "month", "month")
    if which == "last":
        year = anchor.year if month < anchor.month else anchor.year - 1
    elif which == "next":
        year = anchor.year if month > anchor.month else anchor.year + 1
    elif which == "this":
        year = anchor.year
    else:
        first = _nearest(
            [dt.date(y, month, 1) for y in (anchor.year - 1, anchor.year, anchor.year + 1)], anchor, tense
        )
        year = first.year
    return Interval(dt.date(year, month, 1), _month_end(year, month), "month", "month")


def _year(m: re.Match[str], _anchor: dt.date | None, _tense: str) -> Interval:
    year = int(m["year"])
    return Interval(dt.date(year, 1, 1), dt.date(year, 12, 31), "year", "year")


def _since_year(m: re.Match[str], anchor: dt.date | None, _tense: str) -> Interval:
    return Interval(dt.date(int(m["year"]), 1, 1), anchor, "year", "since", "throughout")


def _years(m: re.Match[str], _anchor: dt.date | None, _tense: str) -> Interval | None:
    first, last = int(m["year"]), int(m["to"])
    if last < first:
        return None
    return Interval(dt.date(first, 1, 1), dt.date(last, 12, 31), "year", "range", "throughout")


def _decade(m: re.Match[str], _anchor: dt.date | None, _tense: str) -> Interval:
    year = int(m["decade"])
    return Interval(dt.date(year, 1, 1), dt.date(year + 9, 12, 31), "decade", "decade")


def _weekday(m: re.Match[str], anchor: dt.date | None, tense: str) -> Interval:
    """A bare weekday is the nearest one on the side of the tense; the same weekday is that day."""
    which = (m["which"] or "").lower()
    if anchor is None:
        return Interval(None, None, "day", "weekday")
    ahead = (DAYS[m["weekday"].lower()] - anchor.weekday()) % 7
    back = (anchor.weekday() - DAYS[m["weekday"].lower()]) % 7
    if which in ("last", "past"):
        day = anchor - dt.timedelta(days=back or 7)
    elif which in ("next", "coming"):
        day = anchor + dt.timedelta(days=ahead or 7)
    elif tense == "future":
        day = anchor + dt.timedelta(days=ahead)
    elif tense == "past" or back <= ahead:
        day = anchor - dt.timedelta(days=back)
    else:
        day = anchor + dt.timedelta(days=ahead)
    return Interval(day, day, "day", "weekday")


def _near(m: re.Match[str], anchor: dt.date | None, _tense: str) -> Interval:
    word = m["word"].lower()
    shift = {"yesterday": -1, "tomorrow": 1, "overnight": 0}.get(word, 0)
    if anchor is None:
        return Interval(None, None, "day", "relative-day")
    day = anchor + dt.timedelta(days=shift)
    return Interval(day - _NOON if word == "overnight" else day, day, "day", "relative-day")


def _span_of_unit(unit: str, anchor: dt.date, shift: int) -> tuple[dt.date, dt.date]:
    if unit in ("week", "weekend"):
        monday = anchor - dt.timedelta(days=anchor.weekday()) + dt.timedelta(weeks=shift)
        return (monday + dt.timedelta(days=5 if unit == "weekend" else 0)), monday + dt.timedelta(days=6)
    if unit == "month":
        number = anchor.year * 12 + anchor.month - 1 + shift
        year, month = divmod(number, 12)
        return dt.date(year, month + 1, 1), _month_end(year, month + 1)
    if unit == "year":
        return dt.date(anchor.year + shift, 1, 1), dt.date(anchor.year + shift, 12, 31)
    decade = anchor.year // 10 * 10 + 10 * shift
    return dt.date(decade, 1, 1), dt.date(decade + 9, 12, 31)


def _unit(m: re.Match[str], anchor: dt.date | None, tense: str) -> Interval:
    """A calendar unit: "this week" is cut at the side of the tense; "last year" is the calendar year."""
    which, unit = m["which"].lower(), m["unit"].lower()
    if anchor is None:
        return Interval(None, None, unit, "calendar")
    shift = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1, "the following": 1}.get(which, 0)
    first, last = _span_of_unit(unit, anchor, shift)
    if unit == "weekend" and which in ("the", "last", "past") and tense != "future":
        first, last = _span_of_unit(unit, anchor, 0 if anchor.weekday() >= 5 and which == "the" else -1)
    elif shift == 0 and first <= anchor <= last:
        edge = (m.groupdict().get("edge") or "").lower()
        if edge in ("earlier", "early") or (not edge and tense == "past"):
            last = min(last, anchor)
        elif edge in ("later", "late") or (not edge and tense == "future"):
            first = max(first, anchor)
    return Interval(first, last, unit, "calendar")


def _ago(m: re.Match[str], anchor: dt.date | None, _tense: str) -> Interval:
    count, unit = _number(m["count"]), m["unit"].lower()
    if anchor is None or (count is None and unit not in ("day", "week")):
        return Interval(None, None, unit, "ago")
    if unit in ("hour", "minute"):
        return Interval(anchor - _NOON if count and count > 12 else anchor, anchor, "day", "ago")
    if count is None:
        days = 7 if unit == "day" else 28
        return Interval(anchor - dt.timedelta(days=days), anchor - _NOON, unit, "ago")
    if unit == "day":
        day = anchor - dt.timedelta(days=count)
        return Interval(day, day, "day", "ago")
    if unit == "week":
        day = anchor - dt.timedelta(weeks=count)
        return Interval(day - dt.timedelta(days=3), day + dt.timedelta(days=3), "week", "ago")
    first, last = _span_of_unit(unit, anchor, -count)
    return Interval(first, last, unit, "ago")


def _recent(m: re.Match[str], anchor: dt.date | None, _tense: str) -> Interval:
    unit = m["unit"].lower()
    if anchor is None:
        return Interval(None, None, unit, "recent")
    count = _number(m["count"]) if m.groupdict().get("count") else None
    days = {"day": 1, "week": 7, "month": 31, "year": 366, "decade": 3660}.get(unit, 1) * (
        count or (7 if unit == "day" else 4)
    )
    if m["which"].lower() in ("coming", "next"):
        return Interval(anchor, anchor + dt.timedelta(days=days), unit, "coming")
    return Interval(anchor - dt.timedelta(days=days), anchor, unit, "recent")


def _since(m: re.Match[str], anchor: dt.date | None, _tense: str) -> Interval:
    inner = _weekday_or_month(m, anchor)
    return Interval(inner, anchor, "day", "since", "throughout")


def _weekday_or_month(m: re.Match[str], anchor: dt.date | None) -> dt.date | None:
    if anchor is None:
        return None
    if m["weekday"]:
        return anchor - dt.timedelta(days=(anchor.weekday() - DAYS[m["weekday"].lower()]) % 7 or 7)
    month = MONTHS[m["month"].lower()]
    return dt.date(anchor.year if month <= anchor.month else anchor.year - 1, month, 1)


def _for(m: re.Match[str], anchor: dt.date | None, tense: str) -> Interval:
    count, unit = _number(m["count"]), m["unit"].lower()
    if anchor is None or count is None or tense != "perfect" or unit not in ("day", "week", "month", "year"):
        return Interval(None, None, unit, "duration", "throughout")
    days = {"day": 1, "week": 7, "month": 30, "year": 365}[unit] * count
    return Interval(anchor - dt.timedelta(days=days), anchor, unit, "duration", "throughout")


def _by_year(m: re.Match[str], anchor: dt.date | None, _tense: str) -> Interval:
    return Interval(anchor, dt.date(int(m["year"]), 12, 31), "year", "by")


def _set(_m: re.Match[str], _anchor: dt.date | None, _tense: str) -> Interval:
    return Interval(None, None, "set", "set")


def _only(_m: re.Match[str], _anchor: dt.date | None, _tense: str) -> Interval:
    return Interval(None, None, "unknown", "relative-event")


@cache
def _rules() -> list[tuple[re.Pattern[str], Rule]]:
    """Patterns in the order in which they are tried; a character belongs to the first that takes it."""
    on = r"(?:(?:on|late on|early on|earlier|late|early)\s+)?"
    table: list[tuple[str, Rule]] = [
        (rf"\b(?:on\s+)?(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY},?\s+{_YEAR}", _full),
        (rf"\b(?:on\s+)?(?:{_WEEKDAY},?\s+)?(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}", _full),
        (r"\b(?P<year>\d{4})-(?P<m>\d\d)-(?P<day>\d\d)\b", _iso),
        (rf"\b(?:from|between)\s+{_YEAR}\s*(?:to|and|until|through|-|–)\s*(?P<to>\d{{4}})\b", _years),
        (rf"\b{_YEAR}\s?[-–]\s?(?P<to>(?:19|20)\d\d)\b", _years),
        (rf"\bevery\s+(?:{_WEEKDAY}|{_UNIT})|\b(?:daily|weekly|monthly|annually|nightly)\b", _set),
        (rf"\bsince\s+(?:{_MONTH}\s+)?{_YEAR}", _since_year),
        (rf"\bsince\s+(?:last\s+)?(?:{_WEEKDAY}|{_MONTH})", _since),
        (rf"\bby\s+(?:the end of\s+)?{_YEAR}", _by_year),
        (rf"\b(?:in\s+)?(?:(?:early|mid|late)[- ])?{_MONTH},?\s+(?:of\s+)?{_YEAR}", _month_year),
        (rf"\b(?:on\s+)?(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY}(?!\s*(?:percent|%))", _month_day),
        (rf"\b(?:on\s+)?(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}", _month_day),
        (rf"\b{on}(?:(?P<which>last|next|this|past|coming)\s+)?{_WEEKDAY}(?:\s+{_PART})?", _weekday),
        (r"\b(?:earlier\s+|late\s+|early\s+)?(?P<word>yesterday|today|tomorrow|tonight|overnight)(?:\s+(?:morning|afternoon|evening|night))?\b", _near),
        (r"\b(?P<word>this)\s+(?:morning|afternoon|evening)\b", _near),
        (r"\b(?:(?P<edge>earlier|later|early|late)\s+)?(?P<which>this|last|next|the following)\s+(?P<unit>week|weekend|month|year|decade)\b", _unit),
        (r"\b(?:over|on|at|during)\s+(?P<which>the)\s+(?P<unit>weekend)\b", _unit),
        (rf"\b(?:about\s+|nearly\s+|almost\s+|more than\s+|over\s+)?{_COUNT}\s+{_UNIT}\s+ago\b", _ago),
        (rf"\b(?:in|over|during|for)\s+(?:the\s+)?(?P<which>past|last|recent|coming|next)\s+(?:{_COUNT}\s+)?{_UNIT}\b", _recent),
        (rf"\b(?:for|over|during)\s+(?:about\s+|nearly\s+|almost\s+|more than\s+|at least\s+)?{_COUNT}\s+{_UNIT}\b", _for),
        (rf"\b{_COUNT}\s+{_UNIT}\s+(?:later|earlier|before|after)\b", _only),
        (rf"\b(?:(?:in|since|during)\s+)?(?:(?:early|mid|late)[- ])?(?P<which>last|next|this)\s+{_MONTH}", _month_only),
        (rf"\b(?:in|during|until|since|by)\s+(?:(?:early|mid|late)[- ])?(?P<which>\b){_MONTH}(?!\s+\d)", _month_only),
        (r"\b(?:in\s+|during\s+)?the\s+(?:(?:early|mid|late)[- ]?\s?)?(?P<decade>1[5-9]\d0|20\d0)s\b", _decade),
        (rf"\b(?:in|during|of|for|early|late|until|before|after|mid-|mid)\s+(?:early\s+|late\s+)?{_YEAR}", _year),
    ]  # fmt: skip
    return [(re.compile(pattern, re.IGNORECASE), rule) for pattern, rule in table]


def resolve(expression: str, anchor: dt.date | None, tense: str = "") -> Interval | None:
    """The days of an expression by itself, seen from an anchor; tense is "past", "future", "perfect" or "".

    >>> resolve("on Tuesday", dt.date(2023, 2, 22), "past").earliest.isoformat()
    '2023-02-21'
    """
    for pattern, rule in _rules():
        if match := pattern.search(expression):
            return rule(match, anchor, tense)
    return None


def extract_times(doc: Doc) -> list[TimeSpan]:
    """The time expressions of a doc in text order, with the days that they cover where there is an anchor."""
    anchor = anchor_date(doc)
    taken: list[tuple[int, int]] = list(doc._.kg.datelines)
    found: list[tuple[int, int, TimeSpan]] = []
    for pattern, rule in _rules():
        for match in pattern.finditer(doc.text):
            start, end = match.start(), match.end()
            if any(start < e and s < end for s, e in taken) or not _is_time(doc, match):
                continue
            tense = _tense(doc, start, end)
            interval = rule(match, anchor, tense)
            if interval is None:
                continue
            taken.append((start, end))
            found.append((start, end, _record(doc, start, end, interval, anchor)))
    return [time for _, _, time in sorted(found, key=lambda f: f[:2])]


def anchor_date(doc: Doc) -> dt.date | None:
    """The day from which relative expressions are seen: the article's date, if it is a full one."""
    value = (doc._.kg.date or "")[:10]
    try:
        return dt.date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None


def _is_time(doc: Doc, match: re.Match[str]) -> bool:
    groups = match.groupdict()
    month = groups.get("month")
    if month and not month[0].isupper():
        return False
    day = groups.get("day")
    if day and not 1 <= int(day) <= 31:
        return False
    weekday = groups.get("weekday")
    if weekday and not weekday[0].isupper():
        return False
    span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
    if span is None:
        return False
    return not any(
        ent.label_ in ("EVENT", "WORK", "ORG", "PERSON", "AGREEMENT")
        and ent.start < span.end
        and span.start < ent.end
        for ent in span.sent.ents
    )


def _record(doc: Doc, start: int, end: int, interval: Interval, anchor: dt.date | None) -> TimeSpan:
    span = span_of(doc, start, end)
    known = interval.earliest or interval.latest
    absolute = interval.rule in ("date", "month-year", "year", "decade", "range")
    return TimeSpan(
        f"{span.context}/{span.start}-{span.end}", span, " ".join(doc.text[start:end].split()),
        interval.earliest.isoformat() if interval.earliest else None,
        interval.latest.isoformat() if interval.latest else None,
        "throughout" if interval.relation == "throughout" else "within", interval.granularity,
        anchor.isoformat() if anchor and known and not absolute else None, interval.rule,
    )  # fmt: skip


def _tense(doc: Doc, start: int, end: int) -> str:
    """The tense of the verb that governs the expression."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return ""
    for token in (span.root, *span.root.ancestors):
        if token.pos_ in ("VERB", "AUX") or any(c.dep_ in ("cop", "aux", "aux:pass") for c in token.children):
            if tense := _verb_tense(token):
                return tense
    return ""


def _verb_tense(token: Token) -> str:
    helpers = [c for c in token.children if c.dep_ in ("aux", "aux:pass", "cop")]
    words = {c.lower_ for c in helpers}
    if words & {
        "will",
        "’ll",
        "'ll",
        "shall",
        "would",
        "may",
        "might",
        "could",
        "can",
        "should",
        "must",
    } and not words & {"have"}:
        return "future"
    if words & {"has", "have", "’ve", "'ve"}:
        return "perfect"
    if any(c.tag_ == "VBD" for c in helpers) or token.tag_ == "VBD":
        return "past"
    if token.tag_ == "VB" and any(c.lower_ == "to" for c in token.children):
        return "future"
    if token.tag_ == "VBG" and words & {"is", "are", "’re", "'re", "’s", "'s"}:
        return ""
    if token.tag_ == "VBN":
        return "past"
    return ""


def time_of(token: Token, times: list[TimeSpan], doc: Doc) -> TimeSpan | None:
    """The time expression that says when the happening named by the token was.

    That of the token's own dependents first, else of the verb that it is an argument of, else the only one of its
    clause; never one that belongs to the verb of saying above it.
    """
    if not times:
        return None
    heads = _heads(times, doc)
    for node in _frames(token):
        for child in sorted(node.children, key=lambda c: (abs(c.i - token.i), c.i)):
            if (
                child.dep_.split(":")[0] in ("obl", "advmod", "nmod", "compound", "amod", "obj", "dep")
                and child.dep_ != "nmod:poss"
                and child.i in heads
            ):
                return heads[child.i]
    return None


def _heads(times: list[TimeSpan], doc: Doc) -> dict[int, TimeSpan]:
    """The expressions by the token that attaches each to its sentence."""
    shift = doc._.kg.shift
    heads = {}
    for time in times:
        offset = shift if time.span.context == "text" else 0
        span = doc.char_span(time.span.start + offset, time.span.end + offset, alignment_mode="expand")
        if span is not None:
            heads[span.root.i] = time
    return heads


def _frames(token: Token) -> Iterator[Token]:
    """The token, and the verbs above it while they belong to the same happening."""
    yield token
    node = token
    for _ in range(3):
        parent = node.head
        if parent == node or node.dep_ in (
            "ccomp",
            "csubj",
            "acl:relcl",
            "parataxis",
            "advcl",
            "ROOT",
            "nmod:poss",
        ):
            return
        if node.dep_ == "conj" and node.pos_ == "VERB" and any(c.dep_ == "nsubj" for c in node.children):
            return
        if (
            node.pos_ == "VERB"
            and node.dep_ in ("xcomp", "acl")
            and parent.lemma_ in ("plan", "expect", "agree", "schedule", "promise", "vow", "decide")
        ):
            return
        node = parent
        yield node

"""The forms of simple time expressions, over the letters of `kg.extract.time_word`.

What an expression means is told elsewhere (`kg.extract.interval`): here it only gets a kind and its parts.
"""

import re
from dataclasses import dataclass, field

from kg.extract.time_check import is_meant
from kg.extract.time_data import Value
from kg.extract.time_word import Coded

__all__ = ["Expression", "expression_at", "simple_expressions"]


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression: characters `start <= i < end`, its kind, its parts; `inner` are what it is made of.

    `before` and `behind` are the letters of the words around it.
    """

    kind: str
    start: int
    end: int
    parts: dict[str, Value] = field(default_factory=dict)
    inner: tuple["Expression", ...] = ()
    before: str = ""
    behind: str = ""
    first: int = 0
    last: int = 0


_COUNT = r"(?P<count>q?No?|1|q)"


_COUNT_2 = r"(?P<count_2>q?No?|1)"


_OTHER_YEAR = r"(?:,?o?(?P<year_which>[LTX])Y(?!'))"


_OF_YEAR = r"(?:o(?:(?P<year>0)|(?P<year_which>[LTX])Y|(?P<year_this>t)Y(?!'))|(?P<year_2>0))"


_DATE_END = rf"(?:,?(?P<year>0)|{_OTHER_YEAR})?"


_GRAMMAR: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (kind, key, re.compile(form))
    for kind, key, form in (
        ("iso", "=", r"(?P<iso>=)"),
        ("set", "y", r"(?P<every>y)[1NO]?[UYWwPH]"),
        ("set", "I", r"(?P<every>I)"),
        ("set", "2", r"(?P<every>2)q[UY]"),
        ("season", "S", r"t?(?P<season>S)o?(?P<year>0)-1(?!-)"),
        ("years", "0", r"(?P<year>0)-(?P<year_to>[01])(?!-)"),
        # Wednesday, Feb. 22-24, 2023; December 22, last year; 22 February 2023; the 3rd of January
        ("date", "M", (r"(?:(?P<weekday>[Wv])\.?,?)?(?:P(?=M)|t?P[on](?=M)|t(?P<week>U)o)?(?P<month>M)\.?(?P<day>[1O])"
                      rf"(?:(?:-|z|&|h)(?P<day_to>[1O])(?!\.?M))?{_DATE_END}")),
        ("date", "M", (r"(?:(?P<weekday>[Wv])\.?,?)?t?(?P<day>[1O])(?:(?:-|z|&)(?P<day_to>[1O]))?o?(?P<month>M)\.?"
                      rf"{_DATE_END}")),
        ("month", "M", rf"(?:(?P<edge>E)-?)?(?P<month>M)\.?(?:,?o?(?P<year>0)|{_OTHER_YEAR})"),
        ("quarter", "Q", rf"t?(?P<nth>[OL])-?(?P<half>Q){_OF_YEAR}?"),
        ("quarter", "4", rf"(?P<nth>4){_OF_YEAR}?"),
        ("quarter", "o", rf"t?(?P<nth>[OL])(?P<months>[1N])(?P<unit>U){_OF_YEAR}"),
        ("edge", "k", (r"t?(?P<edge>k)o(?:t(?P<unit>[UYw])(?!['0])|(?P<which>[LTX])(?P<unit_2>[UYw])"
                      r"|(?P<month>M)\.?(?:,?(?P<year>0))?|(?P<year_2>0))")),
        ("edge", "k", r"t?(?P<unit>[UY])'(?P<edge>k)"),
        ("relative-day", "K", r"tU(?P<beside>[BA])(?P<day>K)"),
        ("relative-day", "K", r"[EGJ]?(?P<day>K)P?"),
        ("relative-day", "P", r"[EGJ]?(?P<this>T)P|(?P<night>L)(?P<night_2>P)"),
        ("weekday", "W", r"(?:[EGJ]n?|t?EUo|q(?P<plus>U)r)?(?:T?(?P<which>[VF])|(?P<which_2>[LXT]))?(?P<weekday>W)P?"),
        ("calendar", "L", r"t(?P<unit>[UY])(?P<beside>B)(?P<which>L)"),
        ("ago", "g", rf"(?P<about>m*){_COUNT}?(?P<unit>[UY])g"),
        ("relative-event", "", r"(?P<about>m*)(?:(?P<count>q?No?|1|q|(?=U)))(?P<unit>[UY])(?P<shift>[GJ]|[BA](?![KL]))"),
        ("coming", "X", r"(?P<prep>[iufj])t(?P<next>X)(?P<unit>[UY])"),
        ("relative-event", "", (r"(?<!z)t(?P<unit>[UYP])(?P<shift>[BA])(?![KL])|[GJ]?(?:t?(?P<which>d)|t(?P<which_2>X))(?P<unit_2>[UYPw])(?![o])"
                               r"|[GJ]it(?P<day>[UP])(?!')|it(?P<part>P)(?!['o])")),
        ("weekend", "w", r"(?:(?P<which>[LXF])|T?(?P<which_2>[VF])|(?P<which_3>T)|[uni@]?t)(?P<unit>w)(?!x)"),
        ("recent", "R", r"[iu]?(?P<which>R)(?P<unit>U)"),
        ("recent", "", rf"(?P<prep>[iuf])?t[LV]{_COUNT}?(?P<unit>[UY])(?!o)|(?P<prep_2>[iuf])V{_COUNT_2}(?P<unit_2>U)"),
        ("coming", "", rf"[iufj]?t?(?:(?P<next>X)|F){_COUNT}(?P<unit>[UY])|[iufj]?tF{_COUNT_2}?(?P<unit_2>[UY])"),
        ("span", "", rf"(?P<prep>[ij])(?P<about>m*){_COUNT}(?P<unit>[UY])(?!g)"),
        ("span", "a", rf"(?P<about>m*){_COUNT}(?P<unit>[UY])(?P<prep>a)"),
        ("span", "j", r"(?P<prep>j)(?P<about>m*)t?(?P<unit>U)(?!g)"),
        ("duration", "", rf"(?P<prep>[fui])(?P<about>m*)(?:{_COUNT}(?:z[1N])?)?(?P<unit>[UY])(?!g)"),
        ("duration", "o", rf"(?P<about>m*){_COUNT}(?P<unit>[UY])(?P<of>(?=o))"),
        ("calendar", "", r"(?P<edge>[EGJ])?(?P<which>[LTX])(?P<unit>[UYQ])|(?P<edge_2>[GJ])it(?P<unit_2>[UY])(?!')"),
        ("season", "S", (r"(?P<which>[LTXV])(?P<season>S)|t?(?P<season_2>S)o?(?P<year>0)|i(?P<definite>t)(?P<season_3>S)(?![ocx'])"
                        r"|(?<=[slbB])t?(?P<season_4>S)(?![ocx'])")),
        ("month", "M", r"(?:(?P<which>[LTX])|(?P<edge>E)-?)?(?P<month>M)"),
        ("decade", "D", r"t?(?:(?P<edge>E)-?)?(?P<decade>D)"),
        ("century", "O", r"t?(?:(?P<edge>E)-?)?(?P<nth>O)(?P<unit>U)"),
        ("year", "0", r"(?:(?P<edge>E)-?)?(?P<year>0)"),
        ("holiday", "H", r"(?P<which>[LTX])?(?P<holiday>H)(?:,?o?(?P<year>0))?"),
        ("period", "Z", r"t?(?P<period>Z)"),
        ("clock", "C", r"(?P<clock>m*[BA]?C)"),
        ("clock", "p", r"(?P<clock>m*[BA]?p)"),
    )
)  # fmt: skip
"""Kind, a letter without which the form cannot match, form; tried in this order, a word belongs to the first that takes it."""


def simple_expressions(coded: Coded) -> list[Expression]:
    """The expressions that match a form and mean a time, in order and not overlapping."""
    codes = coded.codes
    taken = bytearray(len(codes))
    found: list[Expression] = []
    for kind, key, pattern in _GRAMMAR:
        if key and key not in codes:
            continue
        for match in pattern.finditer(codes):
            first, last = match.span()
            last -= coded.ends_sentence(last - 1)
            if any(taken[first:last]):
                continue
            parts = _parts(coded, match)
            if is_meant(kind, parts, coded, first, last):
                taken[first:last] = b"\1" * (last - first)
                found.append(expression_at(coded, kind, first, last, parts))
    return sorted(found, key=lambda e: e.start)


def expression_at(
    coded: Coded,
    kind: str,
    first: int,
    last: int,
    parts: dict[str, Value],
    inner: tuple[Expression, ...] = (),
) -> Expression:
    """An expression of the words `first <= i < last`."""
    codes = coded.codes
    before, behind = codes[first - 1 : first], codes[last : last + 1]
    start, end = coded.starts[first], coded.ends[last - 1]
    return Expression(kind, start, end, parts, inner, before, behind, first, last)


def _parts(coded: Coded, match: re.Match[str]) -> dict[str, Value]:
    """The named parts with the values of their words; `name_2` is another place of `name`."""
    parts: dict[str, Value] = {}
    for name, group in match.groupdict().items():
        if group is None:
            continue
        at = match.start(name)
        plain = name.rstrip("_234")
        if plain == "count":
            at += next((i for i, code in enumerate(group) if code in "N1"), 0)
        if plain == "about":
            parts[plain] = " ".join(str(value) for value in coded.values[at : at + len(group)])
        elif group or plain != "count":
            parts[plain] = coded.values[at]
    return parts

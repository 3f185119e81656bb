"""A text as one letter a word, so that a grammar of time is a set of regular expressions over a short string.

Each word of `time_words.tsv` has its letter: "late on Feb. 22" is `EnM.1`. Letters beside those of the data file:
`1` a number from 1 to 31 in digits, `0` a number of four digits that may be a year, `N` another count, `D` a decade
(`1990s`), `4` a quarter (`Q3`), `=` an ISO date, `C` a time of day, `H` a holiday, `Z` a period of history, `"` a possessive, `-` a dash, `c` another
word with a capital, `x` anything else, `|` the end of a paragraph.
"""

import re
from functools import cache

from kg.extract.time_data import Value, holidays, periods, words

__all__ = ["Coded"]


@cache
def _lexer() -> re.Pattern[str]:
    zone = r"(?:local(?:\stime)?|[A-Z]{2,4}\b|\w+\stime\b)"
    clock = (
        r"(?:\d{1,2}(?:[:.]\d{2})?\s?(?:[apAP]\.[mM]\.|[apAP]\.?[mM]\b|o['’]clock)|\d{1,2}:\d{2}(?![:.]?\d))"
        rf"(?:\s(?:{zone}))?(?:\s[({{]\d{{1,2}}:?\d{{2}}(?:\s?[ap]\.?m\.?)?\s[A-Z]{{2,4}}\))?"
    )
    return re.compile(
        r"(?P<quarter>Q[1-4]\b)|(?P<word>[^\W\d_]+)|(?P<stop>[.,])"
        rf"|(?P<clock>{clock})|(?P<iso>[12]\d{{3}}-[01]\d-[0-3]\d\b)"
        r"|(?P<decade>(?:[12]\d|['’])\d0s\b)|(?P<ordinal>\d{1,2}(?:st|nd|rd|th)\b)"
        r"|(?P<number>\d+(?:[.,:]\d+)*)|(?P<possessive>['’]s?(?!\w))|(?P<dash>[-–])"
        r"|(?P<paragraph>\n\s*\n\s*)|(?P<other>[^\s\w])"
    )


@cache
def _names() -> tuple[frozenset[str], re.Pattern[str]]:
    """The first words of holidays and periods, and their whole names."""
    names = sorted([*holidays(), *periods()], key=len, reverse=True)
    firsts = frozenset(re.split(r"\W", name)[0] for name in names)
    return firsts, re.compile(
        "(?:" + "|".join(re.escape(name).replace(r"\ ", r"\s") for name in names) + r")\b"
    )


_NEAR_A_TIME = re.compile(r"[xc|]?[^xc|]*[WvIMKPpUYwQSO0D=CHZ4][^xc|]*[xc|]?")
"""Words that may be part of a time expression, with the word before and behind them."""


class Coded:
    """A text as letters, with the place and the value of each word; only what stands near a word of time."""

    def __init__(self, text: str) -> None:
        self.text = text
        letters, values, spans = self._read(text)
        codes = "".join(letters)
        kept = [i for match in _NEAR_A_TIME.finditer(codes) for i in range(*match.span())]
        self.codes = "".join([letters[i] for i in kept])
        self.values = [values[i] for i in kept]
        self.starts = [spans[i][0] for i in kept]
        self.ends = [spans[i][1] for i in kept]

    @staticmethod
    def _read(text: str) -> tuple[list[str], list[Value], list[tuple[int, int]]]:
        """Letter, value and place of every word; most of the cost of finding times is here."""
        letters: list[str] = []
        values: list[Value] = []
        spans: list[tuple[int, int]] = []
        known, (firsts, names) = words(), _names()
        behind_name = 0
        for match in _lexer().finditer(text):
            piece, span = match[0], match.span()
            if span[0] < behind_name:
                continue
            if (pair := known.get(piece)) is None:
                kind = match.lastgroup
                pair = ("c" if piece[0].isupper() else "x", piece) if kind == "word" else _coded(kind, piece)
            if piece in firsts and (name := names.match(text, span[0])):
                pair, span = _coded("named", name[0]), name.span()
                behind_name = span[1]
            letters.append(pair[0])
            values.append(pair[1])
            spans.append(span)
        return letters, values, spans

    def ends_sentence(self, at: int) -> bool:
        """Whether a full stop belongs to the sentence, not to an abbreviated month."""
        if self.codes[at] != ".":
            return False
        word = self.text[self.starts[at - 1] : self.ends[at - 1]]
        return len(word) > len("Sept") or word.lower() in {"may", "june", "july"}


_FIXED = {"clock": "C", "iso": "=", "possessive": "'", "dash": "-", "paragraph": "|"}


def _coded(kind: str | None, piece: str) -> tuple[str, Value]:
    """Letter and value of what is not a plain word."""
    if kind == "number":
        return _number(piece)
    if kind == "decade":
        year = int(piece[:-1]) if piece[0].isdigit() else 1900 + int(piece[1:3])
        return "D", year
    if kind == "quarter":
        return "4", int(piece[1])
    if kind == "ordinal":
        return "O", int(piece[:-2])
    if kind == "named":
        name = " ".join(piece.split())
        return ("H" if name in holidays() else "Z"), name
    return (piece if kind == "stop" else _FIXED.get(kind or "", "x")), piece


def _number(piece: str) -> tuple[str, Value]:
    if not piece.isdigit():
        return "x", piece
    number = int(piece)
    if len(piece) == 4 and 1000 <= number <= 2200:
        return "0", number
    if len(piece) <= 2 and 1 <= number <= 31:
        return "1", number
    return ("N", number) if len(piece) <= 3 and number else ("x", piece)

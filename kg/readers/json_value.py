"""JSON values as newsrooms have them: commas too many, keys twice, broken ones between good ones, lists of any length."""

import json
import re
from collections.abc import Iterator
from typing import Any

from kg.errors import FormatError
from kg.readers.fields import field_of

__all__ = ["elements", "parse", "parse_object"]

MAX_VALUE_CHARS = 12_100_000
"""Longest value of a list that is looked for to its end, as for a line of JSON Lines."""

_BETWEEN = re.compile(r"[\s,\x1e]*")
_STRING_OR_COMMA = re.compile(r'(?P<string>"(?:[^"\\]|\\.)*")|,\s*(?P<end>[}\]])', re.DOTALL)
_BEHIND_OBJECT = re.compile(r"(?<=\})\s*,?\s*(?=\{)")


def parse(text: str) -> Any:
    """The value of a JSON text; one with commas before what closes it is read as if they were not there.

    Raises `FormatError` that says where it is broken.

    >>> parse('{"a": [1, 2,],}')
    {'a': [1, 2]}
    """
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        fault = _fault(error)
    mended = _STRING_OR_COMMA.sub(lambda found: found["string"] or found["end"], text.strip().rstrip(","))
    try:
        return _DECODER.decode(mended)
    except (ValueError, RecursionError):
        raise fault from None


def parse_object(text: str) -> dict[str, Any] | None:
    """The object that a text is; None if it is none."""
    try:
        value = _DECODER.decode(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def elements(pieces: Iterator[str]) -> Iterator[Any]:
    """The values in the pieces of a JSON text, one behind the other or in a list; a broken one is a `FormatError` in its place.

    Behind it the next object is looked for that begins a line as the first did, or follows another. No more than one
    value is held.

    >>> list(elements(iter(['[{"a": 1}, {"a"', ': 2}]'])))
    [{'a': 1}, {'a': 2}]
    """
    return _Elements(pieces).read()


class _Elements:
    def __init__(self, pieces: Iterator[str]) -> None:
        self.pieces = pieces
        self.text, self.place, self.lines = "", 0, 0
        self.again = _BEHIND_OBJECT

    def read(self) -> Iterator[Any]:
        """All values in their order."""
        while not self.text.strip() and self._more():
            pass
        self.place = len(self.text) - len(self.text.lstrip())
        self.place += self.text.startswith("[", self.place)
        self._skip()
        line = self.text.rfind("\n", 0, self.place) + 1
        if line and not self.text[line : self.place].strip():
            self.again = re.compile(rf"^{self.text[line : self.place]}(?=\{{)", re.MULTILINE)
        while self.place < len(self.text) and self.text[self.place] != "]":
            yield self._next()
            self._skip()

    def _next(self) -> Any:
        while True:
            try:
                value, end = _DECODER.raw_decode(self.text, self.place)
            except (ValueError, RecursionError) as error:
                if self._may_go_on(error) and self._more():
                    continue
                return self._broken(error)
            if end == len(self.text) and not isinstance(value, dict | list | str) and self._more():
                continue
            self.place = end
            return value

    def _may_go_on(self, error: Exception) -> bool:
        """Whether a value may be broken only because its end has not been read."""
        if not isinstance(error, json.JSONDecodeError) or len(self.text) - self.place > MAX_VALUE_CHARS:
            return False
        return error.pos > len(self.text) - 20 or "Unterminated" in error.msg

    def _broken(self, error: Exception) -> Any:
        """The value up to the next one if commas are all that is wrong, else the fault."""
        found = self.again.search(self.text, self.place + 1)
        while found is None and len(self.text) - self.place <= MAX_VALUE_CHARS and self._more():
            found = self.again.search(self.text, self.place + 1)
        end = found.end() if found else len(self.text)
        fault = _fault(error, self.lines)
        try:
            value = parse(self.text[self.place : end].rstrip(" \t\r\n,]"))
        except FormatError:
            value = fault
        self.place = end
        return value

    def _skip(self) -> None:
        self.place = _BETWEEN.match(self.text, self.place).end()  # type: ignore[union-attr] # it may be empty
        while self.place == len(self.text) and self._more():
            self.place = _BETWEEN.match(self.text, self.place).end()  # type: ignore[union-attr] # it may be empty

    def _more(self) -> bool:
        """Read on, twice as much each time for one value; what lies behind is let go."""
        wanted, found = max(1, len(self.text) - self.place), []
        while wanted > 0 and (piece := next(self.pieces, "")):
            found.append(piece)
            wanted -= len(piece)
        if not found:
            return False
        self.lines += self.text.count("\n", 0, self.place)
        self.text, self.place = self.text[self.place :] + "".join(found), 0
        return True


def _fault(error: Exception, lines: int = 0) -> FormatError:
    if not isinstance(error, json.JSONDecodeError):
        return FormatError(f"JSON that cannot be read: {error}")
    line = lines + error.lineno
    where = f"line {line}, column {error.colno}" if line > 1 else f"column {error.colno}"
    return FormatError(f"not JSON: {error.msg.removesuffix(' at')} at {where}")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; of a key that stands in it twice the last value that says something.

    Raises `ValueError` if two texts stand in it.
    """
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    for key, value in pairs:
        if value in (None, "", [], {}):
            continue
        if field_of(key) == "text" and found.get(key) not in (None, "", value):
            raise ValueError(f"field {key!r} stands in it twice, with different texts")
        found[key] = value
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_object, strict=False)

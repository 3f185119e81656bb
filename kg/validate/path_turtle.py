"""Property paths as SPARQL writes them, turned into the lists and nodes by which SHACL writes them."""

import re
from collections.abc import Iterator

__all__ = ["path_turtle"]

TOKEN = re.compile(r"<[^<>]*>|[A-Za-z][\w-]*:[\w-]+|[()|/^*+?]")
SUFFIXES = {"*": "sh:zeroOrMorePath", "+": "sh:oneOrMorePath", "?": "sh:zeroOrOnePath"}


def path_turtle(path: str) -> str:
    """Write a SPARQL property path as SHACL does, "" when it cannot be read.

    >>> path_turtle("(kg:agent|kg:patient)/rdf:type")
    '( [ sh:alternativePath ( kg:agent kg:patient ) ] rdf:type )'
    """
    tokens = TOKEN.findall(path)
    if "".join(tokens) != path or not tokens:
        return ""
    reader = _Reader(iter(tokens))
    text = reader.alternatives()
    return text if reader.next is None else ""


class _Reader:
    """A path, token by token."""

    def __init__(self, tokens: Iterator[str]) -> None:
        self.rest = tokens
        self.next = next(tokens, None)

    def step(self) -> str:
        now, self.next = self.next or "", next(self.rest, None)
        return now

    def alternatives(self) -> str:
        parts = [self.sequence()]
        while self.next == "|":
            self.step()
            parts.append(self.sequence())
        return parts[0] if len(parts) == 1 else f"[ sh:alternativePath ( {' '.join(parts)} ) ]"

    def sequence(self) -> str:
        parts = [self.element()]
        while self.next == "/":
            self.step()
            parts.append(self.element())
        return parts[0] if len(parts) == 1 else f"( {' '.join(parts)} )"

    def element(self) -> str:
        if self.next == "^":
            self.step()
            return f"[ sh:inversePath {self.element()} ]"
        text = self.step()
        if text == "(":
            text = self.alternatives()
            self.step()
        while self.next in SUFFIXES:
            text = f"[ {SUFFIXES[self.step()]} {text} ]"
        return text

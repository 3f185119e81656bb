"""Where a fault stands: file and line of the triple, and the words of the article that it is about."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

from pyoxigraph import Literal, Quad

from kg.packing import open_packed, plain_name
from kg.rdf.vocabulary import NIF, PREFIXES
from kg.validate.finding import Finding

__all__ = ["Passage", "Place", "find_places", "passage_of"]

_LINE = re.compile(r"\s*(<[^>]*>|_:\S+)\s+<([^>]*)>\s+(.*)")
_STEP = re.compile(r"[A-Za-z][\w-]*:[\w-]+|<[^>]*>")
_AT_ID = re.compile(r'"@id"\s*:\s*"((?:[^"\\]|\\.)*)"')
_SPAN = re.compile(r"/(text|headline)/(\d{1,9})-(\d{1,9})(?=$|[/#-])")
_TOKEN = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\s]*>)|(?P<long>\"{3}|'{3})|(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    r"""|(?P<comment>\#.*)|(?P<mark>[.;,\[\](){}])|(?P<word>[^\s.;,\[\](){}<>"'\#](?:[^\s;,\[\](){}<>"']*[^\s.;,\[\](){}<>"'])?)"""
)
_ESCAPED = re.compile(r"\\.")
_AROUND = 80
"""Characters that are shown at either side of the words where no sentence ends."""
_SENTENCE_END = re.compile(r"[.!?]['\"”’)]*\s+|\n")
_LARGEST = 1 << 24


class Place(NamedTuple):
    """A line of a file, from 1."""

    file: str
    line: int


class Passage(NamedTuple):
    """Offsets in an article's text (or headline), and the sentence before, in and behind them; "" where the dump lacks it."""

    start: int
    end: int
    before: str = ""
    words: str = ""
    behind: str = ""


class _Said(NamedTuple):
    """Something said on a line: IRIs, "" where it is none or unknown; the object as N-Triples has it."""

    line: int
    subject: str
    predicate: str
    value: str


@dataclass(slots=True)
class _Wanted:
    """A finding that is looked for: its predicate and value, and how well the best line so far fits."""

    finding: Finding
    predicate: str
    fit: int = 0
    place: Place = field(default_factory=lambda: Place("", 0))

    def see(self, said: _Said, file: str) -> None:
        """Take the line if it fits better than those before."""
        fit = 1
        if self.predicate and said.predicate == self.predicate:
            fit = 3 if self.finding.value and said.value == self.finding.value else 2
        if fit > self.fit:
            self.fit, self.place = fit, Place(file, said.line)


def find_places(files: Sequence[Path], findings: Iterable[Finding]) -> dict[Finding, Place]:
    """The line of each finding: of its triple, else of its predicate, else the first about its node.

    The files are read once more, as text: N-Quads, N-Triples, TriG and Turtle by their triples, JSON-LD by its `@id`.
    Findings about blank nodes, and in lines that are longer than 16 MB, have no place.
    """
    wanted: dict[str, list[_Wanted]] = {}
    for finding in findings:
        wanted.setdefault(finding.focus, []).append(_Wanted(finding, _predicate(finding.path)))
    if not wanted:
        return {}
    for path in files:
        with open_packed(path) as stream:
            for said in _said(path, stream, wanted):
                for one in wanted.get(said.subject, ()):
                    one.see(said, str(path))
    return {one.finding: one.place for group in wanted.values() for one in group if one.fit}


def _predicate(path: str) -> str:
    """The predicate at which a path begins, "" for an inverse one."""
    match = _STEP.match(path.lstrip("("))
    return _expand(match[0], PREFIXES) if match is not None else ""


def _expand(word: str, prefixes: Mapping[str, str], base: str = "") -> str:
    """A term of Turtle as an IRI, "" if it is none."""
    if word.startswith("<"):
        iri = word[1:-1]
        return iri if ":" in iri.partition("/")[0] or not base else base + iri
    prefix, colon, local = word.partition(":")
    if not colon or prefix not in prefixes:
        return ""
    return prefixes[prefix] + _ESCAPED.sub(lambda match: match[0][1], local)


def _said(path: Path, stream: IO[bytes], wanted: Mapping[str, object]) -> Iterator[_Said]:
    end = Path(plain_name(path.name)).suffix
    if end in {".nq", ".nt"}:
        return _of_lines(stream, wanted)
    return _of_json(stream, wanted) if end == ".jsonld" else _of_turtle(stream)


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, str]]:
    at = 1
    while raw := stream.readline(_LARGEST):
        if raw.endswith(b"\n") or len(raw) < _LARGEST:
            yield at, raw.decode("utf-8", "replace")
            at += 1


def _of_lines(stream: IO[bytes], wanted: Mapping[str, object]) -> Iterator[_Said]:
    for at, line in _lines(stream):
        match = _LINE.match(line)
        if match is not None and match[1][1:-1] in wanted:
            yield _Said(at, match[1][1:-1], match[2], _first_term(match[3]))


def _first_term(text: str) -> str:
    """The first term of the rest of a line of N-Quads, with its language or datatype."""
    match = _TOKEN.match(text)
    if match is None or match["string"] is None:
        return match[0] if match is not None else ""
    return match[0] + (re.match(r"@[\w-]+|\^\^<[^>]*>", text[match.end() :]) or [""])[0]


def _of_json(stream: IO[bytes], wanted: Mapping[str, object]) -> Iterator[_Said]:
    tails = {iri.rpartition("/")[2]: iri for iri in sorted(wanted, reverse=True)}
    for at, line in _lines(stream):
        for match in _AT_ID.finditer(line):
            iri = match[1] if match[1] in wanted else _expand(match[1], PREFIXES)
            if iri not in wanted:
                iri = tails.get(match[1].rpartition("/")[2].rpartition(":")[2], "")
                iri = iri if iri.endswith(match[1].partition(":")[2] or match[1]) else ""
            if iri:
                yield _Said(at, iri, "", "")


@dataclass(slots=True)
class _Turtle:
    """Where in a Turtle or TriG file we are."""

    prefixes: dict[str, str] = field(default_factory=dict)
    base: str = ""
    subject: str = ""
    predicate: str = ""
    predicate_line: int = 0
    depth: int = 0
    terms: int = 0
    directive: list[str] = field(default_factory=list)

    def mark(self, mark: str) -> None:
        """Take a punctuation mark."""
        if mark in "[(":
            self.depth += 1
            self.terms += self.depth == 1
        elif mark in "])":
            self.depth = max(0, self.depth - 1)
        elif mark in "{}" or (mark == "." and not self.depth):
            self.depth, self.terms, self.subject, self.predicate = 0, 0, "", ""
        elif mark == ";" and not self.depth:
            self.terms, self.predicate = 1, ""

    def term(self, text: str, line: int) -> _Said | None:
        """Take a term; what it says, if it is a predicate or an object."""
        if self.directive:
            self._direct(text)
            return None
        if self.depth or text[:1] in "@^":
            return None
        if text.casefold() in {"prefix", "base"}:
            self.directive = [text]
            return None
        if text.casefold() == "graph" and not self.terms:
            return None
        iri = PREFIXES["rdf"] + "type" if text == "a" else _expand(text, self.prefixes, self.base)
        self.terms += 1
        if self.terms == 1:
            self.subject = iri
            return None
        if self.terms == 2:
            self.predicate, self.predicate_line = iri, line
            return _Said(line, self.subject, iri, "")
        return _Said(line, self.subject, self.predicate, f"<{iri}>" if iri else text)

    def _direct(self, text: str) -> None:
        """Take a word of `@prefix name: <iri>` or `@base <iri>`."""
        if not text.startswith("<"):
            self.directive.append(text)
            return
        if len(self.directive) > 1:
            self.prefixes[self.directive[1].removesuffix(":")] = _expand(text, {}, self.base)
        else:
            self.base = text[1:-1]
        self.directive = []


def _of_turtle(stream: IO[bytes]) -> Iterator[_Said]:
    state, closing = _Turtle(), ""
    for at, line in _lines(stream):
        start = 0
        if closing:
            end = _ESCAPED.sub("  ", line).find(closing)
            if end < 0:
                continue
            start, closing = end + 3, ""
        while (match := _TOKEN.search(line, start)) is not None:
            start = match.end()
            if match["comment"] is not None:
                break
            said = None
            if match["long"] is not None:
                said = state.term('"', at)
                end = _ESCAPED.sub("  ", line).find(match["long"], start)
                if end < 0:
                    closing = match["long"]
                else:
                    start = end + 3
            elif match["mark"] is not None:
                state.mark(match["mark"])
            elif match["word"] in {"@prefix", "@base"}:
                state.directive = [match["word"]]
            else:
                said = state.term(match[0], at)
            if said is not None and said.subject:
                yield said
            if closing:
                break


def passage_of(finding: Finding, quads: Iterable[Quad], folder: Path) -> Passage | None:
    """The words that a finding is about, by the offsets in the IRI of its node; None for a node without.

    They are read from the graph, or from the `text/` beside it in the folder of a dump.
    """
    match = _SPAN.search(finding.focus)
    if match is None or not finding.article:
        return None
    start, end = int(match[2]), int(match[3])
    context = f"{finding.article}/{match[1]}"
    text = _text_in(quads, context)
    if text is None and match[1] == "text":
        text = _text_beside(folder / "text" / f"{finding.article.rpartition('/')[2]}.txt")
    if text is None or not start < end <= len(text):
        return Passage(start, end)
    before = [m.end() for m in _SENTENCE_END.finditer(text, max(0, start - _AROUND), start)]
    first = before[-1] if before else max(0, start - _AROUND)
    behind = _SENTENCE_END.search(text, end, end + _AROUND)
    last = behind.start() + 1 if behind is not None else min(len(text), end + _AROUND)
    return Passage(start, end, text[first:start], text[start:end], text[end:last])


def _text_in(quads: Iterable[Quad], context: str) -> str | None:
    said = ((q.subject, q.object) for q in quads if q.predicate == NIF.isString)
    found = (o.value for s, o in said if isinstance(o, Literal) and str(s) == f"<{context}>")
    return next(found, None)


def _text_beside(path: Path) -> str | None:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read(_LARGEST)
    except (OSError, UnicodeDecodeError):
        return None

"""Which lines of a page are what: newspaper line, headline, deck, byline, date line, body, caption, trailer.

Works on the text as it is; all ranges count code points in it. The rules are careful: what is not clearly
something else is body.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.article import Section
from kg.readers.agency import agency_named, rows
from kg.readers.byline import Byline, is_job, read_byline
from kg.readers.dateline import Dateline, read_date_line, read_dateline
from kg.readers.dates import find_date
from kg.readers.english import foreign_language, may_be_mixed
from kg.readers.furniture import caption_range, is_ending, kind_of

__all__ = ["Layout", "lay_out", "names_newspaper", "split_publication"]

MAX_HEADLINE_WORDS = 24
MAX_DECK_WORDS = 40
MAX_AUTHOR_WORDS = 7
MAX_HEADER_LINES = 12
"""Lines before the body that are looked at."""
EDGE_LINES = 4
"""So many lines at either end of a page may be the note of a correction."""

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_TOWN = re.compile(r"(?P<name>[^()]{2,60}?)\s*\((?P<town>[^()]{2,40})\)")
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
_FULL_STOP = re.compile(r"[.…:;,][\"'”’)\]]*$|[\"”]$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without white space at its ends; `gap` counts line ends before it."""

    text: str
    start: int
    gap: int

    @property
    def end(self) -> int:
        """Where the line ends, excluded."""
        return self.start + len(self.text)

    @property
    def words(self) -> int:
        """Number of words."""
        return self.text.count(" ") + 1


@dataclass(slots=True)
class Layout:
    """The sections of a page, in order and not overlapping, and what the lines say about the article.

    `corrections` are notes of what was wrong before, `paywall` the line with which a page asks for money.
    """

    sections: tuple[Section, ...] = ()
    publisher: str | None = None
    publisher_place: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    credit: str | None = None
    dateline: Dateline | None = None
    corrections: tuple[str, ...] = ()
    paywall: Line | None = None
    _found: list[Section] = field(default_factory=list)

    def add(self, section: Section) -> None:
        """Take a line as a section of its own; paragraphs of the body join later."""
        self._found.append(section)

    def note(self, kind: str, line: Line) -> str:
        """The section that a line of this kind of furniture is; what it says is kept."""
        if kind == "correction":
            self.corrections += (line.text,)
        elif kind == "paywall":
            self.paywall = min(self.paywall or line, line, key=lambda found: found.start)
        return "caption" if kind == "caption" else "trailer"


def lay_out(text: str, *, title: str | None = None, authors: Sequence[str] = ()) -> Layout:
    """The layout of a page's text; a first line that repeats `title` is not content again.

    Lines above the body that begin with one of these `authors` say who wrote the article.
    """
    lines = _lines(text)
    layout = Layout()
    last = _skip_trailer(lines, layout)
    first = _read_header(lines[:last], _Header(lines[:last], layout, title, authors))
    body = _read_body(lines[first:last], layout, first=first, is_mixed=may_be_mixed(text))
    layout.sections = tuple(sorted([*layout._found, *body], key=lambda section: section.start))  # noqa: SLF001
    return layout


def split_publication(line: str) -> tuple[str, str | None]:
    """A newspaper line as name and town.

    >>> split_publication("Times-Call (Longmont)")
    ('Times-Call', 'Longmont')
    """
    if match := _TOWN.fullmatch(line.strip()):
        return match["name"], match["town"]
    return line.strip(), None


def _lines(text: str) -> list[Line]:
    found = []
    previous_end = 0
    for match in _LINE.finditer(text):
        piece = match.group()
        stripped = piece.strip()
        if not stripped:
            continue
        start = match.start() + piece.index(stripped[0])
        between = text[previous_end:start]
        gap = between.count("\n") or between.count("\r")
        found.append(Line(stripped, start, gap))
        previous_end = start + len(stripped)
    return found


def _skip_trailer(lines: Sequence[Line], layout: Layout) -> int:
    """Index of the first line of the trailer; never the whole page."""
    last = len(lines)
    while last > 1:
        line = lines[last - 1]
        kind = kind_of(line.text, at_edge=True)
        if kind in (None, "caption") and not is_ending(line.text):
            kind = _under_heading(lines, last - 1)
        elif kind in (None, "caption"):
            kind = "trailer"
        if kind is None:
            break
        last -= 1
        layout.add(Section(layout.note(kind, line), line.start, line.end))
    layout.corrections = layout.corrections[::-1]
    return last


def _under_heading(lines: Sequence[Line], index: int) -> str | None:
    """A last line is what was wrong if the line before it says no more than "Corrections & clarifications"."""
    if index < 2 or (before := lines[index - 1]).words > 3:
        return None
    return "correction" if kind_of(before.text, at_edge=True) == "correction" else None


def _read_header(lines: Sequence[Line], state: "_Header") -> int:
    """Index of the first line of the body, having noted what stands above it."""
    index = 0
    while index < min(len(lines), MAX_HEADER_LINES) and state.take(index):
        index += 1
    return index


class _Header:
    """Reads header lines one by one until the body begins."""

    def __init__(
        self, lines: Sequence[Line], layout: Layout, title: str | None, authors: Sequence[str]
    ) -> None:
        self.lines = lines
        self.layout = layout
        self.known = tuple(authors)
        self.title = _squeezed(title) if title else None
        self.seen: list[str] = []

    def take(self, index: int) -> bool:
        """Note the line if it belongs to the header; False if the body begins with it."""
        line = self.lines[index]
        kind = self._kind(index, line)
        if kind is None:
            return False
        self.seen.append(kind)
        for section in _sections(kind, line):
            self.layout.add(section)
        return True

    def _kind(self, index: int, line: Line) -> str | None:
        if self.title and "trailer" not in self.seen and _squeezed(line.text) == self.title:
            return "trailer"  # the title is a context of its own and is not read twice
        if date := read_date_line(line.text):
            self.layout.date = self.layout.date or date
            return "dateline"
        kind = kind_of(line.text, at_edge=True)
        if kind not in (None, "caption", "credit", "time"):
            return self.layout.note(kind, line)
        has_more = index + 1 < len(self.lines)
        if (dated := find_date(line.text)) and (date := read_date_line(line.text[dated[1] :])):
            byline = read_byline(line.text[: dated[1]].rstrip(" ,|–—-"), lenient=False)
            if byline is not None and has_more:
                self.layout.date = self.layout.date or date
                return self._byline(byline, line.text[: dated[1]].rstrip(" ,|–—-"))
        if byline := read_byline(line.text, lenient="headline" in self.seen or self.title is not None):
            return self._byline(byline, line.text) if has_more else None
        if has_more and self._names_author(line):
            return "byline"
        if kind is not None:
            return self.layout.note(kind, line)
        if read_dateline(line.text):
            return None
        if has_more and index == 0 and self._is_publication(line):
            self.layout.publisher, self.layout.publisher_place = split_publication(line.text)
            return "publication"
        return self._title_line(index, line)

    def _names_author(self, line: Line) -> bool:
        """Whether a line begins with a known author, or says what the one before it is: "Jane Doe in Rome", "Arts editor"."""
        if line.words > MAX_AUTHOR_WORDS or _SENTENCE_END.search(line.text):
            return False
        named = line.text.casefold().startswith(tuple(author.casefold() for author in self.known))
        names = self.known or self.layout.authors
        is_role = is_job(line.text) and bool(names) and "headline" not in self.seen[-1:]
        if is_role and len(names) == 1:
            self.layout.credit = self.layout.credit or f"{names[0]}, {line.text}"
        return named or is_role

    def _byline(self, byline: Byline, text: str) -> str:
        said = re.sub(r"^(?:(?:written|reported|story|text|words)\s+)?by:?\s+", "", text, flags=re.IGNORECASE)
        if byline.authors and said.casefold() != " and ".join(byline.authors).casefold():
            self.layout.credit = "; ".join(filter(None, (self.layout.credit, said)))
        self.layout.authors += tuple(name for name in byline.authors if name not in self.layout.authors)
        self.layout.agency = self.layout.agency or byline.agency
        return "byline"

    def _title_line(self, index: int, line: Line) -> str | None:
        is_second = self.title is not None and self.seen.count("deck") < 2 and index + 1 < len(self.lines)
        if is_second and self._is_headline(index, line):
            return "deck"  # another headline than the one that came as metadata
        if "headline" in self.seen:
            return "deck" if "deck" not in self.seen and self._is_deck(index, line) else None
        if self.title is None and self._is_headline(index, line):
            return "headline"
        return None

    def _is_publication(self, line: Line) -> bool:
        if line.words > 7 or _SENTENCE_END.search(line.text):
            return False
        following = self.lines[1]
        if following.words > MAX_HEADLINE_WORDS:
            return False
        if match := _TOWN.fullmatch(line.text):
            return _is_capitalised(match["name"]) and _is_capitalised(match["town"])
        return names_newspaper(line.text) and self._has_headline_and_more(following)

    def _has_headline_and_more(self, following: Line) -> bool:
        return len(self.lines) > 2 and not _SENTENCE_END.search(following.text)

    def _is_headline(self, index: int, line: Line) -> bool:
        """Short, no full stop, and followed by something longer; or all that there is."""
        if line.words > MAX_HEADLINE_WORDS or not line.text[0].isprintable():
            return False
        rest = self.lines[index + 1 :]
        if _FULL_STOP.search(line.text):
            return "publication" in self.seen and bool(rest) and line.text.endswith(".")
        if not rest:
            return index == 0 or bool(self.seen)
        return any(other.words > line.words or _SENTENCE_END.search(other.text) for other in rest[:5])

    def _is_deck(self, index: int, line: Line) -> bool:
        """A line under the headline: no full stop, or set apart from a body of longer paragraphs."""
        rest = [other for other in self.lines[index + 1 :][:MAX_HEADER_LINES] if not self._is_about(other)]
        if not rest or line.words > MAX_DECK_WORDS:
            return False
        body_words = max(other.words for other in rest[:4])
        if not _SENTENCE_END.search(line.text):
            return body_words > line.words or _SENTENCE_END.search(rest[0].text) is not None
        following = self.lines[index + 1]
        is_apart = following.gap > line.gap and following.gap >= 2
        is_one_sentence = len(re.findall(r"[.!?](?:\s|$)", line.text)) == 1
        before_byline = read_byline(following.text, lenient=False) or read_date_line(following.text)
        return is_one_sentence and body_words > line.words and bool(is_apart or before_byline)

    def _is_about(self, line: Line) -> bool:
        """Whether a line only says who wrote the article or when, or is none of it."""
        text = line.text
        return bool(read_byline(text, lenient=False) or read_date_line(text) or kind_of(text, at_edge=False))


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def _is_capitalised(text: str) -> bool:
    words = re.findall(r"[^\W\d_][\w'’.-]*", text)
    return bool(words) and all(w[0].isupper() or w in {"of", "the", "and", "de", "la", "le"} for w in words)


@cache
def _newspaper_words() -> tuple[frozenset[str], frozenset[str]]:
    words = {where: frozenset(names.split()) for where, names in rows("newspaper_words.tsv")}
    return words["start"], words["end"]


def names_newspaper(text: str) -> bool:
    """Whether a short line is the name of a newspaper by its first or last word."""
    start, end = _newspaper_words()
    words = text.replace("The ", "", 1).split()
    if not words or not _is_capitalised(text):
        return False
    return words[-1] in end or words[-1].split("-")[-1] in end or (words[0] in start and len(words) > 1)


def _read_body(lines: Sequence[Line], layout: Layout, *, first: int, is_mixed: bool) -> list[Section]:
    """The body's paragraphs as one section between interruptions; the dateline before it stands alone.

    `first` lines stand above it.
    """
    sections: list[Section] = []
    begin: int | None = None
    end = 0
    for index, line in enumerate(lines):
        at_edge = first + index < EDGE_LINES or len(lines) - index <= EDGE_LINES
        kind, start = kind_of(line.text, at_edge=at_edge), line.start
        if kind is None and is_mixed and foreign_language(line.text):
            kind = "foreign"
        if kind in (None, "credit") and index == len(lines) - 1 and first and _is_last_byline(line, layout):
            kind = "byline"
        elif kind is None and layout.dateline is None and index < 2:
            start += _take_dateline(line, layout)
        if begin is not None and (kind or start > line.start):
            sections.append(Section("body", begin, end))
            begin = None
        if kind:
            sections += _sections(kind if kind in ("foreign", "byline") else layout.note(kind, line), line)
            continue
        if start < line.end:
            begin = start if begin is None else begin
            end = line.end
    if begin is not None:
        sections.append(Section("body", begin, end))
    return sections


def _sections(kind: str, line: Line) -> list[Section]:
    """The sections that a line is; that it is a caption and who took the picture is none of what a caption tells."""
    if kind != "caption":
        return [Section(kind, line.start, line.end)]
    start, end = caption_range(line.text)
    rest = line.text[end:]
    credit = end + len(rest) - len(rest.lstrip())
    label = len(line.text[:start].rstrip())
    parts = [("trailer", 0, label), ("caption", start, end), ("trailer", credit, len(line.text))]
    return [Section(kind, line.start + start, line.start + end) for kind, start, end in parts if start < end]


def _take_dateline(line: Line, layout: Layout) -> int:
    """Length of the dateline that opens a paragraph with the space behind it, 0 if none."""
    if (dateline := read_dateline(line.text)) is None:
        return 0
    layout.dateline = dateline
    layout.add(Section("dateline", line.start, line.start + dateline.end))
    layout.date = layout.date or dateline.date
    layout.agency = layout.agency or dateline.agency
    rest = line.text[dateline.end :]
    return dateline.end + len(rest) - len(rest.lstrip())


def _is_last_byline(line: Line, layout: Layout) -> bool:
    text = line.text.strip("—–-() ")
    if line.words > 6 or agency_named(text) is None:
        return False
    layout.agency = layout.agency or agency_named(text).name  # type: ignore[union-attr]
    return True

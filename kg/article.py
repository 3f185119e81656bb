"""An article as it was read: its text, which parts of it are what, and its metadata."""

import hashlib
from dataclasses import dataclass, field

__all__ = ["LEFT_OUT", "Article", "Section"]

LEFT_OUT = ("publication", "trailer", "foreign")
"""Kinds of sections that stay in the text and are not analysed."""


@dataclass(frozen=True, slots=True)
class Section:
    """A range of `Article.text`: `start <= i < end`, in Unicode code points.

    Kinds: `headline`, `deck`, `byline`, `dateline`, `body`, `caption` are content;
    `publication` (the newspaper line), `trailer` and `foreign` (not English) are not analysed.
    """

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `text` is never changed after reading: every offset that is published counts in it.

    `title` is the headline that came as metadata (a JSON field), a context of its own; a headline that
    stands inside `text` is a `Section` instead and `title` is None. Dates are ISO 8601 with the precision
    that the source gave ("2023-02-22", "2023-02", "2023-02-22T10:00:00+01:00") or None. `credit` is the
    byline as it stands, with what the authors are ("Jane Doe, Rome correspondent"); `rights` the copyright line;
    `format` the name of the reader.
    """

    text: str
    title: str | None = None
    sections: tuple[Section, ...] = ()
    id: str | None = None
    url: str | None = None
    date: str | None = None
    modified: str | None = None
    publisher: str | None = None
    publisher_place: str | None = None
    authors: tuple[str, ...] = ()
    credit: str | None = None
    section: str | None = None
    edition: str | None = None
    rights: str | None = None
    language: str = "en"
    agency: str | None = None
    collection: str = "articles"
    source: str = "-"
    format: str | None = None
    extra: tuple[tuple[str, str], ...] = field(default=())

    @property
    def text_sha256(self) -> str:
        """SHA-256 of the text as UTF-8, 64 hex digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def words(self) -> int:
        """Number of words of what is the article's, the headline that came as metadata aside."""
        own = [s for s in self.sections if s.kind not in LEFT_OUT] or [Section("body", 0, len(self.text))]
        return sum(len(self.text[s.start : s.end].split()) for s in own)

    @property
    def headline(self) -> str | None:
        """The headline, from the metadata or else from inside the text."""
        if self.title is not None:
            return self.title
        for section in self.sections:
            if section.kind == "headline":
                return self.text[section.start : section.end]
        return None

    @property
    def deck(self) -> str | None:
        """The line under the headline, if there is one inside the text."""
        for section in self.sections:
            if section.kind == "deck":
                return self.text[section.start : section.end]
        return None

"""An article from its text and its metadata: checks what must hold, finds what the text itself says."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.article import Article, Section
from kg.errors import FormatError
from kg.readers.agency import agency_named
from kg.readers.base import MAX_TEXT_BYTES, Metadata
from kg.readers.credit import credited_agency
from kg.readers.dateline import dateline_of
from kg.readers.dates import find_date
from kg.readers.decoding import check_characters
from kg.readers.english import check_english
from kg.readers.furniture import cut_off
from kg.readers.layout import Layout, lay_out, split_publication

__all__ = ["article_of", "check_size"]

MIN_PAID_WORDS = 80
"""A text that ends in front of a paywall is an article if it has so many words: the first paragraphs tell something."""


def check_size(size: int) -> None:
    """Raise `FormatError` if a text of so many bytes is too long for one article."""
    if size > MAX_TEXT_BYTES:
        raise FormatError(
            f"the text has {size:,} bytes, the limit is {MAX_TEXT_BYTES:,}; is it more than one article?"
        )


def article_of(
    text: str,
    metadata: Metadata,
    *,
    source: str,
    has_title_field: bool,
    body: Sequence[tuple[int, int]] | None = None,
    dateline: str | None = None,
) -> Article:
    """The article. What `metadata` says wins over what stands in the text.

    With `has_title_field` (JSON) a given title is a context of its own even where the text repeats it;
    else (a page) the text's own headline is used and a title that says the same is dropped.
    Only the ranges of `body` are the article's, if they are given: the lines outside become trailers. `dateline` came
    as a field of its own. Raises `RecordError` when the text cannot be used.
    """
    check_characters(text)
    check_size(len(text.encode("utf-8")))
    title = metadata.title
    own = text if body is None else _only(text, body)
    layout = lay_out(own, title=title if has_title_field else None, authors=metadata.authors)
    if body is not None:
        layout.sections = _cut_out(layout.sections, list(_outside(text, body)))
    layout.dateline = layout.dateline or (dateline_of(dateline) if dateline else None)
    check_english(_without_foreign(own, layout))
    if title and not has_title_field and _repeats(layout, text, title):
        title = None
    extra = [("correction", " ".join(notes))] if (notes := _corrections(metadata, layout)) else []
    article = Article(
        text=text,
        title=title,
        sections=layout.sections,
        id=metadata.id,
        url=metadata.url,
        date=metadata.date or layout.date,
        modified=metadata.modified,
        authors=metadata.authors or layout.authors,
        credit=metadata.credit or (None if _says_others(metadata, layout) else layout.credit),
        section=metadata.section,
        edition=metadata.edition,
        rights=metadata.rights,
        language=metadata.language or "en",
        agency=metadata.agency or layout.agency or (layout.dateline.agency if layout.dateline else None),
        collection=metadata.collection,
        source=source,
        extra=tuple(extra),
    )
    _check_whole(article, layout)
    return _with_dateline(_with_agency(_with_publisher(article, metadata, layout)), layout)


def _says_others(metadata: Metadata, layout: Layout) -> bool:
    """Whether the byline in the text is not that of the authors in the metadata."""
    return bool(metadata.authors) and not (layout.credit or "").startswith(metadata.authors)


def _corrections(metadata: Metadata, layout: Layout) -> list[str]:
    """What the metadata and the text say was wrong in an earlier version, each once."""
    notes = [note for note in (metadata.correction, *layout.corrections) if note and note.count(" ") > 2]
    return [
        note for i, note in enumerate(notes) if not any(note in other or other in note for other in notes[:i])
    ]


def _check_whole(article: Article, layout: Layout) -> None:
    """Raise `FormatError` for the beginning of an article that one must pay for, and for what only corrects another."""
    kinds = {section.kind for section in article.sections}
    if layout.corrections and not kinds & {"body", "caption"}:
        raise FormatError("nothing but the correction of another article")
    cut = cut_off(article.text)
    mark = layout.paywall.text if layout.paywall else cut and cut.group().strip(" ….\n")
    words = article.words - (2 if cut else 0)  # the mark itself
    if mark and words < MIN_PAID_WORDS:
        raise FormatError(
            f"a paywall or teaser: {words} words in front of {mark[:60]!r}, an article has at least {MIN_PAID_WORDS}"
        )


def _only(text: str, ranges: Sequence[tuple[int, int]]) -> str:
    """The text with blanks in the place of all that is outside the ranges, line ends aside."""
    pieces, position = [], 0
    for start, end in ranges:
        pieces += [re.sub(r"[^\r\n]", " ", text[position:start]), text[start:end]]
        position = end
    return "".join([*pieces, re.sub(r"[^\r\n]", " ", text[position:])])


def _outside(text: str, ranges: Sequence[tuple[int, int]]) -> Iterator[Section]:
    """A trailer for each run of lines that no range has anything of."""
    ends = [0, *(end for _, end in ranges)]
    starts = [*(start for start, _ in ranges), len(text)]
    for begin, stop in zip(ends, starts, strict=True):
        piece = text[begin:stop]
        if stripped := piece.strip():
            start = begin + piece.index(stripped)
            yield Section("trailer", start, start + len(stripped))


def _cut_out(sections: Sequence[Section], outside: Sequence[Section]) -> tuple[Section, ...]:
    """The sections without what is outside, and that, in their order."""
    found = list(outside)
    for section in sections:
        start = section.start
        for gap in outside:
            if start < gap.start < section.end:
                found.append(Section(section.kind, start, gap.start))
                start = gap.end
        found.append(Section(section.kind, start, section.end))
    return tuple(sorted(found, key=lambda section: section.start))


def _without_foreign(text: str, layout: Layout) -> str:
    """The text without paragraphs in other languages, or all of it if nothing else would be left."""
    foreign = [section for section in layout.sections if section.kind == "foreign"]
    if not foreign or not any(section.kind == "body" for section in layout.sections):
        return text
    ends = [0, *(section.end for section in foreign)]
    starts = [*(section.start for section in foreign), len(text)]
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))


def _repeats(layout: Layout, text: str, title: str) -> bool:
    return any(
        section.kind == "headline" and text[section.start : section.end].casefold() == title.casefold()
        for section in layout.sections
    )


def _with_publisher(article: Article, metadata: Metadata, layout: Layout) -> Article:
    publisher, place = layout.publisher, layout.publisher_place
    if metadata.publisher:
        name, town = split_publication(metadata.publisher)
        publisher, place = name, town or (place if name == publisher else None)
    known = agency_named(article.agency) if article.agency else None
    agency = known.name if known else article.agency
    authors = article.authors
    for named in filter(None, map(agency_named, authors)):
        agency = agency or named.name
    authors = tuple(author for author in authors if not agency_named(author))
    return replace(article, publisher=publisher, publisher_place=place, agency=agency, authors=authors)


def _with_agency(article: Article) -> Article:
    """The article with the agency that its last lines credit, if no byline or dateline did."""
    if article.agency is not None or (found := credited_agency(article)) is None:
        return article
    return replace(article, agency=found.name)


def _with_dateline(article: Article, layout: Layout) -> Article:
    dateline = layout.dateline
    if dateline is None:
        return article
    extra = list(article.extra)
    if dateline.place:
        extra.append(("dateline_place", dateline.place))
    if date := dateline.date or _nearest_year(dateline.day, article.date):
        extra.append(("dateline_date", date))
    return replace(article, extra=tuple(extra))


def _nearest_year(day: str | None, date: str | None) -> str | None:
    """The day of a dateline without a year, in the year that brings it nearest to the article's date."""
    if day is None or date is None or len(date) < 10:
        return None
    known = dt.date.fromisoformat(date[:10])
    found = (find_date(f"{day}, {known.year + shift}") for shift in (0, -1, 1))
    days = [dt.date.fromisoformat(iso[0]) for iso in found if iso and len(iso[0]) == 10]
    return min(days, key=lambda d: abs((d - known).days)).isoformat() if days else None

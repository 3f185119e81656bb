"""Text exports of Factiva, LexisNexis, Nexis Uni, ProQuest and PressReader: several articles a file.

The text of an article is its part of the file as it stands, with what the database wrote above and below; those lines
are `trailer` sections, so that offsets count in what the user has. Layouts are data: `data/exports.toml`.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from kg.article import Article
from kg.errors import DecodeError, FormatError, RecordError
from kg.readers.assemble import article_of
from kg.readers.base import Fit, Metadata, Rejected, Source
from kg.readers.decoding import decode
from kg.readers.english import check_language_tag
from kg.readers.export_profile import Profile, best_profile, profiles
from kg.readers.export_record import Record, lines_of, read_record, records
from kg.readers.metadata import prefer
from kg.readers.stream import read_whole

__all__ = ["SUFFIXES", "read", "sniff"]

SUFFIXES: tuple[str, ...] = ()
"""None of its own: exports are called like plain text."""

MAX_EXPORT_BYTES = 100_000_000
"""Longest file, which is held as a whole; databases give 100 to 500 articles at a time, some 3,000,000 bytes."""

HEAD_CHARS = 65_536
"""As much of a file is looked at for its layout."""


def sniff(head: bytes, name: str) -> Fit:
    """Whether the first bytes have the lines that one of the layouts has."""
    del name
    if head.lstrip(b"\xef\xbb\xbf \t\r\n\x0c")[:1] in (b"<", b"{", b"["):
        return Fit.NO
    return Fit.CERTAIN if best_profile(_lenient(head)) else Fit.NO


def read(stream: IO[bytes], source: Source, *, defaults: Metadata) -> Iterator[Article | Rejected]:
    """The articles of an export in its order, and a rejected row for each that cannot be used."""
    text = _text(read_whole(stream, MAX_EXPORT_BYTES, "the export"), defaults.encoding)
    profile = best_profile(text[:HEAD_CHARS])
    if profile is None:
        known = ", ".join(profile.name for profile in profiles())
        raise FormatError(f"not the layout of an export that is known: {known}")
    found = False
    for lines in records(lines_of(text), profile):
        record = read_record(lines, profile)
        if record is None:
            continue
        found = True
        try:
            yield _article(text, record, profile, source, defaults)
        except RecordError as error:
            yield Rejected(source.name, record.first("id"), "read", str(error), lines[0].number)
    if not found:
        yield Rejected(source.name, None, "read", f"there is no article in this export of {profile.name}")


def _lenient(head: bytes) -> str:
    for mark, charset in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if head.startswith(mark):
            return head.decode(charset, "replace")
    return head.decode("utf-8-sig", "replace")


def _text(data: bytes, encoding: str | None) -> str:
    """The file's text; bytes that are not UTF-8 stay what they are, and cost the article in which they stand."""
    try:
        return decode(data, encoding, is_container=True)
    except DecodeError:
        if encoding is not None:
            raise
        return data.decode("utf-8-sig", "surrogateescape")


def _article(text: str, record: Record, profile: Profile, source: Source, defaults: Metadata) -> Article:
    """The article of a record; raises `RecordError` when there is none."""
    if not record.body:
        raise FormatError(f"there is no text in this article of an export of {profile.name}")
    if language := record.first("language"):
        check_language_tag(language.split(";")[0])
    start, end = record.lines[0].start, record.lines[-1].end
    own = text[start:end]
    if any("\udc80" <= c <= "\udcff" for c in own):
        raise DecodeError("not UTF-8; if an old Windows program wrote it, try --encoding windows-1252")
    body = [(begin - start, stop - start) for begin, stop in record.body]
    metadata = prefer(record.metadata(profile), defaults)
    article = article_of(
        own, metadata, source=source.name, has_title_field=True, body=body, dateline=record.first("dateline")
    )
    found = {"database": profile.name, "offset": str(start), "page": record.first("page")}
    more = tuple((name, value) for name, value in found.items() if value)
    return replace(article, extra=(*article.extra, *more))

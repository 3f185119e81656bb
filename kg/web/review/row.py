"""An extraction laid out sentence by sentence."""

from collections.abc import Iterator

from kg.article import Article
from kg.records import Extraction, Mention, Span
from kg.trace import Trace
from kg.web.review.finding import code, entity_finding, findings, interval, speakers
from kg.web.review.model import Book, Finding, Mark, MarkStyle, Review, Row, Run

__all__ = ["review_of"]


def review_of(article: Article, extraction: Extraction, trace: Trace | None = None) -> Review:
    """The review of an article: its sentences in order (headline first), then its entities."""
    book = Book(article, extraction, trace)
    rows = [_row(book, span, findings) for span, findings in _placed(book)]
    return Review(
        title=article.headline or article.id or article.source,
        facts=tuple(_article_facts(article)),
        counts=tuple(_counts(extraction)),
        rows=tuple(rows),
        entities=tuple(entity_finding(book, entity) for entity in extraction.entities),
        losses=extraction.losses,
    )


def _article_facts(article: Article) -> Iterator[tuple[str, str]]:
    values = (
        ("publisher", article.publisher),
        ("town", article.publisher_place),
        ("agency", article.agency),
        ("date", article.date),
        ("author", ", ".join(article.authors)),
        ("byline", article.credit),
        ("section", article.section),
        ("edition", article.edition),
        ("rights", article.rights),
        ("url", article.url),
        ("id", article.id),
        ("source", article.source),
    )
    yield from ((label, value) for label, value in values if value)


def _counts(extraction: Extraction) -> Iterator[tuple[str, int]]:
    yield "sentences", len(extraction.sentences)
    yield "entities", len(extraction.entities)
    yield "linked", sum(link.qid is not None for link in extraction.links)
    yield "roles", len(extraction.roles)
    yield "statements", len(extraction.statements)
    yield "facts", sum(event.fact for event in extraction.events)
    yield "reported events", sum(not event.fact for event in extraction.events)


def _placed(book: Book) -> Iterator[tuple[Span, list[Finding]]]:
    """Each sentence with its findings; what stands in no sentence goes to the one before it."""
    found: dict[Span, list[Finding]] = {span: [] for span in book.sentences}
    for span, finding in findings(book):
        found[book.home(span)].append(finding)
    yield from found.items()


def _row(book: Book, span: Span, found: list[Finding]) -> Row:
    return Row(
        span=span,
        text=book.text(span),
        part=_part(book.article, span),
        marks=tuple(_marks(book, span)),
        findings=tuple(_gathered(found)),
    )


def _gathered(found: list[Finding]) -> Iterator[Finding]:
    """The findings with all plain mentions in one, since there are many and each is short."""
    lines = [finding.lines[0] for finding in found if finding.label == "mention"]
    if lines:
        dot = Run("  ·  ", "dim")
        runs = [run for number, line in enumerate(lines) for run in ((dot, *line) if number else line)]
        yield Finding("mentions", (tuple(runs),))
    yield from (finding for finding in found if finding.label != "mention")


def _part(article: Article, span: Span) -> str:
    if span.context == "headline":
        return "headline"
    for section in article.sections:
        if section.start <= span.start < section.end:
            return "" if section.kind == "body" else section.kind
    return ""


def _marks(book: Book, row: Span) -> Iterator[Mark]:
    """The marks inside a sentence, relative to its start, outer ones first."""
    for span, style, tip in _spots(book):
        if span.context == row.context and span.start < row.end and span.end > row.start:
            start, end = max(span.start, row.start), min(span.end, row.end)
            yield Mark(start - row.start, end - row.start, style, tip)


def _spots(book: Book) -> Iterator[tuple[Span, MarkStyle, str]]:
    extraction = book.extraction
    for statement in extraction.statements:
        for span in statement.content_spans:
            yield span, "content", f"content: {speakers(book, statement)}"
        if statement.cue_span:
            yield statement.cue_span, "cue", f"cue: {statement.cue}"
    for role in extraction.roles:
        yield role.span, "role", f"role of {book.name(role.holder)}"
    for time in extraction.times:
        yield time.span, "time", interval(time)
    for mention in sorted(extraction.mentions, key=lambda m: m.span.start - m.span.end):
        yield mention.span, "metonym" if mention.stands_for else "mention", _mention_tip(book, mention)
    for event in extraction.events:
        yield event.span, "fact" if event.fact else "reported", f"{code(event)}: {event.label}"


def _mention_tip(book: Book, mention: Mention) -> str:
    tip = f"{book.name(mention.entity)} ({mention.kind})"
    return f"{tip}, for {book.name(mention.stands_for)}" if mention.stands_for else tip

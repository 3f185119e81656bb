"""What extractors need to know about a `Doc` beyond its tokens, kept in spaCy extension attributes.

The `Doc` of an article is built over `title + blank line + text` when the title came as metadata, else over
the text alone; parts that are not content (newspaper line, trailers) are blanked with spaces of the same
length. `span_of` turns its offsets into published ones.

Token attributes set by the model (empty when another pipeline stands in):

- `token._.event`: event type that the model sees on this word ("" none, "OTHER" no fitting type), `event_score`
- `token._.factual`: score 0 to 1 that a happening named here is the article's own fact, -1 unknown
- `token._.cue`: score 0 to 1 that the word is a cue of attribution, -1 unknown
- `token._.content`: "B", "I" or "O": inside the content of a statement; "" unknown
- `token._.polarity`, `certainty`, `temporality`: FactBank values that the model gives to the happening named
  here ("+" or "-", "certain"…, "past"…), "" unknown
- `token._.act`: act of speech that the model gives to a cue ("assert", "deny", …), "" unknown
- `token._.name_score`: the model's probability of the name tag chosen for the word, -1 unknown
- `token._.nominal`: entity type when the word heads a description of an actor ("person", "group", …), else ""
- `token._.predicate`: whether the model sees a predicate of PropBank's here
- `doc._.kg_roles`: {(predicate token index, argument head token index): (PropBank label, score)}
- `doc._.kg_event_chances`: {token index: the model's probabilities of `doc._.kg_event_kinds`}, "" for no happening;
  tokens that name none as good as certainly are left out
- `doc._.kg_antecedents`: scores pairs of mentions (`kg.language.antecedent`); None with another pipeline
- `doc._.kg_args`: {(predicate token index, argument head token index): (label, score)} with labels agent,
  patient, recipient, topic, instrument, place (of event triggers) and speaker, addressee (of cues)
"""

from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.article import Article
from kg.records import Span

__all__ = ["DocContext", "analysis_text", "context_of", "in_headline", "span_of", "spans_of"]

CONTENT_KINDS = frozenset({"headline", "deck", "byline", "dateline", "body", "caption"})


@dataclass(frozen=True, slots=True)
class DocContext:
    """How a `Doc` stands to its article; character ranges are those of the `Doc`."""

    shift: int = 0
    headlines: tuple[tuple[int, int], ...] = ()
    datelines: tuple[tuple[int, int], ...] = ()
    bylines: tuple[tuple[int, int], ...] = ()
    date: str | None = None
    publisher: str | None = None
    agency: str | None = None


_UNKNOWN = DocContext()
_KEY = ("._.", "kg", None, None)
"""Where `doc._.kg` keeps its value."""


def _register() -> None:
    for name, default in (
        ("event", ""),
        ("event_score", 0.0),
        ("factual", -1.0),
        ("cue", -1.0),
        ("content", ""),
        ("nominal", ""),
        ("polarity", ""),
        ("certainty", ""),
        ("temporality", ""),
        ("act", ""),
        ("name_score", -1.0),
        ("predicate", False),
    ):
        Token.set_extension(name, default=default, force=True)
    Doc.set_extension("kg", default=_UNKNOWN, force=True)
    Doc.set_extension("kg_args", default={}, force=True)
    Doc.set_extension("kg_roles", default={}, force=True)
    Doc.set_extension("kg_event_chances", default={}, force=True)
    Doc.set_extension("kg_event_kinds", default=[], force=True)
    Doc.set_extension("kg_antecedents", default=None, force=True)


_register()


def analysis_text(article: Article) -> tuple[str, DocContext]:
    r"""The string that is analysed for an article, and how its offsets map back.

    >>> text, context = analysis_text(Article(text="It rained.", title="Rain"))
    >>> text, context.shift
    ('Rain\n\nIt rained.', 6)
    """
    text = article.text
    if article.sections:
        pieces, position = [], 0
        for section in sorted(article.sections, key=lambda s: s.start):
            pieces.append(_blank(text[position : section.start]))
            part = text[section.start : section.end]
            pieces.append(part if section.kind in CONTENT_KINDS else _blank(part))
            position = section.end
        pieces.append(_blank(text[position:]))
        text = "".join(pieces)
    prefix = f"{article.title}\n\n" if article.title else ""
    shift = len(prefix)

    def ranges(*kinds: str) -> tuple[tuple[int, int], ...]:
        return tuple((s.start + shift, s.end + shift) for s in article.sections if s.kind in kinds)

    title = ((0, len(article.title)),) if article.title else ()
    return prefix + text, DocContext(
        shift=shift,
        headlines=title + ranges("headline", "deck"),
        datelines=ranges("dateline"),
        bylines=ranges("byline"),
        date=article.date,
        publisher=article.publisher,
        agency=article.agency,
    )


def _blank(text: str) -> str:
    return "".join(c if c in "\r\n" else " " for c in text)


def context_of(doc: Doc) -> DocContext:
    """What is known of the article: `doc._.kg` for readers of many, a tenth of the time."""
    data: Any = doc.user_data
    context: DocContext = data.get(_KEY, _UNKNOWN)
    return context


def span_of(doc: Doc, start: int, end: int) -> Span:
    """The published span of characters `start <= i < end` of the doc."""
    shift = context_of(doc).shift
    if shift and end <= shift:
        return Span(start, end, "headline")
    return Span(start - shift, end - shift, "text")


def spans_of(piece: DocSpan | Token) -> Span:
    """The published span of a spaCy token or span."""
    if isinstance(piece, Token):
        return span_of(piece.doc, piece.idx, piece.idx + len(piece))
    return span_of(piece.doc, piece.start_char, piece.end_char)


def in_headline(token: Token) -> bool:
    """Whether the token stands in a headline or deck."""
    return any(start <= token.idx < end for start, end in context_of(token.doc).headlines)

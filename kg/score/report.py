"""The whole product run over annotated articles, and what came of it."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kg.config import BuildOptions
from kg.errors import RecordError, UsageError
from kg.records import Extraction, Span
from kg.run.analysis import Analyser, analyse
from kg.run.single import article_from
from kg.score.entity import score_entities
from kg.score.event import score_events
from kg.score.figure import Miss, Sheet, Tally, total
from kg.score.folder import Gold
from kg.score.matching import align
from kg.score.record import GoldArticle
from kg.score.statement import score_statements

__all__ = ["Report", "Scored", "score_article", "score_folder"]


@dataclass(frozen=True, slots=True)
class Scored:
    """The counts and misses of one article; `sentences` are those that we found."""

    gold: GoldArticle
    tallies: Mapping[str, Tally]
    misses: tuple[Miss, ...]
    sentences: tuple[Span, ...]

    def passage(self, miss: Miss) -> str:
        """The sentence of a miss, or the sentences where it spans several, with ⟦ ⟧ around it."""
        text, ends = self.gold.text, [span.end for span in self.sentences]
        first = bisect_right(ends, miss.start)
        last = bisect_right(ends, max(miss.start, miss.end - 1))
        start = min(self.sentences[first].start, miss.start) if first < len(ends) else miss.start
        end = max(self.sentences[last].end, miss.end) if last < len(ends) else miss.end
        marked = f"{text[start : miss.start]}⟦{text[miss.start : miss.end]}⟧{text[miss.end : end]}"
        return " ".join(marked.split())


@dataclass(frozen=True, slots=True)
class Report:
    """All articles scored, their counts summed up, and the digest of the annotations."""

    articles: tuple[Scored, ...]
    tallies: Mapping[str, Tally]
    digest: str


def score_folder(
    gold: Gold, analyser: Analyser = analyse, *, progress: Callable[[int, int | None], None] | None = None
) -> Report:
    """The report of all articles, each analysed as `kg build` does it with its default options.

    Raises `UsageError` for an article that `kg build` would reject.
    """
    scored: list[Scored] = []
    for article in gold.articles:
        if progress is not None:
            progress(len(scored), len(gold.articles))
        try:
            scored.append(score_article(article, _analysed(article, analyser)))
        except RecordError as error:
            raise UsageError(f"{article.id}: {error}") from error
    return Report(tuple(scored), total(article.tallies for article in scored), gold.digest)


def _analysed(gold: GoldArticle, analyser: Analyser) -> Extraction:
    given = {"id": gold.id, "title": gold.title, "date": gold.date, "url": gold.url}
    article = article_from(gold.text, **{name: value for name, value in given.items() if value})
    return analyser(article, BuildOptions()).extraction


def score_article(gold: GoldArticle, ours: Extraction) -> Scored:
    """What was found in an article against what annotators found."""
    sheet, alignment = Sheet(), align(gold, ours)
    for score in (score_entities, score_statements, score_events):
        score(alignment, sheet)
    return Scored(gold, dict(sheet.tallies), _ordered(sheet.misses), _in_text(ours.sentences))


def _ordered(misses: Sequence[Miss]) -> tuple[Miss, ...]:
    return tuple(sorted(misses, key=lambda m: (m.figure, m.start, m.end, m.kind, m.note)))


def _in_text(sentences: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(sorted(span for span in sentences if span.context == "text"))

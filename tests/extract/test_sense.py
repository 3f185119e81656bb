"""Words of news in each of their senses: which type of happening they name, or none."""

from pathlib import Path

from kg.article import Article
from kg.extract.article import extract_article
from kg.language.pipeline import parse_article

FILE = Path(__file__).parent / "senses.tsv"
CASES = [
    line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
]
NONE = "-"


def types_of(nlp, text: str, words: str) -> set[str]:
    """The types of the happenings that the words name."""
    found = extract_article(parse_article(nlp, Article(text=text, date="2023-02-22")))
    start = text.index(words)
    end = start + len(words)
    return {
        event.type or ""
        for event in found.events
        if any(span.start < end and start < span.end for span in event.mentions)
    }


def test_words_have_the_sense_that_their_company_gives_them(nlp):
    wrong = []
    for type_, words, text in CASES:
        types = types_of(nlp, text, words)
        if (types - {""}) if type_ == NONE else type_ not in types:
            wrong.append(f"{text} {words}: {sorted(types)}")
    assert len(wrong) <= len(CASES) * 0.05, "\n".join(wrong)


def test_figures_of_speech_stand_beside_the_plain_sense():
    assert sum(type_ == NONE for type_, _, _ in CASES) >= 10
    assert len({type_ for type_, _, _ in CASES}) >= 20

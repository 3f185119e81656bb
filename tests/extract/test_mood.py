from collections.abc import Iterator

import pytest

from kg.article import Article
from kg.extract.act import classes_of
from kg.extract.entity import extract_entities
from kg.extract.mood import mood_of
from kg.extract.statement import extract_statements
from kg.extract.tree import Tree
from kg.language.pipeline import load, parse_article


def moods(text: str) -> Iterator[tuple[str, ...]]:
    doc = parse_article(load(), Article(text=text))
    actors, tree = extract_entities(doc), Tree(doc)
    for statement in extract_statements(doc, actors, ()):
        words = [
            i
            for span in statement.content_spans
            for i in range(tree.token_from(span.start), tree.token_from(span.end))
        ]
        yield mood_of(tree, actors, words, statement.speakers, ())


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("Norway said it would send two ships to the gulf.", "main=self+would"),
        ("Norway said Denmark had broken the treaty.", "main=actor+perfect"),
        ("Norway said the bridge was built in 1932.", "main=thing+past"),
        ("“We did not attack the convoy,” Anna Berg said.", "main=self+past-not"),
        ("“Stop the bombing,” Anna Berg said.", "main=none+imperative"),
        ("The storm could turn north, Anna Berg said.", "main=thing+may"),
    ],
)
def test_mood_tells_who_does_what_when(text, feature):
    assert feature in next(moods(text))


def test_mood_tells_who_speaks():
    assert "speaker=named person" in next(moods("Anna Berg said the bridge was built in 1932."))


@pytest.mark.parametrize(
    ("word", "name"),
    [("abused", "crime"), ("tirelessly", "good"), ("unless", "threat"), ("killed", "injury")],
)
def test_words_have_classes(word, name):
    assert name in classes_of(word)


def test_a_word_of_no_class_has_none():
    assert classes_of("bicycle") == frozenset()

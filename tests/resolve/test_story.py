"""Which articles are one story."""

import random
import sys
from dataclasses import asdict, replace

import pytest

from kg.article import Article, Section
from kg.errors import EnvironmentFaultError
from kg.resolve import story as story_module
from kg.resolve.story import Match, check_near, read_story, same_stories, story_of

STORY = (
    "The ferry company that serves the island of Sandholm has promised to pay fishermen for nets that its ships tore. "
    "The fishermen had blocked the port for a month, and nothing but medicine came through. "
    "“We will pay for every net,” the director of the company, Ole Friis, told reporters on the quay. "
    "The company owns 14 ships and carries 310000 passengers a year, most of them in summer. "
    "Karen Lund, who speaks for the fishermen, said that the boats would leave the harbour on Thursday. "
    "The minister of transport welcomed the agreement and said that the state would not pay a part of it. "
    "Nobody knows yet how the nets of earlier years are to be counted. "
    "A judge who lives on the island has offered to do it without a fee."
)
OTHER = (
    "A bakery in Sandholm has won the prize for the best rye bread of the country for the third year in a row. "
    "Its owner, Ida Holt, said that the secret was the water, and that she would not say more than that. "
    "The jury tasted 87 loaves in two days and praised the crust of hers above all others."
)


def article(text=STORY, date="2023-02-22", **more):
    return Article(text=text, date=date, **more)


def near(*texts):
    """Which of the texts, by number, are copies of which."""
    pytest.importorskip("datasketch")
    stories = {str(i): story_of(article(text), near=True) for i, text in enumerate(texts)}
    return {name: match.main for name, match in same_stories(stories).items()}


def exact(**articles):
    return same_stories({name: story_of(a, near=False) for name, a in articles.items()})


def test_the_same_words_are_the_same_story_whatever_stands_between_them():
    twin = STORY.replace(". ", ".\n\n").replace("“", '"').replace("”", '"').upper()
    assert exact(a=article(), b=article(twin), c=article(OTHER)) == {"b": Match("a", 1.0)}


def test_headline_byline_and_trailer_do_not_count():
    page = f"Ferry pays\nBy Jane Doe\n{STORY}\nRelated: fares"
    start = page.index("The ferry")
    read = article(page, sections=(Section("headline", 0, 10), Section("body", start, start + len(STORY))))
    assert exact(a=article(), b=read) == {"b": Match("a", 1.0)}


def test_short_texts_are_never_one_story():
    assert story_of(article("Rain in the north, sun in the south, wind in between."), near=False) is None


def test_the_earliest_tells_the_story_and_the_name_decides_between_equals():
    late, early, also = article(date="2023-02-23"), article(date="2023-02-22"), article(date="2023-02-22")
    assert exact(a=late, c=early, b=also) == {"a": Match("b", 1.0), "c": Match("b", 1.0)}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_input_does_not_matter(seed):
    names = list("abcdef")
    stories = {n: story_of(article(STORY if n in "bdf" else f"{OTHER} {n * 3}"), near=False) for n in names}
    random.Random(seed).shuffle(names)
    assert same_stories({n: stories[n] for n in names}) == same_stories(stories)
    assert list(same_stories({n: stories[n] for n in names})) == list(same_stories(stories))


def test_what_is_kept_of_a_story_comes_back():
    story = story_of(article(), near=False)
    assert read_story(asdict(story)) == story
    assert read_story(None) is None


def test_a_cut_story_is_the_one_that_was_cut():
    cut = STORY[: STORY.index(" A judge")]
    assert near(STORY, cut) == {"1": "0"}
    assert near(cut, STORY) == {"0": "1"}


def test_an_edited_sentence_leaves_the_story_what_it_is():
    assert near(STORY, STORY.replace("on the quay", "in the harbour")) in ({"1": "0"}, {"0": "1"})


def test_half_a_story_is_another_one():
    assert near(STORY, STORY[: len(STORY) // 2]) == {}


def test_other_numbers_make_another_story():
    assert near(STORY, STORY.replace("14 ships", "19 ships").replace("310000", "290000")) == {}


def test_a_story_that_comes_back_after_weeks_is_another_one():
    pytest.importorskip("datasketch")
    stories = {
        "a": story_of(article(), near=True),
        "b": story_of(article(f"{STORY} Nobody came."), near=True),
    }
    assert set(same_stories(stories)) == {"a"}
    later = {**stories, "b": replace(stories["b"], date="2023-04-22")}
    assert same_stories(later) == {}


def test_exact_copies_of_a_near_copy_go_with_it():
    cut = STORY[: STORY.index(" A judge")]
    assert near(STORY, cut, cut) == {"1": "0", "2": "0"}


def test_without_the_library_the_message_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "datasketch", None)
    story_module._library.cache_clear()
    with pytest.raises(EnvironmentFaultError, match=r"pip install 'newskg\[duplicates\]'"):
        check_near()
    story_module._library.cache_clear()

"""One story in several papers: articles with the same text, and with nearly the same one."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.article import Article
from kg.errors import EnvironmentFaultError

__all__ = ["Match", "Story", "check_near", "read_story", "same_stories", "story_of"]

MIN_WORDS = 40
"""Shorter texts are never one story: headings and formulas are alike without being the same."""
SHINGLE = 4
"""Words in a row that are compared: of these two stories about one matter share few."""
PERMUTATIONS = 128
"""Hash functions of a signature; the error of the estimated similarity is then about .04."""
MIN_SIMILARITY = 0.7
"""Jaccard similarity of shingles: a paper may cut a fifth, or edit one sentence in ten."""
MIN_NUMBERS = 0.8
"""Share of the numbers of one text that the other must have: results and tolls make a new story of the old words."""
MAX_NUMBERS = 100
MAX_DAYS = 14
"""Nearly the same text after a longer time is a new story: the yearly report, the day of remembrance."""


@dataclass(frozen=True, slots=True)
class Story:
    """What tells whether two articles are one story.

    `digest` is that of the words of the body, `numbers` are those among them, sorted; `signature` is a MinHash as hexadecimal
    digits, "" where near duplicates are not asked for.
    """

    digest: str
    words: int
    numbers: tuple[str, ...]
    date: str | None
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """The article whose facts stand for those of another one, and how alike their texts are, 1 for the same words."""

    main: str
    score: float


def check_near() -> None:
    """Raise `EnvironmentFaultError` unless near duplicates can be looked for."""
    _library()


@cache
def _library() -> Any:
    try:
        import datasketch  # noqa: PLC0415 (an extra)
    except ImportError:
        raise EnvironmentFaultError(
            "near duplicates need datasketch, which is not installed: pip install 'newskg[duplicates]', "
            "or give --duplicates exact"
        ) from None
    return datasketch


def story_of(article: Article, *, near: bool) -> Story | None:
    """The story of an article, with a signature if `near`; None for a text that is too short to tell."""
    body = [s for s in article.sections if s.kind == "body"]
    text = " ".join(article.text[s.start : s.end] for s in body) if body else article.text
    words = re.findall(r"\w+", text.casefold())
    if len(words) < MIN_WORDS:
        return None
    digest = hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()
    numbers = tuple(sorted({word for word in words if word.isdecimal()})[:MAX_NUMBERS])
    date = article.date[:10] if article.date else None
    return Story(digest, len(words), numbers, date, _signature(words) if near else "")


def read_story(row: Mapping[str, Any] | None) -> Story | None:
    """What `dataclasses.asdict` made of a story; raises `KeyError` or `TypeError` for anything else."""
    return Story(**{**row, "numbers": tuple(row["numbers"])}) if row else None


@cache
def _empty() -> Any:
    return _library().MinHash(num_perm=PERMUTATIONS, seed=1, scheme="affine32")


def _signature(words: list[str]) -> str:
    sketch = _empty().copy()
    shingles = {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
    sketch.update_batch([shingle.encode("utf-8", "surrogatepass") for shingle in sorted(shingles)])
    values: bytes = sketch.hashvalues.astype("<u4").tobytes()
    return values.hex()


def same_stories(stories: Mapping[str, Story]) -> dict[str, Match]:
    """For each article that tells the story of another one, that one, which tells it best.

    Of several it is the longest, then the earliest, then the first by name: no order of the input matters. An article
    that others are matched with is itself matched with none.
    """
    ranked = sorted(stories, key=lambda name: _rank(name, stories[name]))
    near = _Near(stories) if any(story.signature for story in stories.values()) else None
    mains: dict[str, Match] = {}
    found: dict[str, Match] = {}
    for name in ranked:
        story = stories[name]
        if (match := mains.get(story.digest)) is not None:
            found[name] = match
        elif near is not None and (match := near.best(story)) is not None:
            found[name] = mains[story.digest] = match
        else:
            mains[story.digest] = Match(name, 1.0)
            if near is not None:
                near.add(name)
    return found


def _rank(name: str, story: Story) -> tuple[int, str, str]:
    return -story.words, story.date or "9999", name


class _Near:
    """The best articles so far, by locality-sensitive hashing of their signatures."""

    def __init__(self, stories: Mapping[str, Story]) -> None:
        self.stories = stories
        self.index = _library().MinHashLSH(threshold=MIN_SIMILARITY, num_perm=PERMUTATIONS)

    def add(self, name: str) -> None:
        if self.stories[name].signature:
            self.index.insert(name, _sketch(self.stories[name]), check_duplication=False)

    def best(self, story: Story) -> Match | None:
        """The most similar article that may be the same story; of several the first by rank."""
        if not story.signature:
            return None
        sketch = _sketch(story)
        fit = (name for name in sorted(self.index.query(sketch)) if _may_be_one(story, self.stories[name]))
        scored = [Match(name, round(sketch.jaccard(_sketch(self.stories[name])), 2)) for name in fit]
        good = [match for match in scored if match.score >= MIN_SIMILARITY]
        return min(good, key=lambda m: (-m.score, _rank(m.main, self.stories[m.main])), default=None)


def _sketch(story: Story) -> Any:
    import numpy as np  # noqa: PLC0415 (only where near duplicates are asked for)

    values = np.frombuffer(bytes.fromhex(story.signature), dtype="<u4").astype(np.uint32)
    return _library().MinHash(
        hashvalues=values, seed=1, scheme="affine32", permutations=_empty().permutations
    )


def _may_be_one(one: Story, other: Story) -> bool:
    fewer, more = sorted((set(one.numbers), set(other.numbers)), key=len)
    return _share(fewer, more) >= MIN_NUMBERS and _days_apart(one.date, other.date) <= MAX_DAYS


def _share(some: set[str], all_of: Iterable[str]) -> float:
    return len(some.intersection(all_of)) / len(some) if some else 1.0


def _days_apart(one: str | None, other: str | None) -> int:
    """Days between two dates, 0 where one of them is not a day."""
    if one is None or other is None or len(one) < 10 or len(other) < 10:
        return 0
    return abs((dt.date.fromisoformat(one) - dt.date.fromisoformat(other)).days)

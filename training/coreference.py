"""Mentions and their clusters: GUM's noun phrases, the actors of the annotated news, LitBank's people and places.

A mention is (head word, first word, end, cluster); a cluster is a number within its document.
"""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import numpy as np

from training.propbank import span_head, span_words, word_offsets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Mention = tuple[int, int, int, int]


def unique_heads(mentions: Iterable[Mention]) -> list[Mention]:
    """One mention a head word, the longest, in order of their heads."""
    best: dict[int, Mention] = {}
    for mention in mentions:
        old = best.get(mention[0])
        if old is None or mention[2] - mention[1] > old[2] - old[1]:
            best[mention[0]] = mention
    return [best[head] for head in sorted(best)]


def attach_gum_mentions(docs: list[dict], path: Path) -> None:
    """Add "mentions" to GUM's documents (all noun phrases), and "mention", whether a word is the head of one."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for doc, row in zip(docs, map(json.loads, lines), strict=True):
            offsets = word_offsets(row["text"], doc["words"])
            if offsets is None:
                continue
            heads = [h - 1 if h > 0 else -1 for h in doc["heads"]]
            numbers: dict[str, int] = {}
            found = []
            for start, end, _, cluster, *_ in row["mentions"]:
                inside = span_words(offsets, start, end)
                if inside:
                    number = numbers.setdefault(cluster, len(numbers))
                    found.append((span_head(heads, inside), inside[0], inside[-1] + 1, number))
            doc["mentions"] = unique_heads(found)
            doc["mention"] = np.zeros(len(doc["words"]), np.int64)
            doc["mention"][[m[0] for m in doc["mentions"]]] = 1


def litbank_documents(path: Path, head_of) -> Iterator[dict]:
    """LitBank's documents, words as in the source; for coreference alone."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            words, offsets, pars, at = [], [], [0], 0
            for line in row["text"].split("\n"):
                pars.append(len(words))
                for word in line.split(" "):
                    if word:
                        words.append(word)
                        offsets.append((at, at + len(word)))
                    at += len(word) + 1
            numbers: dict[str, int] = {}
            found = []
            for start, end, _, _, cluster in row["mentions"]:
                inside = span_words(offsets, start, end)
                if inside:
                    lo, hi = inside[0], inside[-1] + 1
                    found.append((head_of(words, lo, hi), lo, hi, numbers.setdefault(cluster, len(numbers))))
            yield {
                "words": words,
                "spaces": [True] * len(words),
                "pars": sorted({p for p in pars if p < len(words)}),
                "mentions": unique_heads(found),
            }

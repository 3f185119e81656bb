"""Semantic roles of English PropBank over EWT: predicates, and the head word of each argument."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import numpy as np

from training.vocabulary import IGNORE, ROLE_LABELS

if TYPE_CHECKING:
    from pathlib import Path

AUXILIARIES = {"be.03", "have.01", "do.01"}
ROLE_ID = {label: i for i, label in enumerate(ROLE_LABELS)}


def word_offsets(text: str, words: list[str], *, slack: int = 40) -> list[tuple[int, int]] | None:
    """Where each word stands in the text, or None where they do not follow one another in it."""
    at, offsets = 0, []
    for word in words:
        found = text.find(word, at)
        if found < 0 or found - at > slack:
            return None
        offsets.append((found, found + len(word)))
        at = found + len(word)
    return offsets


def span_words(offsets: list[tuple[int, int]], start: int, end: int) -> list[int]:
    """Indices of the words that lie in [start, end), by their offsets."""
    return [i for i, (s, e) in enumerate(offsets) if s < end and e > start]


def span_head(heads: list[int], inside: list[int]) -> int:
    """The first word of a span whose syntactic head lies outside of it (heads as indices, -1 for a root)."""
    members = set(inside)
    return next((i for i in inside if heads[i] not in members), inside[0])


def attach_roles(docs: list[dict], path: Path) -> int:
    """Add "predicate" and "roles" to UD documents where PropBank knows the sentence; the number of sentences."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        known = {row["sent_id"]: row for row in map(json.loads, lines)}
    used = 0
    for doc in docs:
        doc["predicate"] = np.full(len(doc["words"]), IGNORE, np.int64)
        doc["roles"] = []
        bounds = [*doc["starts"], len(doc["words"])]
        for ident, lo, hi in zip(doc["ids"], bounds, bounds[1:], strict=False):
            row = known.get(ident)
            offsets = row and word_offsets(row["text"], doc["words"][lo:hi])
            if not row or offsets is None:
                continue
            used += 1
            doc["predicate"][lo:hi] = 0
            heads = [h - 1 - lo if h > 0 else -1 for h in doc["heads"][lo:hi]]
            for predicate in row["preds"]:
                at = span_words(offsets, *predicate["pred"])
                if not at or predicate["roleset"] in AUXILIARIES:
                    continue
                columns: dict[int, int] = {}
                for start, end, label in predicate["args"]:
                    inside = span_words(offsets, start, end)
                    if inside and label in ROLE_ID:
                        columns.setdefault(lo + span_head(heads, inside), ROLE_ID[label])
                columns.pop(lo + at[0], None)
                doc["predicate"][lo + at[0]] = 1
                doc["roles"].append((lo + at[0], lo, hi, columns))
    return used

"""Documents of `training/annotations`: own sentences, and offsets into Wikinews articles."""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from training.marks import MarkedEvent, MarkedMention, MarkedText, paragraphs
from training.vocabulary import EVENT_TYPES, FIXED, IGNORE, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

GROUP = 8
"""Own paragraphs are read this many at a time, as a page of short items would stand."""


def sentence_texts(folder: Path) -> Iterator[MarkedText]:
    """The paragraphs of each file of own sentences, joined by blank lines into pages."""
    for path in sorted(folder.glob("*.txt")):
        lines = [found for _, found in paragraphs(path)]
        for at in range(0, len(lines), GROUP):
            yield joined(lines[at : at + GROUP])


def joined(parts: list[MarkedText]) -> MarkedText:
    """Marked texts one below the other; event numbers stay apart."""
    page = MarkedText("")
    for number, part in enumerate(parts):
        base, shift = len(page.text), 1000 * number
        page.text += part.text + "\n\n"
        page.mentions += [
            MarkedMention(
                m.start + base, m.end + base, m.kind, m.type, tuple((r, k + shift) for r, k in m.roles)
            )
            for m in part.mentions
        ]
        page.events += [
            MarkedEvent(
                e.start + base,
                e.end + base,
                e.number + shift,
                e.type,
                e.fact,
                e.polarity,
                e.certainty,
                e.temporality,
            )
            for e in part.events
        ]
    return page


def standoff_texts(folder: Path, articles: Path) -> Iterator[MarkedText]:
    """Articles with the marks that `folder` keeps as offsets; ValueError where a text is another one."""
    with gzip.open(articles, "rt", encoding="utf-8") as lines:
        texts = {row["url"]: row["text"].strip("\n") for row in map(json.loads, lines)}
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        text = texts[data["url"]]
        if hashlib.sha256(text.encode()).hexdigest() != data["sha256"]:
            raise ValueError(f"{path.name}: the offsets belong to another version of {data['url']}")
        yield MarkedText(
            text,
            [
                MarkedMention(m["start"], m["end"], m["kind"], m["type"], tuple(map(tuple, m["roles"])))
                for m in data["mentions"]
            ],
            [MarkedEvent(**e) for e in data["events"]],
        )


def document(
    marked: MarkedText,
    tokens: Callable[[str], dict[str, Any]],
    name_table: Callable[..., np.ndarray],
    head_of: Callable[[list[str], int, int], int],
) -> dict[str, Any]:
    """Words with labels of names and events; statements and descriptions are left open.

    So is whether a word is an event of no type, of which the annotators marked many more than the articles have.
    """
    doc = tokens(marked.text)
    words, offsets = doc["words"], doc["offsets"]
    n = len(words)

    def covered(start: int, end: int) -> tuple[int, int]:
        inside = [i for i, (s, e) in enumerate(offsets) if s < end and e > start]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    names, last = [], -1
    for m in marked.mentions:
        if m.kind == "name" and m.start >= last:
            names.append((m.start, m.end, {m.type}))
            last = m.end
    doc["names"] = name_table(offsets, names, {"O", "B-DATE", "I-DATE", "E-DATE", "S-DATE"})
    doc["event"] = np.zeros(n, np.int64)
    labels = {k: np.full(n, IGNORE, np.int64) for k in ("fact", "polarity", "certainty", "temporality")}
    columns: dict[int, dict[int, int]] = {e.number: {} for e in marked.events}
    for m in marked.mentions:
        lo, hi = covered(m.start, m.end)
        if hi > lo:
            head = hi - 1 if m.type == "NORP" else head_of(words, lo, hi)
            for role, number in m.roles:
                columns[number].setdefault(head, RELATIONS.index(role))
    stops = {i + 1 for i, w in enumerate(words) if w in (".", "!", "?")}
    bounds = sorted({0, n, *stops, *doc["pars"]})
    doc["rows"] = []
    for event in marked.events:
        lo, hi = covered(event.start, event.end)
        if hi == lo or doc["event"][lo]:
            continue
        kind = EVENT_TYPES.index(event.type)
        doc["event"][lo] = kind if event.type != "OTHER" else IGNORE
        doc["event"][lo + 1 : hi] = IGNORE
        labels["fact"][lo] = int(event.fact)
        for key in ("polarity", "certainty", "temporality"):
            labels[key][lo] = FIXED[key].index(getattr(event, key))
        low = max(b for b in bounds if b <= lo)
        high = min((b for b in bounds if b > lo), default=n)
        found = {c: r for c, r in columns[event.number].items() if c != lo}
        doc["rows"].append((lo, min([low, *found]), max([high, *(c + 1 for c in found)]), found))
    doc.update(labels)
    return doc

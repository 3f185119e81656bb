"""Fit the weights by which `kg.extract.coreference` chooses whom a description or pronoun means.

A log-linear model over the options of each choice, trained on the gold mentions of `wikinews_annotated` and
`invented_wire` (articles whose number is no multiple of five), with gold decisions along the way:
`python -m training.antecedents --corpora ../shared/corpora --out kg/extract/data`.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.article import Article
from kg.extract.coreference import resolve
from kg.extract.description import find_descriptions
from kg.extract.entity import collect_names
from kg.extract.salience import Candidate, Choice, Pronoun, most_likely
from kg.extract.tree import Tree
from kg.language.context import span_of
from kg.language.pipeline import load, parse_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

CORPORA = ("wikinews_annotated", "invented_wire")
Gold = dict[tuple[int, int], str]


def gold_articles(corpora: Path, *, dev: bool) -> Iterator[tuple[dict[str, Any], Gold]]:
    for corpus in CORPORA:
        with (corpora / corpus / "articles.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if (int(row["id"].split("-")[1]) % 5 == 0) != dev:
                    continue
                mentions = json.loads((corpora / corpus / f"{row['id']}.json").read_text())["mentions"]
                yield row, {(start, end): entity for start, end, entity, _, _ in mentions}


class Teacher:
    """Makes the gold choice each time and writes the options down."""

    def __init__(self, tree: Tree, gold: Gold, names: list[Any]) -> None:
        self.tree, self.gold = tree, gold
        self.of: dict[int, str | None] = {}
        votes: dict[int, Counter[str]] = {}
        for mention in names:
            if (entity := self._at(mention.start, mention.end)) is not None:
                votes.setdefault(id(mention.actor), Counter())[entity] += 1
        for key, counts in votes.items():
            self.of[key] = counts.most_common(1)[0][0]
        self.rows: list[tuple[Choice, list[int]]] = []
        self.pending: dict[int, str | None] = {}

    def _at(self, start: int, end: int) -> str | None:
        first, last = self.tree.chars(start, end - 1)
        span = span_of(self.tree.doc, first, last)
        if span.context != "text":
            return None
        found = self.gold.get((span.start, span.end))
        if found is None:
            over = [
                (min(e, span.end) - max(s, span.start), k)
                for (s, e), k in self.gold.items()
                if min(e, span.end) - max(s, span.start) > 0.5 * max(e - s, span.end - span.start)
            ]
            found = max(over)[1] if over else None
        return found

    def _candidate(self, c: Candidate) -> str | None:
        key = id(c.draft)
        if key not in self.of:  # made by a description or known to the article's names only by its phrase
            self.of[key] = next((k for s in c.spots if (k := self._at(s.start, s.end))), None)
        return self.of[key]

    def __call__(self, choice: Choice) -> tuple[Candidate | None, float]:
        anaphor = choice.anaphor
        if isinstance(anaphor, Pronoun):
            wanted = self._at(anaphor.head, anaphor.head + 1)
        else:
            wanted = self._at(anaphor.start, anaphor.end)
        start = self.tree.start[anaphor.head]
        if span_of(self.tree.doc, start, start + 1).context != "text":
            return most_likely(choice)
        right = [
            i
            for i, (c, _) in enumerate(choice.options)
            if c is not None and wanted and self._candidate(c) == wanted
        ]
        self.rows.append((choice, right or [len(choice.options) - 1]))
        return (choice.options[right[0]][0] if right else None), 1.0


def choices(doc: Doc, gold: Gold) -> list[tuple[Choice, list[int]]]:
    tree = Tree(doc)
    names, by_qid = collect_names(tree)
    teacher = Teacher(tree, gold, names)
    resolve(tree, names, find_descriptions(tree, names), by_qid, teacher)
    return teacher.rows


def fit(
    rows: list[tuple[list[dict[str, float]], list[int]]], *, decay: float, steps: int, least: int = 3
) -> dict[str, float]:
    """Weights by full-batch Adam on the log-likelihood of the right options."""
    counts = Counter(f for options, _ in rows for o in options for f in o)
    names = sorted(f for f, n in counts.items() if n >= least)
    index = {f: i for i, f in enumerate(names)}
    feature, value, option, choice, good = [], [], [], [], []
    n = 0
    for c, (options, right) in enumerate(rows):
        for k, o in enumerate(options):
            for f, x in o.items():
                if f in index:
                    feature.append(index[f])
                    value.append(x)
                    option.append(n)
            choice.append(c)
            good.append(k in right)
            n += 1
    feature_, option_, choice_ = np.array(feature), np.array(option), np.array(choice)
    value_ = np.array(value)
    good_ = np.array(good)
    w = np.zeros(len(names))
    m, v = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, steps + 1):
        score = np.bincount(option_, w[feature_] * value_, n)
        top = np.full(len(rows), -np.inf)
        np.maximum.at(top, choice_, score)
        e = np.exp(score - top[choice_])
        p = e / np.bincount(choice_, e)[choice_]
        q = e * good_
        q /= np.bincount(choice_, q)[choice_]
        gradient = np.bincount(feature_, (p - q)[option_] * value_, len(names)) / len(rows) + decay * w
        m = 0.9 * m + 0.1 * gradient
        v = 0.999 * v + 0.001 * gradient**2
        w -= 0.05 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return {f: round(float(x), 3) for f, x in zip(names, w, strict=True) if abs(x) >= 0.005}


def report(rows: list[tuple[list[dict[str, float]], list[int]]], table: dict[str, float]) -> str:
    right = linked = found = there = 0
    for options, good in rows:
        scores = [sum(table.get(f, 0.0) * x for f, x in o.items()) for o in options]
        best = scores.index(max(scores))
        new = len(options) - 1
        right += best in good
        linked += best != new
        found += best != new and best in good
        there += good != [new]
    return f"right {right / len(rows):.3f} of {len(rows)}; links P {found / max(1, linked):.3f} R {found / max(1, there):.3f}"


def write(table: dict[str, float], path: Path) -> None:
    lines = [f"{f}\t{w}\n" for f, w in sorted(table.items())]
    path.write_text(
        "# source: fitted by training/antecedents.py on wikinews_annotated and invented_wire\n"
        "# feature (see kg/extract/coreference.py)\tweight\n" + "".join(lines),
        encoding="utf-8",
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    nlp = load()
    parts: dict[bool, list[tuple[list[dict[str, float]], list[int]]]] = {}
    for dev in (False, True):
        parts[dev] = [
            ([o for _, o in choice.options], right)
            for row, gold in gold_articles(args.corpora, dev=dev)
            for choice, right in choices(
                parse_article(nlp, Article(text=row["text"], title=row.get("title"), date=row.get("date"))),
                gold,
            )
        ]
    for name in ("antecedents.tsv", "antecedents-rules.tsv"):
        if "rules" in name:
            parts = {dev: [without_links(row) for row in rows] for dev, rows in parts.items()}
        table = fit(parts[False], decay=3e-4, steps=400)
        print(name, "train", report(parts[False], table))
        print(name, "dev", report(parts[True], table))
        write(table, args.out / name)


def without_links(
    row: tuple[list[dict[str, float]], list[int]],
) -> tuple[list[dict[str, float]], list[int]]:
    """A choice as it looks where no network scores pairs of mentions."""
    options, right = row
    return [{f: x for f, x in o.items() if not f.endswith("link")} for o in options], right


if __name__ == "__main__":
    main()

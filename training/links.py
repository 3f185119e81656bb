"""Fit the weights by which the linker tells which item a name means, and how sure it may be.

A log-linear model over the candidates of each named entity and "none of these", drawn towards the weights that were set
by hand (`annotations/linking/start_weights.tsv`); learned from the training parts of the annotated news and of GUM, with
what the product finds in their texts. Confidence is the share of right links that articles kept out of the fit had at
the same belief. `python -m training.links CORPORA [--out kg/wikidata/core] [--plot docs/link-confidence.svg]`.
"""

from __future__ import annotations

import argparse
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kg.wikidata import scoring
from kg.wikidata.base import KnowledgeBase
from kg.wikidata.evidence import evidence_for, evidence_of_none
from kg.wikidata.linker import weigh
from kg.wikidata.words import CORE, read_tsv
from training.linking import ANNOTATIONS, NONE, extracted, gum, news
from training.plot import reliability

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.records import Extraction
    from kg.wikidata.evidence import Evidence
    from training.linking import Gold

FOLDS = 5
ROUNDS = 2
"""The evidence of an article depends on what is linked in it, so on the weights: they are fitted again with the first."""
DECAY = 1.0
FIRM = 10.0
KEPT = (
    *("dates/", "role/held", "country/main", "country/near", "country/share for a name", "country/same, of"),
    *("prior/public body", "prior/hand-picked public body"),
)
"""Evidence held closer to its start: the dead of GUM's biographies are quoted, those of news are not; few have an
office; and the texts are of America more often than news is, where a bare "Senate" is right too easily."""
GUM_WEIGHT = 0.5
"""Of an entity of GUM, which is no news and where "none" is never certain."""
UNKNOWN_WEIGHT = 0.3
"""Of a copy of an entity without its item, as if the base lacked it: its namesakes must not be taken."""
LEAST_PRECISION = 0.93
"""Of all links of articles kept out, by mentions."""
F1_MARGIN = 0.002
"""What F1 may lose for links that are right more often."""
HIGHEST = 0.99
"""No confidence is higher, however few links were measured wrong."""
LEAST_PER_STEP = 40
"""Links that a step of the calibration curve is measured on."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One entity: the evidence of "none of these" and of each candidate, which of them is right, and its mentions."""

    article: str
    options: tuple[Evidence, ...]
    right: int
    mentions: int
    known: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model that never saw the article would link: its belief, whether that is right."""

    belief: float
    right: bool
    mentions: int
    known: bool


def choices(golds: Iterable[tuple[Gold, Extraction]], kb: KnowledgeBase) -> Iterator[Choice]:
    """Of each article the entities of which the annotators say what they are; "no item" only where it is certain."""
    for gold, extraction in golds:
        weighed = weigh(extraction, gold.article, kb)
        votes: dict[str, Counter[str]] = {}
        for m in extraction.mentions:
            item = gold.names.get((m.span.start, m.span.end), "")
            if item and m.span.context == "text" and m.kind in {"name", "adjective"}:
                votes.setdefault(m.entity, Counter())[item] += 1
        for entity in weighed.named:
            found = weighed.pool.get(entity.key)
            if not found or entity.key not in votes:
                continue
            wanted, mentions = min(votes[entity.key].items(), key=lambda pair: (-pair[1], pair[0]))
            if wanted == NONE and not gold.complete:
                continue
            qids = [c.item.qid for c in found]
            options = (evidence_for(c, entity, weighed.situation, kb) for c in found)
            yield Choice(
                article=gold.id,
                options=(evidence_of_none(entity, found), *options),
                right=qids.index(wanted) + 1 if wanted in qids else 0,
                mentions=mentions,
                known=wanted != NONE,
                weight=1.0 if gold.complete else GUM_WEIGHT,
            )


def unknown(choice: Choice) -> Choice | None:
    """The same entity in a world where the base lacks its item."""
    if not choice.right or len(choice.options) < 3:
        return None
    options = choice.options[: choice.right] + choice.options[choice.right + 1 :]
    return replace(choice, options=options, right=0, weight=choice.weight * UNKNOWN_WEIGHT)


class Model:
    """A log-linear choice between options."""

    def __init__(self, start: Mapping[str, float], data: Iterable[Choice]) -> None:
        self.names = sorted({*start, *(name for c in data for option in c.options for name in option)})
        self.place = {name: i for i, name in enumerate(self.names)}
        self.start = np.array([start.get(name, 0.0) for name in self.names])
        self.decay = np.array([FIRM if name.startswith(KEPT) else DECAY for name in self.names])

    def matrix(self, choice: Choice) -> np.ndarray:
        """The evidence as numbers. *Shape:* (options, names)."""
        x = np.zeros((len(choice.options), len(self.names)))
        for row, option in enumerate(choice.options):
            for name, value in option.items():
                if name in self.place:
                    x[row, self.place[name]] = value
        return x

    def fit(self, data: Sequence[Choice]) -> np.ndarray:
        """The weights of the greatest likelihood, less the squared distance from the start, by Newton's method."""
        rows = [(self.matrix(c), c.right, c.weight) for c in data]
        rows += [(self.matrix(u), 0, u.weight) for u in map(unknown, data) if u is not None]
        w = self.start.copy()
        for _ in range(40):
            gradient, hessian = self.decay * (w - self.start), np.diag(self.decay)
            for x, right, weight in rows:
                p = shares(x @ w)
                mean = p @ x
                gradient -= weight * (x[right] - mean)
                hessian += weight * ((x * p[:, None]).T @ x - np.outer(mean, mean))
            step = np.linalg.solve(hessian, gradient)
            w -= step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-9))
            if np.abs(step).max() < 1e-5:
                break
        return w

    def answer(self, choice: Choice, w: np.ndarray) -> Answer:
        p = shares(self.matrix(choice) @ w)
        best = int(p[1:].argmax()) + 1
        return Answer(float(p[best]), best == choice.right, choice.mentions, choice.known)


def shares(scores: np.ndarray) -> np.ndarray:
    e = np.exp(scores - scores.max())
    return e / e.sum()


def kept_out(model: Model, data: Sequence[Choice]) -> list[tuple[Choice, Answer]]:
    """Every choice answered by a model that was fitted on the other folds; the articles of a fold stay together."""
    answers = []
    for fold in range(FOLDS):
        inside = [c for c in data if zlib.crc32(c.article.encode()) % FOLDS == fold]
        w = model.fit([c for c in data if zlib.crc32(c.article.encode()) % FOLDS != fold])
        answers += [(c, model.answer(c, w)) for c in inside]
    return answers


def figures(answers: Sequence[Answer], least: float) -> tuple[float, float, float]:
    """Precision, recall and F1 by mentions of the links believed at least so much."""
    given = [a for a in answers if a.belief >= least]
    right = sum(a.mentions for a in given if a.right)
    precision = right / max(sum(a.mentions for a in given), 1)
    recall = right / max(sum(a.mentions for a in answers if a.known), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def threshold(answers: Sequence[Answer]) -> float:
    """The belief from which links are published: likelier than not, precise enough, the highest with all but the best F1."""
    levels = [round(0.5 + 0.05 * i, 2) for i in range(9)]
    score = {level: figures(answers, level) for level in levels}
    precise = [level for level in levels if score[level][0] >= LEAST_PRECISION] or levels[-1:]
    best = max(score[level][2] for level in precise)
    return max(level for level in precise if score[level][2] >= best - F1_MARGIN)


def curve(answers: Sequence[Answer], least: float) -> list[tuple[float, float]]:
    """Belief against the share of right links, rising: pool adjacent violators over steps of equal size.

    Of each share a standard error is taken off, as texts that the names were not trained on are harder to read.
    """
    given = sorted(((a.belief, a.right) for a in answers if a.belief >= least), key=lambda pair: pair[0])
    steps: list[list[float]] = []  # mean belief, share right, links
    size = max(LEAST_PER_STEP, len(given) // 50)
    for first in range(0, len(given), size):
        part = given[first : first + size]
        if len(part) < size // 2 and steps:
            part = given[first - size : first + size]
            steps.pop()
        steps.append([sum(b for b, _ in part), float(sum(r for _, r in part)), float(len(part))])
        while len(steps) > 1 and steps[-2][1] / steps[-2][2] >= steps[-1][1] / steps[-1][2]:
            last = steps.pop()
            steps[-1] = [x + y for x, y in zip(steps[-1], last, strict=True)]
    rising = accumulate((min(lower(right, n), HIGHEST) for _, right, n in steps), max)
    points = [(belief / n, share) for (belief, _, n), share in zip(steps, rising, strict=True)]
    return [(least, points[0][1]), *points[1:]]


def lower(right: float, n: float) -> float:
    """A share less its standard error.

    >>> lower(32, 40), lower(40, 40)
    (0.737, 1.0)
    """
    share = right / n
    return round(share - (share * (1 - share) / n) ** 0.5, 3)


def write(out: Path, table: Mapping[str, float], points: Sequence[tuple[float, float]]) -> None:
    head = "# source: fitted by training/links.py on wikinews_annotated, invented_wire and GUM (training parts)\n"
    rows = "".join(f"{name}\t{weight:.3f}\n" for name, weight in sorted(table.items()))
    (out / "link_weights.tsv").write_text(f"{head}evidence\tweight\n{rows}", encoding="utf-8")
    rows = "".join(f"{belief:.3f}\t{share:.3f}\n" for belief, share in points)
    (out / "link_confidence.tsv").write_text(f"{head}belief\tconfidence\n{rows}", encoding="utf-8")
    scoring.weights.cache_clear()
    scoring.curve.cache_clear()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--out", type=Path, default=CORE)
    parser.add_argument("--plot", type=Path, help="write how confidence and right links agree as SVG")
    options = parser.parse_args(arguments)
    kb = KnowledgeBase.open()
    golds = [(g, extracted(g)) for part in (news, gum) for g in part(options.corpora, "train")]
    fitted(golds, kb, options.out, options.plot)


def fitted(golds: Sequence[tuple[Gold, Extraction]], kb: KnowledgeBase, out: Path, plot: Path | None) -> None:
    """Fit, measure on articles kept out, and write the weights, the curve and the plot."""
    start = {n: float(w) for n, w in read_tsv(ANNOTATIONS / "start_weights.tsv")}
    write(CORE, start, [(0.5, 0.5), (1.0, 1.0)])
    for _ in range(ROUNDS):
        data = list(choices(golds, kb))
        model = Model(start, data)
        table = dict(zip(model.names, map(float, model.fit(data)), strict=True))
        write(CORE, table, [(0.5, 0.5), (1.0, 1.0)])
    data = list(choices(golds, kb))
    answers = kept_out(model, data)
    of_news = [a for c, a in answers if c.weight == 1.0]
    least = threshold(of_news)
    points = curve([a for _, a in answers], least)
    write(out, table, points)
    print(f"{len(data)} entities of {len(golds)} articles; kept out, by mentions:")
    for name, part in (("news", of_news), ("GUM", [a for c, a in answers if c.weight != 1.0])):
        for level in sorted({least, 0.3, 0.5, 0.7, 0.9}):
            p, r, f = (100 * x for x in figures(part, level))
            print(f"  {name:4} belief >= {level:.2f}  P {p:5.1f}  R {r:5.1f}  F1 {f:5.1f}")
    print(f"published from belief {least}, confidence {points[0][1]:.2f}")
    if plot is not None:
        scored = [(scoring.calibrated(a.belief), a.right) for _, a in answers if a.belief >= least]
        plot.write_text(reliability(scored), encoding="utf-8")


if __name__ == "__main__":
    main()

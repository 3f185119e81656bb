"""Fit the weights by which `kg.extract.act` tells the act of a statement.

Multinomial logistic regression with an L2 penalty on the statements of `wikinews_annotated` and `invented_wire` (articles
whose number is no multiple of five): `python -m training.acts --corpora ../shared/corpora --out kg/extract/data`.
Shares of right acts are printed: five-fold over articles, and on the articles kept for development.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from kg.extract.act import ACTS, features_of
from kg.extract.cue import CueEntry, read_cues

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CORPORA = ("wikinews_annotated", "invented_wire")
PENALTY = 8.0
FEWEST = 3
EVENED = 0.25  # how far rare acts are made up for: 0 not at all, 1 as if all were alike frequent
FOLDS = 5
Row = tuple[int, list[str], int]  # number of the article, features, act


def cue_entry(cue: str) -> CueEntry | None:
    """The first row of the cue list that the words contain."""
    words = cue.lower().split()
    for i, word in enumerate(words):
        for rest, entry in read_cues().get(word, ()):
            if tuple(words[i + 1 : i + 1 + len(rest)]) == rest:
                return entry
    return None


def read_rows(corpora: Path) -> Iterator[Row]:
    """All statements, in the order of their files."""
    for corpus in CORPORA:
        for path in sorted((corpora / corpus).glob("*.facts.json")):
            number = int(path.name.split(".")[0].split("-")[1])
            for item in json.loads(path.read_text(encoding="utf-8"))["statements"]:
                cue = cue_entry(item["cue"] or "")
                features = features_of(cue, " ".join(item["content"]), item["form"])
                yield number, features, ACTS.index(item["act"])


def matrix(rows: Sequence[Row], index: dict[str, int]) -> sparse.csr_matrix:
    """One row a statement; the last column is that of all statements."""
    cells = [(k, index[name]) for k, row in enumerate(rows) for name in row[1] if name in index]
    cells += [(k, len(index)) for k in range(len(rows))]
    at = np.array(cells)
    return sparse.csr_matrix((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=(len(rows), len(index) + 1))


def fit(rows: Sequence[Row]) -> tuple[dict[str, int], np.ndarray]:
    """The features that occur often enough, and weights (feature x act); the last row is the bias, not penalised."""
    seen = Counter(name for row in rows for name in row[1])
    index = {name: i for i, name in enumerate(sorted(n for n, count in seen.items() if count >= FEWEST))}
    x = matrix(rows, index)
    gold = np.array([row[2] for row in rows])
    target = np.eye(len(ACTS))[gold]
    penalty = np.full((len(index) + 1, 1), PENALTY)
    penalty[-1] = 0

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(-1, len(ACTS))
        scores = x @ weights
        scores -= scores.max(1, keepdims=True)
        probability = np.exp(scores)
        probability /= probability.sum(1, keepdims=True)
        cost = -np.log((probability * target).sum(1) + 1e-12).sum() + (penalty * weights**2).sum() / 2
        return cost, (x.T @ (probability - target) + penalty * weights).ravel()

    start = np.zeros((len(index) + 1) * len(ACTS))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 100})
    weights = found.x.reshape(-1, len(ACTS))
    weights[-1] -= EVENED * np.log(target.mean(0))
    return index, weights


def right(rows: Sequence[Row], index: dict[str, int], weights: np.ndarray) -> int:
    """How many statements get their act."""
    best = (matrix(rows, index) @ weights).argmax(1)
    return int((best == np.array([row[2] for row in rows])).sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--out", type=Path, default=Path("kg/extract/data"))
    args = parser.parse_args()
    rows = list(read_rows(args.corpora))
    train, dev = [r for r in rows if r[0] % 5], [r for r in rows if r[0] % 5 == 0]
    held = 0
    for fold in range(FOLDS):
        kept = [r for r in train if r[0] // 5 % FOLDS != fold]
        held += right([r for r in train if r[0] // 5 % FOLDS == fold], *fit(kept))
    index, weights = fit(train)
    print(f"five-fold {held / len(train):.3f}  development {right(dev, index, weights) / len(dev):.3f}")
    lines = [
        "# source: fitted by training/acts.py on wikinews_annotated and invented_wire; free to use (CC0)\n",
        f"# feature (see kg/extract/act.py; none: every statement)\tweights: {' '.join(ACTS)}\n",
    ]
    for name, row in [("", len(index)), *index.items()]:
        values = [f"{value:.2f}".replace("-0.00", "0.00").replace("0.00", "") for value in weights[row]]
        if any(values) or not name:
            lines.append("\t".join([name, *values]) + "\n")
    (args.out / "acts.tsv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Fit the weights by which `kg.extract.act` tells the act of a statement.

Multinomial logistic regression with an L2 penalty on the statements that the product finds in `wikinews_annotated` and
`invented_wire` (articles whose number is no multiple of five) and that are annotated there, in the articles of
`wikinews_text` whose acts `training/annotations/acts` holds, and in the sentences written there:
`python -m training.acts --corpora ../shared/corpora --out kg/extract/data`.
Shares of right acts are printed: five-fold over annotated articles, and on the articles kept for development. The model's
opinion is left out of both, as it has seen the articles.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from kg.article import Article
from kg.extract.act import ACTS, features_of
from kg.extract.cue import CueEntry, read_cues
from kg.extract.entity import extract_entities
from kg.extract.mood import mood_of
from kg.extract.statement import extract_statements
from kg.extract.time import extract_times
from kg.extract.tree import Tree
from kg.language.pipeline import load, parse_article
from kg.score.folder import read_folder
from kg.score.matching import HALF, assign, word_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.actors import Actors
    from kg.records import Span, Statement

CORPORA = ("wikinews_annotated", "invented_wire")
PENALTY = 10.0
FEWEST = 3
EVENED = 0.25  # how far rare acts are made up for: 0 not at all, 1 as if all were alike frequent
FOLDS = 5
HOME = Path(__file__).parent / "annotations" / "acts"
WRITTEN = "written"
"""Feature of sentences written for the purpose: how frequent acts are there says nothing of news."""
FREE = 0.3  # penalty of that feature
Row = tuple[int, list[str], int]  # number of the article, -1 elsewhere; features; act
Acts = list[tuple[list[tuple[int, int]], str]]  # the characters of what is said, its act
_MARK = re.compile(r"⟦([a-z]+)\|([^⟧]*)⟧")


def cue_entry(lemma: str, pos: str) -> CueEntry | None:
    """The row of the cue list with the lemma, of that part of speech if there are several; None for no cue."""
    if not lemma:
        return None
    rows = [entry for table in read_cues().values() for _, entry in table if entry.lemma == lemma]
    same = [entry for entry in rows if entry.pos == pos]
    return next(iter(same or rows), CueEntry(lemma, pos, "speech", "assert", frozenset()))


class ActsError(ValueError):
    """The annotated acts are not those of the articles at hand."""


def read_rows(corpora: Path) -> Iterator[Row]:
    """All statements of the annotated articles that are found, in the order of their files."""
    nlp = load()
    for corpus in CORPORA:
        for gold in read_folder(corpora / corpus).articles:
            article = Article(text=gold.text, title=gold.title, date=gold.date, id=gold.id)
            acts = [([*s.content], s.act) for s in gold.statements]
            number = int(gold.id.split("-")[1])
            yield from ((number, features, act) for features, act in rows_of(nlp, article, acts))


def read_more(corpora: Path) -> Iterator[Row]:
    """The statements of `training/annotations/acts`."""
    nlp = load()
    with gzip.open(corpora / "wikinews_text" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    for number, acts in standoff_acts(HOME / "wikinews_text.tsv", [a["text"] for a in articles]):
        given = articles[number]
        article = Article(text=given["text"], title=given["title"], date=given["date"], id=str(number))
        yield from ((-1, features, act) for features, act in rows_of(nlp, article, acts))
    for text, acts in marked_acts((HOME / "sentences.txt").read_text(encoding="utf-8")):
        article = Article(text=text, title="", date="2020-01-06", id="sentence")
        yield from ((-1, [*features, WRITTEN], act) for features, act in rows_of(nlp, article, acts))


def standoff_acts(path: Path, texts: Sequence[str]) -> Iterator[tuple[int, Acts]]:
    """The acts of each article, by its number; raises `ActsError` when a text is not the annotated one."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    for (number, digits), group in groupby(rows, key=lambda row: (int(row[0]), row[1])):
        if not hashlib.sha256(texts[number].encode()).hexdigest().startswith(digits):
            message = f"{path}: article {number} is not the one that was annotated"
            raise ActsError(message)
        yield number, [([(int(start), int(end))], act) for _, _, start, end, act in group]


def marked_acts(text: str) -> Iterator[tuple[str, Acts]]:
    """The sentences of a file with marks, one a line, without them, each with its acts.

    >>> list(marked_acts("He said ⟦deny|it was no raid⟧."))
    [('He said it was no raid.', [([(8, 22)], 'deny')])]
    """
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        acts: Acts = []
        plain, at = "", 0
        for mark in _MARK.finditer(line):
            plain += line[at : mark.start()]
            acts.append(([(len(plain), len(plain) + len(mark[2]))], mark[1]))
            plain, at = plain + mark[2], mark.end()
        yield plain + line[at:], acts


def rows_of(nlp: Any, article: Article, acts: Acts) -> Iterator[tuple[list[str], int]]:
    """The features and the act of each statement of an article that is found and annotated."""
    doc = parse_article(nlp, article)
    actors = extract_entities(doc)
    found = extract_statements(doc, actors, extract_times(doc))
    tree = Tree(doc)
    for act, statement in annotated(article.text, acts, found):
        yield _features(tree, actors, statement), ACTS.index(act)


def annotated(text: str, acts: Acts, found: Sequence[Statement]) -> Iterator[tuple[str, Statement]]:
    """The statements that share half of their words with an annotated one, each with its act."""
    theirs = [word_spans(text, ranges) for ranges, _ in acts]
    mine = [word_spans(text, [(c.start, c.end) for c in s.content_spans]) for s in found]
    weights = {
        (i, j): len(a & b) / max(len(a), len(b))
        for i, a in enumerate(theirs)
        for j, b in enumerate(mine)
        if a & b and len(a & b) >= HALF * max(len(a), len(b)) and found[j].content_spans[0].context == "text"
    }
    return ((acts[i][1], found[j]) for i, j in assign(weights))


def _features(tree: Tree, actors: Actors, statement: Statement) -> list[str]:
    words = [i for span in statement.content_spans for i in _tokens(tree, span) if not tree.space[i]]
    named = _tokens(tree, statement.speaker_span) if statement.speaker_span is not None else range(0)
    cue = _tokens(tree, statement.cue_span) if statement.cue_span is not None else range(0)
    pos = "n" if cue and tree.tag[cue[0]].startswith("NN") else "v"
    mood = mood_of(tree, actors, words, statement.speakers, named)
    return features_of(cue_entry(statement.cue, pos), statement.content, statement.form, mood)


def _tokens(tree: Tree, span: Span) -> range:
    shift = tree.doc._.kg.shift if span.context == "text" else 0
    return range(tree.token_from(span.start + shift), tree.token_from(span.end + shift))


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
    penalty[[i for name, i in index.items() if name == WRITTEN]] = FREE

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
    natural = np.array([WRITTEN not in row[1] for row in rows])
    weights[-1] -= EVENED * np.log(target[natural].mean(0))
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
    rows, more = list(read_rows(args.corpora)), list(read_more(args.corpora))
    train, dev = [r for r in rows if r[0] % 5], [r for r in rows if r[0] % 5 == 0]
    held = 0
    for fold in range(FOLDS):
        kept = [r for r in train if r[0] // 5 % FOLDS != fold]
        held += right([r for r in train if r[0] // 5 % FOLDS == fold], *fit(kept + more))
    index, weights = fit(train + more)
    print(f"five-fold {held / len(train):.3f}  development {right(dev, index, weights) / len(dev):.3f}")
    lines = [
        "# source: fitted by training/acts.py on wikinews_annotated, invented_wire, wikinews_text and own sentences; free to use (CC0)\n",
        f"# feature (see kg/extract/act.py; none: every statement)\tweights: {' '.join(ACTS)}\n",
    ]
    for name, row in [("", len(index)), *index.items()]:
        if name == WRITTEN:
            continue
        values = [f"{value:.2f}".replace("-0.00", "0.00").replace("0.00", "") for value in weights[row]]
        if any(values) or not name:
            lines.append("\t".join([name, *values]) + "\n")
    (args.out / "acts.tsv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()

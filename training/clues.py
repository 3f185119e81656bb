"""Fit the weights by which `kg.extract.clue` tells whether a word names a happening, and of which type.

A multinomial logistic regression over the clues of the words that the lexicon or the network take for triggers, and of
all verbs, in `wikinews_annotated` and `invented_wire` with our corrections (articles whose number is no multiple of
five), and in our own passages and articles of `annotations`, where happenings of no type are left out: they have more of
them marked. The network has seen most of these texts, so its opinion is no clue; `kg.extract.candidate` weighs it in.
`python -m training.clues --corpora ../shared/corpora --out kg/extract/data`
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from kg.article import Article
from kg.extract.candidate import is_unfit, lexicon_matches
from kg.extract.clause import Scene
from kg.extract.clue import KINDS, NONE, UNTYPED, Clues, themes
from kg.extract.entity import extract_entities
from kg.language.pipeline import load, parse_article
from training.corrections import corrected
from training.marked import sentence_texts, standoff_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

ANNOTATIONS = Path(__file__).parent / "annotations"
CORPORA = ("wikinews_annotated", "invented_wire")
FEWEST = 3
"""How often a clue must occur."""
PENALTY = 1.0
SMALLEST = 0.1
"""Weights nearer to nought are left out."""
CHANCE = 0.02
"""Words that the network gives less than this are no examples, unless the lexicon has them or they are verbs."""

Example = tuple[list[str], str]


def gold_articles(corpora: Path) -> Iterator[dict[str, Any]]:
    for corpus in CORPORA:
        with (corpora / corpus / "articles.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                name = json.loads(line)["id"]
                if int(name.split("-")[1]) % 5:
                    data = json.loads((corpora / corpus / f"{name}.json").read_text(encoding="utf-8"))
                    yield corrected(data, ANNOTATIONS / "corrections")


def marked_articles(corpora: Path) -> Iterator[dict[str, Any]]:
    """Our own passages and articles in the same form, with triggers only."""
    articles = corpora / "wikinews_text" / "articles.jsonl.gz"
    for texts in (
        sentence_texts(ANNOTATIONS / "sentences"),
        standoff_texts(ANNOTATIONS / "wikinews_text", articles),
    ):
        for marked in texts:
            events = [{"trigger_offsets": (e.start, e.end), "type": e.type} for e in marked.events]
            yield {"text": marked.text, "events": events}


def labels(scene: Scene, events: list[dict[str, Any]], listed: set[int]) -> dict[int, str | None]:
    """The kind of each token inside a trigger: its main word's type, None for the other words."""
    tree, shift = scene.tree, scene.doc._.kg.shift
    found: dict[int, str | None] = {}
    for event in events:
        start, end = (at + shift for at in event["trigger_offsets"])
        inside = [
            i
            for i in range(len(tree))
            if not tree.space[i] and tree.start[i] < end and tree.start[i] + len(tree.low[i]) > start
        ]
        if not inside:
            continue
        tops = [i for i in inside if tree.head[i] not in inside or tree.head[i] == i]
        main = ([i for i in inside if i in listed] or tops or inside)[-1]
        for i in inside:
            found.setdefault(i, None)
        found[main] = event["type"]
    return found


def examples(doc: Doc, data: dict[str, Any]) -> Iterator[Example]:
    scene = Scene(doc, extract_entities(doc))
    matches = {match.head: match for match in lexicon_matches(scene)}
    listed = {i for i, match in matches.items() if match.entry and match.entry.type != "-"}
    gold, shared = labels(scene, data["events"], listed), themes(matches)
    clues = Clues(scene, matches)
    for i in range(len(scene.tree)):
        if scene.tree.start[i] < doc._.kg.shift or scene.tree.space[i]:
            continue
        kind = gold.get(i, NONE)
        chances = doc._.kg_event_chances.get(i)
        likely = chances is not None and 1 - chances[0] >= CHANCE
        tried = not is_unfit(scene, i) and (i in matches or likely or scene.tree.pos[i] == "VERB")
        if kind is not None and (tried or kind != NONE):
            yield clues.around(i) + shared, kind


def fit(rows: list[Example]) -> tuple[list[str], Any, Any]:
    """The clues, their weights by kind, and the bias of each kind."""
    counts = Counter(clue for found, _ in rows for clue in found)
    names = sorted(clue for clue, n in counts.items() if n >= FEWEST and clue[0] != "#" and "\t" not in clue)
    index = {clue: k for k, clue in enumerate(names)}
    at = [(n, index[clue]) for n, (found, _) in enumerate(rows) for clue in found if clue in index]
    table = csr_matrix((np.ones(len(at)), tuple(zip(*at, strict=True))), (len(rows), len(names)))
    target = np.zeros((len(rows), len(KINDS)))
    target[np.arange(len(rows)), [KINDS.index(kind) for _, kind in rows]] = 1
    size, across = len(names) * len(KINDS), table.T.tocsr()

    def loss(flat: Any) -> tuple[float, Any]:
        weights, bias = flat[:size].reshape(len(names), -1), flat[size:]
        scores = table @ weights + bias
        scores -= scores.max(1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(1, keepdims=True))
        miss = np.exp(logs) - target
        slope = np.concatenate([(across @ miss + PENALTY * weights).ravel(), miss.sum(0)])
        return float(-(logs * target).sum() + PENALTY / 2 * (weights**2).sum()), slope

    best = minimize(loss, np.zeros(size + len(KINDS)), jac=True, method="L-BFGS-B", options={"maxiter": 100})
    return names, best.x[:size].reshape(len(names), -1), best.x[size:]


def lines(names: list[str], weights: Any, bias: Any) -> Iterator[str]:
    yield "# source: fitted by training/clues.py on wikinews_annotated, invented_wire and training/annotations"
    yield "# clue (see kg/extract/clue.py)	weights by kind"
    for name, row in (("bias", bias), *zip(names, weights, strict=True)):
        shown = [f"{kind}={w:.2f}" for kind, w in zip(KINDS, row, strict=True) if abs(w) >= SMALLEST]
        if shown:
            yield f"{name}\t{' '.join(shown)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    nlp, rows = load(), []
    for data in gold_articles(options.corpora):
        article = Article(text=data["text"], title=data.get("title"), date=data.get("date"))
        rows += examples(parse_article(nlp, article), data)
    for data in marked_articles(options.corpora):
        found = examples(parse_article(nlp, Article(text=data["text"])), data)
        rows += [(clues, kind) for clues, kind in found if kind != UNTYPED]
    text = "\n".join(lines(*fit(rows))) + "\n"
    (options.out / "clues.tsv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

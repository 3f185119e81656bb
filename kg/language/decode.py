"""From scores to structures: name spans, dependency trees, lemmas."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["apply_lemma_rule", "best_tags", "best_tree", "gelu", "name_spans", "softmax"]

Floats = npt.NDArray[np.floating[Any]]
Floats32 = npt.NDArray[np.float32]
_BARRED = -1e9


def transitions(tags: Sequence[str]) -> Floats:
    """0 where a BIOES tag may follow another, else a large penalty. *Shape:* (tags, tags)."""
    table = np.full((len(tags), len(tags)), _BARRED, np.float32)
    for i, a in enumerate(tags):
        for j, b in enumerate(tags):
            inside = a[0] in "BI"
            continues = b[0] in "IE"
            if (inside and continues and a[2:] == b[2:]) or (not inside and not continues):
                table[i, j] = 0.0
    return table


def best_tags(
    scores: Floats, table: Floats, tags: Sequence[str], breaks: frozenset[int] = frozenset()
) -> list[int]:
    """The best legal sequence of BIOES tags (Viterbi); no name runs over a break.

    *Shape:* scores (words, tags), log probabilities; table as made by `transitions`.
    """
    if not len(scores):
        return []
    opens = np.array([0.0 if t[0] in "OBS" else _BARRED for t in tags], np.float32)
    closes = np.array([0.0 if t[0] in "OES" else _BARRED for t in tags], np.float32)
    best = scores[0] + opens
    back = np.zeros(scores.shape, np.int32)
    for i in range(1, len(scores)):
        if i in breaks:
            at = int((best + closes).argmax())
            back[i] = at
            best = best[at] + opens + scores[i]
            continue
        paths = best[:, None] + table
        back[i] = paths.argmax(0)
        best = paths.max(0) + scores[i]
    path = [int((best + closes).argmax())]
    for i in range(len(scores) - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return path[::-1]


def name_spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Spans `start <= i < end` and labels of a legal BIOES sequence.

    >>> name_spans(["O", "B-PERSON", "E-PERSON", "S-ORG"])
    [(1, 3, 'PERSON'), (3, 4, 'ORG')]
    """
    spans, start = [], 0
    for i, tag in enumerate(tags):
        if tag[0] in "BS":
            start = i
        if tag[0] in "ES":
            spans.append((start, i + 1, tag[2:]))
    return spans


def best_tree(scores: Floats) -> list[int]:
    """The head of each word in the best tree with one root: 0 is the root, else 1 + the head's index.

    Greedy where that is a tree already, else maximum spanning tree (Chu and Liu 1965; Edmonds 1967).
    *Shape:* (words, 1 + words).
    """
    size = len(scores)
    scores = scores.astype(np.float64)
    scores[np.arange(size), np.arange(size) + 1] = _BARRED
    heads = scores.argmax(1)
    if _is_tree(heads):
        return [int(h) for h in heads]
    best: list[int] = []
    best_score = -np.inf
    for root in np.argsort(-(scores[:, 0] - np.partition(scores, -1, axis=1)[:, -1]))[:3]:
        fixed = scores.copy()
        fixed[:, 0] = _BARRED
        fixed[root, :] = _BARRED
        fixed[root, 0] = 0.0
        full = np.full((size + 1, size + 1), _BARRED)
        full[1:] = fixed
        found = _spanning_tree(full)[1:]
        total = sum(scores[i, h] for i, h in enumerate(found))
        if total > best_score:
            best, best_score = found, total
    return best


def _is_tree(heads: npt.NDArray[np.intp]) -> bool:
    if int((heads == 0).sum()) != 1:
        return False
    state = [0] * (len(heads) + 1)
    state[0] = 2
    for i in range(1, len(heads) + 1):
        path = []
        at = i
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = int(heads[at - 1])
        if state[at] == 1:
            return False
        for node in path:
            state[node] = 2
    return True


def _cycle(heads: Sequence[int]) -> list[int]:
    state = [0] * len(heads)
    for i in range(1, len(heads)):
        path, at = [], i
        while at and not state[at]:
            state[at] = i
            path.append(at)
            at = heads[at]
        if at and state[at] == i:
            return path[path.index(at) :]
    return []


def _spanning_tree(scores: Floats) -> list[int]:
    """Heads by node; node 0 is the root and gets -1. *Shape:* (nodes, nodes), [dependent, head]."""
    heads = [int(h) for h in scores.argmax(1)]
    heads[0] = -1
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = set(cycle)
    outside = [i for i in range(len(scores)) if i not in inside]
    index = {node: k for k, node in enumerate(outside)}
    size = len(outside) + 1
    small = np.full((size, size), _BARRED * 2)
    enter = {}
    leave = {}
    for i in outside:
        for j in outside:
            small[index[i], index[j]] = scores[i, j]
    for j in outside:
        gains = [scores[c, j] - scores[c, heads[c]] for c in cycle]
        k = int(np.argmax(gains))
        small[size - 1, index[j]] = gains[k]
        enter[j] = cycle[k]
    for i in outside:
        k = int(np.argmax([scores[i, c] for c in cycle]))
        small[index[i], size - 1] = scores[i, cycle[k]]
        leave[i] = cycle[k]
    np.fill_diagonal(small, _BARRED * 2)
    found = _spanning_tree(small)
    result = [0] * len(scores)
    result[0] = -1
    for c in cycle:
        result[c] = heads[c]
    for i in outside:
        if i:
            h = found[index[i]]
            result[i] = leave[i] if h == size - 1 else outside[h]
    head = outside[found[size - 1]]
    result[enter[head]] = head
    return result


def apply_lemma_rule(word: str, rule: str) -> str:
    """The lemma of a word by a rule "case|letters to drop|letters to add", or "x|lemma".

    >>> apply_lemma_rule("Ministers", "l|1|"), apply_lemma_rule("went", "x|go"), apply_lemma_rule("Putin", "k|0|")
    ('minister', 'go', 'Putin')
    """
    parts = rule.split("|")
    if parts[0] == "x":
        return parts[1]
    form = word if parts[0] == "k" else word.lower()
    drop = int(parts[1])
    if drop > len(form):
        return form
    return (form[: len(form) - drop] + parts[2]) or form


def softmax(scores: Floats32) -> Floats32:
    """Probabilities along the last axis."""
    e = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(e / e.sum(-1, keepdims=True), np.float32)


_ERF = np.array([0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429], np.float32)


def gelu(x: Floats32) -> Floats32:
    """GELU with erf by Abramowitz and Stegun (1964), 7.1.26: error below 2e-7."""
    z = np.abs(x) / np.float32(np.sqrt(2))
    t = 1 / (1 + np.float32(0.3275911) * z)
    poly = t * (_ERF[0] + t * (_ERF[1] + t * (_ERF[2] + t * (_ERF[3] + t * _ERF[4]))))
    erf = np.sign(x) * (1 - poly * np.exp(-z * z))
    return np.asarray(0.5 * x * (1 + erf), np.float32)

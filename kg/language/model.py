"""The network at run time: one ONNX pass a window, then decoding."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from tokenizers import Tokenizer

from kg.language.antecedent import Antecedents
from kg.language.decode import best_tags, best_tree, gelu, name_spans, softmax, transitions
from kg.language.features import FLAGS, Gazetteer, shape, word_flags
from kg.language.lemma import Lemmatizer
from kg.language.repair import repair_arguments, repair_predicates, repair_subjects
from kg.language.window import pieces_of, windows

__all__ = ["WEIGHTS", "Layout", "Model", "Reading"]

WEIGHTS = Path(__file__).parent / "weights"
CLS, SEP = 101, 102
ROW_SCORE = 0.25
"""Words that name an event or cue with less than this are not asked for participants."""
ARGUMENT_SCORE = 0.3
PREDICATE_SCORE = 0.5
OUTPUTS = (
    "logits", "arcs", "lab_dep", "lab_head", "pair_row", "pair_col", "role_row", "role_col", "link_row", "link_col",
)  # fmt: skip

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Layout:
    """The words of a text without white space, and how they stand in it; nothing is read across `breaks`."""

    words: tuple[str, ...]
    paragraphs: frozenset[int]
    spaces: tuple[bool, ...]
    breaks: frozenset[int] = frozenset()


class Reading:
    """What the model says of each word of a document; lists have one item a word."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.tag: list[str] = []
        self.pos: list[str] = []
        self.morph: list[str] = []
        self.lemma: list[str] = []
        self.heads: list[int] = []  # index of the head, the word's own index for a root
        self.deps: list[str] = []
        self.sentence_starts: list[bool] = []
        self.names: list[tuple[int, int, str, float]] = []
        self.name_score: list[float] = []
        self.event: list[tuple[str, float]] = []
        self.event_chances: list[Floats] = []  # no event, then each kind of the labels
        self.factual: list[float] = []
        self.polarity: list[str] = []
        self.certainty: list[str] = []
        self.temporality: list[str] = []
        self.cue: list[float] = []
        self.act: list[str] = []
        self.content: list[str] = []
        self.nominal: list[str] = []
        self.args: dict[tuple[int, int], tuple[str, float]] = {}
        self.predicate: list[bool] = []
        self.mention: list[float] = []
        self.roles: dict[tuple[int, int], tuple[str, float]] = {}
        self.antecedents: Antecedents | None = None


def _ends_sentence(words: Sequence[str], i: int) -> bool:
    """Whether a full stop before a word surely ends a sentence: behind a word in lower case, before a capital."""
    before = words[i - 2]
    return words[i - 1] == "." and len(before) > 2 and before.islower() and words[i][:1].isupper()


class Model:
    """Weights, vocabulary and labels of one folder, read when first needed."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self.folder = folder
        self.labels: dict[str, list[str]] = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self.tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.gazetteer = Gazetteer.open(folder / "gazetteer.bin")
        self.lemmatizer = Lemmatizer.open(folder / "lemmas.tsv")
        heads = np.load(folder / "heads.npz")
        self.small: dict[str, Floats] = {name: heads[name].astype(np.float32) for name in heads.files}
        self.transitions = transitions(self.labels["names"])
        self.slices: dict[str, slice] = {}
        at = 0
        for name in self.labels["order"]:
            self.slices[name] = slice(at, at + len(self.labels[name]))
            at += len(self.labels[name])

    @cached_property
    def session(self) -> Any:
        """The ONNX session: one thread, so that the same text gives the same scores everywhere."""
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
        return ort.InferenceSession(
            str(self.folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def read(self, layout: Layout) -> Reading:
        """Everything the model says of a document; each window is read alone."""
        words = layout.words
        reading = Reading(len(words))
        pieces = pieces_of(words, self.tokenizer)
        flags = word_flags(
            words, self.gazetteer, paragraph_starts=layout.paragraphs, spaces_before=layout.spaces
        )
        lengths = [len(p) for p in pieces]
        links: list[tuple[Floats, Floats]] = []
        for window in windows(words, lengths, layout.paragraphs, breaks=layout.breaks):
            a, b = window.start, window.end
            outputs = self._run(words[a:b], pieces[a:b], flags[a:b])
            starts = frozenset(p - a for p in layout.paragraphs if a <= p < b)
            self._decode(reading, words[a:b], outputs, starts, a)
            links.append((outputs["link_row"], outputs["link_col"]))
        reading.antecedents = self._antecedents(words, links)
        reading.heads, reading.deps = repair_predicates(reading.tag, reading.heads, reading.deps)
        reading.heads, reading.deps = repair_arguments(words, reading.tag, reading.heads, reading.deps)
        reading.heads, reading.deps = repair_subjects(words, reading.tag, reading.heads, reading.deps)
        return reading

    def _run(self, words: Sequence[str], pieces: Sequence[list[int]], flags: Floats) -> dict[str, Floats]:
        ids, owner, first, last = [CLS], [0], [0], [0]
        for i, word in enumerate(pieces):
            first.append(len(ids))
            ids.extend(word)
            owner.extend([i + 1] * len(word))
            last.append(len(ids) - 1)
        ids.append(SEP)
        owner.append(0)
        feed = {
            "pieces": np.array([ids], np.int64),
            "piece_word": np.array([owner], np.int64),
            "first": np.array([first], np.int64),
            "last": np.array([last], np.int64),
            "shapes": np.array([[0, *map(shape, words)]], np.int64),
            "flags": np.concatenate([np.zeros((1, len(FLAGS)), np.float32), flags])[None],
        }
        return {n: v[0] for n, v in zip(OUTPUTS, self.session.run(OUTPUTS, feed), strict=True)}

    def _decode(
        self,
        reading: Reading,
        words: Sequence[str],
        out: dict[str, Floats],
        starts: frozenset[int],
        base: int,
    ) -> None:
        logits = out["logits"]

        def best(name: str) -> list[str]:
            labels = self.labels[name]
            return [labels[k] for k in logits[:, self.slices[name]].argmax(1)]

        reading.tag += best("tag")
        pos = best("upos")
        reading.pos += pos
        reading.morph += best("morph")
        rules = best("lemma")
        reading.lemma += [self.lemmatizer.lemma(w, p, r) for w, p, r in zip(words, pos, rules, strict=True)]
        for name in ("polarity", "certainty", "temporality", "act", "content", "nominal"):
            getattr(reading, name).extend(best(name))
        reading.factual += softmax(logits[:, self.slices["fact"]])[:, 1].tolist()
        cue = softmax(logits[:, self.slices["cue"]])[:, 1]
        reading.cue += cue.tolist()
        events = softmax(logits[:, self.slices["event"]])
        kinds = self.labels["event"]
        reading.event += [(kinds[1 + int(row[1:].argmax())], float(1 - row[0])) for row in events]
        reading.event_chances += list(events)
        self._names(reading, logits, starts, base)
        bounds = self._sentences(reading, words, logits, starts)
        self._trees(reading, out, bounds, base)
        self._arguments(reading, out, bounds, np.maximum(1 - events[:, 0], cue), base)
        reading.mention += softmax(logits[:, self.slices["mention"]])[:, 1].tolist()
        predicate = softmax(logits[:, self.slices["predicate"]])[:, 1] >= PREDICATE_SCORE
        reading.predicate += predicate.tolist()
        self._roles(reading, out, bounds, predicate, base)

    def _names(self, reading: Reading, logits: Floats, starts: frozenset[int], base: int) -> None:
        probabilities = softmax(logits[:, self.slices["names"]])
        tags = self.labels["names"]
        path = best_tags(np.log(probabilities + 1e-9), self.transitions, tags, starts - {0})
        scores = [float(probabilities[i, k]) for i, k in enumerate(path)]
        reading.name_score += scores
        for start, end, label in name_spans([tags[k] for k in path]):
            reading.names.append((base + start, base + end, label, float(np.mean(scores[start:end]))))

    def _sentences(
        self, reading: Reading, words: Sequence[str], logits: Floats, starts: frozenset[int]
    ) -> list[tuple[int, int]]:
        chosen = logits[:, self.slices["sent"]].argmax(1) == 1
        for i in range(2, len(words)):
            if _ends_sentence(words, i):
                chosen[i] = True
            elif chosen[i] and words[i - 1].isalpha() and words[i].istitle():
                chosen[i] = False  # "West Yorkshire | Police"
        chosen[[0, *starts]] = True
        reading.sentence_starts += chosen.tolist()
        at = [*np.nonzero(chosen)[0].tolist(), len(chosen)]
        return list(pairwise(at))

    def _trees(
        self, reading: Reading, out: dict[str, Floats], bounds: list[tuple[int, int]], base: int
    ) -> None:
        labels = self.labels["deps"]
        root = labels.index("root")
        weight, bias = self.small["lab_weight"], self.small["lab_bias"]
        for lo, hi in bounds:
            arcs = np.concatenate([out["arcs"][lo:hi, :1], out["arcs"][lo:hi, 1 + lo : 1 + hi]], 1)
            heads = best_tree(arcs)
            at = np.array([0 if h == 0 else h + lo for h in heads])
            hidden = gelu(out["lab_dep"][lo:hi] + out["lab_head"][at])
            scores = hidden @ weight.T + bias
            scores[:, root] = -1e9
            for i, (h, k) in enumerate(zip(heads, scores.argmax(1), strict=True)):
                reading.heads.append(base + lo + (i if h == 0 else h - 1))
                reading.deps.append("ROOT" if h == 0 else labels[int(k)])

    def _arguments(
        self,
        reading: Reading,
        out: dict[str, Floats],
        bounds: list[tuple[int, int]],
        score: Floats,
        base: int,
    ) -> None:
        labels = self.labels["relations"]
        for lo, hi in bounds:
            for row in range(lo, hi):
                if score[row] < ROW_SCORE:
                    continue
                near = self.small["distance"][_bucket(np.arange(lo, hi) - row)]
                hidden = gelu(out["pair_row"][row] + out["pair_col"][lo:hi] + near)
                chances = softmax(hidden @ self.small["pair_weight"].T + self.small["pair_bias"])
                for i, chance in enumerate(chances):
                    k = 1 + int(chance[1:].argmax())
                    if chance[k] >= ARGUMENT_SCORE and lo + i != row:
                        reading.args[base + row, base + lo + i] = (labels[k], float(chance[k]))

    def _roles(
        self,
        reading: Reading,
        out: dict[str, Floats],
        bounds: list[tuple[int, int]],
        predicate: npt.NDArray[np.bool_],
        base: int,
    ) -> None:
        """The head words of each predicate's arguments in its sentence, with PropBank's labels."""
        labels = self.labels["roles"]
        weight, bias, near = (self.small[f"role_{k}"] for k in ("weight", "bias", "distance"))
        for lo, hi in bounds:
            rows = lo + np.nonzero(predicate[lo:hi])[0]
            if not len(rows):
                continue
            offset = np.arange(lo, hi)[None, :] - rows[:, None]
            hidden = gelu(
                out["role_row"][rows][:, None] + out["role_col"][lo:hi][None] + near[_bucket(offset)]
            )
            chances = softmax(hidden @ weight.T + bias)
            best = chances.argmax(-1)
            for r, c in zip(*np.nonzero(best), strict=True):
                if offset[r, c]:
                    k = best[r, c]
                    reading.roles[base + int(rows[r]), base + lo + int(c)] = (
                        labels[k],
                        float(chances[r, c, k]),
                    )

    def _antecedents(self, words: Sequence[str], links: list[tuple[Floats, Floats]]) -> Antecedents:
        width = self.small["link_near"].shape[1]
        empty = np.zeros((0, width), np.float32)
        return Antecedents(
            tuple(words),
            np.concatenate([row for row, _ in links]) if links else empty,
            np.concatenate([col for _, col in links]) if links else empty,
            self.small["link_near"],
            self.small["link_weight"][0],
            float(self.small["link_bias"][0]),
        )


def _bucket(offset: npt.NDArray[np.int_]) -> npt.NDArray[np.int_]:
    size = np.abs(offset)
    big = np.select([size <= 4, size <= 6, size <= 10, size <= 20], [size, 5, 6, 7], 8)
    return np.where(offset < 0, 8 - big, 8 + big)

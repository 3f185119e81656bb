"""What the words around a token say of whether it names a happening, and of which type: a log-linear model.

The clues are the word itself, the lexicon's reading, who and what stands in which function around it, what governs it,
the words near by and what the article is about. Their weights stand in `data/clues.tsv`, fitted by
`training/clues.py` on annotated articles without the network's opinion, which `kg.extract.candidate` adds.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from kg.extract.clause import Scene
from kg.extract.trigger import Match, read_triggers
from kg.extract.wordlist import rows

__all__ = ["KINDS", "NONE", "UNTYPED", "Clues", "clue_scores", "themes"]

NONE, UNTYPED = "none", "OTHER"
KINDS = (
    *(NONE, UNTYPED, "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE"),
    *("REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "ELECT", "APPOINT", "DIE"),
    *("INJURE", "DISASTER", "ACCIDENT", "COURT", "CRIME", "LEGISLATE", "TRADE", "LAUNCH", "COMPETE", "PUBLISH"),
    *("MOVE",),
)  # fmt: skip
"""What a token can name: nothing that happens, something of no type of ours, or an event of a type."""
_NEAR = 6
_SHARES = (0.08, 0.2, 0.4)
"""From which share of an article's events on a type is its theme, more so, most of it."""
_DESCRIBED = frozenset({None, "group", "artifact", "agreement", "event", "work", "organization"})
_WORDS = frozenset({"compound:prt", "advmod", "xcomp", "aux", "aux:pass", "det", "mark", "cop"})
_CLOSE = frozenset({"compound:prt", "advmod", "xcomp"})
_CONTENT = frozenset({"NOUN", "VERB", "ADJ", "PROPN"})

Scores = npt.NDArray[np.float32]


@cache
def _weights() -> tuple[dict[str, int], Scores, Scores]:
    """The row of each clue in the table of weights, the table, and what speaks for each kind before any clue."""
    index: dict[str, int] = {}
    table: list[list[tuple[int, float]]] = []
    for clue, weights in rows("clues.tsv"):
        pairs = (pair.split("=") for pair in weights.split())
        index[clue] = len(table)
        table.append([(KINDS.index(kind), float(weight)) for kind, weight in pairs])
    matrix = np.zeros((len(table), len(KINDS)), np.float32)
    for row, pairs_ in enumerate(table):
        for column, weight in pairs_:
            matrix[row, column] = weight
    return index, matrix, matrix[index["bias"]]


def clue_scores(found: Sequence[list[str]]) -> Scores:
    """Log-odds of each of `KINDS` by the clues of each word, up to a constant; clues without a weight say nothing.

    *Shape:* (words, kinds).
    """
    index, table, bias = _weights()
    known = [[row for clue in clues if (row := index.get(clue)) is not None] for clues in found]
    weights = table.take(np.array([row for rows_ in known for row in rows_], np.intp), 0)
    scores = np.zeros((len(known), len(KINDS)), np.float32)
    start = 0
    for score, rows_ in zip(scores, known, strict=True):
        end = start + len(rows_)
        np.add.reduce(weights[start:end], 0, out=score)
        start = end
    scores += bias
    return scores


def themes(matches: Mapping[int, Match]) -> list[str]:
    """The clues that all words of an article share: which types most of its events have by the lexicon."""
    types = Counter(m.entry.type for m in matches.values() if m.entry and m.entry.type not in {"-", ""})
    size = sum(types.values())
    return [
        f"theme {type_} {level}"
        for type_, count in sorted(types.items())
        for level, share in enumerate(_SHARES)
        if count >= share * size
    ]


class Clues:
    """The clues around the tokens of one document, whose words the lexicon reads as `matches` say."""

    def __init__(self, scene: Scene, matches: Mapping[int, Match]) -> None:
        self.scene = scene
        self.reading = {i: m.entry.type or UNTYPED for i, m in matches.items() if m.entry is not None}
        """The lexicon's type of each word that it knows, "-" for no event."""
        self.matches = matches
        self._typed = {i: type_ for i, type_ in self.reading.items() if type_ not in {"-", UNTYPED}}
        self._beside: dict[int, list[tuple[int, str]]] = {}
        for i, type_ in sorted(self._typed.items()):
            self._beside.setdefault(scene.tree.sentence[i], []).append((i, f"beside {type_}"))

    def around(self, i: int) -> list[str]:
        """The clues around a token, each once; those of `themes` come on top."""
        kind = self._kind(i)
        word = f"{self.scene.lemma[i]}.{kind}"
        found = [
            *self._own(i, kind, word),
            *self._lexicon(i, kind, word),
            *self._arguments(i, kind, word),
            *self._governor(i),
            *self._below(i, word),
            *self._sentence(i),
        ]
        return list(dict.fromkeys(found))

    def _kind(self, i: int) -> str:
        if self.scene.tree.is_verb(i):
            return "v"
        return "n" if self.scene.tree.pos[i] in {"NOUN", "PROPN", "PRON"} else "a"

    def _own(self, i: int, kind: str, word: str) -> list[str]:
        tag, dep = self.scene.tree.tag[i], self.scene.tree.dep[i]
        found = [word, kind, f"tag {tag}", f"dep {dep}", f"dep {dep} {kind}"]
        if kind == "v" and self.scene.passive(i):
            found += ["passive", f"passive {word}"]
        if self.scene.sport:
            found.append("sport")
        return found

    def _lexicon(self, i: int, kind: str, word: str) -> list[str]:
        match = self.matches.get(i)
        if match is None or match.entry is None:
            readings = read_triggers().get((kind, self.scene.lemma[i]), ())
            return ["unlisted", *sorted([f"perhaps {e.type}" for e in readings])]
        type_ = self.reading[i]
        found = [
            f"listed {type_} weak" if match.entry.weak else f"listed {type_}",
            f"listed {type_} {kind}",
            f"listed {type_} {word}",
            f"listed {type_} {self.scene.tree.dep[i]}",
        ]
        if len(match.entry.words) > 1:
            found.append(f"phrase {' '.join(match.entry.words)}")
        return found

    def _class(self, t: int) -> str | None:
        entity = self.scene.entity(t)
        return entity.type if entity else None

    def _arguments(self, i: int, kind: str, word: str) -> list[str]:
        a, lemma = self.scene.arguments(i), self.scene.lemma
        found: list[str] = []
        for slot, tokens in (
            ("obj", a.objects),
            ("subj", a.subjects),
            ("iobj", a.indirect),
            ("poss", a.owners),
            ("mod", a.modifiers),
        ):
            for t in tokens[:3]:
                class_ = self._class(t)
                found += (f"{slot} :{class_}", f"{slot} :{class_} {word}")
                if class_ in _DESCRIBED:
                    found += (f"{slot} {lemma[t]}", f"{slot} {lemma[t]} {word}")
        if not a.objects:
            found += (f"noobj {kind}", f"noobj {word}")
        for prep, t in a.obliques[:4]:
            class_ = self._class(t)
            found += (
                f"prep {prep}",
                f"prep {prep} {word}",
                f"prep {prep} :{class_}",
                f"prep {prep} :{class_} {word}",
                f"prep {prep} {lemma[t]}",
            )
        return found

    def _governor(self, i: int) -> list[str]:
        head, dep = self.scene.tree.head[i], self.scene.tree.dep[i]
        if head == i:
            return []
        found = [f"below {self.scene.lemma[head]} {dep}", f"below .{self._kind(head)} {dep}"]
        if head in self.reading:
            found.append(f"below {self.reading[head]} {dep}")
        return found

    def _below(self, i: int, word: str) -> list[str]:
        tree, lemma = self.scene.tree, self.scene.lemma
        found = []
        for c in tree.children[i]:
            dep = tree.dep[c]
            if c in self._typed:
                found.append(f"above {self._typed[c]} {dep}")
            if dep in _WORDS:
                found.append(f"above {lemma[c]} {dep}")
            if dep in _CLOSE:
                found.append(f"above {lemma[c]} {dep} {word}")
        return found

    def _sentence(self, i: int) -> list[str]:
        tree, lemma, pos = self.scene.tree, self.scene.lemma, self.scene.tree.pos
        first, end = tree.bounds(i)
        around = (*range(max(first, i - _NEAR), i), *range(i + 1, min(end, i + _NEAR + 1)))
        found = [f"near {lemma[j]}" for j in around if pos[j] in _CONTENT]
        found += [clue for j, clue in self._beside.get(tree.sentence[i], ()) if j != i]
        return found

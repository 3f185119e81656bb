"""What the words around a token say of whether it names a happening, and of which type: a log-linear model.

The clues are the word itself, the lexicon's reading, who and what stands in which function around it, what governs it,
the words near by and what the article is about. Their weights stand in `data/clues.tsv`, fitted by
`training/clues.py` on annotated articles without the network's opinion, which `kg.extract.candidate` adds.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np
import numpy.typing as npt

from kg.extract.clause import Scene
from kg.extract.trigger import Match, read_triggers
from kg.extract.wordlist import rows

__all__ = ["KINDS", "NONE", "UNTYPED", "clue_scores", "clues", "themes"]

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


def clue_scores(found: list[str]) -> Scores:
    """Log-odds of each of `KINDS`, up to a constant; clues without a weight say nothing."""
    index, table, bias = _weights()
    known = [row for clue in found if (row := index.get(clue)) is not None]
    scores: Scores = table[known].sum(0) + bias
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


def clues(scene: Scene, i: int, matches: Mapping[int, Match]) -> list[str]:
    """The clues around a token, each once; those of `themes` come on top."""
    kind = _kind(scene, i)
    word = f"{scene.lemma[i]}.{kind}"
    found = [
        *_own(scene, i, kind, word),
        *_lexicon(scene, i, kind, word, matches),
        *_arguments(scene, i, kind, word),
        *_governor(scene, i, matches),
        *_below(scene, i, word, matches),
        *_sentence(scene, i, matches),
    ]
    return list(dict.fromkeys(found))


def _kind(scene: Scene, i: int) -> str:
    if scene.tree.is_verb(i):
        return "v"
    return "n" if scene.tree.pos[i] in {"NOUN", "PROPN", "PRON"} else "a"


def _own(scene: Scene, i: int, kind: str, word: str) -> Iterator[str]:
    tag, dep = scene.tree.tag[i], scene.tree.dep[i]
    yield from (word, kind, f"tag {tag}", f"dep {dep}", f"dep {dep} {kind}")
    if kind == "v" and scene.passive(i):
        yield from ("passive", f"passive {word}")
    if scene.sport:
        yield "sport"


def _reading(match: Match | None) -> str | None:
    """The lexicon's type of a match, "-" for no event, None where it does not know the word."""
    return None if match is None or match.entry is None else match.entry.type or UNTYPED


def _lexicon(scene: Scene, i: int, kind: str, word: str, matches: Mapping[int, Match]) -> Iterator[str]:
    match = matches.get(i)
    type_ = _reading(match)
    if match is None or match.entry is None or type_ is None:
        yield "unlisted"
        yield from sorted(f"perhaps {e.type}" for e in read_triggers().get((kind, scene.lemma[i]), ()))
        return
    yield f"listed {type_} weak" if match.entry.weak else f"listed {type_}"
    yield from (f"listed {type_} {kind}", f"listed {type_} {word}", f"listed {type_} {scene.tree.dep[i]}")
    if len(match.entry.words) > 1:
        yield f"phrase {' '.join(match.entry.words)}"


def _class(scene: Scene, t: int) -> str | None:
    entity = scene.entity(t)
    return entity.type if entity else None


def _arguments(scene: Scene, i: int, kind: str, word: str) -> Iterator[str]:
    a = scene.arguments(i)
    for slot, tokens in (
        ("obj", a.objects),
        ("subj", a.subjects),
        ("iobj", a.indirect),
        ("poss", a.owners),
        ("mod", a.modifiers),
    ):
        for t in tokens[:3]:
            class_ = _class(scene, t)
            yield from (f"{slot} :{class_}", f"{slot} :{class_} {word}")
            if class_ in _DESCRIBED:
                yield from (f"{slot} {scene.lemma[t]}", f"{slot} {scene.lemma[t]} {word}")
    if not a.objects:
        yield from (f"noobj {kind}", f"noobj {word}")
    for prep, t in a.obliques[:4]:
        class_ = _class(scene, t)
        yield from (f"prep {prep}", f"prep {prep} {word}")
        yield from (
            f"prep {prep} :{class_}",
            f"prep {prep} :{class_} {word}",
            f"prep {prep} {scene.lemma[t]}",
        )


def _governor(scene: Scene, i: int, matches: Mapping[int, Match]) -> Iterator[str]:
    head, dep = scene.tree.head[i], scene.tree.dep[i]
    if head == i:
        return
    yield from (f"below {scene.lemma[head]} {dep}", f"below .{_kind(scene, head)} {dep}")
    type_ = _reading(matches.get(head))
    if type_ is not None:
        yield f"below {type_} {dep}"


def _below(scene: Scene, i: int, word: str, matches: Mapping[int, Match]) -> Iterator[str]:
    for c in scene.tree.children[i]:
        dep = scene.tree.dep[c]
        type_ = _reading(matches.get(c))
        if type_ not in {None, "-", UNTYPED}:
            yield f"above {type_} {dep}"
        if dep in _WORDS:
            yield f"above {scene.lemma[c]} {dep}"
        if dep in _CLOSE:
            yield f"above {scene.lemma[c]} {dep} {word}"


def _sentence(scene: Scene, i: int, matches: Mapping[int, Match]) -> Iterator[str]:
    first, end = scene.tree.bounds(i)
    for j in range(max(first, i - _NEAR), min(end, i + _NEAR + 1)):
        if j != i and scene.tree.pos[j] in _CONTENT:
            yield f"near {scene.lemma[j]}"
    for j in range(first, end):
        type_ = _reading(matches.get(j))
        if j != i and type_ not in {None, "-", UNTYPED}:
            yield f"beside {type_}"

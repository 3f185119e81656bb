"""Who is paired with whom: one-to-one assignment, and which entity of ours is which of the annotators'."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from kg.records import Entity, Extraction, Mention
from kg.score.mark import GoldMention
from kg.score.record import GoldArticle, Range

__all__ = ["Alignment", "align", "assign", "overlap", "word_spans", "words_in"]

WORD = re.compile(r"\w+(?:['’]\w+)*")
HALF = 0.5
RANK = {"name": 0, "adjective": 0, "nominal": 1, "pronoun": 2}
"""How much a mention says about which entity it is of; what stands for another says least."""
STANDS = 3


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text in lower case.

    >>> words_in("Vice-President of the EU's bank")
    ('vice', 'president', 'of', 'the', "eu's", 'bank')
    """
    return tuple(WORD.findall(text.casefold()))


def word_spans(text: str, ranges: Iterable[Range]) -> frozenset[int]:
    """Where the words inside the ranges start: what two quotations share, whatever their quotation marks."""
    return frozenset(m.start() for start, end in ranges for m in WORD.finditer(text, start, end))


def overlap(a: Range, b: Range) -> float:
    """Characters that two ranges share, as a share of the longer one: 0 to 1."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return max(0, shared) / max(a[1] - a[0], b[1] - b[0], 1)


def assign(weights: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The one-to-one pairs with the largest sum of weights, sorted; only pairs of `weights` above 0 are made.

    Ties go to smaller numbers. Source: H. W. Kuhn (1955), The Hungarian method for the assignment problem, in the
    form with shortest augmenting paths; pairs that do not touch each other are solved apart.
    """
    positive = {pair: weight for pair, weight in sorted(weights.items()) if weight > 0}
    pairs: list[tuple[int, int]] = []
    for part in _parts(positive):
        rows, columns = sorted({i for i, _ in part}), sorted({j for _, j in part})
        if len(part) == 1:
            pairs += part
            continue
        flip = len(rows) > len(columns)
        if flip:
            rows, columns = columns, rows
        cost = [[-positive.get((j, i) if flip else (i, j), 0.0) for j in columns] for i in rows]
        for n, column in enumerate(_cheapest(cost)):
            pair = (columns[column], rows[n]) if flip else (rows[n], columns[column])
            if pair in positive:
                pairs.append(pair)
    return sorted(pairs)


def _parts(pairs: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """The pairs in groups that share neither a row nor a column."""
    by_row: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    by_column: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in pairs:
        by_row[pair[0]].append(pair)
        by_column[pair[1]].append(pair)
    parts, seen = [], set()
    for row in by_row:
        part, pending = [], list(by_row[row])
        while pending:
            pair = pending.pop()
            if pair not in seen:
                seen.add(pair)
                part.append(pair)
                pending += [*by_row[pair[0]], *by_column[pair[1]]]
        if part:
            parts.append(sorted(part))
    return parts


def _cheapest(cost: Sequence[Sequence[float]]) -> list[int]:
    """The column of each row with the smallest sum of costs; there are at least as many columns as rows."""
    count = len(cost[0])
    row_price, column_price = [0.0] * len(cost), [0.0] * count
    row_of: list[int] = [-1] * count
    for new in range(len(cost)):
        least, before = [inf] * count, [-1] * count
        done = [False] * count
        row, column = new, -1
        while row >= 0:
            if column >= 0:
                done[column] = True
            step, following = inf, -1
            for j in range(count):
                if done[j]:
                    continue
                reduced = cost[row][j] - row_price[row] - column_price[j]
                if reduced < least[j]:
                    least[j], before[j] = reduced, column
                if least[j] < step:
                    step, following = least[j], j
            row_price[new] += step
            for j in range(count):
                if done[j]:
                    row_price[row_of[j]] += step
                    column_price[j] -= step
                else:
                    least[j] -= step
            column, row = following, row_of[following]
        while column >= 0:
            row_of[column] = row_of[before[column]] if before[column] >= 0 else new
            column = before[column]
    columns = [0] * len(cost)
    for j, row in enumerate(row_of):
        if row >= 0:
            columns[row] = j
    return columns


@dataclass(frozen=True, slots=True)
class Alignment:
    """An article's mentions and entities beside ours.

    `found` are our mentions in the text (those in a headline from metadata are not annotated), `pairs` numbers of
    gold mentions and of `found`, `gold_of` the annotators' entity that each of our entities is, None for none.
    Several of ours can be one of theirs: that is an error of coreference, counted there.
    """

    gold: GoldArticle
    ours: Extraction
    found: tuple[Mention, ...]
    pairs: tuple[tuple[int, int], ...]
    gold_of: Mapping[str, str | None]
    entity: Mapping[str, Entity] = field(repr=False)

    def gold_keys(self, keys: Iterable[str]) -> frozenset[str]:
        """The annotators' entities that ours are."""
        return frozenset(gold for key in keys if (gold := self.gold_of.get(key)))


def align(gold: GoldArticle, ours: Extraction) -> Alignment:
    """Which of our entities are which of the annotators'.

    Mentions are paired one to one: the same span, or the same kind with more than half in common or, for descriptions,
    the same first character ("members", "members of the tribe"). An entity of ours is
    the one that most of its names are paired with; descriptions count only where there is no name, pronouns only where
    there is neither. One without mentions of its own (a state that only a metonym names) goes by its name.
    """
    found = tuple(mention for mention in ours.mentions if mention.span.context == "text")
    pairs = assign(_mention_weights(gold.mentions, found))
    votes: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(
        lambda: defaultdict(lambda: [0] * (STANDS + 1))
    )
    for i, j in pairs:
        theirs, mine = gold.mentions[i], found[j]
        votes[mine.entity][theirs.entity][RANK[mine.kind]] += 1
        if mine.stands_for is not None and theirs.stands_for is not None:
            votes[mine.stands_for][theirs.stands_for][STANDS] += 1
    named = {entity.name.casefold(): key for key, entity in sorted(gold.entities.items(), reverse=True)}
    gold_of: dict[str, str | None] = {}
    for entity in ours.entities:
        cast = votes[entity.key]
        best = max(sorted(cast), key=lambda key: cast[key], default=None)
        if best is None or not any(cast[best][:STANDS]):
            best = named.get(entity.name.casefold(), best)
        gold_of[entity.key] = best
    return Alignment(gold, ours, found, tuple(pairs), gold_of, {e.key: e for e in ours.entities})


def _mention_weights(theirs: Sequence[GoldMention], ours: Sequence[Mention]) -> dict[tuple[int, int], float]:
    weights = {}
    for i, gold in enumerate(theirs):
        for j, mention in enumerate(ours):
            if mention.span.start >= gold.end or mention.span.end <= gold.start:
                continue
            shared = overlap((gold.start, gold.end), (mention.span.start, mention.span.end))
            same = gold.kind == mention.kind
            begins = gold.kind == "nominal" and gold.start == mention.span.start
            if shared == 1 or (same and (begins or shared > HALF)):
                weights[i, j] = shared + same + (shared == 1)
    return weights

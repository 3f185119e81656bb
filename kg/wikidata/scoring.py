"""How well a candidate explains an entity: a weighted sum of evidence in log-odds, and the same for "nobody we know".

The weights and the calibration were fitted by `training/links.py`. One unit is a factor of e.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from kg.records import Entity
from kg.wikidata.base import KnowledgeBase
from kg.wikidata.candidates import Candidate
from kg.wikidata.evidence import Evidence, evidence_for, evidence_of_none
from kg.wikidata.situation import Situation
from kg.wikidata.words import CORE, read_tsv

__all__ = ["calibrated", "curve", "score", "score_parts", "unknown_score", "weights"]


@cache
def weights() -> Mapping[str, float]:
    """What each piece of evidence weighs, from `core/link_weights.tsv`."""
    return {name: float(weight) for name, weight in read_tsv(CORE / "link_weights.tsv")}


@cache
def curve() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Beliefs, the least one that is published first, and the share of links that were right at each."""
    rows = read_tsv(CORE / "link_confidence.tsv")
    return tuple(float(belief) for belief, _ in rows), tuple(float(share) for _, share in rows)


def score(candidate: Candidate, entity: Entity, situation: Situation, kb: KnowledgeBase) -> float:
    """The log-odds of a candidate, from all evidence there is."""
    return _sum(evidence_for(candidate, entity, situation, kb))


def unknown_score(entity: Entity, candidates: Sequence[Candidate]) -> float:
    """The log-odds that the entity is none of the candidates."""
    return _sum(evidence_of_none(entity, candidates))


def _sum(evidence: Evidence) -> float:
    table = weights()
    return sum(table.get(name, 0.0) * value for name, value in evidence.items())


def score_parts(
    candidate: Candidate, entity: Entity, situation: Situation, kb: KnowledgeBase
) -> dict[str, float]:
    """What the log-odds of a candidate are summed up from, by the kind of evidence."""
    parts: dict[str, float] = defaultdict(float)
    table = weights()
    for name, value in evidence_for(candidate, entity, situation, kb).items():
        parts[name.split("/", 1)[0]] += table.get(name, 0.0) * value
    return dict(parts)


def calibrated(belief: float) -> float:
    """The share of right links among those believed as much, 0 to 1 with two digits: lines between measured points."""
    beliefs, shares = curve()
    place = bisect_right(beliefs, belief)
    if place in {0, len(beliefs)}:
        return round(shares[0 if place == 0 else -1], 2)
    low, high = beliefs[place - 1], beliefs[place]
    return round(shares[place - 1] + (shares[place] - shares[place - 1]) * (belief - low) / (high - low), 2)

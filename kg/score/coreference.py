"""Coreference metrics over clusters of mentions: MUC, B³ and CEAF-e, as in the CoNLL shared tasks.

Source: S. Pradhan et al. (2012), CoNLL-2012 Shared Task; S. Pradhan et al. (2014), Scoring Coreference Partitions of
Predicted Mentions, the reference implementation: mentions pair by exact span, unpaired ones stay in their clusters and
score nothing, counts are summed over articles. MUC: M. Vilain et al. (1995); B³: A. Bagga and B. Baldwin (1998);
CEAF-e: X. Luo (2005), with φ₄.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.score.figure import Tally
from kg.score.matching import assign
from kg.score.record import Range

__all__ = ["b_cubed", "ceaf_e", "clusters_of", "muc"]

Clusters = Sequence[frozenset[Range]]


def clusters_of(members: Iterable[tuple[str, Range]]) -> list[frozenset[Range]]:
    """The clusters of (cluster, mention) pairs, singletons left out; a mention counts in its first cluster only."""
    found: defaultdict[str, set[Range]] = defaultdict(set)
    seen = set()
    for cluster, mention in members:
        if mention not in seen:
            seen.add(mention)
            found[cluster].add(mention)
    return [frozenset(found[key]) for key in sorted(found) if len(found[key]) > 1]


def muc(gold: Clusters, found: Clusters) -> Tally:
    """Links that need not be added."""
    hit, of_gold = _links(gold, found)
    correct, of_found = _links(found, gold)
    return Tally(hit, of_gold, correct, of_found)


def _links(clusters: Clusters, others: Clusters) -> tuple[float, float]:
    place = _places(others)
    kept = 0
    for cluster in clusters:
        inside = {place[m] for m in cluster if m in place}
        kept += len(cluster) - len(inside) - sum(m not in place for m in cluster)
    return kept, sum(len(cluster) - 1 for cluster in clusters)


def b_cubed(gold: Clusters, found: Clusters) -> Tally:
    """Mentions, each with the share of its cluster that is right."""
    hit, of_gold = _shares(gold, found)
    correct, of_found = _shares(found, gold)
    return Tally(hit, of_gold, correct, of_found)


def _shares(clusters: Clusters, others: Clusters) -> tuple[float, float]:
    place = _places(others)
    right = 0.0
    for cluster in clusters:
        inside: defaultdict[int, int] = defaultdict(int)
        for mention in cluster:
            if mention in place:
                inside[place[mention]] += 1
        right += sum(n * n for n in inside.values()) / len(cluster)
    return right, sum(map(len, clusters))


def ceaf_e(gold: Clusters, found: Clusters) -> Tally:
    """Clusters, paired one to one so that they share as much as can be."""
    place = _places(found)
    shared: defaultdict[tuple[int, int], int] = defaultdict(int)
    for i, cluster in enumerate(gold):
        for mention in cluster:
            if mention in place:
                shared[i, place[mention]] += 1
    alike = {(i, j): 2 * n / (len(gold[i]) + len(found[j])) for (i, j), n in shared.items()}
    right = sum(alike[pair] for pair in assign(alike))
    return Tally(right, len(gold), right, len(found))


def _places(clusters: Clusters) -> dict[Range, int]:
    return {mention: n for n, cluster in enumerate(clusters) for mention in cluster}

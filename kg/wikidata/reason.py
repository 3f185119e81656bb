"""What speaks for the item that an entity was linked to, and against the others."""

from collections.abc import Sequence

from kg.records import Entity, Link
from kg.trace import Trace
from kg.wikidata.base import KnowledgeBase
from kg.wikidata.candidates import Candidate
from kg.wikidata.item import Item
from kg.wikidata.scoring import score_parts
from kg.wikidata.situation import Situation

__all__ = ["note_link", "note_unnamed"]

_SHOWN = 3
"""Candidates of which the parts of the score are noted."""
_TELLING = 0.5
"""Log-odds from which a part of the score is worth naming as what a runner-up lost by."""


def note_link(
    trace: Trace,
    entity: Entity,
    link: Link,
    ranked: Sequence[tuple[Candidate, float]],
    situation: Situation,
    kb: KnowledgeBase,
) -> None:
    """Note what decided a link: the candidates with their shares of belief and what these were summed up from."""
    if entity.qid is not None:
        trace.note(
            "link", entity.key, "chosen", f"{link.qid} {link.label}, {link.reason}", value=link.confidence
        )
        return
    if not ranked:
        trace.note("link", entity.key, "no link", f"no item of this name can be of type {entity.type}")
        return
    parts = [score_parts(c, entity, situation, kb) for c, _ in ranked[:_SHOWN]]
    best, belief = ranked[0]
    if link.qid is not None:
        shown = f"{_shown(best.item)}; {_match(best)}"
        trace.note("link", entity.key, "chosen", shown, value=belief, parts=parts[0])
        trace.note("link", entity.key, "confidence", "belief as calibrated", value=link.confidence)
    else:
        shown = f"{link.reason}; best of {len(ranked)}: {_shown(best.item)}; {_match(best)}"
        trace.note("link", entity.key, "no link", shown, value=belief, parts=parts[0])
    for (candidate, share), scored in zip(ranked[1:_SHOWN], parts[1:], strict=False):
        lost = _lost_by(parts[0], scored)
        shown = f"{_shown(candidate.item)}; {_match(candidate)}" + (f"; behind by {lost}" if lost else "")
        trace.note("link", entity.key, "runner-up", shown, value=share, parts=scored)
    rest = max(0.0, 1 - sum(share for _, share in ranked))
    trace.note(
        "link", entity.key, "none of these", "somebody or something the base does not know", value=rest
    )


def note_unnamed(trace: Trace, entity: Entity) -> None:
    """Note why an entity is not even looked up."""
    why = "an anonymous source is never linked" if entity.anonymous else "a description, not a name"
    trace.note("link", entity.key, "no link", why)


def _shown(item: Item) -> str:
    about = f" ({item.description})" if item.description else ""
    return f"{item.qid} {item.label}, {item.kind.title}{about}"


def _match(candidate: Candidate) -> str:
    nation = f", of {candidate.nation}" if candidate.nation else ""
    return f"{candidate.form.name.lower()} by {candidate.match}{nation}"


def _lost_by(best: dict[str, float], other: dict[str, float]) -> str:
    """The parts by which a candidate is behind the best, the largest first."""
    names = dict.fromkeys((*best, *other))
    gaps = sorted((other.get(n, 0.0) - best.get(n, 0.0), n) for n in names)
    return ", ".join(f"{name} {gap:+.1f}" for gap, name in gaps if gap <= -_TELLING)

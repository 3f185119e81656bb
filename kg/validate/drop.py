"""A fault costs as little as possible: what is broken goes, with what depends on it, and the rest stays whole."""

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode, Quad

from kg.rdf.vocabulary import GAF, ITSRDF, KG, NIF
from kg.validate.article import check_quads
from kg.validate.check import ENTITY_CLASSES
from kg.validate.finding import SHAPES, Finding
from kg.validate.view import View

__all__ = ["drop_invalid"]

REQUIRED: dict[NamedNode, tuple[tuple[NamedNode, ...], ...]] = {
    KG.Role: ((KG.holder,), (KG.titleSpan,)),
    KG.Event: ((KG.trigger,),),
    KG.ReportedEvent: ((KG.trigger,),),
    KG.TimeSpan: ((KG.expressionSpan,),),
    KG.Perspective: ((KG.on,), (KG.source,)),
    KG.Statement: ((KG.contentSpan,), (KG.speaker, KG.anonymous)),
    KG.ReportedStatement: ((KG.contentSpan,), (KG.speaker, KG.anonymous)),
    NIF.Phrase: ((NIF.referenceContext,),),
    NIF.Sentence: ((NIF.referenceContext,),),
}
"""Class → what its records must point at; of several predicates in a group one is enough."""

WHOLE = {KG.contentSpan.value, KG.holder.value, KG.on.value, KG.statedIn.value, KG.trigger.value}
"""Predicates whose every value counts: a quote without one of its pieces would be a wrong quote."""

OF_A_MENTION = {KG.mentionType.value, KG.standsFor.value, ITSRDF.taIdentRef.value}
HELD = (NIF.Phrase, KG.Perspective, KG.TimeSpan, *ENTITY_CLASSES)
"""Classes of nodes that are there for others only."""

REFERENCE = f"{SHAPES}ReferenceCheck"
ROUNDS = 5
"""Checks of what is left; in practice the second finds nothing."""


def drop_invalid(quads: Sequence[Quad], findings: Iterable[Finding]) -> tuple[list[Quad], list[str]]:
    """Take out the records with violations and what depends on them; what is left is checked again.

    Returns the quads that stay, in their order, and the IRIs of the records that went, sorted. When the article
    itself is among them nothing stays.
    """
    kept, dropped = list(quads), set[str]()
    broken = [finding for finding in findings if finding.severity == "violation"]
    for _ in range(ROUNDS):
        if not broken:
            break
        kept, gone = _without(kept, broken)
        dropped |= gone
        broken = check_quads(kept) if kept else []
    return (kept if not broken else []), sorted(dropped)


def _without(quads: list[Quad], broken: list[Finding]) -> tuple[list[Quad], set[str]]:
    article = View(quads).article
    loose = {(f.focus, f.value) for f in broken if f.shape == REFERENCE}
    gone = {f.focus for f in broken if f.shape != REFERENCE}
    if article in gone:
        return [], set(View(quads).classes)
    kept = [q for q in quads if (_iri(q.subject), str(q.object)) not in loose]
    while True:
        left = [q for q in kept if _iri(q.subject) not in gone and _iri(q.object) not in gone]
        gone_now = _dependents(View(kept), View(left))
        if not gone_now:
            return _tidy(left), gone
        gone |= gone_now
        kept = left


def _iri(node: object) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)


def _dependents(before: View, after: View) -> set[str]:
    """Collect the records that cannot stand any more, or that nobody needs any more."""
    pointed_at = {_iri(quad.object) for quad in after.quads}
    lost = {_iri(quad.object) for quad in before.quads} - pointed_at
    found = {node for node in after.of(*HELD) if node in lost and not _is_mention(after, node)}
    for kind, groups in REQUIRED.items():
        found |= {node for node in after.of(kind) if any(_lacks(after, node, group) for group in groups)}
    for node, pairs in after.said.items():
        was = before.said.get(node, {})
        found |= {node for name in WHOLE & was.keys() if len(was[name]) != len(pairs.get(name, ()))}
    return found | _without_view(after)


def _lacks(view: View, node: str, predicates: tuple[NamedNode, ...]) -> bool:
    return not any(view.text(node, predicate) for predicate in predicates)


def _is_mention(view: View, node: str) -> bool:
    return ITSRDF.taIdentRef.value in view.said[node]


def _without_view(view: View) -> set[str]:
    """Collect events that nobody sees any more, and facts that the article does not see."""
    seen: dict[str, set[str]] = {}
    for node in view.of(KG.Perspective):
        for event in view.texts(node, KG.on):
            seen.setdefault(event, set()).update(view.texts(node, KG.source))
    events = {event for event in view.of(KG.ReportedEvent) if event not in seen}
    return events | {event for event in view.of(KG.Event) if view.article not in seen.get(event, set())}


def _tidy(quads: list[Quad]) -> list[Quad]:
    """Leave out what was said of mentions whose entity went, and of nodes that have no class any more."""
    view = View(quads)
    bare = {node for node in view.of(NIF.Phrase) if not _is_mention(view, node)}
    mention = OF_A_MENTION | {KG.confidence.value}
    described = (KG.confidence.value, GAF.denotedBy.value)
    return [
        quad
        for quad in quads
        if not (_iri(quad.subject) in bare and quad.predicate.value in mention)
        and not (quad.predicate.value in described and _iri(quad.subject) not in view.classes)
    ]

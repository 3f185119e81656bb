"""Which Wikidata item each named entity of an article is, or none: all entities decided together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from kg.article import Article
from kg.records import Entity, EntityType, Extraction, Link
from kg.trace import Trace
from kg.wikidata.agreement import is_ruled_out
from kg.wikidata.base import KnowledgeBase
from kg.wikidata.candidates import Candidate, candidates_of, regional_candidates
from kg.wikidata.derive import Form
from kg.wikidata.item import Item
from kg.wikidata.kinds import PLACES, Kind
from kg.wikidata.names import name_key
from kg.wikidata.reason import note_link, note_unnamed
from kg.wikidata.scoring import calibrated, curve, score, unknown_score
from kg.wikidata.situation import Situation, situation_of

__all__ = ["THRESHOLD", "Weighed", "link_entities", "link_name", "office_qid", "weigh"]

THRESHOLD = calibrated(curve()[0][0])
"""No link is published with less confidence; what is less sure becomes `Link.candidates`."""
PRESET_CONFIDENCE = 0.97
_ANCHOR = 0.85
_NEAR = 0.1
_MOST_REGIONS = 6
_FITTING = 0.5
"""How well an item at least fits the type of an entity whose very name it bears."""
_FEWEST_TEAMS = 2
"""Teams from which an article is about a game."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """An article before its links are decided: `pool` has the candidates of the entities that no list names outright."""

    situation: Situation
    named: tuple[Entity, ...]
    pool: Mapping[str, list[Candidate]]


@dataclass(frozen=True, slots=True)
class _Decision:
    entity: Entity
    ranked: tuple[tuple[Candidate, float], ...]

    @property
    def best(self) -> tuple[Candidate, float] | None:
        return self.ranked[0] if self.ranked else None


def link_entities(
    extraction: Extraction, article: Article, kb: KnowledgeBase, trace: Trace | None = None
) -> tuple[Link, ...]:
    """One link for every named entity, in the order of the entities; `qid` is None where none is sure enough."""
    weighed = weigh(extraction, article, kb)
    named, pool, situation = weighed.named, weighed.pool, weighed.situation
    decisions = {key: _decide(situation.entities[key], found, situation, kb) for key, found in pool.items()}
    links = tuple(
        _preset(entity, kb) if entity.qid is not None else _link(decisions[entity.key]) for entity in named
    )
    if trace is not None:
        for entity, link in zip(named, links, strict=True):
            ranked = decisions[entity.key].ranked if entity.key in decisions else ()
            note_link(trace, entity, link, ranked, situation, kb)
        for entity in extraction.entities:
            if not entity.named or entity.anonymous:
                note_unnamed(trace, entity)
    return links


def weigh(extraction: Extraction, article: Article, kb: KnowledgeBase) -> Weighed:
    """The candidates of every named entity, and what the article tells once its sure links are taken as evidence."""
    situation = situation_of(extraction, article)
    named = tuple(entity for entity in extraction.entities if entity.named and not entity.anonymous)
    _accept_presets(named, situation, kb)
    pool = {
        entity.key: candidates_of(entity, kb, situation.states_of(entity, kb))
        for entity in named
        if entity.qid is None
    }
    for _ in range(2):
        _settle(named, pool, situation, kb)
    _add_regional(named, pool, situation, kb)
    entities = situation.entities
    kept = {key: _possible(entities[key], found, situation, kb) for key, found in pool.items()}
    return Weighed(situation, named, kept)


def _accept_presets(named: Sequence[Entity], situation: Situation, kb: KnowledgeBase) -> None:
    for entity in named:
        if (
            entity.qid is not None
            and (item := kb.item(kb.same_state.get(entity.qid, entity.qid))) is not None
        ):
            situation.linked[entity.key] = item
    situation.weigh_countries(kb)


def _settle(
    named: Sequence[Entity], pool: dict[str, list[Candidate]], situation: Situation, kb: KnowledgeBase
) -> None:
    """Take what is sure as evidence for the rest: states first, as they tell most."""
    order = sorted(
        (e for e in named if e.key in pool), key=lambda entity: entity.type not in {"country", "place"}
    )
    for entity in order:
        decision = _decide(entity, _possible(entity, pool[entity.key], situation, kb), situation, kb)
        if decision.best is not None and decision.best[1] >= _ANCHOR:
            situation.linked[entity.key] = decision.best[0].item
        elif entity.key in situation.linked:
            del situation.linked[entity.key]
    situation.weigh_countries(kb)


def _possible(
    entity: Entity, found: Sequence[Candidate], situation: Situation, kb: KnowledgeBase
) -> list[Candidate]:
    possible = [c for c in found if not is_ruled_out(c, entity, situation, kb)]
    if entity.key in situation.filed_from and any(c.item.kind is Kind.CITY for c in possible):
        return [c for c in possible if c.item.kind is not Kind.REGION]  # reporters file from towns
    if entity.type == "artifact" and any(_is_product_of_the_name(c) for c in possible):
        return [c for c in possible if c.item.kind is not Kind.COMPANY or c.form is Form.LABEL]
    if entity.type == "organization":
        return _without_towns(_without_taken(possible, entity, situation), entity, situation)
    return possible


def _without_taken(found: list[Candidate], entity: Entity, situation: Situation) -> list[Candidate]:
    """Of items that bear just this name, none is given up for one that another entity has for its own: "Google"."""
    if not any(_bears_the_name(c) for c in found):
        return found
    taken = {
        item.index
        for key, item in situation.linked.items()
        if key != entity.key and key in situation.entities and _is_label(situation.entities[key].name, item)
    }
    return [c for c in found if _bears_the_name(c) or c.item.index not in taken]


def _bears_the_name(candidate: Candidate) -> bool:
    return candidate.form is Form.LABEL and candidate.match == "name" and candidate.fit >= _FITTING


def _is_label(name: str, item: Item) -> bool:
    return name_key(name) == name_key(item.label)


def _without_towns(found: list[Candidate], entity: Entity, situation: Situation) -> list[Candidate]:
    """Of what an article calls a body among several teams, a town is none if a team has its name."""
    if not any(c.item.kind is Kind.TEAM and c.match == "name" for c in found):
        return found
    teams = sum(item.kind is Kind.TEAM for key, item in situation.linked.items() if key != entity.key)
    return [c for c in found if c.item.kind not in PLACES] if teams >= _FEWEST_TEAMS else found


def _is_product_of_the_name(candidate: Candidate) -> bool:
    """Whether it is a thing that bears just this name, as its maker does too ("on Facebook")."""
    return candidate.item.kind is Kind.PRODUCT and candidate.form is Form.LABEL and candidate.match == "name"


def _add_regional(
    named: Sequence[Entity], pool: dict[str, list[Candidate]], situation: Situation, kb: KnowledgeBase
) -> None:
    """Look towns and public bodies up together with the regions of the article, those that follow towns first."""
    regions = [k for k, item in situation.linked.items() if item.kind in {Kind.REGION, Kind.TERRITORY}]
    for entity in named:
        if entity.key not in pool or entity.type not in {"place", "organization"}:
            continue
        near = [key for key in situation.after.get(entity.key, ()) if key in situation.entities]
        names = [
            situation.entities[key].name for key in dict.fromkeys([*near, *regions]) if key != entity.key
        ]
        if added := regional_candidates(entity, names[:_MOST_REGIONS], kb):
            found = {c.item.index: c for c in pool[entity.key]} | {c.item.index: c for c in added}
            pool[entity.key] = list(found.values())


def _decide(entity: Entity, found: Sequence[Candidate], situation: Situation, kb: KnowledgeBase) -> _Decision:
    """The candidates with their shares of belief; what is missing to 1 is the share of "none"."""
    if not found:
        return _Decision(entity, ())
    scored = [(candidate, exp(score(candidate, entity, situation, kb))) for candidate in found]
    total = exp(unknown_score(entity, found)) + sum(value for _, value in scored)
    ranked = sorted(
        ((c, value / total) for c, value in scored), key=lambda pair: (-pair[1], pair[0].item.index)
    )
    return _Decision(entity, tuple(ranked))


def _preset(entity: Entity, kb: KnowledgeBase) -> Link:
    qid = kb.same_state.get(entity.qid or "", entity.qid or "")
    item = kb.item(qid)
    return Link(
        entity=entity.key,
        qid=qid,
        confidence=PRESET_CONFIDENCE,
        label=item.label if item is not None else entity.name,
        reason="named by the word list",
    )


def _link(decision: _Decision) -> Link:
    key = decision.entity.key
    best = decision.best
    if best is None:
        return Link(entity=key, qid=None, confidence=0.0, reason="no item of this name")
    candidate, belief = best
    if belief < curve()[0][0]:
        near = tuple((c.item.qid, round(p, 2)) for c, p in decision.ranked[:3] if p >= _NEAR)
        return Link(
            entity=key, qid=None, confidence=round(belief, 2), candidates=near, reason="not sure enough"
        )
    others = tuple((c.item.qid, round(p, 2)) for c, p in decision.ranked[1:3] if p >= _NEAR)
    return Link(
        entity=key,
        qid=candidate.item.qid,
        confidence=calibrated(belief),
        label=candidate.item.label,
        candidates=others,
        reason=f"{candidate.form.name.lower()} by {candidate.match}",
    )


def link_name(name: str, entity_type: EntityType, kb: KnowledgeBase, *, date: str | None = None) -> Link:
    """The link of a name that stands alone, such as that of a newspaper in an article's metadata."""
    entity = Entity(key="name", type=entity_type, name=name)
    return link_entities(Extraction(entities=(entity,)), Article(text=name, date=date), kb)[0]


def office_qid(
    kb: KnowledgeBase, title: str, country_qid: str | None, organization_qid: str | None = None
) -> str | None:
    """The QID of the office that a title names in a country or an international body, None if not known."""
    for body in (country_qid, organization_qid):
        if body is not None and (item := kb.office(title, body)) is not None:
            return item.qid
    return None

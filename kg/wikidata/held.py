"""Whether a person held the office that an article gives to somebody."""

from kg.records import Entity, Role
from kg.wikidata.base import Item, KnowledgeBase, Term
from kg.wikidata.situation import Situation
from kg.wikidata.term import office_words
from kg.wikidata.words import word_sets

__all__ = ["role_evidence"]

_RANKS = (
    *("held there", "held", "held at another time", "described", "held in one word", "held in part"),
    *(
        "held in one word at another time",
        "held in part at another time",
        "",
        "other offices",
        "another field",
    ),
)
"""From what tells most for a person to what tells most against; "" says nothing."""
_UNPOLITICAL = frozenset({"sport", "arts", "science", "media"})


def role_evidence(
    item: Item, entity: Entity, situation: Situation, kb: KnowledgeBase, found: dict[str, float]
) -> None:
    """Add how well the terms and the description of a person fit the best fitting role of the entity."""
    roles = situation.roles.get(entity.key, ())
    if roles:
        country = situation.country_of(entity, kb)
        best = min((_of_role(item, role, country, situation, kb) for role in roles), key=_RANKS.index)
        if best:
            found[f"role/{best}"] = 1.0


def _of_role(item: Item, role: Role, country: str | None, situation: Situation, kb: KnowledgeBase) -> str:
    wanted = office_words(role.title)
    if not wanted:
        return ""
    day = situation.day if role.status != "former" else 0
    terms = kb.terms_of(item)
    held = min((_of_term(term, wanted, country, day, kb) for term in terms), key=_RANKS.index, default="")
    if held:
        return held
    heads = word_sets("office_heads")
    political = bool(wanted & heads["political"])
    if wanted & office_words(item.description) - heads["vague"]:
        return "described"
    if political and item.domain in _UNPOLITICAL:
        return "another field"
    return "other offices" if political and terms else ""


def _of_term(term: Term, wanted: frozenset[str], country: str | None, day: int, kb: KnowledgeBase) -> str:
    nation = kb.own_words(term.country) if term.country is not None else frozenset[str]()
    position = office_words(term.position) - nation
    asked = wanted - nation
    common = asked & position
    if not common:
        return ""
    if common in (asked, position):
        held = "held" if len(common) > 1 or common == asked else "held in one word"
    elif common & word_sets("office_heads")["political"]:
        held = "held in part"
    else:
        return ""
    if day and not term.covers(day):
        return f"{held} at another time"
    return "held there" if held == "held" and country is not None and country == term.country else held

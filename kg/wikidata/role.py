"""Roles that the knowledge base contradicts at the article's date."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from kg.article import Article
from kg.records import Extraction, Link, Role
from kg.wikidata.base import Item, KnowledgeBase, Term
from kg.wikidata.term import office_words

__all__ = ["checked_roles", "with_own_countries"]

_SURE = 0.85
"""Confidence of the link from which the terms of the item say something of the person."""
_DOUBTED = 0.5
"""What is left of a role's confidence."""
_MARGIN = timedelta(days=45)
"""Hand-overs take weeks, and news keeps the old title, or has the new one, for that long."""


def checked_roles(extraction: Extraction, article: Article, kb: KnowledgeBase) -> tuple[Role, ...]:
    """The roles of a linked extraction; of those that the base contradicts `doubt` says why, and they are half as sure.

    A role is doubted if the base knows the person in that office, but at no time near the article's date; or, if the
    article says "former", in office long before and after it; or if the person was dead for more than a year. What
    the base does not know is no contradiction, nor is a title given inside somebody's words.
    """
    day = _day(article.date)
    links = {link.entity: link for link in extraction.links}
    return tuple(role if day is None else _checked(role, links, day, kb) for role in extraction.roles)


def with_own_countries(extraction: Extraction, kb: KnowledgeBase) -> Extraction:
    """The extraction with roles in the country where the base knows their holder in that office.

    A title without a country is given that of the article, which can be another: "President Trump" in a story on Iraq.
    """
    qids = {entity.key: entity.qid for entity in extraction.entities if entity.qid}
    qids |= {link.entity: link.qid for link in extraction.links if link.qid}
    by_qid = {qid: key for key, qid in qids.items()}
    roles = []
    for role in extraction.roles:
        item = kb.item(qids[role.holder]) if role.country in qids and role.holder in qids else None
        held = (
            {t.country for t in kb.terms_of(item) if _is_same(t, role.title, t.country, kb)}
            if item
            else set()
        )
        if held and qids.get(role.country or "") not in held and None not in held:
            own = [by_qid[qid] for qid in sorted(filter(None, held)) if qid in by_qid]
            role = replace(role, country=own[0] if own else None)  # noqa: PLW2901 (the same role, placed better)
        roles.append(role)
    return replace(extraction, roles=tuple(roles))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _checked(role: Role, links: dict[str, Link], day: date, kb: KnowledgeBase) -> Role:
    link = links.get(role.holder)
    if role.reported or link is None or link.qid is None or link.confidence < _SURE:
        return role
    item = kb.item(link.qid)
    country = links.get(role.country or "")
    doubt = "" if item is None else _doubt(role, item, country.qid if country else None, day, kb)
    return replace(role, doubt=doubt, confidence=round(role.confidence * _DOUBTED, 2)) if doubt else role


def _doubt(role: Role, item: Item, country: str | None, day: date, kb: KnowledgeBase) -> str:
    """Why the base contradicts a role, "" where it does not."""
    if role.status == "designate":
        return ""
    held = [term for term in kb.terms_of(item) if _is_same(term, role.title, country, kb)]
    if role.status == "former":
        inside = [t for t in held if t.start and t.end % 100 and all(map(t.covers, _around(day)))]
        return f"in office {_shown(inside)}" if inside else ""
    if item.lifetime and item.end and item.end < day.year - 1:
        return f"died in {item.end}"
    if held and not any(_is_near(term, day) for term in held):
        return f"in office {_shown(held)}"
    return ""


def _is_same(term: Term, title: str, country: str | None, kb: KnowledgeBase) -> bool:
    """Whether a term is in the office that a title names, which has all words of the office, and not just a vague one."""
    if country is not None and term.country is not None and country != term.country:
        return False
    nation = kb.own_words(term.country) if term.country is not None else frozenset[str]()
    position, asked = office_words(term.position) - nation, office_words(title) - nation
    return bool(position) and position <= asked and (len(position) > 1 or position == asked)


def _around(day: date) -> Iterator[int]:
    """The day as the base writes days, and those at the ends of the margin."""
    for near in (day - _MARGIN, day, day + _MARGIN):
        yield near.year * 10000 + near.month * 100 + near.day


def _is_near(term: Term, day: date) -> bool:
    return any(map(term.covers, _around(day)))


def _shown(terms: list[Term]) -> str:
    return ", ".join(f"{_year(term.start)}-{_year(term.end)}" for term in terms)


def _year(number: int) -> str:
    return str(number // 10000) if number else ""

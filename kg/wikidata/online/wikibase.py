"""Wikidata's own API: `wbsearchentities` finds items by name, `wbgetentities` tells what they are.

Source: https://www.wikidata.org/w/api.php (help of the two modules), and for `maxlag` and `ratelimited`
https://www.mediawiki.org/wiki/API:Etiquette.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.errors import EnvironmentFaultError
from kg.records import EntityType
from kg.wikidata.base import KnowledgeBase
from kg.wikidata.dump.entity import Filter, LineError, Row, read_entity
from kg.wikidata.item import Term
from kg.wikidata.kinds import Kind
from kg.wikidata.names import name_key
from kg.wikidata.online.cache import Cache
from kg.wikidata.online.client import Client
from kg.wikidata.online.found import NEVER, Found, class_of, clean, is_qid, kind_of, of_base
from kg.wikidata.prior import population_prior, sitelinks_prior

__all__ = ["WIKIDATA", "Wikibase"]

WIKIDATA = "https://www.wikidata.org/w/api.php"
_CONCEPT = "www.wikidata.org/entity/"
_BUSY = frozenset({"maxlag", "ratelimited", "readonly"})
_SEARCHED = 20
"""Items that a search gives: all bearers of a name that not very many bear."""
_KEPT = 10
_AT_ONCE = 10
_LEVELS = 4
"""How far superclasses are followed to a class that is known."""
_MOST_CLASSES = 30
_MOST_OFFICES = 20
_ALL = Filter(sitelinks=0)


class Wikibase:
    """Items of Wikidata by the API of MediaWiki, each name and each item asked for once and then kept.

    Without a client only what is kept is answered.
    """

    highest = 0.95

    def __init__(self, address: str, cache: Cache, client: Client | None, kb: KnowledgeBase) -> None:
        self.address, self.cache, self.client, self.kb = address, cache, client, kb

    def find(self, names: Mapping[str, EntityType]) -> list[Found]:
        """The items that bear one of these names, with all that Wikidata says of them."""
        qids: dict[str, list[str]] = {}
        for name in names:
            for qid in self._search(name):
                qids.setdefault(qid, []).append(name)
        rows = self._rows([qid for qid in qids if self.kb.item(qid) is None])
        offices = self._offices(rows.values())
        kinds = self._kinds(rows)
        return [
            *(of_base(item, qids[qid]) for qid in qids if (item := self.kb.item(qid)) is not None),
            *(
                self._found(row, kinds[qid], offices, qids[qid])
                for qid, row in rows.items()
                if kinds[qid] != NEVER
            ),
        ]

    def _search(self, name: str) -> list[str]:
        """The items that have exactly this name, however it is written."""
        kept = self.cache.get("search", name)
        if kept is None:
            parameters = {"action": "wbsearchentities", "search": name, "language": "en", "uselang": "en"}
            answer = self._ask({**parameters, "type": "item", "limit": str(_SEARCHED)}, f"the name {name!r}")
            hits = answer.get("search")
            kept = ([hit for hit in map(_hit, hits if isinstance(hits, list) else []) if hit],)
            self.cache.put("search", name, kept[0])
        hits = [(str(qid), names) for qid, names in kept[0] if is_qid(qid)]
        return [qid for qid, names in hits if name_key(name) in map(name_key, names)][:_KEPT]

    def _ask(self, parameters: Mapping[str, str], what: str) -> Mapping[str, Any]:
        if self.client is None:
            raise EnvironmentFaultError(
                f"{self.cache.folder}: {what} was never asked for: run once without --online-replay"
            )
        answer = self.client.ask(
            "GET", self.address, parameters={**parameters, "format": "json", "maxlag": "5"}, is_busy=_is_busy
        )
        if not isinstance(answer, dict) or "error" in answer:
            error = answer.get("error") if isinstance(answer, dict) else None
            code = clean(error.get("code")) if isinstance(error, dict) else ""
            raise EnvironmentFaultError(
                f"{self.address} refuses {what}: {code or 'an answer of another form'}"
            )
        return answer

    def _entities(self, qids: Iterable[str]) -> dict[str, tuple[Row | None, list[str]]]:
        """What is kept of items, and their superclasses; of those that are gone, nothing."""
        found, missing = {}, []
        for qid in dict.fromkeys(qids):
            kept = self.cache.get("entity", qid)
            if kept is None:
                missing.append(qid)
            else:
                found[qid] = _unpack(kept[0])
        for start in range(0, len(missing), _AT_ONCE):
            batch = missing[start : start + _AT_ONCE]
            answer = self._ask(
                {
                    "action": "wbgetentities",
                    "ids": "|".join(batch),
                    "props": "labels|aliases|descriptions|claims|sitelinks",
                    "languages": "en|mul",
                },
                f"the item {batch[0]}",
            ).get("entities")
            entities = answer if isinstance(answer, dict) else {}
            for qid in batch:
                packed = _pack(entities.get(qid))
                self.cache.put("entity", qid, packed)
                found[qid] = _unpack(packed)
        return found

    def _rows(self, qids: Sequence[str]) -> dict[str, Row]:
        return {qid: row for qid, (row, _) in self._entities(qids).items() if row is not None}

    def _kinds(self, rows: Mapping[str, Row]) -> dict[str, str | None]:
        """The class of each item, by its own classes or those above them."""
        classes = {qid: [f"Q{number}" for number in row.classes] for qid, row in rows.items()}
        kinds = {qid: class_of(own) for qid, own in classes.items()}
        for _ in range(_LEVELS):
            open_ = {qid: own for qid, own in classes.items() if kinds[qid] is None and own}
            wanted = list(dict.fromkeys(c for own in open_.values() for c in own))[:_MOST_CLASSES]
            if not wanted:
                break
            above = {qid: found for qid, (_, found) in self._entities(wanted).items()}
            for qid, own in open_.items():
                classes[qid] = list(dict.fromkeys(higher for c in own for higher in above.get(c, ())))
                kinds[qid] = class_of(classes[qid])
        return kinds

    def _offices(self, rows: Iterable[Row]) -> dict[int, tuple[str, str | None]]:
        """Name and country of the offices that people hold or held."""
        numbers = dict.fromkeys(term.office for row in rows for term in row.terms)
        found: dict[int, tuple[str, str | None]] = {}
        for number in numbers:
            if (item := self.kb.item(f"Q{number}")) is not None:
                found[number] = (item.label, item.country)
        others = [f"Q{number}" for number in numbers if number not in found][:_MOST_OFFICES]
        for qid, row in self._rows(others).items():
            found[int(qid[1:])] = (row.label, _country(row, self.kb))
        return found

    def _found(
        self,
        row: Row,
        kind: str | None,
        offices: Mapping[int, tuple[str, str | None]],
        called: Sequence[str],
    ) -> Found:
        region = self.kb.item(f"Q{row.within}") if row.within else None
        prior = sitelinks_prior(row.links)
        if kind_of(kind) is Kind.CITY and row.population:
            prior = max(prior, population_prior(row.population))
        terms = [
            Term(offices[t.office][0], f"Q{t.office}", offices[t.office][1], t.start, t.end)
            for t in row.terms
            if t.office in offices
        ]
        return Found(
            qid=f"Q{row.qid}",
            label=row.label,
            kind=kind_of(kind),
            prior=max(0, min(255, round(prior))),
            description=row.description,
            aliases=tuple(row.aliases),
            called=called,
            country=_country(row, self.kb),
            region=region.qid if region is not None and region.kind is Kind.REGION else None,
            start=row.start,
            end=row.end,
            life=row.life,
            terms=terms,
        )


def _is_busy(answer: Any) -> bool:
    """Whether MediaWiki asks to come back later, which it says with status 200."""
    error = answer.get("error") if isinstance(answer, dict) else None
    return isinstance(error, dict) and error.get("code") in _BUSY


def _hit(hit: object) -> list[object] | None:
    """A result of a search as identifier and names; None for what is no item of Wikidata."""
    if not isinstance(hit, dict) or not is_qid(hit.get("id")):
        return None
    concept = str(hit.get("concepturi"))
    if concept.partition("://")[2] != f"{_CONCEPT}{hit['id']}":
        return None
    match, aliases = hit.get("match"), hit.get("aliases")
    said = match.get("text") if isinstance(match, dict) else None
    others = aliases if isinstance(aliases, list) else []
    names = [name for text in (hit.get("label"), said, *others[:_SEARCHED]) if (name := clean(text))]
    return [hit["id"], list(dict.fromkeys(names))]


def _pack(entity: object) -> list[object] | None:
    """What is kept of an answer for an item, None if it is gone or is none."""
    if not isinstance(entity, dict) or "missing" in entity:
        return None
    try:
        read = read_entity(json.dumps(entity).encode(), _ALL)
    except LineError:
        return None
    return [read.row.to_json() if read.row is not None else None, [f"Q{number}" for number in read.above]]


def _unpack(kept: Any) -> tuple[Row | None, list[str]]:
    try:
        row, above = kept or (None, ())
        return Row.from_json(row) if row else None, [qid for qid in above if is_qid(qid)]
    except (ValueError, TypeError):
        return None, []


def _country(row: Row, kb: KnowledgeBase) -> str | None:
    """The first country that the base knows as a state, else the first."""
    qids = [kb.same_state.get(f"Q{number}", f"Q{number}") for number in row.countries]
    states = [
        q for q in qids if (item := kb.item(q)) is not None and item.kind in {Kind.COUNTRY, Kind.TERRITORY}
    ]
    return next(iter([*states, *qids]), None)

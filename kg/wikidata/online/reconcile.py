"""A reconciliation service: its manifest, and batches of names with their candidates.

Source: Reconciliation Service API 0.2 of the W3C Entity Reconciliation Community Group
(https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.errors import EnvironmentFaultError
from kg.records import EntityType
from kg.wikidata.base import KnowledgeBase
from kg.wikidata.kinds import Kind
from kg.wikidata.names import name_key
from kg.wikidata.online.cache import Cache
from kg.wikidata.online.client import Client
from kg.wikidata.online.found import NEVER, Found, class_of, clean, is_qid, kind_of, of_base
from kg.wikidata.repair import class_of_description

__all__ = ["Reconciliation"]

_SPACES = frozenset({"www.wikidata.org/entity", "www.wikidata.org/wiki", "wikidata.org/entity"})
"""Identifier spaces whose identifiers are QIDs of Wikidata, without scheme and final slash."""
_VERSION = "0.2"
_AT_ONCE = 10
_CANDIDATES = 10
_PRIOR = 90
"""The scores of services are on no common scale and tell nothing of how well known an item is: all count as little known."""
_HUMAN = "Q5"


class Reconciliation:
    """Candidates of a service whose identifiers are those of Wikidata; without a client only what is kept."""

    highest = 0.9

    def __init__(self, address: str, cache: Cache, client: Client | None, kb: KnowledgeBase) -> None:
        self.address, self.cache, self.client, self.kb = address, cache, client, kb
        self.greeted = False

    def find(self, names: Mapping[str, EntityType]) -> list[Found]:
        """The candidates whose name is the one asked for, or that the service itself takes for a match."""
        asked = {name: {"query": name, "limit": _CANDIDATES, **_type(kind)} for name, kind in names.items()}
        answers, missing = {}, []
        for name, query in asked.items():
            kept = self.cache.get("query", json.dumps(query, sort_keys=True))
            if kept is None:
                missing.append(name)
            else:
                answers[name] = kept[0]
        for start in range(0, len(missing), _AT_ONCE):
            batch = missing[start : start + _AT_ONCE]
            for name, rows in zip(batch, self._ask([asked[name] for name in batch]), strict=True):
                answers[name] = rows
                self.cache.put("query", json.dumps(asked[name], sort_keys=True), rows)
        found: dict[str, Found] = {}
        for name in names:
            for row in answers[name]:
                if (item := self._found(name, row, found)) is not None:
                    found[item.qid] = item
        return list(found.values())

    def _ask(self, queries: Sequence[Mapping[str, object]]) -> list[list[list[object]]]:
        """The rows of candidates for each query of a batch."""
        if self.client is None:
            raise EnvironmentFaultError(
                f"{self.cache.folder}: {queries[0]['query']!r} was never asked for: run once without --online-replay"
            )
        self._greet(self.client)
        batch = {f"q{number}": query for number, query in enumerate(queries)}
        answer = self.client.ask(
            "POST", self.address, form={"queries": json.dumps(batch, ensure_ascii=False)}
        )
        if not isinstance(answer, dict) or not set(batch) <= set(answer):
            raise EnvironmentFaultError(
                f"{self.address}: the answer is no batch of results: {clean(str(answer))[:160]}"
            )
        return [list(_rows(answer[key])) for key in batch]

    def _greet(self, client: Client) -> None:
        """Read the manifest once, and go on only where identifiers and version are ours."""
        if self.greeted:
            return
        manifest = client.ask("GET", self.address)
        if not isinstance(manifest, dict) or not isinstance(manifest.get("identifierSpace"), str):
            raise EnvironmentFaultError(f"{self.address} is no reconciliation service: it gives no manifest")
        versions = manifest.get("versions")
        if not isinstance(versions, list) or _VERSION not in versions:
            spoken = clean(", ".join(map(str, versions))) if isinstance(versions, list) else "0.1"
            raise EnvironmentFaultError(
                f"{self.address} speaks version {spoken} of the reconciliation API; kg needs {_VERSION}"
            )
        space = manifest["identifierSpace"].partition("://")[2].rstrip("/")
        if space not in _SPACES:
            raise EnvironmentFaultError(
                f"{self.address}: its identifiers are not those of Wikidata but of {clean(manifest['identifierSpace'])}"
            )
        if manifest.get("authentication"):
            raise EnvironmentFaultError(f"{self.address} wants a login, which kg does not give")
        self.greeted = True

    def _found(self, name: str, row: Any, known: Mapping[str, Found]) -> Found | None:
        """The item of a row that was kept, None if it is another one than asked for."""
        try:
            qid, label, description, types, match = row
        except (TypeError, ValueError):
            return None
        called = [*(known[qid].called if qid in known else ()), name]
        if not is_qid(qid) or not (match is True or name_key(label) == name_key(name)):
            return None
        if (item := self.kb.item(qid)) is not None:
            return of_base(item, called)
        kind = class_of([type_[0] for type_ in types])
        if kind == NEVER:
            return None
        told = (class_of_description(type_[1]) for type_ in types)
        return Found(
            qid=qid,
            label=label,
            kind=kind_of(kind) if kind else next((k for k in told if k is not None), Kind.OTHER),
            prior=_PRIOR,
            description=description,
            called=called,
        )


def _type(entity_type: EntityType) -> dict[str, str]:
    return {"type": _HUMAN} if entity_type == "person" else {}


def _rows(answer: object) -> Iterator[list[object]]:
    """The candidates of a result: identifier, name, description, types, and whether the service is sure."""
    results = answer.get("result") if isinstance(answer, dict) else None
    for result in results[:_CANDIDATES] if isinstance(results, list) else ():
        if isinstance(result, dict) and is_qid(result.get("id")) and (label := clean(result.get("name"))):
            types = result.get("type")
            named = [_named(type_) for type_ in types[:_CANDIDATES]] if isinstance(types, list) else []
            yield [result["id"], label, clean(result.get("description")), named, result.get("match") is True]


def _named(type_: object) -> list[str]:
    """Identifier and name of a type, which may be given by its identifier alone."""
    if isinstance(type_, dict):
        return [clean(type_.get("id")), clean(type_.get("name"))]
    return [clean(type_), ""]

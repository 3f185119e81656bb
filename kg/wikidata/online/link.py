"""Links with the help of a service: what the knowledge base does not know is asked for, and all is weighed together."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kg.article import Article
from kg.records import Entity, EntityType, Extraction, Link
from kg.trace import Trace
from kg.wikidata.base import KnowledgeBase
from kg.wikidata.linker import link_entities
from kg.wikidata.names import name_tokens, without_article
from kg.wikidata.online.cache import Cache, cache_folder
from kg.wikidata.online.client import Client
from kg.wikidata.online.found import Service
from kg.wikidata.online.overlay import Overlay
from kg.wikidata.online.reconcile import Reconciliation
from kg.wikidata.online.wikibase import WIKIDATA, Wikibase

__all__ = ["link_online", "open_service"]

_MOST_NAMES = 60
"""Names that are asked for of one article."""
_LONGEST_NAME = 120
_MOST_NEAR = 3
_LEAST = 0.9
"""The confidence from which what only the service knows is linked: it knows many whom news never names."""


def open_service(
    target: str, kb: KnowledgeBase, *, folder: Path | None = None, replay: bool = False
) -> Service:
    """The service at an address: `wikidata`, a MediaWiki API (`…/api.php`), or else a reconciliation service.

    Nothing is asked yet, and with `replay` never. Raises `EnvironmentFaultError` if httpx is missing or the folder of
    the cache cannot be written.
    """
    address = WIKIDATA if target == "wikidata" else target
    cache = Cache(folder or cache_folder(), address)
    client = None if replay else Client(cache.folder)
    kind = Wikibase if address.endswith("/api.php") else Reconciliation
    return kind(address, cache, client, kb)


def link_online(
    extraction: Extraction, article: Article, kb: KnowledgeBase, service: Service, trace: Trace | None = None
) -> tuple[Link, ...]:
    """Links as `link_entities` gives them; of names that stay open without the service, with what it knows.

    What is decided without the service stays. Raises `EnvironmentFaultError` if the service cannot be used.
    """
    alone = link_entities(extraction, article, kb)
    asked = _open_names(extraction, alone)
    found = service.find(asked) if asked else []
    together = link_entities(extraction, article, Overlay(kb, found), trace)
    qids = {item.qid for item in found}
    return tuple(
        _chosen(before, after, qids, service, trace) for before, after in zip(alone, together, strict=True)
    )


def _open_names(extraction: Extraction, links: Sequence[Link]) -> dict[str, EntityType]:
    entities = {entity.key: entity for entity in extraction.entities}
    open_ = (entities[link.entity] for link in links if link.qid is None)
    names = {without_article(entity.name): entity.type for entity in open_ if _can_be_asked(entity)}
    return dict(list(names.items())[:_MOST_NAMES])


def _can_be_asked(entity: Entity) -> bool:
    """Whether a name is worth asking for: a surname alone has too many bearers."""
    words = name_tokens(entity.name)
    return bool(words) and len(entity.name) <= _LONGEST_NAME and (entity.type != "person" or len(words) > 1)


def _chosen(before: Link, after: Link, found: set[str], service: Service, trace: Trace | None) -> Link:
    if before.qid is not None:
        return before
    if after.qid is None or after.qid not in found:
        return after
    if after.confidence < _LEAST:
        near = ((after.qid, after.confidence), *after.candidates)
        return replace(before, candidates=near[:_MOST_NEAR])
    sure = min(after.confidence, service.highest)
    if trace is not None:
        trace.note("link", after.entity, "online", f"found by {service.address}", value=sure)
    return replace(after, confidence=sure, source=service.address, reason=f"{after.reason}, online")

"""The way of one article to records with links: language, extraction, linking, corrections."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.article import Article
from kg.config import BuildOptions
from kg.rdf.entity import Source
from kg.rdf.iri import Minter
from kg.rdf.select import accepted_qids
from kg.records import Extraction, Link
from kg.trace import Trace

if TYPE_CHECKING:
    from kg.run.correction import Corrected
    from kg.wikidata.base import KnowledgeBase
    from kg.wikidata.online.found import Service

__all__ = ["Analyser", "Analysis", "analyse", "knowledge_base"]


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything found in an article, linked, and where it was published.

    `corrections` are the places, in the file of corrections, of those that are about it.
    """

    extraction: Extraction
    publication: Source | None = None
    agency: Source | None = None
    corrections: tuple[int, ...] = ()


OURSELVES = frozenset(
    {"this newspaper", "this reporter", "this correspondent", "this magazine", "this paper"}
)
"""How an article calls its own publication."""

Analyser = Callable[[Article, BuildOptions], Analysis]
"""What `analyse` is; another process must be able to import it."""


def analyse(article: Article, options: BuildOptions, trace: Trace | None = None) -> Analysis:
    """Everything found in an article; models and knowledge base are loaded once for each process.

    The reasons of every decision are noted in `trace`, if one is given.
    """
    from kg.extract.article import extract_article  # noqa: PLC0415 (loads spaCy)
    from kg.extract.publication import publication_of  # noqa: PLC0415 (loads spaCy)
    from kg.language.pipeline import load, parse_article  # noqa: PLC0415 (loads spaCy)
    from kg.wikidata.retype import retyped  # noqa: PLC0415 (loads the knowledge base)
    from kg.wikidata.role import checked_roles, with_own_countries  # noqa: PLC0415 (loads the knowledge base)

    extraction = extract_article(parse_article(load(options.pipeline), article), trace)
    kb = knowledge_base(options.kb)
    found = replace(extraction, links=_links(extraction, article, options, trace))
    corrected = _corrected(found, article, options, trace)
    published = publication_of(article)
    linked = _with_offices(with_own_countries(retyped(corrected.extraction, kb), kb), kb)
    publication = _source(published.name, article, kb)
    agency = _source(published.agency, article, kb, published.agency_qid)
    checked = replace(linked, roles=checked_roles(linked, article, kb))
    return Analysis(_with_firsthand(checked, publication, agency), publication, agency, corrected.matched)


def _with_firsthand(found: Extraction, *sources: Source | None) -> Extraction:
    """The extraction with the statements marked that were made to the publication or agency itself."""
    linked = accepted_qids(found)
    qids = {source.qid for source in sources if source is not None and source.qid}
    names = OURSELVES | {source.name.casefold() for source in sources if source is not None}
    own = {
        entity.key
        for entity in found.entities
        if linked.get(entity.key) in qids
        or not names.isdisjoint(name.casefold() for name in (entity.name, *entity.aliases))
    }
    told = tuple(replace(s, firsthand=True) if s.addressee in own else s for s in found.statements)
    return replace(found, statements=told)


def _corrected(
    found: Extraction, article: Article, options: BuildOptions, trace: Trace | None
) -> "Corrected":
    """What the file of corrections leaves of an extraction."""
    from kg.run.authority import read_authority  # noqa: PLC0415 (only when asked for)
    from kg.run.correction import Corrected, apply_corrections  # noqa: PLC0415 (only when asked for)

    if not options.authority:
        return Corrected(found)
    iri = Minter(options.base_iri).article(article)
    corrected = apply_corrections(found, article, iri, read_authority(Path(options.authority)))
    links = _labelled(corrected.extraction.links, knowledge_base(options.kb))
    if trace is not None:
        _note_corrections(trace, found.links, links)
    return replace(corrected, extraction=replace(corrected.extraction, links=links))


def _links(
    extraction: Extraction, article: Article, options: BuildOptions, trace: Trace | None
) -> tuple[Link, ...]:
    """The links by the knowledge base, and by a service if one is to be asked."""
    from kg.wikidata.linker import link_entities  # noqa: PLC0415 (loads the knowledge base)

    kb = knowledge_base(options.kb)
    if options.online is None:
        return link_entities(extraction, article, kb, trace)
    from kg.wikidata.online.link import link_online  # noqa: PLC0415 (only when asked for)

    service = _service(options.online, options.kb, options.online_cache, replay=options.online_replay)
    return link_online(extraction, article, kb, service, trace)


def _note_corrections(trace: Trace, found: tuple[Link, ...], corrected: tuple[Link, ...]) -> None:
    """Note which links the corrections changed."""
    before = {link.entity: link for link in found}
    for link in corrected:
        if link != before.get(link.entity):
            meant = f"{link.qid} {link.label}".strip() if link.qid else "no item"
            trace.note(
                "link", link.entity, "authority", f"the corrections say {meant}", value=link.confidence
            )


@cache
def knowledge_base(path: str | None) -> "KnowledgeBase":
    """The knowledge base of a file, ours by default, opened once in a process."""
    from kg.wikidata.base import KnowledgeBase  # noqa: PLC0415 (only where articles are linked)

    return KnowledgeBase.open(path)


@cache
def _service(target: str, kb: str | None, folder: str | None, *, replay: bool) -> "Service":
    from kg.wikidata.online.link import open_service  # noqa: PLC0415 (only when asked for)

    return open_service(target, knowledge_base(kb), folder=Path(folder) if folder else None, replay=replay)


def _labelled(links: tuple[Link, ...], kb: "KnowledgeBase") -> tuple[Link, ...]:
    """The links with the labels that corrections lack; an item that the knowledge base lacks keeps its name."""
    items = {link.entity: kb.item(link.qid) for link in links if link.qid and not link.label}
    return tuple(
        replace(link, label=item.label) if (item := items.get(link.entity)) else link for link in links
    )


def _with_offices(extraction: Extraction, kb: "KnowledgeBase") -> Extraction:
    """The extraction with the item of each office, where title and country or organisation decide it."""
    from kg.wikidata.linker import office_qid  # noqa: PLC0415 (loads the knowledge base)

    qids = {entity.key: entity.qid for entity in extraction.entities}
    qids |= {link.entity: link.qid for link in extraction.links}
    roles = tuple(
        replace(
            role,
            office=role.office
            or office_qid(kb, role.title, qids.get(role.country or ""), qids.get(role.organization or "")),
        )
        for role in extraction.roles
    )
    return replace(extraction, roles=roles)


def _source(name: str | None, article: Article, kb: "KnowledgeBase", qid: str | None = None) -> Source | None:
    """A publication or agency, with its item where the name alone is enough, else the one that is known for it."""
    from kg.wikidata.linker import link_name  # noqa: PLC0415 (loads the knowledge base)

    if not name:
        return None
    link = link_name(name, "publication", kb, date=article.date)
    if link.qid is None and qid is not None and (item := kb.item(qid)) is not None:
        return Source(name, qid, item.label)
    return Source(name, link.qid, link.label if link.qid else "")

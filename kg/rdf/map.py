"""Records to quads: one article at a time, each record in the graph that the contract names.

The safety rule is kept here once more: an event whose author perspective is not certain, positive and past or
present is written as reported, whatever the extractor thought.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pyoxigraph import Literal as Text
from pyoxigraph import NamedNode, Quad

from kg.article import Article
from kg.rdf.entity import CLASSES, SharedEntity, Source, entity_quads, source_node
from kg.rdf.evidence import evidence
from kg.rdf.iri import Minter, slug, valid_iri, wikidata
from kg.rdf.literal import date, day, decimal, english
from kg.rdf.select import People, accepted_qids, publishable, text_of
from kg.rdf.vocabulary import (
    DCTERMS,
    GAF,
    KG,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SEM,
    SKOS,
    XSD,
    event_context,
    event_mode,
    event_type,
)
from kg.readers.credit import author_roles
from kg.readers.dateline import read_dateline
from kg.records import AUTHOR, Entity, Event, Extraction, Perspective, Role, Span, Statement, TimeSpan

__all__ = ["MapOptions", "Mapped", "SharedEntity", "Source", "article_quads", "entity_quads", "map_article"]

CANDIDATES = 2
"""Near misses that are published for an entity without a link."""

Value = NamedNode | Text | None


@dataclass(frozen=True, slots=True)
class MapOptions:
    """What of the text is published, and of whom."""

    text: Literal["none", "quotes", "full"] = "quotes"
    people: People = "all"


@dataclass(frozen=True, slots=True)
class Mapped:
    """The quads of an article's graphs, sorted; what it says of shared entities; what could not be published."""

    quads: tuple[Quad, ...]
    shared: tuple[SharedEntity, ...]
    losses: tuple[str, ...]


def map_article(
    article: Article,
    extraction: Extraction,
    minter: Minter,
    *,
    options: MapOptions = MapOptions(),
    publication: Source | None = None,
    agency: Source | None = None,
    run: NamedNode | None = None,
) -> Mapped:
    """Everything that is published of an article; linked entities are described by `entity_quads`."""
    chosen = publishable(article, extraction, options.people)
    mapper = _Mapper(article, chosen, minter, options)
    mapper.run(publication, agency)
    if run is not None:
        for kind in ("facts", "reported", "evidence"):
            mapper.add(minter.graph(mapper.iri, kind), mapper.evidence, (PROV.wasGeneratedBy, run))
    return Mapped(
        tuple(sorted(mapper.quads, key=str)), tuple(mapper.shared(publication, agency)), chosen.losses
    )


def article_quads(
    article: Article,
    extraction: Extraction,
    minter: Minter,
    *,
    options: MapOptions = MapOptions(),
    publication: Source | None = None,
    agency: Source | None = None,
    run: NamedNode | None = None,
) -> list[Quad]:
    """The quads of one article's three graphs, sorted."""
    mapped = map_article(
        article, extraction, minter, options=options, publication=publication, agency=agency, run=run
    )
    return list(mapped.quads)


class _Mapper:
    """The quads of one article while they are made; its records are whole, their references lead somewhere."""

    def __init__(self, article: Article, extraction: Extraction, minter: Minter, options: MapOptions) -> None:
        self.article, self.found, self.minter, self.options = article, extraction, minter, options
        self.iri = minter.article(article)
        self.node = NamedNode(self.iri)
        self.facts = minter.graph(self.iri, "facts")
        self.reported = minter.graph(self.iri, "reported")
        self.evidence = minter.graph(self.iri, "evidence")
        self.entities = {entity.key: entity for entity in extraction.entities}
        self.events = {event.key for event in extraction.events}
        self.times = {time.key: time for time in extraction.times}
        self.links = {link.entity: link for link in extraction.links}
        self.qids = accepted_qids(extraction)
        self.quads: set[Quad] = set()
        self.spans: set[Span] = set()
        self.used: set[str] = set()

    def add(self, subject: NamedNode, graph: NamedNode, *pairs: tuple[NamedNode, Value]) -> None:
        """Say this of a subject; pairs without a value are left out."""
        for predicate, value in pairs:
            if value is not None:
                self.quads.add(Quad(subject, predicate, value, graph))

    def run(self, publication: Source | None, agency: Source | None) -> None:
        self._article(publication, agency)
        for role in self.found.roles:
            self._role(role)
        for statement in self.found.statements:
            self._statement(statement)
        for event in self.found.events:
            self._event(event)
        for perspective in self.found.perspectives:
            self._perspective(perspective)
        self.quads.update(evidence(self.article, self.found, self, text=self.options.text))
        for key in sorted(self.used):
            self.entity(self.entities[key].country)
        for key in sorted(self.used - set(self.qids)):
            self._entity(self.entities[key])

    # What records refer to

    def entity(self, key: str | None) -> NamedNode | None:
        """The node of an entity, which will be described."""
        if key is None:
            return None
        self.used.add(key)
        return (
            self.minter.item(self.qids[key])
            if key in self.qids
            else self.minter.node(self.iri, "entity", key)
        )

    def event(self, key: str | None) -> NamedNode | None:
        """The node of an event."""
        return None if key is None else self.minter.node(self.iri, "event", key)

    def statement(self, key: str | None) -> NamedNode | None:
        """The node of a statement."""
        return None if key is None else self.minter.node(self.iri, "statement", key)

    def span(self, span: Span | None) -> NamedNode | None:
        """The node of a span, which will be described."""
        if span is None or not text_of(self.article, span):
            return None
        self.spans.add(span)
        return self.minter.span(self.iri, span)

    def _entities(self, predicate: NamedNode, keys: Iterable[str]) -> list[tuple[NamedNode, Value]]:
        return [(predicate, self.entity(key)) for key in keys]

    # Records

    def _article(self, publication: Source | None, agency: Source | None) -> None:
        article = self.article
        self.add(
            self.node,
            self.facts,
            (RDF.type, KG.Article),
            (KG.textSha256, Text(article.text_sha256)),
            (DCTERMS.identifier, Text(article.id or self.iri.rpartition("/")[2])),
            (SCHEMA.inLanguage, Text(article.language.lower())),
            (SCHEMA.wordCount, Text(str(article.words), datatype=XSD.integer)),
            (SCHEMA.headline, english(article.headline) if article.headline else None),
            (SCHEMA.alternativeHeadline, english(article.deck) if article.deck else None),
            (SCHEMA.datePublished, date(article.date) if article.date else None),
            (SCHEMA.dateModified, date(article.modified) if article.modified else None),
            *((SCHEMA.author, Text(author)) for author in article.authors),
            (SCHEMA.articleSection, Text(article.section) if article.section else None),
            (SCHEMA.url, valid_iri(article.url) if article.url else None),
            (SCHEMA.isPartOf, source_node(publication, self.minter) if publication else None),
            (SCHEMA.sourceOrganization, source_node(agency, self.minter) if agency else None),
            (SCHEMA.contentLocation, self.entity(self._dateline_place())),
            (SCHEMA.dateline, Text(dateline) if (dateline := _dateline(article)) else None),
            (KG.datelineDate, day(dict(article.extra).get("dateline_date"))),
            (SCHEMA.printEdition, Text(article.edition) if article.edition else None),
            (SCHEMA.creditText, Text(article.credit) if article.credit else None),
            (SCHEMA.copyrightNotice, Text(article.rights) if article.rights else None),
            (SCHEMA.correction, self._correction()),
        )
        for author, role in author_roles(article).items():
            node = self.minter.node(self.iri, "credit", slug(author))
            self.add(self.node, self.facts, (KG.credit, node))
            said = ((SCHEMA.author, Text(author)), (SCHEMA.roleName, Text(role)))
            self.add(node, self.facts, (RDF.type, KG.Credit), *said)

    def _correction(self) -> Text | None:
        """What was wrong in an earlier version; it is text of the article, and goes where that may go."""
        note = dict(self.article.extra).get("correction")
        return english(note) if note and self.options.text != "none" else None

    def _dateline_place(self) -> str | None:
        """The place in the dateline, else an entity that is called like the town there."""
        places = {e.key for e in self.found.entities if e.type in ("place", "country")}
        for section in self.article.sections:
            for mention in self.found.mentions if section.kind == "dateline" else ():
                inside = section.start <= mention.span.start < section.end and mention.span.context == "text"
                if inside and mention.entity in places:
                    return mention.entity
        town = dict(self.article.extra).get("dateline_place", "").split(",")[0].strip().casefold()
        named = (e for e in self.found.entities if town and e.key in places)
        return next((e.key for e in named if town in {n.casefold() for n in (e.name, *e.aliases)}), None)

    def _role(self, role: Role) -> None:
        node = self.minter.node(self.iri, "role", role.key)
        self.add(
            node,
            self.reported if role.reported else self.facts,
            (RDF.type, KG.Role),
            (KG.holder, self.entity(role.holder)),
            (KG.title, Text(role.title)),
            (KG.titleSpan, self.span(role.span)),
            (KG.organization, self.entity(role.organization)),
            (KG.country, self.entity(role.country)),
            (KG.office, wikidata(role.office) if role.office else None),
            (KG.status, Text(role.status)),
            (KG.asOf, day(self.article.date)),
        )
        self.add(node, self.evidence, (KG.confidence, decimal(role.confidence)))

    def _statement(self, statement: Statement) -> None:
        node = self.minter.node(self.iri, "statement", statement.key)
        content = " ".join(text_of(self.article, span) for span in statement.content_spans)
        self.add(
            node,
            self.facts if statement.fact else self.reported,
            (RDF.type, KG.Statement if statement.fact else KG.ReportedStatement),
            *self._entities(KG.speaker, statement.speakers),
            (KG.anonymous, Text("true", datatype=XSD.boolean) if statement.anonymous else None),
            (KG.form, Text(statement.form)),
            (KG.act, Text(statement.act)),
            (KG.cue, Text(statement.cue) if statement.cue else None),
            (KG.cueSpan, self.span(statement.cue_span)),
            (KG.speakerSpan, self.span(statement.speaker_span)),
            *((KG.contentSpan, self.span(span)) for span in statement.content_spans),
            (KG.content, Text(content, language="en") if self.options.text != "none" else None),
            (KG.addressee, self.entity(statement.addressee)),
            (KG.onBehalfOf, self.entity(statement.on_behalf_of)),
            (KG.venue, Text(statement.venue) if statement.venue else None),
            (KG.time, self._time(statement.time)),
            *self._entities(KG.mentions, statement.mentions),
            *((KG.reports, self.event(key)) for key in statement.reports),
            (KG.reportedIn, self.statement(statement.reported_in)),
            *((KG.denies, self.statement(key)) for key in statement.denies),
            *((KG.confirms, self.statement(key)) for key in statement.confirms),
            (KG.firsthand, Text("true", datatype=XSD.boolean) if statement.firsthand else None),
        )
        self.add(node, self.evidence, (KG.confidence, decimal(statement.confidence)))

    def _is_fact(self, event: Event) -> bool:
        own = [p for p in self.found.perspectives if p.event == event.key and p.source == AUTHOR]
        return (
            event.fact
            and bool(own)
            and all(
                p.polarity == "positive" and p.certainty == "certain" and p.temporality != "future"
                for p in own
            )
        )

    def _event(self, event: Event) -> None:
        fact = self._is_fact(event)
        graph = self.facts if fact else self.reported
        node = self.minter.node(self.iri, "event", event.key)
        typed = event.type is not None and event.mode is not None
        self.add(
            node,
            graph,
            (RDF.type, KG.Event if fact else KG.ReportedEvent),
            (RDFS.label, english(event.label) if event.label else None),
            (KG.eventType, event_type(event.type) if event.type else None),
            (KG.eventMode, event_mode(event.type or "", event.mode or "") if typed else None),
            *((KG.eventContext, event_context(name)) for name in event.contexts),
            (KG.ploverType, event_type(event.plover_type) if event.plover_type else None),
            (KG.agreementStatus, Text(event.agreement_status) if event.agreement_status else None),
            *self._entities(KG.agent, event.agents),
            *self._entities(KG.patient, event.patients),
            *self._entities(KG.recipient, event.recipients),
            *self._entities(KG.instrument, event.instruments),
            *((KG.topic, self.event(k) if k in self.events else self.entity(k)) for k in event.topics),
            (KG.place, self.entity(event.place)),
            (KG.time, self._time(event.time)),
            (KG.trigger, self.span(event.span)),
            (KG.subEventOf, self.event(event.sub_event_of)),
            (KG.namedEvent, wikidata(event.named_event) if event.named_event else None),
        )
        if fact:
            self._simple_event(node, event)
        else:
            self.add(node, graph, (KG.versionOf, self.event(event.version_of)))
        self.add(
            node,
            self.evidence,
            (KG.confidence, decimal(event.confidence)),
            *((GAF.denotedBy, self.span(span)) for span in event.mentions),
        )

    def _simple_event(self, node: NamedNode, event: Event) -> None:
        """The event again in the terms of SEM, which only facts have."""
        time = self.times.get(event.time or "")
        self.add(
            node,
            self.facts,
            *self._entities(SEM.hasActor, (*event.agents, *event.patients, *event.recipients)),
            (SEM.hasPlace, self.entity(event.place)),
            (SEM.hasBeginTimeStamp, day(time.earliest) if time else None),
            (SEM.hasEndTimeStamp, day(time.latest) if time else None),
        )

    def _time(self, key: str | None) -> NamedNode | None:
        time: TimeSpan | None = self.times.get(key or "")
        if time is None:
            return None
        node = self.minter.node(self.iri, "time", time.key)
        self.add(
            node,
            self.facts,
            (RDF.type, KG.TimeSpan),
            (KG.expression, Text(time.expression)),
            (KG.expressionSpan, self.span(time.span)),
            (KG.timeRelation, Text(time.relation)),
            (KG.granularity, Text(time.granularity)),
            (KG.earliest, day(time.earliest)),
            (KG.latest, day(time.latest)),
            (KG.anchor, day(time.anchor)),
            (KG.rule, Text(time.rule) if time.rule else None),
        )
        return node

    def _perspective(self, view: Perspective) -> None:
        event = self.minter.node(self.iri, "event", view.event)
        self.add(
            self.minter.perspective(event, _by(view)),
            self.evidence,
            (RDF.type, KG.Perspective),
            (KG.source, self.node if view.source == AUTHOR else self.entity(view.source)),
            (KG.on, event),
            (KG.polarity, Text(view.polarity)),
            (KG.certainty, Text(view.certainty)),
            (KG.temporality, Text(view.temporality)),
            (KG.basis, self.span(view.basis)),
            (KG.statedIn, self.statement(view.statement)),
        )

    # Entities

    def _entity(self, entity: Entity) -> None:
        link = self.links.get(entity.key)
        near = link.candidates[:CANDIDATES] if link and entity.named and not entity.anonymous else ()
        self.add(
            self.minter.node(self.iri, "entity", entity.key),
            self.facts,
            (RDF.type, CLASSES[entity.type]),
            (SKOS.prefLabel, english(entity.name)),
            *((SKOS.altLabel, english(alias)) for alias in entity.aliases if alias != entity.name),
            (KG.country, self.entity(entity.country)),
            (KG.anonymous, Text("true", datatype=XSD.boolean) if entity.anonymous else None),
            *((KG.candidate, wikidata(qid)) for qid, _ in near),
        )

    def shared(self, publication: Source | None, agency: Source | None) -> list[SharedEntity]:
        """What the article says of the linked entities and publications that its quads point at."""
        found = set()
        for key in self.used & set(self.qids):
            entity, qid, link = self.entities[key], self.qids[key], self.links.get(key)
            label = link.label if link and link.label else entity.name
            names = tuple(sorted({entity.name, *entity.aliases} - {label}))
            country = self.qids.get(entity.country or "")
            found.add(SharedEntity(self.minter.item(qid).value, entity.type, label, names, qid, country))
        for source, kind in ((publication, "publication"), (agency, "organization")):
            if source:
                node = source_node(source, self.minter)
                label = source.label or source.name
                names = (source.name,) if source.name != label else ()
                found.add(SharedEntity(node.value, kind, label, names, source.qid))
        return sorted(found, key=lambda s: (s.iri, s.type, s.label, s.aliases, s.country or ""))


def _dateline(article: Article) -> str | None:
    """The dateline as it stands, without the dash behind it; else the place that came as metadata."""
    lines = (
        article.text[s.start : s.end].rstrip(" \u00a0—–-:") for s in article.sections if s.kind == "dateline"
    )
    found = next((line for line in lines if read_dateline(f"{line} — .")), None)
    return " ".join(found.split()) if found else dict(article.extra).get("dateline_place")


def _by(view: Perspective) -> str:
    """The last part of a perspective's IRI: the author, the statement, or who sees it so without a statement."""
    if view.source == AUTHOR:
        return "author"
    return view.statement.rpartition("/")[2] if view.statement else f"entity-{view.source}"

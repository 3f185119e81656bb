"""Records to quads: one article at a time, each record in the graph that the contract names.

The safety rule is kept here once more: an event whose author perspective is not certain, positive and past or
present is written as reported, whatever the extractor thought.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pyoxigraph import Literal as Text
from pyoxigraph import NamedNode, Quad

from kg.article import Article
from kg.rdf.iri import Minter, valid_iri, wikidata
from kg.rdf.vocabulary import (
    DCTERMS,
    GAF,
    ITSRDF,
    KG,
    NIF,
    OWL,
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
from kg.records import AUTHOR, Entity, Event, Extraction, Link, Perspective, Role, Span, Statement, TimeSpan

__all__ = [
    "CLASSES",
    "MapOptions",
    "SharedEntity",
    "Source",
    "article_quads",
    "entity_quads",
    "shared_entities",
]

CLASSES: dict[str, NamedNode] = {
    "person": KG.Person,
    "organization": KG.Organization,
    "country": KG.Country,
    "group": KG.Group,
    "place": KG.Place,
    "agreement": KG.Agreement,
    "artifact": KG.Artifact,
    "work": KG.Work,
    "event": KG.NamedEvent,
    "publication": KG.Publication,
}
EXACT_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class MapOptions:
    """What of the text is published, and of whom."""

    text: Literal["none", "quotes", "full"] = "quotes"
    people: Literal["all", "public", "linked"] = "all"


@dataclass(frozen=True, slots=True)
class Source:
    """A publication or agency as the article names it, with its Wikidata item if one is known."""

    name: str
    qid: str | None = None


@dataclass(frozen=True, slots=True)
class SharedEntity:
    """What one article says of a linked entity or publication; the dump gives each one description."""

    iri: str
    type: str
    label: str
    aliases: tuple[str, ...] = ()
    qid: str | None = None
    country: str | None = None


def decimal(value: float) -> Text:
    """A score as the shortest decimal with at most two digits: 0.9, 0.97, 1.0."""
    text = f"{min(1.0, max(0.0, value)):.2f}".rstrip("0")
    return Text(text + "0" if text.endswith(".") else text, datatype=XSD.decimal)


def date(value: str) -> Text:
    """A date with the precision that it has."""
    for pattern, datatype in (
        (r"^\d{4}$", XSD.gYear),
        (r"^\d{4}-\d{2}$", XSD.gYearMonth),
        (EXACT_DAY, XSD.date),
    ):
        if re.match(pattern, value):
            return Text(value, datatype=datatype)
    return Text(value.replace("Z", "+00:00"), datatype=XSD.dateTime)


class _Mapper:
    """One article's quads while they are made."""

    def __init__(self, article: Article, extraction: Extraction, minter: Minter, options: MapOptions) -> None:
        self.article, self.minter, self.options = article, minter, options
        self.x = _people(extraction, options.people)
        self.iri = minter.article(article)
        self.node = NamedNode(self.iri)
        self.facts, self.reported, self.evidence = (
            minter.graph(self.iri, g) for g in ("facts", "reported", "evidence")
        )
        self.links: dict[str, Link] = {link.entity: link for link in self.x.links}
        self.entities: dict[str, Entity] = {e.key: e for e in self.x.entities}
        self.anonymous = {s for st in self.x.statements if st.anonymous for s in st.speakers}
        self.events = {e.key: e for e in self.x.events}
        self.statements = {s.key: s for s in self.x.statements}
        self.quads: set[Quad] = set()
        self.spans: set[Span] = set()
        self.used: set[str] = set()

    def add(
        self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Text | None, graph: NamedNode
    ) -> None:
        if value is not None:
            self.quads.add(Quad(subject, predicate, value, graph))

    # ------------------------------------------------------------ references

    def qid(self, key: str) -> str | None:
        """The accepted Wikidata item of an entity; never for an anonymous or unnamed one."""
        entity = self.entities[key]
        if entity.anonymous or key in self.anonymous or not entity.named:
            return None
        link = self.links.get(key)
        return link.qid if link else entity.qid

    def entity(self, key: str | None) -> NamedNode | None:
        """The node of an entity, marked as used; None for an unknown key."""
        if key is None or key not in self.entities:
            return None
        self.used.add(key)
        qid = self.qid(key)
        return self.minter.item(qid) if qid else self.minter.node(self.iri, "entity", key)

    def event(self, key: str) -> NamedNode | None:
        return self.minter.node(self.iri, "event", key) if key in self.events else None

    def span(self, span: Span | None) -> NamedNode | None:
        if span is None or not self._readable(span):
            return None
        self.spans.add(span)
        return self.minter.span(self.iri, span)

    def _context(self, context: str) -> str:
        return self.article.text if context == "text" else self.article.title or ""

    def _readable(self, span: Span) -> bool:
        return 0 <= span.start < span.end <= len(self._context(span.context))

    # ------------------------------------------------------------ records

    def map(self, publication: Source | None, agency: Source | None) -> list[Quad]:
        self._article(publication, agency)
        times = {t.key: t for t in self.x.times}
        for role in self.x.roles:
            self._role(role)
        for statement in self.x.statements:
            self._statement(statement, times)
        for event in self.x.events:
            self._event(event, times)
        for perspective in self.x.perspectives:
            self._perspective(perspective)
        self._mentions()
        self._entities()
        self._evidence()
        return sorted(self.quads, key=str)

    def _article(self, publication: Source | None, agency: Source | None) -> None:
        a, g = self.article, self.facts

        def say(predicate: NamedNode, value: NamedNode | Text | None) -> None:
            self.add(self.node, predicate, value, g)

        say(RDF.type, KG.Article)
        say(KG.textSha256, Text(a.text_sha256))
        say(SCHEMA.inLanguage, Text(a.language))
        say(DCTERMS.identifier, Text(a.id or self.iri.rsplit("/", 1)[-1]))
        say(SCHEMA.wordCount, Text(str(len(a.text.split())), datatype=XSD.integer))
        if a.headline:
            say(SCHEMA.headline, Text(" ".join(a.headline.split()), language="en"))
        if a.deck:
            say(SCHEMA.alternativeHeadline, Text(" ".join(a.deck.split()), language="en"))
        if a.date:
            say(SCHEMA.datePublished, date(a.date))
        if a.modified:
            say(SCHEMA.dateModified, date(a.modified))
        for author in a.authors:
            say(SCHEMA.author, Text(author))
        if a.section:
            say(SCHEMA.articleSection, Text(a.section))
        if a.url:
            say(SCHEMA.url, valid_iri(a.url))
        if publication:
            say(SCHEMA.isPartOf, self._source(publication))
        if agency:
            say(SCHEMA.sourceOrganization, self._source(agency))
        say(SCHEMA.contentLocation, self._dateline_place())

    def _source(self, source: Source) -> NamedNode:
        return self.minter.item(source.qid) if source.qid else self.minter.publication(source.name)

    def _dateline_place(self) -> NamedNode | None:
        place = dict(self.article.extra).get("dateline_place", "").split(",")[0].casefold()
        if not place:
            return None
        for key, entity in self.entities.items():
            if entity.type in ("place", "country") and place in {
                n.casefold() for n in (entity.name, *entity.aliases)
            }:
                return self.entity(key)
        return None

    def _role(self, role: Role) -> None:
        if role.holder not in self.entities:
            return
        graph = self.reported if role.reported else self.facts
        node = self.minter.node(self.iri, "role", role.key)
        self.add(node, RDF.type, KG.Role, graph)
        self.add(node, KG.holder, self.entity(role.holder), graph)
        self.add(node, KG.title, Text(role.title), graph)
        self.add(node, KG.titleSpan, self.span(role.span), graph)
        self.add(node, KG.organization, self.entity(role.organization), graph)
        self.add(node, KG.country, self.entity(role.country), graph)
        self.add(node, KG.status, Text(role.status), graph)
        if role.office:
            self.add(node, KG.office, wikidata(role.office), graph)
        day = (self.article.date or "")[:10]
        if EXACT_DAY.match(day):
            self.add(node, KG.asOf, Text(day, datatype=XSD.date), graph)
        self.add(node, KG.confidence, decimal(role.confidence), self.evidence)

    def _statement(self, s: Statement, times: dict[str, TimeSpan]) -> None:
        speakers = [n for key in s.speakers if (n := self.entity(key))]
        if not (speakers or s.anonymous) or not all(self._readable(p) for p in s.content_spans):
            return
        fact = s.fact and s.reported_in is None
        graph = self.facts if fact else self.reported
        node = self.minter.node(self.iri, "statement", s.key)
        self.add(node, RDF.type, KG.Statement if fact else KG.ReportedStatement, graph)
        for speaker in speakers:
            self.add(node, KG.speaker, speaker, graph)
        if s.anonymous:
            self.add(node, KG.anonymous, Text("true", datatype=XSD.boolean), graph)
        self.add(node, KG.form, Text(s.form), graph)
        self.add(node, KG.act, Text(s.act), graph)
        if s.cue:
            self.add(node, KG.cue, Text(s.cue), graph)
        self.add(node, KG.cueSpan, self.span(s.cue_span), graph)
        self.add(node, KG.speakerSpan, self.span(s.speaker_span), graph)
        for piece in s.content_spans:
            self.add(node, KG.contentSpan, self.span(piece), graph)
        if self.options.text != "none":
            pieces = sorted(s.content_spans)
            content = " ".join(self._context(p.context)[p.start : p.end] for p in pieces)
            self.add(node, KG.content, Text(content, language="en"), graph)
        self.add(node, KG.addressee, self.entity(s.addressee), graph)
        self.add(node, KG.onBehalfOf, self.entity(s.on_behalf_of), graph)
        if s.venue:
            self.add(node, KG.venue, Text(s.venue), graph)
        self.add(node, KG.time, self._time(s.time, times), graph)
        for key in s.mentions:
            self.add(node, KG.mentions, self.entity(key), graph)
        for key in s.reports:
            self.add(node, KG.reports, self.event(key), graph)
        if s.reported_in in self.statements:
            self.add(node, KG.reportedIn, self.minter.node(self.iri, "statement", s.reported_in or ""), graph)
        self.add(node, KG.confidence, decimal(s.confidence), self.evidence)

    def _is_fact(self, event: Event) -> bool:
        own = [p for p in self.x.perspectives if p.event == event.key and p.source == AUTHOR]
        return (
            event.fact
            and bool(own)
            and all(
                p.polarity == "positive" and p.certainty == "certain" and p.temporality != "future"
                for p in own
            )
        )

    def _event(self, e: Event, times: dict[str, TimeSpan]) -> None:
        trigger = self.span(e.span)
        if trigger is None:
            return
        fact = self._is_fact(e)
        graph = self.facts if fact else self.reported
        node = self.minter.node(self.iri, "event", e.key)
        self.add(node, RDF.type, KG.Event if fact else KG.ReportedEvent, graph)
        self.add(node, KG.trigger, trigger, graph)
        if e.label:
            self.add(node, RDFS.label, Text(e.label, language="en"), graph)
        if e.type:
            self.add(node, KG.eventType, event_type(e.type), graph)
            if e.mode:
                self.add(node, KG.eventMode, event_mode(e.type, e.mode), graph)
        for context in e.contexts:
            self.add(node, KG.eventContext, event_context(context), graph)
        if e.plover_type:
            self.add(node, KG.ploverType, event_type(e.plover_type), graph)
        if e.agreement_status:
            self.add(node, KG.agreementStatus, Text(e.agreement_status), graph)
        for predicate, keys in (
            (KG.agent, e.agents),
            (KG.patient, e.patients),
            (KG.recipient, e.recipients),
            (KG.instrument, e.instruments),
        ):
            for key in keys:
                value = self.entity(key)
                self.add(node, predicate, value, graph)
                if fact and predicate != KG.instrument:
                    self.add(node, SEM.hasActor, value, graph)
        for key in e.topics:
            self.add(node, KG.topic, self.event(key) or self.entity(key), graph)
        place = self.entity(e.place)
        self.add(node, KG.place, place, graph)
        self.add(node, KG.time, self._time(e.time, times), graph)
        if fact:
            self.add(node, SEM.hasPlace, place, graph)
            self._days(node, times.get(e.time or ""), graph)
        elif e.version_of:
            self.add(node, KG.versionOf, self.event(e.version_of), graph)
        if e.sub_event_of:
            self.add(node, KG.subEventOf, self.event(e.sub_event_of), graph)
        if e.named_event:
            self.add(node, KG.namedEvent, wikidata(e.named_event), graph)
        for mention in e.mentions:
            if mention != e.span:
                self.add(node, GAF.denotedBy, self.span(mention), self.evidence)
        self.add(node, KG.confidence, decimal(e.confidence), self.evidence)

    def _days(self, node: NamedNode, time: TimeSpan | None, graph: NamedNode) -> None:
        if time and time.earliest:
            self.add(node, SEM.hasBeginTimeStamp, Text(time.earliest, datatype=XSD.date), graph)
        if time and time.latest:
            self.add(node, SEM.hasEndTimeStamp, Text(time.latest, datatype=XSD.date), graph)

    def _time(self, key: str | None, times: dict[str, TimeSpan]) -> NamedNode | None:
        time = times.get(key or "")
        if time is None:
            return None
        span = self.span(time.span)
        if span is None:
            return None
        node, graph = self.minter.node(self.iri, "time", time.key), self.facts
        self.add(node, RDF.type, KG.TimeSpan, graph)
        self.add(node, KG.expression, Text(time.expression), graph)
        self.add(node, KG.expressionSpan, span, graph)
        self.add(node, KG.timeRelation, Text(time.relation), graph)
        self.add(node, KG.granularity, Text(time.granularity), graph)
        for predicate, value in (
            (KG.earliest, time.earliest),
            (KG.latest, time.latest),
            (KG.anchor, time.anchor),
        ):
            if value and EXACT_DAY.match(value[:10]):
                self.add(node, predicate, Text(value[:10], datatype=XSD.date), graph)
        if time.rule:
            self.add(node, KG.rule, Text(time.rule), graph)
        return node

    def _perspective(self, p: Perspective) -> None:
        on = self.event(p.event)
        source = self.node if p.source == AUTHOR else self.entity(p.source)
        if on is None or source is None:
            return
        graph = self.evidence
        node = self.minter.perspective(on, p.statement)
        self.add(node, RDF.type, KG.Perspective, graph)
        self.add(node, KG.source, source, graph)
        self.add(node, KG.on, on, graph)
        self.add(node, KG.polarity, Text(p.polarity), graph)
        self.add(node, KG.certainty, Text(p.certainty), graph)
        self.add(node, KG.temporality, Text(p.temporality), graph)
        self.add(node, KG.basis, self.span(p.basis), graph)
        if p.statement in self.statements:
            self.add(node, KG.statedIn, self.minter.node(self.iri, "statement", p.statement or ""), graph)

    # ------------------------------------------------------------ entities and evidence

    def _mentions(self) -> None:
        """Mentions of every named entity, and of unnamed ones that some record is about."""
        for m in self.x.mentions:
            entity = self.entities[m.entity]
            if not (entity.named or m.entity in self.used or m.stands_for in self.used):
                continue
            node = self.span(m.span)
            target = self.entity(m.entity)
            if node is None or target is None:
                continue
            link = self.links.get(m.entity)
            sure = m.confidence * (link.confidence if link and link.qid else 1.0)
            self.add(node, ITSRDF.taIdentRef, target, self.evidence)
            if m.stands_for:
                self.add(node, KG.standsFor, self.entity(m.stands_for), self.evidence)
            self.add(node, KG.mentionType, Text(m.kind), self.evidence)
            self.add(node, KG.confidence, decimal(sure), self.evidence)

    def _entities(self) -> None:
        for key in sorted(self.used):
            if self.entities[key].country:
                self.entity(self.entities[key].country)
        for key in sorted(self.used):
            entity = self.entities[key]
            if self.qid(key):
                continue
            node, graph = self.minter.node(self.iri, "entity", key), self.facts
            self.add(node, RDF.type, CLASSES[entity.type], graph)
            self.add(node, SKOS.prefLabel, Text(entity.name, language="en"), graph)
            for alias in entity.aliases:
                self.add(node, SKOS.altLabel, Text(alias, language="en"), graph)
            if entity.country != key:
                self.add(node, KG.country, self.entity(entity.country), graph)
            if key in self.anonymous or entity.anonymous:
                self.add(node, KG.anonymous, Text("true", datatype=XSD.boolean), graph)
            elif entity.named and key in self.links:
                for qid, _ in self.links[key].candidates[:2]:
                    self.add(node, KG.candidate, wikidata(qid), graph)

    def _evidence(self) -> None:
        g = self.evidence
        contexts = {"text"} | ({"headline"} if self.article.title else set())
        for context in sorted(contexts):
            node = self.minter.context(self.iri, context)
            self.add(node, RDF.type, NIF.Context, g)
            self.add(node, NIF.sourceUrl, self.node, g)
            self._indexes(node, 0, len(self._context(context)))
            if self.options.text == "full":
                self.add(node, NIF.isString, Text(self._context(context)), g)
        for span in self.x.sentences:
            if self._readable(span):
                self._piece(span, NIF.Sentence)
        for span in sorted(self.spans):
            self._piece(span, NIF.Phrase)
            if self.options.text != "none":
                words = self._context(span.context)[span.start : span.end]
                self.add(self.minter.span(self.iri, span), NIF.anchorOf, Text(words), g)

    def _piece(self, span: Span, kind: NamedNode) -> None:
        node = self.minter.span(self.iri, span)
        self.add(node, RDF.type, kind, self.evidence)
        self.add(node, NIF.referenceContext, self.minter.context(self.iri, span.context), self.evidence)
        self._indexes(node, span.start, span.end)

    def _indexes(self, node: NamedNode, start: int, end: int) -> None:
        for predicate, value in ((NIF.beginIndex, start), (NIF.endIndex, end)):
            self.add(node, predicate, Text(str(value), datatype=XSD.nonNegativeInteger), self.evidence)


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
    """The quads of one article's three graphs, sorted; linked entities are described by `entity_quads`."""
    mapper = _Mapper(article, extraction, minter, options)
    quads = mapper.map(publication, agency)
    if run is not None:
        graphs = (mapper.facts, mapper.reported, mapper.evidence)
        quads += [Quad(graph, PROV.wasGeneratedBy, run, mapper.evidence) for graph in graphs]
        quads.sort(key=str)
    return quads


def shared_entities(
    article: Article,
    extraction: Extraction,
    minter: Minter,
    *,
    options: MapOptions = MapOptions(),
    publication: Source | None = None,
    agency: Source | None = None,
) -> list[SharedEntity]:
    """What the article says of the linked entities and publications that its quads point at, sorted by IRI."""
    mapper = _Mapper(article, extraction, minter, options)
    mapper.map(publication, agency)
    found: dict[tuple[str, str, str], SharedEntity] = {}
    for key in sorted(mapper.used):
        qid = mapper.qid(key)
        if qid is None:
            continue
        entity, link = mapper.entities[key], mapper.links.get(key)
        country = mapper.qid(entity.country) if entity.country in mapper.entities and entity.country else None
        label = link.label if link and link.label else entity.name
        aliases = tuple(sorted({entity.name, *entity.aliases} - {label}))
        shared = SharedEntity(minter.item(qid).value, entity.type, label, aliases, qid, country)
        found[shared.iri, shared.type, label] = shared
    for source, kind in ((publication, "publication"), (agency, "organization")):
        if source:
            iri = mapper._source(source).value  # noqa: SLF001 (same module)
            found[iri, kind, source.name] = SharedEntity(iri, kind, source.name, (), source.qid)
    return [found[key] for key in sorted(found)]


def entity_quads(described: Iterable[SharedEntity], minter: Minter) -> list[Quad]:
    """One description for each linked entity and publication of a dump, sorted.

    Where articles differ in the class, the one that most of them give wins; a publication stays one.
    """
    by_iri: dict[str, list[SharedEntity]] = {}
    for entity in described:
        by_iri.setdefault(entity.iri, []).append(entity)
    graph = minter.shared("entities")
    quads: set[Quad] = set()
    for iri, group in by_iri.items():
        node = NamedNode(iri)
        quads.update(Quad(node, p, o, graph) for p, o in _description(group, minter))
    return sorted(quads, key=str)


def _description(group: list[SharedEntity], minter: Minter) -> Iterator[tuple[NamedNode, NamedNode | Text]]:
    types = [e.type for e in group]
    best = "publication" if "publication" in types else max(sorted(set(types)), key=types.count)
    label = min((e.label for e in group if e.type == best), key=lambda text: (len(text), text))
    yield RDF.type, CLASSES[best]
    yield SKOS.prefLabel, Text(label, language="en")
    for alias in sorted({a for e in group for a in (e.label, *e.aliases)} - {label}):
        yield SKOS.altLabel, Text(alias, language="en")
    qid = next((e.qid for e in group if e.qid), None)
    if qid:
        yield OWL.sameAs, wikidata(qid)
    countries = [e.country for e in group if e.country and e.country != qid]
    if countries:
        yield KG.country, minter.item(max(sorted(set(countries)), key=countries.count))


def _people(extraction: Extraction, people: str) -> Extraction:
    """The extraction without the people that `--people` leaves out, and without mentions of them."""
    if people == "all":
        return extraction
    linked = {link.entity for link in extraction.links if link.qid}
    public = {s for st in extraction.statements for s in st.speakers} | {r.holder for r in extraction.roles}
    gone = {
        e.key
        for e in extraction.entities
        if e.type == "person" and e.key not in linked and (people == "linked" or e.key not in public)
    }
    return replace(
        extraction,
        entities=tuple(e for e in extraction.entities if e.key not in gone),
        mentions=tuple(m for m in extraction.mentions if m.entity not in gone),
        roles=tuple(r for r in extraction.roles if r.holder not in gone),
        perspectives=tuple(p for p in extraction.perspectives if p.source not in gone),
    )

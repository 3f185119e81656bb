"""Every term that we write, as constants: `KG.Event`, `SEM.hasActor`, and the event-type scheme as functions.

A term of ours stands here exactly when `ontology/*.ttl` defines it; a test compares the two.
"""
# ruff: noqa: N815 (constants are spelt like the terms they name)

from typing import Final

from pyoxigraph import NamedNode

__all__ = [
    "CERTAINTIES",
    "DCAT",
    "DCTERMS",
    "DEFAULT_BASE_IRI",
    "GAF",
    "GRASP",
    "ITSRDF",
    "KG",
    "KGT_BASE",
    "KG_BASE",
    "NIF",
    "OWL",
    "POLARITIES",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SEM",
    "SKOS",
    "TEMPORALITIES",
    "VOID",
    "WD_BASE",
    "XSD",
    "event_context",
    "event_mode",
    "event_type",
]

KG_BASE: Final = "https://w3id.org/newskg/ontology#"
KGT_BASE: Final = "https://w3id.org/newskg/event-type/"
DEFAULT_BASE_IRI: Final = "https://w3id.org/newskg/data/"
WD_BASE: Final = "http://www.wikidata.org/entity/"

PREFIXES: Final[dict[str, str]] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "gaf": "http://groundedannotationframework.org/gaf#",
    "grasp": "http://groundedannotationframework.org/grasp#",
    "itsrdf": "http://www.w3.org/2005/11/its/rdf#",
    "kg": KG_BASE,
    "kgt": KGT_BASE,
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "wd": WD_BASE,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefix → namespace, for Turtle, TriG and the JSON-LD context; in the order in which they are written."""

POLARITIES: Final = ("positive", "negative")
CERTAINTIES: Final = ("certain", "probable", "possible", "unknown")
TEMPORALITIES: Final = ("past", "present", "future")


def _term(prefix: str, name: str) -> NamedNode:
    return NamedNode(PREFIXES[prefix] + name)


def _kg(name: str) -> NamedNode:
    return NamedNode(KG_BASE + name)


class KG:
    """Our own ontology."""

    # publications
    Article: Final = _kg("Article")
    Publication: Final = _kg("Publication")
    textSha256: Final = _kg("textSha256")
    Credit: Final = _kg("Credit")
    credit: Final = _kg("credit")
    sameStoryAs: Final = _kg("sameStoryAs")
    datelineDate: Final = _kg("datelineDate")

    # actors, places and things
    Entity: Final = _kg("Entity")
    Actor: Final = _kg("Actor")
    Person: Final = _kg("Person")
    Organization: Final = _kg("Organization")
    Country: Final = _kg("Country")
    Group: Final = _kg("Group")
    Place: Final = _kg("Place")
    Agreement: Final = _kg("Agreement")
    Artifact: Final = _kg("Artifact")
    WithdrawnArticle: Final = _kg("WithdrawnArticle")
    Work: Final = _kg("Work")
    NamedEvent: Final = _kg("NamedEvent")
    EntityCluster: Final = _kg("EntityCluster")
    country: Final = _kg("country")
    candidate: Final = _kg("candidate")
    sameEntityAs: Final = _kg("sameEntityAs")

    # roles
    Role: Final = _kg("Role")
    holder: Final = _kg("holder")
    title: Final = _kg("title")
    titleSpan: Final = _kg("titleSpan")
    office: Final = _kg("office")
    organization: Final = _kg("organization")
    asOf: Final = _kg("asOf")
    status: Final = _kg("status")

    # events
    EarlierVersion: Final = _kg("EarlierVersion")
    Event: Final = _kg("Event")
    ReportedEvent: Final = _kg("ReportedEvent")
    EventCluster: Final = _kg("EventCluster")
    eventType: Final = _kg("eventType")
    eventMode: Final = _kg("eventMode")
    eventContext: Final = _kg("eventContext")
    ploverType: Final = _kg("ploverType")
    agreementStatus: Final = _kg("agreementStatus")
    agent: Final = _kg("agent")
    patient: Final = _kg("patient")
    recipient: Final = _kg("recipient")
    instrument: Final = _kg("instrument")
    topic: Final = _kg("topic")
    place: Final = _kg("place")
    time: Final = _kg("time")
    subEventOf: Final = _kg("subEventOf")
    trigger: Final = _kg("trigger")
    versionOf: Final = _kg("versionOf")
    namedEvent: Final = _kg("namedEvent")
    inCluster: Final = _kg("inCluster")

    # time
    TimeSpan: Final = _kg("TimeSpan")
    earliest: Final = _kg("earliest")
    latest: Final = _kg("latest")
    timeRelation: Final = _kg("timeRelation")
    granularity: Final = _kg("granularity")
    expression: Final = _kg("expression")
    expressionSpan: Final = _kg("expressionSpan")
    anchor: Final = _kg("anchor")
    rule: Final = _kg("rule")

    # perspectives
    Perspective: Final = _kg("Perspective")
    source: Final = _kg("source")
    on: Final = _kg("on")
    polarity: Final = _kg("polarity")
    certainty: Final = _kg("certainty")
    temporality: Final = _kg("temporality")
    basis: Final = _kg("basis")
    statedIn: Final = _kg("statedIn")

    # statements
    Statement: Final = _kg("Statement")
    ReportedStatement: Final = _kg("ReportedStatement")
    speaker: Final = _kg("speaker")
    speakerSpan: Final = _kg("speakerSpan")
    cueSpan: Final = _kg("cueSpan")
    contentSpan: Final = _kg("contentSpan")
    cue: Final = _kg("cue")
    content: Final = _kg("content")
    form: Final = _kg("form")
    act: Final = _kg("act")
    addressee: Final = _kg("addressee")
    venue: Final = _kg("venue")
    onBehalfOf: Final = _kg("onBehalfOf")
    anonymous: Final = _kg("anonymous")
    mentions: Final = _kg("mentions")
    reports: Final = _kg("reports")
    reportedIn: Final = _kg("reportedIn")
    denies: Final = _kg("denies")
    confirms: Final = _kg("confirms")
    firsthand: Final = _kg("firsthand")

    # mentions
    standsFor: Final = _kg("standsFor")
    confidence: Final = _kg("confidence")
    mentionType: Final = _kg("mentionType")


def event_type(name: str) -> NamedNode:
    """Name the concept of an event type.

    >>> event_type("CONSULT").value
    'https://w3id.org/newskg/event-type/CONSULT'
    """
    return NamedNode(KGT_BASE + name)


def event_mode(type_name: str, mode: str) -> NamedNode:
    """Name the concept of a mode of an event type.

    >>> event_mode("CONSULT", "visit").value
    'https://w3id.org/newskg/event-type/CONSULT-visit'
    """
    return NamedNode(f"{KGT_BASE}{type_name}-{mode}")


def event_context(name: str) -> NamedNode:
    """Name the concept of an event context.

    >>> event_context("military").value
    'https://w3id.org/newskg/event-type/context-military'
    """
    return NamedNode(f"{KGT_BASE}context-{name}")


class RDF:
    """RDF itself."""

    type: Final = _term("rdf", "type")
    langString: Final = _term("rdf", "langString")


class RDFS:
    """RDF Schema."""

    label: Final = _term("rdfs", "label")
    comment: Final = _term("rdfs", "comment")


class XSD:
    """XML Schema datatypes."""

    anyURI: Final = _term("xsd", "anyURI")
    boolean: Final = _term("xsd", "boolean")
    date: Final = _term("xsd", "date")
    dateTime: Final = _term("xsd", "dateTime")
    decimal: Final = _term("xsd", "decimal")
    gYear: Final = _term("xsd", "gYear")
    gYearMonth: Final = _term("xsd", "gYearMonth")
    integer: Final = _term("xsd", "integer")
    nonNegativeInteger: Final = _term("xsd", "nonNegativeInteger")
    string: Final = _term("xsd", "string")


class OWL:
    """The Web Ontology Language."""

    sameAs: Final = _term("owl", "sameAs")
    versionInfo: Final = _term("owl", "versionInfo")


class SKOS:
    """Labels and concept schemes."""

    prefLabel: Final = _term("skos", "prefLabel")
    altLabel: Final = _term("skos", "altLabel")


class SCHEMA:
    """schema.org, for the metadata of articles."""

    headline: Final = _term("schema", "headline")
    alternativeHeadline: Final = _term("schema", "alternativeHeadline")
    datePublished: Final = _term("schema", "datePublished")
    dateModified: Final = _term("schema", "dateModified")
    author: Final = _term("schema", "author")
    articleSection: Final = _term("schema", "articleSection")
    isPartOf: Final = _term("schema", "isPartOf")
    sourceOrganization: Final = _term("schema", "sourceOrganization")
    contentLocation: Final = _term("schema", "contentLocation")
    inLanguage: Final = _term("schema", "inLanguage")
    url: Final = _term("schema", "url")
    wordCount: Final = _term("schema", "wordCount")
    printEdition: Final = _term("schema", "printEdition")
    copyrightNotice: Final = _term("schema", "copyrightNotice")
    correction: Final = _term("schema", "correction")
    creditText: Final = _term("schema", "creditText")
    dateline: Final = _term("schema", "dateline")
    roleName: Final = _term("schema", "roleName")


class SEM:
    """The Simple Event Model; only ever on a `kg:Event`."""

    Event: Final = _term("sem", "Event")
    hasActor: Final = _term("sem", "hasActor")
    hasPlace: Final = _term("sem", "hasPlace")
    hasBeginTimeStamp: Final = _term("sem", "hasBeginTimeStamp")
    hasEndTimeStamp: Final = _term("sem", "hasEndTimeStamp")


class NIF:
    """Texts and spans of them."""

    Context: Final = _term("nif", "Context")
    Phrase: Final = _term("nif", "Phrase")
    Sentence: Final = _term("nif", "Sentence")
    beginIndex: Final = _term("nif", "beginIndex")
    endIndex: Final = _term("nif", "endIndex")
    anchorOf: Final = _term("nif", "anchorOf")
    isString: Final = _term("nif", "isString")
    referenceContext: Final = _term("nif", "referenceContext")
    sourceUrl: Final = _term("nif", "sourceUrl")


class ITSRDF:
    """The entity that a mention names, and the service that knew it, where it was not the knowledge base."""

    taIdentRef: Final = _term("itsrdf", "taIdentRef")
    taSource: Final = _term("itsrdf", "taSource")


class GAF:
    """Further mentions of an event, beside its trigger."""

    denotedBy: Final = _term("gaf", "denotedBy")


class GRASP:
    """Perspectives, for alignment only."""

    Attribution: Final = _term("grasp", "Attribution")


class DCTERMS:
    """Dublin Core."""

    conformsTo: Final = _term("dcterms", "conformsTo")
    created: Final = _term("dcterms", "created")
    description: Final = _term("dcterms", "description")
    hasPart: Final = _term("dcterms", "hasPart")
    identifier: Final = _term("dcterms", "identifier")
    issued: Final = _term("dcterms", "issued")
    license: Final = _term("dcterms", "license")
    publisher: Final = _term("dcterms", "publisher")
    source: Final = _term("dcterms", "source")
    title: Final = _term("dcterms", "title")


class PROV:
    """Where graphs come from."""

    Activity: Final = _term("prov", "Activity")
    Agent: Final = _term("prov", "Agent")
    Entity: Final = _term("prov", "Entity")
    SoftwareAgent: Final = _term("prov", "SoftwareAgent")
    used: Final = _term("prov", "used")
    wasAssociatedWith: Final = _term("prov", "wasAssociatedWith")
    wasDerivedFrom: Final = _term("prov", "wasDerivedFrom")
    wasGeneratedBy: Final = _term("prov", "wasGeneratedBy")
    wasRevisionOf: Final = _term("prov", "wasRevisionOf")


class VOID:
    """Descriptions of datasets."""

    Dataset: Final = _term("void", "Dataset")
    classPartition: Final = _term("void", "classPartition")
    class_: Final = _term("void", "class")
    dataDump: Final = _term("void", "dataDump")
    distinctSubjects: Final = _term("void", "distinctSubjects")
    entities: Final = _term("void", "entities")
    exampleResource: Final = _term("void", "exampleResource")
    property: Final = _term("void", "property")
    propertyPartition: Final = _term("void", "propertyPartition")
    triples: Final = _term("void", "triples")
    uriSpace: Final = _term("void", "uriSpace")
    vocabulary: Final = _term("void", "vocabulary")


class DCAT:
    """Catalogue entries."""

    Dataset: Final = _term("dcat", "Dataset")
    Distribution: Final = _term("dcat", "Distribution")
    byteSize: Final = _term("dcat", "byteSize")
    compressFormat: Final = _term("dcat", "compressFormat")
    distribution: Final = _term("dcat", "distribution")
    downloadURL: Final = _term("dcat", "downloadURL")
    mediaType: Final = _term("dcat", "mediaType")
    version: Final = _term("dcat", "version")

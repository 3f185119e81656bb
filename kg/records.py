"""What was found in an article: frozen records without spaCy and without RDF.

Records refer to each other by keys: an entity by `Entity.key`, an event by `Event.key`, a statement by
`Statement.key`. Keys are unique in one article and stable: the same text gives the same keys.
"""

from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "AUTHOR",
    "Context",
    "Entity",
    "EntityType",
    "Event",
    "Extraction",
    "Link",
    "Mention",
    "MentionKind",
    "Perspective",
    "Publication",
    "Role",
    "Span",
    "Statement",
    "TimeSpan",
]

Context = Literal["text", "headline"]
"""`text` counts in `Article.text`, `headline` in `Article.title` (only when the title came as metadata)."""

EntityType = Literal[
    "person",
    "organization",
    "country",
    "group",
    "place",
    "agreement",
    "artifact",
    "work",
    "event",
    "publication",
]
MentionKind = Literal["name", "nominal", "pronoun", "adjective"]

AUTHOR = "author"
"""`Perspective.source` of the article itself."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start <= i < end` of one context, in Unicode code points."""

    start: int
    end: int
    context: Context = "text"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an entity is named or described.

    `entity` is the literal reading (Moscow the city); `stands_for` the entity it acts for (Russia), if a metonym.
    """

    span: Span
    kind: MentionKind
    entity: str
    stands_for: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Entity:
    """One actor, place or thing of an article.

    `name` is the fullest form in the text without titles and possessive 's; for an unnamed one a short
    description as it stands in the text. `qid` is a Wikidata item that a data file of ours names outright
    (nationality adjectives, metonyms); links found by the linker stand in `Link`.
    `country` is the key of the country it belongs to.
    """

    key: str
    type: EntityType
    name: str
    named: bool = True
    aliases: tuple[str, ...] = ()
    country: str | None = None
    qid: str | None = None
    anonymous: bool = False
    gender: Literal["f", "m", "n", ""] = ""
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """The linker's decision on an entity: `qid` None means none was good enough.

    `source` is the address of the service that the item comes from, "" for the knowledge base.
    """

    entity: str
    qid: str | None
    confidence: float
    label: str = ""
    candidates: tuple[tuple[str, float], ...] = ()
    reason: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """An office or title that the text gives to a person; `span` is that of the title.

    `reported` is true when it is given only inside somebody's words. `doubt` is what the knowledge base has against it.
    """

    key: str
    span: Span
    holder: str
    title: str
    organization: str | None = None
    country: str | None = None
    status: Literal["current", "former", "acting", "designate"] = "current"
    office: str | None = None
    reported: bool = False
    confidence: float = 0.9
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time expression and the days it covers (ISO dates, both inclusive; None without an anchor)."""

    key: str
    span: Span
    expression: str
    earliest: str | None
    latest: str | None
    relation: Literal["within", "throughout"] = "within"
    granularity: str = "day"
    anchor: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Perspective:
    """How one source sees an event (FactBank values). `source` is AUTHOR or the key of an entity."""

    source: str
    event: str
    polarity: Literal["positive", "negative"]
    certainty: Literal["certain", "probable", "possible", "unknown"]
    temporality: Literal["past", "present", "future"]
    basis: Span | None = None
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened (`fact`) or is only claimed, planned, possible, feared or denied (not `fact`).

    `type` is a concept of the event-type scheme ("CONSULT") or None; `mode` is only its last part ("visit").
    `topics` holds entity or event keys. `confidence` is that of the type.
    """

    key: str
    span: Span
    lemma: str
    fact: bool
    type: str | None = None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    plover_type: str | None = None
    agents: tuple[str, ...] = ()
    patients: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    place: str | None = None
    time: str | None = None
    label: str = ""
    agreement_status: str | None = None
    version_of: str | None = None
    sub_event_of: str | None = None
    named_event: str | None = None
    mentions: tuple[Span, ...] = ()
    confidence: float = 0.8


@dataclass(frozen=True, slots=True)
class Statement:
    """Words, a claim or a belief attributed to a source.

    `fact` is true when the article itself asserts that it was said (`kg:Statement`), false for nested,
    negated, future or hypothetical sayings (`kg:ReportedStatement`). `speakers` is empty only if `anonymous`.
    Content spans of a direct quote exclude the outer quotation marks, one a piece or paragraph.
    `denies` and `confirms` are keys of statements of others; `firsthand` says that it was said to the publication
    or agency itself.
    """

    key: str
    fact: bool
    content_spans: tuple[Span, ...]
    content: str
    form: Literal["direct", "indirect", "mixed"]
    act: str = "assert"
    cue: str = ""
    cue_span: Span | None = None
    speakers: tuple[str, ...] = ()
    speaker_span: Span | None = None
    addressee: str | None = None
    venue: str | None = None
    on_behalf_of: str | None = None
    anonymous: bool = False
    time: str | None = None
    mentions: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    reported_in: str | None = None
    denies: tuple[str, ...] = ()
    confirms: tuple[str, ...] = ()
    firsthand: bool = False
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that was found in one article, each list in text order, without links."""

    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    roles: tuple[Role, ...] = ()
    times: tuple[TimeSpan, ...] = ()
    events: tuple[Event, ...] = ()
    perspectives: tuple[Perspective, ...] = ()
    statements: tuple[Statement, ...] = ()
    sentences: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()
    losses: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Publication:
    """The newspaper without its town, its town, and the agency that wrote the article; None where not said."""

    name: str | None
    place: str | None = None
    agency: str | None = None
    agency_qid: str | None = None

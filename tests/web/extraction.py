"""A small article and what should be found in it, made by hand."""

from kg.article import Article, Section
from kg.records import (
    AUTHOR,
    Entity,
    Event,
    Extraction,
    Link,
    Mention,
    Perspective,
    Role,
    Span,
    Statement,
    TimeSpan,
)

TEXT = (
    "Norway warns Turkey\n\n"
    "Foreign Minister Sigrid Halvorsen visited Ankara on Tuesday. "
    "Oslo could lift the ban in June, she said. "
    "“We came <to> talk,” Halvorsen told reporters. “That is all.”"
)


def span(piece: str, nth: int = 0, text: str = TEXT) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(piece, start + 1)
    return Span(start, start + len(piece))


ARTICLE = Article(
    text=TEXT,
    sections=(Section("headline", 0, 19), Section("body", 21, len(TEXT))),
    date="2024-04-16",
    publisher="Harbor Tribune",
    url="https://harbortribune.example/1",
    id="ankara",
)

HALVORSEN = "halvorsen"
EXTRACTION = Extraction(
    entities=(
        Entity("norway", "country", "Norway", aliases=("Oslo",)),
        Entity("turkey", "country", "Turkey"),
        Entity(HALVORSEN, "person", "Sigrid Halvorsen", country="norway", gender="f"),
        Entity("ankara", "place", "Ankara"),
        Entity("oslo", "place", "Oslo"),
        Entity("reporters", "group", "reporters", named=False, plural=True),
    ),
    mentions=(
        Mention(span("Norway"), "name", "norway"),
        Mention(span("Turkey"), "name", "turkey", confidence=0.88),
        Mention(span("Sigrid Halvorsen"), "name", HALVORSEN),
        Mention(span("Ankara"), "name", "ankara"),
        Mention(span("Oslo"), "name", "oslo", stands_for="norway", confidence=0.91),
        Mention(span("she"), "pronoun", HALVORSEN, confidence=0.8),
        Mention(span("Halvorsen", 1), "name", HALVORSEN),
        Mention(span("reporters"), "nominal", "reporters"),
    ),
    roles=(Role("r1", span("Foreign Minister"), HALVORSEN, "Foreign Minister", country="norway"),),
    times=(
        TimeSpan(
            "t1", span("Tuesday"), "Tuesday", "2024-04-16", "2024-04-16", anchor="2024-04-16", rule="weekday"
        ),
        TimeSpan("t2", span("in June"), "in June", "2024-06-01", "2024-06-30", granularity="month"),
    ),
    events=(
        Event(
            "e1",
            span("visited"),
            "visit",
            fact=True,
            type="CONSULT",
            mode="visit",
            plover_type="CONSULT",
            contexts=("diplomatic",),
            agents=(HALVORSEN,),
            recipients=("turkey",),
            place="ankara",
            time="t1",
            label="Sigrid Halvorsen visits Ankara",
            confidence=0.93,
        ),
        Event(
            "e2",
            span("lift"),
            "lift",
            fact=False,
            type="CONCEDE",
            agents=("norway",),
            time="t2",
            label="Norway lifts ban",
            confidence=0.61,
        ),
    ),
    perspectives=(
        Perspective(AUTHOR, "e1", "positive", "certain", "past"),
        Perspective(HALVORSEN, "e2", "positive", "possible", "future", statement="s1"),
    ),
    statements=(
        Statement(
            "s1",
            fact=True,
            content_spans=(span("Oslo could lift the ban in June"),),
            content="Oslo could lift the ban in June",
            form="indirect",
            cue="say",
            cue_span=span("said"),
            speakers=(HALVORSEN,),
            speaker_span=span("she"),
            reports=("e2",),
        ),
        Statement(
            "s2",
            fact=True,
            content_spans=(span("We came <to> talk,"), span("That is all.")),
            content="We came <to> talk, That is all.",
            form="direct",
            cue="tell",
            cue_span=span("told"),
            speakers=(HALVORSEN,),
            speaker_span=span("Halvorsen", 1),
            addressee="reporters",
        ),
    ),
    sentences=(
        span("Norway warns Turkey"),
        span("Foreign Minister Sigrid Halvorsen visited Ankara on Tuesday."),
        span("Oslo could lift the ban in June, she said."),
        span("“We came <to> talk,” Halvorsen told reporters."),
        span("“That is all.”"),
    ),
    links=(
        Link("norway", "Q20", 0.97, label="Norway"),
        Link(HALVORSEN, None, 0.0, candidates=(("Q999", 0.31),), reason="below threshold"),
    ),
    losses=("one unclosed quotation mark",),
)

"""An invented article and, written by hand, what is found in it; every kind of record, and the hard cases."""

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

TITLE = "Norway, Iceland near fish treaty"
TEXT = (
    "OSLO, March 14 — Norwegian Foreign Minister Ingrid Dahl visited Reykjavik on Tuesday. "
    "“We will sign the fisheries treaty,” Dahl said, “and soon.” "
    "According to Fjord Radio, a senior official said that Oslo could send a ship. "
    "Fisherman Olaf Berg was hurt in a storm."
)
ARTICLE = Article(
    text=TEXT,
    title=TITLE,
    sections=(Section("dateline", 0, 14), Section("body", 17, len(TEXT))),
    id="fish",
    url="https://news.example/2023/fish",
    date="2023-03-14T08:30:00Z",
    publisher="The Northern Post",
    authors=("Kari Moe",),
    section="World",
    extra=(("dateline_place", "OSLO"),),
    source="fish.txt",
)
IRI = "https://w3id.org/newskg/data/article/7befd93baeb4abda736b09628297aa0b"


def span(words: str, number: int = 1) -> Span:
    """Where the words stand in the text, the n-th time."""
    start = -1
    for _ in range(number):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def key(words: str, number: int = 1) -> str:
    """The key of a record that is made from these words."""
    found = span(words, number)
    return f"text/{found.start}-{found.end}"


ENTITIES = (
    Entity("oslo", "place", "Oslo", aliases=("OSLO",), country="norway"),
    Entity("norway", "country", "Norway", qid="Q20"),
    Entity("iceland", "country", "Iceland", qid="Q189"),
    Entity("ingrid-dahl", "person", "Ingrid Dahl", aliases=("Dahl",), country="norway", gender="f"),
    Entity("reykjavik", "place", "Reykjavik", country="iceland"),
    Entity("fisheries-treaty", "agreement", "fisheries treaty", named=False),
    Entity("fjord-radio", "organization", "Fjord Radio"),
    Entity("senior-official", "person", "senior official", named=False, anonymous=True),
    Entity("ship", "artifact", "ship", named=False),
    Entity("olaf-berg", "person", "Olaf Berg"),
)
MENTIONS = (
    Mention(Span(0, 6, "headline"), "name", "norway"),
    Mention(span("OSLO"), "name", "oslo"),
    Mention(span("Norwegian"), "adjective", "norway"),
    Mention(span("Ingrid Dahl"), "name", "ingrid-dahl", confidence=0.95),
    Mention(span("Reykjavik"), "name", "reykjavik"),
    Mention(span("the fisheries treaty"), "nominal", "fisheries-treaty", confidence=0.8),
    Mention(span("Dahl", 2), "name", "ingrid-dahl", confidence=0.95),
    Mention(span("Fjord Radio"), "name", "fjord-radio"),
    Mention(span("a senior official"), "nominal", "senior-official", confidence=0.8),
    Mention(span("Oslo"), "name", "oslo", stands_for="norway", confidence=0.9),
    Mention(span("a ship"), "nominal", "ship", confidence=0.7),
    Mention(span("Olaf Berg"), "name", "olaf-berg"),
)
VISIT, SIGN, SEND, HURT = key("visited"), key("sign"), key("send"), key("hurt")
SAID, RADIO, OFFICIAL = key("said"), key("According to"), key("said", 2)
EVENTS = (
    Event(
        VISIT, span("visited"), "visit", fact=True, type="CONSULT", mode="visit", contexts=("diplomatic",),
        plover_type="CONSULT", agents=("ingrid-dahl",), recipients=("iceland",), place="reykjavik",
        time=key("on Tuesday"), label="Ingrid Dahl visits Reykjavik", confidence=0.9,
    ),
    Event(
        SIGN, span("sign"), "sign", fact=False, type="SUPPORT", plover_type="AGREE", agents=("ingrid-dahl",),
        topics=("fisheries-treaty",), agreement_status="sign", label="Ingrid Dahl to sign fisheries treaty",
    ),
    Event(
        SEND, span("send"), "send", fact=False, type="MOBILIZE", mode="weapons", plover_type="MOBILIZE",
        agents=("norway",), instruments=("ship",), label="Norway could send ship", confidence=0.61,
    ),
    Event(HURT, span("hurt"), "hurt", fact=True, type="INJURE", patients=("olaf-berg",), label="Olaf Berg hurt"),
)  # fmt: skip
PERSPECTIVES = (
    Perspective(AUTHOR, VISIT, "positive", "certain", "past"),
    Perspective(AUTHOR, SIGN, "positive", "unknown", "future"),
    Perspective("ingrid-dahl", SIGN, "positive", "certain", "future", basis=span("will"), statement=SAID),
    Perspective(AUTHOR, SEND, "positive", "unknown", "future"),
    Perspective("senior-official", SEND, "positive", "possible", "future", span("could"), OFFICIAL),
    Perspective(AUTHOR, HURT, "positive", "certain", "past"),
)
STATEMENTS = (
    Statement(
        SAID, fact=True, content_spans=(span("We will sign the fisheries treaty"), span("and soon.")),
        content="We will sign the fisheries treaty and soon.", form="direct", act="promise", cue="say",
        cue_span=span("said"), speakers=("ingrid-dahl",), speaker_span=span("Dahl", 2),
        mentions=("fisheries-treaty",), reports=(SIGN,), confidence=0.95,
    ),
    Statement(
        RADIO, fact=True, content_spans=(span("a senior official said that Oslo could send a ship"),),
        content="a senior official said that Oslo could send a ship", form="indirect", cue="according to",
        cue_span=span("According to"), speakers=("fjord-radio",), speaker_span=span("Fjord Radio"),
    ),
    Statement(
        OFFICIAL, fact=False, content_spans=(span("Oslo could send a ship"),), content="Oslo could send a ship",
        form="indirect", act="speculate", cue="say", cue_span=span("said", 2), speakers=("senior-official",),
        speaker_span=span("a senior official"), anonymous=True, mentions=("norway", "ship"), reports=(SEND,),
        reported_in=RADIO, confidence=0.85,
    ),
)  # fmt: skip
EXTRACTION = Extraction(
    entities=ENTITIES,
    mentions=MENTIONS,
    roles=(
        Role(
            key("Foreign Minister"), span("Foreign Minister"), "ingrid-dahl", "Foreign Minister", country="norway",
            office="Q123", confidence=0.92,
        ),
    ),
    times=(
        TimeSpan(
            key("on Tuesday"), span("on Tuesday"), "on Tuesday", "2023-03-14", "2023-03-14",
            anchor="2023-03-14", rule="weekday",
        ),
    ),
    events=EVENTS,
    perspectives=PERSPECTIVES,
    statements=STATEMENTS,
    sentences=(Span(0, 85), Span(86, 145), Span(146, 223), Span(224, len(TEXT))),
    links=(
        Link("oslo", "Q585", 0.95, "Oslo"),
        Link("norway", "Q20", 0.97, "Norway"),
        Link("iceland", "Q189", 0.97, "Iceland"),
        Link("reykjavik", "Q1764", 0.93, "Reykjavík"),
        Link("ingrid-dahl", None, 0.0),
        Link("fjord-radio", None, 0.3, candidates=(("Q206", 0.3),)),
    ),
)  # fmt: skip

from dataclasses import replace
from functools import cache

import pytest
from pyoxigraph import NamedNode, Quad

from kg.article import Article
from kg.rdf.iri import Minter
from kg.rdf.literal import date, decimal
from kg.rdf.map import MapOptions, SharedEntity, Source, article_quads, entity_quads, map_article
from kg.rdf.vocabulary import KG, NIF, OWL, PREFIXES, RDF, SEM, SKOS
from kg.rdf.write import nquads
from kg.records import AUTHOR, Event, Extraction, Link, Mention, Perspective, Span
from tests.rdf import example
from tests.rdf.example import ARTICLE, EXTRACTION, HURT, IRI, SAID, SEND, SIGN, VISIT

MINTER = Minter()
POST = Source("The Northern Post")


def mapped(extraction=EXTRACTION, article=ARTICLE, **options):
    return article_quads(article, extraction, MINTER, options=MapOptions(**options), publication=POST)


def short(term):
    text = str(term).replace(f"<{IRI}>", "<>").replace(f"<{IRI}/", "<").replace(f"<{MINTER.base}", "<data:")
    for prefix, namespace in PREFIXES.items():
        text = text.replace(f"<{namespace}", f"<{prefix}:")
    return text


def about(subject, quads=None, graph=None):
    """The quads of a subject as short text, "predicate object", without those of other graphs."""
    return sorted(
        f"{short(q.predicate)[1:-1]} {short(q.object)}"
        for q in (full() if quads is None else quads)
        if short(q.subject) == subject and (graph is None or short(q.graph_name) == f"<{graph}>")
    )


@cache
def full():
    return tuple(mapped())


def graphs_of(subject, quads=None):
    return {short(q.graph_name)[1:-1] for q in quads or full() if short(q.subject) == subject}


def with_author(event, polarity="positive", certainty="certain", temporality="past"):
    others = tuple(p for p in EXTRACTION.perspectives if (p.source, p.event) != (AUTHOR, event))
    own = Perspective(AUTHOR, event, polarity, certainty, temporality)
    return replace(EXTRACTION, perspectives=(*others, own))


# ---------------------------------------------------------------- facts


def test_edition_rights_byline_and_day_of_the_dateline():
    article = replace(
        ARTICLE,
        edition="Final",
        rights="© 2023 Post",
        authors=("Kari Moe", "Ola Lie"),
        credit="Kari Moe, Oslo correspondent; Ola Lie",
        extra=(("dateline_place", "OSLO"), ("dateline_date", "2023-03-14")),
    )
    found = about("<>", mapped(article=article))
    for line in (
        'schema:printEdition "Final"',
        'schema:copyrightNotice "© 2023 Post"',
        'schema:creditText "Kari Moe, Oslo correspondent; Ola Lie"',
        'schema:author "Ola Lie"',
        'kg:datelineDate "2023-03-14"^^<xsd:date>',
        "kg:credit <credit/kari-moe>",
    ):
        assert line in found
    assert about("<credit/kari-moe>", mapped(article=article), "facts") == [
        "rdf:type <kg:Credit>",
        'schema:author "Kari Moe"',
        'schema:roleName "Oslo correspondent"',
    ]
    assert "<credit/ola-lie>" not in {short(q.subject) for q in mapped(article=article)}


def test_a_correction_is_said_unless_no_text_may_be():
    article = replace(ARTICLE, extra=(("correction", "The bridge is 200 metres long."),))
    line = 'schema:correction "The bridge is 200 metres long."@en'
    assert line in about("<>", mapped(article=article))
    assert line not in about("<>", mapped(article=article, text="none"))


def test_a_dateline_that_came_as_metadata_is_its_place():
    article = replace(ARTICLE, sections=(), extra=(("dateline_place", "Bergen"),))
    assert 'schema:dateline "Bergen"' in about("<>", mapped(article=article))


def test_the_metadata_of_an_article():
    assert about("<>") == [
        'dcterms:identifier "fish"',
        f'kg:textSha256 "{ARTICLE.text_sha256}"',
        "rdf:type <kg:Article>",
        'schema:articleSection "World"',
        'schema:author "Kari Moe"',
        "schema:contentLocation <data:entity/Q585>",
        'schema:datePublished "2023-03-14T08:30:00+00:00"^^<xsd:dateTime>',
        'schema:dateline "OSLO, March 14"',
        'schema:headline "Norway, Iceland near fish treaty"@en',
        'schema:inLanguage "en"',
        "schema:isPartOf <data:publication/the-northern-post>",
        "schema:url <https://news.example/2023/fish>",
        'schema:wordCount "44"^^<xsd:integer>',
    ]


def test_an_event_with_participants():
    assert about(f"<event/{VISIT}>", graph="facts") == [
        "kg:agent <entity/ingrid-dahl>",
        "kg:eventContext <kgt:context-diplomatic>",
        "kg:eventMode <kgt:CONSULT-visit>",
        "kg:eventType <kgt:CONSULT>",
        "kg:place <data:entity/Q1764>",
        "kg:ploverType <kgt:CONSULT>",
        "kg:recipient <data:entity/Q189>",
        "kg:time <time/text/74-84>",
        "kg:trigger <text#char=56,63>",
        "rdf:type <kg:Event>",
        'rdfs:label "Ingrid Dahl visits Reykjavik"@en',
        "sem:hasActor <data:entity/Q189>",
        "sem:hasActor <entity/ingrid-dahl>",
        'sem:hasBeginTimeStamp "2023-03-14"^^<xsd:date>',
        'sem:hasEndTimeStamp "2023-03-14"^^<xsd:date>',
        "sem:hasPlace <data:entity/Q1764>",
    ]


def test_a_time_span():
    assert about("<time/text/74-84>") == [
        'kg:anchor "2023-03-14"^^<xsd:date>',
        'kg:earliest "2023-03-14"^^<xsd:date>',
        'kg:expression "on Tuesday"',
        "kg:expressionSpan <text#char=74,84>",
        'kg:granularity "day"',
        'kg:latest "2023-03-14"^^<xsd:date>',
        'kg:rule "weekday"',
        'kg:timeRelation "within"',
        "rdf:type <kg:TimeSpan>",
    ]


def test_a_role():
    assert about("<role/text/27-43>", graph="facts") == [
        'kg:asOf "2023-03-14"^^<xsd:date>',
        "kg:country <data:entity/Q20>",
        "kg:holder <entity/ingrid-dahl>",
        "kg:office <wd:Q123>",
        'kg:status "current"',
        'kg:title "Foreign Minister"',
        "kg:titleSpan <text#char=27,43>",
        "rdf:type <kg:Role>",
    ]


def test_a_role_of_an_article_without_a_day_has_no_date():
    quads = mapped(article=replace(ARTICLE, date="2023-03"))
    assert not [q for q in quads if q.predicate == KG.asOf]


def test_a_statement_in_two_pieces():
    assert about(f"<statement/{SAID}>", graph="facts") == [
        'kg:act "promise"',
        'kg:content "We will sign the fisheries treaty and soon."@en',
        "kg:contentSpan <text#char=135,144>",
        "kg:contentSpan <text#char=87,120>",
        'kg:cue "say"',
        "kg:cueSpan <text#char=128,132>",
        'kg:form "direct"',
        "kg:mentions <entity/fisheries-treaty>",
        f"kg:reports <event/{SIGN}>",
        "kg:speaker <entity/ingrid-dahl>",
        "kg:speakerSpan <text#char=123,127>",
        "rdf:type <kg:Statement>",
    ]


# ---------------------------------------------------------------- the safety rule


@pytest.mark.parametrize(
    ("kind", "graph"),
    [
        (KG.Event, "facts"),
        (KG.Statement, "facts"),
        (KG.ReportedEvent, "reported"),
        (KG.ReportedStatement, "reported"),
    ],
)
def test_a_class_stands_in_its_graph_only(kind, graph):
    found = [q for q in full() if q.object == kind]
    assert found
    assert {short(q.graph_name) for q in found} == {f"<{graph}>"}


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"polarity": "negative"}, id="denied"),
        pytest.param({"certainty": "probable"}, id="probable"),
        pytest.param({"certainty": "possible"}, id="possible"),
        pytest.param({"certainty": "unknown"}, id="not known"),
        pytest.param({"temporality": "future"}, id="future"),
    ],
)
def test_what_the_author_does_not_assert_is_reported_whatever_the_extractor_says(values):
    quads = mapped(with_author(VISIT, **values))
    assert "rdf:type <kg:ReportedEvent>" in about(f"<event/{VISIT}>", quads)
    assert graphs_of(f"<event/{VISIT}>", quads) == {"reported", "evidence"}
    assert not [
        q
        for q in quads
        if short(q.subject) == f"<event/{VISIT}>" and q.predicate.value.startswith(PREFIXES["sem"])
    ]


def test_an_event_of_which_only_somebody_else_speaks_is_reported():
    said = Perspective("fjord-radio", HURT, "positive", "certain", "past", statement=example.RADIO)
    others = tuple(p for p in EXTRACTION.perspectives if p.event != HURT)
    quads = mapped(replace(EXTRACTION, perspectives=(*others, said)))
    assert "rdf:type <kg:ReportedEvent>" in about(f"<event/{HURT}>", quads)


def test_an_event_that_nobody_holds_is_not_published():
    others = tuple(p for p in EXTRACTION.perspectives if p.event != HURT)
    assert not about(f"<event/{HURT}>", mapped(replace(EXTRACTION, perspectives=others)))


def test_the_present_is_a_fact():
    assert "rdf:type <kg:Event>" in about(f"<event/{HURT}>", mapped(with_author(HURT, temporality="present")))


def test_a_certain_perspective_does_not_make_a_fact_of_what_the_extractor_doubts():
    assert "rdf:type <kg:ReportedEvent>" in about(f"<event/{SIGN}>", mapped(with_author(SIGN)))


def test_nothing_reported_has_a_property_of_sem():
    reported = {q.subject for q in full() if q.object == KG.ReportedEvent}
    assert not [q for q in full() if q.subject in reported and q.predicate in (SEM.hasActor, SEM.hasPlace)]


def test_a_nested_statement_is_reported_even_if_marked_as_fact():
    statements = tuple(replace(s, fact=True) for s in EXTRACTION.statements)
    quads = mapped(replace(EXTRACTION, statements=statements))
    assert "rdf:type <kg:ReportedStatement>" in about(f"<statement/{example.OFFICIAL}>", quads)


def test_a_version_of_an_event_is_not_the_event():
    blame = Event("text/56-63-2", Span(56, 63), "visit", fact=False, agents=("norway",), version_of=VISIT)
    own = Perspective(AUTHOR, blame.key, "positive", "unknown", "past")
    extraction = replace(
        EXTRACTION, events=(*EXTRACTION.events, blame), perspectives=(*EXTRACTION.perspectives, own)
    )
    quads = mapped(extraction)
    assert f"kg:versionOf <event/{VISIT}>" in about("<event/text/56-63-2>", quads, "reported")
    assert "kg:agent <data:entity/Q20>" not in about(f"<event/{VISIT}>", quads)


# ---------------------------------------------------------------- evidence


def test_a_perspective_of_a_speaker():
    assert about(f"<event/{SEND}/by/190-194>") == [
        "kg:basis <text#char=205,210>",
        'kg:certainty "possible"',
        f"kg:on <event/{SEND}>",
        'kg:polarity "positive"',
        "kg:source <entity/senior-official>",
        f"kg:statedIn <statement/{example.OFFICIAL}>",
        'kg:temporality "future"',
        "rdf:type <kg:Perspective>",
    ]


def test_the_perspective_of_somebody_without_a_statement_is_not_that_of_the_author():
    belief = Perspective("norway", VISIT, "positive", "possible", "future")
    quads = mapped(replace(EXTRACTION, perspectives=(*EXTRACTION.perspectives, belief)))
    sources = [
        q.object for q in quads if q.predicate == KG.source and short(q.subject).endswith("/by/author>")
    ]
    assert set(sources) == {NamedNode(IRI)}
    assert [q for q in quads if q.predicate == KG.source and q.object == MINTER.item("Q20")]


def test_a_metonym_keeps_both_readings():
    found = about("<text#char=200,204>")
    assert "itsrdf:taIdentRef <data:entity/Q585>" in found
    assert "kg:standsFor <data:entity/Q20>" in found


def test_the_confidence_of_a_mention_includes_that_of_the_link():
    assert 'kg:confidence "0.97"^^<xsd:decimal>' in about("<headline#char=0,6>")  # 1.0 * 0.97
    assert 'kg:confidence "0.95"^^<xsd:decimal>' in about("<text#char=44,55>")  # 0.95, no link


def test_every_pointed_at_span_is_described_and_says_what_stands_there():
    spans = {q.object for q in full() if "#char=" in short(q.object)}
    anchors = {q.subject: q.object.value for q in full() if q.predicate == NIF.anchorOf}
    assert spans <= set(anchors)
    for node, words in anchors.items():
        start, _, end = node.value.partition("#char=")[2].partition(",")
        text = ARTICLE.title if "/headline#" in node.value else ARTICLE.text
        assert words == text[int(start) : int(end)]


def test_at_most_five_quads_of_evidence_for_each_other():
    evidence = sum(short(q.graph_name) == "<evidence>" for q in full())
    assert evidence <= 5 * (len(full()) - evidence)


def test_a_sentence_has_offsets_and_no_text():
    assert about("<text#char=0,85>") == [
        'nif:beginIndex "0"^^<xsd:nonNegativeInteger>',
        'nif:endIndex "85"^^<xsd:nonNegativeInteger>',
        "nif:referenceContext <text>",
        "rdf:type <nif:Sentence>",
    ]


def test_a_second_mention_of_an_event_is_no_second_event():
    visit = replace(EXTRACTION.events[0], mentions=(Span(56, 63), Span(64, 73)))
    quads = mapped(replace(EXTRACTION, events=(visit, *EXTRACTION.events[1:])))
    assert [short(q.object) for q in quads if short(q.predicate) == "<gaf:denotedBy>"] == [
        "<text#char=64,73>"
    ]


def test_each_graph_names_its_run():
    run = MINTER.run("0" * 32)
    quads = article_quads(ARTICLE, EXTRACTION, MINTER, run=run)
    made = {short(q.subject) for q in quads if q.object == run}
    assert made == {"<facts>", "<reported>", "<evidence>"}


# ---------------------------------------------------------------- entities


def test_an_entity_without_a_link_belongs_to_the_article():
    assert about("<entity/fjord-radio>") == [
        "kg:candidate <wd:Q206>",
        "rdf:type <kg:Organization>",
        'skos:prefLabel "Fjord Radio"@en',
    ]


def test_an_anonymous_speaker_is_never_linked():
    links = (*EXTRACTION.links, Link("senior-official", "Q42", 0.99, candidates=(("Q42", 0.99),)))
    quads = mapped(replace(EXTRACTION, links=links))
    assert not [q for q in quads if "Q42" in str(q)]
    assert 'kg:anonymous "true"^^<xsd:boolean>' in about("<entity/senior-official>", quads)


def test_linked_entities_are_described_once_and_only_in_the_shared_graph():
    assert not [q for q in full() if q.predicate == OWL.sameAs]
    shared = map_article(ARTICLE, EXTRACTION, MINTER, publication=POST).shared
    quads = entity_quads([*shared, *shared], MINTER)
    assert {short(q.graph_name) for q in quads} == {"<data:graph/entities>"}
    assert about("<data:entity/Q1764>", quads) == [
        "kg:country <data:entity/Q189>",
        "owl:sameAs <wd:Q1764>",
        "rdf:type <kg:Place>",
        'skos:altLabel "Reykjavik"@en',
        'skos:prefLabel "Reykjavík"@en',
    ]
    assert "rdf:type <kg:Publication>" in about("<data:publication/the-northern-post>", quads)


def test_every_linked_entity_that_is_pointed_at_is_described():
    shared = map_article(ARTICLE, EXTRACTION, MINTER, publication=POST).shared
    described = {q.subject for q in entity_quads(shared, MINTER)}
    start = (f"{MINTER.base}entity/", f"{MINTER.base}publication/")
    used = {q.object for q in full() if isinstance(q.object, NamedNode) and q.object.value.startswith(start)}
    assert used <= described


def test_articles_that_disagree_give_one_class_whatever_their_order():
    one = map_article(ARTICLE, EXTRACTION, MINTER).shared
    other = [replace(s, type="organization", label="Realm") if s.qid == "Q20" else s for s in one]
    quads = [entity_quads(list(order), MINTER) for order in ([*one, *one, *other], [*other, *one, *one])]
    assert quads[0] == quads[1]
    assert [
        q.object for q in quads[0] if short(q.subject) == "<data:entity/Q20>" and q.predicate == RDF.type
    ] == [KG.Country]


def test_one_name_in_two_spellings_is_one_label_and_a_country_may_be_unknown():
    one = SharedEntity("https://d.example/entity/Q1", "person", "Wang Yi", ("WANG", "Wang"), "Q1", "Q148")
    other = replace(one, aliases=("Wang Yi", "wang yi"), country=None)
    graph = [entity_quads(order, Minter("https://d.example/")) for order in ([one, other], [other, one])]
    assert graph[0] == graph[1]
    assert [q.object.value for q in graph[0] if q.predicate == SKOS.altLabel] == ["Wang"]
    assert [q.object.value for q in graph[0] if q.predicate == KG.country] == [
        "https://d.example/entity/Q148"
    ]


# ---------------------------------------------------------------- options


def test_without_text_no_word_of_the_body_is_published():
    quads = mapped(text="none")
    predicates = {short(q.predicate)[1:-1] for q in quads}
    assert not predicates & {"nif:anchorOf", "kg:content", "nif:isString"}


def test_the_whole_text_only_on_request():
    assert not [q for q in full() if q.predicate == NIF.isString]
    texts = {short(q.subject): q.object.value for q in mapped(text="full") if q.predicate == NIF.isString}
    assert texts == {"<text>": ARTICLE.text, "<headline>": ARTICLE.title}


def test_private_people_can_be_left_out_by_name_too():
    quads = mapped(people="public")
    assert "Berg" not in nquads(quads)
    assert "Ingrid Dahl" in nquads(quads)
    assert "rdf:type <kg:Event>" in about(f"<event/{HURT}>", quads)


def test_people_without_a_link_can_all_be_left_out():
    quads = mapped(people="linked")
    people = {q.subject for q in quads if q.object == KG.Person}
    assert not people
    assert f"<statement/{SAID}>" not in {short(q.subject) for q in quads}


@pytest.mark.parametrize("people", ["all", "public", "linked"])
def test_nothing_points_at_what_is_not_there(people):
    quads = mapped(people=people)
    described = {q.subject for q in quads}
    local = {
        q.object for q in quads if isinstance(q.object, NamedNode) and q.object.value.startswith(IRI + "/")
    }
    assert local <= described


# ---------------------------------------------------------------- faults


def test_a_span_outside_the_text_costs_its_record_and_what_points_at_it():
    broken = replace(EXTRACTION.events[1], span=Span(95, 9999))
    quads = mapped(replace(EXTRACTION, events=(EXTRACTION.events[0], broken, *EXTRACTION.events[2:])))
    assert not [q for q in quads if f"event/{SIGN}" in str(q)]
    assert about(f"<event/{VISIT}>", quads) == about(f"<event/{VISIT}>")


def test_days_in_the_wrong_order_cost_only_the_days():
    times = (replace(EXTRACTION.times[0], latest="2023-03-01"),)
    mapped_article = map_article(ARTICLE, replace(EXTRACTION, times=times), MINTER)
    assert mapped_article.losses == ("time text/74-84: no days, as 2023-03-14 is after 2023-03-01",)
    kept = about("<time/text/74-84>", mapped_article.quads)
    assert 'kg:expression "on Tuesday"' in kept
    assert not [line for line in kept if "kg:earliest" in line or "kg:latest" in line]


def test_references_to_nothing_are_left_out():
    odd = replace(
        EXTRACTION.events[0], agents=("nobody",), topics=("text/1-2",), place="nowhere", time="never"
    )
    quads = mapped(replace(EXTRACTION, events=(odd, *EXTRACTION.events[1:])))
    assert "nobody" not in nquads(quads)
    assert [q for q in quads if short(q.subject) == f"<event/{VISIT}>" and q.predicate == KG.recipient]


def test_a_mention_of_nothing_costs_nothing_else():
    mentions = (*EXTRACTION.mentions, Mention(Span(0, 4), "name", "nobody"))
    assert mapped(replace(EXTRACTION, mentions=mentions)) == list(full())


def test_an_article_in_which_nothing_was_found():
    quads = article_quads(Article(text="It rained."), Extraction(), MINTER)
    assert {short(q.predicate)[1:-1] for q in quads if q.graph_name.value.endswith("/facts")} == {
        "rdf:type",
        "kg:textSha256",
        "schema:inLanguage",
        "schema:wordCount",
        "dcterms:identifier",
    }


# ---------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("score", "text"),
    [(0.5, "0.5"), (0.901, "0.9"), (0.97, "0.97"), (1, "1.0"), (0.999, "1.0"), (0, "0.0"), (1.2, "1.0")],
)
def test_scores_have_two_digits_and_no_closing_zero(score, text):
    assert decimal(score).value == text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2023", '"2023"^^<xsd:gYear>'),
        ("2023-02", '"2023-02"^^<xsd:gYearMonth>'),
        ("2023-02-22", '"2023-02-22"^^<xsd:date>'),
        ("2023-02-22T10:00:00Z", '"2023-02-22T10:00:00+00:00"^^<xsd:dateTime>'),
        ("2023-02-22T10:00:00+01:00", '"2023-02-22T10:00:00+01:00"^^<xsd:dateTime>'),
    ],
)
def test_dates_keep_their_precision(given, expected):
    assert short(date(given)) == expected


def test_the_same_records_give_the_same_quads_in_the_same_order():
    assert mapped() == mapped()
    assert all(isinstance(q, Quad) for q in full())

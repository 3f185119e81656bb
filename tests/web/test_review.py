import re
from dataclasses import replace

import pytest

from kg.article import Article
from kg.records import Event, Extraction, Mention, Span
from kg.trace import Trace, mention_key
from kg.web.review import html_review, terminal_review
from kg.web.review.row import review_of

from .extraction import ARTICLE, EXTRACTION, TEXT

PLAIN = terminal_review(ARTICLE, EXTRACTION, color=False)
PAGE = html_review(ARTICLE, EXTRACTION)


def row(number: int) -> str:
    """The lines of one sentence in the plain review, without line breaks."""
    block = re.split(r"\n\n", PLAIN)[number]
    return re.sub(r"\s+", " ", block)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, "[headline] Norway warns Turkey"),
        (1, "Norway Q20 0.97 country name 1.00"),
        (2, "role Sigrid Halvorsen: Foreign Minister of Norway Q20 0.90"),
        (2, "time Tuesday = 2024-04-16, day"),
        (2, "fact CONSULT-visit visited Sigrid Halvorsen visits Ankara 0.93"),
        (2, "agent Sigrid Halvorsen recipient Turkey place Ankara"),
        (3, "she → Sigrid Halvorsen Q999? 0.31 person pronoun 0.80"),
        (3, "metonym Oslo place name 0.91 for Norway Q20"),
        (3, "says Sigrid Halvorsen [say] indirect, assert 0.90 Oslo could lift the ban in June reports"),
        (3, "reported CONCEDE lift Norway lifts ban 0.61"),
        (3, "seen by Sigrid Halvorsen: possible, positive, future"),
        (4, "We came <to> talk, That is all. to reporters"),
        (5, "…says words of Sigrid Halvorsen"),
        (
            6,
            "person Sigrid Halvorsen Q999? 0.31 (below threshold) she country Norway Q20 candidates Q999 0.31",
        ),
        (6, "country Norway Q20 0.97 Norway also Oslo Norway 0 Oslo 82*"),
        (6, "lost: one unclosed quotation mark"),
    ],
)
def test_every_record_stands_beside_its_sentence(number, shown):
    assert shown in row(number)


def test_headline_of_the_metadata_comes_first_and_is_a_context_of_its_own():
    article = Article(text="It rained.", title="Rain")
    extraction = Extraction(sentences=(Span(0, 10), Span(0, 4, "headline")))
    assert [(r.part, r.text) for r in review_of(article, extraction).rows] == [
        ("headline", "Rain"),
        ("", "It rained."),
    ]


def test_colours_tell_fact_from_report():
    painted = terminal_review(ARTICLE, EXTRACTION, color=True)
    assert "\x1b[1;32mvisited" in painted
    assert "\x1b[1;33mlift" in painted


def test_without_colour_the_same_words_and_no_escape():
    painted = terminal_review(ARTICLE, EXTRACTION, color=True)
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == PLAIN
    assert "\x1b" not in PLAIN


@pytest.mark.parametrize("width", [40, 72, 120])
def test_no_line_is_wider_than_asked(width):
    long = replace(ARTICLE, title="A" * 300)
    lines = terminal_review(long, EXTRACTION, color=False, width=width).splitlines()
    assert max(map(len, lines)) <= width


def test_reported_statement_and_role_say_so_without_colour():
    doubted = replace(
        EXTRACTION,
        statements=tuple(replace(s, fact=False) for s in EXTRACTION.statements),
        roles=tuple(replace(r, reported=True) for r in EXTRACTION.roles),
    )
    assert (
        terminal_review(ARTICLE, doubted, color=False).count("reported only") == 4
    )  # the role is shown twice


NASTY = 'Rain</p><script>alert(1)</script> & "x" \x1b]0;own\x07 \u202etxt\u2066'


@pytest.mark.parametrize("place", ["title", "publisher", "url", "id"])
def test_text_of_the_article_is_escaped_everywhere(place):
    article = replace(Article(text=NASTY), **{place: NASTY})
    entity = Extraction(mentions=(Mention(Span(0, len(NASTY)), "name", NASTY),))
    page, lines = html_review(article, entity), terminal_review(article, entity, color=False)
    assert "<script" not in page
    for text in (page, lines):
        assert not set(text) & {"\x1b", "\x07", "\u202e", "\u2066"}


def test_url_is_a_link_only_when_it_is_a_web_address():
    assert 'href="https://harbortribune.example/1"' in PAGE
    assert (
        "href"
        not in html_review(Article(text="", url="javascript:alert(1)"), Extraction()).split("<main>")[0]
    )


def test_page_asks_for_nothing():
    assert not re.search(r"<(script|link|img|iframe)|@import|url\(|src=", PAGE)


def test_page_marks_the_text_itself():
    sentences = re.findall(r'<div class="text">.*?<p>(.*?)</p>', PAGE)
    assert re.sub(r"<[^>]+>", "", sentences[3]) == "“We came &lt;to&gt; talk,” Halvorsen told reporters."
    assert '<span class="fact" title="CONSULT-visit: Sigrid Halvorsen visits Ankara">visited</span>' in PAGE


def test_names_lead_to_the_entity_and_items_to_wikidata():
    target = re.search(r'<a class="name" href="#(entity-\d+)">Sigrid Halvorsen</a>', PAGE)
    assert target is not None
    assert f'id="{target[1]}"' in PAGE
    assert '<a class="link" href="https://www.wikidata.org/wiki/Q20" rel="noreferrer">Q20</a>' in PAGE


def test_article_without_any_finding_is_shown_line_by_line():
    rows = review_of(Article(text="One.\n\nTwo.\n"), Extraction()).rows
    assert [r.text for r in rows] == ["One.", "Two."]


@pytest.mark.parametrize("text", ["", "\n"], ids=["empty", "blank"])
def test_empty_article_still_gives_a_page(text):
    assert "</html>" in html_review(Article(text=text), Extraction())


def test_records_that_point_nowhere_are_still_shown():
    lost = Event("e", Span(5000, 5004), "vanish", fact=True, agents=("nobody",), time="never")
    review = terminal_review(ARTICLE, replace(EXTRACTION, events=(lost,)), color=False)
    assert "agent nobody  time never" in review


def test_marks_cover_the_sentence_once():
    for shown in review_of(ARTICLE, EXTRACTION).rows:
        assert "".join(text for text, _ in shown.pieces()) == TEXT[shown.span.start : shown.span.end]


def test_reasons_stand_below_their_record():
    trace = Trace()
    event = EXTRACTION.events[0]
    trace.note("event", event.key, "trigger", "“visit” in the lexicon", value=0.91, span=event.span)
    trace.note("mention", mention_key(EXTRACTION.mentions[5].span), "antecedent", "Halvorsen\x1b[1m")
    trace.note("link", "norway", "chosen", "Q20", parts={"prior": 3.14, "class": -0.5})
    shown = terminal_review(ARTICLE, EXTRACTION, color=False, trace=trace)
    assert "- trigger: “visited” “visit” in the lexicon  0.91" in shown
    assert "she is Sigrid Halvorsen\n                 - antecedent: Halvorsen\\x1b[1m" in shown
    assert "- chosen: Q20  = prior +3.1, class -0.5" in shown
    assert "“visit” in the lexicon" in html_review(ARTICLE, EXTRACTION, trace)


def test_a_trace_without_reasons_changes_nothing():
    assert terminal_review(ARTICLE, EXTRACTION, color=False, trace=Trace()) == PLAIN

"""Which lines of a page are what."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.readers.layout import lay_out, split_publication

PARAGRAPH = (
    "The council voted on Tuesday to close the old harbour bridge for two years, a decision that "
    "shop owners on both sides of the river said would ruin them."
)
SECOND = "Work begins in May, said the town engineer, who promised a ferry in the meantime."


def parts(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(s.kind, text[s.start : s.end]) for s in lay_out(text, title=title).sections]


def test_a_page_of_a_newspaper_database() -> None:
    text = (
        "Harbour-News (Ostermouth)\n\nBridge to close for two years\n\nShop owners fear for their trade as "
        f"work begins\n\n\n{PARAGRAPH}\n\n{SECOND}\n\nNewspapers in English\n\nNewspapers from Ireland"
    )
    assert parts(text) == [
        ("publication", "Harbour-News (Ostermouth)"),
        ("headline", "Bridge to close for two years"),
        ("deck", "Shop owners fear for their trade as work begins"),
        ("body", f"{PARAGRAPH}\n\n{SECOND}"),
        ("trailer", "Newspapers in English"),
        ("trailer", "Newspapers from Ireland"),
    ]


def test_publisher_and_town_come_from_the_newspaper_line() -> None:
    layout = lay_out(f"Harbour-News (Ostermouth)\n\nBridge to close\n\n{PARAGRAPH}")
    assert (layout.publisher, layout.publisher_place) == ("Harbour-News", "Ostermouth")


def test_a_newspaper_without_its_town() -> None:
    layout = lay_out(f"The Ostermouth Gazette\n\nBridge to close\n\n{PARAGRAPH}")
    assert (layout.publisher, layout.publisher_place) == ("The Ostermouth Gazette", None)


def test_bare_text_is_body() -> None:
    assert parts(f"{PARAGRAPH}\n\n{SECOND}") == [("body", f"{PARAGRAPH}\n\n{SECOND}")]


def test_headline_byline_date_and_dateline() -> None:
    text = f"Bridge to close\nBy Jane Doe\nMarch 3, 2021\n\nOSTERMOUTH (AP) — {PARAGRAPH}"
    assert parts(text) == [
        ("headline", "Bridge to close"),
        ("byline", "By Jane Doe"),
        ("dateline", "March 3, 2021"),
        ("dateline", "OSTERMOUTH (AP) —"),
        ("body", PARAGRAPH),
    ]
    layout = lay_out(text)
    assert (layout.authors, layout.date, layout.agency) == (("Jane Doe",), "2021-03-03", "Associated Press")


def test_a_first_line_with_a_full_stop_is_body() -> None:
    assert parts(f"It rained.\n\n{PARAGRAPH}")[0][0] == "body"


def test_a_headline_alone_is_a_headline() -> None:
    assert parts("Bridge to close for two years") == [("headline", "Bridge to close for two years")]


def test_a_sentence_as_deck_is_set_apart_by_its_gap() -> None:
    text = f"Bridge to close\n\nShop owners fear for their trade.\n\n\n\n{PARAGRAPH}"
    assert [kind for kind, _ in parts(text)] == ["headline", "deck", "body"]


def test_the_first_paragraph_is_no_deck() -> None:
    text = f"Bridge to close\n\nShop owners fear for their trade.\n\n{PARAGRAPH}"
    assert [kind for kind, _ in parts(text)] == ["headline", "body"]


def test_a_title_that_the_text_repeats_is_not_read_twice() -> None:
    assert parts(f"Bridge to Close!\n\n{PARAGRAPH}", title="Bridge to close")[0] == (
        "trailer",
        "Bridge to Close!",
    )


def test_a_known_author_and_what_he_is_stand_above_the_text() -> None:
    text = f"Jane Doe in Ostermouth\n\nHarbour correspondent\n\n{PARAGRAPH}"
    layout = lay_out(text, title="Bridge to close", authors=("Jane Doe",))
    assert [section.kind for section in layout.sections] == ["byline", "byline", "body"]
    assert layout.credit == "Jane Doe, Harbour correspondent"
    assert parts(text, "Bridge to close")[0][0] == "deck"


def test_a_second_headline_beside_that_of_the_metadata() -> None:
    text = f"Shop owners fear for their trade\n\n{PARAGRAPH}"
    assert parts(text, "Bridge to close") == [
        ("deck", "Shop owners fear for their trade"),
        ("body", PARAGRAPH),
    ]
    assert parts("A text without a full stop", "Bridge to close") == [("body", "A text without a full stop")]


def test_what_a_heading_calls_a_correction() -> None:
    text = f"{PARAGRAPH}\n\n{SECOND}\n\nCorrection\n\nThe bridge is 200 metres long, not 300."
    layout = lay_out(text)
    assert [section.kind for section in layout.sections] == ["body", "trailer", "trailer"]
    assert layout.corrections == ("Correction", "The bridge is 200 metres long, not 300.")


def test_lines_between_paragraphs_that_are_not_the_article() -> None:
    text = f"{PARAGRAPH}\n\nAdvertisement\n\n{SECOND}\n\nRead more: Ferry timetable for May"
    assert [kind for kind, _ in parts(text)] == ["body", "trailer", "body", "trailer"]


def test_trailers_are_taken_carefully() -> None:
    text = f"{PARAGRAPH}\n\nRelated industries will suffer, too, the mayor said.\n\nShare prices fell."
    assert [kind for kind, _ in parts(text)] == ["body"]


def test_a_photo_caption() -> None:
    text = f"{PARAGRAPH}\n\nFILE - The old harbour bridge, May 2019. (AP Photo/Jane Doe)\n\n{SECOND}"
    assert parts(text)[1:4] == [
        ("trailer", "FILE -"),
        ("caption", "The old harbour bridge, May 2019."),
        ("trailer", "(AP Photo/Jane Doe)"),
    ]


def test_an_agency_as_last_line_is_a_byline() -> None:
    text = f"Bridge to close\n\n{PARAGRAPH}\n\n— The Associated Press"
    assert parts(text)[-1] == ("byline", "— The Associated Press")
    assert lay_out(text).agency == "Associated Press"


def test_windows_line_ends_count_as_two_characters() -> None:
    text = f"Bridge to close\r\n\r\n{PARAGRAPH}\r\n"
    assert parts(text) == [("headline", "Bridge to close"), ("body", PARAGRAPH)]


def test_a_line_without_a_town_stays_whole() -> None:
    assert split_publication("The Irish Times") == ("The Irish Times", None)


SPECIAL_LINES = [
    "Times-Call (Longmont)",
    "Bridge to close",
    "By Jane Doe",
    "March 3, 2021",
    "OSLO (AP) — It rained.",
    "Advertisement",
    "Photo: a bridge",
    "Reuters",
    "Newspapers in English",
    " \u00a0x ",
    "(Reuters) - A",
    "…",
    "",
]


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from([PARAGRAPH, *SPECIAL_LINES]), st.text(max_size=30)), max_size=9),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
)
def test_sections_are_in_order_inside_the_text_and_tight(lines: list[str], ending: str) -> None:
    text = ending.join(lines)
    position = 0
    for section in lay_out(text).sections:
        assert position <= section.start < section.end <= len(text)
        piece = text[section.start : section.end]
        assert piece == piece.strip()
        position = section.end

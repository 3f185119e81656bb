"""Time expressions: which words they are, which days they cover, and what they date."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.interval import Interval, interval_of
from kg.extract.time import anchor_of, extract_times, time_of
from kg.extract.time_expression import find_expressions
from kg.language.context import DocContext
from tests.docs import make_doc, token

TABLE = tomllib.loads(Path(__file__).with_name("times.toml").read_text("utf-8"))
CASES = [(half["from"], *row) for half in (*TABLE["seen"], *TABLE["held"]) for row in half["rows"]]


def days_of(interval: Interval) -> str:
    """The days as the table writes them."""
    first = interval.earliest.isoformat() if interval.earliest else ""
    last = interval.latest.isoformat() if interval.latest else ""
    if not first and not last:
        return ""
    days = first if first == last else f"{first}..{last}"
    return f"{days}!" if interval.relation == "throughout" else days


@pytest.mark.parametrize(("seen_from", "marked", "tense", "days", "rule"), CASES)
def test_a_reader_would_take_it_for_these_days(
    seen_from: str, marked: str, tense: str, days: str, rule: str
) -> None:
    text = marked.replace("«", "").replace("»", "")
    (found,) = find_expressions(text)
    assert text[found.start : found.end] == marked[marked.index("«") + 1 : marked.index("»")]
    assert found.kind == rule
    if len(seen_from) in {0, 10}:
        assert (
            days_of(interval_of(found, dt.date.fromisoformat(seen_from) if seen_from else None, tense))
            == days
        )


@pytest.mark.parametrize("text", TABLE["none"]["rows"])
def test_no_time_expression(text: str) -> None:
    assert find_expressions(text) == []


@pytest.mark.parametrize(
    ("marked", "days"),
    [(row[1], row[3]) for row in CASES if row[0] == "2023-02"],
)
def test_of_a_month_as_anchor_only_what_all_its_days_agree_on(marked: str, days: str) -> None:
    text = marked.replace("«", "").replace("»", "")
    doc = make_doc("\n".join(f"{word} NN 0 dep" for word in text.rstrip(".").split()))
    doc._.kg = DocContext(date="2023-02")
    (time,) = extract_times(doc)
    assert "..".join(filter(None, (time.earliest, time.latest))) == days


SOME_WORDS = """the last next this two of in on since until Monday Friday March May 3 22 2014 week year weekend days ago
later early late from to between and 1990s first quarter end every yesterday at 3 p.m. , . - ' Easter Cold War x Name"""
WORDS = st.sampled_from(SOME_WORDS.split())


@given(
    st.lists(WORDS, max_size=14),
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    st.sampled_from(["past", "future", ""]),
)
def test_any_words_give_ordered_spans_and_ordered_days(words: list[str], anchor: dt.date, tense: str) -> None:
    position = 0
    for found in find_expressions(" ".join(words)):
        assert position <= found.start < found.end
        position = found.end
        interval = interval_of(found, anchor, tense)
        if interval.earliest and interval.latest:
            assert interval.earliest <= interval.latest


WEDNESDAY = DocContext(date="2023-02-22")


def the_time(lines: str, context: DocContext = WEDNESDAY) -> tuple[str | None, str | None, str | None]:
    (time,) = extract_times(make_doc(lines, context=context))
    return time.earliest, time.latest, time.anchor


@pytest.mark.parametrize(
    ("verb", "day"),
    [
        pytest.param("met VBD 0 ROOT", "2023-02-17", id="past"),
        pytest.param("meets VBZ 0 ROOT", "2023-02-24", id="present tense of a fixed date"),
        pytest.param("will MD 3 aux | meet VB 0 ROOT", "2023-02-24", id="future"),
        pytest.param("may MD 3 aux | meet VB 0 ROOT", "2023-02-24", id="possible"),
        pytest.param("has VBZ 3 aux | met VBN 0 ROOT", "2023-02-17", id="perfect"),
        pytest.param("plans VBZ 0 ROOT lemma=plan | to TO 4 mark | meet VB 2 xcomp", "2023-02-24", id="plan"),
        pytest.param("planned VBD 0 ROOT lemma=plan | to TO 4 mark | meet VB 2 xcomp", "2023-02-24", id="planned"),
        pytest.param("managed VBD 0 ROOT lemma=manage | to TO 4 mark | meet VB 2 xcomp", "2023-02-17", id="managed"),
        pytest.param("is VBZ 0 ROOT | to TO 4 mark | meet VB 2 xcomp", "2023-02-24", id="is to"),
        pytest.param("is VBZ 4 aux | to TO 4 mark | meet VB 0 ROOT", "2023-02-24", id="is to, one clause"),
        pytest.param("are VBP 3 aux | meeting VBG 0 ROOT lemma=meet", "2023-02-24", id="are meeting"),
        pytest.param("is VBZ 3 aux:pass | scheduled VBN 0 ROOT lemma=schedule", "2023-02-24", id="scheduled"),
        pytest.param("did VBD 4 aux | not RB 4 advmod | meet VB 0 ROOT", "2023-02-17", id="did not"),
    ],
)  # fmt: skip
def test_the_verb_says_which_friday_it_is(verb: str, day: str) -> None:
    rows = verb.split(" | ")
    main = len(rows) + 1
    lines = "\n".join(["They PRP 2 nsubj", *rows, f"on IN {main + 2} case", f"Friday NNP {main} obl"])
    assert the_time(lines) == (day, day, "2023-02-22")


def test_a_headline_in_the_infinitive_looks_ahead() -> None:
    context = DocContext(date="2023-02-22", headlines=((0, 40),))
    assert (
        the_time("Xi NNP 3 nsubj\nto TO 3 mark\nvisit VB 0 ROOT\nMonday NNP 3 obl:tmod", context)[0]
        == "2023-02-27"
    )


def test_a_headline_in_the_present_takes_the_nearest_day() -> None:
    context = DocContext(date="2023-02-22", headlines=((0, 40),))
    assert the_time("Xi NNP 2 nsubj\nvisits VBZ 0 ROOT\nTuesday NNP 2 obl:tmod", context)[0] == "2023-02-21"


SAID_THAT_WILL = """
    NATO NNP 2 nsubj
    said VBD 0 ROOT
    Wednesday NNP 2 obl:tmod
    that IN 7 mark
    it PRP 7 nsubj
    will MD 7 aux
    meet VB 2 ccomp
    Friday NNP 7 obl:tmod
"""


def test_saying_and_what_is_said_have_times_of_their_own() -> None:
    doc = make_doc(SAID_THAT_WILL, context=WEDNESDAY)
    times = extract_times(doc)
    assert [(t.expression, t.earliest) for t in times] == [
        ("Wednesday", "2023-02-22"),
        ("Friday", "2023-02-24"),
    ]
    assert time_of(token(doc, "said"), times, doc) == times[0]
    assert time_of(token(doc, "meet"), times, doc) == times[1]


def test_what_is_said_to_come_is_seen_from_the_day_of_the_saying() -> None:
    doc = make_doc(
        SAID_THAT_WILL.replace("Wednesday", "Sunday").replace("Friday", "Tuesday"), context=WEDNESDAY
    )
    assert [t.earliest for t in extract_times(doc)] == ["2023-02-19", "2023-02-21"]


def dated(lines: str, word: str) -> str | None:
    """The expression that dates a word."""
    doc = make_doc(lines, context=WEDNESDAY)
    time = time_of(token(doc, word), extract_times(doc), doc)
    return time.expression if time else None


def test_a_verb_that_carries_a_noun_dates_it() -> None:
    lines = "They PRP 2 nsubj\nheld VBD 0 ROOT\ntalks NNS 2 obj\non IN 5 case\nMonday NNP 2 obl"
    assert dated(lines, "talks") == "Monday"
    assert dated(lines, "held") == "Monday"


def test_a_verb_that_looks_from_afar_does_not_date_its_object() -> None:
    lines = "They PRP 2 nsubj\ncondemned VBD 0 ROOT lemma=condemn\nattacks NNS 2 obj\non IN 5 case\nMonday NNP 2 obl"
    assert dated(lines, "attacks") is None
    assert dated(lines, "condemned") == "Monday"


def test_a_noun_has_the_time_of_its_owner_word() -> None:
    lines = "They PRP 2 nsubj\ncondemned VBD 0 ROOT\nMonday NNP 5 nmod:poss\n's POS 3 case\nattack NN 2 obj event=ASSAULT"
    assert dated(lines, "attack") == "Monday"
    assert dated(lines, "condemned") is None


def test_a_time_on_a_place_dates_the_verb() -> None:
    lines = "They PRP 2 nsubj\nmet VBD 0 ROOT\nin IN 4 case\nKyiv NNP 2 obl S-PLACE\non IN 6 case\nMonday NNP 4 nmod"
    assert dated(lines, "met") == "Monday"


def test_a_reported_happening_does_not_take_the_time_of_the_report() -> None:
    lines = "He PRP 2 nsubj\nsaid VBD 0 ROOT\nMonday NNP 2 obl:tmod\ntroops NNS 5 nsubj\nleft VBD 2 ccomp"
    assert dated(lines, "left") is None


def test_a_time_behind_a_verb_of_saying_is_its_own_whatever_the_parse_says() -> None:
    lines = (
        "He PRP 2 nsubj\nsaid VBD 0 ROOT\non IN 4 case\nMonday NNP 6 obl\nhe PRP 6 nsubj\nleft VBD 2 ccomp"
    )
    assert dated(lines, "left") is None
    assert dated(lines, "said") == "Monday"


def test_a_time_in_front_dates_joined_verbs_too() -> None:
    lines = """
        On IN 2 case
        Monday NNP 4 obl
        they PRP 4 nsubj
        shelled VBD 0 ROOT
        towns NNS 4 obj
        and CC 7 cc
        killed VBD 4 conj
    """
    assert dated(lines, "killed") == "Monday"


def test_a_participle_happens_with_its_verb() -> None:
    lines = "Bombs NNS 2 nsubj\nfell VBD 0 ROOT\nMonday NNP 2 obl:tmod\n, , 5 punct\nkilling VBG 2 advcl\nthree CD 5 obj"
    assert dated(lines, "killing") == "Monday"


def test_a_term_is_not_the_day_of_the_promise() -> None:
    lines = "He PRP 2 nsubj\npromised VBD 0 ROOT lemma=promise\naid NN 2 obj\nby IN 5 case\nFriday NNP 2 obl"
    assert dated(lines, "promised") is None


def test_a_dateline_is_the_anchor_and_no_expression() -> None:
    lines = "KYIV NNP 0 ROOT\nMarch NNP 1 dep\n3 CD 2 nummod\nThey PRP 5 nsubj\nmet VBD 1 parataxis\nyesterday NN 5 advmod"
    context = DocContext(date="2023-03-05", datelines=((0, 12),))
    assert the_time(lines, context) == ("2023-03-02", "2023-03-02", "2023-03-03")


def test_without_an_anchor_the_expression_stays_and_has_no_days() -> None:
    assert the_time("They PRP 2 nsubj\nmet VBD 0 ROOT\nMonday NNP 2 obl", DocContext()) == (None, None, None)


def test_a_calendar_date_needs_no_anchor() -> None:
    lines = "They PRP 2 nsubj\nmet VBD 0 ROOT\nMay NNP 2 obl\n3 CD 3 nummod\n, , 3 punct\n2021 CD 3 nmod"
    assert the_time(lines, WEDNESDAY) == ("2021-05-03", "2021-05-03", None)


@pytest.mark.parametrize(
    "lines",
    [
        "The DT 4 det\nBlack NNP 4 compound B-EVENT\nMonday NNP 4 compound I-EVENT\ncrash NN 0 ROOT E-EVENT",
        "Theresa NNP 2 compound B-PERSON\nMay NNP 3 nsubj E-PERSON\nleft VBD 0 ROOT",
        "by IN 2 case\nMay NNP 3 obl S-PERSON\nleft VBN 0 ROOT",
    ],
)
def test_a_time_in_a_name_is_none(lines: str) -> None:
    assert extract_times(make_doc(lines, context=WEDNESDAY)) == []


@pytest.mark.parametrize(
    ("date", "days"),
    [("2023-02-22T10:00:00+01:00", 1), ("2023-02", 2), ("2023", 2), (None, 0), ("soon", 0)],
)
def test_anchor(date: str | None, days: int) -> None:
    assert len(anchor_of(make_doc("It PRP 0 ROOT", context=DocContext(date=date)))) == days


def test_the_title_is_a_context_of_its_own() -> None:
    context = DocContext(date="2023-02-22", shift=6, headlines=((0, 4),))
    doc = make_doc(
        "Left VBN 0 ROOT\n¶\nHe PRP 2 nsubj\nleft VBD 0 ROOT\nMonday NNP 2 obl:tmod", context=context
    )
    (time,) = extract_times(doc)
    assert (time.span.context, time.span.start, time.key) == ("text", 8, "text/8-14")


@pytest.mark.parametrize(
    ("sentence", "word", "days"),
    [
        (
            "Moscow suspended its participation in the treaty this week.",
            "suspended",
            "2023-02-20..2023-02-22",
        ),
        ("The army is holding drills in the Indian Ocean this week.", "holding", "2023-02-20..2023-02-26"),
        ("A frigate arrived in Cape Town in recent days.", "arrived", "2023-02-15..2023-02-22"),
        ("The president is expected to visit Berlin on Monday.", "visit", "2023-02-27"),
        ("The president said the talks would begin on Thursday.", "begin", "2023-02-23"),
        ("On Tuesday, rebels attacked the town and killed three soldiers.", "killed", "2023-02-21"),
        ("He has been in power since 2014.", "power", "2014-01-01..2023-02-22"),
    ],
)
def test_whole_way_with_the_model(nlp, sentence: str, word: str, days: str) -> None:
    doc = nlp.make_doc(sentence)
    doc._.kg = WEDNESDAY
    doc = nlp(doc)
    time = time_of(token(doc, word), extract_times(doc), doc)
    assert time is not None
    assert "..".join(dict.fromkeys(filter(None, (time.earliest, time.latest)))) == days


DATED = tomllib.loads(Path(__file__).with_name("dated.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("seen_from", "marked", "words", "days"),
    [(part["from"], *row) for part in (*DATED["held"], *DATED["seen"]) for row in part["rows"]],
)
def test_the_word_has_this_time(nlp, seen_from: str, marked: str, words: str, days: str) -> None:
    doc = nlp.make_doc(marked.replace("«", "").replace("»", ""))
    doc._.kg = DocContext(date=seen_from)
    doc = nlp(doc)
    at = marked.index("«")
    time = time_of(
        next(token for token in doc if token.idx <= at < token.idx + len(token)), extract_times(doc), doc
    )
    assert (time.expression if time else "").lower().find(words.lower()) >= 0
    assert bool(words) == (time is not None)
    ends = (time.earliest or "", time.latest or "") if time else ("", "")
    assert (ends[0] if ends[0] == ends[1] else "..".join(ends)) == days

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.quotation import find_quotations


def quoted(text, **options):
    return [[text[a:b] for a, b in q.pieces] for q in find_quotations(text, **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("He said: “We will talk.”", [["We will talk."]], id="curly"),
        pytest.param('"Yes," he said, "we will."', [["Yes,"], ["we will."]], id="straight"),
        pytest.param("'No,' she said. 'Never.'", [["No,"], ["Never."]], id="single"),
        pytest.param("He said ‘never’ twice", [["never"]], id="single-curly"),
        pytest.param("«Non», dit-il", [["Non"]], id="guillemets"),
        pytest.param("``We came,'' he said", [["We came,"]], id="latex"),
        pytest.param("‘‘There was no raid,’’ he said", [["There was no raid,"]], id="doubled-singles"),
        pytest.param('"We came,"he said,"and saw."', [["We came,"], ["and saw."]], id="lost-spaces"),
        pytest.param("”Wrong way,” he said", [["Wrong way,"]], id="closing-mark-that-opens"),
        pytest.param("It's the workers' right, isn't it?", [], id="apostrophes"),
        pytest.param("the '90s, rock 'n' roll and 'em all", [], id="elisions"),
        pytest.param("a 6'2\" man", [], id="feet-and-inches"),
        pytest.param("He said 'it's the miners' choice' again", [["it's the miners' choice"]], id="apostrophe-inside"),
        pytest.param("plain text", [], id="none"),
        pytest.param("", [], id="empty"),
        pytest.param("a stray ” mark", [], id="stray-closing-mark"),
    ],
)  # fmt: skip
def test_pairs(text, expected):
    assert quoted(text) == expected


def test_a_quote_over_paragraphs_has_one_piece_each():
    text = "He was blunt: “First.\n\n“Second.\n\n“Third,” he said.\n\n“New.”"
    assert quoted(text) == [["First.", "Second.", "Third,"], ["New."]]


def test_straight_marks_over_paragraphs():
    text = 'She wrote:\n\n"One.\n\n"Two."\n\nHe left.'
    assert quoted(text) == [["One.", "Two."]]


def test_two_quotes_in_two_paragraphs_stay_two():
    assert quoted('"One," he said.\n\n"Two," she said.') == [["One,"], ["Two,"]]


def test_a_lost_closing_mark_does_not_swallow_the_next_quote():
    text = '"Let us go, he said. "I agree," she said.'
    assert quoted(text) == [["I agree,"]]


def test_a_paragraph_with_its_attribution_inside_has_lost_its_mark():
    assert quoted("“We came, he said.\n\n“We saw,” he said.") == [["We saw,"]]


def test_a_truncated_text_ends_its_quote():
    (quote,) = find_quotations("He said: “We will never")
    assert (quote.pieces, quote.closed) == (((10, 23),), False)


def test_an_open_quote_ends_with_its_paragraph():
    text = "He said: “We will go on.\n\nThe talks failed."
    assert quoted(text) == [["We will go on."]]


def test_nested_quotes_have_depth():
    text = "“My son asked, ‘Is it over?’ and I said ‘No,’” she said."
    found = find_quotations(text)
    assert [q.depth for q in found] == [0, 1, 1]
    assert [q.single for q in found] == [False, True, True]


def test_the_same_mark_can_nest():
    text = "“He called it “great” and left,” she said."
    assert quoted(text) == [["He called it “great” and left,"], ["great"]]


def test_single_line_breaks_wrap_lines_in_text_with_blank_lines():
    text = "He said: “We will go\non and on.”\n\nShe left."
    assert quoted(text) == [["We will go\non and on."]]


def test_nothing_crosses_a_given_break():
    text = 'Trump: "I won\n\n"We lost," she said.'
    assert quoted(text, breaks=[13]) == [["I won"], ["We lost,"]]


PIECES = st.sampled_from(
    ['"', "'", "“", "”", "‘", "’", "``", "''", " ", "\n", "\n\n", "word", "He said", ",", ".", "s"]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join)))
def test_any_text_gives_sound_pairs(text):
    for quote in find_quotations(text):
        assert 0 <= quote.start < quote.end <= len(text)
        assert all(quote.start < a < b <= quote.end for a, b in quote.pieces)
        assert list(quote.pieces) == sorted(quote.pieces)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_quotes_are_nested_or_apart(text):
    found = find_quotations(text)
    for one in found:
        for other in found:
            apart = one.end <= other.start or other.end <= one.start
            inside = (one.start <= other.start and other.end <= one.end) or (
                other.start <= one.start and one.end <= other.end
            )
            assert apart or inside

"""Lines of a dump, one by one: what is kept of them, and what broken or odd ones do."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.wikidata.dump.entity import Filter, LineError, Row, TermRow, read_entity
from tests.wikidata.dump import dump_lines, entity, item_claim, time_claim

ALL = Filter(sitelinks=0)


def read(found, wanted=ALL):
    return read_entity(json.dumps(found).encode(), wanted)


def row(found, wanted=ALL):
    return read(found, wanted).row


def claims(**statements):
    return entity(1, "Ana Fell", claims=statements)


def several(prop, *ranked):
    return [item_claim(prop, number, rank=rank) for number, rank in ranked]


def test_names_come_in_the_order_of_the_languages():
    found = entity(
        1, "Ana Fell", aliases=["A. Fell"], labels={"de": "Anna Fell", "mul": "Ana F.", "fr": "Anne"}
    )
    assert row(found, Filter(0, ("de", "en")))[2:4] == ("Anna Fell", ["Ana Fell", "Ana F.", "A. Fell"])
    assert row(found)[2:4] == ("Ana Fell", ["Ana F.", "A. Fell"])


def test_a_description_in_no_chosen_language_is_none():
    assert row(entity(1, "Ana Fell", description="minister"), Filter(0, ("en",))).description == "minister"
    assert row(entity(1, "Ana Fell", description="minister"), Filter(0, ("de",))).description == ""
    assert row(entity(1, "Ana Fell")).description == ""


def test_without_a_label_the_title_of_the_page_is_the_name():
    found = entity(1, "", labels={"lv": "Anna"})
    found["sitelinks"] = {"enwiki": {"site": "enwiki", "title": "Ana Fell (politician)", "badges": []}}
    assert (row(found).label, row(found).title) == ("Ana Fell", "Ana Fell (politician)")
    found["sitelinks"] = {}
    assert row(found) is None


def test_short_and_official_names_count_in_their_language_only():
    def text(prop, words, language):
        value = {"value": {"text": words, "language": language}, "type": "monolingualtext"}
        return {"mainsnak": {"snaktype": "value", "property": prop, "datavalue": value}, "rank": "normal"}

    found = claims(
        P1813=[text("P1813", "WFB", "en"), text("P1813", "BMI", "de")], P1448=[text("P1448", "The WFB", "en")]
    )
    assert row(found).aliases == ["WFB", "The WFB"]


def test_what_parts_texts_in_a_base_is_taken_out_of_names():
    found = entity(1, " Ana\t|Fell\x00\u202e ", aliases=["\ud800", "|", "x" * 5000], description="a\nb")
    kept = row(found)
    assert (kept.label, kept.description) == ("Ana Fell", "a b")
    assert kept.aliases == ["x" * 200]


def test_so_many_names_and_no_more():
    assert len(row(entity(1, "Ana Fell", aliases=[f"Ana {n}" for n in range(900)])).aliases) < 50


@pytest.mark.parametrize(
    ("ranked", "classes"),
    [
        ([(5, "normal"), (6, "normal"), (5, "normal")], [5, 6]),
        ([(5, "normal"), (6, "preferred")], [6]),
        ([(5, "deprecated"), (6, "normal")], [6]),
        ([(5, "deprecated")], []),
    ],
)
def test_the_best_statements_count(ranked, classes):
    assert row(claims(P31=several("P31", *ranked))).classes == classes


@pytest.mark.parametrize("kind", ["somevalue", "novalue"])
def test_unknown_values_are_none(kind):
    unknown = {
        "mainsnak": {"snaktype": kind, "property": "P31", "datatype": "wikibase-item"},
        "rank": "preferred",
    }
    kept = row(claims(P31=[unknown], P27=[unknown], P569=[time_claim("P569", kind)], P39=[unknown]))
    assert (kept.classes, kept.countries, kept.start, kept.life, kept.terms) == ([], [], 0, False, [])


@pytest.mark.parametrize(
    ("day", "precision", "year"),
    [
        ("+1971-03-04T00:00:00Z", 11, 1971),
        ("+1971-00-00T00:00:00Z", 9, 1971),
        ("+1970-00-00T00:00:00Z", 8, 1970),
        ("+1900-00-00T00:00:00Z", 7, 0),
        ("+1200-00-00T00:00:00Z", 7, 1200),
        ("+1000-00-00T00:00:00Z", 6, 0),
        ("-0044-03-15T00:00:00Z", 11, -44),
        ("+13798000000-00-00T00:00:00Z", 9, 9999),
        ("1971", 11, 0),
    ],
)
def test_years_count_as_far_as_they_are_known(day, precision, year):
    kept = row(claims(P569=[time_claim("P569", day, precision)]))
    assert (kept.start, kept.life) == (year, year != 0)


def test_dates_of_life_come_before_those_of_an_office_or_a_foundation():
    kept = row(
        claims(
            P570=[time_claim("P570", "+2001-01-01T00:00:00Z")],
            P571=[time_claim("P571", "+1900-01-01T00:00:00Z")],
        )
    )
    assert (kept.start, kept.end, kept.life) == (0, 2001, True)
    kept = row(
        claims(
            P571=[time_claim("P571", "+1900-01-01T00:00:00Z")],
            P576=[time_claim("P576", "+1950-01-01T00:00:00Z")],
        )
    )
    assert (kept.start, kept.end, kept.life) == (1900, 1950, False)


@pytest.mark.parametrize(
    ("ended", "countries"), [("+1991-12-26T00:00:00Z", [8, 7]), ("somevalue", [8, 7]), ("novalue", [7, 8])]
)
def test_the_state_that_someone_still_belongs_to_comes_first(ended, countries):
    found = claims(P27=[item_claim("P27", 7, P582=ended), item_claim("P27", 8)])
    assert row(found).countries == countries


def test_terms_of_office_have_what_is_known_of_their_dates():
    former = item_claim("P39", 11, P580="+2003-00-00T00:00:00Z", P582="novalue")
    former["qualifiers"]["P580"][0]["datavalue"]["value"]["precision"] = 9
    now = item_claim("P39", 12, rank="preferred", P580="+2019-05-02T00:00:00Z")
    gone = item_claim("P39", 13, rank="deprecated", P580="+2001-01-01T00:00:00Z")
    ancient = item_claim("P39", 14, P580="-0059-01-01T00:00:00Z", P582="-0058-01-01T00:00:00Z")
    bare = item_claim("P39", 15)
    lost = item_claim("P39", 16, P580="+2003-01-01T00:00:00Z", P582="somevalue")
    assert row(claims(P39=[former, now, gone, ancient, bare, lost])).terms == [
        TermRow(11, 20030000, 0),
        TermRow(12, 20190502, 0),
        TermRow(15, 0, 0),
    ]


def test_hardly_known_items_are_left_out_but_not_what_is_above_them_nor_offices():
    few = Filter(sitelinks=3)
    assert read(entity(1, "Ana Fell", links=2), few) == ("item", 1, None, [])
    assert read(entity(1, "x", links=0, claims={"P279": [item_claim("P279", 2)]}), few) == (
        "item",
        1,
        None,
        [2],
    )
    office = entity(1, "Mayor of Selen", links=0, claims={"P1001": [item_claim("P1001", 2)]})
    assert row(office, few).label == "Mayor of Selen"
    assert row(entity(1, "Ana Fell", links=3), few).links == 3


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ('{"type":"property","datatype":"time","id":"P569","labels":[],"claims":[]}', "other"),
        ('{"type":"lexeme","id":"L1","lemmas":{},"forms":[]}', "other"),
        ('{"type":"mediainfo","id":"M1"}', "other"),
        ('{"entity":"Q2","redirect":"Q1"}', "redirect"),
        (
            '{"type":"item","id":"Q1","labels":[],"descriptions":[],"aliases":[],"claims":[],"sitelinks":[]}',
            "item",
        ),
    ],
)
def test_what_is_no_item_is_told_apart(line, kind):
    found = read_entity(line.encode(), ALL)
    assert (found.kind, found.row) == (kind, None)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"type":"item","id":"Q1","la', "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[1]", "not an object"),
        (b"{}", "no type"),
        (b'{"type":"item"}', "an item with the id 'None'"),
        (b'{"type":"item","id":"Q0"}', "id 'Q0'"),
        (b'{"type":"item","id":"Q9999999999"}', "id 'Q9999999999'"),
        (b'{"type":"item","id":"Q1","claims":[1]}', "claims is not an object"),
        (b'{"type":"item","id":"Q1","labels":"x"}', "labels is not an object"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"id":' + b"9" * 5000 + b"}", "not JSON"),
    ],
)
def test_broken_lines_are_told_with_the_reason(line, message):
    with pytest.raises(LineError, match=message):
        read_entity(line, ALL)


def test_rows_are_written_and_read_back():
    rows = [kept for line in dump_lines()[1:-1] if (kept := _row_of(line)) is not None]
    assert len(rows) > 200
    assert [Row.from_json(kept.to_json()) for kept in rows] == [
        kept._replace(terms=list(kept.terms)) for kept in rows
    ]


def test_no_line_of_use_is_passed_over_unread():
    wanted = Filter(sitelinks=3)
    for line in dump_lines()[1:-1]:
        raw = line.removesuffix(",").encode()
        try:
            found = read_entity(raw, wanted)
        except LineError:
            continue
        assert wanted.may_pass(raw) or (found.row is None and not found.above)


def _row_of(line):
    try:
        return read_entity(line.removesuffix(",").encode(), ALL).row
    except LineError:
        return None


FULL = entity(
    7,
    "Ana Fell",
    description="minister",
    aliases=["A. Fell"],
    claims={
        "P31": [item_claim("P31", 5)],
        "P27": [item_claim("P27", 9, P582="+1990-01-01T00:00:00Z")],
        "P569": [time_claim("P569", "+1971-03-04T00:00:00Z")],
        "P39": [item_claim("P39", 11, P580="+2019-05-02T00:00:00Z")],
    },
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["value", "id", "en", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def _places(node, path=()):
    yield path
    for key, value in (
        node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    ):
        yield from _places(value, (*path, key))


PLACES = [path for path in _places(FULL) if path]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(PLACES), JSON)
def test_wrong_values_anywhere_cost_the_line_or_themselves(path, value):
    found = copy.deepcopy(FULL)
    node = found
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    try:
        kept = read(found).row
    except LineError:
        return
    if kept is not None:
        assert Row.from_json(kept.to_json()) == kept

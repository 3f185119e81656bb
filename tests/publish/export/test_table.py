import csv
import gzip
from dataclasses import replace

import pytest

from kg.errors import UsageError
from kg.publish.dump import Block, Layout, write_graphs
from kg.publish.export.event import cameo_roots
from kg.publish.export.table import event_lines, write_lines
from kg.rdf.iri import Minter
from kg.rdf.map import Source, entity_quads, map_article
from kg.rdf.write import nquads
from kg.records import AUTHOR, Event, Perspective
from tests.rdf.example import ARTICLE, EXTRACTION, HURT, VISIT

MINTER = Minter("https://data.example/")
PAPER = Source("The Northern Post")


def written(folder, extraction=EXTRACTION, form="nquads", *, packing=""):
    mapped = map_article(ARTICLE, extraction, MINTER, publication=PAPER)
    blocks = [
        Block(MINTER.article(ARTICLE) + "/", nquads(mapped.quads)),
        Block(MINTER.base, nquads(entity_quads(mapped.shared, MINTER))),
    ]
    write_graphs(blocks, folder, base=MINTER.base, layout=Layout((form,), packing))
    return folder


def rows_of(dump, **options):
    return list(csv.DictReader(event_lines(dump, **options), delimiter="\t"))


def with_events(*events):
    views = tuple(Perspective(AUTHOR, e.key, "positive", "certain", "past") for e in events)
    return replace(EXTRACTION, events=events, perspectives=views, statements=())


def event(**more):
    return Event(VISIT, EXTRACTION.events[0].span, "visit", fact=True, **more)


def test_a_fact_is_a_row_with_date_actors_countries_and_article(tmp_path):
    row = rows_of(written(tmp_path))[0]
    iri = row.pop("event")
    assert iri == f"{MINTER.article(ARTICLE)}/event/{VISIT}"
    assert row == {
        "date": "2023-03-14",
        "date_to": "2023-03-14",
        "code": "CONSULT",
        "mode": "visit",
        "cameo": "04",
        "type": "CONSULT",
        "contexts": "diplomatic",
        "actor": "Ingrid Dahl",
        "actor_country": "Norway",
        "actor_iso3": "NOR",
        "recipient": "Iceland",
        "recipient_country": "Iceland",
        "recipient_iso3": "ISL",
        "place": "Reykjavík",
        "place_country": "Iceland",
        "place_iso3": "ISL",
        "headline": "Norway, Iceland near fish treaty",
        "publication": "The Northern Post",
        "published": "2023-03-14",
        "article": "https://news.example/2023/fish",
        "article_id": "fish",
        "confidence": "0.9",
        "label": "Ingrid Dahl visits Reykjavik",
    }


def test_what_is_only_reported_is_no_row_unless_asked_for(tmp_path):
    dump = written(tmp_path)
    assert [row["label"] for row in rows_of(dump)] == ["Ingrid Dahl visits Reykjavik", "Olaf Berg hurt"]
    assert [(r["label"], r["status"], r["according_to"]) for r in rows_of(dump, reported=True)] == [
        ("Ingrid Dahl visits Reykjavik", "fact", ""),
        ("Ingrid Dahl to sign fisheries treaty", "planned", "Ingrid Dahl"),
        ("Norway could send ship", "possible", "senior official"),
        ("Olaf Berg hurt", "fact", ""),
    ]


@pytest.mark.parametrize(
    ("view", "status"),
    [
        pytest.param(("olaf-berg", "positive", "certain", "past"), "claimed", id="claimed by somebody"),
        pytest.param(("olaf-berg", "negative", "certain", "past"), "denied", id="denied by somebody"),
        pytest.param((AUTHOR, "negative", "certain", "past"), "negated", id="denied by the article"),
        pytest.param((AUTHOR, "positive", "probable", "past"), "probable", id="probable"),
        pytest.param((AUTHOR, "positive", "unknown", "past"), "unknown", id="left open"),
    ],
)
def test_the_status_says_how_far_from_a_fact(tmp_path, view, status):
    source, polarity, certainty, temporality = view
    views = {AUTHOR: Perspective(AUTHOR, HURT, "positive", "unknown", "past")}
    views[source] = Perspective(source, HURT, polarity, certainty, temporality)
    hurt = replace(EXTRACTION.events[3], fact=False)
    found = replace(EXTRACTION, events=(hurt,), perspectives=tuple(views.values()), statements=())
    assert [row["status"] for row in rows_of(written(tmp_path, found), reported=True)] == [status]


@pytest.mark.parametrize(
    ("participants", "pairs"),
    [
        pytest.param(
            {"type": "AID", "agents": ("norway", "iceland"), "recipients": ("olaf-berg", "fjord-radio")},
            [("Iceland", "Fjord Radio"), ("Iceland", "Olaf Berg"), ("Norway", "Fjord Radio"), ("Norway", "Olaf Berg")],
            id="each agent with each recipient",
        ),
        pytest.param(
            {"type": "CONSULT", "agents": ("norway", "iceland")},
            [("Iceland", "Norway"), ("Norway", "Iceland")],
            id="a meeting without a host goes both ways",
        ),
        pytest.param(
            {"type": "PROTEST", "agents": ("norway", "iceland")},
            [("Iceland", ""), ("Norway", "")],
            id="agents of a deed do not face each other",
        ),
        pytest.param({"type": "DIE", "patients": ("olaf-berg",)}, [("", "Olaf Berg")], id="no agent"),
        pytest.param({"type": "DISASTER"}, [("", "")], id="nobody"),
    ],
)  # fmt: skip
def test_a_row_is_a_pair(tmp_path, participants, pairs):
    rows = rows_of(written(tmp_path, with_events(event(**participants))))
    assert sorted((row["actor"], row["recipient"]) for row in rows) == pairs


def test_a_mode_belongs_to_the_code(tmp_path):
    planned = event(type="CONSULT", mode="visit", plover_type="AGREE", agents=("norway",))
    (row,) = rows_of(written(tmp_path, with_events(planned)))
    assert (row["code"], row["mode"], row["cameo"], row["type"]) == ("AGREE", "", "03", "CONSULT")


def test_a_mode_gives_the_finer_code_of_cameo():
    assert cameo_roots("ASSAULT-aerial") == ("19",)
    assert cameo_roots("ASSAULT") == ("18", "19", "20")
    assert cameo_roots("DIE") == ()


def test_text_cannot_be_a_formula_or_break_a_row(tmp_path):
    evil = event(type="DIE", label="=HYPERLINK(1)\tx\ny", patients=("olaf-berg",))
    lines = list(event_lines(written(tmp_path, with_events(evil))))
    assert len(lines) == 2
    assert lines[1].endswith("\t'=HYPERLINK(1) x y\n")


def test_csv_quotes_what_holds_a_comma(tmp_path):
    lines = list(event_lines(written(tmp_path), "csv"))
    assert '"Norway, Iceland near fish treaty"' in lines[1]


@pytest.mark.parametrize("form", ["nquads", "turtle", "trig", "jsonld"])
def test_all_formats_packed_or_not_give_the_same_rows(tmp_path, form):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    plain = list(event_lines(written(tmp_path / "a"), reported=True))
    assert list(event_lines(written(tmp_path / "b", form=form, packing="gzip"), reported=True)) == plain


def test_articles_that_are_scattered_are_put_together(tmp_path):
    lines = sorted((written(tmp_path) / "graph.nq").read_text().splitlines(), key=lambda line: line[::-1])
    other = MINTER.article(ARTICLE)[:-1] + "f"
    lines = [text for line in lines for text in (line, line.replace(MINTER.article(ARTICLE), other))]
    path = tmp_path / "mixed.nq"
    path.write_text("\n".join(lines) + "\n")
    assert len(rows_of(path)) == 2 * len(rows_of(tmp_path / "graph.nq"))


def test_a_file_stands_there_only_when_it_is_whole(tmp_path):
    def broken():
        yield "a\n"
        raise UsageError("broken")

    with pytest.raises(UsageError):
        write_lines(broken(), tmp_path / "events.tsv")
    assert not list(tmp_path.iterdir())


def test_a_packed_file_is_the_same_on_every_day(tmp_path):
    write_lines(["a\n", "b\n"], tmp_path / "events.tsv.gz")
    packed = (tmp_path / "events.tsv.gz").read_bytes()
    assert gzip.decompress(packed) == b"a\nb\n"
    assert packed[4:8] == bytes(4)

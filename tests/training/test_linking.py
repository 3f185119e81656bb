"""The linking set: every row usable, nobody invented has an item, and the counts are those of a small case."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from kg.article import Article
from kg.records import Entity, Extraction, Link, Mention, Span
from kg.wikidata.words import read_tsv
from training import linking
from training.linking import ANNOTATIONS, Gold, Result, causes, gum, news, report

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
needs_corpora = pytest.mark.skipif(not CORPORA.is_dir(), reason="needs ../shared/corpora")
ITEM = re.compile(r"Q[1-9]\d*|-")


def test_rows_are_items_or_none():
    for name, columns in (("news.tsv", 3), ("gum.tsv", 4)):
        rows = read_tsv(ANNOTATIONS / name)
        assert all(len(row) == columns and ITEM.fullmatch(row[-1]) for row in rows)
        keys = [tuple(row[:-1]) for row in rows]
        assert len(set(keys)) == len(keys) > 3000


@needs_corpora
def test_nobody_invented_has_an_item():
    items = {(a, e): item for a, e, item in read_tsv(ANNOTATIONS / "news.tsv")}
    for path in sorted((CORPORA / "invented_wire").glob("*.facts.json")):
        article = path.name.split(".")[0]
        for key, entity in json.loads(path.read_text("utf-8"))["entities"].items():
            if entity["type"] == "PERSON":
                assert items.get((article, key), "-") == "-"


@needs_corpora
def test_parts_are_apart():
    train, dev = ({gold.id for gold in news(CORPORA, part)} for part in ("train", "dev"))
    assert train
    assert dev
    assert not train & dev
    assert any(gold.names for gold in gum(CORPORA, "dev"))


def test_strict_counts(monkeypatch):
    text = "Ada Lund met Oslo and Oslo Ltd"
    entities = [
        Entity(f"e{i}", kind, name)
        for i, (kind, name) in enumerate(
            [("person", "Ada Lund"), ("place", "Oslo"), ("organization", "Oslo Ltd")]
        )
    ]
    spans = [(0, 8), (13, 17), (22, 30)]
    mentions = [Mention(Span(*span), "name", e.key) for span, e in zip(spans, entities, strict=True)]
    links = [Link("e0", "Q1", 0.8, "Q1"), Link("e1", "Q585", 0.99), Link("e2", None, 0.3)]
    monkeypatch.setattr(linking, "link_entities", lambda *_: links)
    pool = {"e2": [SimpleNamespace(item=SimpleNamespace(qid="Q2"))]}
    monkeypatch.setattr(linking, "weigh", lambda *_: SimpleNamespace(pool=pool))
    gold = Gold("x", Article(text=text), {spans[0]: "-", spans[1]: "Q585", spans[2]: "Q2"})
    result = Result()
    linking.judge(gold, Extraction(entities=tuple(entities), mentions=tuple(mentions)), None, result)
    assert result.names == [(0.8, False), (0.99, True)]
    assert any("P  50.0  R  50.0" in line for line in report(result, entities=False))
    assert list(causes(result, 1)) == [
        "    1 abstained: Oslo Ltd [Oslo Ltd] is Q2 (1)",
        "    1 linked, is none: Ada Lund → Q1 (1)",
    ]


def test_an_incomplete_article_says_nothing_of_other_links(monkeypatch):
    gold = Gold("x", Article(text="Ada met Oslo"), {(0, 3): "-"}, complete=False)
    mentions = (Mention(Span(0, 3), "name", "e0"), Mention(Span(8, 12), "name", "e1"))
    entities = (Entity("e0", "person", "Ada"), Entity("e1", "place", "Oslo"))
    monkeypatch.setattr(
        linking, "link_entities", lambda *_: [Link("e0", "Q1", 0.8), Link("e1", "Q585", 0.99)]
    )
    monkeypatch.setattr(linking, "weigh", lambda *_: SimpleNamespace(pool={}))
    result = Result()
    linking.judge(gold, Extraction(entities=entities, mentions=mentions), None, result)
    assert result.names == []

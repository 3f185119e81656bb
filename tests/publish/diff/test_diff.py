import json
import re
from dataclasses import replace

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse

from kg.cli import main
from kg.rdf.read import read_quads
from tests.publish.export.test_table import written
from tests.rdf.example import EXTRACTION

TURTLE = ("turtle", "ntriples")


def kg_diff(*arguments, expect=0):
    result = CliRunner().invoke(main, ["diff", *(str(a) for a in arguments)])
    assert result.exit_code == expect, result.output
    return result.stdout


@pytest.fixture
def dumps(tmp_path):
    """The example, and the example without its first event and with another first quote."""
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    first, *others = EXTRACTION.statements
    changed = replace(
        EXTRACTION,
        events=EXTRACTION.events[1:],
        perspectives=tuple(p for p in EXTRACTION.perspectives if p.event != EXTRACTION.events[0].key),
        statements=(replace(first, act="announce", reports=()), *(replace(s, reports=()) for s in others)),
    )
    return written(tmp_path / "old"), written(tmp_path / "new", changed)


def test_the_same_dump_is_the_same(dumps):
    old, _ = dumps
    assert kg_diff(old, old, "--exit-code") == "the same\n"


def test_what_was_lost_and_changed_is_told_in_words(dumps):
    told = kg_diff(*dumps)
    assert "  - fact: Ingrid Dahl visits Reykjavik\n" in told
    assert re.search(r"^  ~ statement: .*act: promise → announce", told, re.MULTILINE)
    assert "1 articles changed" in told.splitlines()[-1]


def test_the_other_way_round_it_is_gained(dumps):
    old, new = dumps
    lost, gained = kg_diff(old, new).splitlines(), kg_diff(new, old).splitlines()
    assert [line[4:] for line in lost if line.startswith("  - ")] == [
        line[4:] for line in gained if line.startswith("  + ")
    ]


def test_a_patch_makes_the_new_dump_of_the_old(dumps):
    old, new = dumps
    lines = kg_diff(old, new, "--format", "patch").splitlines()
    assert (lines[0], lines[-1]) == ("TX .", "TC .")
    quads = {str(quad) for quad in read_quads(old)}
    for line in lines[1:-1]:
        [quad] = parse(line[2:], format=RdfFormat.N_QUADS)
        if line.startswith("D "):
            quads.remove(str(quad))
        else:
            assert str(quad) not in quads
            quads.add(str(quad))
    assert quads == {str(quad) for quad in read_quads(new)}


def test_json_has_one_object_a_line(dumps):
    [change] = [json.loads(line) for line in kg_diff(*dumps, "--format", "json").splitlines()]
    assert change["state"] == "changed"
    assert {c["sign"] for c in change["changes"]} >= {"-", "~"}
    assert change["quads"]["removed"] > 0


def test_articles_that_are_new_or_gone(dumps, tmp_path):
    (tmp_path / "empty.nq").write_text("")
    assert kg_diff(tmp_path / "empty.nq", dumps[0]).startswith("new: ")
    assert "gone: " in kg_diff(dumps[0], tmp_path / "empty.nq", "--exit-code", expect=1)


@pytest.mark.parametrize("form", TURTLE)
def test_a_dump_without_graphs_is_compared_by_its_triples(dumps, tmp_path, form):
    (tmp_path / "flat").mkdir()
    assert kg_diff(dumps[0], written(tmp_path / "flat", form=form)) == "the same\n"


def test_a_link_that_changed(dumps, tmp_path):
    text = (dumps[0] / "graph.nq").read_text()
    link = re.search(
        r"<https://data.example/entity/(Q\d+)> <http://www.w3.org/2002/07/owl#sameAs> <[^>]*> ", text
    )
    other = text.replace(link[0], link[0].replace(f"wikidata.org/entity/{link[1]}", "wikidata.org/entity/Q4"))
    (tmp_path / "other.nq").write_text(other)
    assert f"~ link: {link[1]} → Q4" in kg_diff(dumps[0], tmp_path / "other.nq")


def test_blank_nodes_and_missing_dumps_are_one_line(dumps, tmp_path):
    (tmp_path / "blank.nq").write_text("_:a <http://a.example/p> <http://a.example/o> .\n")
    result = CliRunner().invoke(main, ["diff", str(dumps[0]), str(tmp_path / "blank.nq")])
    assert (result.exit_code, "blank nodes" in result.stderr) == (1, True)
    result = CliRunner().invoke(main, ["diff", str(dumps[0]), str(tmp_path / "none.nq")])
    assert (result.exit_code, "no such file" in result.stderr) == (2, True)


def test_text_of_an_article_cannot_steer_the_terminal(dumps, tmp_path):
    text = (dumps[0] / "graph.nq").read_text()
    (tmp_path / "other.nq").write_text(re.sub(r'(#label> ")', r"\1\\u001B[31m", text))
    assert "\x1b" not in kg_diff(dumps[0], tmp_path / "other.nq")

"""Each shape has a folder of examples; an invalid one names the constraints that it breaks.

`support.ttl` holds what the examples point at and is added to each of them.
"""

import re
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Quad

from kg.validate import load_shapes

HERE = Path(__file__).parent
SUPPORT = HERE / "support.ttl"
EXPECT = re.compile(r"^# expect: sh:(\w+) kgs:([\w-]+)$", re.MULTILINE)
EXAMPLES = sorted(HERE.glob("*/*/*.ttl"))


def quads(*files):
    return [
        Quad(t.subject, t.predicate, t.object) for file in files for t in pyoxigraph.parse(path=str(file))
    ]


def local(iri):
    return iri.rpartition("#")[2]


def broken(*files):
    return {(local(f.component), local(f.shape)) for f in load_shapes().run(quads(*files))}


def test_the_support_conforms():
    assert broken(SUPPORT) == set()


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda f: "-".join(f.with_suffix("").parts[-3:]))
def test_an_example_breaks_what_it_names(file):
    expected = set(EXPECT.findall(file.read_text(encoding="utf-8")))
    assert bool(expected) == (file.parent.name == "invalid")
    assert broken(SUPPORT, file) == expected


def test_every_shape_has_both_kinds_of_examples():
    shapes = {local(str(node)) for node in load_shapes().graph.subjects() if str(node).endswith("Shape")}
    for kind in ("valid", "invalid"):
        assert {file.parts[-3] for file in EXAMPLES if file.parent.name == kind} == shapes


def test_every_constraint_is_seen_to_fail():
    known = {
        (local(str(c.shacl_constraint_component)), local(str(rule.shape.node)))
        for rule in load_shapes().rules
        for c in rule.constraints
    }
    seen = {pair for file in EXAMPLES for pair in EXPECT.findall(file.read_text(encoding="utf-8"))}
    assert known == seen


def test_every_shape_says_in_words_what_it_wants():
    from rdflib.namespace import SH

    graph = load_shapes().graph
    for rule in load_shapes().rules:
        (message,) = graph.objects(rule.shape.node, SH.message)
        assert re.fullmatch(r"[^\W\d_a-z].+\.|kg:anonymous .+\.", str(message)), message

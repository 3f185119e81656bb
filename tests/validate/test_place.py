"""Where findings stand: lines of files in every format, and the words of the article."""

import gzip

import pytest
from pyoxigraph import RdfFormat, serialize

from kg.rdf.vocabulary import PREFIXES
from kg.validate.dump import check_dump, together
from kg.validate.finding import Finding
from kg.validate.place import Passage, find_places, passage_of
from tests.validate.example import ARTICLE, QUADS, TEXT, edited

EVENT = f"{ARTICLE}/event/text/95-99"
BROKEN = edited(remove=[("event/text/95-99", "kg:trigger")])
KG = PREFIXES["kg"]


def finding(focus="http://e.org/b", path="kg:act", value=""):
    return Finding("", "", focus, "http://e.org/Shape", "http://e.org/c", path, value, "message")


def lines_of(tmp_path, name, content, *findings):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    places = find_places([path], findings)
    return [places[f].line if f in places else 0 for f in findings]


@pytest.mark.parametrize("name", ["graph.nq", "graph.trig", "graph.nq.gz"])
def test_a_missing_value_stands_where_its_node_does(tmp_path, name):
    form = RdfFormat.TRIG if "trig" in name else RdfFormat.N_QUADS
    content = serialize(BROKEN, format=form)
    path = tmp_path / name
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    report = check_dump(path)
    (found,) = [f for f in report.findings if f.shape.endswith("Event-trigger")]
    place = report.places[found]
    assert place.file == str(path)
    lines = content.decode().splitlines()
    assert EVENT in lines[place.line - 1] or lines[place.line - 1].startswith("<")
    assert not any(line.startswith(f"<{EVENT}>") for line in lines[: place.line - 1])


def test_a_triple_stands_on_its_own_line(tmp_path):
    content = (
        f"<http://e.org/b> <{KG}cue> <http://e.org/x> .\n"
        f"<http://e.org/b> <{KG}act> <http://e.org/y> .\n"
        f'<http://e.org/b> <{KG}act> "z"@en .\n'
    )
    found = [finding(), finding(value="<http://e.org/y>"), finding(value='"z"@en'), finding(path="kg:form")]
    assert lines_of(tmp_path, "a.nt", content, *found) == [2, 2, 3, 1]


TURTLE = '''@prefix kg: <https://w3id.org/newskg/ontology#> . # a comment with "marks" . ;
@base <http://e.org/> .
PREFIX e: <http://e.org/>
<a> kg:cue """several
lines ; <b> kg:act "no" .
""" ;
  kg:act e:x.y , 1.5 .
e:b
  a kg:Statement ;
  kg:cue [ kg:act <a> ; kg:form "x" ] ;
  kg:form "a # b . \\" ;", 'c' ;
  kg:act
    <x> ,
    e:z .
'''


def test_turtle_is_read_by_its_triples(tmp_path):
    found = [
        finding(),
        finding(value="<http://e.org/z>"),
        finding(path="kg:form"),
        finding(path="rdf:type", value="<https://w3id.org/newskg/ontology#Statement>"),
        finding(focus="http://e.org/a", value="<http://e.org/x.y>"),
        finding(focus="http://e.org/c"),
    ]
    assert lines_of(tmp_path, "a.ttl", TURTLE, *found) == [12, 14, 11, 9, 7, 0]


def test_graphs_of_trig_are_no_subjects(tmp_path):
    content = f"GRAPH <http://e.org/b> {{\n <http://e.org/a> <{KG}act> 1\n}}\n<http://e.org/g> {{ <http://e.org/b> <{KG}act> 2 . }}\n"
    assert lines_of(tmp_path, "a.trig", content, finding()) == [4]


def test_json_is_read_by_its_ids(tmp_path):
    content = '{"@context": {},\n "@graph": [\n {"@id": "http://e.org/a"},\n {"@id": "http://e.org/b",\n "x": 1}]}\n'
    assert lines_of(tmp_path, "a.jsonld", content, finding()) == [4]


def test_shards_have_their_own_lines(tmp_path):
    first, second = tmp_path / "graph-0001.nt", tmp_path / "graph-0002.nt"
    first.write_text(f"<http://e.org/a> <{KG}act> <http://e.org/y> .\n")
    second.write_text(f"<http://e.org/b> <{KG}act> <http://e.org/y> .\n")
    assert find_places([first, second], [finding()])[finding()] == (str(second), 1)


def test_blank_nodes_and_inverse_paths_do_no_harm(tmp_path):
    assert lines_of(
        tmp_path, "a.nt", "_:x <http://e.org/p> _:y .\n", finding("_:x"), finding(path="^kg:act")
    ) == [0, 0]


def test_the_sentence_is_shown(tmp_path):
    (tmp_path / "graph.nq").write_bytes(serialize(BROKEN, format=RdfFormat.N_QUADS))
    report = check_dump(tmp_path)
    passage = next(report.passages[f] for f in report.findings if f.shape.endswith("Event-trigger"))
    assert (passage.start, passage.end) == (95, 99)
    folder = tmp_path / "text"
    folder.mkdir()
    (folder / f"{ARTICLE.rpartition('/')[2]}.txt").write_text(TEXT, encoding="utf-8")
    report = check_dump(tmp_path)
    passage = next(report.passages[f] for f in report.findings if f.shape.endswith("Event-trigger"))
    assert passage.words == TEXT[95:99]
    assert passage.before + passage.words + passage.behind in TEXT


def test_offsets_beyond_the_text_show_no_words(tmp_path):
    wrong = Finding(ARTICLE, "", f"{ARTICLE}/event/text/900000-900004", "s", "c", "", "", "m")
    assert passage_of(wrong, QUADS, tmp_path) == Passage(900000, 900004)
    assert passage_of(finding(), QUADS, tmp_path) is None


def test_reports_of_several_dumps_are_joined(tmp_path):
    (tmp_path / "a.nq").write_bytes(serialize(BROKEN, format=RdfFormat.N_QUADS))
    (tmp_path / "b.nq").write_bytes(serialize(QUADS, format=RdfFormat.N_QUADS))
    joined = together([check_dump(tmp_path / "a.nq"), check_dump(tmp_path / "b.nq")])
    assert joined.articles == 2
    assert {place.file for place in joined.places.values()} == {str(tmp_path / "a.nq")}

import json

import pytest
from pyoxigraph import Dataset, RdfFormat, parse

from kg.packing import open_packed
from kg.publish.dump import ENDS, Block, Layout, write_graphs
from kg.rdf.iri import Minter
from kg.rdf.read import graph_files, read_quads
from kg.rdf.write import nquads

MINTER = Minter("https://data.example/")


def block(number: int) -> Block:
    article = f"https://data.example/article/{number:032x}"
    lines = [
        f'<{article}/event/{n}> <http://www.w3.org/2000/01/rdf-schema#label> "a {n}"@en <{article}/facts> .\n'
        for n in range(20)
    ]
    return Block(f"{article}/", "".join(sorted(lines)))


BLOCKS = [block(n) for n in range(6)]
QUADS = Dataset(quad for one in BLOCKS for quad in one.quads())


def write(folder, form, **layout):
    return write_graphs(BLOCKS, folder, base=MINTER.base, layout=Layout((form,), **layout))[0]


@pytest.mark.parametrize("packing", ["", "gzip", "zstd"])
@pytest.mark.parametrize("form", ENDS)
def test_shards_together_are_the_dump(tmp_path, form, packing):
    files = write(tmp_path, form, packing=packing, shard_bytes=3000)
    assert len(files) >= 2
    assert [path.name for path in graph_files(tmp_path)] == [file.name for file in files]
    found = list(read_quads(tmp_path))
    if form in {"turtle", "ntriples"}:
        assert {q.triple for q in found} == {q.triple for q in QUADS}
    else:
        assert set(found) == set(QUADS)


@pytest.mark.parametrize("form", ENDS)
def test_no_article_is_cut(tmp_path, form):
    articles = [
        {str(quad.subject)[:64] for quad in read_quads(tmp_path / file.name)}
        for file in write(tmp_path, form, shard_bytes=3000)
    ]
    assert sum(len(names) for names in articles) == len(BLOCKS)


def test_files_of_another_layout_do_not_stay(tmp_path):
    write(tmp_path, "nquads", shard_bytes=3000)
    (tmp_path / "dataset.ttl").write_text("")
    write(tmp_path, "turtle", packing="zstd")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dataset.ttl", "graph.ttl.zst"]


def test_a_failure_leaves_what_was_there(tmp_path):
    write(tmp_path, "nquads", shard_bytes=3000)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def broken():
        yield BLOCKS[0]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_graphs(broken(), tmp_path, base=MINTER.base, layout=Layout(("nquads",), shard_bytes=3000))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("form", ENDS)
def test_nothing_gives_an_empty_document(tmp_path, form):
    [file], _ = write_graphs([], tmp_path, base=MINTER.base, layout=Layout((form,)))
    assert list(read_quads(tmp_path / file.name)) == []


def test_json_ld_of_a_shard_is_whole(tmp_path):
    for file in write(tmp_path, "jsonld", packing="gzip", shard_bytes=3000):
        with open_packed(tmp_path / file.name) as stream:
            document = json.loads(stream.read())
        assert document["@graph"]
        assert "@context" in document


def test_quads_without_a_graph_are_no_graph_in_trig(tmp_path):
    line = "<http://a.example/s> <http://a.example/p> <http://a.example/o> .\n"
    write_graphs(
        [Block("http://a.example/", line)], tmp_path, base="http://a.example/", layout=Layout(("trig",))
    )
    assert nquads(parse(path=str(tmp_path / "graph.trig"), format=RdfFormat.TRIG)) == line

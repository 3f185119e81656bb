import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import FormatError
from kg.publish.export import stream
from kg.publish.export.graph import export_graph
from kg.rdf.read import read_quads
from tests.publish.export.test_table import written
from tests.publish.test_dump import BLOCKS, QUADS

GRAPHS = ["nquads", "trig", "jsonld"]


def bytes_of(files, folder):
    return b"".join((folder / file.name).read_bytes() for file in files)


@pytest.mark.parametrize("target", ["nquads", "ntriples", "turtle", "trig", "jsonld"])
@pytest.mark.parametrize("source", GRAPHS)
def test_what_is_exported_is_what_build_writes(tmp_path, source, target):
    for name in ("from", "straight", "out"):
        (tmp_path / name).mkdir()
    written(tmp_path / "from", form=source)
    written(tmp_path / "straight", form=target)
    files = export_graph(tmp_path / "from", tmp_path / "out", target)
    [expected] = (tmp_path / "straight").iterdir()
    assert bytes_of(files, tmp_path / "out") == expected.read_bytes()


def test_a_dump_whose_articles_are_scattered_is_sorted(tmp_path, monkeypatch):
    monkeypatch.setattr(stream, "RUN_BYTES", 2000)
    lines = sorted("".join(b.nquads for b in BLOCKS).splitlines(keepends=True), key=lambda line: line[::-1])
    (tmp_path / "mixed.nq").write_text("".join(lines) + lines[0])
    export_graph(tmp_path / "mixed.nq", tmp_path / "out.nq", "nquads")
    assert (tmp_path / "out.nq").read_text() == "".join(b.nquads for b in BLOCKS)


def test_shards_and_packing(tmp_path):
    (tmp_path / "all.nq").write_text("".join(b.nquads for b in BLOCKS))
    files = export_graph(tmp_path / "all.nq", tmp_path / "out", "trig", packing="zstd", shard_size=0.002)
    assert len(files) > 2
    assert files[0].name == "graph-0001.trig.zst"
    assert set(read_quads(tmp_path / "out")) == set(QUADS)


def test_blank_nodes_of_others_stay_in_lines_and_are_refused_elsewhere(tmp_path):
    line = "_:a <http://a.example/p> _:b <http://a.example/g> .\n"
    (tmp_path / "a.nq").write_text(line)
    export_graph(tmp_path / "a.nq", tmp_path / "b.nq", "nquads")
    assert (tmp_path / "b.nq").read_text().count("_:") == 2
    with pytest.raises(FormatError, match="blank nodes"):
        export_graph(tmp_path / "a.nq", tmp_path / "b.ttl", "turtle")
    assert not list(tmp_path.glob("b.ttl*"))


def test_the_command_says_what_it_wrote(tmp_path):
    (tmp_path / "all.nq").write_text(BLOCKS[0].nquads)
    call = ["export", str(tmp_path / "all.nq"), "--format", "ntriples", "-o", str(tmp_path / "all.nt.gz")]
    result = CliRunner().invoke(main, call)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("all.nt.gz: ")
    assert len(list(read_quads(tmp_path / "all.nt.gz"))) == 20

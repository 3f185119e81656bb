import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.entity import SharedEntity, entity_quads
from kg.rdf.iri import Minter
from kg.rdf.write import nquads
from kg.run import shared as shared_module
from kg.run.shared import SharedStore

MINTER = Minter("https://data.example/")
NORWAY = [
    SharedEntity("https://data.example/entity/Q20", "country", "Norway", ("Norge",), "Q20"),
    SharedEntity("https://data.example/entity/Q20", "place", "NORWAY", (), "Q20"),
    SharedEntity("https://data.example/entity/Q20", "country", "Norway", ("Norge",), "Q20"),
]
OSLO = SharedEntity("https://data.example/entity/Q585", "place", "Oslo", (), "Q585", "Q20")


def test_descriptions_are_those_of_all_articles_together(tmp_path):
    with SharedStore.open(tmp_path / "shared") as store:
        for entity in (*NORWAY, OSLO):
            store.describe([entity])
        (block,) = store.blocks(MINTER)
    assert block.nquads == nquads(entity_quads([*NORWAY, OSLO], MINTER))


def test_a_subject_is_never_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(shared_module, "BLOCK_LINES", 1)
    cluster = Quad(
        NamedNode("https://data.example/cluster/a"), NamedNode("https://x.example/p"), Literal("x")
    )
    with SharedStore.open(tmp_path / "shared") as store:
        store.describe([*NORWAY, OSLO])
        store.add([cluster, cluster])
        subjects = [{line.split(" ")[0] for line in b.nquads.splitlines()} for b in store.blocks(MINTER)]
    assert subjects == [
        {"<https://data.example/cluster/a>"},
        {"<https://data.example/entity/Q20>"},
        {"<https://data.example/entity/Q585>"},
    ]


def test_nothing_stays_on_the_disk(tmp_path):
    with SharedStore.open(tmp_path / "shared"):
        assert (tmp_path / "shared").exists()
    assert list(tmp_path.iterdir()) == []


def test_a_fault_of_the_disk_is_an_os_error(tmp_path):
    with pytest.raises(OSError, match="unable to open"), SharedStore.open(tmp_path / "no" / "shared"):
        pass

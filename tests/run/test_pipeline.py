import errno
import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kg.article import Article
from kg.config import BuildOptions
from kg.errors import EnvironmentFaultError, RunError, UsageError
from kg.readers import Rejected
from kg.run import journal as journal_module
from kg.run import shared as shared_module
from kg.run.journal import Journal
from kg.run.pipeline import build
from tests.run.stand_in import analyse

OPTIONS = BuildOptions(jobs=1, base_iri="https://data.example/")
ARTICLES = tuple(
    Article(
        text=f"{name} said that it rained in Norway.",
        id=name.lower(),
        source=f"{name}.txt",
        publisher="The Post",
    )
    for name in ("Anna", "Berit", "Carl", "Dagny", "Erik", "Frida")
)


def run(out, articles=ARTICLES, options=OPTIONS, **more):
    return build(iter(articles), out, options, analyser=analyse, **more)


def files(out):
    """Everything in the folder but the journal."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and ".journal" not in path.parts
    }


@pytest.fixture
def calls(tmp_path, monkeypatch):
    """Which articles were analysed, in order."""
    path = tmp_path / "calls"
    path.touch()
    monkeypatch.setenv("KG_TEST_CALLS", str(path))
    return lambda: path.read_text().split()


# ---------------------------------------------------------------- what is written


def test_a_dump_has_all_its_files(tmp_path):
    report = run(tmp_path / "out")
    assert report.articles == 6
    names = set(files(tmp_path / "out"))
    assert {n for n in names if not n.startswith("text/")} == {
        "graph.nq", "graph.ttl", "graph.jsonld", "dataset.ttl", "report.txt", "report.json", "rejected.jsonl",
        "manifest.json", "clusters.jsonl",
    }  # fmt: skip
    assert sum(n.startswith("text/") for n in names) == 6


def test_all_lines_of_nquads_are_sorted_and_entities_described_once(tmp_path):
    run(tmp_path)
    lines = (tmp_path / "graph.nq").read_bytes().splitlines()
    assert lines == sorted(set(lines))
    assert sum(b"entity/Q20> <http://www.w3.org/2002/07/owl#sameAs>" in line for line in lines) == 1


def test_formats_say_the_same(tmp_path):
    run(tmp_path, options=replace(OPTIONS, formats=("nquads", "turtle", "jsonld", "trig")))
    quads = set(parse(path=tmp_path / "graph.nq", format=RdfFormat.N_QUADS))
    assert set(parse(path=tmp_path / "graph.jsonld", format=RdfFormat.JSON_LD)) == quads
    assert set(parse(path=tmp_path / "graph.trig", format=RdfFormat.TRIG)) == quads
    triples = {q.triple for q in parse(path=tmp_path / "graph.ttl", format=RdfFormat.TURTLE)}
    assert triples == {q.triple for q in quads}


def test_what_is_shared_may_be_written_in_pieces(tmp_path, monkeypatch):
    options = replace(OPTIONS, formats=("nquads", "turtle", "jsonld", "trig"))
    run(tmp_path / "whole", options=options)
    monkeypatch.setattr(shared_module, "BLOCK_LINES", 2)
    run(tmp_path / "pieces", options=options)
    whole = (tmp_path / "whole" / "graph.nq").read_bytes()
    assert (tmp_path / "pieces" / "graph.nq").read_bytes() == whole
    quads = set(parse(whole, format=RdfFormat.N_QUADS))
    for name, form in (("graph.trig", RdfFormat.TRIG), ("graph.jsonld", RdfFormat.JSON_LD)):
        assert set(parse(path=tmp_path / "pieces" / name, format=form)) == quads
    triples = {q.triple for q in parse(path=tmp_path / "pieces" / "graph.ttl", format=RdfFormat.TURTLE)}
    assert triples == {q.triple for q in quads}


def test_the_text_is_kept_as_it_was_given(tmp_path):
    text = "Anna said that\r\nit “rained”.\n"
    run(tmp_path, [Article(text=text, url="https://news.example/a")])
    [path] = (tmp_path / "text").iterdir()
    assert path.read_bytes().decode() == text


def test_files_of_an_earlier_build_do_not_stay(tmp_path):
    run(tmp_path)
    run(tmp_path, ARTICLES[:1], replace(OPTIONS, formats=("turtle",), packing="gzip"))
    names = set(files(tmp_path))
    assert {n for n in names if n.startswith("graph")} == {"graph.ttl.gz"}
    assert sum(n.startswith("text/") for n in names) == 1
    assert len(list((tmp_path / ".journal").glob("*.json"))) == 1


def test_manifest_and_dataset_name_what_decides_a_result(tmp_path):
    run(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert {"version", "weights", "knowledge_base", "ontology", "shapes", "spacy"} <= set(
        manifest["versions"]
    )
    assert manifest["files"]["graph.nq"]["bytes"] == (tmp_path / "graph.nq").stat().st_size
    assert "ent:Q20" in (tmp_path / "graph.ttl").read_text()
    assert manifest["run"] in (tmp_path / "dataset.ttl").read_text()


# ---------------------------------------------------------------- the same bytes


def test_neither_order_nor_processes_nor_hash_seed_change_a_byte(tmp_path):
    shuffled = random.Random(4).sample(ARTICLES, len(ARTICLES))
    run(tmp_path / "a")
    run(tmp_path / "b", shuffled)
    code = (
        "from tests.run.test_pipeline import *\n"
        "if __name__ == '__main__': run(Path(sys.argv[1]), options=replace(OPTIONS, jobs=2))"
    )
    script = tmp_path / "main.py"
    script.write_text(code)
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "77",
        "PYTHONPATH": os.pathsep.join([str(Path.cwd()), *sys.path]),
    }
    subprocess.run([sys.executable, script, tmp_path / "c"], check=True, env=environment, timeout=240)
    assert files(tmp_path / "a") == files(tmp_path / "b") == files(tmp_path / "c")


def test_editing_one_article_changes_only_its_own_lines(tmp_path):
    run(tmp_path)
    before = set((tmp_path / "graph.nq").read_text().splitlines())
    edited = replace(ARTICLES[2], text="Carl said that it snowed in Norway.")
    run(tmp_path, [*ARTICLES[:2], edited, *ARTICLES[3:]])
    after = set((tmp_path / "graph.nq").read_text().splitlines())
    changed = before ^ after
    subjects = {line.split()[0].strip("<>").split("/")[4] for line in changed}
    assert len(subjects) == 1


# ---------------------------------------------------------------- resuming


def test_a_stopped_build_goes_on_where_it_was(tmp_path, calls, monkeypatch):
    stop = replace(ARTICLES[3], text="Dagny said that they interrupt us.")
    articles = [*ARTICLES[:3], stop, *ARTICLES[4:]]
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "out", articles)
    assert calls() == ["anna", "berit", "carl", "dagny"]
    assert not (tmp_path / "out" / "graph.nq").exists()
    monkeypatch.setenv("KG_TEST_CALM", "1")
    run(tmp_path / "out", articles)
    assert calls()[4:] == ["dagny", "erik", "frida"]
    run(tmp_path / "once", articles)
    assert files(tmp_path / "out") == files(tmp_path / "once")


def test_only_what_changed_is_done_again(tmp_path, calls):
    run(tmp_path / "out")
    run(tmp_path / "out", [*ARTICLES[:5], replace(ARTICLES[5], text="Frida left.")])
    assert calls()[6:] == ["frida"]


def test_another_option_that_matters_does_all_again(tmp_path, calls):
    run(tmp_path / "out")
    run(
        tmp_path / "out",
        options=replace(OPTIONS, title="New", license="https://licence.example/", max_rejected=0.5),
    )
    assert len(calls()) == 6
    run(tmp_path / "out", options=replace(OPTIONS, text="none"))
    assert len(calls()) == 12


def test_a_broken_journal_entry_is_done_again(tmp_path, calls):
    run(tmp_path / "out")
    path = min((tmp_path / "out" / ".journal").glob("*.json"))
    path.write_text(path.read_text()[:100])
    run(tmp_path / "out")
    assert len(calls()) == 7


def test_a_failed_article_is_tried_again(tmp_path, calls):
    bad = replace(ARTICLES[0], text="We explode.")
    run(tmp_path / "out", [bad])
    run(tmp_path / "out", [bad])
    assert calls() == ["anna", "anna"]


# ---------------------------------------------------------------- faults


def test_what_goes_wrong_in_one_article_costs_only_that(tmp_path):
    bad = replace(ARTICLES[1], text="We explode.")
    unread = Rejected("x.txt", None, "read", "the file is empty")
    report = run(tmp_path, [ARTICLES[0], bad, unread, ARTICLES[2]])
    assert report.articles == 2
    rows = [json.loads(line) for line in (tmp_path / "rejected.jsonl").read_text().splitlines()]
    assert [(r["source"], r["stage"], r["reason"]) for r in rows] == [
        ("Berit.txt", "extract", "internal error: ZeroDivisionError: this article is too much"),
        ("x.txt", "read", "the file is empty"),
    ]


def test_half_a_character_is_a_clear_reason(tmp_path):
    report = run(tmp_path, [Article(text="Anna \ud800 said", id="a", source="a.jsonl")])
    assert "lone surrogate" in report.rejected[0].reason


def test_two_articles_with_one_name_cannot_both_be_published(tmp_path):
    twin = replace(ARTICLES[0], text="Anna said that it snowed.", source="Twin.txt")
    report = run(tmp_path, [*ARTICLES[:2], twin])
    assert report.articles == 2
    assert [str(r) for r in report.rejected] == [
        "Twin.txt (anna): the same article as in Anna.txt (same URL, id or text)"
    ]


def test_too_many_rejected_articles_fail_the_build(tmp_path):
    articles = [ARTICLES[0], Rejected("x.txt", None, "read", "the file is empty")]
    with pytest.raises(RunError, match="1 of 2 articles"):
        run(tmp_path, articles, replace(OPTIONS, max_rejected=0.4))
    assert not (tmp_path / "graph.nq").exists()
    assert run(tmp_path, articles, replace(OPTIONS, max_rejected=0.5)).articles == 1


def test_nothing_to_read_is_an_error(tmp_path):
    with pytest.raises(UsageError, match="nothing to read"):
        run(tmp_path, [])


def test_a_full_disk_keeps_what_is_finished(tmp_path, monkeypatch, calls):
    written = []

    def put(self, key, outcome):
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(key)
        original(self, key, outcome)

    original = Journal.put
    monkeypatch.setattr(Journal, "put", put)
    with pytest.raises(EnvironmentFaultError, match="the disk is full; finished articles are kept"):
        run(tmp_path / "out")
    monkeypatch.setattr(Journal, "put", original)
    run(tmp_path / "out")
    assert calls() == ["anna", "berit", "carl", "carl", "dagny", "erik", "frida"]


def test_a_disk_that_fills_up_while_writing_leaves_no_half_file(tmp_path, monkeypatch):
    run(tmp_path)
    before = files(tmp_path)

    def full(path, text):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("kg.run.pipeline.write_graphs", lambda *_, **__: full(None, None))
    with pytest.raises(EnvironmentFaultError, match="disk is full"):
        run(tmp_path, ARTICLES[:2])
    assert not list(tmp_path.rglob("*.part"))
    after = files(tmp_path)
    assert {n: after[n] for n in before if n.startswith("graph")} == {
        n: before[n] for n in before if n.startswith("graph")
    }


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to mount a small disk")
def test_a_really_full_disk(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], check=False, capture_output=True
    ).returncode:
        pytest.skip("cannot mount")
    try:
        with pytest.raises(EnvironmentFaultError, match="disk is full"):
            run(disk / "out")
        assert not list((disk / "out").glob("graph*"))
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(EnvironmentFaultError, match="cannot be written"):
        run(tmp_path / "file" / "out")


def test_two_builds_do_not_write_to_one_folder(tmp_path):
    with (
        Journal(tmp_path / ".journal").held(),
        pytest.raises(EnvironmentFaultError, match="another kg build"),
    ):
        run(tmp_path)


@pytest.mark.slow
def test_a_worker_that_dies_is_an_error_and_not_a_hang(tmp_path):
    with pytest.raises(RunError, match="worker process died"):
        run(tmp_path, [*ARTICLES, Article(text="Please die now.", id="x")], replace(OPTIONS, jobs=2))


def test_an_atomic_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    journal_module.write_atomic(path, "old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "broken")))
    with pytest.raises(OSError, match="broken"):
        journal_module.write_atomic(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_progress_knows_how_many_there_are(tmp_path):
    seen = []
    run(tmp_path, ARTICLES[:3], progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, 3)
    assert seen[-1] == (3, 3)

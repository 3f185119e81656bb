"""A knowledge base built from a dump: what is in it, and what becomes of broken, cut off and stopped ones."""

import gzip
import json
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from kg.article import Article
from kg.cli import main
from kg.errors import RunError, UsageError
from kg.records import Entity, Extraction, Link, Role, Span
from kg.run import dump_pass
from kg.run.knowledge import BaseOptions, build_base
from kg.wikidata.base import KnowledgeBase
from kg.wikidata.dump import lines
from kg.wikidata.kinds import Kind
from kg.wikidata.role import checked_roles
from tests.wikidata.dump import BROKEN, dump_lines, write_dump


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dump")
    dump = write_dump(folder / "wikidata-all.json.gz")
    result = build_base(dump, folder / "own.kgb", folder / "work", BaseOptions())
    return folder, result, KnowledgeBase.open(folder / "own.kgb")


@pytest.fixture
def small_parts(monkeypatch):
    """Parts of 40 lines, so that a small dump has several."""
    monkeypatch.setattr(lines, "PIECE", 20)
    monkeypatch.setattr(dump_pass, "PIECE", 20)
    monkeypatch.setattr(dump_pass, "_PIECES", 2)


def run(*arguments):
    return CliRunner().invoke(main, ["kb", "build", *map(str, arguments)])


def test_items_have_what_the_dump_says(built):
    base = built[2]
    person = base.item("Q900120")
    assert (person.label, person.kind, person.country, person.start) == (
        "Ilze Kronberga",
        Kind.PERSON,
        "Q900100",
        1971,
    )
    assert person.lifetime
    assert person.aliases == ("I. Kronberga", "Ilze K.")
    (term,) = base.terms("Q900120")
    assert (term.position, term.office, term.country) == (
        "Minister of Foreign Affairs of Varmia",
        "Q900110",
        "Q900100",
    )
    assert (term.start, term.end) == (20190502, 0)


@pytest.mark.parametrize(
    ("name", "qid"),
    [
        ("Kronberga", "Q900120"),
        ("Republic of Varmia", "Q900100"),
        ("Port Selen", "Q900130"),
        ("Norrgran Shipping", "Q900140"),
        ("Tolosa Islands", "Q900101"),
    ],
)
def test_names_are_found(built, name, qid):
    assert [hit.item.qid for hit in built[2].lookup(name)] == [qid]


def test_a_class_below_a_known_one_counts(built):
    assert built[2].item("Q900101").kind is Kind.COUNTRY


def test_what_is_no_thing_or_hardly_known_is_left_out(built):
    assert [built[2].item(q) for q in ("Q900150", "Q900151", "Q900152", "Q900199", "Q990001")] == [None] * 5


def test_offices_are_kept_whoever_writes_about_them(built):
    assert built[2].office("Foreign Minister", "Q900100").qid == "Q900110"


def test_a_state_that_ended_is_a_former_one_and_nobody_is_of_it_who_is_of_one_that_lasts(built):
    base = built[2]
    assert base.item("Q900102").kind is Kind.FORMER_COUNTRY
    assert [base.item(qid).country for qid in ("Q900121", "Q900100")] == ["Q900100", "Q900100"]


def test_years_in_office_in_a_description_are_not_those_of_birth_and_death(built):
    person = built[2].item("Q900121")
    assert (person.start, person.end, person.lifetime) == (1931, 0, True)


def test_the_name_of_a_state_names_nothing_else(built):
    assert [hit.item.qid for hit in built[2].lookup("Varmia")] == ["Q900100"]
    assert built[2].item("Q900141").aliases == ("The Tides",)


def test_offices_of_hand_picked_bodies_are_found(built):
    assert built[2].office("Commissioner for Tides", "Q1065").qid == "Q900111"


@pytest.mark.parametrize(("date", "doubted"), [("2023-06-03", False), ("2012-06-03", True)])
def test_roles_are_checked_against_the_terms_of_a_state_without_a_word_for_its_people(built, date, doubted):
    role = Role("r", Span(0, 1), "p", "Foreign Minister", country="c")
    entities = (Entity("p", "person", "Ilze Kronberga"), Entity("c", "country", "Varmia"))
    links = (Link("p", "Q900120", 0.97), Link("c", "Q900100", 0.97))
    extraction = Extraction(entities, roles=(role,), links=links)
    (checked,) = checked_roles(extraction, Article(text="", date=date), built[2])
    assert bool(checked.doubt) is doubted


def test_hand_picked_items_keep_their_prior(built):
    assert built[2].item("Q7747").curated
    assert built[2].item("Q7747").prior >= KnowledgeBase.open().item("Q7747").prior


def test_nations_and_metonyms_come_from_the_base_that_ships(built):
    assert built[2].demonyms == KnowledgeBase.open().demonyms


def test_broken_lines_cost_themselves(built):
    _, result, _ = built
    rows = [json.loads(line) for line in result.rejected.read_text().splitlines()]
    assert [row["line"] for row in rows] == sorted(BROKEN) == [at for at, _ in result.first_broken]
    assert {row["source"] for row in rows} == {"wikidata-all.json.gz"}


def test_the_parts_are_gone(built):
    assert not (built[0] / "work").exists()


@pytest.mark.parametrize("packing", ["json", "json.bz2", "json.gz", "json.zst"])
def test_packing_and_processes_change_nothing(built, tmp_path, packing):
    dump = write_dump(tmp_path / f"wikidata-all.{packing}")
    dump = dump.rename(tmp_path / "wikidata-all.json.gz")  # known by its first bytes, not by its name
    build_base(dump, tmp_path / "b.kgb", tmp_path / "work", BaseOptions(jobs=2))
    assert (tmp_path / "b.kgb").read_bytes() == (built[0] / "own.kgb").read_bytes()


def test_lines_without_a_list_are_read(tmp_path):
    dump = tmp_path / "all.jsonl"
    dump.write_text("\n".join(line.removesuffix(",") for line in dump_lines(20)[1:-1]))
    assert build_base(dump, tmp_path / "b.kgb", tmp_path / "w", BaseOptions()).header["items"] > 5


@pytest.mark.usefixtures("small_parts")
def test_a_stopped_run_goes_on(built, tmp_path):
    dump = write_dump(tmp_path / "wikidata-all.json.gz")
    seen = []

    def stop(done, _total):
        seen.append(done)
        if done >= 120:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_base(dump, tmp_path / "b.kgb", tmp_path / "work", BaseOptions(), progress=stop)
    seen.clear()
    build_base(
        dump, tmp_path / "b.kgb", tmp_path / "work", BaseOptions(), progress=lambda done, _: seen.append(done)
    )
    assert seen[0] == 120
    assert (tmp_path / "b.kgb").read_bytes() == (built[0] / "own.kgb").read_bytes()


def test_a_killed_process_goes_on(tmp_path):
    lexeme = '{"type":"lexeme","id":"L1"},\n'
    dump = tmp_path / "all.json.gz"
    with gzip.open(dump, "wt", compresslevel=1) as file:
        file.write("[\n" + lexeme * 400_000 + "\n".join(dump_lines(20)[1:]) + "\n")
    call = [sys.executable, "-c", "from kg.cli import main; main()", "kb", "build", str(dump), "-j", "1"]
    call += ["-o", str(tmp_path / "b.kgb")]
    work = tmp_path / "b.kgb.work"
    with subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and not (work / "part-00000.jsonl").is_file():
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    before = {path.name: path.stat().st_mtime_ns for path in work.glob("part-*.jsonl")}
    assert before
    assert not (tmp_path / "b.kgb").exists()
    result = run(dump, "-o", tmp_path / "b.kgb", "-j", "1", "--keep-work")
    assert "of 400," in result.output
    assert (
        before.items() <= {path.name: path.stat().st_mtime_ns for path in work.glob("part-*.jsonl")}.items()
    )
    assert KnowledgeBase.open(tmp_path / "b.kgb").item("Q900120") is not None


@pytest.mark.usefixtures("small_parts")
def test_a_dump_that_is_cut_off_is_told_in_one_line_and_what_was_read_is_kept(built, tmp_path):
    whole = write_dump(tmp_path / "wikidata-all.json.gz")
    content = whole.read_bytes()
    whole.write_bytes(content[: len(content) * 2 // 3])
    with pytest.raises(RunError, match=r"cut off or damaged at line \d+: download it again"):
        build_base(whole, tmp_path / "b.kgb", tmp_path / "work", BaseOptions())
    assert list((tmp_path / "work").glob("part-*.jsonl"))
    whole.write_bytes(content)
    build_base(whole, tmp_path / "b.kgb", tmp_path / "work", BaseOptions())
    assert (tmp_path / "b.kgb").read_bytes() == (built[0] / "own.kgb").read_bytes()


def test_zstd_that_is_cut_off_is_told_too(tmp_path):
    dump = write_dump(tmp_path / "all.json.zst")
    dump.write_bytes(dump.read_bytes()[:-9])
    with pytest.raises(RunError, match="cut off or damaged"):
        build_base(dump, tmp_path / "b.kgb", tmp_path / "w", BaseOptions())


def test_classes_are_a_list_or_repeated(tmp_path):
    dump = write_dump(tmp_path / "all.json", 20)
    for name, options in (
        ("a", ["--classes", "Q515, Q6256"]),
        ("b", ["--class", "Q6256", "--class", "Q515"]),
    ):
        run(dump, "-o", tmp_path / f"{name}.kgb", "-j", "1", *options)
    assert (tmp_path / "a.kgb").read_bytes() == (tmp_path / "b.kgb").read_bytes()
    assert KnowledgeBase.open(tmp_path / "a.kgb").item("Q900120") is None


def test_a_list_that_is_not_closed_is_cut_off(tmp_path):
    dump = tmp_path / "all.json"
    dump.write_text("\n".join(dump_lines(20)[:-3]))
    with pytest.raises(RunError, match="cut off"):
        build_base(dump, tmp_path / "b.kgb", tmp_path / "w", BaseOptions())


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "is empty"), (b"<html>", "is no dump of Wikidata")],
)
def test_what_is_no_dump_is_refused(tmp_path, content, message):
    dump = tmp_path / "all.json"
    dump.write_bytes(content)
    with pytest.raises(UsageError, match=message):
        build_base(dump, tmp_path / "b.kgb", tmp_path / "w", BaseOptions())


def test_parts_of_another_run_are_refused(tmp_path):
    dump = write_dump(tmp_path / "all.json", 20)
    build_base(dump, tmp_path / "b.kgb", tmp_path / "w", BaseOptions(keep_work=True))
    with pytest.raises(UsageError, match="sitelinks differ"):
        build_base(dump, tmp_path / "b.kgb", tmp_path / "w", BaseOptions(sitelinks=9))


def test_parts_of_another_dump_of_the_same_name_are_refused(tmp_path):
    dump = write_dump(tmp_path / "all.json", 20)
    build_base(dump, tmp_path / "b.kgb", tmp_path / "w", BaseOptions(keep_work=True))
    dump.write_bytes(dump.read_bytes().replace(b"Ilze", b"Elze"))
    with pytest.raises(UsageError, match=r"another run \(content differ"):
        build_base(dump, tmp_path / "b.kgb", tmp_path / "w", BaseOptions())
    for damaged in ("", "{}", '{"content": []}', "[]"):
        (tmp_path / "w" / "settings.json").write_text(damaged)
        with pytest.raises(UsageError, match="is damaged: remove the folder"):
            build_base(dump, tmp_path / "b.kgb", tmp_path / "w", BaseOptions())


def test_filters(tmp_path):
    dump = write_dump(tmp_path / "all.json")
    options = BaseOptions(sitelinks=8, languages=("lv", "en"), classes=(5, 6256))
    build_base(dump, tmp_path / "b.kgb", tmp_path / "w", options)
    base = KnowledgeBase.open(tmp_path / "b.kgb")
    assert base.item("Q900130") is None  # a town
    assert base.item("Q900101") is not None  # of a class below that of countries
    assert base.item("Q910007") is None  # seven wikis
    assert base.item("Q910008") is not None


def test_nothing_left_is_told(tmp_path):
    dump = write_dump(tmp_path / "all.json", 20)
    with pytest.raises(RunError, match="lower --min-sitelinks"):
        build_base(dump, tmp_path / "b.kgb", tmp_path / "w", BaseOptions(classes=(4321,)))


def test_anchors_give_names_and_priors(built, tmp_path):
    anchors = tmp_path / "anchors.tsv"
    anchors.write_text(
        "The Shipowner\tNorrgran Shipping AB\t900\nhere\tPort Selen\t40\nhere\tSomewhere Else\t9000\n"
        "Iron Ilze\tQ900120\t5000\nPort Selen\tport_Selen\t3\n"
    )
    dump = write_dump(tmp_path / "all.json")
    build_base(dump, tmp_path / "b.kgb", tmp_path / "w", BaseOptions(anchors=anchors))
    base = KnowledgeBase.open(tmp_path / "b.kgb")
    assert [hit.item.qid for hit in base.lookup("Iron Ilze")] == ["Q900120"]
    assert [hit.item.qid for hit in base.lookup("Shipowner")] == ["Q900140"]
    assert base.lookup("here") == []  # one link in two hundred
    assert base.item("Q900120").prior > built[2].item("Q900120").prior
    assert base.item("Q900130").prior < built[2].item("Q900130").prior


def test_a_wrong_line_of_anchors_is_told(tmp_path):
    dump, anchors = write_dump(tmp_path / "all.json", 20), tmp_path / "anchors.tsv"
    anchors.write_text("a\tQ1\t5\nb;Q2;7\n")
    result = run(dump, "-o", tmp_path / "b.kgb", "--anchors", anchors)
    assert result.exit_code == 2
    assert "anchors.tsv:2: expected text" in result.stderr


def test_the_command_shows_counts_and_broken_lines(tmp_path):
    dump = write_dump(tmp_path / "all.json.bz2")
    result = run(dump, "-o", tmp_path / "b.kgb", "-j", "1")
    assert result.exit_code == 1  # lines were broken
    assert "items" in result.stdout
    assert f"of {len(dump_lines())} lines" in result.stdout
    assert "line 7: not one JSON object" in result.stderr


@pytest.mark.parametrize("option", [["--class", "human"], ["--languages", "en;de"]])
def test_wrong_options_are_told(tmp_path, option):
    result = run(write_dump(tmp_path / "all.json", 20), "-o", tmp_path / "b.kgb", *option)
    assert result.exit_code == 2
    assert option[1] in result.stderr


def test_articles_are_linked_with_it(built, tmp_path):
    article = tmp_path / "a.txt"
    article.write_text(
        "PORT SELEN, Varmia, June 3, 2023 - Foreign Minister Ilze Kronberga of Varmia met the owners of "
        "Norrgran Shipping AB in Port Selen on Friday. Kronberga said the harbour would be closed."
    )
    result = CliRunner().invoke(
        main, ["extract", str(article), "--format", "nquads", "--kb", str(built[0] / "own.kgb")]
    )
    for qid in ("Q900100", "Q900120", "Q900130", "Q900140"):
        assert f"http://www.wikidata.org/entity/{qid}" in result.stdout

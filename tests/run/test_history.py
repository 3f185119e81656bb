from dataclasses import replace

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import UsageError
from kg.rdf.iri import Minter
from kg.rdf.read import read_quads
from kg.rdf.vocabulary import DCTERMS, KG, PROV, RDF
from kg.run.pipeline import build
from kg.validate import check_dump
from tests.run.stand_in import analyse
from tests.run.test_pipeline import ARTICLES, OPTIONS

ANNA, BERIT, CARL = ARTICLES[:3]
CORRECTED = replace(ANNA, text="Anna said that it snowed in Norway.")
AGAIN = replace(ANNA, text="Anna said that it hailed in Norway.")
MINTER = Minter(OPTIONS.base_iri)
IRI = {name: MINTER.article(a) for name, a in (("anna", ANNA), ("berit", BERIT), ("carl", CARL))}


def run(out, *articles, mode="new", withdraw=()):
    return build(iter(articles), out, OPTIONS, analyser=analyse, mode=mode, withdraw=withdraw)


def graph(out):
    return {str(quad) for quad in read_quads(out)}


def of(out, name):
    return {line for line in graph(out) if line.startswith((f"<{IRI[name]}/", f"<{IRI[name]}>"))}


def classes(out, name):
    return {q.object for q in read_quads(out) if q.predicate == RDF.type and q.subject.value == IRI[name]}


def revisions(out):
    return {(q.subject.value, q.object.value) for q in read_quads(out) if q.predicate == PROV.wasRevisionOf}


@pytest.fixture
def out(tmp_path):
    run(tmp_path / "dump", ANNA, BERIT)
    return tmp_path / "dump"


def test_a_new_build_knows_no_history(out):
    run(out, CORRECTED)
    assert not revisions(out)
    assert not of(out, "berit")


def test_what_is_added_touches_nothing_else(out):
    before = of(out, "berit")
    report = run(out, CARL, mode="add")
    assert report.articles == 3
    assert of(out, "berit") == before
    assert (out / "text" / f"{IRI['berit'].rpartition('/')[2]}.txt").read_text() == BERIT.text


def test_added_or_at_once_is_the_same(out, tmp_path):
    run(out, CARL, mode="add")
    run(tmp_path / "other", CARL, BERIT, ANNA)
    assert graph(out) == graph(tmp_path / "other")


@pytest.mark.parametrize("mode", ["add", "update"])
def test_a_correction_revises_the_earlier_text(out, mode):
    report = run(out, CORRECTED, BERIT, mode=mode)
    version = f"{IRI['anna']}/version/{ANNA.text_sha256[:32]}"
    assert revisions(out) == {(IRI["anna"], version)}
    assert report.counts["revised"] == 1
    assert check_dump(out).findings == ()


def test_a_second_correction_keeps_the_first(out):
    run(out, CORRECTED, mode="add")
    run(out, AGAIN, mode="add")
    first, second = (f"{IRI['anna']}/version/{a.text_sha256[:32]}" for a in (ANNA, CORRECTED))
    assert revisions(out) == {(IRI["anna"], second), (second, first)}
    run(out, BERIT, mode="add")
    assert len(revisions(out)) == 2


def test_a_correction_that_is_taken_back_is_no_loop(out):
    run(out, CORRECTED, mode="add")
    run(out, ANNA, mode="add")
    assert revisions(out) == {(IRI["anna"], f"{IRI['anna']}/version/{CORRECTED.text_sha256[:32]}")}


def test_what_the_whole_input_lacks_leaves_a_tombstone(out):
    report = run(out, ANNA, mode="update")
    assert classes(out, "berit") == {KG.WithdrawnArticle}
    assert {q.object.value for q in read_quads(out) if q.predicate == DCTERMS.identifier} == {"anna", "berit"}
    assert not (out / "text" / f"{IRI['berit'].rpartition('/')[2]}.txt").exists()
    assert (report.articles, report.counts["withdrawn"]) == (1, 1)
    assert check_dump(out).findings == ()


@pytest.mark.parametrize("name", ["berit", IRI["berit"]])
def test_one_article_is_withdrawn_by_name(out, name):
    run(out, mode="add", withdraw=(name,))
    assert classes(out, "berit") == {KG.WithdrawnArticle}
    assert classes(out, "anna") == {KG.Article}


def test_a_tombstone_stays_until_the_article_comes_back(out):
    run(out, mode="add", withdraw=("berit",))
    run(out, CARL, mode="add")
    assert classes(out, "berit") == {KG.WithdrawnArticle}
    run(out, BERIT, mode="add")
    assert classes(out, "berit") == {KG.Article}
    assert not revisions(out)


def test_a_correction_that_fails_leaves_what_was_there(out):
    before = of(out, "anna")
    report = run(out, replace(ANNA, text="Anna will explode in Norway."), mode="add")
    assert [rejection.id for rejection in report.rejected] == ["anna"]
    assert of(out, "anna") == before
    assert (out / "text" / f"{IRI['anna'].rpartition('/')[2]}.txt").read_text() == ANNA.text


def test_adding_twice_is_adding_once(out):
    run(out, CORRECTED, mode="add")
    before = graph(out)
    run(out, CORRECTED, mode="add")
    assert graph(out) == before


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"withdraw": ("nobody",)}, "no article with that identifier", id="unknown name"),
        pytest.param({"options": replace(OPTIONS, text="none")}, "other options", id="other options"),
    ],
)
def test_what_cannot_be_added(out, change, message):
    before = graph(out)
    options = change.get("options", OPTIONS)
    with pytest.raises(UsageError, match=message):
        build(iter([CARL]), out, options, analyser=analyse, mode="add", withdraw=change.get("withdraw", ()))
    assert graph(out) == before


def test_there_is_nothing_to_add_to(tmp_path):
    with pytest.raises(UsageError, match="no dump to add to"):
        run(tmp_path / "none", ANNA, mode="add")


@pytest.mark.parametrize(
    "arguments", [["--withdraw", "x", "a.txt"], []], ids=["withdrawn from nothing", "no input"]
)
def test_wrong_calls_are_one_line(tmp_path, arguments):
    result = CliRunner().invoke(main, ["build", *arguments, "-o", str(tmp_path / "dump")])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


@pytest.mark.usefixtures("nlp")
def test_the_command_withdraws_without_any_input(tmp_path):
    (tmp_path / "rain.txt").write_text(
        "It rained in Oslo on Monday, the mayor said. The town hall was flooded."
    )
    (tmp_path / "snow.txt").write_text(
        "It snowed in Bergen on Monday, the mayor said. The harbour was closed."
    )
    calls = [
        [str(tmp_path / "rain.txt"), str(tmp_path / "snow.txt"), "-o", str(tmp_path / "dump")],
        ["-o", str(tmp_path / "dump"), "--add", "--withdraw", "snow"],
    ]
    for call in calls:
        result = CliRunner().invoke(main, ["build", *call])
        assert result.exit_code == 0, result.output
    assert ": 1 articles, 0 rejected, 1 withdrawn;" in result.output

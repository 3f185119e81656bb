"""Reports in every format, with texts from articles that try to be more than text."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import fields, replace

import pytest
import rdflib
from rdflib import RDF
from rdflib.namespace import SH

from kg.validate import Report, check_quads
from kg.validate.finding import Finding
from kg.validate.report import FORMATS
from tests.validate.example import QUADS, edited

EVIL = "\x1b[31m\n::error::x%0A]]><a>\u202e"
CLEAN = Report((), articles=2, quads=10, path="graph.nq")


def report(**edits):
    quads = edited(**edits)
    return Report(tuple(check_quads(quads)), articles=1, quads=len(quads), path="graph.nq")


@pytest.fixture(scope="module")
def broken():
    event, claim = "event/text/56-63", "event/text/95-99"
    return report(
        remove=[("role/text/27-43", "kg:title")],
        add=[
            ("role/text/27-43", "kg:title", '"', "facts"),
            ("statement/text/128-132", "kg:form", f'"{EVIL}', "facts"),
            (event, "kg:agreementStatus", f'"{EVIL}', "facts"),
            (event, "kg:eventType", "kgt:AID", "facts"),
            (claim, "kg:eventType", "kgt:AID", "reported"),
        ],
    )


def test_text_says_first_what_is_wrong_most_often(broken):
    lines = FORMATS["text"](broken).splitlines()
    assert lines[0] == f"does not conform: 6 findings in 1 article, {len(QUADS) + 4} quads"
    assert lines[2:5] == [
        "violation: An event has at most one type, a concept of the scheme of event types.  (2 nodes, Event-eventType)",
        "  7befd93b…/event/text/56-63  kg:eventType",
        "  7befd93b…/event/text/95-99  kg:eventType",
    ]


def test_text_counts_what_it_does_not_show():
    finding = Finding("", "", "urn:a", "urn:s", "urn:c", "", "", "Too few.")
    many = Report(tuple(replace(finding, focus=f"urn:{n}") for n in range(1200)))
    assert "violation: Too few.  (1,200 nodes, urn:s)" in FORMATS["text"](many)
    assert "  … and 1,197 more" in FORMATS["text"](many)


@pytest.mark.parametrize("form", ["text", "github", "junit"])
def test_nothing_steers_what_shows_it(broken, form):
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", FORMATS[form](broken))


def test_json_holds_every_finding_as_it_is(broken):
    body = json.loads(FORMATS["json"](broken))
    assert body["conforms"] is False
    own = {field.name for field in fields(Finding)}
    first = body["findings"][0]
    assert Finding(**{name: value for name, value in first.items() if name in own}) == broken.findings[0]
    assert len(first["fingerprint"]) == 16
    assert len(body["findings"]) == len(broken.findings)


def test_junit_has_a_case_for_each_rule(broken):
    suite = ET.fromstring(FORMATS["junit"](broken))
    assert suite.get("failures") == suite.get("tests") == str(len({f.shape for f in broken.findings}))
    assert {case.get("name") for case in suite} >= {"Role-title", "Event-eventType"}
    assert ET.fromstring(FORMATS["junit"](CLEAN)).get("failures") == "0"


def test_github_has_one_command_a_finding_and_no_other(broken):
    lines = FORMATS["github"](broken).splitlines()
    assert len(lines) == len(broken.findings)
    assert all(re.match(r"::error file=graph\.nq,title=[\w-]+::\S", line) for line in lines)


def test_sarif_names_rules_and_places(broken):
    run = json.loads(FORMATS["sarif"](broken))["runs"][0]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run["results"]} == rules
    assert {result["level"] for result in run["results"]} == {"error"}


def test_turtle_is_a_shacl_report(broken):
    graph = rdflib.Graph().parse(data=FORMATS["turtle"](broken), format="turtle")
    (node,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(node, SH.conforms).value is False
    results = {
        (str(graph.value(r, SH.focusNode)), str(graph.value(r, SH.resultMessage)))
        for r in graph.objects(node, SH.result)
    }
    assert results == {(f.focus, f.message) for f in broken.findings}
    assert len(set(graph.objects(node, SH.result))) == len(broken.findings)


def test_turtle_writes_paths_as_shacl_does():
    (finding,) = check_quads(edited(add=[("event/text/56-63", "kg:patient", "time/text/74-84", "facts")]))
    graph = rdflib.Graph().parse(data=FORMATS["turtle"](Report((finding,))), format="turtle")
    (path,) = graph.objects(None, SH.resultPath)
    (choice, last) = graph.items(path)
    names = [str(n).rpartition("#")[2] for n in graph.items(graph.value(choice, SH.alternativePath))]
    assert (names, last) == (["agent", "patient", "recipient", "instrument"], RDF.type)


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_without_findings_conforms(form):
    text = FORMATS[form](CLEAN)
    assert "violation" not in text
    assert form not in ("text", "json", "turtle") or "conforms" in text


def test_warnings_do_not_break_a_dump(broken):
    warned = Report(tuple(replace(finding, severity="warning") for finding in broken.findings))
    assert warned.conforms
    assert FORMATS["text"](warned).startswith("conforms: 6 findings")
    assert ET.fromstring(FORMATS["junit"](warned)).get("failures") == "0"

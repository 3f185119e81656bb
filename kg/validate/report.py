"""Reports: the same findings for people, for programs, and for what shows them beside the code.

Whatever comes from a dump is escaped for the place where it is shown.
"""

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape as xml_escape
from xml.sax.saxutils import quoteattr

from pyoxigraph import Literal, NamedNode

from kg import __version__
from kg.escape import escaped, plain
from kg.rdf.vocabulary import PREFIXES
from kg.validate.baseline import fingerprint
from kg.validate.dump import Report
from kg.validate.finding import SHAPES, Finding
from kg.validate.path import short
from kg.validate.path_turtle import path_turtle

__all__ = ["FORMATS", "as_github", "as_json", "as_junit", "as_sarif", "as_text", "as_turtle"]

SHOWN = 3
"""Findings of a shape that the text report names; the other formats give all."""

LONGEST = 160
"""Characters of a value that are shown to people."""

NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LEVELS = {"violation": "error", "warning": "warning", "info": "note"}
SHACL = "http://www.w3.org/ns/shacl#"


def _clip(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _node(finding: Finding) -> str:
    """Name the node shortly: below its article, the article by the first digits of its hash."""
    rest = finding.focus.removeprefix(finding.article)
    if not finding.article or rest == finding.focus:
        return finding.focus
    return f"{finding.article.rpartition('/')[2][:8]}…{rest}"


def _shape(iri: str) -> str:
    return iri.removeprefix(SHAPES)


def _value(value: str) -> str:
    return short(value[1:-1]) if value.startswith("<") else value


def _line(finding: Finding) -> str:
    value = f" = {_clip(_value(finding.value))}" if finding.value else ""
    return plain(f"{_node(finding)}  {finding.path}{value}".rstrip())


def _at(report: Report, finding: Finding) -> str:
    """File and line of a finding, "" where they are unknown."""
    place = report.places.get(finding)
    return f"{place.file}:{place.line}" if place is not None else ""


def _quoted(report: Report, finding: Finding) -> str:
    """Offsets and sentence of what a finding is about, "" where it is about no words."""
    passage = report.passages.get(finding)
    if passage is None:
        return ""
    words = f" {passage.before}⟦{_clip(passage.words)}⟧{passage.behind}" if passage.words else ""
    return plain(f"{passage.start}-{passage.end}{' '.join(words.split()) and ' ' + ' '.join(words.split())}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def as_text(report: Report) -> str:
    """Write for people: each rule once, with what it says, how often it is broken and by which nodes first."""
    seen = f"{_count(report.articles, 'article')}, {_count(report.quads, 'quad')}"
    known = f"; {_count(report.known, 'finding')} known before" if report.known else ""
    if not report.findings:
        return f"conforms: {seen}{known}\n"
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in report.findings:
        groups.setdefault((finding.shape, finding.message, finding.severity), []).append(finding)
    verdict = "conforms" if report.conforms else "does not conform"
    lines = [f"{verdict}: {_count(len(report.findings), 'finding')} in {seen}{known}"]
    for (shape, message, severity), members in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0])):
        lines += [
            "",
            f"{severity}: {plain(message)}  ({_count(len(members), 'node')}, {plain(_shape(shape))})",
        ]
        for finding in members[:SHOWN]:
            at = _at(report, finding)
            lines.append(f"  {plain(at)}  {_line(finding)}" if at else f"  {_line(finding)}")
            if quoted := _quoted(report, finding):
                lines.append(f"    {quoted}")
        if len(members) > SHOWN:
            lines.append(f"  … and {len(members) - SHOWN:,} more")
    return "\n".join(lines) + "\n"


def as_json(report: Report) -> str:
    """Write one JSON object; characters outside ASCII are escaped."""
    body = {
        "conforms": report.conforms,
        "articles": report.articles,
        "quads": report.quads,
        "known": report.known,
        "findings": [_record(report, finding) for finding in report.findings],
    }
    return escaped(json.dumps(body, indent=1)) + "\n"


def _record(report: Report, finding: Finding) -> dict[str, Any]:
    record: dict[str, Any] = {**asdict(finding), "fingerprint": fingerprint(finding)}
    if (place := report.places.get(finding)) is not None:
        record |= place._asdict()
    if (passage := report.passages.get(finding)) is not None:
        record |= {"start": passage.start, "end": passage.end}
        if passage.words:
            record["sentence"] = f"{passage.before}{passage.words}{passage.behind}".strip()
    return record


def _xml(text: str) -> str:
    return NOT_XML.sub("�", text)


def as_junit(report: Report) -> str:
    """Write JUnit XML: a test case a broken rule, or one that passed."""
    groups: dict[str, list[Finding]] = {}
    for finding in report.findings:
        groups.setdefault(finding.shape, []).append(finding)
    cases = [_case(report, shape, members) for shape, members in sorted(groups.items())] or [
        '  <testcase classname="kg.validate" name="conforms"/>'
    ]
    failed = sum(any(f.severity == "violation" for f in members) for members in groups.values())
    head = f'<testsuite name="kg validate" tests="{len(cases)}" failures="{failed}" errors="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *cases, "</testsuite>"]) + "\n"


def _case(report: Report, shape: str, members: list[Finding]) -> str:
    name = quoteattr(_xml(_shape(shape)))
    shown = (f"{plain(_at(report, f))}  {_line(f)}  {_quoted(report, f)}".strip() for f in members)
    lines = xml_escape(_xml("\n".join(shown)))
    if all(finding.severity != "violation" for finding in members):
        return f'  <testcase classname="kg.validate" name={name}><system-out>{lines}</system-out></testcase>'
    message = quoteattr(_xml(f"{plain(members[0].message)} ({_count(len(members), 'node')})"))
    return (
        f'  <testcase classname="kg.validate" name={name}>'
        f"<failure message={message}>{lines}</failure></testcase>"
    )


def _command(text: str, *, of_property: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if of_property else text


def as_github(report: Report) -> str:
    """Write workflow commands, one a finding, which GitHub shows as annotations."""
    levels = {"violation": "error", "warning": "warning", "info": "notice"}
    return "".join(
        f"::{levels[f.severity]} {_file_and_line(report, f)},"
        f"title={_command(plain(_shape(f.shape)), of_property=True)}"
        f"::{_command(plain(f.message))} {_command(_line(f))} {_command(_quoted(report, f))}".rstrip()
        + "\n"
        for f in report.findings
    )


def _file_and_line(report: Report, finding: Finding) -> str:
    place = report.places.get(finding)
    file = _command(place.file if place is not None else report.path, of_property=True)
    return f"file={file},line={place.line}" if place is not None else f"file={file}"


def as_sarif(report: Report) -> str:
    """Write SARIF 2.1.0."""
    rules = {finding.shape: finding.message for finding in reversed(report.findings)}
    numbers = {shape: number for number, shape in enumerate(sorted(rules))}
    driver = {
        "name": "kg validate",
        "version": __version__,
        "rules": [{"id": _shape(shape), "shortDescription": {"text": rules[shape]}} for shape in numbers],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(report, finding, numbers[finding.shape]) for finding in report.findings],
    }
    body = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return escaped(json.dumps(body, indent=1)) + "\n"


def _sarif_result(report: Report, finding: Finding, rule: int) -> dict[str, Any]:
    place = report.places.get(finding)
    file = place.file if place is not None else report.path
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(Path(file).as_posix())}}
    if place is not None:
        physical["region"] = {"startLine": place.line}
    quoted = _quoted(report, finding)
    return {
        "ruleId": _shape(finding.shape),
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.message} {_line(finding)}" + (f" ({quoted})" if quoted else "")},
        "locations": [
            {
                "physicalLocation": physical,
                "logicalLocations": [{"fullyQualifiedName": finding.focus}],
            }
        ],
        "partialFingerprints": {"newskg/v1": fingerprint(finding)},
    }


def as_turtle(report: Report) -> str:
    """Write a SHACL validation report; our own checks name themselves as shapes and components."""
    names = {**PREFIXES, "kgs": SHAPES, "sh": SHACL}
    head = "".join(f"@prefix {prefix}: <{names[prefix]}> .\n" for prefix in sorted(names))
    conforms = "false" if report.findings else "true"
    results = " ,\n".join(_result(finding) for finding in report.findings)
    tail = f" ;\n  sh:result\n{results} .\n" if results else " .\n"
    return f"{head}\n[] a sh:ValidationReport ;\n  sh:conforms {conforms}{tail}"


def _result(finding: Finding) -> str:
    pairs = [
        ("a", "sh:ValidationResult"),
        ("sh:focusNode", _term(finding.focus)),
        ("sh:resultSeverity", f"sh:{finding.severity.capitalize()}"),
        ("sh:sourceShape", _term(finding.shape)),
        ("sh:sourceConstraintComponent", _term(finding.component)),
        ("sh:resultPath", path_turtle(finding.path)),
        ("sh:value", finding.value),
        ("sh:resultMessage", str(Literal(finding.message, language="en"))),
    ]
    return "    [ " + " ;\n      ".join(f"{name} {value}" for name, value in pairs if value) + " ]"


def _term(text: str) -> str:
    return text if text.startswith(("_:", '"')) else str(NamedNode(text))


FORMATS: dict[str, Callable[[Report], str]] = {
    "text": as_text,
    "json": as_json,
    "junit": as_junit,
    "sarif": as_sarif,
    "github": as_github,
    "turtle": as_turtle,
}

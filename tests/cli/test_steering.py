"""Text of articles steers nothing that shows it: no terminal, no CI service, no spreadsheet; in no command and format."""

import csv
import io
import json
import re

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse

from kg.cli import main

ESCAPE = "\x1b[31m\x9b2J\x07\u202e\u2028"
COMMANDS = "::error file=x::a ::set-output name=x::y ##[set-env name=x]y ##vso[task.setvariable]x"
ARTICLE = {
    "id": "::stop-commands::x",
    "title": "::error::Macron met Scholz ##[error]",
    "publisher": "=cmd() ##[error] Gazette",
    "author": ["::warning::Ann Writer"],
    "date": "2023-02-22",
    "text": "PARIS (AP) — French President Emmanuel Macron met German Chancellor Olaf Scholz in Paris on Monday.\n"
    f"::error::“{COMMANDS}\n::warning::We will sign the{ESCAPE} treaty in May,” Macron told reporters.\n"
    f"\r\n##[error]Chancellor Olaf{ESCAPE}Scholz {COMMANDS} visited Berlin.\n"
    + "The two leaders discussed grain, trade and the budget of the union for an hour on Monday.\n"
    * 20,
}
SAID = "SELECT ?x ?c { VALUES ?x { '::error::x' } ?s kg:content ?c } ORDER BY ?c"
NAMES = "SELECT ?h ?n { { ?a schema:headline ?h } UNION { ?p skos:prefLabel ?h } OPTIONAL { ?a dcterms:identifier ?n } }"
VISIBLE = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]*")


@pytest.fixture(scope="module")
def folder(tmp_path_factory, nlp):
    """An article that tries everything, its dump, another dump, and one that does not conform."""
    folder = tmp_path_factory.mktemp("steering")
    (folder / "evil.jsonl").write_text(json.dumps(ARTICLE) + "\n", encoding="utf-8")
    (folder / "good.txt").write_text("Norway signed a treaty with Iceland in Oslo on Tuesday.")
    for name, source in (("dump", "evil.jsonl"), ("other", "good.txt")):
        arguments = [str(folder / source), "-o", str(folder / name), "--format", "nquads"]
        assert CliRunner().invoke(main, ["build", *arguments]).exit_code == 0
    lines = (folder / "dump" / "graph.nq").read_text(encoding="utf-8").splitlines(keepends=True)
    missing = re.compile("ontology#(?:trigger|anchorOf|form|title)>|schema.org/headline>")
    (folder / "broken.nq").write_text("".join(line for line in lines if not missing.search(line)))
    return folder


def shown(folder, *arguments):
    """Standard output and error of a command, in which `dump`, `other` and so on are names in the folder."""
    here = {path.name for path in folder.iterdir()}
    result = CliRunner().invoke(main, [str(folder / a) if a in here else a for a in arguments])
    assert result.exit_code in (0, 1), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.stdout, result.stderr


CALLS = [
    *(
        ("extract", "evil.jsonl", "--format", form)
        for form in ("review", "json", "turtle", "nquads", "jsonld")
    ),
    ("extract", "evil.jsonl", "--explain"),
    ("read", "evil.jsonl"),
    ("read", "evil.jsonl", "--format", "json"),
    *(
        ("validate", "broken.nq", "--format", form)
        for form in ("text", "json", "junit", "sarif", "github", "turtle")
    ),
    *(
        ("query", "dump", q, "--format", form)
        for q in (SAID, NAMES)
        for form in ("table", "json", "csv", "tsv")
    ),
    ("query", "dump", "CONSTRUCT WHERE { ?s kg:content ?c }"),
    *(("diff", "other", "dump", "--format", form) for form in ("text", "json", "patch")),
    *(("export", "dump", "--events", form, "--reported") for form in ("tsv", "csv")),
    ("verify", "dump"),
]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: " ".join(call)[:60])
def test_nothing_steers(folder, call):
    for text in shown(folder, *call):
        assert VISIBLE.fullmatch(text), ascii(text)
        commands = [line for line in text.splitlines() if re.search(r"^\s*::|##\w*\[", line)]
        if "github" in call:
            commands = [
                line for line in commands if not re.match(r"::(error|warning) file=[^:]+::[^:]", line)
            ]
        assert commands == []


def test_the_dump_holds_the_words_as_they_are(folder):
    text = (folder / "dump" / "graph.nq").read_text(encoding="utf-8")
    values = {quad.object.value for quad in parse(text, format=RdfFormat.N_QUADS)}
    assert any(COMMANDS in value and ESCAPE in value for value in values)


@pytest.mark.parametrize("form", ["json", "tsv"])
def test_what_is_escaped_reads_as_it_was(folder, form):
    text, _ = shown(folder, "query", "dump", SAID, "--format", form)
    if form == "json":
        values = [row["c"]["value"] for row in json.loads(text)["results"]["bindings"]]
    else:
        terms = [line.split("\t")[1] for line in text.splitlines()[1:]]
        lines = "".join(f"<http://a.example/> <http://a.example/> {term} .\n" for term in terms)
        values = [quad.object.value for quad in parse(lines, format=RdfFormat.N_TRIPLES)]
    assert any(COMMANDS in value and ESCAPE in value for value in values)


def test_triples_of_a_query_are_the_same(folder):
    text, _ = shown(folder, "query", "dump", "CONSTRUCT WHERE { ?s kg:content ?c }")
    assert any(COMMANDS in quad.object.value for quad in parse(text, format=RdfFormat.N_TRIPLES))


def test_a_spreadsheet_sees_no_formula(folder):
    text, _ = shown(folder, "query", "dump", NAMES, "--format", "csv")
    rows = list(csv.reader(io.StringIO(text)))
    assert {len(row) for row in rows} == {2}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "::"))]
    assert any(row[0].startswith("'=cmd()") for row in rows)

"""What CI runs: baselines, limits, the GitHub action, the pre-commit hook and the GitLab job, as far as they are shell."""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from pyoxigraph import RdfFormat, serialize

from kg.cli import main
from tests.validate.example import QUADS, edited

ROOT = Path(__file__).parents[2]
BROKEN = edited(remove=[("event/text/95-99", "kg:trigger")])
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def dump(tmp_path):
    path = tmp_path / "graph.nq"
    path.write_bytes(serialize(BROKEN, format=RdfFormat.N_QUADS))
    return path


@pytest.fixture
def shell(tmp_path):
    """A shell in a clean folder in which `kg` is this one."""
    kg = tmp_path / "bin" / "kg"
    kg.parent.mkdir()
    kg.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "from kg.cli import main; main()" "$@"\n')
    kg.chmod(0o755)

    def run(script, **env):
        full = {**os.environ, "PATH": f"{kg.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), **env}
        return subprocess.run(
            ["bash", "-e", "-c", script], cwd=tmp_path, env=full, capture_output=True, text=True, check=False
        )

    return run


def run(*arguments):
    return CliRunner().invoke(main, ["validate", *map(str, arguments)])


def test_known_findings_do_not_fail(dump, tmp_path):
    known = tmp_path / "known.json"
    written = run(dump, "--write-baseline", known)
    assert written.exit_code == 0
    assert "findings noted as known" in written.stderr
    again = run(dump, "--baseline", known)
    assert again.exit_code == 0
    assert "known before" in again.stdout
    lines = dump.read_bytes().splitlines(keepends=True)
    dump.write_bytes(b"# moved\n" + b"".join(reversed(lines)))
    assert run(dump, "--baseline", known).exit_code == 0


def test_new_findings_fail_beside_known_ones(dump, tmp_path):
    known = tmp_path / "known.json"
    run(dump, "--write-baseline", known)
    worse = edited(remove=[("event/text/95-99", "kg:trigger"), ("event/text/56-63", "kg:trigger")])
    dump.write_bytes(serialize(worse, format=RdfFormat.N_QUADS))
    result = run(dump, "--baseline", known)
    assert result.exit_code == 1
    assert "event/text/56-63" in result.stdout
    assert "event/text/95-99" not in result.stdout


@pytest.mark.parametrize(
    "content", ["{}", "no json", '{"version": 7, "findings": []}', '{"version": 1, "findings": [1]}']
)
def test_what_is_no_baseline_is_told(dump, tmp_path, content):
    known = tmp_path / "known.json"
    known.write_text(content)
    result = run(dump, "--baseline", known)
    assert result.exit_code == 2
    assert "known.json" in result.stderr


@pytest.mark.parametrize("form", ["text", "json", "turtle"])
def test_processes_change_nothing(dump, form):
    assert run(dump, "--format", form).stdout == run(dump, "--format", form, "--jobs", 2).stdout


def test_so_many_findings_pass(dump):
    count = len(json.loads(run(dump, "--format", "json").stdout)["findings"])
    assert [run(dump, "--max", n).exit_code for n in (count - 1, count)] == [1, 0]


def test_warnings_fail_if_asked(tmp_path):
    path = tmp_path / "graph.nq"
    path.write_bytes(serialize(QUADS, format=RdfFormat.N_QUADS))
    shapes = tmp_path / "shapes"
    shapes.mkdir()
    (shapes / "own.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://w3id.org/newskg/ontology#> .\n"
        "<http://e.org/S> a sh:NodeShape ; sh:targetClass kg:Event ; sh:property [ sh:path <http://e.org/p> ;\n"
        ' sh:minCount 1 ; sh:severity sh:Warning ; sh:message "Nothing there."@en ] .\n'
    )
    codes = [
        run(path, "--shapes", shapes, "--severity", s).exit_code for s in ("violation", "warning", "info")
    ]
    assert codes == [0, 1, 1]


def test_the_steps_of_the_action(dump, shell, tmp_path):
    script = ACTION["runs"]["steps"][-1]["run"]
    given = {"KG_BASELINE": "", "KG_SEVERITY": "violation", "KG_MAX": "0", "KG_SHAPES": ""}
    result = shell(script, KG_DUMP=f"{dump.name}\n\n", **given)
    assert result.returncode == 1
    assert re.match(r"::error file=graph\.nq,line=\d+,title=", result.stdout)
    assert shell("kg validate graph.nq --write-baseline known.json").returncode == 0
    assert shell(script, KG_DUMP=dump.name, **{**given, "KG_BASELINE": "known.json"}).returncode == 0


def test_inputs_of_the_action_are_no_shell(shell, tmp_path):
    evil = "$(touch owned)`touch owned`;touch owned"
    given = {"KG_BASELINE": "", "KG_SEVERITY": "violation", "KG_MAX": "0", "KG_SHAPES": ""}
    result = shell(ACTION["runs"]["steps"][-1]["run"], KG_DUMP=evil, **given)
    assert result.returncode == 2
    assert not (tmp_path / "owned").exists()


def test_every_input_of_the_action_is_used():
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert all(f"inputs.{name} }}}}" in text for name in ACTION["inputs"])
    assert not any("${{" in step.get("run", "") for step in ACTION["runs"]["steps"])


def test_the_hook_takes_the_files_of_a_commit(dump, shell, tmp_path):
    good = tmp_path / "good.nq"
    good.write_bytes(serialize(QUADS, format=RdfFormat.N_QUADS))
    assert all(re.search(HOOK["files"], name) for name in ("a.nq", "b/c.ttl", "d.jsonld.gz"))
    assert not re.search(HOOK["files"], "a.txt")
    assert shell(f"{HOOK['entry']} good.nq").returncode == 0
    assert shell(f"{HOOK['entry']} good.nq graph.nq").returncode == 1


def test_the_job_for_gitlab(dump, shell, tmp_path):
    snippets = re.findall(
        r"```yaml\n(.*?)```", (ROOT / "docs" / "ci.md").read_text(encoding="utf-8"), re.DOTALL
    )
    job = yaml.safe_load(snippets[-1])["kg"]
    (tmp_path / "dump").mkdir()
    dump.rename(tmp_path / "dump" / "graph.nq")
    assert shell(job["script"][-1]).returncode == 1
    suite = ET.parse(tmp_path / job["artifacts"]["reports"]["junit"]).getroot()
    assert int(suite.get("failures")) >= 1
    assert "dump/graph.nq:" in ET.tostring(suite, encoding="unicode")

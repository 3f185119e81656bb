"""Reports against the schemas of those who read them: SARIF 2.1.0 by its JSON schema, JUnit by an XML schema."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree
from pyoxigraph import RdfFormat, serialize

from kg.cli import main
from tests.validate.example import QUADS, edited
from tests.validate.test_report import EVIL

HERE = Path(__file__).parent
NPM = HERE.parent / "npm"
DUMPS = {
    "conforms": QUADS,
    "broken": edited(remove=[("event/text/95-99", "kg:trigger")]),
    "hostile": edited(
        remove=[("event/text/95-99", "kg:trigger"), ("role/text/27-43", "kg:title")],
        add=[
            ("role/text/27-43", "kg:title", '"', "facts"),
            ("statement/text/128-132", "kg:form", f'"{EVIL}\x00\x0b\ufffe', "facts"),
        ],
    ),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The files that `kg validate` writes of each dump, by dump and format."""
    folder, found = tmp_path_factory.mktemp("reports"), {}
    for name, quads in DUMPS.items():
        dump = folder / name / "odd name #1 %20 é.nq"
        dump.parent.mkdir()
        dump.write_bytes(serialize(quads, format=RdfFormat.N_QUADS))
        for form in ("sarif", "junit"):
            found[name, form] = folder / f"{name}.{form}"
            arguments = ["validate", str(dump), "--format", form, "-o", str(found[name, form])]
            assert CliRunner().invoke(main, arguments).exit_code == (name != "conforms")
    return found


def schema_errors(files):
    node = shutil.which("node")
    if node is None or not (NPM / "node_modules" / "@microsoft" / "jest-sarif").is_dir():
        pytest.skip("needs node and `npm ci --prefix tests/npm`")
    run = subprocess.run([node, NPM / "sarif.mjs", *files], capture_output=True, check=False, timeout=120)
    assert run.returncode == 0, run.stderr.decode()
    return {Path(row["file"]): row["errors"] for row in map(json.loads, run.stdout.splitlines())}


def test_sarif_is_valid_by_its_schema(reports, tmp_path):
    wrong = tmp_path / "wrong.sarif"
    wrong.write_text('{"version": "2.0.0", "runs": [{"results": [{}]}]}')
    files = [reports[name, "sarif"] for name in DUMPS]
    errors = schema_errors([*files, wrong])
    assert errors.pop(wrong)
    assert errors == {file: [] for file in files}


@pytest.mark.parametrize("name", DUMPS)
def test_what_the_schema_of_sarif_cannot_say(reports, name):
    (run,) = json.loads(reports[name, "sarif"].read_text(encoding="utf-8"))["runs"]
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(ids)) == len(ids)
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"].endswith("odd%20name%20%231%20%2520%20%C3%A9.nq")
        assert place["region"]["startLine"] >= 1


@pytest.mark.parametrize("name", DUMPS)
def test_junit_is_valid_by_its_schema(reports, name):
    schema = etree.XMLSchema(etree.parse(HERE / "junit.xsd"))
    suite = etree.parse(reports[name, "junit"])  # refuses what is not XML 1.0
    schema.assertValid(suite)
    cases = suite.getroot().findall("testcase")
    assert int(suite.getroot().get("tests")) == len(cases)
    assert int(suite.getroot().get("failures")) == len(suite.getroot().findall("testcase/failure"))

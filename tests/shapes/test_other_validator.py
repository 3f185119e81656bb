"""The examples as rdf-validate-shacl sees them, a validator that shares no code with pySHACL."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from kg.validate.shape import shapes_dir
from tests.shapes.test_examples import EXAMPLES, EXPECT, HERE, SUPPORT

NPM = HERE.parent / "npm"


FEBRUARY_30 = {
    ("OrConstraintComponent", "Article-dateModified"),
    ("DatatypeConstraintComponent", "TimeSpan-latest"),
}
"""What it lets pass: a day of `xsd:date` that has the form of one, but is in no calendar."""


@pytest.fixture(scope="module")
def seen():
    """What each example breaks: pairs of component and shape."""
    node = shutil.which("node")
    if node is None or not (NPM / "node_modules" / "rdf-validate-shacl").is_dir():
        pytest.skip("needs node and `npm ci --prefix tests/npm`")
    shapes = sorted(shapes_dir().glob("*.ttl"))
    command = [node, NPM / "shacl.mjs", *shapes, "--", SUPPORT, *EXAMPLES]
    run = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert run.returncode == 0, run.stderr.decode()
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    return {Path(row["file"]): {tuple(pair) for pair in row["broken"]} for row in rows}


def test_it_finds_what_each_example_names(seen):
    expected = {
        file: set(EXPECT.findall(file.read_text(encoding="utf-8"))) - FEBRUARY_30 for file in EXAMPLES
    }
    wrong = {
        str(file.relative_to(HERE)): (sorted(expected[file]), sorted(found))
        for file, found in seen.items()
        if expected[file] != found
    }
    assert wrong == {}
    assert len(seen) == len(EXAMPLES)

"""The pages of docs/ontology say what the ontology says."""

import os
import re
import subprocess
import sys
from pathlib import Path

from kg.paths import ontology_dir

ROOT = Path(__file__).parents[2]
MAKE = ROOT / "docs" / "ontology" / "make.py"


def test_pages_are_current():
    run = subprocess.run(
        [sys.executable, MAKE, "--check"], check=False, capture_output=True, text=True, cwd=ROOT
    )
    assert run.returncode == 0, run.stderr


def test_a_page_that_is_not_current_is_named(tmp_path):
    """The script in another folder finds its pages missing, and makes them as they are here."""
    copy = tmp_path / "make.py"
    copy.write_text(MAKE.read_text("utf-8"), encoding="utf-8")
    env = {**os.environ, "PYTHONHASHSEED": "7"}
    run = subprocess.run(
        [sys.executable, copy, "--check"], check=False, capture_output=True, text=True, cwd=ROOT, env=env
    )
    assert run.returncode == 1
    assert "docs/ontology/index.html" in run.stderr
    assert "docs/ontology/README.md" in run.stderr
    subprocess.run([sys.executable, copy], check=True, cwd=ROOT, env=env)
    for name in ("README.md", "index.html"):
        assert (tmp_path / name).read_bytes() == (MAKE.parent / name).read_bytes()


def test_every_class_is_on_the_page_and_in_the_diagram():
    page = (MAKE.parent / "index.html").read_text("utf-8")
    diagram = (MAKE.parent / "README.md").read_text("utf-8")
    found = 0
    for path in ontology_dir().glob("*.ttl"):
        for name in re.findall(r"^kg:([A-Z]\w+) a owl:Class", path.read_text("utf-8"), re.MULTILINE):
            found += 1
            assert f"<code>https://w3id.org/newskg/ontology#{name}</code>" in page
            assert re.search(rf"^  {name}\b", diagram, re.MULTILINE)
    assert found > 20

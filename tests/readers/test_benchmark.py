"""The floors of reading that do not depend on the machine."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_text_metadata_and_memory_reach_their_floors() -> None:
    script = [sys.executable, "benchmarks/readers.py", "--quick", "--seconds", "0.1", "--warc-mb", "5"]
    done = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "MISSED" not in done.stdout

"""The benchmark of knowledge bases runs, and a generated base answers as it should."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_benchmark_of_bases_runs():
    script = [sys.executable, "benchmarks/base.py", "--quick", "--aliases", "4000", "--lookups", "200"]
    done = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "a generated base of 4,000 aliases" in done.stdout
    assert done.stdout.count("shared name, us") == 2

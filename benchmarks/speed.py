"""How fast and how large a build is: `python benchmarks/speed.py [--repeat N] [--jobs N]`.

Builds the example articles N times over (each copy with another id) into a temporary folder and prints articles a
second, words a second and the largest resident set of any process. Figures are for the machine that it runs on.
"""

import argparse
import resource
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from kg.config import BuildOptions
from kg.readers import Metadata, Rejected, read_paths
from kg.run.pipeline import build

EXAMPLES = Path(__file__).parents[1] / "examples" / "articles"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    originals = [a for a in read_paths([str(EXAMPLES)], defaults=Metadata()) if not isinstance(a, Rejected)]
    articles = [
        replace(a, id=f"{a.id}-{n}", url=None, text=a.text + f"\n\nCopy {n}.")
        for n in range(args.repeat)
        for a in originals
    ]
    words = sum(len(a.text.split()) for a in articles)
    folder = Path(tempfile.mkdtemp())
    try:
        started = time.perf_counter()
        report = build(articles, folder, BuildOptions(jobs=args.jobs))
        seconds = time.perf_counter() - started
    finally:
        shutil.rmtree(folder)
    largest = max(
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{report.articles} articles, {words} words, {args.jobs} processes: {seconds:.1f} s with loading")
    print(
        f"{report.articles / seconds:.2f} articles/s, {words / seconds:.0f} words/s, largest process {largest / 1024:.0f} MB"
    )


if __name__ == "__main__":
    main()

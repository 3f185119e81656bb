"""How fast and how large a build is: `python benchmarks/speed.py [--repeat N] [--jobs N] [--parts] [PATH ...]`.

Builds the example articles, or those of the paths, N times over (each copy with another id) into a temporary folder and
prints articles a second, words a second and the largest resident set of any process. With `--parts` it builds nothing
and prints what each part of the analysis takes of one core, as median of all articles: parse, each extractor, linking.
`--words 260 480` takes articles of that length only. Figures are for the machine that it runs on.
"""

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from spacy.language import Language

from kg.article import Article
from kg.config import BuildOptions
from kg.extract.article import extract_article
from kg.extract.entity import extract_entities
from kg.extract.event import extract_events
from kg.extract.role import extract_roles
from kg.extract.statement import extract_statements
from kg.extract.time import extract_times
from kg.extract.tree import Tree
from kg.language.pipeline import load, parse_article
from kg.readers import Metadata, Rejected, read_paths
from kg.run.analysis import knowledge_base
from kg.run.pipeline import build
from kg.score.folder import read_folder
from kg.wikidata.base import KnowledgeBase
from kg.wikidata.linker import link_entities

EXAMPLES = Path(__file__).parents[1] / "examples" / "articles"
GOLD = Path(__file__).with_name("gold")


def read(paths: list[str], fewest: int, most: int) -> list[Article]:
    """The articles with so many words."""
    articles = (a for a in read_paths(paths, defaults=Metadata()) if not isinstance(a, Rejected))
    return [a for a in articles if fewest <= len(a.text.split()) <= most]


def parts_of(article: Article, nlp: Language, kb: KnowledgeBase) -> dict[str, float]:
    """The milliseconds that each part of the analysis takes."""
    taken: dict[str, float] = {}

    def timed(name: str, part: Callable[..., Any], *values: Any, **named: Any) -> Any:
        started = time.process_time()
        result = part(*values, **named)
        taken[name] = 1000 * (time.process_time() - started)
        return result

    doc = timed("parse", parse_article, nlp, article)
    tree = timed("tree", Tree, doc)
    actors = timed("entities", extract_entities, doc, tree=tree)
    times = timed("times", extract_times, doc)
    timed("roles", extract_roles, doc, actors, tree=tree)
    statements = timed("statements", extract_statements, doc, actors, times, tree=tree)
    timed("events", extract_events, doc, actors, times, statements, tree=tree)
    found = timed("all extractors", extract_article, doc)
    timed("linking", link_entities, found, article, kb)
    return taken


def print_parts(articles: list[Article]) -> None:
    """Prints the median of each part; the gold articles go first, so that the word lists are read."""
    nlp, kb = load(), knowledge_base(None)
    for gold in read_folder(GOLD).articles:
        parts_of(Article(text=gold.text), nlp, kb)
    taken = [parts_of(article, nlp, kb) for article in articles]
    words = sum(len(a.text.split()) for a in articles) / len(articles)
    print(f"{len(articles)} articles of {words:.0f} words; ms an article, median and 9 in 10 below")
    for name in taken[0]:
        row = sorted(parts[name] for parts in taken)
        print(f"{name:16}{median(row):8.2f}{row[len(row) * 9 // 10]:8.2f}")


def print_build(originals: list[Article], repeat: int, jobs: int) -> None:
    """Prints the speed and size of a build."""
    articles = [
        replace(a, id=f"{a.id}-{n}", url=None, text=a.text + f"\n\nCopy {n}.")
        for n in range(repeat)
        for a in originals
    ]
    words = sum(len(a.text.split()) for a in articles)
    folder = Path(tempfile.mkdtemp())
    try:
        started = time.perf_counter()
        report = build(articles, folder, BuildOptions(jobs=jobs))
        seconds = time.perf_counter() - started
    finally:
        shutil.rmtree(folder)
    largest = max(
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{report.articles} articles, {words} words, {jobs} processes: {seconds:.1f} s with loading")
    print(
        f"{report.articles / seconds:.2f} articles/s, {words / seconds:.0f} words/s, largest process {largest / 1024:.0f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", default=[str(EXAMPLES)])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--parts", action="store_true")
    parser.add_argument("--words", type=int, nargs=2, default=(0, 10**9), metavar=("FEWEST", "MOST"))
    args = parser.parse_args()
    articles = read(args.paths, *args.words)
    if not articles:
        parser.error("no articles of that length")
    if args.parts:
        print_parts(articles)
    else:
        print_build(articles, args.repeat, args.jobs)


if __name__ == "__main__":
    main()

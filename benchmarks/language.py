"""Words a second of the language pipeline beside spaCy's CNN pipeline, one core each, in one run.

`python benchmarks/language.py [--repeat N]`. The CNN pipeline is tagger, parser and entity recogniser of width 96, each
with a tok2vec of its own as spaCy's small models have for names (two in all); its weights are random, which costs what
trained ones cost but for the shape of the trees.
"""

import argparse
import os
import resource
import time
from pathlib import Path
from statistics import median

os.environ["OMP_NUM_THREADS"] = "1"

import spacy
from spacy.training import Example

from kg.article import Article
from kg.language.pipeline import load, parse_article
from kg.score.folder import read_folder

ROOT = Path(__file__).parents[1]


def texts() -> list[str]:
    """The gold articles and the examples."""
    gold = [article.text for article in read_folder(ROOT / "benchmarks" / "gold").articles]
    return gold + [
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples" / "articles").glob("*.txt"))
    ]


def cnn() -> spacy.language.Language:
    """spaCy's tagger and parser on one tok2vec of width 96, and a recogniser on its own."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec")
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
    tagger = {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}
    parser = {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "parser", "extra_state_tokens": False,
        "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "nO": None, "tok2vec": listener,
    }  # fmt: skip
    nlp.add_pipe("tagger", config={"model": tagger})
    nlp.add_pipe("parser", config={"model": parser})
    nlp.add_pipe("ner")
    doc = load()("Norway signed a treaty with Iceland in Oslo on Tuesday. Shares fell.")
    words = [t.text for t in doc]
    examples = [
        Example.from_dict(
            nlp.make_doc(doc.text),
            {
                "words": words,
                "tags": [t.tag_ for t in doc],
                "heads": [t.head.i for t in doc],
                "deps": [t.dep_ for t in doc],
                "entities": [(e.start_char, e.end_char, e.label_) for e in doc.ents],
            },
        )
    ]
    nlp.initialize(lambda: examples)
    return nlp


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--repeat", type=int, default=3)
    repeat = arguments.parse_args().repeat
    started = time.perf_counter()
    ours = load()
    ours("Norway.")
    print(f"load {time.perf_counter() - started:.2f} s")
    articles = texts()
    theirs = cnn()
    words = sum(len(theirs.make_doc(text)) for text in articles)
    rates: dict[str, list[float]] = {"kg": [], "spaCy CNN": []}
    for _ in range(repeat):
        at = time.perf_counter()
        for text in articles:
            parse_article(ours, Article(text=text))
        rates["kg"].append(words / (time.perf_counter() - at))
        at = time.perf_counter()
        for text in articles:
            theirs(text)
        rates["spaCy CNN"].append(words / (time.perf_counter() - at))
    for name, found in rates.items():
        print(f"{name}: {median(found):,.0f} words/s (of {', '.join(f'{x:,.0f}' for x in found)})")
    print(f"kg / spaCy CNN {median(rates['kg']) / median(rates['spaCy CNN']):.2f}")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()

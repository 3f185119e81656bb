"""How well names are found and linked to Wikidata: `python -m training.linking CORPORA [--part train] [--gold]`.

With `--causes N` it prints why names went without their item, most frequent first, each with N examples; `--page FILE`
writes the figures of the dev parts as a page.

Two sources: the annotated news, whose entities `annotations/linking/news.tsv` gives items, and GUM, whose names
`annotations/linking/gum.tsv` gives items. The dev part of the news are the articles whose number is a multiple
of five, that of GUM its own. With `--gold` the linker gets the annotators' entities (news only), so that its
own mistakes stand alone; otherwise everything comes from the text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

from kg.article import Article
from kg.extract.article import extract_article
from kg.language.pipeline import load, parse_article
from kg.records import Entity, Extraction, Mention, Role, Span
from kg.score.folder import read_folder
from kg.wikidata.base import KnowledgeBase
from kg.wikidata.linker import link_entities, weigh
from kg.wikidata.words import read_tsv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.records import Link

ANNOTATIONS = Path(__file__).parent / "annotations" / "linking"
NEWS = ("wikinews_annotated", "invented_wire")
NONE = "-"
LEVELS = (0.0, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.01)
Where = tuple[int, int]


@dataclass(slots=True)
class Gold:
    """One article: `names` has the item of each name by its span ("-" none, "" left open); `entities` those of news.

    Of one that is not `complete` nothing follows from a span that is no name there, nor is "none" certain: GUM has no
    items for adjectives of nationality, and some of its titles were not found in the sources though the item is.
    """

    id: str
    article: Article
    names: dict[Where, str]
    complete: bool = True
    entities: Extraction | None = None
    items: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Result:
    """What was counted over articles; `links` are confidence and whether right, of names and of entities."""

    counts: Counter[str] = field(default_factory=Counter)
    names: list[tuple[float, bool]] = field(default_factory=list)
    entities: list[tuple[float, bool]] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)
    causes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    seconds: float = 0.0

    def share(self, part: str, whole: str) -> float:
        return 100 * self.counts[part] / max(self.counts[whole], 1)


def news(corpora: Path, part: str) -> Iterator[Gold]:
    """The annotated news of one part ("train", "dev")."""
    items: dict[str, dict[str, str]] = defaultdict(dict)
    for article, entity, item in read_tsv(ANNOTATIONS / "news.tsv"):
        items[article][entity] = item
    for corpus in NEWS:
        for gold in read_folder(corpora / corpus).articles:
            if (int(gold.id.split("-")[1]) % 5 == 0) != (part == "dev"):
                continue
            facts = json.loads((corpora / corpus / f"{gold.id}.facts.json").read_text("utf-8"))
            own = items[gold.id]
            names = {
                (m.start, m.end): own.get(m.entity, "")
                for m in gold.mentions
                if m.kind in {"name", "adjective"}
            }
            article = Article(text=gold.text, title=gold.title, date=gold.date)
            yield Gold(gold.id, article, names, entities=_annotated(gold, facts), items=own)


def _annotated(gold: Any, facts: dict[str, Any]) -> Extraction:
    """The annotators' entities, mentions and roles as records."""
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    for m in gold.mentions:
        if m.kind == "name":
            spelled[m.entity][gold.text[m.start : m.end]] += 1
    entities = [
        Entity(
            key=key,
            type=fact["type"].lower(),
            name=fact["name"],
            named=not fact.get("unnamed") and bool(spelled[key]),
            aliases=tuple(name for name in spelled[key] if name != fact["name"]),
            country=fact.get("country"),
        )
        for key, fact in facts["entities"].items()
    ]
    roles = [
        Role(
            key=f"r{place}",
            span=Span(0, 1),
            holder=role["holder"],
            title=role["title"],
            organization=role.get("organization"),
            country=role.get("country"),
            status=role.get("status") or "current",
        )
        for place, role in enumerate(facts["roles"])
    ]
    mentions = [Mention(Span(m.start, m.end), m.kind, m.entity, m.stands_for) for m in gold.mentions]
    return Extraction(entities=tuple(entities), mentions=tuple(mentions), roles=tuple(roles))


def gum(corpora: Path, part: str) -> Iterator[Gold]:
    """GUM's documents of one part, with the items of their names."""
    items: dict[str, dict[Where, str]] = defaultdict(dict)
    for document, start, end, item in read_tsv(ANNOTATIONS / "gum.tsv"):
        items[document][int(start), int(end)] = item
    with gzip.open(corpora / "gum" / f"{part}.ner.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            name = row["doc"].removeprefix("GUM_")
            spans = {(start, end): "" for start, end, *_ in row["ents"]}
            article = Article(text=row["text"], title=None, date=row["date"])
            yield Gold(name, article, {**spans, **items[name]}, complete=False)


def extracted(gold: Gold) -> Extraction:
    """What the product finds in the text, before linking."""
    return extract_article(parse_article(load(), gold.article))


def judge(gold: Gold, extraction: Extraction, kb: KnowledgeBase, result: Result) -> None:
    """Link one article and count."""
    started = process_time()
    links = {link.entity: link for link in link_entities(extraction, gold.article, kb)}
    result.seconds += process_time() - started
    result.counts["articles"] += 1
    pool = weigh(extraction, gold.article, kb).pool
    found = {key: {c.item.qid for c in candidates} for key, candidates in pool.items()}
    if extraction is gold.entities:
        _judge_entities(gold, extraction, links, found, result)
    _judge_names(gold, extraction, links, found, result)


def _judge_entities(
    gold: Gold, extraction: Extraction, links: dict[str, Link], pool: dict[str, set[str]], result: Result
) -> None:
    counts = result.counts
    for entity in extraction.entities:
        wanted = gold.items.get(entity.key)
        if wanted is None or entity.key not in links:
            continue
        link = links[entity.key]
        note = f"{gold.id}\t{entity.type}\t{entity.name}\twants {wanted}\tgot {link.qid} {link.confidence} {link.label}"
        if wanted == NONE:
            counts["none"] += 1
            counts["none right"] += link.qid is None
        else:
            found = pool.get(entity.key, set()) | {link.qid}
            counts["known"] += 1
            counts["candidate there"] += wanted in found
            counts["right"] += link.qid == wanted
            if wanted not in found:
                result.errors.append(("no candidate", note))
            elif link.qid is None:
                result.errors.append(("abstained", note))
        if link.qid is not None:
            counts["links"] += 1
            result.entities.append((link.confidence, link.qid == wanted))
            if link.qid != wanted:
                result.errors.append(("wrong", note))


def _judge_names(
    gold: Gold, extraction: Extraction, links: dict[str, Link], pool: dict[str, set[str]], result: Result
) -> None:
    """Strict: a link of a name counts where span and item are those of the annotators."""
    counts = result.counts
    entities = {entity.key: entity for entity in extraction.entities}
    mentions = {
        (m.span.start, m.span.end): m
        for m in extraction.mentions
        if m.kind in {"name", "adjective"} and m.span.context == "text" and m.entity in links
    }
    ours = {span: links[m.entity] for span, m in mentions.items()}
    wanted = {span: item for span, item in gold.names.items() if item not in {"", NONE}}
    counts["names"] += len(gold.names)
    counts["names found"] += len(gold.names.keys() & ours.keys())
    counts["linked names"] += len(wanted)
    left_open = [span for span, item in gold.names.items() if item == ""]
    for span, link in sorted(ours.items()):
        if link.qid is None or any(s < span[1] and span[0] < e for s, e in left_open):
            continue
        if not gold.complete and span not in wanted:
            continue
        right = wanted.get(span) == link.qid
        counts["our links"] += 1
        counts["right links"] += right
        result.names.append((link.confidence, right))
        if not right:
            note = f"{gold.id}\t{gold.article.text[slice(*span)]}\tis {gold.names.get(span, 'no name')}\tgot {link.qid} {link.confidence} {link.label}"
            result.errors.append(("link", note))
            if span not in wanted:
                kind = "linked, is none" if span in gold.names else "linked, no name"
                result.causes[kind][f"{gold.article.text[slice(*span)]} → {link.label}"] += 1
    for span, item in sorted(wanted.items()):
        name, link = gold.article.text[slice(*span)], ours.get(span)
        if link is None:
            cause, state = ("part of another" if _crosses(span, ours) else "not found"), "span not found"
        else:
            there = item == link.qid or item in pool.get(mentions[span].entity, ())
            counts["wanted found"] += 1
            counts["wanted candidate"] += there
            state = f"got {link.qid} {link.reason}"
            cause = "wrong candidate" if link.qid else "abstained"
            cause = cause if there else "no candidate"
        if link is None or link.qid != item:
            label = f" [{entities[mentions[span].entity].name}]" if link is not None else ""
            result.causes[cause][f"{name}{label} is {item}"] += 1
            result.errors.append(("missed", f"{gold.id}\t{name}\tis {item}\t{state}"))


def _crosses(span: Where, ours: Iterable[Where]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in ours)


def report(result: Result, *, entities: bool) -> Iterator[str]:
    """The figures as lines of text."""
    counts = result.counts
    yield f"{counts['articles']} articles, {1000 * result.seconds / max(counts['articles'], 1):.1f} ms of CPU an article"
    if entities:
        yield f"candidate recall        {result.share('candidate there', 'known'):5.1f}  of {counts['known']}"
        yield f"right, candidate there  {result.share('right', 'candidate there'):5.1f}"
        yield f"no item, none given     {result.share('none right', 'none'):5.1f}  of {counts['none']}"
        precision, recall = result.share("right", "links"), result.share("right", "known")
        yield f"entities   P {precision:5.1f}  R {recall:5.1f}  F1 {_f1(precision, recall):5.1f}"
    yield (
        f"linked names found {result.share('wanted found', 'linked names'):5.1f}, of them candidate there"
        f" {result.share('wanted candidate', 'wanted found'):5.1f}, of these right"
        f" {result.share('right links', 'wanted candidate'):5.1f}"
    )
    yield f"names found, exact span {result.share('names found', 'names'):5.1f}  of {counts['names']}"
    precision, recall = result.share("right links", "our links"), result.share("right links", "linked names")
    yield f"names      P {precision:5.1f}  R {recall:5.1f}  F1 {_f1(precision, recall):5.1f}"
    yield "confidence   links  right   at least: precision  recall"
    judged = result.entities if entities else result.names
    whole = counts["known" if entities else "linked names"]
    for low, high in pairwise(LEVELS):
        inside = [right for confidence, right in judged if low <= confidence < high]
        above = [right for confidence, right in judged if confidence >= low]
        yield (
            f"{low:4.2f}-{min(high, 1):4.2f} {len(inside):8} {_percent(inside):6} {_percent(above):20}"
            f" {100 * sum(above) / max(whole, 1):7.1f}"
        )


def causes(result: Result, examples: int) -> Iterator[str]:
    """Why links are missing or wrong, the most frequent cause first, each with its most frequent examples."""
    for cause, names in sorted(result.causes.items(), key=lambda pair: (-sum(pair[1].values()), pair[0])):
        shown = ", ".join(f"{name} ({n})" for name, n in names.most_common(examples))
        yield f"{sum(names.values()):5} {cause}: {shown}"


def write_page(path: Path, corpora: Path) -> None:
    """Measure the dev parts and write the page."""
    from training.linking_page import page  # noqa: PLC0415 (it reads results, whose class is here)

    kb = KnowledgeBase.open()
    parts = {
        "news": evaluate(news(corpora, "dev"), kb, extracted),
        "news, the annotators' entities": evaluate(news(corpora, "dev"), kb, lambda gold: gold.entities),
        "GUM": evaluate(gum(corpora, "dev"), kb, extracted),
    }
    path.write_text(page(parts), encoding="utf-8")


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / max(precision + recall, 1e-9)


def _percent(right: list[bool]) -> str:
    return f"{100 * sum(right) / len(right):.1f}" if right else "-"


def evaluate(golds: Iterable[Gold], kb: KnowledgeBase, find: Callable[[Gold], Extraction | None]) -> Result:
    """Link all articles; `find` gives what was found in each."""
    result = Result()
    for gold in golds:
        extraction = find(gold)
        if extraction is not None:
            judge(gold, replace(extraction) if extraction is not gold.entities else extraction, kb, result)
    return result


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--part", choices=["train", "dev"], default="dev")
    parser.add_argument("--source", choices=["news", "gum"], default="news")
    parser.add_argument("--gold", action="store_true", help="with the annotators' entities")
    parser.add_argument("--base", help="another base file")
    parser.add_argument("--errors", type=int, default=0, help="print so many errors of each kind")
    parser.add_argument(
        "--causes", type=int, help="print why links are missing or wrong, with so many examples"
    )
    parser.add_argument("--page", type=Path, help="write the figures of the dev parts as a page")
    options = parser.parse_args(arguments)
    if options.page is not None:
        write_page(options.page, options.corpora)
        return
    golds = (news if options.source == "news" else gum)(options.corpora, options.part)
    kb = KnowledgeBase.open(options.base)
    result = evaluate(golds, kb, (lambda gold: gold.entities) if options.gold else extracted)
    print("\n".join(report(result, entities=options.gold)))
    if options.causes is not None:
        print("\n".join(causes(result, options.causes)))
    shown: Counter[str] = Counter()
    for kind, note in result.errors:
        shown[kind] += 1
        if shown[kind] <= options.errors:
            print(f"{kind}\t{note}")


if __name__ == "__main__":
    main(sys.argv[1:])

"""How well names are linked that the base lacks: `python -m training.online CORPORA [--part train] [--errors N]`.

Half of the items of the base, chosen by their number, are hidden (states stay); a service that stands in for Wikidata
knows them all. The entities are those of the annotated news. It shows what `--online` wins and how often it is wrong;
real Wikidata knows two hundred times as many items, and so more namesakes.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from kg.wikidata.base import KnowledgeBase
from kg.wikidata.kinds import Kind
from kg.wikidata.linker import link_entities
from kg.wikidata.names import name_key
from kg.wikidata.online.found import Found
from kg.wikidata.online.link import link_online
from training.linking import NONE, news

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.records import EntityType
    from kg.wikidata.item import Hit, Item

STATES = frozenset({Kind.COUNTRY, Kind.TERRITORY, Kind.FORMER_COUNTRY})
MOST = 10


def hidden(item: Item) -> bool:
    return item.kind not in STATES and hashlib.sha256(item.qid.encode()).digest()[0] % 2 == 0


class Half(KnowledgeBase):
    """The base without what is hidden."""

    def hits(self, key: str) -> Iterator[Hit]:
        return (hit for hit in super().hits(key) if not hidden(hit.item))

    def item(self, qid: str) -> Item | None:
        item = super().item(qid)
        return None if item is None or hidden(item) else item


class Whole:
    """A service that knows what the whole base knows."""

    address, highest = "https://whole.example/api.php", 0.95

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb

    def find(self, names: Mapping[str, EntityType]) -> list[Found]:
        called: dict[str, list[str]] = {}
        for name in names:
            for item in [h.item for h in self.kb.lookup(name)][:MOST]:
                if name_key(name) in map(name_key, (item.label, *item.aliases)):
                    called.setdefault(item.qid, []).append(name)
        return [self.found(self.kb.item(qid), names) for qid, names in called.items()]

    def found(self, item: Item, called: list[str]) -> Found:
        return Found(
            *(item.qid, item.label, item.kind, item.prior, item.description, item.aliases, called),
            *(item.country, item.region, item.start, item.end, item.lifetime, self.kb.terms_of(item)),
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--part", default="train", choices=("train", "dev"))
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    whole = KnowledgeBase.open()
    half, service, counts, errors = Half.open(), Whole(whole), Counter(), []
    for gold in news(options.corpora, options.part):
        alone = {x.entity: x for x in link_entities(gold.entities, gold.article, half)}
        best = {x.entity: x for x in link_entities(gold.entities, gold.article, whole)}
        online = {x.entity: x for x in link_online(gold.entities, gold.article, half, service)}
        for key, link in online.items():
            wanted = gold.items.get(key)
            if wanted is None:
                continue
            item = None if wanted == NONE else whole.item(wanted)
            group = "none" if item is None else "hidden" if hidden(item) else "kept"
            counts[group] += 1
            for name, found in (("alone", alone[key]), ("online", link), ("whole base", best[key])):
                counts[group, name, "right"] += found.qid == (wanted if item else None)
                counts[group, name, "wrong"] += found.qid not in {None, wanted}
            if link.source:
                counts["links"] += 1
                counts["links right"] += link.qid == wanted
                sure = "below 0.9" if link.confidence < 0.9 else "from 0.9"
                counts[sure] += 1
                counts[sure, "right"] += link.qid == wanted
                if link.qid != wanted:
                    errors.append(
                        f"{gold.id}\t{key}\twants {wanted}\tgot {link.qid} {link.label} {link.confidence}"
                    )
    for group in ("hidden", "kept", "none"):
        print(f"{group}: {counts[group]} entities")
        for name in ("alone", "online", "whole base"):
            print(
                f"  {name:<11} right {counts[group, name, 'right']:>5}  wrong {counts[group, name, 'wrong']:>4}"
            )
    print(f"links by the service: {counts['links']}, right {counts['links right']}")
    for sure in ("below 0.9", "from 0.9"):
        print(f"  {sure}: {counts[sure]}, right {counts[sure, 'right']}")
    print(*errors[: options.errors], sep="\n")


if __name__ == "__main__":
    main()

"""How fast and lean a knowledge base is: `python benchmarks/base.py [--aliases N] [--lookups N] [--base FILE] [--quick]`.

Measures the base that ships with `kg`, then a generated one of ten million aliases (or `--base FILE`), each in a process of its own: opening,
look-ups of names that it has, that several items share, and that it lacks, no name twice, in a core's own time, and memory.
Prints each figure beside its floor and ends with 1 if one is missed; `--quick` leaves the floors out. The generated base has items with
four names, one name in ten of them shared, columns and compressed texts as any base; making it takes some minutes.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from kg.wikidata.base import KnowledgeBase
from kg.wikidata.kinds import Kind
from kg.wikidata.names import name_key
from kg.wikidata.store import FORMAT, ITEM_BITS, name_hash, pack_texts, write_store

ROOT = Path(__file__).resolve().parents[1]
NAMES_EACH = 4
SHARED = 10
"""Every so manyth name is one that other items have, too."""
BEARERS = 20
SYLLABLES = (
    "ba",
    "chen",
    "dor",
    "el",
    "fri",
    "gan",
    "hol",
    "is",
    "jun",
    "kar",
    "lem",
    "mo",
    "nov",
    "ost",
    "pra",
    "qui",
)
FLOORS = {"opened, ms": 100.0, "resident, MB": 60.0} | dict.fromkeys(
    ("known name, us", "shared name, us", "unknown name, us"), 50.0
)
MEASURE = """
import json, sys, time
from kg.wikidata.base import KnowledgeBase

def memory(field):
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith(field))

path, names = json.loads(sys.stdin.readline())
before = memory("RssAnon"), memory("VmRSS")
start = time.perf_counter()
base = KnowledgeBase.open(path)
base.lookup("Vladimir Putin")
figures = {"opened, ms": 1000 * (time.perf_counter() - start), "resident, MB": memory("VmRSS")}
figures["of it without the base, MB"] = before[1]
for kind, asked in names.items():
    start = time.process_time()
    found = sum(bool(base.lookup(name)) for name in asked)
    figures[f"{kind} name, us"] = 1e6 * (time.process_time() - start) / len(asked)
    assert found == (0 if kind == "unknown" else len(asked)), (kind, found, len(asked))
start = time.process_time()
labels = [base.lookup(name)[0].item.label for name in names["known"][::10]]
figures["known name with its label, us"] = 1e6 * (time.process_time() - start) / len(labels)
figures["private after all that, MB"] = memory("RssAnon") - before[0]
figures["mapped and shared after all that, MB"] = memory("RssFile")
print(json.dumps(figures))
"""


def spelled(number: int, salt: str = "") -> str:
    """A name of three words that no other number has."""
    words, rest = [""], number * 2_654_435_761 % (1 << 36)
    for place in range(9):
        rest, digit = divmod(rest, 16)
        words[-1] += SYLLABLES[digit]
        if place in {2, 5}:
            words.append("")
    return " ".join([*words, salt]).strip().title()


def named(place: int) -> Iterator[str]:
    """The names of the item at a place: its own, and of every tenth name one that others share."""
    for number in range(place * NAMES_EACH, (place + 1) * NAMES_EACH):
        yield spelled(number // (SHARED * BEARERS), "Soli") if number % SHARED == 0 else spelled(number)


def generate(path: Path, aliases: int) -> None:
    """Write a base with so many aliases."""
    count = aliases // NAMES_EACH
    bits = max(ITEM_BITS, count.bit_length())
    buckets, fingerprints, postings = array("H"), array("I"), array("Q")
    texts = []
    for place in range(count):
        names = list(named(place))
        for form, name in enumerate(names):
            bucket, fingerprint = name_hash(name_key.__wrapped__(name))
            buckets.append(bucket)
            fingerprints.append(fingerprint)
            postings.append(place | min(form, 1) << bits)
        texts.append(f"{names[0]}\tsomething of the kind {place % 97}\t{'|'.join(names[1:])}")
    blob, dictionary, offsets = pack_texts(texts)
    bucket = np.frombuffer(buckets, "<u2")
    order = np.lexsort((np.frombuffer(postings, "<u8"), np.frombuffer(fingerprints, "<u4"), bucket))
    places = np.arange(count)
    no_texts, no_dictionary, no_offsets = pack_texts([])
    sections: dict[str, Any] = {
        "qid": (places + 1).astype("<u4"),
        "countries": np.arange(200, dtype="<u4"),
        "country": (places % 200).astype("<u2"),
        "regions": np.arange(3000, dtype="<u4"),
        "region": (places % 3000).astype("<u2"),
        "kind": (places % len(Kind)).astype("u1"),
        "prior": (places % 199).astype("u1"),
        "domain": np.zeros(count, "u1"),
        "flags": np.zeros(count, "u1"),
        "start": np.zeros(count, "<i2"),
        "end": np.zeros(count, "<i2"),
        **dict.fromkeys(("term_item", "term_start", "term_end"), np.zeros(0, "<u4")),
        "term_position": np.zeros(0, "<u2"),
        **dict.fromkeys(("position_office", "position_country"), np.zeros(0, "<u4")),
        "position_blob": np.frombuffer(no_texts, "u1"),
        "position_dictionary": np.frombuffer(no_dictionary, "u1"),
        "position_offsets": no_offsets,
        "bucket": np.concatenate([[0], np.cumsum(np.bincount(bucket, minlength=1 << 16))]).astype("<u4"),
        "fingerprint": np.frombuffer(fingerprints, "<u4")[order],
        "posting": np.frombuffer(postings, "<u8")[order],
        "text_blob": np.frombuffer(blob, "u1"),
        "text_dictionary": np.frombuffer(dictionary, "u1"),
        "text_offsets": offsets,
        "lookups": np.frombuffer(b"state\tQ1\tQ1\tsame", "u1"),
    }
    write_store(path, {"format": FORMAT, "items": count, "names": len(postings), "item_bits": bits}, sections)


def asked_of_generated(aliases: int, lookups: int) -> dict[str, list[str]]:
    """Names to ask a generated base for."""
    luck = random.Random(7)
    numbers = luck.sample(range(aliases // NAMES_EACH * NAMES_EACH), min(lookups, aliases // 8))
    last = max(1, aliases // (SHARED * BEARERS) - 1)
    return {
        "known": [spelled(n) for n in numbers if n % SHARED],
        "shared": [spelled(n, "Soli") for n in luck.sample(range(last), min(lookups, last))],
        "unknown": [spelled(n, "Nemo") for n in numbers],
    }


def asked_of(path: Path | None, lookups: int) -> dict[str, list[str]]:
    """Names to ask any base for: labels of its items, those that several items have, and such as nothing is called."""
    base = KnowledgeBase.open(path)
    names: dict[str, list[str]] = {"known": [], "shared": []}
    luck = random.Random(7)
    for index in luck.sample(range(len(base)), min(len(base), 3 * lookups)):
        label = base.texts[index].partition("\t")[0]
        bearers = base.lookup(label)
        if bearers:
            names["shared" if len(bearers) > 1 else "known"].append(label)
    taken = {kind: sorted(set(found))[:lookups] for kind, found in names.items()}
    for found in taken.values():
        luck.shuffle(found)
    unknown = (spelled(number, "Nemo") for number in range(lookups))
    return {**taken, "unknown": [name for name in unknown if not base.lookup(name)]}


def measure(path: Path, names: dict[str, list[str]]) -> dict[str, float]:
    """What a process that does nothing else sees of the base."""
    told = json.dumps([str(path), {kind: found for kind, found in names.items() if found}]) + "\n"
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], input=told, capture_output=True, text=True, check=True, cwd=ROOT
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def show(title: str, figures: dict[str, float], *, quick: bool) -> bool:
    """Print figures beside their floors; whether all are kept."""
    print(title)
    kept = True
    for name, figure in figures.items():
        floor = None if quick else FLOORS.get(name)
        missed = floor is not None and figure > floor
        print(
            f"  {figure:>9.1f}  {name}"
            + (f"  (floor {floor:g}{': MISSED' if missed else ''})" if floor else "")
        )
        kept &= not missed
    return kept


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aliases", type=int, default=10_000_000)
    parser.add_argument("--lookups", type=int, default=20_000)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--quick", action="store_true")
    args = parser.parse_args()
    shipped = ROOT / "kg" / "wikidata" / "core" / "base.kgb"
    names = asked_of(shipped, args.lookups)
    kept = show("the base that ships with kg", measure(shipped, names), quick=args.quick)
    if args.base is not None:
        figures = measure(args.base.resolve(), asked_of(args.base, args.lookups))
        return 0 if show(str(args.base), figures, quick=args.quick) and kept else 1
    with tempfile.TemporaryDirectory() as folder:
        path, start = Path(folder) / "generated.kgb", time.perf_counter()
        generate(path, args.aliases)
        size, seconds = path.stat().st_size / 1e6, time.perf_counter() - start
        figures = measure(path, asked_of_generated(args.aliases, args.lookups))
        title = f"a generated base of {args.aliases:,} aliases ({size:,.0f} MB, made in {seconds:.0f} s)"
        return 0 if show(title, figures, quick=args.quick) and kept else 1


if __name__ == "__main__":
    sys.exit(main())

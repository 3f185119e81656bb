"""Compile the look-up features' name lists from the open seed tables: `python -m training.gazetteer`."""

import csv
import gzip
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from kg.language.features import LISTS, WORD_LISTS, Gazetteer, key_hash

FILES = {
    "person": ["core", "core_more", "persons", "persons_notable", "more_persons"],
    "organization": [
        "core", "core_more", "organizations", "gov_bodies", "companies", "universities", "parties", "media",
        "agencies", "more_organizations", "more_media", "sports_teams",
    ],
    "place": ["core", "cities", "cities_us", "admin_regions", "places", "more_places", "more_settlements"],
    "country": ["countries", "core"],
    "event": ["events", "more_events"],
    "work": ["products", "more_works"],
}  # fmt: skip
CLASSES = {
    "person": {"Person"},
    "organization": {
        "Organization", "GovernmentOrganization", "Company", "NewsMedia", "PoliticalParty", "University",
        "SportsTeam", "InternationalOrganization", "ArmedForces", "Party",
    },
    "place": {"Place", "City", "Region", "AdminRegion", "Settlement", "Building"},
    "country": {"Country"},
    "event": {"Event"},
    "work": {"Product", "CreativeWork", "Work"},
}  # fmt: skip
TITLES = [
    "President",
    "Vice",
    "Prime",
    "Minister",
    "Chancellor",
    "Premier",
    "King",
    "Queen",
    "Prince",
    "Princess",
    "Sultan",
    "Emir",
    "Pope",
    "Bishop",
    "Archbishop",
    "Cardinal",
    "Senator",
    "Sen.",
    "Representative",
    "Rep.",
    "Congressman",
    "Congresswoman",
    "Governor",
    "Gov.",
    "Mayor",
    "Secretary",
    "General",
    "Gen.",
    "Admiral",
    "Adm.",
    "Colonel",
    "Col.",
    "Major",
    "Maj.",
    "Captain",
    "Capt.",
    "Lieutenant",
    "Lt.",
    "Sergeant",
    "Sgt.",
    "Judge",
    "Justice",
    "Attorney",
    "Prosecutor",
    "Ambassador",
    "Envoy",
    "Minister",
    "Chairman",
    "Chairwoman",
    "Chair",
    "Director",
    "Commissioner",
    "Chief",
    "Speaker",
    "Dr.",
    "Doctor",
    "Professor",
    "Prof.",
    "Mr.",
    "Mrs.",
    "Ms.",
    "Sir",
    "Dame",
    "Lord",
    "Lady",
    "Baroness",
    "Sheikh",
    "Ayatollah",
    "Rabbi",
    "Rev.",
    "Reverend",
    "Imam",
    "Coach",
    "Manager",
    "Analyst",
    "Spokesman",
    "Spokeswoman",
    "Spokesperson",
    "Councillor",
    "Deputy",
    "Detective",
    "Officer",
    "Inspector",
    "Superintendent",
    "Sheriff",
    "MP",
]


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    for path, opener in ((folder / f"{name}.tsv", open), (folder / f"{name}.tsv.gz", gzip.open)):
        if path.exists():
            with opener(path, "rt", encoding="utf-8", newline="") as lines:
                yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def names_of(row: dict[str, str]) -> Iterator[str]:
    yield row["label"]
    yield from (row.get("aliases") or "").split("|")


def compile_gazetteer(folder: Path) -> Gazetteer:
    masks: dict[int, int] = {}
    firsts: Counter[str] = Counter()
    lasts: Counter[str] = Counter()

    def add(name: str, bit: int) -> None:
        masks[key_hash(name)] = masks.get(key_hash(name), 0) | 1 << bit

    for bit, kind in enumerate(LISTS):
        for file in FILES[kind]:
            for row in rows(folder, file):
                if row.get("type") and row["type"] not in CLASSES[kind] and file in ("core", "core_more"):
                    continue
                population = float(row.get("popularity") or 0)
                for raw in names_of(row):
                    name = raw.removeprefix("the ").removeprefix("The ").strip()
                    words = name.split()
                    if not 1 <= len(words) <= 7 or not name[:1].isupper() or len(name) < 2:
                        continue
                    if kind == "person":
                        if len(words) < 2 or not words[-1][:1].isupper():
                            continue
                        firsts[words[0]] += 1
                        lasts[words[-1]] += 1
                    elif (
                        (len(words) == 1 and kind in ("work", "event"))
                        or (
                            len(words) == 1
                            and kind == "place"
                            and file == "more_settlements"
                            and population < 50000
                        )
                        or (len(words) == 1 and file == "cities_us")
                    ):
                        continue
                    add(name, bit)
    for row in rows(folder, "demonyms"):
        add(row["form"], 8 + WORD_LISTS.index("demonym"))
    for title in TITLES:
        add(title, 8 + WORD_LISTS.index("title"))
    for counter, kind in ((firsts, "first-name"), (lasts, "surname")):
        for word, count in sorted(counter.items()):
            if count >= (4 if kind == "first-name" else 2) and word.isalpha():
                add(word, 8 + WORD_LISTS.index(kind))
    keys = sorted(masks)
    return Gazetteer(np.array(keys, np.uint32), np.array([masks[k] for k in keys], np.uint16))


def main() -> None:
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    gazetteer = compile_gazetteer(folder)
    gazetteer.save(out)
    print(f"{len(gazetteer.hashes)} names, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()

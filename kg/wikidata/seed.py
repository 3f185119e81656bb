"""The seed files: which are used, under what licence, and their rows merged into one draft an item."""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from kg.errors import UsageError
from kg.wikidata.kinds import SEED_TYPES, Kind
from kg.wikidata.prior import prior_of

__all__ = ["EXCLUDED", "SOURCES", "Draft", "SeedRow", "read_seed", "read_table"]

SOURCES: Mapping[str, str] = {
    "core.tsv": "CC0 (written for this project)",
    "agencies.tsv": "CC0 (written for this project), MIT (wikitrivia)",
    "core_more.tsv": "CC0 (written for this project)",
    "offices.tsv.gz": "CC0 (Wikidata by every-politician-scrapers)",
    "countries.tsv": "PDDL (country-codes), MIT (rigour), BSD-3 (name-suggestion-index)",
    "admin_regions.tsv": "MIT (rigour), BSD-3 (name-suggestion-index), public domain (Natural Earth)",
    "cities.tsv.gz": "public domain (Natural Earth)",
    "persons.tsv.gz": "CC0 (Wikidata by every-politician-scrapers; congress-legislators)",
    "persons_notable.tsv.gz": "MIT (wikitrivia; datasets_knowledge_embedding; CoDEx)",
    "gov_bodies.tsv.gz": "CC0 (ROR; Wikidata by agency-registry), BSD-3 (name-suggestion-index)",
    "parties.tsv": "MIT (partyfactsdata)",
    "media.tsv": "CC0 (wiki-media-cred), MIT (wikitrivia; datasets_knowledge_embedding; CoDEx)",
    "organizations.tsv": "CC0 (ROR), BSD-3 (name-suggestion-index), MIT (datasets_knowledge_embedding)",
    "universities.tsv.gz": "CC0 (ROR), MIT (datasets_knowledge_embedding)",
    "companies.tsv.gz": "BSD-3 (name-suggestion-index), CC0 (ROR), MIT (wikitrivia)",
    "sports_teams.tsv": "CC0 (reep), MIT (wikitrivia; datasets_knowledge_embedding)",
    "products.tsv": "MIT (wikitrivia)",
    "events.tsv.gz": "MIT (wikitrivia), CC0 (Wikidata by Historical-Events-Search-Engine)",
    "places.tsv.gz": "MIT (wikitrivia)",
    "misc.tsv.gz": "MIT (datasets_knowledge_embedding; CoDEx)",
    "cities_us.tsv.gz": "CC0 (wiki-media-cred)",
    "more_persons.tsv.gz": "CC0 (Wikidata by X-FACTR and others; NGA opendata; openstates), MIT (kgtk), CC BY 4.0 (lm-kbc)",
    "more_organizations.tsv.gz": "CC0 (Wikidata by X-FACTR and others), MIT (kgtk), CC BY 4.0 (lm-kbc)",
    "more_media.tsv.gz": "CC0 (Wikidata by international_newspapers, X-FACTR), MIT (kgtk)",
    "more_places.tsv.gz": "CC0 (Wikidata by X-FACTR), MIT (kgtk), CC BY 4.0 (lm-kbc)",
    "more_settlements.tsv.gz": "CC0 (Wikidata by wikitrivia-data)",
    "more_works.tsv.gz": "CC0 (Wikidata by X-FACTR), MIT (kgtk), CC BY 4.0 (lm-kbc)",
    "more_events.tsv.gz": "CC0 (Wikidata by X-FACTR), MIT (kgtk; FAITH)",
    "more_misc.tsv.gz": "CC0 (Wikidata by X-FACTR), MIT (kgtk; FAITH)",
    "more_concepts.tsv.gz": "CC0 (Wikidata by X-FACTR), MIT (kgtk; FAITH)",
}
"""The item files in the order of trust, and the licences of what each was compiled from."""

EXCLUDED: Mapping[str, str] = {
    "odbl_places.tsv.gz": "ODbL",
    "ccbysa_igos.tsv": "CC BY-SA 4.0",
    "more_ccbysa_leader_terms.tsv": "CC BY-SA 4.0",
    "more_odcby_baseball.tsv.gz": "ODC-BY 1.0",
}
"""Seed files whose licence does not allow them into this base."""

_ITEM_COLUMNS = 10
_HAND_PICKED = 190
"""The least prior of items for which somebody wrote down more names by hand."""


class SeedRow(NamedTuple):
    """One row of an item file, as it stands there."""

    qid: int
    label: str
    aliases: tuple[str, ...]
    type: str
    description: str
    country: int
    start: str
    end: str
    popularity: float
    source: str


@dataclass(slots=True)
class Draft:
    """An item while the base is being built; `prior` is 0 to 255, `country` a QID number or 0."""

    qid: int
    label: str
    kind: Kind
    file: str
    source: str
    description: str = ""
    described_by: str = ""
    country: int = 0
    region: int = 0
    start: int = 0
    end: int = 0
    prior: int = 0
    life: bool = False
    never: bool = False
    curated: bool = False
    domain: int = 0
    aliases: dict[str, None] = field(default_factory=dict)

    @property
    def names(self) -> Iterator[str]:
        """The label and the aliases."""
        yield self.label
        yield from self.aliases


def read_table(path: Path) -> Iterator[list[str]]:
    """The rows below the header of a seed file, gzipped or not."""
    if not path.is_file():
        raise UsageError(f"seed file {path} is missing: give the folder that holds the Wikidata seed")
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        next(file, None)
        for line in file:
            yield line.rstrip("\n").split("\t")


def read_seed(folder: Path) -> dict[int, Draft]:
    """All items of the seed folder, merged by QID; the first file of `SOURCES` that names one wins."""
    drafts: dict[int, Draft] = {}
    present = [name for name in SOURCES if (folder / name).is_file()]
    if not present:
        raise UsageError(f"no seed file in {folder}: expected some of {', '.join(SOURCES)}")
    for name in present:
        for cells in read_table(folder / name):
            _merge(drafts, _row(cells, folder / name), name)
    for name in ("more_aliases.tsv.gz", "core_more_aliases.tsv"):
        if (folder / name).is_file():
            for qid, alias in read_table(folder / name):
                if (draft := drafts.get(int(qid[1:]))) is not None:
                    draft.aliases.setdefault(alias)
                    if name.startswith("core"):
                        draft.prior = max(draft.prior, _HAND_PICKED)
    return drafts


def _row(cells: list[str], path: Path) -> SeedRow:
    if len(cells) < _ITEM_COLUMNS or cells[0][:1] != "Q" or not cells[0][1:].isdigit():
        raise UsageError(f"{path}: expected {_ITEM_COLUMNS} columns beginning with a QID, found {cells[:3]}")
    return SeedRow(
        qid=int(cells[0][1:]),
        label=cells[1],
        aliases=tuple(alias for alias in cells[2].split("|") if alias),
        type=cells[3],
        description=cells[4],
        country=int(cells[5][1:]) if cells[5] else 0,
        start=cells[6],
        end=cells[7],
        popularity=float(cells[8] or -1),
        source=cells[9],
    )


def year_of(text: str) -> int:
    """The year of an ISO date, 0 for none.

    >>> year_of("2019-09"), year_of("-0500"), year_of("")
    (2019, -500, 0)
    """
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    return sign * int(digits[:4]) if digits[:4].isdigit() else 0


def _merge(drafts: dict[int, Draft], row: SeedRow, file: str) -> None:
    prior = prior_of(file, row)
    draft = drafts.get(row.qid)
    if draft is None:
        draft = drafts[row.qid] = Draft(
            qid=row.qid,
            label=row.label,
            kind=SEED_TYPES.get(row.type, Kind.OTHER),
            file=file,
            source=row.source,
            curated=row.source.startswith("curated"),
        )
    elif row.label != draft.label:
        draft.aliases.setdefault(row.label)
    for alias in row.aliases:
        draft.aliases.setdefault(alias)
    if row.description and not draft.description:
        draft.description, draft.described_by = row.description, file
    draft.country = draft.country or row.country
    draft.start = draft.start or year_of(row.start)
    draft.end = draft.end or year_of(row.end)
    draft.prior = max(draft.prior, prior)

"""Compile the seed files into one immutable file: `python -m kg.wikidata.build SEED_FOLDER OUT_FILE`.

The same seed gives the same bytes, whatever the day, the machine or `PYTHONHASHSEED`.
"""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import KGError, UsageError
from kg.wikidata.correction import apply_corrections
from kg.wikidata.derive import Form, Name, NameStatistics, names_of
from kg.wikidata.geography import countries_by_name, region_in, regions_by_name, taken_names
from kg.wikidata.kinds import CORPORATE, Kind
from kg.wikidata.names import name_key, name_tokens
from kg.wikidata.repair import repair
from kg.wikidata.seed import EXCLUDED, SOURCES, Draft, read_seed, read_table
from kg.wikidata.store import FORMAT, ITEM_BITS, Array, name_hash, pack_texts, write_store
from kg.wikidata.term import TERM_FILES, SeedTerm, office_key, office_keys, read_terms
from kg.wikidata.words import CORE, read_tsv

__all__ = ["build", "main", "name_bits"]

_LICENCE = "CC0, public domain, PDDL, MIT, BSD-3-Clause and CC BY 4.0 by source; see NOTICE"


def build(seed: Path, out: Path) -> Mapping[str, Any]:
    """Compile the seed folder; returns the header that was written."""
    drafts, demonyms = _repaired(seed)
    items = sorted(drafts.values(), key=lambda draft: draft.qid)
    if len(items) >= 1 << ITEM_BITS:
        raise UsageError(f"{len(items):,} items are more than a posting can number ({1 << ITEM_BITS:,})")
    index = {draft.qid: place for place, draft in enumerate(items)}
    terms = sorted({term for term in read_terms(seed) if term.person in index})
    _date_careers(drafts, terms)
    names = _names(items, demonyms)  # may still change the class of an item
    sections: dict[str, Array] = {
        **_item_columns(items),
        **_term_columns(terms, index),
        **_postings(names + _office_names(items, terms, index, demonyms)),
        **_texts("text", [_text_of(draft) for draft in items]),
        **_lookups(seed),
    }
    header = _header(seed, items, names, terms)
    write_store(out, header, sections)
    return header


def _repaired(seed: Path) -> tuple[dict[int, Draft], list[tuple[str, str, int]]]:
    drafts = read_seed(seed)
    apply_corrections(drafts)
    same = {int(q[1:]): int(s[1:]) for q, s, relation in read_tsv(CORE / "states.tsv") if relation == "same"}
    demonyms = [(form, kind, same.get(qid, qid)) for form, kind, qid in _demonyms(seed)]
    parts = [
        (drafts[int(q[1:])].label, int(s[1:]))
        for q, s, _ in read_tsv(CORE / "states.tsv")
        if int(q[1:]) in drafts
    ]
    places = countries_by_name(drafts.values(), [(form, qid) for form, _, qid in demonyms] + parts)
    taken = taken_names(drafts.values())
    for draft in drafts.values():
        repair(draft, places, taken)
        draft.country = same.get(draft.country, draft.country)
    apply_corrections(drafts)
    regions = regions_by_name(drafts.values())
    for draft in drafts.values():
        draft.region = region_in(draft, regions)
    return drafts, demonyms


def _date_careers(drafts: Mapping[int, Draft], terms: Sequence[SeedTerm]) -> None:
    """Let `start` and `end` of persons without dates of life be their first and last year in office."""
    for term in terms:
        draft = drafts[term.person]
        if not draft.life:
            years = [year for year in (term.start // 10000, term.end // 10000) if year]
            draft.start = min([*years, draft.start or 9999])
            draft.start = 0 if draft.start == 9999 else draft.start
            draft.end = max([*years, draft.end])


def _demonyms(seed: Path) -> list[tuple[str, str, int]]:
    path = seed / "demonyms.tsv"
    return [(r[0], r[1], int(r[2][1:])) for r in read_table(path)] if path.is_file() else []


def _adjectives(demonyms: Sequence[tuple[str, str, int]]) -> dict[int, str]:
    adjectives: dict[int, str] = {}
    for form, kind, qid in demonyms:
        if kind.startswith("adjective"):
            adjectives.setdefault(qid, form)
    return adjectives


def _names(items: Sequence[Draft], demonyms: Sequence[tuple[str, str, int]]) -> list[tuple[str, int, Name]]:
    statistics = NameStatistics(draft.label for draft in items if draft.kind is Kind.PERSON)
    for draft in items:
        if draft.kind is Kind.OTHER and not draft.description and statistics.is_personal(draft.label):
            draft.kind = Kind.PERSON
    adjectives = _adjectives(demonyms)
    return [
        (name.key, place, name)
        for place, draft in enumerate(items)
        if not draft.never
        for name in names_of(draft, statistics, adjectives)
    ]


def _office_names(
    items: Sequence[Draft],
    terms: Sequence[SeedTerm],
    index: Mapping[int, int],
    demonyms: Sequence[tuple[str, str, int]],
) -> list[tuple[str, int, Name]]:
    """Offices by country or body and words, for `KnowledgeBase.office`: from their own names and from terms."""
    nations = _nation_words(items, demonyms)
    found: Counter[tuple[str, int]] = Counter()
    bodies = {name_key(name): d.qid for d in items if d.curated and d.kind in CORPORATE for name in d.names}
    offices = [(place, draft) for place, draft in enumerate(items) if draft.kind is Kind.OFFICE]
    for place, draft in offices:
        for key in office_keys(draft.names, draft.country, nations.get(draft.country, ()), bodies):
            found[key, place] += 1000
    for term in terms:
        if term.office in index and term.country:
            key = office_key(term.position, term.country, nations.get(term.country, ()))
            found[key, index[term.office]] += 1
    best: dict[str, tuple[int, int]] = {}
    for (key, place), count in sorted(found.items()):
        if key and count > best.get(key, (0, 0))[0]:
            best[key] = (count, place)
    return [(key, place, Name(key, Form.LABEL, capitals=False)) for key, (_, place) in sorted(best.items())]


def _nation_words(
    items: Sequence[Draft], demonyms: Sequence[tuple[str, str, int]]
) -> dict[int, frozenset[str]]:
    words: dict[int, set[str]] = {}
    for draft in items:
        if draft.kind is Kind.COUNTRY:
            for name in draft.names:
                words.setdefault(draft.qid, set()).update(name_tokens(name))
    for form, _, qid in demonyms:
        words.setdefault(qid, set()).update(name_tokens(form))
    return {qid: frozenset(found) for qid, found in words.items()}


def _text_of(draft: Draft) -> str:
    return "\t".join((draft.label, draft.description, "|".join(draft.aliases)))


def _texts(name: str, texts: Sequence[str]) -> dict[str, Array]:
    blob, dictionary, offsets = pack_texts(texts)
    return {
        f"{name}_blob": np.frombuffer(blob, dtype="u1"),
        f"{name}_dictionary": np.frombuffer(dictionary, dtype="u1"),
        f"{name}_offsets": offsets,
    }


def _item_columns(items: Sequence[Draft]) -> dict[str, Array]:
    countries = sorted({draft.country for draft in items} | {0})
    number = {qid: place for place, qid in enumerate(countries)}
    regions = sorted({draft.region for draft in items} | {0})
    part = {qid: place for place, qid in enumerate(regions)}
    flags = [draft.never | draft.life << 1 | draft.curated << 2 for draft in items]
    return {
        "qid": np.array([draft.qid for draft in items], dtype="<u4"),
        "countries": np.array(countries, dtype="<u4"),
        "country": np.array([number[draft.country] for draft in items], dtype="<u2"),
        "regions": np.array(regions, dtype="<u4"),
        "region": np.array([part[draft.region] for draft in items], dtype="<u2"),
        "kind": np.array([draft.kind for draft in items], dtype="u1"),
        "prior": np.array([draft.prior for draft in items], dtype="u1"),
        "domain": np.array([draft.domain for draft in items], dtype="u1"),
        "flags": np.array(flags, dtype="u1"),
        "start": np.array([_year(draft.start) for draft in items], dtype="<i2"),
        "end": np.array([_year(draft.end) for draft in items], dtype="<i2"),
    }


def _year(year: int) -> int:
    return max(-9999, min(9999, year))


def _term_columns(terms: Sequence[SeedTerm], index: Mapping[int, int]) -> dict[str, Array]:
    positions = sorted({(term.position, term.office, term.country) for term in terms})
    number = {position: place for place, position in enumerate(positions)}
    return {
        "term_item": np.array([index[term.person] for term in terms], dtype="<u4"),
        "term_position": np.array([number[t.position, t.office, t.country] for t in terms], dtype="<u2"),
        "term_start": np.array([term.start for term in terms], dtype="<u4"),
        "term_end": np.array([term.end for term in terms], dtype="<u4"),
        "position_office": np.array([office for _, office, _ in positions], dtype="<u4"),
        "position_country": np.array([country for _, _, country in positions], dtype="<u4"),
        **_texts("position", [label for label, _, _ in positions]),
    }


def _postings(names: Sequence[tuple[str, int, Name]]) -> dict[str, Array]:
    rows = sorted(
        (
            *name_hash(key),
            place | name_bits(name) << ITEM_BITS,
        )
        for key, place, name in names
    )
    buckets = np.zeros(65537, dtype="<u4")
    for bucket, count in Counter(bucket for bucket, _, _ in rows).items():
        buckets[bucket + 1] = count
    return {
        "bucket": np.cumsum(buckets, dtype="<u4"),
        "fingerprint": np.array([fingerprint for _, fingerprint, _ in rows], dtype="<u4"),
        "posting": np.array([posting for _, _, posting in rows], dtype="<u4"),
    }


def name_bits(name: Name) -> int:
    """What a posting says of a name, in 8 bits: form (3), capitals (1), ordinary (1), namesakes (3)."""
    return name.form | name.capitals << 3 | name.ordinary << 4 | name.namesakes << 5


def _lookups(seed: Path) -> dict[str, Array]:
    """Small tables as lines of text: adjectives of nations, metonyms, parts of states."""
    lines = [f"demonym\t{form}\t{kind}\tQ{qid}" for form, kind, qid in _demonyms(seed)]
    metonyms = seed / "metonyms.tsv"
    if metonyms.is_file():
        lines += [f"metonym\t{row[0]}\t{row[1]}\t{row[2]}" for row in read_table(metonyms)]
    lines += [f"state\t{q}\t{s}\t{relation}" for q, s, relation in read_tsv(CORE / "states.tsv")]
    return {"lookups": np.frombuffer("\n".join(lines).encode(), dtype="u1")}


def _header(
    seed: Path, items: Sequence[Draft], names: Sequence[tuple[str, int, Name]], terms: Sequence[SeedTerm]
) -> dict[str, Any]:
    kinds = Counter(draft.kind.title for draft in items)
    used = {name: licence for name, licence in {**SOURCES, **TERM_FILES}.items() if (seed / name).is_file()}
    return {
        "format": FORMAT,
        "items": len(items),
        "linkable": sum(not draft.never for draft in items),
        "names": len(names),
        "terms": len(terms),
        "kinds": dict(sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))),
        "licence": _LICENCE,
        "sources": used,
        "left_out": dict(EXCLUDED),
    }


def main(arguments: Sequence[str]) -> int:
    """Run from the command line; returns the exit code."""
    if len(arguments) != 2:
        sys.stderr.write("usage: python -m kg.wikidata.build SEED_FOLDER OUT_FILE\n")
        return 2
    try:
        header = build(Path(arguments[0]), Path(arguments[1]))
    except KGError as error:
        sys.stderr.write(f"error: {error}\n")
        return error.exit_code
    sys.stderr.write(f"{arguments[1]}: {header['items']:,} items, {header['names']:,} names\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A small seed folder, written by hand."""

import gzip
from pathlib import Path

HEADER = "qid\tlabel\taliases\ttype\tdescription\tcountry_qid\tstart\tend\tpopularity\tsource"
TERMS = "qid\tlabel\tposition\tposition_qid\tcountry_qid\tstart\tend\tsource"

ROWS = {
    "core.tsv": [
        ("Q1001", "Republic of Norland", "Norland", "Country", "", "", "", "", 1000, "curated"),
        ("Q1002", "Norland Press", "NP", "NewsMedia", "", "Q1001", "", "", 1000, "curated"),
    ],
    "countries.tsv": [
        ("Q1001", "Norland", "Nordlandia|NL", "Country", "sovereign state", "Q1001", "", "", 9000000, "x@1:a"),
        ("Q1003", "Sudland", "", "Country", "sovereign state", "Q1003", "", "", 4000000, "x@1:a"),
    ],
    "persons.tsv.gz": [
        ("Q2001", "Mara Q. Veld", "", "Person", "Prime Minister of Norland (2019–)", "Q1001", "2019-05-01", "", 2000, "e/x@1:a"),
        ("Q2002", "Oskar Lindt Jr.", "", "Person", "senator of Norland (1990–1994)", "Q1001", "1990-01-01", "1994-01-01", 4, "e/x@1:a"),
    ],
    "more_persons.tsv.gz": [
        ("Q2003", "Ilse Brandau", "", "Person", "Norland composer (1901–1960)", "", "", "", 12, "jzbjyb/X-FACTR@1:a"),
        ("Q2004", "He", "Karl Amsel", "Person", "", "", "", "", "", "jzbjyb/X-FACTR@1:a"),
    ],
    "media.tsv": [
        ("Q3001", "actor", "actress", "NewsMedia", "person who acts in films", "", "", "", 4316, "villmow/d@1:FB15K"),
        ("Q3002", "Nora Hale", "", "NewsMedia", "Norland journalist and author", "", "", "", 20, "villmow/d@1:FB15K"),
    ],
    "gov_bodies.tsv.gz": [
        ("Q4001", "Ministry of Foreign Affairs (Norland)", "", "GovernmentOrganization", "", "", "", "", 5, "w/x@1:a"),
    ],
    "companies.tsv.gz": [
        ("Q5001", "Orbit Steel Inc.", "OSI", "Company", "steel company", "Q1003", "1950", "", 30, "t/wikitrivia@1:a"),
    ],
    "offices.tsv.gz": [
        ("Q6001", "Prime Minister of Norland", "", "Position", "", "Q1001", "", "", "", "e/x@1:a"),
    ],
    "more_concepts.tsv.gz": [
        ("Q7001", "Steel", "", "Concept", "alloy", "", "", "", 20, "u/kgtk@1:a"),
    ],
    "odbl_places.tsv.gz": [
        ("Q8001", "Forbidden Town", "", "City", "city", "Q1001", "", "", 100000, "dr5hn/c@1:a"),
    ],
}  # fmt: skip
DEMONYMS = ["Norlandic\tadjective/people noun\tQ1001\tNorland\tcurated"]
PERSON_TERMS = ["Q2001\tMara Q. Veld\tPrime Minister\tQ6001\tQ1001\t2019-05-01\t\te/x@1:a"]


def write_seed(folder: Path) -> Path:
    """The seed folder with all rows above."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in ROWS.items():
        _write(folder / name, [HEADER, *("\t".join(map(str, row)) for row in rows)])
    _write(folder / "demonyms.tsv", ["form\tkind\tqid\tcountry\tsource", *DEMONYMS])
    _write(folder / "person_terms.tsv.gz", [TERMS, *PERSON_TERMS])
    return folder


def _write(path: Path, lines: list[str]) -> None:
    data = ("\n".join(lines) + "\n").encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)

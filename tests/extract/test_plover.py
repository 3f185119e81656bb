from collections import Counter
from pathlib import Path

import pytest

from kg.article import Article
from kg.extract.article import extract_article
from kg.extract.plover import Circumstances, plover_type
from kg.extract.view import View
from kg.language.pipeline import parse_article

PAST, FUTURE = View(), View(certainty="probable", temporality="future")
FILE = Path(__file__).parent / "plover.tsv"
CASES = [
    (line.split("\t") + [""] * 5)[:5]
    for line in FILE.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(
    ("type_", "view", "expected"),
    [
        pytest.param("CONSULT", PAST, "CONSULT", id="a visit is CONSULT"),
        pytest.param("CONSULT", FUTURE, "AGREE", id="a planned visit is AGREE"),
        pytest.param("AID", FUTURE, "AGREE", id="promised aid is AGREE"),
        pytest.param("RETREAT", FUTURE, "CONCEDE", id="an announced withdrawal is CONCEDE"),
        pytest.param("ASSAULT", FUTURE, "ASSAULT", id="a planned attack stays ASSAULT"),
        pytest.param("COURT", PAST, "ACCUSE", id="a trial is ACCUSE"),
        pytest.param("DIE", PAST, None, id="the manual has no deaths"),
        pytest.param(None, PAST, None, id="no type, no code"),
    ],
)
def test_plover_type(type_, view, expected):
    assert plover_type(type_, view) == expected


def test_what_will_not_happen_is_no_promise():
    view = View(polarity="negative", certainty="probable", temporality="future")
    assert plover_type("CONSULT", view) == "CONSULT"


def test_crime_against_persons_is_assault():
    assert plover_type("CRIME", PAST, Circumstances(against_person=True)) == "ASSAULT"
    assert plover_type("CRIME", PAST) is None


def test_exercises_of_one_country_are_posture():
    assert plover_type("COOPERATE", PAST, Circumstances("drill", agents=1)) == "MOBILIZE"
    assert plover_type("COOPERATE", PAST, Circumstances("drill", agents=2)) == "COOPERATE"


@pytest.mark.parametrize(
    ("lemma", "expected"),
    [("charge", "ACCUSE"), ("convict", "SANCTION"), ("acquit", "CONCEDE"), ("ruling", None)],
)
def test_what_courts_do(lemma, expected):
    assert plover_type("COURT", PAST, Circumstances(lemma)) == expected


def test_what_is_only_demanded_has_no_code():
    assert plover_type("RETREAT", FUTURE, Circumstances(content=True)) is None


def test_an_emergency_is_coercion_unless_nature_makes_it():
    assert plover_type("LEGISLATE", PAST, Circumstances("declare")) == "COERCE"
    assert plover_type("LEGISLATE", PAST, Circumstances("declare", natural=True)) is None


@pytest.fixture(scope="module")
def read(nlp):
    """Each case with the codes and modes of the events that its words name."""
    return [(case, _codes(nlp, case[0], case[1])) for case in CASES]


def _codes(nlp, text: str, words: str) -> list[tuple[str, str | None]]:
    found = extract_article(parse_article(nlp, Article(text=text, date="2023-02-22")))
    start = text.index(words)
    end = start + len(words)
    return [
        (event.plover_type, event.mode)
        for event in found.events
        if event.plover_type and any(s.start < end and start < s.end for s in event.mentions)
    ]


def test_sentences_get_the_code_of_the_manual(read):
    wrong = [
        f"{text} {codes}"
        for (text, _, code, *_), codes in read
        if (bool(codes) if code == "-" else code not in {c for c, _ in codes})
    ]
    assert 1 - len(wrong) / len(read) >= 0.96, "\n".join(wrong)


def test_sentences_get_the_mode(read):
    moded = [(case, codes) for case, codes in read if case[3]]
    wrong = [f"{case} {codes}" for case, codes in moded if (case[2], case[3]) not in codes]
    assert 1 - len(wrong) / len(moded) >= 0.93, "\n".join(wrong)


def test_each_rule_has_cases_and_most_are_kept(read):
    cases = Counter(rule for (*_, rule), _ in read if rule)
    assert min(cases.values()) >= 2
    kept = Counter(
        rule
        for (_, _, code, _, rule), codes in read
        if (not codes if code == "-" else code in {c for c, _ in codes})
    )
    assert not [rule for rule in cases if kept[rule] * 2 < cases[rule]]

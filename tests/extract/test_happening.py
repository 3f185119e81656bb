"""Each PLOVER type and mode as it happened, negated, planned, claimed by somebody, and as a figure of speech."""

import re
from collections import Counter
from pathlib import Path

import pytest

from kg.article import Article
from kg.extract.article import extract_article
from kg.language.pipeline import parse_article

FILE = Path(__file__).parent / "happenings.tsv"
CASES = [
    (line.split("\t") + [""] * 7)[:7]
    for line in FILE.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
ROLES = {"A": "agents", "P": "patients", "R": "recipients", "T": "topics"}


def told(nlp, text: str, trigger: str):
    """What was found in a text, and the events that the words name."""
    found = extract_article(parse_article(nlp, Article(text=text, date="2023-02-22")))
    start = text.index(trigger)
    end = start + len(trigger)
    return found, [e for e in found.events if any(s.start < end and start < s.end for s in e.mentions)]


def wrong_roles(found, event, expected: str) -> list[str]:
    """The participants that an event lacks: "A=Norway,Denmark @=Oslo" names those it must have."""
    names = {e.key: {n.casefold() for n in (e.name, *e.aliases)} for e in found.entities}
    missing = []
    for role, listed in re.findall(r"([APRT@])=(.*?)(?= [APRT@]=|$)", expected):
        keys = (event.place,) if role == "@" else getattr(event, ROLES[role])
        got = [name for key in keys for name in names.get(key, ())]
        missing += [f"{role}={n}" for n in listed.split(",") if not any(n.casefold() in g for g in got)]
    return missing


def faults(found, events, case) -> list[str]:
    """What is not as the case says."""
    variant, type_, mode, _, _, expected, _ = case
    if variant == "metaphor":
        return [f"is {e.type}" for e in events if e.type == type_]
    event = next((e for e in events if e.type == type_), None)
    if event is None:
        return [f"is {[e.type for e in events]}"]
    wrong = [f"mode {event.mode}"] if mode and event.mode != mode else []
    if event.fact != (variant == "happened"):
        wrong.append("fact" if event.fact else "no fact")
    return wrong + wrong_roles(found, event, expected)


@pytest.fixture(scope="module")
def read(nlp):
    """Each case with what is wrong with it, and whether its words are told as a fact."""
    result = []
    for case in CASES:
        found, events = told(nlp, case[4], case[3])
        result.append((case, faults(found, events, case), any(e.fact for e in events)))
    return result


def test_each_type_has_each_variant():
    variants = {(case[1], case[0]) for case in CASES}
    types = {type_ for type_, _ in variants}
    assert len(types) == 16
    assert {v for _, v in variants} == {"happened", "negated", "planned", "claimed", "metaphor"}
    assert not [
        t for t in types for v in ("happened", "negated", "planned", "claimed") if (t, v) not in variants
    ]


def test_sentences_stand_once():
    assert max(Counter(case[4] for case in CASES).values()) == 1


def test_what_was_denied_planned_or_claimed_is_no_fact(read):
    assert not [c[4] for c, _, fact in read if fact and c[0] in {"negated", "planned", "claimed"}]


def test_figures_of_speech_are_not_taken_at_their_word(read):
    assert not [f"{c[4]} {w}" for c, w, _ in read if c[0] == "metaphor" and w and not c[6]]


def test_cases_are_read_as_they_should_be(read):
    wrong = [f"{c[4]} {w}" for c, w, _ in read if w and not c[6]]
    assert len(wrong) <= len(read) * 0.02, "\n".join(wrong)


def test_known_failures_have_their_reason_dropped_when_they_are_mended(read):
    known = [(c, w) for c, w, _ in read if c[6]]
    mended = [c[4] for c, w in known if not w]
    assert len(mended) <= len(known) * 0.2, "\n".join(mended)

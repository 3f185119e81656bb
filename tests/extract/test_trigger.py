import pytest

from kg.extract.actors import Actors
from kg.extract.clause import Scene
from kg.extract.trigger import find_triggers, read_triggers
from kg.extract.wordlist import rows
from tests.docs import make_doc

TYPES = frozenset(
    [
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "COOPERATE",
        "AID",
        "CONCEDE",
        "RETREAT",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
        "ELECT",
        "APPOINT",
        "DIE",
        "INJURE",
        "DISASTER",
        "ACCIDENT",
        "COURT",
        "CRIME",
        "LEGISLATE",
        "TRADE",
        "LAUNCH",
        "COMPETE",
        "PUBLISH",
        "MOVE",
    ]
)


def found(lines: str) -> list[tuple[str, str]]:
    scene = Scene(make_doc(lines), Actors((), (), {}, {}))
    return [
        (" ".join(t.text for t in scene.doc[m.first : m.last + 1]), m.entry.type)
        for m in find_triggers(scene)
    ]


def test_the_lexicon_covers_every_type():
    entries = [entry for group in read_triggers().values() for entry in group]
    assert {entry.type for entry in entries} - {"-", ""} == TYPES
    assert len(entries) >= 1500


def test_frames_name_sets_that_exist():
    known = {row[0] for row in rows("word_sets.tsv")}
    entries = [entry for group in read_triggers().values() for entry in group]
    used = {v[1:] for e in entries for c in e.frame for v in c.values if v.startswith("@")}
    assert used <= known


@pytest.mark.parametrize(
    ("object_", "type_"), [("troops", "MOBILIZE"), ("weapons", "AID")], ids=["sent troops", "sent weapons"]
)
def test_the_object_decides(object_, type_):
    lines = f"""
    France NNP 2 nsubj
    sent   VBD 0 ROOT
    {object_} NNS 2 obj
    """
    assert ("sent", type_) in found(lines)


def test_a_phrasal_verb_may_be_split():
    lines = """
    Police NNS 2 nsubj
    set    VBD 0 ROOT
    him    PRP 2 obj
    free   JJ  2 xcomp
    """
    assert ("set", "RETREAT") in found(lines)


def test_a_hyphen_does_not_part_a_phrase():
    lines = """
    The  DT 4 det
    cease NN 4 compound
    -    HYPH 4 punct
    fire NN 5 nsubj
    began VBD 0 ROOT
    """
    assert ("cease - fire", "RETREAT") in found(lines)


def test_a_battle_with_cancer_is_no_war():
    lines = """
    His    PRP$ 2 nmod:poss
    battle NN 5 nsubj
    with   IN 4 case
    cancer NN 2 nmod
    ended  VBD 0 ROOT
    """
    assert ("battle", "-") in found(lines)

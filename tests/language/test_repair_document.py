import pytest

from kg.language.repair_document import (
    Parse,
    is_below,
    repair_clause_subjects,
    repair_coordination,
    repair_document,
    repair_late_subjects,
    repair_pairs,
    repair_possessives,
    repair_torn,
)


def parse_of(text):
    """Rows of word, part of speech, tag, head (from 1, 0 for a root), label and, for some, the kind of name."""
    rows = [line.split() for line in text.strip().splitlines()]
    words = [row[0] for row in rows]
    return Parse(
        word=words,
        low=[word.lower() for word in words],
        tag=[row[2] for row in rows],
        pos=[row[1] for row in rows],
        ent=[row[5] if len(row) > 5 else "" for row in rows],
        space=[False] * len(rows),
        head=[i if row[3] == "0" else int(row[3]) - 1 for i, row in enumerate(rows)],
        dep=[row[4] for row in rows],
    )


def arcs(parse):
    return {
        word: (parse.word[head], label)
        for word, head, label in zip(parse.word, parse.head, parse.dep, strict=True)
    }


def late_subjects(parse):
    repair_late_subjects(parse, {"said"})


CASES = [
    pytest.param(
        repair_possessives,
        """
        Oslo PROPN NNP 4 nsubj
        's PART POS 1 case
        claim NOUN NN 1 nmod
        failed VERB VBD 0 ROOT
        """,
        {"Oslo": ("claim", "nmod:poss"), "claim": ("failed", "nsubj")},
        id="what belongs to somebody takes the place of its owner",
    ),
    pytest.param(
        repair_possessives,
        """
        Oslo PROPN NNP 3 nmod:poss
        's PART POS 1 case
        claim NOUN NN 0 ROOT
        """,
        {"Oslo": ("claim", "nmod:poss")},
        id="a possessive that has its noun stays",
    ),
    pytest.param(
        late_subjects,
        """
        left VERB VBD 0 ROOT
        , PUNCT , 1 punct
        people NOUN NNS 1 nsubj
        familiar ADJ JJ 3 amod
        said VERB VBD 1 parataxis
        """,
        {"people": ("said", "nsubj")},
        id="a subject hangs on the verb right behind it",
    ),
    pytest.param(
        late_subjects,
        """
        ruling NOUN NN 0 ROOT
        banned VERB VBD 1 acl
        parties NOUN NNS 2 nsubj
        groups NOUN NNS 5 nsubj
        condemned VERB VBD 1 acl:relcl
        """,
        {"parties": ("condemned", "nsubj"), "groups": ("parties", "nmod")},
        id="a subject between the two is part of it",
    ),
    pytest.param(
        late_subjects,
        """
        said VERB VBD 0 ROOT
        Lund PROPN NNP 1 nsubj
        left VERB VBD 1 ccomp
        """,
        {"Lund": ("said", "nsubj")},
        id="who speaks may stand behind the verb",
    ),
    pytest.param(
        repair_clause_subjects,
        """
        struck VERB VBD 0 ROOT
        after SCONJ IN 4 mark
        Borealis PROPN NNP 1 obl
        cut VERB VBD 1 advcl
        wages NOUN NNS 4 obj
        """,
        {"Borealis": ("cut", "nsubj"), "wages": ("cut", "obj")},
        id="a clause behind a conjunction has its subject",
    ),
    pytest.param(
        repair_clause_subjects,
        """
        struck VERB VBD 0 ROOT
        after SCONJ IN 4 mark
        Monday PROPN NNP 1 obl DATE
        cut VERB VBD 1 advcl
        """,
        {"Monday": ("struck", "obl")},
        id="a day is no subject",
    ),
    pytest.param(
        repair_coordination,
        """
        talks NOUN NNS 0 ROOT
        between ADP IN 3 case
        Lund PROPN NNP 1 nmod
        and CCONJ CC 5 cc
        Berg PROPN NNP 1 nmod
        """,
        {"Berg": ("Lund", "conj")},
        id="both sides of talks",
    ),
]


@pytest.mark.parametrize(("repair", "text", "expected"), CASES)
def test_repairs(repair, text, expected):
    parse = parse_of(text)
    repair(parse)
    found = arcs(parse)
    assert {word: found[word] for word in expected} == expected


PAIR = """
    Danish ADJ JJ 3 amod
    - PUNCT HYPH 3 punct
    Swedish ADJ JJ 4 amod
    talks NOUN NNS 0 ROOT
"""


@pytest.mark.parametrize(("lands", "head"), [({"Danish", "Swedish"}, "talks"), ({"Swedish"}, "Swedish")])
def test_two_lands_joined_by_a_hyphen_are_coordinated(lands, head):
    parse = parse_of(PAIR)
    repair_pairs(parse, lands)
    assert arcs(parse)["Danish"] == (head, "amod")


TORN = """
    Olaf PROPN NNP 2 compound
    Lund PROPN NNP 0 ROOT
    praised VERB VBD 0 ROOT
    envoys NOUN NNS 3 obj
"""


@pytest.mark.parametrize(
    ("whole", "expected"),
    [([(0, 4)], ("praised", "nsubj")), ([(0, 2), (2, 4)], ("Lund", "ROOT"))],
    ids=["torn", "two sentences"],
)
def test_a_sentence_torn_in_two_keeps_its_subject(whole, expected):
    parse = parse_of(TORN)
    repair_torn(parse, [(0, 2), (2, 4)], whole)
    assert arcs(parse)["Lund"] == expected


def test_all_repairs_are_made():
    parse = parse_of(TORN)
    repair_document(parse, [(0, 2), (2, 4)], [(0, 4)], lands=frozenset(), said=frozenset())
    assert arcs(parse)["Lund"] == ("praised", "nsubj")


def test_a_word_is_below_itself_and_what_its_head_is_below():
    head = parse_of(TORN).head
    assert is_below(head, 0, 0)
    assert is_below(head, 0, 1)
    assert not is_below(head, 0, 2)

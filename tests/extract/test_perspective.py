import pytest

from kg.extract.actors import Actors
from kg.extract.clause import Scene
from kg.extract.perspective import view_of
from kg.extract.view import View
from tests.docs import make_doc


def view(lines: str, trigger: int, **options) -> View:
    return view_of(Scene(make_doc(lines), Actors((), (), {}, {})), trigger, **options)


PLAIN = """
Russia    NNP 2 nsubj
attacked  VBD 0 ROOT
Ukraine   NNP 2 obj
.         .   2 punct
"""


def with_words(*words: str) -> str:
    """ "Russia … attack Ukraine" with auxiliaries or adverbs before the verb: "will/MD/aux"."""
    head = len(words) + 2
    rows = [f"Russia NNP {head} nsubj"]
    for word in words:
        form, tag, dep = word.split("/")
        rows.append(f"{form} {tag} {head} {dep}")
    rows += ["attack VB 0 ROOT", f"Ukraine NNP {head} obj", f". . {head} punct"]
    return "\n" + "\n".join(rows) + "\n"


def test_a_plain_past_clause_is_a_fact():
    assert view(PLAIN, 1) == View("positive", "certain", "past")


@pytest.mark.parametrize(
    ("words", "polarity", "certainty", "temporality"),
    [
        pytest.param(["did/VBD/aux", "not/RB/advmod"], "negative", "certain", "past", id="did not"),
        pytest.param(["will/MD/aux"], "positive", "probable", "future", id="will"),
        pytest.param(["will/MD/aux", "not/RB/advmod"], "negative", "probable", "future", id="will not"),
        pytest.param(["may/MD/aux"], "positive", "possible", "past", id="may"),
        pytest.param(["should/MD/aux"], "positive", "possible", "future", id="should"),
        pytest.param(["did/VBD/aux", "allegedly/RB/advmod"], "positive", "probable", "past", id="allegedly"),
        pytest.param(["did/VBD/aux", "never/RB/advmod"], "negative", "certain", "past", id="never"),
    ],
)
def test_words_beside_the_verb_change_the_view(words, polarity, certainty, temporality):
    seen = view(with_words(*words), len(words) + 1)
    assert (seen.polarity, seen.certainty, seen.temporality) == (polarity, certainty, temporality)


def infinitive(governor: str, tag: str = "VBD") -> str:
    return f"""
Russia    NNP 2 nsubj
{governor} {tag} 0 ROOT
to        TO  4 mark
attack    VB  2 xcomp
Ukraine   NNP 4 obj
.         .   2 punct
"""


@pytest.mark.parametrize(
    ("governor", "fact", "polarity"),
    [
        ("managed", True, "positive"),
        ("failed", False, "negative"),
        ("refused", False, "negative"),
        ("planned", False, "positive"),
        ("threatened", False, "positive"),
        ("tried", False, "positive"),
        ("began", True, "positive"),
        ("zorbled", False, "positive"),
    ],
)
def test_governors_of_infinitives(governor, fact, polarity):
    seen = view(infinitive(governor), 3)
    assert (seen.is_fact, seen.polarity) == (fact, polarity)


def test_not_forced_to_is_open():
    lines = """
    Russia NNP 4 nsubj:pass
    was    VBD 4 aux:pass
    not    RB  4 advmod
    forced VBN 0 ROOT
    to     TO  6 mark
    resign VB  4 xcomp
    .      .   4 punct
    """
    assert view(lines, 5).certainty == "unknown"


def test_what_is_condemned_has_happened():
    lines = """
    China     NNP 3 nsubj
    did       VBD 3 aux
    condemn   VB  0 ROOT
    the       DT  5 det
    invasion  NN  3 obj
    .         .   3 punct
    """
    assert view(lines, 4).is_fact


def test_a_clause_after_if_is_possible():
    lines = """
    If       IN  3 mark
    Russia   NNP 3 nsubj
    attacks  VBZ 6 advcl
    Kyiv     NNP 6 nsubj
    will     MD  6 aux
    answer   VB  0 ROOT
    .        .   6 punct
    """
    assert view(lines, 2).certainty == "possible"


def test_a_clause_after_after_is_a_fact():
    lines = """
    Poland   NNP 2 nsubj
    protested VBD 0 ROOT
    after    IN  5 mark
    Russia   NNP 5 nsubj
    attacked VBD 2 advcl
    .        .   2 punct
    """
    assert view(lines, 4).is_fact


def test_a_reported_clause_is_open_to_the_author_and_certain_to_the_speaker():
    lines = """
    Kyiv     NNP 2 nsubj
    said     VBD 0 ROOT
    Russia   NNP 4 nsubj
    attacked VBD 2 ccomp
    .        .   2 punct
    """
    author, speaker = view(lines, 3), view(lines, 3, first=2, last=3)
    assert (author.certainty, author.reported, speaker.is_fact) == ("unknown", True, True)


def test_a_second_verb_without_tense_shares_the_modal():
    lines = """
    Russia NNP 3 nsubj
    may    MD  3 aux
    attack VB  0 ROOT
    and    CC  5 cc
    kill   VB  3 conj
    .      .   3 punct
    """
    assert view(lines, 4).certainty == "possible"


def test_a_second_verb_with_tense_does_not_share_the_negation():
    lines = """
    Russia NNP 4 nsubj
    did    VBD 4 aux
    not    RB  4 advmod
    attack VB  0 ROOT
    but    CC  6 cc
    warned VBD 4 conj
    .      .   4 punct
    """
    assert view(lines, 5).is_fact


@pytest.mark.parametrize(
    ("word", "tag", "dep", "certainty"),
    [
        ("planned", "JJ", "amod", "probable"),
        ("alleged", "JJ", "amod", "probable"),
        ("any", "DT", "det", "possible"),
    ],
)
def test_words_before_a_noun(word, tag, dep, certainty):
    lines = f"""
    {word}  {tag} 2 {dep}
    attack  NN  3 nsubj
    worried VBD 0 ROOT
    Estonia NNP 3 obj
    """
    assert view(lines, 1).certainty == certainty


def test_a_question_asserts_nothing():
    lines = """
    Did    VBD 3 aux
    Russia NNP 3 nsubj
    attack VB  0 ROOT
    ?      .   3 punct
    """
    assert not view(lines, 2).is_fact

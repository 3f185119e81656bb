import pytest

from kg.extract.actors import Actors
from kg.extract.clause import Scene
from kg.extract.doubt import doubt_of, is_content
from tests.docs import make_doc


def scene_of(lines: str) -> Scene:
    return Scene(make_doc(lines), Actors((), (), {}, {}))


INVERTED = """
Had       VBD 3 aux
Spain     NNP 3 nsubj
attacked  VBN 0 ROOT
Peru      NNP 3 obj
"""
QUESTION = INVERTED + "? . 3 punct\n"
EITHER = """
Spain    NNP 3 nsubj
either   CC  3 cc:preconj
attacked VBD 0 ROOT
or       CC  5 cc
fled     VBD 3 conj
"""
FILM = """
In       IN  3 case
the      DT  3 det
film     NN  5 obl
Spain    NNP 5 nsubj
attacked VBD 0 ROOT
"""
IN_CASE = """
Peru     NNP 2 nsubj
waited   VBD 0 ROOT
in       IN  2 advmod
case     NN  3 fixed
Spain    NNP 6 nsubj
attacked VBD 2 advcl
"""
SAID_BEHIND = """
Spain     NNP 2 nsubj
attacked  VBD 0 ROOT
,         ,   6 punct
the       DT  5 det
newspaper NN  6 nsubj
wrote     VBD 1 acl:relcl
"""
PLAIN = """
Spain    NNP 2 nsubj
attacked VBD 0 ROOT
Peru     NNP 2 obj
"""


@pytest.mark.parametrize(
    ("lines", "at", "effect"),
    [
        pytest.param(INVERTED, 2, "conditional", id="inversion"),
        pytest.param(QUESTION, 2, None, id="a question"),
        pytest.param(EITHER, 2, "possible", id="either"),
        pytest.param(EITHER, 4, "possible", id="or"),
        pytest.param(FILM, 4, "report", id="in a film"),
        pytest.param(IN_CASE, 5, "conditional", id="in case"),
        pytest.param(SAID_BEHIND, 1, "report", id="said behind"),
        pytest.param(PLAIN, 1, None, id="nothing"),
    ],
)
def test_what_leaves_a_clause_open(lines, at, effect):
    found = doubt_of(scene_of(lines), at)
    assert (found and found[0]) == effect


@pytest.mark.parametrize(("object_", "content"), [("aid NN 5 obj", True), ("", False)])
def test_a_clause_with_an_object_of_its_own_is_what_the_story_says(object_, content):
    lines = f"""
    The   DT  2 det
    story NN  0 ROOT
    that  WDT 5 obj
    Spain NNP 5 nsubj
    sent  VBD 2 acl:relcl
    {object_}
    """
    assert is_content(scene_of(lines), 4) is content

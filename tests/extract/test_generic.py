import pytest

from kg.extract.actors import Actors
from kg.extract.clause import Scene
from kg.extract.generic import is_generic
from tests.docs import make_doc


def passive(helper: str, tag: str, *, adverb: str = "") -> Scene:
    rows = ["Judges NNS VERB nsubj:pass", f"{helper} {tag} VERB aux:pass"]
    rows += [f"{adverb} RB VERB advmod"] if adverb else []
    lines = [row.replace("VERB", str(len(rows) + 1)) for row in rows]
    return Scene(make_doc("\n" + "\n".join([*lines, "elected VBN 0 ROOT"]) + "\n"), Actors((), (), {}, {}))


@pytest.mark.parametrize(
    ("scene", "type_", "generic"),
    [
        pytest.param(passive("are", "VBP"), "ELECT", True, id="a rule"),
        pytest.param(passive("were", "VBD"), "ELECT", False, id="the past"),
        pytest.param(passive("are", "VBP", adverb="now"), "ELECT", False, id="now"),
        pytest.param(passive("are", "VBP"), "COERCE", False, id="a state that one is in"),
        pytest.param(passive("are", "VBP", adverb="often"), "COERCE", True, id="a habit"),
        pytest.param(passive("were", "VBD", adverb="often"), "ELECT", False, id="a habit of the past"),
    ],
)
def test_what_is_usual_did_not_happen(scene, type_, generic):
    assert is_generic(scene, len(scene.tree) - 1, type_) is generic


def test_every_year_tells_a_habit():
    lines = """
    Farmers NNS 2 nsubj
    burn    VBP 0 ROOT
    straw   NN  2 obj
    every   DT  5 det
    year    NN  2 obl:unmarked
    """
    assert is_generic(Scene(make_doc(lines), Actors((), (), {}, {})), 1, "CRIME")


@pytest.mark.parametrize(("helper", "tag", "generic"), [("are", "VBP", True), ("were", "VBD", False)])
def test_what_is_said_to_be_common_did_not_happen(helper, tag, generic):
    lines = f"""
    Accidents NNS 3 nsubj
    {helper}  {tag} 3 cop
    frequent  JJ  0 ROOT
    """
    assert is_generic(Scene(make_doc(lines), Actors((), (), {}, {})), 0, "ACCIDENT") is generic

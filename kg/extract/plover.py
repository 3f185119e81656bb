"""The code that the PLOVER manual would give: a future visit is a promise, a trial an accusation, and so on."""

from dataclasses import dataclass

from kg.extract.view import View
from kg.extract.wordlist import word_set

__all__ = ["Circumstances", "plover_type"]

PLOVER = frozenset(
    {
        *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT"),
        *("THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
    }
)  # fmt: skip
_PROMISED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the manual's rules look at besides the type.

    `agents` counts a plural one twice; `content` says that the happening is only what somebody asks for, refuses,
    promises or threatens; `natural` that the article tells of a natural disaster; `driven` that violence drives it.
    """

    lemma: str = ""
    agents: int = 0
    patients: int = 0
    against_person: bool = False
    content: bool = False
    natural: bool = False
    driven: bool = False


def plover_type(type_: str | None, view: View, case: Circumstances = Circumstances()) -> str | None:
    """The PLOVER type of an event as its source sees it, or None where the manual has none.

    >>> plover_type("CONSULT", View(temporality="future", certainty="probable"))
    'AGREE'
    >>> plover_type("COURT", View(), Circumstances("trial"))
    'ACCUSE'
    """
    if type_ is None or (case.content and not view.is_fact):
        return None  # a demand is coded, not what is demanded
    future = view.temporality == "future" and view.polarity == "positive"
    if future and type_ in _PROMISED:
        return "AGREE"
    if future and type_ == "RETREAT":
        return "CONCEDE"
    if type_ == "COOPERATE" and case.agents == 1 and case.lemma in word_set("exercise"):
        return "MOBILIZE"
    return type_ if type_ in PLOVER else _own(type_, case)


def _own(type_: str, case: Circumstances) -> str | None:
    """The PLOVER type of an event of one of our own types."""
    if type_ == "COURT":
        return _court(case.lemma)
    if type_ == "CRIME":
        return "ASSAULT" if case.against_person else None
    if type_ == "LEGISLATE" and case.lemma in word_set("emergency_word"):
        return None if case.natural else "COERCE"
    if type_ == "MOVE" and case.driven:
        return "SANCTION"
    if type_ == "MOVE" and case.lemma in word_set("evacuating") and case.agents and case.patients:
        return "AID"
    return None


def _court(lemma: str) -> str | None:
    for words, type_ in (
        ("court_sanction", "SANCTION"),
        ("court_leniency", "CONCEDE"),
        ("court_no_code", None),
    ):
        if lemma in word_set(words):
            return type_
    return "ACCUSE"

"""The code that the PLOVER manual would give: a future visit is a promise, a trial an accusation, and so on."""

from kg.extract.perspective import View

__all__ = ["plover_type"]

PLOVER = frozenset(
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
    ]
)
_PROMISED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
_COURT_SANCTIONS = frozenset({"convict", "sentence", "conviction", "jail", "fine"})


def plover_type(
    type_: str | None,
    *,
    view: View,
    lemma: str = "",
    agents: int = 0,
    against_person: bool = False,
) -> str | None:
    """The PLOVER type of an event as its source sees it, or None where the manual has none.

    >>> plover_type("CONSULT", view=View(temporality="future", certainty="probable"))
    'AGREE'
    >>> plover_type("COURT", view=View(), lemma="trial")
    'ACCUSE'
    """
    if type_ is None:
        return None
    future = view.temporality == "future" and view.polarity == "positive"
    if future and type_ in _PROMISED:
        return "AGREE"
    if future and type_ == "RETREAT":
        return "CONCEDE"
    if type_ == "COOPERATE" and agents == 1 and lemma in {"drill", "exercise", "maneuver", "manoeuvre"}:
        return "MOBILIZE"
    if type_ in PLOVER:
        return type_
    if type_ == "COURT":
        return "SANCTION" if lemma in _COURT_SANCTIONS else "ACCUSE"
    if type_ == "CRIME":
        return "ASSAULT" if against_person else None
    return None

"""Short English labels of events: "Wang Yi visits Moscow", "China may send arms to Russia (United States)"."""

from collections.abc import Mapping, Sequence

from kg.extract.perspective import View
from kg.records import Entity

__all__ = ["event_label"]

_LONGEST = 3


def event_label(
    phrase: str,
    *,
    noun: bool,
    view: View,
    entities: Mapping[str, Entity],
    agents: Sequence[str] = (),
    patients: Sequence[str] = (),
    recipients: Sequence[str] = (),
    topics: Sequence[str] = (),
    place: str | None = None,
    source: str = "",
) -> str:
    """A label of who did what to whom; `phrase` is the verb as it stands or the event noun."""
    who = _names(agents, entities)
    objects = _names([*patients, *recipients] or topics, entities)
    what = _noun(phrase, who, objects) if noun else _verb(phrase, who, objects)
    if place in entities and place not in {*agents, *patients, *recipients}:
        what += f" in {entities[place].name}"
    hedge = _hedge(view)
    if hedge:
        what += f" ({hedge}, {source})" if source else f" ({hedge})"
    elif source:
        what += f" ({source})"
    return what[:1].upper() + what[1:]


def _names(keys: Sequence[str], entities: Mapping[str, Entity]) -> str:
    names = [entities[key].name for key in keys if key in entities][:_LONGEST]
    return " and ".join(", ".join(names).rsplit(", ", 1))


def _verb(phrase: str, who: str, objects: str) -> str:
    return f"{who}: {phrase} {objects}".strip(" :") if who else (f"{objects}: {phrase}" if objects else phrase)


def _noun(phrase: str, who: str, objects: str) -> str:
    if who and objects:
        return f"{who}: {phrase}, {objects}"
    return f"{who or objects}: {phrase}" if who or objects else phrase


def _hedge(view: View) -> str:
    if view.polarity == "negative":
        return "did not happen" if view.certainty == "certain" else "denied or doubtful"
    if view.temporality == "future":
        return "planned or possible"
    return "" if view.certainty == "certain" else "unconfirmed"

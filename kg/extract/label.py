"""Short English labels of events: "Wang Yi visits Moscow", "China may send arms to Russia (United States)"."""

from collections.abc import Mapping, Sequence

from kg.extract.view import View
from kg.records import Entity

__all__ = ["event_label"]

_LONGEST = 3
_PREPOSITION = {
    **dict.fromkeys(("AID", "AGREE", "MOBILIZE", "CONCEDE", "TRADE", "MOVE", "PUBLISH", "APPOINT"), "to"),
    **dict.fromkeys(("ASSAULT", "ACCUSE", "THREATEN", "PROTEST", "COERCE", "COURT"), "against"),
}


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
    at: str = "in",
    source: str = "",
    theme: str = "",
    link: str = "",
    type_: str | None = None,
) -> str:
    """A label of who did what to whom; `phrase` is the lemma of a verb or the event noun as it stands.

    `at` joins the place, "" makes it the object of its verb ("leaves Cairo"). `theme` is the object of a verb that is nobody: "provides *arms* to Russia".
    `link` is the preposition before whom it concerns: "votes *against* Brexit".
    """
    who = _names(agents, entities)
    objects = _names(patients or recipients or topics, entities)
    if objects and link and not theme:
        objects = f"{link} {objects}"
    elif patients and recipients and type_ in _PREPOSITION:
        objects += f" {_PREPOSITION[type_]} {_names(recipients, entities)}"
    several = len(agents) > 1 or any(entities[key].plural for key in agents if key in entities)
    if theme and objects and type_ not in {"ACCUSE", "SUPPORT", "REJECT"}:
        objects = f"{theme} {link or _PREPOSITION.get(type_ or '', 'with')} {objects}"
    elif theme:
        objects = theme
    what = _noun(phrase, who, objects) if noun else _verb(phrase, who, objects, several=several)
    if place and place in entities and place not in {*agents, *patients, *recipients}:
        where = entities[place].name
        if at or not objects:
            what += f" {at} {where}".replace("  ", " ")
        else:
            what += f" in {where}"
    hedge = _hedge(view)
    if hedge:
        what += f" ({hedge}, {source})" if source else f" ({hedge})"
    elif source:
        what += f" ({source})"
    return what[:1].upper() + what[1:]


def _names(keys: Sequence[str], entities: Mapping[str, Entity]) -> str:
    names = [entities[key].name for key in keys if key in entities][:_LONGEST]
    return " and ".join(", ".join(names).rsplit(", ", 1))


def _verb(phrase: str, who: str, objects: str, *, several: bool) -> str:
    if not who:
        return f"{objects}: {phrase}" if objects else phrase
    first, space, rest = phrase.partition(" ")
    form = first if several else _third_person(first)
    return f"{who} {form}{space}{rest} {objects}".strip()


def _third_person(verb: str) -> str:
    """The form that goes with "she".

    >>> [_third_person(v) for v in ("visit", "deny", "pass", "go", "have", "say")]
    ['visits', 'denies', 'passes', 'goes', 'has', 'says']
    """
    if verb in {"have", "be"}:
        return {"have": "has", "be": "is"}[verb]
    if verb.endswith("y") and verb[-2:-1] not in set("aeiou"):
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


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

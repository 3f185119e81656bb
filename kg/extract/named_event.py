"""Wars that newspapers name by a common noun: "the invasion of Ukraine" in an article of 2023 is one Wikidata item."""

from collections.abc import Collection

from kg.extract.wordlist import rows

__all__ = ["named_event"]


def named_event(lemma: str, names: Collection[str], day: str | None) -> str | None:
    """The item of the war that an article of this day means, or None; `names` are those of its place and victims.

    >>> named_event("invasion", {"Ukraine"}, "2023-02-22"), named_event("invasion", {"Ukraine"}, "2019-01-01")
    ('Q110999040', None)
    """
    if not day or len(day) < 10:
        return None
    for lemmas, places, first, last, qid in rows("named_events.tsv"):
        running = first <= day[:10] and (not last or day[:10] <= last)
        if running and lemma in lemmas.split("|") and not set(places.split("|")).isdisjoint(names):
            return qid
    return None

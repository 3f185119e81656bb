"""Whether two triggers of one article name the same happening; when unsure they do not."""

from dataclasses import dataclass

__all__ = ["Profile", "same_happening"]

_NEAR = 400
_KINDRED = (frozenset({"ASSAULT", "DIE"}), frozenset({"CONSULT", "MOVE"}))
_REPEATED = frozenset({"REQUEST", "ACCUSE", "REJECT", "AGREE", "SUPPORT", "THREATEN", "DIE", "INJURE", "MOVE", "PUBLISH", "CRIME"})
"""Types of which an article tells many of the same kind: only strong evidence joins them."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What identity looks at."""

    type: str | None
    lemma: str
    noun: bool
    definite: bool
    plural: bool
    headline: bool
    fact: bool
    future: bool
    negative: bool
    roles: tuple[frozenset[str], ...]
    place: str | None
    days: tuple[str | None, str | None] | None
    position: int


def same_happening(first: Profile, second: Profile) -> bool:
    """Whether the later trigger names what the earlier one named."""
    if first.type is None or first.type != second.type or first.negative != second.negative:
        return False
    if first.future != second.future or _days_differ(first, second) or (first.place and second.place and first.place != second.place):
        return False
    if any(a and b and not a & b for a, b in zip(first.roles, second.roles, strict=True)):
        return False
    shared = sum(bool(a & b) for a, b in zip(first.roles, second.roles, strict=True))
    if second.plural != first.plural and first.noun and second.noun:
        return False
    if first.headline and not second.headline:
        return shared >= 1 and (first.lemma == second.lemma or shared >= 2 or first.type not in _REPEATED)
    if second.definite and second.position - first.position <= _NEAR:
        return first.type not in _REPEATED and (shared >= 1 or not any(second.roles))
    return first.lemma == second.lemma and shared >= 2


def _days_differ(first: Profile, second: Profile) -> bool:
    if first.days is None or second.days is None:
        return False
    (a, b), (c, d) = first.days, second.days
    return bool(a and b and c and d and (b < c or d < a))

"""Whether two triggers of one article name the same happening; when unsure they do not."""

from dataclasses import dataclass

from kg.extract.wordlist import word_set

__all__ = ["Profile", "akin", "same_happening"]

_NEAR = 400
_STEM = 4
_REPEATED = frozenset(
    {
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "AGREE",
        "SUPPORT",
        "THREATEN",
        "DIE",
        "INJURE",
        "MOVE",
        "PUBLISH",
        "CRIME",
    }
)
"""Types of which an article tells many of the same kind: only strong evidence joins them."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What identity looks at; `settled` says that whoever tells of it takes it as so and not future.

    `of_year` says that a year stands before the noun: "the 2011 quake".
    """

    type: str | None
    lemma: str
    noun: bool
    definite: bool
    plural: bool
    headline: bool
    fact: bool
    settled: bool
    future: bool
    negative: bool
    roles: tuple[frozenset[str], ...]
    place: str | None
    days: tuple[str | None, str | None] | None
    of_year: bool
    position: int


def _the_same_disaster(first: Profile, second: Profile) -> bool:
    """Whether "the earthquake" takes up an earthquake told before: it strikes many places and is one."""
    return (
        second.type in {"DISASTER", "ACCIDENT"}
        and first.noun
        and second.noun
        and akin(first.lemma, second.lemma)
        and second.definite
        and not (first.plural or second.plural)
    )


def same_happening(first: Profile, second: Profile, *, unique: bool = True) -> bool:
    """Whether the later trigger names what the earlier one named.

    `unique` says that no other earlier event of the article is of that type: "the attack" can only mean that one.
    """
    if first.type is None or first.type != second.type or first.negative != second.negative:
        return False
    if first.future != second.future or first.settled != second.settled:
        return False
    if _days_differ(first, second):
        return False
    if _the_same_disaster(first, second):
        return True
    if _elsewhere(first, second):
        return False
    if any(a and b and not a & b for a, b in zip(first.roles, second.roles, strict=True)):
        return False
    if second.plural != first.plural and first.noun and second.noun:
        return False
    shared = sum(bool(a & b) for a, b in zip(first.roles, second.roles, strict=True))
    of_one_stem = akin(first.lemma, second.lemma)
    if first.fact != second.fact and not second.definite:
        return of_one_stem and shared >= 2
    if first.headline and not second.headline:
        return shared >= 1 and (of_one_stem or shared >= 2 or (unique and first.type not in _REPEATED))
    if second.definite and second.position - first.position <= _NEAR:
        return _taken_up(first, second, shared=shared, of_one_stem=of_one_stem, unique=unique)
    return of_one_stem and shared >= 2


def _taken_up(first: Profile, second: Profile, *, shared: int, of_one_stem: bool, unique: bool) -> bool:
    """Whether a definite noun ("the visit") takes up the earlier event; one that tells nothing new the nearest."""
    bare = not any(second.roles) and second.place is None and second.days is None
    resumes = second.lemma in word_set("resuming")  # "bombed the town … the attack"
    if bare and first.fact and second.noun and first.type not in _REPEATED and (of_one_stem or resumes):
        return True
    if first.type in _REPEATED or not unique:
        return of_one_stem and shared >= 1
    if not (of_one_stem or resumes):
        return False
    return shared >= 1 or not any(second.roles)


def akin(first: str, second: str) -> bool:
    """Whether two lemmas are the same, of one stem or one the head of the other: "invade", "invasion"; "earthquake", "quake"."""
    if min(len(first), len(second)) < _STEM:
        return first == second
    return first[:_STEM] == second[:_STEM] or first.endswith(second) or second.endswith(first)


def _elsewhere(first: Profile, second: Profile) -> bool:
    return bool(first.place and second.place and first.place != second.place)


def _days_differ(first: Profile, second: Profile) -> bool:
    if first.days is None or second.days is None:
        return (
            second.of_year or first.of_year
        )  # "the 2011 quake" is none that the article dates otherwise or not at all
    (a, b), (c, d) = first.days, second.days
    return bool(a and b and c and d and (b < c or d < a))

"""Answers between the statements of an article: which one denies or confirms which, where the text says so.

Three signs are read: the words of an answer point back ("denied the charge", "denied it"), they call what was said
untrue ("called the report fiction"), or both tell of the same happening and one of them says that it did not happen.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.extract.same import akin
from kg.extract.wordlist import form_set, rows
from kg.records import Entity, Event, Perspective, Span, Statement

__all__ = ["with_replies"]

_NEAR = 2
"""Sentences back to which a noun points."""
_DEFINITE = frozenset(
    ["the", "this", "that", "these", "those", "such", "his", "her", "its", "their", "both", "all"]
)
_PRONOUNS = frozenset({"it", "this", "that", "them", "these"})
_NO_CLAIMS = frozenset({"request", "promise", "threaten", "praise", "believe", "deny"})
"""Acts of statements that tell nothing which could be so or not."""
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_MATTER = 2
"""Words of its own that a denial and an assertion must share to be of one matter."""
_SURE = frozenset({"certain", "probable"})


@dataclass(frozen=True, slots=True)
class _Pointer:
    """Words that take up what was said before: their noun ("" for a pronoun) and the words that hang on it."""

    noun: str
    rest: tuple[str, ...]
    definite: bool


def with_replies(
    statements: Sequence[Statement],
    events: Sequence[Event],
    perspectives: Sequence[Perspective],
    entities: Sequence[Entity],
    sentences: Sequence[Span],
) -> list[Statement]:
    """The statements with `denies` and `confirms` filled: the keys of earlier statements by somebody else."""
    return _Finder(statements, events, perspectives, entities, sentences).answered()


class _Finder:
    """The statements of one article, and what each says of the events."""

    def __init__(
        self,
        statements: Sequence[Statement],
        events: Sequence[Event],
        perspectives: Sequence[Perspective],
        entities: Sequence[Entity],
        sentences: Sequence[Span],
    ) -> None:
        self.statements = statements
        self.event: Mapping[str, Event] = {event.key: event for event in events}
        self.entity = {entity.key: entity for entity in entities}
        self.starts = [(span.context, span.start) for span in sentences]
        self.views: dict[str, list[Perspective]] = {}
        for view in perspectives:
            if view.statement is not None:
                self.views.setdefault(view.statement, []).append(view)

    def answered(self) -> list[Statement]:
        """Each statement with the answers it gives, in the same order."""
        return [self._answering(number, statement) for number, statement in enumerate(self.statements)]

    def _answering(self, number: int, statement: Statement) -> Statement:
        kind = _answer(statement)
        if not statement.fact or statement.reported_in is not None:
            return statement
        earlier = [other for other in self.statements[:number] if self._by_another(other, statement)]
        pointed = self._pointed(statement, earlier) if kind else ()
        denies = pointed if kind == "denies" else self._against(statement, earlier)
        confirms = (pointed or self._agreeing(statement, earlier)) if kind == "confirms" else ()
        return replace(statement, denies=denies, confirms=tuple(k for k in confirms if k not in denies))

    # pointing back

    def _pointed(self, answer: Statement, earlier: Sequence[Statement]) -> tuple[str, ...]:
        """The statement that the words of an answer take up, at most one, and those of the same happening."""
        pointer = _pointer(answer)
        if pointer is None:
            if _answer(answer) != "denies":
                return ()
            return self._against(answer, earlier) or self._blamed(answer, earlier)
        near = [other for other in earlier if 0 <= self._distance(other, answer) <= _NEAR]
        fitting = [other for other in near if _takes_up(pointer, other)]
        owners = self._who(answer.mentions) if pointer.noun else frozenset[str]()
        owned = [other for other in fitting if owners & self._speaking(other)]
        if owners and not owned and not self._shares(pointer, fitting):
            return ()
        fitting = owned or (self._shares(pointer, fitting) if pointer.rest else fitting)
        best = self._best(answer, pointer, fitting)
        return (best.key,) if best is not None else ()

    def _blamed(self, answer: Statement, earlier: Sequence[Statement]) -> tuple[str, ...]:
        """The nearest statement that blames who answers for what the answer denies, at most one."""
        own = self._speaking(answer)
        matter = _stems(answer.content)
        for other in reversed(earlier):
            if not 0 <= self._distance(other, answer) <= _NEAR or not own & self._who(other.mentions):
                continue
            shared = len(matter & _stems(other.content))
            anything = self._distance(other, answer) == 0 or _lists()["any"] & set(_words(answer.content))
            blames = other.act == "accuse" and bool(shared or anything)
            if blames or (other.act == "assert" and shared >= _MATTER):
                return (other.key,)
        return ()

    def _best(self, answer: Statement, pointer: _Pointer, fitting: Sequence[Statement]) -> Statement | None:
        """The nearest statement about who answers, else the only one that there is."""
        own = self._speaking(answer)
        about = [
            s for s in fitting if own & self._who((*s.mentions, *((s.addressee,) if s.addressee else ())))
        ]
        if about:
            return about[-1]
        outer = {s.reported_in for s in fitting}
        inner = [s for s in fitting if s.key not in outer]
        if len(inner) != 1 or self._distance(inner[0], answer) > 1:
            return None
        blames = pointer.noun not in _lists()["accusation"] or inner[0].act == "accuse"
        return inner[0] if blames else None

    def _shares(self, pointer: _Pointer, others: Iterable[Statement]) -> list[Statement]:
        """Those in whose words the words behind the noun come back: "the claim that ships were sunk"."""
        rest = set(pointer.rest) - form_set("function_word")
        return [other for other in others if rest & set(_words(other.content))]

    # one happening, seen in two ways

    def _against(self, answer: Statement, earlier: Sequence[Statement]) -> tuple[str, ...]:
        """The statements that tell as so what this one says did not happen."""
        denied = [v for v in self._told(answer) if v.polarity == "negative"]
        return tuple(
            other.key
            for other in earlier
            if any(
                view.polarity == "positive" and self._same(view.event, mine.event)
                for view in self._told(other)
                for mine in denied
            )
        )

    def _agreeing(self, answer: Statement, earlier: Sequence[Statement]) -> tuple[str, ...]:
        told = [(v.event, v.polarity) for v in self._told(answer)]
        return tuple(
            other.key
            for other in earlier
            if any(
                view.polarity == polarity and self._same(view.event, event)
                for view in self._told(other)
                for event, polarity in told
            )
        )

    def _told(self, statement: Statement) -> list[Perspective]:
        """What a statement says for sure, none of it future."""
        return [
            view
            for view in self.views.get(statement.key, ())
            if view.certainty in _SURE and view.temporality != "future" and view.event in self.event
        ]

    def _same(self, first: str, second: str) -> bool:
        """Whether two events are one, or of one kind with the same participants."""
        if first == second:
            return True
        a, b = self.event[first], self.event[second]
        if a.type is None or a.type != b.type or not akin(a.lemma, b.lemma):
            return False
        pairs = [(set(x), set(y)) for x, y in zip(_roles(a), _roles(b), strict=True)]
        return any(x & y for x, y in pairs) and not any(x and y and not x & y for x, y in pairs)

    # who and where

    def _by_another(self, other: Statement, answer: Statement) -> bool:
        """Whether another than who answers said it, and neither statement tells of the other."""
        if other.key == answer.reported_in or answer.key == other.reported_in:
            return False
        return not set(other.speakers) & set(answer.speakers)

    def _speaking(self, statement: Statement) -> frozenset[str]:
        return self._who(
            (*statement.speakers, *((statement.on_behalf_of,) if statement.on_behalf_of else ()))
        )

    def _who(self, keys: Iterable[str]) -> frozenset[str]:
        """The entities and their countries."""
        found = set(keys)
        found |= {e.country for key in found if (e := self.entity.get(key)) and e.country}
        return frozenset(found)

    def _sentence(self, statement: Statement) -> int:
        span = statement.content_spans[0]
        return bisect_right(self.starts, (span.context, span.start))

    def _distance(self, other: Statement, answer: Statement) -> int:
        """Sentences between two statements, large where one of them stands in the headline."""
        if other.content_spans[0].context != answer.content_spans[0].context:
            return _NEAR + 1
        last = other.content_spans[-1]
        return self._sentence(answer) - bisect_right(self.starts, (last.context, last.start))


def _answer(statement: Statement) -> str:
    """Whether the cue denies or confirms, "" for neither."""
    words = _lists()
    if statement.cue in words["calls"] and words["untrue"] & set(_words(statement.content)):
        return "denies"
    return next((kind for kind in ("denies", "confirms") if statement.cue in words[kind]), "")


def _pointer(answer: Statement) -> _Pointer | None:
    """What the words of an answer take up, None where they tell a matter of their own."""
    words = list(_words(answer.content))
    if not words:
        return None
    lists = _lists()
    untrue = answer.cue in lists["calls"]
    if words[0] in _PRONOUNS and (len(words) == 1 or (untrue and lists["untrue"] & set(words[1:]))):
        return _Pointer("", (), definite=True)
    at = next((n for n, word in enumerate(words[:5]) if word in lists["claim"]), None)
    if at is None:
        return None
    rest = words[at + 1 :]
    if rest and (rest[0] == "as" or (untrue and lists["untrue"] & set(rest[:3]))):
        rest = []
    owned = any(word.endswith(("'s", "’s", "s'", "s’")) for word in words[:at])
    definite = words[0] in _DEFINITE or owned or (at > 0 and words[at].endswith("s"))
    return _Pointer(words[at], tuple(rest), definite)


def _takes_up(pointer: _Pointer, other: Statement) -> bool:
    """Whether the noun can mean what the other statement says."""
    return other.act not in _NO_CLAIMS and (pointer.definite or bool(pointer.rest))


def _roles(event: Event) -> tuple[tuple[str, ...], ...]:
    return (event.agents, event.patients, event.recipients)


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split(", ")) for name, words in rows("replies.tsv")}


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(text))


def _stems(text: str) -> frozenset[str]:
    """The beginnings of the words that are neither names nor little words."""
    little = form_set("function_word")
    words = (word for word in _WORD.findall(text) if word.islower() and word not in little)
    return frozenset(word[:4] for word in words if len(word) >= 4)

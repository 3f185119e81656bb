"""Why each record is as it is: reasons that extractors and linker note down when somebody asks for them.

Whoever decides takes a `Trace | None`; with None nothing is noted and nothing is computed for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kg.records import Span

__all__ = ["KINDS", "Kind", "Reason", "Trace", "mention_key"]

Kind = Literal["mention", "link", "statement", "event"]
KINDS: tuple[Kind, ...] = ("mention", "link", "statement", "event")


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a decision.

    `step` is what was decided or weighed ("speaker", "runner-up"), `text` the answer and why. `value` is a
    confidence or a share (0 to 1) or a model's score; `parts` are what it was summed up from, on the scale of
    whoever summed (log-odds in the linker). `span` is the place in the text that decided.
    """

    step: str
    text: str = ""
    value: float | None = None
    parts: tuple[tuple[str, float], ...] = ()
    span: Span | None = None


@dataclass(slots=True)
class Trace:
    """The reasons of one article, by kind and key of the record, in the order of noting."""

    _noted: dict[tuple[Kind, str], list[Reason]] = field(default_factory=dict)

    def note(
        self,
        kind: Kind,
        key: str,
        step: str,
        text: str = "",
        *,
        value: float | None = None,
        parts: Mapping[str, float] | None = None,
        span: Span | None = None,
    ) -> None:
        """Add a reason to a record; a link has the key of its entity, a mention that of `mention_key`."""
        shown = tuple((name, round(part, 2)) for name, part in (parts or {}).items() if round(part, 2))
        reason = Reason(step, text, None if value is None else round(value, 2), shown, span)
        self._noted.setdefault((kind, key), []).append(reason)

    def of(self, kind: Kind, key: str) -> tuple[Reason, ...]:
        """The reasons of a record; none where nothing had to be decided."""
        return tuple(self._noted.get((kind, key), ()))

    def keys(self, kind: Kind) -> tuple[str, ...]:
        """The records of a kind that have reasons, in the order of noting."""
        return tuple(key for known, key in self._noted if known == kind)


def mention_key(span: Span) -> str:
    """The key of what is mentioned at a span.

    >>> mention_key(Span(3, 7))
    'text/3-7'
    """
    return f"{span.context}/{span.start}-{span.end}"

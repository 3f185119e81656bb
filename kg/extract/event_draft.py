"""An event in the making: what the extractors have found of a happening so far."""

from dataclasses import dataclass, field

from kg.extract.participant import Participants
from kg.extract.trigger import Match
from kg.extract.view import View
from kg.records import Span, Statement, TimeSpan

__all__ = ["EventDraft"]


@dataclass(slots=True)
class EventDraft:
    """An event in the making."""

    match: Match
    span: Span
    type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    status: str | None
    confidence: float
    who: Participants
    time: TimeSpan | None
    view: View
    views: list[tuple[Statement, View]] = field(default_factory=list)
    key: str = ""
    version_of: str | None = None
    claimed_by: tuple[str, ...] = ()
    mentions: list[Span] = field(default_factory=list)
    source: str = ""

    @property
    def shown(self) -> View:
        """The view that type and label follow: the author's, or the innermost speaker's where the author leaves it open."""
        return self.views[-1][1] if self.views and self.view.certainty == "unknown" else self.view

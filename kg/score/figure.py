"""The figures that quality is measured in, and the counts behind them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["FIGURES", "Figure", "Miss", "Sheet", "Tally", "total", "value_of"]

Measure = Literal["F1", "share", "mean", "leak"]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts that add up over articles: `hit` of `gold` were found, `correct` of `found` are right.

    Both numerators are the same except in coreference. A share is `hit` of `gold`.
    """

    hit: float = 0.0
    gold: float = 0.0
    correct: float = 0.0
    found: float = 0.0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.hit + other.hit,
            self.gold + other.gold,
            self.correct + other.correct,
            self.found + other.found,
        )

    @property
    def recall(self) -> float | None:
        """0 to 1, None without gold."""
        return self.hit / self.gold if self.gold else None

    @property
    def precision(self) -> float | None:
        """0 to 1, None where nothing was found."""
        return self.correct / self.found if self.found else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None only where there is neither gold nor anything found."""
        if not self.gold and not self.found:
            return None
        precision, recall = self.precision or 0.0, self.recall or 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the table.

    `share` and `leak` are shares of cases, of which `leak` should be small; `mean` is that of the F1 of `parts`.
    `pinned` says whether floors are kept for it, `brief` is its column in the table by article.
    """

    id: str
    name: str
    measure: Measure = "F1"
    parts: tuple[str, ...] = ()
    brief: str = ""
    pinned: bool = True

    @property
    def group(self) -> str:
        """The part of the table."""
        return self.id.partition(".")[0]


FIGURES = (
    Figure("names.span", "exact span", brief="names"),
    Figure("names.type", "exact span, right type"),
    Figure("links.item", "right item", brief="links"),
    Figure("links.none", "no item, none given", "share"),
    Figure("coreference.muc", "MUC"),
    Figure("coreference.b3", "B³"),
    Figure("coreference.ceafe", "CEAF-e"),
    Figure(
        "coreference.conll",
        "CoNLL mean of the three",
        "mean",
        ("coreference.muc", "coreference.b3", "coreference.ceafe"),
        brief="corefer.",
    ),
    Figure("metonyms.state", "stands for the right one", brief="metonyms"),
    Figure("roles.title", "holder and title", brief="roles"),
    Figure("statements.content", "content, half the words", brief="said"),
    Figure("statements.exact", "content, word for word"),
    Figure("statements.speaker", "content, right speaker", brief="speaker"),
    Figure("statements.direct", "direct quotes"),
    Figure("statements.form", "form, of the matched", "share"),
    Figure("statements.act", "act, of the matched", "share"),
    Figure("events.trigger", "trigger", brief="trigger"),
    Figure("events.type", "type, of the matched", "share", brief="type"),
    Figure("events.agent", "agent, of the matched", brief="agent"),
    Figure("events.patient", "patient, of the matched", brief="patient"),
    Figure("events.recipient", "recipient, of the matched"),
    Figure("events.topic", "topic, of the matched"),
    Figure("events.instrument", "instrument, of the matched"),
    Figure("events.place", "place, of the matched"),
    Figure("events.time", "time expression, of the matched"),
    Figure("events.fact", "fact or not, of the matched", "share", brief="fact"),
    Figure("safety.leaked", "published facts that are none", "leak", brief="leaked"),
    Figure("safety.unannotated", "published facts not annotated", "leak", pinned=False),
)


@dataclass(frozen=True, slots=True)
class Miss:
    """A case that was not as annotated: `missed`, `invented`, or found but `wrong`; offsets count in the text."""

    figure: str
    kind: Literal["missed", "invented", "wrong"]
    start: int
    end: int
    note: str = ""


@dataclass(slots=True)
class Sheet:
    """The counts and misses of an article, as they are made."""

    tallies: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    misses: list[Miss] = field(default_factory=list)

    def add(self, figure: str, hit: float, *, gold: float, found: float) -> None:
        """Count what was found of what there is."""
        self.tallies[figure] += Tally(hit, gold, hit, found)

    def judge(self, figure: str, right: bool, miss: Miss | None = None) -> None:
        """Count one case of a share, and keep the miss if it is not right."""
        self.tallies[figure] += Tally(float(right), 1.0, float(right), 1.0)
        if not right and miss is not None:
            self.misses.append(miss)


def value_of(figure: Figure, tallies: Mapping[str, Tally]) -> float | None:
    """The value of a figure, 0 to 1; None where there was nothing to judge."""
    if figure.measure == "mean":
        values = [tallies.get(part, Tally()).f1 for part in figure.parts]
        known = [value for value in values if value is not None]
        return sum(known) / len(values) if known else None
    tally = tallies.get(figure.id, Tally())
    return tally.f1 if figure.measure == "F1" else tally.recall


def total(sheets: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    """The sum of the counts of articles."""
    summed: defaultdict[str, Tally] = defaultdict(Tally)
    for sheet in sheets:
        for figure, tally in sheet.items():
            summed[figure] += tally
    return dict(summed)

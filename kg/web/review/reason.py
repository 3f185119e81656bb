"""The reasons of a decision as lines of a review, below the record that they are about."""

from collections.abc import Iterator

from kg.trace import Kind, Reason
from kg.web.review.model import Book, Line, Run

__all__ = ["reason_lines"]


def reason_lines(book: Book, kind: Kind, key: str) -> Iterator[Line]:
    """One line for each reason of a record; none without a trace."""
    if book.trace is not None:
        yield from (_line(book, reason) for reason in book.trace.of(kind, key))


def _line(book: Book, reason: Reason) -> Line:
    runs = [Run("- ", "dim"), Run(f"{reason.step}:")]
    if reason.span is not None:
        runs.append(Run(f" “{book.text(reason.span)}”", "quote"))
    if reason.text:
        runs.append(Run(f" {reason.text}", "dim"))
    if reason.value is not None:
        runs.append(Run(f"  {reason.value:.2f}", "dim"))
    if reason.parts:
        parts = ", ".join(f"{name} {value:+.1f}" for name, value in reason.parts if round(value, 1))
        runs.append(Run(f"  = {parts}", "dim"))
    return tuple(runs)

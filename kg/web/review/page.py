"""The review as one HTML page that needs nothing else: no script, no request."""

from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from string import Template
from urllib.parse import urlsplit

from kg.article import Article
from kg.records import Extraction
from kg.trace import Trace
from kg.web.escape import printable
from kg.web.review.model import Finding, Review, Row, Run
from kg.web.review.row import review_of

__all__ = ["html_review"]

ITEM = "https://www.wikidata.org/wiki/"
LEGEND = ("mention", "metonym", "role", "time", "cue", "content", "fact", "reported")


def html_review(article: Article, extraction: Extraction, trace: Trace | None = None) -> str:
    """The review as a self-contained page: sentences on the left, what was found on the right."""
    review = review_of(article, extraction, trace)
    folder = files("kg.web.review")
    anchors = {finding.key: f"entity-{number}" for number, finding in enumerate(review.entities, 1)}
    return Template((folder / "page.html").read_text(encoding="utf-8")).substitute(
        style=(folder / "page.css").read_text(encoding="utf-8"),
        title=_text(review.title),
        facts="".join(_fact(label, value) for label, value in review.facts),
        counts=" · ".join(f"<b>{number}</b> {_text(label)}" for label, number in review.counts),
        legend=" ".join(f'<span class="{name}">{name}</span>' for name in LEGEND),
        rows="\n".join(_row(number, row, anchors) for number, row in enumerate(review.rows, 1)),
        entities="\n".join(_entity(finding, anchors) for finding in review.entities),
        losses=_losses(review),
    )


def _text(text: str) -> str:
    return escape(printable(text))


def _fact(label: str, value: str) -> str:
    shown = _text(value)
    if label == "url" and urlsplit(value).scheme in {"http", "https"}:
        shown = f'<a href="{escape(value)}" rel="noreferrer">{shown}</a>'
    return f"<div><dt>{_text(label)}</dt><dd>{shown}</dd></div>"


def _row(number: int, row: Row, anchors: dict[str, str]) -> str:
    part = f' <span class="part">{_text(row.part)}</span>' if row.part else ""
    found = "\n".join(_finding(finding, anchors) for finding in row.findings)
    return (
        f'<section class="row {_text(row.part)}" id="s{number}">'
        f'<div class="text"><a class="number" href="#s{number}">{number}</a>{part} <p>{"".join(_marked(row))}</p>'
        f'<span class="offsets">{row.span.context} {row.span.start}–{row.span.end}</span></div>'
        f'<div class="found">{found}</div></section>'
    )


def _marked(row: Row) -> Iterator[str]:
    for text, marks in row.pieces():
        if marks:
            classes = " ".join(dict.fromkeys(mark.style for mark in marks))
            tip = _text("\n".join(mark.tip for mark in marks if mark.tip).replace("\n", " | "))
            yield f'<span class="{classes}" title="{tip}">{_text(text)}</span>'
        else:
            yield _text(text)


def _finding(finding: Finding, anchors: dict[str, str]) -> str:
    kind = {True: "fact", False: "reported", None: "neutral"}[finding.fact]
    lines = "".join(f"<div>{_runs(line, anchors)}</div>" for line in finding.lines)
    name = "".join(character for character in finding.label if character.isalnum())
    return (
        f'<div class="finding {kind} kind-{_text(name)}"><span class="label">{_text(finding.label)}</span>'
        f'<div class="lines">{lines}</div></div>'
    )


def _entity(finding: Finding, anchors: dict[str, str]) -> str:
    return f'<div id="{anchors[finding.key]}">{_finding(finding, anchors)}</div>'


def _runs(runs: Iterable[Run], anchors: dict[str, str]) -> str:
    return "".join(_run(run, anchors) for run in runs)


def _run(run: Run, anchors: dict[str, str]) -> str:
    text = _text(run.text)
    if run.style == "plain":
        return text
    if run.target in anchors:
        return f'<a class="{run.style}" href="#{anchors[run.target]}">{text}</a>'
    if run.target.startswith("Q") and run.target[1:].isdecimal():
        return f'<a class="{run.style}" href="{ITEM}{run.target}" rel="noreferrer">{text}</a>'
    return f'<span class="{run.style}">{text}</span>'


def _losses(review: Review) -> str:
    if not review.losses:
        return ""
    return f"<h2>Lost</h2><ul>{''.join(f'<li>{_text(loss)}</li>' for loss in review.losses)}</ul>"

"""Statements of an article against the annotators'."""

from kg.records import Statement
from kg.score.figure import Miss, Sheet
from kg.score.matching import HALF, Alignment, assign, word_spans
from kg.score.record import GoldStatement, Range

__all__ = ["score_statements"]

SPEAKER = 0.3
"""What the right speaker adds where two statements share words: less than half the words do."""
SHOWN = 120


def score_statements(a: Alignment, sheet: Sheet) -> None:
    """Count statements; two are a pair when they share half the words of each, each with one other at most."""
    gold = a.gold.statements
    ours = [s for s in a.ours.statements if all(span.context == "text" for span in s.content_spans)]
    text = a.gold.text
    theirs = [word_spans(text, s.content) for s in gold]
    mine = [word_spans(text, [(c.start, c.end) for c in s.content_spans]) for s in ours]
    weights = {}
    for i, words in enumerate(theirs):
        for j, others in enumerate(mine):
            shared = len(words & others)
            if shared and shared >= HALF * max(len(words), len(others)):
                likeness = shared / max(len(words), len(others))
                weights[i, j] = likeness + SPEAKER * _right_speaker(a, gold[i], ours[j])
    pairs = [(gold[i], ours[j], theirs[i] == mine[j]) for i, j in assign(weights)]
    paired = {id(record) for pair in pairs for record in pair[:2]}
    for name, right in (
        ("content", len(pairs)),
        ("exact", sum(exact for *_, exact in pairs)),
        ("speaker", sum(_right_speaker(a, s, found) for s, found, _ in pairs)),
    ):
        sheet.add(f"statements.{name}", right, gold=len(gold), found=len(ours))
    sheet.add(
        "statements.direct",
        sum(s.form == found.form == "direct" for s, found, _ in pairs),
        gold=sum(s.form == "direct" for s in gold),
        found=sum(s.form == "direct" for s in ours),
    )
    for s in gold:
        if id(s) not in paired:
            _missed(a, s, sheet)
    for found in ours:
        if id(found) not in paired:
            _invented(a, found, sheet)
    for s, found, exact in pairs:
        _compare(a, s, found, sheet, exact=exact)


def _compare(a: Alignment, gold: GoldStatement, ours: Statement, sheet: Sheet, *, exact: bool) -> None:
    at = gold.content[0]
    if not exact:
        note = f"found {_short(' … '.join(a.gold.text[c.start : c.end] for c in ours.content_spans))}"
        sheet.misses.append(Miss("statements.exact", "wrong", *_whole(gold.content), note))
    if not _right_speaker(a, gold, ours):
        name = a.gold.entities[gold.speaker].name if gold.speaker else "nobody"
        found = ", ".join(a.entity[key].name for key in ours.speakers) or "nobody"
        sheet.misses.append(Miss("statements.speaker", "wrong", *at, f"by {name}, found {found}"))
    if "direct" in {gold.form, ours.form} and gold.form != ours.form:
        note = f"is {gold.form}, found {ours.form}"
        sheet.misses.append(Miss("statements.direct", "wrong", *at, note))
    for name, right, found in (("form", gold.form, ours.form), ("act", gold.act, ours.act)):
        miss = Miss(f"statements.{name}", "wrong", *at, f"is {right}, found {found} ({ours.cue or '-'})")
        sheet.judge(f"statements.{name}", right == found, miss)


def _missed(a: Alignment, gold: GoldStatement, sheet: Sheet) -> None:
    name = a.gold.entities[gold.speaker].name if gold.speaker else "nobody"
    figures = ["statements.content", *(["statements.direct"] if gold.form == "direct" else [])]
    for figure in figures:
        sheet.misses.append(Miss(figure, "missed", *_whole(gold.content), f"by {name}"))


def _invented(a: Alignment, ours: Statement, sheet: Sheet) -> None:
    name = ", ".join(a.entity[key].name for key in ours.speakers) or "nobody"
    at = _whole(tuple((c.start, c.end) for c in ours.content_spans))
    figures = ["statements.content", *(["statements.direct"] if ours.form == "direct" else [])]
    for figure in figures:
        sheet.misses.append(Miss(figure, "invented", *at, f"by {name}, found at {ours.cue or '-'}"))


def _right_speaker(a: Alignment, gold: GoldStatement, ours: Statement) -> bool:
    """Whether the speaker is the same entity; for one without a name, the words that name him are enough."""
    if gold.speaker is None:
        return not ours.speakers
    if gold.speaker in a.gold_keys(ours.speakers):
        return True
    span, at = ours.speaker_span, gold.speaker_span
    if a.gold.entities[gold.speaker].named or not span or not at or span.context != "text":
        return False
    return span.start < at[1] and at[0] < span.end


def _whole(content: tuple[Range, ...]) -> Range:
    """From the first to the last character."""
    return min((start for start, _ in content), default=0), max((end for _, end in content), default=0)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"

"""How the article itself sees a happening: what it asserts, what it shares of somebody's words, what it leaves open.

The safety rule: what somebody says stays open unless the article asserts or presupposes it too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.candidate import Candidate
from kg.extract.clause import Scene
from kg.extract.light_verb import lends
from kg.extract.perspective import view_of
from kg.extract.version import blame_for
from kg.extract.view import RETROSPECTIVE, SPOKEN, View, is_definite, is_untrue
from kg.extract.wordlist import word_set
from kg.language.context import context_of
from kg.records import Statement, TimeSpan

__all__ = ["Contents", "authors_view", "in_time", "is_known"]

FACTUAL_SURE = 0.95
"""From this score the model's judgement lifts doubts that come from unknown words, never those of negation or report."""
SCARE_QUOTE = 30
"""Characters up to which words in quotation marks count as a term rather than as speech."""
_FIRST = frozenset({"i", "my", "we"})


class Contents:
    """The tokens of each statement's content, outermost first, and those inside quotation marks of no statement."""

    def __init__(self, scene: Scene, statements: Sequence[Statement]) -> None:
        self.ranges: list[tuple[int, int, Statement]] = []
        shift = scene.doc._.kg.shift
        for statement in statements:
            for span in statement.content_spans:
                offset = 0 if span.context == "headline" else shift
                first = scene.tree.token_from(span.start + offset)
                last = scene.tree.token_from(span.end + offset) - 1
                if first <= last:
                    self.ranges.append((first, last, statement))
        self.ranges.sort(key=lambda r: (r[0] - r[1], r[0]))
        self.quotes = [q for q in scene.tree.quotations if q.depth == 0]
        self.start = scene.tree.start
        self.first_person = [t for t in _first_person(scene) if not self.marked(t) and not self.around(t)]
        """Words for who writes, in the article's own words."""

    def around(self, i: int) -> list[tuple[int, int, Statement]]:
        """The contents that the token stands in, widest first."""
        return [r for r in self.ranges if r[0] <= i <= r[1]]

    def marked(self, i: int) -> bool:
        """Whether the token stands in quotation marks."""
        return any(q.start < self.start[i] < q.end for q in self.quotes)

    def quoted(self, i: int) -> bool:
        """Whether the token stands in a longer quotation: words that are not the article's own."""
        char = self.start[i]
        return any(q.start < char < q.end and q.end - q.start > SCARE_QUOTE for q in self.quotes)


def _first_person(scene: Scene) -> list[int]:
    pos = scene.tree.pos
    return [t for t, low in enumerate(scene.tree.low) if low in _FIRST and pos[t] in {"PRON", "DET"}]


def authors_view(
    scene: Scene, found: Candidate, views: list[tuple[Statement, View]], contents: Contents
) -> View:
    """How the article sees a happening; what stands in somebody's words is open unless it is taken for granted."""
    i = found.match.head
    view = view_of(scene, i, type_=found.type)
    if blame_for(scene, i) is not None:  # only who did it is in question
        return View(temporality="past", presupposed=True).because("blamed", i)
    sure = scene.tree.mark(i, "factual", -1.0) >= FACTUAL_SURE
    if views:
        statement, inner = views[-1]
        seen = _Seen(view, inner, sure=sure, several=len(views) > 1, type_=found.type)
        if _shared(scene, i, statement, seen):
            return inner.because("known", i)
        said = inner._replace(certainty="unknown", polarity="positive", presupposed=False)
        return said.because("said", i)
    if contents.quoted(i):
        said = view._replace(certainty="unknown", polarity="positive", presupposed=False)
        return said.because("quoted", i)
    if _in_first_person(scene, i, contents):
        said = view._replace(certainty="unknown", polarity="positive", presupposed=False)
        return said.because("first person", i)
    if sure and view.certainty == "unknown" and not view.reported and view.polarity == "positive":
        temporality = "past" if view.temporality == "future" else view.temporality
        return view._replace(certainty="certain", temporality=temporality).because("sure", i)
    return view


def _in_first_person(scene: Scene, i: int, contents: Contents) -> bool:
    """Whether a sentence outside quotation marks is somebody's own account: "I moved to Spain in 2016"."""
    tree = scene.tree
    here = tree.sentence[i]
    return any(tree.sentence[t] == here for t in contents.first_person) and not tree.in_headline(i)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A happening in somebody's words: the view of author and speaker, and whether the model takes it for a fact."""

    author: View
    speaker: View
    sure: bool
    several: bool
    type_: str | None


def _shared(scene: Scene, i: int, statement: Statement, seen: _Seen) -> bool:
    """Whether the article shares a source's view of a happening as so.

    What a governor outside the words presupposes ("condemned the invasion"), what the article's own words name as
    known, what is said to be confirmed, and what is done by saying it.
    """
    if not seen.speaker.is_fact:
        return False
    if statement.form == "direct":
        return statement.fact and not seen.several and _done_by_saying(scene, i, seen.type_)
    known = is_known(scene, i) or scene.lemma[scene.tree.head[i]] in word_set("answering")
    outside = not seen.speaker.presupposed or _is_judged(scene, i)
    if seen.author.presupposed and outside and known and not seen.several:
        return True
    if statement.fact and not seen.several and _performed(scene, i, seen):
        return True
    if not seen.sure:
        return False
    if is_known(scene, i) and (seen.type_ in RETROSPECTIVE or _retold(scene, i, statement, seen)):
        return True
    confirmed = statement.cue in word_set("confirming") and not seen.several
    return confirmed and statement.fact


def _is_judged(scene: Scene, i: int) -> bool:
    """Whether a noun is read as the subject of the verdict on it: "called the closure a mistake"."""
    tree = scene.tree
    verdict = tree.head[i]
    if tree.dep[i] not in {"nsubj", "advmod"} or tree.dep[verdict] not in {"xcomp", "ccomp"}:
        return False
    return scene.lemma[tree.head[verdict]] in word_set("judging") and not is_untrue(scene, verdict)


def _retold(scene: Scene, i: int, statement: Statement, seen: _Seen) -> bool:
    """Whether indirect words of one source take up what the article knows: "said the talks had been frank"."""
    tree = scene.tree
    lent = tree.dep[i] == "obj" and lends(scene, tree.head[i])
    return statement.fact and not seen.several and not lent


def _performed(scene: Scene, i: int, seen: _Seen) -> bool:
    """Whether naming it is the deed: "expressed its opposition", "announced his resignation"."""
    tree = scene.tree
    if tree.dep[i] not in {"obj", "ccomp"} or scene.lemma[tree.head[i]] not in word_set("performing"):
        return False
    if scene.lemma[i] == "resignation":
        return tree.child(i, "nmod:poss") is not None
    return seen.type_ in SPOKEN and not tree.is_verb(i)


def _done_by_saying(scene: Scene, i: int, type_: str | None) -> bool:
    """Whether saying the words is the deed: "I urge", "we condemn", in the present and without a modal."""
    tree = scene.tree
    if type_ not in SPOKEN or tree.tag[i] != "VBP" or tree.child(i, "aux", "advmod:neg") is not None:
        return False
    subject = tree.child(i, "nsubj")
    return subject is not None and tree.low[subject] in {"i", "we"}


def is_known(scene: Scene, i: int) -> bool:
    """Whether a happening is named by a noun that is taken as known: "the attack", "its war"."""
    return not scene.tree.is_verb(i) and is_definite(scene.tree, i)


def in_time(scene: Scene, i: int, view: View, time: TimeSpan | None) -> View:
    """A happening whose days all lie after the article's own day is still to come, unless told in the past tense.

    Bare weekdays do not count: without a tense their direction is a guess.
    """
    if time is None or time.earliest is None:
        return view
    day = (context_of(scene.doc).date or "")[:10]
    if len(day) < 10 or time.earliest <= day:
        return view
    if scene.tree.tag[i] == "VBD" or time.expression.split()[-1].endswith("day"):
        return view
    certainty = "probable" if view.certainty == "certain" else view.certainty
    return view._replace(temporality="future", certainty=certainty).because("later", i)

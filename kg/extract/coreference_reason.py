"""Why a description, a pronoun or a short name means the entity that it was given to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.extract.draft import Draft, DraftMention
from kg.extract.salience import Candidate, Choice, Pronoun, Spot, most_likely, shares, weights
from kg.extract.tree import Tree
from kg.language.context import span_of
from kg.records import Mention
from kg.trace import Trace, mention_key

__all__ = ["Choices", "note_mentions"]

_RULES = {
    "apposition": "stands beside the name",
    "named": "the sentence gives the name",
    "epithet": "what news calls it by",
    "office": "the one with that office in that country",
    "own country": "the country of the person to whom it belongs",
    "only one": "the only one whom the article calls so",
    "name holds it": "the noun is part of the name",
    "named movement": "the body whose name stands before the noun",
    "only armed group": "the only armed group that the article names",
    "relative": "a relative pronoun takes up what it follows",
    "reflexive": "a reflexive pronoun takes up the subject",
    "receiver": "the receiver of what it belongs to",
    "first person": "who speaks in the quotation",
    "chosen": "",
}
_NETWORK = re.compile(r".+link$")
_OF_PRONOUN = {
    "d": "distance",
    "k": "kind of mention",
    "o": "grammar",
    "t": "class",
    "r": "recency",
    "n": "has a name",
    "c": "frequency",
    "b": "grammar",
    "g": "gender",
    "p": "paragraph",
    "a": "subject above",
    "h": "topic",
    "q": "quotation",
    "x": "nouns between",
}
_OF_DESCRIPTION = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"D(p[=!?]|pself)", "possessor"),
        (r"Dd\d", "distance"),
        (r"Dl[-=!?][nu]$", "country"),
        (r"Dm[-=~!]", "modifiers"),
        (r"D[a-z]r\d", "recency"),
        (r"D[a-z]c\d", "frequency"),
        (r"D[a-z]b.$", "grammar"),
        (r"D[a-z]h.$", "topic"),
        (r"D[a-z]!", "class"),
    )
)
"""Features of `kg.extract.salience` by what they look at; all others compare words."""
_TELLING = 0.3


@dataclass(frozen=True, slots=True)
class _Option:
    """An entity that might have been meant: its last mention then, its share, and what speaks for it."""

    draft: Draft | None
    spot: Spot | None
    share: float
    parts: dict[str, float]


class Choices:
    """Chooses as `most_likely` does, and remembers what there was to choose from."""

    def __init__(self) -> None:
        self.made: dict[int, tuple[_Option, ...]] = {}

    def __call__(self, choice: Choice) -> tuple[Candidate | None, float]:
        """The option with the highest score, and its probability among all."""
        table = weights(linked=choice.linked)
        pronoun = isinstance(choice.anaphor, Pronoun)
        found = []
        for (candidate, features), share in zip(choice.options, shares(choice), strict=True):
            parts: dict[str, float] = {}
            for feature, value in features.items():
                kind = _kind(feature, pronoun=pronoun)
                parts[kind] = parts.get(kind, 0.0) + table.get(feature, 0.0) * value
            draft, spot = (candidate.draft, candidate.last) if candidate is not None else (None, None)
            found.append(_Option(draft, spot, share, parts))
        self.made[choice.anaphor.head] = tuple(sorted(found, key=lambda option: -option.share))
        return most_likely(choice)


def _kind(feature: str, *, pronoun: bool) -> str:
    """What a feature looks at."""
    if _NETWORK.match(feature):
        return "network"
    if pronoun:
        return _OF_PRONOUN.get(feature[1], "nobody so far")
    return next((kind for pattern, kind in _OF_DESCRIPTION if pattern.match(feature)), "words")


def note_mentions(
    trace: Trace, tree: Tree, mentions: Iterable[tuple[DraftMention, Mention]], choices: Choices
) -> None:
    """Note why each mention means what it does; names written in full need no reason."""
    for draft, mention in mentions:
        key = mention_key(mention.span)
        words = tree.text[slice(*(draft.chars or tree.chars(draft.start, draft.end - 1)))]
        if draft.rule:
            _note_antecedent(trace, tree, key, draft, choices)
        elif words != draft.entity.name:
            listed = draft.kind == "adjective"
            why = "word for a nationality, by the word list" if listed else "another form of the name"
            trace.note("mention", key, "name", f"{draft.entity.name}: {why}", value=mention.confidence)
        if draft.stands_for is not None:
            why = f"{draft.stands_for.name}: a seat of power that acts here as its state or body"
            trace.note("mention", key, "stands for", why, value=mention.confidence)


def _note_antecedent(trace: Trace, tree: Tree, key: str, draft: DraftMention, choices: Choices) -> None:
    name, options = draft.entity.name, choices.made.get(draft.head, ())
    if draft.rule != "chosen" or not options:
        trace.note("mention", key, "rule", f"{name}: {_RULES[draft.rule]}", value=draft.confidence)
        return
    chosen = next((o for o in options if o.draft is draft.entity), None)
    nobody = next(o for o in options if o.draft is None)
    others = [o for o in options if o is not chosen and o.draft is not None]
    if chosen is None and not others:
        return
    if chosen is None:
        told = "nobody so far; a new entity"
        if options[0].draft is not None:
            told += f", as {options[0].draft.name} is not likely enough"
        trace.note("mention", key, "antecedent", told, value=nobody.share, parts=nobody.parts)
    else:
        _note_option(trace, tree, key, "antecedent", chosen)
    if others:
        _note_option(trace, tree, key, "runner-up", others[0], best=chosen or nobody)
    if chosen is not None:
        trace.note("mention", key, "nobody so far", value=nobody.share)


def _note_option(
    trace: Trace, tree: Tree, key: str, step: str, option: _Option, best: _Option | None = None
) -> None:
    span = None
    if option.spot is not None:
        span = span_of(tree.doc, *tree.chars(option.spot.start, option.spot.end - 1))
    text = option.draft.name if option.draft is not None else "nobody so far"
    if best is not None and best.draft is not None:
        gaps = sorted(
            (option.parts.get(k, 0.0) - best.parts.get(k, 0.0), k) for k in {**option.parts, **best.parts}
        )
        behind = ", ".join(f"{name} {gap:+.1f}" for gap, name in gaps if gap <= -_TELLING)
        text += f"; behind by {behind}" if behind else ""
    trace.note("mention", key, step, text, value=option.share, parts=option.parts, span=span)

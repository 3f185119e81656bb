"""The safety rule as a law: whatever is told as a fact is none once it is denied, possible, asked or only claimed."""

from pathlib import Path

import pytest

from kg.article import Article
from kg.extract.article import extract_article
from kg.language.pipeline import parse_article

ROWS = (Path(__file__).parent / "safety.tsv").read_text(encoding="utf-8").splitlines()
BASES = [tuple(row.split("\t")) for row in ROWS if not row.startswith("#")]
FRAMES = {
    "did not": "{subject} did not {base} {rest}.",
    "never": "{subject} never {past} {rest}.",
    "may": "{subject} may {base} {rest}.",
    "could": "{subject} could {base} {rest}.",
    "should": "{subject} should {base} {rest}.",
    "will": "{subject} will {base} {rest}.",
    "would": "{subject} would {base} {rest}.",
    "is to": "{subject} is to {base} {rest}.",
    "has yet to": "{subject} has yet to {base} {rest}.",
    "failed to": "{subject} failed to {base} {rest}.",
    "refused to": "{subject} refused to {base} {rest}.",
    "tried to": "{subject} tried to {base} {rest}.",
    "threatened to": "{subject} threatened to {base} {rest}.",
    "planned to": "{subject} planned to {base} {rest}.",
    "was ready to": "{subject} was ready to {base} {rest}.",
    "was prevented": "Bad weather prevented {inner} from trying to {base} {rest}.",
    "denied that": "The spokesman denied that {inner} {past} {rest}.",
    "said that": "The spokesman said that {inner} {past} {rest}.",
    "claimed": "{subject} {past} {rest}, the spokesman claimed.",
    "not true": "It is not true that {inner} {past} {rest}.",
    "unclear": "It was unclear whether {inner} {past} {rest}.",
    "feared": "Diplomats feared that {inner} would {base} {rest}.",
    "allegedly": "{subject} allegedly {past} {rest}.",
    "reportedly": "{subject} reportedly {past} {rest}.",
    "if": "If {inner} {past} {rest}, the others would follow.",
    "unless": "The others will wait unless {inner} {past} {rest}.",
    "question": "Did {inner} {base} {rest}?",
    "reports": "There were reports that {inner} {past} {rest}.",
    "plan": "A plan for {inner} to {base} {rest} was leaked.",
    "risk": "The risk that {inner} would {base} {rest} has grown.",
    "order": "The king ordered {inner} to {base} {rest}.",
    "wish": "The king wants {inner} to {base} {rest}.",
    "without": "A week passed without {inner} trying to {base} {rest}.",
    "was due to": "{subject} was due to {base} {rest}.",
    "vowed never to": "{subject} vowed never to {base} {rest}.",
    "nobody": "Nobody {past} {rest}.",
    "as if": "It looked as if {inner} {past} {rest}.",
    "in order to": "{subject} waited in order to {base} {rest}.",
    "before": "The talks ended before {inner} could {base} {rest}.",
    "rather than": "{subject} waited rather than {base} {rest}.",
    "was asked to": "{subject} was asked to {base} {rest}.",
    "agreed to": "{subject} agreed to {base} {rest}.",
    "considers": "{subject} is considering whether to {base} {rest}.",
    "either or": "{subject} either {past} {rest} or lied about it.",
    "in a film": "In the film, {inner} {past} {rest}.",
    "colon": "The spokesman said: {subject} {past} {rest}.",
    "perhaps": "Perhaps {inner} {past} {rest}.",
    "according to": "{subject} {past} {rest}, according to the spokesman.",
}
NOUNS = {
    "attack": "an attack on the dam",
    "talks": "talks with the rebels",
    "strike": "a strike at the port",
    "invasion": "an invasion of the island",
    "sanctions": "sanctions on the bank",
    "ceasefire": "a ceasefire in the valley",
    "election": "an election in May",
    "release": "the release of the prisoners",
    "withdrawal": "a withdrawal from the valley",
    "merger": "the merger of the banks",
}
NOUN_FRAMES = {
    "threat": "The threat of {noun} has grown.",
    "possibility": "Ministers discussed the possibility of {noun}.",
    "plans": "Plans for {noun} were dropped.",
    "fears": "Fears of {noun} sent prices up.",
    "talk": "There was talk of {noun}.",
    "calls": "Calls for {noun} grew louder.",
    "attempt": "An attempt at {noun} failed.",
    "warned": "The general warned of {noun}.",
    "ruled out": "The general ruled out {noun}.",
    "no sign": "There is no sign of {noun}.",
    "prevented": "Heavy rain prevented {noun}.",
    "denied": "The general denied {noun}.",
    "proposal": "A proposal for {noun} was tabled.",
    "without": "The week ended without {noun}.",
    "wants": "The king wants {noun}.",
    "postponed": "The king postponed {noun}.",
    "rumours": "Rumours of {noun} spread.",
    "threatened": "The king threatened {noun}.",
    "promised": "The king promised {noun}.",
}
FACTS = {
    "plain": "{subject} {past} {rest}.",
    "managed to": "{subject} managed to {base} {rest}.",
    "after": "Talks began after {inner} {past} {rest}.",
    "because": "Talks began because {inner} {past} {rest}.",
}


def told(nlp, frame: str, base: tuple[str, ...]) -> tuple[str, bool]:
    """The sentence, and whether the happening of its base is a fact in it."""
    subject, past, infinitive, rest = base
    inner = subject[0].lower() + subject[1:] if subject.startswith("The ") else subject
    text = frame.format(subject=subject, inner=inner, past=past, base=infinitive, rest=rest)
    verb = f" {past if '{past}' in frame else infinitive} {rest}"
    return text, is_fact(nlp, text, text.index(verb) + 1)


def is_fact(nlp, text: str, at: int) -> bool:
    """Whether a fact is named by the word at a place."""
    found = extract_article(parse_article(nlp, Article(text=text, date="2024-07-10")))
    return any(event.fact for event in found.events for span in event.mentions if span.start <= at < span.end)


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_what_is_not_told_as_so_is_no_fact(nlp, frame):
    assert [text for text, fact in (told(nlp, frame, base) for base in BASES) if fact] == []


@pytest.mark.parametrize("frame", NOUN_FRAMES.values(), ids=NOUN_FRAMES)
def test_a_noun_of_what_is_not_told_as_so_is_no_fact(nlp, frame):
    texts = {noun: frame.format(noun=phrase) for noun, phrase in NOUNS.items()}
    assert [text for noun, text in texts.items() if is_fact(nlp, text, text.index(noun))] == []


@pytest.mark.parametrize("frame", FACTS.values(), ids=FACTS)
def test_what_is_told_as_so_is_a_fact(nlp, frame):
    missed = [text for text, fact in (told(nlp, frame, base) for base in BASES) if not fact]
    assert len(missed) <= len(BASES) // 10, missed

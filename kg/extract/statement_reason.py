"""Why a statement has its words, its speaker, its form and its act."""

from kg.extract.actors import Actors
from kg.extract.attribution import Draft
from kg.extract.cue import Cue
from kg.extract.mood import judge_act
from kg.extract.quote_map import QuoteMap
from kg.extract.saying import undone_by
from kg.extract.tree import Tree
from kg.language.context import span_of
from kg.records import Span, Statement
from kg.trace import Trace

__all__ = ["note_statement"]

_CONTENT = {
    "quote": "a quotation beside the cue",
    "np": "the sentence around the preposition",
    "s": "the clause that the cue governs",
    "n+": "the object, and what it is called or accused of",
    "around": "the words before or around the cue's own clause",
    "to": "the infinitive of the cue",
    "oto": "object and infinitive of the cue",
    "ing": "the gerund of the cue",
    "n": "the object of the cue",
    "p": "a phrase with the cue's preposition",
    "of": "a phrase behind the noun",
    "seen": "words that only the model sees as said",
    "colon": "words behind a colon, or a quotation beside a name",
    "turn": "an answer of an interview",
    "context": "a quotation without cue",
}
_SPEAKER = {
    "preposition": "the noun behind the preposition",
    "noun": "owner of the noun, or subject of the verb that carries it",
    "passive": "agent of the passive, nobody where it has none",
    "subject": "subject of the cue",
    "beside": "the name beside the cue",
    "first before": "the first actor before the cue, as the sentence is parsed wrongly",
    "same as before": "the same as before: a participle goes on",
    "sentence before": "the subject of the sentence before, as coreference leaves the pronoun open",
    "document": "who made that document before",
}
_WITHOUT_CUE = {
    "colon": "the name before the colon or behind the quotation",
    "turn": "the name before the colon, in an interview",
    "context": "who speaks or acts in the sentence before",
}
_MOODS = {
    "main": "the main clause",
    "next": "a further clause",
    "does": "what the clause tells",
    "has": "what the clause tells of",
    "phrase": "the phrase",
    "clause": "the number of clauses",
    "speaker": "the speaker",
}
_ADJECTIVES = {"v": "verb", "n": "noun", "a": "adjective", "p": "preposition"}


def note_statement(
    trace: Trace, quotes: QuoteMap, actors: Actors, draft: Draft, statement: Statement, *, rated: float
) -> None:
    """Note what decided a statement; `rated` is how often the rule that found its words is right."""
    tree, key = quotes.tree, statement.key
    _note_cue(trace, tree, draft.cue, key)
    _note_content(trace, quotes, draft, key)
    _note_speaker(trace, tree, actors, draft, key)
    trace.note("statement", key, "form", _form(draft))
    act, why = judge_act(tree, actors, draft)
    trace.note("statement", key, "act", f"{act}: {_act_reason(why)}")
    if not statement.fact:
        _note_unsaid(trace, tree, draft.cue, statement)
    trace.note("statement", key, "confidence", _rated(quotes, draft, rated), value=statement.confidence)


def _act_reason(why: str) -> str:
    kind, _, value = why.partition("=")
    if kind in _MOODS and value:
        return f"{_MOODS[kind]} is {value}"
    told = {"cue": "the cue's own", "model": "by the model", "": "nothing tells more"}
    return told.get(why, f"the words say “{why}”")


def _note_cue(trace: Trace, tree: Tree, cue: Cue | None, key: str) -> None:
    if cue is None:
        trace.note("statement", key, "cue", "none")
        return
    entry = cue.entry
    shown = (
        f"{_ADJECTIVES[entry.pos]} “{entry.lemma}” of {entry.kind}, takes {' '.join(sorted(entry.frames))}"
    )
    score = max(tree.cue[i] for i in range(cue.first, cue.last + 1))
    seen = score if tree.has_hints and score >= 0 else None
    trace.note("statement", key, "cue", shown, value=seen, span=_span(tree, cue.first, cue.last))


def _note_content(trace: Trace, quotes: QuoteMap, draft: Draft, key: str) -> None:
    tree = quotes.tree
    shown = f"{_CONTENT[draft.rule]} ({draft.rule})"
    if draft.content is not None and draft.content.frame != draft.rule:
        shown += f", with {_CONTENT.get(draft.content.frame, draft.content.frame)} ({draft.content.frame})"
    tokens = [i for a, b in draft.spans for i in range(tree.token_from(a), tree.token_from(b))]
    words = [i for i in tokens if not tree.space[i] and tree.pos[i] != "PUNCT"]
    if tree.has_hints and words:
        shown += (
            f"; the model sees {sum(tree.said[i] in {'B', 'I'} for i in words)} of {len(words)} words as said"
        )
    open_quotes = [n for n in draft.quotes if not quotes.quotes[n].closed]
    if open_quotes:
        shown += "; a quotation is never closed"
    trace.note("statement", key, "content", shown)


def _note_speaker(trace: Trace, tree: Tree, actors: Actors, draft: Draft, key: str) -> None:
    speaker = draft.speaker
    if draft.cue is None:
        shown = _WITHOUT_CUE.get(draft.rule, "by the place of the quotation")
    elif speaker.rule.startswith("model"):
        shown = f"the model points to it, {speaker.rule.removeprefix('model ')}, where grammar shows none or another"
    else:
        shown = _SPEAKER.get(speaker.rule, "by grammar")
    names = ", ".join(actors.entity[k].name for k in speaker.entities if k in actors.entity) or "nobody named"
    if speaker.document:
        shown += "; a document"
    if speaker.anonymous:
        shown += "; its name is kept back"
    place = _span(tree, *speaker.span) if speaker.span is not None else None
    trace.note("statement", key, "speaker", f"{names}: {shown}", span=place)


def _note_unsaid(trace: Trace, tree: Tree, cue: Cue | None, statement: Statement) -> None:
    if statement.reported_in is not None:
        trace.note("statement", statement.key, "reported only", "it stands in the words of another statement")
        return
    word = undone_by(tree, cue) if cue is not None else None
    place = _span(tree, word, word) if word is not None else None
    trace.note("statement", statement.key, "reported only", "keeps it from being told as said", span=place)


def _form(draft: Draft) -> str:
    why = {
        "direct": "all words stand in quotation marks" if draft.rule != "turn" else "an interview",
        "mixed": "some words stand in quotation marks, some do not",
        "indirect": "no quotation marks around or in the words",
    }
    return f"{draft.form}: {why[draft.form]}"


def _rated(quotes: QuoteMap, draft: Draft, rated: float) -> str:
    """What the confidence was made of."""
    parts = [f"{rated:.2f} of the rule {draft.rule}"]
    if draft.cue is not None and draft.cue.entry.pos != "p" and quotes.tree.has_hints:
        parts.append("the model's score of the cue")
    if draft.cue is not None and draft.cue.entry.kind in {"thought", "perception"}:
        parts.append("less for thoughts")
    return ", ".join(parts)


def _span(tree: Tree, first: int, last: int) -> Span:
    return span_of(tree.doc, *tree.chars(first, last))

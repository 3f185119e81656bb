"""On which side of the article's day a clause lies, read from its verb: past, perfect, present, future, would, unclear."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from kg.extract.lemma import lemma_of
from kg.language.context import in_headline

__all__ = ["WOULD", "Clause", "clause_of", "is_verbal", "lemma_of_verb", "words_of"]

WOULD = "would"
"""The tense of what was to come when it was spoken of, and may be over by now."""
MAX_CLIMB = 10
"""As many words are climbed from an expression to the verb of its clause; deeper trees are broken ones."""

_INFLECTED = frozenset({"VBD", "VBN", "VBG", "VBZ"})
_HELPERS = frozenset({"aux", "aux:pass", "cop"})
_WILL = frozenset({"will", "shall", "'ll", "’ll", "wo", "gonna"})
_WOULD = frozenset({"would", "'d", "’d", "may", "might", "could", "can", "should", "must", "ca"})
_HAVE = frozenset({"have", "has", "'ve", "’ve"})


@dataclass(frozen=True, slots=True)
class Clause:
    """The verb that dates an expression, its tense, and whether the expression hangs on that very verb."""

    verb: Token | None
    tense: str
    strict: bool


@cache
def _kinds() -> dict[str, frozenset[str]]:
    text = (files("kg.extract") / "data" / "time_verbs.tsv").read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    kinds: dict[str, frozenset[str]] = {}
    for kind, words in lines:
        kinds[kind] = kinds.get(kind, frozenset()) | frozenset(words.split())
    return kinds


def words_of(what: str) -> frozenset[str]:
    """The words of one kind in `time_verbs.tsv`."""
    return _kinds()[what]


@cache
def _listed() -> frozenset[str]:
    return frozenset(word for words in _kinds().values() for word in words)


def lemma_of_verb(token: Token) -> str:
    """The lemma; by our own rules where the model's is no word of the lists, for it is unsure of rare forms."""
    lemma = str(token.lemma_.lower())
    if token.tag_ not in _INFLECTED or lemma in _listed():
        return lemma
    return lemma_of(token.lower_, token.tag_)


def is_verbal(token: Token) -> bool:
    """Whether the token heads a clause: a verb, or a noun or adjective with "be" or a helper."""
    if token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB"):
        return token.dep_ not in _HELPERS and token.dep_ not in {"amod", "compound", "case", "fixed", "flat"}
    return any(child.dep_ in _HELPERS for child in token.children)


def clause_of(root: Token) -> Clause:
    """The clause that the word stands in; news that has no verb tells of what was, except in headlines."""
    node, strict = root, True
    for _ in range(MAX_CLIMB):
        if is_verbal(node):
            tense = _tense(node)
            return Clause(node, tense, strict and not (tense == "present" and _is_state(node)))
        if node.head.i == node.i:
            break
        parent = node.head
        if not is_verbal(parent):
            strict = False
            if parent.lemma_.lower() in words_of("coming") or _is_ahead(node):
                return Clause(None, "future", strict=False)
        elif node is not root and _is_ahead(node):
            return Clause(parent, "future", strict=False)
        node = parent
    return Clause(None, "" if in_headline(root) else "past", strict=False)


def _is_state(verb: Token) -> bool:
    """Whether a present tense tells what is so, or is another verb's: "it stands at 5 % on", "is accused of killing"."""
    return _own_tense(verb) is None or lemma_of_verb(verb) in words_of("state")


def _is_ahead(token: Token) -> bool:
    """Whether it is "ahead of" something."""
    return any(child.dep_ == "case" and child.text.lower() == "ahead" for child in token.children)


def _tense(verb: Token) -> str:
    """The tense of a clause by its helpers and form, climbing where it has none of its own."""
    node = verb
    for _ in range(MAX_CLIMB):
        tense = _own_tense(node)
        if tense is not None:
            return tense
        if node.head.i == node.i:
            break
        parent = node.head
        if (node.tag_ == "VB" or node.dep_ == "xcomp" or _has_to(node)) and (
            found := _complement(node, parent)
        ) is not None:
            return found
        while not is_verbal(parent) and parent.head.i != parent.i:
            parent = parent.head
        node = parent
    if in_headline(verb):
        return "future" if _has_to(verb) else ""
    return _nearest_tense(verb)


def _nearest_tense(verb: Token) -> str:
    """The tense of the finite verb form that stands nearest, where the parse shows none."""
    doc = verb.doc
    for step in range(1, 12):
        for at in (verb.i + step, verb.i - step):
            if 0 <= at < len(doc) and (doc[at].tag_ == "VBD" or doc[at].text.lower() in _WILL):
                return "past" if doc[at].tag_ == "VBD" else "future"
    return ""


def _own_tense(node: Token) -> str | None:
    """The tense that the words of the clause itself show; None where it depends on another."""
    helpers = [child for child in node.children if child.dep_ in _HELPERS]
    words = {child.text.lower() for child in helpers}
    if words & _WILL:
        return "future"
    if words & _HAVE:
        return "past" if words & _WOULD else "perfect"
    if words & _WOULD and "had" not in words and not (words & {"'d", "’d"} and node.tag_ == "VBN"):
        return "future" if "would" not in words else WOULD
    tags = {child.tag_ for child in helpers} | {node.tag_}
    is_participle = node.tag_ == "VBN" or (node.tag_ == "VBD" and _is_reduced(node))
    is_ahead = lemma_of_verb(node) in words_of("scheduled") and (is_participle or node.pos_ == "ADJ")
    if is_ahead and node.tag_ == "VBD":
        return "future"
    is_going = (
        node.tag_ == "VBG" and node.text.lower() == "going" and any(c.dep_ == "xcomp" for c in node.children)
    )
    if _has_to(node) and words & {"is", "are", "was", "were", "'s", "’s"}:  # "is to end", read as one clause
        return "" if "VBD" in tags else "future"
    if words & {"had", "'d", "’d"} and node.tag_ == "VBN" and not is_ahead:
        return "pluperfect"
    if "VBD" in tags:
        return "" if is_ahead or is_going else "past"
    if tags & {"VBZ", "VBP"}:
        if is_ahead or is_going:
            return "future"
        return "" if in_headline(node) else "present"
    if node.tag_ == "VBN" and not (_has_to(node) and "be" in words):  # not "to be held"
        return "future" if is_ahead else "past"
    return None


def _is_reduced(verb: Token) -> bool:
    """Whether a form in -ed behind a noun is a participle, whatever its tag: "talks planned in May"."""
    return verb.dep_ == "acl" and not any(child.dep_.startswith("nsubj") for child in verb.children)


def _has_to(node: Token) -> bool:
    return any(child.text.lower() == "to" and child.dep_ in {"mark", "aux"} for child in node.children)


def _complement(node: Token, parent: Token) -> str | None:
    """The tense of an infinitive from the word that it depends on; None to read on from there."""
    if not _has_to(node):
        return None
    lemma = lemma_of_verb(parent)
    if lemma in words_of("real"):
        return None
    if lemma == "be" and node.dep_ == "xcomp":
        return "future" if parent.tag_ in {"VBZ", "VBP"} else ""
    if lemma in words_of("scheduled") and _own_tense(parent) == "":
        return ""  # "was expected to end": it may have ended by now
    return "future" if lemma in words_of("ahead") else None

"""Pronouns: whom they mean, by agreement, syntax and salience.

Source: the salience factors of Lappin and Leass (1994), "An algorithm for pronominal anaphora resolution",
cut down to those that a UD parse gives.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc, Token

if TYPE_CHECKING:
    from kg.extract.entity import Draft, DraftMention

__all__ = ["quoted_tokens", "resolve_pronouns"]

GENDER = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
    "it": "n", "its": "n", "itself": "n", "they": "p", "them": "p", "their": "p", "theirs": "p", "themselves": "p",
}  # fmt: skip
RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
WEATHER = frozenset({"seem", "appear", "rain", "snow", "happen", "turn"})
_SUBJECT = ("nsubj", "nsubj:pass", "nsubj:outer")
WINDOW = 3
"""Sentences looked back for an antecedent."""


@dataclass(frozen=True, slots=True)
class _Place:
    sentence: int
    subject: bool
    object: bool


def resolve_pronouns(doc: Doc, mentions: "list[DraftMention]", make: Any) -> "list[DraftMention]":
    """All mentions with those of pronouns whose antecedent is clear; the others are left out."""
    number = {}
    for k, sent in enumerate(doc.sents):
        for i in range(sent.start, sent.end):
            number[i] = k
    quoted = quoted_tokens(doc)
    known = sorted((m for m in mentions if m.kind != "adjective"), key=lambda m: m.start)
    found: list[DraftMention] = []
    for token in doc:
        entity: Draft | None = None
        if token.tag_ in ("WP", "WP$", "WDT") and token.lower_ in RELATIVE:
            entity = _relative(token, known)
        elif token.lower_ in GENDER and token.pos_ in ("PRON", "DET"):
            entity = _antecedent(token, known, number, quoted)
        if entity is None:
            continue
        mention = make(token.i, token.i + 1, token.i, "pronoun", entity, confidence=0.75)
        found.append(mention)
        known.append(mention)
        known.sort(key=lambda m: m.start)
        gender = GENDER.get(token.lower_, "")
        if entity.type == "person" and gender in ("f", "m"):
            entity.gender = entity.gender or gender
    return sorted([*mentions, *found], key=lambda m: (m.start, -m.end))


def quoted_tokens(doc: Doc) -> set[int]:
    """Tokens between double quotation marks of one paragraph."""
    inside: set[int] = set()
    opened = False
    for token in doc:
        if token.is_space and token.text.count("\n") > 1:
            opened = False
        if token.text in ("“", "”", '"'):
            opened = token.text == "“" or (token.text == '"' and not opened)
        elif opened:
            inside.add(token.i)
    return inside


def _relative(token: Token, known: "list[DraftMention]") -> "Draft | None":
    """The noun that a relative clause hangs on."""
    verb = token.head
    while verb.dep_ not in ("acl:relcl", "ROOT") and verb.head != verb:
        verb = verb.head
    if verb.dep_ != "acl:relcl":
        return None
    head = verb.head
    best = [m for m in known if m.head == head.i or m.start <= head.i < m.end]
    if not best:
        return None
    mention = min(best, key=lambda m: m.end - m.start)
    entity = mention.stands_for or mention.entity
    if token.lower_ in ("who", "whom") and entity.type not in ("person", "group", "organization"):
        return None
    return (
        entity
        if token.lower_ != "that" or entity.type in ("person", "group", "organization", "country")
        else None
    )


def _agrees(entity: "Draft", gender: str) -> bool:
    if gender in ("m", "f"):
        return entity.type == "person" and not entity.plural and entity.gender in ("", gender)
    if gender == "n":
        return entity.type in ("organization", "country") and not entity.plural
    return entity.plural or entity.type == "group"


def _antecedent(
    token: Token, known: "list[DraftMention]", number: dict[int, int], quoted: set[int]
) -> "Draft | None":
    gender = GENDER[token.lower_]
    if token.lower_ == "it" and (token.dep_ == "expl" or token.head.lemma_ in WEATHER or _dummy(token)):
        return None
    scores: dict[int, float] = {}
    entities: dict[int, Draft] = {}
    here = number[token.i]
    for mention in known:
        if mention.start >= token.i:
            break
        entity = mention.stands_for or mention.entity
        distance = here - number[mention.head]
        if distance > WINDOW or not _agrees(entity, gender) or _bound(token, mention):
            continue
        if (mention.head in quoted) != (token.i in quoted) and token.i in quoted:
            continue
        score = _salience(mention, token.doc[mention.head], distance, token)
        entities[id(entity)] = entity
        scores[id(entity)] = max(scores.get(id(entity), 0.0), score) + 0.1 * bool(scores.get(id(entity)))
    if not scores:
        return None
    ranked = sorted(scores.items(), key=lambda s: -s[1])
    best, score = ranked[0]
    rival = ranked[1][1] if len(ranked) > 1 else 0.0
    least, lead = (0.9, 0.05) if gender in ("m", "f") else (1.2, 0.3)
    return entities[best] if score >= least and score - rival >= lead else None


def _salience(mention: "DraftMention", head: Token, distance: int, token: Token) -> float:
    score = {0: 1.2, 1: 1.0, 2: 0.6}.get(distance, 0.4)
    subject = _subject(head)
    if subject:
        score += 0.6
    elif head.dep_ in ("obj", "obl:agent"):
        score += 0.2
    elif head.dep_ in ("nmod:poss", "nmod", "compound"):
        score -= 0.2
    if distance == 0 and subject and head.head in token.ancestors:
        score += 0.4
    if mention.kind == "pronoun":
        score += 0.1
    if distance == 0 and mention.kind == "nominal" and not mention.entity.named:
        score -= 0.1
    return score


def _subject(head: Token) -> bool:
    top = head
    while top.dep_ == "conj" and top.head != top and top.head.pos_ in ("NOUN", "PROPN"):
        top = top.head
    return top.dep_ in _SUBJECT


def _bound(token: Token, mention: "DraftMention") -> bool:
    """Whether grammar forbids it: two arguments of one verb are two things, unless reflexive or possessive."""
    if mention.start <= token.i < mention.end:
        return True
    if token.lower_.endswith(("self", "selves")) or token.dep_ == "nmod:poss":
        return False
    head = token.doc[mention.head]
    return head.head == token.head and head.dep_ != "conj" and token.dep_ != "conj"


def _dummy(token: Token) -> bool:
    """Whether "it" stands for a clause: "It is clear that …", "it was unclear whether …"."""
    verb = token.head
    has_clause = any(c.dep_ in ("csubj", "ccomp", "advcl") and c.i > verb.i for c in verb.children)
    return has_clause and any(c.dep_ == "cop" for c in verb.children)

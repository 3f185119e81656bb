"""Roles: the offices and titles that an article gives to people."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Doc, Token

from kg.extract.actors import Actors
from kg.extract.coreference import quoted_tokens
from kg.extract.lexicon import countries, data_rows, demonyms
from kg.language.context import span_of
from kg.records import Mention, Role

__all__ = ["extract_roles"]

Status = Literal["current", "former", "acting", "designate"]
STATUS: dict[str, Status] = {
    "former": "former", "ex": "former", "then": "former", "late": "former", "acting": "acting", "interim": "acting",
    "caretaker": "acting", "designate": "designate", "elect": "designate", "incoming": "designate", "nominee": "designate",
}  # fmt: skip
SKIPPED = frozenset(
    {
        "the",
        "a",
        "an",
        "his",
        "her",
        "its",
        "their",
        "'s",
        "’s",
        "outgoing",
        "longtime",
        "veteran",
        "new",
        "current",
    }
)
VAGUE = frozenset(
    {
        "member",
        "official",
        "politician",
        "candidate",
        "activist",
        "partner",
        "owner",
        "aide",
        "lawyer",
        "doctor",
        "vice",
    }
)
"""Titles that say an office only together with a country or an organisation."""


@cache
def _titles(kind: str) -> frozenset[str]:
    return frozenset(
        noun for row_kind, nouns in data_rows("titles.tsv") if row_kind == kind for noun in nouns.split("|")
    )


def extract_roles(doc: Doc, actors: Actors) -> list[Role]:
    """Roles in text order: titles before names, appositions, and "X is the president of Y".

    A person's role with the same words is given once, where it stands first.
    """
    inside = quoted_tokens(doc)
    roles: dict[tuple[str, str, str | None, str | None], Role] = {}
    for mention, first, last, head in _candidates(doc, actors):
        role = _role(doc, actors, mention, first, last, head, reported=doc[first].i in inside)
        if role is not None:
            roles.setdefault((role.holder, role.title.casefold(), role.organization, role.country), role)
    return _without_shorter(
        sorted(roles.values(), key=lambda role: (role.span.context != "headline", role.span))
    )


def _without_shorter(roles: list[Role]) -> list[Role]:
    """No "President" beside "President" of a country: the poorer of two that say the same is left out."""
    kept = []
    for role in roles:
        richer = any(
            other is not role
            and other.holder == role.holder
            and other.status == role.status
            and other.title.casefold() == role.title.casefold()
            and (other.country or other.organization)
            and not (role.country or role.organization)
            for other in roles
        )
        if not richer:
            kept.append(role)
    return kept


def _candidates(doc: Doc, actors: Actors) -> Iterator[tuple[Mention, int, int, Token]]:
    """Holder, first and last token of the title, and its head noun."""
    for token in doc:
        mention = actors.by_token.get(token.i)
        if mention is None or mention.kind != "name" or actors.entity[mention.entity].type != "person":
            continue
        if span_of(doc, token.idx, token.idx + 1).start != mention.span.start:
            continue
        end = token.i
        while end + 1 < len(doc) and actors.by_token.get(end + 1) is mention:
            end += 1
        yield from _before(doc, actors, mention, token.i)
        yield from _around(doc, actors, mention, token.i, end)


def _before(
    doc: Doc, actors: Actors, mention: Mention, start: int
) -> Iterator[tuple[Mention, int, int, Token]]:
    """The title right before a name: its last word is a title noun."""
    last = start - 1
    if last < 0 or doc[last].is_space:
        return
    head = last
    while (
        head > 0
        and last - head < 4
        and not _office_word(doc[head])
        and doc[head].pos_ in ("NOUN", "PROPN", "ADP", "ADJ")
    ):
        head -= 1
    if not _office_word(doc[head]) or doc[head].tag_ in ("NNS", "NNPS"):
        return
    if head != last and doc[head + 1].lower_ not in ("of", "for", "-"):
        return
    first = head
    while first > 0 and _in_title(doc, actors, first - 1, last):
        first -= 1
    article = doc[first - 1].lower_ if first > 0 else ""
    if first == last and (article == "the" or (article in ("a", "an") and doc[last].lower_ in VAGUE)):
        return  # "the Admiral Gorshkov" is a ship
    yield mention, first, last, doc[head]


def _office_word(token: Token) -> bool:
    return token.lower_ in _titles("office") or token.lemma_.lower() in _titles("office")


def _in_title(doc: Doc, actors: Actors, i: int, last: int) -> bool:
    token = doc[i]
    if token.is_space or last - i > 8:
        return False
    if token.lower_ in ("of", "and", "for", "-", "&") and i > 0 and doc[i - 1].pos_ in ("NOUN", "PROPN"):
        return token.lower_ != "and" or (doc[i + 1].pos_ in ("NOUN", "PROPN") and doc[i - 1].is_title)
    if token.lower_ in ("’s", "'s") or token.pos_ == "PART":
        return True
    if token.lower_ in ("the", "a", "an"):
        return False
    other = actors.by_token.get(i)
    if other is not None and actors.entity[other.entity].type == "person" and other.kind == "name":
        return False
    return token.pos_ in ("NOUN", "PROPN", "ADJ") or (token.pos_ == "VERB" and token.dep_ == "amod")


def _around(
    doc: Doc, actors: Actors, mention: Mention, start: int, end: int
) -> Iterator[tuple[Mention, int, int, Token]]:
    """Appositions of the name, names in apposition to a title, and copular sentences."""
    tops = {doc[i] for i in range(start, end + 1)} | {
        t for t in (actors_head(doc, actors, mention),) if t is not None
    }
    for top in sorted(tops, key=lambda t: t.i):
        for child in top.children:
            if child.dep_ == "appos" and child.i > end and _is_office(child):
                yield (mention, *_phrase(doc, child), child)
        if top.dep_ == "appos" and _is_office(top.head) and top.head.i < start and doc[start - 1].text == ",":
            yield (mention, *_phrase(doc, top.head), top.head)
        if (
            top.dep_ == "nsubj"
            and _is_office(top.head)
            and any(c.dep_ == "cop" and c.lower_ in ("is", "was", "’s", "'s") for c in top.head.children)
        ) and not any(c.lower_ in ("not", "n't", "never") for c in top.head.children):
            yield (mention, *_phrase(doc, top.head), top.head)


def actors_head(doc: Doc, actors: Actors, mention: Mention) -> Token | None:
    """The token that attaches a mention to its sentence."""
    return next((doc[i] for i, m in actors.by_head.items() if m is mention), None)


def _is_office(token: Token) -> bool:
    return (
        token.lemma_.lower() in _titles("office")
        and token.pos_ in ("NOUN", "PROPN")
        and token.tag_ not in ("NNS", "NNPS")
    )


def _phrase(doc: Doc, head: Token) -> tuple[int, int]:
    """First and last token of the noun phrase before its first relative clause."""
    first, last = head.i, head.i
    for child in sorted((c for c in head.children if c.i < head.i), key=lambda c: -c.i):
        if child.right_edge.i == first - 1 and child.dep_ in (
            "amod",
            "compound",
            "nmod:poss",
            "det",
            "nmod",
            "advmod",
            "flat",
        ):
            first = child.left_edge.i
    for child in sorted((c for c in head.children if c.i > head.i), key=lambda c: c.i):
        if (
            child.dep_ in ("nmod", "flat")
            and child.left_edge.i == last + 1
            and doc[child.left_edge.i].lower_ in ("of", "for", "at", "to", "in", "and")
            and child.right_edge.i - head.i <= 9
        ):
            last = child.right_edge.i
    return first, last


@dataclass(slots=True)
class _Parts:
    """What the words around a title say."""

    tokens: list[int]
    status: Status = "current"
    country: str | None = None
    organization: str | None = None


def _role(
    doc: Doc, actors: Actors, mention: Mention, first: int, last: int, head: Token, *, reported: bool
) -> Role | None:
    parts = _Parts(list(range(first, last + 1)))
    _strip_front(doc, actors, head, parts)
    _strip_back(doc, actors, head, parts)
    tokens = parts.tokens
    if not tokens or mention.entity == parts.organization:
        return None
    if doc[tokens[-1]].lower_ in ("-", "elect", "designate"):
        parts.status = "designate"
    start, end = doc[tokens[0]].idx, doc[tokens[-1]].idx + len(doc[tokens[-1]])
    title = " ".join(doc.text[start:end].split())
    vague = head.lemma_.lower() in VAGUE and not (parts.country or parts.organization)
    if title.lower() in _titles("bare") or vague:
        return None
    span = span_of(doc, start, end)
    return Role(
        f"{span.context}/{span.start}-{span.end}", span, mention.entity, title, parts.organization,
        parts.country or _country_of(actors, parts.organization), parts.status,
        reported=reported, confidence=0.9 if head.i == last else 0.8,
    )  # fmt: skip


def _strip_front(doc: Doc, actors: Actors, head: Token, parts: _Parts) -> None:
    """Take status, country and organisation off the front: "former", "Russian", "NATO's"."""
    while parts.tokens:
        i = parts.tokens[0]
        word = doc[i].lower_.rstrip("-")
        length = 1
        if word in STATUS:
            parts.status = STATUS[word]
        elif doc[i].text in demonyms() or (doc[i].text in countries() and len(parts.tokens) > 1):
            parts.country = parts.country or _country_at(actors, doc[i])
        elif word not in SKIPPED and not doc[i].is_punct:
            length = _owner_at(actors, i, head, parts)
        if not length:
            return
        parts.tokens = parts.tokens[length:]


def _owner_at(actors: Actors, i: int, head: Token, parts: _Parts) -> int:
    """How many tokens name whose office it is, 0 if none do."""
    own = actors.by_token.get(i)
    if own is None or i == head.i:
        return 0
    entity = actors.entity[own.stands_for or own.entity]
    if own.kind == "pronoun":
        if entity.type not in ("country", "organization"):
            return 0
        length = 1
    else:
        inside = [k for k in parts.tokens if actors.by_token.get(k) is own]
        length = len(inside)
        if own.kind != "name" or head.i in inside or inside != parts.tokens[:length]:
            return 0
    if entity.type == "country":
        parts.country = parts.country or entity.key
    elif entity.type in ("organization", "group", "place"):
        parts.organization = parts.organization or entity.key
    else:
        return 0
    return length


def _strip_back(doc: Doc, actors: Actors, head: Token, parts: _Parts) -> None:
    """Take "of Norway", "for the Defense Ministry" off the end; "of State" is part of the title."""
    links = ("of", "for", "at", "in", "to")
    cut = next((k for k, i in enumerate(parts.tokens) if i > head.i and doc[i].lower_ in links), None)
    if cut is None or not any(i in actors.by_token for i in parts.tokens[cut:]):
        return
    for i in parts.tokens[cut:]:
        own = actors.by_token.get(i)
        if own is None or own.kind == "pronoun":
            continue
        entity = actors.entity[own.entity]
        if entity.type == "country":
            parts.country = parts.country or own.entity
        elif entity.type in ("organization", "place", "group") and (
            entity.named or head.lemma_.startswith("spokes")
        ):
            parts.organization = parts.organization or own.entity
    parts.tokens = parts.tokens[:cut]


def _country_of(actors: Actors, organization: str | None) -> str | None:
    return actors.entity[organization].country if organization and organization in actors.entity else None


def _country_at(actors: Actors, token: Token) -> str | None:
    mention = actors.by_token.get(token.i)
    return mention.entity if mention and actors.entity[mention.entity].type == "country" else None

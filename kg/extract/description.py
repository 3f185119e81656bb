"""Descriptions of actors: "the Russian leader", "a senior official", "protesters", and whom they mean."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc, Token

from kg.extract.lexicon import actor_nouns, demonyms
from kg.records import EntityType

if TYPE_CHECKING:
    from kg.extract.entity import Draft, DraftMention

__all__ = ["Description", "find_descriptions", "head_of_phrase", "resolve_descriptions"]

INSIDE = frozenset(
    {"det", "amod", "nmod:poss", "compound", "nummod", "advmod", "flat", "punct", "nmod", "nmod:desc"}
)
FEMALE = frozenset(
    ["woman", "girl", "spokeswoman", "congresswoman", "businesswoman", "chairwoman", "queen", "princess", "mother", "daughter", "sister", "wife", "widow", "actress"]
)
MALE = frozenset(
    ["man", "boy", "spokesman", "congressman", "businessman", "chairman", "king", "prince", "father", "son", "brother", "husband", "policeman", "gunman", "fisherman", "pope"]
)
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
LEADERS = frozenset(
    ["leader", "president", "premier", "chancellor", "minister", "official", "diplomat", "senator", "governor", "mayor", "chief", "king", "queen", "monarch", "strongman", "politician", "envoy", "negotiator", "commander", "general"]
)
_GENERIC = frozenset({"any", "every", "each", "no", "all"})


@dataclass(frozen=True, slots=True)
class Description:
    """A noun phrase that describes an actor; `modifiers` are its lower-case content words."""

    start: int
    end: int
    head: int
    type: EntityType
    plural: bool
    definite: bool
    name: str
    noun: str
    gender: str
    country: str | None  # Wikidata item of a nationality adjective
    modifiers: frozenset[str]
    possessor: int | None


def head_of_phrase(token: Token) -> bool:
    """Whether the token can head a description."""
    return token.pos_ in ("NOUN", "PROPN") and token.dep_ not in (
        "compound",
        "flat",
        "amod",
        "dep",
        "fixed",
        "goeswith",
    )


def find_descriptions(doc: Doc, names: set[int]) -> list[Description]:
    """Descriptions outside names in text order; the words before a name ("President X") are titles, not these."""
    found = []
    for token in doc:
        if token.is_space or token.i in names or not head_of_phrase(token):
            continue
        kind, plural = _kind(token)
        if kind is None or _is_title(token, names) or _predicate(token):
            continue
        determiner = next((c.lower_ for c in token.children if c.dep_ == "det"), "")
        if determiner in _GENERIC:
            continue
        found.append(_describe(doc, token, kind, plural=plural, determiner=determiner))
    return found


def _kind(token: Token) -> tuple[EntityType | None, bool]:
    known = actor_nouns().get(token.lower_)
    seen = token._.nominal
    plural = token.tag_ in ("NNS", "NNPS") or token.lower_ in ("police", "people")
    if seen:
        kind: EntityType = seen if seen in ("person", "group", "organization", "country") else None  # type: ignore[assignment]
        if kind == "person" and plural:
            kind = "group"
        return kind, plural
    if known is None or token._.cue >= 0:
        # where the model has read the text, a noun that it does not take for a description is generic
        strong = (
            known is not None
            and token.dep_ in ("nsubj", "nsubj:pass")
            and token.head.pos_ == "VERB"
            and token.i
            and (plural or any(c.dep_ in ("det", "nmod:poss") for c in token.children))
        )
        if not strong or known is None:
            return None, plural
    return (
        "group" if known.plural or (plural and known.type == "person") else known.type
    ), plural or known.plural  # type: ignore[return-value]


def _is_title(token: Token, names: set[int]) -> bool:
    """Whether the noun stands right before a name as its title: "President X", "spokesman X"."""
    return token.i + 1 in names and any(
        c.dep_ in ("flat", "flat:name") for c in token.children if c.i > token.i
    )


def _predicate(token: Token) -> bool:
    return any(child.dep_ == "cop" for child in token.children)


def _describe(doc: Doc, token: Token, kind: EntityType, *, plural: bool, determiner: str) -> Description:
    start, end = token.i, token.i + 1
    modifiers: set[str] = set()
    country = possessor = None
    for child in sorted(token.children, key=lambda c: -c.i):
        if (
            child.i < token.i
            and child.dep_ in INSIDE
            and child.right_edge.i == start - 1
            and child.dep_ != "punct"
        ):
            start = child.left_edge.i
        if child.i < token.i and child.text in demonyms():
            country = demonyms()[child.text].qid
        if child.dep_ == "nmod:poss":
            possessor = child.i
        if child.pos_ in ("ADJ", "NOUN", "PROPN", "NUM"):
            modifiers.add(child.lower_)
    for child in sorted((c for c in token.children if c.i > token.i and c.dep_ == "nmod"), key=lambda c: c.i):
        edge = child.right_edge.i
        inside = [
            t for t in doc[child.left_edge.i : edge + 1] if t.dep_.startswith("acl") or t.pos_ == "VERB"
        ]
        if (
            child.left_edge.i == end
            and not inside
            and edge - token.i <= 7
            and doc[child.left_edge.i].lower_ in ("of", "for", "in", "from", "at")
        ):
            end = edge + 1
    while start < token.i and (
        doc[start].is_space
        or doc[start].is_punct
        or doc[start].lower_ in ("about", "only", "even", "some", "but", "and", "also")
    ):
        start += 1
    text = " ".join(doc[start:end].text.split())
    noun = token.lemma_.lower()
    gender = "f" if noun in FEMALE else "m" if noun in MALE else ""
    definite = determiner in _DEFINITE or (determiner == "" and possessor is not None)
    return Description(
        start,
        end,
        token.i,
        kind,
        plural,
        definite,
        _plain(text),
        noun,
        gender,
        country,
        frozenset(modifiers),
        possessor,
    )


def _plain(text: str) -> str:
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        text = text.removeprefix(article)
    return text


def resolve_descriptions(
    doc: Doc,
    descriptions: list[Description],
    mentions: "list[DraftMention]",
    drafts: "list[Draft]",
    new_draft: "Callable[[Description, Draft | None], Draft]",
    make: Any,
) -> "list[DraftMention]":
    """All mentions with those of the descriptions: joined to a named entity where that is safe, else their own."""
    by_qid = {d.qid: d for d in drafts if d.type == "country" and d.qid}
    titles = _titles(doc, mentions)
    result = sorted(mentions, key=lambda m: m.start)
    unnamed: list[tuple[Description, Draft]] = []
    for description in descriptions:
        country = by_qid.get(description.country) if description.country else None
        entity = _apposed(doc, description, mentions) or _meant(doc, description, result, titles, country)
        if entity is None:
            entity = _same_description(description, unnamed)
        confidence = 0.8
        if entity is None:
            entity = new_draft(description, country)
            unnamed.append((description, entity))
            confidence = 0.7
        if entity.type == "person" and not entity.gender:
            entity.gender = description.gender
        entity.nouns.add(description.noun)
        result.append(
            make(
                description.start, description.end, description.head, "nominal", entity, confidence=confidence
            )
        )
    return sorted(result, key=lambda m: (m.start, -m.end))


def _titles(doc: Doc, mentions: "list[DraftMention]") -> dict[int, set[str]]:
    """Nouns that stand as a title right before the names of each person, by identity of the draft."""
    found: dict[int, set[str]] = {}
    for mention in mentions:
        if mention.entity.type != "person" or mention.kind != "name":
            continue
        i = mention.start - 1
        while (
            i >= 0
            and mention.start - i <= 8
            and doc[i].pos_ in ("NOUN", "PROPN", "ADJ", "ADP")
            and not doc[i].is_space
        ):
            if doc[i].lower_ in actor_nouns():
                found.setdefault(id(mention.entity), set()).add(doc[i].lower_)
            i -= 1
    return found


def _compatible(kind: str, entity: "Draft") -> bool:
    return entity.type == kind or ({kind, entity.type} <= {"organization", "group"} and entity.named)


def _apposed(doc: Doc, description: Description, mentions: "list[DraftMention]") -> "Draft | None":
    """The name that stands in apposition to the description: "X, the mayor," or "a frigate, the Y,"."""
    head = doc[description.head]
    for mention in mentions:
        if mention.kind != "name" or not _compatible(description.type, mention.entity):
            continue
        name = doc[mention.head]
        inside = doc[mention.start]
        if (
            head.dep_ == "appos"
            and (head.head == name or mention.start <= head.head.i < mention.end)
            and not description.plural
        ):
            return mention.entity
        if name.dep_ == "appos" and name.head == head and not description.plural:
            return mention.entity
        if inside.dep_ == "flat" and inside.head == head and not description.plural:
            return mention.entity
    return None


def _meant(
    doc: Doc,
    description: Description,
    mentions: "list[DraftMention]",
    titles: dict[int, set[str]],
    country: "Draft | None",
) -> "Draft | None":
    """The named entity that a definite singular description means, if only one fits."""
    if (
        not description.definite
        or description.plural
        or description.type not in ("person", "organization", "country")
    ):
        return None
    sent = doc[description.head].sent
    before = [
        m for m in mentions if m.head < description.start and m.kind in ("name", "nominal") and m.entity.named
    ]
    ages = [m for m in reversed(before) if m.entity.type == description.type]
    if description.type == "person":
        return _person_meant(description, ages, titles, country)
    if description.type == "country":
        if description.noun not in ("country", "nation"):
            return None
        recent = [m.entity for m in ages if doc[m.head].sent.end >= sent.start - 1 and m.kind == "name"]
        options = list({id(e): e for e in recent}.values())
        return options[0] if len(options) == 1 else None
    named = [
        m.entity
        for m in ages
        if description.noun in m.entity.name.lower() or description.noun in m.entity.nouns
    ]
    options = list({id(e): e for e in named}.values())
    if len(options) == 1 and not description.modifiers - set(options[0].name.lower().split()):
        return options[0]
    return None


def _person_meant(
    description: Description,
    before: "list[DraftMention]",
    titles: dict[int, set[str]],
    country: "Draft | None",
) -> "Draft | None":
    options = []
    for entity in {id(m.entity): m.entity for m in before}.values():
        nouns = titles.get(id(entity), set()) | entity.nouns
        if description.gender and entity.gender and description.gender != entity.gender:
            continue
        if country is not None:
            if entity.country is country and (
                description.noun in nouns or (description.noun in LEADERS and nouns & LEADERS)
            ):
                options.append(entity)
        elif description.noun in nouns and not description.modifiers & {
            "other",
            "former",
            "new",
            "next",
            "another",
        }:
            options.append(entity)
    return options[0] if options and (country is not None or len(options) == 1) else None


def _same_description(description: Description, unnamed: "list[tuple[Description, Draft]]") -> "Draft | None":
    """An unnamed actor met before with the same noun: taken up by a definite or bare phrase without new details."""
    for other, entity in reversed(unnamed):
        if other.noun != description.noun or other.plural != description.plural:
            continue
        if description.country != other.country and description.country is not None:
            continue
        bare = description.plural and not description.modifiers - other.modifiers
        if (description.definite or bare) and description.modifiers <= other.modifiers:
            return entity
        if description.modifiers == other.modifiers and description.plural:
            return entity
    return None

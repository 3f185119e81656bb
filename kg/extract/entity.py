"""Entities of an article: names, descriptions and pronouns, each thing once."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token

from kg.extract.actors import Actors
from kg.extract.coreference import resolve_pronouns
from kg.extract.description import Description, find_descriptions, head_of_phrase, resolve_descriptions
from kg.extract.lexicon import country_names, demonyms, genders
from kg.extract.metonym import stands_for
from kg.extract.name import Name, NameGroup, find_names, group_names
from kg.language.context import span_of
from kg.records import Entity, EntityType, Mention, Span

__all__ = ["Draft", "extract_entities", "slug"]


def slug(name: str) -> str:
    """An ASCII key for a name: lower-case words joined by hyphens, at most 60 characters.

    >>> slug("Joachim Brudziński"), slug("习近平")
    ('joachim-brudzinski', 'x')
    """
    plain = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("ø", "o"))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower().replace("'", ""))
    return "-".join(words)[:60].strip("-") or "x"


@dataclass(slots=True)
class Draft:
    """An entity while its mentions are collected; `heads` are the tokens that attach them."""

    type: EntityType
    name: str
    named: bool = True
    first: int = 0
    qid: str | None = None
    gender: str = ""
    plural: bool = False
    country: "Draft | None" = None
    aliases: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    nouns: set[str] = field(default_factory=set)
    key: str = ""


@dataclass(frozen=True, slots=True)
class DraftMention:
    """Tokens `start <= i < end` that mention a draft; `head` attaches them to the sentence."""

    start: int
    end: int
    head: int
    kind: str
    entity: Draft
    stands_for: Draft | None = None
    confidence: float = 0.9


def extract_entities(doc: Doc) -> Actors:
    """Who and what is mentioned in an article, and where."""
    found = find_names(doc)
    groups = group_names(found)
    drafts: list[Draft] = []
    mentions: list[DraftMention] = []
    by_qid: dict[str, Draft] = {}
    for group in groups:
        draft = _draft(group)
        drafts.append(draft)
        if draft.type == "country" and draft.qid:
            by_qid[draft.qid] = draft
        for name in group.names:
            head = head_of_name(doc, name.start, name.end)
            kind = "adjective" if name.adjective else "name"
            mentions.append(
                DraftMention(
                    name.start, name.end, head.i, kind, draft, confidence=max(0.5, min(0.99, name.score))
                )
            )
    mentions = [_metonym(doc, m, by_qid, drafts) for m in mentions]
    mentions.sort(key=lambda m: (m.start, m.end))
    _countries_of_names(doc, mentions, by_qid)
    descriptions = find_descriptions(
        doc, {i for m in mentions if m.kind == "name" for i in range(m.start, m.end)}
    )
    mentions = resolve_descriptions(doc, descriptions, mentions, drafts, _new_draft, DraftMention)
    mentions = resolve_pronouns(doc, mentions, DraftMention)
    return _freeze(doc, drafts, mentions)


def head_of_name(doc: Doc, start: int, end: int) -> Token:
    """The token that attaches a name to its sentence: its root, or the title that it is flat on."""
    root = doc[start:end].root
    while (
        root.dep_ in ("flat", "flat:name")
        and root.head.i < start
        and root.head.sent == root.sent
        and start - root.head.i <= 6
    ):
        root = root.head
    return root


def _draft(group: NameGroup) -> Draft:
    text = group.text
    if group.type == "group" and group.names[0].adjective and all(n.adjective for n in group.names):
        text = group.names[0].text
    gender = group.gender or (genders().get(text.split()[0], "") if group.type == "person" else "")
    qid = group.country.qid if group.country and group.type == "country" else None
    aliases = [n.text for n in group.names if n.text != text and not n.adjective]
    plural = group.type == "group"
    return Draft(
        group.type,
        text,
        True,
        group.names[0].start,
        qid,
        gender,
        plural,
        aliases=list(dict.fromkeys(aliases)),
    )


def _new_draft(description: Description, country: Draft | None) -> Draft:
    return Draft(
        description.type, description.name, named=False, first=description.start, gender=description.gender,
        plural=description.plural, country=country,
    )  # fmt: skip


def _metonym(doc: Doc, mention: DraftMention, by_qid: dict[str, Draft], drafts: list[Draft]) -> DraftMention:
    if mention.kind != "name" or mention.entity.type not in ("place", "organization", "artifact"):
        return mention
    text = doc[mention.start : mention.end].text
    reading = stands_for(text, doc[mention.head])
    if reading is None:
        return mention
    metonym, score = reading
    mention.entity.qid = metonym.qid
    country = by_qid.get(metonym.stands_for)
    if country is None:
        name = country_names().get(metonym.stands_for)
        if name is None:
            return mention
        country = by_qid[metonym.stands_for] = Draft("country", name, True, mention.start, metonym.stands_for)
        drafts.append(country)
    return replace(mention, stands_for=country, confidence=min(mention.confidence, score))


def _countries_of_names(doc: Doc, mentions: list[DraftMention], by_qid: dict[str, Draft]) -> None:
    """The country of a person or organisation, from an adjective or possessor right before its name."""
    for mention in mentions:
        draft = mention.entity
        if mention.kind != "name" or draft.type not in ("person", "organization", "group") or draft.country:
            continue
        token = _nationality_before(doc, mention)
        if token is not None:
            draft.country = by_qid.get(demonyms()[token.text].qid)


def _nationality_before(doc: Doc, mention: DraftMention) -> Token | None:
    """A nationality adjective among the words between the start of the noun phrase and the name."""
    i = mention.start - 1
    while i >= 0 and mention.start - i <= 7:
        token = doc[i]
        if token.text in demonyms():
            return token
        if (
            token.is_space
            or (token.pos_ in ("VERB", "AUX", "ADP", "PUNCT", "CCONJ", "SCONJ", "DET", "PRON")
            and token.lower_ not in ("of", "-"))
        ):
            return None
        i -= 1
    return None


def _freeze(doc: Doc, drafts: list[Draft], mentions: list[DraftMention]) -> Actors:
    used = {id(d) for m in mentions for d in (m.entity, m.stands_for) if d is not None}
    used |= {id(d.country) for d in drafts if d.country is not None and id(d) in used}
    kept = sorted((d for d in _all(drafts, mentions) if id(d) in used), key=lambda d: (d.first, d.name))
    _keys(doc, kept)
    entities = tuple(_entity(d) for d in kept)
    frozen: list[tuple[DraftMention, Mention]] = []
    for m in sorted(mentions, key=lambda m: (m.start, -m.end)):
        tokens = doc[m.start : m.end]
        mention = Mention(
            span_of(doc, tokens.start_char, tokens.end_char), m.kind, m.entity.key,  # type: ignore[arg-type]
            m.stands_for.key if m.stands_for else None, round(m.confidence, 2),
        )  # fmt: skip
        frozen.append((m, mention))
    by_token: dict[int, Mention] = {}
    by_head: dict[int, Mention] = {}
    for m, mention in frozen:  # outer mentions first, so that inner ones win
        for i in range(m.start, m.end):
            by_token[i] = mention
    for m, mention in sorted(frozen, key=lambda f: f[0].kind == "pronoun"):
        by_head.setdefault(m.head, mention)
    return Actors(
        entities, tuple(mention for _, mention in frozen), by_token, by_head, {e.key: e for e in entities}
    )


def _all(drafts: list[Draft], mentions: list[DraftMention]) -> Iterator[Draft]:
    seen: set[int] = set()
    for draft in [*drafts, *(m.entity for m in mentions), *(m.stands_for for m in mentions if m.stands_for)]:
        if id(draft) not in seen:
            seen.add(id(draft))
            yield draft


def _keys(doc: Doc, drafts: list[Draft]) -> None:
    taken: set[str] = set()
    for draft in drafts:
        key = slug(draft.name)
        if key in taken:
            key = f"{key}-{_offset(doc, draft.first)}"
        while key in taken:
            key += "x"
        taken.add(key)
        draft.key = key


def _offset(doc: Doc, token: int) -> int:
    span: Span = span_of(doc, doc[token].idx, doc[token].idx + 1)
    return span.start


def _entity(draft: Draft) -> Entity:
    return Entity(
        draft.key, draft.type, draft.name, draft.named, tuple(a for a in draft.aliases if a != draft.name),
        draft.country.key if draft.country and draft.country is not draft else None, draft.qid,
        gender=draft.gender if draft.gender in ("f", "m", "n") else "",  # type: ignore[arg-type]
        plural=draft.plural,
    )  # fmt: skip


__all__ += ["DraftMention", "Name", "head_of_name", "head_of_phrase"]

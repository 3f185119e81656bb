"""Entities of an article: names, descriptions and pronouns, each thing once."""

import re
import unicodedata
from collections.abc import Iterable

from spacy.tokens import Doc

from kg.extract.actors import Actors
from kg.extract.coreference import resolve
from kg.extract.coreference_reason import Choices, note_mentions
from kg.extract.description import find_descriptions
from kg.extract.draft import Draft, DraftMention
from kg.extract.inner import names_inside
from kg.extract.lexicon import Land, full_titles, metonyms
from kg.extract.metonym import stands_for
from kg.extract.name import find_names, fold
from kg.extract.namegroup import NameGroup, group_names
from kg.extract.salience import most_likely
from kg.extract.tree import Tree
from kg.language.context import span_of
from kg.records import Entity, Mention, MentionKind
from kg.trace import Trace

__all__ = ["collect_names", "extract_entities", "slug"]

_PEOPLE_REACH = 8
"""Tokens before a name in which its nationality can stand."""


def slug(name: str) -> str:
    """An ASCII key for a name: lower-case words joined by hyphens, at most 60 characters.

    >>> slug("Joachim Brudziński"), slug("习近平")
    ('joachim-brudzinski', 'x')
    """
    plain = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("ø", "o").replace("’", ""))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower().replace("'", ""))
    return "-".join(words)[:60].strip("-") or "x"


def extract_entities(doc: Doc, trace: Trace | None = None, *, tree: Tree | None = None) -> Actors:
    """Who and what is mentioned in an article, and where; why is noted in `trace`, if one is given."""
    tree = tree or Tree(doc)
    names, by_qid = collect_names(tree)
    choices = Choices() if trace is not None else None
    others = resolve(tree, names, find_descriptions(tree, names), by_qid, choices or most_likely)
    mentions = sorted([*names, *others], key=lambda m: (m.start, -m.end, m.kind))
    actors = _freeze(tree, mentions)
    if trace is not None and choices is not None:
        note_mentions(trace, tree, zip(mentions, actors.mentions, strict=True), choices)
    return actors


def collect_names(tree: Tree) -> tuple[list[DraftMention], dict[str, Draft]]:
    """The mentions by name and by adjective, and the lands among their entities by Wikidata item."""
    collector = _Collector(tree)
    collector.run()
    return collector.mentions, collector.by_qid


class _Collector:
    """Collects what an article names."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.drafts: list[Draft] = []
        self.mentions: list[DraftMention] = []
        self.by_qid: dict[str, Draft] = {}

    def run(self) -> None:
        """All steps in order."""
        names = find_names(self.tree)
        names = sorted([*names, *names_inside(self.tree, names)], key=lambda n: (n.start, n.inner, -n.end))
        for group in group_names(self.tree, names):
            self._add(group)
        self._metonyms()
        self.mentions.sort(key=lambda m: (m.start, -m.end))
        self._countries()
        self._capitals()

    def _add(self, group: NameGroup) -> None:
        draft = _draft(group)
        self.drafts.append(draft)
        if draft.qid and group.type != "group":
            self.by_qid[draft.qid] = draft
        if group.type == "group" and group.land is not None:
            draft.country = self._land(group.land, group.names[0].start)
        for name in group.names:
            kind: MentionKind = "adjective" if name.adjective else "name"
            confidence = max(0.5, min(0.99, name.score))
            self.mentions.append(
                DraftMention(
                    name.start, name.end, name.head, kind, draft, confidence=confidence, chars=name.chars
                )
            )

    def _land(self, land: Land, first: int) -> Draft:
        """The draft of a land, made if the article does not name it."""
        draft = self.by_qid.get(land.qid)
        if draft is None:
            draft = self.by_qid[land.qid] = Draft(land.type, land.name, first=first, qid=land.qid)
            self.drafts.append(draft)
        return draft

    def _metonyms(self) -> None:
        for mention in self.mentions:
            if mention.kind != "name" or mention.entity.type not in {"place", "organization", "artifact"}:
                continue
            words = self.tree.text[slice(*self.tree.chars(mention.start, mention.end - 1))]
            reading = stands_for(self.tree, words, mention)
            if reading is None:
                continue
            metonym, score = reading
            mention.entity.qid = metonym.qid or None
            if metonym.qid == metonym.stands_for.qid:
                continue
            mention.stands_for = self._actor(metonym.stands_for, mention.start)
            mention.confidence = min(mention.confidence, score)

    def _actor(self, land: Land, first: int) -> Draft:
        """The draft of whom a seat of power stands for: a land, or a body that the article may name."""
        if land.type == "country":
            return self._land(land, first)
        known = self.by_qid.get(land.qid) or next(
            (d for d in self.drafts if fold(land.name) == fold(d.name)), None
        )
        return known or self._land(land, first)

    def _countries(self) -> None:
        """The country of people and bodies, from an adjective or a possessor before their names."""
        at = {i: m for m in self.mentions if m.entity.type == "country" for i in range(m.start, m.end)}
        for mention in self.mentions:
            draft = mention.entity
            if (
                mention.kind != "name"
                or draft.type not in {"person", "organization", "group"}
                or draft.country
            ):
                continue
            found = self._nationality(mention, at)
            if found is not None:
                draft.country = found

    def _capitals(self) -> None:
        """The country of a capital, where the article has both: whose guest a visitor is in it."""
        for mention in self.mentions:
            draft = mention.entity
            if draft.type != "place" or draft.country is not None or mention.kind != "name":
                continue
            words = self.tree.text[slice(*self.tree.chars(mention.start, mention.end - 1))]
            seat = metonyms().get(words)
            if seat is not None and seat.type == "place":
                draft.country = self.by_qid.get(seat.stands_for.qid)

    def _nationality(self, mention: DraftMention, at: dict[int, DraftMention]) -> Draft | None:
        """A country inside a body's name, or as an adjective or possessor in the words before a name."""
        tree = self.tree
        if mention.entity.type == "organization":
            for i in range(mention.start, mention.end):
                if i in at and at[i] is not mention:
                    return at[i].entity
        i = mention.start - 1
        while i >= 0 and mention.start - i <= _PEOPLE_REACH:
            if i in at:
                modifies = at[i].kind == "adjective" or tree.low[at[i].end] in {"'s", "’s"}
                return at[i].entity if modifies else None
            if tree.space[i] or (
                tree.pos[i] in {"VERB", "AUX", "ADP", "PUNCT", "CCONJ", "SCONJ", "DET", "PRON", "ADV"}
                and tree.low[i] not in {"of", "-", "and", "for"}
            ):
                return None
            i -= 1
        return None


def _draft(group: NameGroup) -> Draft:
    names = group.names
    plain = [n.text for n in names if not n.adjective and not n.chars]
    land = group.land if group.type != "group" else None
    return Draft(
        group.type,
        group.text,
        first=names[0].start,
        qid=land.qid if land else None,
        gender=group.gender,
        plural=group.type == "group",
        aliases=[text for text in dict.fromkeys(plain) if text != group.text],
        titles={full_titles().get(title, title) for name in names for title in name.titles},
        words=frozenset(word for name in names for word in name.words),
    )


def _freeze(tree: Tree, mentions: list[DraftMention]) -> Actors:
    drafts = _used(mentions)
    _set_keys(tree, drafts)
    by_token: dict[int, Mention] = {}
    by_head: dict[int, Mention] = {}
    frozen = [(m, _mention(tree, m)) for m in mentions]
    for m, mention in frozen:  # outer mentions first, so that inner ones win
        by_token.update(dict.fromkeys(range(m.start, m.end), mention))
    for m, mention in frozen:
        by_head.setdefault(m.head, mention)
    entities = tuple(_entity(d) for d in drafts)
    return Actors(
        entities, tuple(mention for _, mention in frozen), by_token, by_head, {e.key: e for e in entities}
    )


def _mention(tree: Tree, m: DraftMention) -> Mention:
    span = span_of(tree.doc, *(m.chars or tree.chars(m.start, m.end - 1)))
    whom = m.stands_for.key if m.stands_for else None
    return Mention(span, m.kind, m.entity.key, whom, round(m.confidence, 2))


def _used(mentions: Iterable[DraftMention]) -> list[Draft]:
    """The drafts that are mentioned, or are the country of one; in order of first mention."""
    drafts: dict[int, Draft] = {}
    for m in mentions:
        for draft in (m.entity, m.stands_for):
            if draft is not None:
                drafts.setdefault(id(draft), draft)
                if draft.country is not None:
                    drafts.setdefault(id(draft.country), draft.country)
    return sorted(drafts.values(), key=lambda d: (d.first, d.name, d.type))


def _set_keys(tree: Tree, drafts: list[Draft]) -> None:
    taken: set[str] = set()
    for draft in drafts:
        key = slug(draft.name)
        if key in taken:
            start = tree.start[draft.first]
            key = f"{key}-{span_of(tree.doc, start, start + 1).start}"
        while key in taken:
            key += "x"
        taken.add(key)
        draft.key = key


def _entity(d: Draft) -> Entity:
    country = d.country.key if d.country is not None and d.country is not d else None
    aliases = tuple(a for a in d.aliases if a != d.name)
    gender = d.gender if d.gender in {"f", "m"} else ""
    return Entity(d.key, d.type, d.name, d.named, aliases, country, d.qid, gender=gender, plural=d.plural)  # type: ignore[arg-type]

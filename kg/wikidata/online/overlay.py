"""A knowledge base with items of a service laid over it, for one article."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg.wikidata.base import KnowledgeBase
from kg.wikidata.derive import NameStatistics, names_of
from kg.wikidata.item import Hit, Item, Term
from kg.wikidata.kinds import DOMAINS, Kind
from kg.wikidata.names import name_key
from kg.wikidata.online.found import Found
from kg.wikidata.repair import repair
from kg.wikidata.seed import Draft

__all__ = ["Overlay"]

_MOST_NAMESAKES = 7
_OBSCURE = 80
"""The prior below which hardly anybody but Wikidata knows somebody: five Wikipedias give 77."""


class _FoundItem(Item):
    """An item that is not in the base."""

    __slots__ = (
        *("aliases", "country", "curated", "description", "domain", "end", "kind"),
        *("label", "lifetime", "linkable", "prior", "qid", "region", "start"),
    )
    aliases: tuple[str, ...]
    country: str | None
    curated: bool
    description: str
    domain: str
    end: int
    kind: Kind
    label: str
    lifetime: bool
    linkable: bool
    prior: int
    qid: str
    region: str | None
    start: int

    def __init__(self, base: KnowledgeBase, index: int, draft: Draft) -> None:
        super().__init__(base, index)
        self.qid, self.label, self.description = f"Q{draft.qid}", draft.label, draft.description
        self.aliases, self.kind, self.prior = tuple(draft.aliases), draft.kind, draft.prior
        self.country = f"Q{draft.country}" if draft.country else None
        self.region = f"Q{draft.region}" if draft.region else None
        self.start, self.end, self.lifetime = draft.start, draft.end, draft.life
        self.domain, self.linkable, self.curated = DOMAINS[draft.domain], not draft.never, False


class Overlay(KnowledgeBase):
    """All of a base, and what a service found: items that the base lacks, and new names of those that it has."""

    def __init__(self, base: KnowledgeBase, found: Iterable[Found]) -> None:
        self.__dict__.update(vars(base))  # the sections, and what the base has computed so far
        self._items: dict[str, Item] = {}
        self._terms_added: dict[int, Sequence[Term]] = {}
        self._hits_added: dict[str, list[Hit]] = defaultdict(list)
        ordered = sorted({f.qid: f for f in found}.values(), key=lambda f: int(f.qid[1:]))
        places = {name_key(name): int(qid[1:]) for name, qid in self._nations.items()}
        drafts = [_draft(f, places) for f in ordered]
        for place, (f, draft) in enumerate(zip(ordered, drafts, strict=True)):
            item = base.item(f.qid)
            if item is None:
                item = self._items[f.qid] = _FoundItem(self, len(base) + place, draft)
                self._terms_added[item.index] = f.terms
        self._add_names(drafts)

    def _add_names(self, drafts: Sequence[Draft]) -> None:
        """Note by which names the items are found.

        A person's name that one item bears counts as borne by several, as only the well-known are in Wikidata; each
        further bearer makes it more common, and so does that the one found is obscure: a name alone is not enough.
        """
        statistics, adjectives = (
            NameStatistics(()),
            {int(qid[1:]): form for form, qid in self.demonyms.items()},
        )
        named = [(draft, name) for draft in drafts for name in names_of(draft, statistics, adjectives)]
        bearers = Counter(name.key for draft, name in named if draft.kind is Kind.PERSON)
        for draft, name in named:
            item = self.item(f"Q{draft.qid}")
            if item is not None:
                namesakes = 0
                if draft.kind is Kind.PERSON:
                    namesakes = min(_MOST_NAMESAKES, 1 + 2 * bearers[name.key] + 4 * (draft.prior < _OBSCURE))
                hit = Hit(item, name.form, name.capitals, name.ordinary, namesakes)
                self._hits_added[name.key].append(hit)

    def hits(self, key: str) -> Iterator[Hit]:
        """All items that have a name of this key, those of the base first."""
        yield from super().hits(key)
        yield from self._hits_added.get(key, ())

    def item(self, qid: str) -> Item | None:
        """The item with this QID, None if neither the base nor the service has it."""
        return super().item(qid) or self._items.get(qid)

    def terms_of(self, item: Item) -> tuple[Term, ...]:
        """The terms of office of an item, the earliest first."""
        if item.index in self._terms_added:
            return tuple(sorted(self._terms_added[item.index], key=lambda term: (term.start, term.end)))
        return super().terms_of(item)


def _draft(found: Found, places: dict[str, int]) -> Draft:
    """The item as the builder of a base has it, with what its description tells."""
    draft = Draft(
        qid=int(found.qid[1:]),
        label=found.label,
        kind=found.kind,
        file="",
        source="",
        description=found.description,
        country=int(found.country[1:]) if found.country else 0,
        region=int(found.region[1:]) if found.region else 0,
        start=found.start,
        end=found.end,
        prior=found.prior,
        life=found.life,
        aliases=dict.fromkeys(found.aliases),
    )
    repair(draft, places, {})
    for name in found.called:
        if name != draft.label:
            draft.aliases.setdefault(name)
    return draft

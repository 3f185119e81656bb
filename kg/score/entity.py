"""Names, links, coreference, metonyms and roles of an article against the annotators'."""

from collections.abc import Sequence

from kg.records import Mention
from kg.score.coreference import b_cubed, ceaf_e, clusters_of, muc
from kg.score.figure import Miss, Sheet
from kg.score.mark import GoldMention
from kg.score.matching import Alignment, assign, words_in
from kg.score.record import Range

__all__ = ["score_entities"]

TYPES = {"publication": "ORGANIZATION"}
"""Our types that annotators have no word for; the others are the same words."""
COREFERRING = frozenset({"name", "nominal", "pronoun"})


def score_entities(a: Alignment, sheet: Sheet) -> None:
    """Count names, links, coreference, metonyms and roles."""
    _names(a, sheet)
    _links(a, sheet)
    _coreference(a, sheet)
    _metonyms(a, sheet)
    _roles(a, sheet)


def _type(a: Alignment, mention: Mention) -> str:
    kind = a.entity[mention.entity].type
    return TYPES.get(kind, kind.upper())


def _range(mention: Mention) -> Range:
    return mention.span.start, mention.span.end


def _names(a: Alignment, sheet: Sheet) -> None:
    gold = {(m.start, m.end): a.gold.entities[m.entity] for m in a.gold.mentions if m.kind == "name"}
    found = {_range(m): _type(a, m) for m in a.found if m.kind == "name"}
    both = sorted(gold.keys() & found.keys())
    typed = [span for span in both if gold[span].type == found[span]]
    sheet.add("names.span", len(both), gold=len(gold), found=len(found))
    sheet.add("names.type", len(typed), gold=len(gold), found=len(found))
    for span in sorted(gold.keys() - found.keys()):
        sheet.misses.append(Miss("names.span", "missed", *span, gold[span].type))
    for span in sorted(found.keys() - gold.keys()):
        sheet.misses.append(Miss("names.span", "invented", *span, found[span]))
    for span in sorted(set(both) - set(typed)):
        note = f"is {gold[span].type}, found {found[span]}"
        sheet.misses.append(Miss("names.type", "wrong", *span, note))


def _links(a: Alignment, sheet: Sheet) -> None:
    """Entities with their items, each once an article; what annotators did not look up is left out.

    A link of something that is nothing to the annotators is an invention, once any entity was looked up.
    """
    scored = {key: entity for key, entity in a.gold.entities.items() if entity.linkable}
    if not scored:
        return
    first = {m.stands_for: _range(m) for m in reversed(a.found) if m.stands_for}
    first |= {m.entity: _range(m) for m in reversed(a.found)}
    given: dict[tuple[str, str], Range] = {}
    for link in a.ours.links:
        theirs = a.gold_of.get(link.entity)
        if link.qid is not None and (theirs is None or theirs in scored) and link.entity in first:
            given.setdefault((theirs or f"-{link.entity}", link.qid), first[link.entity])
    items = {(key, entity.qid) for key, entity in scored.items() if entity.qid is not None}
    right = items & given.keys()
    sheet.add("links.item", len(right), gold=len(items), found=len(given))
    marks = {m.stands_for: (m.start, m.end) for m in reversed(a.gold.mentions) if m.stands_for}
    marks |= {m.entity: (m.start, m.end) for m in reversed(a.gold.mentions)}
    for key, qid in sorted(items - right):
        if key in marks:
            sheet.misses.append(Miss("links.item", "missed", *marks[key], f"is {qid}"))
    for (key, qid), span in sorted(given.items()):
        if (key, qid) not in right:
            sheet.misses.append(
                Miss("links.item", "wrong", *span, f"is {scored[key].qid}, found {qid}")
                if key in scored
                else Miss("links.item", "invented", *span, f"found {qid}")
            )
    seen = set(a.gold_of.values())
    for key, entity in sorted(scored.items()):
        if entity.qid is None and key in seen:
            qids = [qid for theirs, qid in sorted(given) if theirs == key]
            miss = (
                Miss("links.none", "wrong", *marks[key], f"found {qids[0]}")
                if qids and key in marks
                else None
            )
            sheet.judge("links.none", not qids, miss)


def _coreference(a: Alignment, sheet: Sheet) -> None:
    theirs = [m for m in a.gold.mentions if m.kind in COREFERRING]
    ours = [m for m in a.found if m.kind in COREFERRING]
    gold = clusters_of((m.entity, (m.start, m.end)) for m in theirs)
    found = clusters_of((m.entity, _range(m)) for m in ours)
    for name, measure in (("muc", muc), ("b3", b_cubed), ("ceafe", ceaf_e)):
        sheet.tallies[f"coreference.{name}"] += measure(gold, found)
    at = {_range(m): m for m in ours}
    clustered = frozenset[Range]().union(*gold)
    for mention in theirs:
        if (mention.start, mention.end) in clustered:
            _corefers(a, mention, at.get((mention.start, mention.end)), sheet)
    spans = {(m.start, m.end) for m in theirs}
    for span in sorted(frozenset[Range]().union(*found) - spans):
        name = a.entity[at[span].entity].name
        sheet.misses.append(Miss("coreference.conll", "invented", *span, f"found {name}"))


def _corefers(a: Alignment, gold: GoldMention, ours: Mention | None, sheet: Sheet) -> None:
    name = a.gold.entities[gold.entity].name
    if ours is None:
        sheet.misses.append(Miss("coreference.conll", "missed", gold.start, gold.end, f"is {name}"))
    elif a.gold_of[ours.entity] != gold.entity:
        taken = a.gold_of[ours.entity]
        found = a.gold.entities[taken].name if taken else a.entity[ours.entity].name
        note = f"is {name}, found {found}"
        sheet.misses.append(Miss("coreference.conll", "wrong", gold.start, gold.end, note))


def _metonyms(a: Alignment, sheet: Sheet) -> None:
    gold = {(m.start, m.end): m.stands_for for m in a.gold.mentions if m.stands_for}
    found = {_range(m): m.stands_for for m in a.found if m.stands_for}
    right = {span for span in gold.keys() & found.keys() if a.gold_of.get(found[span]) == gold[span]}
    sheet.add("metonyms.state", len(right), gold=len(gold), found=len(found))
    for span in sorted(gold.keys() - found.keys()):
        name = a.gold.entities[gold[span]].name
        sheet.misses.append(Miss("metonyms.state", "missed", *span, f"stands for {name}"))
    for span in sorted(found.keys() - right):
        name = a.entity[found[span]].name
        sheet.misses.append(
            Miss("metonyms.state", "wrong" if span in gold else "invented", *span, f"found {name}")
        )


def _roles(a: Alignment, sheet: Sheet) -> None:
    """Roles pair when the holder is the same and one title is the other or part of it, the closest first.

    A role that says again what another one has said (the same holder, a title like one of his) counts once; one that
    the headline gives may be right, and is never wrong: the annotators mark the text.
    """
    ours = a.ours.roles
    titles = [words_in(role.title) for role in a.gold.roles]
    mine = [words_in(role.title) for role in ours]
    weights = {
        (i, j): alike
        for i, gold in enumerate(a.gold.roles)
        for j, role in enumerate(ours)
        if a.gold_of.get(role.holder) == gold.holder and (alike := _alike(titles[i], mine[j]))
    }
    pairs = assign(weights)
    paired = {j for _, j in pairs}
    again = {j for _, j in weights if j not in paired}
    extra, seen = [], set()
    for j, role in enumerate(ours):
        if role.span.context == "text" and j not in paired | again and (role.holder, mine[j]) not in seen:
            seen.add((role.holder, mine[j]))
            extra.append(role)
    sheet.add("roles.title", len(pairs), gold=len(titles), found=len(pairs) + len(extra))
    for i in sorted(set(range(len(titles))) - {i for i, _ in pairs}):
        gold = a.gold.roles[i]
        at, holder = _nearest(a, gold.holder, gold.title), a.gold.entities[gold.holder].name
        sheet.misses.append(Miss("roles.title", "missed", *at, f"{holder}: {gold.title}"))
    for found in extra:
        note = f"{a.entity[found.holder].name}: {found.title}"
        sheet.misses.append(Miss("roles.title", "invented", found.span.start, found.span.end, note))


def _alike(a: Sequence[str], b: Sequence[str]) -> float:
    """1 for the same words, less where one holds the other as one run of words, 0 otherwise."""
    short, long = sorted((a, b), key=len)
    runs = (long[i : i + len(short)] for i in range(len(long) - len(short) + 1))
    return len(short) / len(long) if short and any(run == short for run in runs) else 0.0


def _nearest(a: Alignment, holder: str, title: str) -> Range:
    """Where a title stands nearest to its holder, else where the holder stands first."""
    marks = [(m.start, m.end) for m in a.gold.mentions if m.entity == holder] or [(0, 0)]
    low, spots, at = a.gold.text.lower(), [], -1
    while (at := low.find(title.lower(), at + 1)) >= 0:
        spots.append(at)
    spots = spots if len(low) == len(a.gold.text) else []
    best = min(spots, key=lambda s: min(abs(s - start) for start, _ in marks), default=None)
    return marks[0] if best is None else (best, best + len(title))

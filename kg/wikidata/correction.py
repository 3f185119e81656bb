"""Values of the seed that were put right by hand (`core/corrections.tsv`)."""

from collections.abc import Mapping
from pathlib import Path

from kg.errors import UsageError
from kg.wikidata.kinds import SEED_TYPES
from kg.wikidata.seed import Draft
from kg.wikidata.words import CORE, read_tsv

__all__ = ["apply_corrections"]


def apply_corrections(drafts: Mapping[int, Draft], path: Path = CORE / "corrections.tsv") -> None:
    """Hand-checked values in the place of wrong ones; unknown QIDs are passed over."""
    for qid, field, value in read_tsv(path):
        if (draft := drafts.get(int(qid[1:]))) is not None:
            _correct(draft, field, value)


def _correct(draft: Draft, field: str, value: str) -> None:
    match field:
        case "label":
            draft.aliases.setdefault(draft.label)
            draft.label = value
        case "rename":
            draft.label = value
        case "alias":
            draft.aliases.setdefault(value)
        case "not":
            draft.aliases.pop(value, None)
        case "names":
            draft.aliases = dict.fromkeys(value.split("|"))
        case _:
            _set(draft, field, value)


def _set(draft: Draft, field: str, value: str) -> None:
    match field:
        case "kind":
            draft.kind = SEED_TYPES[value]
        case "prior":
            draft.prior = int(value)
        case "country":
            draft.country = int(value[1:])
        case "description":
            draft.description = value
        case "never":
            draft.never = value == "yes"
        case _:
            raise UsageError(f"corrections: {field!r} is not a field of an item (Q{draft.qid})")

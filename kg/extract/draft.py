"""Entities and mentions while they are being collected: like the records, but mutable and by token."""

from dataclasses import dataclass, field

from kg.records import EntityType, MentionKind

__all__ = ["Draft", "DraftMention"]


@dataclass(slots=True, eq=False)
class Draft:
    """An entity in the making; `nouns` are the nouns that described it, `titles` those before its name."""

    type: EntityType
    name: str
    named: bool = True
    first: int = 0
    qid: str | None = None
    gender: str = ""
    plural: bool = False
    country: "Draft | None" = None
    aliases: list[str] = field(default_factory=list)
    nouns: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    words: frozenset[str] = frozenset()
    key: str = ""


@dataclass(slots=True, eq=False)
class DraftMention:
    """Tokens `start <= i < end` that mention a draft; `head` attaches them to the sentence.

    `chars` overrides the characters where the mention is only a part of a token ("U.S." of "U.S.-led"). `rule` says how
    the entity of a description or pronoun was found.
    """

    start: int
    end: int
    head: int
    kind: MentionKind
    entity: Draft
    stands_for: Draft | None = None
    confidence: float = 0.9
    chars: tuple[int, int] | None = None
    rule: str = ""

    @property
    def actor(self) -> Draft:
        """Who acts here: what a metonym stands for, else the entity."""
        return self.stands_for or self.entity

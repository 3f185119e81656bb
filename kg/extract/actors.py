"""Who stands where: the mentions of an article, looked up by token."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.records import Entity, Mention

__all__ = ["Actors"]


@dataclass(frozen=True, slots=True)
class Actors:
    """The entities and mentions of one article; `by_token` maps a token index to the innermost mention there.

    `by_head` holds only the token that heads each mention (the last word of a flat name, the noun of a
    description): the place where grammar attaches it.
    """

    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    by_token: Mapping[int, Mention]
    by_head: Mapping[int, Mention]
    entity: Mapping[str, Entity] = field(default_factory=dict)

    def mention_at(self, token: Token) -> Mention | None:
        """The mention that the token heads, else the innermost mention that covers it."""
        return self.by_head.get(token.i) or self.by_token.get(token.i)

    def entity_at(self, token: Token) -> str | None:
        """The key of the literal reading at the token ("Moscow" the city)."""
        mention = self.mention_at(token)
        return mention.entity if mention else None

    def actor_at(self, token: Token) -> str | None:
        """The key of who acts at the token: what a metonym stands for, else the literal reading."""
        mention = self.mention_at(token)
        return (mention.stands_for or mention.entity) if mention else None

    def headed_by(self, token: Token) -> Mention | None:
        """The mention whose head is this very token, or None."""
        return self.by_head.get(token.i)

    def actors_in(self, tokens: Iterable[Token]) -> tuple[str, ...]:
        """The keys of all who are mentioned in the tokens, in text order, each once."""
        keys = dict.fromkeys(key for token in tokens if (key := self.actor_at(token)))
        return tuple(keys)

"""A parse as plain lists: the extractors that walk trees read it many times, and spaCy's attributes cost a call each."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from spacy.tokens import Doc, Token

__all__ = ["Tree"]

CLAUSE = frozenset({"ROOT", "ccomp", "advcl", "acl", "acl:relcl", "advcl:relcl", "parataxis", "csubj", "conj"})


class Tree:
    """The tokens of a `Doc` with heads, labels, children and edges; token numbers are those of the `Doc`."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text: str = doc.text
        self.tokens: list[Token] = list(doc)
        self.dep: list[str] = [t.dep_ for t in self.tokens]
        self.head: list[int] = [t.head.i for t in self.tokens]
        self.pos: list[str] = [t.pos_ for t in self.tokens]
        self.tag: list[str] = [t.tag_ for t in self.tokens]
        self.low: list[str] = [t.lower_ for t in self.tokens]
        self.start: list[int] = [t.idx for t in self.tokens]
        self.space: list[bool] = [t.is_space for t in self.tokens]
        self.children: list[list[int]] = [[] for _ in self.tokens]
        for i, head in enumerate(self.head):
            if head != i and not self.space[i]:
                self.children[head].append(i)
        self.left: list[int] = [t.left_edge.i for t in self.tokens]
        self.right: list[int] = [t.right_edge.i for t in self.tokens]
        self.sentence: list[int] = [0] * len(self.tokens)
        self.sentences: list[tuple[int, int]] = []
        for number, sent in enumerate(doc.sents):
            self.sentences.append((sent.start, sent.end))
            self.sentence[sent.start : sent.end] = [number] * (sent.end - sent.start)

    def __len__(self) -> int:
        return len(self.tokens)

    def end(self, i: int) -> int:
        """The character behind the token."""
        return self.start[i] + len(self.tokens[i])

    def chars(self, first: int, last: int) -> tuple[int, int]:
        """The characters from one token to another, both included."""
        return self.start[first], self.end(last)

    def token_from(self, char: int) -> int:
        """The first token that starts at the character or behind it."""
        return bisect_left(self.start, char)

    def bounds(self, i: int) -> tuple[int, int]:
        """First token of the sentence of token `i`, and the one behind its last."""
        return self.sentences[self.sentence[i]]

    def child(self, i: int, *deps: str) -> int | None:
        """The first child with one of the labels."""
        return next((c for c in self.children[i] if self.dep[c] in deps), None)

    def each(self, i: int, *deps: str) -> Iterator[int]:
        """The children with one of the labels."""
        return (c for c in self.children[i] if self.dep[c] in deps)

    def has_case(self, i: int, *words: str) -> bool:
        """Whether a preposition, conjunction or other marker of the token is one of the words."""
        return any(self.dep[c] in {"case", "mark"} and self.low[c] in words for c in self.children[i])

    def within(self, i: int, ancestor: int) -> bool:
        """Whether the token is the ancestor or hangs below it."""
        for _ in range(len(self.tokens)):
            if i == ancestor:
                return True
            if self.head[i] == i:
                return False
            i = self.head[i]
        return False

    def is_verb(self, i: int) -> bool:
        """Whether the token is a verb form, by either tag."""
        return self.pos[i] in {"VERB", "AUX"} or self.tag[i].startswith("VB")

    @cached_property
    def paragraphs(self) -> list[int]:
        """The number of the paragraph of each token (blank lines part them)."""
        numbers, number = [], 0
        for i, token in enumerate(self.tokens):
            numbers.append(number)
            if self.space[i] and token.text.count("\n") > 0:
                number += 1
        return numbers

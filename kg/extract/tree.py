"""A parse as plain lists: the extractors that walk trees read it many times, and spaCy's attributes cost a call each."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import pairwise
from typing import Any, TypeVar

from spacy.attrs import DEP, ENT_TYPE, HEAD, ORTH, POS, SENT_START, TAG
from spacy.tokens import Doc, Token

from kg.extract.lexicon import demonyms, lands
from kg.extract.quotation import Quotation, find_quotations
from kg.extract.wordlist import form_set
from kg.language.repair_clause import repair_clauses
from kg.language.repair_document import Parse, is_below, repair_document

__all__ = ["Tree"]

T = TypeVar("T")
_STOPS = frozenset({".", "!", "?"})
_ENDS = frozenset({".", "!", "?", "…", ":", ";", "...", "—", ")", "]", '"', "'", "”", "’", "''", "»"})
_OPENING = frozenset({"“", "‘", "``", "«", "‘‘"})
_CLOSING = frozenset({"”", "’", "''", "»", "’’", ")", "]"})
_STRAIGHT = frozenset({'"', "'"})


class Tree:
    """The tokens of a `Doc` with heads, labels, children and edges; token numbers are those of the `Doc`.

    `cue`, `act` and `said` are what the model thinks of each token (`kg.language.context`): -1 and "" without a model.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text: str = doc.text
        self.tokens: list[Token] = list(doc)
        strings = doc.vocab.strings
        columns = doc.to_array([ORTH, DEP, TAG, POS, ENT_TYPE, HEAD, SENT_START]).reshape(len(doc), 7).T
        orth, dep, tag, pos, ent = (column.tolist() for column in columns[:5])
        labels = {key: strings[key] for key in {*dep, *tag, *pos, *ent}}
        texts = {key: strings[key] for key in set(orth)}
        self.word: list[str] = [texts[key] for key in orth]
        words = {key: text.lower() for key, text in texts.items()}
        self.low: list[str] = [words[key] for key in orth]
        self.dep: list[str] = [labels[key] for key in dep]
        self.tag: list[str] = [labels[key] for key in tag]
        self.pos: list[str] = [labels[key] for key in pos]
        self.head: list[int] = [i + step for i, step in enumerate(columns[5].astype("int64").tolist())]
        self.start: list[int] = [token.idx for token in self.tokens]
        blank = {key for key, word in words.items() if word.isspace()}
        self.space: list[bool] = [key in blank for key in orth]
        starts = [i for i, flag in enumerate(columns[6].astype("int64").tolist()) if i == 0 or flag == 1]
        self._datelines = {end for _, end in doc._.kg.datelines}
        self._parsed = list(pairwise([*starts, len(self.tokens)]))
        ents = [labels[key] for key in ent]
        parse = Parse(self.word, self.low, self.tag, self.pos, ents, self.space, self.head, self.dep)
        repair_document(
            parse,
            self._parsed,
            list(self._parsed_sentences()),
            lands=_names_of_lands(),
            said=form_set("said"),
        )
        repair_clauses(
            parse,
            with_of=form_set("with_of"),
            documents=form_set("document"),
            refused=form_set("refused"),
        )
        self.verb: list[bool] = list(map(_is_verb_form, self.tag, self.pos))
        self.children: list[list[int]] = [[] for _ in self.tokens]
        for i, head in enumerate(self.head):
            if head != i and not self.space[i]:
                self.children[head].append(i)
        self._marks: Any = doc.user_data
        self._headlines: tuple[tuple[int, int], ...] = doc._.kg.headlines
        self.cue: list[float] = self._marked("cue", -1.0)
        self.act: list[str] = self._marked("act", "")
        self.said: list[str] = self._marked("content", "")
        self.left, self.right = self._edges()
        self.sentences: list[tuple[int, int]] = list(self._sentences())
        self.sentence: list[int] = [0] * len(self.tokens)
        for number, (first, stop) in enumerate(self.sentences):
            self.sentence[first:stop] = [number] * (stop - first)

    def _marked(self, name: str, default: T) -> list[T]:
        get = self._marks.get
        return [get(("._.", name, start, None), default) for start in self.start]

    def _edges(self) -> tuple[list[int], list[int]]:
        """The first and the last token below each token."""
        count = len(self.tokens)
        left, right, head = list(range(count)), list(range(count)), self.head
        for i in range(count):  # what an earlier token has reached, all above it has reached
            at = head[i]
            while left[at] > i:
                left[at] = i
                at = head[at]
        for i in range(count - 1, -1, -1):
            at = head[i]
            while right[at] < i:
                right[at] = i
                at = head[at]
        return left, right

    def _sentences(self) -> Iterator[tuple[int, int]]:
        """The sentences of the parse, parted once more where a full stop and a capital or a quotation mark say so."""
        for start, end in self._parsed_sentences():
            first = start
            for i in range(start + 1, end - 1):
                stops = self.low[i] in _STOPS or self.low[i][-1] == "."
                if stops and (stop := self._new_sentence(i, end)) is not None:
                    yield first, stop
                    first = stop
            if first < end:
                yield first, end

    def _parsed_sentences(self) -> Iterator[tuple[int, int]]:
        """The sentences of the parse; one that ends without a mark and not with its line is joined to the next.

        A dateline has its own end.
        """
        first = 0
        for _, end in self._parsed:
            whole = self.low[end - 1] in _ENDS or self.end(end - 1) in self._datelines
            if end == len(self.tokens) or self.space[end - 1] or whole:
                yield first, end
                first = end

    def _new_sentence(self, i: int, end: int) -> int | None:
        """The first token of a sentence that starts behind the full stop at `i`."""
        at = i + 1
        while at < end and (
            self.low[at] in _CLOSING or (self.low[at] in _STRAIGHT and self.tokens[at - 1].whitespace_ == "")
        ):
            at += 1
        while at < end and self.space[at]:
            at += 1
        if at >= end or not (self.tokens[at - 1].whitespace_ or self.space[at - 1]):
            return None
        text = self.tokens[at].text
        if self.low[i] != "." and at > i + 1:
            return None  # “Why?” he asked
        if text in _OPENING or text in _STRAIGHT:
            return at if at + 1 < end and self.tokens[at + 1].text[:1].isupper() else None
        return at if self.low[i] == "." and text[:1].isupper() else None

    def __len__(self) -> int:
        return len(self.tokens)

    def end(self, i: int) -> int:
        """The character behind the token."""
        return self.start[i] + len(self.word[i])

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
        dep = self.dep
        for c in self.children[i]:
            if dep[c] in deps:
                return c
        return None

    def each(self, i: int, *deps: str) -> list[int]:
        """The children with one of the labels."""
        dep = self.dep
        return [c for c in self.children[i] if dep[c] in deps]

    def has_case(self, i: int, *words: str) -> bool:
        """Whether a preposition, conjunction or other marker of the token is one of the words."""
        return any(self.dep[c] in {"case", "mark"} and self.low[c] in words for c in self.children[i])

    def has_child(self, i: int, *words: str) -> bool:
        """Whether one of the words hangs on the token."""
        return any(self.low[c] in words for c in self.children[i])

    @cached_property
    def proposed(self) -> dict[str, dict[int, list[tuple[float, int]]]]:
        """The model's arguments of cues: role, then cue, then (score, token), the best first."""
        table: dict[str, dict[int, list[tuple[float, int]]]] = {"speaker": {}, "addressee": {}}
        for (cue, token), (label, score) in sorted(self.doc._.kg_args.items()):
            if label in table:
                table[label].setdefault(cue, []).append((score, token))
        for cues in table.values():
            for rows in cues.values():
                rows.sort(key=lambda row: (-row[0], row[1]))
        return table

    @cached_property
    def has_hints(self) -> bool:
        """Whether the model has marked cues and contents."""
        return any(self.said)

    def mark(self, i: int, name: str, default: T) -> T:
        """What the model says of a token: `token._` for readers of many, a fifth of the time."""
        found: T = self._marks.get(("._.", name, self.start[i], None), default)
        return found

    def in_headline(self, i: int) -> bool:
        """Whether the token stands in a headline or deck."""
        return any(start <= self.start[i] < end for start, end in self._headlines)

    def within(self, i: int, ancestor: int) -> bool:
        """Whether the token is the ancestor or hangs below it."""
        return is_below(self.head, i, ancestor)

    def is_verb(self, i: int) -> bool:
        """Whether the token is a verb form."""
        return self.verb[i]

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """The quotations of the text, as `find_quotations` finds them without breaks."""
        return find_quotations(self.text)

    @cached_property
    def paragraphs(self) -> list[int]:
        """The number of the paragraph of each token (blank lines part them)."""
        numbers, number = [], 0
        for word, space in zip(self.word, self.space, strict=True):
            numbers.append(number)
            if space and "\n" in word:
                number += 1
        return numbers


@cache
def _is_verb_form(tag: str, pos: str) -> bool:
    return tag.startswith("VB") or (pos in {"VERB", "AUX"} and not tag.startswith(("NN", "JJ")))


@cache
def _names_of_lands() -> frozenset[str]:
    return frozenset(lands()) | frozenset(demonyms())

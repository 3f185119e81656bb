"""The quotations of a parsed text in tokens: what stands in them, before them and behind them."""

from collections.abc import Sequence

from kg.extract.cue import read_words
from kg.extract.quotation import Quotation
from kg.extract.tree import Tree

__all__ = ["QuoteMap", "is_title"]

_SHORT = 5  # words of a quotation that may be a name
_REACH = 30  # tokens from a quotation to its cue: a long name with titles still fits
_LOOK_BACK = 12  # quotations to look at for the one before
_LONGEST_TITLE = 9
_SENTENCE_ENDS = frozenset({".", "!", "?", "…", ",", "—", "...", ";"})
_LEADS = frozenset({"but", "and", "however", "so", "still", "yet"})


class QuoteMap:
    """The quotations of a parsed text in tokens; what holds no whole token is none."""

    def __init__(self, tree: Tree, quotes: Sequence[Quotation]) -> None:
        self.tree = tree
        quotes = [q for q in quotes if _has_token(tree, q)]
        self.quotes = quotes
        self.open = [tree.token_from(q.start) for q in quotes]
        self.close = [tree.token_from(q.end) - 1 for q in quotes]
        self.inside: list[list[int]] = [[] for _ in range(len(tree))]
        for number in range(len(quotes)):
            for i in range(self.open[number], min(self.close[number] + 1, len(tree))):
                self.inside[i].append(number)
        self.title = [is_title(tree, self.words(number)) for number in range(len(quotes))]

    def words(self, number: int) -> list[int]:
        """The tokens between the marks."""
        tree, quote = self.tree, self.quotes[number]
        tokens: list[int] = []
        for start, end in quote.pieces:
            tokens += range(tree.token_from(start), tree.token_from(end))
        return [i for i in tokens if not tree.space[i]]

    def innermost(self, i: int) -> int | None:
        """The innermost quotation around the token."""
        return max(self.inside[i], key=lambda n: self.quotes[n].depth, default=None)

    def is_speech(self, number: int) -> bool:
        """Whether the words can be an utterance of their own: some length, a verb or a sentence's end."""
        tree, words = self.tree, self.words(number)
        if self.title[number] or not words:
            return False
        ends = tree.low[words[-1]] in {".", "!", "?", "…", ","} or not self.quotes[number].closed
        return ends or (len(words) >= 4 and any(tree.is_verb(i) for i in words))

    def region_behind(self, number: int) -> tuple[int, int]:
        """The tokens from behind a quotation to the end of that sentence, the next quotation or the paragraph."""
        tree = self.tree
        start = self.close[number] + 1
        while start < len(tree) and (tree.low[start] in {",", "—", "–", "-"} or self._is_blank(start)):
            start += 1
        if start >= len(tree) or tree.paragraphs[start] != tree.paragraphs[self.close[number]]:
            return start, start
        stop = min(self._full_stop(start), self._next_open(number, start), start + _REACH)
        return start, max(start, stop)

    def region_before(self, number: int) -> tuple[int, int]:
        """The tokens from the start of the sentence (or behind the quotation before) to the quotation, end excluded."""
        tree = self.tree
        stop = self.open[number]
        last = stop - 1
        while last >= 0 and tree.space[last]:
            last -= 1
        if last < 0:
            return stop, stop
        new_paragraph = tree.paragraphs[last] != tree.paragraphs[stop]
        if new_paragraph and tree.low[last] != ":":
            return stop, stop
        start = max(tree.bounds(last)[0], self._last_close(number, stop) + 1)
        return start, last + 1

    def _full_stop(self, start: int) -> int:
        """The token behind the next end of a sentence or paragraph, by its mark: the parse cuts quotes badly."""
        tree = self.tree
        for i in range(start, min(len(tree), start + _REACH)):
            if tree.low[i] in {".", "!", "?"} and tree.low[i - 1] not in read_words("short_titles"):
                return i + 1
            if tree.paragraphs[i] != tree.paragraphs[start]:
                return i
        return min(len(tree), start + _REACH)

    def _is_blank(self, i: int) -> bool:
        return self.tree.space[i] and "\n" not in self.tree.tokens[i].text

    def _next_open(self, number: int, start: int) -> int:
        """Where the next quotation of the same depth opens, or the one around this closes."""
        depth, close = self.quotes[number].depth, self._parent_close(number)
        for n in range(number + 1, len(self.open)):
            if self.open[n] >= min(close, start + _REACH):
                break
            if self.open[n] >= start and self.quotes[n].depth <= depth and not self.title[n]:
                return self.open[n]
        return close

    def _parent_close(self, number: int) -> int:
        around = [
            n for n in self.inside[self.open[number]] if self.quotes[n].depth < self.quotes[number].depth
        ]
        return min((self.close[n] for n in around), default=len(self.tree))

    def _last_close(self, number: int, stop: int) -> int:
        """The last token of the quotation before, or the opening mark of the one around this."""
        depth = self.quotes[number].depth
        last = max(
            (self.open[n] for n in self.inside[self.open[number]] if self.quotes[n].depth < depth), default=-1
        )
        for n in range(number - 1, max(number - _LOOK_BACK, 0) - 1, -1):
            if self.close[n] < stop and self.quotes[n].depth <= depth and not self.title[n]:
                return max(last, self.close[n])
        return last

    def meeting(self, first: int, last: int) -> set[int]:
        """The quotations that have a token between the two, both included; titles of works are none."""
        found = {n for i in range(first, min(last + 1, len(self.inside))) for n in self.inside[i]}
        return {n for n in found if not self.title[n]}

    def is_utterance(self, number: int) -> bool:
        """Whether the quotation is a sentence of its own or the start of one, not some words in somebody's sentence."""
        tree, words = self.tree, self.words(number)
        if not words or self.title[number]:
            return False
        ends = tree.low[words[-1]] in _SENTENCE_ENDS or not self.quotes[number].closed
        behind = self.close[number] + 1
        stops = behind >= len(tree) or tree.low[behind] in {".", ",", ";"} or tree.space[behind]
        begins = tree.tokens[words[0]].text[:1].isupper() or tree.low[words[0]] in {"[", "...", "…", "("}
        return ends or (begins and (stops or len(words) > _SHORT)) or (stops and len(words) > 8)

    def modifies(self, number: int) -> bool:
        """Whether a quoted word only describes the noun behind it: offered “furry” versions."""
        tree, words = self.tree, self.words(number)
        behind = self.close[number] + 1
        if len(words) > 2 or behind >= len(tree) or tree.pos[behind] not in {"NOUN", "PROPN"}:
            return False
        return all(tree.head[i] == behind or tree.head[i] in words for i in words)

    def starts_sentence(self, number: int) -> bool:
        """Whether the first quoted word has the capital of a sentence's first word."""
        tree, words = self.tree, self.words(number)
        text = tree.tokens[words[0]].text
        named = tree.pos[words[0]] == "PROPN" and len(words) < _SHORT
        if text == "[" and len(words) > 1 and len(inserted := tree.tokens[words[1]].text) > 1:
            return inserted[0].isupper()  # "[are] eager" goes on with the sentence, "[W]e are" need not
        return (text[:1].isupper() and not named) or text[:1] in {"[", "…", "("} or text == "..."

    def stands_alone(self, number: int) -> bool:
        """Whether no words of the same sentence run into the quotation: "The vote was “a farce,” he said" does."""
        start, stop = self.region_before(number)
        tree = self.tree
        words = [
            i
            for i in range(start, stop)
            if tree.pos[i] not in {"PUNCT", "SPACE"} and tree.low[i] not in _LEADS
        ]
        if words and tree.low[stop - 1] in {"—", "–", "-", "--"} and not any(tree.is_verb(i) for i in words):
            return True  # a dateline
        ends = tree.low[stop - 1][-1:] == "." and self.starts_sentence(
            number
        )  # at 7 p.m. “If they come back, …”
        return not words or ends or tree.low[stop - 1] in {".", "!", "?", ":"}


def _has_token(tree: Tree, quote: Quotation) -> bool:
    tokens = (i for a, b in quote.pieces for i in range(tree.token_from(a), tree.token_from(b)))
    return any(not tree.space[i] for i in tokens)


def is_title(tree: Tree, words: Sequence[int]) -> bool:
    """Whether quoted words look like the title of a work or a name: every word of weight has a capital."""
    if len(words) < 2 or len(words) > _LONGEST_TITLE or tree.low[words[-1]] in {".", "!", "?", ","}:
        return False
    heavy = [tree.tokens[i].text for i in words if len(tree.low[i]) > 3 and tree.low[i].isalpha()]
    return (
        len(heavy) >= 1
        and all(word[0].isupper() for word in heavy)
        and tree.tokens[words[0]].text[:1].isupper()
    )

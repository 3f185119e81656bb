"""Which cue a quotation belongs to: by grammar, else by the words right before or behind it."""

from collections.abc import Sequence

from kg.extract.actors import Actors
from kg.extract.content import SUBJECTS, Content
from kg.extract.cue import Cue, read_words
from kg.extract.quotation import Quotation
from kg.extract.tree import Tree

__all__ = ["QuoteMap", "is_title"]

_LIGHT = frozenset(
    {"obj", "iobj", "obl", "obl:tmod", "obl:npmod", "obl:unmarked", "obl:agent", "advmod", "aux", "mark", "nsubj", "aux:pass"}
    | {"punct", "case", "compound:prt", "discourse", "advcl", "dep", "nmod", "appos", "acl", "acl:relcl", "expl"}
)
_REACH = 30  # tokens from a quotation to its cue: a long name with titles still fits
_LEAD = 3  # tokens between a quotation and the phrase that attributes it
_LONGEST_TITLE = 9


class QuoteMap:
    """The quotations of a parsed text in tokens."""

    def __init__(self, tree: Tree, quotes: Sequence[Quotation]) -> None:
        self.tree = tree
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
        tokens = []
        for start, end in quote.pieces:
            tokens += range(tree.token_from(start), tree.token_from(end))
        return [i for i in tokens if not tree.space[i]]

    def outer(self, i: int) -> int | None:
        """The innermost quotation around the token."""
        return max(self.inside[i], key=lambda n: self.quotes[n].depth, default=None) if self.inside[i] else None

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
        while start < len(tree) and (tree.low[start] in {",", ".", "—", "–", "-"} or self._is_blank(start)):
            start += 1
        if start >= len(tree) or tree.paragraphs[start] != tree.paragraphs[self.close[number]]:
            return start, start
        stop = min(tree.bounds(start)[1], self._next_open(number, start), start + _REACH)
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

    def _is_blank(self, i: int) -> bool:
        return self.tree.space[i] and "\n" not in self.tree.tokens[i].text

    def _next_open(self, number: int, start: int) -> int:
        depth = self.quotes[number].depth
        ends = [self._parent_close(number)]
        ends += [o for n, o in enumerate(self.open) if o >= start and self.quotes[n].depth <= depth and not self.title[n]]
        return min(ends)

    def _parent_close(self, number: int) -> int:
        around = [n for n in self.inside[self.open[number]] if self.quotes[n].depth < self.quotes[number].depth]
        return min((self.close[n] for n in around), default=len(self.tree))

    def _last_close(self, number: int, stop: int) -> int:
        depth = self.quotes[number].depth
        ends = [
            c for n, c in enumerate(self.close) if c < stop and self.quotes[n].depth <= depth and not self.title[n]
        ]
        around = [self.open[n] for n in self.inside[self.open[number]] if self.quotes[n].depth < depth]
        return max([*ends, *around], default=-1)

    def cue_behind(self, number: int, cues: Sequence[Cue], contents: dict[int, Content]) -> Cue | None:
        """The cue of "…," he said."""
        tree = self.tree
        start, stop = self.region_behind(number)
        if start >= stop:
            return None
        words = self.words(number)
        ends_sentence = bool(words) and tree.low[words[-1]] in {".", "…"}
        asks = bool(words) and tree.low[words[-1]] in {"?", "!"}
        for cue in cues:
            if not start <= cue.head < stop or not cue.entry.frames & {"q", "s", "np"}:
                continue
            first = _clause_start(tree, cue)
            if not start <= first <= start + _LEAD:
                continue
            content = contents.get(cue.head)
            if content is not None and content.around is None and content.pieces[0][0] > cue.head:
                if not self._is_quoted(content):
                    continue
            if ends_sentence and not (tree.low[start][:1].islower() or cue.entry.pos == "p"):
                if tree.tokens[start].text[:1].isupper() and self._starts_sentence(start):
                    continue
            if asks and self._starts_sentence(start) and cue.head > start + 8:
                continue
            return cue
        return None

    def _is_quoted(self, content: Content) -> bool:
        first = content.pieces[0][0]
        return bool(self.inside[first])

    def _starts_sentence(self, i: int) -> bool:
        return self.tree.bounds(i)[0] >= i - 1

    def cue_before(self, number: int, cues: Sequence[Cue], contents: dict[int, Content]) -> Cue | None:
        """The cue of he said, "…" and of X told Y: "…"."""
        tree = self.tree
        start, stop = self.region_before(number)
        if start >= stop or tree.low[stop - 1] in {".", "!", "?"}:
            return None
        for cue in reversed(cues):
            if not start <= cue.head < stop or not cue.entry.frames & {"q", "s", "np", "n", "n_as", "n_pred", "p_to"}:
                continue
            if cue.entry.pos == "p" and tree.low[stop - 1] not in {",", ":"}:
                continue
            content = contents.get(cue.head)
            if content is not None and content.frame in {"s", "oto", "to"} and content.around is None:
                continue
            if all(self._is_light(i, cue) for i in range(cue.last + 1, stop)):
                return cue
            return None
        return None

    def _is_light(self, i: int, cue: Cue) -> bool:
        """Whether the token only tells to whom, where or when it was said."""
        tree = self.tree
        if tree.space[i] or tree.pos[i] == "PUNCT" or cue.entry.pos == "p":
            return True
        for _ in range(12):
            if i == cue.head:
                return True
            if tree.dep[i] not in _LIGHT and tree.dep[i] not in {
                "det", "amod", "nmod:poss", "flat", "compound", "nummod", "conj", "cc", "fixed", "nmod:desc", "xcomp",
            }:
                return False
            if tree.head[i] == i:
                return False
            i = tree.head[i]
        return False

    def speaker_before_colon(self, number: int, actors: Actors) -> int | None:
        """The head of the name in `Putin: "…"`, if nothing else stands there."""
        tree = self.tree
        start, stop = self.region_before(number)
        return actor_phrase(tree, actors, start, stop - 1) if stop > start and tree.low[stop - 1] == ":" else None

    def speaker_behind(self, number: int, actors: Actors) -> int | None:
        """The head of the name in `"…," Lavrov` at the end of a paragraph: the verb was lost."""
        tree = self.tree
        start, stop = self.region_behind(number)
        while stop > start and (tree.space[stop - 1] or tree.low[stop - 1] in {".", "-", "—", "–"}):
            stop -= 1
        return actor_phrase(tree, actors, start, stop)


def actor_phrase(tree: Tree, actors: Actors, start: int, stop: int) -> int | None:
    """The head of the one name or description that tokens `start <= i < stop` consist of."""
    tokens = [i for i in range(start, stop) if not tree.space[i]]
    if not tokens or len(tokens) > _LONGEST_TITLE or any(tree.is_verb(i) for i in tokens):
        return None
    heads = [i for i in tokens if not start <= tree.head[i] < stop or tree.head[i] == i]
    for head in [*heads, *tokens]:
        mention = actors.headed_by(tree.tokens[head])
        if mention is not None and mention.kind in {"name", "nominal"}:
            return head
    return None


def _clause_start(tree: Tree, cue: Cue) -> int:
    """Where "the minister said" starts, or the cue itself when the subject follows or is shared."""
    if cue.entry.pos == "p":
        return cue.first
    subject = tree.child(cue.head, *SUBJECTS)
    if subject is None or subject > cue.head:
        return cue.first
    first = tree.left[subject]
    while first < subject and (tree.pos[first] == "PUNCT" or tree.dep[first] == "cc"):
        first += 1
    return first


def is_title(tree: Tree, words: Sequence[int]) -> bool:
    """Whether quoted words look like the title of a work or a name: every word of weight has a capital."""
    if len(words) < 2 or len(words) > _LONGEST_TITLE or tree.low[words[-1]] in {".", "!", "?", ","}:
        return False
    heavy = [tree.tokens[i].text for i in words if len(tree.low[i]) > 3 and tree.low[i].isalpha()]
    return len(heavy) >= 1 and all(word[0].isupper() for word in heavy) and tree.tokens[words[0]].text[:1].isupper()


def is_slogan(tree: Tree, cue: Cue) -> bool:
    """Whether the words only stand on a sign."""
    subject = tree.child(cue.head, *SUBJECTS)
    host = subject if subject is not None else tree.head[cue.head]
    return tree.low[host] in read_words("signs")

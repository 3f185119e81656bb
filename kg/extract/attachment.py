"""Which cue a quotation belongs to: by grammar, else by the words right before or behind it."""

from collections.abc import Sequence

from kg.extract.actors import Actors
from kg.extract.content import SUBJECTS, Content
from kg.extract.cue import Cue, read_words
from kg.extract.quotation import Quotation
from kg.extract.tree import Tree

__all__ = ["QuoteMap", "is_title"]

_LIGHT = frozenset(
    {
        "obj",
        "iobj",
        "obl",
        "obl:tmod",
        "obl:npmod",
        "obl:unmarked",
        "obl:agent",
        "advmod",
        "aux",
        "mark",
        "nsubj",
        "aux:pass",
    }
    | {
        "punct",
        "case",
        "compound:prt",
        "discourse",
        "advcl",
        "dep",
        "nmod",
        "appos",
        "acl",
        "acl:relcl",
        "expl",
    }
)
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_WORDINGS = frozenset(
    "statement comment remark message word announcement declaration warning reminder".split()
)
_SHORT = 5  # words of a quotation that may be a name
_GAP = 14  # tokens between a cue and the quotation behind it
_REACH = 30  # tokens from a quotation to its cue: a long name with titles still fits
_LEAD = 3  # tokens between a quotation and the phrase that attributes it
_LONGEST_TITLE = 9
_SENTENCE_ENDS = frozenset({".", "!", "?", "…", ",", "—", "...", ";"})
_LEADS = frozenset({"but", "and", "however", "so", "still", "yet"})


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
        return (
            max(self.inside[i], key=lambda n: self.quotes[n].depth, default=None) if self.inside[i] else None
        )

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
        for i in range(start, len(tree)):
            if tree.low[i] in {".", "!", "?"}:
                return i + 1
            if tree.paragraphs[i] != tree.paragraphs[start]:
                return i
        return len(tree)

    def _is_blank(self, i: int) -> bool:
        return self.tree.space[i] and "\n" not in self.tree.tokens[i].text

    def _next_open(self, number: int, start: int) -> int:
        depth = self.quotes[number].depth
        ends = [self._parent_close(number)]
        ends += [
            o
            for n, o in enumerate(self.open)
            if o >= start and self.quotes[n].depth <= depth and not self.title[n]
        ]
        return min(ends)

    def _parent_close(self, number: int) -> int:
        around = [
            n for n in self.inside[self.open[number]] if self.quotes[n].depth < self.quotes[number].depth
        ]
        return min((self.close[n] for n in around), default=len(self.tree))

    def _last_close(self, number: int, stop: int) -> int:
        depth = self.quotes[number].depth
        ends = [
            c
            for n, c in enumerate(self.close)
            if c < stop and self.quotes[n].depth <= depth and not self.title[n]
        ]
        around = [self.open[n] for n in self.inside[self.open[number]] if self.quotes[n].depth < depth]
        return max([*ends, *around], default=-1)

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

    def starts_sentence(self, number: int) -> bool:
        """Whether the first quoted word has the capital of a sentence's first word."""
        tree, words = self.tree, self.words(number)
        text = tree.tokens[words[0]].text
        named = tree.pos[words[0]] == "PROPN" and len(words) < _SHORT
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
        return not words or tree.low[stop - 1] in {".", "!", "?", ":"}

    def cue_behind(self, number: int, cues: Sequence[Cue], contents: dict[int, Content]) -> Cue | None:
        """The cue of "…," he said."""
        start, stop = self.region_behind(number)
        if start >= stop:
            return None
        for cue in cues:
            if start <= cue.head < stop and cue.entry.frames & {"q", "s", "np"}:
                if self._leads(start, cue) and self._fits_behind(number, cue, start, contents):
                    return cue
        return None

    def _leads(self, start: int, cue: Cue) -> bool:
        """Whether only the speaker stands between a quotation and the verb: no other clause begins there."""
        tree, inside = self.tree, False
        if cue.entry.pos == "p":
            return cue.first <= start + _LEAD
        if tree.low[start] in {"and", "but", "while", "or"}:
            return False
        for i in range(start, cue.first):
            if tree.low[i] in {"who", "which", "whose", "that"}:
                inside = True
            elif tree.low[i] == "," and inside:
                inside = False
            elif tree.tag[i] in _FINITE and not inside and tree.dep[i] not in {"aux", "aux:pass"}:
                return False
        return not inside and not (tree.dep[cue.head] == "acl" and tree.tag[cue.head] == "VBN")

    def _fits_behind(self, number: int, cue: Cue, start: int, contents: dict[int, Content]) -> bool:
        """Whether the clause behind the quotation tells who said it, and is not a new sentence about something else."""
        tree, words = self.tree, self.words(number)
        content = contents.get(cue.head)
        if tree.tag[cue.head] == "VBG" and tree.child(cue.head, *SUBJECTS) is None:
            return False  # “…,” he said, adding: “…”
        if words and self._ends_with_comma(words):
            return True
        if content is not None and content.around is None and content.pieces[0][0] > cue.head:
            if not self._is_quoted(content):
                return False
        last = tree.low[words[-1]] if words else ""
        new_sentence = self._starts_sentence(start) and tree.tokens[start].text[:1].isupper()
        if not new_sentence or cue.entry.pos == "p":
            return True
        if last in {".", "…"}:
            return content is None and self._is_only_frame(cue, start)
        return last not in {"?", "!"} or cue.head <= start + 8

    def _ends_with_comma(self, words: list[int]) -> bool:
        """Whether the quoted words end with a comma, also one that an editor put in brackets."""
        tree = self.tree
        return tree.low[words[-1]] == "," or (tree.low[words[-1]] == "]" and "," in tree.low[words[-1] - 1])

    def _is_only_frame(self, cue: Cue, start: int) -> bool:
        """Whether a sentence is nothing but "Pelosi said."."""
        tree = self.tree
        stop = tree.bounds(cue.head)[1]
        rest = [i for i in range(cue.last + 1, stop) if tree.pos[i] not in {"PUNCT", "SPACE"}]
        return cue.head <= start + 6 and len(rest) <= 3 and all(self._is_light(i, cue) for i in rest)

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
            if not start <= cue.head < stop or not cue.entry.frames & {
                "q",
                "s",
                "np",
                "n",
                "n_as",
                "n_pred",
                "p_to",
            }:
                continue
            if cue.entry.pos == "p" and tree.low[stop - 1] not in {",", ":"}:
                continue
            if cue.entry.pos == "n" and (tree.low[stop - 1] != ":" or cue.entry.lemma not in _WORDINGS):
                continue
            if self.is_utterance(number) and self._has_no_clause(number, cue, stop):
                return cue
            content = contents.get(cue.head)
            if content is not None and content.frame in {"s", "oto", "to"} and content.around is None:
                continue
            if all(self._is_light(i, cue) for i in range(cue.last + 1, stop)):
                return cue
            return None
        return None

    def _has_no_clause(self, number: int, cue: Cue, stop: int) -> bool:
        """Whether only an addressee, a time or a place stands between a cue and the quotation behind it."""
        tree = self.tree
        between = range(cue.last + 1, stop)
        if between and tree.low[stop - 1] not in {":", ","} and not self.starts_sentence(number):
            return False
        if len(between) > _GAP or any(tree.tag[i] in _FINITE or tree.low[i] == "to" for i in between):
            return False
        return "q" in cue.entry.frames or not len(between) or tree.low[stop - 1] in {":", ","}

    def _is_light(self, i: int, cue: Cue) -> bool:
        """Whether the token only tells to whom, where or when it was said."""
        tree = self.tree
        if tree.space[i] or tree.pos[i] == "PUNCT" or cue.entry.pos == "p":
            return True
        for _ in range(12):
            if i == cue.head:
                return True
            if tree.dep[i] not in _LIGHT and tree.dep[i] not in {
                "det",
                "amod",
                "nmod:poss",
                "flat",
                "compound",
                "nummod",
                "conj",
                "cc",
                "fixed",
                "nmod:desc",
                "xcomp",
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
        return (
            actor_phrase(tree, actors, start, stop - 1)
            if stop > start and tree.low[stop - 1] == ":"
            else None
        )

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


def is_slogan(tree: Tree, cue: Cue) -> bool:
    """Whether the words only stand on a sign."""
    subject = tree.child(cue.head, *SUBJECTS)
    host = subject if subject is not None else tree.head[cue.head]
    return tree.low[host] in read_words("signs")

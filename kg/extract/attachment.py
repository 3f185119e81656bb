"""Which cue a quotation belongs to, by the words right before or behind it."""

from collections.abc import Sequence

from kg.extract.actors import Actors
from kg.extract.cue import Cue, read_words
from kg.extract.passage import QUOTES, SUBJECTS, Content
from kg.extract.quote_map import QuoteMap
from kg.extract.tree import Tree

__all__ = ["Attachment", "actor_phrase", "is_slogan"]

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
_QUOTING = frozenset({"q", "s", "np", "n", "n_as", "n_pred", "p_to"})
_GAP = 14  # tokens between a cue and the quotation behind it
_LEAD = 3  # tokens between a quotation and the phrase that attributes it
_LONGEST_NAME = 9


class Attachment:
    """Finds the cue of each quotation; `contents` is what grammar gives each cue, by its head."""

    def __init__(self, quotes: QuoteMap, contents: dict[int, Content]) -> None:
        self.map = quotes
        self.tree = quotes.tree
        self.contents = contents

    def cue_behind(self, number: int, region: tuple[int, int], cues: Sequence[Cue]) -> Cue | None:
        """The cue of "…," he said."""
        start, _ = region
        for cue in cues:
            if not cue.entry.frames & {"q", "s", "np"}:
                continue
            if self._leads(start, cue) and self._fits_behind(number, cue, start):
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

    def _fits_behind(self, number: int, cue: Cue, start: int) -> bool:
        """Whether the clause behind the quotation tells who said it, and is not a new sentence about something else."""
        tree, words = self.tree, self.map.words(number)
        content = self.contents.get(cue.head)
        participle = tree.tag[cue.head] == "VBG" or any(
            tree.low[c] == "having" for c in tree.children[cue.head]
        )
        if participle and tree.child(cue.head, *SUBJECTS) is None:
            return False  # “…,” he said, adding: “…”
        if words and self._ends_with_comma(words):
            return True
        if content is not None and content.around is None and not self._is_quoted(content, cue):
            return False
        last = tree.low[words[-1]] if words else ""
        new_sentence = self._starts_sentence(start) and tree.tokens[start].text[:1].isupper()
        if not new_sentence or cue.entry.pos == "p":
            return True
        if last in {".", "…"}:
            return content is None and self._is_only_frame(cue, start)
        return last not in {"?", "!"} or (cue.head <= start + 8 and not self._has_own(cue))

    def _has_own(self, cue: Cue) -> bool:
        """Whether a cue leads a quotation of its own: “Why?” Berg said, “They knew”."""
        tree, at = self.tree, cue.last + 2
        if at + 1 >= len(tree) or tree.low[cue.last + 1] not in {",", ":"} or tree.low[at] not in QUOTES:
            return False
        return tree.tokens[at + 1].text[:1].isupper()

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

    def _is_quoted(self, content: Content, cue: Cue) -> bool:
        """Whether what grammar gives the cue is this or another quotation, not a clause of its own behind it."""
        first = content.pieces[0][0]
        return first < cue.head or bool(self.map.inside[first])

    def _starts_sentence(self, i: int) -> bool:
        return self.tree.bounds(i)[0] >= i - 1

    def cue_before(self, number: int, region: tuple[int, int], cues: Sequence[Cue]) -> Cue | None:
        """The cue of he said, "…" and of X told Y: "…"."""
        tree = self.tree
        start, stop = region
        if start >= stop or tree.low[stop - 1] in {".", "!", "?"}:
            return None
        for cue in reversed(cues):
            if not cue.entry.frames & _QUOTING:
                continue
            if cue.entry.pos == "p" and tree.low[stop - 1] not in {",", ":"}:
                continue
            if cue.entry.pos == "n" and (
                tree.low[stop - 1] != ":" or cue.entry.lemma not in read_words("wordings")
            ):
                continue
            if self.map.is_utterance(number) and self._has_no_clause(number, cue, stop):
                return cue
            content = self.contents.get(cue.head)
            if content is not None and content.frame in {"s", "oto", "to"} and content.around is None:
                continue
            if all(self._is_light(i, cue) for i in range(cue.last + 1, stop)):
                return cue
            return None
        return None

    def _has_no_clause(self, number: int, cue: Cue, stop: int) -> bool:
        """Whether only an addressee, a time or a place stands between a cue and the quotation behind it."""
        tree = self.tree
        between = [i for i in range(cue.last + 1, stop) if tree.low[i] != "that"]
        if between and tree.low[stop - 1] not in {":", ","} and not self.map.starts_sentence(number):
            return False
        if len(between) > _GAP or any(tree.tag[i] in _FINITE or tree.low[i] == "to" for i in between):
            return False
        return "q" in cue.entry.frames or not between or tree.low[stop - 1] in {":", ","}

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
        start, stop = self.map.region_before(number)
        return (
            actor_phrase(tree, actors, start, stop - 1)
            if stop > start and tree.low[stop - 1] == ":"
            else None
        )

    def speaker_behind(self, number: int, actors: Actors) -> int | None:
        """The head of the name in `"…," Lavrov` at the end of a paragraph: the verb was lost."""
        tree = self.tree
        start, stop = self.map.region_behind(number)
        while stop > start and (tree.space[stop - 1] or tree.low[stop - 1] in {".", "-", "—", "–"}):
            stop -= 1
        return actor_phrase(tree, actors, start, stop)


def actor_phrase(tree: Tree, actors: Actors, start: int, stop: int) -> int | None:
    """The head of the one name or description that tokens `start <= i < stop` consist of."""
    tokens = [i for i in range(start, stop) if not tree.space[i]]
    if not tokens or len(tokens) > _LONGEST_NAME or any(tree.is_verb(i) for i in tokens):
        return None
    for head in tokens:
        if start <= tree.head[head] < stop and tree.head[head] != head:
            continue
        for i in (head, *(c for c in tree.children[head] if tree.dep[c] in {"flat", "appos", "nmod:desc"})):
            mention = actors.headed_by(tree.tokens[i])
            if mention is not None and mention.kind in {"name", "nominal"}:
                return i
    return None


def is_slogan(tree: Tree, cue: Cue) -> bool:
    """Whether the words only stand on a sign."""
    signs = read_words("signs")
    if any(tree.low[i] in signs for i in range(max(0, cue.first - 2), cue.first)):
        return True
    subject = tree.child(cue.head, *SUBJECTS)
    host = subject if subject is not None else tree.head[cue.head]
    if tree.dep[cue.head] == "acl:relcl" and tree.low[host] in {"that", "which"}:
        host = tree.head[cue.head]
    return tree.low[host] in signs

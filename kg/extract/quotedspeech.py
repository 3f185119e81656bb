"""Who speaks in a quotation, as far as "I" needs to know: the subject of the verb beside it."""

from kg.extract.lexicon import word_list
from kg.extract.tree import Tree

__all__ = ["Quotes", "says"]


def says(tree: Tree, i: int) -> bool:
    """Whether the verb reports words."""
    return tree.cue[i] > 0.4 or tree.tokens[i].lemma_ in word_list("say")


class Quotes:
    """The quotations of a doc by token, and who speaks in each."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.ranges: list[tuple[int, int]] = []
        self.number: list[int] = [-1] * len(tree)
        for quotation in tree.quotations:
            if quotation.depth or quotation.single:
                continue
            first, last = tree.token_from(quotation.start), tree.token_from(quotation.end)
            for i in range(first, last):
                self.number[i] = len(self.ranges)
            self.ranges.append((first, last))
        self._speakers: dict[int, int | None] = {}

    def speaker(self, i: int) -> int | None:
        """The head of the phrase that names who speaks at the token, outside the marks."""
        number = self.number[i]
        if number < 0:
            return None
        if number not in self._speakers:
            self._speakers[number] = self._find(number)
        return self._speakers[number]

    def _find(self, number: int) -> int | None:
        """The subject of the verb beside the quotation: in its sentences, else before its paragraph's next quotation."""
        first, last = self.ranges[number]
        tree = self.tree
        bounds = (tree.bounds(first)[0], tree.bounds(max(first, last - 1))[1])
        # the words behind the closing mark belong to the quotation even if the parser starts a sentence there
        if last < len(tree) and tree.sentence[last] != tree.sentence[last - 1] and not tree.space[last]:
            bounds = (bounds[0], tree.bounds(last)[1])
        near = [v for v in range(*bounds) if self.number[v] < 0 and self._says(v)]
        near.sort(key=lambda v: min(abs(v - first), abs(v - last)))
        for verb in near:
            subject = tree.child(verb, "nsubj")
            if subject is None and tree.dep[verb] == "conj":
                subject = tree.child(tree.head[verb], "nsubj")
            if subject is None:
                subject = next(
                    (i for score, i in tree.proposed["speaker"].get(verb, ()) if score > 0.5), None
                )
            if subject is not None and self.number[subject] < 0:
                return subject
        return self._carried_on(number)

    def _carried_on(self, number: int) -> int | None:
        """The speaker of the quotation before in the same paragraph, or of one that this one continues."""
        if number == 0:
            return None
        tree = self.tree
        before = self.ranges[number - 1]
        first = self.ranges[number][0]
        gap = tree.text[tree.end(before[1] - 1) : tree.start[first]] if before[1] else ""
        same = tree.paragraphs[before[1] - 1] == tree.paragraphs[first]
        if same or not gap.strip():
            return self.speaker(before[0])
        return None

    def _says(self, i: int) -> bool:
        tree = self.tree
        if not tree.is_verb(i):
            return False
        return says(tree, i)

"""The mood of what is said: whose doing it tells of, in which tense, denied or not, and who says it.

Features for `kg.extract.act`, as names: "self+will" is a clause about the speaker in the future, "actor+past-not" one
about another actor, past and negated.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.act import act_of, classes_of
from kg.extract.actors import Actors
from kg.extract.attribution import Draft
from kg.extract.cue import read_words
from kg.extract.passage import SUBJECTS
from kg.extract.tree import Tree
from kg.extract.wordlist import word_set

__all__ = ["judge_act", "mood_of"]

_MOST = 6  # clauses that are looked at
_DEEP = 3  # clauses joined to one another
_BLANK = frozenset({"PUNCT", "SPACE", "CCONJ", "SCONJ"})
_SUBJECTS = frozenset({*SUBJECTS, "expl"})
_DEPENDENTS = frozenset({"obj", "xcomp", "obl", "acl", "ccomp"})
_DENYING = frozenset({"advmod", "det", "neg", "cc:preconj"})
_EMPTY = frozenset({"it", "this", "that", "there", "what", "which"})
_MODALS = {
    **dict.fromkeys(["will", "'ll", "’ll", "wo", "shall"], "will"),
    **dict.fromkeys(["would", "'d", "’d"], "would"),
    **dict.fromkeys(["could", "may", "might", "can", "ca"], "may"),
    **dict.fromkeys(["should", "ought"], "should"),
    "must": "must",
}


def judge_act(tree: Tree, actors: Actors, draft: Draft) -> tuple[str, str]:
    """The act of a statement and what speaks most for it, see `act_of`."""
    cue, speaker = draft.cue, draft.speaker
    tokens = (i for a, b in draft.spans for i in range(tree.token_from(a), tree.token_from(b)))
    words = [i for i in tokens if not tree.space[i]]
    named = range(speaker.span[0], speaker.span[1] + 1) if speaker.span is not None else ()
    return act_of(
        cue.entry if cue is not None else None,
        " ".join(tree.text[a:b] for a, b in draft.spans),
        draft.form,
        tree.act[cue.head] if cue is not None else "",
        mood_of(tree, actors, words, speaker.entities, named),
    )


def mood_of(
    tree: Tree,
    actors: Actors,
    words: Sequence[int],
    speakers: Sequence[str],
    named: Sequence[int],
) -> tuple[str, ...]:
    """The names of the features, sorted.

    `words` are the tokens of what is said, `speakers` the entities that say it, `named` the tokens that name them.
    """
    found = set(_of_speaker(tree, actors, speakers, named))
    scene = _Scene(tree, actors, frozenset(words), frozenset(speakers))
    found.update(scene.features())
    return tuple(sorted(found))


def _of_speaker(tree: Tree, actors: Actors, speakers: Sequence[str], named: Sequence[int]) -> Iterator[str]:
    known = [actors.entity[key] for key in speakers if key in actors.entity]
    for entity in known[:2]:
        yield f"speaker={entity.type}"
        yield f"speaker={'named' if entity.named else 'unnamed'} {entity.type}"
    words = {tree.low[i] for i in named}.union(*(entity.name.lower().split() for entity in known))
    if not known:
        yield "speaker=nobody"
    if not words.isdisjoint(read_words("officials")):
        yield "speaker=official"


@dataclass(frozen=True, slots=True)
class _Scene:
    """The words of one statement, with who says them."""

    tree: Tree
    actors: Actors
    words: frozenset[int]
    speakers: frozenset[str]

    def features(self) -> Iterator[str]:
        roots = [i for i in sorted(self.words) if self._is_top(i)]
        clauses: list[int] = []
        for root in roots:
            self._gather(root, clauses, _DEEP)
        for number, clause in enumerate(clauses[:_MOST]):
            yield from self._of_clause(clause, "main" if number == 0 else "next")
        if not clauses:
            yield "clause=none"
            for root in roots[:1]:
                yield from (f"phrase={name}" for name in sorted(self._classes(root)))

    def _is_top(self, i: int) -> bool:
        head = self.tree.head[i]
        return (head == i or head not in self.words) and self.tree.pos[i] not in _BLANK

    def _gather(self, i: int, clauses: list[int], deep: int) -> None:
        """The clause at a token and those joined to it, in order of finding."""
        tree = self.tree
        is_clause = tree.is_verb(i) or any(
            tree.dep[c] == "cop" or tree.dep[c] in _SUBJECTS for c in tree.children[i]
        )
        if i in clauses or not is_clause:
            return
        clauses.append(i)
        for child in tree.children[i] if deep else ():
            if tree.dep[child] in {"conj", "parataxis"} and child in self.words:
                self._gather(child, clauses, deep - 1)

    def _of_clause(self, i: int, place: str) -> Iterator[str]:
        tree = self.tree
        subject = self._subject(i)
        who, tense, denied = self._who(subject), self._tense(i, subject), self._is_denied(i, subject)
        passive = tree.child(i, "aux:pass", "nsubj:pass") is not None
        yield f"{place}={who}"
        yield f"{place}={tense}"
        yield f"{place}={who}+{tense}{'-not' if denied else ''}"
        yield f"{place}={who}{' passive' if passive else ''}"
        if denied:
            yield f"{place}=not"
        for name in sorted(self._classes(i)):
            yield from (
                f"does={name}{more}" for more in ("", f"+{who}", f"+{tense}", "-not" if denied else "+so")
            )
        below = [c for c in tree.children[i] if tree.dep[c] in _DEPENDENTS]
        for name in sorted(frozenset().union(*map(self._classes, below))):
            yield from (f"has={name}{more}" for more in ("", f"+{who}", "-not" if denied else "+so"))

    def _classes(self, i: int) -> frozenset[str]:
        return classes_of(self.tree.low[i]) | classes_of(self.tree.tokens[i].lemma_.lower())

    def _subject(self, i: int) -> int | None:
        tree = self.tree
        for _ in range(_DEEP + 1):
            subject = next((c for c in tree.children[i] if tree.dep[c] in _SUBJECTS), None)
            if subject is not None or tree.dep[i] != "conj" or tree.head[i] == i:
                return subject
            i = tree.head[i]
        return None

    def _who(self, subject: int | None) -> str:
        """Of whom the clause tells: the speaker, what is the speaker's, another actor, a thing."""
        if subject is None:
            return "none"
        tree = self.tree
        word, below = tree.low[subject], tree.children[subject]
        if word in {"i", "we", "my", "our"} or self._actor(subject) in self.speakers:
            return "self"
        owners = [c for c in below if tree.dep[c] == "nmod:poss" and self._actor(c) in self.speakers]
        if owners or any(tree.low[c] in {"my", "our"} for c in below):
            return "own"
        if word == "you":
            return "you"
        if word in _EMPTY:
            return "it"
        return "actor" if self._actor(subject) is not None else "thing"

    def _actor(self, i: int) -> str | None:
        mention = self.actors.headed_by(self.tree.tokens[i])
        return (mention.stands_for or mention.entity) if mention is not None else None

    def _tense(self, i: int, subject: int | None) -> str:
        tree = self.tree
        lemma = tree.tokens[i].lemma_.lower()
        if tree.child(i, "xcomp") is not None:
            if lemma in word_set("planning"):
                return "will"
            if lemma in {"have", "need"}:
                return "must"
        for child in tree.children[i]:
            if tree.dep[child] == "aux" and tree.low[child] in _MODALS:
                return _MODALS[tree.low[child]]
        if any(tree.low[c] == "to" and tree.dep[c] in {"aux", "mark"} for c in tree.children[i]):
            return "to"
        helpers = [c for c in tree.children[i] if tree.dep[c] in {"aux", "aux:pass", "cop"}]
        if any(tree.dep[c] == "aux" and tree.tokens[c].lemma_.lower() == "have" for c in helpers):
            return "perfect"
        if "VBD" in {tree.tag[i], *(tree.tag[c] for c in helpers)}:
            return "past"
        if tree.tag[i] == "VBG" and helpers:
            return "progressive"
        return "imperative" if tree.tag[i] == "VB" and subject is None and not helpers else "present"

    def _is_denied(self, i: int, subject: int | None) -> bool:
        tree = self.tree
        deny = [c for c in tree.children[i] if tree.dep[c] in _DENYING]
        if subject is not None:
            deny += [subject, *tree.children[subject]]
        for child in tree.children[i]:
            if tree.dep[child] in {"obj", "obl"}:
                deny += tree.children[child]
        return any("negation" in classes_of(tree.low[c]) for c in deny)

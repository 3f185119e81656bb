"""Finding who said what in one article: every cue with its words, every quotation with its cue."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc

from kg.extract.actors import Actors
from kg.extract.around import own_clause
from kg.extract.attachment import Attachment, actor_phrase, is_slogan
from kg.extract.attribution import Draft, measure
from kg.extract.content import read_content
from kg.extract.cue import Cue, find_cues, read_words
from kg.extract.passage import QUOTES, Content, trim
from kg.extract.pronoun_source import open_pronoun, source_before
from kg.extract.quotation import find_quotations
from kg.extract.quote_map import QuoteMap
from kg.extract.source import Speaker, is_human
from kg.extract.speaker import before_cue, beside, find_speaker, resolve, unnamed_source
from kg.extract.tree import Tree
from kg.extract.wordlist import word_set

__all__ = ["Reading"]

_WEAK = frozenset({"n", "of", "to", "p", "ing"})  # frames that many verbs have that attribute nothing
_WEAK_CUE = 0.4  # what the model must give a cue with such a frame, or a thought
_STRONG_CUE = 0.08  # what it must give any other cue
_CERTAIN = 0.8  # what it must give a cue whose subject grammar does not show
_SEEN_CUE = 0.5  # what it must give a cue whose words only the model sees
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_CLAUSES = frozenset({"s", "around", "np", "seen"})  # frames of what is reported in a clause
_RECENT = 4  # drafts or quotations to look back at
_NEAR = 4  # tokens between the end of a quotation and a participle that goes on with it
_FIRST_PERSON = frozenset({"i", "we", "you", "me", "us"})
_LABEL = 9  # tokens before the colon of "Name: …"
_FEWEST_QUESTIONS = 2  # lines "Q: …" of questions and answers
_FEWEST_TURNS = 3  # lines "Name: …" that make an article an interview


class Reading:
    """One article while its statements are found."""

    def __init__(self, doc: Doc, actors: Actors, tree: Tree | None = None) -> None:
        self.actors = actors
        self.tree = tree or Tree(doc)
        breaks = [end for _, end in doc._.kg.headlines if end < len(self.tree.text)]
        self.map = QuoteMap(self.tree, find_quotations(self.tree.text, breaks=breaks))
        self.cues = find_cues(self.tree)
        self.heads = [cue.head for cue in self.cues]
        self.contents = self._contents()
        self.attachment = Attachment(self.map, self.contents)
        self.speakers: dict[int, Speaker | None] = {}
        self.open_cues: set[int] = set()  # cues whose subject is a pronoun that coreference leaves open
        self.found: list[Draft] = []
        self.by_cue: dict[int, Draft] = {}
        self.by_sentence: dict[int, list[Draft]] = {}
        self.owner: dict[int, Draft] = {}

    def drafts(self) -> list[Draft]:
        """All attributions, measured, in the order of finding."""
        self._claim_utterances()
        self._read_chains()
        self._read_cues()
        self._join_supports()
        self._read_citations()
        self._attach_quotes()
        self._read_labels()
        for order, draft in enumerate(self.found):
            draft.order = order
            measure(draft, self.map)
        return self.found

    # what grammar gives

    def _contents(self) -> dict[int, Content]:
        found = ((cue.head, read_content(self.tree, cue)) for cue in self.cues)
        return {head: content for head, content in found if content is not None}

    def _read_cues(self) -> None:
        for cue in self.cues:
            content = self.contents.get(cue.head)
            if content is None or cue.head in self.by_cue or not self._is_credible(cue, content):
                continue
            speaker = self._speaker(cue) or self._joined_speaker(cue)
            if speaker is None and self._is_guessed(cue) and self.tree.cue[cue.head] >= _CERTAIN:
                speaker = before_cue(self.tree, self.actors, cue)
            if speaker is None:
                speaker = unnamed_source(self.tree, cue)
            self.speakers[cue.head] = speaker
            if speaker is not None:
                self._add(Draft(cue, speaker, content, content.frame))

    def _join_supports(self) -> None:
        """Takes "expressed concern that …" as one cue: the noun has the words, the verb the speaker."""
        for draft in list(self.found):
            noun = draft.cue
            if noun is None or noun.entry.pos != "n":
                continue
            verb = self.tree.head[noun.head]
            support = self.by_cue.get(verb)
            if support is None or support.cue is None or support.content is None:
                continue
            if support.content.holds(noun.head) and support.speaker.entities == draft.speaker.entities:
                self._remove(support)
                first = verb if noun.head - verb in range(1, _NEAR) else noun.first
                lemma = f"{support.cue.entry.lemma} {noun.entry.lemma}" if first == verb else noun.entry.lemma
                draft.cue = replace(noun, first=first, entry=replace(noun.entry, lemma=lemma))

    def _remove(self, draft: Draft) -> None:
        self.found.remove(draft)
        if draft.cue is not None:
            self.by_sentence[self.tree.sentence[draft.cue.head]].remove(draft)

    def _add(self, draft: Draft) -> Draft:
        self.found.append(draft)
        if draft.cue is not None:
            self.by_cue[draft.cue.head] = draft
            self.by_sentence.setdefault(self.tree.sentence[draft.cue.head], []).append(draft)
        for number in draft.quotes:
            self.owner[number] = draft
        return draft

    def _speaker(self, cue: Cue) -> Speaker | None:
        if cue.head not in self.speakers:
            found = find_speaker(self.tree, self.actors, cue, self.contents.get(cue.head))
            pronoun = open_pronoun(self.map, self.actors, cue)
            if pronoun is not None and (found is None or pronoun not in found.heads):
                found = source_before(self.map, self.actors, pronoun)
                self.open_cues.add(cue.head)
            self.speakers[cue.head] = found
        return self.speakers[cue.head]

    def _joined_speaker(self, cue: Cue) -> Speaker | None:
        """Who says it in "called it a gift and demanded that …", where the parse does not join the two verbs."""
        tree, i = self.tree, cue.first - 1
        while i > 0 and tree.tag[i] == "RB":
            i -= 1
        if tree.low[i] not in {"and", "but"} or tree.tag[cue.head] not in _FINITE or cue.entry.pos != "v":
            return None
        for other in reversed(self.cues[: bisect_left(self.heads, cue.head)]):
            if tree.sentence[other.head] != tree.sentence[cue.head]:
                return None
            if other.entry.pos == "v" and tree.tag[other.head] == tree.tag[cue.head]:
                speaker = self._speaker(other) if tree.cue[other.head] >= _CERTAIN else None
                return replace(speaker, rule="joined") if speaker is not None else None
        return None

    def _is_guessed(self, cue: Cue) -> bool:
        """Whether a name nearby may be taken for the speaker: no pronoun says that somebody else is meant."""
        return cue.entry.pos == "v" and cue.head not in self.open_cues

    def _is_credible(self, cue: Cue, content: Content) -> bool:
        """Whether the cue is one of attribution here, not a speaker's own "I think" or words on a sign."""
        if is_slogan(self.tree, cue) or self._is_doubted(cue, content):
            return False
        if self.map.innermost(cue.head) is None:
            return True
        speaker = self._speaker(cue)
        if speaker is None or not speaker.heads or content.frame not in {"s", "oto", "np"}:
            return False
        return self.tree.low[speaker.heads[0]] not in _FIRST_PERSON

    def _is_doubted(self, cue: Cue, content: Content) -> bool:
        """Whether the model sees no attribution where grammar alone would not be enough."""
        if not self.tree.has_hints or cue.entry.pos == "p":
            return False
        score = max(self.tree.cue[i] for i in range(cue.first, cue.last + 1))
        weak = content.frame in _WEAK or cue.entry.kind == "thought"
        return score < (_SEEN_CUE if content.frame == "seen" else _WEAK_CUE if weak else _STRONG_CUE)

    # what the quotation marks give

    def _claim_utterances(self) -> None:
        """Quotations that are sentences of their own go to the cue beside them, whatever the parse says."""
        for number in range(len(self.map.quotes)):
            cue = self._cue_of(number) if self.map.is_utterance(number) else None
            if cue is None:
                continue
            self._quote(cue, number)
            if cue.head < self.map.open[number]:
                self._add_words_before(cue, number)
                self._add_condition(cue, number)
            elif not self.map.stands_alone(number):
                self._add_clause_before(cue, number)

    def _attach_quotes(self) -> None:
        for number, quote in enumerate(self.map.quotes):
            if self.map.title[number] or number in self.owner or self._is_covered(number):
                continue
            cue = self._cue_of(number) if not self.map.modifies(number) else None
            if cue is not None:
                self._quote(cue, number)
                self._add_words_before(cue, number)
            elif quote.depth == 0 and self.map.is_speech(number):
                self._attach_by_place(number)

    def _quote(self, cue: Cue, number: int) -> None:
        """Gives a quotation to a cue."""
        draft, speaker = self.by_cue.get(cue.head), self._speaker(cue)
        if draft is None and speaker is not None:
            draft = self._add(Draft(cue, speaker, None, "quote"))
        if draft is not None:
            self._give(draft, number)

    def _give(self, draft: Draft, number: int) -> None:
        draft.quotes.append(number)
        self.owner.setdefault(number, draft)

    def _cue_of(self, number: int) -> Cue | None:
        """The cue beside a quotation, if it has a speaker."""
        for find, region in (
            (self.attachment.cue_behind, self.map.region_behind(number)),
            (self.attachment.cue_before, self.map.region_before(number)),
        ):
            cue = find(number, region, self._cues_in(number, *region))
            if cue is not None and self.map.quotes[number].depth and self._speaker(cue) is None:
                self.speakers[cue.head] = unnamed_source(self.tree, cue, least=0)
            if cue is not None and self._speaker_beside(cue, region) is not None:
                return None if is_slogan(self.tree, cue) else cue
        return None

    def _cues_in(self, number: int, start: int, stop: int) -> list[Cue]:
        """The cues in a region that are not in the quotation itself."""
        first, last = bisect_left(self.heads, start), bisect_left(self.heads, stop)
        return [c for c in self.cues[first:last] if number not in self.map.inside[c.head]]

    def _speaker_beside(self, cue: Cue, region: tuple[int, int]) -> Speaker | None:
        """The cue's speaker by grammar, else who spoke just before, else the name beside it."""
        speaker = self._speaker(cue)
        if speaker is not None or cue.entry.kind == "thought":
            return speaker
        earlier = [*self.found[-_RECENT:], *self.by_sentence.get(self.tree.sentence[cue.head], ())]
        earlier = [d for d in earlier if self._is_near(d, cue)]
        if not self._is_guessed(cue):
            speaker = unnamed_source(self.tree, cue)
        elif self.tree.tag[cue.head] == "VBG" and earlier:
            speaker = replace(earlier[-1].speaker, span=None, rule="same as before")
        else:
            speaker = beside(self.tree, self.actors, cue, *region) or unnamed_source(self.tree, cue)
        self.speakers[cue.head] = speaker
        return speaker

    def _is_near(self, draft: Draft, cue: Cue) -> bool:
        """Whether a participle goes on with the words of the draft: "…, adding: “…”"."""
        if draft.cue is None or draft.cue.head >= cue.head:
            return False
        if self.tree.sentence[draft.cue.head] == self.tree.sentence[cue.head]:
            return True
        return any(0 < cue.first - self.map.close[n] <= _NEAR for n in draft.quotes)

    def _add_clause_before(self, cue: Cue, number: int) -> None:
        """The sentence that runs into a quotation is said with it: The vote was “a farce,” he said."""
        draft = self.by_cue[cue.head]
        first, stop = self.map.region_before(number)
        if draft.content is not None or len(draft.quotes) > 1:
            return
        first = next((i + 1 for i in range(stop - 1, first, -1) if self.tree.low[i] == ";"), first)
        piece = trim(self.tree, first, self.map.close[number])
        if piece is not None:
            draft.content = Content((piece,), "around")

    def _add_words_before(self, cue: Cue, number: int) -> None:
        """The words between a cue and some quoted words are said too: called the vote “credible”."""
        tree, first, stop = self.tree, cue.last + 1, self.map.open[number]
        draft = self.by_cue.get(cue.head)
        if draft is None or draft.content is not None or not first < stop:
            return
        if "addressee" in cue.entry.frames or tree.low[first] in read_words("asides"):
            return
        if tree.low[stop - 1] in {":", ","} or self.map.starts_sentence(number):
            return
        piece = trim(tree, first, self.map.close[number])
        if piece is not None:
            draft.content = Content((piece,), "n+")

    def _add_condition(self, cue: Cue, number: int) -> None:
        """The clause that a cue parts from its quotation: If they come, Berg said, “we will fight”."""
        tree, draft = self.tree, self.by_cue.get(cue.head)
        if draft is None or draft.content is not None or self.map.starts_sentence(number):
            return
        start, stop = tree.bounds(cue.head)
        own = own_clause(tree, cue, start, stop)
        if own is None or tree.low[own[0] - 1] != ",":
            return
        first = next((i + 1 for i in range(own[0] - 2, start - 1, -1) if tree.low[i] == ";"), start)
        piece = trim(tree, first, own[0] - 2)
        if piece is None or tree.low[piece[0]] not in read_words("conditional"):
            return
        if not any(self.map.inside[i] for i in range(piece[0], own[0])):
            draft.content = Content((piece, (self.map.open[number], self.map.close[number])), "around")

    def _is_covered(self, number: int) -> bool:
        """Whether the quotation stands in what some cue outside it introduces."""
        words = self.map.words(number)
        for draft in self._around(words):
            if draft.cue is None or draft.content is None or number in self.map.inside[draft.cue.head]:
                continue
            held = [i for i in words if draft.content.holds(i)]
            if held and (len(held) * 2 >= len(words) or held[0] == words[0] or held[-1] == words[-1]):
                self._give(draft, number)
                return True
        return False

    def _around(self, words: list[int]) -> list[Draft]:
        """The drafts in whose sentence the words begin or end."""
        numbers = dict.fromkeys(self.tree.sentence[i] for i in (words[0], words[-1]))
        return [draft for number in numbers for draft in self.by_sentence.get(number, ())]

    # quotations without a cue

    def _attach_by_place(self, number: int) -> None:
        """A name before a colon or behind the quotation, the same speaker going on, or the sentence before."""
        for head in (
            self.attachment.speaker_before_colon(number, self.actors),
            self.attachment.speaker_behind(number, self.actors),
        ):
            speaker = resolve(self.tree, self.actors, head) if head is not None else None
            if speaker is not None:
                self._add(Draft(None, speaker, None, "colon", [number]))
                return
        speaker = self._surname_behind(number)
        if speaker is not None:
            self._add(Draft(None, speaker, None, "colon", [number]))
            return
        if not self._goes_on(number):
            speaker = self._speaker_before(number)
            if speaker is not None:
                self._add(Draft(None, replace(speaker, span=None), None, "context", [number]))

    def _surname_behind(self, number: int) -> Speaker | None:
        """The one person with the surname that is all that is left of a line: “…,” Lavrov."""
        tree = self.tree
        words = [i for i in range(*self.map.region_behind(number)) if not tree.space[i]]
        if len(words) != 1 or tree.pos[words[0]] != "PROPN":
            return None
        name = tree.tokens[words[0]].text
        people = [e for e in self.actors.entities if e.type == "person" and e.name.split()[-1:] == [name]]
        return Speaker((people[0].key,), (words[0],), (words[0], words[0])) if len(people) == 1 else None

    def _goes_on(self, number: int) -> bool:
        """Joins a second quotation of the same turn: in the same paragraph, or filling the next one."""
        tree, start = self.tree, self.map.open[number]
        near = range(number - 1, max(number - _RECENT, 0) - 1, -1)
        depth = self.map.quotes[number].depth
        before = (n for n in near if self.map.quotes[n].depth <= depth)
        previous = next((n for n in before if n in self.owner and self.map.close[n] < start), None)
        if previous is None:
            return False
        last, draft = self.map.close[previous], self.owner[previous]
        distance = tree.paragraphs[start] - tree.paragraphs[last]
        if distance > 1 or (distance == 1 and not self._fills_paragraph(number)):
            return False
        if not self._is_frame(draft, [i for i in range(last + 1, start) if not tree.space[i]]):
            return False
        self._give(draft, number)
        return True

    def _is_frame(self, draft: Draft, between: list[int]) -> bool:
        """Whether the tokens are nothing but "he said on Monday." or marks."""
        tree, cue = self.tree, draft.cue
        words = [i for i in between if tree.pos[i] != "PUNCT"]
        if not words:
            return True
        if cue is not None and cue.head in words:
            short = read_words("short_titles")
            stops = [i for i in between if tree.low[i] in {".", "!", "?"} and tree.low[i - 1] not in short]
            return not stops or (len(stops) == 1 and stops[0] > words[-1])
        return False

    def _fills_paragraph(self, number: int) -> bool:
        first, last = self.map.open[number], self.map.close[number]
        rest = (*self._to_edge(first, -1), *self._to_edge(last, 1))
        return all(self.tree.space[i] or self.tree.pos[i] == "PUNCT" for i in rest)

    def _to_edge(self, i: int, step: int) -> Iterator[int]:
        """The tokens from behind `i` to the edge of its paragraph."""
        number = self.tree.paragraphs[i]
        i += step
        while 0 <= i < len(self.tree) and self.tree.paragraphs[i] == number:
            yield i
            i += step

    def _speaker_before(self, number: int) -> Speaker | None:
        """The one who speaks or acts in the sentence right before a quotation that is a sentence of its own."""
        tree, start, words = self.tree, self.map.open[number], self.map.words(number)
        previous = next((i for i in range(start - 1, -1, -1) if not tree.space[i]), None)
        if previous is None or tree.paragraphs[previous] != tree.paragraphs[start]:
            return None
        behind = tree.low[self.map.close[number] + 1 : self.map.close[number] + 2]
        ends = tree.low[words[-1]] in {".", "!", "?", "…"} or behind == ["."]
        if not (ends and self.map.starts_sentence(number)) or tree.low[previous] not in {
            ".",
            ":",
            "?",
            "!",
            *QUOTES,
        }:
            return None
        sentence = tree.sentence[previous]
        for draft in reversed(self.by_sentence.get(sentence, ())):
            if draft.cue is not None and draft.speaker.entities and not self.map.inside[draft.cue.head]:
                return draft.speaker
        return self._person_of(sentence)

    def _person_of(self, sentence: int) -> Speaker | None:
        """The person who is the subject of a sentence."""
        tree = self.tree
        first, last = tree.sentences[sentence]
        root = next((i for i in range(first, last) if tree.head[i] == i and not tree.space[i]), None)
        subject = tree.child(root, "nsubj") if root is not None else None
        speaker = resolve(tree, self.actors, subject) if subject is not None else None
        if speaker is None or len(speaker.entities) != 1:
            return None
        return speaker if self.actors.entity[speaker.entities[0]].type == "person" else None

    # chains, headlines, interviews

    def _read_chains(self) -> None:
        """In "“…,” X was quoted by Y as saying" the statement of Y holds that of X, with the same words."""
        for draft in list(self.found):
            cue = draft.cue
            if cue is None or cue.entry.lemma not in word_set("relaying") or not _stands_before(draft):
                continue
            inner = next((c for c in self.cues if self._is_relayed(c, cue)), None)
            source = find_speaker(self.tree, self.actors, inner, None) if inner is not None else None
            if inner is None or source is None or inner.head in self.by_cue:
                continue
            if source.entities == draft.speaker.entities:
                draft.cue, draft.speaker = inner, source
            else:
                self._add(Draft(inner, source, draft.content, draft.rule, list(draft.quotes), outer=draft))

    def _read_citations(self) -> None:
        """In "X, citing two officials, reported that …" the officials say what X reports; what is cited as a reason stays."""
        for draft in self.found:
            cue = draft.cue
            if cue is None or cue.entry.lemma != "cite" or self.tree.tag[cue.head] != "VBG":
                continue
            above = self.tree.head[cue.head]  # the parse may hang "citing" on what is cited
            cited = above if cue.last < above <= cue.last + _NEAR else self.tree.child(cue.head, "obj")
            source = resolve(self.tree, self.actors, cited) if cited is not None else None
            outer = self._reported_by(draft)
            if (
                source is None
                or outer is None
                or not (source.anonymous or is_human(self.actors, source.entities))
            ):
                continue
            draft.speaker, draft.content, draft.rule = source, outer.content, outer.rule
            draft.quotes, draft.outer = list(outer.quotes), outer

    def _reported_by(self, draft: Draft) -> Draft | None:
        """The report of the same source in the same sentence, for which it cites somebody."""
        if draft.cue is None:
            return None
        beside = self.by_sentence.get(self.tree.sentence[draft.cue.head], ())
        own = draft.speaker.entities
        same = (d for d in beside if d is not draft and own in {(), d.speaker.entities})
        clauses = (d for d in same if d.content is not None and d.content.frame in _CLAUSES)
        return next((d for d in clauses if d.cue is not None and d.cue.entry.kind == "speech"), None)

    def _is_relayed(self, inner: Cue, cue: Cue) -> bool:
        tree, head = self.tree, inner.head
        return tree.tag[head] == "VBG" and tree.head[head] == cue.head and tree.has_case(head, "as")

    def _read_labels(self) -> None:
        """Reads "Putin: We will …" in a headline, and the answers of an interview printed as "Name: …"."""
        tree, answers, used = self.tree, [], self._used_lines()
        for first, stop in self._lines():
            colon = next((i for i in range(first, min(first + _LABEL, stop)) if tree.low[i] == ":"), None)
            head = actor_phrase(tree, self.actors, first, colon) if colon is not None else None
            if colon is None or head is None or tree.paragraphs[first] in used:
                continue
            rest = [i for i in range(colon + 1, stop) if not tree.space[i]]
            speaker = resolve(tree, self.actors, head)
            if not rest or speaker is None or not any(tree.is_verb(i) for i in rest):
                continue
            content = Content(((rest[0], rest[-1]),), "colon")
            if tree.in_headline(first):
                self._add(Draft(None, speaker, content, "colon"))
            elif self._is_named_person(head):
                answers.append(Draft(None, speaker, content, "turn"))
        if len(answers) >= _FEWEST_TURNS:
            for draft in answers:
                self._add(draft)
        self._read_answers(used)

    def _read_answers(self, used: set[int]) -> None:
        """Reads the lines "A: …" of questions and answers: the person answers who spoke last before the first "Q: …"."""
        tree = self.tree
        lines = [(first, stop) for first, stop in self._lines() if tree.low[first + 1 : first + 2] == [":"]]
        asked = [first for first, _ in lines if tree.low[first] == "q"]
        answers = [
            line for line in lines if tree.low[line[0]] == "a" and tree.paragraphs[line[0]] not in used
        ]
        speaker = self._last_person(asked[0]) if len(asked) >= _FEWEST_QUESTIONS else None
        for first, stop in answers if speaker is not None else ():
            rest = [i for i in range(first + 2, stop) if not tree.space[i]]
            if rest and speaker is not None:
                self._add(
                    Draft(None, replace(speaker, span=None), Content(((rest[0], rest[-1]),), "colon"), "turn")
                )

    def _last_person(self, stop: int) -> Speaker | None:
        """The person who speaks last before a token."""
        spoke = (self._speaker(c) for c in reversed(self.cues) if c.head < stop and c.entry.pos == "v")
        last = next((s for s in spoke if s is not None and s.entities), None)
        if last is None or len(last.entities) != 1:
            return None
        entity = self.actors.entity.get(last.entities[0])
        return last if entity is not None and entity.type == "person" else None

    def _lines(self) -> Iterator[tuple[int, int]]:
        """The paragraphs as tokens `first <= i < stop`, without white space at their start."""
        numbers = self.tree.paragraphs
        first = 0
        for i in range(1, len(numbers) + 1):
            if i == len(numbers) or numbers[i] != numbers[first]:
                while first < i and self.tree.space[first]:
                    first += 1
                if first < i:
                    yield first, i
                first = i

    def _used_lines(self) -> set[int]:
        """The paragraphs in which an attribution was already found."""
        used = {self.tree.paragraphs[draft.cue.head] for draft in self.found if draft.cue is not None}
        return used | {self.tree.paragraphs[self.map.open[n]] for n in self.owner}

    def _is_named_person(self, head: int) -> bool:
        mention = self.actors.headed_by(self.tree.tokens[head])
        entity = self.actors.entity.get(mention.entity) if mention is not None else None
        return entity is not None and entity.named and entity.type == "person"


def _stands_before(draft: Draft) -> bool:
    """Whether the words stand before the cue, or in quotation marks beside it."""
    return draft.content.frame == "around" if draft.content is not None else bool(draft.quotes)

"""Statements: words, claims and beliefs that an article attributes to a source.

`extract_statements` joins what grammar says (`content`, `speaker`) with what the quotation marks say
(`quotation`, `attachment`): one statement an attribution, in text order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc

from kg.extract.actors import Actors
from kg.extract.attachment import QuoteMap, actor_phrase, is_slogan
from kg.extract.content import Content, read_content, trim
from kg.extract.cue import Cue, find_cues, read_words
from kg.extract.quotation import Quotation, find_quotations
from kg.extract.saying import act_of, happened, time_of_saying, venue_of
from kg.extract.speaker import Speaker, beside, find_speaker, on_behalf_of, resolve
from kg.extract.tree import Tree
from kg.language.context import in_headline, span_of
from kg.records import Span, Statement, TimeSpan

__all__ = ["extract_statements"]

_CONFIDENCE = {
    "quote": 0.95,
    "s": 0.9,
    "np": 0.92,
    "around": 0.88,
    "oto": 0.85,
    "to": 0.82,
    "ing": 0.8,
    "n+": 0.8,
    "n": 0.7,
    "p": 0.75,
    "of": 0.65,
    "turn": 0.75,
    "context": 0.6,
    "colon": 0.75,
    "seen": 0.6,
}
_WEAK = frozenset({"n", "of", "to", "p", "ing"})  # frames that many verbs have that attribute nothing
_WEAK_CUE = 0.4
_STRONG_CUE = 0.08
_SEEN_CUE = 0.5
_THOUGHT_FACTOR = 0.9
_ASIDE = frozenset("on in at during after before when while to with from by via through last this".split())
_RELAYS = frozenset({"quote", "cite"})
_NEAR = 4  # tokens between the end of a quotation and a participle that goes on with it
_FIRST_PERSON = frozenset({"i", "we", "you", "me", "us"})
_OUTER_PUNCTUATION = " \t\r\n,;:—–-"
_MARKS = "\"“”‘’'„«»`´"


@dataclass(slots=True)
class _Draft:
    """An attribution before it is a record; `ranges` are characters of the doc."""

    cue: Cue | None
    speaker: Speaker
    content: Content | None
    rule: str
    quotes: list[int] = field(default_factory=list)
    ranges: list[tuple[int, int]] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    form: str = "indirect"
    order: int = 0
    outer: "_Draft | None" = None


def extract_statements(doc: Doc, actors: Actors, times: Sequence[TimeSpan]) -> list[Statement]:
    """The statements of an article in text order; `reports` stays empty until the events are known."""
    if not len(doc):
        return []
    return _Reading(doc, actors, times).run()


class _Reading:
    """One article while its statements are found."""

    def __init__(self, doc: Doc, actors: Actors, times: Sequence[TimeSpan]) -> None:
        self.doc, self.actors, self.times = doc, actors, times
        self.tree = Tree(doc)
        breaks = [end for _, end in doc._.kg.headlines if end < len(self.tree.text)]
        self.map = QuoteMap(self.tree, find_quotations(self.tree.text, breaks=breaks))
        self.quotes: Sequence[Quotation] = self.map.quotes
        self.cues = find_cues(self.tree)
        self.contents: dict[int, Content] = {}
        self.speakers: dict[int, Speaker | None] = {}
        self.drafts: list[_Draft] = []
        self.by_cue: dict[int, _Draft] = {}
        self.taken: set[int] = set()

    def run(self) -> list[Statement]:
        self._read_cues()
        self._attach_quotes()
        self._read_chains()
        self._read_turns()
        kept = self._settle()
        return self._records(kept)

    # what grammar gives

    def _read_cues(self) -> None:
        for cue in self.cues:
            content = read_content(self.tree, cue)
            if content is not None:
                self.contents[cue.head] = content
        self._claim_utterances()
        for cue in self.cues:
            content = self.contents.get(cue.head)
            if content is None or cue.head in self.by_cue or not self._is_credible(cue, content):
                continue
            speaker = self._speaker(cue)
            if speaker is not None:
                draft = self.by_cue[cue.head] = _Draft(cue, speaker, content, content.frame)
                self.drafts.append(draft)

    def _claim_utterances(self) -> None:
        """Quotations that are sentences of their own go to the cue beside them, whatever the parse says."""
        for number in range(len(self.quotes)):
            if not self.map.is_utterance(number):
                continue
            cue = self._cue_of(number)
            if cue is None or is_slogan(self.tree, cue):
                continue
            self._quote(cue, number)
            if cue.head > self.map.close[number] and not self.map.stands_alone(number):
                self._add_clause_before(cue, number)
            elif cue.head < self.map.open[number]:
                self._add_words_before(cue, number)

    def _quote(self, cue: Cue, number: int) -> None:
        """Gives a quotation to a cue that grammar alone has not served."""
        draft = self.by_cue.get(cue.head)
        if draft is None:
            speaker = self._speaker(cue)
            if speaker is None:
                return
            draft = self.by_cue[cue.head] = _Draft(cue, speaker, None, "quote")
            self.drafts.append(draft)
        draft.quotes.append(number)
        self.taken.add(number)

    def _speaker(self, cue: Cue) -> Speaker | None:
        if cue.head not in self.speakers:
            self.speakers[cue.head] = find_speaker(self.tree, self.actors, cue, self.contents.get(cue.head))
        return self.speakers[cue.head]

    def _is_near(self, draft: _Draft, cue: Cue) -> bool:
        """Whether a participle goes on with the words of the draft: "…, adding: “…”"."""
        if draft.cue is not None and self.tree.sentence[draft.cue.head] == self.tree.sentence[cue.head]:
            return True
        return any(0 < cue.first - self.map.close[n] <= _NEAR for n in draft.quotes)

    def _is_credible(self, cue: Cue, content: Content) -> bool:
        """Whether the cue is one of attribution here, not a speaker's own "I think" or words on a sign."""
        if is_slogan(self.tree, cue) or self._is_doubted(cue, content):
            return False
        around = self.map.outer(cue.head)
        if around is None:
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

    def _attach_quotes(self) -> None:
        for number, quote in enumerate(self.quotes):
            if self.map.title[number] or number in self.taken or self._is_covered(number):
                continue
            cue = self._cue_of(number)
            if cue is not None and not is_slogan(self.tree, cue):
                self._quote(cue, number)
                self._add_words_before(cue, number)
            elif quote.depth == 0 and self.map.is_speech(number):
                self._attach_by_place(number)

    def _add_clause_before(self, cue: Cue, number: int) -> None:
        """The sentence that runs into a quotation is said with it: The vote was “a farce,” he said."""
        draft = self.by_cue.get(cue.head)
        first, stop = self.map.region_before(number)
        if draft is None or draft.content is not None or len(draft.quotes) > 1:
            return
        for i in range(stop - 1, first, -1):
            if self.tree.low[i] == ";":
                first = i + 1
                break
        piece = trim(self.tree, first, self.map.close[number])
        if piece is not None:
            draft.content = Content((piece,), "around")

    def _add_words_before(self, cue: Cue, number: int) -> None:
        """The words between a cue and some quoted words are said too: called the vote “credible”."""
        draft, first, stop = self.by_cue.get(cue.head), cue.last + 1, self.map.open[number]
        if draft is None or draft.content is not None or not first < stop or "addressee" in cue.entry.frames:
            return
        tree = self.tree
        if tree.low[first] in _ASIDE or tree.low[stop - 1] in {":", ","} or self.map.starts_sentence(number):
            return
        piece = trim(tree, first, self.map.close[number])
        if piece is not None:
            draft.content = Content((piece,), "n+")

    def _is_covered(self, number: int) -> bool:
        """Whether the quotation stands in what some cue outside it introduces."""
        words = self.map.words(number)
        around = [d for d in self.drafts if d.content is not None and d.cue is not None]
        for draft in around:
            if draft.cue is None or draft.content is None or number in self.map.inside[draft.cue.head]:
                continue
            held = sum(draft.content.holds(i) for i in words)
            if held and (
                held * 2 >= len(words) or draft.content.holds(words[0]) or draft.content.holds(words[-1])
            ):
                draft.quotes.append(number)
                self.taken.add(number)
                return True
        return False

    def _cue_of(self, number: int) -> Cue | None:
        usable = [c for c in self.cues if number not in self.map.inside[c.head]]
        behind = self.map.cue_behind(number, usable, self.contents)
        if behind is not None and self._speaker_beside(behind, self.map.region_behind(number)) is not None:
            return behind
        before = self.map.cue_before(number, usable, self.contents)
        if before is not None and self._speaker_beside(before, self.map.region_before(number)) is not None:
            return before
        return None

    def _speaker_beside(self, cue: Cue, region: tuple[int, int]) -> Speaker | None:
        """The cue's speaker by grammar, else the name beside it."""
        speaker = self._speaker(cue)
        if speaker is None and cue.entry.pos == "v" and cue.entry.kind != "thought":
            earlier = [d for d in self.drafts if d.cue is not None and d.cue.head < cue.head]
            earlier = [d for d in earlier if self._is_near(d, cue)]
            if self.tree.tag[cue.head] == "VBG" and earlier:
                self.speakers[cue.head] = replace(earlier[-1].speaker, span=None)
                return self.speakers[cue.head]
            speaker = self.speakers[cue.head] = beside(self.tree, self.actors, cue, *region)
        return speaker

    def _attach_by_place(self, number: int) -> None:
        """A quotation without a cue: a name before a colon or behind it, the same speaker going on, the sentence before."""
        tree = self.tree
        for head in (
            self.map.speaker_before_colon(number, self.actors),
            self.map.speaker_behind(number, self.actors),
        ):
            speaker = resolve(tree, self.actors, head) if head is not None else None
            if speaker is not None:
                self.drafts.append(_Draft(None, speaker, None, "colon", [number]))
                return
        if self._goes_on(number):
            return
        speaker = self._speaker_before(number)
        if speaker is not None:
            self.drafts.append(_Draft(None, replace(speaker, span=None), None, "context", [number]))

    def _goes_on(self, number: int) -> bool:
        """A second quotation of the same turn: joined to the first, or a statement of its own in a new paragraph."""
        tree, start = self.tree, self.map.open[number]
        earlier = [(d, q) for d in self.drafts for q in d.quotes if self.map.close[q] < start]
        if not earlier:
            return False
        draft, last = max(earlier, key=lambda pair: self.map.close[pair[1]])
        between = [i for i in range(self.map.close[last] + 1, start) if not tree.space[i]]
        if not self._is_frame(draft, between):
            return False
        if tree.paragraphs[start] == tree.paragraphs[self.map.close[last]]:
            draft.quotes.append(number)
            return True
        if tree.paragraphs[start] == tree.paragraphs[self.map.close[last]] + 1 and self._fills_paragraph(
            number
        ):
            draft.quotes.append(number)
            return True
        return False

    def _is_frame(self, draft: _Draft, between: list[int]) -> bool:
        """Whether the tokens are nothing but "he said on Monday." or marks."""
        tree = self.tree
        words = [i for i in between if tree.pos[i] != "PUNCT"]
        if not words:
            return True
        if draft.cue is not None and draft.cue.head in words:
            stops = [i for i in between if tree.low[i] in {".", "!", "?"}]
            return not stops or (len(stops) == 1 and stops[0] > words[-1])
        frame = self._frame_tokens(draft)
        return all(i in frame for i in words)

    def _frame_tokens(self, draft: _Draft) -> set[int]:
        """The tokens of "he said on Monday"."""
        if draft.cue is None:
            return set()
        tree, cue = self.tree, draft.cue
        tokens = set(range(cue.first, cue.last + 1))
        for child in tree.children[cue.head]:
            if tree.dep[child] not in {"ccomp", "parataxis", "conj"}:
                tokens.update(range(tree.left[child], tree.right[child] + 1))
        if draft.content is not None and draft.content.around is not None:
            tokens.update(range(draft.content.around[0], draft.content.around[1] + 1))
        for head in draft.speaker.heads:
            tokens.update(range(tree.left[head], tree.right[head] + 1))
        return tokens

    def _fills_paragraph(self, number: int) -> bool:
        tree, first, last = self.tree, self.map.open[number], self.map.close[number]
        rest = [i for i in (*self._around(first - 1, -1), *self._around(last + 1, 1)) if not tree.space[i]]
        return all(tree.pos[i] == "PUNCT" for i in rest)

    def _around(self, i: int, step: int) -> Iterator[int]:
        """The tokens from one on to the edge of its paragraph."""
        tree = self.tree
        if not 0 <= i < len(tree):
            return
        number = tree.paragraphs[i - step] if 0 <= i - step < len(tree) else tree.paragraphs[i]
        while 0 <= i < len(tree) and tree.paragraphs[i] == number:
            yield i
            i += step

    def _speaker_before(self, number: int) -> Speaker | None:
        """The one who acts or speaks in the sentence right before a quotation that is a sentence of its own."""
        tree, start = self.tree, self.map.open[number]
        previous = start - 1
        while previous >= 0 and tree.space[previous]:
            previous -= 1
        words = self.map.words(number)
        if previous < 0 or tree.paragraphs[previous] != tree.paragraphs[start] or not words:
            return None
        whole = tree.tokens[words[0]].text[:1].isupper() and tree.low[words[-1]] in {".", "!", "?", "…"}
        if not whole or tree.low[previous] not in {".", ":", "?", "!"} | set(_MARKS):
            return None
        sentence = tree.sentence[previous]
        spoken = [d for d in self.drafts if d.cue is not None and tree.sentence[d.cue.head] == sentence]
        spoken = (
            [d for d in spoken if not self.map.inside[d.cue.head] and d.speaker.entities] if spoken else []
        )
        if spoken:
            return spoken[-1].speaker
        first, last = tree.sentences[sentence]
        root = next((i for i in range(first, last) if tree.head[i] == i and not tree.space[i]), None)
        subject = tree.child(root, "nsubj") if root is not None else None
        if subject is None:
            return None
        speaker = resolve(tree, self.actors, subject)
        if speaker is None or len(speaker.entities) != 1:
            return None
        return speaker if self.actors.entity[speaker.entities[0]].type == "person" else None

    # chains

    def _read_chains(self) -> None:
        """ "“…,” X was quoted by Y as saying": Y's statement holds X's, with the same words."""
        tree = self.tree
        for draft in list(self.drafts):
            cue = draft.cue
            if cue is None or cue.entry.lemma not in _RELAYS or not draft.quotes or draft.content is not None:
                continue
            inner = next((c for c in self.cues if self._is_relayed(c, cue)), None)
            source = find_speaker(tree, self.actors, inner, None) if inner is not None else None
            if inner is None or source is None or inner.head in self.by_cue:
                continue
            if source.entities == draft.speaker.entities:
                draft.cue, draft.speaker = inner, source
                continue
            within = _Draft(inner, source, None, "quote", list(draft.quotes), outer=draft)
            self.by_cue[inner.head] = within
            self.drafts.append(within)

    def _is_relayed(self, inner: Cue, cue: Cue) -> bool:
        tree = self.tree
        return (
            tree.tag[inner.head] == "VBG"
            and tree.head[inner.head] == cue.head
            and tree.has_case(inner.head, "as")
        )

    # headlines and interviews

    def _read_turns(self) -> None:
        """ "Putin: We will …" in a headline, and the answers of an interview printed as "Name: …"."""
        tree = self.tree
        for first, last in tree.sentences:
            colon = next((i for i in range(first, min(first + 10, last)) if tree.low[i] == ":"), None)
            if colon is None or not in_headline(tree.tokens[first]):
                continue
            self._read_headline(first, colon, last)

    def _read_headline(self, first: int, colon: int, last: int) -> None:
        tree = self.tree
        rest = [i for i in range(colon + 1, last) if not tree.space[i]]
        if not rest or any(d.cue is not None and first <= d.cue.head < last for d in self.drafts):
            return
        if any(q for d in self.drafts for q in d.quotes if first <= self.map.open[q] < last):
            return
        if not any(tree.is_verb(i) for i in rest):
            return
        head = actor_phrase(tree, self.actors, first, colon)
        speaker = resolve(tree, self.actors, head) if head is not None else None
        if speaker is not None and speaker.entities:
            content = Content(((rest[0], rest[-1]),), "colon")
            self.drafts.append(_Draft(None, speaker, content, "colon"))

    # from drafts to records

    def _settle(self) -> list[_Draft]:
        """The drafts with their spans, each attribution once, in text order."""
        kept: list[_Draft] = []
        for order, draft in enumerate(self.drafts):
            draft.order = order
            self._measure(draft)
            if draft.spans and (draft.speaker.entities or draft.speaker.anonymous):
                kept.append(draft)
        kept.sort(key=lambda d: (-_CONFIDENCE[d.rule], d.order))
        unique: list[_Draft] = []
        for draft in kept:
            if not any(self._is_double(draft, other) for other in unique):
                unique.append(draft)
        unique.sort(key=lambda d: (d.spans[0][0], -d.spans[-1][1], d.order))
        return unique

    def _is_double(self, draft: _Draft, other: _Draft) -> bool:
        """Whether two drafts say the same of the same speaker."""
        same = draft.speaker.entities == other.speaker.entities and draft.outer is not other
        return same and _overlap(draft.spans, other.spans) >= 0.8

    def _measure(self, draft: _Draft) -> None:
        """Sets the character ranges, the form and the published spans of a draft."""
        tree, text = self.tree, self.tree.text
        inside = self.map.inside[draft.cue.head] if draft.cue is not None else []
        ranges = [tree.chars(first, last) for first, last in draft.content.pieces] if draft.content else []
        quotes = [n for n in range(len(self.quotes)) if n not in inside and not self.map.title[n]]
        ranges += [(self.quotes[n].start, self.quotes[n].end) for n in draft.quotes]
        touched = [n for n in quotes if any(_meets(r, self.quotes[n]) for r in ranges)]
        touched = [n for n in touched if self._is_outermost(n, touched)]
        ranges += [(self.quotes[n].start, self.quotes[n].end) for n in touched]
        if inside:
            ranges = self._clip(ranges, inside)
        draft.ranges = _merge(text, ranges)
        plain = _plain(text, draft.ranges, [self.quotes[n] for n in touched])
        if touched and not plain:
            draft.form = "direct"
            draft.spans = [piece for n in touched for piece in self.quotes[n].pieces]
            return
        draft.form = "mixed" if touched else "indirect"
        draft.spans = [r for r in (self._tidy(*r) for r in draft.ranges) if r[0] < r[1]]

    def _is_outermost(self, number: int, others: Sequence[int]) -> bool:
        quote = self.quotes[number]
        return not any(
            self.quotes[n].start < quote.start and quote.end <= self.quotes[n].end
            for n in others
            if n != number
        )

    def _clip(self, ranges: list[tuple[int, int]], inside: Sequence[int]) -> list[tuple[int, int]]:
        innermost = max((self.quotes[n] for n in inside), key=lambda q: q.depth)
        clipped = [
            (max(start, a), min(end, b))
            for start, end in ranges
            for a, b in innermost.pieces
            if start < b and a < end
        ]
        return [(start, end) for start, end in clipped if start < end]

    def _tidy(self, start: int, end: int) -> tuple[int, int]:
        """A range without the punctuation around it; marks that stay are in pairs."""
        text = self.tree.text
        while start < end and text[start] in _OUTER_PUNCTUATION:
            start += 1
        while start < end and (
            text[end - 1] in _OUTER_PUNCTUATION or (text[end - 1] in ".?!" and end - start > 1)
        ):
            if text[end - 1] in ".?!" and _is_abbreviation(text, start, end):
                break
            end -= 1
        return start, end

    def _records(self, drafts: list[_Draft]) -> list[Statement]:
        keys: dict[int, str] = {}
        taken: dict[str, int] = {}
        for number, draft in enumerate(drafts):
            span = span_of(self.doc, *draft.spans[0])
            key = f"{span.context}/{span.start}-{span.end}"
            taken[key] = taken.get(key, 0) + 1
            keys[number] = key if taken[key] == 1 else f"{key}-{taken[key]}"
        return [self._record(draft, keys[n], self._outer(n, drafts, keys)) for n, draft in enumerate(drafts)]

    def _outer(self, number: int, drafts: list[_Draft], keys: dict[int, str]) -> str | None:
        """The statement in whose words this one's cue stands: the smallest one."""
        draft = drafts[number]
        if draft.outer is not None:
            return next((keys[n] for n, other in enumerate(drafts) if other is draft.outer), None)
        if draft.cue is None:
            return None
        cue = self.tree.start[draft.cue.head]
        around = [
            (sum(b - a for a, b in other.ranges), n)
            for n, other in enumerate(drafts)
            if n != number and any(a <= cue < b for a, b in other.ranges)
        ]
        return keys[min(around)[1]] if around else None

    def _record(self, draft: _Draft, key: str, outer: str | None) -> Statement:
        tree, cue, speaker = self.tree, draft.cue, draft.speaker
        tokens = [i for a, b in draft.spans for i in range(tree.token_from(a), tree.token_from(b))]
        words = [i for i in tokens if not tree.space[i]]
        fact = outer is None and (cue is None or happened(tree, cue))
        addressee = draft.content.addressee if draft.content else None
        return Statement(
            key=key,
            fact=fact,
            content_spans=tuple(span_of(self.doc, a, b) for a, b in draft.spans),
            content=" ".join(tree.text[a:b] for a, b in draft.spans),
            form="direct" if draft.form == "direct" else "mixed" if draft.form == "mixed" else "indirect",
            act=act_of(tree, cue, words, speaker),
            cue=cue.entry.lemma if cue else "",
            cue_span=self._span(cue.first, cue.last) if cue else None,
            speakers=speaker.entities,
            speaker_span=self._span(*speaker.span) if speaker.span else None,
            addressee=self._addressee(cue, addressee, speaker),
            venue=venue_of(tree, cue, speaker, words, self.actors),
            on_behalf_of=on_behalf_of(tree, self.actors, speaker),
            anonymous=speaker.anonymous,
            time=time_of_saying(tree, cue, words, self.times, self.doc._.kg.shift),
            mentions=self.actors.actors_in(tree.tokens[i] for i in words),
            reported_in=outer,
            confidence=self._confidence(draft),
        )

    def _addressee(self, cue: Cue | None, token: int | None, speaker: Speaker) -> str | None:
        if token is None and cue is not None and cue.entry.frames & {"addressee", "oto"}:
            token = self.tree.child(cue.head, "obj", "iobj")
        if token is None:
            return None
        entity = self.actors.actor_at(self.tree.tokens[token])
        return entity if entity not in speaker.entities else None

    def _span(self, first: int, last: int) -> Span:
        return span_of(self.doc, *self.tree.chars(first, last))

    def _confidence(self, draft: _Draft) -> float:
        value = _CONFIDENCE[draft.rule]
        if draft.cue is not None and draft.cue.entry.kind in {"thought", "perception"}:
            value *= _THOUGHT_FACTOR
        if any(not self.quotes[n].closed for n in draft.quotes):
            value *= _THOUGHT_FACTOR
        return round(value, 2)


def _meets(piece: tuple[int, int], quote: Quotation) -> bool:
    return piece[0] < quote.end and quote.start < piece[1]


def _merge(text: str, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges in order, those joined that overlap or have only spaces and commas between them."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and (start <= merged[-1][1] or not any(c.isalnum() for c in text[merged[-1][1] : start])):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _plain(text: str, ranges: Sequence[tuple[int, int]], quotes: Sequence[Quotation]) -> bool:
    """Whether any letter of the ranges stands outside the quotations."""
    for start, end in ranges:
        position = start
        for quote in sorted(quotes, key=lambda q: q.start):
            if quote.end <= position or quote.start >= end:
                continue
            if any(c.isalnum() for c in text[position : quote.start]):
                return True
            position = max(position, quote.end)
        if any(c.isalnum() for c in text[position:end]):
            return True
    return False


def _overlap(these: Sequence[tuple[int, int]], those: Sequence[tuple[int, int]]) -> float:
    """Common characters as a share of the longer one."""
    common = sum(max(0, min(b, d) - max(a, c)) for a, b in these for c, d in those)
    longest = max(sum(b - a for a, b in these), sum(d - c for c, d in those))
    return common / longest if longest else 0.0


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    """Whether the full stop belongs to a word like "U.S." or "a.m."."""
    word = text[start:end].rsplit(None, 1)[-1]
    return word.count(".") > 1 or word in {
        "Inc.",
        "Co.",
        "Corp.",
        "Ltd.",
        "Jr.",
        "Sr.",
        "Gov.",
        "Sen.",
        "No.",
    }

"""Parsed documents written by hand, one word a line, for tests of the rules that read parses.

    make_doc('''
    Putin   NNP  2  nsubj  S-PERSON
    hailed  VBD  0  ROOT   -         lemma=hail cue=0.9
    ties    NNS  2  obj
    .       .    2  punct
    ''')

Columns: word, PTB tag, head (number of the word in its sentence, 0 for the root), UD label, name in BIOES (or `-`), then
`key=value` settings: `lemma`, `pos`, `morph` and any `token._` attribute (`event=CONSULT`, `nominal=person`, `content=B`).
A blank line ends a sentence, a line `¶` a paragraph. A line with `|` holds a whole sentence:

    make_doc("Putin|NNP|2|nsubj|S-PERSON hailed|VBD|0|ROOT|lemma=hail ties|NNS|2|obj .|.|2|punct")

Without `text` the words are joined by the usual spacing; with it
they are found in it, and what lies between becomes white-space tokens, as spaCy has them.
"""

from collections.abc import Mapping
from typing import Any

from spacy.tokens import Doc, Span, Token
from spacy.vocab import Vocab

from kg.language.context import DocContext

__all__ = ["make_doc", "token"]

_POS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON",
    "WP$": "PRON", "WDT": "PRON", "EX": "PRON", "IN": "ADP", "RP": "ADP", "TO": "PART", "POS": "PART", "DT": "DET",
    "PDT": "DET", "CC": "CCONJ", "MD": "AUX", "CD": "NUM", "UH": "INTJ", "WRB": "ADV", "SYM": "SYM", "_SP": "SPACE",
}  # fmt: skip
_LEMMA = {
    "said": "say", "told": "tell", "was": "be", "is": "be", "were": "be", "are": "be", "been": "be", "has": "have",
    "had": "have", "met": "meet", "held": "hold", "left": "leave", "went": "go", "made": "make", "took": "take",
    "gave": "give", "n't": "not", "them": "they", "him": "he", "her": "she", "his": "he", "its": "it", "an": "a",
    "men": "man", "women": "woman", "people": "people", "police": "police", "won": "win", "lost": "lose", "sent": "send",
    "shot": "shoot", "led": "lead", "saw": "see", "began": "begin", "spoke": "speak", "knew": "know", "fell": "fall",
}  # fmt: skip
_NO_SPACE_BEFORE = frozenset(".,;:!?)]%’”'") | {"'s", "’s", "n't", "n’t", "..."}
_NO_SPACE_AFTER = frozenset("([$“‘#")


def make_doc(
    lines: str,
    text: str | None = None,
    context: DocContext | None = None,
    args: Mapping[tuple[int, int], tuple[str, float]] | None = None,
) -> Doc:
    """The `Doc` that the lines describe; `args` are `doc._.kg_args` by token number (white space counts)."""
    rows, starts, breaks = _read(lines)
    hyphens = {number for number, row in enumerate(rows) if row[1] == "HYPH"}
    words, spaces, at = _layout([row[0] for row in rows], breaks, hyphens, text)
    count = len(words)
    heads, deps, tags, sent_starts = list(range(count)), ["dep"] * count, ["_SP"] * count, [False] * count
    first = 0
    for number, row in enumerate(rows):
        i = at[number]
        if number in starts:
            first, sent_starts[i] = number, True
        head = int(row[2])
        heads[i], deps[i], tags[i] = (at[first + head - 1] if head else i), row[3], row[1]
    for i in range(count):  # white space hangs on the word before it
        if tags[i] == "_SP" and i:
            heads[i] = next((j for j in range(i - 1, -1, -1) if tags[j] != "_SP"), i)
    settings = [_settings(row) for row in rows]
    lemmas, pos = list(words), ["SPACE"] * count
    for number, row in enumerate(rows):
        lemmas[at[number]] = settings[number].pop("lemma", _lemma(row[0], row[1]))
        pos[at[number]] = settings[number].pop("pos", _pos(row[1], row[3]))
    doc = Doc(
        Vocab(), words=words, spaces=spaces, heads=heads, deps=deps, tags=tags, pos=pos, lemmas=lemmas,
        sent_starts=sent_starts,
    )  # fmt: skip
    doc.set_ents(_names(doc, rows, at))
    for number, values in enumerate(settings):
        for key, value in values.items():
            _set(doc[at[number]], key, value)
    doc._.kg = context or DocContext()
    doc._.kg_args = dict(args or {})
    return doc


def token(doc: Doc, word: str, nth: int = 1) -> Token:
    """The nth token with this text."""
    return [t for t in doc if t.text == word][nth - 1]


def _read(lines: str) -> tuple[list[list[str]], set[int], set[int]]:
    """Rows, the numbers of the rows that open a sentence, and of those that open a paragraph."""
    rows: list[list[str]] = []
    starts, breaks = {0}, set()
    for line in (line.strip() for line in lines.strip().splitlines()):
        if "|" in line:
            starts.add(len(rows))
            rows += [word.split("|") for word in line.split()]
            starts.add(len(rows))
        elif not line or line == "¶":
            starts.add(len(rows))
            if line:
                breaks.add(len(rows))
        else:
            rows.append(line.split())
    return rows, starts, breaks


def _layout(
    words: list[str], breaks: set[int], hyphens: set[int], text: str | None
) -> tuple[list[str], list[bool], list[int]]:
    if text is None:
        text = ""
        for i, word in enumerate(words):
            if i in breaks:
                text += "\n\n"
            elif (
                i
                and not {i, i - 1} & hyphens
                and word not in _NO_SPACE_BEFORE
                and words[i - 1] not in _NO_SPACE_AFTER
            ):
                text += " "
            text += word
    out: list[str] = []
    spaces: list[bool] = []
    at, position = [], 0
    for word in words:
        start = text.index(word, position)
        gap = text[position:start]
        if gap.startswith(" ") and out:
            spaces[-1], gap = True, gap[1:]
        if gap:
            out.append(gap)
            spaces.append(False)
        at.append(len(out))
        out.append(word)
        spaces.append(False)
        position = start + len(word)
    if rest := text[position:]:
        out.append(rest)
        spaces.append(False)
    return out, spaces, at


def _settings(row: list[str]) -> dict[str, str]:
    return dict(piece.split("=", 1) for piece in row[4:] if "=" in piece)


def _pos(tag: str, dep: str) -> str:
    if tag.startswith("VB"):
        return "AUX" if dep.partition(":")[0] in {"aux", "cop"} else "VERB"
    return _POS.get(tag) or {"J": "ADJ", "R": "ADV"}.get(tag[0], "PUNCT" if not tag[0].isalpha() else "X")


def _lemma(word: str, tag: str) -> str:
    low = word.lower()
    if tag.startswith("NNP"):
        return word
    if low in _LEMMA:
        return _LEMMA[low]
    if tag == "NNS":
        return low[:-3] + "y" if low.endswith("ies") and len(low) > 4 else low.removesuffix("s")
    if tag == "VBZ" and low.endswith("s"):
        return low[:-1]
    for tags, ending in (({"VBD", "VBN"}, "ed"), ({"VBG"}, "ing")):
        if tag in tags and low.endswith(ending):
            return low[: -len(ending)]
    return low


def _names(doc: Doc, rows: list[list[str]], at: list[int]) -> list[Span]:
    spans, start = [], 0
    for number, row in enumerate(rows):
        tag = row[4] if len(row) > 4 and row[4][:2] in {"B-", "I-", "E-", "S-"} else ""
        if tag[:1] in {"B", "S"}:
            start = at[number]
        if tag[:1] in {"E", "S"}:
            spans.append(Span(doc, start, at[number] + 1, label=tag[2:]))
    return spans


def _set(word: Token, key: str, value: str) -> None:
    if key == "morph":
        word.set_morph(value)
        return
    own: Any = word._
    setattr(own, key, type(getattr(own, key))(value))

"""Words to word pieces, and an article to windows that the encoder reads in one pass each."""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

__all__ = ["MAX_PIECES", "Window", "pieces_of", "windows"]

MAX_PIECES = 254
"""Pieces of a window without [CLS] and [SEP]: the encoder was trained on 256."""
PIECES_A_WORD = 8
"""A longer word keeps its first pieces: 10,000-letter words must not fill a window."""
_ENDS = frozenset({".", "!", "?", "”", '"', ";", ":", ".”", '."'})


@dataclass(frozen=True, slots=True)
class Window:
    """Words `start <= i < end` of a document."""

    start: int
    end: int


def pieces_of(words: Sequence[str], tokenizer: Tokenizer) -> list[list[int]]:
    """The piece ids of each word; at least one, [UNK] for a word that the vocabulary cannot spell."""
    unknown = tokenizer.token_to_id("[UNK]") or 0
    result: list[list[int]] = [[] for _ in words]
    if words:
        encoding = tokenizer.encode(list(words), is_pretokenized=True, add_special_tokens=False)
        for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
            if word is not None and len(result[word]) < PIECES_A_WORD:
                result[word].append(piece)
    return [ids or [unknown] for ids in result]


def windows(
    words: Sequence[str],
    lengths: Sequence[int],
    paragraph_starts: frozenset[int],
    *,
    breaks: frozenset[int] = frozenset(),
    budget: int = MAX_PIECES,
) -> list[Window]:
    """Cut a document into windows that cover every word once, at paragraph breaks where possible.

    `lengths` are piece counts. A paragraph that is longer than `budget` is cut after the last word that looks
    like a sentence's end, else hard. A window starts at each of the `breaks`: nothing reads across them.
    """
    result: list[Window] = []
    start = used = 0
    paragraph = end = -1
    for i, length in enumerate(lengths):
        if i in breaks and i > start:
            result.append(Window(start, i))
            start, used = i, 0
        if i in paragraph_starts:
            paragraph = i
        if i and words[i - 1] in _ENDS:
            end = i
        while used + length > budget and i > start:
            cut = next((at for at in (paragraph, end) if at > start), i)
            result.append(Window(start, cut))
            start, used = cut, sum(lengths[cut:i])
        used += length
    if start < len(words):
        result.append(Window(start, len(words)))
    return result

"""The pipeline `en_kg_news`: spaCy's tokenizer, one encoder, ordinary spaCy annotations."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.article import Article
from kg.errors import EnvironmentFaultError
from kg.language import context
from kg.language.model import WEIGHTS, Layout, Model, Reading

__all__ = ["layout_of", "load", "parse_article"]

EVENT_SCORE = 0.25
"""From this score on a word is said to name a happening."""
EVENT_CHANCE = 0.001
"""Below it the kinds of happening that a word might name are not kept."""
_OWN = (
    "factual", "cue", "polarity", "certainty", "temporality", "act", "content", "nominal", "name_score", "predicate",
)  # fmt: skip
_DOTTED_HYPHEN = r"(?<=[A-Z]\.)[-‑–](?=[A-Z])"
"""Parts "U.S.-China" as "China-India" is parted; spaCy looks for letters on both sides of a hyphen."""


@cache
def load(name: str | None = None) -> Language:
    """The pipeline, loaded once a process: our own, or an installed spaCy pipeline with UD labels by name.

    Raises `EnvironmentFaultError` if it is not there.
    """
    if name is not None:
        try:
            return spacy.load(name)
        except OSError as error:
            raise EnvironmentFaultError(
                f"no spaCy pipeline named {name!r} is installed; leave --pipeline out for the built-in one"
            ) from error
    nlp = spacy.blank("en")
    nlp.meta["name"] = "kg_news"
    nlp.max_length = 20_000_000
    tokenizer: Any = nlp.tokenizer
    infixes = [*(nlp.Defaults.infixes or []), _DOTTED_HYPHEN]
    tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer
    nlp.add_pipe("kg_encoder")
    return nlp


@Language.factory(
    "kg_encoder",
    assigns=[
        "token.tag",
        "token.pos",
        "token.morph",
        "token.lemma",
        "token.head",
        "token.dep",
        "doc.sents",
        "doc.ents",
    ],
    default_config={"weights": None},
)
def make_encoder(nlp: Language, name: str, weights: str | None) -> "Encoder":
    """The spaCy component that reads a `Doc` with the built-in network."""
    return Encoder(Path(weights) if weights else WEIGHTS, nlp.vocab, name)


class Encoder:
    """Sets tags, lemmas, trees, sentences, names and our own extension attributes."""

    def __init__(self, folder: Path, vocab: Any, name: str) -> None:
        if not (folder / "model.onnx").exists():
            raise EnvironmentFaultError(
                f"{folder}: the weights are not there; install the wheel or a full checkout"
            )
        self.vocab = vocab
        self.name = name
        self.model = Model(folder)

    def __call__(self, doc: Doc) -> Doc:
        tokens = [token for token in doc if not token.is_space]
        if not tokens:
            return doc
        reading = self.model.read(layout_of(doc, tokens))
        for i, token in enumerate(tokens):
            word: Any = token  # spaCy's stubs lack its setters
            token.tag_ = reading.tag[i]
            token.pos_ = reading.pos[i]
            word.set_morph("" if reading.morph[i] == "_" else reading.morph[i])
            token.lemma_ = reading.lemma[i]
        self._extend(doc, tokens, reading)
        self._attach(doc, tokens, reading.heads, reading.deps)
        at = [token.i for token in tokens]
        doc.set_ents([Span(doc, at[a], at[b - 1] + 1, label) for a, b, label, _ in reading.names])
        doc._.kg_args = {(at[row], at[col]): value for (row, col), value in reading.args.items()}
        doc._.kg_event_chances = {
            at[i]: chances
            for i, chances in enumerate(reading.event_chances)
            if 1 - float(chances[0]) >= EVENT_CHANCE
        }
        doc._.kg_event_kinds = self.model.labels["event"]
        doc._.kg_roles = {(at[row], at[col]): value for (row, col), value in reading.roles.items()}
        if reading.antecedents is not None:
            index = {token.i: i for i, token in enumerate(tokens)}
            doc._.kg_antecedents = replace(reading.antecedents, index=index)
        return doc

    @staticmethod
    def _extend(doc: Doc, tokens: list[Token], reading: Reading) -> None:
        """Fill our extension attributes where `token._` keeps them, in a tenth of the time."""
        data: Any = doc.user_data
        starts = [token.idx for token in tokens]
        for name, values in (
            ("event", [kind if score >= EVENT_SCORE else "" for kind, score in reading.event]),
            ("event_score", [score for _, score in reading.event]),
            *((name, getattr(reading, name)) for name in _OWN),
        ):
            data.update(
                (("._.", name, start, None), value) for start, value in zip(starts, values, strict=True)
            )

    @staticmethod
    def _attach(doc: Doc, tokens: list[Token], heads: list[int], deps: list[str]) -> None:
        strings = doc.vocab.strings
        head = np.zeros(len(doc), np.int64)
        dep = np.zeros(len(doc), np.uint64)
        for i, token in enumerate(tokens):
            head[token.i] = tokens[heads[i]].i
            dep[token.i] = strings.add(deps[i])
        last = tokens[0].i
        for token in doc:
            if token.is_space:
                head[token.i] = last
                dep[token.i] = strings.add("dep")
                token.tag_, token.pos_ = "_SP", "SPACE"
            else:
                last = token.i
        offsets = (head - np.arange(len(doc))).astype(np.int64).view(np.uint64)
        annotations: Any = np.stack([offsets, dep], 1)
        doc.from_array(["HEAD", "DEP"], annotations)


def layout_of(doc: Doc, tokens: list[Token]) -> Layout:
    """The words of a doc without white space, and where paragraphs start.

    A blank line starts one, or a single line break where the text has no blank lines; so does what follows a
    dateline, which is no part of the first sentence and is read alone.
    """
    text, datelines = doc.text, [end for _, end in doc._.kg.datelines]
    blank_lines = "\n\n" in text or "\r\n\r\n" in text
    paragraphs, breaks, spaces, last = [], [], [], 0
    for i, token in enumerate(tokens):
        gap = text[last : token.idx]
        if any(last <= end <= token.idx for end in datelines):
            breaks.append(i)
        if i == 0 or gap.count("\n") >= (2 if blank_lines else 1):
            paragraphs.append(i)
        spaces.append(bool(gap) or i == 0)
        last = token.idx + len(token)
    words = tuple(token.text for token in tokens)
    return Layout(words, frozenset(paragraphs + breaks), tuple(spaces), frozenset(breaks))


def parse_article(nlp: Language, article: Article) -> Doc:
    """The annotated `Doc` of an article, with `doc._.kg` saying how its offsets map back."""
    text, doc_context = context.analysis_text(article)
    doc = nlp.make_doc(text)
    doc._.kg = doc_context
    return nlp(doc)

"""Corpora of `../shared/corpora` as training samples: words, and labels with -100 where a corpus is silent.

Names are partial labels: a word has the set of tags that its corpus allows, so that "LOC" is COUNTRY or PLACE
and a nationality adjective that a corpus leaves unmarked is not a negative.
"""

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import spacy

from kg.language.window import windows
from training.coreference import attach_gum_mentions, litbank_documents, unique_heads
from training.corrections import corrected
from training.marked import document, sentence_texts, standoff_texts
from training.propbank import attach_roles, word_offsets
from training.vocabulary import (
    ACTS,
    EVENT_TYPES,
    FIXED,
    IGNORE,
    NAME_TAGS,
    NOMINAL_TYPES,
    OPEN,
    RELATIONS,
    TAG_ID,
)  # fmt: skip

ANNOTATIONS = Path(__file__).parent / "annotations"


@dataclass
class Sample:
    words: list[str]
    paragraphs: frozenset[int]
    spaces: list[bool]
    labels: dict[str, np.ndarray] = field(default_factory=dict)
    names: np.ndarray | None = None  # (words, tags) allowed
    heads: np.ndarray | None = None  # 0 root, else 1 + index
    sents: np.ndarray | None = None  # sentence number of each word
    deps: np.ndarray | None = None
    rows: list[tuple[int, int, int, dict[int, int]]] = field(
        default_factory=list
    )  # row, lo, hi, {column: relation}
    roles: list[tuple[int, int, int, dict[int, int]]] = field(default_factory=list)  # the same, of PropBank
    mentions: list[tuple[int, int, int, int]] = field(default_factory=list)  # head, first, end, cluster
    document: int = -1


def jsonl(path: Path) -> Iterator[dict]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


# ---------------------------------------------------------------- lemmas


def lemma_rule(word: str, lemma: str) -> str:
    low = word.lower()
    for case, form in (("k", word), ("l", low)):
        common = 0
        while common < min(len(form), len(lemma)) and form[common] == lemma[common]:
            common += 1
        if common or not lemma:
            if case == "k" and lemma.lower() == lemma and low != word:
                continue
            return f"{case}|{len(form) - common}|{lemma[common:]}"
    return f"x|{lemma}"


# ---------------------------------------------------------------- UD


def conllu(path: Path) -> Iterator[list[dict]]:
    """Documents of sentences: {'par': bool, 'text', 'rows': [...], 'doc'}."""
    doc: list[dict] = []
    sent: dict = {"rows": [], "par": False}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for raw in lines:
            line = raw.rstrip("\n")
            if line.startswith("# newdoc"):
                if doc:
                    yield doc
                doc = []
            elif line.startswith("# newpar"):
                sent["par"] = True
            elif line.startswith("# text = "):
                sent["text"] = line[9:]
            elif line.startswith("# sent_id = "):
                sent["id"] = line[12:]
            elif not line:
                if sent["rows"]:
                    doc.append(sent)
                sent = {"rows": [], "par": False}
            elif line[0] != "#":
                cols = line.split("\t")
                if "." not in cols[0]:
                    sent["rows"].append(cols)
    if doc:
        yield doc


def ud_documents(path: Path) -> Iterator[dict]:
    for doc in conllu(path):
        out: dict = {
            k: []
            for k in (
                "words",
                "spaces",
                "tag",
                "upos",
                "morph",
                "lemma",
                "heads",
                "deps",
                "sents",
                "starts",
                "pars",
                "ids",
            )
        }
        for number, sent in enumerate(doc):
            base = len(out["words"])
            out["starts"].append(base)
            out["ids"].append(sent["id"])
            if sent["par"] or number == 0:
                out["pars"].append(base)
            mwt_end, mwt_space, space = 0, True, True
            for cols in sent["rows"]:
                no_space = "SpaceAfter=No" in cols[9]
                if "-" in cols[0]:
                    mwt_end = int(cols[0].split("-")[1])
                    mwt_space = not no_space
                    continue
                i = int(cols[0])
                out["words"].append(cols[1])
                out["spaces"].append(space)
                if i < mwt_end:
                    space = False
                elif i == mwt_end:
                    space = mwt_space
                else:
                    space = not no_space
                out["tag"].append(cols[4])
                out["upos"].append(cols[3])
                out["morph"].append(cols[5])
                out["lemma"].append(lemma_rule(cols[1], cols[2]))
                out["heads"].append(int(cols[6]) + base if cols[6] != "0" else -1)  # 1-based in document
                out["deps"].append(cols[7])
                out["sents"].append(number)
        yield out


def attach_gum_names(docs: list[dict], rows: list[dict]) -> None:
    for doc, row in zip(docs, rows, strict=True):
        offsets = word_offsets(row["text"], doc["words"])
        if offsets is None:
            print("no alignment for", row["doc"])
            continue
        spans = []
        for ent in row["ents"]:
            label = ent[2]
            allowed = {
                "LOC": {"COUNTRY", "PLACE"},
                "MISC": {"ARTIFACT", "WORK", "AGREEMENT", "GROUP", "O"},
                "NORP": {"GROUP", "NORP"},
            }.get(label, {label})
            spans.append((ent[0], ent[1], allowed))
        doc["names"] = allowed_names(offsets, spans, {"O", "S-NORP", "B-NORP", "I-NORP", "E-NORP"})


def allowed_names(
    offsets: list[tuple[int, int]], spans: Iterable[tuple[int, int, set[str]]], outside: set[str]
) -> np.ndarray:
    table = np.zeros((len(offsets), len(NAME_TAGS)), bool)
    for tag in outside:
        table[:, TAG_ID[tag]] = True
    starts = {s: i for i, (s, _) in enumerate(offsets)}
    for start, end, types in spans:
        inside = (
            [i for i, (s, e) in enumerate(offsets) if s < end and e > start] if start not in starts else None
        )
        if inside is None:
            i = starts[start]
            inside = []
            while i < len(offsets) and offsets[i][0] < end:
                inside.append(i)
                i += 1
        for k, i in enumerate(inside):
            part = "S" if len(inside) == 1 else "B" if k == 0 else "E" if k == len(inside) - 1 else "I"
            table[i] = False
            for kind in types:
                table[i, TAG_ID["O" if kind == "O" else f"{part}-{kind}"]] = True
    return table


OUT_DATE = {"O", "B-DATE", "I-DATE", "E-DATE", "S-DATE"}

# ---------------------------------------------------------------- other name corpora

MISC = {"NORP", "EVENT", "ARTIFACT", "WORK", "AGREEMENT", "GROUP"}
CROSSNER = {
    "politician": {"PERSON"}, "person": {"PERSON"}, "writer": {"PERSON"}, "musicalartist": {"PERSON"},
    "scientist": {"PERSON"}, "researcher": {"PERSON"}, "politicalparty": {"ORG"}, "organisation": {"ORG"},
    "band": {"ORG"}, "university": {"ORG"}, "country": {"COUNTRY"}, "location": {"PLACE", "COUNTRY"},
    "election": {"EVENT"}, "event": {"EVENT"}, "conference": {"EVENT"}, "book": {"WORK"}, "magazine": {"WORK", "ORG"},
    "poem": {"WORK"}, "album": {"WORK"}, "song": {"WORK"}, "academicjournal": {"WORK"}, "product": {"ARTIFACT", "WORK"},
}  # fmt: skip


class Tokens:
    """spaCy's tokenizer decides words; white-space tokens are left out."""

    def __init__(self) -> None:
        self.nlp = spacy.blank("en")

    def __call__(self, text: str) -> dict:
        words, offsets, spaces, pars = [], [], [], []
        last = 0
        blank_lines = "\n\n" in text
        for token in self.nlp.make_doc(text):
            if token.is_space:
                continue
            gap = text[last : token.idx]
            if not words or gap.count("\n") >= (2 if blank_lines else 1):
                pars.append(len(words))
            words.append(token.text)
            spaces.append(bool(gap) or not offsets)
            offsets.append((token.idx, token.idx + len(token)))
            last = token.idx + len(token)
        return {"words": words, "offsets": offsets, "spaces": spaces, "pars": pars}


def name_documents(path: Path, tokens: Tokens, kind: str) -> Iterator[dict]:
    for row in jsonl(path):
        doc = tokens(row["text"])
        if not doc["words"]:
            continue
        ents = row.get("flat") or row.get("ents")
        spans, outside = [], OUT_DATE
        for ent in ents:
            start, end, label = ent[:3]
            if kind == "crossner":
                fine = ent[3]
                allowed = CROSSNER.get(fine, {"O", *MISC})
                if fine == "misc":
                    allowed = {"O", *MISC, "ORG"}
            elif kind == "redocred":
                outside = {"O"}
                allowed = {"LOC": {"COUNTRY", "PLACE", "NORP"}, "MISC": MISC}.get(label, {label})
            else:
                allowed = {"LOC": {"COUNTRY", "PLACE"}, "MISC": MISC}.get(label, {label})
            spans.append((start, end, allowed))
        doc["names"] = allowed_names(doc["offsets"], spans, outside)
        yield doc


# ---------------------------------------------------------------- annotated news

ENT = {
    "PERSON": "PERSON", "ORGANIZATION": "ORG", "COUNTRY": "COUNTRY", "PLACE": "PLACE", "GROUP": "GROUP",
    "EVENT": "EVENT", "AGREEMENT": "AGREEMENT", "ARTIFACT": "ARTIFACT", "WORK": "WORK",
}  # fmt: skip
PREPOSITIONS = {
    "of",
    "for",
    "in",
    "from",
    "at",
    "to",
    ",",
    "who",
    "with",
    "on",
    "by",
    "(",
    "near",
    "against",
    "that",
    "which",
    "between",
    "about",
    "and",
}


def head_of(words: list[str], lo: int, hi: int) -> int:
    """The likely head of a mention: the last word before its first preposition or comma."""
    for i in range(lo + 1, hi):
        if words[i].lower() in PREPOSITIONS:
            return i - 1
    last = hi - 1
    return last - 1 if last > lo and words[last] in ("'s", "’s", "'", "’") else last


def news_documents(folder: Path, tokens: Tokens, *, dev: bool) -> Iterator[dict]:
    for path in sorted(folder.glob("*-[0-9][0-9][0-9].json")):
        number = int(path.stem.split("-")[1])
        if (number % 5 == 0) != dev:
            continue
        data = json.loads(path.read_text(encoding="utf-8"))
        yield news_document(data if dev else corrected(data, ANNOTATIONS / "corrections"), tokens)


def news_document(data: dict, tokens: Tokens) -> dict:
    doc = tokens(data["text"])
    doc["id"] = data["id"]
    words, offsets = doc["words"], doc["offsets"]
    n = len(words)

    def covered(start: int, end: int) -> tuple[int, int]:
        inside = [i for i, (s, e) in enumerate(offsets) if s < end and e > start]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    mentions = sorted(data["mentions"], key=lambda m: (m[0], -m[1]))
    names, last = [], -1
    for start, end, entity, kind, _ in mentions:
        if kind in "na" and start >= last:
            label = "NORP" if kind == "a" else ENT[data["entities"][entity]["type"]]
            names.append((start, end, {label}))
            last = end
    doc["names"] = allowed_names(offsets, names, OUT_DATE)
    nominal = np.zeros(n, np.int64)
    at: dict[str, list[int]] = {}
    numbers: dict[str, int] = {}
    corefering = []
    for start, end, entity, kind, _ in mentions:
        lo, hi = covered(start, end)
        if hi == lo:
            continue
        head = head_of(words, lo, hi) if kind != "a" else hi - 1
        at.setdefault(entity, []).append(head)
        corefering.append((head, lo, hi, numbers.setdefault(entity, len(numbers))))
        if kind == "d":
            nominal[head] = NOMINAL_TYPES.index(data["entities"][entity]["type"].lower())
    doc["nominal"] = nominal
    doc["mentions"] = unique_heads(corefering)
    event = np.zeros(n, np.int64)
    per = {k: np.full(n, IGNORE, np.int64) for k in ("fact", "polarity", "certainty", "temporality", "act")}
    rows: list[tuple[int, int, int, dict[int, int]]] = []
    ends = [0, *(i + 1 for i, w in enumerate(words) if w in (".", "!", "?")), n]
    bounds = sorted({*ends, *doc["pars"]})

    def sentence(i: int) -> tuple[int, int]:
        lo = max(b for b in bounds if b <= i)
        return lo, min((b for b in bounds if b > i), default=n)

    all_heads = {h for heads in at.values() for h in heads}

    def row(i: int, roles: Iterable[tuple[str, str]]) -> None:
        lo, hi = sentence(i)
        columns: dict[int, int] = {}
        for relation, entity in roles:
            near = [h for h in at.get(entity, ()) if lo <= h < hi and h != i]
            near.sort(key=lambda h: (abs(h - i), h))
            for k, h in enumerate(near):
                if h not in columns:
                    columns[h] = RELATIONS.index(relation) if k == 0 else IGNORE
        rows.append((i, lo, hi, columns))

    for item in data["events"]:
        lo, hi = covered(*item["trigger_offsets"])
        if hi == lo:
            continue
        kind = EVENT_TYPES.index(item["type"])
        if event[lo]:
            continue
        event[lo] = kind
        event[lo + 1 : hi] = IGNORE
        per["fact"][lo] = int(bool(item["fact"]))
        per["polarity"][lo] = FIXED["polarity"].index(item["polarity"])
        per["certainty"][lo] = FIXED["certainty"].index(item["certainty"])
        per["temporality"][lo] = FIXED["temporality"].index(item["temporality"])
        roles = [
            (r, e)
            for r in ("agent", "patient", "recipient", "topic", "instrument")
            for e in item.get(r) or ()
        ]
        if item.get("place"):
            roles.append(("place", item["place"]))
        row(lo, roles)
    cue = np.zeros(n, np.int64)
    content = np.zeros(n, np.int64)
    spans = sorted(
        {
            (lo, hi)
            for s in data["statements"]
            for a, b in s["content_spans"]
            for lo, hi in [covered(a, b)]
            if hi > lo
        },
        key=lambda s: (s[0], -s[1]),
    )
    for lo, hi in spans:
        if content[lo:hi].any():
            continue
        content[lo:hi] = 2
        content[lo] = 1
    for item in data["statements"]:
        if not item.get("cue_offsets"):
            continue
        lo, hi = covered(*item["cue_offsets"])
        if hi == lo or cue[lo]:
            continue
        cue[lo:hi] = 1
        if item["act"] in ACTS:
            per["act"][lo] = ACTS.index(item["act"])
        columns: dict[int, int] = {}
        if item.get("speaker_span_offsets"):
            a, b = covered(*item["speaker_span_offsets"])
            inside = [h for h in sorted(all_heads) if a <= h < b]
            outer = head_of(words, a, b) if b > a else None
            head = outer if outer is not None else (inside[-1] if inside else None)
            # "President X": the head of a span that ends in a name is the name's last word
            if head is not None:
                columns[head] = RELATIONS.index("speaker")
        low, high = sentence(lo)
        if item.get("addressee"):
            near = sorted(
                (h for h in at.get(item["addressee"], ()) if low <= h < high), key=lambda h: abs(h - lo)
            )
            if near and near[0] not in columns:
                columns[near[0]] = RELATIONS.index("addressee")
        rows.append((lo, min([low, *columns]), max([high, *(c + 1 for c in columns)]), columns))
    doc.update(event=event, cue=cue, content=content, rows=rows, **per)
    return doc


# ---------------------------------------------------------------- documents to samples


def vocabulary(docs: Iterable[dict], key: str, minimum: int) -> list[str]:
    counts = Counter(value for doc in docs for value in doc[key])
    return [value for value, count in sorted(counts.items(), key=lambda c: (-c[1], c[0])) if count >= minimum]


def samples(
    doc: dict, lengths: list[int], vocabularies: dict[str, dict[str, int]], budget: int
) -> Iterator[Sample]:
    starts = doc.get("starts")
    cuts = frozenset(starts if starts is not None else doc["pars"])
    pars = set(doc["pars"])
    for window in windows(doc["words"], lengths, cuts, budget=budget):
        a, b = window.start, window.end
        sample = Sample(
            doc["words"][a:b],
            frozenset(p - a for p in pars if a <= p < b),
            doc["spaces"][a:b],
        )
        for key in OPEN:
            if key in doc:
                table = vocabularies[key]
                sample.labels[key] = np.array([table.get(v, IGNORE) for v in doc[key][a:b]], np.int64)
        for key in FIXED:
            if key in doc and key != "names":
                sample.labels[key] = np.asarray(doc[key][a:b], np.int64)
        if "names" in doc:
            sample.names = doc["names"][a:b]
        if "heads" in doc:
            heads = np.asarray(doc["heads"][a:b])
            inside = (heads == -1) | ((heads > a) & (heads <= b))
            sample.heads = np.where(heads == -1, 0, np.where(inside, heads - a, IGNORE))
            sample.sents = np.asarray(doc["sents"][a:b])
            deps = vocabularies["deps"]
            sample.deps = np.array([deps.get(d, IGNORE) for d in doc["deps"][a:b]], np.int64)
            sent = np.zeros(b - a, np.int64)
            sent[[s - a for s in starts if a <= s < b]] = 1
            sample.labels["sent"] = sent
        for key, into in (("rows", sample.rows), ("roles", sample.roles)):
            for row, lo, hi, columns in doc.get(key, ()):
                if a <= row < b:
                    inside = {c - a: r for c, r in columns.items() if a <= c < b}
                    into.append((row - a, max(lo, a) - a, min(hi, b) - a, inside))
        sample.mentions = [
            (head - a, max(lo, a) - a, min(hi, b) - a, cluster)
            for head, lo, hi, cluster in doc.get("mentions", ())
            if a <= head < b
        ]
        yield sample


_WORD = re.compile(r"\w")


def recased(sample: Sample, how: str) -> Sample:
    """The same sample as a headline or agency slug would print it."""
    change = str.upper if how == "upper" else lambda w: w[:1].upper() + w[1:] if len(w) > 3 else w
    return Sample(**{**sample.__dict__, "words": [change(w) for w in sample.words]})


def load(root: Path, seed: int = 0) -> tuple[dict[str, list[dict]], dict[str, list[dict]]]:
    """Training and development documents by corpus."""
    tokens = Tokens()
    train: dict[str, list[dict]] = {}
    dev: dict[str, list[dict]] = {}
    for split, into in (("train", train), ("dev", dev)):
        into["ewt"] = list(ud_documents(root / "ud_ewt" / f"{split}.conllu.gz"))
        gum = list(ud_documents(root / "gum" / f"{split}.conllu.gz"))
        attach_gum_names(gum, list(jsonl(root / "gum" / f"{split}.ner.jsonl.gz")))
        attach_gum_mentions(gum, root / "gum" / f"{split}.mentions.jsonl.gz")
        attach_roles(into["ewt"], root / "propbank_ewt" / f"{split}.srl.jsonl.gz")
        into["gum"] = gum
    for name in ("wikinews_annotated", "invented_wire"):
        train[name] = list(news_documents(root / name, tokens, dev=False))
        dev[name] = list(news_documents(root / name, tokens, dev=True))
    here = Path(__file__).parent / "annotations"
    for name, texts in (
        ("sentences", sentence_texts(here / "sentences")),
        (
            "wikinews_text",
            standoff_texts(here / "wikinews_text", root / "wikinews_text" / "articles.jsonl.gz"),
        ),
    ):
        train[name] = [document(text, tokens, allowed_names, head_of) for text in texts]
    train["wikigold"] = list(name_documents(root / "wikigold" / "all.ner.jsonl.gz", tokens, "wikigold"))
    train["crossner"] = [
        doc
        for domain in ("politics", "science", "literature", "music", "ai")
        for split in ("train", "dev")
        for doc in name_documents(root / "crossner" / f"{domain}.{split}.ner.jsonl.gz", tokens, "crossner")
        if domain in ("politics", "literature", "science") or split == "train"
    ]
    train["litbank"] = list(litbank_documents(root / "litbank" / "all.jsonl.gz", head_of))
    train["redocred"] = list(name_documents(root / "re_docred" / "dev.jsonl.gz", tokens, "redocred"))
    dev["uner"] = list(name_documents(root / "uner_ewt" / "dev.ner.jsonl.gz", tokens, "uner"))
    random.Random(seed).shuffle(train["crossner"])
    return train, dev

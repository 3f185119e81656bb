"""Development figures of shipped weights, head by head: `python -m training.evaluate WEIGHTS --corpora DIR`."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import onnxruntime as ort

from kg.language.model import Layout, Model
from training import corpora
from training.corpora import EVENT_TYPES, IGNORE, NAME_TAGS


def read(model: Model, doc: dict):
    return model.read(Layout(tuple(doc["words"]), frozenset(doc["pars"]), tuple(doc["spaces"])))


def trees(model: Model, docs: list[dict]) -> dict[str, float]:
    n = Counter()
    for doc in docs:
        r = read(model, doc)
        gold_starts = set(doc["starts"])
        found_starts = {i for i, s in enumerate(r.sentence_starts) if s}
        n["sent_right"] += len(gold_starts & found_starts)
        n["sent_gold"] += len(gold_starts)
        n["sent_found"] += len(found_starts)
        for i, word in enumerate(doc["words"]):
            n["words"] += 1
            n["tag"] += r.tag[i] == doc["tag"][i]
            n["upos"] += r.pos[i] == doc["upos"][i]
            n["morph"] += r.morph[i] == doc["morph"][i]
            n["lemma"] += corpora.lemma_rule(word, r.lemma[i]) == doc["lemma"][i]
            gold = i if doc["heads"][i] == -1 else doc["heads"][i] - 1
            if r.heads[i] == gold:
                n["uas"] += 1
                n["las"] += r.deps[i] == doc["deps"][i].replace("root", "ROOT")
    out = {k: 100 * n[k] / n["words"] for k in ("tag", "upos", "morph", "lemma", "uas", "las")}
    out["sentence F1"] = 200 * n["sent_right"] / (n["sent_gold"] + n["sent_found"])
    return out


def gold_spans(doc: dict) -> set[tuple[int, int, frozenset[str]]]:
    """Spans that the corpus annotates, as (start, end, allowed types)."""
    spans, start = set(), 0
    table = doc["names"]
    for i in range(len(table)):
        allowed = [NAME_TAGS[k] for k in table[i].nonzero()[0]]
        strict = "O" not in allowed
        parts = {t[0] for t in allowed if t != "O"}
        if strict and parts & {"B", "S"} and len(parts) == 1:
            start = i
        if strict and parts & {"E", "S"} and len(parts) == 1:
            spans.add((start, i + 1, frozenset(t[2:] for t in allowed)))
    return spans


def names(model: Model, docs: list[dict], keep: set[str]) -> dict[str, float]:
    n: Counter = Counter()
    per: Counter = Counter()
    for doc in docs:
        r = read(model, doc)
        gold = {(a, b): t for a, b, t in gold_spans(doc) if t & keep}
        found = {(a, b): t for a, b, t, _ in r.names if t in keep}
        n["gold"] += len(gold)
        n["found"] += len(found)
        for span, kind in found.items():
            ok = span in gold and kind in gold[span]
            n["right"] += ok
            n["span"] += span in gold
            per[kind, "found"] += 1
            per[kind, "right"] += ok
        for kinds in gold.values():
            per[min(kinds), "gold"] += 1
    out = {
        "F1": 200 * n["right"] / max(1, n["gold"] + n["found"]),
        "P": 100 * n["right"] / max(1, n["found"]),
        "R": 100 * n["right"] / max(1, n["gold"]),
        "span F1": 200 * n["span"] / max(1, n["gold"] + n["found"]),
    }
    for kind in sorted({k for k, _ in per}):
        if per[kind, "gold"]:
            out[kind] = 200 * per[kind, "right"] / max(1, per[kind, "gold"] + per[kind, "found"])
    return out


def news(model: Model, docs: list[dict], threshold: float = 0.5) -> dict[str, float]:
    n: Counter = Counter()
    for doc in docs:
        r = read(model, doc)
        for i in range(len(doc["words"])):
            gold = doc["event"][i]
            kind, score = r.event[i]
            if gold != IGNORE:
                is_event = score >= threshold
                n["ev_gold"] += gold > 0
                n["ev_found"] += is_event
                if is_event and gold > 0:
                    n["ev_right"] += 1
                    n["ev_type"] += kind == EVENT_TYPES[gold]
                if gold > 0:
                    n["fact"] += (r.factual[i] >= 0.5) == bool(doc["fact"][i])
            cue, found = doc["cue"][i], r.cue[i] >= 0.5
            n["cue_gold"] += cue
            n["cue_found"] += found
            n["cue_right"] += bool(cue) and found
            inside, said = doc["content"][i] > 0, r.content[i] in ("B", "I")
            n["c_gold"] += inside
            n["c_found"] += said
            n["c_right"] += inside and said
            gold_nominal, nominal = corpora.NOMINAL_TYPES[doc["nominal"][i]], r.nominal[i]
            n["n_gold"] += bool(gold_nominal)
            n["n_found"] += bool(nominal)
            n["n_right"] += bool(nominal) and nominal == gold_nominal
        for row, lo, hi, columns in doc["rows"]:
            for j in range(lo, hi):
                gold = columns.get(j, 0)
                if gold == IGNORE or j == row:
                    continue
                label = r.args.get((row, j), ("", 0.0))[0]
                relation = corpora.RELATIONS[gold]
                group = (
                    "s" if relation in ("speaker", "addressee") or label in ("speaker", "addressee") else "r"
                )
                n[group + "_gold"] += bool(gold)
                n[group + "_found"] += bool(label)
                n[group + "_right"] += bool(label) and label == relation

    def f1(key: str) -> float:
        return 200 * n[key + "_right"] / max(1, n[key + "_gold"] + n[key + "_found"])

    return {
        "trigger F1": f1("ev"), "type given trigger": 100 * n["ev_type"] / max(1, n["ev_right"]),
        "fact accuracy (gold triggers)": 100 * n["fact"] / max(1, n["ev_gold"]), "cue F1": f1("cue"),
        "content words F1": f1("c"), "descriptions F1": f1("n"), "participants F1": f1("r"), "speakers F1": f1("s"),
    }  # fmt: skip


def table(folder: Path, root: Path, *, float32: bool) -> dict[str, dict[str, float]]:
    model = Model(folder)
    if float32:
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        model.__dict__["session"] = ort.InferenceSession(str(folder / "model.fp32.onnx"), options)
    _, dev = corpora.load(root)
    both = dev["wikinews_annotated"] + dev["invented_wire"]
    kinds = {"PERSON", "ORG", "COUNTRY", "PLACE", "GROUP", "EVENT", "AGREEMENT", "ARTIFACT", "WORK"}
    return {
        "EWT dev": trees(model, dev["ewt"]),
        "GUM dev": trees(model, dev["gum"]),
        "names, annotated news dev": names(model, both, kinds),
        "names, GUM dev": names(model, dev["gum"], {"PERSON", "ORG", "COUNTRY", "PLACE", "EVENT"}),
        "names, UNER EWT dev": names(model, dev["uner"], {"PERSON", "ORG", "COUNTRY", "PLACE"}),
        "annotated news dev": news(model, both),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("weights", type=Path)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--float32", action="store_true")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    result = table(args.weights, args.corpora, float32=args.float32)
    for name, figures in result.items():
        print(name, {k: round(v, 1) for k, v in figures.items()})
    if args.out:
        args.out.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()

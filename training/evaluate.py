"""Development figures of shipped weights, head by head: `python -m training.evaluate WEIGHTS --corpora DIR`."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import onnxruntime as ort

from kg.language.model import Layout, Model
from kg.score.coreference import b_cubed, ceaf_e, clusters_of, muc
from kg.score.figure import Tally
from training import corpora
from training.vocabulary import EVENT_TYPES, IGNORE, NAME_TAGS, NOMINAL_TYPES, RELATIONS, ROLE_LABELS


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
            gold_nominal, nominal = NOMINAL_TYPES[doc["nominal"][i]], r.nominal[i]
            n["n_gold"] += bool(gold_nominal)
            n["n_found"] += bool(nominal)
            n["n_right"] += bool(nominal) and nominal == gold_nominal
        for row, lo, hi, columns in doc["rows"]:
            for j in range(lo, hi):
                gold = columns.get(j, 0)
                if gold == IGNORE or j == row:
                    continue
                label = r.args.get((row, j), ("", 0.0))[0]
                relation = RELATIONS[gold]
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


def roles(model: Model, docs: list[dict]) -> dict[str, float]:
    """Predicates of PropBank; heads of arguments with their labels, all and those of predicates that are found."""
    n: Counter = Counter()
    for doc in docs:
        r = read(model, doc)
        known = [i for i, value in enumerate(doc["predicate"]) if value != IGNORE]
        inside = set(known)
        n["p_gold"] += sum(doc["predicate"][i] for i in known)
        n["p_found"] += sum(r.predicate[i] for i in known)
        n["p_right"] += sum(bool(doc["predicate"][i]) and r.predicate[i] for i in known)
        gold = {
            (row, col): ROLE_LABELS[k] for row, _, _, columns in doc["roles"] for col, k in columns.items()
        }
        found = {key: label for key, (label, _) in r.roles.items() if key[0] in inside}
        right = sum(gold.get(key) == label for key, label in found.items())
        n["r_gold"] += len(gold)
        n["r_found"] += len(found)
        n["r_right"] += right
        n["k_gold"] += sum(r.predicate[row] for row, _ in gold)
        n["k_found"] += sum(bool(doc["predicate"][row]) for row, _ in found)
    return {
        "predicate F1": 200 * n["p_right"] / max(1, n["p_gold"] + n["p_found"]),
        "role labels F1": 200 * n["r_right"] / max(1, n["r_gold"] + n["r_found"]),
        "role labels F1, predicate found": 200 * n["r_right"] / max(1, n["k_gold"] + n["k_found"]),
    }


_OUTSIDE = {"cc", "mark", "cop", "punct", "conj", "parataxis", "discourse", "orphan", "dep", "advcl", "appos"}
_CLAUSAL = {"nsubj", "nsubj:pass", "aux", "aux:pass", "expl", "csubj", "nsubj:outer", "obl", "advmod"}


def phrase_spans(heads: list[int], deps: list[str]) -> list[tuple[int, int]]:
    """First word and end of the noun phrase of each word: what hangs on it without prepositions, coordination,
    apposition and, for a predicate noun, the rest of its clause."""
    children: dict[int, list[int]] = {}
    for i, head in enumerate(heads):
        if head != i:
            children.setdefault(head, []).append(i)
    spans: dict[int, tuple[int, int]] = {}
    whole: dict[int, tuple[int, int]] = {}

    def subtree(i: int) -> tuple[int, int]:
        if i not in whole:
            parts = [subtree(c) for c in children.get(i, ()) if deps[c] != "punct"]
            whole[i] = min([i, *(a for a, _ in parts)]), max([i + 1, *(b for _, b in parts)])
        return whole[i]

    for i in range(len(heads)):
        kids = children.get(i, ())
        predicate = any(deps[k] in {"cop", "nsubj"} for k in kids)
        parts = [
            subtree(k)
            for k in kids
            if deps[k] not in _OUTSIDE
            and not (deps[k] == "case" and k < i)
            and not (predicate and deps[k] in _CLAUSAL)
        ]
        spans[i] = min([i, *(a for a, _ in parts)]), max([i + 1, *(b for _, b in parts)])
    return [spans[i] for i in range(len(heads))]


def coreference(model: Model, docs: list[dict]) -> dict[str, float]:
    """CoNLL F1 of GUM's noun phrases by the network alone: each links to its best antecedent, or to none."""
    totals = [Tally(), Tally(), Tally()]
    for doc in docs:
        if "mentions" not in doc:
            continue
        r = read(model, doc)
        spans = phrase_spans(r.heads, r.deps)
        places = []
        for i, score in enumerate(r.mention):
            if score >= 0.5:
                places.append((i, *spans[i]))
        assert r.antecedents is not None
        scorer = replace(r.antecedents, index={i: i for i in range(len(r.heads))})
        cluster: list[int] = []
        for k, place in enumerate(places):
            scores = scorer.scores(place, places[:k])
            best = int(scores.argmax()) if k else 0
            cluster.append(cluster[best] if k and scores[best] > 0 else k)
        found = clusters_of((f"{c:06}", (lo, hi)) for c, (_, lo, hi) in zip(cluster, places, strict=True))
        gold = clusters_of((f"{c:06}", (lo, hi)) for _, lo, hi, c in doc["mentions"])
        for k, metric in enumerate((muc, b_cubed, ceaf_e)):
            totals[k] += metric(gold, found)
    f1 = [100 * t.f1 for t in totals]
    return dict(zip(("MUC", "B³", "CEAF-e"), f1, strict=True)) | {"CoNLL F1": sum(f1) / 3}


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
        "PropBank (EWT dev)": roles(model, dev["ewt"]),
        "coreference, GUM dev": coreference(model, dev["gum"]),
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

"""Train every head on one encoder: `python -m training.train --corpora ../shared/corpora --out DIR`.

Resumable (DIR/checkpoint.pt), seeded, on the CPU in bfloat16 where the processor has it, else float32.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from kg.language.antecedent import MAX_ANTECEDENTS, near_classes
from kg.language.features import FLAGS, Gazetteer, shape, word_flags
from kg.language.window import MAX_PIECES, pieces_of
from training import corpora
from training.gazetteer import rows as gazetteer_rows
from training.model import Network
from training.swap import name_pools, swapped
from training.vocabulary import FIXED, IGNORE, NAME_TAGS, OPEN, RELATIONS, ROLE_LABELS

if TYPE_CHECKING:
    from training.corpora import Sample

WEIGHT = {
    "names": 1.0, "tag": 0.5, "upos": 0.3, "morph": 0.3, "lemma": 0.3, "sent": 0.5, "event": 1.0, "fact": 0.6,
    "polarity": 0.2, "certainty": 0.3, "temporality": 0.3, "cue": 0.6, "act": 0.3, "content": 0.7, "nominal": 0.5,
    "predicate": 0.3, "roles": 0.7, "mention": 0.3, "links": 0.7,
}  # fmt: skip
SHARE = {
    "ewt": 0.27, "gum": 0.18, "wikinews_annotated": 0.17, "invented_wire": 0.08, "sentences": 0.07,
    "wikinews_text": 0.04, "wikigold": 0.04, "crossner": 0.07, "redocred": 0.06, "litbank": 0.02,
}  # fmt: skip


class Encoded:
    """A sample with its arrays."""

    def __init__(
        self, sample: Sample, pieces: list[list[int]], gazetteer: Gazetteer, number: int = 0
    ) -> None:
        self.sample = sample
        self.number = number
        ids, owner, first, last = [101], [0], [0], [0]
        for i, word in enumerate(pieces):
            first.append(len(ids))
            ids.extend(word)
            owner.extend([i + 1] * len(word))
            last.append(len(ids) - 1)
        ids.append(102)
        owner.append(0)
        self.ids, self.owner, self.first, self.last = ids, owner, first, last
        self.gazetteer = gazetteer
        self.cache: dict[str, tuple[list[int], np.ndarray]] = {}

    def features(self, how: str) -> tuple[list[int], np.ndarray]:
        if how not in self.cache:
            sample = self.sample if how == "plain" else corpora.recased(self.sample, how)
            flags = word_flags(
                sample.words, self.gazetteer, paragraph_starts=sample.paragraphs, spaces_before=sample.spaces
            )
            found = (
                [0, *map(shape, sample.words)],
                np.concatenate([np.zeros((1, len(FLAGS)), np.float32), flags]),
            )
            if how != "plain":
                return found
            self.cache[how] = found
        return self.cache[how]


def batch_tensors(batch: list[Encoded], rng: random.Random, *, training: bool) -> dict[str, Tensor]:
    t = max(len(e.ids) for e in batch)
    w = max(len(e.first) for e in batch)
    b = len(batch)
    out = {
        "pieces": torch.zeros(b, t, dtype=torch.long),
        "piece_word": torch.zeros(b, t, dtype=torch.long),
        "first": torch.zeros(b, w, dtype=torch.long),
        "last": torch.zeros(b, w, dtype=torch.long),
        "shapes": torch.zeros(b, w, dtype=torch.long),
        "flags": torch.zeros(b, w, len(FLAGS)),
        "mask": torch.zeros(b, 1, 1, t, dtype=torch.bool),
    }
    for i, e in enumerate(batch):
        draw = rng.random() if training else 1.0
        how = "upper" if draw < 0.03 else "title" if draw < 0.07 else "plain"
        shapes, flags = e.features(how)
        n, m = len(e.ids), len(e.first)
        out["pieces"][i, :n] = torch.tensor(e.ids)
        out["piece_word"][i, :n] = torch.tensor(e.owner)
        out["first"][i, :m] = torch.tensor(e.first)
        out["last"][i, :m] = torch.tensor(e.last)
        out["shapes"][i, :m] = torch.tensor(shapes)
        flags = torch.from_numpy(flags)
        if training:
            known = flags[:, 2:]
            keep = torch.tensor(1.0 if rng.random() > 0.15 else 0.0)
            flags = torch.cat([flags[:, :2], known * keep], 1)
        out["flags"][i, :m] = flags
        out["mask"][i, 0, 0, :n] = True
    return out


def losses(net: Network, batch: list[Encoded], rng: random.Random, dtype: torch.dtype) -> dict[str, Tensor]:
    x = batch_tensors(batch, rng, training=net.training)
    with torch.autocast("cpu", dtype=dtype, enabled=dtype != torch.float32):
        words = net.words(
            x["pieces"], x["piece_word"], x["first"], x["last"], x["shapes"], x["flags"], x["mask"]
        )
    words = words.float()
    b, w = words.shape[0], words.shape[1] - 1
    result: dict[str, Tensor] = {}
    for name in net.softmax:
        if name == "names":
            rows = [i for i, e in enumerate(batch) if e.sample.names is not None]
            if not rows:
                continue
            logits = F.log_softmax(net.head(name, words[rows][:, 1:]), -1)
            allowed = torch.zeros(len(rows), w, len(NAME_TAGS), dtype=torch.bool)
            valid = torch.zeros(len(rows), w, dtype=torch.bool)
            for k, i in enumerate(rows):
                table = batch[i].sample.names
                allowed[k, : len(table)] = torch.from_numpy(table)
                valid[k, : len(table)] = True
            score = torch.logsumexp(logits.masked_fill(~allowed, -1e4), -1)
            result[name] = -(score * valid).sum() / valid.sum()
            continue
        labels = torch.full((b, w), IGNORE)
        for i, e in enumerate(batch):
            if name in e.sample.labels:
                values = e.sample.labels[name]
                labels[i, : len(values)] = torch.from_numpy(values)
        at = labels != IGNORE
        if not at.any():
            continue
        result[name] = F.cross_entropy(net.head(name, words[:, 1:][at]), labels[at])
    rows = [i for i, e in enumerate(batch) if e.sample.heads is not None]
    if rows:
        sub = words[rows]
        arcs = net.arcs(sub)
        heads = torch.full((len(rows), w), IGNORE)
        deps = torch.full((len(rows), w), IGNORE)
        same = torch.zeros(len(rows), w, w + 1, dtype=torch.bool)
        for k, i in enumerate(rows):
            s = batch[i].sample
            n = len(s.words)
            heads[k, :n] = torch.from_numpy(s.heads)
            deps[k, :n] = torch.from_numpy(s.deps)
            sents = torch.from_numpy(s.sents)
            same[k, :n, 1 : n + 1] = sents[:, None] == sents[None, :]
        same[..., 0] = True
        arcs = arcs.masked_fill(~same, -1e4)
        at = heads != IGNORE
        result["arcs"] = F.cross_entropy(arcs[at], heads[at])
        dep, head = net.label_parts(sub)
        picked = head.gather(1, heads.clamp_min(0).unsqueeze(-1).expand(-1, -1, head.shape[-1]))
        at = at & (deps != IGNORE)
        hidden = net.dropout(F.gelu(dep[at] + picked[at]))
        result["deps"] = F.cross_entropy(net.lab_out(hidden), deps[at])
    for name, attribute, parts, score in (
        ("pairs", "rows", net.pair_parts, net.pair_scores),
        ("roles", "roles", net.role_parts, net.role_scores),
    ):
        found = row_losses(words, batch, attribute, parts, score)
        if found is not None:
            result[name] = found
    if (found := link_loss(net, words, batch)) is not None:
        result["links"] = found
    return result


def row_losses(words: Tensor, batch: list[Encoded], attribute: str, parts, score) -> Tensor | None:
    """Cross entropy of the relation of each row word to each word of its stretch."""
    r, c, offset, gold = [], [], [], []
    for i, e in enumerate(batch):
        for at_row, lo, hi, columns in getattr(e.sample, attribute):
            for j in range(lo, hi):
                target = columns.get(j, 0)
                if j != at_row and target != IGNORE:
                    r.append((i, at_row))
                    c.append((i, j))
                    offset.append(j - at_row)
                    gold.append(target)
    if not gold:
        return None
    rows, cols = parts(words)
    ri, ci = torch.tensor(r), torch.tensor(c)
    scores = score(rows[ri[:, 0], ri[:, 1]], cols[ci[:, 0], ci[:, 1]], torch.tensor(offset))
    return F.cross_entropy(scores, torch.tensor(gold))


def link_loss(net: Network, words: Tensor, batch: list[Encoded]) -> Tensor | None:
    """Marginal log-likelihood of the right antecedents, or of none, for each mention of each document."""
    documents: dict[int, list[tuple[int, Encoded]]] = {}
    for i, e in enumerate(batch):
        if e.sample.mentions:
            documents.setdefault(e.sample.document, []).append((i, e))
    own, other, near, right, place, rank = [], [], [], [], [], []
    mentions_seen = 0
    for windows in documents.values():
        windows.sort(key=lambda w: w[1].number)
        said: list[str] = []
        mentions: list[tuple[int, int, int, int]] = []
        where: list[tuple[int, int]] = []
        for i, e in windows:
            base = len(said)
            said += e.sample.words
            mentions += [(h + base, lo + base, hi + base, c) for h, lo, hi, c in e.sample.mentions]
            where += [(i, m[0]) for m in e.sample.mentions]
        for at in range(len(mentions)):
            first = max(0, at - MAX_ANTECEDENTS)
            for k, (j, kind) in enumerate(
                zip(
                    range(first, at),
                    near_classes(said, mentions[at][:3], [m[:3] for m in mentions[first:at]]),
                    strict=True,
                )
            ):
                own.append(where[at])
                other.append(where[j])
                near.append(kind)
                right.append(mentions[j][3] == mentions[at][3])
                place.append(mentions_seen)
                rank.append(1 + k)
            mentions_seen += 1
    if not own:
        return None
    rows, cols = net.link_parts(words)
    oi, ti = torch.tensor(own), torch.tensor(other)
    scores = net.link_scores(rows[oi[:, 0], oi[:, 1]], cols[ti[:, 0], ti[:, 1]], torch.tensor(near))
    table = torch.full((mentions_seen, 1 + MAX_ANTECEDENTS), -1e4)
    table[:, 0] = 0.0
    table = table.index_put((torch.tensor(place), torch.tensor(rank)), scores)
    good = torch.zeros(table.shape, dtype=torch.bool)
    good[torch.tensor(place), torch.tensor(rank)] = torch.tensor(right)
    good[:, 0] = ~good.any(-1)
    return (torch.logsumexp(table, -1) - torch.logsumexp(table.masked_fill(~good, -1e4), -1)).mean()


def encode_all(
    docs: dict[str, list[dict]], tokenizer: Tokenizer, gazetteer: Gazetteer, tables: dict, seed: int
) -> dict[str, list[Encoded]]:
    rng = random.Random(seed)
    out: dict[str, list[Encoded]] = {}
    for name, group in docs.items():
        out[name] = []
        for number, doc in enumerate(group):
            pieces = pieces_of(doc["words"], tokenizer)
            budget = rng.choice((120, 180, MAX_PIECES)) if seed else MAX_PIECES
            at = 0
            for sample in corpora.samples(doc, [len(p) for p in pieces], tables, budget):
                n = len(sample.words)
                sample.document = number
                out[name].append(Encoded(sample, pieces[at : at + n], gazetteer, len(out[name])))
                at += n
    return out


def batches(encoded: list[Encoded], rng: random.Random, size: int) -> list[list[Encoded]]:
    """Batches of about `size` pieces in random order: of windows of like length, or, where mentions are to be
    linked, of windows that follow one another."""
    if any(e.sample.mentions for e in encoded):
        place = {e.sample.document: rng.random() for e in encoded}
        order = sorted(encoded, key=lambda e: (place[e.sample.document], e.number))
    else:
        order = sorted(encoded, key=lambda e: len(e.ids) + rng.random() * 12)
    result: list[list[Encoded]] = []
    current: list[Encoded] = []
    for e in order:
        longest = max([len(e.ids), *(len(x.ids) for x in current)])
        if current and longest * (len(current) + 1) > size:
            result.append(current)
            current = []
        current.append(e)
    if current:
        result.append(current)
    rng.shuffle(result)
    return result


def begin_with(net: Network, path: Path) -> None:
    """Take over a checkpoint's weights; ValueError where its labels were others. New heads stay as they are."""
    labels = json.loads((path.parent / "labels.json").read_text())
    other = [k for k, size in net.sizes.items() if k in labels and len(labels[k]) != size]
    if other:
        raise ValueError(f"{path}: other labels for {', '.join(other)}")
    state = torch.load(path, weights_only=False)["net"]
    missing, _ = net.load_state_dict(state, strict=False)
    print("new:", sorted({name.split(".")[0] for name in missing}), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument(
        "--base", type=Path, required=True, help="folder with model.safetensors and tokenizer.json"
    )
    parser.add_argument("--gazetteer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--batch", type=int, default=2600)
    parser.add_argument("--encoder-lr", type=float, default=1e-4)
    parser.add_argument("--head-lr", type=float, default=1.5e-3)
    parser.add_argument("--warmup", type=int, default=80)
    parser.add_argument("--decay-from", type=int, default=0, help="step at which the linear decay begins")
    parser.add_argument("--average", type=float, default=0.998, help="decay of the weights' moving average")
    parser.add_argument("--start-from", type=Path, help="checkpoint whose weights to begin with")
    parser.add_argument("--save-every", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--float32", action="store_true")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(2)
    dtype = torch.float32 if args.float32 else torch.bfloat16
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(args.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    gazetteer = Gazetteer.open(args.gazetteer)
    train, _ = corpora.load(args.corpora)
    ud = train["ewt"] + train["gum"]
    vocabularies = {
        key: corpora.vocabulary(ud, key, 3 if key in ("lemma", "morph") else 1) for key in (*OPEN, "deps")
    }
    labels = {
        **{k: list(v) for k, v in FIXED.items()},
        **vocabularies,
        "relations": list(RELATIONS),
        "roles": list(ROLE_LABELS),
    }
    (args.out / "labels.json").write_text(json.dumps(labels, indent=0))
    tables = {key: {v: i for i, v in enumerate(values)} for key, values in vocabularies.items()}
    firsts, lasts = name_pools(
        [row["label"] for row in gazetteer_rows(args.corpora.parent / "wikidata", "persons")]
    )
    rng = random.Random(args.seed)
    for name in ("wikinews_annotated", "invented_wire", "wikinews_text", "sentences"):
        train[name] += [swapped(doc, firsts, lasts, rng) for doc in train[name]]
    data = encode_all(train, tokenizer, gazetteer, tables, seed=args.seed)
    for name, group in data.items():
        print(name, len(group), "windows", sum(len(e.ids) for e in group), "pieces", flush=True)
    net = Network({k: len(v) for k, v in labels.items()})
    net.encoder.load_base(args.base / "model.safetensors")
    if args.start_from:
        begin_with(net, args.start_from)
    groups = [
        {"params": [*net.encoder.parameters()], "lr": args.encoder_lr},
        {
            "params": [p for n, p in net.named_parameters() if not n.startswith("encoder.")],
            "lr": args.head_lr,
        },
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    base_lr = [g["lr"] for g in groups]
    rng = random.Random(args.seed)
    step = 0
    average = {name: value.detach().clone() for name, value in net.state_dict().items()}
    checkpoint = args.out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        net.load_state_dict(state["net"])
        optimizer.load_state_dict(state["optimizer"])
        average = state["average"]
        step = state["step"]
        rng.setstate(state["rng"])
        torch.set_rng_state(state["torch_rng"])
        print("resumed at", step, flush=True)
    names = sorted(data)
    queues: dict[str, list[list[Encoded]]] = {name: [] for name in names}
    net.train()
    seen, started, running = 0, time.time(), {}
    while step < args.steps:
        name = rng.choices(names, [SHARE[n] for n in names])[0]
        if not queues[name]:
            queues[name] = batches(data[name], rng, args.batch)
        batch = queues[name].pop()
        left = (args.steps - step) / (args.steps - args.decay_from)
        factor = min(1.0, (step + 1) / args.warmup) * min(1.0, max(0.02, left))
        for group, lr in zip(optimizer.param_groups, base_lr, strict=True):
            group["lr"] = lr * factor
        parts = losses(net, batch, rng, dtype)
        loss = sum(WEIGHT.get(k, 1.0) * v for k, v in parts.items())
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        step += 1
        keep = min(args.average, step / (step + 10))
        with torch.no_grad():
            for key, value in net.state_dict().items():
                average[key].lerp_(value, 1 - keep)
        seen += sum(len(e.ids) for e in batch)
        for key, value in parts.items():
            running[key] = 0.95 * running.get(key, value.item()) + 0.05 * value.item()
        if step % 20 == 0:
            print(
                step,
                f"{seen / (time.time() - started):.0f} pieces/s",
                {k: round(v, 3) for k, v in sorted(running.items())},
                flush=True,
            )
        if step % args.save_every == 0 or step == args.steps:
            state = {
                "net": net.state_dict(),
                "average": average,
                "optimizer": optimizer.state_dict(),
                "step": step,
                "rng": rng.getstate(),
                "torch_rng": torch.get_rng_state(),
            }
            torch.save(state, checkpoint.with_suffix(".tmp"))
            checkpoint.with_suffix(".tmp").replace(checkpoint)


if __name__ == "__main__":
    main()

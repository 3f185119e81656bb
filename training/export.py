"""Export a checkpoint to ONNX, int8 and float32: `python -m training.export RUN WEIGHTS --base DIR`."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from kg.language.features import FLAGS
from training.model import Network


class Exported(nn.Module):
    def __init__(self, net: Network, order: list[str]) -> None:
        super().__init__()
        self.net, self.order = net, order

    def forward(
        self, pieces: Tensor, piece_word: Tensor, first: Tensor, last: Tensor, shapes: Tensor, flags: Tensor
    ) -> tuple[Tensor, ...]:
        net = self.net
        words = net.words(pieces, piece_word, first, last, shapes, flags, None)
        logits = torch.cat([net.softmax[n](F.gelu(net.hidden[n](words[:, 1:]))) for n in self.order], -1)
        parts = (net.label_parts, net.pair_parts, net.role_parts, net.link_parts)
        return (logits, net.arcs(words), *(t for part in parts for t in part(words)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--gazetteer", type=Path)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    labels = json.loads((args.run / "labels.json").read_text())
    net = Network({k: len(v) for k, v in labels.items()})
    state = torch.load(args.run / "checkpoint.pt", weights_only=False)
    net.load_state_dict(state.get("average") or state["net"])
    net.eval()
    order = list(net.softmax)
    t, w = 24, 15
    example = (
        torch.randint(1000, 2000, (1, t)), torch.randint(0, w, (1, t)), torch.randint(0, t, (1, w)),
        torch.randint(0, t, (1, w)), torch.randint(0, 9, (1, w)), torch.zeros(1, w, len(FLAGS)),
    )  # fmt: skip
    inputs = ["pieces", "piece_word", "first", "last", "shapes", "flags"]
    outputs = [
        "logits", "arcs", "lab_dep", "lab_head", "pair_row", "pair_col", "role_row", "role_col", "link_row",
        "link_col",
    ]  # fmt: skip
    dynamic = {n: {1: "pieces" if n in inputs[:2] else "words"} for n in inputs}
    dynamic |= {n: {1: "w"} for n in outputs}
    full = args.out / "model.fp32.onnx"
    torch.onnx.export(
        Exported(net, order), example, str(full), input_names=inputs, output_names=outputs,
        dynamic_axes=dynamic, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(
        str(full),
        str(args.out / "model.onnx"),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather", "Gemm"],
    )
    np.savez(
        args.out / "heads.npz",
        lab_weight=net.lab_out.weight.detach().numpy(), lab_bias=net.lab_out.bias.detach().numpy(),
        pair_weight=net.pair_out.weight.detach().numpy(), pair_bias=net.pair_out.bias.detach().numpy(),
        distance=net.distance.weight.detach().numpy(),
        role_weight=net.role_out.weight.detach().numpy(), role_bias=net.role_out.bias.detach().numpy(),
        role_distance=net.role_distance.weight.detach().numpy(),
        link_weight=net.link_out.weight.detach().numpy(), link_bias=net.link_out.bias.detach().numpy(),
        link_near=net.link_near.weight.detach().numpy(),
    )  # fmt: skip
    labels["order"] = order
    (args.out / "labels.json").write_text(json.dumps(labels, indent=0, ensure_ascii=False) + "\n")
    tokenizer = Tokenizer.from_file(str(args.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(args.out / "tokenizer.json"), pretty=False)
    if args.gazetteer and args.gazetteer.parent != args.out:
        shutil.copy(args.gazetteer, args.out / "gazetteer.bin")
    for path in sorted(args.out.iterdir()):
        print(path.name, path.stat().st_size)


if __name__ == "__main__":
    main()

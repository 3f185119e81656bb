"""The network: a MiniLM encoder that is told the case of its words, and every head on its word vectors."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from kg.language.antecedent import DISTANCE_STEPS, MATCHES
from kg.language.features import FLAGS, SHAPES

if TYPE_CHECKING:
    from pathlib import Path

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH, LAYERS, ATTENTION_HEADS = 384, 6, 12


class Layer(nn.Module):
    """One transformer layer as in BERT (Devlin et al. 2019): post-norm, GELU."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, 4 * WIDTH)
        self.down = nn.Linear(4 * WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        b, t, _ = x.shape
        size = WIDTH // ATTENTION_HEADS
        q, k, v = self.qkv(x).view(b, t, 3, ATTENTION_HEADS, size).permute(2, 0, 3, 1, 4)
        if torch.onnx.is_in_onnx_export():
            scores = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(size)
            attended = torch.matmul(scores.softmax(-1), v)
        else:
            attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        attended = attended.permute(0, 2, 1, 3).reshape(b, t, WIDTH)
        x = self.norm1(x + self.dropout(self.out(attended)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH, padding_idx=0)
        self.positions = nn.Embedding(512, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, pieces: Tensor, extra: Tensor, mask: Tensor | None) -> Tensor:
        positions = self.positions.weight[: pieces.shape[1]]
        x = self.dropout(self.norm(self.words(pieces) + positions + extra))
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load_base(self, path: Path) -> None:
        """The published MiniLM-L6 weights, renamed."""
        w = load_file(path)
        e = "embeddings."
        state = {
            "words.weight": w[e + "word_embeddings.weight"],
            "positions.weight": w[e + "position_embeddings.weight"]
            + w[e + "token_type_embeddings.weight"][0],
            "norm.weight": w[e + "LayerNorm.weight"],
            "norm.bias": w[e + "LayerNorm.bias"],
        }
        for i in range(LAYERS):
            p = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                state[f"layers.{i}.qkv.{kind}"] = torch.cat(
                    [w[f"{p}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
                )
                state[f"layers.{i}.out.{kind}"] = w[f"{p}attention.output.dense.{kind}"]
                state[f"layers.{i}.norm1.{kind}"] = w[f"{p}attention.output.LayerNorm.{kind}"]
                state[f"layers.{i}.up.{kind}"] = w[f"{p}intermediate.dense.{kind}"]
                state[f"layers.{i}.down.{kind}"] = w[f"{p}output.dense.{kind}"]
                state[f"layers.{i}.norm2.{kind}"] = w[f"{p}output.LayerNorm.{kind}"]
        self.load_state_dict(state)


ARC, LABEL, PAIR, HIDDEN, LINK = 256, 128, 128, 128, 64
NOT_SOFTMAX = ("deps", "relations", "roles")


class Network(nn.Module):
    """All heads; `sizes` gives the classes of each softmax head, plus `deps`, `relations` and `roles`."""

    def __init__(self, sizes: dict[str, int], dropout: float = 0.25) -> None:
        super().__init__()
        self.sizes = dict(sizes)
        self.encoder = Encoder()
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        self.flags = nn.Linear(len(FLAGS), WIDTH, bias=False)
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.flags.weight)
        self.shape_out = nn.Embedding(len(SHAPES), 32)
        self.mix = nn.Linear(WIDTH * 2 + 32 + len(FLAGS), WIDTH)
        self.mix_norm = nn.LayerNorm(WIDTH)
        self.dropout = nn.Dropout(dropout)
        self.hidden = nn.ModuleDict()
        self.softmax = nn.ModuleDict()
        for name, size in sizes.items():
            if name in NOT_SOFTMAX:
                continue
            self.hidden[name] = nn.Linear(WIDTH, HIDDEN)
            self.softmax[name] = nn.Linear(HIDDEN, size)
        self.arc_dep = nn.Linear(WIDTH, ARC)
        self.arc_head = nn.Linear(WIDTH, ARC)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.lab_dep = nn.Linear(WIDTH, LABEL)
        self.lab_head = nn.Linear(WIDTH, LABEL)
        self.lab_out = nn.Linear(LABEL, sizes["deps"])
        self.pair_row = nn.Linear(WIDTH, PAIR)
        self.pair_col = nn.Linear(WIDTH, PAIR)
        self.distance = nn.Embedding(17, PAIR)
        self.pair_out = nn.Linear(PAIR, sizes["relations"])
        nn.init.normal_(self.arc, std=0.01)
        self.role_row = nn.Linear(WIDTH, PAIR)
        self.role_col = nn.Linear(WIDTH, PAIR)
        self.role_distance = nn.Embedding(17, PAIR)
        self.role_out = nn.Linear(PAIR, sizes["roles"])
        self.link_row = nn.Linear(WIDTH, PAIR + LINK)
        self.link_col = nn.Linear(WIDTH, PAIR + LINK)
        self.link_near = nn.Embedding((1 + len(DISTANCE_STEPS)) * MATCHES, PAIR)
        self.link_out = nn.Linear(PAIR, 1)

    def words(
        self,
        pieces: Tensor,
        piece_word: Tensor,
        first: Tensor,
        last: Tensor,
        shapes: Tensor,
        flags: Tensor,
        mask: Tensor | None,
    ) -> Tensor:
        """Vectors of root and words. *Shape:* (batch, 1 + words, WIDTH)."""
        told = self.shapes(shapes) + self.flags(flags)
        extra = told.gather(1, piece_word.unsqueeze(-1).expand(-1, -1, WIDTH))
        x = self.encoder(pieces, extra, mask)
        head = x.gather(1, first.unsqueeze(-1).expand(-1, -1, WIDTH))
        tail = x.gather(1, last.unsqueeze(-1).expand(-1, -1, WIDTH))
        mixed = self.mix(torch.cat([head, tail, self.shape_out(shapes), flags], -1))
        return self.dropout(self.mix_norm(head + F.gelu(mixed)))

    def head(self, name: str, words: Tensor) -> Tensor:
        return self.softmax[name](self.dropout(F.gelu(self.hidden[name](words))))

    def arcs(self, words: Tensor) -> Tensor:
        """Scores of each word's head. *Shape:* (batch, words, 1 + words)."""
        dep = self.dropout(F.gelu(self.arc_dep(words[:, 1:])))
        head = self.dropout(F.gelu(self.arc_head(words)))
        dep = torch.cat([dep, torch.ones_like(dep[..., :1])], -1)
        return torch.matmul(torch.matmul(dep, self.arc), head.transpose(1, 2))

    def label_parts(self, words: Tensor) -> tuple[Tensor, Tensor]:
        return self.lab_dep(words[:, 1:]), self.lab_head(words)

    def pair_parts(self, words: Tensor) -> tuple[Tensor, Tensor]:
        return self.pair_row(words[:, 1:]), self.pair_col(words[:, 1:])

    def pair_scores(self, row: Tensor, cols: Tensor, offset: Tensor) -> Tensor:
        """Relations of one predicate vector to candidate vectors at signed word distances."""
        return self.pair_out(F.gelu(row + cols + self.distance(bucket(offset))))

    def role_parts(self, words: Tensor) -> tuple[Tensor, Tensor]:
        return self.role_row(words[:, 1:]), self.role_col(words[:, 1:])

    def role_scores(self, row: Tensor, cols: Tensor, offset: Tensor) -> Tensor:
        """PropBank labels of one predicate vector to candidate vectors at signed word distances."""
        return self.role_out(F.gelu(row + cols + self.role_distance(bucket(offset))))

    def link_parts(self, words: Tensor) -> tuple[Tensor, Tensor]:
        return self.link_row(words[:, 1:]), self.link_col(words[:, 1:])

    def link_scores(self, row: Tensor, cols: Tensor, near: Tensor) -> Tensor:
        """How likely each candidate is an antecedent of the mention: 0 is "none" (Lee et al. 2017, head words as
        in Dobrovolskii 2021)."""
        added = self.link_out(F.gelu(row[..., :PAIR] + cols[..., :PAIR] + self.link_near(near))).squeeze(-1)
        return added + (row[..., PAIR:] * cols[..., PAIR:]).sum(-1) / math.sqrt(LINK)


def bucket(offset: Tensor) -> Tensor:
    """Signed distance in 17 classes: exact to 4, then doubling."""
    size = offset.abs()
    big = torch.where(
        size <= 4, size, torch.where(size <= 6, 5, torch.where(size <= 10, 6, torch.where(size <= 20, 7, 8)))
    )
    return torch.where(offset < 0, 8 - big, 8 + big)

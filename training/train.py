"""Learn the second reader's weights in PyTorch (CPU).

`--folds N` measures instead: each style is judged by a model that never saw it.

The network is the one that `caseaudit.language.second_reader` reads: see there. The same inputs, the same PyTorch and
one thread give the same weights.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

HERE = Path(__file__).resolve().parent
DETECTORS, AVERAGES, HIDDEN = 128, 32, 64
BLAME, VOICE, ACTIONS, STATUSES = 4, 4, 14, 5
FORMAL = {"inspection-prose", "board-paper", "performance-pack", "news-article", "procedure", "office-mail"}
"""Styles that are no case records: shown three times over, so that the reader learns to leave such prose alone."""
EPOCHS, BATCH, WORDS_DROPPED, DROPPED, SMOOTHED = 8, 64, 0.12, 0.5, 0.05


class Net(nn.Module):
    """Words, detectors, averages, two layers."""

    def __init__(self, vectors: torch.Tensor, extras: int) -> None:
        super().__init__()
        numbers = vectors.shape[1]
        self.words = nn.Embedding.from_pretrained(vectors, freeze=False, padding_idx=0)
        self.detectors = nn.Conv1d(numbers, DETECTORS, 3, padding=1)
        self.averages = nn.Linear(numbers, AVERAGES)
        self.hidden = nn.Linear(DETECTORS + 3 * AVERAGES + extras, HIDDEN)
        self.output = nn.Linear(DETECTORS + HIDDEN + extras, BLAME + VOICE + ACTIONS * STATUSES)
        self.drop = nn.Dropout(DROPPED)

    def encode(self, ids: torch.Tensor, *, learning: bool) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the strongest answers and the average of each sentence."""
        if learning:
            dropped = (torch.rand(ids.shape) < WORDS_DROPPED) & (ids > 0)
            ids = torch.where(dropped, torch.ones_like(ids), ids)
        vectors, there = self.words(ids), (ids > 0).float()[:, :, None]
        found = functional.relu(self.detectors(vectors.transpose(1, 2))).transpose(1, 2) * there
        mean = (vectors * there).sum(1) / there.sum(1).clamp(min=1)
        return found.max(1)[0], torch.tanh(self.averages(mean))

    def forward(
        self, ids: torch.Tensor, before: torch.Tensor, after: torch.Tensor, named: torch.Tensor, *, learning: bool
    ) -> torch.Tensor:
        """Return the scores of a batch of sentences with their neighbours."""
        strongest, average = self.encode(ids, learning=learning)
        previous, following = self.encode(before, learning=learning)[1], self.encode(after, learning=learning)[1]
        hidden = torch.relu(self.hidden(self.drop(torch.cat([strongest, average, previous, following, named], 1))))
        scores: torch.Tensor = self.output(self.drop(torch.cat([strongest, hidden, named], 1)))
        return scores


class Data:
    """The prepared documents as tensors."""

    def __init__(self, path: Path) -> None:
        loaded = np.load(path)
        self.loaded = loaded
        count, width = loaded["ids"].shape
        self.ids = torch.zeros(count + 1, width, dtype=torch.long)
        self.ids[:count] = torch.tensor(loaded["ids"].astype(np.int64))
        self.owner = loaded["owner"]
        self.extras = len(loaded["extras"])
        self.named = torch.zeros(count, self.extras)
        if len(loaded["named"]):
            self.named[loaded["named"][:, 0], loaded["named"][:, 1]] = 1
        same = self.owner[1:] == self.owner[:-1]
        numbers = np.arange(count)
        self.before = torch.tensor(np.where(np.r_[False, same], numbers - 1, count))
        self.after = torch.tensor(np.where(np.r_[same, False], numbers + 1, count))
        self.blame = torch.tensor(loaded["blame"].astype(np.int64))
        self.voice = torch.tensor(loaded["voice"].astype(np.float32))
        self.actions = torch.tensor(loaded["actions"].astype(np.int64))

    def scores(self, net: Net, rows: torch.Tensor, *, learning: bool) -> torch.Tensor:
        """Run the network on some sentences."""
        result: torch.Tensor = net(
            self.ids[rows], self.ids[self.before[rows]], self.ids[self.after[rows]], self.named[rows], learning=learning
        )
        return result


def loss_of(scores: torch.Tensor, data: Data, rows: torch.Tensor) -> torch.Tensor:
    """Blame, voice and action status together; rare answers count more."""
    at = BLAME + VOICE
    blame = functional.cross_entropy(
        scores[:, :BLAME], data.blame[rows], weight=torch.tensor([1.0, 1.5, 1.5, 1.5]), label_smoothing=SMOOTHED
    )
    voice = functional.binary_cross_entropy_with_logits(
        scores[:, BLAME:at], data.voice[rows], pos_weight=torch.full((VOICE,), 1.5)
    )
    status = functional.cross_entropy(
        scores[:, at:].reshape(-1, STATUSES),
        data.actions[rows].reshape(-1),
        weight=torch.tensor([0.5, 1.5, 1.5, 1.5, 1.5]),
    )
    return blame + 1.2 * voice + 2.0 * status


def learn(data: Data, vectors: torch.Tensor, rows: np.ndarray) -> Net:
    """Train on some sentences."""
    torch.manual_seed(20261122)
    net = Net(vectors, data.extras)
    rest = [weight for name, weight in net.named_parameters() if not name.startswith("words")]
    steps = torch.optim.AdamW(
        [
            {"params": rest, "lr": 2e-3, "weight_decay": 0.02},
            {"params": [net.words.weight], "lr": 3e-4, "weight_decay": 0.0},
        ]
    )
    for epoch in range(EPOCHS):
        net.train()
        order = np.random.default_rng(epoch).permutation(rows)
        for first in range(0, len(order), BATCH):
            batch = torch.tensor(order[first : first + BATCH])
            loss = loss_of(data.scores(net, batch, learning=True), data, batch)
            steps.zero_grad()
            loss.backward()
            steps.step()
    net.eval()
    return net


def start_vectors() -> torch.Tensor:
    """Word vectors with rows for no word, the unknown word and the marks."""
    own = np.load(HERE / "vectors.npz")["vectors"].astype(np.float32)
    marks = np.random.default_rng(0).normal(size=(6, own.shape[1])).astype(np.float32) * 0.1
    return torch.tensor(np.vstack([np.zeros((2, own.shape[1]), np.float32), own, marks]))


def measure(data: Data, folds: int, out: Path) -> None:
    """Judge every sentence by a model that saw no document of its style."""
    styles = data.loaded["styles"]
    fold_of = {style: number % folds for number, style in enumerate(sorted(set(styles)))}
    fold = np.array([fold_of[styles[owner]] for owner in data.owner])
    scores = np.zeros((len(fold), BLAME + VOICE + ACTIONS * STATUSES), np.float32)
    for number in range(folds):
        net = learn(data, start_vectors(), np.flatnonzero(fold != number))
        held = torch.tensor(np.flatnonzero(fold == number))
        with torch.no_grad():
            scores[held.numpy()] = data.scores(net, held, learning=False).numpy()
    np.savez_compressed(out, scores=scores)


def write(net: Net, data: Data, out: Path) -> None:
    """Write the weights: words in eight bits, the rest in sixteen."""
    vectors = net.words.weight.detach().numpy()
    scale = np.abs(vectors).max(axis=1, keepdims=True) / 127 + 1e-12
    half = {
        "scale": scale,
        "detectors": net.detectors.weight.detach().numpy().transpose(2, 1, 0),
        "detector_bias": net.detectors.bias.detach().numpy(),
        "averages": net.averages.weight.detach().numpy().T,
        "average_bias": net.averages.bias.detach().numpy(),
        "hidden": net.hidden.weight.detach().numpy().T,
        "hidden_bias": net.hidden.bias.detach().numpy(),
        "output": net.output.weight.detach().numpy().T,
        "output_bias": net.output.bias.detach().numpy(),
    }
    np.savez_compressed(
        out,
        words=np.load(HERE / "vectors.npz")["words"].astype("S"),
        vectors=np.round(vectors / scale).astype(np.int8),
        extras=data.loaded["extras"].astype("S"),
        **{name: array.astype(np.float16) for name, array in half.items()},
    )


def main() -> None:
    """Train on everything, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    torch.set_num_threads(2 if chosen.folds else 1)
    torch.use_deterministic_algorithms(mode=True)
    data = Data(HERE / "prepared.npz")
    if chosen.folds:
        measure(data, chosen.folds, chosen.out)
    else:
        formal = np.array([str(data.loaded["styles"][owner]) in FORMAL for owner in data.owner])
        rows = np.concatenate([np.arange(len(data.owner)), *[np.flatnonzero(formal)] * 2])
        write(learn(data, start_vectors(), rows), data, chosen.out)


if __name__ == "__main__":
    main()

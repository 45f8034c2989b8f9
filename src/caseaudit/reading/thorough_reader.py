"""Reads the thorough reader's weights, rubrics/language/thorough-reader.npz: eight-bit numbers with their scales."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from caseaudit.language.thorough_reader import Encoder, Layer, Linear, Norm, ThoroughReader
from caseaudit.reading.shipped import shipped
from caseaudit.reading.weights import Arrays, read_weights

FILE = "thorough-reader.npz"


@cache
def shipped_thorough_reader() -> ThoroughReader:
    """Return the thorough reader that came with this copy, read once a process."""
    return load_thorough_reader(shipped("rubrics") / "language" / FILE)


def load_thorough_reader(path: Path) -> ThoroughReader:
    """Read a weights file. Raises InputError when it is missing or is not one."""
    remedy = "Install caseaudit again, or read quickly with `--quick`."
    return ThoroughReader(read_weights(path, _encoder, whose="thorough reader's", remedy=remedy))


def _encoder(arrays: Arrays, digest: str) -> Encoder:
    single = {name: _single(arrays, name) for name in arrays if arrays[name].dtype in (np.int8, np.float16)}
    layers = 0
    while f"body.encoder.layer.{layers}.output.dense.weight" in arrays:
        layers += 1
    words = "body.embeddings"
    return Encoder(
        pieces=tuple(piece.decode("ascii") for piece in arrays["pieces"].tolist()),
        vectors=single[f"{words}.word_embeddings.weight"],
        places=single[f"{words}.position_embeddings.weight"],
        parts=single[f"{words}.token_type_embeddings.weight"],
        norm=_norm(single, f"{words}.LayerNorm"),
        layers=tuple(_layer(single, f"body.encoder.layer.{number}") for number in range(layers)),
        heads=int(arrays["heads"][0]),
        extras=tuple(name.decode("ascii") for name in arrays["extras"].tolist()),
        hidden=_linear(single, "hidden"),
        output=_linear(single, "output"),
        digest=digest,
    )


def _single(arrays: Arrays, name: str) -> NDArray[np.float32]:
    scale = arrays.get(f"{name}.scale")
    plain = arrays[name].astype(np.float32)
    result: NDArray[np.float32] = plain if scale is None else plain * scale.astype(np.float32)
    return result


def _layer(single: Mapping[str, NDArray[np.float32]], name: str) -> Layer:
    three = [_linear(single, f"{name}.attention.self.{part}") for part in ("query", "key", "value")]
    return Layer(
        look=Linear(np.concatenate([one.weight for one in three], axis=1), np.concatenate([one.bias for one in three])),
        looked=_linear(single, f"{name}.attention.output.dense"),
        looked_norm=_norm(single, f"{name}.attention.output.LayerNorm"),
        inner=_linear(single, f"{name}.intermediate.dense"),
        outer=_linear(single, f"{name}.output.dense"),
        norm=_norm(single, f"{name}.output.LayerNorm"),
    )


def _linear(single: Mapping[str, NDArray[np.float32]], name: str) -> Linear:
    return Linear(single[f"{name}.weight"], single[f"{name}.bias"])


def _norm(single: Mapping[str, NDArray[np.float32]], name: str) -> Norm:
    return Norm(single[f"{name}.weight"], single[f"{name}.bias"])

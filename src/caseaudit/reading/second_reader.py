"""Reads the second reader's weights, rubrics/language/second-reader.npz: arrays of numbers, nothing that could run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from caseaudit.language.second_reader import Network, SecondReader
from caseaudit.reading.shipped import shipped
from caseaudit.reading.weights import Arrays, read_weights

FILE = "second-reader.npz"


@cache
def shipped_second_reader() -> SecondReader:
    """Return the second reader that came with this copy, read once a process."""
    return load_second_reader(shipped("rubrics") / "language" / FILE)


@cache
def closely_reading() -> SecondReader:
    """Return the second reader with the thorough one behind it."""
    from caseaudit.reading.thorough_reader import shipped_thorough_reader  # noqa: PLC0415 - large, and not always used

    return SecondReader(shipped_second_reader().network, shipped_thorough_reader())


def load_second_reader(path: Path) -> SecondReader:
    """Read a weights file. Raises InputError when it is missing or is not one."""
    remedy = "Install caseaudit again, or switch the second reader off with `--no-second-reader`."
    return SecondReader(read_weights(path, _network, whose="second reader's", remedy=remedy))


def _network(arrays: Arrays, digest: str) -> Network:
    """Put the arrays together; words are stored in eight bits with a scale each, the rest in sixteen."""
    single = {name: array.astype(np.float32) for name, array in arrays.items() if array.dtype == np.float16}
    return Network(
        words=tuple(word.decode("ascii") for word in arrays["words"]),
        vectors=arrays["vectors"].astype(np.float32) * single["scale"],
        detectors=single["detectors"],
        detector_bias=single["detector_bias"],
        averages=single["averages"],
        average_bias=single["average_bias"],
        extras=tuple(name.decode("ascii") for name in arrays["extras"]),
        hidden=single["hidden"],
        hidden_bias=single["hidden_bias"],
        output=single["output"],
        output_bias=single["output_bias"],
        thresholds={
            name.decode("ascii"): float(value)
            for name, value in zip(
                arrays.get("limit_names", np.array([], "S1")), arrays.get("limits", np.array([])), strict=True
            )
        },
        digest=digest,
    )

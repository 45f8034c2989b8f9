"""Reads files of trained weights: arrays of numbers, nothing that could run."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from caseaudit.errors import InputError, Place

Built = TypeVar("Built")
Arrays = Mapping[str, NDArray[Any]]


def read_weights(path: Path, build: Callable[[Arrays, str], Built], *, whose: str, remedy: str) -> Built:
    """Read a file and build what it holds, from its arrays and its digest.

    Raises InputError when the file is missing, is no weights file, or lacks what `build` asks for.
    """
    try:
        raw = path.read_bytes()
        with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
            return build({name: arrays[name] for name in arrays.files}, hashlib.sha256(raw).hexdigest())
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile) as error:
        raise InputError(
            f"The {whose} weights cannot be read ({type(error).__name__})", where=Place(path.name), remedy=remedy
        ) from None

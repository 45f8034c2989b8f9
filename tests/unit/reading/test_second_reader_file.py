"""The weights file holds arrays and nothing that could run; a broken one is said to be broken."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from caseaudit.errors import InputError
from caseaudit.reading.second_reader import load_second_reader


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_what_is_no_weights_file_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "second-reader.npz"
    path.write_bytes(content)
    with pytest.raises(InputError, match="cannot be read"):
        load_second_reader(path)


def test_a_missing_file_is_told_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_second_reader(tmp_path / "nowhere.npz")
    assert "--no-second-reader" in str(caught.value)


def test_objects_that_could_run_code_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "second-reader.npz"
    with path.open("wb") as stream:
        np.savez(stream, words=np.array([print], dtype=object))
    with pytest.raises(InputError):
        load_second_reader(path)

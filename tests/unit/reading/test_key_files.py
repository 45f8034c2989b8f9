"""Key files: read strictly, told apart from other files with what to do, made new for their owner alone."""

from __future__ import annotations

import base64
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.errors import CaseauditError, InputError, UsageError
from caseaudit.privacy.key import Key
from caseaudit.reading.key_files import key_notice, read_key, write_new_key, write_private

SECRET = bytes(range(16, 48))
posix = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")


def written(folder: Path, content: bytes | str) -> Path:
    path = folder / "k.key"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        SECRET.hex(),
        SECRET.hex().upper() + "\r\n",
        "\ufeff  " + SECRET.hex() + " \n\n",
        base64.b64encode(SECRET).decode(),
        base64.urlsafe_b64encode(SECRET).decode().rstrip("=") + "\n",
    ],
)
def test_a_key_is_one_line_of_hex_or_base64(tmp_path: Path, content: str) -> None:
    assert read_key(written(tmp_path, content)) == Key(SECRET)


def test_a_key_saved_as_utf_16_is_read_too(tmp_path: Path) -> None:
    assert read_key(written(tmp_path, SECRET.hex().encode("utf-16"))) == Key(SECRET)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (SECRET[:15].hex().encode(), "too short: 15 bytes"),
        (b"abc", "neither hex"),
        (b"our secret key!", "neither hex"),
        (SECRET.hex().encode() + b"\n" + SECRET.hex().encode(), "2 lines"),
        (b"\x00\xff\xfe\x01" * 9, "not text"),
        (b"0" * 64, "one byte over and over"),
        (b"a" * 5000, "larger than"),
        (b'{"case_id": "1"}\n{"case_id": "2"}\n', "2 lines"),
    ],
)
def test_what_is_no_key_is_said_with_a_remedy_and_never_shown(tmp_path: Path, content: bytes, what: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(InputError, match=what) as told:
        read_key(path)
    assert "caseaudit key new" in str(told.value)
    assert str(path) in str(told.value)
    assert SECRET[:15].hex() not in str(told.value)


def test_a_key_that_is_not_there_and_one_that_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no key file") as told:
        read_key(tmp_path / "none.key")
    assert "caseaudit key new" in str(told.value)
    with pytest.raises(UsageError, match="is a folder"):
        read_key(tmp_path)


def test_a_new_key_is_long_new_and_read_back(tmp_path: Path) -> None:
    keys = {write_new_key(tmp_path / f"{number}.key") for number in range(5)}
    assert len(keys) == 5
    assert {len(key.secret) for key in keys} == {32}
    assert keys == {read_key(tmp_path / f"{number}.key") for number in range(5)}


@posix
def test_a_new_key_is_its_owners_alone_whatever_the_mask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_new_key(tmp_path / "k.key")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "k.key").stat().st_mode) == 0o600
    assert key_notice(tmp_path / "k.key") is None


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    path = written(tmp_path, SECRET.hex())
    with pytest.raises(UsageError, match="exists already"):
        write_new_key(path)
    assert path.read_text() == SECRET.hex()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        write_private(tmp_path / "none" / "k.key", b"x", what="key")


@posix
def test_a_key_that_others_may_read_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, SECRET.hex())
    path.chmod(0o640)
    assert "chmod 600" in (key_notice(path) or "")
    assert key_notice(tmp_path / "none.key") is None


@given(st.binary(max_size=120))
def test_any_file_is_a_key_or_is_refused_in_words(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = written(tmp_path_factory.mktemp("k"), content)
    try:
        found = read_key(path).secret
    except CaseauditError as error:
        found, remedy = None, error.remedy
    assert remedy if found is None else len(found) >= 16

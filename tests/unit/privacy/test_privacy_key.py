"""References: the same for the same value and key, none in common between keys or kinds, and never the key itself."""

from __future__ import annotations

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.privacy.key import SHORTEST, Key, file_reference

KEY = Key(b"a key for tests, 32 bytes long..")
OTHER = Key(b"another key of the same length..")
KINDS = ("case", "child", "person", "officer", "entry", "file", "reference")
keys = st.binary(min_size=SHORTEST, max_size=64).map(Key)


@given(keys, st.sampled_from(KINDS), st.text())
def test_a_reference_is_short_can_be_read_out_and_comes_again(key: Key, kind: str, value: str) -> None:
    found = key.reference(kind, value)  # type: ignore[arg-type]
    assert re.fullmatch(r"[a-z]+-[0-9B-DF-HJKMNP-TV-Z]{4}-[0-9B-DF-HJKMNP-TV-Z]{4}-[0-9B-DF-HJKMNP-TV-Z]{5}", found)
    assert found == Key(key.secret).reference(kind, value)  # type: ignore[arg-type]


@given(st.text(min_size=1))
def test_kinds_and_keys_have_no_reference_in_common(value: str) -> None:
    found = [key.reference(kind, value).split("-", 1)[1] for key in (KEY, OTHER) for kind in KINDS]  # type: ignore[arg-type]
    assert len(set(found)) == len(found)


def test_a_hundred_thousand_cases_have_a_hundred_thousand_references() -> None:
    found = {KEY.reference("case", str(number)) for number in range(100_000)}
    assert len(found) == 100_000


def test_every_symbol_is_about_as_likely_at_every_place() -> None:
    found = [KEY.reference("case", str(number)).replace("-", "")[4:] for number in range(6_000)]
    for place in range(13):
        symbols = [each[place] for each in found]
        assert len(set(symbols)) == 30
        assert max(symbols.count(symbol) for symbol in set(symbols)) < 300


def test_the_key_shows_its_fingerprint_and_nothing_else() -> None:
    shown = f"{KEY!r} {KEY} {KEY.id}"
    assert re.fullmatch(r"key-\w{4}-\w{4}", KEY.id)
    assert KEY.id != OTHER.id
    assert "tests" not in shown
    assert KEY.secret.hex() not in shown


def test_the_key_reaches_another_process_whole() -> None:
    assert pickle.loads(pickle.dumps(KEY)) == KEY


@pytest.mark.parametrize("length", [0, 1, SHORTEST - 1])
def test_a_key_that_could_be_guessed_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="at least 16 bytes"):
        Key(b"x" * length)


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("2025/Llewellyn family.jsonl", ".jsonl"),
        ("Llewellyn.JSONL.gz", ".jsonl.gz"),
        ("a.b/Cerys", ""),
        ("Cerys", ""),
        ("forms.zip/Cerys L.docx", ".docx"),
    ],
)
def test_a_file_keeps_its_suffix_and_nothing_else(name: str, suffix: str) -> None:
    found = file_reference(name, KEY)
    assert re.fullmatch(rf"file-\w{{4}}-\w{{4}}-\w{{5}}{re.escape(suffix)}", found)
    assert found == file_reference(name, KEY) != file_reference(name, OTHER)


def test_standard_input_stays_what_it_is() -> None:
    assert file_reference("-", KEY) == "-"

from __future__ import annotations

from xml.dom import minidom
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.reporting.text import CELL_LIMIT, CUT_MARK, clean, cut, for_csv, one_line, shorten, without_surrogates

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(ANY_TEXT)
def test_clean_text_fits_into_xml_and_utf8_and_is_clean_already(text: str) -> None:
    shown = clean(text)
    shown.encode()
    minidom.parseString(f"<t>{escape(shown)}</t>")
    assert clean(shown) == shown


def test_nothing_is_dropped_without_a_trace() -> None:
    assert clean("a\x00b\x1b[31mc\ud800d\x85e\ufffef") == "a\ufffdb\ufffd[31mc\ufffdd\ufffde\ufffdf"


@pytest.mark.parametrize("kept", ["tab\there", "line\nline", "“smart” — [alone] 👧🏽 é \u00a0 \u202e"])
def test_what_people_write_is_left_alone(kept: str) -> None:
    assert clean(kept) == kept


def test_line_ends_become_one_kind() -> None:
    assert clean("a\r\nb\rc\nd") == "a\nb\nc\nd"


@given(ANY_TEXT)
def test_surrogates_are_replaced_one_for_one(text: str) -> None:
    shown = without_surrogates(text)
    shown.encode()
    assert len(shown) == len(text)


@given(st.text(max_size=300), st.integers(len(CUT_MARK), 200))
def test_a_cut_text_fits_and_says_that_it_was_cut(text: str, limit: int) -> None:
    shown = cut(text, limit)
    assert units(shown) <= limit
    if units(text) <= limit:
        assert shown == text
    else:
        assert shown.endswith(CUT_MARK)
        assert text.startswith(shown.removesuffix(CUT_MARK))


def test_a_cell_of_emoji_is_counted_as_excel_counts_it() -> None:
    fits, too_long = "👧" * (CELL_LIMIT // 2), "👧" * (CELL_LIMIT // 2 + 1)
    assert cut(fits) == fits
    assert units(cut(too_long)) <= CELL_LIMIT
    assert cut("x" * CELL_LIMIT) == "x" * CELL_LIMIT
    assert cut("x" * (CELL_LIMIT + 1)).endswith(CUT_MARK)


def test_a_limit_below_the_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="too small"):
        cut("x" * 100, 5)


@pytest.mark.parametrize("text", ["=1+1", "+44 7700 900123", "-2", "@x", "\t=1", "  =cmd"])
def test_csv_text_is_never_computed(text: str) -> None:
    assert for_csv(text) == f"'{text}"


def test_plain_csv_text_has_no_quote() -> None:
    assert for_csv("00123") == "00123"


def test_one_line_keeps_words_apart() -> None:
    assert one_line("  seen\r\n\talone \u00a0 today ") == "seen alone today"


@given(st.text(max_size=80), st.integers(1, 40))
def test_shortened_text_is_no_longer_than_asked(text: str, limit: int) -> None:
    shown = shorten(text, limit)
    assert len(shown) <= limit
    assert shown == text if len(text) <= limit else shown.endswith("…")


def test_text_is_shortened_at_a_word() -> None:
    assert shorten("the child was seen alone today", 26) == "the child was seen alone…"
    with pytest.raises(ValueError, match="at least 1"):
        shorten("x", 0)

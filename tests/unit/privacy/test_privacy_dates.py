"""Dates: found in every usual form, moved all by the same days or cut to the month, and never by nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.privacy.dates import MOST_DAYS, dates_in, days_of, is_birthday, moved_value, moved_words
from caseaudit.privacy.key import Key

BORN = date(2010, 3, 12)
KEY = Key(b"a key for tests, 32 bytes long..")
FORMS = (
    "2010-03-12", "2010/03/12", "12/03/2010", "12/3/10", "12-3-10", "12.03.2010", "12.3.10", "12th March 2010", "12 Mar 10",
    "12 March, 2010", "March 12th 2010", "March 12, 2010", "12-Mar-2010", "12MAR10", "12 of March 2010", "12th of march 2010",
    "12 March", "12/03", "3/12/2010", "2010-03-12T08:00",
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("around", ["{}", "Born {}.", "({})", "seen {}, well", "DOB:{};"])
def test_a_date_of_birth_is_known_in_every_usual_form(form: str, around: str) -> None:
    text = around.format(form)
    [found] = dates_in(text)
    assert text[found.start : found.end] == form
    assert is_birthday(found, frozenset({BORN}))


@pytest.mark.parametrize(
    "text",
    [
        "on 24/7", "at 14:05", "0214hrs", "version 3.1.4.2", "50/50", "192.168.10.12", "13/13/2010", "may 5 of them go",
        "12 marks", "tel 01632 960123", "ratio 1/2/3/4", "aged 12", "page 3 of 12", "in 2010", "IC1", "PNC 21/123456A",
    ],
)  # fmt: skip
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert not [found for found in dates_in(text) if (found.day, found.month) != (5, 5)]


@pytest.mark.parametrize(
    ("text", "born"),
    [("DOB 3/4/85", True), ("d.o.b: 3 April 1985", True), ("Date of birth - 03.04.1985", True), ("born on 3 April 1985", True),
     ("her birthday is 3 April", True), ("seen on 3 April 1985", False), ("reborn 3/4/85", False)],
)  # fmt: skip
def test_words_tell_that_somebody_was_born(text: str, born: bool) -> None:
    assert [found.born for found in dates_in(text)] == [born]


@pytest.mark.parametrize("text", ["12 May 2010", "13/03/2010", "12/03/2011", "12 March 11", "13 March"])
def test_another_day_is_no_birthday(text: str) -> None:
    [found] = dates_in(text)
    assert not is_birthday(found, frozenset({BORN}))


@given(st.text())
def test_the_days_of_a_case_are_its_own_never_none_and_never_too_many(case_id: str) -> None:
    days = days_of(KEY, case_id)
    assert days == days_of(KEY, case_id)
    assert days
    assert abs(days) <= MOST_DAYS


def test_both_ends_are_reached_and_keys_differ() -> None:
    found = {days_of(KEY, str(number)) for number in range(6_000)}
    assert found == set(range(-MOST_DAYS, 0)) | set(range(1, MOST_DAYS + 1))
    other = Key(b"another key of the same length..")
    assert [days_of(KEY, str(n)) for n in range(20)] != [days_of(other, str(n)) for n in range(20)]


@given(st.datetimes(), st.datetimes(), st.text())
def test_intervals_stay(one: datetime, two: datetime, case_id: str) -> None:
    days = days_of(KEY, case_id)
    moved = [moved_value(each.isoformat(timespec="minutes"), "shift", days) for each in (one, two)]
    if "[date]" not in moved:
        first, second = (datetime.fromisoformat(each) for each in moved)
        assert second - first == two.replace(second=0, microsecond=0) - one.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("value", "mode", "wanted"),
    [
        ("2025-01-31T10:20:00", "keep", "2025-01-31T10:20:00"),
        ("2025-01-31T10:20:00", "shift", "2025-02-10T10:20:00"),
        ("2025-01-31 10:20:00+01:00", "shift", "2025-02-10 10:20:00+01:00"),
        ("2025-01-31", "shift", "2025-02-10"),
        ("2025-01-31T10:20:00Z", "month", "2025-01"),
        ("2025-01-31", "month", "2025-01"),
        ("2025-02-31", "shift", "[date]"),
        ("9999-12-31", "shift", "[date]"),
        ("high", "shift", "high"),
    ],
)
def test_values(value: str, mode: str, wanted: str) -> None:
    assert moved_value(value, mode, 10) == wanted  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "mode", "wanted"),
    [
        ("It is 31 January 2025 14:05.", "shift", "It is 10 February 2025 14:05."),
        ("It is 31 January 2025 14:05.", "month", "It is January 2025."),
        ("It is 31 January 2025.", "month", "It is January 2025."),
        ("It is 2025-01-31.", "shift", "It is 2025-02-10."),
        ("It is 31 January.", "shift", "It is [date]."),
    ],
)
def test_our_own_sentences(text: str, mode: str, wanted: str) -> None:
    [found] = dates_in(text)
    end, instead = moved_words(text, found, mode, 10)  # type: ignore[arg-type]
    assert text[: found.start] + instead + text[end:] == wanted


def test_a_day_is_added_across_the_clock_change_and_the_year() -> None:
    assert moved_value("2025-12-31", "shift", 1) == (date(2025, 12, 31) + timedelta(days=1)).isoformat()
    assert moved_value("2025-03-29T23:30", "shift", 1) == "2025-03-30T23:30"

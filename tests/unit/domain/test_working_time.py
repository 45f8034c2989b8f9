"""Working days and limits, against the published bank holidays of England and Wales."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.bank_holidays import (
    ALL,
    BY_YEAR,
    FIRST_YEAR,
    LAST_YEAR,
    NoCalendarError,
    bank_holidays,
    is_projected,
)
from caseaudit.domain.moment import Moment, end_of_day, parse_as_of, parse_duration, parse_moment
from caseaudit.domain.working_time import (
    add_working_days,
    due,
    is_working_day,
    next_working_day,
    working_days_between,
)

DAYS = st.dates(date(2010, 1, 1), date(2030, 6, 30))
CLOSURES = st.frozensets(st.dates(date(2024, 1, 1), date(2025, 12, 31)), max_size=20)
TICK = timedelta(microseconds=1)

PROCLAIMED = {
    2011: {"add": ["2011-04-29"], "drop": []},
    2012: {"add": ["2012-06-04", "2012-06-05"], "drop": ["2012-05-28"]},
    2020: {"add": ["2020-05-08"], "drop": ["2020-05-04"]},
    2022: {"add": ["2022-06-02", "2022-06-03", "2022-09-19"], "drop": ["2022-05-30"]},
    2023: {"add": ["2023-05-08"], "drop": []},
}
EASTER_SUNDAYS = [
    *("2010-04-04", "2011-04-24", "2012-04-08", "2013-03-31", "2014-04-20", "2015-04-05", "2016-03-27", "2017-04-16"),
    *("2018-04-01", "2019-04-21", "2020-04-12", "2021-04-04", "2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20"),
    *("2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21"),
]


def standing(year: int) -> set[date]:
    """The days that the Act and common law give a year, worked out here apart from the data."""
    easter = next(day for day in map(date.fromisoformat, EASTER_SUNDAYS) if day.year == year)
    may = [date(year, 5, day) for day in range(1, 32) if date(year, 5, day).weekday() == 0]
    august = [date(year, 8, day) for day in range(1, 32) if date(year, 8, day).weekday() == 0]
    days = {easter - timedelta(days=2), easter + timedelta(days=1), may[0], may[-1], august[-1]}
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        observed = fixed
        while observed.weekday() >= 5 or observed in days:
            observed += timedelta(days=1)
        days.add(observed)
    if date(year, 12, 25).weekday() == 6:  # Sunday: Boxing Day keeps the Monday, and Christmas Day takes the Tuesday
        days |= {date(year, 12, 26), date(year, 12, 27)}
    return days


@pytest.mark.parametrize("year", range(2010, 2031))
def test_every_year_is_the_standing_computation_with_its_proclamations(year: int) -> None:
    moved = PROCLAIMED.get(year, {"add": [], "drop": []})
    expected = standing(year) - set(map(date.fromisoformat, moved["drop"])) | set(map(date.fromisoformat, moved["add"]))
    assert set(bank_holidays(year)) == expected
    assert list(bank_holidays(year)) == sorted(expected)


def test_2025_as_published() -> None:
    published = ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"]
    assert [day.strftime("%m-%d") for day in bank_holidays(2025)] == published


def test_2022_as_published() -> None:
    published = ["01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"]
    assert [day.strftime("%m-%d") for day in bank_holidays(2022)] == published


def test_bank_holidays_fall_on_weekdays_in_years_that_are_on_file() -> None:
    assert all(day.weekday() < 5 for day in ALL)
    assert sorted(BY_YEAR) == list(range(2010, 2031))


def test_projected_years_are_told_apart() -> None:
    assert not is_projected(2027)
    assert is_projected(2028)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2025-05-23", True),
        ("2025-05-24", False),
        ("2025-05-25", False),
        ("2025-05-26", False),
        ("2025-05-27", True),
        ("2020-05-04", True),
        ("2020-05-08", False),
        ("2022-05-30", True),
        ("2022-06-02", False),
        ("2010-12-25", False),
        ("2010-12-27", False),
    ],
)
def test_working_days(day: str, *, working: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is working


def test_closures_are_no_working_days() -> None:
    inset = date(2025, 6, 2)
    assert is_working_day(inset)
    assert not is_working_day(inset, {inset})
    assert next_working_day(date(2025, 5, 30), frozenset({inset})) == date(2025, 6, 3)


@pytest.mark.parametrize(
    ("start", "following"),
    [
        ("2025-04-17", "2025-04-22"),
        ("2025-05-23", "2025-05-27"),
        ("2025-12-24", "2025-12-29"),
        ("2021-12-24", "2021-12-29"),
        ("2022-06-01", "2022-06-06"),
        ("2025-05-20", "2025-05-21"),
    ],
)
def test_the_next_working_day_skips_weekends_and_bank_holidays(start: str, following: str) -> None:
    assert next_working_day(date.fromisoformat(start)) == date.fromisoformat(following)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2025-05-01", 15, "2025-05-23"),  # a conference within 15 working days, over the early May holiday
        ("2025-12-18", 10, "2026-01-06"),
        ("2026-12-18", 10, "2027-01-06"),
        ("2025-05-24", 1, "2025-05-27"),
        ("2025-05-24", 0, "2025-05-24"),
        ("2025-04-10", 45, "2025-06-18"),
    ],
)
def test_adding_working_days(start: str, count: int, end: str) -> None:
    assert add_working_days(date.fromisoformat(start), count) == date.fromisoformat(end)


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="-1"):
        add_working_days(date(2025, 5, 1), -1)


@given(DAYS, st.integers(0, 60), CLOSURES)
def test_adding_and_counting_agree(start: date, count: int, closures: frozenset[date]) -> None:
    end = add_working_days(start, count, closures)
    assert working_days_between(start, end, closures) == count
    assert working_days_between(end, start, closures) == -count
    assert count == 0 or is_working_day(end, closures)


@given(DAYS, st.integers(0, 120), CLOSURES)
def test_counting_equals_walking(start: date, length: int, closures: frozenset[date]) -> None:
    walked = [start + timedelta(days=offset) for offset in range(1, length + 1)]
    expected = sum(is_working_day(day, closures) for day in walked)
    assert working_days_between(start, start + timedelta(days=length), closures) == expected


@pytest.mark.parametrize("day", [date(2009, 12, 31), date(2031, 1, 1)])
def test_years_without_a_calendar_are_refused_with_the_years_there_are(day: date) -> None:
    with pytest.raises(NoCalendarError, match="2010 to 2030"):
        is_working_day(day)
    with pytest.raises(NoCalendarError, match=str(day.year)):
        working_days_between(date(2025, 1, 1), day)
    with pytest.raises(NoCalendarError):
        bank_holidays(day.year)


def test_running_off_the_end_of_the_calendar_is_refused() -> None:
    every_day = frozenset(date(2030, 12, 1) + timedelta(days=offset) for offset in range(31))
    with pytest.raises(NoCalendarError):
        next_working_day(date(2030, 12, 1), every_day)
    assert (FIRST_YEAR, LAST_YEAR) == (2010, 2030)


def limit(start: str, duration: str) -> datetime:
    return due(parse_moment(start), parse_duration(duration)).at


def test_hours_run_in_real_time_across_clock_changes() -> None:
    assert limit("2025-03-29T12:00", "24h") == datetime(2025, 3, 30, 12, 0, tzinfo=UTC)
    assert limit("2025-03-29T12:00", "24h").hour == 13
    assert limit("2025-10-25T12:00", "72h") == datetime(2025, 10, 28, 11, 0, tzinfo=UTC)


def test_days_end_with_the_local_day_whatever_the_hour_of_the_start() -> None:
    for start in ("2025-03-25T00:00", "2025-03-25T23:59", "2025-03-25"):
        assert limit(start, "7d") == end_of_day(date(2025, 4, 1))
    assert limit("2025-05-23T10:00", "0d") == end_of_day(date(2025, 5, 23))


def test_working_days_end_with_the_local_day() -> None:
    assert limit("2025-05-23T17:00", "1wd") == end_of_day(date(2025, 5, 27))
    assert limit("2025-05-24", "0wd") == end_of_day(date(2025, 5, 24))


def test_closures_bear_on_working_days_only() -> None:
    start, closed = parse_moment("2025-05-27"), frozenset({date(2025, 5, 28)})
    assert due(start, parse_duration("1wd"), closed).at == end_of_day(date(2025, 5, 29))
    assert due(start, parse_duration("1d"), closed).at == end_of_day(date(2025, 5, 28))


def test_a_deadline_says_whether_it_was_kept() -> None:
    deadline = due(parse_moment("2025-05-20T10:00"), parse_duration("24h"))
    assert deadline.kept_by(parse_moment("2025-05-21T10:00")) is True
    assert deadline.kept_by(parse_moment("2025-05-21T10:01")) is False
    assert deadline.kept_by(parse_moment("2025-05-20")) is True
    assert deadline.kept_by(parse_moment("2025-05-21")) is None
    assert deadline.kept_by(parse_moment("2025-05-22")) is False


def test_a_start_without_a_time_leaves_some_answers_open() -> None:
    deadline = due(parse_moment("2025-05-20"), parse_duration("24h"))
    assert deadline.kept_by(parse_moment("2025-05-20T23:00")) is True
    assert deadline.kept_by(parse_moment("2025-05-21T09:00")) is None
    assert deadline.kept_by(parse_moment("2025-05-22T09:00")) is False
    assert deadline.at_latest - deadline.at == timedelta(days=1) - TICK


def test_a_review_dated_on_the_due_day_is_in_time() -> None:
    deadline = due(parse_moment("2025-05-20T10:00"), parse_duration("7d"))
    assert deadline.kept_by(parse_moment("2025-05-27")) is True
    assert deadline.kept_by(parse_moment("2025-05-28")) is False


def test_a_deadline_has_not_passed_on_its_own_day() -> None:
    deadline = due(parse_moment("2025-05-20T10:00"), parse_duration("7d"))
    assert not deadline.has_passed(parse_as_of("2025-05-27"))
    assert deadline.has_passed(parse_as_of("2025-05-28"))
    assert deadline.has_passed(parse_as_of("2025-05-28T00:00"))


@given(DAYS, st.integers(0, 90), st.sampled_from(["m", "h", "d", "wd"]))
def test_a_longer_limit_is_never_due_sooner(day: date, amount: int, unit: str) -> None:
    start: Moment = parse_moment(day)
    sooner, later = (due(start, parse_duration(f"{size}{unit}")) for size in (amount, amount + 1))
    assert sooner.at < later.at
    assert sooner.at <= sooner.at_latest

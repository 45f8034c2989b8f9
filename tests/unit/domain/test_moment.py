"""Times as case files write them, and what passes between two of them."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from caseaudit.domain.moment import (
    AsOf,
    Duration,
    Moment,
    elapsed,
    end_of_day,
    in_london,
    parse_as_of,
    parse_duration,
    parse_moment,
    start_of_day,
)

LONDON = ZoneInfo("Europe/London")
DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))
INSTANTS = st.datetimes(datetime(1950, 1, 2), datetime(2100, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-05-23T14:30", "2025-05-23T13:30:00+00:00"),
        ("2025-05-23 14:30", "2025-05-23T13:30:00+00:00"),
        ("2025-05-23T14:30:15", "2025-05-23T13:30:15+00:00"),
        ("2025-05-23T14:30:15.5", "2025-05-23T13:30:15.500000+00:00"),
        ("2025-05-23T14:30:15.123456789", "2025-05-23T13:30:15.123456+00:00"),
        ("2025-01-23T14:30", "2025-01-23T14:30:00+00:00"),
        ("2025-05-23T14:30Z", "2025-05-23T14:30:00+00:00"),
        ("2025-05-23t14:30:00z", "2025-05-23T14:30:00+00:00"),
        ("2025-05-23T14:30+01:00", "2025-05-23T13:30:00+00:00"),
        ("2025-05-23T14:30+0100", "2025-05-23T13:30:00+00:00"),
        ("2025-05-23T14:30-05", "2025-05-23T19:30:00+00:00"),
        ("2025-05-23 14:30:00 +00:00", "2025-05-23T14:30:00+00:00"),
        ("\u00a02025-05-23T14:30 ", "2025-05-23T13:30:00+00:00"),
        ("2024-02-29T00:00", "2024-02-29T00:00:00+00:00"),
    ],
)
def test_iso_times_are_read_as_british_unless_they_say_otherwise(text: str, instant: str) -> None:
    moment = parse_moment(text)
    assert moment.at == datetime.fromisoformat(instant)
    assert moment.at.utcoffset() == moment.at.astimezone(LONDON).utcoffset()
    assert not moment.date_only
    assert moment.raw == text
    assert moment.earliest == moment.latest == moment.at


def test_a_day_without_a_time_lasts_the_whole_local_day() -> None:
    moment = parse_moment("2025-05-23")
    assert moment.date_only
    assert moment.earliest == datetime(2025, 5, 22, 23, 0, tzinfo=UTC)
    assert moment.latest == datetime(2025, 5, 23, 23, 0, tzinfo=UTC) - TICK
    assert moment.local_date == date(2025, 5, 23)


def test_the_local_date_is_the_british_one() -> None:
    assert parse_moment("2025-05-22T23:30Z").local_date == date(2025, 5, 23)
    assert parse_moment("2025-01-22T23:30Z").local_date == date(2025, 1, 22)


def test_the_autumn_hour_that_comes_twice_is_read_as_the_first() -> None:
    assert parse_moment("2025-10-26T01:30").at == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_the_spring_hour_that_is_skipped_moves_forward() -> None:
    moment = parse_moment("2025-03-30T01:30")
    assert moment.at == datetime(2025, 3, 30, 1, 30, tzinfo=UTC)
    assert (moment.at.hour, moment.at.minute) == (2, 30)


def test_dates_and_datetimes_are_read_like_their_text() -> None:
    assert parse_moment(date(2025, 5, 23)) == parse_moment("2025-05-23")
    assert parse_moment(datetime(2025, 5, 23, 14, 30)) == parse_moment("2025-05-23T14:30:00")  # noqa: DTZ001
    aware = datetime(2025, 5, 23, 14, 30, tzinfo=timezone(timedelta(hours=2)))
    assert parse_moment(aware).at == aware


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("23/05/2025", "mapping must name the date format"),
        ("31/02/2025", "mapping must name the date format"),
        ("23-05-2025 14:30", "mapping must name the date format"),
        ("5.6.25", "mapping must name the date format"),
        ("2025/05/23", "mapping must name the date format"),
        ("2025-02-31", "not in the calendar"),
        ("2025-13-01", "not in the calendar"),
        ("2023-02-29T10:00", "not in the calendar"),
        ("2025-05-23T24:30", "on the clock"),
        ("2025-05-23T10:61", "on the clock"),
        ("2025-05-23T10:00+25:00", "on the clock"),
        ("2025-05-23T10:00+01:75", "on the clock"),
        ("0001-01-01", "system's empty date, not a time"),
        ("0001-01-01T00:00:00", "system's empty date, not a time"),
        ("0000-00-00", "system's empty date, not a time"),
        ("1899-12-30", "system's empty date, not a time"),
        ("1900-01-01 00:00:00", "system's empty date, not a time"),
        ("9999-12-31T23:59:59", "system's empty date, not a time"),
        (date(1, 1, 1), "system's empty date, not a time"),
        (datetime(9999, 12, 31, tzinfo=UTC), "system's empty date, not a time"),
        (45800, "number"),
        (45800.5, "number"),
        ("45800", "number"),
        ("20250523", "number"),
        (True, "true or false"),
        (None, "null"),
        (["2025-05-23"], "a list"),
        ({}, "an object"),
        ("", "blank"),
        ("   ", "blank"),
        ("2025-05", "write it like"),
        ("2025-05-23T", "write it like"),
        ("14:30", "write it like"),
        ("23 May 2025", "write it like"),
        ("yesterday", "text (9 characters)"),
    ],
)
def test_anything_else_is_refused_in_plain_words(value: object, words: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        parse_moment(value)
    assert words in str(caught.value)


def test_free_text_in_a_time_column_stays_out_of_the_message() -> None:
    with pytest.raises(ValueError, match="characters") as caught:
        parse_moment("Seen with his aunt Zelda at 10 and again at 11 the next day")
    assert "Zelda" not in str(caught.value)


@given(
    st.one_of(
        st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*")
    )
)
def test_parsing_gives_a_moment_or_a_value_error(value: object) -> None:
    try:
        moment = parse_moment(value)
    except ValueError:
        return  # Any other kind of error fails this test; what the refusals say is tested above.
    assert moment.at.utcoffset() is not None
    assert moment.earliest <= moment.latest


@given(INSTANTS)
@example(datetime(2025, 10, 26, 0, 30, tzinfo=UTC))
@example(datetime(2025, 10, 26, 1, 30, tzinfo=UTC))
@example(datetime(2025, 3, 30, 1, 0, tzinfo=UTC))
def test_an_instant_survives_writing_and_reading(instant: datetime) -> None:
    local = in_london(instant)
    assert local == instant
    assert parse_moment(local.isoformat()).at == instant
    assert parse_moment(local.astimezone(UTC).isoformat().replace("+00:00", "Z")).at == instant


@given(DAYS)
@example(date(2025, 3, 30))
@example(date(2025, 10, 26))
def test_local_days_touch_without_overlap(day: date) -> None:
    assert end_of_day(day) + TICK == start_of_day(day + timedelta(days=1))
    length = end_of_day(day) + TICK - start_of_day(day)
    assert length in {timedelta(hours=23), timedelta(hours=24), timedelta(hours=25)}
    assert start_of_day(day).date() == end_of_day(day).date() == day


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2025, 3, 30), 23), (date(2025, 10, 26), 25), (date(2025, 7, 1), 24), (date(2024, 3, 31), 23)],
)
def test_the_days_of_the_clock_changes_have_their_true_length(day: date, hours: int) -> None:
    assert end_of_day(day) + TICK - start_of_day(day) == timedelta(hours=hours)


@given(INSTANTS, INSTANTS)
@example(datetime(2025, 10, 26, 0, 45, tzinfo=UTC), datetime(2025, 10, 26, 1, 15, tzinfo=UTC))
@example(datetime(2025, 3, 29, 12, 0, tzinfo=UTC), datetime(2025, 3, 30, 12, 0, tzinfo=UTC))
def test_elapsed_time_is_real_time_across_clock_changes(first: datetime, second: datetime) -> None:
    one, other = parse_moment(first), parse_moment(second)
    assert elapsed(one, other) == (second - first, second - first)
    # The wall clock alone would be wrong here, so plain arithmetic on `at` has to be right too.
    assert other.at - one.at == second - first
    assert (one.at < other.at) is (first < second)


@given(DAYS, INSTANTS)
def test_a_day_without_a_time_widens_what_can_have_elapsed(day: date, instant: datetime) -> None:
    whole, exact = parse_moment(day), parse_moment(instant)
    least, most = elapsed(whole, exact)
    assert least <= most
    assert most - least == whole.latest - whole.earliest
    assert elapsed(exact, whole) == (-most, -least)


def test_two_things_on_one_day_may_have_come_in_either_order() -> None:
    least, most = elapsed(parse_moment("2025-05-23"), parse_moment("2025-05-23"))
    assert least == -most == -(timedelta(days=1) - TICK)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [("45m", 45, "m"), ("24h", 24, "h"), ("7d", 7, "d"), ("15wd", 15, "wd"), (" 0d ", 0, "d")],
)
def test_durations_are_read_and_written_alike(text: str, amount: int, unit: str) -> None:
    duration = parse_duration(text)
    assert (duration.amount, duration.unit) == (amount, unit)
    assert str(duration) == text.strip()


def test_only_minutes_and_hours_have_a_length() -> None:
    assert parse_duration("45m").elapsed == timedelta(minutes=45)
    assert parse_duration("72h").elapsed == timedelta(hours=72)
    assert parse_duration("7d").elapsed is None
    assert parse_duration("15wd").elapsed is None


@pytest.mark.parametrize(
    "text", ["", "7", 7, None, "7 d", "d", "-7d", "1.5h", "7D", "1w", "15 wd", "7d 3h", "9999999h", "\u0667d"]
)
def test_a_bad_duration_is_refused_with_the_allowed_forms(text: object) -> None:
    with pytest.raises(ValueError, match=r"45m \(minutes\), 24h \(hours\), 7d \(days\) or 15wd \(working days\)"):
        parse_duration(text)


@given(st.integers(0, 999_999), st.sampled_from(["m", "h", "d", "wd"]))
def test_every_duration_survives_writing_and_reading(amount: int, unit: str) -> None:
    assert str(parse_duration(f"{amount}{unit}")) == f"{amount}{unit}"
    assert parse_duration(f"{amount}{unit}") == Duration(amount, unit)  # type: ignore[arg-type]


def test_an_audit_as_of_a_day_looks_from_its_end() -> None:
    as_of = parse_as_of("2025-05-23")
    assert as_of.at == end_of_day(date(2025, 5, 23))
    assert as_of.local_date == date(2025, 5, 23)
    assert as_of.raw == "2025-05-23"
    assert as_of.has_happened(parse_moment("2025-05-23"))
    assert as_of.has_happened(parse_moment("2025-05-23T23:59:59.999999"))
    assert not as_of.has_happened(parse_moment("2025-05-24T00:00"))
    assert not as_of.has_happened(parse_moment("2025-05-24"))


def test_an_audit_as_of_a_time_looks_from_that_time() -> None:
    as_of = parse_as_of("2025-05-23T14:30")
    assert as_of.has_happened(parse_moment("2025-05-23T14:30"))
    assert not as_of.has_happened(parse_moment("2025-05-23T14:31"))
    assert as_of.has_happened(parse_moment("2025-05-23"))
    assert not as_of.has_happened(parse_moment("2025-05-24"))


@given(INSTANTS, INSTANTS)
def test_what_has_happened_by_one_time_has_happened_by_a_later_one(first: datetime, second: datetime) -> None:
    sooner, later = sorted((first, second))
    moment = Moment(in_london(sooner), date_only=False, raw="")
    assert AsOf(in_london(later), "").has_happened(moment)


def test_as_of_is_refused_in_the_same_words() -> None:
    with pytest.raises(ValueError, match="mapping must name the date format"):
        parse_as_of("23/05/2025")

# ruff: noqa: DTZ001 - cells of an export are wall clocks without a zone
from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.moment import parse_moment
from caseaudit.mapping.dates import DateRules, date_rules, format_problem, read_time
from caseaudit.mapping.model import Dates


def rules(**settings: object) -> DateRules:
    zone = str(settings.pop("zone", "Europe/London"))
    return date_rules(zone, Dates.model_validate(settings))


BRITISH = rules(day_first=True)


def text_of(*cells: object, by: DateRules = BRITISH, **more: object) -> str | None:
    return read_time(cells, by, **more).text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("12/05/2025", "2025-05-12"),
        ("12.5.25", "2025-05-12"),
        ("12-05-2025 14:33", "2025-05-12T14:33"),
        ("12/05/2025, 14:33:09", "2025-05-12T14:33:09"),
        ("12/05/2025 at 2.33 pm", "2025-05-12T14:33"),
        ("12/05/2025 12:15 AM", "2025-05-12T00:15"),
        ("12/05/2025 12:15 p.m.", "2025-05-12T12:15"),
        ("12/05/2025 1433hrs", "2025-05-12T14:33"),
        ("1433 hours on 12/05/2025", "2025-05-12T14:33"),
        ("14:33 Mon 12 May 2025", "2025-05-12T14:33"),
        ("12 May 2025", "2025-05-12"),
        ("Monday, 12th May 2025 at 14:33", "2025-05-12T14:33"),
        ("12-MAY-25", "2025-05-12"),
        ("12MAY2025", "2025-05-12"),
        ("1st of Sept 2025", "2025-09-01"),
        ("May 12, 2025", "2025-05-12"),
        ("12 Mai 2025", "2025-05-12"),
        ("2025-05-12", "2025-05-12"),
        ("2025/5/12 9:05", "2025-05-12T09:05"),
        ("2025-05-12T14:33", "2025-05-12T14:33"),
        ("2025-05-12T13:33:00Z", "2025-05-12T14:33+01:00"),
        ("12/01/2025 14:33 GMT", "2025-01-12T14:33+00:00"),
        ("Mon May 12 14:33:00 BST 2025", "2025-05-12T14:33+01:00"),
        ("Mon May 12 2025 14:33:00 GMT+0100 (British Summer Time)", "2025-05-12T14:33+01:00"),
        (" 12/05/2025\u00a014:33\u200b ", "2025-05-12T14:33"),
    ],
)
def test_common_shapes_are_read_without_being_named(written: str, wanted: str) -> None:
    assert text_of(written) == wanted


@pytest.mark.parametrize(
    "written",
    [
        "01/01/1900",
        "01/01/1900 00:00",
        "30/12/1899",
        "0001-01-01",
        "31/12/9999 23:59:59",
        "00/00/0000",
        "0",
        "00:00",
        0,
    ],
)
def test_a_systems_empty_date_is_blank(written: object) -> None:
    assert text_of(written) is None


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("31/02/2025", "there is no 31 February 2025"),
        ("29/02/2025 10:00", "there is no 29 February 2025"),
        ("05/31/2025", "there is no month 31"),
        ("12/05/2025 25:10", "'25:10' is not on the clock"),
        ("12/05/2025 24:30", "not on the clock"),
        ("12/05/2025 14", "an hour without minutes"),
        ("12/05/2025 13:00 am", "am beside hour 13"),
        ("14:33", "a time of day without a date"),
        ("12/05/0205", "The year 205"),
        ("45789", "formats: [excel]"),
        ("20250512", "%Y%m%d"),
        ("12/05/2025 about noon", "cannot be read to its end"),
        (42, "no date that Excel would count"),
        (True, "no date"),
        (time(14, 33), "time of day without a date"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(written: object, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        text_of(written)


def test_a_long_text_is_not_repeated_in_the_message() -> None:
    with pytest.raises(ValueError, match="Text of 57 characters"):
        text_of("12 people were there with Cerys when it began, he told us")


def test_midnight_means_no_time_unless_the_mapping_or_the_writing_says_otherwise() -> None:
    assert text_of("12/05/2025 00:00") == "2025-05-12"
    assert text_of(datetime(2025, 5, 12)) == "2025-05-12"
    assert text_of("12/05/2025 00:00", by=rules(midnight="time")) == "2025-05-12T00:00"
    assert text_of("12/05/2025 24:00") == "2025-05-13T00:00"


def test_two_figure_years_turn_at_the_pivot() -> None:
    assert text_of("12/05/49") == "2049-05-12"
    assert text_of("12/05/50") == "1950-05-12"
    assert text_of("12/05/30", by=rules(pivot=30)) == "1930-05-12"
    assert text_of("12.05.69", by=rules(pivot=80, formats=["%d.%m.%y"])) == "2069-05-12"


def test_day_first_follows_the_mapping_and_a_guess_is_told() -> None:
    assert read_time(["03/04/2025"], rules(day_first=False)).text == "2025-03-04"
    guessed = read_time(["03/04/2025"], rules())
    assert (guessed.text, guessed.ambiguous) == ("2025-04-03", True)
    for sure in ("13/04/2025", "04/04/2025", "2025-04-03", "3 April 2025"):
        assert not read_time([sure], rules()).ambiguous
    assert not read_time(["03/04/2025"], BRITISH).ambiguous


def test_formats_go_first_and_the_common_shapes_still_stand() -> None:
    compact = rules(formats=["%Y%m%d", "%Y%m%d%H%M"])
    assert text_of("20250512", by=compact) == "2025-05-12"
    assert text_of(20250512, by=compact) == "2025-05-12"
    assert text_of("202505121433", by=compact) == "2025-05-12T14:33"
    assert text_of("12 May 2025", by=compact) == "2025-05-12"
    assert text_of("45789.60625", by=rules(formats=["excel"])) == "2025-05-12T14:33"


@pytest.mark.parametrize("form", ["%d/%m", "%H:%M", "dd/mm/yyyy", "%Q"])
def test_a_format_that_can_give_no_date_is_told(form: str) -> None:
    assert format_problem(form) is not None
    assert format_problem("%d/%m/%Y %H:%M") is None


def test_numbers_are_excels_dates_to_the_second() -> None:
    assert text_of(45789) == "2025-05-12"
    assert text_of(45789.606354166666) == "2025-05-12T14:33:09"


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (("12/05/2025", "14:33"), "2025-05-12T14:33"),
        (("12/05/2025 00:00:00", "1433"), "2025-05-12T14:33"),
        (("12/05/2025", "930"), "2025-05-12T09:30"),
        (("12/05/2025", "2.30pm"), "2025-05-12T14:30"),
        (("12/05/2025", "24:00"), "2025-05-13T00:00"),
        (("12/05/2025", "30/12/1899 14:33"), "2025-05-12T14:33"),
        ((datetime(2025, 5, 12), time(14, 33)), "2025-05-12T14:33"),
        ((date(2025, 5, 12), 0.60625), "2025-05-12T14:33"),
        ((date(2025, 5, 12), timedelta(hours=14, minutes=33)), "2025-05-12T14:33"),
        ((45789, datetime(1899, 12, 31, 14, 33)), "2025-05-12T14:33"),
        (("12/05/2025", "00:00"), "2025-05-12"),
        ((12, 5, 2025), "2025-05-12"),
    ],
)
def test_a_date_and_a_time_of_day_in_two_cells(cells: tuple[object, ...], wanted: str) -> None:
    assert text_of(*cells) == wanted


def test_two_cells_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="another time of day"):
        text_of("12/05/2025 09:00", "14:33")


def test_formats_read_the_joined_text_of_two_cells() -> None:
    by = rules(formats=["%m/%d/%Y %H%M"])
    assert text_of("05/12/2025", "1433", by=by) == "2025-05-12T14:33"


def test_zoneless_times_of_another_zone_become_british() -> None:
    utc = rules(zone="UTC", day_first=True)
    assert text_of("12/05/2025 23:30", by=utc) == "2025-05-13T00:30+01:00"
    assert text_of("12/05/2025 23:30", by=utc, day_only=True) == "2025-05-13"
    assert text_of("12/05/2025", by=utc) == "2025-05-12"
    assert text_of(datetime(2025, 5, 12, 13, 33, tzinfo=UTC)) == "2025-05-12T14:33+01:00"


def test_clock_change_times_are_left_to_the_case_file() -> None:
    for written in ("30/03/2025 01:30", "26/10/2025 01:30"):
        assert parse_moment(text_of(written)).raw.endswith("T01:30")


def test_settings_of_a_field_go_before_the_tables_and_the_mappings() -> None:
    merged = date_rules(
        "UTC", Dates(day_first=False, pivot=30), Dates(day_first=True), Dates(time_zone="Europe/London")
    )
    assert (merged.shape.day_first, merged.shape.pivot, merged.zone) == (True, 30, None)


MOMENTS = st.datetimes(datetime(1900, 3, 1), datetime(2199, 12, 31)).map(lambda at: at.replace(microsecond=0))
SHAPES = ["%d/%m/%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d %B %Y %H:%M:%S", "%d-%b-%Y %I:%M:%S %p", "%d.%m.%Y %H:%M:%S"]


@given(at=MOMENTS, shape=st.sampled_from(SHAPES))
def test_whatever_is_written_is_read_back_and_the_case_file_reads_it(at: datetime, shape: str) -> None:
    text = text_of(at.strftime(shape), by=rules(day_first=True, midnight="time"))
    if at.date() == date(1900, 1, 1):
        return
    assert datetime.fromisoformat(str(text)) == at
    parse_moment(text)


@given(at=st.datetimes(datetime(1920, 1, 1), datetime(2199, 12, 30)))
def test_a_serial_number_is_the_same_moment_as_its_text(at: datetime) -> None:
    at = at.replace(microsecond=0)
    serial = (at - datetime(1899, 12, 30)) / timedelta(days=1)
    assert text_of(serial) == text_of(at)


@given(text=st.text(alphabet="0123456789/-.: TZapmMayJun,+'", max_size=24))
def test_any_text_is_a_time_that_the_case_file_reads_or_is_refused_in_words(text: str) -> None:
    try:
        read = text_of(text)
    except ValueError:
        return
    if read is not None:
        parse_moment(read)

"""The bank holidays of England and Wales, as data.

Source: GOV.UK, "UK bank holidays", division England and Wales (https://www.gov.uk/bank-holidays), whose lists cover
2012 to 2027. 2010 and 2011 follow the Banking and Financial Dealings Act 1971 and the royal wedding day of 2011. From
2028 the days are projected by the same standing computation: a moved or extra day may still be proclaimed.
"""

from __future__ import annotations

from datetime import date

SOURCE = "GOV.UK, UK bank holidays (England and Wales), https://www.gov.uk/bank-holidays"
LAST_PUBLISHED_YEAR = 2027

# Month and day as observed: a Christmas Day on a Saturday stands on its substitute Monday.
# Proclaimed or moved: 29 April 2011 (royal wedding); 4 and 5 June 2012 (Diamond Jubilee); 8 May 2020 (VE Day);
# 2 and 3 June 2022 (Platinum Jubilee); 19 September 2022 (state funeral); 8 May 2023 (coronation).
_OBSERVED = {
    2010: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2011: "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27",
    2012: "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26",
    2013: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2014: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2015: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
    2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2029: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2030: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
}

FIRST_YEAR, LAST_YEAR = min(_OBSERVED), max(_OBSERVED)


class NoCalendarError(ValueError):
    """A day lies outside the years whose bank holidays are on file."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"the bank holidays of {year} are not on file (they run from {FIRST_YEAR} to {LAST_YEAR}), "
            "so working days cannot be counted there"
        )
        self.year = year


def _dates(year: int, observed: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(f"{year}-{month_day}") for month_day in observed.split())


BY_YEAR: dict[int, tuple[date, ...]] = {year: _dates(year, observed) for year, observed in _OBSERVED.items()}
"""Each year's bank holidays in order; all of them fall on weekdays."""

ALL: frozenset[date] = frozenset(day for days in BY_YEAR.values() for day in days)


def bank_holidays(year: int) -> tuple[date, ...]:
    """Give a year's bank holidays in order. Raises NoCalendarError outside the years on file."""
    if year not in BY_YEAR:
        raise NoCalendarError(year)
    return BY_YEAR[year]


def is_projected(year: int) -> bool:
    """Say whether a year's days were computed ahead of publication."""
    return year > LAST_PUBLISHED_YEAR

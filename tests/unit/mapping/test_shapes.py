"""What a column looks like, and that what is told of it quotes nobody."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.mapping.shapes import Look, column_look, in_words

LOG = "12/05/2025 14:33 PC 1234 - Attended, child spoken to.\n13/05/2025 09:10 DC 77 - School rung, nothing further."


@pytest.mark.parametrize(
    ("name", "cells", "look"),
    [
        ("Reported", ["12/05/2025 10:00", "13/05/2025", "", None], Look.DATE),
        ("Reported", [datetime(2025, 5, 12, 10), date(2025, 5, 13)], Look.DATE),  # noqa: DTZ001
        ("CRE_DT", ["20250512", "20250513"], Look.DATE),
        ("Start Date", ["45789", "45790"], Look.DATE),
        ("Amount", ["45789", "45790"], Look.REFERENCE),
        ("Att Time", ["1410", "0930"], Look.CLOCK),
        ("Meeting ID", ["0001", "0002"], Look.REFERENCE),
        ("Time", [time(9, 30), time(10)], Look.CLOCK),
        ("BWV", ["Y", "n", "YES", ""], Look.YES_NO),
        ("Eth", ["W1", "B2 - African", "NS", "WBRI"], Look.ETHNICITY),
        ("Eth", ["IC1", "IC3", ""], Look.OBSERVED),
        ("Ref", ["MS25-000934-M1", "MS25-000934-M2"], Look.REFERENCE),
        ("Age", [14, 9, "11"], Look.AGE),
        ("Occ No", ["00000934", "00001466"], Look.REFERENCE),
        ("Name", ["Ada", "Ben T.", "Cerys", "Dai", "Eve", "Flo", "Gus", "Hal", "Ida"], Look.NAME),
        ("Role", ["Victim", "Suspect", "Victim", "Victim", "Suspect", "Victim"], Look.PICKLIST),
        ("OEL", [LOG, LOG.replace("12/", "11/")], Look.LOG),
        ("MO", ["Caller reports shouting from the flat below, and a child crying for some time."] * 2, Look.TEXT),
        ("Closed", ["", None, "N/A"], Look.EMPTY),
    ],
)
def test_a_column_is_told_by_its_cells(name: str, cells: list[Any], look: Look) -> None:
    assert column_look(name, cells).look is look


def test_the_order_of_day_and_month_is_told_where_the_figures_show_it() -> None:
    assert column_look("D", ["13/05/2025", "01/02/2025"]).dates.day_first is True
    assert column_look("D", ["05/13/2025", "01/02/2025"]).dates.day_first is False
    assert column_look("D", ["03/04/2025", "01/02/2025"]).dates.day_first is None
    mixed = column_look("D", ["13/05/2025", "14/05/2025", "05/16/2025", "05/17/2025"]).dates
    assert mixed.both


def test_dates_without_separators_need_their_format() -> None:
    assert column_look("D", ["20250512", "20250513"]).dates.formats == ("%Y%m%d",)
    assert column_look("D", ["202505121400"]).dates.formats == ("%Y%m%d%H%M",)


@given(st.lists(st.text(alphabet="abcdefghij ", min_size=1, max_size=30), min_size=3, max_size=20, unique=True))
def test_nothing_that_stands_once_is_ever_quoted(texts: list[str]) -> None:
    look = column_look("Remark", [f"Zq{text}" for text in texts])
    if look.look in (Look.NAME, Look.WORDS, Look.TEXT, Look.LOG, Look.REFERENCE):
        assert "Zq" not in in_words(look)
